#pragma once

#include "ui/shell/backend.h"

#include <QWidget>

namespace transom::ui {

/// One kind of thing on the Lab page.
class LabShelf : public QWidget
{
    Q_OBJECT

public:
    LabShelf(Backend &backend, QString id, QString title)
        : m_backend(backend)
        , m_id(std::move(id))
        , m_title(std::move(title))
    {
        setObjectName(m_id);
        setAccessibleName(m_title);
    }

    const QString &id() const { return m_id; }
    const QString &title() const { return m_title; }
    Backend &backend() const { return m_backend; }
    /// Shows one thing of the shelf: an experiment's or a dialect's id.
    virtual void open(const QString &subject) { Q_UNUSED(subject) }

Q_SIGNALS:
    /// How many servers, clients and runs of it are under way.
    void activityChanged(int count);
    /// As Page::pageWanted().
    void pageWanted(const QString &objectName);

private:
    Backend &m_backend;
    const QString m_id;
    const QString m_title;
};

} // namespace transom::ui
