#pragma once

#include "core/files/transfer_info.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QPlainTextEdit;

namespace transom::ui {

class ElidedLabel;

/// Everything about one transfer, at the right of the list: where from and to, how it went, and file by file what failed.
class TransferDetails : public QFrame
{
    Q_OBJECT

public:
    explicit TransferDetails(QWidget *parent = nullptr);

    void set(const files::TransferInfo &info);
    qint64 shown() const { return m_id; }
    /// All of it as text.
    QString text() const;

Q_SIGNALS:
    void closed();

private:
    void setLine(const QString &label, const QString &value);

    qint64 m_id = 0;
    ElidedLabel *m_name;
    QGridLayout *m_lines;
    QList<std::pair<QLabel *, QLabel *>> m_rows;
    int m_used = 0;
    QLabel *m_notesTitle;
    QPlainTextEdit *m_notes;
};

} // namespace transom::ui
