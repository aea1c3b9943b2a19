#include "ui/delivery/delivery_detail.h"

#include "core/base/text.h"
#include "ui/delivery/delivery_delegate.h"
#include "ui/delivery/drop_area.h"
#include "ui/models/deliveries_model.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QProgressBar>
#include <QTableView>

namespace transom::ui {

using namespace theme;
using namespace protocol;
using namespace Qt::StringLiterals;

namespace {

QVBoxLayout *column(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap3);
    return layout;
}

QString contents(const DeliverItem &item)
{
    return ForMeDetail::tr("%n file(s), %1", nullptr, item.files).arg(formatBytes(item.bytes));
}

} // namespace

ForMeDetail::ForMeDetail()
    : m_banner(new Banner)
    , m_title(makeLabel({}, Type::Title))
    , m_who(makeLabel({}, Type::Body, Role::TextMuted))
    , m_note(makeLabel({}))
    , m_state(makeLabel({}, Type::Heading))
    , m_receipt(makeLabel({}, Type::Fixed))
    , m_bar(new QProgressBar)
    , m_progress(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_drop(new DropArea({}))
    , m_take(makeButton(tr("Take it …"), u"download"_s, true))
    , m_decline(makeButton(tr("Decline"), u"close"_s))
    , m_cancel(makeButton(tr("Stop"), u"stop"_s))
    , m_folder(makeButton(tr("Open the folder"), u"folder"_s))
{
    m_state->setObjectName(u"delivery-state"_s);
    m_take->setObjectName(u"delivery-take"_s);
    m_decline->setObjectName(u"delivery-decline"_s);
    m_cancel->setObjectName(u"delivery-cancel"_s);
    m_folder->setObjectName(u"delivery-folder"_s);
    m_drop->setObjectName(u"handin-drop"_s);
    m_receipt->setObjectName(u"receipt"_s);
    m_receipt->setWordWrap(true);
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    auto *layout = column(this);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_banner, m_title, m_who, m_note, m_state, m_bar, m_progress, m_drop})
        layout->addWidget(widget);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Gap2);
    for (QPushButton *button : {m_take, m_folder, m_decline, m_cancel})
        buttons->addWidget(button);
    buttons->addStretch();
    layout->addLayout(buttons);
    layout->addWidget(m_receipt);
    layout->addStretch();
    connect(m_take, &QPushButton::clicked, this, &ForMeDetail::takeWanted);
    connect(m_decline, &QPushButton::clicked, this, &ForMeDetail::declineWanted);
    connect(m_cancel, &QPushButton::clicked, this, &ForMeDetail::cancelWanted);
    connect(m_folder, &QPushButton::clicked, this, &ForMeDetail::openFolderWanted);
    connect(m_drop, &DropArea::chosen, this, &ForMeDetail::handInWanted);
}

void ForMeDetail::show(const DeliverItem &item, bool busy)
{
    const QWidget *held = window()->focusWidget();
    const bool holds = held && isAncestorOf(held);
    const bool isHandIn = item.kind == u"handin";
    const bool open = item.state == u"open";
    m_title->setText(item.title);
    const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(item.created), QLocale::ShortFormat);
    m_who->setText(isHandIn ? tr("%1 collects this · since %2").arg(item.from, when) : tr("from %1 · %2 · %3").arg(item.from, when, contents(item)));
    m_note->setText(item.note);
    m_note->setVisible(!item.note.isEmpty());
    m_state->setText(busy ? (isHandIn ? tr("Handing it in") : tr("Taking it")) : DeliveriesModel::status(item));
    m_drop->setVisible(isHandIn && open && !busy);
    QString invitation = item.my == u"done" ? tr("Drop files or folders here to hand in a new version") : tr("Drop what you hand in here");
    if (item.most > 0)
        invitation += u'\n' + tr("at most %1").arg(formatBytes(item.most));
    if (item.until > 0 && item.refuseLate)
        invitation += u'\n' + tr("nothing is taken after the deadline");
    m_drop->setText(invitation);
    const bool canTake = !isHandIn && open;
    m_take->setVisible(canTake && !busy);
    m_take->setText(item.my == u"done" ? tr("Take it again …") : item.my == u"declined" ? tr("Take it after all …") : tr("Take it …"));
    m_decline->setVisible(canTake && !busy && item.my != u"done" && item.my != u"declined");
    m_cancel->setVisible(busy);
    m_bar->setVisible(busy);
    m_progress->setVisible(busy);
    m_folder->setVisible(false);
    m_receipt->hide();
    // The button that was pressed has gone: the keys go to the list, not to whichever button comes next, which may undo it.
    if (holds && !held->isVisibleTo(this))
        setFocus();
}

void ForMeDetail::setProgress(qint64 done, qint64 total, const QString &text)
{
    m_bar->setValue(total > 0 ? static_cast<int>(static_cast<double>(done) / static_cast<double>(total) * 1000) : 0);
    m_progress->setText(text);
}

void ForMeDetail::showReceipt(const QString &text, bool isReceipt)
{
    m_receipt->setFont(theme::font(isReceipt ? Type::Fixed : Type::Body));
    m_receipt->setText(text);
    m_receipt->setVisible(!text.isEmpty());
    m_folder->setVisible(!text.isEmpty());
}

FromMeDetail::FromMeDetail()
    : m_banner(new Banner)
    , m_title(makeLabel({}, Type::Title))
    , m_who(makeLabel({}, Type::Body, Role::TextMuted))
    , m_count(makeLabel({}))
    , m_rest(makeLabel({}, Type::Heading, Role::TextMuted))
    , m_table(new QTableView)
    , m_close(makeButton(tr("Withdraw"), u"close"_s))
{
    // To be read from the last row of a classroom.
    QFont large = theme::font(Type::Title);
    large.setPointSizeF(large.pointSizeF() * 1.8);
    large.setWeight(QFont::DemiBold);
    m_count->setFont(large);
    m_count->setWordWrap(false);
    m_count->setObjectName(u"delivery-count"_s);
    m_close->setObjectName(u"delivery-close"_s);
    m_table->setObjectName(u"delivery-people"_s);
    m_table->setAccessibleName(tr("Person by person"));
    m_table->setModel(&m_people);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(ListRowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(DeliveryPeopleModel::State, QHeaderView::Stretch);
    m_table->setColumnWidth(DeliveryPeopleModel::Name, 200);
    m_table->setColumnWidth(DeliveryPeopleModel::When, 80);
    m_table->setColumnWidth(DeliveryPeopleModel::Proof, 160);
    m_table->setItemDelegateForColumn(DeliveryPeopleModel::State, new PersonStateDelegate(m_table));
    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_close, 0, Qt::AlignTop);
    auto *counts = new QHBoxLayout;
    counts->setSpacing(Gap4);
    counts->addWidget(m_count);
    counts->addWidget(m_rest, 1, Qt::AlignBottom);
    auto *layout = column(this);
    layout->addWidget(m_banner);
    layout->addLayout(top);
    layout->addWidget(m_who);
    layout->addLayout(counts);
    layout->addWidget(m_table, 1);
    connect(m_close, &QPushButton::clicked, this, [this] {
        if (std::exchange(m_closeAsked, true) && !m_banner->isHidden()) {
            m_banner->hide();
            m_closeAsked = false;
            return Q_EMIT closeWanted();
        }
        const DeliverItem &item = m_people.item();
        m_banner->showText(Banner::Kind::Warning, item.kind == u"handin" ? tr("Nobody can hand in any more once it is closed, and it cannot be opened again. Press again to close it.")
                                                                         : tr("Whoever does not have it yet cannot take it any more. Press again to withdraw it."));
    });
}

void FromMeDetail::show(const DeliverItem &item, const QList<DeliverPerson> &people)
{
    if (item.id != m_people.item().id) {
        m_closeAsked = false;
        m_banner->hide();
    }
    m_people.set(item, people);
    m_table->setColumnHidden(DeliveryPeopleModel::Proof, item.kind != u"handin");
    showItem(item);
}

void FromMeDetail::put(const DeliverItem &item, const QList<DeliverPerson> &people)
{
    if (item.id != m_people.item().id)
        return; // another one is shown still; this one's people have been asked for
    m_people.put(item, people);
    showItem(item);
}

void FromMeDetail::showItem(const DeliverItem &item)
{
    const bool isHandIn = item.kind == u"handin";
    m_title->setText(item.title);
    QStringList about;
    if (isHandIn) {
        about << tr("from %1").arg(item.to);
        if (item.until > 0)
            about << (item.refuseLate ? tr("until %1, nothing later").arg(DeliveriesModel::deadline(item.until)) : tr("until %1").arg(DeliveriesModel::deadline(item.until)));
        about << tr("gathers in %1 of your home").arg(item.folder);
    } else {
        about << tr("to %1").arg(item.to) << contents(item);
        if (item.state == u"open")
            about << tr("waits until %1").arg(DeliveriesModel::deadline(item.until));
    }
    m_who->setText(about.join(u" · "_s));
    m_count->setText(tr("%1 of %2").arg(item.done).arg(item.people));
    QStringList rest{isHandIn ? tr("handed in") : tr("have it")};
    if (item.declined > 0)
        rest << tr("%n declined", nullptr, item.declined);
    if (item.failed > 0)
        rest << tr("%n failed", nullptr, item.failed);
    if (item.state == u"closed")
        rest << (isHandIn ? tr("closed") : tr("withdrawn"));
    else if (item.state == u"expired")
        rest << tr("its time is over");
    m_rest->setText(rest.join(u" · "_s));
    m_close->setText(isHandIn ? tr("Close the hand-in") : tr("Withdraw"));
    const bool held = window()->focusWidget() == m_close;
    m_close->setVisible(item.state == u"open");
    if (held && m_close->isHidden())
        setFocus(); // to the list, as above
}

} // namespace transom::ui
