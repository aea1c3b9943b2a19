#pragma once

#include "ui/theme/theme.h"

#include <QIcon>
#include <QStringList>

namespace transom::ui::theme {

/// One of the project's icons in the colour of a role. A name that does not exist gives a null icon. GUI thread.
/// `room`: so much is free at the right of its 20 by 20, for what is drawn close by.
QIcon icon(const QString &name, Role role = Role::Text, int room = 0);
QPixmap pixmap(const QString &name, int size, Role role = Role::Text);
/// All there are.
QStringList iconNames();

} // namespace transom::ui::theme
