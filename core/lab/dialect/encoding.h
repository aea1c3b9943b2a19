#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace transom::lab {

/// How a dialect's text becomes bytes.
enum class Encoding : quint8 { Utf8, Gbk };

/// "utf-8", "utf8", "gbk", "cp936", "gb2312", in any case.
std::optional<Encoding> encodingFromName(QStringView name);
QString encodingName(Encoding encoding);

/// Characters that the encoding lacks become '?'.
QByteArray encode(Encoding encoding, QStringView text);
/// One chunk as it is: a character that a cut has halved becomes U+FFFD, because that is what the program at the other end gets, too.
QString decode(Encoding encoding, QByteArrayView bytes);
/// What a program of this system has written (UTF-8) in the encoding asked for. UTF-8 stays as it is, byte by byte.
QByteArray fromSystem(Encoding encoding, const QByteArray &bytes);
QByteArray toSystem(Encoding encoding, const QByteArray &bytes);

} // namespace transom::lab
