#include "core/files/tree_channels.h"

#include "core/files/raw_io.h"
#include "core/session/block_feeder.h"
#include "core/files/tree_reader.h"
#include "core/session/session.h"

namespace transom::files {

using namespace protocol;

namespace {

constexpr qsizetype MostPaths = 10'000;
/// Results of one message: with paths and texts at their longest they stay below its size.
constexpr qsizetype ResultsTogether = 50;

struct Opened
{
    std::shared_ptr<TreeReader> reader;
    FilesTreeTotal total;
};

} // namespace

GetTreeChannel::GetTreeChannel(session::Channel &channel, const FileServiceDeps &deps, const FilesGetTree &request)
    : QObject(&channel)
    , m_channel(channel)
    , m_stop(std::make_shared<std::atomic<bool>>(false))
{
    if (request.paths.isEmpty() || request.paths.size() > MostPaths || request.contentsUpTo < 0) {
        channel.fail({ErrorCode::BadArgument, {}});
        return;
    }
    const QString user = channel.session().principal().user;
    connect(&channel, &session::Channel::cancelled, this, [this] {
        *m_stop = true;
        m_channel.fail({ErrorCode::Cancelled, {}});
    });
    m_strand.run(
            [homes = deps.homes, user, request, stop = m_stop]() -> Result<Opened> {
                auto home = homes->of(user);
                if (!home)
                    return tl::make_unexpected(home.error());
                const auto stopped = [stop] { return stop->load(); };
                const FilesTreeTotal total = TreeWalk::count(**home, request.paths, request.recursive, stopped);
                return Opened{std::make_shared<TreeReader>(*home, request, stopped), total};
            },
            this, [this, user, request, audit = deps.audit](Result<Opened> opened) {
                if (request.contentsUpTo > 0)
                    audit(FileAction::Read, user, m_channel.session().streamInfo().peer, request.paths.join(QStringLiteral(", ")).left(1000),
                          opened ? ErrorCode::None : opened.error().code);
                if (!opened)
                    return m_channel.fail(opened.error());
                m_channel.accept(opened->total);
                auto *feeder = new session::BlockFeeder(m_channel, opened->reader, this);
                connect(feeder, &session::BlockFeeder::failed, this, [this](const Error &error) { m_channel.fail(error); });
                connect(feeder, &session::BlockFeeder::finished, this, [this, reader = opened->reader] { m_channel.end(reader->total()); });
                feeder->resume();
            });
}

GetTreeChannel::~GetTreeChannel()
{
    *m_stop = true;
}

PutTreeChannel::PutTreeChannel(session::Channel &channel, const FileServiceDeps &deps, const FilesPutTree &request)
    : QObject(&channel)
    , m_channel(channel)
    , m_deps(deps)
    , m_request(request)
{
    const auto &principal = channel.session().principal();
    m_writer = std::make_shared<TreeWriter>(*deps.homes, *deps.accounting, principal.userId, principal.user, request);
    connect(&channel, &session::Channel::data, this, &PutTreeChannel::receive);
    connect(&channel, &session::Channel::inputEnded, this, &PutTreeChannel::finish);
    connect(&channel, &session::Channel::cancelled, this, [this] {
        m_failed = true;
        // The answer comes when nothing unfinished is left.
        m_strand.run([writer = std::exchange(m_writer, nullptr)]() mutable { writer.reset(); }, this, [this] { m_channel.fail({ErrorCode::Cancelled, {}}); });
    });
    m_strand.run([writer = m_writer] { return writer->begin().map([&writer] { return FilesPutTreeStart{writer->began()}; }); }, this, [this](const Result<FilesPutTreeStart> &begun) {
        if (m_failed)
            return;
        if (!begun)
            return giveUp(begun.error());
        m_channel.accept(*begun);
    });
}

PutTreeChannel::~PutTreeChannel()
{
    if (m_writer)
        m_strand.post([writer = std::move(m_writer)]() mutable { writer.reset(); });
}

void PutTreeChannel::receive(const QByteArray &bytes)
{
    if (m_failed)
        return;
    m_strand.run([writer = m_writer, bytes] { return writer->add(bytes); }, this, [this, length = bytes.size()](Result<FilesResults> results) {
        if (m_failed)
            return;
        if (!results)
            return giveUp(results.error());
        m_channel.consumed(length);
        for (qsizetype at = 0; at < results->results.size() || results->done > m_done; at += ResultsTogether) {
            m_done = at + ResultsTogether < results->results.size() ? m_done : results->done;
            m_channel.send(FilesResults{m_done, results->results.mid(at, ResultsTogether)});
        }
    });
}

void PutTreeChannel::finish()
{
    if (m_failed)
        return;
    m_strand.run([writer = m_writer] { return writer->finish(); }, this, [this](Result<FilesTreeTotal> total) {
        if (m_failed)
            return;
        if (!total)
            return giveUp(total.error());
        audit(ErrorCode::None);
        m_channel.end(*total);
    });
}

void PutTreeChannel::giveUp(const Error &error)
{
    if (std::exchange(m_failed, true))
        return;
    audit(error.code);
    if (m_writer)
        m_strand.post([writer = std::exchange(m_writer, nullptr)]() mutable { writer.reset(); });
    m_channel.fail(onServersDisk(error, false));
}

void PutTreeChannel::audit(ErrorCode outcome)
{
    const auto &session = m_channel.session();
    m_deps.audit(FileAction::Written, session.principal().user, session.streamInfo().peer,
                 QStringLiteral("%1 (%2)").arg(m_request.path).arg(m_done), outcome);
}

} // namespace transom::files
