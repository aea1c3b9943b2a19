#pragma once

#include "core/base/strand.h"
#include "core/files/record_stream.h"
#include "core/session/session_link.h"

#include <QMap>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace transom::files {

/// What is in a tree, by its path below the top; a folder ends in '/'.
using TreeListing = QMap<QString, protocol::FilesRecord>;

/// Of a folder of this computer. Links are told of, not followed. `hash`: with the SHA-256 of every file. Blocks.
Result<TreeListing> listLocalTree(const QString &folder, bool hash, const std::function<bool()> &stop = {});

/// Of a folder on the server, without its contents. In the link's thread; deletes itself after `done` has been called, once.
class RemoteTreeListing : public QObject
{
public:
    using Done = std::function<void(Result<TreeListing>)>;

    RemoteTreeListing(session::SessionLink &link, QString folder, bool hash, Done done, QObject *parent);

private:
    void receive(const QByteArray &bytes);
    void end(Result<TreeListing> result);

    const QString m_folder;
    Done m_done;
    QPointer<session::Channel> m_channel;
    RecordDecoder m_decoder;
    TreeListing m_listing;
    Error m_error;
};

struct TreeDifference
{
    QStringList onlyFirst;
    QStringList onlySecond;
    QStringList different; ///< of another kind, size, time or contents
    qint64 same = 0;       ///< files and links

    bool isNothing() const { return onlyFirst.isEmpty() && onlySecond.isEmpty() && different.isEmpty(); }
};

/// By size and time, or by SHA-256 where both have one.
TreeDifference compareTrees(const TreeListing &first, const TreeListing &second);

} // namespace transom::files
