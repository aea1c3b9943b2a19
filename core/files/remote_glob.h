#pragma once

#include "core/files/glob.h"
#include "core/files/remote_files.h"

#include <deque>

namespace transom::files {

/// What a pattern names on a server, found out through listings, some folders at once. A name that is there as it is written is meant itself, whatever
/// patterns are in it. In the thread of its parent; deletes itself once `done` has been called.
class RemoteGlob : public QObject
{
    Q_OBJECT

public:
    struct Match
    {
        QString path;
        protocol::FileEntry entry;
    };
    using Done = std::function<void(Result<QList<Match>>)>;

    /// `pattern` as in GlobName. In order of the paths; NotFound where there is none.
    static void expand(RemoteFiles &files, const QString &pattern, QObject *parent, Done done);

private:
    RemoteGlob(RemoteFiles &files, const QString &pattern, QObject *parent, Done done);

    void listMore();
    void listed(const GlobWalk::Place &place, const Result<QList<protocol::FileEntry>> &entries);
    void finish(Result<QList<Match>> result);

    RemoteFiles &m_files;
    const QString m_pattern;
    const GlobWalk m_walk;
    Done m_done;
    std::deque<GlobWalk::Place> m_places;
    QList<Match> m_matches;
    qint64 m_listed = 0;
    int m_active = 0;
    bool m_finished = false;
};

} // namespace transom::files
