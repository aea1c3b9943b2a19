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
    QStyledItemDelegate::paint(painter, own, index);
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
