#pragma once

#include "ui/models/folder_model.h"

#include <QTimer>
#include <QTreeView>

namespace transom::ui {

/// The rows of a folder. Letters go to the next name that begins with them; what is chosen stays chosen, by name, when the rows begin
/// anew; a right click on the heads of the columns chooses among them.
class FileTable : public QTreeView
{
    Q_OBJECT

public:
    explicit FileTable(FolderModel &model);

    FolderModel &folder() const { return m_folder; }
    bool isEditing() const { return state() == EditingState; }
    bool isDragging() const { return state() == DraggingState; }
    /// Rows that are chosen, without asking each of a hundred thousand.
    std::vector<int> chosenRows() const;
    int chosenCount() const;
    QStringList chosenPaths() const;
    void choose(const QStringList &names);
    void chooseMarked();
    void keyboardSearch(const QString &text) override;
    /// Columns that are out of sight only because there is no room for them now.
    QStringList crowdedOut() const;
    void showCrowdedOut(const QStringList &columns);
    const QString &typed() const { return m_typed; }

Q_SIGNALS:
    void upWanted();
    void removeWanted();
    void cutWanted();
    void copyWanted();
    void pasteWanted();
    void transferWanted();
    void filterWanted(const QString &text);
    void focused();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void startDrag(Qt::DropActions actions) override;
    void resizeEvent(QResizeEvent *event) override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void makeColumns();
    void makeRoom();
    void showColumnMenu(const QPoint &position);
    void remember();
    void recall();

    FolderModel &m_folder;
    QSet<int> m_crowdedOut;
    QString m_typed;
    QTimer m_typedTimer;

    struct Remembered
    {
        QSet<QString> chosen;
        bool all = false;
        QString current;
        QString top;
    };
    std::optional<Remembered> m_remembered;
};

} // namespace transom::ui
