#pragma once

#include <QFrame>
#include <QToolButton>

class QButtonGroup;
class QVBoxLayout;

namespace transom::ui {

/// An entry of the rail: icon, word, and a number where there is something new.
class RailButton : public QToolButton
{
    Q_OBJECT

public:
    RailButton(const QString &icon, const QString &text);
    void setBadge(int count);
    int badge() const { return m_badge; }

private:
    void paintEvent(QPaintEvent *event) override;
    int m_badge = 0;
};

/// The pages, at the left edge.
class Rail : public QFrame
{
    Q_OBJECT

public:
    Rail();
    RailButton *addEntry(const QString &icon, const QString &text);
    void setCurrent(int index);
    void focusCurrent();
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return m_collapsed; }

Q_SIGNALS:
    void currentChanged(int index);

private:
    QVBoxLayout *m_layout;
    QButtonGroup *m_group;
    QToolButton *m_collapse;
    bool m_collapsed = false;
};

} // namespace transom::ui
