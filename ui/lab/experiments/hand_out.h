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
    QStringList options;
    QString settings; ///< plain
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
