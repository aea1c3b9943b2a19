#include "core/lab/workbench/bench_recipes.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

using Kind = BenchCall::Kind;
using Step = BenchRecipe::Step;

BenchCall make(bool datagram = false)
{
    BenchCall call;
    call.kind = Kind::Socket;
    call.datagram = datagram;
    return call;
}

BenchCall on(int socket, Kind kind)
{
    BenchCall call;
    call.kind = kind;
    call.socket = socket;
    return call;
}

BenchCall bindFree(int socket)
{
    BenchCall call = on(socket, Kind::Bind);
    call.address = SocketAddress(QHostAddress(QHostAddress::LocalHost), 0);
    return call;
}

BenchCall bindTo(int socket, int other)
{
    BenchCall call = on(socket, Kind::Bind);
    call.addressOf = other;
    return call;
}

BenchCall connectTo(int socket, int other)
{
    BenchCall call = on(socket, Kind::Connect);
    call.addressOf = other;
    return call;
}

BenchCall send(int socket, const QByteArray &bytes, Kind kind = Kind::SendAll)
{
    BenchCall call = on(socket, kind);
    call.bytes = bytes;
    return call;
}

BenchCall sendTo(int socket, int other, const QByteArray &bytes)
{
    BenchCall call = send(socket, bytes, Kind::SendTo);
    call.addressOf = other;
    return call;
}

BenchCall receive(int socket, qint64 size, Kind kind = Kind::Receive)
{
    BenchCall call = on(socket, kind);
    call.size = size;
    return call;
}

BenchCall shutWriting(int socket)
{
    return on(socket, Kind::Shutdown);
}

BenchCall dontBlock(int socket)
{
    BenchCall call = on(socket, Kind::SetBlocking);
    call.on = false;
    return call;
}

QList<Step> pair()
{
    return {{make(), QCoreApplication::translate("Lab", "The server's socket, which is going to listen.")},
            {bindFree(1), QCoreApplication::translate("Lab", "An address of its own; port 0 lets the kernel choose.")},
            {on(1, Kind::Listen), QCoreApplication::translate("Lab", "From here on connections are made, even before anybody accepts.")},
            {make(), QCoreApplication::translate("Lab", "The client's socket.")},
            {connectTo(2, 1), QCoreApplication::translate("Lab", "It connects to where the server listens.")},
            {on(1, Kind::Accept), QCoreApplication::translate("Lab", "A third socket: the server's end of this one connection.")}};
}

BenchRecipe echo()
{
    BenchRecipe recipe{u"echo"_s, QCoreApplication::translate("Lab", "Echo server in six calls"), QCoreApplication::translate("Lab", "socket, bind, listen, accept, recv, send: and a client to try them."), pair()};
    recipe.steps[5].sentence = QCoreApplication::translate("Lab", "accept gives the server a socket for this client: the fourth of the six calls.");
    recipe.steps += {{send(2, "hello\n"), QCoreApplication::translate("Lab", "The client says something.")},
                     {receive(3, 1024), QCoreApplication::translate("Lab", "The server reads what has come: the fifth.")},
                     {send(3, "hello\n"), QCoreApplication::translate("Lab", "And sends it back: the sixth. An echo server is these two in a loop.")},
                     {receive(2, 1024), QCoreApplication::translate("Lab", "The client has its echo.")},
                     {on(2, Kind::Close), QCoreApplication::translate("Lab", "The client goes.")},
                     {receive(3, 1024), QCoreApplication::translate("Lab", "recv returns 0 bytes: that is how the server's loop ends.")},
                     {on(3, Kind::Close), QCoreApplication::translate("Lab", "The connection is over; the listener could accept the next one.")}};
    return recipe;
}

BenchRecipe sticky()
{
    BenchRecipe recipe{u"sticky"_s, QCoreApplication::translate("Lab", "Two sends, one recv"), QCoreApplication::translate("Lab", "TCP is a stream: what two calls have sent, one may read."), pair()};
    recipe.steps += {{send(2, "hello", Kind::Send), QCoreApplication::translate("Lab", "The first message.")},
                     {send(2, "world", Kind::Send), QCoreApplication::translate("Lab", "The second, before anybody reads.")},
                     {on(3, Kind::Readable), QCoreApplication::translate("Lab", "Both wait in one queue, without a border between them.")},
                     {receive(3, 4), QCoreApplication::translate("Lab", "recv takes as many bytes as it may: four.")},
                     {receive(3, 1024), QCoreApplication::translate("Lab", "And the rest of both messages at once.")}};
    return recipe;
}

BenchRecipe taken()
{
    return {u"taken"_s, QCoreApplication::translate("Lab", "The port is taken"), QCoreApplication::translate("Lab", "EADDRINUSE, and what SO_REUSEADDR does not do."),
            {{make(), QCoreApplication::translate("Lab", "A first server.")},
             {bindFree(1), QCoreApplication::translate("Lab", "It takes a free port.")},
             {on(1, Kind::Listen), QCoreApplication::translate("Lab", "And listens.")},
             {make(), QCoreApplication::translate("Lab", "A second server.")},
             {bindTo(2, 1), QCoreApplication::translate("Lab", "It wants the same port: EADDRINUSE.")},
             {[] {
                  BenchCall call = on(2, Kind::SetOption);
                  call.value = 1;
                  return call;
              }(),
              QCoreApplication::translate("Lab", "SO_REUSEADDR is said to help.")},
             {bindTo(2, 1), QCoreApplication::translate("Lab", "Not against somebody who listens: EADDRINUSE again.")},
             {on(1, Kind::Close), QCoreApplication::translate("Lab", "The first server goes.")},
             {bindTo(2, 1), QCoreApplication::translate("Lab", "Now the port is free.")}}};
}

BenchRecipe datagram()
{
    return {u"datagram"_s, QCoreApplication::translate("Lab", "A datagram cut short"), QCoreApplication::translate("Lab", "UDP keeps messages apart, and throws away what does not fit."),
            {{make(true), QCoreApplication::translate("Lab", "A receiver of datagrams: it never listens and never accepts.")},
             {bindFree(1), QCoreApplication::translate("Lab", "It needs an address that others can send to.")},
             {make(true), QCoreApplication::translate("Lab", "A sender needs none: the kernel gives it one.")},
             {sendTo(2, 1, "hello"), QCoreApplication::translate("Lab", "One datagram.")},
             {sendTo(2, 1, "world"), QCoreApplication::translate("Lab", "Another one.")},
             {receive(1, 4, Kind::ReceiveFrom), QCoreApplication::translate("Lab", "Four bytes of five: the fifth is lost, not queued.")},
             {receive(1, 1024, Kind::ReceiveFrom), QCoreApplication::translate("Lab", "The next call gets the next datagram, and nothing of the first.")}}};
}

BenchRecipe full()
{
    BenchRecipe recipe{u"full"_s, QCoreApplication::translate("Lab", "Fill the buffers"), QCoreApplication::translate("Lab", "send takes what fits, and then says EAGAIN or waits."), pair()};
    recipe.steps += {{dontBlock(2), QCoreApplication::translate("Lab", "The client is not to wait.")},
                     {send(2, QByteArray(8 * 1024 * 1024, 'x'), Kind::Send), QCoreApplication::translate("Lab", "8 MiB: the kernel takes only what both buffers hold.")},
                     {send(2, QByteArray(100'000, 'x'), Kind::Send), QCoreApplication::translate("Lab", "Now there is no room: EAGAIN.")},
                     {on(2, Kind::Unsent), QCoreApplication::translate("Lab", "So much waits on this side …")},
                     {on(3, Kind::Readable), QCoreApplication::translate("Lab", "… and so much on the other: together what send has taken.")},
                     {receive(3, 4 * 1024 * 1024), QCoreApplication::translate("Lab", "Somebody reads, and makes room.")},
                     {on(2, Kind::Poll), QCoreApplication::translate("Lab", "POLLOUT comes back when there is enough of it.")}};
    return recipe;
}

BenchRecipe goodbye()
{
    BenchRecipe recipe{u"goodbye"_s, QCoreApplication::translate("Lab", "Half a goodbye"), QCoreApplication::translate("Lab", "shutdown ends one direction; the other still carries an answer."), pair()};
    recipe.steps += {{send(2, "question"), QCoreApplication::translate("Lab", "The client asks.")},
                     {shutWriting(2), QCoreApplication::translate("Lab", "And says that this was all. Look at the states: FIN_WAIT2 and CLOSE_WAIT.")},
                     {receive(3, 1024), QCoreApplication::translate("Lab", "The server reads the question.")},
                     {receive(3, 1024), QCoreApplication::translate("Lab", "0 bytes: the question is complete.")},
                     {send(3, "answer"), QCoreApplication::translate("Lab", "It can still answer.")},
                     {on(3, Kind::Close), QCoreApplication::translate("Lab", "And goes.")},
                     {receive(2, 1024), QCoreApplication::translate("Lab", "The late answer arrives.")},
                     {receive(2, 1024), QCoreApplication::translate("Lab", "And the end.")},
                     {on(2, Kind::Close), QCoreApplication::translate("Lab", "The end that closed first keeps TIME_WAIT for a minute.")}};
    return recipe;
}

} // namespace

QList<BenchRecipe> benchRecipes()
{
    return {echo(), sticky(), taken(), datagram(), full(), goodbye()};
}

} // namespace transom::lab
