#include "ui/wire/frame_panel.h"

#include "ui/widgets/widgets.h"
#include "ui/wire/bytes_view.h"
#include "ui/wire/wire_look.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTreeView>

namespace transom::ui {

using namespace theme;

/// Before each name the look of its bytes.
class FieldDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QPersistentModelIndex pointedAt; ///< by the pointer in another view

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem inner = option;
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, color(Role::Selection));
        else if (pointedAt.isValid() && index.siblingAtColumn(0) == pointedAt)
            painter->fillRect(option.rect, color(Role::Hover));
        if (index.column() == WireFieldsModel::NameColumn)
            inner.rect.setLeft(inner.rect.left() + 16);
        if (index.column() == WireFieldsModel::ValueColumn)
            inner.font = theme::font(Type::Fixed);
        if (index.column() == WireFieldsModel::BytesColumn)
            inner.rect.setRight(inner.rect.right() - 8); // not at the window's edge
        inner.textElideMode = Qt::ElideRight;
        QStyledItemDelegate::paint(painter, inner, index);
        if (index.column() == WireFieldsModel::NameColumn) {
            const QRectF chip(option.rect.left() + 5, option.rect.center().y() - 5, 10, 11);
            drawPart(*painter, chip, static_cast<inspect::Part>(index.data(WireFieldsModel::PartRole).toInt()));
            painter->setPen(color(Role::TextMuted));
            painter->drawRect(chip.adjusted(0, 0, -1, -1));
        }
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width() + (index.column() == WireFieldsModel::NameColumn ? 20 : 8), std::max(24, size.height())};
    }
};

FramePanel::FramePanel(WireRows &rows, QWidget *parent)
    : QWidget(parent)
    , m_rows(rows)
    , m_model(new WireFieldsModel(this))
    , m_tree(new QTreeView)
    , m_title(new ElidedLabel)
    , m_meaning(makeLabel({}, Type::Body, Role::TextMuted))
    , m_note(new QLineEdit)
    , m_bytes(new BytesView(rows))
    , m_encoding(new QComboBox)
{
    QFont strong = theme::font(Type::Body);
    strong.setWeight(QFont::DemiBold);
    m_title->setFont(strong);
    m_title->setObjectName(QStringLiteral("frame-title"));
    m_tree->setObjectName(QStringLiteral("fields"));
    m_tree->setAccessibleName(tr("Fields of the frame"));
    m_tree->setModel(m_model);
    m_delegate = new FieldDelegate(m_tree);
    m_tree->setItemDelegate(m_delegate);
    m_tree->setProperty("plain", true);
    m_tree->setMouseTracking(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(WireFieldsModel::ValueColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(WireFieldsModel::NameColumn, QHeaderView::Fixed);
    m_tree->header()->setSectionResizeMode(WireFieldsModel::BytesColumn, QHeaderView::Fixed);
    m_tree->header()->resizeSection(WireFieldsModel::NameColumn, 140);
    m_tree->header()->resizeSection(WireFieldsModel::BytesColumn, 84);
    m_tree->setMinimumHeight(84); // its header and two rows
    m_tree->viewport()->installEventFilter(this);
    m_meaning->setObjectName(QStringLiteral("field-meaning"));
    m_meaning->setMinimumHeight(m_meaning->fontMetrics().height() * 2 + Gap2);
    m_meaning->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_note->setObjectName(QStringLiteral("frame-note"));
    m_note->setPlaceholderText(tr("Note on this frame"));
    m_note->setAccessibleName(m_note->placeholderText());
    m_note->setMaxLength(200);
    m_encoding->addItems({QStringLiteral("UTF-8"), QStringLiteral("GBK")});
    m_encoding->setAccessibleName(tr("Encoding of text"));
    auto *copy = makeToolButton(QStringLiteral("copy"), tr("Copy the bytes"));
    copy->setObjectName(QStringLiteral("copy-bytes"));
    copy->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(copy);
    menu->addAction(tr("Copy as hex"), this, [this] { m_bytes->copyAs(ByteFormat::Hex); });
    menu->addAction(tr("Copy as text"), this, [this] { m_bytes->copyAs(ByteFormat::Text); });
    menu->addAction(tr("Copy as C array"), this, [this] { m_bytes->copyAs(ByteFormat::CArray); });
    menu->addAction(tr("Copy as Python bytes"), this, [this] { m_bytes->copyAs(ByteFormat::Python); });
    copy->setMenu(menu);

    auto *top = new QWidget;
    auto *topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(0, Gap2, 0, 0);
    topLayout->setSpacing(Gap1);
    auto *titleRow = new QHBoxLayout;
    titleRow->setContentsMargins(Gap3, 0, Gap3, 0);
    titleRow->addWidget(m_title, 1);
    titleRow->addWidget(m_note, 1);
    auto *help = makeToolButton(QStringLiteral("help"), tr("What these fields are"));
    help->setObjectName(QStringLiteral("field-help"));
    connect(help, &QToolButton::clicked, this, [this] {
        const auto *frame = m_rows.capture().frame(m_frame);
        Q_EMIT helpWanted(frame && frame->decoded ? 2 : 0); // how it was cut, or what a header holds
    });
    titleRow->addWidget(help);
    topLayout->addLayout(titleRow);
    topLayout->addWidget(m_tree, 1);
    auto *below = new QVBoxLayout;
    below->setContentsMargins(Gap3, 0, Gap3, Gap2);
    below->addWidget(m_meaning);
    topLayout->addLayout(below);
    auto *bottom = new QWidget;
    auto *bottomLayout = new QVBoxLayout(bottom);
    bottomLayout->setContentsMargins(0, Gap1, 0, 0);
    bottomLayout->setSpacing(0);
    auto *bytesRow = new QHBoxLayout;
    bytesRow->setContentsMargins(Gap3, 0, Gap2, Gap1);
    auto *bytesTitle = makeLabel(tr("Bytes"));
    bytesTitle->setFont(strong);
    bytesRow->addWidget(bytesTitle, 1);
    bytesRow->addWidget(m_encoding);
    bytesRow->addWidget(copy);
    bottomLayout->addLayout(bytesRow);
    bottomLayout->addWidget(m_bytes, 1);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(top);
    splitter->addWidget(bottom);
    splitter->setSizes({330, 200});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);

    connect(&rows, &WireRows::selectionChanged, this, &FramePanel::showFrame);
    connect(&rows, &WireRows::hoverChanged, this, &FramePanel::showPointed);
    connect(&rows, &WireRows::rowsChanged, this, [this] {
        const auto *frame = m_rows.capture().frame(m_frame);
        if (m_frame != 0 && (!frame || frame->knownSize() != m_known))
            showFrame();
    });
    connect(&rows, &WireRows::marksChanged, this, [this] {
        if (!m_note->hasFocus())
            m_note->setText(m_rows.note(m_frame));
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &FramePanel::selectField);
    connect(m_note, &QLineEdit::editingFinished, this, [this] { m_rows.setNote(m_frame, m_note->text().trimmed()); });
    connect(m_encoding, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_bytes->setEncoding(index == 1 ? ByteText::Gbk : ByteText::Utf8);
        Q_EMIT encodingChanged(index == 1 ? ByteText::Gbk : ByteText::Utf8);
    });
    showFrame();
}

void FramePanel::editNote()
{
    if (m_frame != 0)
        m_note->setFocus();
}

void FramePanel::showFrame()
{
    const auto *frame = m_rows.capture().frame(m_note->hasFocus() ? m_rows.currentFrame() : m_rows.shownFrame());
    const quint64 number = frame ? frame->number : 0;
    if (number != m_frame || number == 0 || frame->knownSize() != m_known) {
        m_known = frame ? frame->knownSize() : 0;
        // What was typed belongs to the frame it was typed for.
        if (m_note->isModified())
            m_rows.setNote(m_frame, m_note->text().trimmed());
        m_frame = number;
        m_showing = true;
        m_model->setFields(frame ? wireFields(*frame) : QList<inspect::FrameField>());
        m_tree->expandToDepth(1);
        m_showing = false;
        m_note->setText(m_rows.note(number));
        m_note->setEnabled(number != 0);
        m_title->setFullText(frame ? QStringLiteral("%1 · %2").arg(wireTitle(*frame), wireFlow(frame->flow)) : tr("No frame chosen"));
        m_meaning->setText(!frame ? tr("Choose a frame in the ladder or on the ribbon.") : frame->isError() ? describe(frame->error) : QString());
    }
    showField();
}

void FramePanel::showPointed()
{
    if (!m_note->hasFocus() && m_rows.shownFrame() != m_frame)
        showFrame();
    const auto *frame = m_rows.capture().frame(m_frame);
    const auto &hovered = m_rows.hovered();
    const bool here = frame && hovered.stream == frame->stream && hovered.flow == frame->flow && frame->range().contains(hovered.range.from);
    const auto range = frame ? hovered.range.shifted(-frame->offset) : inspect::ByteRange{};
    m_delegate->pointedAt = here && range.size() < frame->size() ? m_model->indexOf(range).siblingAtColumn(0) : QModelIndex();
    if (const auto *field = m_model->field(m_delegate->pointedAt))
        m_meaning->setText(field->meaning);
    else
        showField();
    m_tree->viewport()->update();
}

void FramePanel::showField()
{
    const auto *frame = m_rows.capture().frame(m_frame);
    if (!frame || frame->isError())
        return;
    // A frame that is only pointed at has nothing selected in it.
    const auto range = m_frame == m_rows.currentFrame() ? m_rows.selection().range.shifted(-frame->offset) : inspect::ByteRange{0, frame->size()};
    const bool whole = range.from == 0 && range.to == frame->size();
    const QModelIndex index = whole ? QModelIndex() : m_model->indexOf(range);
    m_showing = true;
    if (index != m_tree->currentIndex().siblingAtColumn(0))
        m_tree->setCurrentIndex(index);
    m_showing = false;
    if (index.isValid())
        m_tree->scrollTo(index);
    const auto *field = m_model->field(index);
    m_meaning->setText(field ? field->meaning : m_model->rowCount() > 0 && !frame->decoded ? m_model->index(0, 0).isValid() ? m_model->index(1, 0, m_model->index(0, 0)).data(WireFieldsModel::MeaningRole).toString() : QString() : QString());
}

void FramePanel::selectField(const QModelIndex &index)
{
    const auto *frame = m_rows.capture().frame(m_frame);
    const auto *field = m_model->field(index);
    if (!m_showing && frame && field)
        m_rows.select({frame->stream, frame->flow, field->range.shifted(frame->offset)});
}

bool FramePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseMove) {
        const auto *frame = m_rows.capture().frame(m_frame);
        const auto *field = m_model->field(m_tree->indexAt(static_cast<QMouseEvent *>(event)->pos()));
        m_rows.hover(frame && field ? inspect::Selection{frame->stream, frame->flow, field->range.shifted(frame->offset)} : inspect::Selection{});
    } else if (event->type() == QEvent::Leave) {
        m_rows.hover({});
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace transom::ui
