#include "core/lab/lesson/lesson.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

Error wrong(int line, const QString &what)
{
    return Error{ErrorCode::BadArgument, u"Line %1: %2"_s.arg(line).arg(what)};
}

/// "pause_ms" of "vary: pause_ms"; the part's own name comes back in `part`.
QString argumentOf(QString *part)
{
    const qsizetype colon = part->indexOf(u':');
    if (colon < 0)
        return {};
    const QString argument = part->mid(colon + 1).trimmed();
    part->truncate(colon);
    return argument;
}

class Reader
{
public:
    explicit Reader(const QString &id) { m_lesson.id = id; }

    Result<Lesson> read(const QString &markdown)
    {
        static const QRegularExpression marker(u"^<!--\\s*([a-z]+(?::\\s*[\\w-]+)?)\\s*-->\\s*$"_s);
        const QStringList lines = markdown.split(u'\n');
        for (const QString &line : lines) {
            ++m_number;
            if (const auto match = marker.match(line); match.hasMatch()) {
                if (auto begun = begin(match.captured(1)); !begun)
                    return tl::unexpected(begun.error());
            } else if (line.startsWith("<!--"_L1)) {
                return tl::unexpected(wrong(m_number, u"a part has a name of small letters, as in <!-- predict -->"_s));
            } else if (!m_target) {
                if (auto titled = title(line); !titled)
                    return tl::unexpected(titled.error());
            } else {
                add(line);
            }
        }
        return finished();
    }

private:
    Result<void> begin(QString part)
    {
        const QString argument = argumentOf(&part);
        m_options = part == "predict"_L1;
        if (part == "vary"_L1 && !argument.isEmpty())
            m_target = &m_lesson.vary[argument];
        else if (part == "explain"_L1)
            m_target = argument.isEmpty() ? &m_lesson.explain : &m_lesson.explainFor[argument];
        else if (!argument.isEmpty())
            return tl::unexpected(wrong(m_number, u"only “vary” and “explain” are said of something"_s));
        else if (part == "about"_L1)
            m_target = &m_lesson.about;
        else if (part == "predict"_L1)
            m_target = &m_lesson.question;
        else if (part == "see"_L1)
            m_target = &m_lesson.see;
        else if (part == "script"_L1)
            m_target = &m_lesson.script;
        else
            return tl::unexpected(wrong(m_number, u"there is no part “%1”"_s.arg(part)));
        if (!m_target->isEmpty())
            return tl::unexpected(wrong(m_number, u"this part was there before"_s));
        return {};
    }

    Result<void> title(const QString &line)
    {
        if (line.trimmed().isEmpty())
            return {};
        if (!line.startsWith("# "_L1) || !m_lesson.title.isEmpty())
            return tl::unexpected(wrong(m_number, u"a lesson begins with “# ” and its title, then its parts"_s));
        m_lesson.title = line.mid(2).trimmed();
        return {};
    }

    void add(const QString &line)
    {
        static const QRegularExpression option(u"^- ([\\w-]+): (.+)$"_s);
        if (const auto match = m_options ? option.match(line) : QRegularExpressionMatch(); match.hasMatch())
            m_lesson.options.append({match.captured(1), match.captured(2).trimmed()});
        else
            *m_target += line + u'\n';
    }

    Result<Lesson> finished()
    {
        for (QString *text : {&m_lesson.about, &m_lesson.question, &m_lesson.see, &m_lesson.explain, &m_lesson.script})
            *text = text->trimmed();
        for (auto *texts : {&m_lesson.vary, &m_lesson.explainFor}) {
            for (QString &text : *texts)
                text = text.trimmed();
        }
        if (m_lesson.title.isEmpty() || m_lesson.question.isEmpty() || m_lesson.explain.isEmpty())
            return tl::unexpected(wrong(m_number, u"a lesson needs a title, a question and an explanation"_s));
        if (m_lesson.options.size() < 2)
            return tl::unexpected(wrong(m_number, u"a question needs two answers or more, each as “- outcome: text”"_s));
        return m_lesson;
    }

    Lesson m_lesson;
    QString *m_target = nullptr;
    bool m_options = false;
    int m_number = 0;
};

} // namespace

Result<Lesson> Lesson::parse(const QString &id, const QString &markdown)
{
    return Reader(id).read(markdown);
}

QString Lesson::explanation(const QString &outcome, const Values &measured) const
{
    QString text = explain;
    if (const QString more = explainFor.value(outcome); !more.isEmpty())
        text += "\n\n"_L1 + more;
    return filledIn(text, measured);
}

QString Lesson::program(const Values &values) const
{
    static const QRegularExpression fence(u"```python\\n(.*?)\\n?```"_s, QRegularExpression::DotMatchesEverythingOption);
    const auto match = fence.match(script);
    return match.hasMatch() ? filledIn(match.captured(1) + u'\n', values) : QString();
}

QString Lesson::optionText(const QString &option) const
{
    for (const Option &one : options) {
        if (one.id == option)
            return one.text;
    }
    return {};
}

QStringList Lesson::measuredNames() const
{
    static const QRegularExpression name(u"\\{(\\w+)\\}"_s);
    QStringList names;
    for (const QString &text : QStringList{explain} + explainFor.values()) {
        for (auto found = name.globalMatch(text); found.hasNext();) {
            if (const QString one = found.next().captured(1); !names.contains(one))
                names.append(one);
        }
    }
    return names;
}

QString filledIn(const QString &text, const Lesson::Values &values)
{
    static const QRegularExpression name(u"\\{(\\w+)\\}"_s);
    QString filled;
    qsizetype from = 0;
    for (auto found = name.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        const auto value = values.constFind(match.captured(1));
        if (value == values.cend())
            continue;
        filled += QStringView(text).mid(from, match.capturedStart() - from);
        filled += *value;
        from = match.capturedEnd();
    }
    filled += QStringView(text).mid(from);
    return filled;
}

} // namespace transom::lab
