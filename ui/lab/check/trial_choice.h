#pragma once

#include "core/lab/check/trial.h"

#include <QPushButton>
#include <QStringList>

class QCheckBox;

namespace transom::ui {

/// Which trials are run: a button that says so, with a menu of boxes. All, unless somebody chooses. GUI thread.
class TrialChoice : public QPushButton
{
    Q_OBJECT

public:
    explicit TrialChoice(QWidget *parent = nullptr);

    /// The trials of a dialect; a choice among those of another one is forgotten.
    void show(const lab::Dialect &dialect, lab::Role role);
    /// Their ids; empty: all of them.
    QStringList only() const;
    bool hasAny() const;

Q_SIGNALS:
    void changed();

private:
    void tell();
    void setAll(bool chosen);

    QMenu *m_menu;
    QList<QCheckBox *> m_boxes;
    QString m_shown; ///< dialect and role
    bool m_filling = false;
};

} // namespace transom::ui
