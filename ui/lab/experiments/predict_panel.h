#pragma once

#include "ui/lab/experiments/experiment_book.h"

#include <QWidget>

class QButtonGroup;
class QLabel;

namespace transom::ui {

/// The lesson's question and its answers, one of which is to be chosen. GUI thread.
class PredictPanel : public QWidget
{
    Q_OBJECT

public:
    PredictPanel(ExperimentBook &book, QString id, QWidget *parent = nullptr);
    /// As the book has it.
    void showAnswer();
    void setRunning(bool running);
    void focusAnswers();

private:
    void addOption(const QString &option, const QString &text);
    bool eventFilter(QObject *watched, QEvent *event) override;

    ExperimentBook &m_book;
    const QString m_id;
    QLabel *m_with;
    QButtonGroup *m_options;
    QStringList m_ids; ///< by the group's numbers
    bool m_locked = false;
};

} // namespace transom::ui
