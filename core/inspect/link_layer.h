#pragma once

#include <QByteArrayView>

namespace transom::inspect {

/// The IP packet within a packet of a capture, by the capture's link type (https://www.tcpdump.org/linktypes.html): Ethernet with VLAN tags, raw IP,
/// BSD loopback, "Linux cooked" 1 and 2. Empty where there is none, or none that is known here. Any bytes may be given.
QByteArrayView ipPacket(quint16 linkType, QByteArrayView packet);

} // namespace transom::inspect
