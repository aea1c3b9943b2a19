// What the Files page and the drawer say when something stands in the way: no room, no permission, a slow server, a server that goes. In the whole
// window, for these are the pictures that decide whether somebody knows what to do.

#include "core/files/transfer_queue.h"
#include "tests/ui/shown_window.h"
#include "ui/files/file_table.h"
#include "ui/files/folder_pane.h"
#include "ui/files/quota_gauge.h"
#include "ui/files/transfers_drawer.h"
#include "ui/models/folder_model.h"
#include "ui/models/transfers_model.h"
#include "ui/widgets/widgets.h"

#include <QFile>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTabBar>
#include <QTcpServer>
#include <QTcpSocket>

#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;
using files::TransferDirection;
using files::TransferInfo;
using files::TransferState;

namespace {

constexpr qint64 Quota = 10'000'000;

/// Between the window and the server: what the server says can be held back, and the wire cut.
class Gate : public QObject
{
public:
    bool open(quint16 to)
    {
        m_to = to;
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *in = m_server.nextPendingConnection())
                join(in);
        });
        return m_server.listen(QHostAddress::LocalHost);
    }
    quint16 port() const { return m_server.serverPort(); }
    void hold() { m_held = true; }
    void release()
    {
        m_held = false;
        for (const auto &pair : std::as_const(m_pairs))
            pass(pair.second, pair.first);
    }
    void close()
    {
        m_server.close();
        for (const auto &pair : std::exchange(m_pairs, {})) {
            pair.first->abort();
            pair.second->abort();
        }
    }

private:
    void join(QTcpSocket *in)
    {
        auto *out = new QTcpSocket(in);
        m_pairs.append(std::pair<QPointer<QTcpSocket>, QPointer<QTcpSocket>>(in, out));
        connect(in, &QTcpSocket::readyRead, this, [=, this] { pass(in, out); });
        connect(out, &QTcpSocket::connected, this, [=, this] { pass(in, out); });
        connect(out, &QTcpSocket::readyRead, this, [=, this] {
            if (!m_held)
                pass(out, in);
        });
        out->connectToHost(QHostAddress::LocalHost, m_to);
    }
    static void pass(QTcpSocket *from, QTcpSocket *to)
    {
        if (from && to && to->state() == QAbstractSocket::ConnectedState && from->bytesAvailable() > 0)
            to->write(from->readAll());
    }

    QTcpServer m_server;
    QList<std::pair<QPointer<QTcpSocket>, QPointer<QTcpSocket>>> m_pairs;
    quint16 m_to = 0;
    bool m_held = false;
};

/// Whoever may everything has no folder without permission: from here on root may what the owner of its files may. Before any thread.
void giveUpPowerOverFiles()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2]{};
    if (::syscall(SYS_capget, &header, data) != 0)
        return;
    for (const int power : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH}) {
        data[CAP_TO_INDEX(power)].effective &= ~CAP_TO_MASK(power);
        data[CAP_TO_INDEX(power)].permitted &= ~CAP_TO_MASK(power);
    }
    (void)::syscall(SYS_capset, &header, data);
}

bool write(const QString &path, qint64 size)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(QByteArray(size, 'x')) == size;
}

} // namespace

class TestFilesStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_chinese = test::dress();
        QVERIFY(m_folder.isValid());
        m_served = std::make_unique<test::Served>();
        QVERIFY(m_served->start());
        const client::Endpoint server = m_served->owner().status().endpoint;
        QVERIFY(m_gate.open(server.port));

        const security::Secret password = security::Secret::fromText(u"correct horse battery"_s);
        bool made = false;
        m_served->owner().server()->accounts().add({u"alice"_s, password, protocol::AllAccess, Quota}, this, [&made](const Result<accounts::User> &user) { made = user.has_value(); });
        QTRY_VERIFY(made);
        for (const QString &name : {u"Homework"_s, u"slow"_s, u"课程资料"_s})
            QVERIFY(QDir().mkpath(home() + u'/' + name));
        m_backend = std::make_unique<Backend>(m_served->pathsFor(u"alice"_s));
        QVERIFY(security::KnownPeers(m_backend->paths().trustFile()).trust(server.host, m_gate.port(), m_served->owner().serverStatus().keyHash));
        m_window = test::showWindow(*m_backend);
        QVERIFY(m_window);
        m_window->showPage(u"files"_s);
        m_local = m_window->findChild<FolderPane *>(u"local-pane"_s);
        m_remote = m_window->findChild<FolderPane *>(u"remote-pane"_s);
        m_drawer = m_window->findChild<TransfersDrawer *>();
        QVERIFY(m_local && m_remote && m_drawer);
        for (const auto &[name, size] : {std::pair("letter.txt", 2'000), std::pair("first part.zip", 9'400'000), std::pair("second part.zip", 3'000'000), std::pair("photo.jpg", 450'000)})
            QVERIFY(write(m_folder.filePath(QString::fromUtf8(name)), size));
        m_local->open(m_folder.path());
        client::Endpoint endpoint = server;
        endpoint.user = u"alice"_s;
        endpoint.port = m_gate.port();
        m_backend->connectTo(endpoint, password);
        QTRY_VERIFY(m_backend->isOnline());
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        connect(&queue(), &files::TransferQueue::transferChanged, this, [this](const TransferInfo &info) { m_infos.insert(info.id, info); });
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_backend.reset();
        m_served.reset();
    }

    void aFullQuotaIsSaidInTheRowAndAtTheGauge()
    {
        const qint64 fits = upload(u"first part.zip"_s);
        QTRY_COMPARE(m_infos.value(fits).state, TransferState::Done);
        const qint64 tooMuch = upload(u"second part.zip"_s);
        QTRY_COMPARE(m_infos.value(tooMuch).state, TransferState::Failed);
        QCOMPARE(m_infos.value(tooMuch).error.code, ErrorCode::QuotaExceeded);
        auto *gauge = m_window->findChild<QuotaGauge *>();
        QTRY_VERIFY(gauge->isVisible() && gauge->accessibleName().contains(u"9.4"_s));
        m_drawer->setOpen(true);
        QTRY_VERIFY(statusOf(tooMuch).contains(describe(m_infos.value(tooMuch).error)));
        QVERIFY2(statusOf(tooMuch).contains(u"3.0 MB"_s) && statusOf(tooMuch).contains(u"600 kB"_s), qPrintable(statusOf(tooMuch)));
        QTRY_VERIFY(m_remote->model().rowOf(u"first part.zip"_s) >= 0);
        picture("quota");
        m_drawer->setOpen(false);
    }

    void theTabKeyGoesThroughThePanesAsTheyAreSeen()
    {
        m_local->table().clearSelection();
        m_local->table().setFocus();
        QTest::keyClick(&m_local->table(), Qt::Key_Down);
        QCOMPARE(m_local->table().chosenCount(), 1); // the first, where nothing was chosen
        QCOMPARE(m_local->table().chosenRows().front(), 0);
        m_remote->open(u"/Homework"_s);
        auto *instead = m_window->findChild<EmptyState *>(u"remote-instead"_s);
        QTRY_VERIFY(instead->isVisible());
        QStringList way;
        for (int steps = 0; steps < 30 && QApplication::focusWidget() != instead; ++steps) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            const QWidget *held = QApplication::focusWidget();
            way.append(held->objectName().isEmpty() ? QString::fromLatin1(held->metaObject()->className()) : held->objectName());
        }
        const QStringList expected{u"upload"_s, u"remote-filter"_s, u"browse-together"_s, u"compare"_s, u"compare-more"_s, u"show-properties"_s, u"remote-back"_s, u"remote-up"_s,
                                   u"remote-path"_s, u"QToolButton"_s, u"QToolButton"_s, u"remote-new-folder"_s, u"remote-refresh"_s, u"remote-instead"_s};
        QCOMPARE(way, expected);
        // In a narrow pane what it says is there to its end.
        m_window->resize(1000, 700);
        for (const QLabel *label : instead->findChildren<QLabel *>()) {
            QVERIFY2(instead->rect().contains(QRect(label->mapTo(instead, QPoint()), label->size())), qPrintable(label->text()));
            QVERIFY(label->height() >= label->heightForWidth(label->width()));
        }
        picture("narrow");
        m_window->resize(1280, 800);
        m_remote->open(u"/"_s);
        QTRY_COMPARE(m_remote->path(), u"/"_s);
    }

    void aFolderWithoutPermissionSaysSoOnBothSides()
    {
        const QString locked = m_folder.filePath(u"Locked"_s);
        const QString lockedThere = home() + u"/Locked"_s;
        for (const QString &each : {locked, lockedThere}) {
            QVERIFY(QDir().mkpath(each));
            QCOMPARE(::chmod(QFile::encodeName(each).constData(), 0), 0);
        }
        m_local->open(locked);
        m_remote->open(u"/Locked"_s);
        auto *here = m_window->findChild<EmptyState *>(u"local-instead"_s);
        auto *there = m_window->findChild<EmptyState *>(u"remote-instead"_s);
        QTRY_VERIFY(here->isVisible() && there->isVisible());
        picture("no-permission");
        // Rows that are not to be seen are not uploaded.
        QVERIFY(!m_window->findChild<QPushButton *>(u"upload"_s)->isEnabled());
        // Who may give it is another matter on either side, and so are the words.
        QVERIFY(textOf(*here) != textOf(*there));
        // Looking again does not lead away from it; once somebody has allowed it, it is there.
        for (const QString &each : {locked, lockedThere})
            QCOMPARE(::chmod(QFile::encodeName(each).constData(), 0700), 0);
        m_local->refresh();
        m_remote->refresh();
        QTRY_COMPARE(m_local->path(), locked);
        QTRY_COMPARE(m_remote->path(), u"/Locked"_s);
        m_local->open(m_folder.path());
        m_remote->open(u"/"_s);
        QTRY_COMPARE(m_local->path(), m_folder.path());
        QTRY_COMPARE(m_remote->path(), u"/"_s);
    }

    void aServerThatTakesItsTimeIsSeenToLoadAndTheOtherSideGoesOn()
    {
        m_gate.hold();
        m_remote->open(u"/slow"_s);
        auto *instead = m_window->findChild<EmptyState *>(u"remote-instead"_s);
        QTRY_VERIFY(instead->isVisible() && textOf(*instead).contains(u"/slow"_s));
        picture("loading");
        m_local->open(m_folder.path());
        QTRY_VERIFY(!m_local->isLoading());
        QVERIFY(m_remote->isLoading());
        // Who does not want to wait is where they were.
        QTest::mouseClick(m_remote->findChild<QPushButton *>(u"remote-stop"_s), Qt::LeftButton);
        QVERIFY(!m_remote->isLoading() && !instead->isVisible());
        QCOMPARE(m_remote->path(), u"/"_s);
        QVERIFY(m_remote->model().rowOf(u"slow"_s) >= 0);
        m_remote->open(u"/slow"_s);
        QTRY_VERIFY(instead->isVisible());
        m_gate.release();
        QTRY_COMPARE(m_remote->path(), u"/slow"_s);
        m_remote->open(u"/"_s);
        QTRY_COMPARE(m_remote->path(), u"/"_s);
    }

    void longChineseNamesKeepTheirEndsAndTheirHeight()
    {
        const QString folder = m_folder.filePath(u"课程资料"_s);
        QVERIFY(QDir().mkpath(folder));
        for (int i = 1; i <= 9; ++i) {
            const QString name = u"计算机网络课程设计实验报告（第%1组）基于套接字的文件传输系统的设计与实现——最终提交版本.docx"_s.arg(i);
            QVERIFY(write(folder + u'/' + name, 12'345 * i));
            if (i % 2 == 0)
                QVERIFY(write(home() + u"/课程资料/"_s + name, 12'345 * i));
        }
        QVERIFY(QDir().mkpath(folder + u"/第三章 传输层：可靠数据传输原理与拥塞控制算法的演示程序及其抓包数据"_s));
        m_local->open(folder);
        m_remote->open(u"/课程资料"_s);
        QTRY_COMPARE(m_local->model().rowCount(), 10);
        QTRY_COMPARE(m_remote->model().rowCount(), 4);
        QVERIFY(m_local->table().visualRect(m_local->model().index(0, 0)).height() >= m_local->table().fontMetrics().height() * 13 / 10);
        picture("long-names");
        m_local->open(m_folder.path());
        m_remote->open(u"/"_s);
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        QTRY_COMPARE(m_local->path(), m_folder.path());
    }

    void twoHundredWaitAndAConnectionThatGoesLeavesThemWaiting()
    {
        files::TransferSettings slow;
        slow.uploadLimit = 30'000;
        queue().setSettings(slow);
        queue().removeFinished();
        QVERIFY(write(m_folder.filePath(u"a report.pdf"_s), 400'000));
        for (int i = 0; i < 200; ++i) {
            const QString name = i % 3 == 0 ? u"实验报告（第%1组）.pdf"_s.arg(i) : u"measurements %1.csv"_s.arg(i);
            QVERIFY(write(m_folder.filePath(name), 1'200 + 37 * i));
            m_last = upload(i == 0 ? u"a report.pdf"_s : name);
        }
        m_drawer->setOpen(true);
        const auto &total = m_drawer->model().total();
        QTRY_VERIFY(total.running == 3 && total.waiting >= 150);
        QTRY_COMPARE(m_drawer->findChild<QTabBar *>(u"transfer-tabs"_s)->currentIndex(), 0);
        picture("two-hundred");

        m_gate.close();
        QTRY_VERIFY(!m_backend->isOnline());
        QTRY_COMPARE(total.running, 0);
        QVERIFY(total.waiting >= 150);
        QCOMPARE(total.failed, 0);
        for (const TransferInfo &info : std::as_const(m_infos))
            QVERIFY(info.isOver() || info.failed.isEmpty());
        picture("connection-gone");
        queue().cancelAll();
        QTRY_COMPARE(total.waiting, 0);
        queue().removeFinished();
        m_drawer->setOpen(false);
    }

private:
    files::TransferQueue &queue() { return m_backend->connection().transfers(); }
    QString home() const { return m_served->owner().paths().serverData() + u"/homes/alice"_s; }
    qint64 upload(const QString &name) { return queue().add({TransferDirection::Upload, {m_folder.filePath(name)}, u"/"_s}); }
    QString statusOf(qint64 id) const
    {
        const auto &model = m_drawer->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row).data(TransfersModel::IdRole).toLongLong() == id)
                return model.index(row).data(TransfersModel::StatusRole).toString();
        }
        return {};
    }
    static QString textOf(const QWidget &widget)
    {
        QStringList texts;
        for (const QLabel *label : widget.findChildren<QLabel *>())
            texts.append(label->text());
        return texts.join(u'\n');
    }
    void picture(const char *name)
    {
        const QString theme = qEnvironmentVariable("TRANSOM_THEME", u"light"_s);
        test::picture(*m_window, u"files-%1-%2-%3"_s.arg(QLatin1String(name), m_chinese ? u"zh"_s : u"en"_s, theme));
    }

    QTemporaryDir m_folder;
    Gate m_gate;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<MainWindow> m_window;
    FolderPane *m_local = nullptr;
    FolderPane *m_remote = nullptr;
    TransfersDrawer *m_drawer = nullptr;
    QHash<qint64, TransferInfo> m_infos;
    qint64 m_last = 0;
    bool m_chinese = false;
};

int main(int count, char *arguments[])
{
    giveUpPowerOverFiles();
    QApplication application(count, arguments);
    TestFilesStates test;
    return QTest::qExec(&test, count, arguments);
}
#include "tst_files_states.moc"
