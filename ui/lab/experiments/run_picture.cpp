#include "ui/lab/experiments/run_picture.h"

#include "core/base/text.h"
#include "ui/lab/experiments/calls_model.h"
#include "ui/lab/experiments/runs_table.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/ladder_view.h"
#include "ui/wire/ribbon_view.h"

#include <QComboBox>
#include <QHeaderView>
#include <QImage>
#include <QLocale>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int PaperWidth = 900;
constexpr int LeastWidth = 330;
constexpr qsizetype MostPrinted = 80; ///< rows of a ladder on paper
/// Up to so many frames a stream is shown from its first byte to its last. Of datagrams always: what is not there is what is to be seen.
constexpr qsizetype MostAtOnce = 300;

/// Calls of one connection; those of a listening socket belong to all.
class CallsOfStream : public QSortFilterProxyModel
{
public:
    CallsOfStream(CallsModel *calls, QObject *parent)
        : QSortFilterProxyModel(parent)
        , m_calls(calls)
    {
        setSourceModel(calls);
    }
    void setStream(quint64 stream)
    {
        m_stream = stream;
        invalidateFilter();
    }

private:
    bool filterAcceptsRow(int row, const QModelIndex &) const override
    {
        const quint64 stream = m_calls->calls().at(row).stream;
        return m_stream == 0 || stream == 0 || stream == m_stream;
    }

    CallsModel *m_calls;
    quint64 m_stream = 0;
};

class CallsTable : public QTableView
{
private:
    void paintEvent(QPaintEvent *event) override
    {
        QTableView::paintEvent(event);
        paintHint(*viewport(), model()->rowCount() > 0 ? QString() : RunPicture::tr("Each call of the run becomes a row here, in words."));
    }
};

} // namespace

RunPicture::RunPicture(WireRecorder &window, QWidget *parent)
    : QWidget(parent)
    , m_window(window)
    , m_recorder(new WireRecorder(this, inspect::CaptureStore::Options{}))
    , m_rows(new WireRows(*m_recorder, this))
    , m_sources(new WireSources(*m_recorder, this))
    , m_calls(new CallsModel(this))
    , m_streams(new QComboBox)
    , m_ribbon(new RibbonView(*m_rows))
    , m_ladder(new LadderView(*m_rows))
    , m_shown(new CallsOfStream(m_calls, this))
    , m_table(new CallsTable)
    , m_note(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_tabs(new QTabBar)
    , m_views(new QStackedWidget)
    , m_empty(new EmptyState(u"lab"_s, {}, {}))
    , m_ladderStack(new QStackedWidget)
{
    m_streams->setObjectName(u"run-streams"_s);
    m_streams->setAccessibleName(tr("Connection"));
    m_streams->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_streams->setMinimumContentsLength(16);
    m_table->setObjectName(u"run-calls"_s);
    m_table->setAccessibleName(tr("Calls of this run"));
    m_table->setModel(m_shown);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(RowHeight);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_tabs->setObjectName(u"run-tabs"_s);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideNone);
    m_ladderStack->addWidget(m_empty);
    m_ladderStack->addWidget(m_ladder);
    addTab(tr("Ladder"), m_ladderStack);
    addTab(tr("Calls"), m_table);
    m_note->setContentsMargins(Gap3, 0, Gap3, Gap2);
    m_note->hide();

    setMinimumWidth(LeastWidth);
    m_ribbon->setCompact(true);
    m_ribbon->hide();
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_tabs);
    row->addStretch(1);
    row->addWidget(m_streams);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap1);
    column->addLayout(row);
    column->addWidget(m_ribbon);
    column->addWidget(m_views, 1);
    column->addWidget(m_note);
    connect(m_tabs, &QTabBar::currentChanged, m_views, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, &RunPicture::showParts);
    connect(m_streams, &QComboBox::activated, this, &RunPicture::chooseStream);
    connect(m_sources, &WireSources::cutAnew, m_rows, &WireRows::cutAnew);
}

RunPicture::~RunPicture() = default;

void RunPicture::addTab(const QString &title, QWidget *widget, bool first)
{
    const int index = first ? 0 : m_tabs->count();
    m_views->insertWidget(index, widget);
    m_tabs->insertTab(index, title);
}

void RunPicture::showTab(QWidget *widget)
{
    m_tabs->setCurrentIndex(m_views->indexOf(widget));
}

/// The ribbon goes with ladder and calls; other tabs have pictures of their own.
void RunPicture::showParts()
{
    const QWidget *shown = m_views->currentWidget();
    const bool wire = shown == m_ladderStack || shown == m_table;
    m_ribbon->setVisible(wire && m_moved && m_feed);
    m_streams->setVisible(wire && m_feed && m_feed->streams().size() > 1);
}

void RunPicture::chooseStream(int index)
{
    const quint32 stream = m_streams->itemData(index).toUInt();
    m_rows->setStream(stream);
    static_cast<CallsOfStream *>(m_shown)->setStream(m_feed ? m_feed->numberOf(stream) : 0);
    showBeginning();
}

void RunPicture::clear(const QString &title, const QString &text)
{
    if (m_feed)
        m_feed->finish();
    m_feed.reset();
    m_published.reset();
    m_rows->setStream(0);
    m_rows->select({});
    m_recorder->clear();
    m_calls->clear();
    m_streams->clear();
    m_note->hide();
    m_empty->set(u"lab"_s, title, text);
    // Beside the steps there is less room than the text would like.
    const auto labels = m_empty->findChildren<QLabel *>();
    for (QLabel *label : labels) {
        if (label->wordWrap() && label->text() == text) {
            label->setFixedWidth(LeastWidth - Gap4);
            label->setFixedHeight(label->heightForWidth(LeastWidth - Gap4));
        }
    }
    m_moved = false;
    static_cast<CallsOfStream *>(m_shown)->setStream(0);
    m_ladderStack->setCurrentIndex(0);
    showTab(m_ladderStack);
    showParts();
}

bool RunPicture::isEmpty() const
{
    return m_calls->rowCount() == 0;
}

void RunPicture::add(const QList<lab::CallRecord> &calls)
{
    if (calls.isEmpty())
        return;
    m_ladderStack->setCurrentIndex(1);
    // Where nothing was sent, the calls are all there is.
    m_moved |= std::any_of(calls.begin(), calls.end(), [](const lab::CallRecord &call) { return call.movedBytes(); });
    if (!m_feed) {
        m_feed = std::make_unique<CallFeed>(*m_sources, m_guess);
        // The sources of the Wire page know how its streams are cut.
        const auto all = m_window.isRecording() ? window()->findChildren<WireSources *>() : QList<WireSources *>();
        for (WireSources *each : all) {
            if (&each->capture() == &m_window.sources())
                m_published = std::make_unique<CallFeed>(*each, m_guess);
        }
    }
    m_calls->add(calls);
    m_feed->add(calls);
    m_sources->announce();
    if (m_published)
        m_published->add(calls);
    showStreams();
    showParts();
    m_table->resizeColumnToContents(CallsModel::TimeColumn);
    m_table->resizeColumnToContents(CallsModel::EndColumn);
}

void RunPicture::showStreams()
{
    const QList<quint32> ids = m_feed->streams();
    if (m_streams->count() == ids.size() + 1)
        return;
    const quint32 shown = m_rows->stream();
    m_streams->clear();
    m_streams->addItem(tr("All connections"), 0);
    for (const quint32 id : ids) {
        const auto *stream = m_rows->capture().stream(id);
        if (stream)
            m_streams->addItem(tr("%1: %2 → %3").arg(QString::number(id), printable(stream->client, 60), printable(stream->server, 60)), id);
    }
    m_streams->setCurrentIndex(std::max(0, m_streams->findData(shown)));
    if (ids.size() == 1)
        m_rows->setStream(ids.constFirst());
}

/// A story begins at its beginning, not where a recording that goes on would be followed.
void RunPicture::showBeginning()
{
    if (m_rows->size() > 0)
        m_rows->selectFrame(m_rows->numberAt(0));
    m_ladder->verticalScrollBar()->setValue(0);
    const auto *stream = m_rows->capture().stream(m_rows->selection().stream);
    if (stream && (stream->datagrams || m_rows->size() <= MostAtOnce))
        m_ribbon->showWhole();
}

void RunPicture::finish(quint64 dropped)
{
    if (m_feed)
        m_feed->finish();
    if (m_published)
        m_published->finish();
    showBeginning();
    m_note->setVisible(dropped > 0);
    if (dropped > 0)
        m_note->setText(tr("The first %1 calls are shown; %2 more were made.").arg(QLocale().toString(m_calls->rowCount()), QLocale().toString(dropped)));
}

QImage RunPicture::ribbonImage() const
{
    if (m_rows->size() == 0)
        return {};
    // As wide as a page, whatever room the window leaves.
    RibbonView paper(*m_rows);
    paper.setCompact(true);
    paper.resize(PaperWidth, 100); // its height depends on its width
    paper.showSelection();
    if (const auto *stream = m_rows->capture().stream(m_rows->selection().stream); stream && (stream->datagrams || m_rows->size() <= MostAtOnce))
        paper.showWhole();
    paper.resize(PaperWidth, paper.sizeHint().height());
    QImage image(paper.size() * ImageScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(ImageScale);
    image.fill(color(Role::SurfaceRaised));
    paper.render(&image);
    return image;
}

QImage RunPicture::ladderImage() const
{
    return m_rows->size() == 0 ? QImage() : m_ladder->toImage(0, std::min(m_rows->size(), MostPrinted));
}

} // namespace transom::ui
