#pragma once

#include "core/lab/dialect/conversation.h"

#include <memory>
#include <optional>
#include <vector>

namespace transom::lab {

/// How a server serves: what a second client sees while the first is being served.
struct Serving
{
    enum class Model : quint8 {
        OneAtATime, ///< it connects (the kernel's backlog holds it) and waits
        Thread,     ///< a thread per connection
        Process,    ///< a process per connection
        Loop,       ///< one thread and one event loop for all
    };

    Model model = Model::OneAtATime;
    int stopAfter = 0; ///< connections, then the listening socket is closed; 0: never

    /// "one", "one:N", "thread", "process", "loop"; ":N" fits behind each.
    static std::optional<Serving> fromText(QStringView text);
    QString text() const;
};

/// A hand-made protocol of the tutorials.
struct Dialect
{
    const char *id;
    const char *title; ///< English, for translation in the context "Lab"
    const char *serverDoes;
    const char *clientDoes;
    quint16 port;
    bool datagram = false;
    bool serverExecutes = false; ///< what the other side sends is run on this computer
    bool clientExecutes = false;
    Serving::Model model = Serving::Model::OneAtATime; ///< the default
    std::vector<ParameterUse> parameters;
    std::unique_ptr<Conversation> (*make)(Role role, const Parameters &parameters) = nullptr;
    bool serverAsks = false; ///< wants lines that the user types
    bool clientAsks = true;

    QString name() const { return QLatin1String(id); }
    QString titleText() const;
    QString serverText() const;
    QString clientText() const;
    QString text(Role role) const { return role == Role::Server ? serverText() : clientText(); }
    bool asks(Role role) const { return role == Role::Server ? serverAsks : clientAsks; }
    bool executes(Role role) const { return role == Role::Server ? serverExecutes : clientExecutes; }
    std::unique_ptr<Conversation> conversation(Role role, const Parameters &values) const { return make(role, values); }
};

/// All of them, in the order in which a course meets them. The command line, its help and the window's forms are made from this table.
const std::vector<Dialect> &dialects();
const Dialect *dialectById(QStringView id);

} // namespace transom::lab
