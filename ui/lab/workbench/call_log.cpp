#include "ui/lab/workbench/call_log.h"

#include "core/base/text.h"
#include "core/lab/workbench/bench_meaning.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int RowOfTwoLines = 48;

/// A call in fixed width and below it what came of it means; the result with its sign.
class CallDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem plain = option;
        initStyleOption(&plain, index);
        plain.text.clear();
        plain.icon = {};
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, option.widget);
        painter->save();
        const QRect room = option.rect.adjusted(Gap2, Gap1, -Gap2, -Gap1);
        const QString text = index.data().toString();
        if (index.column() == CallLogModel::Call)
            paintCall(*painter, room, text, index.data(CallLogModel::MeaningRole).toString(), static_cast<const CallLogModel *>(index.model())->writing() != CallLogModel::Writing::Words);
        else if (index.column() == CallLogModel::Result)
            paintResult(*painter, room, text, static_cast<CallLogModel::State>(index.data(CallLogModel::StateRole).toInt()));
        else
            paintTimes(*painter, room, text, index.siblingAtColumn(CallLogModel::Took).data().toString());
        painter->restore();
    }

private:
    static QRect upper(const QRect &room) { return {room.left(), room.top(), room.width(), room.height() / 2}; }

    static void paintCall(QPainter &painter, const QRect &room, const QString &line, const QString &meaning, bool isCode)
    {
        painter.setFont(theme::font(isCode ? Type::Fixed : Type::Body));
        painter.setPen(color(Role::Text));
        painter.drawText(upper(room), Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(line, Qt::ElideMiddle, room.width()));
        painter.setFont(theme::font(Type::Caption));
        painter.setPen(color(Role::TextMuted));
        painter.drawText(room.adjusted(0, room.height() / 2, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(meaning, Qt::ElideRight, room.width()));
    }

    static void paintResult(QPainter &painter, const QRect &room, const QString &text, CallLogModel::State state)
    {
        using State = CallLogModel::State;
        const Role role = state == State::Good ? Role::Good : state == State::Bad ? Role::Bad : Role::Warn;
        const QString icon = state == State::Good ? u"ok"_s : state == State::Bad ? u"error"_s : state == State::Waiting ? u"clock"_s : u"warning"_s;
        const QRect line = upper(room);
        painter.drawPixmap(line.left(), line.center().y() - 7, 16, 16, pixmap(icon, 16, role));
        painter.setFont(theme::font(Type::Fixed));
        painter.setPen(color(Role::Text));
        const QRect rest = line.adjusted(20, 0, 0, 0);
        // An error's number goes below its name: both are to be read whole.
        const qsizetype bracket = state == State::Good ? -1 : text.indexOf(" ("_L1);
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(bracket < 0 ? text : text.first(bracket), Qt::ElideRight, rest.width()));
        if (bracket < 0)
            return;
        painter.setFont(theme::font(Type::Caption));
        painter.setPen(color(Role::TextMuted));
        painter.drawText(room.adjusted(20, room.height() / 2, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, "errno "_L1 + text.sliced(bracket + 2).chopped(1));
    }

    static void paintTimes(QPainter &painter, const QRect &room, const QString &time, const QString &took)
    {
        painter.setFont(theme::font(Type::Caption));
        painter.setPen(color(Role::TextMuted));
        painter.drawText(upper(room), Qt::AlignLeft | Qt::AlignVCenter, time);
        if (!took.isEmpty())
            painter.drawText(room.adjusted(0, room.height() / 2, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, u'+' + took);
    }
};

QString durationText(qint64 ns)
{
    return ns < 1'000'000'000 ? formatRoundTrip(ns) : QLocale().toString(static_cast<double>(ns) / 1e9, 'f', 1) + " s"_L1;
}

} // namespace

CallLogModel::CallLogModel(lab::Workbench &bench)
    : m_bench(bench)
{
    connect(&bench, &lab::Workbench::entryAdded, this, [this](quint64 number) {
        const auto row = static_cast<int>(m_numbers.size());
        beginInsertRows({}, row, row);
        m_numbers.append(number);
        if (row == 0)
            m_firstNs = m_bench.entry(number)->beganNs;
        endInsertRows();
    });
    connect(&bench, &lab::Workbench::entryChanged, this, [this](quint64 number) {
        const auto row = static_cast<int>(m_numbers.indexOf(number));
        if (row >= 0)
            Q_EMIT dataChanged(index(row, 0), index(row, Columns - 1));
    });
    connect(&bench, &lab::Workbench::logCut, this, &CallLogModel::renew);
    renew();
}

void CallLogModel::renew()
{
    beginResetModel();
    m_numbers.clear();
    for (const lab::BenchEntry &entry : m_bench.log())
        m_numbers.append(entry.number);
    if (!m_bench.log().isEmpty())
        m_firstNs = m_bench.log().first().beganNs;
    endResetModel();
}

void CallLogModel::setWriting(Writing writing)
{
    m_writing = writing;
    if (!m_numbers.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_numbers.size()) - 1, Columns - 1));
}

QString CallLogModel::line(const lab::BenchEntry &entry) const
{
    if (m_writing == Writing::Words)
        return lab::benchWords(entry.call, entry.outcome.made);
    return lab::benchLine(m_writing == Writing::Python ? lab::BenchLanguage::Python : lab::BenchLanguage::C, entry.call, entry.outcome.made);
}

QString CallLogModel::textOf(int row) const
{
    const lab::BenchEntry *entry = m_bench.entry(m_numbers.value(row));
    return entry ? u"%1\t%2\t%3"_s.arg(line(*entry), lab::benchResult(*entry), lab::benchMeaning(*entry)) : QString();
}

int CallLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_numbers.size());
}

int CallLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant CallLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Call:
        return tr("Call");
    case Result:
        return tr("Result");
    default:
        return tr("Took");
    }
}

QVariant CallLogModel::data(const QModelIndex &index, int role) const
{
    const lab::BenchEntry *entry = m_bench.entry(m_numbers.value(index.row()));
    if (!entry)
        return {};
    if (role == EntryRole)
        return entry->number;
    if (role == MeaningRole)
        return lab::benchMeaning(*entry);
    if (role == StateRole) {
        const int error = entry->outcome.error;
        const bool later = error == EAGAIN || error == EINPROGRESS || error == EINTR;
        return int(entry->running ? State::Waiting : entry->outcome.isOk() ? State::Good : later ? State::Later : State::Bad);
    }
    if (role == Qt::ToolTipRole)
        return plainToolTip(u"%1\n%2\n%3\n%4"_s.arg(lab::benchWords(entry->call, entry->outcome.made), line(*entry), lab::benchResult(*entry), lab::benchMeaning(*entry)));
    if (role == Qt::AccessibleTextRole)
        return u"%1, %2, %3"_s.arg(lab::benchWords(entry->call, entry->outcome.made), lab::benchResult(*entry), lab::benchMeaning(*entry));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time:
        return QLocale().toString(static_cast<double>(entry->beganNs - m_firstNs) / 1e9, 'f', 3);
    case Call:
        return line(*entry);
    case Result:
        return lab::benchResult(*entry);
    default:
        return entry->running ? QString() : durationText(entry->tookNs());
    }
}

CallLogView::CallLogView(CallLogModel &model)
    : m_calls(model)
{
    setObjectName(u"bench-log"_s);
    setAccessibleName(tr("Calls"));
    setModel(&model);
    setItemDelegate(new CallDelegate(this));
    setSelectionBehavior(SelectRows);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(RowOfTwoLines);
    QHeaderView &header = *horizontalHeader();
    header.setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header.setHighlightSections(false);
    header.setSectionResizeMode(CallLogModel::Time, QHeaderView::Fixed);
    header.setSectionResizeMode(CallLogModel::Call, QHeaderView::Stretch);
    header.setSectionResizeMode(CallLogModel::Result, QHeaderView::Interactive);
    setColumnHidden(CallLogModel::Took, true); // below the time: the sentences need the room
    setColumnWidth(CallLogModel::Time, 84);
    setColumnWidth(CallLogModel::Result, 148);
    // A call was just asked for: what it says is to be seen.
    connect(&model, &QAbstractItemModel::rowsInserted, this, &CallLogView::scrollToBottom, Qt::QueuedConnection);
}

void CallLogView::copy()
{
    QModelIndexList chosen = selectionModel()->selectedRows();
    std::sort(chosen.begin(), chosen.end());
    QStringList lines;
    for (int row = 0; row < m_calls.rowCount(); ++row) {
        if (chosen.isEmpty() || chosen.contains(m_calls.index(row, 0)))
            lines.append(m_calls.textOf(row));
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void CallLogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTableView::keyPressEvent(event);
}

void CallLogView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    connect(menu.addAction(theme::icon(u"copy"_s), tr("Copy")), &QAction::triggered, this, &CallLogView::copy);
    menu.exec(event->globalPos());
}

} // namespace transom::ui
