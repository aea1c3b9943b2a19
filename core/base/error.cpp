#include "core/base/error.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QMetaEnum>

#include <cerrno>

namespace transom {

namespace {

/// Of what a peer may send, in characters.
constexpr qsizetype LongestText = 1000;
constexpr qsizetype LongestSentence = 500;
constexpr qsizetype LongestArgument = 300;
constexpr qsizetype MostArguments = 9;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Error)
};

/// In one pass: a "%2" in what stands for %1 stays what it is.
QString filled(const QString &sentence, const QStringList &parts)
{
    QString text;
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const int number = sentence[i] == u'%' && i + 1 < sentence.size() ? sentence[i + 1].digitValue() : -1;
        if (number >= 1 && number < parts.size()) {
            text += parts[number];
            ++i;
        } else {
            text += sentence[i];
        }
    }
    return text;
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
        return Text::tr("The other side broke the protocol. Update Transom on both computers.");
    case ErrorCode::FrameTooLarge:
        return Text::tr("The other side sent a frame above the limit.");
    case ErrorCode::TooManyChannels:
        return Text::tr("Too many things at once on this session. Wait for some to finish.");
    case ErrorCode::NotTransom:
        return Text::tr("The other side does not speak Transom's protocol. Check the address and the port.");
    case ErrorCode::VersionMismatch:
        return Text::tr("The two sides have no protocol version in common. Update the older one.");
    case ErrorCode::Flooding:
        return Text::tr("Too many requests in too little time.");
    case ErrorCode::UnknownService:
        return Text::tr("The other side does not offer this service.");
    case ErrorCode::Truncated:
        return Text::tr("The connection ended in the middle. Try again.");
    case ErrorCode::AuthenticationFailed:
        return Text::tr("User name or password is wrong.");
    case ErrorCode::AccountDisabled:
        return Text::tr("This account is disabled. Ask whoever runs the server.");
    case ErrorCode::TooManyAttempts:
        return Text::tr("Too many attempts to sign in. Wait, then try again.");
    case ErrorCode::PeerKeyChanged:
        return Text::tr("The server's key has changed. Ask whoever runs it before you connect again.");
    case ErrorCode::PeerKeyUnknown:
        return Text::tr("The server's key is not trusted yet. Compare its fingerprint first.");
    case ErrorCode::NotSecure:
        return Text::tr("The connection is not encrypted, so nothing secret is sent over it.");
    case ErrorCode::PermissionDenied:
        return Text::tr("Your account may not do this. Ask whoever runs the server.");
    case ErrorCode::BadServerProof:
        return Text::tr("The server could not prove that it knows your account. Do not trust it.");
    case ErrorCode::ConnectionRefused:
        return Text::tr("Nothing listens there. Check the port, and that the server is running.");
    case ErrorCode::HostNotFound:
        return Text::tr("There is no computer of that name. Check the spelling.");
    case ErrorCode::TimedOut:
        return Text::tr("No answer in time. Check the address and the network.");
    case ErrorCode::ConnectionLost:
        return Text::tr("The connection was lost.");
    case ErrorCode::ShuttingDown:
        return Text::tr("The server is shutting down.");
    case ErrorCode::ServerBusy:
        return Text::tr("The server is busy. Try again in a moment.");
    case ErrorCode::TlsFailed:
        return Text::tr("No encrypted connection could be made. Check that the other side is a Transom server.");
    case ErrorCode::Disconnected:
        return Text::tr("The server ended this session.");
    case ErrorCode::AddressInUse:
        return Text::tr("Another program already listens on this port. Choose another.");
    case ErrorCode::NetworkUnreachable:
        return Text::tr("That network cannot be reached from here.");
    case ErrorCode::NotFound:
        return Text::tr("No such file or folder.");
    case ErrorCode::AlreadyExists:
        return Text::tr("There is already something of that name.");
    case ErrorCode::NotADirectory:
        return Text::tr("This is not a folder.");
    case ErrorCode::IsADirectory:
        return Text::tr("This is a folder.");
    case ErrorCode::BadName:
        return Text::tr("This name cannot be used for a file. Choose another.");
    case ErrorCode::OutsideHome:
        return Text::tr("This path leaves the home folder.");
    case ErrorCode::QuotaExceeded:
        return Text::tr("The quota is full. Remove something, or ask for more.");
    case ErrorCode::DiskFull:
        return Text::tr("The disk is full.");
    case ErrorCode::HashMismatch:
        return Text::tr("The file arrived damaged and was not kept. Send it again.");
    case ErrorCode::NotEmpty:
        return Text::tr("The folder is not empty.");
    case ErrorCode::FileChanged:
        return Text::tr("The file changed while it was read. Try again.");
    case ErrorCode::InUse:
        return Text::tr("Somebody else is writing this file now. Try again later.");
    case ErrorCode::InputOutput:
        return Text::tr("The disk reported an error.");
    case ErrorCode::SpecialFile:
        return Text::tr("Only ordinary files can be transferred.");
    case ErrorCode::LocalAccessDenied:
        return Text::tr("The system does not allow access to this file.");
    case ErrorCode::CommandNotFound:
        return Text::tr("There is no such command on the server.");
    case ErrorCode::CommandNotExecutable:
        return Text::tr("The server cannot execute this file.");
    case ErrorCode::CommandTimedOut:
        return Text::tr("The command ran past its time limit and was ended.");
    case ErrorCode::NoSuchRoom:
        return Text::tr("There is no such room.");
    case ErrorCode::NoSuchUser:
        return Text::tr("There is no such user.");
    case ErrorCode::TextTooLong:
        return Text::tr("The message is too long.");
    case ErrorCode::Cancelled:
        return Text::tr("Cancelled.");
    case ErrorCode::Internal:
        return Text::tr("Something went wrong inside the program.");
    case ErrorCode::Unsupported:
        return Text::tr("This is not supported here.");
    case ErrorCode::BadArgument:
        return Text::tr("The request makes no sense.");
    case ErrorCode::Interrupted:
        return Text::tr("Interrupted; it can be resumed.");
    }
    return Text::tr("Something went wrong inside the program.");
}

QString describe(const Error &error)
{
    if (error.parts.size() > 1)
        return filled(Text::tr(error.parts.first().toUtf8().constData()), error.parts);
    return error.text.isEmpty() ? describe(error.code) : Text::tr(error.text.toUtf8().constData());
}

QString wireText(const Error &error)
{
    return error.text.isEmpty() ? describe(error.code) : error.text;
}

Error sentence(ErrorCode code, const char *text, const QStringList &arguments)
{
    Error error{code, {}, 0, QStringList(QString::fromUtf8(text)) + arguments};
    error.text = filled(error.parts.first(), error.parts);
    return error;
}

Error receivedError(ErrorCode code, const QString &text, const QStringList &parts, qint64 retryAfterMs)
{
    Error error{code, printable(text, LongestText), retryAfterMs, {}};
    if (parts.size() < 2 || parts.size() > MostArguments + 1 || parts.first().size() > LongestSentence)
        return error;
    error.parts.append(printable(parts.first(), LongestSentence));
    for (qsizetype i = 1; i < parts.size(); ++i)
        error.parts.append(printable(parts[i], LongestArgument));
    return error;
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
