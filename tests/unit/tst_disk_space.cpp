// What uploads leave free on a disk.

#include "core/base/descriptor.h"
#include "core/files/disk_space.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <limits>
#include <optional>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 GiB = 1024ll * 1024 * 1024;

} // namespace

class TestDiskSpace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFloorIsTheSmallerOfTheTwo()
    {
        const FreeFloor usual;
        QCOMPARE(usual.of(1000 * GiB), 512'000'000);
        QCOMPARE(usual.of(10 * GiB), 10 * GiB / 100);
        QCOMPARE(usual.of(0), 0);
    }

    void aFloorIsWrittenAsASizeOrAShare()
    {
        QCOMPARE(FreeFloor::parse(u"2G"_s)->of(1000 * GiB), 2'000'000'000);
        QCOMPARE(FreeFloor::parse(u"5%"_s)->of(1000 * GiB), 50 * GiB);
        QCOMPARE(FreeFloor::parse(u"0.5%"_s)->of(1000 * GiB), 5 * GiB);
        QCOMPARE(FreeFloor::parse(u"0"_s)->of(1000 * GiB), 0);
        for (const QString &bad : {QString(), u"%"_s, u"-1%"_s, u"100%"_s, u"nan%"_s, u"much"_s, u"-2G"_s})
            QCOMPARE(FreeFloor::parse(bad).error().code, ErrorCode::BadArgument);
    }

    void whatIsPromisedIsNotPromisedAgainUntilItIsGivenBack()
    {
        QTemporaryDir folder;
        const Descriptor disk(::open(QFile::encodeName(folder.path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        DiskSpace space({0, 0});
        // All but a little of what is free now; others on this disk may come and go by less than that.
        const qint64 most = std::numeric_limits<qint64>::max() / 4;
        const qint64 free = most - space.missing(disk.get(), most);
        if (free < GiB)
            QSKIP("There is hardly any room on this disk.");
        std::optional<DiskSpace::Promise> first(space.promise(disk.get(), free - GiB / 4).value());
        QCOMPARE(space.promise(disk.get(), GiB / 2).error().code, ErrorCode::DiskFull);
        QVERIFY(space.missing(disk.get(), GiB / 2) > 0);
        QVERIFY(space.promise(disk.get(), 0));
        first->written(free - GiB); // it says so: the disk is what counts from now on
        QVERIFY(space.promise(disk.get(), GiB / 2));
        auto second = std::move(*first);
        first.reset();
        QCOMPARE(space.promise(disk.get(), free - GiB / 2).error().code, ErrorCode::DiskFull);
        second = {};
        QVERIFY(space.promise(disk.get(), free - GiB / 2));
    }
};

QTEST_GUILESS_MAIN(TestDiskSpace)
#include "tst_disk_space.moc"
