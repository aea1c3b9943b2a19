#pragma once

#include <QWidget>

class QToolButton;

namespace transom::ui {

class Breadcrumb;

/// Where a pane is and the ways from there: back, forward, up, the path, a new folder, look again.
class PathBar : public QWidget
{
    Q_OBJECT

public:
    /// `name` ("local") begins the object names of the parts.
    PathBar(const QString &name, const QString &rootIcon, const QString &rootText);

    Breadcrumb &path() { return *m_path; }
    void setWays(bool available, bool back, bool forward, bool up);
    void setMaking(bool possible, const QString &whyNot);

Q_SIGNALS:
    void backWanted();
    void forwardWanted();
    void upWanted();
    void refreshWanted();
    void newFolderWanted();

private:
    QToolButton *m_back;
    QToolButton *m_forward;
    QToolButton *m_up;
    Breadcrumb *m_path;
    QToolButton *m_newFolder;
    QToolButton *m_refresh;
};

} // namespace transom::ui
