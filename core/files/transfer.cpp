#include "core/files/transfer.h"

#include <QThread>
#include <QTimer>

namespace transom::files {

namespace {

/// While so many bytes are under way no further file is begun: large files go one after the other, small ones together.
constexpr qint64 BytesTogether = 16 * 1024 * 1024;
constexpr qsizetype MostNotes = 1000;

} // namespace

TransferJob::TransferJob(session::SessionLink &link, TransferOptions options)
    : m_link(link)
    , m_options(std::move(options))
    , m_limit(std::make_shared<RateLimit>(m_options.limit))
{
    moveToThread(link.thread());
}

TransferJob::~TransferJob()
{
    qDeleteAll(std::exchange(m_active, {}));
}

void TransferJob::setLimit(qint64 bytesPerSecond)
{
    QMetaObject::invokeMethod(this, [this, bytesPerSecond] { m_limit->setRate(bytesPerSecond); });
}

void TransferJob::doStart()
{
    session::ClientSession *session = m_link.session();
    if (!session)
        return finish(Error{ErrorCode::ConnectionLost, {}});
    connect(session, &session::ClientSession::channelFreed, this, &TransferJob::startMore);
    connect(session, &session::Session::closed, this, [this](const Error &reason) {
        if (m_firstError.code == ErrorCode::None)
            m_firstError = reason.code == ErrorCode::None ? Error{ErrorCode::Disconnected, {}} : reason;
        m_cancelled = true;
        // Items under way learn of it by their channels; what has not begun never will.
        QMetaObject::invokeMethod(this, &TransferJob::finishIfDone, Qt::QueuedConnection);
    });
    prepare();
}

void TransferJob::doCancel()
{
    m_cancelled = true;
    if (m_firstError.code == ErrorCode::None)
        m_firstError = {ErrorCode::Cancelled, {}};
    const auto active = m_active;
    for (Item *item : active)
        item->cancel();
    finishIfDone();
}

void TransferJob::doSuspend()
{
    for (Item *item : std::as_const(m_active))
        item->pause();
}

void TransferJob::doResume()
{
    const auto active = m_active;
    for (Item *item : active)
        item->proceed();
    startMore();
}

void TransferJob::ready(qint64 files, qint64 bytes)
{
    m_ready = true;
    m_filesTotal = files;
    m_total = bytes;
    report(0, bytes);
    reportItems(0, files, {});
    startMore();
    finishIfDone();
}

bool TransferJob::mayBegin()
{
    const session::ClientSession *session = m_link.session();
    if (!session || session->freeChannels() <= 1 || m_active.size() >= m_options.parallel
        || (!m_active.isEmpty() && m_activeBytes + nextSize() > BytesTogether))
        return false;
    // A small file comes within the first credit and is held back by nothing else.
    if (const qint64 waitMs = m_limit->waitMs(); waitMs > 0) {
        if (!std::exchange(m_waiting, true)) {
            QTimer::singleShot(static_cast<int>(waitMs), this, [this] {
                m_waiting = false;
                startMore();
            });
        }
        return false;
    }
    return true;
}

void TransferJob::startMore()
{
    if (!m_ready || m_cancelled || state() != JobState::Running)
        return;
    while (mayBegin()) {
        Item *item = nextItem();
        if (!item)
            break;
        if (TransferMemory *memory = m_options.memory.get()) {
            if (memory->done.contains(item->name)) {
                ++m_files;
                ++m_transferred;
                itemSent(item->size);
                reportItems(m_files, m_filesTotal, item->name);
                delete item;
                continue;
            }
            item->again = memory->begun.contains(item->name);
            memory->begun.insert(item->name);
        }
        m_active.insert(item);
        m_activeBytes += item->size;
        reportItems(m_files, m_filesTotal, item->name);
        item->begin();
    }
    finishIfDone();
}

void TransferJob::itemSent(qint64 bytes)
{
    m_done += bytes;
    report(m_done, m_total);
}

void TransferJob::itemResumed(Item *item, qint64 bytes, bool startedOver)
{
    m_resumedBytes += bytes;
    if (startedOver && m_startedOver.size() < MostNotes)
        m_startedOver.append(item->name);
    itemSent(bytes);
}

void TransferJob::itemEnded(Item *item, const Error &error, const QString &path, bool skipped, const QString &sha256)
{
    if (!m_active.remove(item))
        return;
    m_activeBytes -= item->size;
    ++m_files;
    if (error.code != ErrorCode::None) {
        if (error.code != ErrorCode::Cancelled || !m_cancelled)
            note(item->name, error, true);
    } else if (skipped) {
        note(item->name, {ErrorCode::AlreadyExists, {}}, false);
    } else {
        ++m_transferred;
        m_path = path;
        m_sha256 = sha256;
        if (m_options.memory)
            m_options.memory->done.insert(item->name);
    }
    item->deleteLater();
    reportItems(m_files, m_filesTotal, item->name);
    startMore();
    finishIfDone();
}

void TransferJob::note(const QString &name, const Error &error, bool failed)
{
    QStringList &list = failed ? m_failed : m_skipped;
    if (list.size() < MostNotes)
        list.append(QStringLiteral("%1: %2").arg(name, describe(error)));
    if (failed && m_firstError.code == ErrorCode::None)
        m_firstError = error;
}

void TransferJob::finishIfDone()
{
    if (state() == JobState::Finished || !m_active.isEmpty() || (!m_ready && !m_cancelled))
        return;
    if (!m_cancelled && m_files < m_filesTotal)
        return;
    JobResult result;
    result.error = m_firstError;
    result.details = {{QStringLiteral("files"), m_transferred}, {QStringLiteral("skipped"), m_skipped}, {QStringLiteral("failed"), m_failed},
                      {QStringLiteral("bytes"), m_done},
                      {QStringLiteral("resumedBytes"), m_resumedBytes},
                      {QStringLiteral("startedOver"), m_startedOver}};
    if (m_filesTotal == 1) {
        result.details.insert(QStringLiteral("path"), m_path);
        result.details.insert(QStringLiteral("sha256"), m_sha256);
    }
    if (m_failed.size() > 1 && !m_cancelled)
        result.error.text = tr("%1 files could not be transferred. First: %2").arg(m_failed.size()).arg(m_failed.first());
    finish(result);
}

} // namespace transom::files
