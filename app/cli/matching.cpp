#include "app/cli/matching.h"

#include "core/base/text.h"
#include "core/files/glob.h"

#include <QDir>
#include <QFileInfo>

#include <deque>

namespace transom::cli {

namespace {

constexpr qsizetype MostMatches = 200'000;

Result<QStringList> matchesOf(const QString &pattern)
{
    const files::GlobWalk walk(pattern);
    QStringList found;
    std::deque<files::GlobWalk::Place> places{walk.start()};
    while (!places.empty()) {
        const files::GlobWalk::Place place = std::move(places.front());
        places.pop_front();
        const QDir folder(place.folder.isEmpty() ? QStringLiteral(".") : place.folder);
        const auto entries = folder.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
        for (const QFileInfo &entry : entries) {
            if (walk.look(place, entry.fileName(), entry.isDir() && !entry.isSymLink(), [&](files::GlobWalk::Place further) { places.push_back(std::move(further)); }))
                found.append(files::GlobWalk::join(place.folder, entry.fileName()));
        }
        if (found.size() > MostMatches)
            return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" matches too much. Say --recursive and the folder instead.").arg(printable(pattern)));
    }
    if (found.isEmpty())
        return fail(ErrorCode::NotFound, QStringLiteral("Nothing here matches \"%1\".").arg(printable(pattern, 4096)));
    found.sort();
    return found;
}

void expandNext(files::RemoteFiles &files, QList<Place> places, QStringList paths, QObject *context, std::function<void(Result<QStringList>)> done)
{
    while (!places.isEmpty() && places.first().pattern.isEmpty())
        paths.append(places.takeFirst().path);
    if (places.isEmpty())
        return done(paths);
    const QString pattern = places.takeFirst().pattern;
    files::RemoteGlob::expand(files, pattern, context, [&files, places, paths, context, done](const Result<QList<files::RemoteGlob::Match>> &matches) {
        if (!matches)
            return done(tl::make_unexpected(matches.error()));
        QStringList all = paths;
        for (const auto &match : *matches)
            all.append(match.path);
        expandNext(files, places, all, context, done);
    });
}

} // namespace

void expandPlaces(files::RemoteFiles &files, const QList<Place> &places, QObject *context, std::function<void(Result<QStringList>)> done)
{
    expandNext(files, places, {}, context, std::move(done));
}

Result<QStringList> expandLocal(const QStringList &words)
{
    QStringList all;
    for (const QString &word : words) {
        const QFileInfo literal(word);
        if (!files::GlobName::isPattern(word) || literal.exists() || literal.isSymLink()) {
            all.append(word);
            continue;
        }
        auto matches = matchesOf(word);
        if (!matches)
            return matches;
        all += *matches;
    }
    return all;
}

} // namespace transom::cli
