#include "core/files/conflict_probe.h"

#include "core/files/file_reader.h"
#include "core/files/file_request.h"

#include <QFile>

#include <fcntl.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr qint64 HashBlock = 1024 * 1024;

FileFacts factsOf(const QString &path, bool hash)
{
    Descriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file)
        return {};
    auto reader = FileReader::over(std::move(file));
    if (!reader)
        return {};
    FileFacts facts{(*reader)->entry().size, (*reader)->entry().modified, {}};
    while (hash) {
        auto block = (*reader)->read(HashBlock);
        if (!block)
            break;
        if (block->isEmpty()) {
            facts.sha256 = (*reader)->sum().sha256;
            break;
        }
    }
    return facts;
}

} // namespace

ConflictProbe::ConflictProbe(session::SessionLink &link, QString local, QString remote, bool hash, Done done, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_local(std::move(local))
    , m_remote(std::move(remote))
    , m_hash(hash)
    , m_done(std::move(done))
{
    m_asked = 2;
    m_strand.run([path = m_local] { return factsOf(path, false); }, this, [this](const FileFacts &facts) {
        m_here = facts;
        answered();
    });
    lookThere(false);
}

void ConflictProbe::lookHere()
{
    ++m_asked;
    m_strand.run([path = m_local] { return factsOf(path, true); }, this, [this](const FileFacts &facts) {
        m_here = facts;
        answered();
    });
}

void ConflictProbe::lookThere(bool hash)
{
    auto *request = new FileRequest(m_link, FilesStat{m_remote, hash});
    connect(request, &FileRequest::finished, this, [this](const Error &error, const QJsonObject &result) {
        const auto entry = error.code == ErrorCode::None ? fromJson<FileEntry>(result) : Result<FileEntry>(tl::make_unexpected(error));
        if (entry)
            m_there = {entry->size, entry->modified, entry->sha256};
        answered();
    });
    request->start();
}

void ConflictProbe::answered()
{
    if (--m_asked > 0)
        return;
    if (m_hash && !std::exchange(m_hashed, true) && m_here.size >= 0 && m_here.size == m_there.size) {
        lookHere();
        ++m_asked;
        lookThere(true);
        return;
    }
    deleteLater();
    m_done(m_here, m_there);
}

} // namespace transom::files
