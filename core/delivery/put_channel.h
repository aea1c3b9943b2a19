#pragma once

#include "core/base/sha256.h"
#include "core/base/strand.h"
#include "core/delivery/delivery_service.h"
#include "core/session/channel.h"

#include <QObject>

namespace transom::delivery {

/// One file of a delivery on its way into the spool; a child of its channel. What the session's thread does is ordered by the
/// channel, what the disk does by the strand.
class PutChannel : public QObject
{
public:
    PutChannel(session::Channel &channel, const DeliveryDeps &deps, const protocol::DeliverPut &request);
    ~PutChannel() override;

private:
    struct Intake;
    struct Beginning
    {
        Ledger::Slot slot;
        protocol::DeliverPutStart start;
    };

    void receive(const QByteArray &bytes);
    void finish(const QJsonObject &sum);
    void giveUp(const Error &error);

    session::Channel &m_channel;
    const DeliveryDeps m_deps;
    const protocol::DeliverPut m_request;
    const QString m_user;
    std::shared_ptr<Intake> m_intake;
    Strand m_strand;
    Ledger::Slot m_slot;
    qint64 m_received = 0;
    bool m_begun = false;
    bool m_failed = false;
    bool m_done = false;
};

} // namespace transom::delivery
