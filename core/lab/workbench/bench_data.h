#pragma once

#include "core/base/error.h"
#include "core/lab/dialect/encoding.h"

#include <QByteArray>

namespace transom::lab {

/// How what was typed becomes bytes.
enum class BenchInput : quint8 {
    Text,   ///< with \n, \r, \t, \0, \xNN and \\ as programs write them
    Hex,    ///< "68 65 6c", in pairs; blanks between them are free
    File,   ///< the path of one
    Letter, ///< so many times the letter x: for buffers that are to be filled
};

/// Pure but for File, which reads from the disk: not in the window's thread. Error: BadArgument, and those of files; at most `most` bytes.
Result<QByteArray> benchBytes(BenchInput input, const QString &text, Encoding encoding, qint64 most);

} // namespace transom::lab
