#pragma once

#include "ui/shell/backend.h"

#include <QVBoxLayout>
#include <QWidget>

namespace transom::ui {

/// One subject, one page, one entry of the rail.
class Page : public QWidget
{
    Q_OBJECT

public:
    Page(Backend &backend, QString title, QString icon)
        : m_backend(backend)
        , m_title(std::move(title))
        , m_icon(std::move(icon))
    {
        setAccessibleName(m_title);
    }

    const QString &title() const { return m_title; }
    const QString &iconName() const { return m_icon; }
    Backend &backend() const { return m_backend; }
    /// Shows one subject of the page; most have only one.
    virtual void open(const QString &subject) { Q_UNUSED(subject) }

Q_SIGNALS:
    /// A number for the rail: unread lines, running commands. 0: none.
    void badgeChanged(int count);
    /// Another page is where to go on: its object name, and "/subject" for one thing on it.
    void pageWanted(const QString &objectName);

private:
    Backend &m_backend;
    const QString m_title;
    const QString m_icon;
};

} // namespace transom::ui
