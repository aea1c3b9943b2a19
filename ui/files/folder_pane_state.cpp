#include "core/base/text.h"
#include "ui/files/breadcrumb.h"
#include "ui/files/file_table.h"
#include "ui/files/folder_pane.h"
#include "ui/files/path_bar.h"
#include "ui/widgets/widgets.h"

#include <QLineEdit>
#include <QStackedWidget>

/// What a pane says about itself: the rows or what stands in their place, and the line below.
namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

/// How much of a folder has come is told from so many entries on.
constexpr qsizetype TellFrom = 2000;

} // namespace

/// Which of rows, nothing, loading or a reason is to be seen.
void FolderPane::showState()
{
    const bool available = m_unavailable.isEmpty();
    const bool failed = m_error.code != ErrorCode::None;
    m_bar->setWays(available, failed || !m_history.at(-1).isEmpty(), !m_history.at(1).isEmpty(), m_wantedPath != u"/"_s);
    m_table->setEnabled(available);
    if (!available) {
        turnTo(m_keepRows ? static_cast<QWidget *>(m_table) : m_empty);
    } else if (failed && !m_loading) {
        const bool isLocked = m_error.code == ErrorCode::LocalAccessDenied || m_error.code == ErrorCode::PermissionDenied;
        m_empty->set(isLocked ? u"lock"_s : u"error"_s, tr("This folder cannot be shown"), describe(m_error));
        m_emptyAction->hide();
        m_emptyStop->hide();
        m_emptyUp->setVisible(m_wantedPath != u"/"_s);
        turnTo(m_empty);
    } else if (m_loading && m_path != m_wantedPath && !m_slowTimer.isActive()) {
        m_empty->set(u"clock"_s, tr("Loading…"), printable(m_wantedPath, 200));
        m_emptyAction->hide();
        m_emptyUp->hide();
        m_emptyStop->setVisible(!m_path.isEmpty());
        m_bar->path().setPath(m_wantedPath);
        turnTo(m_empty);
    } else if (!m_loading && m_model.rowCount() == 0) {
        showNothing();
        turnTo(m_empty);
    } else if (!m_loading || m_path == m_wantedPath) {
        turnTo(m_table);
    }
    showFooter();
}

/// Who works in the pane by keys stays in it, whatever there is to be seen.
void FolderPane::turnTo(QWidget *shown)
{
    QWidget *left = m_stack->currentWidget();
    if (left == shown)
        return;
    QWidget *held = window()->focusWidget();
    const bool stays = held && (held == left || left->isAncestorOf(held));
    m_stack->setCurrentWidget(shown);
    if (stays)
        takeFocus();
    Q_EMIT selectionChanged(); // what is chosen among rows that are not to be seen is not chosen
}

void FolderPane::takeFocus(Qt::FocusReason reason)
{
    m_stack->currentWidget()->setFocus(reason);
}

void FolderPane::showNothing()
{
    m_emptyAction->hide();
    m_emptyStop->hide();
    m_emptyUp->hide();
    if (!m_search->text().isEmpty())
        m_empty->set(u"search"_s, tr("No name here holds “%1”").arg(printable(m_search->text(), 60)), tr("Clear the filter to see everything (Esc)."));
    else if (m_model.hasHidden() && !m_model.showsHidden())
        m_empty->set(u"eye-off"_s, tr("Only hidden files"), tr("Press Ctrl+H to show names that begin with a dot."));
    else if (!m_model.entries().isEmpty())
        m_empty->set(u"ok"_s, tr("Both sides are the same here"), tr("Only differences are shown. Stop comparing to see everything."));
    else if (side() == FolderModel::Side::Remote)
        m_empty->set(u"upload"_s, tr("Nothing here yet"),
                     m_writable ? tr("Drop files here from anywhere, or choose them at the left and press Upload.") : m_whyNotWritable);
    else
        m_empty->set(u"folder"_s, tr("This folder is empty"), tr("Drop files of the server here to download them."));
}

/// "1,204 items · 3 chosen, 12.4 MB"
void FolderPane::showFooter()
{
    if (m_path.isEmpty() || !m_unavailable.isEmpty() || (m_error.code != ErrorCode::None && !m_loading))
        return m_footer->setFullText({});
    if (m_loading && m_comeCount >= TellFrom)
        return m_footer->setFullText(tr("Loading… %L1 so far").arg(m_comeCount));
    if (m_loading && m_path != m_wantedPath && m_stack->currentWidget() == m_empty)
        return m_footer->setFullText({}); // it is about another folder
    const int count = m_model.rowCount();
    QString text = count == m_model.entries().size() || m_search->text().isEmpty() ? tr("%Ln item(s)", nullptr, count)
                                                                                    : tr("%L1 of %Ln item(s)", nullptr, static_cast<int>(m_model.entries().size())).arg(count);
    const std::vector<int> rows = m_table->chosenRows();
    if (!rows.empty() && m_stack->currentIndex() == 0) {
        qint64 bytes = 0;
        bool files = false;
        for (const int row : rows) {
            const FolderEntry &entry = m_model.entry(row);
            if (entry.kind != FolderEntry::Kind::File)
                continue;
            files = true;
            bytes += entry.size;
        }
        const QString chosen = tr("%Ln chosen", nullptr, static_cast<int>(rows.size()));
        text += u" · "_s + (files ? tr("%1, %2").arg(chosen, formatBytes(bytes)) : chosen);
    }
    m_footer->setFullText(text);
}

} // namespace transom::ui
