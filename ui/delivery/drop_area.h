#pragma once

#include <QFrame>
#include <QStringList>

class QLabel;

namespace transom::ui {

/// Where files and folders of this computer are dropped, or chosen by pressing a button.
class DropArea : public QFrame
{
    Q_OBJECT

public:
    explicit DropArea(const QString &text, QWidget *parent = nullptr);
    void setText(const QString &text);

Q_SIGNALS:
    void chosen(const QStringList &paths);

private:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

    QLabel *m_text;
    bool m_over = false;
};

} // namespace transom::ui
