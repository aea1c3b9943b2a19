#include "resources/resources.h"

#include <QResource>

void initTransomResources()
{
    Q_INIT_RESOURCE(transom);
    Q_INIT_RESOURCE(transom_translations);
}
