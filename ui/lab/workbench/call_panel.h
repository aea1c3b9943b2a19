#pragma once

#include "core/lab/workbench/bench_data.h"
#include "core/lab/workbench/bench_lines.h"
#include "core/lab/workbench/workbench.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace transom::ui {

class Banner;

/// All calls that there are, for one socket: those that make sense now, and the others, which can be made anyway. Below the chosen one its arguments, what
/// it is in a program, and the button that makes it.
class CallPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CallPanel(lab::Workbench &bench);
    void setSocket(int socket);
    int socket() const { return m_socket; }
    void setLanguage(lab::BenchLanguage language);
    /// Of the socket as it is now.
    void refresh();

Q_SIGNALS:
    void troubled(const transom::Error &error);

private:
    using Kind = lab::BenchCall::Kind;

    QWidget *makeButtons();
    QWidget *makeArguments();
    void choose(Kind kind);
    void proposeAddress();
    void showArguments();
    void showPreview();
    Result<lab::BenchCall> callNow() const;
    void run();
    void chooseFile();

    lab::Workbench &m_bench;
    int m_socket = 0;
    Kind m_kind = Kind::Bind;
    lab::BenchLanguage m_language = lab::BenchLanguage::Python;
    QHash<int, QToolButton *> m_buttons;
    QLineEdit *m_address;
    QSpinBox *m_number;
    QLabel *m_numberLabel;
    QLineEdit *m_data;
    QComboBox *m_input;
    QComboBox *m_encoding;
    QToolButton *m_browse;
    QComboBox *m_how;
    QComboBox *m_option;
    QCheckBox *m_on;
    QLabel *m_preview;
    QLabel *m_why;
    QPushButton *m_run;
};

} // namespace transom::ui
