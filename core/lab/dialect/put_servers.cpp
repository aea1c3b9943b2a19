// The three uploads, as who stores sees them.

#include "core/base/text.h"
#include "core/lab/dialect/line_client.h"
#include "core/lab/dialect/makers.h"
#include "core/lab/dialect/put_clients.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <cmath>

namespace transom::lab {

namespace {

/// A request, then exactly its bytes into a file.
class PutServer : public Conversation
{
public:
    using Conversation::Conversation;

    void received(QByteArrayView bytes, const QString &) final
    {
        if (m_state == State::Request)
            return request(bytes);
        if (bytes.size() > m_left) // it was not asked for more; belt and braces
            bytes = bytes.first(static_cast<qsizetype>(m_left));
        m_left -= bytes.size();
        readNothing();
        act(WriteStore{bytes.toByteArray()});
    }
    void stored(const Result<void> &result) final
    {
        if (!result)
            return refuse(describe(result.error()), result.error().code);
        switch (m_state) {
        case State::Request:
            return;
        case State::Opening:
            m_state = State::Contents;
            accepted();
            return readMore();
        case State::Contents:
            return readMore();
        case State::Finishing:
            info(QCoreApplication::translate("Lab", "“%1” is stored: %2.").arg(printable(m_name), formatBytes(m_size)));
            m_state = State::Request;
            return done();
        }
    }
    void ended() final
    {
        if (m_state == State::Request && !inRequest())
            return finish();
        if (m_state == State::Request)
            return giveUp(ErrorCode::Truncated, QCoreApplication::translate("Lab", "The connection ended in the middle of the request."));
        giveUp(ErrorCode::Truncated, QCoreApplication::translate("Lab", "The connection ended after %1 of %2 bytes. Nothing was kept.").arg(m_size - m_left).arg(m_size));
    }

    QString awaits() const final
    {
        const int missing = static_cast<int>(std::min<qint64>(m_left, INT_MAX));
        return m_state == State::Contents ? QCoreApplication::translate("Lab", "%n more byte(s) of the file", nullptr, missing) : awaitedRequest();
    }

protected:
    virtual void request(QByteArrayView bytes) = 0;
    virtual QString awaitedRequest() const = 0;
    virtual bool inRequest() const { return false; }
    virtual void accepted() {}
    virtual void done() = 0;
    /// The words for the other side, where the dialect has any.
    virtual QByteArray refusal(const QString &) const { return {}; }

    void refuse(const QString &why, ErrorCode code = ErrorCode::BadMessage)
    {
        if (const QByteArray words = refusal(why); !words.isEmpty())
            send(words);
        giveUp(code, why, true);
    }
    /// A size as it was announced; `double`, because JSON has nothing else.
    void begin(const QString &name, double size)
    {
        if (std::isnan(size) || std::floor(size) != size)
            return refuse(QCoreApplication::translate("Lab", "The size is no whole number."));
        if (size < 0)
            return refuse(QCoreApplication::translate("Lab", "The size is negative: %1.").arg(size, 0, 'f', 0));
        if (size > static_cast<double>(parameters().number("largest")))
            return refuse(QCoreApplication::translate("Lab", "The size is above the limit of %1: %2 bytes were announced.").arg(formatBytes(parameters().number("largest"))).arg(size, 0, 'f', 0));
        m_name = name;
        m_size = static_cast<qint64>(size);
        m_left = m_size;
        m_state = State::Opening;
        readNothing();
        act(OpenStore{m_name, m_size});
    }

private:
    enum class State { Request, Opening, Contents, Finishing };

    void readMore()
    {
        if (m_left > 0)
            return readUpTo(m_left);
        readNothing();
        m_state = State::Finishing;
        act(FinishStore{});
    }

    State m_state = State::Request;
    QString m_name;
    qint64 m_size = 0;
    qint64 m_left = 0;
};

/// The object that names a file, or nothing.
std::optional<QJsonObject> objectOf(QByteArrayView bytes, QString &why)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes.toByteArray(), &error);
    if (error.error == QJsonParseError::IllegalUTF8String)
        why = QCoreApplication::translate("Lab", "The JSON is not in UTF-8, as JSON has to be. Was it encoded as GBK?");
    else if (error.error == QJsonParseError::GarbageAtEnd)
        why = QCoreApplication::translate("Lab", "More bytes than the JSON object came in this chunk: request and contents have stuck together.");
    else if (error.error != QJsonParseError::NoError)
        why = QCoreApplication::translate("Lab", "A JSON object was expected, but this came: %1").arg(printable(bytes, 60));
    else if (!document.isObject())
        why = QCoreApplication::translate("Lab", "The JSON here is no object.");
    else
        return document.object();
    return std::nullopt;
}

class PutJsonServer final : public PutServer
{
public:
    using PutServer::PutServer;
    void opened() override
    {
        send(parameters().text("text").toUtf8() + '\n');
        readChunk();
    }

private:
    void request(QByteArrayView bytes) override
    {
        said(bytes);
        QString why;
        const auto object = objectOf(bytes, why);
        if (!object)
            return refuse(why);
        const QJsonValue action = object->value(u"action");
        if (action != QJsonValue(QStringLiteral("put")))
            return refuse(QCoreApplication::translate("Lab", "The action “%1” is not known here; “put” is.").arg(printable(action.toString())));
        const QJsonValue name = object->value(u"filename");
        if (!name.isString())
            return refuse(QCoreApplication::translate("Lab", "The request has no file name."));
        begin(name.toString(), object->value(u"filesize").toDouble(std::nan("")));
    }
    void accepted() override { send(R"({"status": 200})"); }
    void done() override { readChunk(); }
    QString awaitedRequest() const override { return QCoreApplication::translate("Lab", "a request, a JSON object with “action”, “filename” and “filesize”"); }
    QByteArray refusal(const QString &why) const override
    {
        return QJsonDocument(QJsonObject{{QStringLiteral("status"), 400}, {QStringLiteral("error"), why}}).toJson(QJsonDocument::Compact);
    }
};

class PutSizeServer final : public PutServer
{
    using PutServer::PutServer;
    void request(QByteArrayView bytes) override
    {
        said(bytes);
        bool ok = false;
        const qint64 size = bytes.toByteArray().trimmed().toLongLong(&ok);
        if (ok)
            return begin(parameters().text("name"), static_cast<double>(size));
        qsizetype digits = 0;
        while (digits < bytes.size() && bytes[digits] >= '0' && bytes[digits] <= '9')
            ++digits;
        if (digits > 0 && digits < bytes.size())
            return refuse(QCoreApplication::translate("Lab", "More bytes than the digits of the size came in this chunk: size and contents have stuck together."));
        refuse(QCoreApplication::translate("Lab", "The size is no number: %1").arg(printable(bytes, 60)));
    }
    void accepted() override { send(parameters().text("text").toUtf8()); }
    void done() override { finish(); }
    QString awaitedRequest() const override { return QCoreApplication::translate("Lab", "the size of the file, in decimal digits"); }
    QByteArray refusal(const QString &why) const override { return why.toUtf8() + '\n'; }
};

class PutStructServer final : public PutServer
{
public:
    using PutServer::PutServer;
    void opened() override { done(); }

private:
    static constexpr qint32 MostHeader = 64 * 1024;

    void request(QByteArrayView bytes) override
    {
        m_head += bytes;
        if (m_length < 0) {
            if (m_head.size() < 4)
                return readUpTo(4 - m_head.size());
            m_length = qFromLittleEndian<qint32>(m_head.constData());
            m_head.clear();
            if (m_length <= 0 || m_length > MostHeader)
                return refuse(QCoreApplication::translate("Lab", "A header of %1 bytes is announced; 1 to %2 make sense. Was the length written with the other byte order?").arg(m_length).arg(MostHeader));
            return readUpTo(m_length);
        }
        if (m_head.size() < m_length)
            return readUpTo(m_length - m_head.size());
        said(m_head);
        QString why;
        const auto object = objectOf(m_head, why);
        if (!object)
            return refuse(why);
        const QJsonValue name = object->value(u"filename");
        if (!name.isString())
            return refuse(QCoreApplication::translate("Lab", "The request has no file name."));
        begin(name.toString(), object->value(u"filesize").toDouble(std::nan("")));
    }
    bool inRequest() const override { return m_length >= 0 || !m_head.isEmpty(); }
    QString awaitedRequest() const override
    {
        const int missing = static_cast<int>((m_length < 0 ? 4 : m_length) - m_head.size());
        return m_length < 0 ? QCoreApplication::translate("Lab", "%n of the 4 bytes of the header's length", nullptr, missing) : QCoreApplication::translate("Lab", "%n more byte(s) of the header", nullptr, missing);
    }
    void done() override
    {
        m_head.clear();
        m_length = -1;
        readUpTo(4);
    }

    QByteArray m_head;
    qint32 m_length = -1;
};

} // namespace

std::unique_ptr<Conversation> makePutJson(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return putJsonClient(parameters);
    return std::make_unique<PutJsonServer>(parameters);
}

std::unique_ptr<Conversation> makePutSize(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return putSizeClient(parameters);
    return std::make_unique<PutSizeServer>(parameters);
}

std::unique_ptr<Conversation> makePutStruct(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return putStructClient(parameters);
    return std::make_unique<PutStructServer>(parameters);
}

} // namespace transom::lab
