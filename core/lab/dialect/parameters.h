#pragma once

#include "core/base/error.h"
#include "core/lab/dialect/encoding.h"

#include <QHash>
#include <QString>

#include <vector>

namespace transom::lab {

enum class Role : quint8 { Server, Client };

struct Dialect;

/// What a field for a parameter looks like, and how its text is checked.
enum class ParameterKind : quint8 {
    Text,      ///< one line
    Key,       ///< the same, as secret as a key in a lesson is
    Encoding,  ///< "UTF-8" or "GBK"
    Bytes,     ///< a number of bytes: "1024", "8M"
    Number,
    Seconds,
    Directory, ///< of this computer
    File,      ///< of this computer, to be read
    Name,      ///< of a file, without a folder
};

/// What a parameter is, wherever it is used. Its command-line option is "--" and its id.
struct ParameterInfo
{
    const char *id;
    ParameterKind kind;
    const char *title; ///< English, for translation in the context "Lab"
    const char *hint;
    qint64 least = 0;  ///< of Bytes, Number and Seconds
    qint64 most = 0;

    QString titleText() const;
    QString hintText() const;
};

/// A parameter of one dialect.
struct ParameterUse
{
    static constexpr quint8 ForServer = 1;
    static constexpr quint8 ForClient = 2;

    const char *id;
    const char *standard; ///< the default, in UTF-8
    quint8 roles = ForServer | ForClient;
    const char *title = nullptr; ///< where the dialect has a better word for it

    bool isFor(Role role) const { return (roles & (role == Role::Server ? ForServer : ForClient)) != 0; }
    const ParameterInfo &info() const;
    QString titleText() const;
};

const std::vector<ParameterInfo> &parameterInfos();

/// The checked values of a dialect's parameters in one role.
class Parameters
{
public:
    Parameters() = default;
    /// `given` by id; the rest are defaults. Errors: BadArgument, with a sentence that names the parameter.
    static Result<Parameters> make(const Dialect &dialect, Role role, const QHash<QString, QString> &given);

    QString text(const char *id) const { return m_values.value(QLatin1String(id)); }
    qint64 number(const char *id) const;
    Encoding encoding() const;
    /// A text in the dialect's encoding.
    QByteArray encoded(const char *id) const { return encode(encoding(), text(id)); }
    qsizetype chunk() const { return static_cast<qsizetype>(number("chunk")); }
    const QHash<QString, QString> &values() const { return m_values; }

private:
    QHash<QString, QString> m_values;
};

} // namespace transom::lab
