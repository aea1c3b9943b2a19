#pragma once

#include "ui/lab/experiments/experiment_book.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QPushButton;

namespace transom::ui {

/// The knobs of an experiment, each beside what the lesson says of it. GUI thread.
class KnobsPanel : public QWidget
{
    Q_OBJECT

public:
    KnobsPanel(ExperimentBook &book, QString id, QWidget *parent = nullptr);
    /// As the book has them.
    void showKnobs();
    void setRunning(bool running);

Q_SIGNALS:
    void predictWanted();
    void runWanted();
    void compareWanted();

private:
    QComboBox *makeField(const lab::Knob &knob);

    ExperimentBook &m_book;
    const QString m_id;
    QHash<QString, QComboBox *> m_fields;
    QPushButton *m_predict;
    QPushButton *m_run;
    QPushButton *m_reset;
    QPushButton *m_compare;
    QGridLayout *m_buttons;
};

} // namespace transom::ui
