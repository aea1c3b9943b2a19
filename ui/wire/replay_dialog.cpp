#include "ui/wire/replay_dialog.h"

#include "core/base/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/bytes_view.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QProgressBar>

namespace transom::ui {

using namespace theme;
using lab::Replay;
using lab::ReplayResult;

namespace {

QString shown(const QByteArray &bytes)
{
    QString text;
    for (const char each : bytes)
        text += static_cast<quint8>(each) >= 0x20 && static_cast<quint8>(each) < 0x7f ? QChar(QLatin1Char(each)) : QChar(u'·');
    return QString::fromLatin1(bytes.toHex(' ')) + QStringLiteral("\n") + text;
}

} // namespace

ReplayDialog::ReplayDialog(QList<lab::ReplayStep> steps, const QString &target, QWidget *parent)
    : QDialog(parent)
    , m_steps(std::move(steps))
    , m_worker(new QObject)
    , m_target(new QLineEdit(target))
    , m_pace(new QComboBox)
    , m_start(makeButton(tr("Replay"), QStringLiteral("play"), true))
    , m_next(makeButton(tr("Say the next"), QStringLiteral("chevron-right")))
    , m_progress(new QProgressBar)
    , m_news(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_result(new Banner)
    , m_recordedTitle(makeLabel(tr("Recorded"), Type::Caption, Role::TextMuted))
    , m_recorded(makeLabel({}, Type::Fixed))
    , m_answeredTitle(makeLabel(tr("Answered now"), Type::Caption, Role::TextMuted))
    , m_answered(makeLabel({}, Type::Fixed))
{
    setWindowTitle(tr("Replay"));
    setObjectName(QStringLiteral("replay"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_target->setObjectName(QStringLiteral("replay-target"));
    m_target->setPlaceholderText(QStringLiteral("HOST:PORT"));
    m_pace->setObjectName(QStringLiteral("replay-pace"));
    m_pace->addItems({tr("With the pauses that there were"), tr("As soon as the answers are there"), tr("Step by step")});
    m_pace->setCurrentIndex(1);
    m_start->setObjectName(QStringLiteral("replay-start"));
    m_next->setObjectName(QStringLiteral("replay-next"));
    m_progress->setRange(0, static_cast<int>(m_steps.size()));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(Gap2);
    m_news->setWordWrap(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Gap4, Gap4, Gap4, Gap4);
    layout->setSpacing(Gap3);
    layout->addWidget(makeLabel(tr("Says what the recorded client said to a server again, and compares the answers. Each thing is said when as many bytes of answers have come as had come then."), Type::Body, Role::TextMuted));
    auto *form = new QFormLayout;
    form->addRow(tr("Server"), m_target);
    form->addRow(tr("Pace"), m_pace);
    centreLabels(*form);
    layout->addLayout(form);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_start);
    buttons->addWidget(m_next);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    layout->addWidget(m_progress);
    layout->addWidget(m_news);
    layout->addWidget(m_result);
    for (QLabel *each : {m_recordedTitle, m_recorded, m_answeredTitle, m_answered}) {
        each->setTextInteractionFlags(Qt::TextSelectableByMouse);
        each->hide();
        layout->addWidget(each);
    }
    layout->addStretch(1);
    setMinimumWidth(520);
    connect(m_start, &QPushButton::clicked, this, [this] { m_running ? stop() : begin(); });
    connect(m_next, &QPushButton::clicked, this, [this] {
        m_next->setEnabled(false);
        QMetaObject::invokeMethod(m_worker, [this] {
            if (m_replay)
                m_replay->next();
        });
    });
    connect(m_target, &QLineEdit::returnPressed, m_start, &QPushButton::click);
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
    showRunning(false);
}

ReplayDialog::~ReplayDialog()
{
    m_thread.quit();
    m_thread.wait();
}

void ReplayDialog::begin()
{
    QString host = m_target->text().trimmed().section(u':', 0, -2);
    const quint16 port = m_target->text().trimmed().section(u':', -1).toUShort();
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (host.isEmpty() || port == 0) {
        m_result->showText(Banner::Kind::Warning, tr("Enter a server as HOST:PORT, like 127.0.0.1:8000."));
        return m_target->setFocus();
    }
    Replay::Options options;
    options.host = host;
    options.port = port;
    options.pace = m_pace->currentIndex() == 0 ? Replay::Pace::Recorded : m_pace->currentIndex() == 1 ? Replay::Pace::Fast : Replay::Pace::Step;
    m_result->hide();
    for (QLabel *each : {m_recordedTitle, m_recorded, m_answeredTitle, m_answered})
        each->hide();
    m_progress->setValue(0);
    showRunning(true);
    QMetaObject::invokeMethod(m_worker, [this, options] {
        m_replay = new Replay(m_steps, options, m_worker);
        connect(m_replay, &Replay::stepped, this, &ReplayDialog::stepped);
        connect(m_replay, &Replay::waiting, this, [this] { m_next->setEnabled(m_running); });
        connect(m_replay, &Replay::finished, m_worker, [this] { std::exchange(m_replay, nullptr)->deleteLater(); });
        connect(m_replay, &Replay::finished, this, &ReplayDialog::over);
        m_replay->start();
    });
}

void ReplayDialog::stop()
{
    QMetaObject::invokeMethod(m_worker, [this] {
        if (m_replay)
            m_replay->cancel();
    });
}

void ReplayDialog::showRunning(bool running)
{
    m_running = running;
    m_start->setText(running ? tr("Stop") : tr("Replay"));
    m_start->setIcon(theme::icon(running ? QStringLiteral("stop") : QStringLiteral("play"), Role::AccentText));
    m_next->setVisible(m_pace->currentIndex() == 2);
    m_next->setEnabled(false);
    m_target->setEnabled(!running);
    m_pace->setEnabled(!running);
    m_progress->setVisible(running || m_progress->value() > 0);
}

void ReplayDialog::stepped(qsizetype step, const lab::ReplayStep &what)
{
    m_progress->setValue(static_cast<int>(step) + 1);
    if (what.ends)
        return m_news->setText(tr("%1 of %2: ended what the client says").arg(step + 1).arg(m_steps.size()));
    m_news->setText(what.flow == inspect::Flow::ToServer ? tr("%1 of %2: said %3").arg(step + 1).arg(m_steps.size()).arg(formatBytes(what.length))
                                                         : tr("%1 of %2: %3 of answers").arg(step + 1).arg(m_steps.size()).arg(formatBytes(what.length)));
}

void ReplayDialog::over(const ReplayResult &result)
{
    showRunning(false);
    m_news->setText(tr("Said %1, heard %2 (recorded: %3), in %4 s").arg(formatBytes(result.sent), formatBytes(result.received), formatBytes(result.expected), QLocale().toString(static_cast<double>(result.tookNs) / 1e9, 'f', 2)));
    if (result.error.code != ErrorCode::None)
        m_result->showError(result.error);
    else if (result.isSame())
        m_result->showText(Banner::Kind::Good, tr("The answers are the same, byte for byte."));
    if (const auto &difference = result.difference) {
        m_result->showText(Banner::Kind::Warning, tr("The answers differ from byte %1 on.").arg(QLocale().toString(difference->offset)));
        m_recorded->setText(difference->recorded.isEmpty() ? tr("nothing more") : shown(difference->recorded));
        m_answered->setText(difference->answered.isEmpty() ? tr("nothing more") : shown(difference->answered));
        for (QLabel *each : {m_recordedTitle, m_recorded, m_answeredTitle, m_answered})
            each->show();
    }
    adjustSize();
    Q_EMIT replayed(result);
}

} // namespace transom::ui
