#include "core/lab/dialect/parameters.h"

#include "core/base/text.h"
#include "core/lab/dialect/dialect.h"

#include <QCoreApplication>

namespace transom::lab {

namespace {

constexpr qint64 MiB = 1024 * 1024;

bool isNumeric(ParameterKind kind)
{
    return kind == ParameterKind::Bytes || kind == ParameterKind::Number || kind == ParameterKind::Seconds;
}

/// -1: no number.
qint64 readNumber(const ParameterInfo &info, const QString &value)
{
    if (info.kind == ParameterKind::Bytes)
        return parseBytes(value);
    bool ok = false;
    const qint64 number = value.toLongLong(&ok);
    return ok ? number : -1;
}

QString wrong(const ParameterUse &use, const QString &value)
{
    const ParameterInfo &info = use.info();
    const QString name = QStringLiteral("--%1").arg(QLatin1String(info.id));
    if (isNumeric(info.kind)) {
        const qint64 number = readNumber(info, value);
        if (number < info.least || number > info.most)
            return QCoreApplication::translate("Lab", "%1 takes a number from %2 to %3.").arg(name).arg(info.least).arg(info.most);
    } else if (info.kind == ParameterKind::Encoding) {
        if (!encodingFromName(value))
            return QCoreApplication::translate("Lab", "%1 takes UTF-8 or GBK.").arg(name);
    } else if (info.kind == ParameterKind::Key || info.kind == ParameterKind::File || info.kind == ParameterKind::Name) {
        if (value.isEmpty())
            return QCoreApplication::translate("Lab", "%1 is missing: %2").arg(name, info.hintText());
    }
    if (value.size() > 4096)
        return QCoreApplication::translate("Lab", "%1 is too long.").arg(name);
    return {};
}

} // namespace

const std::vector<ParameterInfo> &parameterInfos()
{
    static const std::vector<ParameterInfo> infos = {
            {"text", ParameterKind::Text, QT_TRANSLATE_NOOP("Lab", "Text"), QT_TRANSLATE_NOOP("Lab", "What this side says by itself: a greeting, a welcome line or a prefix.")},
            {"key", ParameterKind::Key, QT_TRANSLATE_NOOP("Lab", "Key"), QT_TRANSLATE_NOOP("Lab", "The key that both sides know.")},
            {"encoding", ParameterKind::Encoding, QT_TRANSLATE_NOOP("Lab", "Encoding"), QT_TRANSLATE_NOOP("Lab", "How text becomes bytes: UTF-8 or GBK.")},
            {"chunk", ParameterKind::Bytes, QT_TRANSLATE_NOOP("Lab", "Chunk size"), QT_TRANSLATE_NOOP("Lab", "How many bytes one recv asks for."), 1, 65536},
            {"dir", ParameterKind::Directory, QT_TRANSLATE_NOOP("Lab", "Folder"), QT_TRANSLATE_NOOP("Lab", "Where files are kept and commands start.")},
            {"nick", ParameterKind::Text, QT_TRANSLATE_NOOP("Lab", "Nickname"), QT_TRANSLATE_NOOP("Lab", "The name in front of each message.")},
            {"interval", ParameterKind::Seconds, QT_TRANSLATE_NOOP("Lab", "Interval"), QT_TRANSLATE_NOOP("Lab", "Seconds from one message to the next."), 1, 86400},
            {"count", ParameterKind::Number, QT_TRANSLATE_NOOP("Lab", "How many"), QT_TRANSLATE_NOOP("Lab", "End after so many messages; 0: never."), 0, 1'000'000},
            {"patience", ParameterKind::Seconds, QT_TRANSLATE_NOOP("Lab", "Patience"), QT_TRANSLATE_NOOP("Lab", "Seconds to wait for an answer: datagrams may be lost."), 1, 3600},
            {"work", ParameterKind::Number, QT_TRANSLATE_NOOP("Lab", "Work time"), QT_TRANSLATE_NOOP("Lab", "Milliseconds that each answer takes, as if there were something to work out."), 0, 60'000},
            {"name", ParameterKind::Name, QT_TRANSLATE_NOOP("Lab", "File name"), QT_TRANSLATE_NOOP("Lab", "The name under which what comes is stored.")},
            {"file", ParameterKind::File, QT_TRANSLATE_NOOP("Lab", "File"), QT_TRANSLATE_NOOP("Lab", "The file to send.")},
            {"largest", ParameterKind::Bytes, QT_TRANSLATE_NOOP("Lab", "Largest file"), QT_TRANSLATE_NOOP("Lab", "What is announced to be larger is refused."), 1, 1024LL * 1024 * MiB},
            {"timeout", ParameterKind::Seconds, QT_TRANSLATE_NOOP("Lab", "Time limit"), QT_TRANSLATE_NOOP("Lab", "Seconds after which a command is ended."), 1, 3600},
            {"output", ParameterKind::Bytes, QT_TRANSLATE_NOOP("Lab", "Most output"), QT_TRANSLATE_NOOP("Lab", "Bytes of output after which a command is ended."), 1, 64 * MiB},
            {"log", ParameterKind::Name, QT_TRANSLATE_NOOP("Lab", "Access log"), QT_TRANSLATE_NOOP("Lab", "The file in the folder that gets a line for each connection.")},
    };
    return infos;
}

QString ParameterInfo::titleText() const
{
    return QCoreApplication::translate("Lab", title);
}

QString ParameterInfo::hintText() const
{
    return QCoreApplication::translate("Lab", hint);
}

const ParameterInfo &ParameterUse::info() const
{
    for (const ParameterInfo &info : parameterInfos()) {
        if (qstrcmp(info.id, id) == 0)
            return info;
    }
    Q_UNREACHABLE(); // a test walks the table
}

QString ParameterUse::titleText() const
{
    return title ? QCoreApplication::translate("Lab", title) : info().titleText();
}

Result<Parameters> Parameters::make(const Dialect &dialect, Role role, const QHash<QString, QString> &given)
{
    Parameters parameters;
    for (const ParameterUse &use : dialect.parameters) {
        const QString id = QLatin1String(use.id);
        if (!use.isFor(role))
            continue;
        const QString value = given.value(id, QString::fromUtf8(use.standard));
        if (const QString problem = wrong(use, value); !problem.isEmpty())
            return fail(ErrorCode::BadArgument, problem);
        parameters.m_values.insert(id, value);
    }
    for (auto it = given.begin(); it != given.end(); ++it) {
        if (!parameters.m_values.contains(it.key()))
            return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "%1 has no use for --%2 in this role.").arg(QLatin1String(dialect.id), printable(it.key())));
    }
    return parameters;
}

qint64 Parameters::number(const char *id) const
{
    const auto found = m_values.constFind(QLatin1String(id));
    if (found == m_values.constEnd())
        return 0;
    for (const ParameterInfo &info : parameterInfos()) {
        if (qstrcmp(info.id, id) == 0)
            return readNumber(info, *found);
    }
    return 0;
}

Encoding Parameters::encoding() const
{
    return encodingFromName(text("encoding")).value_or(Encoding::Utf8);
}

} // namespace transom::lab
