#pragma once

#include "app/cli/invocation.h"
#include "core/lab/relay_script.h"

#include <optional>

namespace transom::cli {

/// What the words behind "transomctl relay" ask for.
struct RelayRequest
{
    lab::RelayOptions relay;
    QString target;            ///< "HOST:PORT"
    QList<lab::RelayCommand> script; ///< faults and the like, for all streams to come
    std::optional<inspect::Framings> framings; ///< nothing: guess
    bool hex = false;
    bool control = false;
    qint64 count = 0;          ///< ends after so many; 0: never
    QString pcapng;            ///< a file's name, or empty
};

void addRelayOptions(QCommandLineParser &parser);
/// Nothing: wrong usage has been said.
std::optional<RelayRequest> readRelayOptions(const Invocation &invocation);

} // namespace transom::cli
