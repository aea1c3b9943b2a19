#include "core/lab/relay_script.h"

#include "core/base/text.h"

#include <QCoreApplication>

#include <cmath>

namespace transom::lab {

namespace {

using Verb = RelayCommand::Verb;

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

struct FaultWord
{
    const char *word;
    FaultKind kind;
    enum class Value : quint8 { None, Duration, Bytes, Rate, Probability } value;
    enum class For : quint8 { Both, Streams, Datagrams } of;
};

constexpr FaultWord FaultWords[] = {
        {"delay", FaultKind::Delay, FaultWord::Value::Duration, FaultWord::For::Both},
        {"jitter", FaultKind::Delay, FaultWord::Value::Duration, FaultWord::For::Both},
        {"rate", FaultKind::Rate, FaultWord::Value::Rate, FaultWord::For::Both},
        {"split", FaultKind::Split, FaultWord::Value::Bytes, FaultWord::For::Streams},
        {"merge", FaultKind::Merge, FaultWord::Value::Duration, FaultWord::For::Streams},
        {"stall", FaultKind::Stall, FaultWord::Value::Duration, FaultWord::For::Both},
        {"reset", FaultKind::Reset, FaultWord::Value::None, FaultWord::For::Streams},
        {"half-close", FaultKind::HalfClose, FaultWord::Value::None, FaultWord::For::Streams},
        {"flip", FaultKind::Flip, FaultWord::Value::Probability, FaultWord::For::Both},
        {"drop", FaultKind::Loss, FaultWord::Value::Probability, FaultWord::For::Datagrams},
        {"duplicate", FaultKind::Duplicate, FaultWord::Value::Probability, FaultWord::For::Datagrams},
        {"reorder", FaultKind::Reorder, FaultWord::Value::Probability, FaultWord::For::Datagrams},
};

const FaultWord *faultWord(QStringView text)
{
    for (const FaultWord &each : FaultWords) {
        if (text == QLatin1String(each.word))
            return &each;
    }
    return nullptr;
}

template<class T>
bool taken(std::optional<T> value, T &into)
{
    if (value)
        into = *value;
    return value.has_value();
}

std::optional<qint64> readBytes(QStringView text)
{
    const qint64 bytes = parseBytes(text.toString());
    return bytes >= 0 ? std::optional(bytes) : std::nullopt;
}

bool setValue(const FaultWord &fault, QStringView text, Faults &faults)
{
    qint64 bytes = 0;
    switch (fault.value) {
    case FaultWord::Value::None:
        return false;
    case FaultWord::Value::Duration:
        return taken(readDuration(text), fault.kind == FaultKind::Merge ? faults.merge : fault.kind == FaultKind::Stall ? faults.stall : QLatin1String(fault.word) == QLatin1String("jitter") ? faults.jitter : faults.delay);
    case FaultWord::Value::Bytes:
    case FaultWord::Value::Rate:
        if (!taken(readBytes(text), bytes) || bytes < 1 || bytes > (qint64(1) << 40))
            return false;
        if (fault.kind == FaultKind::Split)
            faults.split = static_cast<qsizetype>(bytes);
        else
            faults.rate = bytes;
        return true;
    case FaultWord::Value::Probability:
        return taken(readProbability(text), fault.kind == FaultKind::Flip ? faults.flip : fault.kind == FaultKind::Loss ? faults.loss : fault.kind == FaultKind::Duplicate ? faults.duplicate : faults.reorder);
    }
    return false;
}

/// The words of a line, taken one after the other.
class Reader
{
public:
    Reader(const QString &line, bool udp)
        : m_words(line.simplified().split(u' ', Qt::SkipEmptyParts))
        , m_udp(udp)
    {}

    Result<RelayCommand> read();

private:
    QString take() { return m_words.isEmpty() ? QString() : m_words.takeFirst(); }
    /// Directions and streams may stand anywhere.
    bool takeWhere();
    bool takeFault(const FaultWord &fault);
    bool takeStep();
    bool takeFraming();
    bool takeTimeout();
    bool wrong(const QString &why)
    {
        if (m_why.isEmpty())
            m_why = why;
        return false;
    }

    QStringList m_words;
    const bool m_udp;
    RelayCommand m_command;
    QString m_why;
};

bool Reader::takeWhere()
{
    QStringList rest;
    for (const QString &word : std::as_const(m_words)) {
        bool ok = true;
        if (word == u"c>s" || word == u"to-server")
            m_command.sides[1] = false;
        else if (word == u"s>c" || word == u"to-client")
            m_command.sides[0] = false;
        else if (word.startsWith(u'#'))
            m_command.stream = QStringView(word).sliced(1).toULongLong(&ok);
        else if (word != u"both")
            rest += word;
        if (!ok || (word.startsWith(u'#') && m_command.stream == Relay::AllStreams))
            return wrong(translate("RelayTexts", "\"%1\" is no stream. Streams are written #1, #2, …").arg(printable(word, 40)));
    }
    m_words = rest;
    return m_command.sides[0] || m_command.sides[1] || wrong(translate("RelayTexts", "c>s and s>c exclude each other. Say neither for both directions."));
}

bool Reader::takeFault(const FaultWord &fault)
{
    const QString name = QString::fromLatin1(fault.word);
    if (m_udp ? fault.of == FaultWord::For::Streams : fault.of == FaultWord::For::Datagrams)
        return wrong(m_udp ? translate("RelayTexts", "\"%1\" is for streams: a datagram stays whole, and has no connection. Use it without UDP.").arg(name)
                           : translate("RelayTexts", "\"%1\" is for datagrams: a stream loses nothing, it would only break. Use it with UDP.").arg(name));
    Faults &faults = m_command.faults;
    bool hasValue = false, hasMoment = false;
    while (!m_words.isEmpty()) {
        const QString word = take();
        if (word == u"next") {
            faults.once = hasMoment = true;
        } else if (word == u"from") {
            if (!taken(readBytes(m_words.value(0)), faults.fromByte))
                return wrong(translate("RelayTexts", "\"from\" takes the number of a byte, counted from 0. Say for instance \"from 4096\"."));
            hasMoment = true;
            take();
        } else if (word == u"after") {
            if (!taken(readDuration(m_words.value(0)), faults.after))
                return wrong(translate("RelayTexts", "\"after\" takes a time. Say for instance \"after 2s\"."));
            hasMoment = true;
            take();
        } else if (word == u"gap" && fault.kind == FaultKind::Split) {
            if (!taken(readDuration(m_words.value(0)), faults.splitGap))
                return wrong(translate("RelayTexts", "\"gap\" takes a time. Say for instance \"gap 20ms\"."));
            take();
        } else if (word == u"off" && !hasValue) {
            m_command.verb = Verb::Clear;
            m_command.kind = fault.kind;
            return m_words.isEmpty() || wrong(translate("RelayTexts", "Nothing goes behind \"off\" but a direction and a stream."));
        } else if (!hasValue && setValue(fault, word, faults)) {
            hasValue = true;
        } else if (bool ok = false; fault.value == FaultWord::Value::None && m_command.stream == Relay::AllStreams && (m_command.stream = word.toULongLong(&ok)) > 0 && ok) {
            continue; // "reset 3"
        } else {
            return wrong(translate("RelayTexts", "\"%1\" does not go with \"%2\". Type \"help\" for what does.").arg(printable(word, 40), name));
        }
    }
    m_command.verb = Verb::Faults;
    if (fault.value == FaultWord::Value::None) {
        (fault.kind == FaultKind::Reset ? faults.reset : faults.halfClose) = true;
        if (!hasMoment)
            m_command.verb = fault.kind == FaultKind::Reset ? Verb::Reset : Verb::HalfClose;
    } else if (fault.value == FaultWord::Value::Probability && !hasValue) {
        setValue(fault, u"1", faults);
        if (!hasMoment)
            return wrong(translate("RelayTexts", "\"%1\" takes a probability or a moment. Say for instance \"%1 0.1\" or \"%1 next\".").arg(name));
    } else if (!hasValue) {
        return wrong(fault.value == FaultWord::Value::Duration ? translate("RelayTexts", "\"%1\" takes a time. Say for instance \"%1 100ms\".").arg(name)
                                                               : translate("RelayTexts", "\"%1\" takes a number of bytes. Say for instance \"%1 64K\".").arg(name));
    }
    return true;
}

bool Reader::takeStep()
{
    m_command.verb = Verb::StepChunk;
    while (!m_words.isEmpty()) {
        const QString word = take();
        bool ok = true;
        if (word == u"frame" || word == u"chunk")
            m_command.verb = word == u"frame" ? Verb::StepFrame : Verb::StepChunk;
        else
            m_command.times = word.toInt(&ok);
        if (!ok || m_command.times < 1 || m_command.times > 1000)
            return wrong(translate("RelayTexts", "\"%1\" does not go with \"step\". Say \"step\", \"step frame\", or how many, for instance \"step 3\".").arg(printable(word, 40)));
    }
    return true;
}

bool Reader::takeFraming()
{
    const QString text = take();
    const auto framings = inspect::Framings::fromText(text);
    if (!framings)
        return wrong(translate("RelayTexts", "\"%1\" is no framing. Say for instance \"framing u32be\" or \"framing newline\".").arg(printable(text, 40)));
    m_command.verb = Verb::Framing;
    m_command.framings = *framings;
    return true;
}

bool Reader::takeTimeout()
{
    m_command.verb = Verb::Timeout;
    const QString side = take();
    if ((side != u"client" && side != u"server") || !taken(readDuration(take()), m_command.timeout))
        return wrong(translate("RelayTexts", "\"timeout\" takes a side and a time. Say for instance \"timeout client 30s\"."));
    m_command.sides[0] = side == u"client";
    m_command.sides[1] = !m_command.sides[0];
    return true;
}

Result<RelayCommand> Reader::read()
{
    const QString verb = take();
    bool ok = takeWhere();
    if (const FaultWord *fault = faultWord(verb))
        ok = ok && takeFault(*fault);
    else if (verb == u"hold" || verb == u"release")
        m_command.verb = verb == u"hold" ? Verb::Hold : Verb::Release;
    else if (verb == u"step")
        ok = ok && takeStep();
    else if (verb == u"clear") {
        const QString name = take();
        const FaultWord *cleared = faultWord(name);
        m_command.verb = cleared ? Verb::Clear : Verb::ClearAll;
        m_command.kind = cleared ? cleared->kind : FaultKind::None;
        ok = ok && (cleared || name.isEmpty() || wrong(translate("RelayTexts", "\"%1\" is no fault. Say \"clear\" for all of them, or for instance \"clear delay\".").arg(printable(name, 40))));
    } else if (verb == u"framing")
        ok = ok && takeFraming();
    else if (verb == u"timeout")
        ok = ok && takeTimeout();
    else if (verb == u"status" || verb == u"help" || verb == u"quit")
        m_command.verb = verb == u"status" ? Verb::Status : verb == u"help" ? Verb::Help : Verb::Quit;
    else
        ok = wrong(translate("RelayTexts", "\"%1\" is nothing a relay does. Type \"help\" for what it does.").arg(printable(verb, 40)));
    if (ok && !m_words.isEmpty())
        ok = wrong(translate("RelayTexts", "\"%1\" does not go with \"%2\". Type \"help\" for what does.").arg(printable(m_words.first(), 40), verb));
    if (!ok)
        return fail(ErrorCode::BadArgument, m_why);
    return m_command;
}

} // namespace

std::optional<std::chrono::milliseconds> readDuration(QStringView text)
{
    double unit = 1;
    if (text.endsWith(u"ms")) {
        text.chop(2);
    } else if (text.endsWith(u's')) {
        text.chop(1);
        unit = 1000;
    }
    bool ok = false;
    const double value = text.toDouble(&ok) * unit;
    if (!ok || !(value >= 0) || value > 3'600'000)
        return {};
    return std::chrono::milliseconds(std::llround(value));
}

std::optional<double> readProbability(QStringView text)
{
    const bool percent = text.endsWith(u'%');
    if (percent)
        text.chop(1);
    bool ok = false;
    const double value = text.toDouble(&ok) / (percent ? 100 : 1);
    return ok && value >= 0 && value <= 1 ? std::optional(value) : std::nullopt;
}

Result<RelayCommand> RelayCommand::parse(const QString &line, bool udp)
{
    return Reader(line, udp).read();
}

void RelayCommand::apply(Relay &relay) const
{
    if (verb == Verb::Reset)
        return relay.reset(stream);
    if (verb == Verb::Framing)
        return relay.setFramings(stream, framings);
    for (const From from : {From::Client, From::Server}) {
        if (!has(from))
            continue;
        switch (verb) {
        case Verb::Faults:
            if (faults.once)
                relay.injectOnce(stream, from, faults);
            else
                relay.addFaults(stream, from, faults);
            break;
        case Verb::Clear:
            relay.clearFault(stream, from, kind);
            break;
        case Verb::ClearAll:
            relay.setFaults(stream, from, {});
            break;
        case Verb::Hold:
        case Verb::Release:
            relay.setHold(stream, from, verb == Verb::Hold);
            break;
        case Verb::StepChunk:
        case Verb::StepFrame:
            for (int i = 0; i < times; ++i)
                verb == Verb::StepFrame ? relay.stepFrame(stream, from) : relay.stepChunk(stream, from);
            break;
        case Verb::HalfClose:
            relay.halfClose(stream, from);
            break;
        case Verb::Timeout:
            relay.setPeerTimeout(stream, from, timeout);
            break;
        default:
            break;
        }
    }
}

void RelayCommand::applyToCome(Relay &relay) const
{
    if (verb != Verb::Faults)
        return apply(relay);
    for (const From from : {From::Client, From::Server}) {
        if (has(from))
            relay.addFaults(Relay::AllStreams, from, faults);
    }
}

QStringList relayCommandHelp()
{
    return {
            translate("RelayTexts", "hold [WHERE] · release [WHERE]             what comes waits, or goes on"),
            translate("RelayTexts", "step [chunk|frame] [N] [WHERE]             one of what is held goes on"),
            translate("RelayTexts", "framing FRAMING                            what a frame is, for step and show: u32be, newline, …"),
            translate("RelayTexts", "delay TIME · jitter TIME · rate BYTES      each chunk later, at random later, slower"),
            translate("RelayTexts", "split N [gap TIME] · merge TIME            cut into pieces, or several in one"),
            translate("RelayTexts", "stall TIME · reset · half-close · flip P   nothing leaves, the connection breaks, one direction ends, a bit is wrong"),
            translate("RelayTexts", "drop P · duplicate P · reorder P           of datagrams"),
            translate("RelayTexts", "   … [next] [from BYTE] [after TIME]       for the next chunk only, from that byte on, after so long"),
            translate("RelayTexts", "clear [FAULT] [WHERE]                      no such fault any more, or none at all"),
            translate("RelayTexts", "timeout client|server TIME                 how long that side waits, for the countdown while something is held"),
            translate("RelayTexts", "status · help · quit"),
            translate("RelayTexts", "WHERE: c>s, s>c (or both, when left out), and #3 for one stream. TIME: 100ms, 2s. P: 0.1, 10%."),
    };
}

} // namespace transom::lab
