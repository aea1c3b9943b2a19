#pragma once

#include "core/lab/dialect/conversation.h"

#include <QCoreApplication>

namespace transom::lab {

/// The sentence of a client whose server has gone while there was more to ask or to hear.
inline Error serverLeft(bool linePending)
{
    if (linePending)
        return {ErrorCode::Truncated, QCoreApplication::translate("Lab", "The server has ended the connection, so there is nobody to send a line to. Connect again to go on.")};
    return {ErrorCode::Truncated, QCoreApplication::translate("Lab", "The server has ended the connection before its answer.")};
}

/// The client that most of the tutorials' dialects have: a line's bytes out, one chunk in, whatever the chunk is.
class LineClient : public Conversation
{
public:
    struct Manner
    {
        bool emptyLineEnds = false;
        bool oneMessage = false;   ///< closes after its first answer
        bool greeted = false;      ///< the server speaks first
        bool readsAnswer = true;
    };

    LineClient(const Parameters &parameters, Manner manner)
        : Conversation(parameters)
        , m_manner(manner)
    {}

    void opened() override
    {
        if (m_manner.greeted)
            readChunk();
        else
            askLine();
    }
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        readNothing();
        if (!std::exchange(m_manner.greeted, false) && m_manner.oneMessage)
            return finish();
        askLine();
    }
    void ended() override
    {
        const Error left = serverLeft(wantsLine());
        giveUp(left.code, left.text);
    }
    void typed(const QString &line) override
    {
        if (line.isEmpty()) {
            if (m_manner.emptyLineEnds)
                return finish();
            // A stream has no empty messages: the server would get nothing, and its answer would be waited for in vain.
            return info(QCoreApplication::translate("Lab", "An empty line has no bytes to send."));
        }
        askLine(false);
        send(bytesOf(line));
        if (m_manner.readsAnswer)
            return readChunk();
        finish();
    }
    QString awaits() const override { return m_manner.greeted ? QCoreApplication::translate("Lab", "the greeting, with which the server begins") : QCoreApplication::translate("Lab", "the answer"); }

private:
    Manner m_manner;
};

} // namespace transom::lab
