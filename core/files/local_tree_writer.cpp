#include "core/files/local_tree_writer.h"

#include "core/files/file_names.h"
#include "core/files/raw_io.h"

#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

using namespace protocol;

LocalTreeWriter::LocalTreeWriter(QString base, QString name, QString conflict, PutSince since, int above)
    : m_base(std::move(base))
    , m_name(std::move(name))
    , m_conflict(std::move(conflict))
    , m_since(since)
    , m_linksAbove(above)
    , m_temporaryStem(".transom-" + QByteArray::number(QRandomGenerator::system()->generate64(), 16) + '-')
{}

Result<QList<LocalTreeWriter::Outcome>> LocalTreeWriter::add(const QByteArray &bytes)
{
    if (!m_jail) {
        auto jail = PathJail::open(m_base);
        if (!jail)
            return tl::make_unexpected(jail.error());
        m_jail.emplace(std::move(*jail));
    }
    m_decoder.add(bytes);
    QList<Outcome> outcomes;
    for (;;) {
        auto record = m_decoder.next();
        if (!record)
            return tl::make_unexpected(record.error());
        if (!*record)
            return outcomes;
        Outcome outcome;
        outcome.record = (*record)->head;
        take(**record, outcome);
        outcomes.append(std::move(outcome));
    }
}

void LocalTreeWriter::take(const RecordDecoder::Record &record, Outcome &outcome)
{
    auto components = splitRecordPath(record.head.path);
    if (!components) {
        outcome.error = components.error();
        return;
    }
    if (!m_name.isEmpty())
        components->first() = m_name;
    outcome.components = *components;
    if (record.head.code != ErrorCode::None) {
        outcome.error = receivedError(record.head.code, record.head.text, record.head.parts);
        return;
    }
    outcome.later = record.head.type == u"file" && !record.head.contents;
    if (outcome.later)
        return;
    auto placed = make(record, *components);
    if (!placed) {
        outcome.error = onThisDisk(placed.error(), false);
        return;
    }
    outcome.skipped = placed->skipped;
    components->last() = QFile::decodeName(placed->name);
    outcome.path = joinPath(m_base, components->join(u'/'));
}

Result<int> LocalTreeWriter::folderFor(const QStringList &components)
{
    const QStringList above = components.first(components.size() - 1);
    if (!m_folder || m_above != above) {
        auto folder = m_jail->folder(above);
        if (!folder)
            return tl::make_unexpected(folder.error());
        m_folder = std::move(*folder);
        m_above = above;
    }
    return m_folder.get();
}

Result<Placed> LocalTreeWriter::make(const RecordDecoder::Record &record, const QStringList &components)
{
    auto folder = folderFor(components);
    if (!folder)
        return tl::make_unexpected(folder.error());
    const QByteArray name = QFile::encodeName(components.last());
    if (record.head.type == u"directory") {
        const auto mode = static_cast<mode_t>(record.head.mode == 0 ? 0755 : (record.head.mode & 0777) | 0700);
        if (::mkdirat(*folder, name.constData(), mode) == 0)
            return Placed{name, false, {0, 1}};
        struct stat there{};
        if (errno != EEXIST || ::fstatat(*folder, name.constData(), &there, AT_SYMLINK_NOFOLLOW) != 0)
            return tl::make_unexpected(errorFromErrno(errno, {}));
        // A link to a folder, put where a folder of the tree should be, would lead out of it: it is no folder here.
        if (!S_ISDIR(there.st_mode))
            return fail(ErrorCode::NotADirectory);
        return Placed{name, false, {}};
    }
    // What is fetched may lead about in itself, and nowhere else.
    if (record.head.type == u"link")
        return placeLink(*folder, name, components.mid(1, components.size() - 2), record.head.target, components.size() == 1 ? std::max(0, m_linksAbove - 1) : m_linksAbove);
    if (record.head.type != u"file")
        return fail(ErrorCode::SpecialFile);
    const QByteArray temporary = m_temporaryStem + QByteArray::number(++m_count, 36) + ".part";
    if (auto written = writeSmall(*folder, temporary, record.contents, record.head); !written)
        return tl::make_unexpected(written.error());
    return placeSmall(*folder, temporary, *folder, name, record.head, m_conflict, m_since);
}

} // namespace transom::files
