#include "core/lab/lesson/lesson.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace transom;
using namespace transom::lab;
using namespace Qt::StringLiterals;

class TestLessons : public QObject
{
    Q_OBJECT

    static QString folder(const QString &language) { return QStringLiteral(TRANSOM_SOURCE_DIR "/resources/lessons/") + language; }

    static QString text(const QString &language, const QString &name)
    {
        QFile file(folder(language) + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    static QStringList sorted(QStringList names)
    {
        names.sort();
        return names;
    }

    static QStringList optionIds(const Lesson &lesson)
    {
        QStringList ids;
        for (const Lesson::Option &option : lesson.options)
            ids.append(option.id);
        return ids;
    }

private Q_SLOTS:
    void aLessonIsCutIntoItsParts()
    {
        const auto lesson = Lesson::parse(u"x"_s, u"# Title\n\n<!-- about -->\nAbout.\n<!-- predict -->\nWhat?\n\n- a: `one`\n- b: two: both\n"
                                                   "<!-- explain -->\n{n} of {m}.\n<!-- explain: b -->\nB.\n<!-- vary: knob_1 -->\nTurn.\n"
                                                   "<!-- script -->\nRun:\n```python\nprint({port}, {})\n```\n"_s);
        QVERIFY2(lesson, lesson ? "" : qPrintable(lesson.error().text));
        QCOMPARE(lesson->title, u"Title"_s);
        QCOMPARE(lesson->question, u"What?"_s);
        QCOMPARE(optionIds(*lesson), QStringList({u"a"_s, u"b"_s}));
        QCOMPARE(lesson->optionText(u"b"_s), u"two: both"_s);
        QCOMPARE(lesson->vary.value(u"knob_1"_s), u"Turn."_s);
        QCOMPARE(lesson->explanation(u"b"_s, {{u"n"_s, u"3"_s}}), u"3 of {m}.\n\nB."_s);
        QCOMPARE(lesson->explanation(u"a"_s, {}), u"{n} of {m}."_s);
        QCOMPARE(lesson->program({{u"port"_s, u"9"_s}}), u"print(9, {})\n"_s);
        QCOMPARE(lesson->measuredNames(), QStringList({u"n"_s, u"m"_s}));
    }

    void aMeasuredValueIsNotReadAgainForNames()
    {
        QCOMPARE(filledIn(u"{a}{b}"_s, {{u"a"_s, u"{b}"_s}, {u"b"_s, u"2"_s}}), u"{b}2"_s);
    }

    void whatIsNoLessonIsRefusedWithItsLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << u""_s;
        QTest::newRow("no title") << u"<!-- predict -->\nq\n- a: 1\n- b: 2\n<!-- explain -->\ne\n"_s;
        QTest::newRow("text before the parts") << u"# T\nhello\n"_s;
        QTest::newRow("unknown part") << u"# T\n<!-- forecast -->\n"_s;
        QTest::newRow("part twice") << u"# T\n<!-- about -->\na\n<!-- about -->\nb\n"_s;
        QTest::newRow("odd marker") << u"# T\n<!-- About -->\n"_s;
        QTest::newRow("about something") << u"# T\n<!-- see: x -->\n"_s;
        QTest::newRow("one option") << u"# T\n<!-- predict -->\nq\n- a: 1\n<!-- explain -->\ne\n"_s;
    }
    void whatIsNoLessonIsRefusedWithItsLine()
    {
        QFETCH(QString, text);
        const auto lesson = Lesson::parse(u"x"_s, text);
        QVERIFY(!lesson);
        QCOMPARE(lesson.error().code, ErrorCode::BadArgument);
        QVERIFY(lesson.error().text.startsWith("Line "_L1));
    }

    void noBeginningOfALessonIsTooMuchForTheReader()
    {
        const QString whole = text(u"zh_CN"_s, u"udp.md"_s);
        QVERIFY(!whole.isEmpty());
        for (qsizetype length = 0; length < whole.size(); ++length) {
            const auto lesson = Lesson::parse(u"udp"_s, whole.left(length));
            QVERIFY(lesson || !lesson.error().text.isEmpty());
        }
    }

    void everyLessonSaysTheSameInBothLanguages_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList names = QDir(folder(u"en"_s)).entryList({u"*.md"_s}, QDir::Files);
        QCOMPARE(names, QDir(folder(u"zh_CN"_s)).entryList({u"*.md"_s}, QDir::Files));
        QVERIFY(names.size() >= 11);
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << name;
    }
    void everyLessonSaysTheSameInBothLanguages()
    {
        QFETCH(QString, name);
        const auto english = Lesson::parse(name, text(u"en"_s, name));
        const auto chinese = Lesson::parse(name, text(u"zh_CN"_s, name));
        QVERIFY2(english, english ? "" : qPrintable(english.error().text));
        QVERIFY2(chinese, chinese ? "" : qPrintable(chinese.error().text));
        QCOMPARE(optionIds(*chinese), optionIds(*english));
        QCOMPARE(sorted(chinese->vary.keys()), sorted(english->vary.keys()));
        QCOMPARE(sorted(chinese->explainFor.keys()), sorted(english->explainFor.keys()));
        QCOMPARE(sorted(chinese->explainFor.keys()), sorted(optionIds(*english)));
        QCOMPARE(sorted(chinese->measuredNames()), sorted(english->measuredNames()));
        for (const Lesson *lesson : {&*english, &*chinese}) {
            QVERIFY(!lesson->about.isEmpty());
            QVERIFY(!lesson->see.isEmpty());
            QVERIFY(lesson->program({}).contains("{port}"_L1));
        }
    }
};

QTEST_GUILESS_MAIN(TestLessons)
#include "tst_lessons.moc"
