#pragma once

#include "core/base/descriptor.h"
#include "core/lab/serving/event_writer.h"
#include "core/lab/dialect/dialect.h"

#include <QObject>

#include <memory>

namespace transom::lab {

/// What a server knows when it hands a connection to whoever serves it.
struct HandlerOptions
{
    const Dialect *dialect = nullptr;
    Parameters parameters;
    quint64 stream = 0;
    QString peer;
    std::shared_ptr<EventWriter> events;
    QStringList worker; ///< the program that serves one connection, and its words
};

/// Serves one accepted connection: in the server's own event loop, in a thread, or in a process. Lives in the server's thread, whatever it uses.
class Handler : public QObject
{
    Q_OBJECT

public:
    /// Never fails: what goes wrong comes as `finished`.
    static std::unique_ptr<Handler> make(Serving::Model model, const HandlerOptions &options, Descriptor connection);

    virtual void start() = 0;
    virtual void giveLine(const QString &line) = 0;
    virtual void endInput() = 0;
    /// `finished` follows.
    virtual void stop() = 0;

Q_SIGNALS:
    void lineWanted(quint64 stream);
    void finished(quint64 stream, const transom::Error &error);
};

} // namespace transom::lab
