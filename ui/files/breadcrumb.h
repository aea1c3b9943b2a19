#pragma once

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace transom::ui {

/// A path as buttons, each leading to its folder; a click beside them, or a key, turns it into a text to type.
class Breadcrumb : public QWidget
{
    Q_OBJECT

public:
    /// `home` stands at the beginning: "/" on this computer, the server's name there.
    explicit Breadcrumb(const QString &rootIcon, const QString &rootText, QWidget *parent = nullptr);

    void setPath(const QString &path);
    const QString &path() const { return m_path; }
    void edit();

Q_SIGNALS:
    void pathChosen(const QString &path);

private:
    void rebuild();
    void finish();
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    QToolButton *addPart(const QString &text, const QString &path, bool isLast);

    const QString m_rootIcon;
    const QString m_rootText;
    QString m_path;
    QWidget *m_parts;
    QHBoxLayout *m_layout;
    QLineEdit *m_line;
    QStackedWidget *m_stack;
    bool m_forwarding = false;
};

} // namespace transom::ui
