#pragma once

#include "core/lab/check/stage.h"

#include <QHash>
#include <QObject>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace transom::ui {

/// What a check has to know of the program besides where it is: what it says by itself, its key, its encoding, how it serves, and where it stores uploads. Rows of the shelf's form,
/// of which those are shown that the dialect has; what was typed is remembered dialect by dialect. GUI thread.
class CheckSettings : public QObject
{
    Q_OBJECT

public:
    CheckSettings(QFormLayout *left, QFormLayout *right, QObject *parent);

    void show(const lab::Dialect &dialect, lab::Role role);
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
    void keep();
    bool stores() const;
    const lab::ParameterUse *useOf(const QString &id) const;

    QList<Field> m_fields; ///< of parameters
    Field m_model;
    Field m_folder;
    QHash<QString, QString> m_kept; ///< by dialect and id
    const lab::Dialect *m_dialect = nullptr;
    bool m_modelMatters = false;
};

} // namespace transom::ui
