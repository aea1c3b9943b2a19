#pragma once

#include "core/base/strand.h"
#include "ui/lab/experiments/experiment_book.h"
#include "ui/lab/experiments/other_side.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace transom::ui {

class Banner;
class LessonText;

/// The lesson's program with its port filled in, to be copied or saved, and Transom opposite it. GUI thread.
class OwnScriptPanel : public QWidget
{
    Q_OBJECT

public:
    OwnScriptPanel(const lab::Lesson &lesson, QWidget *parent = nullptr);

    QString program() const;
    quint16 port() const { return m_port; }
    void saveTo(const QString &path);
    bool isRunning() const { return m_other.isRunning(); }

Q_SIGNALS:
    void started();
    void called(const QList<transom::lab::CallRecord> &calls);
    void ended(quint64 dropped);
    void runningChanged(bool running);

private:
    void choosePort();
    void showState();
    void startOrStop();

    const lab::Lesson m_lesson;
    OtherSide m_other;
    Strand m_disk;
    quint16 m_port = 0;
    LessonText *m_words;
    QPlainTextEdit *m_program;
    QPushButton *m_start;
    QLabel *m_state;
    Banner *m_banner;
};

} // namespace transom::ui
