#include "ui/lab/form_words.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

Error inFormWords(const lab::Dialect &dialect, lab::Role role, Error error)
{
    for (const lab::ParameterUse &use : dialect.parameters) {
        if (use.isFor(role))
            error.text.replace("--"_L1 + QLatin1String(use.id), u"“%1”"_s.arg(use.titleText()));
    }
    return error;
}

} // namespace transom::ui
