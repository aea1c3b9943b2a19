#include "core/accounts/roster.h"

#include "core/accounts/groups.h"
#include "core/accounts/users.h"
#include "core/base/text.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <iconv.h>

namespace transom::accounts {

namespace {

constexpr qsizetype MostBytes = 8 * 1024 * 1024;
constexpr qsizetype MostRows = 20'000;

tl::unexpected<Error> atLine(int line, const QString &what)
{
    return fail(ErrorCode::BadArgument, QCoreApplication::translate("Roster", "Line %1: %2 Nothing was imported.").arg(line).arg(what));
}

Result<QString> fromGb18030(const QByteArray &bytes)
{
    const auto converter = ::iconv_open("UTF-8", "GB18030");
    if (converter == reinterpret_cast<iconv_t>(-1))
        return fail(ErrorCode::Unsupported, QT_TRANSLATE_NOOP("Error", "The file is not UTF-8. Save it as \"CSV UTF-8\" and import that."));
    QByteArray in = bytes;
    QByteArray out(bytes.size() * 4 + 16, Qt::Uninitialized);
    char *from = in.data();
    char *to = out.data();
    auto left = static_cast<size_t>(in.size());
    auto room = static_cast<size_t>(out.size());
    const bool good = ::iconv(converter, &from, &left, &to, &room) != static_cast<size_t>(-1) && left == 0;
    ::iconv_close(converter);
    if (!good)
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "The file is neither UTF-8 nor GB 18030 (GBK). Save it as \"CSV UTF-8\" and import that."));
    out.truncate(to - out.data());
    return QString::fromUtf8(out);
}

Result<QString> textOf(const QByteArray &bytes)
{
    if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff")) {
        QStringDecoder decoder(QStringConverter::Utf16);
        QString text = decoder(bytes);
        if (decoder.hasError())
            return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "The file is no valid text."));
        return text;
    }
    QStringDecoder decoder(QStringConverter::Utf8); // takes a mark off by itself
    QString text = decoder(bytes);
    return decoder.hasError() ? fromGb18030(bytes) : Result<QString>(std::move(text));
}

struct Record
{
    int line = 0;
    QStringList cells;
};

/// RFC 4180, with any of the three line ends.
Result<QList<Record>> recordsOf(const QString &text, QChar separator)
{
    enum class In { Start, Plain, Quoted, AfterQuote };
    QList<Record> records;
    Record record{1, {}};
    QString cell;
    In state = In::Start;
    int line = 1;
    int quotedSince = 0;
    const auto endCell = [&] {
        record.cells.append(state == In::Plain ? cell.trimmed() : cell);
        cell.clear();
        state = In::Start;
    };
    const auto endRecord = [&] {
        endCell();
        if (record.cells.size() > 1 || !record.cells.first().isEmpty())
            records.append(record);
        record = {line, {}};
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        QChar c = text[i];
        if (c == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n')
            continue;
        if (c == u'\r')
            c = u'\n';
        if (c == u'\n')
            ++line;
        if (c.isNull())
            return atLine(line, QCoreApplication::translate("Roster", "There is a NUL in it."));
        if (state == In::Quoted) {
            if (c == u'"')
                state = In::AfterQuote;
            else
                cell += c;
        } else if (c == separator) {
            endCell();
        } else if (c == u'\n') {
            endRecord();
            if (records.size() > MostRows)
                return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "The file has too many lines for a roster."));
        } else if (state == In::AfterQuote) {
            if (c == u'"') {
                cell += c;
                state = In::Quoted;
            } else if (c != u' ') {
                return atLine(line, QCoreApplication::translate("Roster", "There is something between a closing quote and the next separator."));
            }
        } else if (c == u'"') {
            if (!cell.trimmed().isEmpty())
                return atLine(line, QCoreApplication::translate("Roster", "There is a quote inside a value that does not begin with one."));
            cell.clear();
            state = In::Quoted;
            quotedSince = line;
        } else {
            cell += c;
            state = In::Plain;
        }
    }
    if (state == In::Quoted)
        return atLine(quotedSince, QCoreApplication::translate("Roster", "A quote is opened and never closed."));
    endRecord();
    return records;
}

QChar separatorOf(const QString &text)
{
    const QString first = text.left(text.indexOf(u'\n'));
    if (first.contains(u','))
        return u',';
    return first.contains(u'\t') ? u'\t' : first.contains(u';') ? u';' : u',';
}

enum Column { Name, Display, Groups, Password, ColumnCount };

int columnOf(const QString &heading)
{
    static const QHash<QString, int> known{
        {QStringLiteral("name"), Name}, {QStringLiteral("user"), Name}, {QStringLiteral("username"), Name}, {QStringLiteral("user name"), Name},
        {QStringLiteral("account"), Name}, {QStringLiteral("login"), Name}, {QStringLiteral("用户名"), Name}, {QStringLiteral("账号"), Name},
        {QStringLiteral("帐号"), Name}, {QStringLiteral("账户"), Name}, {QStringLiteral("学号"), Name},
        {QStringLiteral("display"), Display}, {QStringLiteral("display name"), Display}, {QStringLiteral("full name"), Display}, {QStringLiteral("姓名"), Display},
        {QStringLiteral("显示名"), Display}, {QStringLiteral("显示名称"), Display},
        {QStringLiteral("group"), Groups}, {QStringLiteral("groups"), Groups}, {QStringLiteral("group(s)"), Groups}, {QStringLiteral("class"), Groups},
        {QStringLiteral("班级"), Groups}, {QStringLiteral("分组"), Groups}, {QStringLiteral("组"), Groups}, {QStringLiteral("小组"), Groups},
        {QStringLiteral("password"), Password}, {QStringLiteral("密码"), Password}};
    return known.value(heading.trimmed().toLower(), -1);
}

Result<std::array<int, ColumnCount>> columnsOf(const Record &first, bool *isHeading)
{
    std::array<int, ColumnCount> columns{0, 1, 2, 3};
    *isHeading = !first.cells.isEmpty() && columnOf(first.cells.first()) >= 0;
    if (!*isHeading)
        return columns;
    columns.fill(-1);
    // "name" is the account where nothing else is, and otherwise what people are called.
    const auto isName = [](const QString &heading) { return heading.trimmed().compare(u"name", Qt::CaseInsensitive) == 0; };
    const bool hasAccount = std::any_of(first.cells.cbegin(), first.cells.cend(), [&](const QString &heading) { return !isName(heading) && columnOf(heading) == Name; });
    for (int i = 0; i < first.cells.size(); ++i) {
        const int column = hasAccount && isName(first.cells[i]) ? int{Display} : columnOf(first.cells[i]);
        if (column < 0)
            return atLine(first.line, QCoreApplication::translate("Roster", "\"%1\" is no column of a roster; there are name, display name, groups and password.").arg(printable(first.cells[i], 40)));
        if (columns[static_cast<size_t>(column)] >= 0)
            return atLine(first.line, QCoreApplication::translate("Roster", "\"%1\" is there twice.").arg(printable(first.cells[i], 40)));
        columns[static_cast<size_t>(column)] = i;
    }
    if (columns[Name] < 0)
        return atLine(first.line, QCoreApplication::translate("Roster", "No column holds the names of the accounts."));
    return columns;
}

Result<RosterRow> rowOf(const Record &record, const std::array<int, ColumnCount> &columns)
{
    const auto cell = [&](Column column) { return columns[column] < 0 ? QString() : record.cells.value(columns[column]); };
    if (record.cells.size() > ColumnCount)
        return atLine(record.line, QCoreApplication::translate("Roster", "There are %1 values; a roster has at most four columns.").arg(record.cells.size()));
    RosterRow row{record.line, {}, cell(Display).trimmed(), {}, cell(Password)};
    auto name = validUserName(cell(Name).trimmed());
    if (!name)
        return atLine(record.line, QCoreApplication::translate("Roster", "\"%1\" cannot be the name of an account. %2").arg(printable(cell(Name), 40), describe(name.error())));
    row.name = *name;
    for (const QChar c : row.displayName) {
        if (!c.isPrint() && !c.isSurrogate())
            return atLine(record.line, QCoreApplication::translate("Roster", "The name for people holds a control character."));
    }
    QString groups = cell(Groups);
    for (const QChar other : {QChar(u'|'), QChar(u','), QChar(0x3001), QChar(0xff0c), QChar(0xff1b)})
        groups.replace(other, u';');
    for (const QString &text : groups.split(u';', Qt::SkipEmptyParts)) {
        if (text.trimmed().isEmpty())
            continue;
        auto group = validGroupName(text);
        if (!group)
            return atLine(record.line, describe(group.error()));
        if (!row.groups.contains(*group))
            row.groups.append(*group);
    }
    const QByteArray password = row.password.toUtf8();
    if (!row.password.isEmpty() && (row.password.size() < 8 || password.size() > 1024))
        return atLine(record.line, QCoreApplication::translate("Roster", "The password of %1 has fewer than 8 characters, or far too many.").arg(row.name));
    return row;
}

} // namespace

Result<QList<RosterRow>> parseRoster(const QByteArray &bytes)
{
    if (bytes.size() > MostBytes)
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "The file is too large for a roster."));
    auto text = textOf(bytes);
    if (!text)
        return tl::make_unexpected(text.error());
    auto records = recordsOf(*text, separatorOf(*text));
    if (!records)
        return tl::make_unexpected(records.error());
    if (records->isEmpty())
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is nobody in this file."));
    bool isHeading = false;
    auto columns = columnsOf(records->first(), &isHeading);
    if (!columns)
        return tl::make_unexpected(columns.error());
    QList<RosterRow> rows;
    QHash<QString, int> seen;
    for (qsizetype i = isHeading ? 1 : 0; i < records->size(); ++i) {
        auto row = rowOf(records->at(i), *columns);
        if (!row)
            return tl::make_unexpected(row.error());
        const QString folded = foldUserName(row->name);
        if (const int before = seen.value(folded); before > 0)
            return atLine(row->line, QCoreApplication::translate("Roster", "%1 is in line %2, too.").arg(row->name).arg(before));
        seen.insert(folded, row->line);
        rows.append(*row);
    }
    if (rows.isEmpty())
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is nobody in this file."));
    return rows;
}

QByteArray csvRecord(const QStringList &cells)
{
    QStringList written;
    for (QString cell : cells) {
        const bool quoted = cell.contains(u',') || cell.contains(u'"') || cell.contains(u'\n') || cell.contains(u'\r');
        written.append(quoted ? u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"' : cell);
    }
    return written.join(u',').toUtf8() + "\r\n";
}

} // namespace transom::accounts
