#include "ui/widgets/widgets.h"

#include "ui/theme/icons.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

namespace transom::ui {

using namespace theme;

namespace {

constexpr int EmptyTextWidth = 480;
constexpr int LeastEmptyTextWidth = 160;

} // namespace

QLabel *makeLabel(const QString &text, Type type, Role role)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setFont(font(type));
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, color(role));
    label->setPalette(palette);
    label->setWordWrap(type != Type::Fixed);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton *makeButton(const QString &text, const QString &icon, bool primary)
{
    auto *button = new QPushButton(text);
    if (!icon.isEmpty())
        button->setIcon(theme::icon(icon, primary ? Role::AccentText : Role::Text, Gap1));
    button->setProperty("primary", primary);
    button->setIconSize({22, 18}); // with room between the icon and the text
    button->setCursor(Qt::PointingHandCursor);
    button->setAutoDefault(true); // pressed by Return, too, and not by Space alone
    return button;
}

QToolButton *makeToolButton(const QString &icon, const QString &text)
{
    auto *button = new QToolButton;
    button->setIcon(theme::icon(icon));
    button->setIconSize({20, 20});
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setCursor(Qt::PointingHandCursor);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void centreLabels(QFormLayout &form)
{
    for (int row = 0; row < form.rowCount(); ++row) {
        if (const QLayoutItem *label = form.itemAt(row, QFormLayout::LabelRole); label && label->widget())
            label->widget()->setMinimumHeight(ControlHeight);
    }
}

QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : QStringLiteral("<span>%1</span>").arg(text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
}

Card::Card(QWidget *parent)
    : QFrame(parent)
    , m_content(new QVBoxLayout(this))
{
    setProperty("card", true);
    m_content->setContentsMargins(Gap4, Gap4, Gap4, Gap4);
    m_content->setSpacing(Gap2);
}

namespace {

/// In a narrow place the text of an empty state has more lines rather than none of its end.
void fitText(const QWidget &state, QLabel &text)
{
    const int width = std::clamp(state.width() - 2 * Gap4, LeastEmptyTextWidth, EmptyTextWidth);
    text.setFixedSize(width, text.fontMetrics().boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, text.text()).height() + Gap1);
}

/// What an empty state does about its size, and about the keys that it holds where it stands for rows.
class EmptyStateWatch : public QObject
{
public:
    EmptyStateWatch(QWidget *state, QLabel *text)
        : QObject(state)
        , m_text(text)
    {
        state->installEventFilter(this);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        auto *state = static_cast<QWidget *>(watched);
        if (event->type() == QEvent::Resize)
            fitText(*state, *m_text);
        else if (event->type() == QEvent::Paint && state->hasFocus() && state->window()->testAttribute(Qt::WA_KeyboardFocusChange))
            paintFocus(*state);
        return false;
    }

private:
    static void paintFocus(QWidget &state)
    {
        QPainter painter(&state);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(color(Role::Accent));
        painter.drawRoundedRect(QRectF(state.rect()).adjusted(Gap1 + 0.5, Gap1 + 0.5, -Gap1 - 0.5, -Gap1 - 0.5), 6, 6);
    }

    QLabel *m_text;
};

} // namespace

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel)
    , m_title(makeLabel({}, Type::Heading))
    , m_text(makeLabel({}, Type::Body, Role::TextMuted))
    , m_actions(new QHBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Gap3);
    layout->addStretch(2);
    for (QLabel *label : {m_icon, m_title, m_text}) {
        label->setAlignment(Qt::AlignCenter);
        layout->addWidget(label, 0, Qt::AlignHCenter);
    }
    // A wrapped label that is centred would take the narrowest shape it can.
    m_title->setWordWrap(false);
    new EmptyStateWatch(this, m_text);
    m_actions->setSpacing(Gap2);
    m_actions->addStretch();
    m_actions->addStretch();
    layout->addLayout(m_actions);
    layout->addStretch(3);
    set(icon, title, text);
}

void EmptyState::set(const QString &icon, const QString &title, const QString &text)
{
    m_icon->setPixmap(pixmap(icon, 48, Role::TextMuted));
    m_title->setText(title);
    m_text->setText(text);
    fitText(*this, *m_text);
}

QPushButton *EmptyState::addAction(const QString &text, const QString &icon, bool primary)
{
    auto *button = makeButton(text, icon, primary);
    m_actions->insertWidget(m_actions->count() - 1, button);
    return button;
}

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_text(makeLabel({}))
    , m_action(makeButton({}))
    , m_copy(makeToolButton(QStringLiteral("copy"), tr("Copy this text")))
{
    m_text->setObjectName(QStringLiteral("banner-text"));
    m_copy->setObjectName(QStringLiteral("banner-copy"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Gap4, Gap2, Gap2, Gap2);
    layout->setSpacing(Gap3);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action, 0, Qt::AlignTop);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
    auto *close = makeToolButton(QStringLiteral("close"), tr("Close"));
    close->setObjectName(QStringLiteral("banner-close"));
    layout->addWidget(close, 0, Qt::AlignTop);
    m_icon->setFixedHeight(close->sizeHint().height()); // beside the first line, whether it is the only one or not
    connect(m_copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->text()); });
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    m_action->hide();
    hide();
}

void Banner::showText(Kind kind, const QString &text, const QString &action)
{
    m_kind = kind;
    const auto [icon, role] = kind == Kind::Error ? std::pair("error", Role::Bad)
            : kind == Kind::Warning              ? std::pair("warning", Role::Warn)
            : kind == Kind::Good                 ? std::pair("ok", Role::Good)
                                                 : std::pair("info", Role::Accent);
    m_icon->setPixmap(pixmap(QLatin1String(icon), 20, role));
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_copy->setVisible(kind == Kind::Error || kind == Kind::Warning);
    show();
    update();
}

QString Banner::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor edge = color(m_kind == Kind::Error ? Role::Bad : m_kind == Kind::Warning ? Role::Warn : m_kind == Kind::Good ? Role::Good : Role::Accent);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::SurfaceRaised));
    painter.drawRoundedRect(rect(), 6, 6);
    painter.setPen(edge);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(edge);
    painter.drawRoundedRect(QRectF(0, 0, 4, height()), 2, 2);
}

void ElidedLabel::setFullText(const QString &text)
{
    m_full = text;
    setTextFormat(Qt::PlainText);
    setToolTip(plainToolTip(text));
    setText(fontMetrics().elidedText(m_full, Qt::ElideMiddle, width()));
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    setText(fontMetrics().elidedText(m_full, Qt::ElideMiddle, width()));
}

} // namespace transom::ui
