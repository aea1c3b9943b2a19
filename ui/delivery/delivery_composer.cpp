#include "ui/delivery/delivery_composer.h"

#include "core/base/text.h"
#include "ui/delivery/drop_area.h"
#include "ui/theme/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QShortcut>
#include <QSpinBox>
#include <QStyledItemDelegate>

namespace transom::ui {

using namespace theme;
using namespace protocol;
using namespace Qt::StringLiterals;

namespace {

constexpr int NameRole = Qt::UserRole + 1;
constexpr int IsGroupRole = Qt::UserRole + 2;

/// Rows whose boxes look like those of the theme: the style's own have next to no outline on a dark background.
class CheckDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        // Where the style thinks the box is, so that a press on it counts.
        const QRectF place = option.widget->style()->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &item, option.widget);
        const bool checked = item.checkState == Qt::Checked;
        const QIcon icon = item.icon;
        const QString text = item.text;
        item.features = QStyleOptionViewItem::None;
        item.icon = {};
        item.text.clear();
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
        QRectF box(0, 0, 15, 15);
        box.moveCenter(place.center());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(color(checked ? Role::Accent : Role::TextMuted), 1));
        painter->setBrush(color(checked ? Role::Accent : Role::SurfaceRaised));
        painter->drawRoundedRect(box, 3, 3);
        if (checked) {
            painter->setPen(QPen(color(Role::AccentText), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter->drawPolyline(QPolygonF{box.topLeft() + QPointF(3.5, 7.8), box.topLeft() + QPointF(6.3, 10.6), box.topLeft() + QPointF(11.5, 4.8)});
        }
        const QRect picture(static_cast<int>(box.right()) + Gap2, option.rect.center().y() - 8, 18, 18);
        icon.paint(painter, picture);
        const QRect line = option.rect.adjusted(picture.right() + Gap2 - option.rect.left(), 0, -Gap2, 0);
        painter->setPen(color(Role::Text));
        painter->setFont(option.font);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, option.fontMetrics.elidedText(text, Qt::ElideMiddle, line.width()));
        painter->restore();
    }
};

} // namespace

DeliveryComposer::DeliveryComposer()
{
    setObjectName(u"delivery-composer"_s);
    m_heading = makeLabel({}, Type::Title);
    m_banner = new Banner;
    auto *header = new QHBoxLayout;
    header->addWidget(m_heading, 1);
    auto *close = makeToolButton(u"close"_s, tr("Close"));
    close->setObjectName(u"composer-close"_s);
    connect(close, &QToolButton::clicked, this, &DeliveryComposer::closed);
    header->addWidget(close);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(Gap6);
    columns->addWidget(makeLeft(), 2);
    columns->addWidget(makeRight(), 3);
    m_go = makeButton(tr("Send"), u"send"_s, true);
    m_go->setObjectName(u"composer-go"_s);
    connect(m_go, &QPushButton::clicked, this, &DeliveryComposer::accept);
    auto *bottom = new QHBoxLayout;
    m_count = makeLabel({}, Type::Body, Role::TextMuted);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    bottom->setSpacing(Gap3);
    bottom->addWidget(m_count, 1);
    bottom->addWidget(m_go);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap3);
    layout->addLayout(header);
    layout->addWidget(m_banner);
    layout->addLayout(columns, 1);
    layout->addLayout(bottom);
}

QWidget *DeliveryComposer::makeLeft()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap2);
    m_filter = new QLineEdit;
    m_filter->setObjectName(u"whom-filter"_s);
    m_filter->setPlaceholderText(tr("Search people"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(theme::icon(u"search"_s, Role::TextMuted), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, this, &DeliveryComposer::filter);
    m_whom = new QListWidget;
    m_whom->setObjectName(u"whom"_s);
    m_whom->setAccessibleName(tr("People and groups"));
    m_whom->setUniformItemSizes(true);
    m_whom->setItemDelegate(new CheckDelegate(m_whom));
    connect(m_whom, &QListWidget::itemChanged, this, &DeliveryComposer::check);
    connect(m_whom, &QListWidget::itemActivated, this, [](QListWidgetItem *item) { item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked); });
    m_nobody = makeLabel({}, Type::Body, Role::TextMuted);
    m_nobody->setObjectName(u"whom-none"_s);
    layout->addWidget(m_filter);
    layout->addWidget(m_nobody);
    layout->addWidget(m_whom, 1);
    return box;
}

QWidget *DeliveryComposer::makeRight()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Gap3);
    m_drop = new DropArea(tr("Drop files and folders here"));
    connect(m_drop, &DropArea::chosen, this, &DeliveryComposer::addPaths);
    m_files = new QListWidget;
    m_files->setObjectName(u"composer-files"_s);
    m_files->setAccessibleName(tr("Files to send"));
    m_files->setMaximumHeight(160);
    auto *off = new QShortcut(Qt::Key_Delete, m_files);
    off->setContext(Qt::WidgetShortcut);
    connect(off, &QShortcut::activated, this, [this] { takeOff(m_files->currentRow()); });
    m_title = new QLineEdit;
    m_title->setObjectName(u"composer-title"_s);
    m_title->setMaxLength(120);
    connect(m_title, &QLineEdit::textChanged, this, &DeliveryComposer::check);
    m_note = new QLineEdit;
    m_note->setObjectName(u"composer-note"_s);
    m_note->setMaxLength(1000);
    m_note->setPlaceholderText(tr("A few words, if you like"));
    m_form = new QFormLayout;
    m_form->setSpacing(Gap3);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->addRow(tr("Title"), m_title);
    m_form->addRow(tr("Note"), m_note);
    m_take = new QCheckBox(tr("May be taken without asking, where people have allowed that"));
    m_hasDeadline = new QCheckBox(tr("Deadline"));
    m_hasDeadline->setObjectName(u"composer-has-deadline"_s);
    m_deadline = new QDateTimeEdit;
    m_deadline->setCalendarPopup(true);
    m_deadline->setMinimumWidth(200);
    m_deadline->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    m_grace = new QSpinBox;
    m_grace->setRange(0, 10'000);
    m_grace->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_grace->setSuffix(tr(" min"));
    m_late = new QComboBox;
    m_late->addItem(tr("is taken and marked late"), false);
    m_late->addItem(tr("is refused"), true);
    m_most = new QLineEdit;
    m_most->setPlaceholderText(tr("no limit, or 50 MB"));
    m_grace->setToolTip(tr("So long after the deadline nothing counts as late."));
    m_form->addRow(m_hasDeadline, m_deadline);
    m_form->addRow(tr("Grace"), m_grace);
    m_form->addRow(tr("What comes later"), m_late);
    m_form->addRow(tr("Most from each"), m_most);
    centreLabels(*m_form);
    const auto enable = [this] {
        for (QWidget *widget : std::initializer_list<QWidget *>{m_deadline, m_grace, m_late})
            widget->setEnabled(m_hasDeadline->isChecked());
    };
    connect(m_hasDeadline, &QCheckBox::toggled, this, enable);
    enable();
    layout->addWidget(m_drop);
    layout->addWidget(m_files);
    layout->addLayout(m_form);
    layout->addWidget(m_take);
    layout->addStretch();
    return box;
}

void DeliveryComposer::begin(What what)
{
    m_what = what;
    m_busy = false;
    m_banner->hide();
    m_paths.clear();
    m_facts.clear();
    m_title->clear();
    m_note->clear();
    m_filter->clear();
    m_whom->clear();
    const bool collects = what == What::Collect;
    m_heading->setText(collects ? tr("Collect from people") : what == What::HandOut ? tr("Hand out") : tr("Send to somebody"));
    m_go->setText(collects ? tr("Open the hand-in") : what == What::HandOut ? tr("Hand out") : tr("Send"));
    m_drop->setVisible(!collects);
    m_take->setVisible(what == What::HandOut);
    m_take->setChecked(false);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_deadline, m_grace, m_late, m_most})
        m_form->setRowVisible(widget, collects);
    m_hasDeadline->setChecked(false);
    m_grace->setValue(0);
    m_late->setCurrentIndex(0);
    m_most->clear();
    m_nobody->hide();
    m_deadline->setDateTime(QDateTime(QDate::currentDate().addDays(7), QTime(18, 0)));
    setFocusProxy(collects ? m_title : m_filter); // where one begins, not the button that closes it all
    showFiles();
}

void DeliveryComposer::setWhom(const QList<DeliverPerson> &people, const QList<DeliverGroup> &groups, const QString &self)
{
    const QSignalBlocker quiet(m_whom);
    const QStringList before = checked(false) + checked(true);
    m_whom->clear();
    const auto add = [&](const QString &name, const QString &text, bool isGroup, bool here) {
        auto *item = new QListWidgetItem(theme::icon(isGroup ? u"users"_s : u"user"_s, isGroup || here ? Role::Accent : Role::TextMuted), text, m_whom);
        item->setData(NameRole, name);
        item->setData(IsGroupRole, isGroup);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(before.contains(name) ? Qt::Checked : Qt::Unchecked);
        item->setSizeHint({0, ListRowHeight});
    };
    if (m_what != What::Send) {
        for (const DeliverGroup &group : groups)
            add(group.name, tr("%1 · %n member(s)", nullptr, group.members).arg(group.name), true, true);
    }
    // Who is here comes first: they can take it now.
    for (const bool here : {true, false}) {
        for (const DeliverPerson &person : people) {
            if ((person.state == u"here") != here || person.user == self)
                continue;
            const QString name = person.name.isEmpty() ? person.user : u"%1 · %2"_s.arg(person.name, person.user);
            add(person.user, here ? tr("%1 · here now").arg(name) : name, false, here);
        }
    }
    filter(m_filter->text());
    check();
}

void DeliveryComposer::filter(const QString &text)
{
    bool any = false;
    for (int row = 0; row < m_whom->count(); ++row) {
        QListWidgetItem *item = m_whom->item(row);
        item->setHidden(!text.isEmpty() && !item->text().contains(text, Qt::CaseInsensitive));
        any = any || !item->isHidden();
    }
    m_nobody->setVisible(!any);
    m_nobody->setText(m_whom->count() > 0 ? tr("Nobody is called so.") : tr("Nobody else has an account on this server yet. Whoever runs it adds people on the Server page, one by one or from a roster."));
}

void DeliveryComposer::addPaths(const QStringList &paths)
{
    QStringList fresh;
    for (const QString &path : paths) {
        if (!m_paths.contains(path))
            fresh.append(path);
    }
    m_paths += fresh;
    showFiles();
    // What they are is asked on the disk's own time.
    m_disk.run([fresh] {
        QHash<QString, Fact> facts;
        for (const QString &path : fresh) {
            const QFileInfo info(path);
            facts.insert(path, {info.isDir(), info.size()});
        }
        return facts;
    }, this, [this](const QHash<QString, Fact> &facts) {
        m_facts.insert(facts);
        showFiles();
    });
}

void DeliveryComposer::takeOff(int row)
{
    if (row < 0 || row >= m_paths.size())
        return;
    m_paths.removeAt(row);
    showFiles();
    m_files->setCurrentRow(std::min(row, static_cast<int>(m_paths.size()) - 1));
}

void DeliveryComposer::showFiles()
{
    m_files->clear();
    for (const QString &path : std::as_const(m_paths)) {
        const Fact fact = m_facts.value(path);
        auto *item = new QListWidgetItem(theme::icon(fact.isFolder ? u"folder"_s : u"file"_s, Role::TextMuted), QFileInfo(path).fileName(), m_files);
        item->setToolTip(plainToolTip(path));
        item->setSizeHint({0, ListRowHeight});
        auto *box = new QWidget;
        auto *row = new QHBoxLayout(box);
        row->setContentsMargins(0, 0, Gap1, 0);
        auto *size = makeLabel(fact.isFolder || fact.size < 0 ? QString() : formatBytes(fact.size), Type::Caption, Role::TextMuted);
        size->setWordWrap(false);
        auto *off = makeToolButton(u"close"_s, tr("Take it off the list (Delete)"));
        off->setFocusPolicy(Qt::NoFocus); // by key: Delete
        connect(off, &QToolButton::clicked, this, [this, path] {
            // The row goes with the button that is being pressed: afterwards.
            QMetaObject::invokeMethod(this, [this, path] { takeOff(static_cast<int>(m_paths.indexOf(path))); }, Qt::QueuedConnection);
        });
        row->addStretch();
        row->addWidget(size);
        row->addWidget(off);
        m_files->setItemWidget(item, box);
    }
    m_files->setVisible(!m_paths.isEmpty() && m_what != What::Collect);
    m_title->setPlaceholderText(m_what == What::Collect ? tr("Homework 3") : m_paths.isEmpty() ? tr("the first file's name") : usualTitle());
    check();
}

/// What it is called where nobody says otherwise.
QString DeliveryComposer::usualTitle() const
{
    const QString first = m_paths.isEmpty() ? QString() : QFileInfo(m_paths.first()).fileName();
    return m_paths.size() < 2 ? first : tr("%1 and %n more", nullptr, static_cast<int>(m_paths.size() - 1)).arg(first);
}

QStringList DeliveryComposer::checked(bool groups) const
{
    QStringList names;
    for (int row = 0; row < m_whom->count(); ++row) {
        const QListWidgetItem *item = m_whom->item(row);
        if (item->checkState() == Qt::Checked && item->data(IsGroupRole).toBool() == groups)
            names.append(item->data(NameRole).toString());
    }
    return names;
}

void DeliveryComposer::check()
{
    const QStringList people = checked(false);
    const QStringList groups = checked(true);
    QString missing;
    if (people.isEmpty() && groups.isEmpty())
        missing = m_what == What::Send ? tr("Choose who is to get it.") : tr("Choose people or groups.");
    else if (m_what == What::Send && people.size() > 1)
        missing = tr("One person at a time; hand it out to reach several.");
    else if (m_what == What::Collect ? m_title->text().trimmed().isEmpty() : m_paths.isEmpty())
        missing = m_what == What::Collect ? tr("Give it a title.") : tr("Choose files or folders.");
    else if (m_busy)
        missing = m_what == What::Collect ? tr("A moment …") : tr("What is on its way is shown above. Wait for it, or stop it.");
    m_count->setText(missing.isEmpty() ? (groups + people).join(u", "_s) : missing);
    m_go->setEnabled(missing.isEmpty());
}

void DeliveryComposer::setBusy(bool busy)
{
    m_busy = busy;
    if (busy && window()->focusWidget() == m_go)
        setFocus(); // it cannot be pressed for a while, and the keys would leave the page
    check();
}

void DeliveryComposer::accept()
{
    m_banner->hide();
    if (m_what == What::Collect) {
        DeliverCollect request;
        request.title = m_title->text().trimmed();
        request.note = m_note->text();
        request.people = checked(false);
        request.groups = checked(true);
        if (m_hasDeadline->isChecked()) {
            request.until = m_deadline->dateTime().toMSecsSinceEpoch();
            request.grace = m_grace->value() * qint64{60'000};
            request.refuseLate = m_late->currentData().toBool();
        }
        if (!m_most->text().trimmed().isEmpty()) {
            request.most = parseBytes(m_most->text());
            if (request.most <= 0)
                return m_banner->showText(Banner::Kind::Error, tr("\"%1\" is no size. Write 50 MB or 1 GB.").arg(m_most->text()));
        }
        setBusy(true);
        Q_EMIT collectWanted(request);
        return;
    }
    DeliverSend request;
    request.people = checked(false);
    request.groups = checked(true);
    request.handout = m_what == What::HandOut;
    request.take = request.handout && m_take->isChecked();
    request.title = m_title->text().trimmed().isEmpty() ? usualTitle().left(m_title->maxLength()) : m_title->text().trimmed();
    request.note = m_note->text();
    setBusy(true);
    Q_EMIT sendWanted(m_paths, request);
}

} // namespace transom::ui
