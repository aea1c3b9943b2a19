#include "core/base/limits.h"
#include "core/files/file_names.h"

#include <QTest>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;

class TestFileNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordinaryNamesAreAccepted_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : {u"a"_s, u"report.pdf"_s, u".hidden"_s, u"..."_s + u"x"_s, u"..x"_s, u" leading"_s, u"-rf"_s, u"a b"_s,
                                    u"a:b*?\"<>|"_s, u"$(reboot)"_s, u"資料.txt"_s, u"\U0001F600"_s, u"console"_s, u"com10"_s, u"nul0"_s,
                                    u"~"_s, u"%2e%2e"_s, u"\u202Egpj.exe"_s})
            QTest::newRow(qPrintable(name)) << name;
    }
    void ordinaryNamesAreAccepted()
    {
        QFETCH(QString, name);
        const auto valid = validName(name);
        QVERIFY2(valid.has_value(), qPrintable(valid ? QString() : valid.error().text));
        QCOMPARE(*valid, name);
    }

    void namesThatCanDoHarmAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QString();
        QTest::newRow("dot") << u"."_s;
        QTest::newRow("dot dot") << u".."_s;
        QTest::newRow("slash") << u"a/b"_s;
        QTest::newRow("backslash") << u"a\\b"_s;
        QTest::newRow("NUL") << u"a"_s + QChar(0) + u"b"_s;
        QTest::newRow("newline") << u"a\nb"_s;
        QTest::newRow("escape") << u"a\x1b[2J"_s;
        QTest::newRow("DEL") << u"a\x7f"_s;
        QTest::newRow("C1") << u"a\u009b"_s;
        QTest::newRow("lone high surrogate") << u"a"_s + QChar(0xd800);
        QTest::newRow("lone low surrogate") << QString(QChar(0xdc00)) + u"a"_s;
        QTest::newRow("space at the end") << u"a "_s;
        QTest::newRow("dot at the end") << u"a."_s;
        QTest::newRow("only dots") << u"..."_s;
        for (const QString &device : {u"con"_s, u"NUL"_s, u"nul.txt"_s, u"Aux.tar.gz"_s, u"com1"_s, u"LPT9.x"_s, u"nul .txt"_s, u"CONIN$"_s})
            QTest::newRow(qPrintable(device)) << device;
        QTest::newRow("256 bytes") << QString(256, u'a');
        QTest::newRow("86 characters of three bytes") << QString(86, QChar(0x8cc7));
    }
    void namesThatCanDoHarmAreRefused()
    {
        QFETCH(QString, name);
        const auto valid = validName(name);
        QVERIFY(!valid);
        QCOMPARE(valid.error().code, ErrorCode::BadName);
        for (const QChar c : valid.error().text)
            QVERIFY2(c.unicode() >= 0x20, "the refusal repeats a control character");
    }

    void theLongestNameIsCountedInBytes()
    {
        QVERIFY(validName(QString(limits::NameBytes, u'a')));
        QVERIFY(validName(QString(limits::NameBytes / 3, QChar(0x8cc7))));
    }

    void twoSpellingsOfOneNameAreOneName()
    {
        QCOMPARE(*validName(u"e\u0301"_s), u"\u00e9"_s);
        // Composition happens before the length is counted: what decomposes to 3 bytes counts as 2.
        QVERIFY(validName(QStringLiteral("e\u0301").repeated(127)));
    }

    void pathsAreSplit_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("components");
        QTest::newRow("root") << u"/"_s << QStringList();
        QTest::newRow("slashes") << u"///"_s << QStringList();
        QTest::newRow("one") << u"/a"_s << QStringList{u"a"_s};
        QTest::newRow("folder") << u"/a/b/"_s << QStringList{u"a"_s, u"b"_s};
        QTest::newRow("dots") << u"/./a/././b"_s << QStringList{u"a"_s, u"b"_s};
        QTest::newRow("up inside") << u"/a/../b"_s << QStringList{u"b"_s};
        QTest::newRow("up to the root") << u"/a/b/../.."_s << QStringList();
        QTest::newRow("partial below") << u"/a/.partial"_s << QStringList{u"a"_s, u".partial"_s};
        QTest::newRow("percent is only a sign") << u"/%2e%2e/x"_s << QStringList{u"%2e%2e"_s, u"x"_s};
    }
    void pathsAreSplit()
    {
        QFETCH(QString, path);
        QFETCH(QStringList, components);
        const auto split = splitPath(path);
        QVERIFY(split.has_value());
        QCOMPARE(*split, components);
        QCOMPARE(*splitPath(joinPath(*split)), components);
    }

    void pathsThatLeadElsewhereAreRefused_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("empty") << QString() << ErrorCode::BadName;
        QTest::newRow("relative") << u"a/b"_s << ErrorCode::BadName;
        QTest::newRow("relative up") << u"../a"_s << ErrorCode::BadName;
        QTest::newRow("drive") << u"C:\\x"_s << ErrorCode::BadName;
        QTest::newRow("up") << u"/.."_s << ErrorCode::OutsideHome;
        QTest::newRow("up and down") << u"/../etc/passwd"_s << ErrorCode::OutsideHome;
        QTest::newRow("down, up, up") << u"/a/../../etc"_s << ErrorCode::OutsideHome;
        QTest::newRow("backslashes") << u"/a\\..\\..\\etc"_s << ErrorCode::BadName;
        QTest::newRow("partial") << u"/.partial"_s << ErrorCode::BadName;
        QTest::newRow("in partial") << u"/.partial/x"_s << ErrorCode::BadName;
        QTest::newRow("partial by a detour") << u"/a/.././/.partial/x"_s << ErrorCode::BadName;
        QTest::newRow("partial with a dot") << u"/.partial./x"_s << ErrorCode::BadName;
        QTest::newRow("NUL") << u"/a"_s + QChar(0) << ErrorCode::BadName;
        QTest::newRow("too long") << u"/a"_s.repeated(limits::PathBytes / 2 + 1) << ErrorCode::BadName;
        QTest::newRow("too long in bytes") << (u"/"_s + QString(80, QChar(0x8cc7))).repeated(18) << ErrorCode::BadName;
    }
    void pathsThatLeadElsewhereAreRefused()
    {
        QFETCH(QString, path);
        QFETCH(ErrorCode, code);
        const auto split = splitPath(path);
        QVERIFY(!split);
        QCOMPARE(split.error().code, code);
    }

    void aSecondNameKeepsTheSuffix()
    {
        QCOMPARE(numberedName(u"report.txt"_s, 2), u"report (2).txt"_s);
        QCOMPARE(numberedName(u"Makefile"_s, 1), u"Makefile (1)"_s);
        QCOMPARE(numberedName(u".bashrc"_s, 1), u".bashrc (1)"_s);
        QCOMPARE(numberedName(u"a.tar.gz"_s, 3), u"a.tar (3).gz"_s);
    }

    void joiningDoesNotDoubleTheSlash()
    {
        QCOMPARE(joinPath(u"/"_s, u"a"_s), u"/a"_s);
        QCOMPARE(joinPath(u"/a"_s, u"b"_s), u"/a/b"_s);
        QCOMPARE(joinPath(QStringList()), u"/"_s);
    }
};

QTEST_GUILESS_MAIN(TestFileNames)
#include "tst_file_names.moc"
