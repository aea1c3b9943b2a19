#pragma once

#include "core/accounts/quota.h"
#include "core/accounts/users.h"
#include "core/base/strand.h"
#include "core/server/services.h"
#include "tests/support/session_pair.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <sys/mount.h>
#include <sys/stat.h>

namespace transom::test {

using namespace Qt::StringLiterals;

inline void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.errorString()));
    QCOMPARE(file.write(content), content.size());
}

inline JobResult ran(const JobPtr &job)
{
    QObject context;
    std::optional<JobResult> result;
    QObject::connect(job.get(), &Job::finished, &context, [&](const JobResult &done) { result = done; });
    job->start();
    if (!waitUntil([&] { return result.has_value(); }))
        return {{ErrorCode::TimedOut, u"the job never ended"_s}, {}};
    return *result;
}

template<class T, class Question>
Result<T> ask(Question question)
{
    std::optional<Result<T>> answer;
    question([&](Result<T> result) { answer = std::move(result); });
    if (!waitUntil([&] { return answer.has_value(); }))
        return fail(ErrorCode::TimedOut);
    return *answer;
}

/// The services of a server with its database, and sessions of its accounts.
class StoredWorld
{
public:
    /// Empty places are folders of its own.
    explicit StoredWorld(const QString &homes = {}, files::FreeFloor floor = {0, 0}, const QString &database = {})
    {
        options.dataDirectory = data.path();
        options.homesDirectory = homes.isEmpty() ? data.filePath(u"homes"_s) : homes;
        options.freeFloor = floor;
        QDir().mkpath(options.homesDirectory);
        storage = accounts::Storage::open(database.isEmpty() ? data.filePath(u"server.db"_s) : database).value();
        startServices();
    }
    ~StoredWorld()
    {
        pairs.clear();
        stopServices();
    }
    void startServices()
    {
        services = std::make_unique<server::Services>(options, *storage, [this](const accounts::AuditEntry &entry) {
            const std::lock_guard held(mutex);
            said.append(entry);
        });
        registry = {};
        services->registerAll(registry);
    }
    void stopServices()
    {
        services->stopUpkeep();
        Strand::waitForAll();
        services.reset();
    }
    qint64 add(const QString &user, qint64 quotaBytes, qint64 quotaFiles = -1)
    {
        const security::ScramVerifier verifier{"salt", 600'000, QByteArray(32, 'c'), QByteArray(32, 's')};
        return storage->runBlocking([&](accounts::Database &database) { return accounts::addUser(database, {user, verifier, protocol::AllAccess, quotaBytes, true, quotaFiles}); })
            .value()
            .id;
    }
    /// Signed in as the account of that number.
    SessionPair &signIn(const QString &user, qint64 id)
    {
        auto pair = std::make_unique<SessionPair>(registry, protocol::AllAccess, SessionPair::Start::Manually, transport::MemoryStream::Options{}, user);
        for (qint64 filler = 1; filler < id - 1; ++filler)
            pair->authenticator().add(u"filler%1"_s.arg(filler), SessionPair::Password, {});
        if (id > 1)
            pair->authenticator().add(user, SessionPair::Password, protocol::AllAccess);
        if (!waitUntil([&] { return pair->client().state() == session::State::SignedIn; }))
            qFatal("no session");
        pairs.push_back(std::move(pair));
        return *pairs.back();
    }
    accounts::QuotaUsage usage(qint64 id)
    {
        return storage->runBlocking([id](accounts::Database &database) { return accounts::quotaUsage(database, id); }).value();
    }
    /// What the disk says, added up by somebody else than the server. A file that gets its name meanwhile is seen twice, and counted once.
    Space onDisk(const QString &user) const
    {
        Space space;
        QSet<quint64> seen;
        QDirIterator all(options.homesDirectory + u'/' + user, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            all.next();
            const QString below = all.filePath().mid(options.homesDirectory.size() + user.size() + 2);
            const auto parts = below.split(u'/');
            const bool own = below == u".partial" || (parts[0] == u".transom-bin" && (parts.size() < 3 || parts[2] == u"info"));
            struct stat status{};
            if (own || ::lstat(QFile::encodeName(all.filePath()).constData(), &status) != 0 || seen.contains(status.st_ino))
                continue;
            seen.insert(status.st_ino);
            space += {S_ISREG(status.st_mode) ? status.st_size : 0, 1};
        }
        return space;
    }

    /// What the server has written into its audit trail so far.
    QList<accounts::AuditEntry> audit()
    {
        const std::lock_guard held(mutex);
        return said;
    }

    QTemporaryDir data;
    QTemporaryDir local;
    std::mutex mutex;
    QList<accounts::AuditEntry> said;
    server::ServerOptions options;
    std::unique_ptr<accounts::Storage> storage;
    std::unique_ptr<server::Services> services;
    session::ServiceRegistry registry;
    std::vector<std::unique_ptr<SessionPair>> pairs;
};

/// A disk of its own for a test, gone with it.
class SmallDisk
{
public:
    explicit SmallDisk(const char *options)
        : m_mounted(::mount("tmpfs", QFile::encodeName(m_folder.path()).constData(), "tmpfs", 0, options) == 0)
        , m_error(m_mounted ? 0 : errno)
    {}
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(QFile::encodeName(m_folder.path()).constData(), MNT_DETACH);
    }
    bool isMounted() const { return m_mounted; }
    const char *why() const { return std::strerror(m_error); }
    QString path() const { return m_folder.path(); }

    /// Somebody else's file takes what is left, to the last byte.
    bool fill()
    {
        QFile other(fillerName());
        if (!other.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            return false;
        for (const qsizetype size : {64 * 1024, 1}) {
            while (other.write(QByteArray(size, 'o')) > 0) {
            }
        }
        return other.size() > 0;
    }
    bool makeRoom() const { return QFile::remove(fillerName()); }

private:
    QString fillerName() const { return m_folder.filePath(u"other"_s); }

    QTemporaryDir m_folder;
    bool m_mounted;
    int m_error;
};

} // namespace transom::test
