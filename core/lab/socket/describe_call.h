#pragma once

#include "core/base/error.h"
#include "core/lab/socket/call_record.h"

namespace transom::lab {

/// The name of the call as programs write it: "recv", "sendto".
QString callName(const CallRecord &call);
/// A sentence: `recv(1024) returned 5 bytes: "hello"`. Translated; what peers have said is escaped.
QString describeCall(const CallRecord &call);
/// "ECONNRESET (the other side has reset the connection)".
QString describeErrno(int error);
/// What a call that failed means for a person. `where` is safe to show.
Error socketError(int error, const QString &where);

} // namespace transom::lab
