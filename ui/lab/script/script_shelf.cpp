#include "ui/lab/script/script_shelf.h"

#include "core/base/text.h"
#include "core/lab/probe/describe_probe_call.h"
#include "ui/files/drop_overlay.h"
#include "ui/lab/script/script_panel.h"
#include "ui/lab/script/source_view.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/wire_page.h"

#include <QDir>
#include <QFileDialog>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr qint64 LargestSource = 1024 * 1024;
constexpr int MostPrograms = 8;

Result<QString> readSource(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QT_TRANSLATE_NOOP("Error", "There is no such Python file, or you may not read it. Choose another one."));
    return QString::fromUtf8(file.read(LargestSource));
}

/// Where the examples are, as files of one's own that may be changed.
QStringList placeExamples(const QString &folder)
{
    QStringList paths;
    QDir().mkpath(folder);
    for (const QString &name : {u"sticky_server.py"_s, u"sticky_client.py"_s}) {
        const QString path = folder + u'/' + name;
        if (!QFile::exists(path) && QFile::copy(u":/lab/examples/"_s + name, path))
            QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        paths.append(path);
    }
    return paths;
}

} // namespace

ScriptShelf::ScriptShelf(Backend &owner)
    : LabShelf(owner, u"script"_s, tr("Run my script"))
    , m_empty(new EmptyState(u"file-code"_s, tr("See every socket call of your own program"),
                             tr("Choose a Python file, or drop one here. It runs as it always does; beside it you see what each send gave to the system, what each recv returned, and which line it was.")))
    , m_stack(new QStackedWidget)
    , m_banner(new Banner)
    , m_calls(new ScriptCallsModel(this))
    , m_drop(new DropOverlay(this))
{
    setAcceptDrops(true);
    m_drop->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(m_banner);
    column->addWidget(m_stack, 1);
    QPushButton *choose = m_empty->addAction(tr("Choose a Python file"), u"folder"_s, true);
    choose->setObjectName(u"script-choose"_s);
    connect(choose, &QPushButton::clicked, this, &ScriptShelf::askForFile);
    QPushButton *example = m_empty->addAction(tr("Open two examples"), u"file-code"_s);
    example->setObjectName(u"script-example"_s);
    connect(example, &QPushButton::clicked, this, &ScriptShelf::openExamples);
    m_stack->addWidget(m_empty);
    m_timer.setInterval(30);
    connect(&m_timer, &QTimer::timeout, this, &ScriptShelf::take);
}

ScriptShelf::~ScriptShelf() = default;

void ScriptShelf::open(const QString &subject)
{
    if (subject == "example"_L1)
        openExamples();
    else if (!subject.isEmpty())
        openFile(subject);
}

void ScriptShelf::askForFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose a Python file"), {}, tr("Python (*.py)"));
    if (!path.isEmpty())
        openFile(path);
}

void ScriptShelf::openExamples()
{
    const QString folder = backend().paths().data + u"/examples"_s;
    m_disk.run([folder] { return placeExamples(folder); }, this, [this](const QStringList &paths) {
        for (const QString &path : paths)
            openFile(path);
    });
}

void ScriptShelf::openFile(const QString &path)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    m_disk.run([file] { return readSource(file); }, this, [this, file](const Result<QString> &source) {
        if (!source)
            return m_banner->showError(source.error());
        m_banner->hide();
        makeBody();
        addProgram(file, *source);
    });
}

// Programs -------------------------------------------------------------------------------------------------------------------

ScriptPanel *ScriptShelf::panel(int index) const
{
    return m_panels ? qobject_cast<ScriptPanel *>(m_panels->widget(index)) : nullptr;
}

int ScriptShelf::indexOf(const QString &file) const
{
    for (int i = 0; m_panels && i < m_panels->count(); ++i) {
        if (panel(i)->program().path() == file)
            return i;
    }
    return -1;
}

void ScriptShelf::addProgram(const QString &path, const QString &source)
{
    const int known = indexOf(path);
    if (known >= 0) {
        panel(known)->source().setSource(source);
        return m_programs->setCurrentIndex(known);
    }
    if (m_panels->count() >= MostPrograms)
        return m_banner->showText(Banner::Kind::Warning, tr("Eight programs are open. Close one of them first."));
    auto *added = new ScriptPanel(new ScriptProgram(path));
    added->source().setSource(source);
    m_panels->addWidget(added);
    const int index = m_programs->addTab(theme::icon(u"file-code"_s), added->program().name());
    m_programs->setTabToolTip(index, plainToolTip(path));
    QToolButton *close = makeToolButton(u"close"_s, tr("Close this program"));
    close->setObjectName(u"script-close"_s);
    close->setFixedSize(24, 24);
    m_programs->setTabButton(index, QTabBar::RightSide, close);
    connect(close, &QToolButton::clicked, this, [this, added] { closeProgram(m_panels->indexOf(added)); }, Qt::QueuedConnection);
    connect(added, &ScriptPanel::runWanted, this, [this, added] { run(added); });
    connect(&added->source(), &SourceView::lineClicked, this, [this, added](int line) { showLine(added, line); });
    connect(&added->program(), &ScriptProgram::stateChanged, this, &ScriptShelf::updateState);
    if (m_panels->count() == 1)
        m_programs->setCurrentIndex(index);
    updateState();
}

void ScriptShelf::closeProgram(int index)
{
    QWidget *closed = m_panels->widget(index);
    if (!closed)
        return;
    m_panels->removeWidget(closed);
    m_programs->removeTab(index);
    m_panels->setCurrentIndex(m_programs->currentIndex());
    delete closed;
    updateState();
}

void ScriptShelf::run(ScriptPanel *wanted)
{
    m_banner->hide();
    bool others = false;
    for (int i = 0; i < m_panels->count(); ++i)
        others = others || panel(i)->program().isRunning();
    if (!others)
        startOver();
    // It may have been changed in an editor since.
    const QString path = wanted->program().path();
    m_disk.run([path] { return readSource(path); }, this, [this, wanted = QPointer(wanted)](const Result<QString> &source) {
        if (!wanted || wanted->program().isRunning())
            return;
        if (!source)
            return m_banner->showError(source.error());
        wanted->source().setSource(*source);
        wanted->program().start(wanted->arguments());
        m_timer.start();
    });
}

void ScriptShelf::startOver()
{
    m_calls->clear();
    m_counts.clear();
    m_numbers->clear();
    m_connection->hide(); // until there is one
    m_listening.clear();
    for (int i = 0; i < m_panels->count(); ++i) {
        panel(i)->source().clearAnnotations();
        panel(i)->source().setCounts({});
    }
    const QPointer<WireSources> sources = m_sources;
    m_capture = std::make_unique<lab::ProbeCapture>(backend().wire().sources(), lab::ProbeStreams{
                                                            [sources](const inspect::WatchedStream &stream, bool datagrams) { return sources ? sources->add(stream, datagrams) : 0; },
                                                            [sources](quint32 stream) { return sources ? sources->framed(stream) : nullptr; }});
}

void ScriptShelf::take()
{
    QList<lab::ProbeCall> calls;
    bool any = false;
    for (int i = 0; i < m_panels->count(); ++i) {
        ScriptPanel *each = panel(i);
        for (const lab::ScriptEvent &event : each->program().take()) {
            if (event.kind == lab::ScriptEvent::Kind::Call)
                calls.append(event.call);
            else
                tell(each, event);
        }
        any = any || each->program().isRunning();
    }
    addCalls(std::move(calls));
    if (!any) {
        m_timer.stop();
        m_capture->finish();
        m_sources->announce();
    }
}

void ScriptShelf::tell(ScriptPanel *from, const lab::ScriptEvent &event)
{
    using Kind = lab::ScriptEvent::Kind;
    if (event.kind == Kind::Ended && event.error.code != ErrorCode::None) {
        m_banner->showError(event.error);
    } else if (event.kind == Kind::Nonsense) {
        m_banner->showText(Banner::Kind::Warning, tr("%n line(s) of the program were no reports of calls, and are left out. The last one: %1", nullptr, static_cast<int>(event.number)).arg(event.nonsense.line));
    } else if (event.kind == Kind::Exception) {
        const int index = indexOf(event.exception.file);
        ScriptPanel *at = index >= 0 ? panel(index) : from;
        at->source().annotate(event.exception.line, printable(QStringView(event.exception.sentence()), 300), lab::exceptionHint(event.exception));
    }
}

void ScriptShelf::addCalls(QList<lab::ProbeCall> calls)
{
    if (calls.isEmpty())
        return;
    std::stable_sort(calls.begin(), calls.end(), [](const lab::ProbeCall &one, const lab::ProbeCall &other) { return lab::ProbeCapture::orderNs(one) < lab::ProbeCapture::orderNs(other); });
    QList<ScriptCallsModel::Row> rows;
    const bool first = m_calls->rowCount() == 0;
    quint32 stream = 0;
    for (const lab::ProbeCall &call : calls) {
        rows.append({call, m_capture->add(call)});
        if (stream == 0)
            stream = rows.last().bytes.stream;
        ++m_counts[call.file][call.line];
        if (call.name == "listen"_L1 && !call.failed() && call.kind.startsWith("tcp"_L1))
            m_listening = call.local;
    }
    const bool follow = first || !m_table->selectionModel()->hasSelection();
    m_calls->append(rows);
    m_sources->announce();
    for (int i = 0; i < m_panels->count(); ++i)
        panel(i)->source().setCounts(m_counts.value(panel(i)->program().path()));
    const auto isOfRun = [this](quint32 wanted) {
        for (int i = 0; i < m_calls->rowCount(); ++i) {
            if (m_calls->at(i).bytes.stream == wanted)
                return true;
        }
        return false;
    };
    m_connection->setVisible(m_connection->isVisibleTo(this) || stream != 0);
    if (stream != 0 && (m_rows->stream() == 0 || !isOfRun(m_rows->stream())))
        m_rows->setStream(stream);
    if (follow)
        m_table->scrollToBottom();
    m_numbers->setText(tr("%n call(s)", nullptr, m_calls->rowCount()));
    updateState();
}

void ScriptShelf::putRelay()
{
    RelayStation::Wanted wanted;
    const qsizetype colon = m_listening.lastIndexOf(u':');
    wanted.targetHost = m_listening.first(std::max<qsizetype>(0, colon)).remove(u'[').remove(u']');
    if (wanted.targetHost == "0.0.0.0"_L1)
        wanted.targetHost = u"127.0.0.1"_s;
    else if (wanted.targetHost == "::"_L1)
        wanted.targetHost = u"::1"_s;
    wanted.targetPort = m_listening.mid(colon + 1).toUShort();
    if (m_relays && wanted.targetPort > 0)
        m_askedRelay = m_relays->start(wanted);
    showRelay();
}

void ScriptShelf::showRelay()
{
    const RelayStation::Entry *entry = m_relays && m_askedRelay > 0 ? m_relays->relay(m_askedRelay) : nullptr;
    if (!entry)
        return;
    if (entry->error.code != ErrorCode::None)
        m_banner->showError(entry->error);
    else if (entry->isRunning())
        m_banner->showText(Banner::Kind::Info, tr("A relay listens at %1. Give that port to your client: what passes is shown on the Wire page, and can be disturbed there.").arg(entry->listening), tr("Show the Wire page"));
    else
        return; // not yet
    m_askedRelay = 0;
}

// One selection --------------------------------------------------------------------------------------------------------------

void ScriptShelf::showCall(int row)
{
    const ScriptCallsModel::Row shown = m_calls->at(row);
    const int index = indexOf(shown.call.file);
    m_linking = true;
    if (index >= 0) {
        m_programs->setCurrentIndex(index);
        panel(index)->source().mark(shown.call.line);
    }
    if (shown.bytes.stream != 0 && m_rows->stream() != shown.bytes.stream)
        m_rows->setStream(shown.bytes.stream);
    m_rows->select(shown.bytes.range.isEmpty() ? inspect::Selection{} : shown.bytes);
    m_linking = false;
}

void ScriptShelf::showLine(ScriptPanel *from, int line)
{
    const QList<int> rows = m_calls->rowsOfLine(from->program().path(), line);
    QItemSelection selection;
    for (const int row : rows)
        selection.select(m_calls->index(row, 0), m_calls->index(row, ScriptCallsModel::Columns - 1));
    m_linking = true;
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (!rows.isEmpty()) {
        m_table->scrollTo(m_calls->index(rows.first(), 0));
        const inspect::Selection bytes = m_calls->at(rows.first()).bytes;
        if (bytes.stream != 0 && m_rows->stream() != bytes.stream)
            m_rows->setStream(bytes.stream);
        m_rows->select(bytes.range.isEmpty() ? inspect::Selection{} : bytes);
    }
    m_linking = false;
}

void ScriptShelf::showSelection()
{
    if (m_linking)
        return;
    const int row = m_calls->rowOf(m_rows->selection());
    if (row < 0)
        return;
    m_linking = true;
    m_table->selectionModel()->setCurrentIndex(m_calls->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    const lab::ProbeCall &call = m_calls->at(row).call;
    if (const int index = indexOf(call.file); index >= 0) {
        m_programs->setCurrentIndex(index);
        panel(index)->source().mark(call.line);
    }
    m_linking = false;
}

void ScriptShelf::updateState()
{
    int running = 0;
    for (int i = 0; i < m_panels->count(); ++i) {
        const bool runs = panel(i)->program().isRunning();
        running += runs ? 1 : 0;
        m_programs->setTabIcon(i, theme::icon(runs ? u"play"_s : u"file-code"_s, runs ? Role::Good : Role::Text));
    }
    m_relay->setVisible(m_relays && running > 0 && !m_listening.isEmpty());
    m_stack->setCurrentIndex(m_panels->count() > 0 ? 1 : 0);
    Q_EMIT activityChanged(running);
}

} // namespace transom::ui
