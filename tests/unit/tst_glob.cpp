// What a pattern matches, and which folders have to be looked into to find it.

#include "core/files/glob.h"

#include <QSet>
#include <QTest>

#include <deque>

using namespace transom::files;
using namespace Qt::StringLiterals;

class TestGlob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNameMatchesOrDoesNot_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *pattern, const char *name, bool matches) {
            QTest::addRow("%s %s", pattern, name) << QString::fromUtf8(pattern) << QString::fromUtf8(name) << matches;
        };
        row("*", "anything", true);
        row("*", ".hidden", false);
        row(".*", ".hidden", true);
        row("?hidden", ".hidden", false);
        row("[.]hidden", ".hidden", false);
        row("*.txt", "a.txt", true);
        row("*.txt", "a.txt.gz", false);
        row("*.txt", ".txt", false);
        row("a*b*c", "a-b-b-c", true);
        row("a*b*c", "a-c-b", false);
        row("a**c", "abc", true);
        row("?", "文", true);
        row("?", "😀", true);
        row("??", "😀", false);
        row("[一-龥].txt", "文.txt", true);
        row("[a-c]", "b", true);
        row("[a-c]", "d", false);
        row("[!a-c]", "d", true);
        row("[^a-c]", "b", false);
        row("[]x]", "]", true);
        row("[!]x]", "]", false);
        row("[a-]", "-", true);
        row("[\\]]", "]", true);
        row("[abc", "[abc", true);
        row("\\*", "*", true);
        row("\\*", "x", false);
        row("a\\?b", "a?b", true);
        row("A.TXT", "a.txt", false);
        row("", "x", false);
    }
    void aNameMatchesOrDoesNot()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, name);
        QTEST(GlobName(pattern).matches(name), "matches");
    }

    void manyStarsTakeNoMoreThanAMoment()
    {
        const QString name(250, u'a');
        QVERIFY(!GlobName(u"*a"_s.repeated(60) + u"b"_s).matches(name));
        QVERIFY(GlobName(u"*a"_s.repeated(60)).matches(name));
    }

    void escapingMakesAnyNameMatchItselfOnly()
    {
        for (const QString &name : {u"a*b?[c]\\d"_s, u"plain"_s, u"[x"_s}) {
            const QString escaped = GlobName::escaped(name);
            QVERIFY(!GlobName::isPattern(escaped));
            QCOMPARE(GlobName::literal(escaped), name);
            QVERIFY(GlobName(escaped).matches(name));
        }
        QVERIFY(GlobName::isPattern(u"a/b[12]"_s));
    }

    void aWalkFindsWhatIsThereAndLooksIntoNothingElse_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QStringList>("found");
        QTest::addColumn<QStringList>("looked");
        QTest::newRow("flat") << u"/*.txt"_s << QStringList{u"/x.txt"_s} << QStringList{u"/"_s};
        QTest::newRow("below a literal") << u"/a/b/*"_s << QStringList{u"/a/b/c"_s, u"/a/b/x.txt"_s} << QStringList{u"/a/b"_s};
        QTest::newRow("in the middle") << u"/*/x.txt"_s << QStringList{u"/a/x.txt"_s} << QStringList{u"/"_s, u"/a"_s, u"/z"_s};
        QTest::newRow("any folders") << u"/**/x.txt"_s << QStringList{u"/a/b/c/x.txt"_s, u"/a/b/x.txt"_s, u"/a/x.txt"_s, u"/x.txt"_s}
                                     << QStringList{u"/"_s, u"/a"_s, u"/a/b"_s, u"/a/b/c"_s, u"/z"_s};
        QTest::newRow("any folders between") << u"/a/**/c/*"_s << QStringList{u"/a/b/c/x.txt"_s} << QStringList{u"/a"_s, u"/a/b"_s, u"/a/b/c"_s};
        QTest::newRow("everything below") << u"/a/b/**"_s << QStringList{u"/a/b/c"_s, u"/a/b/c/x.txt"_s, u"/a/b/x.txt"_s} << QStringList{u"/a/b"_s, u"/a/b/c"_s};
        QTest::newRow("hidden when said") << u"/.h/*"_s << QStringList{u"/.h/x.txt"_s} << QStringList{u"/.h"_s};
        QTest::newRow("nothing") << u"/q*"_s << QStringList() << QStringList{u"/"_s};
    }
    void aWalkFindsWhatIsThereAndLooksIntoNothingElse()
    {
        QFETCH(QString, pattern);
        const GlobWalk walk(pattern);
        QStringList found;
        QStringList looked;
        std::deque<GlobWalk::Place> places{walk.start()};
        while (!places.empty()) {
            const auto place = places.front();
            places.pop_front();
            looked.append(place.folder.isEmpty() ? u"/"_s : place.folder);
            const auto entries = entriesOf(looked.last());
            for (const auto &[name, isFolder] : entries) {
                if (walk.look(place, name, isFolder, [&](GlobWalk::Place further) { places.push_back(further); }))
                    found.append(GlobWalk::join(place.folder, name));
            }
        }
        found.sort();
        looked.sort();
        QTEST(found, "found");
        QTEST(looked, "looked");
    }

private:
    static QList<std::pair<QString, bool>> entriesOf(const QString &folder)
    {
        static const QStringList files{u"/x.txt"_s, u"/a/x.txt"_s, u"/a/b/x.txt"_s, u"/a/b/c/x.txt"_s, u"/.h/x.txt"_s, u"/z/y"_s};
        QList<std::pair<QString, bool>> entries;
        QSet<QString> seen;
        const QString start = folder.endsWith(u'/') ? folder : folder + u'/';
        for (const QString &file : files) {
            const QString rest = file.startsWith(start) ? file.mid(start.size()) : QString();
            const QString name = rest.section(u'/', 0, 0);
            if (!name.isEmpty() && !seen.contains(name))
                entries.append({name, rest.contains(u'/')});
            seen.insert(name);
        }
        return entries;
    }
};

QTEST_GUILESS_MAIN(TestGlob)
#include "tst_glob.moc"
