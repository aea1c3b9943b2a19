#include "ui/files/path_bar.h"

#include "ui/files/breadcrumb.h"
#include "ui/widgets/widgets.h"

namespace transom::ui {

using namespace Qt::StringLiterals;

PathBar::PathBar(const QString &name, const QString &rootIcon, const QString &rootText)
    : m_back(makeToolButton(u"back"_s, tr("Back (Alt+Left)")))
    , m_forward(makeToolButton(u"forward"_s, tr("Forward (Alt+Right)")))
    , m_up(makeToolButton(u"up"_s, tr("Up to the folder above (Backspace)")))
    , m_path(new Breadcrumb(rootIcon, rootText))
    , m_newFolder(makeToolButton(u"folder-new"_s, tr("Make a folder (Ctrl+Shift+N)")))
    , m_refresh(makeToolButton(u"refresh"_s, tr("Look again (F5)")))
{
    m_back->setObjectName(name + u"-back"_s);
    m_forward->setObjectName(name + u"-forward"_s);
    m_up->setObjectName(name + u"-up"_s);
    m_path->setObjectName(name + u"-path"_s);
    m_newFolder->setObjectName(name + u"-new-folder"_s);
    m_refresh->setObjectName(name + u"-refresh"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme::Gap2, 0, theme::Gap2, theme::Gap1);
    row->setSpacing(2);
    for (QWidget *each : {static_cast<QWidget *>(m_back), static_cast<QWidget *>(m_forward), static_cast<QWidget *>(m_up)})
        row->addWidget(each);
    row->addWidget(m_path, 1);
    row->addWidget(m_newFolder);
    row->addWidget(m_refresh);
    connect(m_back, &QToolButton::clicked, this, &PathBar::backWanted);
    connect(m_forward, &QToolButton::clicked, this, &PathBar::forwardWanted);
    connect(m_up, &QToolButton::clicked, this, &PathBar::upWanted);
    connect(m_newFolder, &QToolButton::clicked, this, &PathBar::newFolderWanted);
    connect(m_refresh, &QToolButton::clicked, this, &PathBar::refreshWanted);
}

void PathBar::setWays(bool available, bool back, bool forward, bool up)
{
    m_back->setEnabled(available && back);
    m_forward->setEnabled(available && forward);
    m_up->setEnabled(available && up);
    m_path->setEnabled(available);
    m_refresh->setEnabled(available);
}

void PathBar::setMaking(bool possible, const QString &whyNot)
{
    m_newFolder->setEnabled(possible);
    m_newFolder->setToolTip(possible || whyNot.isEmpty() ? tr("Make a folder (Ctrl+Shift+N)") : whyNot);
}

} // namespace transom::ui
