#include "ui/lab/experiments/experiment_words.h"

#include <QCoreApplication>

namespace transom::ui {

namespace {

/// English, for translation in the context "Experiment".
struct Word
{
    const char *id;
    const char *text;
};

constexpr Word Knobs[] = {
    {"pause_ms", QT_TRANSLATE_NOOP("Experiment", "Pause between the sends (ms)")},
    {"recv_size", QT_TRANSLATE_NOOP("Experiment", "Bytes asked of recv")},
    {"wait_ms", QT_TRANSLATE_NOOP("Experiment", "Reader is busy for (ms)")},
    {"nodelay", QT_TRANSLATE_NOOP("Experiment", "TCP_NODELAY")},
    {"segment", QT_TRANSLATE_NOOP("Experiment", "Largest segment")},
    {"rtt_ms", QT_TRANSLATE_NOOP("Experiment", "Round trip (ms)")},
    {"messages", QT_TRANSLATE_NOOP("Experiment", "Messages")},
    {"datagrams", QT_TRANSLATE_NOOP("Experiment", "Datagrams")},
    {"size", QT_TRANSLATE_NOOP("Experiment", "Bytes in each")},
    {"buffer", QT_TRANSLATE_NOOP("Experiment", "Receive buffer")},
    {"loss", QT_TRANSLATE_NOOP("Experiment", "Lost (%)")},
    {"reorder", QT_TRANSLATE_NOOP("Experiment", "Out of order (%)")},
    {"model", QT_TRANSLATE_NOOP("Experiment", "Serving model")},
    {"clients", QT_TRANSLATE_NOOP("Experiment", "Clients")},
    {"work_ms", QT_TRANSLATE_NOOP("Experiment", "Work for each (ms)")},
    {"text", QT_TRANSLATE_NOOP("Experiment", "Text")},
    {"encoding", QT_TRANSLATE_NOOP("Experiment", "Encoding")},
    {"first", QT_TRANSLATE_NOOP("Experiment", "Closes first")},
    {"reuse", QT_TRANSLATE_NOOP("Experiment", "SO_REUSEADDR")},
    {"listener", QT_TRANSLATE_NOOP("Experiment", "Listening socket")},
    {"way", QT_TRANSLATE_NOOP("Experiment", "Way to go")},
    {"size_mib", QT_TRANSLATE_NOOP("Experiment", "Size (MiB)")},
    {"sndbuf", QT_TRANSLATE_NOOP("Experiment", "Send buffer")},
    {"rcvbuf", QT_TRANSLATE_NOOP("Experiment", "Receive buffer")},
    {"reader", QT_TRANSLATE_NOOP("Experiment", "Reader")},
    {"watched", QT_TRANSLATE_NOOP("Experiment", "Exchanges overheard")},
    {"scheme", QT_TRANSLATE_NOOP("Experiment", "Scheme")},
    {"dialect", QT_TRANSLATE_NOOP("Experiment", "Dialect")},
    {"lines", QT_TRANSLATE_NOOP("Experiment", "Lines of output")},
    {"disaster", QT_TRANSLATE_NOOP("Experiment", "Disaster")},
};

constexpr Word Values[] = {
    {"off", QT_TRANSLATE_NOOP("Experiment", "off")},
    {"on", QT_TRANSLATE_NOOP("Experiment", "on")},
    {"normal", QT_TRANSLATE_NOOP("Experiment", "normal")},
    {"default", QT_TRANSLATE_NOOP("Experiment", "as the system has it")},
    {"server", QT_TRANSLATE_NOOP("Experiment", "server")},
    {"client", QT_TRANSLATE_NOOP("Experiment", "client")},
    {"ended", QT_TRANSLATE_NOOP("Experiment", "ended")},
    {"still-open", QT_TRANSLATE_NOOP("Experiment", "still open")},
    {"close", QT_TRANSLATE_NOOP("Experiment", "close")},
    {"half-close", QT_TRANSLATE_NOOP("Experiment", "half-close")},
    {"unread", QT_TRANSLATE_NOOP("Experiment", "close with bytes unread")},
    {"reset", QT_TRANSLATE_NOOP("Experiment", "reset")},
    {"vanish", QT_TRANSLATE_NOOP("Experiment", "vanish")},
    {"never", QT_TRANSLATE_NOOP("Experiment", "never reads")},
    {"slow", QT_TRANSLATE_NOOP("Experiment", "reads slowly")},
    {"number", QT_TRANSLATE_NOOP("Experiment", "random number")},
    {"nonce", QT_TRANSLATE_NOOP("Experiment", "long nonce")},
    {"scram", QT_TRANSLATE_NOOP("Experiment", "SCRAM")},
    {"one", QT_TRANSLATE_NOOP("Experiment", "one after another")},
    {"one:3", QT_TRANSLATE_NOOP("Experiment", "three, then over")},
    {"thread", QT_TRANSLATE_NOOP("Experiment", "a thread for each")},
    {"process", QT_TRANSLATE_NOOP("Experiment", "a process for each")},
    {"loop", QT_TRANSLATE_NOOP("Experiment", "one event loop")},
    {"break", QT_TRANSLATE_NOOP("Experiment", "the line breaks")},
    {"name", QT_TRANSLATE_NOOP("Experiment", "a name that climbs out")},
    {"disk", QT_TRANSLATE_NOOP("Experiment", "the disk is full")},
    {"flip", QT_TRANSLATE_NOOP("Experiment", "one bit flips")},
};

constexpr Word Numbers[] = {
    {"sends", QT_TRANSLATE_NOOP("Experiment", "send calls")},
    {"recvs", QT_TRANSLATE_NOOP("Experiment", "recv calls")},
    {"bytes", QT_TRANSLATE_NOOP("Experiment", "Bytes")},
    {"first_recv", QT_TRANSLATE_NOOP("Experiment", "First recv")},
    {"sizes", QT_TRANSLATE_NOOP("Experiment", "Sizes")},
    {"sent", QT_TRANSLATE_NOOP("Experiment", "Sent")},
    {"received", QT_TRANSLATE_NOOP("Experiment", "Received")},
    {"overflow", QT_TRANSLATE_NOOP("Experiment", "Dropped by the kernel")},
    {"truncated", QT_TRANSLATE_NOOP("Experiment", "Cut")},
    {"errors", QT_TRANSLATE_NOOP("Experiment", "Errors")},
    {"error", QT_TRANSLATE_NOOP("Experiment", "Error")},
    {"injected", QT_TRANSLATE_NOOP("Experiment", "Lost on purpose")},
    {"served", QT_TRANSLATE_NOOP("Experiment", "Served")},
    {"refused", QT_TRANSLATE_NOOP("Experiment", "Refused")},
    {"first_wait_ms", QT_TRANSLATE_NOOP("Experiment", "Shortest wait")},
    {"last_wait_ms", QT_TRANSLATE_NOOP("Experiment", "Longest wait")},
    {"total_ms", QT_TRANSLATE_NOOP("Experiment", "In all")},
    {"handlers", QT_TRANSLATE_NOOP("Experiment", "Handlers")},
    {"characters", QT_TRANSLATE_NOOP("Experiment", "Characters")},
    {"broken", QT_TRANSLATE_NOOP("Experiment", "Parts that cannot be decoded")},
    {"state", QT_TRANSLATE_NOOP("Experiment", "State")},
    {"port", QT_TRANSLATE_NOOP("Experiment", "Port")},
    {"replied", QT_TRANSLATE_NOOP("Experiment", "Bytes of the late reply")},
    {"client_state", QT_TRANSLATE_NOOP("Experiment", "Client's state")},
    {"server_state", QT_TRANSLATE_NOOP("Experiment", "Server's state")},
    {"waited_ms", QT_TRANSLATE_NOOP("Experiment", "Waited")},
    {"asked", QT_TRANSLATE_NOOP("Experiment", "Asked for")},
    {"accepted", QT_TRANSLATE_NOOP("Experiment", "Accepted")},
    {"calls", QT_TRANSLATE_NOOP("Experiment", "Calls of send")},
    {"out_queue", QT_TRANSLATE_NOOP("Experiment", "Send queue")},
    {"in_queue", QT_TRANSLATE_NOOP("Experiment", "Receive queue")},
    {"window", QT_TRANSLATE_NOOP("Experiment", "Window")},
    {"partial", QT_TRANSLATE_NOOP("Experiment", "Last send took")},
    {"clients", QT_TRANSLATE_NOOP("Experiment", "Clients")},
    {"watched", QT_TRANSLATE_NOOP("Experiment", "Sign-ins overheard")},
    {"distinct", QT_TRANSLATE_NOOP("Experiment", "Different challenges")},
    {"attempts", QT_TRANSLATE_NOOP("Experiment", "Replays tried")},
    {"output", QT_TRANSLATE_NOOP("Experiment", "Bytes of output")},
    {"shown", QT_TRANSLATE_NOOP("Experiment", "Bytes shown")},
    {"left", QT_TRANSLATE_NOOP("Experiment", "Left on the way")},
    {"second", QT_TRANSLATE_NOOP("Experiment", "Second answer")},
    {"survivors", QT_TRANSLATE_NOOP("Experiment", "Came through")},
    {"sent_put_size", QT_TRANSLATE_NOOP("Experiment", "Sent, put-size")},
    {"sent_put_json", QT_TRANSLATE_NOOP("Experiment", "Sent, put-json")},
    {"sent_put_struct", QT_TRANSLATE_NOOP("Experiment", "Sent, put-struct")},
    {"sent_transom", QT_TRANSLATE_NOOP("Experiment", "Sent, Transom")},
    {"through_put_size", QT_TRANSLATE_NOOP("Experiment", "put-size came through")},
    {"through_put_json", QT_TRANSLATE_NOOP("Experiment", "put-json came through")},
    {"through_put_struct", QT_TRANSLATE_NOOP("Experiment", "put-struct came through")},
    {"through_transom", QT_TRANSLATE_NOOP("Experiment", "Transom came through")},
    {"result_put_size", QT_TRANSLATE_NOOP("Experiment", "Result of put-size")},
    {"result_put_json", QT_TRANSLATE_NOOP("Experiment", "Result of put-json")},
    {"result_put_struct", QT_TRANSLATE_NOOP("Experiment", "Result of put-struct")},
    {"result_transom", QT_TRANSLATE_NOOP("Experiment", "Result of Transom")},
    {"told_put_size", QT_TRANSLATE_NOOP("Experiment", "The sender with put-size heard")},
    {"told_put_json", QT_TRANSLATE_NOOP("Experiment", "The sender with put-json heard")},
    {"told_put_struct", QT_TRANSLATE_NOOP("Experiment", "The sender with put-struct heard")},
    {"told_transom", QT_TRANSLATE_NOOP("Experiment", "The sender with Transom heard")},
    {"left_put_size", QT_TRANSLATE_NOOP("Experiment", "In the folder of put-size")},
    {"left_put_json", QT_TRANSLATE_NOOP("Experiment", "In the folder of put-json")},
    {"left_put_struct", QT_TRANSLATE_NOOP("Experiment", "In the folder of put-struct")},
    {"left_transom", QT_TRANSLATE_NOOP("Experiment", "In the folder of Transom")},
    {"time_wait", QT_TRANSLATE_NOOP("Experiment", "Time, answer after each")},
    {"time_ack", QT_TRANSLATE_NOOP("Experiment", "Time, length and ok")},
    {"time_length", QT_TRANSLATE_NOOP("Experiment", "Time, 4-byte length")},
    {"time_json", QT_TRANSLATE_NOOP("Experiment", "Time, JSON header")},
    {"time_delimiter", QT_TRANSLATE_NOOP("Experiment", "Time, newline")},
    {"extra_wait", QT_TRANSLATE_NOOP("Experiment", "Extra bytes, answer after each")},
    {"extra_ack", QT_TRANSLATE_NOOP("Experiment", "Extra bytes, length and ok")},
    {"extra_length", QT_TRANSLATE_NOOP("Experiment", "Extra bytes, 4-byte length")},
    {"extra_json", QT_TRANSLATE_NOOP("Experiment", "Extra bytes, JSON header")},
    {"extra_delimiter", QT_TRANSLATE_NOOP("Experiment", "Extra bytes, newline")},
    {"cuts_wait", QT_TRANSLATE_NOOP("Experiment", "Cuts tried, answer after each")},
    {"cuts_ack", QT_TRANSLATE_NOOP("Experiment", "Cuts tried, length and ok")},
    {"cuts_length", QT_TRANSLATE_NOOP("Experiment", "Cuts tried, 4-byte length")},
    {"cuts_json", QT_TRANSLATE_NOOP("Experiment", "Cuts tried, JSON header")},
    {"cuts_delimiter", QT_TRANSLATE_NOOP("Experiment", "Cuts tried, newline")},
    {"wrong_wait", QT_TRANSLATE_NOOP("Experiment", "Wrong when cut, answer after each")},
    {"wrong_ack", QT_TRANSLATE_NOOP("Experiment", "Wrong when cut, length and ok")},
    {"wrong_length", QT_TRANSLATE_NOOP("Experiment", "Wrong when cut, 4-byte length")},
    {"wrong_json", QT_TRANSLATE_NOOP("Experiment", "Wrong when cut, JSON header")},
    {"wrong_delimiter", QT_TRANSLATE_NOOP("Experiment", "Wrong when cut, newline")},
    {"size", QT_TRANSLATE_NOOP("Experiment", "Bytes of the file")},
};

/// A name that is not in a table yet is at least readable.
template<size_t N>
QString find(const Word (&words)[N], const QString &id)
{
    for (const Word &word : words) {
        if (id == QLatin1String(word.id))
            return QCoreApplication::translate("Experiment", word.text);
    }
    return QString(id).replace(u'_', u' ');
}

} // namespace

QString knobName(const QString &knob)
{
    return find(Knobs, knob);
}

QString knobValueName(const lab::Knob &knob, const QString &value)
{
    if (knob.free || !knob.values.contains(value))
        return value;
    for (const Word &word : Values) {
        if (value == QLatin1String(word.id))
            return QCoreApplication::translate("Experiment", word.text);
    }
    return value;
}

QString measuredName(const QString &name)
{
    return find(Numbers, name);
}

QString optionName(const lab::Lesson &lesson, const QString &option)
{
    if (option == ExperimentBook::Unsure)
        return QCoreApplication::translate("Experiment", "I don't know yet");
    const QString text = lesson.optionText(option);
    return text.isEmpty() ? QCoreApplication::translate("Experiment", "none of these") : text;
}

QString turnedKnobs(const lab::Experiment &experiment, const KnobSettings &knobs)
{
    QStringList turned;
    for (const lab::Knob &knob : experiment.knobs) {
        const QString value = knobs.value(knob.id);
        if (value != knob.values.value(0))
            turned.append(QCoreApplication::translate("Experiment", "%1: %2").arg(knobName(knob.id), knobValueName(knob, value)));
    }
    return turned.isEmpty() ? QCoreApplication::translate("Experiment", "as it begins") : turned.join(QCoreApplication::translate("Experiment", ", "));
}

QList<std::pair<QString, QString>> allKnobs(const lab::Experiment &experiment, const KnobSettings &knobs)
{
    QList<std::pair<QString, QString>> all;
    for (const lab::Knob &knob : experiment.knobs)
        all.append({knobName(knob.id), knobValueName(knob, knobs.value(knob.id))});
    return all;
}

QString numbersText(const lab::Experiment &experiment, const lab::ExperimentResult &result, qsizetype most)
{
    QStringList numbers;
    for (const QString &name : experiment.measured) {
        const QString text = result.measured.value(name).toText();
        if (!text.isEmpty() && numbers.size() < most)
            numbers.append(QCoreApplication::translate("Experiment", "%1: %2").arg(measuredName(name), text));
    }
    return numbers.join(QStringLiteral(" · "));
}

QString explanationOf(const lab::Lesson &lesson, const lab::ExperimentResult &result)
{
    lab::Lesson::Values values;
    lab::Lesson told = lesson;
    for (const auto &[name, measured] : result.measured.asKeyValueRange()) {
        const QString placeholder = QStringLiteral("`{%1}`").arg(name);
        const bool inCode = lesson.explain.contains(placeholder) || lesson.explainFor.value(result.outcome).contains(placeholder);
        // A blank before nothing would stand before the full stop.
        if (measured.toText().isEmpty()) {
            for (QString *text : {&told.explain, &told.explainFor[result.outcome]})
                text->replace(QStringLiteral(" {%1}").arg(name), QString());
        }
        // In code nothing is markup but the mark that ends it.
        values.insert(name, inCode ? measured.toText().replace(u'`', u'\'') : markdownEscaped(measured.toText()));
    }
    return told.explanation(result.outcome, values);
}

QString verdictOf(const lab::Lesson &lesson, const RunEntry &run)
{
    const QString shown = optionName(lesson, run.result.outcome);
    if (run.predicted == run.result.outcome)
        return QCoreApplication::translate("Experiment", "You predicted: %1. The run showed just that.").arg(optionName(lesson, run.predicted));
    if (run.predicted == ExperimentBook::Unsure || run.predicted.isEmpty())
        return QCoreApplication::translate("Experiment", "You did not know yet. The run showed: %1.").arg(shown);
    return QCoreApplication::translate("Experiment", "You predicted: %1. The run showed: %2.").arg(optionName(lesson, run.predicted), shown);
}

} // namespace transom::ui
