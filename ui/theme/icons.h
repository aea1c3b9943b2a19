#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QStringList>

namespace transom::ui::theme {

/// One of the project's icons in the colour of a role. A name that does not exist gives a null icon. GUI thread.
QIcon icon(const QString &name, Role role = Role::Text);
QPixmap pixmap(const QString &name, int size, Role role = Role::Text);
/// All there are.
QStringList iconNames();

} // namespace transom::ui::theme
