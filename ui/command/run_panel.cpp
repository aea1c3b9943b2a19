#include "ui/command/run_panel.h"

#include "core/base/text.h"
#include "ui/command/output_view.h"
#include "ui/command/run_delegate.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSaveFile>

namespace transom::ui {

using namespace Qt::StringLiterals;
using theme::Gap2;
using theme::Gap3;
using theme::Gap4;

RunPanel::RunPanel(QWidget *parent)
    : QWidget(parent)
    , m_banner(new Banner)
    , m_dropped(makeLabel({}, theme::Type::Caption, theme::Role::TextMuted))
    , m_view(new OutputView)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    auto *notes = new QVBoxLayout;
    notes->setContentsMargins(Gap4, Gap2, Gap4, Gap2);
    notes->setSpacing(Gap2);
    notes->addWidget(m_banner);
    notes->addWidget(m_dropped);
    layout->addLayout(notes);
    layout->addWidget(makeSearch());
    layout->addWidget(m_view, 1);
    layout->addWidget(makeInput());
    m_tick.setInterval(500);
    connect(&m_tick, &QTimer::timeout, this, &RunPanel::refresh);
    connect(m_view, &OutputView::searchWanted, this, &RunPanel::openSearch);
    m_dropped->hide();
    setRun(nullptr);
}

QWidget *RunPanel::makeHeader()
{
    m_icon = new QLabel;
    m_icon->setFixedSize(20, 20);
    m_command = new ElidedLabel;
    m_command->setFont(theme::font(theme::Type::Fixed));
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state = makeLabel({}, theme::Type::Caption, theme::Role::TextMuted);
    m_state->setWordWrap(false);
    m_stop = makeButton(tr("Stop"), u"stop"_s);
    m_again = makeButton(tr("Run again"), u"refresh"_s);
    m_copy = makeToolButton(u"copy"_s, tr("Copy all output"));
    m_save = makeToolButton(u"download"_s, tr("Save the output…"));
    auto *searchButton = makeToolButton(u"search"_s, tr("Search (Ctrl+F)"));
    auto *edit = makeToolButton(u"rename"_s, tr("Change the command and run it"));
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_run)
            m_run->stop();
    });
    connect(m_again, &QPushButton::clicked, this, [this] {
        if (m_run)
            Q_EMIT againWanted(m_run->request());
    });
    connect(edit, &QToolButton::clicked, this, [this] {
        if (m_run)
            Q_EMIT editWanted(m_run->request());
    });
    connect(m_copy, &QToolButton::clicked, this, &RunPanel::copyAll);
    connect(m_save, &QToolButton::clicked, this, &RunPanel::save);
    connect(searchButton, &QToolButton::clicked, this, &RunPanel::openSearch);
    auto *text = new QVBoxLayout;
    text->setSpacing(2);
    text->addWidget(m_command);
    text->addWidget(m_state);
    auto *header = new QWidget;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(Gap4, Gap2, Gap3, 0);
    layout->setSpacing(Gap2);
    layout->addWidget(m_icon);
    layout->addLayout(text, 1);
    layout->addWidget(searchButton);
    layout->addWidget(m_copy);
    layout->addWidget(m_save);
    layout->addWidget(edit);
    layout->addWidget(m_stop);
    layout->addWidget(m_again);
    return header;
}

QWidget *RunPanel::makeSearch()
{
    m_searchBar = new QWidget;
    m_searchText = new QLineEdit;
    m_searchText->setPlaceholderText(tr("Search in the output"));
    m_searchText->setAccessibleName(tr("Search in the output"));
    m_searchText->installEventFilter(this);
    m_searchCount = makeLabel({}, theme::Type::Caption, theme::Role::TextMuted);
    m_searchCount->setWordWrap(false);
    auto *previous = makeToolButton(u"chevron-up"_s, tr("Previous match (Shift+Enter)"));
    auto *next = makeToolButton(u"chevron-down"_s, tr("Next match (Enter)"));
    auto *close = makeToolButton(u"close"_s, tr("Close search"));
    connect(m_searchText, &QLineEdit::textChanged, this, &RunPanel::searchChanged);
    connect(previous, &QToolButton::clicked, this, [this] { search(true); });
    connect(next, &QToolButton::clicked, this, [this] { search(false); });
    connect(close, &QToolButton::clicked, this, &RunPanel::closeSearch);
    auto *layout = new QHBoxLayout(m_searchBar);
    layout->setContentsMargins(Gap4, 0, Gap3, Gap2);
    layout->setSpacing(Gap2);
    layout->addWidget(m_searchText, 1);
    layout->addWidget(m_searchCount);
    layout->addWidget(previous);
    layout->addWidget(next);
    layout->addWidget(close);
    m_searchBar->hide();
    return m_searchBar;
}

QWidget *RunPanel::makeInput()
{
    m_inputBar = new QWidget;
    m_input = new QLineEdit;
    m_input->setFont(theme::font(theme::Type::Fixed));
    m_input->setPlaceholderText(tr("A line for the command's input"));
    m_input->setAccessibleName(tr("A line for the command's input"));
    auto *sendButton = makeButton(tr("Send line"), u"send"_s);
    auto *close = makeButton(tr("End input"));
    close->setToolTip(tr("Tells the command that nothing more will come, as Ctrl+D does in a terminal"));
    connect(m_input, &QLineEdit::returnPressed, this, &RunPanel::sendLine);
    connect(sendButton, &QPushButton::clicked, this, &RunPanel::sendLine);
    connect(close, &QPushButton::clicked, this, [this] {
        if (m_run)
            m_run->closeInput();
    });
    auto *layout = new QHBoxLayout(m_inputBar);
    layout->setContentsMargins(Gap4, Gap2, Gap4, Gap2);
    layout->setSpacing(Gap2);
    layout->addWidget(m_input, 1);
    layout->addWidget(sendButton);
    layout->addWidget(close);
    return m_inputBar;
}

void RunPanel::setRun(CommandRun *run)
{
    if (m_run)
        m_run->disconnect(this);
    m_run = run;
    m_banner->hide();
    m_input->clear();
    closeSearch();
    m_view->setDocument(run ? &run->output() : nullptr);
    if (run)
        connect(run, &CommandRun::changed, this, &RunPanel::refresh);
    refresh();
}

void RunPanel::setCanRun(bool can)
{
    m_canRun = can;
    refresh();
}

void RunPanel::refresh()
{
    if (!m_run) {
        m_tick.stop();
        return;
    }
    const RunLook look = runLook(m_run->state(), m_run->exitStatus());
    m_icon->setPixmap(theme::pixmap(look.icon, 20, look.role));
    m_command->setFullText(printable(m_run->request().line, 2000));
    QStringList facts{m_run->stateText(), m_run->durationText()};
    if (m_run->received() > 0)
        facts.append(tr("%1 of output").arg(formatBytes(m_run->received())));
    if (m_run->request().shell)
        facts.append(tr("in the shell"));
    if (!m_run->request().directory.isEmpty())
        facts.append(tr("in %1").arg(printable(m_run->request().directory, 100)));
    m_state->setText(facts.join(u" · "_s));
    const bool over = m_run->isOver();
    m_stop->setVisible(!over);
    const bool stopping = m_run->state() == CommandRun::State::Stopping;
    m_stop->setText(stopping ? tr("End it now") : tr("Stop"));
    m_stop->setToolTip(stopping ? tr("Ends the command and everything it has started, whether they want or not")
                                : tr("Interrupts the command, as Ctrl+C does in a terminal"));
    m_again->setVisible(over);
    m_again->setEnabled(m_canRun);
    m_inputBar->setVisible(m_run->inputIsOpen());
    const qint64 dropped = m_run->output().dropped();
    m_dropped->setVisible(dropped > 0);
    if (dropped > 0)
        m_dropped->setText(tr("%L1 earlier lines were dropped: the newest %L2 are kept.").arg(dropped).arg(m_run->output().end() - m_run->output().first()));
    if (m_run->state() == CommandRun::State::Failed && m_run->error().code != ErrorCode::Cancelled && m_banner->text().isEmpty())
        m_banner->showError(m_run->error());
    if (over)
        m_tick.stop();
    else if (!m_tick.isActive())
        m_tick.start();
}

void RunPanel::openSearch()
{
    m_searchBar->show();
    m_searchText->setFocus();
    m_searchText->selectAll();
    searchChanged();
}

void RunPanel::closeSearch()
{
    m_searchBar->hide();
    m_view->setSearch({});
}

void RunPanel::searchChanged()
{
    m_view->setSearch(m_searchText->text());
    const int lines = m_view->matchingLines();
    m_searchCount->setText(m_searchText->text().isEmpty() ? QString() : lines == 0 ? tr("Not found") : tr("in %n line(s)", nullptr, lines));
}

void RunPanel::search(bool backwards)
{
    searchChanged();
    m_view->findNext(backwards);
}

bool RunPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_searchText && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape) {
            closeSearch();
            m_view->setFocus();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            search(key->modifiers() & Qt::ShiftModifier);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RunPanel::copyAll()
{
    if (m_run)
        QGuiApplication::clipboard()->setText(m_run->output().toPlainText());
}

void RunPanel::save()
{
    if (!m_run)
        return;
    auto *dialog = new QFileDialog(this, tr("Save output"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(tr("output.txt"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, run = m_run](const QString &path) {
        if (!run)
            return;
        m_disk.run(
                [path, text = run->output().toPlainText()] {
                    QSaveFile file(path);
                    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0 && file.commit();
                },
                this, [this, path](bool saved) {
                    if (saved)
                        m_banner->showText(Banner::Kind::Good, tr("Saved as %1.").arg(path.section(u'/', -1)));
                    else
                        m_banner->showText(Banner::Kind::Error, tr("The output could not be saved there. Choose another folder."));
                });
    });
    dialog->open();
}

void RunPanel::sendLine()
{
    if (!m_run)
        return;
    m_run->sendLine(m_input->text());
    m_input->clear();
}

} // namespace transom::ui
