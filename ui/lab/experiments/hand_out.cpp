#include "ui/lab/experiments/hand_out.h"

#include "ui/lab/experiments/experiment_words.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace transom::ui {

namespace {

// A printer's page: black on white whatever the window looks like.
const char *const Style = R"(
body { font: 11pt/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; max-width: 56em; margin: 2em auto; padding: 0 1em; color: #1a1f27; background: #fff; }
h1 { font-size: 1.5em; margin-bottom: .3em; }
h2 { font-size: 1.15em; margin: 1.6em 0 .4em; border-bottom: 1px solid #d5dae1; padding-bottom: .2em; }
code { font-family: "Noto Sans Mono", "DejaVu Sans Mono", monospace; background: #eef1f5; padding: .05em .25em; border-radius: 3px; }
table { border-collapse: collapse; margin: .6em 0; }
th, td { border: 1px solid #d5dae1; padding: .3em .6em; text-align: left; vertical-align: top; }
.numbers td:last-child { text-align: right; font-variant-numeric: tabular-nums; }
.options { list-style: none; padding-left: 0; }
.options li::before { content: "\25A1"; margin-right: .6em; }
.options li.chosen::before { content: "\2612"; }
.options p, .verdict p { display: inline; }
.verdict { border-left: 4px solid #0b5cad; padding-left: .8em; font-weight: 600; }
.muted { color: #56606e; }
figure { margin: 1em 0; break-inside: avoid; }
figure img { max-width: 100%; height: auto; border: 1px solid #d5dae1; }
figcaption { color: #56606e; font-size: .9em; }
)";

QString words(const char *text)
{
    return QCoreApplication::translate("HandOut", text);
}

QString section(const char *title, const QString &html)
{
    return html.isEmpty() ? QString() : u"<h2>%1</h2>\n%2"_s.arg(words(title).toHtmlEscaped(), html);
}

QString pictureHtml(const HandOut::Picture &picture)
{
    QByteArray png;
    QBuffer buffer(&png);
    if (picture.image.isNull() || !buffer.open(QIODevice::WriteOnly) || !picture.image.save(&buffer, "PNG"))
        return {};
    const int width = static_cast<int>(picture.image.width() / picture.scale);
    return u"<figure><img alt=\"%1\" width=\"%2\" src=\"data:image/png;base64,%3\"><figcaption>%1</figcaption></figure>\n"_s
            .arg(picture.title.toHtmlEscaped(), QString::number(width), QString::fromLatin1(png.toBase64()));
}

QString tableHtml(const QList<std::pair<QString, QString>> &table)
{
    QString rows;
    for (const auto &[name, value] : table)
        rows += u"<tr><td>%1</td><td>%2</td></tr>\n"_s.arg(name.toHtmlEscaped(), value.toHtmlEscaped());
    return rows.isEmpty() ? QString() : u"<table class=\"numbers\">\n%1</table>\n"_s.arg(rows);
}

QString runsHtml(const QList<HandOut::Run> &runs)
{
    QString rows;
    for (const HandOut::Run &run : runs)
        rows += u"<tr><td>%1</td><td>%2</td><td>%3</td></tr>\n"_s.arg(run.settings.toHtmlEscaped(), run.predicted.toHtmlEscaped(), run.outcome.toHtmlEscaped());
    if (rows.isEmpty())
        return {};
    return u"<table>\n<tr><th>%1</th><th>%2</th><th>%3</th></tr>\n%4</table>\n"_s.arg(words(QT_TRANSLATE_NOOP("HandOut", "Settings")).toHtmlEscaped(), words(QT_TRANSLATE_NOOP("HandOut", "You predicted")).toHtmlEscaped(),
                                                                                    words(QT_TRANSLATE_NOOP("HandOut", "It showed")).toHtmlEscaped(), rows);
}

} // namespace

HandOut handOutOf(const ExperimentBook::Page &page)
{
    HandOut paper;
    paper.language = QLocale().language() == QLocale::Chinese ? u"zh-CN"_s : u"en"_s;
    paper.title = page.lesson.title;
    paper.about = page.lesson.about;
    paper.question = page.lesson.question;
    const bool wasRun = !page.runs.isEmpty();
    const QString predicted = wasRun ? page.runs.constLast().predicted : page.answers.value(knobsKey(page.knobs));
    for (const lab::Lesson::Option &option : page.lesson.options)
        paper.options.append({option.text, option.id == predicted});
    paper.settings = allKnobs(*page.experiment, wasRun ? page.runs.constLast().knobs : page.knobs);
    paper.turned = (wasRun ? page.runs.constLast().knobs : page.knobs) != ExperimentBook::standardKnobs(*page.experiment);
    if (!wasRun)
        return paper;
    const RunEntry &run = page.runs.constLast();
    if (run.wallMs > 0)
        paper.at = QLocale().toString(QDateTime::fromMSecsSinceEpoch(run.wallMs), QLocale::ShortFormat);
    if (page.runs.size() > 1) {
        for (const RunEntry &each : page.runs)
            paper.runs.append({turnedKnobs(*page.experiment, each.knobs), markdownPlain(optionName(page.lesson, each.predicted)), markdownPlain(optionName(page.lesson, each.result.outcome))});
    }
    paper.verdict = verdictOf(page.lesson, run);
    paper.explanation = explanationOf(page.lesson, run.result);
    for (const QString &name : page.experiment->measured) {
        if (const QString text = run.result.measured.value(name).toText(); !text.isEmpty())
            paper.numbers.append({measuredName(name), text});
    }
    return paper;
}

QByteArray toHtml(const HandOut &handOut)
{
    const QString title = handOut.title.toHtmlEscaped();
    QString html = u"<!DOCTYPE html>\n<html lang=\"%1\">\n<head>\n<meta charset=\"utf-8\">\n<title>%2</title>\n<style>%3</style>\n</head>\n<body>\n<h1>%2</h1>\n"_s
                           .arg(handOut.language, title, QLatin1String(Style));
    html += u"<div class=\"muted\">%1</div>\n"_s.arg(markdownHtml(handOut.about));
    QString options;
    for (const HandOut::Option &option : handOut.options)
        options += u"<li%1>%2</li>\n"_s.arg(option.chosen ? u" class=\"chosen\""_s : QString(), markdownHtml(option.text).trimmed());
    html += section(QT_TRANSLATE_NOOP("HandOut", "The question"), markdownHtml(handOut.question) + u"<ul class=\"options\">\n%1</ul>\n"_s.arg(options));
    html += section(QT_TRANSLATE_NOOP("HandOut", "Settings"), tableHtml(handOut.settings) + (handOut.turned ? u"<p class=\"muted\">%1</p>\n"_s.arg(words(QT_TRANSLATE_NOOP("HandOut", "The question above is about the settings that the experiment begins with.")).toHtmlEscaped()) : QString()));
    if (!handOut.verdict.isEmpty())
        html += section(QT_TRANSLATE_NOOP("HandOut", "What the run showed"), u"<div class=\"verdict\">%1</div>\n"_s.arg(markdownHtml(handOut.verdict)));
    QString pictures;
    for (const HandOut::Picture &picture : handOut.pictures)
        pictures += pictureHtml(picture);
    html += pictures;
    html += section(QT_TRANSLATE_NOOP("HandOut", "Why"), markdownHtml(handOut.explanation));
    html += section(QT_TRANSLATE_NOOP("HandOut", "Numbers"), tableHtml(handOut.numbers));
    html += section(QT_TRANSLATE_NOOP("HandOut", "All runs"), runsHtml(handOut.runs));
    QString foot = words(QT_TRANSLATE_NOOP("HandOut", "Measured by Transom on real sockets of one computer."));
    if (!handOut.at.isEmpty())
        foot += u' ' + handOut.at;
    html += u"<p class=\"muted\">%1</p>\n</body>\n</html>\n"_s.arg(foot.toHtmlEscaped());
    return html.toUtf8();
}

} // namespace transom::ui
