#pragma once

#include "core/base/strand.h"
#include "core/files/transfer_queue.h"
#include "ui/files/file_things.h"
#include "ui/files/local_disk.h"

#include <QHash>
#include <QTimer>

#include <memory>

namespace transom::ui {

class Backend;
class FolderPane;

/// Brings things from where they are to where they were dropped or pasted: between the sides as transfers, within this computer by
/// copying or moving on the disk pool, within the server by renaming. What stands in the way is asked about in the pane it goes to.
class FileCarrier : public QObject
{
    Q_OBJECT

public:
    FileCarrier(Backend &backend, FolderPane &local, FolderPane &remote, QObject *parent);
    ~FileCarrier() override;

    void bring(const FileThings &things, FolderPane &to, const QString &folder);
    bool isWorking() const { return m_progress != nullptr; }

Q_SIGNALS:
    /// Something on this side is not as it was.
    void changed(transom::ui::FolderModel::Side side);

private:
    enum class Kind { Upload, Download, Copy, Move, RemoteMove };

    /// Things to be carried, and those of them that need an answer first.
    struct Carry
    {
        Kind kind = Kind::Upload;
        QString target;
        QStringList unfit;                 ///< names the server cannot have
        QStringList conflicts;             ///< still to be asked about
        QHash<QString, QStringList> ready; ///< by policy
    };

    /// "12.4 MB, Today 15:10"; empty if it is not in sight.
    static QString factsOf(const FolderModel &model, const QString &name);
    static Kind kindOf(const FileThings &things, FolderModel::Side to);
    FolderPane &paneFor(const Carry &carry) const;
    bool mayBring(Kind kind);
    void askNext();
    void askAboutUnfit(const Carry &carry);
    void askAboutConflict(const Carry &carry);
    void answered(const QString &id, bool forAll);
    void send(const Carry &carry);
    void moveOnServer(const Carry &carry);
    void workNext();
    void worked(const Result<void> &result, const QStringList &left);

    Backend &m_backend;
    FolderPane &m_local;
    FolderPane &m_remote;
    QList<Carry> m_carries;
    bool m_asking = false;
    QList<disk::CarryOrder> m_orders; ///< on this computer, one after the other
    std::shared_ptr<disk::CarryProgress> m_progress;
    QTimer m_tell;
    Strand m_disk;
};

} // namespace transom::ui
