#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace transom::ui::theme;
using namespace Qt::StringLiterals;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { apply(*qApp); }

    void everyTextCanBeReadOnEverySurface_data()
    {
        QTest::addColumn<Mode>("mode");
        QTest::newRow("light") << Mode::Light;
        QTest::newRow("dark") << Mode::Dark;
        QTest::newRow("high contrast") << Mode::HighContrast;
    }
    void everyTextCanBeReadOnEverySurface()
    {
        QFETCH(Mode, mode);
        for (const Role text : {Role::Text, Role::TextMuted, Role::Accent, Role::Good, Role::Warn, Role::Bad, Role::WireLength, Role::WireHeader, Role::WireBody, Role::WireDelimiter, Role::WireIncomplete, Role::WireInjected}) {
            for (const Role surface : {Role::Surface, Role::SurfaceRaised}) {
                const double ratio = contrast(color(text, mode), color(surface, mode));
                QVERIFY2(ratio >= 4.5, qPrintable(u"role %1 on %2: %3"_s.arg(int(text)).arg(int(surface)).arg(ratio)));
            }
        }
        for (const Role surface : {Role::OwnBubble, Role::OtherBubble, Role::Hover, Role::Selection, Role::Terminal})
            QVERIFY2(contrast(color(Role::Text, mode), color(surface, mode)) >= 4.5, qPrintable(QString::number(int(surface))));
        QVERIFY(contrast(color(Role::AccentText, mode), color(Role::Accent, mode)) >= 4.5);
        for (int index = 0; index < 16; ++index) {
            const double ratio = contrast(ansiColor(index, mode), color(Role::Terminal, mode));
            QVERIFY2(ratio >= 4.5, qPrintable(u"terminal colour %1: %2"_s.arg(index).arg(ratio)));
        }
    }

    void everyIconRendersAndTakesItsColour()
    {
        QVERIFY(iconNames().size() >= 30);
        for (const QString &name : iconNames()) {
            QVERIFY2(!pixmap(name, 20).isNull(), qPrintable(name));
            QFile file(u":/icons/%1.svg"_s.arg(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(name == u"transom" || file.readAll().contains("currentColor"), qPrintable(name));
        }
        QVERIFY(icon(u"no-such-icon"_s).isNull());
    }

    void everyIconThatTheSourcesNameExists()
    {
        const QRegularExpression named(uR"re((?:icon|pixmap|makeToolButton)\((?:QStringLiteral\(|u)"([a-z-]+)")re"_s);
        const QStringList known = iconNames();
        int found = 0;
        QDirIterator sources(QStringLiteral(TRANSOM_SOURCE_DIR "/ui"), {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (sources.hasNext()) {
            QFile file(sources.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto matches = named.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext()) {
                const QString name = matches.next().captured(1);
                ++found;
                QVERIFY2(known.contains(name), qPrintable(file.fileName() + u": "_s + name));
            }
        }
        QVERIFY(found > 20);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
