#include "core/lab/serving/disk.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>

namespace transom::lab {

namespace {

constexpr qint64 Block = 64 * 1024;

Result<void> appendLine(const QString &path, const QString &line)
{
    const Descriptor file(::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
    struct stat what{};
    const QByteArray bytes = line.toUtf8() + '\n';
    // One write of a line: several processes may append to the same log.
    if (!file || ::fstat(file.get(), &what) != 0 || !S_ISREG(what.st_mode) || ::write(file.get(), bytes.constData(), static_cast<size_t>(bytes.size())) != bytes.size())
        return fail(ErrorCode::InputOutput, QCoreApplication::translate("Lab", "The access log cannot be written. Check that its folder exists and is yours."));
    return {};
}

} // namespace

void Disk::openStore(const QString &folder, const QString &name, qint64 size, Done done)
{
    m_strand.run([state = m_state, folder, name, size]() -> Result<void> {
        auto created = ReceivedFile::create(folder, name, size);
        if (!created)
            return tl::make_unexpected(created.error());
        state->store = std::move(*created);
        return {};
    }, m_context, std::move(done));
}

void Disk::write(const QByteArray &bytes, Done done)
{
    m_strand.run([state = m_state, bytes] { return state->store->write(bytes); }, m_context, std::move(done));
}

void Disk::finish(Done done)
{
    m_strand.run([state = m_state] {
        const Result<void> result = state->store->finish();
        state->store.reset();
        return result;
    }, m_context, std::move(done));
}

void Disk::openSource(const QString &path, std::function<void(const Result<SourceInfo> &)> done)
{
    m_strand.run([state = m_state, path]() -> Result<SourceInfo> {
        const QFileInfo file(path);
        if (file.exists() && !file.isFile())
            return fail(ErrorCode::SpecialFile);
        state->source.setFileName(path);
        if (!state->source.open(QIODevice::ReadOnly))
            return fail(file.exists() ? ErrorCode::LocalAccessDenied : ErrorCode::NotFound);
        return SourceInfo{file.fileName(), file.absoluteFilePath(), state->source.size()};
    }, m_context, std::move(done));
}

void Disk::readSource(std::function<void(const Result<QByteArray> &)> done)
{
    m_strand.run([state = m_state]() -> Result<QByteArray> {
        QByteArray block(Block, Qt::Uninitialized);
        const qint64 count = state->source.read(block.data(), Block);
        if (count < 0)
            return fail(ErrorCode::InputOutput);
        block.truncate(count);
        return block;
    }, m_context, std::move(done));
}

void Disk::appendLog(const QString &path, const QString &line, Done done)
{
    m_strand.run([path, line] { return appendLine(path, line); }, m_context, std::move(done));
}

} // namespace transom::lab
