#pragma once

#include "ui/shell/page.h"

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace transom::ui {

/// The help that the program carries with it: subjects at the left, filtered as one types, the text at the right.
class HelpPage : public Page
{
    Q_OBJECT

public:
    explicit HelpPage(Backend &backend);
    /// By a part of the file's name, with or without its ending.
    void open(const QString &topic) override;

private:
    void load();
    void showHeading(int number);
    void filter(const QString &words);

    QLineEdit *m_search;
    QListWidget *m_topics;
    QTextBrowser *m_text;
    QString m_folder;
};

} // namespace transom::ui
