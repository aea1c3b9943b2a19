#include "ui/lab/check/trial_choice.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/widgets.h"

#include <QApplication>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QWidgetAction>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

TrialChoice::TrialChoice(QWidget *parent)
    : QPushButton(parent)
    , m_menu(new QMenu(this))
{
    setObjectName(u"check-choice"_s);
    // Not setMenu(): the style would put its small arrow into the corner.
    setIcon(theme::icon(u"chevron-down"_s));
    setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft : Qt::LeftToRight); // the arrow stands behind the words
    m_menu->setLayoutDirection(QApplication::layoutDirection());
    setAccessibleDescription(tr("Choose which trials are run"));
    setToolTip(plainToolTip(tr("Choose which trials are run")));
    connect(this, &QPushButton::clicked, this, [this] { m_menu->popup(mapToGlobal(QPoint(0, height() + Gap1))); });
}

void TrialChoice::show(const lab::Dialect &dialect, lab::Role role)
{
    const QString wanted = dialect.name() + (role == lab::Role::Server ? u"/server"_s : u"/client"_s);
    if (wanted == std::exchange(m_shown, wanted))
        return;
    m_boxes.clear();
    m_menu->clear();
    connect(m_menu->addAction(tr("All of them")), &QAction::triggered, this, [this] { setAll(true); });
    connect(m_menu->addAction(tr("None of them")), &QAction::triggered, this, [this] { setAll(false); });
    m_menu->addSeparator();
    for (const lab::TrialInfo &trial : lab::trials()) {
        if (!trial.fits(dialect, role))
            continue;
        auto *box = new QCheckBox(trial.titleText());
        box->setObjectName(u"check-choice-"_s + QLatin1String(trial.id));
        box->setProperty("trial", QLatin1String(trial.id));
        box->setToolTip(plainToolTip(trial.triedText()));
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &TrialChoice::tell);
        auto *row = new QWidget; // a box of its own would end at the menu's very edge
        auto *inside = new QHBoxLayout(row);
        inside->setContentsMargins(Gap2, Gap1, Gap4, Gap1);
        inside->addWidget(box);
        auto *action = new QWidgetAction(m_menu); // the menu stays open while boxes are ticked
        action->setDefaultWidget(row);
        m_menu->addAction(action);
        m_boxes.append(box);
    }
    tell();
}

void TrialChoice::setAll(bool chosen)
{
    m_filling = true;
    for (QCheckBox *box : std::as_const(m_boxes))
        box->setChecked(chosen);
    m_filling = false;
    tell();
}

QStringList TrialChoice::only() const
{
    QStringList ids;
    for (const QCheckBox *box : m_boxes) {
        if (box->isChecked())
            ids.append(box->property("trial").toString());
    }
    return ids.size() == m_boxes.size() ? QStringList() : ids;
}

bool TrialChoice::hasAny() const
{
    return std::any_of(m_boxes.begin(), m_boxes.end(), [](const QCheckBox *box) { return box->isChecked(); });
}

void TrialChoice::tell()
{
    if (m_filling)
        return;
    const auto chosen = std::count_if(m_boxes.begin(), m_boxes.end(), [](const QCheckBox *box) { return box->isChecked(); });
    setText(chosen == m_boxes.size() ? tr("All %1 trials").arg(m_boxes.size()) : tr("%1 of %2 trials").arg(chosen).arg(m_boxes.size()));
    Q_EMIT changed();
}

} // namespace transom::ui
