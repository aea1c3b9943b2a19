#include "ui/lab/check/trial_details.h"

#include "core/base/text.h"
#include "core/lab/socket/describe_call.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;
using Verdict = lab::TrialResult::Verdict;

namespace {

QPlainTextEdit *makeText(const QString &name, const QString &accessible)
{
    auto *text = new QPlainTextEdit;
    text->setObjectName(name);
    text->setAccessibleName(accessible);
    text->setReadOnly(true);
    text->setFont(font(Type::Fixed));
    text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    text->setMinimumHeight(96);
    return text;
}

/// A caption above what it is about.
template<class Inner>
QWidget *part(const QString &caption, Inner *inner, QVBoxLayout *column, int stretch = 0)
{
    auto *whole = new QWidget;
    auto *layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap1);
    layout->addWidget(makeLabel(caption, Type::Caption, theme::Role::TextMuted));
    layout->addWidget(inner, 1);
    column->addWidget(whole, stretch);
    return whole;
}

/// The ladder of one trial in words: our calls, with the time since the first.
QString callsText(const QList<lab::CallRecord> &calls)
{
    QStringList lines;
    for (const lab::CallRecord &call : calls) {
        const double ms = static_cast<double>(call.monotonicNs - calls.first().monotonicNs) / 1e6;
        const bool toProgram = call.call == lab::CallRecord::Call::Send || call.call == lab::CallRecord::Call::Shutdown || call.call == lab::CallRecord::Call::Connect;
        const bool fromProgram = call.call == lab::CallRecord::Call::Receive || call.call == lab::CallRecord::Call::Accept;
        const QString arrow = toProgram ? u"→"_s : fromProgram ? u"←"_s : u"·"_s;
        lines.append(u"%1 ms  %2  #%3  %4"_s.arg(ms, 8, 'f', 1).arg(arrow).arg(call.stream).arg(lab::describeCall(call)));
    }
    return lines.join(u'\n');
}

} // namespace

QString verdictIcon(Verdict verdict)
{
    return verdict == Verdict::Passed ? u"ok"_s : verdict == Verdict::Failed ? u"error"_s : u"info"_s;
}

theme::Role verdictRole(Verdict verdict)
{
    return verdict == Verdict::Passed ? theme::Role::Good : verdict == Verdict::Failed ? theme::Role::Bad : theme::Role::TextMuted;
}

TrialDetails::TrialDetails(QWidget *parent)
    : QScrollArea(parent)
    , m_title(makeLabel({}, Type::Title))
    , m_mark(new QLabel)
    , m_verdict(makeLabel({}, Type::Heading))
    , m_tried(makeLabel({}))
    , m_expected(makeLabel({}))
    , m_happened(makeLabel({}))
    , m_hintCard(new Card)
    , m_hint(makeLabel({}))
    , m_calls(makeText(u"check-calls"_s, tr("The calls of Transom's side")))
    , m_output(makeText(u"check-output"_s, tr("What the program wrote")))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_happened->setObjectName(u"check-happened"_s);
    m_hint->setObjectName(u"check-hint"_s);
    m_verdict->setObjectName(u"check-verdict"_s);
    auto *inner = new QWidget;
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(Gap4, 0, Gap2, 0);
    column->setSpacing(Gap3);
    column->addWidget(m_title);
    auto *verdict = new QHBoxLayout;
    verdict->setSpacing(Gap2);
    verdict->addWidget(m_mark);
    verdict->addWidget(m_verdict, 1);
    column->addLayout(verdict);
    part(tr("Tried"), m_tried, column);
    part(tr("Expected"), m_expected, column);
    part(tr("Happened"), m_happened, column);
    m_hintCard->content()->addWidget(makeLabel(tr("The usual cause"), Type::Caption, theme::Role::TextMuted));
    m_hintCard->content()->addWidget(m_hint);
    column->addWidget(m_hintCard);
    m_callsPart = part(tr("Call by call, Transom's side; → to your program, ← from it, # counts connections"), m_calls, column, 2);
    m_outputPart = part(tr("What your program wrote"), m_output, column, 1);
    column->addStretch();
    setWidget(inner);
}

void TrialDetails::showTrial(const lab::TrialInfo &trial)
{
    m_title->setText(trial.titleText());
    m_verdict->setText(tr("not yet tried"));
    m_mark->setPixmap(theme::pixmap(u"clock"_s, 16, theme::Role::TextMuted));
    m_tried->setText(trial.triedText());
    m_expected->setText(trial.expectedText());
    m_happened->setText(u"–"_s);
    m_hintCard->hide();
    m_callsPart->hide();
    m_outputPart->hide();
}

void TrialDetails::showResult(const lab::TrialResult &result)
{
    showTrial(*result.trial);
    m_verdict->setText(lab::verdictText(result.verdict));
    m_mark->setPixmap(theme::pixmap(verdictIcon(result.verdict), 16, verdictRole(result.verdict)));
    m_happened->setText(result.happened);
    m_hint->setText(result.hint);
    m_hintCard->setVisible(!result.hint.isEmpty());
    m_calls->setPlainText(callsText(result.calls));
    m_callsPart->setVisible(!result.calls.isEmpty());
    m_output->setPlainText(QString::fromUtf8(result.output));
    m_outputPart->setVisible(!result.output.isEmpty());
}

} // namespace transom::ui
