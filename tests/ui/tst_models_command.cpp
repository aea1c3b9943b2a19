#include "core/command/command_service.h"
#include "tests/support/session_pair.h"
#include "ui/models/command_line.h"
#include "ui/models/command_runs_model.h"
#include "ui/models/output_document.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

class TestModelsCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCommandLineIsTakenApartByTheShellsQuoting_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("blanks") << u"  ls   -l\t/tmp "_s << QStringList{u"ls"_s, u"-l"_s, u"/tmp"_s};
        QTest::newRow("single quotes keep all") << u"echo 'a \"b\" \\ $c'"_s << QStringList{u"echo"_s, u"a \"b\" \\ $c"_s};
        QTest::newRow("double quotes") << u"echo \"a \\\"b\\\" \\\\ \\n 'c'\""_s << QStringList{u"echo"_s, u"a \"b\" \\ \\n 'c'"_s};
        QTest::newRow("backslash") << u"cat My\\ File \\\\"_s << QStringList{u"cat"_s, u"My File"_s, u"\\"_s};
        QTest::newRow("joined pieces") << u"a'b c'\"d\"e"_s << QStringList{u"ab cde"_s};
        QTest::newRow("empty arguments stay") << u"printf '' \"\" x"_s << QStringList{u"printf"_s, QString(), QString(), u"x"_s};
        QTest::newRow("nothing") << u"   "_s << QStringList();
        QTest::newRow("chinese") << u"echo 你好 '世 界'"_s << QStringList{u"echo"_s, u"你好"_s, u"世 界"_s};
    }
    void aCommandLineIsTakenApartByTheShellsQuoting()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, arguments);
        const auto split = splitCommandLine(line);
        QVERIFY(split.has_value());
        QCOMPARE(*split, arguments);
        const auto again = splitCommandLine(joinCommandLine(*split));
        QVERIFY(again.has_value());
        QCOMPARE(*again, arguments);
    }

    void aMistakeInTheQuotingIsNamedWhereItIs()
    {
        QCOMPARE(splitCommandLine(u"echo 'abc").error().position, 5);
        QCOMPARE(splitCommandLine(u"echo \"abc").error().position, 5);
        QCOMPARE(splitCommandLine(u"echo abc\\").error().position, 8);
        QVERIFY(!splitCommandLine(u"echo 'abc").error().text.isEmpty());
    }

    void whatAShellWouldTreatAsItsOwnIsFoundOutsideOfQuotes()
    {
        QCOMPARE(firstShellCharacter(u"ls | wc"), 3);
        QCOMPARE(firstShellCharacter(u"echo '|' \"*\" \\; a"), -1);
        QCOMPARE(firstShellCharacter(u"echo '|' *.txt"), 9);
    }

    void linesComeOutAsTheyWereWrittenHoweverTheTextIsCut()
    {
        const QString text = u"one\n\x1b[31mtwo\x1b[0m three\r\nfour"_s;
        OutputDocument whole;
        whole.append(text, false);
        OutputDocument pieces;
        for (const QChar c : text)
            pieces.append(QStringView(&c, 1), false);
        for (const OutputDocument *document : {&whole, &pieces}) {
            QCOMPARE(document->end(), 3);
            QCOMPARE(document->line(1).text, u"two three"_s);
            QCOMPARE(document->line(1).runs.size(), 1);
            QCOMPARE(document->line(1).runs[0].start, 0);
            QCOMPARE(document->line(1).runs[0].length, 3);
            QCOMPARE(document->line(1).runs[0].style.foreground, command::AnsiColor::indexed(1));
            QCOMPARE(document->line(2).text, u"four"_s);
        }
    }

    void aCarriageReturnOverwritesWhatTheLineHeld()
    {
        OutputDocument document;
        document.append(u"\x1b[32m 10%\x1b[0m\r100%", false);
        QCOMPARE(document.line(0).text, u"100%"_s);
        QVERIFY(document.line(0).runs.isEmpty());
        document.append(u"\r\x1b[Kdone\n", false);
        QCOMPARE(document.line(0).text, u"done"_s);
        document.append(u"ab\bc", false);
        QCOMPARE(document.line(1).text, u"ac"_s);
    }

    void standardErrorIsMarkedOnItsLines()
    {
        OutputDocument document;
        document.append(u"out\n", false);
        document.append(u"err\n", true);
        document.append(u"out again\n", false);
        QVERIFY(!document.line(0).isError);
        QVERIFY(document.line(1).isError);
        QVERIFY(!document.line(2).isError);
    }

    void theScrollbackIsBoundedAndSaysWhatWasDropped()
    {
        OutputDocument document(nullptr, 1000);
        QString text;
        for (int i = 0; i < 25'000; ++i)
            text += QString::number(i) + u'\n';
        document.append(text, false);
        QCOMPARE(document.first(), 24'000);
        QCOMPARE(document.dropped(), 24'000);
        QCOMPARE(document.end(), 25'000);
        QCOMPARE(document.line(document.first()).text, u"24000"_s);
    }

    void aLineWithoutAnEndIsCutAndIsWholeAgainAsText()
    {
        OutputDocument document;
        const QString text(3 * OutputDocument::LongestLine + 5, u'x');
        document.append(text, false);
        QCOMPARE(document.end(), 4);
        QVERIFY(document.line(0).continues);
        QVERIFY(!document.line(3).continues);
        QCOMPARE(document.toPlainText(), QString(text + u'\n'));
    }

    void aRunShowsItsOutputAndHowItEnded()
    {
        Served served;
        CommandRunsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        CommandRun *run = served.run(model, {u"/bin/sh"_s, u"-c"_s, u"echo out; echo err >&2; exit 3"_s});
        QCOMPARE(model.runningCount(), 1);
        QTRY_VERIFY(run->isOver());
        QCOMPARE(run->state(), CommandRun::State::Done);
        QCOMPARE(run->exitStatus(), 3);
        QCOMPARE(run->stateText(), u"Exit status 3"_s);
        QCOMPARE(model.runningCount(), 0);
        const QString text = run->output().toPlainText();
        QVERIFY(text.contains(u"out\n"_s));
        QVERIFY(text.contains(u"err\n"_s));
        QCOMPARE(run->output().end(), 2);
        const bool firstIsError = run->output().line(0).isError;
        QVERIFY(run->output().line(1).isError != firstIsError);
    }

    void aProgramThatDoesNotExistFailsWithItsReason()
    {
        Served served;
        CommandRunsModel model;
        CommandRun *run = served.run(model, {u"/no/such/program"_s});
        QTRY_VERIFY(run->isOver());
        QCOMPARE(run->state(), CommandRun::State::Failed);
        QCOMPARE(run->error().code, ErrorCode::CommandNotFound);
    }

    void whatIsTypedReachesTheCommandAndItsEndAsWell()
    {
        Served served;
        CommandRunsModel model;
        CommandRun *run = served.run(model, {u"/bin/cat"_s});
        run->sendLine(u"你好"_s);
        QTRY_COMPARE(run->output().toPlainText(), u"你好\n"_s);
        QVERIFY(run->inputIsOpen());
        run->closeInput();
        QTRY_VERIFY(run->isOver());
        QCOMPARE(run->exitStatus(), 0);
    }

    void aCommandThatPrintsForEverLeavesTheEventLoopAliveAndCanBeStopped()
    {
        Served served;
        CommandRunsModel model;
        CommandRun *run = served.run(model, {u"/usr/bin/yes"_s});
        QTRY_VERIFY(run->received() > 1'000'000);
        QVERIFY(run->output().end() - run->output().first() <= OutputDocument::MostLines);
        run->stop();
        QTRY_VERIFY_WITH_TIMEOUT(run->isOver(), 20'000);
        QCOMPARE(run->state(), CommandRun::State::Signalled);
        QCOMPARE(run->signalName(), u"INT"_s);
    }

    void theSecondStopEndsWhatIgnoresTheFirst()
    {
        Served served;
        CommandRunsModel model;
        CommandRun *run = served.run(model, {u"/bin/sh"_s, u"-c"_s, u"trap '' INT TERM; echo ready; while :; do sleep 1; done"_s});
        QTRY_VERIFY(run->output().toPlainText().contains(u"ready"_s));
        run->stop();
        QCOMPARE(run->state(), CommandRun::State::Stopping);
        run->stop();
        QTRY_VERIFY_WITH_TIMEOUT(run->isOver(), 20'000);
        QCOMPARE(run->stateText(), u"Stopped"_s);
    }

private:
    /// A server's and a client's session, with commands that start in a folder of their own.
    struct Served
    {
        Served()
        {
            command::CommandDeps deps;
            deps.place = [path = folder.path()](const session::Principal &, const QString &) -> Result<command::CommandPlace> { return command::CommandPlace{path, path}; };
            deps.starting = [](const command::CommandRecord &) {};
            deps.ended = [](const command::CommandRecord &, const command::CommandOutcome &) {};
            command::registerCommands(registry, deps);
            pair = std::make_unique<test::SessionPair>(registry);
        }
        CommandRun *run(CommandRunsModel &model, const QStringList &argv)
        {
            protocol::CommandRun request;
            request.argv = argv;
            CommandRun::Request asked;
            asked.line = joinCommandLine(argv);
            CommandRun *added = model.add(std::make_unique<CommandRun>(asked, makeJob<command::CommandJob>(pair->link(), request)));
            added->start();
            return added;
        }
        QTemporaryDir folder;
        session::ServiceRegistry registry;
        std::unique_ptr<test::SessionPair> pair;
    };
};

QTEST_GUILESS_MAIN(TestModelsCommand)
#include "tst_models_command.moc"
