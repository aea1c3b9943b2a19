#pragma once

#include <QTableView>

namespace transom::ui {

class ExperimentBook;

/// The runs of one experiment side by side; a cell takes the lines that it needs.
class RunsTable : public QTableView
{
    Q_OBJECT

public:
    RunsTable(ExperimentBook &book, const QString &id, QWidget *parent = nullptr);

private:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

/// What will be in a table that has nothing in it yet; nothing for an empty text.
void paintHint(QWidget &viewport, const QString &text);

} // namespace transom::ui
