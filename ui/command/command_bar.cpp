#include "ui/command/command_bar.h"

#include "ui/models/command_line.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QStandardItemModel>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostHistory = 200;
constexpr int Shell = 1; ///< the mode's index

QLabel *caption(const QString &text, QWidget *buddy)
{
    QLabel *label = makeLabel(text, theme::Type::Caption, theme::Role::TextMuted);
    label->setWordWrap(false);
    label->setBuddy(buddy);
    return label;
}

} // namespace

CommandBar::CommandBar(QWidget *parent)
    : QFrame(parent)
    , m_mode(new QComboBox)
    , m_line(new QLineEdit)
    , m_run(makeButton(tr("Run"), u"play"_s, true))
    , m_directory(new QLineEdit)
    , m_limit(new QSpinBox)
    , m_encoding(new QComboBox)
    , m_note(makeLabel({}, theme::Type::Caption, theme::Role::TextMuted))
{
    setProperty("bar", true);
    m_mode->addItem(tr("Program"));
    m_mode->addItem(tr("Shell"));
    m_mode->setAccessibleName(tr("How it is run"));
    m_mode->setItemData(0, tr("A program with its arguments, exactly as they stand: no variables, wildcards or pipes."), Qt::ToolTipRole);
    m_line->setObjectName(QStringLiteral("command"));
    m_run->setObjectName(QStringLiteral("run"));
    m_line->setFont(theme::font(theme::Type::Fixed));
    m_line->setAccessibleName(tr("Command"));
    m_line->setPlaceholderText(tr("Program and arguments, for example: ls -l 'My folder'"));
    m_line->setClearButtonEnabled(true);
    m_line->installEventFilter(this);
    m_directory->setPlaceholderText(tr("Home"));
    m_directory->setAccessibleName(tr("Folder it starts in, below your home"));
    m_directory->setFont(theme::font(theme::Type::Fixed));
    m_directory->setMaximumWidth(220);
    m_limit->setRange(0, 86'400);
    m_limit->setSpecialValueText(tr("None"));
    m_limit->setSuffix(tr(" s"));
    m_limit->setAccessibleName(tr("Time limit in seconds"));
    m_limit->setButtonSymbols(QSpinBox::NoButtons);
    m_limit->setMaximumWidth(90);
    m_encoding->addItem(command::encodingName(command::TextEncoding::Utf8), static_cast<int>(command::TextEncoding::Utf8));
    m_encoding->addItem(command::encodingName(command::TextEncoding::Gb18030), static_cast<int>(command::TextEncoding::Gb18030));
    m_encoding->setAccessibleName(tr("Encoding of its text"));

    auto *first = new QHBoxLayout;
    first->setSpacing(theme::Gap2);
    first->addWidget(m_mode);
    first->addWidget(m_line, 1);
    first->addWidget(m_run);
    auto *second = new QHBoxLayout;
    second->setSpacing(theme::Gap2);
    second->addWidget(caption(tr("Folder"), m_directory));
    second->addWidget(m_directory);
    second->addSpacing(theme::Gap2);
    second->addWidget(caption(tr("Time limit"), m_limit));
    second->addWidget(m_limit);
    second->addSpacing(theme::Gap2);
    second->addWidget(caption(tr("Text"), m_encoding));
    second->addWidget(m_encoding);
    second->addSpacing(theme::Gap2);
    second->addWidget(m_note, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::Gap4, theme::Gap3, theme::Gap4, theme::Gap3);
    layout->setSpacing(theme::Gap2);
    layout->addLayout(first);
    layout->addLayout(second);

    connect(m_line, &QLineEdit::returnPressed, this, &CommandBar::run);
    connect(m_line, &QLineEdit::textChanged, this, &CommandBar::check);
    connect(m_line, &QLineEdit::textEdited, this, [this] { m_at = m_history.size(); });
    connect(m_mode, &QComboBox::currentIndexChanged, this, &CommandBar::check);
    connect(m_run, &QPushButton::clicked, this, &CommandBar::run);
    setFocusProxy(m_line);
    setAccess({});
}

void CommandBar::setAccess(protocol::Access access)
{
    m_mayShell = access.testFlag(protocol::Permission::Shell);
    const QString why = m_mayShell ? tr("The line goes to /bin/sh: variables, wildcards, pipes and all.")
                                   : tr("Your account has no permission for the shell. Whoever runs the server can give it.");
    m_mode->setItemData(Shell, why, Qt::ToolTipRole);
    if (auto *items = qobject_cast<QStandardItemModel *>(m_mode->model()))
        items->item(Shell)->setEnabled(m_mayShell);
    m_mode->setToolTip(m_mayShell ? tr("How the line is run") : why);
    if (!m_mayShell)
        m_mode->setCurrentIndex(0);
    check();
}

void CommandBar::setBlocked(const QString &reason)
{
    m_blocked = reason;
    check();
}

bool CommandBar::isShell() const
{
    return m_mode->currentIndex() == Shell;
}

void CommandBar::check()
{
    const QString line = m_line->text();
    QString note = m_blocked;
    theme::Role role = theme::Role::TextMuted;
    bool good = m_blocked.isEmpty() && !line.trimmed().isEmpty();
    if (!isShell() && !line.isEmpty()) {
        const auto split = splitCommandLine(line);
        if (!split) {
            note = tr("Character %1: %2").arg(split.error().position + 1).arg(split.error().text);
            role = theme::Role::Bad;
            good = false;
        } else if (const qsizetype at = firstShellCharacter(line); at >= 0 && note.isEmpty()) {
            note = m_mayShell ? tr("%1 is passed on as it stands. To have it done, choose Shell.").arg(line[at])
                              : tr("%1 is passed on as it stands: this is not a shell.").arg(line[at]);
        }
    }
    QPalette palette = m_note->palette();
    palette.setColor(QPalette::WindowText, theme::color(role));
    m_note->setPalette(palette);
    m_note->setText(note);
    m_run->setEnabled(good);
}

void CommandBar::run()
{
    check();
    if (!m_run->isEnabled())
        return;
    CommandRun::Request request;
    request.line = m_line->text();
    request.shell = isShell();
    request.directory = m_directory->text().trimmed();
    request.timeLimit = m_limit->value();
    request.encoding = static_cast<command::TextEncoding>(m_encoding->currentData().toInt());
    QStringList argv;
    if (!request.shell)
        argv = *splitCommandLine(request.line);
    m_history.removeAll(request.line);
    m_history.append(request.line);
    if (m_history.size() > MostHistory)
        m_history.removeFirst();
    m_at = m_history.size();
    m_draft.clear();
    m_line->clear();
    Q_EMIT runWanted(request, argv);
}

void CommandBar::fill(const CommandRun::Request &request)
{
    m_mode->setCurrentIndex(request.shell && m_mayShell ? Shell : 0);
    m_directory->setText(request.directory);
    m_limit->setValue(request.timeLimit);
    m_encoding->setCurrentIndex(m_encoding->findData(static_cast<int>(request.encoding)));
    m_line->setText(request.line);
    m_line->setFocus();
}

void CommandBar::setLine(const QString &line)
{
    m_line->setText(line);
    m_line->setFocus();
}

void CommandBar::browse(int step)
{
    const qsizetype to = m_at + step;
    if (to < 0 || to > m_history.size())
        return;
    if (m_at == m_history.size())
        m_draft = m_line->text();
    m_at = to;
    m_line->setText(to == m_history.size() ? m_draft : m_history[to]);
}

bool CommandBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            browse(key == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace transom::ui
