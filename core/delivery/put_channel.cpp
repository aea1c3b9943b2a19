#include "core/delivery/put_channel.h"

#include "core/session/session.h"

#include <cerrno>
#include <unistd.h>

namespace transom::delivery {

using namespace protocol;

namespace {

constexpr qint64 ReadBlock = 1024 * 1024;

} // namespace

/// What the strand's tasks share.
struct PutChannel::Intake
{
    Descriptor file;
    Sha256 hash;
    int number = 0;
    qint64 written = 0;

    /// Goes on after what is there, which is hashed for that: its hash.
    Result<QString> takeUp(qint64 most);
};

Result<QString> PutChannel::Intake::takeUp(qint64 most)
{
    for (;;) {
        auto block = readSome(file.get(), ReadBlock);
        if (!block)
            return tl::make_unexpected(block.error());
        if (block->isEmpty())
            break;
        hash.add(*block);
        written += block->size();
    }
    if (written > most) {
        if (::ftruncate(file.get(), 0) != 0)
            return tl::make_unexpected(errorFromErrno(errno, {}));
        hash = Sha256();
        written = 0;
        if (auto there = seekTo(file.get(), 0); !there)
            return tl::make_unexpected(there.error());
    }
    Sha256 copy = hash;
    return QString::fromLatin1(copy.finish().toHex());
}

PutChannel::PutChannel(session::Channel &channel, const DeliveryDeps &deps, const DeliverPut &request)
    : QObject(&channel)
    , m_channel(channel)
    , m_deps(deps)
    , m_request(request)
    , m_user(channel.session().principal().user)
    , m_intake(std::make_shared<Intake>())
{
    connect(&channel, &session::Channel::data, this, &PutChannel::receive);
    connect(&channel, &session::Channel::inputEnded, this, [this](const Error &, const QJsonObject &sum) { finish(sum); });
    connect(&channel, &session::Channel::cancelled, this, [this] { giveUp({ErrorCode::Cancelled, {}}); });
    m_strand.run(
            [deps, request, userId = channel.session().principal().userId, intake = m_intake]() -> Result<Beginning> {
                auto path = deps.checkPath(request.path);
                if (!path)
                    return tl::make_unexpected(path.error());
                DeliverPut file = request;
                file.path = *path;
                auto slot = deps.ledger->addFile(userId, file);
                if (!slot)
                    return tl::make_unexpected(slot.error());
                if (request.folder)
                    return Beginning{*slot, {}};
                if (auto room = deps.spool->checkRoom(request.size); !room)
                    return tl::make_unexpected(room.error());
                auto opened = request.resume ? deps.spool->goOn(request.id, slot->number) : deps.spool->create(request.id, slot->number);
                if (!opened)
                    return tl::make_unexpected(opened.error());
                intake->file = std::move(*opened);
                intake->number = slot->number;
                if (!request.resume)
                    return Beginning{*slot, {}};
                auto hash = intake->takeUp(request.size);
                if (!hash)
                    return tl::make_unexpected(hash.error());
                return Beginning{*slot, {intake->written, *hash}};
            },
            this, [this](const Result<Beginning> &begun) {
                if (m_failed)
                    return;
                if (!begun)
                    return giveUp(begun.error());
                m_slot = begun->slot;
                m_begun = true;
                if (!m_request.resume)
                    return m_channel.accept();
                m_received = begun->start.offset;
                if (m_slot.handIn > 0 && m_received > 0)
                    m_deps.hub->progress(m_slot.handIn, m_user, m_received, std::max<qint64>(1, m_slot.total));
                m_channel.accept(begun->start);
            });
}

PutChannel::~PutChannel()
{
    if (!m_done && m_slot.handIn > 0) {
        m_deps.hub->clearProgress(m_slot.handIn, m_user);
        m_deps.hub->changed(m_slot.handIn, m_user);
    }
}

void PutChannel::receive(const QByteArray &bytes)
{
    if (m_failed)
        return;
    if (m_request.resume && !m_begun)
        return giveUp({ErrorCode::BadArgument, QStringLiteral(QT_TRANSLATE_NOOP("Error", "It began to send before it knew where to go on."))});
    m_received += bytes.size();
    if (m_received > m_request.size)
        return giveUp({ErrorCode::BadArgument, QStringLiteral(QT_TRANSLATE_NOOP("Error", "More was sent than was announced."))});
    m_strand.run(
            [intake = m_intake, bytes]() -> Result<void> {
                if (!intake->file)
                    return fail(ErrorCode::Internal); // beginning failed, which has been said
                intake->hash.add(bytes);
                intake->written += bytes.size();
                return writeWhole(intake->file.get(), bytes);
            },
            this, [this, length = bytes.size()](Result<void> written) {
                if (m_failed)
                    return;
                if (!written)
                    return giveUp(written.error());
                if (m_slot.handIn > 0)
                    m_deps.hub->progress(m_slot.handIn, m_user, length, std::max<qint64>(1, m_slot.total));
                m_channel.consumed(length);
            });
}

void PutChannel::finish(const QJsonObject &json)
{
    if (m_failed)
        return;
    auto sum = fromJson<DeliverSum>(json);
    if (!sum)
        return giveUp({ErrorCode::BadArgument, sum.error().text});
    m_strand.run(
            [intake = m_intake, sum = *sum, request = m_request, ledger = m_deps.ledger]() -> Result<QString> {
                if (request.folder)
                    return QString();
                if (!intake->file)
                    return fail(ErrorCode::Internal);
                if (intake->written != request.size || sum.size != request.size)
                    return fail(ErrorCode::Truncated, QT_TRANSLATE_NOOP("Error", "%1 of %2 bytes arrived; nothing was kept."), {QString::number(intake->written), QString::number(request.size)});
                const QString hash = QString::fromLatin1(intake->hash.finish().toHex());
                if (hash != sum.sha256)
                    return fail(ErrorCode::HashMismatch);
                auto finished = ledger->finishFile(request.id, intake->number, hash);
                intake->file.reset(); // not before: nobody may go on with what is about to be whole
                if (!finished)
                    return tl::make_unexpected(finished.error());
                return hash;
            },
            this, [this](Result<QString> hash) {
                if (m_failed)
                    return;
                if (!hash)
                    return giveUp(hash.error());
                m_done = true;
                m_channel.end(DeliverSum{m_request.size, *hash});
            });
}

void PutChannel::giveUp(const Error &error)
{
    if (std::exchange(m_failed, true))
        return;
    m_channel.fail(error);
}

} // namespace transom::delivery
