#include "core/inspect/frame_filter.h"

#include "core/base/text.h"
#include "core/inspect/describe_frame.h"
#include "core/protocol/message_table.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>
#include <optional>

namespace transom::inspect {

namespace {

Error wrongWord(const QString &word, const QString &hint)
{
    return {ErrorCode::BadArgument, QCoreApplication::translate("Inspect", "\"%1\" is no part of a filter. %2").arg(printable(word, 40), hint)};
}

/// Words apart at blanks, except between quotation marks; a quotation mark that is never closed closes at the end.
QStringList wordsOf(const QString &text)
{
    QStringList words;
    QString word;
    bool quoted = false;
    bool any = false;
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
            any = true;
            word += c;
        } else if (c.isSpace() && !quoted) {
            if (any)
                words += word;
            word.clear();
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any)
        words += word;
    return words;
}

/// A filter goes through millions of frames: names are compared once.
std::shared_ptr<const std::array<bool, 256>> namedTypes(const QString &text, bool begins)
{
    auto types = std::make_shared<std::array<bool, 256>>();
    for (int type = 0; type < 256; ++type) {
        const QString name = frameName(static_cast<quint8>(type));
        (*types)[static_cast<size_t>(type)] = begins ? name.startsWith(text, Qt::CaseInsensitive) : name.contains(text, Qt::CaseInsensitive);
    }
    return types;
}

/// "4k", "1000", "2 MB" without the blank.
std::optional<double> sizeOf(const QString &text)
{
    const qint64 bytes = parseBytes(text.toUpper());
    if (bytes < 0)
        return {};
    return static_cast<double>(bytes);
}

/// Without regard to the case of Latin letters; the needle is in lower case already.
bool holdsBytes(const QByteArray &hay, const QByteArray &needle)
{
    if (needle.isEmpty())
        return true;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    const auto found = std::search(hay.begin(), hay.end(), needle.begin(), needle.end(), [lower](char one, char other) { return lower(one) == other; });
    return found != hay.end();
}

} // namespace

FrameFilter FrameFilter::onlyOf(quint32 stream) const
{
    Term term;
    term.key = Key::Stream;
    term.number = stream;
    FrameFilter only = *this;
    if (only.m_choices.isEmpty())
        only.m_choices.append(QList<Term>());
    for (QList<Term> &terms : only.m_choices)
        terms.prepend(term);
    return only;
}

Result<FrameFilter> FrameFilter::parse(const QString &text)
{
    FrameFilter filter;
    QList<Term> all;
    for (const QString &word : wordsOf(text)) {
        if (word.compare(u"or", Qt::CaseInsensitive) == 0) {
            if (all.isEmpty())
                return tl::unexpected(wrongWord(word, QCoreApplication::translate("Inspect", "Something must stand before it.")));
            filter.m_choices.append(std::exchange(all, {}));
            continue;
        }
        auto term = parseTerm(word);
        if (!term)
            return tl::unexpected(term.error());
        all.append(*term);
    }
    if (!all.isEmpty())
        filter.m_choices.append(all);
    return filter;
}

Result<FrameFilter::Term> FrameFilter::parseTerm(QString word)
{
    static const QHash<QString, Key> keys{{QStringLiteral("text"), Key::Text},     {QStringLiteral("type"), Key::Type},   {QStringLiteral("channel"), Key::Channel},
                                          {QStringLiteral("service"), Key::Service}, {QStringLiteral("stream"), Key::Stream}, {QStringLiteral("peer"), Key::Peer},
                                          {QStringLiteral("dir"), Key::Direction}, {QStringLiteral("size"), Key::Size},   {QStringLiteral("time"), Key::Time},
                                          {QStringLiteral("took"), Key::Took},     {QStringLiteral("is"), Key::Is}};
    static const QRegularExpression shape(QStringLiteral("^([a-z]+)(:|<=|>=|<|>|=)(.*)$"), QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    Term term;
    const QString whole = word;
    if (word.size() > 1 && word.startsWith(u'-')) {
        term.negated = true;
        word.remove(0, 1);
    }
    const auto match = shape.match(word);
    if (!match.hasMatch() || !keys.contains(match.captured(1).toLower())) {
        term.text = word.remove(u'"');
        term.bytes = term.text.toLower().toUtf8();
        term.types = namedTypes(term.text, false);
        return term;
    }
    term.key = keys.value(match.captured(1).toLower());
    const QString sign = match.captured(2);
    term.compare = sign == u"<" ? Compare::Less : sign == u"<=" ? Compare::LessOrEqual : sign == u">" ? Compare::Greater : sign == u">=" ? Compare::GreaterOrEqual : Compare::Equal;
    term.text = match.captured(3).remove(u'"');
    if (auto finished = finishTerm(term); !finished)
        return tl::unexpected(wrongWord(whole, finished.error().text));
    return term;
}

Result<void> FrameFilter::finishTerm(Term &term)
{
    const auto bad = [](const QString &hint) { return tl::unexpected(Error{ErrorCode::BadArgument, hint}); };
    term.bytes = term.text.toLower().toUtf8();
    bool number = true;
    switch (term.key) {
    case Key::Size:
        if (const auto size = sizeOf(term.text))
            term.number = *size;
        else
            return bad(QCoreApplication::translate("Inspect", "A size is a number of bytes, like size>1000 or size>=64KiB."));
        return {};
    case Key::Channel:
    case Key::Stream:
    case Key::Time:
    case Key::Took:
        term.number = term.text.toDouble(&number);
        if (!number)
            return bad(QCoreApplication::translate("Inspect", "A number must follow, like channel:3, time>2.5 (seconds) or took>10 (milliseconds)."));
        return {};
    case Key::Direction:
        if (term.text != u"server" && term.text != u"client")
            return bad(QCoreApplication::translate("Inspect", "Directions are dir:server and dir:client."));
        break;
    case Key::Is:
        if (term.text != u"error" && term.text != u"secret" && term.text != u"marked")
            return bad(QCoreApplication::translate("Inspect", "There are is:error, is:secret and is:marked."));
        break;
    case Key::Text:
    case Key::Type:
        term.types = namedTypes(term.text, term.key == Key::Type);
        break;
    case Key::Service:
    case Key::Peer:
        break;
    }
    if (term.compare != Compare::Equal)
        return bad(QCoreApplication::translate("Inspect", "A colon belongs here."));
    return {};
}

namespace {

class CaptureSurroundings : public FrameSurroundings
{
public:
    explicit CaptureSurroundings(const StreamCapture &capture)
        : m_capture(capture)
    {}
    QString serviceOf(const WatchedFrame &frame) const override { return m_capture.serviceOf(frame); }
    std::pair<QString, QString> endsOf(quint32 id) const override
    {
        const WatchedStream *stream = m_capture.stream(id);
        return stream ? std::pair(stream->client, stream->server) : std::pair<QString, QString>();
    }

private:
    const StreamCapture &m_capture;
};

} // namespace

bool FrameFilter::matches(const WatchedFrame &frame, const StreamCapture &capture, qint64 originNs, bool marked) const
{
    return matches(frame, CaptureSurroundings(capture), originNs, marked);
}

bool FrameFilter::needsContents() const
{
    return std::any_of(m_choices.begin(), m_choices.end(), [](const QList<Term> &terms) {
        return std::any_of(terms.begin(), terms.end(), [](const Term &term) { return term.key == Key::Text || (term.key == Key::Is && term.text == u"error"); });
    });
}

bool FrameFilter::matches(const WatchedFrame &frame, const FrameSurroundings &around, qint64 originNs, bool marked) const
{
    if (m_choices.isEmpty())
        return true;
    return std::any_of(m_choices.begin(), m_choices.end(), [&](const QList<Term> &terms) {
        return std::all_of(terms.begin(), terms.end(), [&](const Term &term) { return holds(term, frame, around, originNs, marked) != term.negated; });
    });
}

bool FrameFilter::holds(const Term &term, const WatchedFrame &frame, const FrameSurroundings &around, qint64 originNs, bool marked)
{
    const auto compare = [&term](double value) {
        switch (term.compare) {
        case Compare::Equal:
            return value == term.number;
        case Compare::Less:
            return value < term.number;
        case Compare::LessOrEqual:
            return value <= term.number;
        case Compare::Greater:
            return value > term.number;
        case Compare::GreaterOrEqual:
            return value >= term.number;
        }
        return false;
    };
    const auto named = [&] {
        if (frame.decoded)
            return term.key == Key::Type ? frame.decoded->name.startsWith(term.text, Qt::CaseInsensitive) : frame.decoded->name.contains(term.text, Qt::CaseInsensitive);
        return !frame.isError() && (*term.types)[frame.header.type];
    };
    switch (term.key) {
    case Key::Text:
        return named() || around.serviceOf(frame).contains(term.text, Qt::CaseInsensitive)
                || frame.error.text.contains(term.text, Qt::CaseInsensitive) || (!frame.secret && holdsBytes(frame.payload, term.bytes));
    case Key::Type:
        return named();
    case Key::Channel:
        return compare(frame.header.channel.value);
    case Key::Service:
        return around.serviceOf(frame).startsWith(term.text, Qt::CaseInsensitive) && !around.serviceOf(frame).isEmpty();
    case Key::Stream:
        return compare(frame.stream);
    case Key::Peer: {
        const auto [client, server] = around.endsOf(frame.stream);
        return client.contains(term.text, Qt::CaseInsensitive) || server.contains(term.text, Qt::CaseInsensitive);
    }
    case Key::Direction:
        return (frame.flow == Flow::ToServer) == (term.text == u"server");
    case Key::Size:
        return compare(static_cast<double>(frame.size()));
    case Key::Time:
        return compare(static_cast<double>(frame.atNs() - originNs) / 1e9);
    case Key::Took:
        return frame.sentNs >= 0 && frame.receivedNs >= 0 && compare(static_cast<double>(frame.receivedNs - frame.sentNs) / 1e6);
    case Key::Is:
        if (term.text == u"error") {
            // A refusal of the protocol, or an answer that says no.
            using protocol::MessageType;
            return frame.isError() || frame.header.type == static_cast<quint8>(MessageType::Reject) || frame.header.type == static_cast<quint8>(MessageType::AuthFailed)
                    || frame.header.type == static_cast<quint8>(MessageType::ChatRefused)
                    || (frame.header.type == static_cast<quint8>(MessageType::End) && !frame.payload.isEmpty() && !frame.payload.contains("\"code\":0"));
        }
        return term.text == u"secret" ? frame.secret : marked;
    }
    return false;
}

QStringList filterCompletions(const QString &text, const QStringList &types)
{
    const qsizetype blank = text.lastIndexOf(u' ');
    QString word = text.mid(blank + 1);
    const QString sign = word.startsWith(u'-') ? QStringLiteral("-") : QString();
    word.remove(0, sign.size());
    if (word.isEmpty())
        return {};
    QStringList all{QStringLiteral("dir:server"), QStringLiteral("dir:client"), QStringLiteral("is:error"), QStringLiteral("is:marked"), QStringLiteral("is:secret"),
                    QStringLiteral("channel:"),   QStringLiteral("service:"),   QStringLiteral("size>"),    QStringLiteral("stream:"),   QStringLiteral("text:"),
                    QStringLiteral("time>"),      QStringLiteral("took>"),      QStringLiteral("peer:"),    QStringLiteral("type:")};
    if (word.startsWith(u"type:", Qt::CaseInsensitive)) {
        for (const protocol::MessageRow &row : protocol::messageTable())
            all += QStringLiteral("type:") + QLatin1String(row.name);
        for (const QString &type : types)
            all += QStringLiteral("type:") + type;
    } else if (word.startsWith(u"service:", Qt::CaseInsensitive)) {
        for (const protocol::ServiceRow &row : protocol::serviceTable())
            all += QStringLiteral("service:") + QLatin1String(row.name);
    }
    QStringList fitting;
    for (const QString &each : std::as_const(all)) {
        if (each.startsWith(word, Qt::CaseInsensitive) && each.compare(word, Qt::CaseInsensitive) != 0)
            fitting += sign + each;
    }
    return fitting;
}

} // namespace transom::inspect
