#include "ui/lab/experiments/own_script_panel.h"

#include "ui/lab/experiments/lesson_text.h"
#include "ui/widgets/widgets.h"
#include "ui/theme/icons.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int MostLines = 28; ///< then it scrolls

/// As high as its program. A fixed height would not do: the style sheet has a least height for all fields, and that wins.
class ProgramText : public QPlainTextEdit
{
public:
    ProgramText() { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }
    QSize sizeHint() const override
    {
        const int lines = std::clamp(blockCount(), 4, MostLines);
        return {200, lines * QFontMetrics(font()).lineSpacing() + 2 * Gap6};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }
};

QString wordsOf(const QString &script)
{
    static const QRegularExpression fence(u"```.*?```"_s, QRegularExpression::DotMatchesEverythingOption);
    return QString(script).remove(fence).trimmed();
}

} // namespace

OwnScriptPanel::OwnScriptPanel(const lab::Lesson &lesson, QWidget *parent)
    : QWidget(parent)
    , m_lesson(lesson)
    , m_words(new LessonText)
    , m_program(new ProgramText)
    , m_start(makeButton(tr("Start the other side"), u"play"_s))
    , m_state(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_banner(new Banner)
{
    m_program->setObjectName(u"script-program"_s);
    m_program->setAccessibleName(tr("Python program"));
    m_program->setReadOnly(true);
    m_program->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_program->setFont(theme::font(Type::Fixed));
    m_start->setObjectName(u"script-start"_s);
    m_state->setObjectName(u"script-state"_s);
    QPushButton *copy = makeButton(tr("Copy"), u"copy"_s);
    copy->setObjectName(u"script-copy"_s);
    QPushButton *save = makeButton(tr("Save …"), u"download"_s);
    save->setObjectName(u"script-save"_s);
    QToolButton *another = makeToolButton(u"refresh"_s, tr("Another port"));
    another->setObjectName(u"script-port"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(Gap2);
    row->addWidget(copy);
    row->addWidget(save);
    row->addWidget(another);
    row->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(m_words);
    column->addWidget(m_program);
    column->addLayout(row);
    column->addWidget(m_start, 0, Qt::AlignLeft);
    column->addWidget(m_state);
    column->addWidget(m_banner);
    m_start->setVisible(OtherSide::partOf(m_lesson.id) != OtherSide::Part::None);
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(program());
        m_banner->showText(Banner::Kind::Good, tr("The program is on the clipboard."));
    });
    connect(save, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save the program"), m_lesson.id + u".py"_s, tr("Python (*.py)"));
        if (!path.isEmpty())
            saveTo(path);
    });
    connect(another, &QToolButton::clicked, this, &OwnScriptPanel::choosePort);
    connect(m_start, &QPushButton::clicked, this, &OwnScriptPanel::startOrStop);
    connect(&m_other, &OtherSide::runningChanged, this, [this, another](bool running) {
        another->setEnabled(!running);
        showState();
        Q_EMIT runningChanged(running);
    });
    connect(&m_other, &OtherSide::called, this, [this](const QList<lab::CallRecord> &calls) {
        m_state->setText(tr("Transom and your program talk; the calls are at the right."));
        Q_EMIT called(calls);
    });
    connect(&m_other, &OtherSide::finished, this, [this](const Error &error, quint64 dropped) {
        if (error.code != ErrorCode::None && error.code != ErrorCode::Cancelled)
            m_banner->showError(error);
        Q_EMIT ended(dropped);
    });
    choosePort();
    showState();
}

QString OwnScriptPanel::program() const
{
    return m_program->toPlainText();
}

void OwnScriptPanel::choosePort()
{
    m_port = OtherSide::freePort(OtherSide::usesDatagrams(m_lesson.id));
    const lab::Lesson::Values values{{u"host"_s, u"127.0.0.1"_s}, {u"port"_s, QString::number(m_port)}};
    m_words->setLesson(lab::filledIn(wordsOf(m_lesson.script), values));
    const QString text = m_lesson.program(values);
    m_program->setPlainText(text);
    m_program->updateGeometry();
}

void OwnScriptPanel::showState()
{
    const bool server = OtherSide::partOf(m_lesson.id) == OtherSide::Part::Server;
    const bool running = m_other.isRunning();
    m_start->setText(running ? tr("Stop the other side") : tr("Start the other side"));
    m_start->setIcon(theme::icon(running ? u"stop"_s : u"play"_s));
    if (running)
        m_state->setText(server ? tr("Transom listens on port %1. Start your program now.").arg(m_port) : tr("Transom waits until your program listens on port %1.").arg(m_port));
    else
        m_state->setText(server ? tr("Transom is the server, once. Start it first, then your program.") : tr("Transom is the client, once. It waits for your program."));
}

void OwnScriptPanel::startOrStop()
{
    if (m_other.isRunning())
        return m_other.stop();
    m_banner->hide();
    Q_EMIT started();
    m_other.start(m_lesson.id, m_port);
}

void OwnScriptPanel::saveTo(const QString &path)
{
    m_disk.run(
            [path, text = program().toUtf8()] {
                QSaveFile file(path);
                return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit() ? QString() : file.errorString();
            },
            this, [this, path](const QString &error) {
                if (error.isEmpty())
                    m_banner->showText(Banner::Kind::Good, tr("Saved as %1.").arg(path));
                else
                    m_banner->showText(Banner::Kind::Error, tr("%1 could not be written: %2. Choose another folder.").arg(path, error));
            });
}

} // namespace transom::ui
