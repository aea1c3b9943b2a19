#include "core/base/text.h"
#include "ui/files/file_table.h"
#include "ui/files/folder_measure.h"
#include "ui/files/folder_pane.h"
#include "ui/files/folder_source.h"
#include "ui/files/question_bar.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QUrl>

/// What can be done with the things in a pane: by key, by menu and by question.
namespace transom::ui {

using namespace Qt::StringLiterals;

void FolderPane::makeTableActions()
{
    connect(m_table, &FileTable::activated, this, &FolderPane::activate);
    connect(m_table, &FileTable::upWanted, this, &FolderPane::up);
    connect(m_table, &FileTable::removeWanted, this, &FolderPane::askToRemove);
    connect(m_table, &FileTable::cutWanted, this, [this] { toClipboard(true); });
    connect(m_table, &FileTable::copyWanted, this, [this] { toClipboard(false); });
    connect(m_table, &FileTable::pasteWanted, this, &FolderPane::paste);
    connect(m_table, &FileTable::transferWanted, this, [this] {
        if (const QStringList paths = selectedPaths(); !paths.isEmpty())
            Q_EMIT transferWanted(paths);
    });
    connect(m_table, &FileTable::filterWanted, this, [this](const QString &text) {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->setText(m_search->text() + text);
    });
    connect(m_table, &FileTable::focused, this, &FolderPane::focused);
    connect(m_table, &FileTable::customContextMenuRequested, this, &FolderPane::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        showFooter();
        Q_EMIT selectionChanged();
    });
    connect(&m_model, &FolderModel::renameRequested, this, &FolderPane::rename);
    connect(m_question, &QuestionBar::answered, this, &FolderPane::answered);
    connect(m_measure, &FolderMeasure::counted, this, &FolderPane::askRemoval);
    // What is cut is drawn so only as long as the clipboard still has it.
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, [this] {
        if (!m_model.hasCut())
            return;
        const FileThings now = QGuiApplication::clipboard()->ownsClipboard() ? thingsIn(QGuiApplication::clipboard()->mimeData()) : FileThings();
        if (!now.move || now.side != side())
            m_model.setCut({});
    });
}

/// What every change in the folder ends with: a look at it, or the reason why nothing changed.
std::function<void(Result<void>)> FolderPane::afterwards(const QString &selectName)
{
    return [this, selectName, folder = m_path](const Result<void> &result) {
        if (!result)
            m_banner->showError(result.error());
        else
            m_banner->hide();
        if (m_wantedPath == folder) {
            if (result && !selectName.isEmpty())
                m_toChoose = {selectName};
            go(m_wantedPath, m_way);
        }
        Q_EMIT changed();
    };
}

void FolderPane::startNewFolder()
{
    if (!isWritable() || m_path.isEmpty())
        return;
    m_newFolderName->clear();
    m_newFolderBar->show();
    m_newFolderName->setFocus();
}

void FolderPane::makeFolder()
{
    const QString folder = m_newFolderName->text().trimmed();
    if (folder.isEmpty())
        return;
    if (folder.contains(u'/'))
        return m_banner->showText(Banner::Kind::Warning, tr("A name cannot hold a slash. Choose another one."));
    m_newFolderBar->hide();
    takeFocus();
    m_source.makeFolder(joinPath(m_path, folder), this, afterwards(folder));
}

void FolderPane::rename(const QString &from, const QString &to)
{
    if (!m_writable)
        return;
    if (to.contains(u'/'))
        return m_banner->showText(Banner::Kind::Warning, tr("A name cannot hold a slash. Choose another one."));
    m_source.rename(joinPath(m_path, from), joinPath(m_path, to), false, this, afterwards(to));
}

void FolderPane::askToRemove()
{
    m_toRemove = selectedPaths();
    m_measure->stop();
    if (m_toRemove.isEmpty())
        return;
    if (!m_writable)
        return m_banner->showText(Banner::Kind::Warning, m_whyNotWritable);
    QStringList folders;
    for (const QString &path : std::as_const(m_toRemove)) {
        const FolderEntry *entry = m_model.find(lastComponent(path));
        if (entry && entry->kind == FolderEntry::Kind::Folder && !entry->link)
            folders.append(path);
    }
    m_question->ask({}, {{u"remove"_s, m_source.removalVerb(), true}, {u"keep"_s, tr("Keep"), false}});
    if (!folders.isEmpty())
        m_measure->start(folders);
    askRemoval();
}

/// The question names the first and counts all; what is in the folders is counted while it stands there.
void FolderPane::askRemoval()
{
    if (m_toRemove.isEmpty() || m_question->isHidden())
        return m_measure->stop();
    constexpr qsizetype Named = 3;
    QStringList names;
    for (const QString &path : m_toRemove.mid(0, Named))
        names.append(u"“"_s + printable(lastComponent(path), 60) + u"”"_s);
    QString what = names.join(tr(", "));
    if (m_toRemove.size() > Named)
        what += u' ' + tr("and %Ln more", nullptr, static_cast<int>(m_toRemove.size() - Named));
    qint64 bytes = m_measure->sum().bytes;
    qint64 files = m_measure->sum().files;
    qint64 folders = m_measure->sum().folders;
    for (const QString &path : std::as_const(m_toRemove)) {
        const FolderEntry *entry = m_model.find(lastComponent(path));
        if (entry && entry->kind == FolderEntry::Kind::Folder) {
            ++folders;
        } else {
            ++files;
            bytes += entry && !entry->link ? entry->size : 0;
        }
    }
    QStringList parts{tr("%Ln file(s)", nullptr, static_cast<int>(files))};
    if (folders > 0)
        parts.append(tr("%Ln folder(s)", nullptr, static_cast<int>(folders)));
    parts.append(formatBytes(bytes));
    const QString sum = parts.join(tr(", "));
    m_question->setText(m_source.removalText().arg(what) + u'\n' + (m_measure->isRunning() ? tr("In all %1; still counting…").arg(sum) : tr("In all %1.").arg(sum)));
}

void FolderPane::answered(const QString &id)
{
    // Not to whatever comes after the button that has gone. Whose question it was may ask the next one now.
    takeFocus();
    if (id != u"remove"_s && id != u"keep"_s)
        return;
    m_measure->stop();
    const QStringList gone = std::exchange(m_toRemove, {});
    if (id == u"remove"_s && !gone.isEmpty())
        m_source.remove(gone, this, [this, gone, then = afterwards()](const FolderSource::Removal &removal) {
            const bool failed = removal.error.code != ErrorCode::None;
            then(failed ? Result<void>(tl::make_unexpected(removal.error)) : Result<void>());
            m_undo = removal.undo;
            showRemoved(gone, removal);
        });
}

/// What was removed last, as long as the banner offers it.
void FolderPane::undo()
{
    if (m_banner->isHidden())
        m_undo = nullptr;
    if (const auto back = std::exchange(m_undo, nullptr))
        back(this, afterwards());
}

/// What has gone, what has not, and that what has gone can come back.
void FolderPane::showRemoved(const QStringList &asked, const FolderSource::Removal &removal)
{
    const int gone = static_cast<int>(removal.gone);
    if (removal.error.code != ErrorCode::None) {
        if (gone == 0)
            return; // said already: nothing has changed
        const QString why = describe(removal.error);
        m_banner->showText(Banner::Kind::Warning,
                           removal.undo ? tr("%Ln of them are in the recycle bin now, the rest is not.", nullptr, gone) + u' ' + why
                                        : tr("%Ln of them are gone from here, the rest is not.", nullptr, gone) + u' ' + why,
                           removal.undo ? tr("Undo") : QString());
        return;
    }
    if (removal.undo)
        m_banner->showText(Banner::Kind::Good,
                           asked.size() == 1 ? tr("“%1” is in the recycle bin now.").arg(printable(lastComponent(asked.first()), 60))
                                             : tr("%Ln thing(s) are in the recycle bin now.", nullptr, gone),
                           tr("Undo"));
}

void FolderPane::toClipboard(bool move)
{
    FileThings things;
    things.side = side();
    things.paths = selectedPaths();
    things.move = move && m_writable;
    things.account = m_account;
    if (things.isEmpty())
        return;
    QGuiApplication::clipboard()->setMimeData(mimeOf(things));
    QSet<QString> names;
    if (things.move) {
        for (const QString &path : std::as_const(things.paths))
            names.insert(lastComponent(path));
    }
    m_model.setCut(names);
}

FileThings FolderPane::pasteable() const
{
    FileThings things = isWritable() && !m_path.isEmpty() ? thingsIn(QGuiApplication::clipboard()->mimeData()) : FileThings();
    // A copy beside the original is what pasting on this computer is for; the server cannot make one.
    if (things.side == side() && (things.move || side() == FolderModel::Side::Remote))
        things = fitting(things, side(), m_path);
    if (things.side == FolderModel::Side::Remote && side() == FolderModel::Side::Remote && (!things.move || things.account != m_account))
        things.paths.clear();
    return things;
}

void FolderPane::paste()
{
    const FileThings things = pasteable();
    if (things.isEmpty()) {
        const FileThings there = thingsIn(QGuiApplication::clipboard()->mimeData());
        if (!there.isEmpty() && there.side == FolderModel::Side::Remote && side() == FolderModel::Side::Remote && !there.move)
            m_banner->showText(Banner::Kind::Info, tr("The server cannot copy within itself. Cut and paste to move, or download and upload again."));
        return;
    }
    if (things.move && things.side == side())
        QGuiApplication::clipboard()->clear();
    Q_EMIT brought(things, m_path);
}

/// As transomctl takes them.
QStringList FolderPane::addressesOf(const QStringList &paths) const
{
    QStringList addresses;
    for (const QString &path : paths)
        addresses.append(u"transom://"_s + m_account + QString::fromLatin1(QUrl::toPercentEncoding(path, "/")));
    return addresses;
}

void FolderPane::addItemActions(QMenu &menu, const QStringList &paths)
{
    const auto add = [&](const QString &icon, const QString &text, const QKeySequence &keys, bool possible, auto handler) {
        QAction *action = menu.addAction(theme::icon(icon), text, this, handler);
        action->setShortcut(keys);
        action->setEnabled(possible);
        return action;
    };
    const bool local = side() == FolderModel::Side::Local;
    add(local ? u"upload"_s : u"download"_s, local ? tr("Upload") : tr("Download"), Qt::CTRL | Qt::Key_Return, true, [this, paths] { Q_EMIT transferWanted(paths); });
    if (!local)
        add(u"download"_s, tr("Download to…"), {}, true, [this, paths] { Q_EMIT downloadToWanted(paths); });
    menu.addSeparator();
    add(u"cut"_s, tr("Cut"), QKeySequence::Cut, m_writable, [this] { toClipboard(true); });
    add(u"copy"_s, tr("Copy"), QKeySequence::Copy, true, [this] { toClipboard(false); });
    add(u"copy"_s, tr("Copy the path"), {}, true, [paths] { QGuiApplication::clipboard()->setText(paths.join(u'\n')); });
    if (local)
        add(u"folder"_s, tr("Open with the system"), {}, paths.size() == 1, [paths] { QDesktopServices::openUrl(QUrl::fromLocalFile(paths.first())); });
    else
        add(u"copy"_s, tr("Copy the address"), {}, !m_account.isEmpty(), [this, paths] { QGuiApplication::clipboard()->setText(addressesOf(paths).join(u'\n')); });
    menu.addSeparator();
    add(u"rename"_s, tr("Rename"), Qt::Key_F2, m_writable && paths.size() == 1, [this] { m_table->edit(m_table->currentIndex().siblingAtColumn(0)); });
    add(u"trash"_s, m_source.removalVerb(), Qt::Key_Delete, m_writable, [this] { askToRemove(); });
    add(u"info"_s, tr("Properties"), Qt::ALT | Qt::Key_Return, true, [this] { Q_EMIT propertiesWanted(); });
    menu.addSeparator();
}

void FolderPane::showMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QStringList paths = selectedPaths();
    if (m_table->indexAt(position).isValid() && !paths.isEmpty())
        addItemActions(*menu, paths);
    QAction *pasteAction = menu->addAction(theme::icon(u"paste"_s), tr("Paste"), this, &FolderPane::paste);
    pasteAction->setShortcut(QKeySequence::Paste);
    pasteAction->setEnabled(!pasteable().isEmpty());
    menu->addAction(theme::icon(u"folder-new"_s), tr("Make a folder"), this, &FolderPane::startNewFolder)->setEnabled(isWritable());
    QAction *hidden = menu->addAction(tr("Show hidden files"), this, &FolderPane::showHidden);
    hidden->setShortcut(Qt::CTRL | Qt::Key_H);
    hidden->setCheckable(true);
    hidden->setChecked(m_model.showsHidden());
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

} // namespace transom::ui
