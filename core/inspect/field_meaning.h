#pragma once

#include <QString>

namespace transom::inspect {

/// One sentence on what a message is for. Any thread.
QString messageMeaning(quint8 type);
/// One sentence on what a key of a message's JSON is for. `message` as frameName() has it. Any thread.
QString fieldMeaning(const QString &message, const QString &key);

} // namespace transom::inspect
