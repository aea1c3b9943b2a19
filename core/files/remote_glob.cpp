#include "core/files/remote_glob.h"

#include "core/base/text.h"

#include <algorithm>

namespace transom::files {

namespace {

constexpr int ListsAtOnce = 8;
/// More than anybody means; "--recursive" takes any number.
constexpr qsizetype MostMatches = 200'000;
constexpr qint64 MostFolders = 100'000;

} // namespace

void RemoteGlob::expand(RemoteFiles &files, const QString &pattern, QObject *parent, Done done)
{
    auto *glob = new RemoteGlob(files, pattern, parent, std::move(done));
    files.stat(GlobName::literal(pattern), false, glob, [glob](const Result<protocol::FileEntry> &entry) {
        if (entry)
            return glob->finish(QList<Match>{{GlobName::literal(glob->m_pattern), *entry}});
        if (entry.error().code != ErrorCode::NotFound && entry.error().code != ErrorCode::NotADirectory && entry.error().code != ErrorCode::BadName)
            return glob->finish(tl::make_unexpected(entry.error()));
        glob->m_places.push_back(glob->m_walk.start());
        glob->listMore();
    });
}

RemoteGlob::RemoteGlob(RemoteFiles &files, const QString &pattern, QObject *parent, Done done)
    : QObject(parent)
    , m_files(files)
    , m_pattern(pattern.normalized(QString::NormalizationForm_C)) // as all names on a server are
    , m_walk(m_pattern)
    , m_done(std::move(done))
{}

void RemoteGlob::listMore()
{
    while (!m_finished && m_active < ListsAtOnce && !m_places.empty()) {
        const GlobWalk::Place place = std::move(m_places.front());
        m_places.pop_front();
        if (++m_listed > MostFolders)
            return finish(fail(ErrorCode::BadArgument, tr("\"%1\" leads through too many folders. Say more exactly which ones.").arg(printable(m_pattern))));
        ++m_active;
        m_files.list(place.folder.isEmpty() ? QStringLiteral("/") : place.folder, this, [this, place](const Result<QList<protocol::FileEntry>> &entries) {
            --m_active;
            listed(place, entries);
        });
    }
    if (m_active > 0 || m_finished)
        return;
    if (m_matches.isEmpty())
        return finish(fail(ErrorCode::NotFound, tr("Nothing on the server matches \"%1\".").arg(printable(m_pattern, 4096))));
    std::sort(m_matches.begin(), m_matches.end(), [](const Match &one, const Match &other) { return one.path < other.path; });
    finish(std::move(m_matches));
}

void RemoteGlob::listed(const GlobWalk::Place &place, const Result<QList<protocol::FileEntry>> &entries)
{
    if (m_finished)
        return;
    if (!entries) {
        // What has gone meanwhile matches nothing; what cannot be read may hide something.
        const ErrorCode code = entries.error().code;
        if (code != ErrorCode::NotFound && code != ErrorCode::NotADirectory)
            return finish(fail(code, QStringLiteral("%1: %2").arg(printable(place.folder, 4096), describe(entries.error()))));
        return listMore();
    }
    for (const protocol::FileEntry &entry : *entries) {
        const bool isFolder = entry.type == u"directory";
        if (m_walk.look(place, entry.name, isFolder, [this](GlobWalk::Place further) { m_places.push_back(std::move(further)); }))
            m_matches.append({GlobWalk::join(place.folder, entry.name), entry});
        if (m_matches.size() > MostMatches)
            return finish(fail(ErrorCode::BadArgument, tr("\"%1\" matches too much. Say --recursive and the folder instead.").arg(printable(m_pattern))));
    }
    listMore();
}

void RemoteGlob::finish(Result<QList<Match>> result)
{
    if (std::exchange(m_finished, true))
        return;
    const Done done = std::exchange(m_done, {});
    done(std::move(result));
    deleteLater();
}

} // namespace transom::files
