#pragma once

#include "core/protocol/delivery_messages.h"

namespace transom::delivery {

/// What proves that something was handed in, for the one who did: as a JSON object and as text for people. Pure.
QByteArray receiptJson(const protocol::DeliverReceipt &receipt, const QList<protocol::DeliverFile> &files, const QString &server);
/// In English and plain characters, so that it is read the same everywhere; times in UTC.
QString receiptText(const protocol::DeliverReceipt &receipt, const QList<protocol::DeliverFile> &files, const QString &server);
/// "Homework 3 - v2": for the files that the two are kept in, without an ending.
QString receiptFileName(const protocol::DeliverReceipt &receipt);

} // namespace transom::delivery
