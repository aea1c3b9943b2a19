#include "ui/chat/conversation_delegate.h"

#include "core/base/text.h"
#include "ui/models/conversation_model.h"
#include "ui/models/when.h"
#include "ui/theme/icons.h"

#include <QDateTime>
#include <QLocale>
#include <QPainter>
#include <QRegularExpression>

#include <cmath>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using Kind = ConversationModel::Kind;
using Delivery = ConversationModel::Delivery;

namespace {

constexpr int AvatarSize = 32;
constexpr int Margin = Gap4;
constexpr int TextLeft = Margin + AvatarSize + Gap2;
constexpr int WidestBubble = 680;
constexpr double LineHeight = 1.35;

QFont bold(Type type)
{
    QFont heavy = font(type);
    heavy.setWeight(QFont::DemiBold);
    return heavy;
}

const QRegularExpression &links()
{
    static const QRegularExpression pattern(uR"(\bhttps?://[^\s<>"'）】」，。；]+)"_s, QRegularExpression::UseUnicodePropertiesOption);
    return pattern;
}

QString dayText(const QDate &day)
{
    const QDate today = QDate::currentDate();
    if (day == today)
        return ConversationDelegate::tr("Today");
    if (day == today.addDays(-1))
        return ConversationDelegate::tr("Yesterday");
    return QLocale().toString(day, QLocale::LongFormat);
}

/// Bidirectional overrides could make a line look as if somebody else had said it; everything else is drawn as it is. The
/// length must stay, positions count on it.
QString drawable(const QString &text)
{
    QString out = text;
    for (QChar &c : out) {
        const ushort u = c.unicode();
        if (c == u'\n')
            c = QChar::LineSeparator;
        else if ((u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069) || (u < 0x20 && c != u'\t') || u == 0x7f)
            c = QChar::ReplacementCharacter;
    }
    return out;
}

qreal layOut(QTextLayout &text, qreal width, qreal lineHeight, qreal &natural)
{
    qreal y = 0;
    natural = 0;
    text.beginLayout();
    for (QTextLine line = text.createLine(); line.isValid(); line = text.createLine()) {
        line.setLineWidth(width);
        const qreal height = std::max(lineHeight, line.height());
        line.setPosition({0, y + std::round((height - line.height()) / 2)});
        y += height;
        natural = std::max(natural, line.naturalTextWidth());
    }
    text.endLayout();
    return y;
}

} // namespace

bool TextSelection::isEmpty() const
{
    return !anchor.isValid() || !cursor.isValid() || (anchor == cursor && anchorAt == cursorAt);
}

std::pair<int, int> TextSelection::within(int row, int textLength) const
{
    if (isEmpty())
        return {0, 0};
    auto from = std::pair(anchor.row(), anchorAt);
    auto to = std::pair(cursor.row(), cursorAt);
    if (to < from)
        std::swap(from, to);
    if (row < from.first || row > to.first)
        return {0, 0};
    const int start = row == from.first ? from.second : 0;
    const int end = row == to.first ? to.second : textLength;
    return {start, end - start};
}

ConversationDelegate::ConversationDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
    , m_layouts(400)
{}

void ConversationDelegate::forget()
{
    m_layouts.clear();
    m_heights.clear();
}

int ConversationDelegate::stateOf(const QModelIndex &index)
{
    return index.data(ConversationModel::DeliveryRole).toInt() | (index.data(ConversationModel::GroupStartRole).toBool() ? 4 : 0)
           | (index.data(ConversationModel::DayRole).isValid() ? 8 : 0) | (index.data(ConversationModel::UnreadMarkRole).toBool() ? 16 : 0)
           | (index.data(ConversationModel::OwnRole).toBool() ? 32 : 0);
}

const ConversationDelegate::Layout &ConversationDelegate::layout(const QModelIndex &index) const
{
    const qint64 id = index.data(ConversationModel::IdRole).toLongLong();
    const int state = stateOf(index);
    if (const Layout *cached = m_layouts.object(id); cached && cached->width == m_width && cached->state == state)
        return *cached;
    auto made = makeLayout(index);
    made->state = state;
    m_heights.insert(id, {m_width, state, made->height});
    Layout *kept = made.get();
    m_layouts.insert(id, made.release());
    return *kept;
}

std::unique_ptr<ConversationDelegate::Layout> ConversationDelegate::makeLayout(const QModelIndex &index) const
{
    auto layout = std::make_unique<Layout>();
    layout->width = m_width;
    const bool isSystem = index.data(ConversationModel::KindRole).toInt() == static_cast<int>(Kind::System);
    const bool own = index.data(ConversationModel::OwnRole).toBool();
    const bool starts = index.data(ConversationModel::GroupStartRole).toBool();
    const auto delivery = static_cast<Delivery>(index.data(ConversationModel::DeliveryRole).toInt());
    int y = 0;
    const auto band = [&](int height) {
        const QRect rect(Margin, y, m_width - 2 * Margin, height);
        y += height;
        return rect;
    };
    const QFontMetrics caption(font(Type::Caption));
    if (index.data(ConversationModel::DayRole).isValid())
        layout->day = band(caption.height() + Gap6);
    if (index.data(ConversationModel::UnreadMarkRole).toBool()) {
        y += Gap2;
        layout->mark = band(caption.height() + Gap3);
    }
    y += starts ? Gap3 : 2;

    const QFont textFont = font(isSystem ? Type::Caption : Type::Body);
    const QFontMetricsF metrics(textFont);
    layout->text = std::make_unique<QTextLayout>(drawable(index.data(ConversationModel::TextRole).toString()), textFont);
    QTextOption option(isSystem ? Qt::AlignHCenter : Qt::AlignLeft);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTabStopDistance(metrics.horizontalAdvance(u' ') * 4);
    layout->text->setTextOption(option);
    if (!isSystem) {
        QList<QTextLayout::FormatRange> formats;
        auto match = links().globalMatch(layout->text->text());
        while (match.hasNext()) {
            const auto found = match.next();
            QTextLayout::FormatRange range;
            range.start = static_cast<int>(found.capturedStart());
            range.length = static_cast<int>(found.capturedLength());
            range.format.setForeground(color(Role::Accent));
            range.format.setFontUnderline(true);
            formats.append(range);
        }
        layout->text->setFormats(formats);
    }
    qreal natural = 0;
    if (isSystem) {
        const int width = std::max(80, m_width - 2 * TextLeft);
        const qreal height = layOut(*layout->text, width, metrics.height() * LineHeight, natural);
        layout->bubble = {TextLeft, y + Gap1, width, static_cast<int>(std::ceil(height))};
        layout->textAt = layout->bubble.topLeft();
        layout->height = layout->bubble.bottom() + 1 + Gap1;
        return layout;
    }
    if (starts) {
        const int height = caption.height() + Gap1;
        layout->header = {TextLeft, y, m_width - TextLeft - Margin, height};
        if (!own)
            layout->avatar = {Margin, y + 2, AvatarSize, AvatarSize};
        y += height;
    }
    const int most = std::max(120, std::min(WidestBubble, (m_width - TextLeft - Margin) * 4 / 5)) - 2 * Gap3;
    const qreal height = layOut(*layout->text, most, metrics.height() * LineHeight, natural);
    const int width = std::min(most, static_cast<int>(std::ceil(natural))) + 2 * Gap3 + (delivery == Delivery::Sent ? 0 : Gap6);
    const int left = own ? m_width - Margin - width : TextLeft;
    layout->bubble = {left, y, width, static_cast<int>(std::ceil(height)) + Gap3 + 2};
    layout->textAt = QPointF(left + Gap3, y + (Gap3 + 2) / 2);
    y = layout->bubble.bottom() + 1;
    if (delivery == Delivery::Refused) {
        const QString retry = tr("Try again");
        const QString edit = tr("Edit");
        const QFontMetrics button(bold(Type::Caption));
        const int line = button.height() + Gap3;
        const int editWidth = button.horizontalAdvance(edit) + Gap4;
        const int retryWidth = button.horizontalAdvance(retry) + Gap4;
        const int right = m_width - Margin;
        const int reasonWidth = std::min(WidestBubble, right - TextLeft);
        const QString reason = index.data(ConversationModel::ErrorRole).toString();
        const int reasonHeight = caption.boundingRect(QRect(0, 0, reasonWidth - Gap6, 4000), Qt::TextWordWrap, reason).height() + Gap2;
        layout->reason = {right - reasonWidth, y + 2, reasonWidth, reasonHeight};
        y += reasonHeight + 2;
        layout->retry = {right - retryWidth, y, retryWidth, line};
        layout->edit = {right - retryWidth - Gap1 - editWidth, y, editWidth, line};
        y += line;
    }
    layout->height = y;
    return layout;
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto known = m_heights.constFind(index.data(ConversationModel::IdRole).toLongLong());
    const int last = index.row() == index.model()->rowCount() - 1 ? Gap3 : 0;
    if (known != m_heights.cend() && known->width == m_width && known->state == stateOf(index))
        return {m_width, known->height + last};
    return {m_width, layout(index).height + last};
}

int ConversationDelegate::textPosition(const QModelIndex &index, const QPoint &inRow, bool anywhere) const
{
    const Layout &place = layout(index);
    if (!anywhere && !place.bubble.contains(inRow))
        return -1;
    const QPointF point = inRow - place.textAt;
    const QTextLayout &text = *place.text;
    if (text.lineCount() == 0)
        return 0;
    for (int i = 0; i < text.lineCount(); ++i) {
        const QTextLine line = text.lineAt(i);
        const bool isLast = i == text.lineCount() - 1;
        if (point.y() < (isLast ? 1e9 : text.lineAt(i + 1).y()))
            return line.xToCursor(point.x());
    }
    return static_cast<int>(text.text().size());
}

QString ConversationDelegate::linkAt(const QModelIndex &index, const QPoint &inRow) const
{
    const int at = textPosition(index, inRow, false);
    if (at < 0)
        return {};
    const QString text = layout(index).text->text();
    auto match = links().globalMatch(text);
    while (match.hasNext()) {
        const auto found = match.next();
        if (at >= found.capturedStart() && at < found.capturedEnd())
            return found.captured();
    }
    return {};
}

void ConversationDelegate::paintDay(QPainter *painter, const QRect &rect, const QDate &day) const
{
    const QString text = dayText(day);
    painter->setFont(bold(Type::Caption));
    const int width = painter->fontMetrics().horizontalAdvance(text) + Gap6;
    const QRect label(rect.center().x() - width / 2, rect.top(), width, rect.height());
    painter->setPen(color(Role::Line));
    const int y = rect.center().y();
    painter->drawLine(rect.left(), y, label.left(), y);
    painter->drawLine(label.right(), y, rect.right(), y);
    painter->setPen(color(Role::TextMuted));
    painter->drawText(label, Qt::AlignCenter, text);
}

void ConversationDelegate::paintMark(QPainter *painter, const QRect &rect) const
{
    const QString text = tr("New");
    painter->setFont(bold(Type::Caption));
    const int width = painter->fontMetrics().horizontalAdvance(text) + Gap3;
    const QRect label(rect.right() - width, rect.top() + 2, width, rect.height() - 4);
    painter->setPen(color(Role::Accent));
    painter->drawLine(rect.left(), rect.center().y(), label.left(), rect.center().y());
    painter->setPen(Qt::NoPen);
    painter->setBrush(color(Role::Accent));
    painter->drawRoundedRect(label, label.height() / 2.0, label.height() / 2.0);
    painter->setPen(color(Role::AccentText));
    painter->drawText(label, Qt::AlignCenter, text);
}

void ConversationDelegate::paintRefusal(QPainter *painter, const Layout &layout, const QModelIndex &index) const
{
    painter->setFont(font(Type::Caption));
    painter->setPen(color(Role::Bad));
    const QString reason = index.data(ConversationModel::ErrorRole).toString();
    const QRect text = layout.reason.adjusted(Gap6, Gap1, 0, 0);
    QRect used;
    painter->drawText(text, Qt::AlignRight | Qt::AlignTop | Qt::TextWordWrap, reason, &used);
    painter->drawPixmap(QPoint(used.left() - 20, text.top() + (painter->fontMetrics().height() - 16) / 2), pixmap(u"warning"_s, 16, Role::Bad));
    painter->setFont(bold(Type::Caption));
    for (const auto &[rect, label] : {std::pair(layout.edit, tr("Edit")), std::pair(layout.retry, tr("Try again"))}) {
        painter->setPen(QPen(color(Role::Line)));
        painter->setBrush(color(Role::SurfaceRaised));
        painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 2.5, -0.5, -2.5), 6, 6);
        painter->setPen(color(Role::Accent));
        painter->drawText(rect, Qt::AlignCenter, label);
    }
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Layout &place = layout(index);
    const bool isSystem = index.data(ConversationModel::KindRole).toInt() == static_cast<int>(Kind::System);
    const bool own = index.data(ConversationModel::OwnRole).toBool();
    const auto delivery = static_cast<Delivery>(index.data(ConversationModel::DeliveryRole).toInt());
    painter->save();
    painter->translate(option.rect.topLeft());
    painter->setRenderHint(QPainter::Antialiasing);
    if (place.day.isValid())
        paintDay(painter, place.day, index.data(ConversationModel::DayRole).toDate());
    if (place.mark.isValid())
        paintMark(painter, place.mark);
    if (m_greyed)
        painter->setOpacity(0.6);
    const qint64 time = index.data(ConversationModel::TimeRole).toLongLong();
    if (place.header.isValid()) {
        const QString name = printable(index.data(ConversationModel::FromRole).toString(), 60);
        painter->setPen(color(Role::TextMuted));
        painter->setFont(font(Type::Caption));
        if (own) {
            painter->drawText(place.header, Qt::AlignRight | Qt::AlignTop, clockTime(time));
        } else {
            const QFont nameFont = bold(Type::Caption);
            const int width = QFontMetrics(nameFont).horizontalAdvance(name) + Gap2;
            painter->drawText(place.header.adjusted(width, 0, 0, 0), Qt::AlignLeft | Qt::AlignTop, clockTime(time));
            painter->setFont(nameFont);
            painter->setPen(color(Role::Text));
            painter->drawText(place.header, Qt::AlignLeft | Qt::AlignTop, name);
            painter->setPen(QPen(color(Role::Line), 1));
            painter->setBrush(color(Role::Hover));
            painter->drawEllipse(QRectF(place.avatar).adjusted(0.5, 0.5, -0.5, -0.5));
            painter->setFont(bold(Type::Body));
            painter->setPen(color(Role::TextMuted));
            const qsizetype first = name.isEmpty() ? 0 : name[0].isHighSurrogate() ? 2 : 1;
            painter->drawText(place.avatar, Qt::AlignCenter, name.left(first).toUpper());
        }
    }
    if (!isSystem) {
        painter->setPen(own ? QPen(Qt::NoPen) : QPen(color(Role::Line), 1));
        painter->setBrush(color(own ? Role::OwnBubble : Role::OtherBubble));
        if (delivery == Delivery::Refused)
            painter->setPen(QPen(color(Role::Bad), 1, Qt::DashLine));
        painter->drawRoundedRect(QRectF(place.bubble).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
        if (delivery != Delivery::Sent)
            painter->drawPixmap(QPoint(place.bubble.right() - Gap6, place.bubble.bottom() - 20),
                                pixmap(delivery == Delivery::Sending ? u"clock"_s : u"error"_s, 16, delivery == Delivery::Sending ? Role::TextMuted : Role::Bad));
    }
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setPen(QPen(color(Role::Accent), 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(place.bubble).adjusted(-1, -1, 1, 1), 9, 9);
    }
    QList<QTextLayout::FormatRange> ranges;
    if (m_selection) {
        const auto [start, length] = m_selection->within(index.row(), static_cast<int>(place.text->text().size()));
        if (length > 0) {
            QTextLayout::FormatRange range;
            range.start = start;
            range.length = length;
            range.format.setBackground(color(Role::Accent));
            range.format.setForeground(color(Role::AccentText));
            ranges.append(range);
        }
    }
    painter->setPen(color(isSystem ? Role::TextMuted : Role::Text));
    place.text->draw(painter, place.textAt, ranges);
    if (place.retry.isValid())
        paintRefusal(painter, place, index);
    painter->restore();
}

} // namespace transom::ui
