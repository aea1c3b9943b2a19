#include "core/lab/experiment/bench.h"
#include "core/lab/lesson/lesson.h"
#include "ui/lab/experiments/experiment_book.h"
#include "ui/lab/experiments/own_script_panel.h"
#include "ui/theme/theme.h"

#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <cerrno>

using namespace transom;
using namespace transom::ui;
using namespace Qt::StringLiterals;

using Calls = QList<lab::CallRecord>;

namespace {

/// A lesson's program as a learner starts it, in a process of its own.
class Program
{
public:
    explicit Program(const QString &text)
    {
        QFile file(m_folder.filePath(u"program.py"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write(text.toUtf8());
        m_process.setWorkingDirectory(m_folder.path());
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { m_output += QString::fromUtf8(m_process.readAllStandardOutput()); });
        QObject::connect(&m_process, &QProcess::readyReadStandardError, &m_process, [this] { m_errors += QString::fromUtf8(m_process.readAllStandardError()); });
    }
    ~Program() { end(); }

    bool start()
    {
        m_process.start(QStandardPaths::findExecutable(u"python3"_s), {u"-u"_s, u"program.py"_s});
        return m_process.waitForStarted();
    }
    void pressEnter() { m_process.write("\n"); }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    void end()
    {
        if (!isRunning())
            return;
        m_process.kill();
        m_process.waitForFinished();
    }
    int status() const { return m_process.exitCode(); }
    const QString &output() const { return m_output; }
    const QString &errors() const { return m_errors; }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_output;
    QString m_errors;
};

/// What was received, joined.
QByteArray received(const Calls &calls)
{
    QByteArray all;
    for (const lab::CallRecord &call : calls) {
        if (call.call == lab::CallRecord::Call::Receive && call.result > 0)
            all += call.bytes;
    }
    return all;
}

qsizetype sends(const Calls &calls)
{
    return std::count_if(calls.begin(), calls.end(), [](const lab::CallRecord &call) { return call.call == lab::CallRecord::Call::Send && call.result >= 0; });
}

bool saysOfDatagrams(const QString &output, const Calls &calls)
{
    static const QRegularExpression number(u"(\\d+)"_s);
    const int count = number.match(output).captured(1).toInt();
    return sends(calls) == 500 && count > 0 && count < 500;
}

bool saysOfCharacters(const QString &output, const Calls &)
{
    QString all;
    const QStringList lines = output.split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines)
        all += line.section(u" -> "_s, 1);
    return all == u"你好，世界"_s && lines.size() > 3;
}

bool saysOfCommands(const QString &output, const Calls &)
{
    // The second answer begins where the first stopped.
    return output.contains(u"seq 1 1000 -> 1\n2\n3"_s) && output.contains(u"echo done -> "_s) && !output.contains(u"echo done -> done"_s);
}

/// What a lesson promises of its program; of one that is new here it is enough that both come to their end.
bool isAsTheLessonSays(const QString &id, const QString &output, const Calls &calls)
{
    using Check = bool (*)(const QString &output, const Calls &calls);
    static const QHash<QString, Check> checks{
            {u"sticky"_s, [](const QString &said, const Calls &) { return said == "10 b'helloworld'\n0 b''\n"_L1; }},
            {u"cures"_s, [](const QString &said, const Calls &) { return said == "hello\nworld\ncut in its length, and whole again\n"_L1; }},
            {u"udp"_s, saysOfDatagrams},
            {u"serving"_s, [](const QString &said, const Calls &made) { return said.count("setup"_L1) == 10 && said.count("finish"_L1) == 10 && received(made) == QByteArray("HELLO").repeated(10); }},
            {u"characters"_s, saysOfCharacters},
            {u"port"_s, [](const QString &said, const Calls &) { return said.startsWith("b'hello'\n"_L1); }},
            {u"goodbye"_s, [](const QString &said, const Calls &made) { return said.startsWith("recv b'the last words'\nrecv b''\n"_L1) && received(made) == "late reply"; }},
            {u"slow"_s, [](const QString &said, const Calls &made) { return said.startsWith("16777216 "_L1) && std::any_of(made.begin(), made.end(), [](const lab::CallRecord &call) { return call.error == EAGAIN; }); }},
            {u"secret"_s, [](const QString &said, const Calls &made) { return received(made).size() == 16 && said.contains(u"验证成功"_s); }},
            {u"rest"_s, saysOfCommands},
    };
    const Check check = checks.value(id);
    return check ? check(output, calls) : !calls.isEmpty();
}

} // namespace

/// The programs that lessons give their readers, each as it stands in the lesson, in both languages, opposite Transom's own part.
class TestLabOwnScripts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp);
        if (QStandardPaths::findExecutable(u"python3"_s).isEmpty())
            QSKIP("There is no python3 on this computer.");
    }

    void aLessonsProgramDoesWhatTheLessonSays_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("id");
        for (const lab::Experiment &experiment : lab::experiments()) {
            const QString english = lessonOf(u"en"_s, experiment.id).program({});
            QVERIFY2(!english.isEmpty(), qPrintable(experiment.id));
            QTest::addRow("%s", qPrintable(experiment.id)) << u"en"_s << experiment.id;
            if (lessonOf(u"zh_CN"_s, experiment.id).program({}) != english)
                QTest::addRow("%s in Chinese", qPrintable(experiment.id)) << u"zh_CN"_s << experiment.id;
        }
    }
    void aLessonsProgramDoesWhatTheLessonSays()
    {
        QFETCH(QString, language);
        QFETCH(QString, id);
        OwnScriptPanel panel(lessonOf(language, id));
        Calls calls;
        connect(&panel, &OwnScriptPanel::called, this, [&calls](const Calls &some) { calls += some; });
        QVERIFY(OtherSide::partOf(id) != OtherSide::Part::None);
        panel.show();
        Program program(panel.program());
        QVERIFY(meet(panel, program, id));
        // A server that serves for ever has been asked by all there are.
        const bool forEver = panel.program().contains("serve_forever"_L1);
        QTRY_VERIFY2(!program.isRunning() || (forEver && isAsTheLessonSays(id, program.output(), calls)), qPrintable(program.output() + program.errors()));
        QCOMPARE(program.errors(), QString());
        QVERIFY2(isAsTheLessonSays(id, program.output(), calls), qPrintable(program.output()));
        if (!forEver)
            QCOMPARE(program.status(), 0);
    }

    void aServerThatWasChangedCanBeStartedAgainAtOnce_data()
    {
        QTest::addColumn<QString>("id");
        for (const lab::Experiment &experiment : lab::experiments()) {
            // Datagrams know no TIME_WAIT, the programs that are clients do not bind, and "port" is about this very thing.
            if (OtherSide::partOf(experiment.id) == OtherSide::Part::Client && !OtherSide::usesDatagrams(experiment.id) && experiment.id != "port"_L1)
                QTest::addRow("%s", qPrintable(experiment.id)) << experiment.id;
        }
    }
    void aServerThatWasChangedCanBeStartedAgainAtOnce()
    {
        QFETCH(QString, id);
        OwnScriptPanel panel(lessonOf(u"en"_s, id));
        panel.show();
        // The change that the lesson asks for, where it is one of names; none of them lets anybody sleep here.
        const QString text = panel.program().replace("time.sleep(5)"_L1, "time.sleep(0)"_L1);
        Program before(text);
        QVERIFY(meet(panel, before, id));
        QTRY_VERIFY(!before.isRunning() || text.contains("serve_forever"_L1));
        before.end();
        Program after(QString(text).replace("socketserver.TCPServer"_L1, "socketserver.ThreadingTCPServer"_L1));
        QVERIFY2(meet(panel, after, id), qPrintable(after.errors()));
        QCOMPARE(after.errors(), QString());
    }

    void theServerThatClosesFirstFindsItsPortTakenUnlessBothReuseIt()
    {
        OwnScriptPanel panel(lessonOf(u"en"_s, u"port"_s));
        panel.show();
        for (const bool reuse : {false, true}) {
            QTest::mouseClick(panel.findChild<QToolButton *>(u"script-port"_s), Qt::LeftButton); // one that no earlier connection holds
            QString text = panel.program();
            if (reuse)
                text.replace("# s.setsockopt"_L1, "s.setsockopt"_L1);
            QVERIFY((text != panel.program()) == reuse);
            Program first(text);
            QVERIFY(meet(panel, first, u"port"_s));
            QTRY_VERIFY(!first.isRunning());
            QCOMPARE(first.status(), 0);
            Program again(text);
            QVERIFY(again.start());
            if (reuse) {
                QVERIFY(QTest::qWaitFor([&] { return lab::tcpState(panel.port(), 0) == "LISTEN"_L1; }, 10'000));
            } else {
                QTRY_VERIFY(!again.isRunning());
                QVERIFY2(again.errors().contains("Address already in use"_L1), qPrintable(again.errors()));
            }
        }
    }

private:
    static lab::Lesson lessonOf(const QString &language, const QString &id)
    {
        QFile file(QStringLiteral(TRANSOM_SOURCE_DIR "/resources/lessons/%1/%2.md").arg(language, id));
        return file.open(QIODevice::ReadOnly) ? lab::Lesson::parse(id, QString::fromUtf8(file.readAll())).value_or(lab::Lesson()) : lab::Lesson();
    }

    /// Starts both in the order that the page asks for, until Transom's part is over. False: it ended with an error, or not at all.
    static bool meet(OwnScriptPanel &panel, Program &program, const QString &id)
    {
        QTest::mouseClick(panel.findChild<QPushButton *>(u"script-start"_s), Qt::LeftButton);
        if (!panel.isRunning())
            return false;
        if (OtherSide::partOf(id) == OtherSide::Part::Server && !QTest::qWaitFor([&] { return lab::tcpState(panel.port(), 0) == "LISTEN"_L1; }, 10'000))
            return false;
        if (!program.start())
            return false;
        program.pressEnter();
        return QTest::qWaitFor([&] { return !panel.isRunning(); }, 60'000) && !panel.findChild<QLabel *>(u"banner-text"_s)->isVisible();
    }
};

QTEST_MAIN(TestLabOwnScripts)
#include "tst_lab_own_scripts.moc"
