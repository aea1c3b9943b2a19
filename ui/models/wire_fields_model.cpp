#include "ui/models/wire_fields_model.h"

namespace transom::ui {

void WireFieldsModel::fill(Node &node, const QList<inspect::FrameField> &fields)
{
    for (const auto &field : fields) {
        auto child = std::make_unique<Node>();
        child->field = field;
        child->parent = &node;
        child->row = static_cast<int>(node.children.size());
        fill(*child, field.children);
        node.children.push_back(std::move(child));
    }
}

void WireFieldsModel::setFields(const QList<inspect::FrameField> &fields)
{
    beginResetModel();
    m_root.children.clear();
    fill(m_root, fields);
    endResetModel();
}

const WireFieldsModel::Node *WireFieldsModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const Node *>(index.internalPointer()) : &m_root;
}

const inspect::FrameField *WireFieldsModel::field(const QModelIndex &index) const
{
    return index.isValid() ? &node(index)->field : nullptr;
}

QModelIndex WireFieldsModel::indexAt(qint64 offset) const
{
    QModelIndex found;
    for (;;) {
        QModelIndex inner;
        for (int row = rowCount(found) - 1; row >= 0 && !inner.isValid(); --row) {
            if (node(found)->children[static_cast<size_t>(row)]->field.range.contains(offset))
                inner = index(row, 0, found);
        }
        if (!inner.isValid())
            return found;
        found = inner;
    }
}

QModelIndex WireFieldsModel::indexOf(const inspect::ByteRange &range) const
{
    const QModelIndex inner = indexAt(range.from);
    for (QModelIndex each = inner; each.isValid(); each = each.parent()) {
        if (field(each)->range == range)
            return each;
    }
    return inner;
}

QModelIndex WireFieldsModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *above = node(parent);
    if (row < 0 || row >= static_cast<int>(above->children.size()) || column < 0 || column >= ColumnCount)
        return {};
    return createIndex(row, column, above->children[static_cast<size_t>(row)].get());
}

QModelIndex WireFieldsModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    Node *above = node(index)->parent;
    return above == &m_root ? QModelIndex() : createIndex(above->row, 0, above);
}

int WireFieldsModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent)->children.size());
}

int WireFieldsModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant WireFieldsModel::data(const QModelIndex &index, int role) const
{
    const auto *entry = field(index);
    if (!entry)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == NameColumn)
            return entry->name;
        if (index.column() == ValueColumn)
            return entry->value;
        return entry->range.size() == 1 ? QString::number(entry->range.from) : QStringLiteral("%1–%2").arg(entry->range.from).arg(entry->range.to - 1);
    case MeaningRole:
    case Qt::AccessibleDescriptionRole:
        return entry->meaning;
    case PartRole:
        return static_cast<int>(entry->part);
    case Qt::TextAlignmentRole:
        return index.column() == BytesColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

QVariant WireFieldsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Field") : section == ValueColumn ? tr("Value") : tr("Bytes");
}

} // namespace transom::ui
