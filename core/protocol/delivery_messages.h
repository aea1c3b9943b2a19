#pragma once

#include "core/protocol/file_messages.h"
#include "core/protocol/json_codec.h"
#include "core/protocol/message_table.h"

/// The messages of the services "deliver.*": sending to people, handing out, handing in. Times are milliseconds since 1970 by
/// the server's clock. Paths are relative, separated by '/', with the rules of files.* for each component.
namespace transom::protocol {

/// A delivery as one of those concerned sees it.
struct DeliverItem
{
    qint64 id = 0;
    QString kind;           ///< "send", "handout", "handin", "submission"
    QString state;          ///< "filling", "open", "closed" (withdrawn, over), "expired", "done" (everybody has answered)
    QString from;
    QString title;
    QString note;
    QString to;             ///< for people: "3b, bob"; only to who it is from
    bool mine = false;      ///< it is from me
    QString my;             ///< what has become of it for me; see DeliverPerson::state
    qint64 created = 0;
    qint64 until = 0;       ///< when it expires, or a hand-in's deadline; 0: never
    qint64 grace = 0;       ///< milliseconds after the deadline that do not count as late
    bool refuseLate = false;
    bool take = false;      ///< the receiver's program may take it without asking
    qint64 most = 0;        ///< bytes that one may hand in; 0: no limit of its own
    int keep = 0;           ///< versions that are kept of each person; 0: all
    int files = 0;
    qint64 bytes = 0;
    int version = 0;        ///< of a hand-in: my latest
    bool late = false;
    qint64 parent = 0;      ///< of a submission: the hand-in
    int people = 0;         ///< only to who it is from, as the rest
    int done = 0;
    int declined = 0;
    int failed = 0;
    QString folder;         ///< of a hand-in: where it gathers, in the owner's home
    bool operator==(const DeliverItem &) const = default;
    static constexpr auto fields()
    {
        using I = DeliverItem;
        return std::tuple{required("id", &I::id), required("kind", &I::kind), required("state", &I::state), required("from", &I::from),
                          optional("title", &I::title), optional("note", &I::note), optional("to", &I::to), optional("mine", &I::mine),
                          optional("my", &I::my), optional("created", &I::created), optional("until", &I::until), optional("grace", &I::grace),
                          optional("refuseLate", &I::refuseLate), optional("take", &I::take), optional("most", &I::most),
                          optional("keep", &I::keep), optional("files", &I::files), optional("bytes", &I::bytes),
                          optional("version", &I::version), optional("late", &I::late), optional("parent", &I::parent),
                          optional("people", &I::people), optional("done", &I::done), optional("declined", &I::declined),
                          optional("failed", &I::failed), optional("folder", &I::folder)};
    }
};

struct DeliverPerson
{
    QString user;
    QString name;       ///< for people; empty: the same as user
    QString state;      ///< "offered", "seen", "taking", "done", "declined", "failed"; of a hand-in: "missing", "sending", "done"; in deliver.whom "here" or "away"
    qint64 bytes = 0;   ///< so far, while "taking" or "sending"; of all files when "done"
    qint64 total = 0;   ///< of a hand-in, while "sending": what will be there
    QString reason;     ///< why "declined" or "failed"
    qint64 changed = 0;
    int version = 0;    ///< of a hand-in: the latest
    bool late = false;
    qint64 submission = 0; ///< of a hand-in: the latest one's number, for deliver.show
    QString sha256;     ///< of a hand-in: that of the latest receipt
    bool operator==(const DeliverPerson &) const = default;
    static constexpr auto fields()
    {
        using P = DeliverPerson;
        return std::tuple{required("user", &P::user), optional("name", &P::name), required("state", &P::state), optional("bytes", &P::bytes),
                          optional("total", &P::total), optional("reason", &P::reason), optional("changed", &P::changed), optional("version", &P::version),
                          optional("late", &P::late), optional("submission", &P::submission), optional("sha256", &P::sha256)};
    }
};

struct DeliverFile
{
    int number = 0;
    QString path;
    bool folder = false;
    qint64 size = 0;
    qint64 modified = 0;
    int mode = 0;
    QString sha256;
    qint64 offset = 0;      ///< in ACCEPT of deliver.get: where DATA begin
    bool operator==(const DeliverFile &) const = default;
    static constexpr auto fields()
    {
        using F = DeliverFile;
        return std::tuple{required("number", &F::number), required("path", &F::path), optional("folder", &F::folder), optional("size", &F::size),
                          optional("modified", &F::modified), optional("mode", &F::mode), optional("sha256", &F::sha256),
                          optional("offset", &F::offset)};
    }
};

/// The server's word on what was handed in. The files follow in deliver.show of the submission.
struct DeliverReceipt
{
    qint64 submission = 0;
    qint64 handin = 0;
    QString title;
    QString from;
    QString to;
    int version = 0;
    bool late = false;
    qint64 time = 0;
    qint64 deadline = 0;
    int files = 0;
    qint64 bytes = 0;
    QString sha256;   ///< of the list of files as sha256sum(1) writes it, in the order of their paths' bytes
    QString folder;   ///< where it is in the home of who collects
    bool operator==(const DeliverReceipt &) const = default;
    static constexpr auto fields()
    {
        using R = DeliverReceipt;
        return std::tuple{required("submission", &R::submission), required("handin", &R::handin), required("title", &R::title),
                          required("from", &R::from), required("to", &R::to), required("version", &R::version), optional("late", &R::late),
                          required("time", &R::time), optional("deadline", &R::deadline), required("files", &R::files),
                          required("bytes", &R::bytes), required("sha256", &R::sha256), optional("folder", &R::folder)};
    }
};

struct DeliverItems
{
    static constexpr auto Type = MessageType::DeliverItems;
    QList<DeliverItem> items;
    static constexpr auto fields() { return std::tuple{required("items", &DeliverItems::items)}; }
};

struct DeliverFiles
{
    static constexpr auto Type = MessageType::DeliverFiles;
    QList<DeliverFile> files;
    static constexpr auto fields() { return std::tuple{required("files", &DeliverFiles::files)}; }
};

struct DeliverPeople
{
    static constexpr auto Type = MessageType::DeliverPeople;
    QList<DeliverPerson> people;
    static constexpr auto fields() { return std::tuple{required("people", &DeliverPeople::people)}; }
};

struct DeliverChanged
{
    static constexpr auto Type = MessageType::DeliverChanged;
    DeliverItem item;
    QList<DeliverPerson> people; ///< to who it is from: those who have changed
    static constexpr auto fields() { return std::tuple{required("item", &DeliverChanged::item), optional("people", &DeliverChanged::people)}; }
};

/// Requests ------------------------------------------------------------------------------------------------------------

struct DeliverWatch
{
    static constexpr auto Service = "deliver.watch";
    static constexpr auto fields() { return std::tuple{}; }
};

struct DeliverList
{
    static constexpr auto Service = "deliver.list";
    static constexpr auto fields() { return std::tuple{}; }
};

struct DeliverShow
{
    static constexpr auto Service = "deliver.show";
    qint64 id = 0;
    static constexpr auto fields() { return std::tuple{required("id", &DeliverShow::id)}; }
};

struct DeliverShown
{
    DeliverItem item;
    std::optional<DeliverReceipt> receipt;
    static constexpr auto fields() { return std::tuple{required("item", &DeliverShown::item), optional("receipt", &DeliverShown::receipt)}; }
};

struct DeliverWhom
{
    static constexpr auto Service = "deliver.whom";
    static constexpr auto fields() { return std::tuple{}; }
};

struct DeliverGroup
{
    QString name;
    int members = 0;
    bool operator==(const DeliverGroup &) const = default;
    static constexpr auto fields() { return std::tuple{required("name", &DeliverGroup::name), required("members", &DeliverGroup::members)}; }
};

struct DeliverGroups
{
    QList<DeliverGroup> groups;
    static constexpr auto fields() { return std::tuple{required("groups", &DeliverGroups::groups)}; }
};

struct DeliverSend
{
    static constexpr auto Service = "deliver.send";
    QStringList people;
    QStringList groups;
    bool handout = false;
    bool take = false;
    QString title;
    QString note;
    int files = 0;
    qint64 bytes = 0;
    int days = 7;
    static constexpr auto fields()
    {
        using S = DeliverSend;
        return std::tuple{optional("people", &S::people), optional("groups", &S::groups), optional("handout", &S::handout), optional("take", &S::take),
                          optional("title", &S::title), optional("note", &S::note), required("files", &S::files), required("bytes", &S::bytes),
                          optional("days", &S::days)};
    }
};

struct DeliverCollect
{
    static constexpr auto Service = "deliver.collect";
    QString title;
    QString note;
    QStringList people;
    QStringList groups;
    qint64 until = 0;
    qint64 grace = 0;
    bool refuseLate = false;
    qint64 most = 0;
    int keep = 0;
    static constexpr auto fields()
    {
        using C = DeliverCollect;
        return std::tuple{required("title", &C::title), optional("note", &C::note), optional("people", &C::people), optional("groups", &C::groups),
                          optional("until", &C::until), optional("grace", &C::grace), optional("refuseLate", &C::refuseLate),
                          optional("most", &C::most), optional("keep", &C::keep)};
    }
};

struct DeliverHandIn
{
    static constexpr auto Service = "deliver.handin";
    qint64 id = 0;
    int files = 0;
    qint64 bytes = 0;
    static constexpr auto fields()
    {
        return std::tuple{required("id", &DeliverHandIn::id), required("files", &DeliverHandIn::files), required("bytes", &DeliverHandIn::bytes)};
    }
};

/// What deliver.send, deliver.collect and deliver.handin end with.
struct DeliverBegun
{
    qint64 id = 0;
    static constexpr auto fields() { return std::tuple{required("id", &DeliverBegun::id)}; }
};

struct DeliverPut
{
    static constexpr auto Service = "deliver.put";
    qint64 id = 0;
    QString path;
    bool folder = false;
    qint64 size = 0;
    qint64 modified = 0;
    int mode = 0;
    bool resume = false; ///< a connection broke: goes on after what is there, and waits for ACCEPT to tell how much that is
    static constexpr auto fields()
    {
        using P = DeliverPut;
        return std::tuple{required("id", &P::id), required("path", &P::path), optional("folder", &P::folder), optional("size", &P::size),
                          optional("modified", &P::modified), optional("mode", &P::mode), optional("resume", &P::resume)};
    }
};

/// ACCEPT of a deliver.put with `resume`: DATA begin at `offset`, if what is before it is the client's own; otherwise the client cancels.
struct DeliverPutStart
{
    qint64 offset = 0;
    QString sha256; ///< of all bytes before it
    static constexpr auto fields() { return std::tuple{optional("offset", &DeliverPutStart::offset), optional("sha256", &DeliverPutStart::sha256)}; }
};

/// END of a deliver.put from the client, and of a deliver.get from the server.
struct DeliverSum
{
    qint64 size = 0;
    QString sha256;
    static constexpr auto fields() { return std::tuple{required("size", &DeliverSum::size), required("sha256", &DeliverSum::sha256)}; }
};

struct DeliverSeal
{
    static constexpr auto Service = "deliver.seal";
    qint64 id = 0;
    static constexpr auto fields() { return std::tuple{required("id", &DeliverSeal::id)}; }
};

struct DeliverGet
{
    static constexpr auto Service = "deliver.get";
    qint64 id = 0;
    int number = 0;
    QList<FilesPrefix> prefixes; ///< what is here of it already
    static constexpr auto fields()
    {
        return std::tuple{required("id", &DeliverGet::id), required("number", &DeliverGet::number), optional("prefixes", &DeliverGet::prefixes)};
    }
};

struct DeliverAnswer
{
    static constexpr auto Service = "deliver.answer";
    qint64 id = 0;
    QString answer; ///< "seen", "declined", "failed", "done"
    QString reason;
    QString sha256; ///< with "done": of the list of files; see DeliverReceipt
    static constexpr auto fields()
    {
        using A = DeliverAnswer;
        return std::tuple{required("id", &A::id), required("answer", &A::answer), optional("reason", &A::reason), optional("sha256", &A::sha256)};
    }
};

struct DeliverClose
{
    static constexpr auto Service = "deliver.close";
    qint64 id = 0;
    static constexpr auto fields() { return std::tuple{required("id", &DeliverClose::id)}; }
};

} // namespace transom::protocol
