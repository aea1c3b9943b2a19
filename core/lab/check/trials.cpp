#include "core/lab/check/trial.h"

#include <QCoreApplication>

namespace transom::lab {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lab)
};

using F = DialectTraits;
using Kind = TrialInfo::Kind;
constexpr Role Server = Role::Server;
constexpr Role Client = Role::Client;

const std::vector<DialectTraits> Traits = {
        {"upper", F::Joins | F::Words | F::LastWord, "say:text hear", "hello", "HELLO"},
        {"echo", F::Joins | F::Words | F::LastWord, "say:text hear", "hello", "hello"},
        {"prefix-echo", F::Joins | F::Words | F::LastWord, "say:text hear", "hello|", "hello"},
        {"greet-first", F::Words | F::Greets, "greet say:text", "hello", "welcome"},
        {"greet-after", F::Words | F::LastWord, "say:text greet end", "hello", "hello~"},
        {"hao", F::Joins | F::Words | F::LastWord, "say:text hear", "hello", "好"},
        {"time", F::LastWord, "say:time hear", "", nullptr},
        {"chat-turns", F::Words | F::Typed | F::Turns, "say:chat match:chat say:chatbye match:bye end", "hello|bye", nullptr},
        {"exec-raw", F::Output | F::LastWord, "say:command hear", "echo hello", "hello"},
        {"exec-welcome", F::Output | F::LastWord | F::Greets, "greet say:command hear", "echo hello", "hello"},
        {"exec-ready", F::Output | F::Announced | F::LastWord, "say:command hear say:start hear", "echo hello", "hello"},
        {"exec-length-ack", F::Output | F::Announced | F::Turns, "say:command hear say:ok hear say:q hear end", "echo hello|q", "hello"},
        {"exec-struct", F::Output | F::Announced | F::Binary | F::Turns, "say:command hear say:q end", "echo hello|q", "hello"},
        {"exec-reverse", F::Typed | F::Turns, "say:hail match:any", "", nullptr},
        {"put-json", F::Digits | F::Named | F::Stores | F::Greets | F::LastWord, "greet say:json json200 say:body stored", "", nullptr},
        {"put-size", F::Digits | F::Stores | F::LastWord, "say:size greet say:body stored", "", nullptr},
        {"put-struct", F::Framed | F::Digits | F::Binary | F::Named | F::Stores | F::LastWord, "say:header say:body stored", "", nullptr},
        {"hmac", F::Framed | F::Secret | F::Greets, "digits say:digest hear end", "", nullptr},
        {"udp-ok", F::Words, "say:text hear", "hello", "ok"},
        {"udp-greet", F::Words, "say:text greet", "hello", nullptr},
        {"udp-chat", F::Words | F::Typed, "say:text match:any", "hello|bye", nullptr},
        {"udp-exec", F::Output, "say:command hear", "echo hello", "hello"},
};

#define WORDS(text) QT_TRANSLATE_NOOP("Lab", text)

const char *const LoopHint = WORDS("One recv was taken for one message. TCP may hand a message over in pieces: call recv in a loop until you have as many bytes as you need.");
const char *const SurviveExpectation = WORDS("The program goes on, and the next client is served.");
const char *const RobustHint = WORDS("What one client does must end only that client's connection: catch the exception around one client's work, close its socket, and go on to accept.");
const char *const CheckLengthHint = WORDS("Check a number that comes from the other side before you use it: a whole number, not negative, not above a limit of yours.");
const char *const EndHint = WORDS("recv that returns nothing means that the other side has ended: leave the loop then, or it runs for ever.");

const std::vector<TrialInfo> Table = {
        // The program is the server ------------------------------------------------------------------------------------
        {"plain", Server, Kind::Plain, 0, 0, true, WORDS("A friendly client"), WORDS("A client that does everything by the book."), WORDS("The conversation goes as the dialect has it."),
         WORDS("Compare byte by byte what was expected with what came; the page of the dialect says what goes over the wire.")},
        {"next", Server, Kind::Next, 0, F::Typed, true, WORDS("The next client"), WORDS("A second client, after the first one has gone."), WORDS("The second is served like the first."),
         WORDS("Put accept in a loop, and go back to it when a client's recv returns nothing.")},
        {"split", Server, Kind::Split, F::Joins | F::Framed, 0, false, WORDS("A request in two pieces"), WORDS("The request is cut in two, at every byte in turn, each time on a new connection."), WORDS("The same answer, wherever the cut is."), LoopHint},
        {"bytes", Server, Kind::EachByte, F::Joins | F::Framed, 0, false, WORDS("Byte by byte"), WORDS("Every byte of the request is sent by a call of its own."), WORDS("The same answer as to one call."), LoopHint},
        {"merged", Server, Kind::Merged, F::Joins | F::Framed, F::Secret, false, WORDS("All in one send"), WORDS("What are usually several sends comes as one."), WORDS("The same answer as to several."),
         WORDS("One recv may return the end of one message and the beginning of the next: keep what is too much for the next one, or ask recv for no more bytes than the message still needs.")},
        {"stall", Server, Kind::Stall, F::Joins | F::Framed | F::Stores, 0, false, WORDS("A client that stalls"), WORDS("Half of it comes, then nothing for a second, then the rest."), WORDS("The program waits, and answers as ever."), LoopHint},
        {"half-close", Server, Kind::HalfClose, F::LastWord, 0, false, WORDS("An early half-close"), WORDS("The client ends its direction right after its request, and still reads."), WORDS("The answer comes all the same."),
         WORDS("An end of stream is no reason to throw the answer away: the other side may still read. Send first what you owe, then close.")},
        {"empty", Server, Kind::Empty, F::Announced | F::Stores, 0, false, WORDS("Nothing to say"), WORDS("A message of no bytes: a command that prints nothing, or an empty file."), WORDS("A length of 0, and the conversation goes on."),
         WORDS("A length of 0 is a length. Do not wait for bytes that nobody announced, and do not send an empty answer where a length is due.")},
        {"empty-datagram", Server, Kind::Empty, F::Words, F::Typed | F::Joins | F::LastWord | F::Greets | F::Turns, true, WORDS("An empty datagram"), WORDS("A datagram of no bytes, which UDP allows."), WORDS("It is answered like any other."), WORDS("recvfrom that returns no bytes is no end here: datagrams may be empty.")},
        {"large", Server, Kind::Large, F::Joins | F::Output | F::Stores, 0, false, WORDS("A million bytes"), WORDS("A message of 1,000,000 bytes."), WORDS("Every byte of it arrives, in both directions."),
         WORDS("recv returns at most what the kernel has, not what you asked for; loop until all announced bytes are there, and send with sendall.")},
        {"slow-reader", Server, Kind::SlowReader, F::Joins | F::Output, 0, false, WORDS("A slow reader"), WORDS("A large answer is read late and in small bites."), WORDS("Every byte of it comes."),
         WORDS("send may take only a part: look at what it returns, or use sendall.")},
        {"text", Server, Kind::Foreign, F::Words | F::Output, 0, true, WORDS("Chinese text"), WORDS("Text beyond ASCII, in UTF-8."), WORDS("It comes through unharmed."),
         WORDS("A length counts bytes, not characters: encode first, then measure; and decode as UTF-8.")},
        {"character", Server, Kind::CutCharacter, F::Joins, 0, false, WORDS("Half a character"), WORDS("The cut between two sends goes through the middle of a Chinese character."), WORDS("The same bytes as without a cut."),
         WORDS("A chunk may end in the middle of a character: collect the bytes and decode when the message is whole, or use an incremental decoder.")},
        {"encoding", Server, Kind::OtherEncoding, F::Words, F::Typed, true, WORDS("Text in GBK"), WORDS("A client that writes GBK where UTF-8 is expected."), SurviveExpectation,
         WORDS("decode() raises UnicodeDecodeError on bytes of another encoding: use errors=\"replace\", or catch it for this one client.")},
        {"crowd", Server, Kind::Crowd, 0, F::Typed, true, WORDS("Ten at once"), WORDS("Ten clients connect at the same time."), WORDS("All of them are served in the end."),
         WORDS("Clients that wait need room in the backlog: listen(16), and go back to accept soon.")},
        {"waiting", Server, Kind::Waiting, 0, F::Typed, false, WORDS("One keeps you waiting"), WORDS("One client connects and says nothing; another one wants to be served."), WORDS("As the serving model promises: at once, or, one at a time, as soon as the first has gone."),
         WORDS("accept and recv in the same thread serve one at a time. For more at once give each connection a thread, or wait for all of them with select.")},
        {"vanish", Server, Kind::Vanish, 0, F::Typed, false, WORDS("Gone without a word"), WORDS("A client connects and closes before it has said anything."), SurviveExpectation, EndHint},
        {"reset", Server, Kind::Reset, 0, F::Typed, false, WORDS("A reset"), WORDS("A client resets the connection in the middle."), SurviveExpectation,
         WORDS("After a reset recv raises ConnectionResetError and send raises BrokenPipeError: catch both around one client's work, and go on to accept.")},
        {"byte-order", Server, Kind::ByteOrder, F::Binary, F::Output, false, WORDS("The other byte order"), WORDS("The length is written with its big end first."), SurviveExpectation, CheckLengthHint},
        {"negative", Server, Kind::Negative, F::Digits, 0, false, WORDS("A negative length"), WORDS("The announced length is −5."), SurviveExpectation, CheckLengthHint},
        {"absurd", Server, Kind::Absurd, F::Digits, 0, false, WORDS("An absurd length"), WORDS("More bytes are announced than any disk holds."), SurviveExpectation, CheckLengthHint},
        {"no-number", Server, Kind::NoNumber, F::Digits, 0, false, WORDS("A length that is no number"), WORDS("Words stand where the length should."), SurviveExpectation, CheckLengthHint},
        {"short-body", Server, Kind::ShortBody, F::Stores, 0, false, WORDS("An upload that breaks off"), WORDS("Half of the file comes, then the connection ends."), WORDS("No half file under the final name, and the next client is served."),
         WORDS("Write to a file with a name of its own, count the bytes, and rename it when all have come; remove it otherwise.")},
        {"escape", Server, Kind::Escape, F::Named, 0, false, WORDS("A name that leaves the folder"), WORDS("The file is to be called ../NAME."), WORDS("Nothing is written outside the folder."),
         WORDS("A name from the other side is no path: use os.path.basename on it, and refuse what is left if it is empty, “.” or “..”.")},
        {"existing", Server, Kind::Existing, F::Named, 0, false, WORDS("A name that is taken"), WORDS("A file of that name is there already."), WORDS("The old file stays whole, or the new one takes its place whole."),
         WORDS("Do not append to or write over a file that is there: refuse, or write a new one beside it and rename it.")},
        {"wrong-mac", Server, Kind::WrongMac, F::Secret, 0, false, WORDS("A wrong digest"), WORDS("Sixteen bytes that are not the digest."), WORDS("Refused; and the right digest is still accepted afterwards."),
         WORDS("Compare the whole digest: hmac.compare_digest(mine, theirs), and read all 16 bytes of it first.")},
        {"replayed-mac", Server, Kind::ReplayedMac, F::Secret, 0, false, WORDS("A replayed digest"), WORDS("The digest that was right on the connection before, for another number."), WORDS("Refused: each connection has a number of its own."),
         WORDS("Choose a new random number for each connection, and compute the digest over that one.")},
        // The program is the client ------------------------------------------------------------------------------------
        {"plain", Client, Kind::Plain, 0, 0, true, WORDS("A friendly server"), WORDS("A server that does everything by the book."), WORDS("The conversation goes as the dialect has it."),
         WORDS("Compare byte by byte what was expected with what came; the page of the dialect says what goes over the wire.")},
        {"split", Client, Kind::Split, F::Announced, 0, false, WORDS("An answer in two pieces"), WORDS("What has a length is cut in two, at every byte in turn, each time on a new connection."), WORDS("The program shows the whole answer."), LoopHint},
        {"bytes", Client, Kind::EachByte, F::Announced, 0, false, WORDS("Byte by byte"), WORDS("Every byte of what has a length is sent by a call of its own."), WORDS("The program shows the whole answer."), LoopHint},
        {"merged", Client, Kind::Merged, F::Binary, F::Stores, false, WORDS("Length and answer in one send"), WORDS("The length and what it announces come as one send."), WORDS("The program shows the whole answer."),
         WORDS("recv(1024) for the length takes a part of the answer with it: ask for exactly the 4 bytes, or keep the rest.")},
        {"large", Client, Kind::Large, F::Announced, 0, false, WORDS("A million bytes"), WORDS("An answer of 1,000,000 bytes."), WORDS("The program reads all of it."), LoopHint},
        {"empty", Client, Kind::Empty, F::Announced, 0, false, WORDS("An empty answer"), WORDS("The announced length is 0."), WORDS("The program goes on without waiting for more."), WORDS("Do not call recv for 0 bytes that nobody sends: check the length first.")},
        {"text", Client, Kind::Foreign, F::Announced, 0, false, WORDS("Chinese text"), WORDS("The answer has characters beyond ASCII."), WORDS("The program shows them."), WORDS("A length counts bytes, not characters: decode when all bytes are there.")},
        {"delayed", Client, Kind::Delayed, 0, F::Stores | F::Typed, true, WORDS("A slow server"), WORDS("Every answer comes a second late."), WORDS("The program waits for it."), WORDS("Do not take silence for an end: recv waits until something comes.")},
        {"close", Client, Kind::CloseEarly, 0, F::Typed, false, WORDS("A close instead of an answer"), WORDS("The server closes where it should answer."), WORDS("The program notices, and ends."), EndHint},
        {"cut-answer", Client, Kind::CutAnswer, F::Announced, 0, false, WORDS("Half an answer"), WORDS("The server closes in the middle of its answer."), WORDS("The program notices, and ends."), EndHint},
        {"reset", Client, Kind::ResetEarly, 0, F::Typed, false, WORDS("A reset"), WORDS("The server resets the connection where it should answer."), WORDS("The program says so, and ends without a crash."),
         WORDS("After a reset recv raises ConnectionResetError and send raises BrokenPipeError: catch them, and tell the user.")},
        {"garbage", Client, Kind::Garbage, 0, F::Typed | F::Stores, true, WORDS("Bytes that are no text"), WORDS("The answer is bytes that make no sense."), WORDS("The program does not crash."),
         WORDS("decode() raises UnicodeDecodeError on bytes that are no UTF-8: use errors=\"replace\", and check what comes before you use it.")},
        {"bad-length", Client, Kind::BadLength, F::Announced, 0, false, WORDS("A length that cannot be"), WORDS("A negative length is announced, and then the server closes."), WORDS("The program does not crash, and ends."), CheckLengthHint},
};

struct Cause
{
    const char *words;
    const char *hint;
};
const Cause Causes[] = {
        {"Address already in use", WORDS("The port was still taken: call setsockopt(SOL_SOCKET, SO_REUSEADDR, 1) before bind.")},
        {"UnicodeDecodeError", WORDS("decode() met bytes that are no text here: a character cut in two, or another encoding. Collect the bytes first, or use errors=\"replace\".")},
        {"ConnectionResetError", WORDS("ConnectionResetError was not caught: the other side may reset a connection at any time. Catch it around one client's work, and go on.")},
        {"BrokenPipeError", WORDS("BrokenPipeError was not caught: the other side has gone while you were sending. Catch it around one client's work, and go on.")},
        {"struct.error", WORDS("struct.unpack got fewer bytes than it needs: recv(4) may return 1 to 4 bytes, or none at the end. Read until all 4 are there.")},
        {"JSONDecodeError", WORDS("The JSON was not whole, or more than that came with it: read as many bytes as the header's length says, and no more.")},
        {"invalid literal for int", WORDS("int() met what is no number: check what came, and catch ValueError for this one client.")},
        {"MemoryError", WORDS("A length from the other side was believed: check it against a limit before you make room for it.")},
        {"ConnectionRefusedError", WORDS("The program went to another port than the one it was given. Use {port} on its command line, or say with the port which one it uses.")},
};

} // namespace

const DialectTraits &traitsOf(const Dialect &dialect)
{
    for (const DialectTraits &traits : Traits) {
        if (qstrcmp(traits.id, dialect.id) == 0)
            return traits;
    }
    Q_UNREACHABLE(); // a test walks the table
}

const std::vector<TrialInfo> &trials()
{
    return Table;
}

QString TrialInfo::titleText() const
{
    return Text::tr(title);
}

QString TrialInfo::triedText() const
{
    return Text::tr(tried);
}

QString TrialInfo::expectedText() const
{
    return Text::tr(expected);
}

QString TrialInfo::hintText() const
{
    return Text::tr(hint);
}

bool TrialInfo::fits(const Dialect &dialect, Role asked) const
{
    const quint32 flags = traitsOf(dialect).flags;
    if (role != asked || (dialect.datagram && !datagram) || (flags & none) != 0 || (any != 0 && (flags & any) == 0))
        return false;
    return kind != Kind::Empty || !qstrcmp(id, "empty") || dialect.datagram;
}

const char *verdictName(TrialResult::Verdict verdict)
{
    switch (verdict) {
    case TrialResult::Verdict::Passed:
        return "passed";
    case TrialResult::Verdict::Failed:
        return "failed";
    case TrialResult::Verdict::NotTried:
        return "not tried";
    }
    return "";
}

QString verdictText(TrialResult::Verdict verdict)
{
    switch (verdict) {
    case TrialResult::Verdict::Passed:
        return Text::tr("passed");
    case TrialResult::Verdict::Failed:
        return Text::tr("failed");
    case TrialResult::Verdict::NotTried:
        return Text::tr("not tried");
    }
    return {};
}

QString hintFromOutput(const QByteArray &output)
{
    for (const Cause &cause : Causes) {
        if (output.contains(cause.words))
            return Text::tr(cause.hint);
    }
    return {};
}

bool looksCrashed(const QByteArray &output)
{
    // The end of what was typed ends a program that reads lines; that is no crash of its conversation.
    const qsizetype at = output.lastIndexOf("Traceback (most recent call last)");
    if (at >= 0)
        return !output.mid(at).contains("EOFError");
    for (const char *words : {"Segmentation fault", "panic:", "terminate called", "Exception in thread \"main\""}) {
        if (output.contains(words))
            return true;
    }
    return false;
}

} // namespace transom::lab
