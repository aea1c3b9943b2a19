#include "core/lab/check/answer_hints.h"

#include <QCoreApplication>

#include <algorithm>

namespace transom::lab {

namespace {

using F = DialectTraits;

/// A length of four bytes, little end first, that is something else.
QString lengthHint(const QByteArray &expected, const QByteArray &came)
{
    const QByteArray right = expected.first(4);
    QByteArray turned = right;
    std::reverse(turned.begin(), turned.end());
    const QByteArray body = expected.sliced(4);
    if (turned != right && came.startsWith(turned))
        return QCoreApplication::translate("Lab", "The length has the other byte order: struct.pack('<i', n) writes the little end first, whatever the computer.");
    if (came == right + QByteArray(4, '\0') + body)
        return QCoreApplication::translate("Lab", "The length has eight bytes where four are read: struct.pack('i', n) makes four; 'q' and often 'l' make eight.");
    if (!body.isEmpty() && came == QByteArray::number(body.size()) + body)
        return QCoreApplication::translate("Lab", "The length is written in digits here, but this dialect has it in four bytes: struct.pack('i', n).");
    if (!body.isEmpty() && came == body)
        return QCoreApplication::translate("Lab", "The length is missing in front of the output: first send struct.pack('i', len(output)), then the output.");
    return {};
}

} // namespace

QString hintFromAnswer(const DialectTraits &traits, const WrongAnswer &answer)
{
    const QByteArray &expected = answer.expected;
    const QByteArray &came = answer.came;
    if ((traits.flags & F::Announced) != 0 && (traits.flags & F::Binary) != 0 && expected.size() >= 4 && !came.isEmpty()) {
        if (const QString hint = lengthHint(expected, came); !hint.isEmpty())
            return hint;
    }
    if ((traits.flags & F::Output) != 0 && came.isEmpty() && expected.size() > 64 * 1024)
        return QCoreApplication::translate("Lab", "A command that prints much fills its pipe and waits: read its output with communicate(); wait() before read() waits for ever.");
    if (QByteArray(traits.id) == "udp-exec" && came.size() < expected.size())
        return QCoreApplication::translate("Lab", "Each command gets two datagrams, stdout:… and stderr:…, even if there is nothing behind the colon. And recvfrom(n) cuts off what is longer than n bytes.");
    if (QByteArray(traits.id).startsWith("udp-") && came.isEmpty() && !expected.isEmpty())
        return QCoreApplication::translate("Lab", "The answer goes to the address that recvfrom has returned: data, address = sock.recvfrom(1024), then sock.sendto(answer, address).");
    if (expected.isEmpty() || came.size() <= expected.size() || !came.contains(expected)) {
        if (!answer.refusal.isEmpty() && came.contains(answer.refusal.toUtf8()))
            return QCoreApplication::translate("Lab", "The right digest was refused: compare the 16 bytes of digest(), not the text of hexdigest(), with the same key on both sides, over the digits as you sent them.");
        return {};
    }
    // It is all there, and more.
    if (came.startsWith(expected) && answer.next.startsWith(QLatin1String("say:")) && (traits.flags & F::Announced) != 0)
        return QCoreApplication::translate("Lab", "The output came before the client had said “%1”: after the length call recv and wait for that, or both stick together.").arg(answer.next.sliced(4));
    return QCoreApplication::translate("Lab", "The right answer is there, with more around it. Only what the dialect says goes through the socket: no line for debugging, no added newline; print() shows things on the screen.");
}

} // namespace transom::lab
