#pragma once

#include "core/protocol/delivery_messages.h"

#include <QAbstractTableModel>

namespace transom::ui {

/// Person by person who has a delivery, or who has handed in.
class DeliveryPeopleModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, When, Proof, ColumnCount };
    enum Role {
        IconRole = Qt::UserRole + 1,
        ToneRole,     ///< int: 0 nothing yet, 1 under way, 2 has it, 3 failed, 4 declined, 5 late
        FractionRole, ///< double; -1: none
        SubmissionRole,
    };

    using QAbstractTableModel::QAbstractTableModel;

    void set(const protocol::DeliverItem &item, const QList<protocol::DeliverPerson> &people);
    void put(const protocol::DeliverItem &item, const QList<protocol::DeliverPerson> &people);
    void clear();

    const protocol::DeliverItem &item() const { return m_item; }
    const protocol::DeliverPerson &person(int row) const { return m_people.at(row); }
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    double fraction(const protocol::DeliverPerson &person) const;
    QString stateText(const protocol::DeliverPerson &person) const;
    static int tone(const protocol::DeliverPerson &person);

    protocol::DeliverItem m_item;
    QList<protocol::DeliverPerson> m_people;
};

} // namespace transom::ui
