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
};

} // namespace transom::ui
