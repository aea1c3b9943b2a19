#pragma once

#include "core/base/error.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace transom::files {

/// One component of a pattern: * (any characters), ? (one), [a-z] and [!a-z] (one of these, or none of these); a backslash takes its meaning from
/// the character behind it. As in a shell, a dot in front of a name is matched by a dot only.
class GlobName
{
public:
    explicit GlobName(QStringView pattern);

    bool matches(QStringView name) const;
    /// "**": folders, as many as there are.
    bool isFolders() const { return m_folders; }

    /// Whether there is a *, ? or [ that is not behind a backslash.
    static bool isPattern(QStringView text);
    /// So that it matches itself only.
    static QString escaped(const QString &text);
    /// Without the backslashes.
    static QString literal(QStringView text);

private:
    struct Step
    {
        enum class Kind { Exactly, One, Any, Set } kind = Kind::Exactly;
        char32_t letter = 0;
        bool negated = false;
        QList<std::pair<char32_t, char32_t>> ranges;

        bool takes(char32_t c) const;
    };

    QList<Step> m_steps;
    bool m_folders = false;
};

/// Finds what a whole pattern names, one folder after the other, whoever lists them: a person's disk or a server. Pure.
class GlobWalk
{
public:
    /// A folder to be looked into, and how much of the pattern has been used up on the way there.
    struct Place
    {
        QString folder;
        QList<int> at;
    };

    /// `pattern` is absolute ("/a/*.txt") or relative ("*.txt").
    explicit GlobWalk(const QString &pattern);

    /// The folder that the literal beginning names, without its last '/' ("" is the folder one is in).
    Place start() const;
    /// One entry of a folder: whether it is a match, and, where it is a folder that has to be looked into, its place.
    bool look(const Place &place, const QString &name, bool isFolder, std::function<void(Place)> further) const;

    static QString join(const QString &folder, const QString &name);

private:
    QString m_root;
    QList<GlobName> m_names;
};

} // namespace transom::files
