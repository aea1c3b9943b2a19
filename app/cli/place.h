#pragma once

#include "app/cli/connect.h"

namespace transom::cli {

/// A path on a server, as transom://USER@HOST[:PORT]/PATH says it.
struct Place
{
    client::Endpoint endpoint;
    QString path;
};

inline Result<Place> placeOf(const Invocation &invocation, const QString &url)
{
    Place place;
    auto endpoint = invocation.endpoint(url, &place.path);
    if (!endpoint)
        return tl::make_unexpected(endpoint.error());
    place.endpoint = *endpoint;
    return place;
}

} // namespace transom::cli
