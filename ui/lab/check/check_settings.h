#pragma once

#include "core/lab/check/stage.h"

#include <QHash>
#include <QObject>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace transom::ui {

/// What a check has to know of the program besides where it is: what it says by itself, its key, its encoding, how it serves, where it stores uploads, and what is typed into it. Rows of the shelf's form,
/// of which those are shown that the dialect has; what was typed is remembered dialect by dialect. GUI thread.
class CheckSettings : public QObject
{
    Q_OBJECT

public:
    CheckSettings(QFormLayout *left, QFormLayout *right, QObject *parent);

    /// `started`: by us; nobody else's input can be typed into.
    void show(const lab::Dialect &dialect, lab::Role role, bool started);
    void setEnabled(bool enabled);
    /// Into the parameters, the model and the folder of what is wanted.
    void read(lab::CheckOptions &options) const;

private:
    struct Field
    {
        QString id;
        QFormLayout *form = nullptr;
        QLabel *label = nullptr;
        QLineEdit *line = nullptr;
        QComboBox *box = nullptr;

        QWidget *widget() const;
        QString value() const;
        void setValue(const QString &value) const;
        void setShown(bool shown) const;
    };

    Field make(const QString &id, QFormLayout *form, bool choice);
    QLabel *makeLabelFor(QWidget *widget, const QString &id) const;
    void makeStopAfter(QFormLayout *form);
    void makeTyped(QFormLayout *form);
    void keep();
    QString key(QLatin1String id) const;
    bool stores() const;
    QStringList typedLines() const;
    const lab::ParameterUse *useOf(const QString &id) const;

    QList<Field> m_fields; ///< of parameters
    Field m_model;
    Field m_folder;
    QFormLayout *m_left;
    QFormLayout *m_right;
    QSpinBox *m_stopAfter = nullptr;
    QPlainTextEdit *m_typed = nullptr;
    QHash<QString, QString> m_kept; ///< by dialect and id
    const lab::Dialect *m_dialect = nullptr;
    lab::Role m_role = lab::Role::Server;
    bool m_modelMatters = false;
    bool m_stopMatters = false;
    bool m_readsLines = false;
    bool m_started = true;
};

} // namespace transom::ui
