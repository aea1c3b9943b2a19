#pragma once

#include "app/cli/connect.h"

namespace transom::cli {

/// A path on a server, as transom://USER@HOST[:PORT]/PATH says it.
struct Place
{
    client::Endpoint endpoint;
    QString path;
    QString pattern; ///< of files::GlobWalk, where the URL holds *, ? or [ (written %2A, %3F and %5B they mean themselves); else empty
};

Result<Place> placeOf(const Invocation &invocation, const QString &url);

} // namespace transom::cli
