#include "core/files/file_names.h"

#include "core/base/limits.h"
#include "core/base/text.h"

#include <QSet>
#include <QStringDecoder>

#include <algorithm>

namespace transom::files {

namespace {

bool isWindowsDevice(const QString &name)
{
    static const QSet<QString> devices = [] {
        QSet<QString> set{QStringLiteral("con"), QStringLiteral("prn"), QStringLiteral("aux"), QStringLiteral("nul"),
                          QStringLiteral("conin$"), QStringLiteral("conout$")};
        for (int i = 0; i <= 9; ++i) {
            set.insert(QStringLiteral("com%1").arg(i));
            set.insert(QStringLiteral("lpt%1").arg(i));
        }
        return set;
    }();
    return devices.contains(name.section(u'.', 0, 0).trimmed().toLower());
}

} // namespace

bool isReserved(const QString &name)
{
    return name == PartialFolder || name == BinFolder;
}

Result<QString> validName(const QString &name)
{
    const auto bad = [&](const char *why) { return fail(ErrorCode::BadName, why, {printable(name, 80)}); };
    if (name.isEmpty())
        return bad(QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be the name of a file: it is empty."));
    if (name == u"." || name == u"..")
        return bad(QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be the name of a file: it means a folder."));
    if (!name.isValidUtf16())
        return bad(QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be the name of a file: it is not valid text."));
    for (const QChar c : name) {
        if (c == u'/' || c == u'\\')
            return bad(QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be the name of a file: it holds a slash."));
        if (c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0))
            return bad(QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be the name of a file: it holds a control character."));
    }
    if (name.endsWith(u' ') || name.endsWith(u'.'))
        return bad(QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be the name of a file: it ends in a space or a dot."));
    if (isWindowsDevice(name))
        return bad(QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be the name of a file: it is a device on some systems."));
    const QString normal = name.normalized(QString::NormalizationForm_C);
    if (normal.toUtf8().size() > limits::NameBytes)
        return bad(QT_TRANSLATE_NOOP("Error", "\"%1\" cannot be the name of a file: it is too long."));
    return normal;
}

std::optional<QString> nameable(const char *raw)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString name = decoder.decode(QByteArrayView(raw));
    if (decoder.hasError())
        return std::nullopt;
    const auto valid = validName(name);
    if (!valid || *valid != name)
        return std::nullopt;
    return name;
}

Result<QStringList> splitPath(const QString &path)
{
    if (!path.startsWith(u'/'))
        return fail(ErrorCode::BadName, QT_TRANSLATE_NOOP("Error", "\"%1\" does not begin with /."), {printable(path, 80)});
    if (path.size() > limits::PathBytes || path.toUtf8().size() > limits::PathBytes)
        return fail(ErrorCode::BadName, QT_TRANSLATE_NOOP("Error", "The path is too long."));
    QStringList components;
    const auto parts = path.split(u'/', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (part == u".")
            continue;
        if (part == u"..") {
            if (components.isEmpty())
                return fail(ErrorCode::OutsideHome, QT_TRANSLATE_NOOP("Error", "\"%1\" leaves the home folder."), {printable(path, 80)});
            components.removeLast();
            continue;
        }
        auto name = validName(part);
        if (!name)
            return tl::make_unexpected(name.error());
        components.append(*name);
    }
    if (!components.isEmpty() && isReserved(components.first()))
        return fail(ErrorCode::BadName, QT_TRANSLATE_NOOP("Error", "The name %1 is kept for the server's own use. Choose another."), {components.first()});
    return components;
}

Result<QStringList> splitRecordPath(const QString &path)
{
    if (path.size() > limits::PathBytes)
        return fail(ErrorCode::BadName, QT_TRANSLATE_NOOP("Error", "The path is too long."));
    QStringList components;
    const auto parts = path.split(u'/');
    for (const QString &part : parts) {
        auto name = validName(part);
        if (!name)
            return tl::make_unexpected(name.error());
        components.append(*name);
    }
    if (isReserved(components.first()))
        return fail(ErrorCode::BadName);
    return components;
}

QString joinPath(const QStringList &components)
{
    return u'/' + components.join(u'/');
}

QString joinPath(const QString &folder, const QString &name)
{
    return folder.endsWith(u'/') ? folder + name : folder + u'/' + name;
}

QString numberedName(const QString &name, int number)
{
    const qsizetype dot = name.lastIndexOf(u'.');
    const QString suffix = QStringLiteral(" (%1)").arg(number);
    return dot > 0 ? name.left(dot) + suffix + name.mid(dot) : name + suffix;
}

} // namespace transom::files
