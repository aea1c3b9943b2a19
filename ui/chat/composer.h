#pragma once

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace transom::ui {

/// Where a message is written: grows with its text up to eight lines, Enter sends, Shift+Enter makes a new line, and a counter
/// appears when the limit is near. While sending is not possible one can still write.
class Composer : public QFrame
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);

    QString text() const;
    void setText(const QString &text);
    /// At the cursor, and takes the focus.
    void insert(const QString &text);
    /// The name of the place it goes to, for the placeholder.
    void setPlace(const QString &name);
    /// With a reason, nothing can be sent for now.
    void setBlocked(const QString &reason);
    void clear();

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void sendWanted(const QString &text);
    void pageUpWanted();

private:
    void textChanged();
    void send();
    void adjustHeight();
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

    QPlainTextEdit *m_edit;
    QLabel *m_note;
    QPushButton *m_send;
    QString m_blocked;
    bool m_tooLong = false;
};

} // namespace transom::ui
