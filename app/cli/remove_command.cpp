// rm.

#include "app/cli/commands.h"
#include "app/cli/place.h"
#include "core/base/text.h"
#include "core/files/remote_glob.h"

#include <cstdio>

namespace transom::cli {

namespace {

using namespace protocol;
using files::RemoteGlob;

/// One after the other, so that what is said has happened, in this order.
class Remover : public QObject
{
public:
    Remover(const Invocation &invocation, files::RemoteFiles &files, QStringList paths, bool pattern, QObject *context, Finish finish)
        : QObject(context)
        , m_invocation(invocation)
        , m_files(files)
        , m_paths(std::move(paths))
        , m_pattern(pattern)
        , m_finish(std::move(finish))
    {}

    void next()
    {
        if (m_invocation.isSet("dry-run"))
            return tell();
        if (m_paths.isEmpty())
            return end();
        const QString path = m_paths.takeFirst();
        m_files.remove(path, m_invocation.isSet("recursive"), m_invocation.isSet("permanent"), this, [this, path](const Result<FilesRemoveResult> &result) {
            result ? removed(path, *result) : failed(path, result.error());
            next();
        });
    }

private:
    void tell()
    {
        for (const QString &path : std::as_const(m_paths)) {
            m_invocation.say(QStringLiteral("would remove %1").arg(printable(path, 4096)));
            m_invocation.put({{QStringLiteral("wouldRemove"), path}});
        }
        m_removed = m_paths.size();
        end();
    }
    void removed(const QString &path, const FilesRemoveResult &result)
    {
        ++m_removed;
        QJsonObject json = toJson(result);
        if (m_pattern) {
            json.insert(QStringLiteral("path"), path);
            m_invocation.say(result.id.isEmpty() ? QStringLiteral("removed %1").arg(printable(path, 4096))
                                                 : QStringLiteral("removed %1  (%2)").arg(printable(path, 4096), printable(result.id)));
        } else if (!result.id.isEmpty()) {
            m_invocation.say(QStringLiteral("Moved to the recycle bin. To put it back: transomctl bin restore %1 %2").arg(server(), printable(result.id)));
        }
        m_invocation.put(json);
    }
    void failed(const QString &path, const Error &error)
    {
        if (m_pattern)
            std::fprintf(stderr, "failed: %s: %s\n", qPrintable(printable(path, 4096)), qPrintable(describe(error)));
        if (m_firstError.code == ErrorCode::None)
            m_firstError = error;
        ++m_failed;
    }
    void end()
    {
        if (m_pattern && m_removed > 0) {
            const bool dry = m_invocation.isSet("dry-run");
            QString text = QStringLiteral("%1 %2").arg(m_removed).arg(dry ? QStringLiteral("would be removed") : QStringLiteral("removed"));
            if (!dry && !m_invocation.isSet("permanent"))
                text += QStringLiteral(". To put one back: transomctl bin restore %1 ID").arg(server());
            m_invocation.say(text);
        }
        if (m_failed > 1)
            m_firstError = {m_firstError.code, QStringLiteral("%1 could not be removed. First: %2").arg(m_failed).arg(describe(m_firstError))};
        m_finish(m_failed > 0 ? m_invocation.complain(m_firstError) : static_cast<int>(Done));
    }
    QString server() const { return printable(m_invocation.words().first().section(u'/', 0, 2), 4096); }

    const Invocation &m_invocation;
    files::RemoteFiles &m_files;
    QStringList m_paths;
    const bool m_pattern;
    const Finish m_finish;
    Error m_firstError;
    qsizetype m_removed = 0;
    qsizetype m_failed = 0;
};

} // namespace

int runRm(const QStringList &words)
{
    Invocation invocation(QStringLiteral("rm"), QStringLiteral("transom://USER@HOST[:PORT]/PATH [--recursive] [--permanent] [--dry-run]"),
                          QStringLiteral("Moves a file or folder to the recycle bin on the server, or removes it for good. PATH may be a pattern (*, ?, [a-z],\n"
                                         "** for any folders; in quotes): then all that matches goes, and each of them is named."));
    invocation.parser().addOptions({
            {{QStringLiteral("r"), QStringLiteral("recursive")}, QStringLiteral("A folder with all that is in it.")},
            {QStringLiteral("permanent"), QStringLiteral("Remove it for good, not into the recycle bin.")},
            {{QStringLiteral("n"), QStringLiteral("dry-run")}, QStringLiteral("Only say what would be removed.")},
    });
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    auto place = placeOf(invocation, invocation.words().first());
    if (!place)
        return invocation.wrongUsage(place.error().text);
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        files::RemoteFiles &remote = connection.files();
        const auto remove = [&invocation, &remote, context, finish](const QStringList &paths, bool pattern) {
            (new Remover(invocation, remote, paths, pattern, context, finish))->next();
        };
        if (place->pattern.isEmpty())
            return remove({place->path}, false);
        RemoteGlob::expand(remote, place->pattern, context, [&invocation, finish, remove](const Result<QList<RemoteGlob::Match>> &matches) {
            if (!matches)
                return finish(invocation.complain(matches.error()));
            QStringList paths;
            for (const RemoteGlob::Match &match : *matches) {
                // What is in a folder that goes has gone with it.
                if (paths.isEmpty() || !match.path.startsWith(paths.last() + u'/') || !invocation.isSet("recursive"))
                    paths.append(match.path);
            }
            remove(paths, true);
        });
    });
}

} // namespace transom::cli
