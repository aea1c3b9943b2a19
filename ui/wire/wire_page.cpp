#include "ui/wire/wire_page.h"

#include "core/base/text.h"
#include "core/inspect/capture_file.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/bytes_view.h"
#include "ui/wire/filter_line.h"
#include "ui/wire/follow_view.h"
#include "ui/wire/frame_panel.h"
#include "ui/wire/kernel_panel.h"
#include "ui/wire/ladder_view.h"
#include "ui/wire/relay_panel.h"
#include "ui/wire/replay_dialog.h"
#include "ui/wire/ribbon_view.h"
#include "ui/wire/stream_bar.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QSaveFile>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;

WirePage::WirePage(Backend &owner)
    : Page(owner, tr("Wire"), u"wire"_s)
    , m_rows(new WireRows(owner.wire(), this))
    , m_sources(new WireSources(owner.wire(), this))
    , m_station(new RelayStation(*m_sources, this))
    , m_banner(new Banner)
    , m_streams(new StreamBar(*m_rows, *m_sources))
    , m_relayPanel(new RelayPanel(*m_station))
    , m_filter(new FilterLine(*m_rows))
    , m_ladder(new LadderView(*m_rows))
    , m_follow(new FollowView(*m_rows))
    , m_ribbon(new RibbonView(*m_rows))
    , m_panel(new FramePanel(*m_rows))
    , m_kernel(new KernelPanel(owner))
    , m_empty(new EmptyState(u"wire"_s, {}, {}))
    , m_stack(new QStackedWidget)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTools());
    auto *bannerRow = new QVBoxLayout;
    bannerRow->setContentsMargins(Gap4, 0, Gap4, 0);
    bannerRow->addWidget(m_banner);
    layout->addLayout(bannerRow);
    layout->addSpacing(Gap1);
    layout->addWidget(m_stack, 1);
    m_emptyAction = m_empty->addAction({}, {}, true);
    m_emptyAction->setObjectName(u"wire-empty-action"_s);
    QPushButton *between = m_empty->addAction(tr("Put a relay in between"), u"link"_s);
    between->setObjectName(u"wire-empty-relay"_s);
    connect(between, &QPushButton::clicked, this, [this] { showRelay(true); });
    QPushButton *demo = m_empty->addAction(tr("Show two sends and one recv"), u"play"_s);
    demo->setObjectName(u"wire-empty-demo"_s);
    connect(demo, &QPushButton::clicked, this, &WirePage::runDemo);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeBody());

    WireRecorder &recorder = owner.wire();
    connect(m_record, &QPushButton::clicked, this, [&recorder] { recorder.setRecording(!recorder.isRecording()); });
    connect(m_contents, &QComboBox::activated, this, [&recorder](int index) { recorder.setContents(static_cast<WireRecorder::Contents>(index)); });
    connect(m_pause, &QPushButton::clicked, m_rows, &WireRows::setPaused);
    connect(m_clear, &QToolButton::clicked, this, [this, &recorder] { recorder.isShowingOpened() ? closeOpened() : recorder.clear(); });
    connect(m_emptyAction, &QPushButton::clicked, this, [this, &recorder] {
        if (!backend().isOnline())
            Q_EMIT pageWanted(u"connect"_s);
        else if (!recorder.isRecording())
            recorder.setRecording(true);
        else
            Q_EMIT pageWanted(u"chat"_s);
    });
    connectStreams();
    connect(m_panel, &FramePanel::helpWanted, this, [this](int heading) { Q_EMIT pageWanted(u"help/07-on-the-wire#%1"_s.arg(heading)); });
    connect(m_ladder, &LadderView::noteWanted, m_panel, &FramePanel::editNote);
    connect(m_panel, &FramePanel::encodingChanged, m_follow, &FollowView::setEncoding);
    connect(&recorder, &WireRecorder::recordingChanged, this, &WirePage::updateState);
    connect(&recorder, &WireRecorder::cleared, this, [this, &recorder] {
        if (!recorder.isShowingOpened())
            m_opened.clear();
        updateState();
    });
    connect(&recorder, &WireRecorder::contentsChanged, this, &WirePage::updateState);
    connect(m_rows, &WireRows::rowsChanged, this, &WirePage::showNumbers);
    connect(m_rows, &WireRows::pausedChanged, this, &WirePage::updateState);
    connect(&owner, &Backend::statusChanged, this, &WirePage::updateState);
    const auto shortcut = [this](const QKeySequence &keys, const auto &call) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, call);
    };
    shortcut(QKeySequence::Find, [this] { m_filter->focusSearch(); });
    shortcut(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { m_filter->focusFilter(); });
    shortcut(QKeySequence(Qt::Key_F3), [this] { m_filter->find(false); });
    shortcut(QKeySequence(Qt::SHIFT | Qt::Key_F3), [this] { m_filter->find(true); });
    shortcut(QKeySequence::Open, [this] { askToOpen(); });
    shortcut(QKeySequence::Save, [this] { askForFile(Export::Capture, u"pcapng"_s, tr("Capture (*.pcapng)")); });
    shortcut(QKeySequence(Qt::CTRL | Qt::Key_R), [&recorder] { recorder.setRecording(!recorder.isRecording()); });
    shortcut(QKeySequence(Qt::CTRL | Qt::Key_P), [this] { m_rows->setPaused(!m_rows->isPaused()); });
    updateState();
}

WirePage::~WirePage() = default;

void WirePage::connectStreams()
{
    connect(m_relay, &QPushButton::clicked, this, &WirePage::showRelay);
    connect(m_relayPanel, &RelayPanel::closed, this, [this] { showRelay(false); });
    connect(m_relayPanel, &RelayPanel::streamWanted, m_rows, &WireRows::setStream);
    connect(m_sources, &WireSources::cutAnew, m_rows, &WireRows::cutAnew);
    connect(m_sources, &WireSources::demoDone, this, [this](quint32 stream, const Error &error) {
        if (error.code != ErrorCode::None)
            return m_banner->showError(error);
        m_rows->setStream(stream);
        m_tabs->setCurrentIndex(0);
    });
}

void WirePage::runDemo()
{
    m_sources->runDemo();
}

void WirePage::showRelay(bool on)
{
    const client::Endpoint &endpoint = backend().status().endpoint;
    m_relayPanel->suggestTarget(endpoint.host, endpoint.port);
    m_relay->setChecked(on);
    const bool changes = on == m_relayPanel->isHidden();
    m_relayPanel->setVisible(on);
    // What one looks at keeps its room: the fields give theirs to the relay.
    if (changes)
        m_across->setSizes(on ? QList<int>{280, 520, 340} : QList<int>{0, 700, 440});
    showNumbers();
    if (on)
        m_relayPanel->focusTarget();
}

QWidget *WirePage::makeTools()
{
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(Gap4, Gap3, Gap3, Gap2);
    row->setSpacing(Gap2);
    m_record = makeButton({});
    m_record->setObjectName(u"wire-record"_s);
    m_contents = new QComboBox;
    m_contents->setObjectName(u"wire-contents"_s);
    m_contents->setAccessibleName(tr("What is recorded"));
    m_contents->addItems({tr("Headers only"), tr("Messages, without file contents"), tr("Everything")});
    m_contents->setToolTip(plainToolTip(tr("Passwords and proofs are never recorded, whatever is chosen here.")));
    m_pause = makeButton(tr("Pause view"), u"pause"_s);
    m_pause->setObjectName(u"wire-pause"_s);
    m_pause->setCheckable(true);
    m_pause->setToolTip(plainToolTip(tr("The view stands still; traffic and recording go on.")));
    m_clear = makeToolButton(u"trash"_s, tr("Clear the recording"));
    m_clear->setObjectName(u"wire-clear"_s);
    m_export = makeToolButton(u"download"_s, tr("Save as a file"));
    m_export->setObjectName(u"wire-export"_s);
    m_export->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_export);
    menu->addAction(tr("The recording, with notes and marks …"), this, [this] { askForFile(Export::Capture, u"pcapng"_s, tr("Capture (*.pcapng)")); });
    menu->addSeparator();
    menu->addAction(tr("Selection as text …"), this, [this] { askForFile(Export::Selection, u"txt"_s, tr("Text (*.txt)")); });
    menu->addAction(tr("Ladder as SVG …"), this, [this] { askForFile(Export::Ladder, u"svg"_s, tr("Drawing (*.svg)")); });
    menu->addAction(tr("Ladder as PNG …"), this, [this] { askForFile(Export::Ladder, u"png"_s, tr("Picture (*.png)")); });
    menu->addAction(tr("Ribbon as SVG …"), this, [this] { askForFile(Export::Ribbon, u"svg"_s, tr("Drawing (*.svg)")); });
    menu->addAction(tr("Ribbon as PNG …"), this, [this] { askForFile(Export::Ribbon, u"png"_s, tr("Picture (*.png)")); });
    menu->addAction(tr("Frames shown, as pcapng …"), this, [this] { askForFile(Export::Pcapng, u"pcapng"_s, tr("Capture (*.pcapng)")); });
    m_export->setMenu(menu);
    m_relay = makeButton(tr("Relay"), u"link"_s);
    m_relay->setObjectName(u"wire-relay"_s);
    m_relay->setCheckable(true);
    m_relay->setToolTip(plainToolTip(tr("Stand between a client and a server of any kind: listen here, forward there.")));
    m_more = makeToolButton(u"more"_s, tr("More"));
    m_more->setObjectName(u"wire-more"_s);
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *more = new QMenu(m_more);
    more->addAction(tr("Open a capture …"), this, &WirePage::askToOpen)->setObjectName(u"wire-open"_s);
    more->addAction(tr("Replay this stream …"), this, &WirePage::replay)->setObjectName(u"wire-replay"_s);
    more->addSeparator();
    more->addAction(tr("Show two sends and one recv"), this, &WirePage::runDemo);
    more->addAction(tr("What all this is"), this, [this] { Q_EMIT pageWanted(u"help/07-on-the-wire"_s); });
    m_more->setMenu(more);
    m_numbers = makeLabel({}, Type::Body, Role::TextMuted);
    m_numbers->setObjectName(u"wire-numbers"_s);
    m_numbers->setWordWrap(false);
    m_numbers->setMinimumWidth(0);
    m_numbers->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_numbers->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_record);
    row->addWidget(m_contents);
    row->addWidget(m_pause);
    row->addWidget(m_relay);
    row->addWidget(m_numbers, 1);
    row->addWidget(m_clear);
    row->addWidget(m_export);
    row->addWidget(m_more);
    return tools;
}

QWidget *WirePage::makeBody()
{
    m_tabs = new QTabBar;
    m_tabs->setObjectName(u"wire-tabs"_s);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->addTab(tr("Ladder"));
    m_tabs->addTab(tr("Follow"));
    auto *views = new QStackedWidget;
    views->addWidget(m_ladder);
    views->addWidget(m_follow);
    connect(m_tabs, &QTabBar::currentChanged, views, &QStackedWidget::setCurrentIndex);
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(m_tabs);
    leftLayout->addWidget(views, 1);
    auto *across = m_across = new QSplitter;
    across->setChildrenCollapsible(false);
    across->setHandleWidth(1);
    left->setMinimumWidth(430);
    m_sides = new QTabBar;
    m_sides->setObjectName(u"wire-sides"_s);
    m_sides->setDrawBase(false);
    m_sides->setExpanding(false);
    m_sides->addTab(tr("Frame"));
    m_sides->addTab(tr("Kernel"));
    m_sides->setTabToolTip(1, plainToolTip(tr("What the operating system says of the connection's sockets")));
    auto *sideViews = new QStackedWidget;
    sideViews->addWidget(m_panel);
    sideViews->addWidget(m_kernel);
    connect(m_sides, &QTabBar::currentChanged, sideViews, &QStackedWidget::setCurrentIndex);
    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addWidget(m_sides);
    rightLayout->addWidget(sideViews, 1);
    right->setMinimumWidth(340);
    m_relayPanel->setMinimumWidth(280);
    m_relayPanel->setMaximumWidth(420);
    m_relayPanel->hide();
    across->addWidget(m_relayPanel);
    across->addWidget(left);
    across->addWidget(right);
    across->setStretchFactor(1, 1);
    across->setSizes({290, 700, 440});
    auto *line = new QFrame;
    line->setFixedHeight(1);
    line->setAutoFillBackground(true);
    QPalette palette = line->palette();
    palette.setColor(QPalette::Window, color(Role::Line));
    line->setPalette(palette);
    auto *body = new QWidget;
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_filter->putBefore(m_streams->chooser());
    layout->addWidget(m_filter);
    layout->addWidget(m_streams);
    layout->addWidget(across, 1);
    layout->addWidget(line);
    layout->addWidget(m_ribbon);
    return body;
}

void WirePage::updateState()
{
    WireRecorder &recorder = backend().wire();
    const bool recording = recorder.isRecording();
    m_record->setText(recording ? tr("Stop recording") : tr("Record"));
    m_record->setIcon(theme::icon(recording ? u"stop"_s : u"record"_s, Role::Bad));
    m_contents->setCurrentIndex(static_cast<int>(recorder.contents()));
    m_pause->setChecked(m_rows->isPaused());
    m_pause->setText(m_rows->isPaused() ? tr("Go on") : tr("Pause view"));
    m_pause->setIcon(theme::icon(m_rows->isPaused() ? u"play"_s : u"pause"_s));
    if (!backend().isOnline()) {
        m_empty->set(u"wire"_s, tr("See every byte as it passes"),
                     tr("Connect to a server first, or try it on this computer. Then switch recording on, and whatever you do on the other pages is drawn here, frame by frame."));
        m_emptyAction->setText(tr("Connect"));
        m_emptyAction->setIcon(theme::icon(u"connect"_s, Role::AccentText));
    } else if (!recording) {
        m_empty->set(u"wire"_s, tr("Nothing is recorded"),
                     tr("Recording is off until you ask for it. Passwords and proofs are never recorded, and files only if you choose so. It is gone when you close the window."));
        m_emptyAction->setText(tr("Record"));
        m_emptyAction->setIcon(theme::icon(u"record"_s, Role::AccentText));
    } else {
        m_empty->set(u"wire"_s, tr("Recording; nothing has passed yet"), tr("Do something: send a line of chat, run a command, or copy a file, and watch it cross the wire."));
        m_emptyAction->setText(tr("Send a line of chat"));
        m_emptyAction->setIcon(theme::icon(u"chat"_s, Role::AccentText));
    }
    showNumbers();
}

void WirePage::showNumbers()
{
    const auto &capture = m_rows->capture();
    const bool any = capture.frameCount() > 0;
    m_stack->setCurrentIndex(any || m_relay->isChecked() ? 1 : 0);
    for (QWidget *each : std::initializer_list<QWidget *>{m_pause, m_clear, m_export})
        each->setEnabled(any);
    const QLocale locale;
    QStringList parts;
    const bool opened = m_rows->isShowingOpened();
    m_clear->setIcon(theme::icon(opened ? u"close"_s : u"trash"_s));
    m_clear->setToolTip(plainToolTip(opened ? tr("Close the file") : tr("Clear the recording")));
    m_clear->setAccessibleName(opened ? tr("Close the file") : tr("Clear the recording"));
    if (opened)
        parts += tr("File %1").arg(printable(m_opened, 60));
    else if (backend().wire().isRecording())
        parts += m_rows->isPaused() ? tr("Recording, view paused: %1 waiting").arg(locale.toString(m_rows->waiting())) : tr("Recording");
    if (any)
        parts += tr("%n frame(s)", nullptr, static_cast<int>(capture.frameCount()));
    if (capture.dropped() > 0)
        parts += tr("%1 dropped").arg(locale.toString(capture.dropped()));
    if (capture.contentsDropped() > 0)
        parts += tr("contents of %1 dropped").arg(locale.toString(capture.contentsDropped()));
    m_numbers->setText(parts.join(u" · "_s));
    m_numbers->setToolTip(plainToolTip(opened ? tr("Of a file the newest 200,000 frames are shown, with 64 MB of contents.") : tr("The newest 200,000 frames and 64 MB of contents are kept in memory, what is older on the disk, up to 4 GB; then the oldest go. All of it is gone when the window is closed.")));
}

void WirePage::open(const QString &subject)
{
    m_tabs->setCurrentIndex(0);
    const auto *frame = m_rows->capture().frame(subject.toULongLong());
    if (frame && m_rows->stream() != 0 && m_rows->stream() != frame->stream)
        m_rows->setStream(0);
    m_rows->selectFrame(subject.toULongLong());
    m_ladder->setFocus();
}

void WirePage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_rows->currentFrame() != 0)
        return m_rows->select({});
    Page::keyPressEvent(event);
}

void WirePage::exportTo(const QString &path, Export what)
{
    m_banner->hide();
    const auto done = [this, path](const QString &error) {
        if (error.isEmpty())
            m_banner->showText(Banner::Kind::Good, tr("Saved as %1.").arg(path));
        else
            m_banner->showText(Banner::Kind::Error, tr("%1 could not be written: %2. Choose another folder.").arg(path, error));
    };
    const std::function<QByteArray()> make = wireExport(what == Export::ByEnding ? exportFor(path) : what, path.section(u'.', -1).toLower(), {*m_rows, *m_ladder, *m_ribbon, m_panel->bytes()});
    if (!make)
        return m_banner->showText(Banner::Kind::Warning, tr("There is nothing to save. Choose a frame first."));
    m_disk.run(
            [path, make] {
                const QByteArray bytes = make();
                QSaveFile file(path);
                return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit() ? QString() : file.errorString();
            },
            this, done);
}

void WirePage::saveTo(const QString &path)
{
    m_banner->hide();
    WireRecorder &recorder = backend().wire();
    recorder.takeAll();
    const auto snapshot = inspect::snapshotOf(m_rows->capture(), recorder.isShowingOpened() ? nullptr : recorder.store(), m_rows->notes());
    m_disk.run([snapshot, path] { return inspect::saveCapture(snapshot, path, u"transom"_s); }, this, [this, path](const Result<void> &saved) {
        if (saved)
            m_banner->showText(Banner::Kind::Good, tr("Saved as %1.").arg(path));
        else
            m_banner->showError(saved.error());
    });
}

void WirePage::openFile(const QString &path)
{
    m_banner->hide();
    struct Read
    {
        std::shared_ptr<inspect::StreamCapture> capture = std::make_shared<inspect::StreamCapture>();
        Result<inspect::ReadCapture> result;
    };
    const auto task = [path] {
        Read read;
        QFile file(path);
        if (file.open(QIODevice::ReadOnly))
            read.result = inspect::readCapture(file, *read.capture);
        else
            read.result = fail(ErrorCode::InputOutput, QT_TRANSLATE_NOOP("Error", "The file could not be opened. Check that it is there and that you may read it."));
        return read;
    };
    m_disk.run(task, this, [this, path](const Read &read) {
        if (!read.result)
            return m_banner->showError(read.result.error());
        if (!m_rows->isShowingOpened())
            m_liveNotes = m_rows->notes();
        m_opened = QFileInfo(path).fileName();
        m_rows->setStream(0);
        backend().wire().showOpened(read.capture);
        m_rows->setNotes(read.result->marks);
        QStringList news;
        if (read.result->broken.code != ErrorCode::None)
            news += tr("Only a part of the file could be read: %1").arg(describe(read.result->broken));
        if (const quint64 left = read.capture->dropped(); left > 0)
            news += tr("The file has more frames than are shown at once: the first %1 are left out.").arg(QLocale().toString(left));
        if (read.result->missing > 0)
            news += tr("%1 are not in the file; where they belong is shown.").arg(formatBytes(read.result->missing));
        if (!news.isEmpty())
            m_banner->showText(read.result->broken.code != ErrorCode::None ? Banner::Kind::Warning : Banner::Kind::Info, news.join(u' '));
        updateState();
    });
}

void WirePage::closeOpened()
{
    m_banner->hide();
    m_rows->setStream(0);
    backend().wire().showOpened(nullptr);
    m_rows->setNotes(std::exchange(m_liveNotes, {}));
}

void WirePage::askToOpen()
{
    if (const QString path = QFileDialog::getOpenFileName(this, tr("Open a capture"), {}, tr("Captures (*.pcapng *.pcap);;All files (*)")); !path.isEmpty())
        openFile(path);
}

void WirePage::replay()
{
    m_banner->hide();
    const auto ids = m_rows->capture().streamIds();
    const quint32 stream = m_rows->stream() != 0 ? m_rows->stream() : m_rows->selection().stream != 0 ? m_rows->selection().stream : ids.size() == 1 ? ids.first() : 0;
    if (stream == 0)
        return m_banner->showText(Banner::Kind::Info, tr("Choose the stream whose client is to be heard again first."));
    auto steps = lab::replaySteps(m_rows->capture(), stream);
    if (!steps)
        return m_banner->showError(steps.error());
    const auto *watched = m_rows->capture().stream(stream);
    auto *dialog = new ReplayDialog(std::move(*steps), watched ? watched->server : QString(), this);
    dialog->show();
}

void WirePage::askForFile(Export what, const QString &ending, const QString &kind)
{
    QString path = QFileDialog::getSaveFileName(this, tr("Save as a file"), u"wire."_s + ending, kind);
    if (path.isEmpty())
        return;
    if (!path.endsWith(u'.' + ending, Qt::CaseInsensitive))
        path += u'.' + ending;
    if (what == Export::Capture)
        return saveTo(path);
    exportTo(path, what);
}

} // namespace transom::ui
