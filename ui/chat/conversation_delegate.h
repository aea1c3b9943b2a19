#pragma once

#include <QCache>
#include <QHash>
#include <QPersistentModelIndex>
#include <QStyledItemDelegate>
#include <QTextLayout>

#include <memory>

namespace transom::ui {

/// A stretch of text over one or more rows of a conversation.
struct TextSelection
{
    QPersistentModelIndex anchor;
    QPersistentModelIndex cursor;
    int anchorAt = 0;  ///< UTF-16 units into the row's text
    int cursorAt = 0;

    bool isEmpty() const;
    /// What of a row is in it: start and length, or a length of 0.
    std::pair<int, int> within(int row, int textLength) const;
};

/// Draws the rows of ConversationModel: bubbles grouped by speaker and minute, one's own to the right in another tint, days and the
/// unread mark between them, the reason and the ways out below a line that was refused.
class ConversationDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// Where the parts of a row are, relative to its top left corner.
    struct Layout
    {
        int width = 0;
        int state = 0;
        int height = 0;
        QRect day;
        QRect mark;
        QRect header;
        QRect avatar;
        QRect bubble;
        QRect reason;
        QRect retry;
        QRect edit;
        QPointF textAt;
        std::unique_ptr<QTextLayout> text;
    };

    explicit ConversationDelegate(QObject *parent = nullptr);

    void setSelection(const TextSelection *selection) { m_selection = selection; }
    /// The width rows are laid out for.
    void setWidth(int width) { m_width = width; }
    void setGreyed(bool greyed) { m_greyed = greyed; }
    void forget();

    const Layout &layout(const QModelIndex &index) const;
    /// The position in the row's text nearest to a point in the row; -1 outside of the bubble unless `anywhere`.
    int textPosition(const QModelIndex &index, const QPoint &inRow, bool anywhere) const;
    /// The web address at a point in the row.
    QString linkAt(const QModelIndex &index, const QPoint &inRow) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    struct Height
    {
        int width = 0;
        int state = 0;
        int height = 0;
    };
    static int stateOf(const QModelIndex &index);
    std::unique_ptr<Layout> makeLayout(const QModelIndex &index) const;
    void paintDay(QPainter *painter, const QRect &rect, const QDate &day) const;
    void paintMark(QPainter *painter, const QRect &rect) const;
    void paintRefusal(QPainter *painter, const Layout &layout, const QModelIndex &index) const;

    mutable QCache<qint64, Layout> m_layouts;
    mutable QHash<qint64, Height> m_heights;
    const TextSelection *m_selection = nullptr;
    int m_width = 400;
    bool m_greyed = false;
};

} // namespace transom::ui
