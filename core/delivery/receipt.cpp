#include "core/delivery/receipt.h"

#include "core/base/text.h"
#include "core/protocol/delivery_digest.h"

#include <QDateTime>
#include <QJsonDocument>

namespace transom::delivery {

using namespace protocol;

namespace {

QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
}

} // namespace

QByteArray receiptJson(const DeliverReceipt &receipt, const QList<DeliverFile> &files, const QString &server)
{
    QJsonObject object = toJson(receipt);
    object.insert(QStringLiteral("server"), server);
    object.insert(QStringLiteral("timeText"), timeText(receipt.time));
    QJsonArray list;
    for (const DeliverFile &file : files)
        list.append(toJson(file));
    object.insert(QStringLiteral("list"), list);
    return QJsonDocument(object).toJson();
}

QString receiptText(const DeliverReceipt &receipt, const QList<DeliverFile> &files, const QString &server)
{
    QString text;
    const auto line = [&](const char *what, const QString &value) { text += QStringLiteral("%1 %2\n").arg(QLatin1String(what), -14).arg(value); };
    text += QStringLiteral("Receipt for what was handed in\n\n");
    line("Hand-in:", QStringLiteral("%1 (number %2)").arg(printable(receipt.title)).arg(receipt.handin));
    line("From:", printable(receipt.from));
    line("To:", printable(receipt.to));
    line("Server:", printable(server));
    line("Received:", timeText(receipt.time) + (receipt.late ? QStringLiteral(", late") : QString()));
    if (receipt.deadline > 0)
        line("Deadline:", timeText(receipt.deadline));
    line("Version:", QString::number(receipt.version));
    line("Files:", QStringLiteral("%1, %2 bytes").arg(receipt.files).arg(receipt.bytes));
    line("Number:", QString::number(receipt.submission));
    line("SHA-256:", receipt.sha256);
    text += QStringLiteral("\nSHA-256 of each file (the one above is of these lines, in the order of their names' bytes):\n\n");
    text += QString::fromUtf8(deliveryListing(files));
    return text;
}

QString receiptFileName(const DeliverReceipt &receipt)
{
    QString title;
    for (const QChar c : receipt.title.left(80))
        title += c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u' ' ? c : QChar(u'_');
    return QStringLiteral("%1 - v%2").arg(title.trimmed().isEmpty() ? QStringLiteral("hand-in") : title.trimmed()).arg(receipt.version);
}

} // namespace transom::delivery
