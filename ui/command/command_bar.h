#pragma once

#include "core/protocol/access.h"
#include "ui/models/command_run.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace transom::ui {

/// Where a command is typed, with how and where it shall run. Mistakes in the quoting are told in place as they are typed.
class CommandBar : public QFrame
{
    Q_OBJECT

public:
    explicit CommandBar(QWidget *parent = nullptr);

    void setAccess(protocol::Access access);
    /// With a reason, nothing can be run for now.
    void setBlocked(const QString &reason);
    /// Fills everything in as it was, without running it.
    void fill(const CommandRun::Request &request);
    void setLine(const QString &line);

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// `argv` is empty for the shell.
    void runWanted(const transom::ui::CommandRun::Request &request, const QStringList &argv);

private:
    bool isShell() const;
    void check();
    void run();
    void browse(int step);

    QComboBox *m_mode;
    QLineEdit *m_line;
    QPushButton *m_run;
    QLineEdit *m_directory;
    QSpinBox *m_limit;
    QComboBox *m_encoding;
    QLabel *m_note;
    QStringList m_history;
    QString m_draft;       ///< what was being typed before the history was looked through
    qsizetype m_at = 0;    ///< in the history; its size: the draft
    QString m_blocked;
    bool m_mayShell = false;
};

} // namespace transom::ui
