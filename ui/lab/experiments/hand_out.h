#pragma once

#include "ui/lab/experiments/experiment_book.h"

#include <QImage>

namespace transom::ui {

/// An experiment on paper: question, answers, what came of it and why, numbers and pictures.
struct HandOut
{
    struct Picture
    {
        QString title;
        QImage image;
        double scale = 1; ///< pixels of the image for each of the page
    };

    QString language; ///< "en", "zh-CN"
    QString title;
    QString about;    ///< Markdown, as all texts here that have no other name
    QString question;
    struct Option
    {
        QString text;
        bool chosen = false; ///< what was predicted
    };
    struct Run
    {
        QString settings; ///< plain, as all of it
        QString predicted;
        QString outcome;
    };
    QList<Option> options;
    QList<std::pair<QString, QString>> settings; ///< plain
    bool turned = false;                         ///< the settings are not those that the question is about
    QString at;                                  ///< when it was run, plain
    QList<Run> runs;                             ///< oldest first; empty where there was one only
    QString verdict;  ///< empty: it was not run yet
    QString explanation;
    QList<std::pair<QString, QString>> numbers; ///< plain
    QList<Picture> pictures;
};

/// Words and numbers of the newest run. GUI thread.
HandOut handOutOf(const ExperimentBook::Page &page);
/// One HTML file that needs no other and asks for nothing from anywhere. Any thread.
QByteArray toHtml(const HandOut &handOut);

} // namespace transom::ui
