#pragma once

#include "ui/models/wire_rows.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QStringListModel;
class QTimer;

namespace transom::ui {

/// One line: which frames to show, and a text to look for among them.
class FilterLine : public QWidget
{
    Q_OBJECT

public:
    explicit FilterLine(WireRows &rows, QWidget *parent = nullptr);

    /// Stands before the line.
    void putBefore(QWidget *widget);
    void focusFilter();
    void focusSearch();
    void find(bool backwards);

private:
    void showState();
    void complete();
    QStringList foreignTypes() const;
    bool eventFilter(QObject *watched, QEvent *event) override;

    WireRows &m_rows;
    QLineEdit *m_filter;
    QLineEdit *m_search;
    QLabel *m_state;
    QStringListModel *m_words;
    QTimer *m_apply;
    bool m_notFound = false;
};

} // namespace transom::ui
