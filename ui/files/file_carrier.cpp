#include "ui/files/file_carrier.h"

#include "core/base/text.h"
#include "core/files/file_names.h"
#include "core/files/remote_files.h"
#include "ui/files/folder_pane.h"
#include "ui/files/folder_source.h"
#include "ui/files/question_bar.h"
#include "ui/files/work_bar.h"
#include "ui/shell/backend.h"
#include "ui/widgets/widgets.h"

namespace transom::ui {

using namespace Qt::StringLiterals;
using files::TransferDirection;
using protocol::Permission;
using Side = FolderModel::Side;

namespace {

constexpr int TellEveryMs = 100;

QString quoted(const QString &path)
{
    return u"“"_s + printable(lastComponent(path), 80) + u"”"_s;
}

disk::Conflict conflictOf(const QString &policy)
{
    return policy == u"overwrite" ? disk::Conflict::Overwrite
           : policy == u"rename"  ? disk::Conflict::Rename
           : policy == u"skip"    ? disk::Conflict::Skip
                                  : disk::Conflict::Fail;
}

} // namespace

FileCarrier::FileCarrier(Backend &backend, FolderPane &local, FolderPane &remote, QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_local(local)
    , m_remote(remote)
{
    for (FolderPane *pane : {&local, &remote})
        connect(&pane->question(), &QuestionBar::answered, this, &FileCarrier::answered);
    m_tell.setInterval(TellEveryMs);
    connect(&m_tell, &QTimer::timeout, this, [this] { m_local.work().setProgress(m_progress->done, m_progress->total); });
    connect(&local.work(), &WorkBar::stopWanted, this, [this] {
        m_orders.clear();
        if (m_progress)
            m_progress->stop = true;
    });
}

FileCarrier::~FileCarrier()
{
    if (m_progress)
        m_progress->stop = true;
}

QString FileCarrier::factsOf(const FolderModel &model, const QString &name)
{
    const int row = model.rowOf(name);
    if (row < 0)
        return {};
    const QString when = model.index(row, FolderModel::Modified).data().toString();
    return tr("%1, %2").arg(model.entry(row).kind == FolderEntry::Kind::Folder ? tr("a folder") : formatBytes(model.entry(row).size), when);
}

FileCarrier::Kind FileCarrier::kindOf(const FileThings &things, Side to)
{
    if (things.side != to)
        return to == Side::Remote ? Kind::Upload : Kind::Download;
    return to == Side::Remote ? Kind::RemoteMove : things.move ? Kind::Move : Kind::Copy;
}

FolderPane &FileCarrier::paneFor(const Carry &carry) const
{
    return carry.kind == Kind::Upload || carry.kind == Kind::RemoteMove ? m_remote : m_local;
}

bool FileCarrier::mayBring(Kind kind)
{
    const bool writes = kind == Kind::Upload || kind == Kind::RemoteMove;
    if (kind == Kind::Copy || kind == Kind::Move)
        return true;
    if (m_backend.isOnline() && (!writes || m_backend.status().access.testFlag(Permission::WriteFiles)))
        return true;
    m_remote.banner().showError({m_backend.isOnline() ? ErrorCode::PermissionDenied : ErrorCode::ConnectionLost, {}});
    return false;
}

void FileCarrier::bring(const FileThings &things, FolderPane &to, const QString &folder)
{
    const Kind kind = kindOf(things, to.side());
    if (things.isEmpty() || folder.isEmpty() || !mayBring(kind))
        return;
    Carry next;
    next.kind = kind;
    next.target = folder;
    for (const QString &path : things.paths) {
        const QString name = lastComponent(path);
        if (kind == Kind::Upload && !files::validName(name))
            next.unfit.append(path);
        // Only of the folder in sight it is known what is in it; elsewhere whoever does the work finds out and says so.
        else if (folder == to.path() && parentPath(path) != (things.side == to.side() ? folder : QString()) && to.model().find(name))
            next.conflicts.append(path);
        else
            next.ready[u"ask"_s].append(path);
    }
    if (things.move && things.side != to.side())
        to.banner().showText(Banner::Kind::Info, tr("Between the two sides things are copied: the originals stay where they are."));
    m_carries.append(next);
    if (!m_asking)
        askNext();
}

void FileCarrier::askNext()
{
    m_asking = false;
    while (!m_carries.isEmpty() && m_carries.first().unfit.isEmpty() && m_carries.first().conflicts.isEmpty())
        send(m_carries.takeFirst());
    if (m_carries.isEmpty())
        return;
    m_asking = true;
    if (!m_carries.first().unfit.isEmpty())
        askAboutUnfit(m_carries.first());
    else
        askAboutConflict(m_carries.first());
}

void FileCarrier::askAboutUnfit(const Carry &carry)
{
    QStringList names;
    for (const QString &path : carry.unfit.mid(0, 3))
        names.append(quoted(path));
    QString what = names.join(tr(", "));
    if (carry.unfit.size() > 3)
        what += u' ' + tr("and %Ln more", nullptr, static_cast<int>(carry.unfit.size() - 3));
    const QString text = tr("The server cannot have files of this name: %1. Rename them first, or leave them out.").arg(what);
    if (carry.conflicts.isEmpty() && carry.ready.isEmpty()) {
        m_remote.banner().showText(Banner::Kind::Warning, text);
        m_carries.removeFirst();
        return askNext();
    }
    m_remote.question().ask(text, {{u"rest"_s, tr("Send the others"), true}, {u"nothing"_s, tr("Send nothing"), false}});
}

void FileCarrier::askAboutConflict(const Carry &carry)
{
    const QString where = carry.kind == Kind::Upload || carry.kind == Kind::RemoteMove ? tr("on the server") : tr("on this computer");
    const auto others = static_cast<int>(carry.conflicts.size()) - 1;
    QString text = tr("There is a %1 already %2.").arg(quoted(carry.conflicts.first()), where);
    // What is known of both, so that nobody has to look for it before they answer.
    const QString path = carry.conflicts.first();
    const FolderPane &to = paneFor(carry);
    const FolderPane &from = carry.kind == Kind::Upload || carry.kind == Kind::Copy || carry.kind == Kind::Move ? m_local : m_remote;
    const QString coming = from.path() == parentPath(path) ? factsOf(from.model(), lastComponent(path)) : QString();
    const QString there = to.path() == carry.target ? factsOf(to.model(), lastComponent(path)) : QString();
    if (!coming.isEmpty() && !there.isEmpty())
        text += u'\n' + tr("New: %1. There now: %2.").arg(coming, there);
    paneFor(carry).question().ask(text,
                                  {{u"overwrite"_s, tr("Overwrite"), false}, {u"rename"_s, tr("Keep both"), true}, {u"skip"_s, tr("Skip"), false}},
                                  others > 0 ? tr("The same for the %n other(s)", nullptr, others) : QString());
}

void FileCarrier::answered(const QString &id, bool forAll)
{
    if (m_carries.isEmpty() || !m_asking)
        return;
    Carry &now = m_carries.first();
    if (id == u"nothing"_s) {
        m_carries.removeFirst();
    } else if (id == u"rest"_s) {
        now.unfit.clear();
    } else if (id == u"overwrite"_s || id == u"rename"_s || id == u"skip"_s) {
        do {
            const QString path = now.conflicts.takeFirst();
            if (id != u"skip"_s)
                now.ready[id].append(path);
        } while (forAll && !now.conflicts.isEmpty());
    } else if (!paneFor(now).question().isHidden()) {
        return; // of the pane's own question, and ours still stands
    }
    askNext();
}

void FileCarrier::send(const Carry &carry)
{
    if (carry.kind == Kind::RemoteMove)
        return moveOnServer(carry);
    for (auto ready = carry.ready.cbegin(); ready != carry.ready.cend(); ++ready) {
        if (carry.kind == Kind::Copy || carry.kind == Kind::Move) {
            m_orders.append({*ready, carry.target, carry.kind == Kind::Move, conflictOf(ready.key())});
            continue;
        }
        files::TransferRequest request;
        request.direction = carry.kind == Kind::Upload ? TransferDirection::Upload : TransferDirection::Download;
        request.sources = *ready;
        request.target = carry.target;
        request.conflict = ready.key();
        m_backend.connection().transfers().add(request);
    }
    if (!m_progress)
        workNext();
}

/// All at once; the names are told apart beforehand, as far as they can be seen.
void FileCarrier::moveOnServer(const Carry &carry)
{
    auto left = std::make_shared<int>(0);
    for (auto ready = carry.ready.cbegin(); ready != carry.ready.cend(); ++ready) {
        for (const QString &path : *ready) {
            QString name = lastComponent(path);
            for (int number = 2; ready.key() == u"rename" && m_remote.model().find(name); ++number)
                name = files::numberedName(lastComponent(path), number);
            ++*left;
            m_remote.source().rename(path, joinPath(carry.target, name), ready.key() == u"overwrite", this, [this, left](const Result<void> &moved) {
                if (!moved)
                    m_remote.banner().showError(moved.error());
                if (--*left == 0)
                    Q_EMIT changed(Side::Remote);
            });
        }
    }
}

void FileCarrier::workNext()
{
    if (m_orders.isEmpty())
        return;
    const disk::CarryOrder order = m_orders.takeFirst();
    const auto count = static_cast<int>(order.sources.size());
    const QString what = count == 1 ? quoted(order.sources.first()) : tr("%Ln item(s)", nullptr, count);
    m_local.work().begin((order.move ? tr("Moving %1") : tr("Copying %1")).arg(what));
    m_progress = std::make_shared<disk::CarryProgress>();
    m_tell.start();
    struct Done
    {
        Result<void> result;
        QStringList left;
    };
    m_disk.run([order, progress = m_progress] {
        Done done;
        done.result = disk::carry(order, *progress, done.left);
        return done;
    }, this, [this](const Done &done) { worked(done.result, done.left); });
}

void FileCarrier::worked(const Result<void> &result, const QStringList &left)
{
    m_tell.stop();
    m_progress.reset();
    m_local.work().end();
    if (!result && result.error().code != ErrorCode::Cancelled)
        m_local.banner().showError(result.error());
    else if (!left.isEmpty())
        m_local.banner().showText(Banner::Kind::Warning, tr("%Ln special file(s) cannot be copied and stay where they are: %1", nullptr, static_cast<int>(left.size())).arg(quoted(left.first())));
    Q_EMIT changed(Side::Local);
    workNext();
}

} // namespace transom::ui
