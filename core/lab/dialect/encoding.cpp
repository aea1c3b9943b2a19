#include "core/lab/dialect/encoding.h"

#include <array>
#include <cerrno>
#include <iconv.h>

namespace transom::lab {

namespace {

/// iconv(3), because Qt's GBK comes from ICU and is missing where Qt was built without it.
class Converter
{
public:
    Converter(const char *to, const char *from)
        : m_handle(::iconv_open(to, from))
    {}
    ~Converter()
    {
        if (isValid())
            ::iconv_close(m_handle);
    }
    Q_DISABLE_COPY_MOVE(Converter)

    bool isValid() const { return m_handle != reinterpret_cast<iconv_t>(-1); } // NOLINT: that is how iconv_open(3) says it

    /// `bad` stands for each unit of input that cannot be converted; units have `step` bytes.
    QByteArray convert(QByteArrayView bytes, const QByteArray &bad, size_t step) const
    {
        QByteArray result;
        std::array<char, 4096> buffer;
        char *in = const_cast<char *>(bytes.data()); // iconv(3) takes char ** and does not write
        size_t left = static_cast<size_t>(bytes.size());
        while (left > 0) {
            char *out = buffer.data();
            size_t room = buffer.size();
            const size_t converted = ::iconv(m_handle, &in, &left, &out, &room);
            const int error = errno;
            result.append(buffer.data(), static_cast<qsizetype>(buffer.size() - room));
            if (converted != static_cast<size_t>(-1) || error == E2BIG)
                continue;
            result += bad;
            const size_t skipped = std::min(left, error == EINVAL ? left : step);
            in += skipped;
            left -= skipped;
        }
        return result;
    }

private:
    iconv_t m_handle;
};

} // namespace

std::optional<Encoding> encodingFromName(QStringView name)
{
    const QString lower = name.toString().toLower();
    if (lower == u"utf-8" || lower == u"utf8")
        return Encoding::Utf8;
    if (lower == u"gbk" || lower == u"cp936" || lower == u"gb2312")
        return Encoding::Gbk;
    return std::nullopt;
}

QString encodingName(Encoding encoding)
{
    return encoding == Encoding::Utf8 ? QStringLiteral("UTF-8") : QStringLiteral("GBK");
}

QByteArray encode(Encoding encoding, QStringView text)
{
    return fromSystem(encoding, text.toUtf8());
}

QString decode(Encoding encoding, QByteArrayView bytes)
{
    return QString::fromUtf8(encoding == Encoding::Utf8 ? bytes.toByteArray() : toSystem(encoding, bytes.toByteArray()));
}

QByteArray fromSystem(Encoding encoding, const QByteArray &bytes)
{
    if (encoding == Encoding::Utf8)
        return bytes;
    const Converter converter("GBK", "UTF-8");
    if (!converter.isValid())
        return bytes;
    // What GBK lacks is skipped as a whole character: its following bytes are 10xxxxxx.
    QByteArray result;
    const QString text = QString::fromUtf8(bytes);
    const QByteArray clean = text.toUtf8();
    qsizetype begin = 0;
    while (begin < clean.size()) {
        qsizetype end = begin + 1;
        while (end < clean.size() && (clean[end] & 0xc0) == 0x80)
            ++end;
        // Runs of ASCII at once.
        if (end == begin + 1) {
            while (end < clean.size() && static_cast<quint8>(clean[end]) < 0x80)
                ++end;
        }
        result += converter.convert(QByteArrayView(clean).sliced(begin, end - begin), "?", static_cast<size_t>(end - begin));
        begin = end;
    }
    return result;
}

QByteArray toSystem(Encoding encoding, const QByteArray &bytes)
{
    if (encoding == Encoding::Utf8)
        return bytes;
    const Converter converter("UTF-8", "GBK");
    return converter.isValid() ? converter.convert(bytes, "\xef\xbf\xbd", 1) : bytes;
}

} // namespace transom::lab
