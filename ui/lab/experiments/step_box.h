#pragma once

#include <QAbstractButton>

class QVBoxLayout;

namespace transom::ui {

/// The head of a step: its number, or a tick once it is done, its name, and in a few words what came of it.
class StepHead : public QAbstractButton
{
    Q_OBJECT

public:
    StepHead(int number, const QString &title, QWidget *parent = nullptr);
    void setDone(bool done);
    bool isDone() const { return m_done; }
    void setSummary(const QString &summary);
    const QString &summary() const { return m_summary; }
    QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

    const int m_number;
    QString m_summary;
    bool m_done = false;
};

/// One step of an experiment, which can be folded.
class StepBox : public QWidget
{
    Q_OBJECT

public:
    StepBox(int number, const QString &title, const QString &objectName, QWidget *parent = nullptr);

    QVBoxLayout *body() { return m_layout; }
    StepHead &head() { return *m_head; }
    void setOpen(bool open);
    bool isOpen() const { return m_head->isChecked(); }

private:
    StepHead *m_head;
    QWidget *m_body;
    QVBoxLayout *m_layout;
};

} // namespace transom::ui
