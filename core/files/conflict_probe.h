#pragma once

#include "core/base/strand.h"
#include "core/files/transfer_info.h"
#include "core/session/session_link.h"

#include <QObject>

#include <functional>

namespace transom::files {

/// Looks at both files of a conflict. In the link's thread; deletes itself after `done` has been called, once. What could not be
/// found out stays unknown.
class ConflictProbe : public QObject
{
public:
    using Done = std::function<void(const FileFacts &here, const FileFacts &there)>;

    /// `hash`: and reads both to their end where their sizes are the same.
    ConflictProbe(session::SessionLink &link, QString local, QString remote, bool hash, Done done, QObject *parent);

private:
    void lookHere();
    void lookThere(bool hash);
    void answered();

    session::SessionLink &m_link;
    const QString m_local;
    const QString m_remote;
    const bool m_hash;
    Done m_done;
    Strand m_strand;
    FileFacts m_here;
    FileFacts m_there;
    int m_asked = 0;
    bool m_hashed = false;
};

} // namespace transom::files
