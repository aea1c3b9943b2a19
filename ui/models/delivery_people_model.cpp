#include "ui/models/delivery_people_model.h"

#include "core/base/text.h"
#include "ui/models/when.h"

#include <algorithm>

namespace transom::ui {

using namespace protocol;
using namespace Qt::StringLiterals;

void DeliveryPeopleModel::set(const DeliverItem &item, const QList<DeliverPerson> &people)
{
    beginResetModel();
    m_item = item;
    m_people = people;
    endResetModel();
}

void DeliveryPeopleModel::put(const DeliverItem &item, const QList<DeliverPerson> &people)
{
    m_item = item;
    for (const DeliverPerson &person : people) {
        const auto found = std::find_if(m_people.begin(), m_people.end(), [&](const DeliverPerson &other) { return other.user == person.user; });
        if (found == m_people.end()) {
            beginInsertRows({}, rowCount(), rowCount());
            m_people.append(person);
            endInsertRows();
            continue;
        }
        *found = person;
        const auto row = static_cast<int>(found - m_people.begin());
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void DeliveryPeopleModel::clear()
{
    set({}, {});
}

int DeliveryPeopleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_people.size());
}

int DeliveryPeopleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

double DeliveryPeopleModel::fraction(const DeliverPerson &person) const
{
    if (person.state == u"sending")
        return person.total > 0 ? static_cast<double>(person.bytes) / static_cast<double>(person.total) : 0;
    if (person.state == u"taking")
        return m_item.bytes > 0 ? std::min(1.0, static_cast<double>(person.bytes) / static_cast<double>(m_item.bytes)) : 0;
    return -1;
}

QString DeliveryPeopleModel::stateText(const DeliverPerson &person) const
{
    const QString percent = fraction(person) < 0 ? QString() : u" %1 %"_s.arg(static_cast<int>(fraction(person) * 100));
    if (person.state == u"done" && m_item.kind == u"handin")
        return person.late ? tr("Handed in, version %1, late").arg(person.version) : tr("Handed in, version %1").arg(person.version);
    if (person.state == u"done")
        return tr("Has it, verified");
    if (person.state == u"sending")
        return tr("Handing in") + percent;
    if (person.state == u"taking")
        return tr("Taking it") + percent;
    if (person.state == u"declined")
        return person.reason.isEmpty() ? tr("Declined") : tr("Declined: %1").arg(person.reason);
    if (person.state == u"failed")
        return tr("Failed: %1").arg(describe(Error{ErrorCode::Internal, person.reason}));
    if (person.state == u"missing")
        return tr("Nothing yet");
    return person.state == u"seen" ? tr("Has seen it") : tr("Not seen yet");
}

int DeliveryPeopleModel::tone(const DeliverPerson &person)
{
    if (person.state == u"done")
        return person.late ? 5 : 2;
    if (person.state == u"taking" || person.state == u"sending")
        return 1;
    return person.state == u"failed" ? 3 : person.state == u"declined" ? 4 : 0;
}

QVariant DeliveryPeopleModel::data(const QModelIndex &index, int role) const
{
    const DeliverPerson &person = m_people.at(index.row());
    const int mood = tone(person);
    if (role == IconRole) {
        static const std::array icons{"clock", "transfers", "ok", "error", "close", "warning"};
        return QString::fromLatin1(icons.at(static_cast<size_t>(mood)));
    }
    if (role == ToneRole)
        return mood;
    if (role == FractionRole)
        return fraction(person);
    if (role == SubmissionRole)
        return person.submission;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Name:
        return person.name.isEmpty() ? person.user : u"%1 · %2"_s.arg(person.name, person.user);
    case State:
        return stateText(person);
    case When:
        return person.changed > 0 && mood != 0 ? clockTime(person.changed) : QString();
    case Proof:
        return role == Qt::ToolTipRole || person.sha256.isEmpty() ? person.sha256 : person.sha256.left(12) + u'…';
    default:
        return {};
    }
}

QVariant DeliveryPeopleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles{tr("Person"), tr("State"), tr("When"), tr("Receipt")};
    return titles.value(section);
}

} // namespace transom::ui
