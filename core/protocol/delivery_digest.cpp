#include "core/protocol/delivery_digest.h"

#include "core/base/sha256.h"

#include <algorithm>

namespace transom::protocol {

QByteArray deliveryListing(QList<DeliverFile> files)
{
    std::sort(files.begin(), files.end(), [](const DeliverFile &a, const DeliverFile &b) { return a.path.toUtf8() < b.path.toUtf8(); });
    QByteArray listing;
    for (const DeliverFile &file : std::as_const(files)) {
        if (!file.folder)
            listing += file.sha256.toLatin1() + "  " + file.path.toUtf8() + '\n';
    }
    return listing;
}

QString deliveryDigest(const QList<DeliverFile> &files)
{
    return QString::fromLatin1(Sha256::of(deliveryListing(files)).toHex());
}

} // namespace transom::protocol
