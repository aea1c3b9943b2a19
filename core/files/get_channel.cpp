#include "core/files/get_channel.h"

#include "core/files/file_names.h"
#include "core/session/session.h"

namespace transom::files {

using namespace protocol;

GetChannel::GetChannel(session::Channel &channel, const FileServiceDeps &deps, const FilesGet &request)
    : QObject(&channel)
    , m_channel(channel)
{
    const QString user = channel.session().principal().user;
    connect(&channel, &session::Channel::cancelled, this, [this] { m_channel.fail({ErrorCode::Cancelled, {}}); });
    m_strand.run(
            [homes = deps.homes, user, path = request.path]() -> Result<std::shared_ptr<FileReader>> {
                auto components = splitPath(path);
                if (!components)
                    return tl::make_unexpected(components.error());
                auto home = homes->of(user);
                if (!home)
                    return tl::make_unexpected(home.error());
                auto file = (*home)->jail().file(*components);
                if (!file)
                    return tl::make_unexpected(file.error());
                return FileReader::over(std::move(*file));
            },
            this, [this, user, path = request.path, audit = deps.audit](Result<std::shared_ptr<FileReader>> reader) {
                audit(FileAction::Read, user, m_channel.session().streamInfo().peer, path, reader ? ErrorCode::None : reader.error().code);
                if (!reader)
                    return m_channel.fail(reader.error());
                FileEntry entry = (*reader)->entry();
                entry.name = path;
                m_channel.accept(entry);
                auto *feeder = new BlockFeeder(m_channel, *reader, this);
                connect(feeder, &BlockFeeder::failed, this, [this](const Error &error) { m_channel.fail(error); });
                connect(feeder, &BlockFeeder::finished, this, [this](const FilesSum &sum) { m_channel.end(sum); });
                feeder->resume();
            });
}

} // namespace transom::files
