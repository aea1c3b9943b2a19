#include "core/files/file_service.h"

#include "core/files/answering.h"
#include "core/files/file_tree.h"
#include "core/files/get_channel.h"
#include "core/files/put_channel.h"
#include "core/files/tree_channels.h"

namespace transom::files {

using namespace protocol;

void registerFiles(session::ServiceRegistry &services, const FileServiceDeps &deps)
{
    addFileService<FilesList>(services, [deps](session::Channel &channel, const FilesList &request) { 
        new Listing<FilesEntries>(channel, deps, [path = request.path](Home &home, const Listing<FilesEntries>::More &more) { return listFolder(home, path, more); });
    });
    addFileService<FilesStat>(services, [deps](session::Channel &channel, const FilesStat &request) {
        (new Request(channel, deps))->run([request](Home &home, const std::function<bool()> &stop) {
            return statPath(home, request.path, request.hash, stop);
        });
    });
    addFileService<FilesQuota>(services, [deps](session::Channel &channel, const FilesQuota &) {
        const qint64 userId = channel.session().principal().userId;
        (new Request(channel, deps))->run([accounting = deps.accounting, userId](Home &home, const std::function<bool()> &) -> Result<FilesQuotaResult> {
            auto usage = accounting->usage(userId);
            if (usage) {
                usage->free = freeBytes(home);
                const Space bin = home.bin().total();
                usage->bin = bin.bytes;
                usage->binFiles = bin.files;
            }
            return usage;
        });
    });
    addFileService<FilesMkdir>(services, [deps](session::Channel &channel, const FilesMkdir &request) {
        const auto principal = channel.session().principal();
        (new Request(channel, deps))->run([request, accounting = deps.accounting, principal](Home &home, const std::function<bool()> &) {
            return makeFolder(home, request.path, request.parents, *accounting, principal.userId, principal.user);
        }, FileAction::FolderMade, request.path);
    });
    addFileService<FilesRename>(services, [deps](session::Channel &channel, const FilesRename &request) {
        const qint64 userId = channel.session().principal().userId;
        (new Request(channel, deps))->run([request, accounting = deps.accounting, userId](Home &home, const std::function<bool()> &) {
            return renamePath(home, request.from, request.to, request.overwrite, *accounting, userId);
        }, FileAction::Renamed, request.from + QStringLiteral(" → ") + request.to);
    });
    addFileService<FilesRemove>(services, [deps](session::Channel &channel, const FilesRemove &request) {
        const auto principal = channel.session().principal();
        (new Request(channel, deps))->run([request, accounting = deps.accounting, principal](Home &home, const std::function<bool()> &) -> Result<FilesRemoveResult> {
            if (!request.permanent)
                return binPath(home, request.path, request.recursive, principal.user).map([](const QString &id) { return FilesRemoveResult{id}; });
            return removePath(home, request.path, request.recursive, *accounting, principal.userId, principal.user).map([] { return FilesRemoveResult{}; });
        }, request.permanent ? FileAction::Removed : FileAction::Binned, request.path);
    });
    registerBin(services, deps);
    addFileService<FilesGet>(services, [deps](session::Channel &channel, const FilesGet &request) { new GetChannel(channel, deps, request); });
    addFileService<FilesPut>(services, [deps](session::Channel &channel, const FilesPut &request) { new PutChannel(channel, deps, request); });
    addFileService<FilesGetTree>(services, [deps](session::Channel &channel, const FilesGetTree &request) { new GetTreeChannel(channel, deps, request); });
    addFileService<FilesPutTree>(services, [deps](session::Channel &channel, const FilesPutTree &request) { new PutTreeChannel(channel, deps, request); });
}

} // namespace transom::files
