#pragma once

#include "ui/lab/dialects/dialect_run.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QTabBar;

namespace transom::ui {

/// What a server or a client of a dialect needs to know, made from the table of dialects. Remembers what was typed, dialect by dialect. GUI thread.
class DialectForm : public QWidget
{
    Q_OBJECT

public:
    explicit DialectForm(QWidget *parent = nullptr);

    void showDialect(const lab::Dialect &dialect);
    const lab::Dialect *dialect() const { return m_dialect; }
    lab::Role role() const;
    void setRole(lab::Role role);
    DialectRun::Wanted wanted() const;
    /// The same of the other role, with what was typed for it.
    DialectRun::Wanted wantedFor(lab::Role role);
    void setPort(quint16 port);
    void focusPermission();

Q_SIGNALS:
    void changed();

private:
    struct Kept
    {
        QString host;
        int port = 0;
        QString unixPath;
        QHash<QString, QString> given;
        int model = 0;
        int stopAfter = 0;
    };

    void rebuild();
    void keep();
    QString key(lab::Role role) const;
    QWidget *makeField(const lab::ParameterUse &use, const QString &value);
    QString standardOf(const lab::ParameterUse &use) const;
    void addServing(const Kept &kept);
    void addPermission();
    void showPermission();

    const lab::Dialect *m_dialect = nullptr;
    QHash<QString, Kept> m_kept;
    QTabBar *m_role;
    QWidget *m_fields = nullptr;
    QFormLayout *m_form = nullptr;
    QLineEdit *m_host = nullptr;
    QSpinBox *m_port = nullptr;
    QLineEdit *m_unix = nullptr;
    QComboBox *m_model = nullptr;
    QSpinBox *m_stopAfter = nullptr;
    QCheckBox *m_anybody = nullptr;
    QLabel *m_meaning = nullptr;
    QHash<QString, QWidget *> m_values;
};

} // namespace transom::ui
