#include "ui/command/run_delegate.h"

#include "core/base/text.h"
#include "ui/models/command_runs_model.h"
#include "ui/models/when.h"
#include "ui/theme/icons.h"

#include <QDateTime>
#include <QLocale>
#include <QPainter>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;

RunLook runLook(CommandRun::State state, int exitStatus)
{
    switch (state) {
    case CommandRun::State::Starting:
        return {u"clock"_s, Role::TextMuted};
    case CommandRun::State::Running:
        return {u"play"_s, Role::Accent};
    case CommandRun::State::Stopping:
        return {u"stop"_s, Role::Warn};
    case CommandRun::State::Done:
        return exitStatus == 0 ? RunLook{u"ok"_s, Role::Good} : RunLook{u"warning"_s, Role::Warn};
    case CommandRun::State::Signalled:
        return {u"stop"_s, Role::Warn};
    case CommandRun::State::Failed:
        return {u"error"_s, Role::Bad};
    }
    return {};
}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, QFontMetrics(font(Type::Fixed)).height() + QFontMetrics(font(Type::Caption)).height() + Gap6 + Gap1};
}

void RunDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    const QRectF card = QRectF(option.rect).adjusted(Gap2 + 0.5, 2.5, -Gap2 - 0.5, -2.5);
    painter->setPen(QPen(color(selected ? Role::Accent : Role::Line), 1));
    painter->setBrush(color(selected                                     ? Role::Selection
                            : option.state & QStyle::State_MouseOver ? Role::Hover
                                                                         : Role::SurfaceRaised));
    painter->drawRoundedRect(card, 6, 6);
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setPen(QPen(color(Role::Accent), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(card.adjusted(1, 1, -1, -1), 5, 5);
    }
    const QRect inner = card.toRect().adjusted(Gap3, Gap2, -Gap3, -Gap2);
    const QFont fixed = font(Type::Fixed);
    painter->setFont(fixed);
    painter->setPen(color(Role::Text));
    const int first = QFontMetrics(fixed).height() + Gap1;
    QString line = index.data(CommandRunsModel::CommandRole).toString();
    line.replace(u'\n', u' ');
    painter->drawText(QRect(inner.left(), inner.top(), inner.width(), first), Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(fixed).elidedText(line, Qt::ElideRight, inner.width()));
    const auto state = static_cast<CommandRun::State>(index.data(CommandRunsModel::StateRole).toInt());
    const RunLook look = runLook(state, index.data(CommandRunsModel::ExitStatusRole).toInt());
    const QRect second(inner.left(), inner.top() + first, inner.width(), inner.height() - first);
    painter->drawPixmap(QPoint(second.left(), second.center().y() - 7), pixmap(look.icon, 16, look.role));
    QFont caption = font(Type::Caption);
    painter->setFont(caption);
    painter->setPen(color(Role::TextMuted));
    const QString when = clockTime(index.data(CommandRunsModel::StartedRole).toLongLong());
    const int whenWidth = QFontMetrics(caption).horizontalAdvance(when);
    painter->drawText(second, Qt::AlignRight | Qt::AlignVCenter, when);
    caption.setWeight(QFont::DemiBold);
    painter->setFont(caption);
    painter->setPen(color(look.role));
    const QString word = index.data(CommandRunsModel::StateTextRole).toString();
    const QRect rest = second.adjusted(20, 0, -whenWidth - Gap2, 0);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(caption).elidedText(word, Qt::ElideRight, rest.width()));
    const int wordWidth = QFontMetrics(caption).horizontalAdvance(word);
    caption.setWeight(QFont::Normal);
    painter->setFont(caption);
    painter->setPen(color(Role::TextMuted));
    if (wordWidth + Gap3 < rest.width())
        painter->drawText(rest.adjusted(wordWidth, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          u" · "_s + index.data(CommandRunsModel::DurationTextRole).toString());
    painter->restore();
}

} // namespace transom::ui
