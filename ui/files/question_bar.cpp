#include "ui/files/question_bar.h"

#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace transom::ui {

using namespace Qt::StringLiterals;

QuestionBar::QuestionBar(QWidget *parent)
    : QFrame(parent)
    , m_text(makeLabel({}))
    , m_all(new QCheckBox)
    , m_buttons(new QHBoxLayout)
{
    auto *icon = new QLabel;
    icon->setPixmap(theme::pixmap(u"help"_s, 20, theme::Role::Warn));
    auto *top = new QHBoxLayout;
    top->setSpacing(theme::Gap3);
    top->addWidget(icon, 0, Qt::AlignTop);
    top->addWidget(m_text, 1);
    m_buttons->setSpacing(theme::Gap2);
    m_buttons->addWidget(m_all);
    m_buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::Gap4, theme::Gap3, theme::Gap3, theme::Gap3);
    layout->setSpacing(theme::Gap2);
    layout->addLayout(top);
    layout->addLayout(m_buttons);
    hide();
}

void QuestionBar::ask(const QString &text, const QList<Answer> &answers, const QString &forAll)
{
    m_text->setText(text);
    m_all->setText(forAll);
    m_all->setChecked(false);
    m_all->setVisible(!forAll.isEmpty());
    while (m_buttons->count() > 2) {
        QLayoutItem *item = m_buttons->takeAt(2);
        // Later: it may be the one whose click has led here.
        item->widget()->hide();
        item->widget()->setObjectName({});
        item->widget()->deleteLater();
        delete item;
    }
    QPushButton *last = nullptr;
    for (const Answer &each : answers) {
        last = makeButton(each.text, {}, each.primary);
        last->setObjectName(each.id);
        connect(last, &QPushButton::clicked, this, [this, id = each.id] { answer(id); });
        m_buttons->addWidget(last);
        m_harmless = each.id;
    }
    setAccessibleName(text);
    show();
    if (last)
        last->setFocus();
}

QString QuestionBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void QuestionBar::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

void QuestionBar::answer(const QString &id)
{
    hide();
    Q_EMIT answered(id, m_all->isChecked());
}

void QuestionBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return answer(m_harmless);
    QFrame::keyPressEvent(event);
}

void QuestionBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme::color(theme::Role::Warn));
    painter.setBrush(theme::color(theme::Role::SurfaceRaised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace transom::ui
