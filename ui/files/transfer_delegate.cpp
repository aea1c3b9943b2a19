#include "ui/files/transfer_delegate.h"

#include "core/base/text.h"
#include "ui/models/transfers_model.h"
#include "ui/theme/icons.h"

#include <QPainter>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using files::TransferDirection;
using files::TransferState;

namespace {

constexpr int ButtonSize = 32;

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
        if (info.state == TransferState::Failed && info.error.code == ErrorCode::AlreadyExists) {
            add(Action::KeepBoth, u"copy"_s, tr("Keep both"), true);
            add(Action::Overwrite, u"rename"_s, tr("Overwrite"), true);
        } else {
            add(Action::Retry, u"refresh"_s, tr("Try again"));
        }
        add(Action::Remove, u"trash"_s, tr("Take it off the list"));
        break;
    case TransferState::Done:
        if (info.request.direction == TransferDirection::Download)
            add(Action::OpenFolder, u"folder"_s, tr("Open the folder"));
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

QSize TransferDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, QFontMetrics(font(Type::Body)).height() + QFontMetrics(font(Type::Caption)).height() + Gap6 + Gap1};
}

void TransferDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const TransfersModel *>(index.model());
    const files::TransferInfo *info = model ? model->info(index) : nullptr;
    if (!info)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & QStyle::State_Selected || option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, color(option.state & QStyle::State_Selected ? Role::Selection : Role::Hover));
    const bool failed = info->state == TransferState::Failed;
    const bool done = info->state == TransferState::Done;
    const bool up = info->request.direction == TransferDirection::Upload;
    QString icon = up ? u"upload"_s : u"download"_s;
    Role role = Role::TextMuted;
    if (info->state == TransferState::Running)
        role = Role::Accent;
    if (failed || done) {
        icon = failed ? u"error"_s : u"ok"_s;
        role = failed ? Role::Bad : Role::Good;
    }
    painter->drawPixmap(QPoint(option.rect.left() + Gap4, option.rect.center().y() - 10), pixmap(icon, 20, role));

    int right = option.rect.right() - Gap3;
    const auto all = buttons(*info, option.rect);
    for (const Button &button : all) {
        if (button.worded) {
            painter->setPen(color(Role::Line));
            painter->setBrush(color(Role::SurfaceRaised));
            painter->drawRoundedRect(QRectF(button.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
            painter->setFont(font(Type::Body));
            painter->setPen(color(Role::Text));
            painter->drawText(button.rect, Qt::AlignCenter, button.text);
        } else {
            painter->drawPixmap(button.rect.center() - QPoint(9, 9), pixmap(button.icon, 20, Role::Text));
        }
        right = std::min(right, button.rect.left());
    }
    const int left = option.rect.left() + Gap4 + 20 + Gap3;
    // Names and amounts keep their places whatever the numbers are.
    const int barWidth = 160;
    const bool shows = !info->isOver();
    const int barLeft = right - Gap4 - barWidth;
    const int textRight = shows ? barLeft - Gap4 : right - Gap3;
    const QFont body = font(Type::Body);
    const QFont caption = font(Type::Caption);
    const int first = QFontMetrics(body).height() + 2;
    const int second = QFontMetrics(caption).height() + 2;
    const int top = option.rect.center().y() - (first + second) / 2;
    painter->setFont(body);
    painter->setPen(color(Role::Text));
    const QRect nameRect(left, top, textRight - left, first);
    painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(body).elidedText(index.data(TransfersModel::NameRole).toString(), Qt::ElideMiddle, nameRect.width()));
    painter->setFont(caption);
    painter->setPen(color(failed ? Role::Bad : Role::TextMuted));
    const QRect statusRect(left, top + first, textRight - left, second);
    const QString where = up && info->request.target == u"/" ? tr("to your home on the server") : tr("to %1").arg(printable(info->request.target, 200));
    QString status = index.data(TransfersModel::StatusRole).toString();
    if (done)
        status += u" · "_s + where;
    painter->drawText(statusRect, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(caption).elidedText(status, Qt::ElideRight, statusRect.width()));
    if (shows) {
        const double fraction = index.data(TransfersModel::FractionRole).toDouble();
        const QRectF bar(barLeft, option.rect.center().y() - 3, barWidth, 6);
        painter->setPen(Qt::NoPen);
        painter->setBrush(color(Role::Line));
        painter->drawRoundedRect(bar, 3, 3);
        painter->setBrush(color(info->state == TransferState::Paused ? Role::TextMuted : Role::Accent));
        if (fraction > 0)
            painter->drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(6.0, bar.width() * fraction), bar.height()), 3, 3);
    }
    painter->setPen(color(Role::Line));
    painter->drawLine(option.rect.left() + Gap4, option.rect.bottom(), option.rect.right() - Gap4, option.rect.bottom());
    painter->restore();
}

} // namespace transom::ui
