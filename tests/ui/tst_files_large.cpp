#include "tests/support/thread_time.h"
#include "tests/ui/served_pages.h"
#include "ui/files/file_table.h"
#include "ui/files/files_page.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int Entries = 100'000;
/// Sorting in the GUI thread takes some seconds in this build without optimisation. What was measured is printed.
constexpr qint64 LongestGapMs = 600 * test::Slowness;

/// How long the GUI thread worked at the longest without its event loop: what a person would feel as a stall.
class GapMeter : public QObject
{
public:
    GapMeter()
    {
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_longest = std::max(m_longest, test::threadTimeMs() - m_since);
            m_since = test::threadTimeMs();
        });
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.start(1);
    }
    qint64 longest() const { return std::max(m_longest, test::threadTimeMs() - m_since); }

private:
    QTimer m_timer;
    qint64 m_since = test::threadTimeMs();
    qint64 m_longest = 0;
};

} // namespace

/// A folder of a hundred thousand files opens, is sorted and filtered while the window goes on.
class TestFilesLarge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        QVERIFY(fill(m_folder.path()));
        m_served = std::make_unique<test::Served>();
        m_page = std::make_unique<FilesPage>(m_served->owner());
        test::present(*m_page);
        m_local = m_page->findChild<FolderPane *>(u"local-pane"_s);
        m_remote = m_page->findChild<FolderPane *>(u"remote-pane"_s);
        QVERIFY(m_served->start());
        QTRY_COMPARE(m_remote->path(), u"/"_s);
        QVERIFY(QDir().mkpath(m_served->homeOfOwner() + u"/many"_s));
        QVERIFY(fill(m_served->homeOfOwner() + u"/many"_s));
    }
    void cleanupTestCase()
    {
        m_page.reset();
        m_served.reset();
    }

    void aHundredThousandOpenWithoutAStall_data()
    {
        QTest::addColumn<bool>("local");
        QTest::newRow("on this computer") << true;
        QTest::newRow("on the server") << false;
    }
    void aHundredThousandOpenWithoutAStall()
    {
        QFETCH(bool, local);
        FolderPane &pane = local ? *m_local : *m_remote;
        watch("open", [&] { pane.open(local ? m_folder.path() : u"/many"_s); }, [&] { return !pane.isLoading() && pane.model().rowCount() == Entries; });
        QCOMPARE(pane.model().entry(0).name, u"学生 0 号的第一次实验报告.txt"_s);
        watch("sort by size", [&] { pane.table().sortByColumn(FolderModel::Size, Qt::DescendingOrder); }, [&] { return pane.model().entry(0).size == 3; });
        watch("sort by name", [&] { pane.table().sortByColumn(FolderModel::Name, Qt::AscendingOrder); }, [&] { return pane.model().entry(0).name.startsWith(u"学生 0 "); });
        auto *filter = m_page->findChild<QLineEdit *>(local ? u"local-filter"_s : u"remote-filter"_s);
        watch("filter", [&] { filter->setText(u"9999"_s); }, [&] { return pane.model().rowCount() == 19; });
        watch("filter off", [&] { filter->clear(); }, [&] { return pane.model().rowCount() == Entries; });
        // From end to end, a hundred steps each of which is drawn.
        int step = 0;
        QScrollBar *bar = pane.table().verticalScrollBar();
        QTimer stepper;
        connect(&stepper, &QTimer::timeout, this, [&] { bar->setValue(static_cast<int>(qint64(bar->maximum()) * ++step / 100)); });
        watch("scroll", [&] { stepper.start(0); }, [&] { return step >= 100; });
        stepper.stop();
        QCOMPARE(bar->value(), bar->maximum());
        watch("select all", [&] { pane.table().selectAll(); }, [&] { return pane.table().chosenCount() == Entries; });
        watch("look again", [&] { pane.open(pane.path()); }, [&] { return !pane.isLoading(); });
        QCOMPARE(pane.table().chosenCount(), Entries);
        pane.table().clearSelection();
        test::picture(*m_page, local ? u"large-local"_s : u"large-both"_s);
    }

private:
    /// Four files under a hundred thousand names: to make, and above all to remove, as many inodes takes minutes on a busy disk.
    static bool fill(const QString &folder)
    {
        const auto name = [](int i) { return u"学生 %1 号的第一次实验报告.txt"_s.arg(i).toUtf8(); };
        const int at = ::open(QFile::encodeName(folder).constData(), O_DIRECTORY | O_RDONLY | O_CLOEXEC);
        bool filled = at >= 0;
        for (int i = 0; filled && i < Entries; ++i) {
            if (i >= 4) {
                filled = ::linkat(at, name(i % 4).constData(), at, name(i).constData(), 0) == 0;
                continue;
            }
            const int file = ::openat(at, name(i).constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
            filled = file >= 0 && ::write(file, "xxx", static_cast<std::size_t>(i)) == i;
            ::close(file);
        }
        ::close(at);
        return filled;
    }

    template<class Act, class Until>
    void watch(const char *what, Act act, Until until)
    {
        GapMeter gaps;
        QElapsedTimer time;
        time.start();
        act();
        const bool there = QTest::qWaitFor(until, 60'000);
        qInfo("%s: %lld ms, longest gap of the event loop %lld ms", what, static_cast<long long>(time.elapsed()), static_cast<long long>(gaps.longest()));
        QVERIFY(there);
        QVERIFY2(gaps.longest() < LongestGapMs, what);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<test::Served> m_served;
    std::unique_ptr<FilesPage> m_page;
    FolderPane *m_local = nullptr;
    FolderPane *m_remote = nullptr;
};

QTEST_MAIN(TestFilesLarge)
#include "tst_files_large.moc"
