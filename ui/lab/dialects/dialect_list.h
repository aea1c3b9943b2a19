#pragma once

#include "core/lab/dialect/dialect.h"

#include <QWidget>

class QLineEdit;
class QTreeWidget;

namespace transom::ui {

/// All dialects, streams and datagrams apart, and a field to find one. GUI thread.
class DialectList : public QWidget
{
    Q_OBJECT

public:
    explicit DialectList(QWidget *parent = nullptr);

    /// By its id; nothing happens if there is none.
    void choose(const QString &id);

Q_SIGNALS:
    void chosen(const transom::lab::Dialect *dialect);

private:
    void filter(const QString &text);

    QLineEdit *m_filter;
    QTreeWidget *m_list;
};

} // namespace transom::ui
