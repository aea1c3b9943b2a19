#include "core/lab/serving/received_file.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::lab {

namespace {

constexpr qsizetype MostName = 255;

tl::unexpected<Error> failed(int number)
{
    return tl::make_unexpected(errorFromErrno(number, QCoreApplication::translate("Lab", "The file could not be stored")));
}

} // namespace

Result<QString> storedName(const QString &given)
{
    static const QRegularExpression separators(QStringLiteral("[/\\\\]"));
    static const QRegularExpression drive(QStringLiteral("^[A-Za-z]:[/\\\\]"));
    static const QRegularExpression device(QStringLiteral("^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?$"), QRegularExpression::CaseInsensitiveOption);
    const QStringList parts = given.split(separators);
    if (parts.contains(QStringLiteral("..")) || given.startsWith(u'/') || given.startsWith(u'\\') || drive.match(given).hasMatch())
        return fail(ErrorCode::OutsideHome, QCoreApplication::translate("Lab", "The name “%1” tries to leave the folder. Nothing was stored.").arg(printable(given, 80)));
    const QString name = parts.last().normalized(QString::NormalizationForm_C);
    const bool odd = std::any_of(name.begin(), name.end(), [](QChar c) { return c.category() == QChar::Other_Control || c == QChar::ReplacementCharacter || c.unicode() == 0; });
    if (name.isEmpty() || name.startsWith(u'.') || name.endsWith(u'.') || name.endsWith(u' ') || odd || device.match(name).hasMatch() || QFile::encodeName(name).size() > MostName - 40)
        return fail(ErrorCode::BadName, QCoreApplication::translate("Lab", "“%1” cannot be the name of a file here. Nothing was stored.").arg(printable(given, 80)));
    return name;
}

Result<std::unique_ptr<ReceivedFile>> ReceivedFile::create(const QString &folder, const QString &name, qint64 size)
{
    const auto base = storedName(name);
    if (!base)
        return tl::make_unexpected(base.error());
    std::unique_ptr<ReceivedFile> file(new ReceivedFile);
    file->m_name = QFile::encodeName(*base);
    file->m_size = size;
    file->m_folder = Descriptor(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file->m_folder)
        return failed(errno);
    struct stat there{};
    if (::fstatat(file->m_folder.get(), file->m_name.constData(), &there, AT_SYMLINK_NOFOLLOW) == 0)
        return fail(ErrorCode::AlreadyExists, QCoreApplication::translate("Lab", "There is already a file “%1”. It was left as it is.").arg(printable(*base, 80)));
    const QByteArray partial = '.' + file->m_name + '.' + QByteArray::number(QRandomGenerator::system()->generate64(), 36) + ".part";
    file->m_file = Descriptor(::openat(file->m_folder.get(), partial.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file->m_file)
        return failed(errno);
    file->m_partial = partial;
    return file;
}

ReceivedFile::~ReceivedFile()
{
    if (!m_partial.isEmpty())
        ::unlinkat(m_folder.get(), m_partial.constData(), 0);
}

Result<void> ReceivedFile::write(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(m_file.get(), bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failed(errno);
        done += count;
        m_written += count;
    }
    return {};
}

Result<void> ReceivedFile::finish()
{
    if (m_written != m_size)
        return fail(ErrorCode::Truncated);
    if (::fsync(m_file.get()) != 0)
        return failed(errno);
    if (::renameat2(m_folder.get(), m_partial.constData(), m_folder.get(), m_name.constData(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST)
            return fail(ErrorCode::AlreadyExists, QCoreApplication::translate("Lab", "There is already a file “%1”. It was left as it is.").arg(printable(m_name, 80)));
        return failed(errno);
    }
    m_partial.clear();
    return ::fsync(m_folder.get()) == 0 ? Result<void>() : failed(errno);
}

} // namespace transom::lab
