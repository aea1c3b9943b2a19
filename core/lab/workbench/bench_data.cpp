#include "core/lab/workbench/bench_data.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cctype>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

std::optional<char> escaped(QChar letter)
{
    switch (letter.unicode()) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case '0':
        return '\0';
    case '\\':
        return '\\';
    default:
        return {};
    }
}

Result<QByteArray> fromText(const QString &text, Encoding encoding)
{
    QByteArray bytes;
    QString plain;
    const auto flush = [&] {
        bytes += encode(encoding, plain);
        plain.clear();
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != u'\\') {
            plain += text[i];
            continue;
        }
        const QChar letter = i + 1 < text.size() ? text[i + 1] : QChar();
        bool isHex = false;
        const uint value = letter == u'x' ? QStringView(text).mid(i + 2, 2).toUInt(&isHex, 16) : 0;
        flush();
        if (isHex && i + 3 < text.size()) {
            bytes += static_cast<char>(value);
            i += 3;
        } else if (const auto byte = escaped(letter)) {
            bytes += *byte;
            ++i;
        } else {
            return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "A backslash begins one of %1; write two for one backslash.").arg("\\n, \\r, \\t, \\0, \\xNN"_L1));
        }
    }
    flush();
    return bytes;
}

Result<QByteArray> fromHex(const QString &text)
{
    const QByteArray digits = text.simplified().remove(u' ').toLatin1();
    const bool valid = digits.size() % 2 == 0 && std::all_of(digits.begin(), digits.end(), [](char each) { return isxdigit(static_cast<uchar>(each)) != 0; });
    if (!valid)
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "These are no bytes in hex. Write two digits for each, like 68 65 6c 6c 6f."));
    return QByteArray::fromHex(digits);
}

Result<QByteArray> fromFile(const QString &path, qint64 most)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QCoreApplication::translate("Lab", "%1 cannot be read. Choose another file.").arg(printable(path)));
    if (file.isSequential() || file.size() > most)
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "%1 is larger than %2, or no plain file. Choose a smaller one.").arg(printable(path), formatBytes(most)));
    return file.read(most);
}

} // namespace

Result<QByteArray> benchBytes(BenchInput input, const QString &text, Encoding encoding, qint64 most)
{
    switch (input) {
    case BenchInput::Text:
        return fromText(text, encoding);
    case BenchInput::Hex:
        return fromHex(text);
    case BenchInput::File:
        return fromFile(text, most);
    case BenchInput::Letter:
        break;
    }
    const qint64 count = parseBytes(text);
    if (count < 0 || count > most)
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "Write a number of bytes up to %1, like 100000 or 4 MiB.").arg(formatBytes(most)));
    return QByteArray(static_cast<qsizetype>(count), 'x');
}

} // namespace transom::lab
