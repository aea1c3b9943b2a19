#pragma once

#include "core/inspect/frame_fields.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace transom::ui {

/// The fields of one frame as a tree: name, value, and the bytes they lie in.
class WireFieldsModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, BytesColumn, ColumnCount };
    enum Roles { MeaningRole = Qt::UserRole + 1, PartRole };

    using QAbstractItemModel::QAbstractItemModel;

    void setFields(const QList<inspect::FrameField> &fields);
    const inspect::FrameField *field(const QModelIndex &index) const;
    /// The innermost field that holds a byte of the frame.
    QModelIndex indexAt(qint64 offset) const;
    /// The field of exactly these bytes, otherwise the innermost that holds the first.
    QModelIndex indexOf(const inspect::ByteRange &range) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node
    {
        inspect::FrameField field;
        Node *parent = nullptr;
        int row = 0;
        std::vector<std::unique_ptr<Node>> children;
    };
    static void fill(Node &node, const QList<inspect::FrameField> &fields);
    const Node *node(const QModelIndex &index) const;

    Node m_root;
};

} // namespace transom::ui
