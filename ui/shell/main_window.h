#pragma once

#include "ui/shell/page.h"

#include <QList>
#include <QMainWindow>
#include <QSettings>

class QStackedWidget;

namespace transom::ui {

class Rail;

/// The window: rail, session bar, pages, drawer. It puts them together and knows nothing of what is in them.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Backend &backend);
    ~MainWindow() override;

    Page *page(const QString &objectName) const;
    /// "files", or "help/on-the-wire" for one subject of a page.
    void showPage(const QString &place);

private:
    void addPage(Page *page, const QString &objectName);
    void closeEvent(QCloseEvent *event) override;

    Backend &m_backend;
    QSettings m_settings;
    Rail *m_rail;
    QStackedWidget *m_stack;
    QList<Page *> m_pages;
};

} // namespace transom::ui
