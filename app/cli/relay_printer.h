#pragma once

#include "app/cli/invocation.h"
#include "core/inspect/framing_guess.h"
#include "core/inspect/secret_blanker.h"
#include "core/lab/relay_event.h"

#include <QHash>

#include <memory>
#include <optional>

namespace transom::cli {

/// Shows a relay's events as lines of prose or JSON: frames where there is a framing, chunks where there is none. What peers have said is
/// printable when it gets here, and secrets are blanked.
class RelayPrinter
{
public:
    /// Without `framings` the framing is guessed from the first chunks.
    RelayPrinter(const Invocation &invocation, const std::optional<inspect::Framings> &framings, bool udp, bool hex);

    void listening(const QString &address, const QString &target);
    void show(const lab::RelayEvent &event);
    /// From the next byte on, for one stream or, with Relay::AllStreams, for all that are open and to come.
    void setFramings(quint64 stream, const inspect::Framings &framings);

private:
    struct Stream
    {
        inspect::SecretBlanker secrets;
        std::optional<inspect::FramingDecoder> decoder;
        qint64 seen[2] = {0, 0};  ///< bytes of each direction
        qint64 begin[2] = {0, 0}; ///< of those, where the decoder has begun
        QList<inspect::SpokenChunk> spoken; ///< until the framing is certain
        qsizetype spokenBytes = 0;
        std::optional<inspect::FramingGuess> guessed; ///< the last that was told
    };

    void showRead(const lab::RelayEvent &event, Stream &stream);
    void guess(const lab::RelayEvent &event, Stream &stream, const QByteArray &bytes);
    void adoptGuess(const lab::RelayEvent &event, Stream &stream);
    void showEnd(const lab::RelayEvent &event, Stream &stream);
    void showFrames(const lab::RelayEvent &event, const Stream &stream, const QList<inspect::DecodedFrame> &frames);
    void showIncomplete(const lab::RelayEvent &event, const Stream &stream, inspect::From from);
    QJsonObject frameObject(const lab::RelayEvent &event, const inspect::DecodedFrame &frame, qint64 begin) const;
    void line(const lab::RelayEvent &event, const QString &text) const;
    void dump(qint64 offset, QByteArrayView bytes) const;

    const Invocation &m_invocation;
    std::optional<inspect::Framings> m_framings;
    const bool m_udp;
    const bool m_hex;
    QHash<quint64, std::shared_ptr<Stream>> m_streams;
};

} // namespace transom::cli
