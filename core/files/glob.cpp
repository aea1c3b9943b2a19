#include "core/files/glob.h"

#include <algorithm>

namespace transom::files {

GlobName::GlobName(QStringView pattern)
    : m_folders(pattern == u"**")
{
    const QList<uint> text = pattern.toUcs4();
    for (qsizetype i = 0; i < text.size(); ++i) {
        Step step;
        const uint c = text[i];
        if (c == '*') {
            step.kind = Step::Kind::Any;
        } else if (c == '?') {
            step.kind = Step::Kind::One;
        } else if (c == '[') {
            // A ] that comes first stands for itself; without a closing one the [ does.
            qsizetype from = i + 1;
            const bool negated = from < text.size() && (text[from] == '!' || text[from] == '^');
            from += negated ? 1 : 0;
            qsizetype end = from;
            for (bool first = true; end < text.size() && (first || text[end] != ']'); first = false)
                end += text[end] == '\\' ? 2 : 1;
            if (end >= text.size()) {
                step.letter = '[';
            } else {
                step.kind = Step::Kind::Set;
                step.negated = negated;
                for (qsizetype k = from; k < end; ++k) {
                    if (text[k] == '\\' && k + 1 < end)
                        ++k;
                    const char32_t low = text[k];
                    const bool range = k + 2 < end && text[k + 1] == '-';
                    step.ranges.append({low, range ? text[k + 2] : low});
                    k += range ? 2 : 0;
                }
                i = end;
            }
        } else {
            i += c == '\\' && i + 1 < text.size() ? 1 : 0;
            step.letter = text[i];
        }
        m_steps.append(step);
    }
}

bool GlobName::Step::takes(char32_t c) const
{
    switch (kind) {
    case Kind::Exactly:
        return c == letter;
    case Kind::Set:
        return negated != std::any_of(ranges.cbegin(), ranges.cend(), [c](const auto &range) { return c >= range.first && c <= range.second; });
    default:
        return true;
    }
}

bool GlobName::matches(QStringView name) const
{
    const QList<uint> text = name.toUcs4();
    if (!text.isEmpty() && text.first() == '.' && (m_steps.isEmpty() || m_steps.first().kind != Step::Kind::Exactly))
        return false;
    // Going back to the last * only is enough: what it takes more, an earlier one need not.
    qsizetype at = 0;
    qsizetype step = 0;
    qsizetype lastAny = -1;
    qsizetype takenByAny = 0;
    while (at < text.size()) {
        if (step < m_steps.size() && m_steps[step].kind == Step::Kind::Any) {
            lastAny = step++;
            takenByAny = at;
        } else if (step < m_steps.size() && m_steps[step].takes(text[at])) {
            ++step;
            ++at;
        } else if (lastAny >= 0) {
            step = lastAny + 1;
            at = ++takenByAny;
        } else {
            return false;
        }
    }
    return std::all_of(m_steps.cbegin() + step, m_steps.cend(), [](const Step &rest) { return rest.kind == Step::Kind::Any; });
}

bool GlobName::isPattern(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'\\')
            ++i;
        else if (text[i] == u'*' || text[i] == u'?' || text[i] == u'[')
            return true;
    }
    return false;
}

QString GlobName::escaped(const QString &text)
{
    QString result;
    for (const QChar c : text) {
        if (c == u'*' || c == u'?' || c == u'[' || c == u'\\')
            result += u'\\';
        result += c;
    }
    return result;
}

QString GlobName::literal(QStringView text)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        i += text[i] == u'\\' && i + 1 < text.size() ? 1 : 0;
        result += text[i];
    }
    return result;
}

GlobWalk::GlobWalk(const QString &pattern)
{
    QStringList components = pattern.split(u'/', Qt::SkipEmptyParts);
    QStringList beginning;
    while (components.size() > 1 && !GlobName::isPattern(components.first()))
        beginning.append(GlobName::literal(components.takeFirst()));
    m_root = beginning.join(u'/');
    if (pattern.startsWith(u'/'))
        m_root.prepend(u'/');
    for (const QString &component : std::as_const(components)) {
        GlobName name(component);
        if (!name.isFolders() || m_names.isEmpty() || !m_names.last().isFolders())
            m_names.append(name);
    }
    // At the end it means everything that is there.
    if (!m_names.isEmpty() && m_names.last().isFolders())
        m_names.append(GlobName(u"*"));
}

GlobWalk::Place GlobWalk::start() const
{
    return {m_root, {0}};
}

bool GlobWalk::look(const Place &place, const QString &name, bool isFolder, std::function<void(Place)> further) const
{
    bool matched = false;
    QList<int> next;
    const auto goOn = [&](int at) {
        if (isFolder && !next.contains(at))
            next.append(at);
    };
    const auto use = [&](int at) {
        if (at >= m_names.size() || !m_names[at].matches(name))
            return;
        if (at + 1 == m_names.size())
            matched = true;
        else
            goOn(at + 1);
    };
    for (const int at : place.at) {
        if (at < m_names.size() && m_names[at].isFolders()) {
            use(at + 1); // no folder at all
            if (!name.startsWith(u'.'))
                goOn(at);
        } else {
            use(at);
        }
    }
    if (!next.isEmpty())
        further({join(place.folder, name), next});
    return matched;
}

QString GlobWalk::join(const QString &folder, const QString &name)
{
    return folder.isEmpty() || folder.endsWith(u'/') ? folder + name : folder + u'/' + name;
}

} // namespace transom::files
