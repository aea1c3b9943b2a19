#include "core/files/answering.h"

namespace transom::files {

using namespace protocol;

void registerBin(session::ServiceRegistry &services, const FileServiceDeps &deps)
{
    addFileService<FilesBinList>(services, [deps](session::Channel &channel, const FilesBinList &) {
        new Listing<FilesBinEntries>(channel, deps, [](Home &home, const Listing<FilesBinEntries>::More &more) { return home.bin().list(more); });
    });
    addFileService<FilesBinRestore>(services, [deps](session::Channel &channel, const FilesBinRestore &request) {
        const qint64 userId = channel.session().principal().userId;
        (new Request(channel, deps))->run([request, accounting = deps.accounting, userId](Home &home, const std::function<bool()> &) {
            return home.bin().restore(request, *accounting, userId).map([](const QString &path) { return FilesBinRestoreResult{path}; });
        }, FileAction::Restored, request.to.isEmpty() ? request.id : request.id + QStringLiteral(" → ") + request.to);
    });
    addFileService<FilesBinPurge>(services, [deps](session::Channel &channel, const FilesBinPurge &request) {
        // Nobody empties the bin by a request that says too little.
        if (request.all != request.id.isEmpty())
            return channel.fail({ErrorCode::BadArgument, QStringLiteral(QT_TRANSLATE_NOOP("Error", "Say which one is to go, or all."))});
        const qint64 userId = channel.session().principal().userId;
        (new Request(channel, deps))->run([request, accounting = deps.accounting, userId](Home &home, const std::function<bool()> &) -> Result<FilesBinPurgeResult> {
            Space freed;
            const auto purged = request.all ? home.bin().purgeAll(freed) : home.bin().purge(request.id, freed);
            if (!freed.isNothing())
                accounting->adjust(userId, -freed);
            if (!purged)
                return tl::make_unexpected(purged.error());
            return FilesBinPurgeResult{freed.bytes, freed.files};
        }, FileAction::Purged, request.all ? QStringLiteral("*") : request.id);
    });
}

} // namespace transom::files
