#pragma once

#include "core/protocol/delivery_messages.h"

namespace transom::protocol {

/// The list of files as sha256sum(1) writes it, folders left out, in the order of their paths' bytes: anybody can check a
/// receipt with `sha256sum FILE… | sha256sum`. Any thread.
QByteArray deliveryListing(QList<DeliverFile> files);
/// SHA-256 of that, in lower-case hex.
QString deliveryDigest(const QList<DeliverFile> &files);

} // namespace transom::protocol
