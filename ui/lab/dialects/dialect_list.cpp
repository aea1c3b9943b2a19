#include "ui/lab/dialects/dialect_list.h"

#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QLineEdit>
#include <QTreeWidget>

namespace transom::ui {

using namespace Qt::StringLiterals;
using namespace theme;

DialectList::DialectList(QWidget *parent)
    : QWidget(parent)
{
    m_filter = new QLineEdit;
    m_filter->setObjectName(u"dialects-filter"_s);
    m_filter->setPlaceholderText(tr("Find a dialect"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(theme::icon(u"search"_s, Role::TextMuted), QLineEdit::LeadingPosition);
    m_list = new QTreeWidget;
    m_list->setObjectName(u"dialects-list"_s);
    m_list->setAccessibleName(tr("Dialects"));
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setIndentation(Gap2);
    m_list->setUniformRowHeights(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    for (const bool datagram : {false, true}) {
        auto *group = new QTreeWidgetItem(m_list, {datagram ? tr("Datagrams (UDP)") : tr("Streams (TCP)")});
        group->setFlags(Qt::ItemIsEnabled);
        group->setSizeHint(0, {0, RowHeight}); // uniform: the first one's is that of all
        group->setForeground(0, color(Role::TextMuted));
        group->setFont(0, theme::font(Type::Caption));
        for (const lab::Dialect &dialect : lab::dialects()) {
            if (dialect.datagram != datagram)
                continue;
            auto *item = new QTreeWidgetItem(group, {dialect.titleText()});
            item->setData(0, Qt::UserRole, dialect.name());
            item->setToolTip(0, plainToolTip(u"%1 (%2)"_s.arg(dialect.titleText(), dialect.name())));
            item->setSizeHint(0, {0, RowHeight});
        }
    }
    m_list->expandAll();
    connect(m_filter, &QLineEdit::textChanged, this, &DialectList::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem *item) {
        if (const lab::Dialect *dialect = item ? lab::dialectById(item->data(0, Qt::UserRole).toString()) : nullptr)
            Q_EMIT chosen(dialect);
    });
    setMinimumWidth(180);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(m_filter);
    column->addWidget(m_list, 1);
}

void DialectList::filter(const QString &text)
{
    QTreeWidgetItem *first = nullptr;
    for (int group = 0; group < m_list->topLevelItemCount(); ++group) {
        QTreeWidgetItem *parent = m_list->topLevelItem(group);
        bool any = false;
        for (int row = 0; row < parent->childCount(); ++row) {
            QTreeWidgetItem *item = parent->child(row);
            const lab::Dialect *dialect = lab::dialectById(item->data(0, Qt::UserRole).toString());
            const QString all = dialect->name() + u' ' + dialect->titleText() + u' ' + dialect->serverText() + u' ' + dialect->clientText();
            const bool fits = all.contains(text.trimmed(), Qt::CaseInsensitive);
            item->setHidden(!fits);
            any = any || fits;
            if (fits && !first)
                first = item;
        }
        parent->setHidden(!any);
    }
    if (first && m_list->currentItem() && m_list->currentItem()->isHidden())
        m_list->setCurrentItem(first);
}

void DialectList::choose(const QString &id)
{
    for (int group = 0; group < m_list->topLevelItemCount(); ++group) {
        QTreeWidgetItem *parent = m_list->topLevelItem(group);
        for (int row = 0; row < parent->childCount(); ++row) {
            if (parent->child(row)->data(0, Qt::UserRole).toString() == id)
                m_list->setCurrentItem(parent->child(row));
        }
    }
}

} // namespace transom::ui
