#pragma once

#include "ui/chat/conversation_delegate.h"

#include <QListView>

class QToolButton;
class QLabel;

namespace transom::ui {

class ConversationModel;

/// A conversation to be read: stays at its end while one is there and keeps its place otherwise, asks for older lines when
/// one comes near its start, and lets text be selected over any number of lines and copied.
class ConversationView : public QListView
{
    Q_OBJECT

public:
    explicit ConversationView(QWidget *parent = nullptr);
    ~ConversationView() override;

    void setConversation(ConversationModel *model);
    ConversationModel *conversation() const { return m_conversation; }
    bool isAtEnd() const;
    void goToEnd();
    /// The unread mark near the top, or the end.
    void goToUnread();
    void setGreyed(bool greyed);
    void setLoading(bool loading);

    QString selectedText() const;
    void selectAll() override;
    void copy() const;

Q_SIGNALS:
    void olderWanted();
    void retryWanted(qint64 ref);
    void editWanted(qint64 ref);
    /// The end has come into or gone out of sight.
    void atEndChanged(bool atEnd);
    /// Somebody types although the list has the focus.
    void typed(const QString &text);

protected:
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;

private:
    struct Spot
    {
        QModelIndex index;
        int at = -1;
    };
    void notePlace();
    void restorePlace();
    Spot spotAt(const QPoint &point, bool anywhere) const;
    QPoint inRow(const QModelIndex &index, const QPoint &point) const;
    void scrolled();
    void placeOverlays();

    ConversationDelegate *m_delegate;
    ConversationModel *m_conversation = nullptr;
    QToolButton *m_toEnd;
    QLabel *m_loading;
    TextSelection m_selection;
    QPersistentModelIndex m_place; ///< the row that shall stay where it is
    int m_placeTop = 0;
    bool m_stick = true;
    bool m_wasAtEnd = true;
    bool m_restoring = false;
    bool m_selecting = false;
};

} // namespace transom::ui
