#include "core/files/get_channel.h"

#include "core/files/file_names.h"
#include "core/session/session.h"

namespace transom::files {

using namespace protocol;

namespace {

struct Opened
{
    std::shared_ptr<FileReader> reader;
    qint64 offset = 0;
};

} // namespace

GetChannel::GetChannel(session::Channel &channel, const FileServiceDeps &deps, const FilesGet &request)
    : QObject(&channel)
    , m_channel(channel)
    , m_stop(std::make_shared<std::atomic<bool>>(false))
{
    const QString user = channel.session().principal().user;
    connect(&channel, &session::Channel::cancelled, this, [this] {
        *m_stop = true;
        m_channel.fail({ErrorCode::Cancelled, {}});
    });
    m_strand.run(
            [homes = deps.homes, user, request, stop = m_stop]() -> Result<Opened> {
                auto components = splitPath(request.path);
                if (!components)
                    return tl::make_unexpected(components.error());
                auto home = homes->of(user);
                if (!home)
                    return tl::make_unexpected(home.error());
                auto file = (*home)->jail().file(*components);
                if (!file)
                    return tl::make_unexpected(file.error());
                auto reader = FileReader::over(std::move(*file));
                if (!reader)
                    return tl::make_unexpected(reader.error());
                auto offset = (*reader)->startAfter(request.prefixes, [stop] { return stop->load(); });
                if (!offset)
                    return tl::make_unexpected(offset.error());
                return Opened{*reader, *offset};
            },
            this, [this, user, path = request.path, audit = deps.audit](Result<Opened> opened) {
                audit(FileAction::Read, user, m_channel.session().streamInfo().peer, path, opened ? ErrorCode::None : opened.error().code);
                if (!opened)
                    return m_channel.fail(opened.error());
                const FileEntry &entry = opened->reader->entry();
                m_channel.accept(FilesGetStart{path, entry.size, entry.modified, entry.mode, opened->offset});
                auto *feeder = new session::BlockFeeder(m_channel, opened->reader, this);
                connect(feeder, &session::BlockFeeder::failed, this, [this](const Error &error) { m_channel.fail(error); });
                connect(feeder, &session::BlockFeeder::finished, this, [this, reader = opened->reader] { m_channel.end(reader->sum()); });
                feeder->resume();
            });
}

GetChannel::~GetChannel()
{
    *m_stop = true;
}

} // namespace transom::files
