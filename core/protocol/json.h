#pragma once

#include "core/base/error.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace transom::protocol {

/// Parses the payload of a control message: one JSON object (RFC 8259) in UTF-8, at most limits::JsonDepth levels deep.
/// Depth is checked before the parser runs. Error: BadMessage.
Result<QJsonObject> parseObject(QByteArrayView payload);

/// Compact UTF-8.
QByteArray writeObject(const QJsonObject &object);

} // namespace transom::protocol
