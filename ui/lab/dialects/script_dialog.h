#pragma once

#include "core/lab/dialect/dialect.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QTabBar;

namespace transom::ui {

class Banner;

/// A Python program that speaks a dialect at the other end of what runs here, to copy or to save. GUI thread.
class ScriptDialog : public QDialog
{
    Q_OBJECT

public:
    /// `role`: of the program.
    ScriptDialog(const lab::Dialect &dialect, lab::Role role, const QString &host, quint16 port, QWidget *parent = nullptr);

    QString script() const;

private:
    void showRole();
    void save();

    const lab::Dialect &m_dialect;
    const QString m_host;
    const quint16 m_port;
    QTabBar *m_role;
    QLabel *m_about;
    QPlainTextEdit *m_text;
    Banner *m_banner;
};

/// The program from the resources, with that address in it; empty: there is none.
QString pythonScript(const lab::Dialect &dialect, lab::Role role, const QString &host, quint16 port);

} // namespace transom::ui
