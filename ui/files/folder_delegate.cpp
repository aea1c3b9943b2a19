#include "ui/files/folder_delegate.h"

#include "ui/models/folder_model.h"
#include "ui/theme/icons.h"

#include <QHash>
#include <QLineEdit>
#include <QPainter>
#include <QTimer>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int MarkIcon = 16;
/// Below this width of the name's column a mark is its icon alone.
constexpr int WideEnough = 190;
constexpr double CutOpacity = 0.5;

/// Shape, word and colour of what comparing says.
struct MarkLook
{
    QString icon;
    QString text;
    theme::Role role = theme::Role::Text;
};

MarkLook lookOf(Mark mark)
{
    switch (mark) {
    case Mark::None:
        return {};
    case Mark::OnlyHere:
        return {u"plus"_s, FolderDelegate::tr("only here"), theme::Role::Accent};
    case Mark::Newer:
        return {u"chevron-up"_s, FolderDelegate::tr("newer"), theme::Role::Good};
    case Mark::Older:
        return {u"chevron-down"_s, FolderDelegate::tr("older"), theme::Role::TextMuted};
    case Mark::Different:
        return {u"compare"_s, FolderDelegate::tr("different"), theme::Role::Warn};
    }
    return {};
}

QString iconFor(FolderEntry::Kind kind, const QString &suffix)
{
    static const QHash<QString, QString> bySuffix = [] {
        QHash<QString, QString> map;
        const auto add = [&map](const QString &icon, const QString &suffixes) {
            const auto list = suffixes.split(u' ');
            for (const QString &each : list)
                map.insert(each, icon);
        };
        add(u"file-image"_s, u"png jpg jpeg gif svg webp bmp ico tif tiff heic"_s);
        add(u"file-text"_s, u"txt md rst log pdf doc docx odt rtf tex csv xls xlsx ods ppt pptx odp html htm epub"_s);
        add(u"file-archive"_s, u"zip gz xz bz2 zst tar tgz 7z rar deb rpm jar iso"_s);
        add(u"file-code"_s, u"c h cc cpp cxx hpp py js ts java go rs sh json xml yml yaml toml cmake qml css sql"_s);
        add(u"file-media"_s, u"mp3 wav flac ogg opus m4a mp4 mkv webm avi mov"_s);
        return map;
    }();
    switch (kind) {
    case FolderEntry::Kind::Folder:
        return u"folder"_s;
    case FolderEntry::Kind::Link:
        return u"link"_s;
    case FolderEntry::Kind::File:
        return bySuffix.value(suffix, u"file"_s);
    case FolderEntry::Kind::Other:
        return u"settings"_s;
    }
    return {};
}

} // namespace

void FolderDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->textElideMode = Qt::ElideMiddle;
    option->state &= ~QStyle::State_HasFocus;
    option->palette.setColor(QPalette::HighlightedText, theme::color(theme::Role::Text));
    if (index.column() == FolderModel::Name) {
        const auto kind = static_cast<FolderEntry::Kind>(index.data(FolderModel::KindRole).toInt());
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = theme::icon(iconFor(kind, index.data(FolderModel::SuffixRole).toString()),
                                   kind == FolderEntry::Kind::Folder ? theme::Role::Accent : theme::Role::TextMuted);
        option->decorationSize = {20, 20};
    } else {
        option->palette.setColor(QPalette::Text, theme::color(m_selected ? theme::Role::Text : theme::Role::TextMuted));
    }
}

void FolderDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    // The rows' own background: the style would draw a frame of its own around the current cell.
    QStyleOptionViewItem own = option;
    if (own.state & QStyle::State_Selected)
        painter->fillRect(own.rect, theme::color(theme::Role::Selection));
    else if (own.state & QStyle::State_MouseOver)
        painter->fillRect(own.rect, theme::color(theme::Role::Hover));
    m_selected = own.state & QStyle::State_Selected;
    own.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
    own.rect.adjust(theme::Gap1, 0, index.column() == FolderModel::Name ? 0 : -theme::Gap1, 0);
    if (index.column() == FolderModel::Name)
        own.rect.setRight(own.rect.right() - paintSigns(painter, own, index));
    painter->save();
    if (index.data(FolderModel::CutRole).toBool())
        painter->setOpacity(CutOpacity);
    QStyledItemDelegate::paint(painter, own, index);
    if (index.column() == FolderModel::Name && index.data(FolderModel::LinkRole).toBool() && index.data(FolderModel::KindRole).toInt() != static_cast<int>(FolderEntry::Kind::Link))
        paintLink(painter, own.rect);
    painter->restore();
}

/// A small sign over the lower corner of the icon of what a link leads to, on the row's own ground so that it stays clear.
void FolderDelegate::paintLink(QPainter *painter, const QRect &row) const
{
    const QRect badge(row.left() + 11, row.center().y() - 1, 13, 13);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme::color(m_selected ? theme::Role::Selection : theme::Role::SurfaceRaised));
    painter->drawEllipse(badge);
    painter->drawPixmap(badge.topLeft() + QPoint(1, 1), theme::pixmap(u"link"_s, 11, theme::Role::Accent));
}

/// What is to be said about a name, at its right end. Returns the width it takes.
int FolderDelegate::paintSigns(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    int right = option.rect.right() - theme::Gap1;
    const int before = right;
    const int top = option.rect.center().y() - MarkIcon / 2 + 1;
    const auto drawIcon = [&](const QString &icon, theme::Role role) {
        right -= MarkIcon;
        painter->drawPixmap(right, top, theme::pixmap(icon, MarkIcon, role));
        right -= theme::Gap1;
    };
    if (const auto mark = static_cast<Mark>(index.data(FolderModel::MarkRole).toInt()); mark != Mark::None) {
        const MarkLook look = lookOf(mark);
        if (option.rect.width() >= WideEnough) {
            const QFont font = theme::font(theme::Type::Caption);
            const int width = QFontMetrics(font).horizontalAdvance(look.text);
            painter->save();
            painter->setFont(font);
            painter->setPen(theme::color(m_selected ? theme::Role::Text : look.role));
            painter->drawText(QRect(right - width, option.rect.top(), width, option.rect.height()), Qt::AlignVCenter, look.text);
            painter->restore();
            right -= width + theme::Gap1;
        }
        drawIcon(look.icon, m_selected ? theme::Role::Text : look.role);
    }
    if (index.data(FolderModel::UnfitRole).toBool())
        drawIcon(u"warning"_s, theme::Role::Warn);
    return right == before ? 0 : option.rect.right() - right + theme::Gap1;
}

QSize FolderDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(theme::RowHeight, option.fontMetrics.height() + theme::Gap2));
    return size;
}

void FolderDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *line = qobject_cast<QLineEdit *>(editor);
    if (!line)
        return QStyledItemDelegate::setEditorData(editor, index);
    const QString name = index.data(Qt::EditRole).toString();
    line->setText(name);
    const qsizetype dot = name.lastIndexOf(u'.');
    const bool isFolder = index.data(FolderModel::KindRole).toInt() == static_cast<int>(FolderEntry::Kind::Folder);
    // The view selects everything after this.
    if (dot > 0 && !isFolder)
        QTimer::singleShot(0, line, [line, dot] { line->setSelection(0, static_cast<int>(dot)); });
}

void FolderDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    editor->setGeometry(option.rect.adjusted(28, 0, 0, 0));
}

} // namespace transom::ui
