#include "core/security/private_file.h"

#include "core/security/secret.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::security {

namespace {

constexpr qint64 MostBytesOfLines = 4 * 1024 * 1024;

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }
    int close()
    {
        const int result = m_fd >= 0 ? ::close(m_fd) : 0;
        m_fd = -1;
        return result;
    }

private:
    int m_fd;
};

bool writeAll(int fd, QByteArrayView content)
{
    while (!content.isEmpty()) {
        const ssize_t written = ::write(fd, content.data(), static_cast<size_t>(content.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        content = content.sliced(written);
    }
    return true;
}

} // namespace

Result<void> ensurePrivateDirectory(const QString &directory)
{
    const QFileInfo info(QDir::cleanPath(directory)); // a slash at the end would make the folder itself a parent
    const QByteArray name = QFile::encodeName(info.filePath());
    const QString label = info.fileName();
    if (!QDir().mkpath(info.absolutePath()))
        return tl::make_unexpected(errorFromErrno(errno ? errno : EACCES, label));
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST)
        return tl::make_unexpected(errorFromErrno(errno, label));
    struct stat status = {};
    if (::stat(name.constData(), &status) != 0)
        return tl::make_unexpected(errorFromErrno(errno, label));
    if (!S_ISDIR(status.st_mode))
        return fail(ErrorCode::NotADirectory, translate("Security", "“%1” is not a folder.").arg(label));
    if (status.st_uid != ::geteuid()) {
        return fail(ErrorCode::LocalAccessDenied,
                    translate("Security", "The folder “%1” belongs to another user of this computer. Use a folder of your own.").arg(label));
    }
    if ((status.st_mode & 077) != 0) {
        return fail(ErrorCode::LocalAccessDenied,
                    translate("Security", "Other users of this computer can open the folder “%1”, which holds secret keys. If only you have used it, run "
                       "chmod 700 on it.")
                        .arg(label));
    }
    return {};
}

Result<QByteArray> readPrivateFile(const QString &path, qint64 mostBytes, bool strict)
{
    const QString label = QFileInfo(path).fileName();
    const Descriptor file(::open(QFile::encodeName(path).constData(),
                                 O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (strict ? O_NOFOLLOW : 0)));
    if (!file.isOpen()) {
        if (errno == ELOOP)
            return fail(ErrorCode::LocalAccessDenied, translate("Security", "“%1” is a link, which is not safe for a secret key.").arg(label));
        return tl::make_unexpected(errorFromErrno(errno, label));
    }
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0)
        return tl::make_unexpected(errorFromErrno(errno, label));
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::SpecialFile, translate("Security", "“%1” is not a file.").arg(label));
    if (strict && status.st_uid != ::geteuid())
        return fail(ErrorCode::LocalAccessDenied, translate("Security", "“%1” belongs to another user of this computer.").arg(label));
    if (strict && (status.st_mode & 077) != 0) {
        return fail(ErrorCode::LocalAccessDenied,
                    translate("Security", "Other users of this computer can read “%1”, which holds a secret key. If you are sure that nobody has, "
                       "run chmod 600 on it; otherwise remove it, and a new one is made.")
                        .arg(label));
    }
    if (status.st_size > mostBytes)
        return fail(ErrorCode::InputOutput, translate("Security", "“%1” is too large.").arg(label));
    QByteArray content;
    QByteArray part(16 * 1024, Qt::Uninitialized);
    for (;;) {
        const ssize_t got = ::read(file.get(), part.data(), static_cast<size_t>(part.size()));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::make_unexpected(errorFromErrno(errno, label));
        if (got == 0)
            return content;
        content.append(part.constData(), got);
        if (content.size() > mostBytes)
            return fail(ErrorCode::InputOutput, translate("Security", "“%1” is too large.").arg(label));
    }
}

Result<void> writePrivateFile(const QString &path, const QByteArray &content, Replace replace)
{
    const QString label = QFileInfo(path).fileName();
    const QByteArray target = QFile::encodeName(path);
    const QByteArray temporary = target + ".new-" + randomBytes(8).toHex();
    Descriptor file(::open(temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen())
        return tl::make_unexpected(errorFromErrno(errno, label));
    int error = 0;
    // The umask may have taken rights away, never added them; 0600 is wanted exactly.
    if (::fchmod(file.get(), 0600) != 0 || !writeAll(file.get(), content) || ::fsync(file.get()) != 0 || file.close() != 0) {
        error = errno;
    } else if (replace == Replace::Yes) {
        error = ::rename(temporary.constData(), target.constData()) == 0 ? 0 : errno;
    } else {
        // A hard link never replaces: of two programs that start at once, one wins and the other reads its file.
        error = ::link(temporary.constData(), target.constData()) == 0 ? 0 : errno;
    }
    if (error != 0 || replace == Replace::No)
        ::unlink(temporary.constData());
    if (error != 0)
        return tl::make_unexpected(errorFromErrno(error, label));
    const Descriptor directory(::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.isOpen() || ::fsync(directory.get()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, label));
    return {};
}

Result<QList<QByteArray>> readPrivateLines(const QString &file, bool strict)
{
    auto content = readPrivateFile(file, MostBytesOfLines, strict);
    if (!content && content.error().code == ErrorCode::NotFound)
        return QList<QByteArray>();
    if (!content)
        return tl::make_unexpected(content.error());
    QList<QByteArray> lines = content->split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

FileLock::FileLock(const QString &file)
    : m_fd(::open(QFile::encodeName(file + QStringLiteral(".lock")).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600))
{
    while (m_fd >= 0 && ::flock(m_fd, LOCK_EX) != 0) {
        if (errno == EINTR)
            continue;
        m_error = errno;
        break;
    }
    if (m_fd < 0)
        m_error = errno;
}

FileLock::~FileLock()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

} // namespace transom::security
