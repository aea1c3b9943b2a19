#pragma once

#include <QTextBrowser>

class QTextCursor;

namespace transom::ui {

/// A part of a lesson: Markdown with code and tables, as high as it needs to be. Nothing in it is loaded from anywhere. GUI thread.
class LessonText : public QTextBrowser
{
    Q_OBJECT

public:
    explicit LessonText(const QString &markdown = {}, QWidget *parent = nullptr);
    void setLesson(const QString &markdown);
    bool isEmpty() const { return document()->isEmpty(); }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void dress();
    void fit();
};

/// Values that go into Markdown, so that they read as they are.
QString markdownEscaped(const QString &text);
/// Without its marks: for a button, a table's cell, a sentence.
QString markdownPlain(const QString &markdown);
/// As HTML, without styles: paragraphs, code, tables.
QString markdownHtml(const QString &markdown);

} // namespace transom::ui
