#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>

#include <tl/expected.hpp>

namespace transom {

Q_NAMESPACE

/// Stable numbers: they travel in REJECT, END, AUTH_FAILED and GOODBYE and are listed in PROTOCOL.md. Never reuse one.
enum class ErrorCode : quint16 {
    None = 0,

    // The peer broke the protocol; the session ends.
    BadFrame = 100,
    FrameTooLarge = 101,
    UnknownMessage = 102,
    BadMessage = 103,
    WrongState = 104,
    WrongDirection = 105,
    CreditExceeded = 106,
    TooManyChannels = 107,
    NotTransom = 108,
    VersionMismatch = 109,
    Flooding = 110,
    UnknownService = 111,
    Truncated = 112,

    // Who may do what.
    AuthenticationFailed = 200,
    AccountDisabled = 201,
    TooManyAttempts = 202,
    PeerKeyChanged = 203,
    PeerKeyUnknown = 204,
    NotSecure = 205,
    PermissionDenied = 206,
    BadServerProof = 207,

    // The connection.
    ConnectionRefused = 300,
    HostNotFound = 301,
    TimedOut = 302,
    ConnectionLost = 303,
    ShuttingDown = 304,
    ServerBusy = 305,
    TlsFailed = 306,
    Disconnected = 307,
    AddressInUse = 308,
    NetworkUnreachable = 309,

    // Files.
    NotFound = 400,
    AlreadyExists = 401,
    NotADirectory = 402,
    IsADirectory = 403,
    BadName = 404,
    OutsideHome = 405,
    QuotaExceeded = 406,
    DiskFull = 407,
    HashMismatch = 408,
    NotEmpty = 409,
    FileChanged = 410,
    InUse = 411,
    InputOutput = 412,
    SpecialFile = 413,
    LocalAccessDenied = 414,

    // Commands.
    CommandNotFound = 500,
    CommandNotExecutable = 501,
    CommandTimedOut = 502,

    // Chat.
    NoSuchRoom = 600,
    NoSuchUser = 601,
    TextTooLong = 602,

    // Anything.
    Cancelled = 900,
    Internal = 901,
    Unsupported = 902,
    BadArgument = 903,
    Interrupted = 904,
};
Q_ENUM_NS(ErrorCode)

/// Whether trying the same thing again later, unchanged, may succeed.
constexpr bool isRetryable(ErrorCode code) noexcept
{
    switch (code) {
    case ErrorCode::TooManyAttempts:
    case ErrorCode::ConnectionRefused:
    case ErrorCode::HostNotFound:
    case ErrorCode::TimedOut:
    case ErrorCode::ConnectionLost:
    case ErrorCode::ShuttingDown:
    case ErrorCode::ServerBusy:
    case ErrorCode::NetworkUnreachable:
    case ErrorCode::DiskFull:
    case ErrorCode::FileChanged:
    case ErrorCode::InUse:
    case ErrorCode::Interrupted:
    case ErrorCode::Truncated:
        return true;
    default:
        return false;
    }
}

/// What went wrong, in a form that may be shown to a person and sent to a peer: `text` never holds a path of the
/// machine that made it, a raw strerror, or unescaped bytes of a peer. An empty text means describe(code).
struct Error
{
    ErrorCode code = ErrorCode::None;
    QString text;
    qint64 retryAfterMs = 0; ///< how long the peer asks to wait before trying again; 0: it did not say
    QStringList parts = {};  ///< where `text` holds numbers or names: the English sentence with %1, %2, … for them, and then these; else empty

    bool operator==(const Error &) const = default;
};

/// One plain, translated sentence for a code: what happened and what to do.
QString describe(ErrorCode code);
/// error.text, translated where it is one of this program's own sentences, or describe(error.code) where it is empty.
QString describe(const Error &error);
/// What of an error crosses the wire for people: English, whatever language this program speaks, where it is one of its own sentences.
QString wireText(const Error &error);
/// An error as a peer has told it: its words are made fit to be shown, and parts that are none are left out.
Error receivedError(ErrorCode code, const QString &text, const QStringList &parts, qint64 retryAfterMs = 0);
/// A code from the wire: numbers this version does not know become Internal.
ErrorCode errorCodeFromNumber(qint64 number);

template<class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, QString text = {})
{
    return tl::make_unexpected(Error{code, std::move(text)});
}
/// A fixed sentence in English, marked with QT_TRANSLATE_NOOP("Error", …): it may cross the wire, and describe() says it
/// in the language of whoever reads it.
inline tl::unexpected<Error> fail(ErrorCode code, const char *text)
{
    return tl::make_unexpected(Error{code, QString::fromUtf8(text)});
}

/// The same with numbers or names in it: a marked sentence with %1, %2, … and what stands for them, fit to be shown. Each is put in as it is,
/// in whatever language the sentence is said.
Error sentence(ErrorCode code, const char *text, const QStringList &arguments);
inline tl::unexpected<Error> fail(ErrorCode code, const char *text, const QStringList &arguments)
{
    return tl::make_unexpected(sentence(code, text, arguments));
}

/// The Error for an errno of a file operation (open(2), write(2), …); `what` is safe to show.
Error errorFromErrno(int number, const QString &what);

} // namespace transom

Q_DECLARE_METATYPE(transom::Error)
