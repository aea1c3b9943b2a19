#pragma once

#include "ui/models/wire_rows.h"
#include "ui/models/wire_text.h"

#include <QAbstractScrollArea>

namespace transom::ui {

/// The bytes of the current frame, in hex and as text; what each is for shows in colour and in how it is underlined.
class BytesView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit BytesView(WireRows &rows, QWidget *parent = nullptr);

    void setEncoding(ByteText encoding);
    /// What is selected of the frame; all of it where nothing is.
    QByteArray selectedBytes() const;
    void copyAs(ByteFormat format) const;
    int perLine() const { return m_perLine; }
    /// Where a byte of the frame stands; for tests.
    QRect cellRect(qint64 index) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void showFrame();
    void arrange();
    qint64 indexAt(const QPoint &point) const;
    inspect::Part partOf(qint64 index) const;
    inspect::ByteRange within(const inspect::Selection &selection) const;
    void selectBytes(qint64 one, qint64 other);
    double hexLeft() const;
    double textLeft() const;
    void drawByte(QPainter &painter, qint64 index, const QRectF &hex, const QRectF &text) const;

    WireRows &m_rows;
    ByteText m_encoding = ByteText::Utf8;
    quint64 m_frame = 0;
    qint64 m_offset = 0;      ///< of the frame in its stream
    qint64 m_headerSize = 12;
    bool m_secret = false;
    qint64 m_missing = 0;
    QByteArray m_bytes;
    QStringList m_cells;
    int m_perLine = 16;
    int m_lineHeight = 20;
    double m_charWidth = 8;
    qint64 m_anchor = 0;
};

} // namespace transom::ui
