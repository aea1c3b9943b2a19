#include "core/lab/dialect/put_clients.h"

#include "core/base/text.h"
#include "core/lab/dialect/line_client.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

namespace transom::lab {

namespace {

/// Opens the file, does what the dialect wants first, then sends block by block.
class PutClient : public Conversation
{
public:
    using Conversation::Conversation;
    void opened() final { act(OpenSource{parameters().text("file")}); }
    void sourceOpened(const Result<SourceInfo> &result) final
    {
        if (!result)
            return giveUp(result.error().code, describe(result.error()));
        m_source = *result;
        begin();
    }
    void sourceRead(const Result<QByteArray> &result) final
    {
        if (!result)
            return giveUp(result.error().code, describe(result.error()));
        const QByteArray block = result->left(static_cast<qsizetype>(std::min<qint64>(result->size(), m_source.size - m_sent)));
        if (block.isEmpty()) {
            if (m_sent < m_source.size)
                return giveUp(ErrorCode::FileChanged, QCoreApplication::translate("Lab", "The file became shorter while it was sent: %1 of %2 bytes are gone out.").arg(m_sent).arg(m_source.size));
            info(QCoreApplication::translate("Lab", "“%1” is sent: %2.").arg(printable(m_source.name), formatBytes(m_source.size)));
            // The other side may still have words for us; the close must not run over what it has not read.
            return finish({}, true);
        }
        m_sent += block.size();
        m_sending = true;
        send(block);
    }
    void sent() final
    {
        if (std::exchange(m_sending, false))
            act(ReadSource{});
    }
    void ended() final
    {
        giveUp(ErrorCode::Truncated, QCoreApplication::translate("Lab", "The server has ended the connection before the file was sent."));
    }
    void received(QByteArrayView bytes, const QString &) final
    {
        said(bytes);
        answer(bytes);
    }

protected:
    virtual void begin() = 0;
    virtual void answer(QByteArrayView bytes) = 0;
    const SourceInfo &source() const { return m_source; }
    void sendContents()
    {
        readNothing();
        act(ReadSource{});
    }
    void refused(QByteArrayView bytes)
    {
        giveUp(ErrorCode::PermissionDenied, QCoreApplication::translate("Lab", "The server did not accept the file: %1").arg(printable(bytes, 300)));
    }

private:
    SourceInfo m_source;
    qint64 m_sent = 0;
    bool m_sending = false;
};

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

class PutJsonClient final : public PutClient
{
    using PutClient::PutClient;
    void begin() override { readChunk(); }
    QString awaits() const override { return m_welcomed ? QCoreApplication::translate("Lab", "{\"status\": 200}, which the contents follow") : QCoreApplication::translate("Lab", "the welcome, with which the server begins"); }
    void answer(QByteArrayView bytes) override
    {
        if (!std::exchange(m_welcomed, true)) {
            send(json({{QStringLiteral("action"), QStringLiteral("put")}, {QStringLiteral("filename"), source().name}, {QStringLiteral("filesize"), source().size}}));
            return readChunk();
        }
        const QJsonDocument verdict = QJsonDocument::fromJson(bytes.toByteArray());
        if (!verdict.isObject())
            return giveUp(ErrorCode::BadMessage, QCoreApplication::translate("Lab", "A JSON object was expected, but this came: %1").arg(printable(bytes, 60)));
        if (verdict.object().value(u"status").toInt() != 200)
            return refused(bytes);
        sendContents();
    }

    bool m_welcomed = false;
};

class PutSizeClient final : public PutClient
{
    using PutClient::PutClient;
    void begin() override
    {
        send(QByteArray::number(source().size));
        readChunk();
    }
    // Which words confirm is the server's choice: one chunk, then the file. A server that refuses closes instead of reading.
    void answer(QByteArrayView) override { sendContents(); }
    QString awaits() const override { return QCoreApplication::translate("Lab", "words that confirm the size, which the contents follow"); }
};

class PutStructClient final : public PutClient
{
    using PutClient::PutClient;
    void begin() override
    {
        const QByteArray header = json({{QStringLiteral("filepath"), source().path}, {QStringLiteral("filename"), source().name}, {QStringLiteral("filesize"), source().size}});
        QByteArray length(4, '\0');
        qToLittleEndian(static_cast<qint32>(header.size()), length.data());
        send(length);
        send(header);
        sendContents();
    }
    void answer(QByteArrayView) override {}
};

} // namespace

std::unique_ptr<Conversation> putJsonClient(const Parameters &parameters)
{
    return std::make_unique<PutJsonClient>(parameters);
}

std::unique_ptr<Conversation> putSizeClient(const Parameters &parameters)
{
    return std::make_unique<PutSizeClient>(parameters);
}

std::unique_ptr<Conversation> putStructClient(const Parameters &parameters)
{
    return std::make_unique<PutStructClient>(parameters);
}

} // namespace transom::lab
