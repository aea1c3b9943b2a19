#pragma once

#include "ui/models/wire_rows.h"
#include "ui/models/wire_text.h"

#include <QPlainTextEdit>

namespace transom::ui {

/// The conversation as text, both directions, as the filter leaves it. The newest some thousands of frames; it is written only while it is seen.
class FollowView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit FollowView(WireRows &rows, QWidget *parent = nullptr);
    void setEncoding(ByteText encoding);
    static constexpr qsizetype MostFrames = 3'000;

protected:
    void showEvent(QShowEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void rewrite();
    void append();
    void showCurrent();
    void showPointed();

    WireRows &m_rows;
    ByteText m_encoding = ByteText::Utf8;
    quint64 m_written = 0; ///< the last frame written
    QList<QTextEdit::ExtraSelection> m_marks; ///< of the current frame
    bool m_stale = true;
    bool m_choosing = false;
};

} // namespace transom::ui
