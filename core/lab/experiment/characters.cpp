#include "core/lab/dialect/encoding.h"
#include "core/lab/experiment/runs.h"

using namespace Qt::StringLiterals;

namespace transom::lab {

Result<ExperimentResult> runCharacters(ExperimentBench &bench)
{
    const QString text = bench.text(u"text"_s);
    const auto encoding = encodingFromName(bench.text(u"encoding"_s)).value_or(Encoding::Utf8);
    const QByteArray bytes = encode(encoding, text);
    if (bytes.isEmpty())
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is no text to send. Type at least one character."));
    if (bytes.size() > 4096)
        return fail(ErrorCode::TextTooLong, QT_TRANSLATE_NOOP("Error", "This text is too long for the experiment. Use 4,096 bytes or fewer."));
    auto ends = bench.connected();
    if (!ends)
        return tl::unexpected(ends.error());
    if (auto sent = bench.sendAll(ends->client, bytes); !sent)
        return tl::unexpected(sent.error());
    ends->client.endWriting();

    QList<qint64> sizes;
    int broken = 0;
    for (;;) {
        const NativeSocket::Received part = bench.receive(ends->server, bench.number(u"recv_size"_s));
        if (!part.outcome.isOk() || part.bytes.isEmpty())
            break;
        sizes.append(part.bytes.size());
        if (decode(encoding, part.bytes).contains(QChar::ReplacementCharacter))
            ++broken;
    }
    ExperimentResult result;
    result.outcome = broken > 0 ? u"cut"_s : u"whole"_s;
    result.measured = {{u"characters"_s, Measured::count(text.toUcs4().size())},
                       {u"bytes"_s, Measured::bytes(bytes.size())},
                       {u"recvs"_s, Measured::count(sizes.size())},
                       {u"sizes"_s, Measured::text(sizesText(sizes))},
                       {u"broken"_s, Measured::count(broken)}};
    return result;
}

} // namespace transom::lab
