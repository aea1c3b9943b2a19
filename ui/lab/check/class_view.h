#pragma once

#include "core/base/strand.h"
#include "core/lab/check/class_check.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableWidget;

namespace transom::ui {

class Banner;

/// A class: names down, trials across.
class ClassView : public QWidget
{
    Q_OBJECT

public:
    explicit ClassView(QWidget *parent = nullptr);
    void begin(const QList<const lab::TrialInfo *> &columns);
    void setNames(const QStringList &names);
    void setRow(int row, const lab::ClassTable::Row &results);

Q_SIGNALS:
    void resultChosen(const transom::lab::TrialResult &result);

private:
    void exportTable();
    void choose(int row, int column);

    QTableWidget *m_table;
    QLabel *m_summary;
    QPushButton *m_export;
    Banner *m_banner;
    QList<const lab::TrialInfo *> m_columns;
    lab::ClassTable m_results;
    Strand m_strand;
};

} // namespace transom::ui
