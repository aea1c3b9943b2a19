#pragma once

#include <QFlags>
#include <QMetaType>
#include <QStringList>

namespace transom::protocol {

/// What an account may do. Stored and sent as the list of names below.
enum class Permission : quint16 {
    Chat = 0x01,
    ReadFiles = 0x02,
    WriteFiles = 0x04,
    Command = 0x08, ///< run programs given as an argument list
    Shell = 0x10,   ///< run a string through the shell
    Admin = 0x20,   ///< see and end other people's sessions
    Distribute = 0x40, ///< hand out to groups, and open hand-ins
};
Q_DECLARE_FLAGS(Access, Permission)
Q_DECLARE_OPERATORS_FOR_FLAGS(Access)

inline constexpr Access AllAccess{0x7f};

/// "chat", "files-read", "files-write", "command", "shell", "admin", "distribute".
QStringList accessToNames(Access access);
/// The same backwards; "files" stands for both of its kinds, "none" for nothing. Unknown names are left out and, where asked for, listed.
Access accessFromNames(const QStringList &names, QStringList *unknown = nullptr);

} // namespace transom::protocol

Q_DECLARE_METATYPE(transom::protocol::Access)
