#include "ui/files/files_layout.h"

#include "ui/files/file_table.h"
#include "ui/files/folder_pane.h"

#include <QHeaderView>
#include <QSplitter>
#include <QUrl>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int SaveAfterMs = 1000;

} // namespace

FilesLayout::FilesLayout(const QString &stateFolder, QObject *parent)
    : QObject(parent)
    , m_settings(stateFolder + u"/files.ini"_s, QSettings::IniFormat)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(SaveAfterMs);
    connect(&m_soon, &QTimer::timeout, this, &FilesLayout::save);
}

FilesLayout::~FilesLayout() = default;

void FilesLayout::keep(QSplitter *splitter)
{
    m_splitter = splitter;
    splitter->restoreState(m_settings.value(u"splitter"_s).toByteArray());
    connect(splitter, &QSplitter::splitterMoved, &m_soon, qOverload<>(&QTimer::start));
}

void FilesLayout::keep(FolderPane *pane)
{
    m_panes.append(pane);
    QHeaderView *heads = pane->table().header();
    if (heads->restoreState(m_settings.value(pane->objectName() + u"/columns"_s).toByteArray())) {
        heads->setSectionResizeMode(FolderModel::Name, QHeaderView::Stretch);
        heads->setSectionHidden(FolderModel::Name, false);
        pane->table().showCrowdedOut(m_settings.value(pane->objectName() + u"/crowded"_s).toStringList());
        pane->table().sortByColumn(heads->sortIndicatorSection(), heads->sortIndicatorOrder());
    }
    pane->showHidden(flag(u"hidden"_s));
    connect(heads, &QHeaderView::sectionResized, &m_soon, qOverload<>(&QTimer::start));
    connect(heads, &QHeaderView::sortIndicatorChanged, &m_soon, qOverload<>(&QTimer::start));
}

void FilesLayout::save()
{
    if (m_splitter)
        m_settings.setValue(u"splitter"_s, m_splitter->saveState());
    for (FolderPane *pane : std::as_const(m_panes)) {
        m_settings.setValue(pane->objectName() + u"/columns"_s, pane->table().header()->saveState());
        m_settings.setValue(pane->objectName() + u"/crowded"_s, pane->table().crowdedOut());
    }
}

QString FilesLayout::remoteKey(const QString &account)
{
    return u"remote/"_s + QString::fromLatin1(QUrl::toPercentEncoding(account));
}

} // namespace transom::ui
