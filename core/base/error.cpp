#include "core/base/error.h"

#include <QCoreApplication>
#include <QMetaEnum>

#include <cerrno>

namespace transom {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Error", text);
}

} // namespace

QString describe(ErrorCode code)
{
    switch (code) {
    case ErrorCode::None:
        return {};
    case ErrorCode::BadFrame:
    case ErrorCode::UnknownMessage:
    case ErrorCode::BadMessage:
    case ErrorCode::WrongState:
    case ErrorCode::WrongDirection:
    case ErrorCode::CreditExceeded:
        return tr(QT_TRANSLATE_NOOP("Error", "The other side broke the protocol. Update Transom on both computers."));
    case ErrorCode::FrameTooLarge:
        return tr(QT_TRANSLATE_NOOP("Error", "The other side sent a frame above the limit."));
    case ErrorCode::TooManyChannels:
        return tr(QT_TRANSLATE_NOOP("Error", "Too many things at once on this session. Wait for some to finish."));
    case ErrorCode::NotTransom:
        return tr(QT_TRANSLATE_NOOP("Error", "The other side does not speak Transom's protocol. Check the address and the port."));
    case ErrorCode::VersionMismatch:
        return tr(QT_TRANSLATE_NOOP("Error", "The two sides have no protocol version in common. Update the older one."));
    case ErrorCode::Flooding:
        return tr(QT_TRANSLATE_NOOP("Error", "Too many requests in too little time."));
    case ErrorCode::UnknownService:
        return tr(QT_TRANSLATE_NOOP("Error", "The other side does not offer this service."));
    case ErrorCode::Truncated:
        return tr(QT_TRANSLATE_NOOP("Error", "The connection ended in the middle. Try again."));
    case ErrorCode::AuthenticationFailed:
        return tr(QT_TRANSLATE_NOOP("Error", "User name or password is wrong."));
    case ErrorCode::AccountDisabled:
        return tr(QT_TRANSLATE_NOOP("Error", "This account is disabled. Ask whoever runs the server."));
    case ErrorCode::TooManyAttempts:
        return tr(QT_TRANSLATE_NOOP("Error", "Too many attempts to sign in. Wait, then try again."));
    case ErrorCode::PeerKeyChanged:
        return tr(QT_TRANSLATE_NOOP("Error", "The server's key has changed. Ask whoever runs it before you connect again."));
    case ErrorCode::PeerKeyUnknown:
        return tr(QT_TRANSLATE_NOOP("Error", "The server's key is not trusted yet. Compare its fingerprint first."));
    case ErrorCode::NotSecure:
        return tr(QT_TRANSLATE_NOOP("Error", "The connection is not encrypted, so nothing secret is sent over it."));
    case ErrorCode::PermissionDenied:
        return tr(QT_TRANSLATE_NOOP("Error", "Your account may not do this. Ask whoever runs the server."));
    case ErrorCode::BadServerProof:
        return tr(QT_TRANSLATE_NOOP("Error", "The server could not prove that it knows your account. Do not trust it."));
    case ErrorCode::ConnectionRefused:
        return tr(QT_TRANSLATE_NOOP("Error", "Nothing listens there. Check the port, and that the server is running."));
    case ErrorCode::HostNotFound:
        return tr(QT_TRANSLATE_NOOP("Error", "There is no computer of that name. Check the spelling."));
    case ErrorCode::TimedOut:
        return tr(QT_TRANSLATE_NOOP("Error", "No answer in time. Check the address and the network."));
    case ErrorCode::ConnectionLost:
        return tr(QT_TRANSLATE_NOOP("Error", "The connection was lost."));
    case ErrorCode::ShuttingDown:
        return tr(QT_TRANSLATE_NOOP("Error", "The server is shutting down."));
    case ErrorCode::ServerBusy:
        return tr(QT_TRANSLATE_NOOP("Error", "The server is busy. Try again in a moment."));
    case ErrorCode::TlsFailed:
        return tr(QT_TRANSLATE_NOOP("Error", "No encrypted connection could be made. Check that the other side is a Transom server."));
    case ErrorCode::Disconnected:
        return tr(QT_TRANSLATE_NOOP("Error", "The server ended this session."));
    case ErrorCode::AddressInUse:
        return tr(QT_TRANSLATE_NOOP("Error", "Another program already listens on this port. Choose another."));
    case ErrorCode::NetworkUnreachable:
        return tr(QT_TRANSLATE_NOOP("Error", "That network cannot be reached from here."));
    case ErrorCode::NotFound:
        return tr(QT_TRANSLATE_NOOP("Error", "No such file or folder."));
    case ErrorCode::AlreadyExists:
        return tr(QT_TRANSLATE_NOOP("Error", "There is already something of that name."));
    case ErrorCode::NotADirectory:
        return tr(QT_TRANSLATE_NOOP("Error", "This is not a folder."));
    case ErrorCode::IsADirectory:
        return tr(QT_TRANSLATE_NOOP("Error", "This is a folder."));
    case ErrorCode::BadName:
        return tr(QT_TRANSLATE_NOOP("Error", "This name cannot be used for a file. Choose another."));
    case ErrorCode::OutsideHome:
        return tr(QT_TRANSLATE_NOOP("Error", "This path leaves the home folder."));
    case ErrorCode::QuotaExceeded:
        return tr(QT_TRANSLATE_NOOP("Error", "The quota is full. Remove something, or ask for more."));
    case ErrorCode::DiskFull:
        return tr(QT_TRANSLATE_NOOP("Error", "The disk is full."));
    case ErrorCode::HashMismatch:
        return tr(QT_TRANSLATE_NOOP("Error", "The file arrived damaged and was not kept. Send it again."));
    case ErrorCode::NotEmpty:
        return tr(QT_TRANSLATE_NOOP("Error", "The folder is not empty."));
    case ErrorCode::FileChanged:
        return tr(QT_TRANSLATE_NOOP("Error", "The file changed while it was read. Try again."));
    case ErrorCode::InUse:
        return tr(QT_TRANSLATE_NOOP("Error", "Somebody else is writing this file now. Try again later."));
    case ErrorCode::InputOutput:
        return tr(QT_TRANSLATE_NOOP("Error", "The disk reported an error."));
    case ErrorCode::SpecialFile:
        return tr(QT_TRANSLATE_NOOP("Error", "Only ordinary files can be transferred."));
    case ErrorCode::LocalAccessDenied:
        return tr(QT_TRANSLATE_NOOP("Error", "The system does not allow access to this file."));
    case ErrorCode::CommandNotFound:
        return tr(QT_TRANSLATE_NOOP("Error", "There is no such command on the server."));
    case ErrorCode::CommandNotExecutable:
        return tr(QT_TRANSLATE_NOOP("Error", "The server cannot execute this file."));
    case ErrorCode::CommandTimedOut:
        return tr(QT_TRANSLATE_NOOP("Error", "The command ran past its time limit and was ended."));
    case ErrorCode::NoSuchRoom:
        return tr(QT_TRANSLATE_NOOP("Error", "There is no such room."));
    case ErrorCode::NoSuchUser:
        return tr(QT_TRANSLATE_NOOP("Error", "There is no such user."));
    case ErrorCode::TextTooLong:
        return tr(QT_TRANSLATE_NOOP("Error", "The message is too long."));
    case ErrorCode::Cancelled:
        return tr(QT_TRANSLATE_NOOP("Error", "Cancelled."));
    case ErrorCode::Internal:
        return tr(QT_TRANSLATE_NOOP("Error", "Something went wrong inside the program."));
    case ErrorCode::Unsupported:
        return tr(QT_TRANSLATE_NOOP("Error", "This is not supported here."));
    case ErrorCode::BadArgument:
        return tr(QT_TRANSLATE_NOOP("Error", "The request makes no sense."));
    case ErrorCode::Interrupted:
        return tr(QT_TRANSLATE_NOOP("Error", "Interrupted; it can be resumed."));
    }
    return tr(QT_TRANSLATE_NOOP("Error", "Something went wrong inside the program."));
}

QString describe(const Error &error)
{
    return error.text.isEmpty() ? describe(error.code) : error.text;
}

ErrorCode errorCodeFromNumber(qint64 number)
{
    static const QMetaEnum codes = QMetaEnum::fromType<ErrorCode>();
    if (number < 0 || number > 0xffff || codes.valueToKey(static_cast<int>(number)) == nullptr)
        return ErrorCode::Internal;
    return static_cast<ErrorCode>(number);
}

Error errorFromErrno(int number, const QString &what)
{
    ErrorCode code = ErrorCode::InputOutput;
    switch (number) {
    case ENOENT:
        code = ErrorCode::NotFound;
        break;
    case EEXIST:
        code = ErrorCode::AlreadyExists;
        break;
    case ENOTDIR:
        code = ErrorCode::NotADirectory;
        break;
    case EISDIR:
        code = ErrorCode::IsADirectory;
        break;
    case ENOTEMPTY:
        code = ErrorCode::NotEmpty;
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        code = ErrorCode::LocalAccessDenied;
        break;
    case ENOSPC:
    case EDQUOT:
        code = ErrorCode::DiskFull;
        break;
    case ENAMETOOLONG:
    case EILSEQ:
        code = ErrorCode::BadName;
        break;
    case EXDEV:
    case ELOOP:
        code = ErrorCode::OutsideHome;
        break;
    default:
        break;
    }
    return {code, what.isEmpty() ? QString() : QStringLiteral("%1: %2").arg(what, describe(code))};
}

} // namespace transom
