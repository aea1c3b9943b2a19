// The order of a TransferQueue, and the questions it puts to people.

#include "core/files/transfer_queue.h"

#include <algorithm>

namespace transom::files {

void TransferQueue::insertIntoOrder(const Entry &entry)
{
    // Behind everything of the same priority.
    const auto place = std::find_if(m_order.cbegin(), m_order.cend(), [&](TransferId id) { return m_entries[id].info.request.priority < entry.info.request.priority; });
    m_order.insert(place, entry.info.id);
    orderHasChanged();
}

void TransferQueue::setPriority(TransferId id, TransferPriority priority)
{
    QMetaObject::invokeMethod(this, [this, id, priority] {
        Entry *entry = find(id);
        if (!entry || entry->info.request.priority == priority)
            return;
        entry->info.request.priority = priority;
        if (m_order.removeOne(id))
            insertIntoOrder(*entry);
        Q_EMIT transferChanged(entry->info);
        saveAfter(Urgency::Soon);
    });
}

void TransferQueue::moveBefore(TransferId id, TransferId before)
{
    QMetaObject::invokeMethod(this, [this, id, before] {
        const auto from = m_order.indexOf(id);
        auto to = before == 0 ? m_order.size() : m_order.indexOf(before);
        if (from < 0 || to < 0)
            return;
        moveTo(id, to > from ? to - 1 : to);
    });
}

void TransferQueue::moveBy(TransferId id, int places)
{
    QMetaObject::invokeMethod(this, [this, id, places] {
        const auto from = m_order.indexOf(id);
        if (from >= 0)
            moveTo(id, std::clamp<qsizetype>(from + places, 0, m_order.size() - 1));
    });
}

void TransferQueue::moveTo(TransferId id, qsizetype index)
{
    const auto from = m_order.indexOf(id);
    if (from == index)
        return;
    m_order.move(from, index);
    TransferInfo &info = m_entries[id].info;
    TransferPriority priority = info.request.priority;
    if (index > 0)
        priority = std::min(priority, m_entries[m_order[index - 1]].info.request.priority);
    if (index + 1 < m_order.size())
        priority = std::max(priority, m_entries[m_order[index + 1]].info.request.priority);
    if (std::exchange(info.request.priority, priority) != priority)
        Q_EMIT transferChanged(info);
    orderHasChanged();
    saveAfter(Urgency::Soon);
}

/// Said once for many changes made together.
void TransferQueue::orderHasChanged()
{
    if (!std::exchange(m_orderAnnounced, false))
        return;
    QMetaObject::invokeMethod(this, [this] {
        m_orderAnnounced = true;
        Q_EMIT orderChanged(m_order);
    }, Qt::QueuedConnection);
}

void TransferQueue::ask(TransferId id, TransferConflict conflict, std::function<void(const QString &)> answer)
{
    Entry *entry = find(id);
    if (!entry)
        return;
    conflict.id = ++m_lastQuestion;
    conflict.transfer = id;
    conflict.direction = entry->info.request.direction;
    m_questions.insert(conflict.id, {conflict, std::move(answer)});
    // Answered for the whole transfer while this file was being looked at.
    if (const QString policy = entry->info.request.conflict; policy != u"ask")
        return settle({conflict.id}, policy);
    ++entry->info.questions;
    Q_EMIT conflictFound(conflict);
    Q_EMIT transferChanged(entry->info);
}

void TransferQueue::answer(qint64 conflict, const QString &policy, AnswerScope scope)
{
    QMetaObject::invokeMethod(this, [this, conflict, policy, scope] {
        const auto asked = m_questions.constFind(conflict);
        if (asked == m_questions.cend() || policy == u"ask" || !QueuePolicies.contains(policy))
            return;
        const TransferId transfer = asked->conflict.transfer;
        QList<qint64> questions;
        for (const Question &question : std::as_const(m_questions)) {
            if (question.conflict.id == conflict || scope == AnswerScope::All || (scope == AnswerScope::Transfer && question.conflict.transfer == transfer))
                questions.append(question.conflict.id);
        }
        if (scope != AnswerScope::File) {
            for (Entry &entry : m_entries) {
                if (!entry.info.isOver() && entry.info.request.conflict == u"ask" && (scope == AnswerScope::All || entry.info.id == transfer))
                    entry.info.request.conflict = policy;
            }
            saveAfter(Urgency::Soon);
        }
        settle(questions, policy);
    });
}

void TransferQueue::settle(const QList<qint64> &questions, const QString &policy)
{
    for (const qint64 id : questions) {
        if (!m_questions.contains(id))
            continue;
        const Question question = m_questions.take(id);
        if (Entry *entry = find(question.conflict.transfer)) {
            entry->info.questions = std::max(entry->info.questions - 1, 0);
            Q_EMIT transferChanged(entry->info);
        }
        Q_EMIT conflictSettled(id);
        const auto &[conflict, answer] = question;
        const bool same = conflict.here.size >= 0 && conflict.here.size == conflict.there.size && conflict.here.modified == conflict.there.modified;
        answer(policy == u"resume" ? (same ? QStringLiteral("skip") : QStringLiteral("overwrite")) : policy);
    }
}

void TransferQueue::dropQuestions(TransferId id)
{
    if (Entry *entry = find(id))
        entry->info.questions = 0;
    QList<qint64> gone;
    for (const Question &question : std::as_const(m_questions)) {
        if (question.conflict.transfer == id)
            gone.append(question.conflict.id);
    }
    for (const qint64 each : gone) {
        m_questions.remove(each);
        Q_EMIT conflictSettled(each);
    }
}

} // namespace transom::files
