#include "ui/lab/dialects/wanted_place.h"

#include <QTcpServer>
#include <QUdpSocket>

namespace transom::ui {

using namespace Qt::StringLiterals;

quint16 freePortAfter(const DialectRun::Wanted &wanted)
{
    const QHostAddress address(wanted.host);
    for (int port = wanted.port + 1; port <= std::min(65535, wanted.port + 100); ++port) {
        const auto number = static_cast<quint16>(port);
        if (wanted.dialect->datagram ? QUdpSocket().bind(address, number, QAbstractSocket::DontShareAddress) : QTcpServer().listen(address, number))
            return number;
    }
    return 0;
}

QString connectableHost(const QString &host)
{
    if (host == "0.0.0.0"_L1)
        return u"127.0.0.1"_s;
    return host == "::"_L1 ? u"::1"_s : host;
}

} // namespace transom::ui
