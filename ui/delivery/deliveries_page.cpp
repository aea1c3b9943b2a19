#include "ui/delivery/deliveries_page.h"

#include "core/base/strand.h"
#include "core/base/text.h"
#include "core/client/delivery_errands.h"
#include "core/delivery/receipt.h"
#include "ui/delivery/delivery_composer.h"
#include "ui/delivery/delivery_delegate.h"
#include "ui/delivery/delivery_detail.h"
#include "ui/models/transfers_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QCheckBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QListView>
#include <QLocale>
#include <QSaveFile>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTabBar>
#include <QUrl>

namespace transom::ui {

using namespace theme;
using namespace protocol;
using namespace Qt::StringLiterals;
using client::ConnectionState;
using delivery::Answer;

namespace {

QString amounts(const Progress &progress)
{
    const QString done = formatBytes(progress.done);
    if (progress.total < 0)
        return done;
    const QString both = DeliveriesPage::tr("%1 of %2").arg(done, formatBytes(progress.total));
    return progress.rate > 0 ? DeliveriesPage::tr("%1 · %2").arg(both, formatRate(progress.rate)) : both;
}

} // namespace

DeliveriesPage::DeliveriesPage(Backend &owner)
    : Page(owner, tr("Deliveries"), u"deliver"_s)
    , m_settings(owner.paths().state + u"/deliveries.ini"_s, QSettings::IniFormat)
    , m_folder(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation))
    , m_models{new DeliveriesModel(DeliveriesModel::Shows::ForMe, this), new DeliveriesModel(DeliveriesModel::Shows::FromMe, this)}
    , m_stack(new QStackedWidget)
    , m_unavailable(new EmptyState(u"deliver"_s, {}, {}))
    , m_banner(new Banner)
    , m_composer(new DeliveryComposer)
{
    m_banner->setObjectName(u"deliveries-banner"_s);
    auto *toConnect = m_unavailable->addAction(tr("Connect to a server"), u"connect"_s, true);
    connect(toConnect, &QPushButton::clicked, this, [this] { Q_EMIT pageWanted(u"connect"_s); });
    m_stack->addWidget(m_unavailable);
    m_stack->addWidget(m_composer);
    auto *main = new QWidget;
    auto *mainLayout = new QVBoxLayout(main);
    mainLayout->setContentsMargins(0, 0, 0, 0);
    mainLayout->setSpacing(Gap3);
    mainLayout->addWidget(makeHeader());
    mainLayout->addWidget(makeLists(), 1);
    m_stack->addWidget(main);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Gap4, Gap4, Gap4, Gap4);
    layout->setSpacing(Gap3);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);

    auto &client = owner.connection().deliveries();
    connect(&owner, &Backend::statusChanged, this, &DeliveriesPage::statusChanged);
    connect(&client, &delivery::DeliveryClient::watching, this, &DeliveriesPage::load);
    connect(&client, &delivery::DeliveryClient::changed, this, &DeliveriesPage::changed);
    connect(m_banner, &Banner::actionTriggered, this, [this] {
        if (m_running.contains(0))
            transfers().cancel(m_running.value(0).transfer);
    });
    connect(m_composer, &DeliveryComposer::closed, this, &DeliveriesPage::showTab);
    connect(m_composer, &DeliveryComposer::sendWanted, this, &DeliveriesPage::send);
    connect(m_composer, &DeliveryComposer::collectWanted, this, &DeliveriesPage::collect);
    client.watch();
    connect(&transfers(), &files::TransferQueue::transferAdded, this, &DeliveriesPage::transferChanged);
    connect(&transfers(), &files::TransferQueue::transferChanged, this, &DeliveriesPage::transferChanged);
    connect(&transfers(), &files::TransferQueue::errandEnded, this, &DeliveriesPage::ended);
    statusChanged();
}

QWidget *DeliveriesPage::makeHeader()
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Gap2);
    m_tabs = new QTabBar;
    m_tabs->setObjectName(u"deliveries-tabs"_s);
    m_tabs->addTab(tr("For me"));
    m_tabs->addTab(tr("From me"));
    m_tabs->setDrawBase(false);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_fromMe = index == 1;
        showTab();
    });
    m_send = makeButton(tr("Send to somebody"), u"send"_s);
    m_handOut = makeButton(tr("Hand out"), u"users"_s);
    m_collect = makeButton(tr("Collect"), u"upload"_s);
    m_send->setObjectName(u"deliver-send"_s);
    m_handOut->setObjectName(u"deliver-handout"_s);
    m_collect->setObjectName(u"deliver-collect"_s);
    row->addWidget(m_tabs);
    row->addStretch();
    int what = 0;
    for (QPushButton *button : {m_send, m_handOut, m_collect}) {
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, what] { compose(what); });
        ++what;
    }
    return box;
}

QWidget *DeliveriesPage::makeLists()
{
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(Gap2);
    m_list = new QListView;
    m_list->setObjectName(u"deliveries"_s);
    m_list->setAccessibleName(tr("Deliveries"));
    m_list->setItemDelegate(new DeliveryDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setProperty("plain", true);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    leftLayout->addWidget(m_list, 1);
    m_auto = new QCheckBox(tr("Take hand-outs without asking"));
    m_auto->setObjectName(u"deliveries-auto"_s);
    m_auto->setChecked(m_settings.value(u"takeHandOuts"_s, false).toBool());
    m_auto->setToolTip(plainToolTip(tr("Only what whoever hands it out has marked so. It goes to %1.").arg(m_folder)));
    connect(m_auto, &QCheckBox::toggled, this, [this](bool on) {
        m_settings.setValue(u"takeHandOuts"_s, on);
        if (on)
            load();
    });
    leftLayout->addWidget(m_auto);
    m_right = new QStackedWidget;
    m_empty = new EmptyState(u"deliver"_s, {}, {});
    m_forMe = new ForMeDetail;
    m_from = new FromMeDetail;
    m_right->addWidget(m_empty);
    m_right->addWidget(m_forMe);
    m_right->addWidget(m_from);
    m_forMe->setFocusProxy(m_list);
    m_from->setFocusProxy(m_list);
    auto *splitter = new QSplitter;
    splitter->setHandleWidth(Gap6);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(m_right);
    splitter->setSizes({340, 760});
    splitter->setStretchFactor(1, 1);
    connect(m_forMe, &ForMeDetail::takeWanted, this, [this] {
        const DeliverItem *item = selected();
        const qint64 id = item ? item->id : 0;
        const QString folder = item ? QFileDialog::getExistingDirectory(this, tr("Take it into which folder?"), m_folder) : QString();
        if (!folder.isEmpty())
            take(id, folder);
    });
    connect(m_forMe, &ForMeDetail::declineWanted, this, [this] {
        if (const DeliverItem *item = selected())
            decline(item->id);
    });
    connect(m_forMe, &ForMeDetail::cancelWanted, this, [this] {
        if (const DeliverItem *item = selected(); item && m_running.contains(item->id))
            transfers().cancel(m_running.value(item->id).transfer);
    });
    connect(m_forMe, &ForMeDetail::openFolderWanted, this, [this] {
        if (const DeliverItem *item = selected())
            QDesktopServices::openUrl(QUrl::fromLocalFile(m_past.value(item->id).folder));
    });
    connect(m_forMe, &ForMeDetail::handInWanted, this, [this](const QStringList &paths) {
        if (const DeliverItem *item = selected())
            handIn(item->id, paths);
    });
    connect(m_from, &FromMeDetail::closeWanted, this, [this] {
        if (const DeliverItem *item = selected())
            close(item->id);
    });
    return splitter;
}

void DeliveriesPage::setFolder(const QString &folder)
{
    m_folder = folder;
}

void DeliveriesPage::statusChanged()
{
    const auto &status = backend().status();
    m_online = status.state == ConnectionState::Online;
    const bool waits = status.state == ConnectionState::Waiting;
    if (!m_online && !(waits && !m_running.isEmpty())) {
        m_unavailable->set(u"deliver"_s, waits ? tr("The connection is lost") : tr("No server yet"),
                           waits ? tr("It is tried again by itself. What was under way goes on then.")
                                 : tr("Connect to a server to send files to people, to take what is handed out, and to hand in."));
        // What somebody was about to send is there again when the connection is.
        m_composing = m_composing || m_stack->currentWidget() == m_composer;
        m_stack->setCurrentWidget(m_unavailable);
        return;
    }
    const bool may = status.access.testFlag(Permission::Distribute);
    m_send->setVisible(may || status.access.testFlag(Permission::WriteFiles));
    m_handOut->setVisible(may);
    m_collect->setVisible(may);
    if (m_stack->currentWidget() != m_unavailable)
        return;
    if (!std::exchange(m_composing, false) || m_send->isHidden())
        return showTab();
    m_stack->setCurrentWidget(m_composer);
    loadWhom();
}

void DeliveriesPage::load()
{
    backend().connection().deliveries().ask(DeliverList{}, this, [this, begun = beginAsking()](const Result<Answer> &answer) {
        const QList<DeliverChanged> news = newsSince(begun);
        if (!answer)
            return answer.error().code == ErrorCode::ConnectionLost ? void() : m_banner->showError(answer.error());
        const DeliverItem *before = selected();
        const qint64 id = m_wanted > 0 ? std::exchange(m_wanted, 0) : before ? before->id : 0;
        for (DeliveriesModel *each : m_models)
            each->setItems(answer->items);
        for (const DeliverChanged &change : news) {
            for (DeliveriesModel *each : m_models)
                each->put(change.item);
        }
        Q_EMIT badgeChanged(m_models[0]->waiting());
        if (m_stack->currentWidget() != m_composer)
            showTab();
        if (const QModelIndex again = model().indexOf(id); again.isValid())
            m_list->setCurrentIndex(again);
        for (const DeliverItem &item : answer->items)
            autoTake(item);
    });
}

/// An answer may have been put together before a change that has arrived before it, and must not undo it: what has come since the question
/// is put on top. If the answer knew better, news of that is still on its way.
qsizetype DeliveriesPage::beginAsking()
{
    ++m_asking;
    return m_news.size();
}

QList<DeliverChanged> DeliveriesPage::newsSince(qsizetype begun)
{
    const QList<DeliverChanged> news = m_news.sliced(begun);
    if (--m_asking == 0)
        m_news.clear();
    return news;
}

void DeliveriesPage::changed(const DeliverChanged &change)
{
    if (m_asking > 0)
        m_news.append(change);
    for (DeliveriesModel *each : m_models)
        each->put(change.item);
    Q_EMIT badgeChanged(m_models[0]->waiting());
    const DeliverItem *item = selected();
    if (!item && m_list->model() && m_list->model()->rowCount() > 0 && m_stack->currentWidget() != m_composer)
        return showTab();
    if (item && item->id == change.item.id) {
        if (m_fromMe && !change.people.isEmpty())
            m_from->put(change.item, change.people);
        else
            showSelected();
    }
    autoTake(change.item);
}

void DeliveriesPage::autoTake(const DeliverItem &item)
{
    const bool fresh = item.state == u"open" && (item.my == u"offered" || item.my == u"seen") && !item.mine;
    if (m_auto->isChecked() && item.take && item.kind == u"handout" && fresh && !m_running.contains(item.id))
        take(item.id, m_folder);
}

void DeliveriesPage::showTab()
{
    if (!m_online && m_running.isEmpty())
        return statusChanged();
    m_stack->setCurrentIndex(2);
    m_auto->setVisible(!m_fromMe);
    if (m_list->model() != &model()) {
        m_list->setModel(&model());
        connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &DeliveriesPage::showSelected, Qt::UniqueConnection);
    }
    if (!m_list->currentIndex().isValid() && model().rowCount() > 0)
        m_list->setCurrentIndex(model().index(0));
    showSelected();
}

const DeliverItem *DeliveriesPage::selected() const
{
    return m_list->model() ? model().item(m_list->currentIndex()) : nullptr;
}

void DeliveriesPage::showSelected()
{
    const DeliverItem *item = selected();
    m_list->parentWidget()->setVisible(model().rowCount() > 0);
    if (!item) {
        if (m_fromMe)
            m_empty->set(u"deliver"_s, tr("Nothing from you yet"),
                         m_send->isHidden() ? tr("Your account may only receive and hand in. Whoever runs this server can let you send, too.")
                                            : tr("What you send, hand out or collect is listed here, and you see person by person who has it. Begin with a button above."));
        else
            m_empty->set(u"deliver"_s, tr("Nothing for you yet"), tr("What people send you or hand out, and what you are asked to hand in, appears here by itself."));
        m_right->setCurrentWidget(m_empty);
        return;
    }
    if (m_fromMe) {
        m_right->setCurrentWidget(m_from);
        return showPeople(item->id);
    }
    m_right->setCurrentWidget(m_forMe);
    const auto running = m_running.constFind(item->id);
    m_forMe->show(*item, running != m_running.constEnd());
    if (running != m_running.constEnd())
        m_forMe->setProgress(running->progress.done, running->progress.total, amounts(running->progress));
    else if (m_past.contains(item->id))
        m_forMe->showReceipt(m_past.value(item->id).receipt, m_past.value(item->id).isReceipt);
    if (item->my == u"offered" && isVisible())
        backend().connection().deliveries().ask(DeliverAnswer{item->id, u"seen"_s, {}, {}}, this, [](const Result<Answer> &) {});
}

void DeliveriesPage::showPeople(qint64 id)
{
    backend().connection().deliveries().ask(DeliverShow{id}, this, [this, id, begun = beginAsking()](const Result<Answer> &answer) {
        const QList<DeliverChanged> news = newsSince(begun);
        const DeliverItem *item = selected();
        if (!item || item->id != id || !m_fromMe)
            return;
        if (!answer)
            return m_from->banner().showError(answer.error());
        auto shown = fromJson<DeliverShown>(answer->result);
        if (!shown)
            return;
        m_from->show(shown->item, answer->people);
        for (const DeliverChanged &change : news) {
            if (change.item.id == id && !change.people.isEmpty())
                m_from->put(change.item, change.people);
        }
    });
}

void DeliveriesPage::compose(int what)
{
    m_composer->begin(static_cast<DeliveryComposer::What>(what));
    m_composer->setBusy(m_running.contains(0));
    m_stack->setCurrentWidget(m_composer);
    m_composer->setFocus();
    loadWhom();
}

void DeliveriesPage::loadWhom()
{
    backend().connection().deliveries().ask(DeliverWhom{}, this, [this](const Result<Answer> &answer) {
        if (!answer)
            return m_composer->showError(answer.error());
        m_composer->setWhom(answer->people, fromJson<DeliverGroups>(answer->result).value_or(DeliverGroups()).groups, backend().status().user);
    });
}

void DeliveriesPage::send(const QStringList &paths, const DeliverSend &request)
{
    run(client::sendErrand(paths, request));
}

void DeliveriesPage::collect(const DeliverCollect &request)
{
    backend().connection().deliveries().ask(request, this, [this](const Result<Answer> &answer) {
        m_composer->setBusy(false);
        if (!answer)
            return m_composer->showError(answer.error());
        m_wanted = answer->result.value(u"id"_s).toInteger();
        m_tabs->setCurrentIndex(1);
        showTab();
        load();
    });
}

void DeliveriesPage::take(qint64 id, const QString &folder)
{
    const DeliverItem *item = m_models[0]->item(m_models[0]->indexOf(id));
    if (item && !m_running.contains(id))
        run(client::takeErrand(*item, folder));
}

void DeliveriesPage::handIn(qint64 id, const QStringList &paths)
{
    const DeliverItem *item = m_models[0]->item(m_models[0]->indexOf(id));
    if (item && !m_running.contains(id))
        run(client::handInErrand(paths, *item));
}

void DeliveriesPage::run(const files::TransferRequest &request)
{
    const qint64 id = client::deliveryOf(request);
    m_running.insert(id, {transfers().add(request), {}});
    if (id != 0)
        showSelected();
}

/// Of the list of transfers; what an earlier run of the program has begun is among them.
void DeliveriesPage::transferChanged(const files::TransferInfo &info)
{
    if (!info.isErrand() || !info.here)
        return;
    const qint64 id = client::deliveryOf(info.request);
    const auto known = m_running.constFind(id);
    const bool isNew = known == m_running.constEnd();
    if (!isNew && known->transfer != info.id)
        return;
    if (info.isOver())
        return isNew ? void() : over(id);
    m_running.insert(id, {info.id, info.progress});
    if (id == 0)
        return m_banner->showText(Banner::Kind::Info, info.state == files::TransferState::Running ? tr("Sending: %1").arg(amounts(info.progress)) : tr("Sending: %1").arg(TransfersModel::status(info)), tr("Stop"));
    m_models[0]->setProgress(id, info.progress.done, std::max<qint64>(info.progress.total, 0));
    if (const DeliverItem *item = selected(); item && item->id == id && !m_fromMe) {
        if (isNew)
            showSelected();
        m_forMe->setProgress(info.progress.done, info.progress.total, info.state == files::TransferState::Running ? amounts(info.progress) : TransfersModel::status(info));
    }
}

void DeliveriesPage::over(qint64 id)
{
    m_running.remove(id);
    m_models[0]->setProgress(id, 0, -1);
    if (id != 0)
        return showSelected();
    m_composer->setBusy(false);
    m_banner->hide();
}

void DeliveriesPage::ended(const files::TransferInfo &info, const JobResult &result)
{
    const qint64 id = client::deliveryOf(info.request);
    over(id);
    if (id == 0) {
        if (result.error.code == ErrorCode::Cancelled)
            return;
        if (!result.ok())
            return m_stack->currentWidget() == m_composer ? m_composer->showError(result.error) : m_banner->showError(result.error);
        const QStringList skipped = result.details.value(u"skipped"_s).toStringList();
        if (!skipped.isEmpty())
            m_banner->showText(Banner::Kind::Warning, tr("Left behind, because they are links or no ordinary files: %1").arg(skipped.join(u", "_s)));
        m_wanted = result.details.value(u"id"_s).toLongLong();
        m_tabs->setCurrentIndex(1);
        showTab();
        return load();
    }
    if (!result.ok()) {
        if (result.error.code != ErrorCode::Cancelled)
            m_banner->showError(result.error);
    } else if (result.details.contains(u"receipt"_s)) {
        m_past.insert(id, {m_folder + u"/Transom receipts"_s, saveReceipt(result), true});
    } else {
        const QString folder = info.request.target;
        m_past.insert(id, {folder, tr("All of it is in %1; the SHA-256 of every file is right.").arg(folder), false});
    }
    showSelected();
}

/// The text that is shown; the files are written on a strand.
QString DeliveriesPage::saveReceipt(const JobResult &result)
{
    auto receipt = fromJson<DeliverReceipt>(result.details.value(u"receipt"_s).toJsonObject());
    auto files = fromJson<DeliverFiles>(QJsonObject{{u"files"_s, result.details.value(u"files"_s).toJsonArray()}});
    if (!receipt || !files)
        return {};
    const QString server = backend().status().endpoint.address();
    const QString folder = m_folder + u"/Transom receipts"_s;
    const QString base = folder + u'/' + delivery::receiptFileName(*receipt);
    auto strand = std::make_shared<Strand>();
    strand->run(
            [folder, base, json = delivery::receiptJson(*receipt, files->files, server), text = delivery::receiptText(*receipt, files->files, server).toUtf8()] {
                bool good = QDir().mkpath(folder);
                for (const auto &[path, bytes] : {std::pair(base + u".json"_s, json), std::pair(base + u".txt"_s, text)}) {
                    QSaveFile file(path);
                    good = good && file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
                }
                return good;
            },
            this, [this, strand, folder](bool saved) {
                if (!saved)
                    m_banner->showText(Banner::Kind::Warning, tr("It is handed in, but the receipt could not be saved in %1. The server has it, too.").arg(folder));
            });
    return tr("Received %1 · version %2\nSHA-256 %3\nThe receipt is in %4").arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(receipt->time), QLocale::ShortFormat)).arg(receipt->version).arg(receipt->sha256, folder);
}

void DeliveriesPage::decline(qint64 id)
{
    backend().connection().deliveries().ask(DeliverAnswer{id, u"declined"_s, {}, {}}, this, [this](const Result<Answer> &answer) {
        if (!answer)
            m_banner->showError(answer.error());
    });
}

void DeliveriesPage::close(qint64 id)
{
    backend().connection().deliveries().ask(DeliverClose{id}, this, [this](const Result<Answer> &answer) {
        if (!answer)
            m_from->banner().showError(answer.error());
    });
}

} // namespace transom::ui
