#include "ui/files/conflict_bar.h"

#include "core/base/text.h"
#include "ui/models/when.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using files::AnswerScope;
using files::FileFacts;
using files::TransferConflict;
using files::TransferDirection;

namespace {

QString sizeOf(const FileFacts &facts)
{
    return facts.size < 0 ? ConflictBar::tr("size not known") : formatBytes(facts.size);
}

QString timeOf(const FileFacts &facts)
{
    if (facts.modified < 0)
        return ConflictBar::tr("time not known");
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(facts.modified), QLocale::ShortFormat);
}

/// What sets one apart from the other.
QString remarkOn(const FileFacts &one, const FileFacts &other)
{
    QStringList remarks;
    if (one.modified >= 0 && other.modified >= 0 && one.modified > other.modified)
        remarks.append(ConflictBar::tr("newer"));
    if (one.size >= 0 && other.size >= 0 && one.size > other.size)
        remarks.append(ConflictBar::tr("larger"));
    return remarks.join(u" · "_s);
}

} // namespace

ConflictBar::ConflictBar(QWidget *parent)
    : QFrame(parent)
    , m_text(makeLabel({}))
    , m_more(makeLabel({}, Type::Caption, Role::TextMuted))
    , m_scope(new QComboBox)
{
    setObjectName(u"conflict"_s);
    auto *icon = new QLabel;
    icon->setPixmap(pixmap(u"help"_s, 20, Role::Warn));
    m_text->setObjectName(u"conflict-text"_s);
    m_more->setWordWrap(false);
    auto *top = new QHBoxLayout;
    top->setSpacing(Gap3);
    top->addWidget(icon, 0, Qt::AlignTop);
    top->addWidget(m_text, 1);
    top->addWidget(m_more, 0, Qt::AlignTop);
    auto *sides = new QHBoxLayout;
    sides->setContentsMargins(20 + Gap3, 0, 0, 0);
    sides->setSpacing(Gap3);
    sides->addWidget(makeSide(m_coming, u"coming"_s), 1);
    sides->addWidget(makeSide(m_there, u"there"_s), 1);
    m_scope->setObjectName(u"conflict-scope"_s);
    m_scope->setAccessibleName(tr("How far the answer reaches"));
    m_scope->addItem(tr("Only this file"), static_cast<int>(AnswerScope::File));
    m_scope->addItem(tr("All in this transfer"), static_cast<int>(AnswerScope::Transfer));
    m_scope->addItem(tr("All transfers in the list"), static_cast<int>(AnswerScope::All));
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(20 + Gap3, 0, 0, 0);
    buttons->setSpacing(Gap2);
    buttons->addWidget(m_scope);
    buttons->addStretch();
    for (const auto &[policy, text] : {std::pair(u"overwrite"_s, tr("Overwrite")), std::pair(u"newer"_s, tr("Overwrite if newer")), std::pair(u"skip"_s, tr("Skip")),
                                       std::pair(u"rename"_s, tr("Keep both"))}) {
        auto *button = makeButton(text, {}, policy == u"rename");
        button->setObjectName(u"conflict-"_s + policy);
        connect(button, &QPushButton::clicked, this, [this, policy = policy] { answer(policy); });
        buttons->addWidget(button);
        m_buttons.append(button);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Gap4, Gap3, Gap4, Gap3);
    layout->setSpacing(Gap2);
    layout->addLayout(top);
    layout->addLayout(sides);
    layout->addLayout(buttons);
    hide();
}

QWidget *ConflictBar::makeSide(Side &side, const QString &name)
{
    auto *card = new Card;
    card->setObjectName(u"conflict-"_s + name);
    side = {makeLabel({}, Type::Caption, Role::TextMuted), makeLabel({}), makeLabel({}), makeLabel({}, Type::Caption, Role::Good)};
    for (QLabel *label : {side.place, side.size, side.time, side.remark})
        label->setWordWrap(false);
    QFont bold = side.size->font();
    bold.setWeight(QFont::DemiBold);
    side.size->setFont(bold);
    auto *facts = new QHBoxLayout;
    facts->setSpacing(Gap4);
    facts->addWidget(side.size);
    facts->addWidget(side.time);
    facts->addWidget(side.remark);
    facts->addStretch();
    card->content()->setContentsMargins(Gap3, Gap2, Gap3, Gap2);
    card->content()->setSpacing(2);
    card->content()->addWidget(side.place);
    card->content()->addLayout(facts);
    return card;
}

void ConflictBar::add(const TransferConflict &conflict)
{
    for (const TransferConflict &known : std::as_const(m_conflicts)) {
        if (known.id == conflict.id)
            return;
    }
    m_conflicts.append(conflict);
    showNext();
}

void ConflictBar::remove(qint64 id)
{
    m_conflicts.removeIf([id](const TransferConflict &each) { return each.id == id; });
    showNext();
}

void ConflictBar::clear()
{
    m_conflicts.clear();
    showNext();
}

void ConflictBar::showNext()
{
    const TransferConflict *now = current();
    setVisible(now != nullptr);
    if (!now)
        return;
    const bool up = now->direction == TransferDirection::Upload;
    const QString name = u"“"_s + printable((up ? now->remote : now->local).section(u'/', -1), 120) + u"”"_s;
    const QString text = up ? tr("There is a %1 already on the server. Which one stays?").arg(name) : tr("There is a %1 already on this computer. Which one stays?").arg(name);
    m_text->setText(text);
    m_text->setToolTip(plainToolTip(printable(up ? now->remote : now->local, 2000)));
    setAccessibleName(text);
    const auto others = static_cast<int>(m_conflicts.size()) - 1;
    m_more->setText(others > 0 ? tr("%n more question(s)", nullptr, others) : QString());
    const FileFacts &coming = up ? now->here : now->there;
    const FileFacts &there = up ? now->there : now->here;
    m_coming.place->setText(up ? tr("Comes from this computer") : tr("Comes from the server"));
    m_there.place->setText(up ? tr("Is on the server") : tr("Is on this computer"));
    for (const auto &[side, facts, other] : {std::tuple(&m_coming, &coming, &there), std::tuple(&m_there, &there, &coming)}) {
        side->size->setText(sizeOf(*facts));
        side->size->setToolTip(facts->size < 0 ? QString() : tr("%1 B").arg(QLocale().toString(facts->size)));
        side->time->setText(timeOf(*facts));
        side->remark->setText(remarkOn(*facts, *other));
    }
}

void ConflictBar::answer(const QString &policy)
{
    const TransferConflict *now = current();
    if (!now)
        return;
    const qint64 id = now->id;
    const auto scope = static_cast<AnswerScope>(m_scope->currentData().toInt());
    m_scope->setCurrentIndex(0);
    // It goes when the queue says that it is settled; until then nothing is answered twice.
    remove(id);
    Q_EMIT answered(id, policy, scope);
}

void ConflictBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return answer(u"skip"_s);
    QFrame::keyPressEvent(event);
}

void ConflictBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Role::SurfaceRaised));
    // The edge says that somebody waits.
    painter.fillRect(QRect(0, 0, 3, height()), color(Role::Warn));
    painter.setPen(color(Role::Line));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace transom::ui
