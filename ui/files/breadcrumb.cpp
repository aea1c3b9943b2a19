#include "ui/files/breadcrumb.h"

#include "core/base/text.h"
#include "ui/models/folder_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStackedWidget>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int LongestPart = 160; ///< pixels
constexpr int LeastPart = 40;

} // namespace

Breadcrumb::Breadcrumb(const QString &rootIcon, const QString &rootText, QWidget *parent)
    : QWidget(parent)
    , m_rootIcon(rootIcon)
    , m_rootText(rootText)
    , m_path(u"/"_s)
    , m_parts(new QWidget)
    , m_layout(new QHBoxLayout(m_parts))
    , m_line(new QLineEdit)
    , m_stack(new QStackedWidget)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_line->setAccessibleName(tr("Path"));
    m_line->installEventFilter(this);
    m_stack->addWidget(m_parts);
    m_stack->addWidget(m_line);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumWidth(80);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(36);
    setToolTip(tr("Click beside the parts to type a path"));
    rebuild();
}

void Breadcrumb::setPath(const QString &path)
{
    m_path = path;
    m_stack->setCurrentIndex(0);
    rebuild();
}

void Breadcrumb::edit()
{
    m_line->setText(m_path);
    m_stack->setCurrentIndex(1);
    m_line->setFocus();
    m_line->selectAll();
}

QToolButton *Breadcrumb::addPart(const QString &text, const QString &path, bool isLast)
{
    auto *button = new QToolButton;
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(path);
    QFont font = button->font();
    font.setWeight(isLast ? QFont::DemiBold : QFont::Normal);
    button->setFont(font);
    button->setText(QFontMetrics(font).elidedText(text, Qt::ElideMiddle, LongestPart));
    button->setAccessibleName(isLast ? tr("%1, this folder").arg(text) : tr("Go to %1").arg(text));
    connect(button, &QToolButton::clicked, this, [this, path] { Q_EMIT pathChosen(path); });
    return button;
}

/// As many parts from the end as there is room for; the root always, an ellipsis for what is between.
void Breadcrumb::rebuild()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const QStringList names = m_path.split(u'/', Qt::SkipEmptyParts);
    QToolButton *root = addPart(m_rootText, u"/"_s, names.isEmpty());
    root->setIcon(theme::icon(m_rootIcon));
    if (!m_rootText.isEmpty())
        root->setText(u' ' + root->text()); // the style leaves no room between the two
    root->setToolButtonStyle(m_rootText.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    if (m_rootText.isEmpty())
        root->setAccessibleName(tr("Go to the top"));
    QList<QWidget *> parts;
    root->ensurePolished();
    int room = width() - root->sizeHint().width() - theme::Gap8;
    QString path = m_path;
    for (qsizetype i = names.size() - 1; i >= 0; --i) {
        QToolButton *part = addPart(printable(names[i], 100), path, i == names.size() - 1);
        path = parentPath(path);
        part->setParent(m_parts);
        part->ensurePolished();
        room -= part->sizeHint().width() + 14;
        // The folder one is in is always named, shorter where there is no room.
        if (room < 0 && i == names.size() - 1) {
            const int text = std::max(LeastPart, part->fontMetrics().horizontalAdvance(part->text()) + room - (i > 0 ? LeastPart : 0));
            part->setText(part->fontMetrics().elidedText(printable(names[i], 100), Qt::ElideMiddle, text));
        }
        if (room < 0 && i < names.size() - 1) {
            part->setText(u"…"_s);
            parts.prepend(part);
            break;
        }
        parts.prepend(part);
    }
    m_layout->addWidget(root);
    for (QWidget *part : std::as_const(parts)) {
        auto *arrow = new QLabel;
        arrow->setPixmap(theme::pixmap(u"chevron-right"_s, 12, theme::Role::TextMuted));
        m_layout->addWidget(arrow);
        m_layout->addWidget(part);
        part->show();
    }
    m_layout->addStretch(1);
    // New ones would come last of the whole window.
    QWidget *before = this;
    for (QWidget *part : QList<QWidget *>{root} + parts) {
        QWidget::setTabOrder(before, part);
        before = part;
    }
}

void Breadcrumb::paintEvent(QPaintEvent *)
{
    if (!hasFocus())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme::color(theme::Role::Accent));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 2.5, -0.5, -2.5), 6, 6);
}

void Breadcrumb::finish()
{
    QString path = m_line->text().trimmed();
    if (!path.startsWith(u'/'))
        path.prepend(u'/');
    while (path.size() > 1 && path.endsWith(u'/'))
        path.chop(1);
    m_stack->setCurrentIndex(0);
    Q_EMIT pathChosen(path);
}

void Breadcrumb::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    rebuild();
}

void Breadcrumb::mousePressEvent(QMouseEvent *)
{
    edit();
}

void Breadcrumb::keyPressEvent(QKeyEvent *event)
{
    // What the line did not want comes back here as its parent.
    if (m_forwarding || (event->text().isEmpty() && !(event->modifiers() & Qt::ControlModifier)))
        return QWidget::keyPressEvent(event);
    if (m_stack->currentIndex() == 0)
        edit();
    m_forwarding = true;
    QCoreApplication::sendEvent(m_line, event);
    m_forwarding = false;
}

bool Breadcrumb::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_line)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut) {
        m_stack->setCurrentIndex(0);
    } else if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        // Taken here: what the line lets go would come back to this widget as a key of its own.
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            finish();
            return true;
        }
        if (key == Qt::Key_Escape) {
            m_stack->setCurrentIndex(0);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace transom::ui
