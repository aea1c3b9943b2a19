#pragma once

#include <QScrollArea>

namespace transom::ui {

class ExperimentBook;

/// The four uploads of the experiment "product" side by side: whether each came through, what lies in its folder, what its sender heard, and how much of
/// the file went over the line. It shows the newest run of the book. GUI thread.
class UploadsView : public QScrollArea
{
    Q_OBJECT

public:
    explicit UploadsView(ExperimentBook &book, QWidget *parent = nullptr);

private:
    void showNewest();

    ExperimentBook &m_book;
    qint64 m_shownMs = -1;
};

} // namespace transom::ui
