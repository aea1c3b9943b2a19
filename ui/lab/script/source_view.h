#pragma once

#include <QHash>
#include <QPlainTextEdit>

namespace transom::ui {

/// A program's text with the numbers of its lines, read only. One line can be marked; what went wrong stands below its line, in place.
class SourceView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit SourceView(QWidget *parent = nullptr);

    void setSource(const QString &text);
    /// Shows and marks a line, from 1; 0: none.
    void mark(int line);
    int marked() const { return m_marked; }
    /// Below a line, in the colour of what is wrong and in a muted one; more than once for the same line only if it is something else.
    void annotate(int line, const QString &wrong, const QString &hint);
    void clearAnnotations();
    /// What stands below a line, for tests.
    QString annotation(int line) const;
    /// Where a line is drawn, in the viewport.
    QRect lineRect(int line) const;
    /// How many calls each line has made, shown beside it.
    void setCounts(const QHash<int, int> &counts);

Q_SIGNALS:
    void lineClicked(int line);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    class Gutter;
    void paintGutter(QWidget *gutter, const QRect &part);
    QTextBlock blockOf(int line) const;
    static int lineOf(const QTextBlock &block);
    void arrange();
    void showMarks();

    Gutter *m_gutter;
    QHash<int, int> m_counts;
    int m_lines = 0;
    int m_marked = 0;
};

} // namespace transom::ui
