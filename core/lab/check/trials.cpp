#include "core/lab/check/trial.h"

#include <QCoreApplication>

namespace transom::lab {

namespace {

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
        {"time", F::Clock | F::LastWord, "say:time hear", "", nullptr},
        {"chat-turns", F::Byes | F::Words | F::Typed | F::Turns, "say:chat match:chat say:chatbye match:bye end", "hello|bye", nullptr},
        {"exec-raw", F::Output | F::LastWord, "say:command hear", "echo hello", "hello"},
        {"exec-welcome", F::Output | F::LastWord | F::Greets, "greet say:command hear", "echo hello", "hello"},
        {"exec-ready", F::Output | F::Announced | F::LastWord, "say:command hear say:start hear", "echo hello", "hello"},
        {"exec-length-ack", F::Output | F::Announced | F::Turns, "say:command hear say:ok hear say:q hear end", "echo hello|q", "hello"},
        {"exec-struct", F::Output | F::Announced | F::Binary | F::Turns, "say:command hear say:q end", "echo hello|q", "hello"},
        {"exec-reverse", F::Typed | F::Turns, "say:hail match:any", "", nullptr},
        {"put-json", F::Digits | F::Named | F::Stores | F::Greets | F::LastWord, "greet say:json json200 say:body stored", "", nullptr},
        {"put-size", F::OneName | F::Digits | F::Stores | F::LastWord, "say:size greet say:body stored", "", nullptr},
        {"put-struct", F::Silent | F::Framed | F::Digits | F::Binary | F::Named | F::Stores | F::LastWord, "say:header say:body stored", "", nullptr},
        {"hmac", F::Framed | F::Secret | F::Greets, "digits say:digest hear end", "", nullptr},
        {"udp-ok", F::Words, "say:text hear", "hello", "ok"},
        {"udp-greet", F::Words, "say:text greet", "hello", nullptr},
        {"udp-chat", F::Words | F::Typed, "say:text match:any", "hello|bye", nullptr},
        {"udp-exec", F::Output, "say:command hear", "echo hello", "hello"},
};

const char *const LoopHint = QT_TRANSLATE_NOOP("Lab", "One recv was taken for one message. TCP may hand a message over in pieces: call recv in a loop until you have as many bytes as you need.");
const char *const SurviveExpectation = QT_TRANSLATE_NOOP("Lab", "The program goes on, and the next client is served.");
const char *const RobustHint = QT_TRANSLATE_NOOP("Lab", "What one client does must end only that client's connection: catch the exception around one client's work, close its socket, and go on to accept.");
const char *const CheckLengthHint = QT_TRANSLATE_NOOP("Lab", "Check a number that comes from the other side before you use it: a whole number, not negative, not above a limit of yours.");
const char *const EndHint = QT_TRANSLATE_NOOP("Lab", "recv that returns nothing means that the other side has ended: leave the loop then, or it runs for ever.");

const std::vector<TrialInfo> Table = {
        // The program is the server ------------------------------------------------------------------------------------
        {"plain", Server, Kind::Plain, 0, 0, true, QT_TRANSLATE_NOOP("Lab", "A friendly client"), QT_TRANSLATE_NOOP("Lab", "A client that does everything by the book."), QT_TRANSLATE_NOOP("Lab", "The conversation goes as the dialect has it."),
         QT_TRANSLATE_NOOP("Lab", "Compare byte by byte what was expected with what came; the page of the dialect says what goes over the wire.")},
        {"next", Server, Kind::Next, 0, F::Typed, true, QT_TRANSLATE_NOOP("Lab", "The next client"), QT_TRANSLATE_NOOP("Lab", "A second client, after the first one has gone."), QT_TRANSLATE_NOOP("Lab", "The second is served like the first."),
         QT_TRANSLATE_NOOP("Lab", "Put accept in a loop, and go back to it when a client's recv returns nothing.")},
        {"split", Server, Kind::Split, F::Joins | F::Framed, 0, false, QT_TRANSLATE_NOOP("Lab", "A request in two pieces"), QT_TRANSLATE_NOOP("Lab", "The request is cut in two, at every byte in turn, each time on a new connection."), QT_TRANSLATE_NOOP("Lab", "The same answer, wherever the cut is."), LoopHint},
        {"bytes", Server, Kind::EachByte, F::Joins | F::Framed, 0, false, QT_TRANSLATE_NOOP("Lab", "Byte by byte"), QT_TRANSLATE_NOOP("Lab", "Every byte of the request is sent by a call of its own."), QT_TRANSLATE_NOOP("Lab", "The same answer as to one call."), LoopHint},
        {"merged", Server, Kind::Merged, F::Joins | F::Framed, F::Secret, false, QT_TRANSLATE_NOOP("Lab", "All in one send"), QT_TRANSLATE_NOOP("Lab", "What are usually several sends comes as one."), QT_TRANSLATE_NOOP("Lab", "The same answer as to several."),
         QT_TRANSLATE_NOOP("Lab", "One recv may return the end of one message and the beginning of the next: keep what is too much for the next one, or ask recv for no more bytes than the message still needs.")},
        {"stall", Server, Kind::Stall, F::Joins | F::Framed | F::Stores, 0, false, QT_TRANSLATE_NOOP("Lab", "A client that stalls"), QT_TRANSLATE_NOOP("Lab", "Half of it comes, then nothing for a second, then the rest."), QT_TRANSLATE_NOOP("Lab", "The program waits, and answers as ever."), LoopHint},
        {"half-close", Server, Kind::HalfClose, F::LastWord, 0, false, QT_TRANSLATE_NOOP("Lab", "An early half-close"), QT_TRANSLATE_NOOP("Lab", "The client ends its direction right after its request, and still reads."), QT_TRANSLATE_NOOP("Lab", "The answer comes all the same."),
         QT_TRANSLATE_NOOP("Lab", "An end of stream is no reason to throw the answer away: the other side may still read. Send first what you owe, then close.")},
        {"empty", Server, Kind::Empty, F::Announced | F::Stores, 0, false, QT_TRANSLATE_NOOP("Lab", "Nothing to say"), QT_TRANSLATE_NOOP("Lab", "A message of no bytes: a command that prints nothing, or an empty file."), QT_TRANSLATE_NOOP("Lab", "A length of 0, and the conversation goes on."),
         QT_TRANSLATE_NOOP("Lab", "A length of 0 is a length. Do not wait for bytes that nobody announced, and do not send an empty answer where a length is due.")},
        {"empty-datagram", Server, Kind::Empty, F::Words, F::Typed | F::Joins | F::LastWord | F::Greets | F::Turns, true, QT_TRANSLATE_NOOP("Lab", "An empty datagram"), QT_TRANSLATE_NOOP("Lab", "A datagram of no bytes, which UDP allows."), QT_TRANSLATE_NOOP("Lab", "It is answered like any other."), QT_TRANSLATE_NOOP("Lab", "recvfrom that returns no bytes is no end here: datagrams may be empty.")},
        {"large", Server, Kind::Large, F::Joins | F::Output | F::Stores, 0, false, QT_TRANSLATE_NOOP("Lab", "A million bytes"), QT_TRANSLATE_NOOP("Lab", "A message of 1,000,000 bytes."), QT_TRANSLATE_NOOP("Lab", "Every byte of it arrives, in both directions."),
         QT_TRANSLATE_NOOP("Lab", "recv returns at most what the kernel has, not what you asked for; loop until all announced bytes are there, and send with sendall.")},
        {"binary", Server, Kind::AnyBytes, F::Stores, 0, false, QT_TRANSLATE_NOOP("Lab", "Bytes of a picture"), QT_TRANSLATE_NOOP("Lab", "A file that is no text: every byte from 0 to 255."), QT_TRANSLATE_NOOP("Lab", "It is stored byte by byte."),
         QT_TRANSLATE_NOOP("Lab", "Open the file with mode “wb” and write what recv returned: a file is bytes, so there is no decode() and no strip().")},
        {"errors", Server, Kind::Errors, F::Output, 0, true, QT_TRANSLATE_NOOP("Lab", "A command that complains"), QT_TRANSLATE_NOOP("Lab", "A command that writes to its standard error."), QT_TRANSLATE_NOOP("Lab", "Standard error goes where the dialect has it, and lengths count it."),
         QT_TRANSLATE_NOOP("Lab", "Take stderr=subprocess.PIPE, read both outputs, and count the bytes of exactly what you send.")},
        {"no-time", Server, Kind::NoTime, F::Clock, 0, false, QT_TRANSLATE_NOOP("Lab", "A time that is none"), QT_TRANSLATE_NOOP("Lab", "Words where a timestamp should be, then a timestamp, on one connection."), QT_TRANSLATE_NOOP("Lab", "A line that says so, and then the time: the connection stays."),
         QT_TRANSLATE_NOOP("Lab", "int() raises ValueError on words: catch it inside the loop, send a line that says so, and go on with the same client.")},
        {"farewell", Server, Kind::Farewell, F::Typed, F::Turns, true, QT_TRANSLATE_NOOP("Lab", "The client says goodbye"), QT_TRANSLATE_NOOP("Lab", "A client that says “bye” after the first answer."), QT_TRANSLATE_NOOP("Lab", "The program ends, or closes its socket."),
         QT_TRANSLATE_NOOP("Lab", "Compare what recvfrom returned with “bye”, decoded and without blanks at its ends, before you ask for the next line: then leave the loop and close the socket.")},
        {"slow-reader", Server, Kind::SlowReader, F::Joins | F::Output, 0, false, QT_TRANSLATE_NOOP("Lab", "A slow reader"), QT_TRANSLATE_NOOP("Lab", "A large answer is read late and in small bites."), QT_TRANSLATE_NOOP("Lab", "Every byte of it comes."),
         QT_TRANSLATE_NOOP("Lab", "send may take only a part: look at what it returns, or use sendall.")},
        {"text", Server, Kind::Foreign, F::Words | F::Output, 0, true, QT_TRANSLATE_NOOP("Lab", "Chinese text"), QT_TRANSLATE_NOOP("Lab", "Text beyond ASCII, in UTF-8."), QT_TRANSLATE_NOOP("Lab", "It comes through unharmed."),
         QT_TRANSLATE_NOOP("Lab", "A length counts bytes, not characters: encode first, then measure; and decode as UTF-8.")},
        {"character", Server, Kind::CutCharacter, F::Joins, 0, false, QT_TRANSLATE_NOOP("Lab", "Half a character"), QT_TRANSLATE_NOOP("Lab", "The cut between two sends goes through the middle of a Chinese character."), QT_TRANSLATE_NOOP("Lab", "The same bytes as without a cut."),
         QT_TRANSLATE_NOOP("Lab", "A chunk may end in the middle of a character: collect the bytes and decode when the message is whole, or use an incremental decoder.")},
        {"encoding", Server, Kind::OtherEncoding, F::Words, F::Typed, true, QT_TRANSLATE_NOOP("Lab", "Text in GBK"), QT_TRANSLATE_NOOP("Lab", "A client that writes GBK where UTF-8 is expected."), SurviveExpectation,
         QT_TRANSLATE_NOOP("Lab", "decode() raises UnicodeDecodeError on bytes of another encoding: use errors=\"replace\", or catch it for this one client.")},
        {"crowd", Server, Kind::Crowd, 0, F::Typed | F::OneName, true, QT_TRANSLATE_NOOP("Lab", "Ten at once"), QT_TRANSLATE_NOOP("Lab", "Ten clients connect at the same time."), QT_TRANSLATE_NOOP("Lab", "All of them are served in the end."),
         QT_TRANSLATE_NOOP("Lab", "Clients that wait need room in the backlog: listen(16), and go back to accept soon.")},
        {"waiting", Server, Kind::Waiting, 0, F::Typed, false, QT_TRANSLATE_NOOP("Lab", "One keeps you waiting"), QT_TRANSLATE_NOOP("Lab", "One client connects and says nothing; another one wants to be served."), QT_TRANSLATE_NOOP("Lab", "As the serving model promises: at once, or, one at a time, as soon as the first has gone."),
         QT_TRANSLATE_NOOP("Lab", "accept and recv in the same thread serve one at a time. For more at once give each connection a thread, or wait for all of them with select.")},
        {"vanish", Server, Kind::Vanish, 0, F::Typed, false, QT_TRANSLATE_NOOP("Lab", "Gone without a word"), QT_TRANSLATE_NOOP("Lab", "A client connects and closes before it has said anything."), SurviveExpectation, EndHint},
        {"reset", Server, Kind::Reset, 0, F::Typed, false, QT_TRANSLATE_NOOP("Lab", "A reset"), QT_TRANSLATE_NOOP("Lab", "A client resets the connection in the middle."), SurviveExpectation,
         QT_TRANSLATE_NOOP("Lab", "After a reset recv raises ConnectionResetError and send raises BrokenPipeError: catch both around one client's work, and go on to accept.")},
        {"byte-order", Server, Kind::ByteOrder, F::Binary, F::Output, false, QT_TRANSLATE_NOOP("Lab", "The other byte order"), QT_TRANSLATE_NOOP("Lab", "The length is written with its big end first."), SurviveExpectation, CheckLengthHint},
        {"negative", Server, Kind::Negative, F::Digits, 0, false, QT_TRANSLATE_NOOP("Lab", "A negative length"), QT_TRANSLATE_NOOP("Lab", "The announced length is −5."), SurviveExpectation, CheckLengthHint},
        {"absurd", Server, Kind::Absurd, F::Digits, 0, false, QT_TRANSLATE_NOOP("Lab", "An absurd length"), QT_TRANSLATE_NOOP("Lab", "More bytes are announced than any disk holds."), SurviveExpectation, CheckLengthHint},
        {"no-number", Server, Kind::NoNumber, F::Digits, 0, false, QT_TRANSLATE_NOOP("Lab", "A length that is no number"), QT_TRANSLATE_NOOP("Lab", "Words stand where the length should."), SurviveExpectation, CheckLengthHint},
        {"short-body", Server, Kind::ShortBody, F::Stores, 0, false, QT_TRANSLATE_NOOP("Lab", "An upload that breaks off"), QT_TRANSLATE_NOOP("Lab", "Half of the file comes, then the connection ends."), QT_TRANSLATE_NOOP("Lab", "No half file under the final name, and the next client is served."),
         QT_TRANSLATE_NOOP("Lab", "Write to a file with a name of its own, count the bytes, and rename it when all have come; remove it otherwise.")},
        {"escape", Server, Kind::Escape, F::Named, 0, false, QT_TRANSLATE_NOOP("Lab", "A name that leaves the folder"), QT_TRANSLATE_NOOP("Lab", "The file is to be called ../NAME."), QT_TRANSLATE_NOOP("Lab", "Nothing is written outside the folder."),
         QT_TRANSLATE_NOOP("Lab", "A name from the other side is no path: use os.path.basename on it, and refuse what is left if it is empty, “.” or “..”.")},
        {"existing", Server, Kind::Existing, F::Named, 0, false, QT_TRANSLATE_NOOP("Lab", "A name that is taken"), QT_TRANSLATE_NOOP("Lab", "A file of that name is there already."), QT_TRANSLATE_NOOP("Lab", "The old file stays whole, or the new one takes its place whole."),
         QT_TRANSLATE_NOOP("Lab", "Do not append to or write over a file that is there: refuse, or write a new one beside it and rename it.")},
        {"wrong-mac", Server, Kind::WrongMac, F::Secret, 0, false, QT_TRANSLATE_NOOP("Lab", "A wrong digest"), QT_TRANSLATE_NOOP("Lab", "Sixteen bytes that are not the digest."), QT_TRANSLATE_NOOP("Lab", "Refused; and the right digest is still accepted afterwards."),
         QT_TRANSLATE_NOOP("Lab", "Compare the whole digest: hmac.compare_digest(mine, theirs), and read all 16 bytes of it first.")},
        {"replayed-mac", Server, Kind::ReplayedMac, F::Secret, 0, false, QT_TRANSLATE_NOOP("Lab", "A replayed digest"), QT_TRANSLATE_NOOP("Lab", "The digest that was right on the connection before, for another number."), QT_TRANSLATE_NOOP("Lab", "Refused: each connection has a number of its own."),
         QT_TRANSLATE_NOOP("Lab", "Choose a new random number for each connection, and compute the digest over that one.")},
        // The program is the client ------------------------------------------------------------------------------------
        {"plain", Client, Kind::Plain, 0, 0, true, QT_TRANSLATE_NOOP("Lab", "A friendly server"), QT_TRANSLATE_NOOP("Lab", "A server that does everything by the book."), QT_TRANSLATE_NOOP("Lab", "The conversation goes as the dialect has it."),
         QT_TRANSLATE_NOOP("Lab", "Compare byte by byte what was expected with what came; the page of the dialect says what goes over the wire.")},
        {"split", Client, Kind::Split, F::Announced, 0, false, QT_TRANSLATE_NOOP("Lab", "An answer in two pieces"), QT_TRANSLATE_NOOP("Lab", "What has a length is cut in two, at every byte in turn, each time on a new connection."), QT_TRANSLATE_NOOP("Lab", "The program shows the whole answer."), LoopHint},
        {"bytes", Client, Kind::EachByte, F::Announced, 0, false, QT_TRANSLATE_NOOP("Lab", "Byte by byte"), QT_TRANSLATE_NOOP("Lab", "Every byte of what has a length is sent by a call of its own."), QT_TRANSLATE_NOOP("Lab", "The program shows the whole answer."), LoopHint},
        {"merged", Client, Kind::Merged, F::Binary, F::Stores, false, QT_TRANSLATE_NOOP("Lab", "Length and answer in one send"), QT_TRANSLATE_NOOP("Lab", "The length and what it announces come as one send."), QT_TRANSLATE_NOOP("Lab", "The program shows the whole answer."),
         QT_TRANSLATE_NOOP("Lab", "recv(1024) for the length takes a part of the answer with it: ask for exactly the 4 bytes, or keep the rest.")},
        {"large", Client, Kind::Large, F::Announced, 0, false, QT_TRANSLATE_NOOP("Lab", "A million bytes"), QT_TRANSLATE_NOOP("Lab", "An answer of 1,000,000 bytes."), QT_TRANSLATE_NOOP("Lab", "The program reads all of it."), LoopHint},
        {"binary", Client, Kind::AnyBytes, F::Stores, 0, false, QT_TRANSLATE_NOOP("Lab", "Bytes of a picture"), QT_TRANSLATE_NOOP("Lab", "A file that is no text: every byte from 0 to 255."), QT_TRANSLATE_NOOP("Lab", "Every byte of it arrives."),
         QT_TRANSLATE_NOOP("Lab", "Open the file with mode “rb” and send what read() returned: a file is bytes, so there is no encode(); its size is os.path.getsize(), not len() of a text.")},
        {"empty", Client, Kind::Empty, F::Announced, 0, false, QT_TRANSLATE_NOOP("Lab", "An empty answer"), QT_TRANSLATE_NOOP("Lab", "The announced length is 0."), QT_TRANSLATE_NOOP("Lab", "The program goes on without waiting for more."), QT_TRANSLATE_NOOP("Lab", "Do not call recv for 0 bytes that nobody sends: check the length first.")},
        {"text", Client, Kind::Foreign, F::Announced, 0, false, QT_TRANSLATE_NOOP("Lab", "Chinese text"), QT_TRANSLATE_NOOP("Lab", "The answer has characters beyond ASCII."), QT_TRANSLATE_NOOP("Lab", "The program shows them."), QT_TRANSLATE_NOOP("Lab", "A length counts bytes, not characters: decode when all bytes are there.")},
        {"farewell", Client, Kind::Farewell, F::Byes, 0, false, QT_TRANSLATE_NOOP("Lab", "The server says goodbye"), QT_TRANSLATE_NOOP("Lab", "The server answers with its bye."), QT_TRANSLATE_NOOP("Lab", "The program says bye in return, and ends."),
         QT_TRANSLATE_NOOP("Lab", "Take the text behind the colon of each message: when it is “bye”, send your own NICK:bye, close, and leave the loop.")},
        {"delayed", Client, Kind::Delayed, 0, F::Stores | F::Typed, true, QT_TRANSLATE_NOOP("Lab", "A slow server"), QT_TRANSLATE_NOOP("Lab", "Every answer comes a second late."), QT_TRANSLATE_NOOP("Lab", "The program waits for it."), QT_TRANSLATE_NOOP("Lab", "Do not take silence for an end: recv waits until something comes.")},
        {"close", Client, Kind::CloseEarly, 0, F::Typed | F::Silent, false, QT_TRANSLATE_NOOP("Lab", "A close instead of an answer"), QT_TRANSLATE_NOOP("Lab", "The server closes where it should answer."), QT_TRANSLATE_NOOP("Lab", "The program notices, and ends."), EndHint},
        {"cut-answer", Client, Kind::CutAnswer, F::Announced, 0, false, QT_TRANSLATE_NOOP("Lab", "Half an answer"), QT_TRANSLATE_NOOP("Lab", "The server closes in the middle of its answer."), QT_TRANSLATE_NOOP("Lab", "The program notices, and ends."), EndHint},
        {"reset", Client, Kind::ResetEarly, 0, F::Typed | F::Silent, false, QT_TRANSLATE_NOOP("Lab", "A reset"), QT_TRANSLATE_NOOP("Lab", "The server resets the connection where it should answer."), QT_TRANSLATE_NOOP("Lab", "The program says so, and ends without a crash."),
         QT_TRANSLATE_NOOP("Lab", "After a reset recv raises ConnectionResetError and send raises BrokenPipeError: catch them, and tell the user.")},
        {"garbage", Client, Kind::Garbage, 0, F::Typed | F::Stores, true, QT_TRANSLATE_NOOP("Lab", "Bytes that are no text"), QT_TRANSLATE_NOOP("Lab", "The answer is bytes that make no sense."), QT_TRANSLATE_NOOP("Lab", "The program does not crash."),
         QT_TRANSLATE_NOOP("Lab", "decode() raises UnicodeDecodeError on bytes that are no UTF-8: use errors=\"replace\", and check what comes before you use it.")},
        {"bad-length", Client, Kind::BadLength, F::Announced, 0, false, QT_TRANSLATE_NOOP("Lab", "A length that cannot be"), QT_TRANSLATE_NOOP("Lab", "A negative length is announced, and then the server closes."), QT_TRANSLATE_NOOP("Lab", "The program does not crash, and ends."), CheckLengthHint},
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

QByteArray anyBytes()
{
    QByteArray bytes;
    for (int i = 0; i < 3 * 256; ++i)
        bytes.append(static_cast<char>(i * 7)); // 7 and 256 have no common divisor
    return bytes;
}

const std::vector<TrialInfo> &trials()
{
    return Table;
}

QString TrialInfo::titleText() const
{
    return QCoreApplication::translate("Lab", title);
}

QString TrialInfo::triedText() const
{
    return QCoreApplication::translate("Lab", tried);
}

QString TrialInfo::expectedText() const
{
    return QCoreApplication::translate("Lab", expected);
}

QString TrialInfo::hintText() const
{
    return QCoreApplication::translate("Lab", hint);
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
        return QCoreApplication::translate("Lab", "passed");
    case TrialResult::Verdict::Failed:
        return QCoreApplication::translate("Lab", "failed");
    case TrialResult::Verdict::NotTried:
        return QCoreApplication::translate("Lab", "not tried");
    }
    return {};
}

} // namespace transom::lab
