#include "ui/files/transfer_delegate.h"

#include "core/base/text.h"
#include "core/files/transfer_meter.h"
#include "ui/models/transfers_model.h"
#include "ui/models/when.h"
#include "ui/theme/icons.h"

#include <QPainter>

#include <algorithm>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using files::TransferDirection;
using files::TransferState;

namespace {

constexpr int ButtonSize = 32;

QString folderText(const files::TransferInfo &info)
{
    return info.request.direction == TransferDirection::Download ? TransferDelegate::tr("Open the folder") : TransferDelegate::tr("Open the folder it comes from");
}

} // namespace

QList<TransferDelegate::Button> TransferDelegate::buttons(const files::TransferInfo &info)
{
    QList<Button> list;
    const auto add = [&list](Action action, const QString &icon, const QString &text, bool worded = false) { list.append({action, icon, text, worded, {}}); };
    switch (info.state) {
    case TransferState::Running:
    case TransferState::Waiting:
        add(Action::Pause, u"pause"_s, tr("Pause"));
        add(Action::Cancel, u"close"_s, tr("Cancel"));
        break;
    case TransferState::Paused:
        add(Action::Resume, u"play"_s, tr("Go on"));
        add(Action::Cancel, u"close"_s, tr("Cancel"));
        break;
    case TransferState::Failed:
    case TransferState::Cancelled:
        if (info.state == TransferState::Failed && info.error.code == ErrorCode::AlreadyExists && !info.isErrand()) {
            add(Action::KeepBoth, u"copy"_s, tr("Keep both"), true);
            add(Action::Overwrite, u"rename"_s, tr("Overwrite"), true);
        } else {
            add(Action::Retry, u"refresh"_s, tr("Try again"));
        }
        add(Action::Remove, u"trash"_s, tr("Take it off the list"));
        break;
    case TransferState::Done:
        if (info.request.direction == TransferDirection::Download)
            add(Action::OpenFolder, u"folder"_s, folderText(info));
        add(Action::Remove, u"trash"_s, tr("Take it off the list"));
        break;
    }
    return list;
}

QList<TransferDelegate::Button> TransferDelegate::buttons(const files::TransferInfo &info, const QRect &row)
{
    QList<Button> list = buttons(info);
    int right = row.right() - Gap3;
    for (auto button = list.rbegin(); button != list.rend(); ++button) {
        const int width = button->worded ? QFontMetrics(font(Type::Body)).horizontalAdvance(button->text) + Gap6 : ButtonSize;
        button->rect = {right - width, row.center().y() - ButtonSize / 2, width, ButtonSize};
        right -= width + (button->worded ? Gap2 : Gap1);
    }
    return list;
}

QList<TransferDelegate::Button> TransferDelegate::menu(const files::TransferInfo &info)
{
    QList<Button> list = buttons(info);
    const auto has = [&list](Action action) { return std::any_of(list.cbegin(), list.cend(), [action](const Button &each) { return each.action == action; }); };
    const auto add = [&](Action action, const QString &icon, const QString &text) {
        if (!has(action))
            list.append({action, icon, text, false, {}});
    };
    if (info.isOver())
        add(Action::Retry, u"refresh"_s, info.state == TransferState::Done ? tr("Transfer it again") : tr("Try again"));
    add(Action::OpenFolder, u"folder"_s, folderText(info));
    if (!describe(info.error).isEmpty() && info.state == TransferState::Failed)
        add(Action::CopyError, u"copy"_s, tr("Copy the error"));
    add(Action::Details, u"info"_s, tr("Details"));
    return list;
}

int TransferDelegate::rowHeight()
{
    return QFontMetrics(font(Type::Body)).height() + QFontMetrics(font(Type::Caption)).height() + Gap6;
}

QSize TransferDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, rowHeight()};
}

namespace {

/// The two lines of a row, from the top.
struct Lines
{
    explicit Lines(const QRect &row)
        : first(QFontMetrics(font(Type::Body)).height() + 2)
        , second(QFontMetrics(font(Type::Caption)).height() + 2)
        , top(row.center().y() - (first + second) / 2)
    {}
    QRect upper(int left, int right) const { return {left, top, right - left, first}; }
    QRect lower(int left, int right) const { return {left, top + first, right - left, second}; }

    int first;
    int second;
    int top;
};

/// Widths from the widest numbers there are, so that nothing moves when they change.
struct Columns
{
    Columns()
    {
        const QFontMetrics caption(font(Type::Caption));
        const QFontMetrics body(font(Type::Body));
        const QString widest = u"888.8 MB"_s;
        bar = std::max(caption.horizontalAdvance(TransfersModel::tr("%1 of %2").arg(widest, widest)), 140);
        rate = std::max({body.horizontalAdvance(u"888.8 MB/s"_s), caption.horizontalAdvance(TransfersModel::tr("%1 left").arg(formatDuration(23 * 3'600'000 + 59 * 60'000))),
                         caption.horizontalAdvance(dayAndTime(QDate(2028, 12, 28).startOfDay().toMSecsSinceEpoch() + 80'000'000))});
    }
    int bar;
    int rate;
    static constexpr int Speeds = 96;
};

constexpr int IconWidth = 20;
constexpr int NarrowWithoutPicture = 760;
constexpr int NarrowWithoutRate = 560;

} // namespace

void TransferDelegate::paintIcon(QPainter &painter, const QRect &row, const files::TransferInfo &info)
{
    QString icon = info.request.direction == TransferDirection::Upload ? u"upload"_s : u"download"_s;
    Role role = info.state == TransferState::Running ? Role::Accent : Role::TextMuted;
    if (info.questions > 0) {
        icon = u"help"_s;
        role = Role::Warn;
    } else if (info.state == TransferState::Failed) {
        icon = u"error"_s;
        role = Role::Bad;
    } else if (info.state == TransferState::Done) {
        icon = u"ok"_s;
        role = Role::Good;
    } else if (info.state == TransferState::Waiting && !info.here) {
        icon = u"disconnect"_s;
    }
    painter.drawPixmap(QPoint(row.left() + Gap4, row.center().y() - IconWidth / 2), pixmap(icon, IconWidth, role));
}

int TransferDelegate::paintButtons(QPainter &painter, const QRect &row, const files::TransferInfo &info)
{
    int right = row.right() - Gap3;
    const auto all = buttons(info, row);
    for (const Button &button : all) {
        if (button.worded) {
            painter.setPen(color(Role::Line));
            painter.setBrush(color(Role::SurfaceRaised));
            painter.drawRoundedRect(QRectF(button.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
            painter.setFont(font(Type::Body));
            painter.setPen(color(Role::Text));
            painter.drawText(button.rect, Qt::AlignCenter, button.text);
        } else {
            painter.drawPixmap(button.rect.center() - QPoint(9, 9), pixmap(button.icon, 20, Role::Text));
        }
        right = std::min(right, button.rect.left());
    }
    return right;
}

/// Where the names may go on to.
int TransferDelegate::paintNumbers(QPainter &painter, const QRect &row, int right, const QModelIndex &index, const files::TransferInfo &info)
{
    static const Columns columns;
    const Lines lines(row);
    const auto write = [&painter](const QRect &place, Type type, Role role, const QString &text, Qt::Alignment alignment) {
        painter.setFont(font(type));
        painter.setPen(color(role));
        painter.drawText(place, static_cast<int>(alignment | Qt::AlignVCenter), text);
    };
    const QString amount = index.data(TransfersModel::AmountRole).toString();
    int left = right - Gap3;
    if (!info.isOver()) {
        left -= columns.bar;
        const QRect upper = lines.upper(left, left + columns.bar);
        const double fraction = index.data(TransfersModel::FractionRole).toDouble();
        const QRectF bar(left, upper.center().y() - 2, columns.bar, 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Role::Line));
        painter.drawRoundedRect(bar, 3, 3);
        painter.setBrush(color(info.state == TransferState::Running ? Role::Accent : Role::TextMuted));
        if (fraction > 0)
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(6.0, bar.width() * fraction), bar.height()), 3, 3);
        write(lines.lower(left, left + columns.bar), Type::Caption, Role::TextMuted, amount, Qt::AlignRight);
        left -= Gap4;
    }
    if (row.width() >= NarrowWithoutRate) {
        left -= columns.rate;
        const QString rate = index.data(TransfersModel::RateRole).toString();
        write(lines.upper(left, left + columns.rate), info.isOver() ? Type::Caption : Type::Body, info.isOver() ? Role::TextMuted : Role::Text, info.isOver() ? amount : rate, Qt::AlignRight);
        write(lines.lower(left, left + columns.rate), Type::Caption, Role::TextMuted, index.data(TransfersModel::LeftRole).toString(), Qt::AlignRight);
        left -= Gap4;
    }
    if (!info.isOver() && row.width() >= NarrowWithoutPicture) {
        left -= Columns::Speeds;
        paintSpeeds(painter, {left, row.center().y() - 14, Columns::Speeds, 28}, info.speeds, info.state == TransferState::Running);
        left -= Gap4;
    }
    return left;
}

/// The newest second at the right; the height is that of the fastest.
void TransferDelegate::paintSpeeds(QPainter &painter, const QRect &place, const QList<double> &speeds, bool running)
{
    const double most = speeds.isEmpty() ? 0 : *std::max_element(speeds.cbegin(), speeds.cend());
    if (most <= 0 || speeds.size() < 2)
        return;
    const double step = static_cast<double>(place.width()) / (files::TransferMeter::Seconds - 1);
    QPolygonF line;
    for (qsizetype i = 0; i < speeds.size(); ++i)
        line.append({place.right() - static_cast<double>(speeds.size() - 1 - i) * step, place.bottom() - speeds[i] / most * (place.height() - 2)});
    QColor stroke = color(running ? Role::Accent : Role::TextMuted);
    QPolygonF area = line;
    area.append(QPointF(line.last().x(), place.bottom()));
    area.append(QPointF(line.first().x(), place.bottom()));
    QColor fill = stroke;
    fill.setAlpha(40);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(area);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(stroke, 1.5));
    painter.drawPolyline(line);
}

void TransferDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const files::TransferInfo *info = TransfersModel::of(index);
    if (!info)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect;
    if (option.state & QStyle::State_Selected || option.state & QStyle::State_MouseOver)
        painter->fillRect(row, color(option.state & QStyle::State_Selected ? Role::Selection : Role::Hover));
    paintIcon(*painter, row, *info);
    int right = paintButtons(*painter, row, *info);
    right = paintNumbers(*painter, row, right, index, *info);
    const int left = row.left() + Gap4 + IconWidth + Gap3;
    const Lines lines(row);
    const QFont body = font(Type::Body);
    const QFont caption = font(Type::Caption);
    int nameLeft = left;
    if (const auto priority = info->request.priority; priority != files::TransferPriority::Normal && !info->isOver()) {
        const bool high = priority == files::TransferPriority::High;
        painter->drawPixmap(QPoint(left, lines.upper(left, right).center().y() - 7), pixmap(high ? u"chevron-up"_s : u"chevron-down"_s, 16, high ? Role::Accent : Role::TextMuted));
        nameLeft += 16 + Gap1;
    }
    painter->setFont(body);
    painter->setPen(color(Role::Text));
    const QRect nameRect = lines.upper(nameLeft, right);
    painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(body).elidedText(index.data(TransfersModel::NameRole).toString(), Qt::ElideMiddle, nameRect.width()));
    painter->setFont(caption);
    painter->setPen(color(info->state == TransferState::Failed ? Role::Bad : info->questions > 0 ? Role::Warn : Role::TextMuted));
    const QRect statusRect = lines.lower(left, right);
    QString status = index.data(TransfersModel::StatusRole).toString();
    if (info->state == TransferState::Done && !(info->isErrand() && info->request.direction == TransferDirection::Upload))
        status += u" · "_s + (info->request.direction == TransferDirection::Upload && info->request.target == u"/" ? tr("to your home on the server") : tr("to %1").arg(printable(info->request.target, 200)));
    painter->drawText(statusRect, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(caption).elidedText(status, Qt::ElideRight, statusRect.width()));
    painter->setPen(color(Role::Line));
    painter->drawLine(row.left() + Gap4, row.bottom(), row.right() - Gap4, row.bottom());
    painter->restore();
}

} // namespace transom::ui
