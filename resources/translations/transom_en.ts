<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
    <context>
        <name>transom::ui::BytesView</name>
        <message numerus="yes">
            <source>%n more byte(s) had to make room for later ones.</source>
            <translation>
                <numerusform>%n more byte had to make room for later ones.</numerusform>
                <numerusform>%n more bytes had to make room for later ones.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) crossed the wire and were not recorded.</source>
            <translation>
                <numerusform>%n more byte crossed the wire and was not recorded.</numerusform>
                <numerusform>%n more bytes crossed the wire and were not recorded.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ChatPage</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n here: %1</source>
            <translation>
                <numerusform>%n here: %1</numerusform>
                <numerusform>%n here: %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ClassView</name>
        <message numerus="yes">
            <source>%n program(s)</source>
            <translation>
                <numerusform>%n program</numerusform>
                <numerusform>%n programs</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ConflictBar</name>
        <message numerus="yes">
            <source>%n more question(s)</source>
            <translation>
                <numerusform>%n more question</numerusform>
                <numerusform>%n more questions</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DeliveryComposer</name>
        <message numerus="yes">
            <source>%1 · %n member(s)</source>
            <translation>
                <numerusform>%1 · %n member</numerusform>
                <numerusform>%1 · %n members</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 and %n more</numerusform>
                <numerusform>%1 and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ExperimentPage</name>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n run</numerusform>
                <numerusform>%n runs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n call(s) so far</source>
            <translation>
                <numerusform>%n call so far</numerusform>
                <numerusform>%n calls so far</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FileCarrier</name>
        <message numerus="yes">
            <source>and %Ln more</source>
            <translation>
                <numerusform>and %Ln more</numerusform>
                <numerusform>and %Ln more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The same for the %n other(s)</source>
            <translation>
                <numerusform>The same for the other one</numerusform>
                <numerusform>The same for the %n others</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln item(s)</source>
            <translation>
                <numerusform>%Ln item</numerusform>
                <numerusform>%Ln items</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln special file(s) cannot be copied and stay where they are: %1</source>
            <translation>
                <numerusform>%Ln special file cannot be copied and stays where it is: %1</numerusform>
                <numerusform>%Ln special files cannot be copied and stay where they are: %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FileTable</name>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n item</numerusform>
                <numerusform>%n items</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FolderPane</name>
        <message numerus="yes">
            <source>Download %n item(s) to %1</source>
            <translation>
                <numerusform>Download %n item to %1</numerusform>
                <numerusform>Download %n items to %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Upload %n item(s) to %1</source>
            <translation>
                <numerusform>Upload %n item to %1</numerusform>
                <numerusform>Upload %n items to %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %Ln more</source>
            <translation>
                <numerusform>and %Ln more</numerusform>
                <numerusform>and %Ln more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln file(s)</source>
            <translation>
                <numerusform>%Ln file</numerusform>
                <numerusform>%Ln files</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln folder(s)</source>
            <translation>
                <numerusform>%Ln folder</numerusform>
                <numerusform>%Ln folders</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln thing(s) are in the recycle bin now.</source>
            <translation>
                <numerusform>%Ln thing is in the recycle bin now.</numerusform>
                <numerusform>%Ln things are in the recycle bin now.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Move %n item(s) to %1</source>
            <translation>
                <numerusform>Move %n item to %1</numerusform>
                <numerusform>Move %n items to %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Copy %n item(s) to %1</source>
            <translation>
                <numerusform>Copy %n item to %1</numerusform>
                <numerusform>Copy %n items to %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln item(s)</source>
            <translation>
                <numerusform>%Ln item</numerusform>
                <numerusform>%Ln items</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%L1 of %Ln item(s)</source>
            <translation>
                <numerusform>%L1 of %Ln item</numerusform>
                <numerusform>%L1 of %Ln items</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln chosen</source>
            <translation>
                <numerusform>%Ln chosen</numerusform>
                <numerusform>%Ln chosen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln of them are in the recycle bin now, the rest is not.</source>
            <translation>
                <numerusform>%Ln of them is in the recycle bin now, the rest is not.</numerusform>
                <numerusform>%Ln of them are in the recycle bin now, the rest is not.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln of them are gone from here, the rest is not.</source>
            <translation>
                <numerusform>%Ln of them is gone from here, the rest is not.</numerusform>
                <numerusform>%Ln of them are gone from here, the rest is not.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ForMeDetail</name>
        <message numerus="yes">
            <source>%n file(s), %1</source>
            <translation>
                <numerusform>%n file, %1</numerusform>
                <numerusform>%n files, %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FromMeDetail</name>
        <message numerus="yes">
            <source>%n declined</source>
            <translation>
                <numerusform>%n declined</numerusform>
                <numerusform>%n declined</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Lab</name>
        <message numerus="yes">
            <source>A datagram of %n byte(s) from %1</source>
            <translation>
                <numerusform>A datagram of one byte from %1</numerusform>
                <numerusform>A datagram of %n bytes from %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The server has ended the connection in the middle: %n announced byte(s) are missing.</source>
            <translation>
                <numerusform>The server has ended the connection in the middle: one announced byte is missing.</numerusform>
                <numerusform>The server has ended the connection in the middle: %n announced bytes are missing.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s) after “start” came in the same chunk and are left out.</source>
            <translation>
                <numerusform>One byte after “start” came in the same chunk and is left out.</numerusform>
                <numerusform>%n bytes after “start” came in the same chunk and are left out.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The connection ended after %n of the 16 bytes of a digest.</source>
            <translation>
                <numerusform>The connection ended after one of the 16 bytes of a digest.</numerusform>
                <numerusform>The connection ended after %n of the 16 bytes of a digest.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n connection(s) in the backlog: connected, and not accepted yet</source>
            <translation>
                <numerusform>one connection in the backlog: connected, and not accepted yet</numerusform>
                <numerusform>%n connections in the backlog: connected, and not accepted yet</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s)</source>
            <translation>
                <numerusform>one byte</numerusform>
                <numerusform>%n bytes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>took only %n byte(s): the buffers are full; the rest needs another call</source>
            <translation>
                <numerusform>took only one byte: the buffers are full; the rest needs another call</numerusform>
                <numerusform>took only %n bytes: the buffers are full; the rest needs another call</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>returned %n byte(s): %1</source>
            <translation>
                <numerusform>returned 1 byte: %1</numerusform>
                <numerusform>returned %n bytes: %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>returned %n byte(s), the rest of the datagram is lost: %1</source>
            <translation>
                <numerusform>returned 1 byte, the rest of the datagram is lost: %1</numerusform>
                <numerusform>returned %n bytes, the rest of the datagram is lost: %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>“%1” (%n byte(s))</source>
            <translation>
                <numerusform>“%1” (%n byte)</numerusform>
                <numerusform>“%1” (%n bytes)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>As much as was asked for; %n byte(s) still wait in the queue.</source>
            <translation>
                <numerusform>As much as was asked for; %n byte still waits in the queue.</numerusform>
                <numerusform>As much as was asked for; %n bytes still wait in the queue.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Only a part: the buffers are full, and the other %n byte(s) need another call.</source>
            <translation>
                <numerusform>Only a part: the buffers are full, and the other byte needs another call.</numerusform>
                <numerusform>Only a part: the buffers are full, and the other %n bytes need another call.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>All of it, in %n call(s) of send.</source>
            <translation>
                <numerusform>All of it, in %n call of send.</numerusform>
                <numerusform>All of it, in %n calls of send.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>From now on the kernel makes connections by itself, and %n may wait to be accepted.</source>
            <translation>
                <numerusform>From now on the kernel makes connections by itself, and %n may wait to be accepted.</numerusform>
                <numerusform>From now on the kernel makes connections by itself, and %n may wait to be accepted.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: send %n byte(s)</source>
            <translation>
                <numerusform>%1: send %n byte</numerusform>
                <numerusform>%1: send %n bytes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: send all of %n byte(s)</source>
            <translation>
                <numerusform>%1: send all of %n byte</numerusform>
                <numerusform>%1: send all of %n bytes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: send %n byte(s) to %2</source>
            <translation>
                <numerusform>%1: send %n byte to %2</numerusform>
                <numerusform>%1: send %n bytes to %2</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: receive up to %n byte(s)</source>
            <translation>
                <numerusform>%1: receive up to %n byte</numerusform>
                <numerusform>%1: receive up to %n bytes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: receive up to %n byte(s) and see from whom</source>
            <translation>
                <numerusform>%1: receive up to %n byte and see from whom</numerusform>
                <numerusform>%1: receive up to %n bytes and see from whom</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s) had gone before.</source>
            <translation>
                <numerusform>%n byte had gone before.</numerusform>
                <numerusform>%n bytes had gone before.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n handler(s)</source>
            <translation>
                <numerusform>%n handler</numerusform>
                <numerusform>%n handlers</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>… and %n more line(s)</source>
            <translation>
                <numerusform>… and %n more line</numerusform>
                <numerusform>… and %n more lines</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The program closed the connection before it had read its answer of %n byte(s).</source>
            <translation>
                <numerusform>The program closed the connection before it had read its answer of %n byte.</numerusform>
                <numerusform>The program closed the connection before it had read its answer of %n bytes.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>“%1”, with %n wrong bit(s)</source>
            <translation>
                <numerusform>“%1”, with %n wrong bit</numerusform>
                <numerusform>“%1”, with %n wrong bits</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s) that came before the end were never read.</source>
            <translation>
                <numerusform>%n byte that came before the end was never read.</numerusform>
                <numerusform>%n bytes that came before the end were never read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The datagram is larger than the %n byte(s) that were asked for; the rest of it is lost.</source>
            <translation>
                <numerusform>The datagram is larger than the one byte that was asked for; the rest of it is lost.</numerusform>
                <numerusform>The datagram is larger than the %n bytes that were asked for; the rest of it is lost.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of the 4 bytes of the header's length</source>
            <translation>
                <numerusform>%n of the 4 bytes of the header's length</numerusform>
                <numerusform>%n of the 4 bytes of the header's length</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) of the header</source>
            <translation>
                <numerusform>%n more byte of the header</numerusform>
                <numerusform>%n more bytes of the header</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) of the output</source>
            <translation>
                <numerusform>%n more byte of the output</numerusform>
                <numerusform>%n more bytes of the output</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of the 4 bytes of the length</source>
            <translation>
                <numerusform>%n of the 4 bytes of the length</numerusform>
                <numerusform>%n of the 4 bytes of the length</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of the 16 bytes of the digest</source>
            <translation>
                <numerusform>%n of the 16 bytes of the digest</numerusform>
                <numerusform>%n of the 16 bytes of the digest</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) of the file</source>
            <translation>
                <numerusform>%n more byte of the file</numerusform>
                <numerusform>%n more bytes of the file</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::PlacesModel</name>
        <message numerus="yes">
            <source>%1, %n here</source>
            <translation>
                <numerusform>%1, %n here</numerusform>
                <numerusform>%1, %n here</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unread</source>
            <translation>
                <numerusform>%n unread</numerusform>
                <numerusform>%n unread</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::PropertiesPanel</name>
        <message numerus="yes">
            <source>%Ln byte(s)</source>
            <translation>
                <numerusform>%Ln byte</numerusform>
                <numerusform>%Ln bytes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln item(s)</source>
            <translation>
                <numerusform>%Ln item</numerusform>
                <numerusform>%Ln items</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln folder(s)</source>
            <translation>
                <numerusform>%Ln folder</numerusform>
                <numerusform>%Ln folders</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln file(s)</source>
            <translation>
                <numerusform>%Ln file</numerusform>
                <numerusform>%Ln files</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln folder(s) could not be looked into.</source>
            <translation>
                <numerusform>%Ln folder could not be looked into.</numerusform>
                <numerusform>%Ln folders could not be looked into.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RailButton</name>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n new</numerusform>
                <numerusform>%n new</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RelayStation</name>
        <message numerus="yes">
            <source>%n byte(s) dropped</source>
            <translation>
                <numerusform>%n byte dropped</numerusform>
                <numerusform>%n bytes dropped</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RemoteFolders</name>
        <message numerus="yes">
            <source>%Ln thing(s) could not be put back and are still in the recycle bin: %1</source>
            <translation>
                <numerusform>%Ln thing could not be put back and is still in the recycle bin: %1</numerusform>
                <numerusform>%Ln things could not be put back and are still in the recycle bin: %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RunPanel</name>
        <message numerus="yes">
            <source>in %n line(s)</source>
            <translation>
                <numerusform>in %n line</numerusform>
                <numerusform>in %n lines</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RunView</name>
        <message numerus="yes">
            <source>%n byte(s)</source>
            <translation>
                <numerusform>%n byte</numerusform>
                <numerusform>%n bytes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) kept until they are asked for</source>
            <translation>
                <numerusform>%n line kept until it is asked for</numerusform>
                <numerusform>%n lines kept until they are asked for</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n event(s) left out: they came faster than they can be shown</source>
            <translation>
                <numerusform>%n event left out: it came faster than it can be shown</numerusform>
                <numerusform>%n events left out: they came faster than they can be shown</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ScriptShelf</name>
        <message numerus="yes">
            <source>%n line(s) of the program were no reports of calls, and are left out. The last one: %1</source>
            <translation>
                <numerusform>One line of the program was no report of a call, and is left out: %1</numerusform>
                <numerusform>%n lines of the program were no reports of calls, and are left out. The last one: %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n call(s)</source>
            <translation>
                <numerusform>one call</numerusform>
                <numerusform>%n calls</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ServerPage</name>
        <message numerus="yes">
            <source>The server is running, %n connection(s)</source>
            <translation>
                <numerusform>The server is running, %n connection</numerusform>
                <numerusform>The server is running, %n connections</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::SocketCard</name>
        <message numerus="yes">
            <source>%n wait(s) to be accepted</source>
            <translation>
                <numerusform>%n waits to be accepted</numerusform>
                <numerusform>%n wait to be accepted</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TransferDetails</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left out</source>
            <translation>
                <numerusform>%n left out</numerusform>
                <numerusform>%n left out</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n changed meanwhile</source>
            <translation>
                <numerusform>%n changed meanwhile</numerusform>
                <numerusform>%n changed meanwhile</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::files::TransferQueue</name>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n item</numerusform>
                <numerusform>%n items</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TransfersModel</name>
        <message numerus="yes">
            <source>%n under way</source>
            <translation>
                <numerusform>%n under way</numerusform>
                <numerusform>%n under way</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n paused</source>
            <translation>
                <numerusform>%n paused</numerusform>
                <numerusform>%n paused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n done</source>
            <translation>
                <numerusform>%n done</numerusform>
                <numerusform>%n done</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n file(s)</source>
            <translation>
                <numerusform>%1 of %n file</numerusform>
                <numerusform>%1 of %n files</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left out</source>
            <translation>
                <numerusform>%n left out</numerusform>
                <numerusform>%n left out</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting for your answer</source>
            <translation>
                <numerusform>%n waiting for your answer</numerusform>
                <numerusform>%n waiting for your answer</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting for their server</source>
            <translation>
                <numerusform>%n waiting for its server</numerusform>
                <numerusform>%n waiting for their server</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n changed meanwhile and read again</source>
            <translation>
                <numerusform>%n changed meanwhile and read again</numerusform>
                <numerusform>%n changed meanwhile and read again</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Wire</name>
        <message numerus="yes">
            <source>%n whole messages and a piece of another</source>
            <translation>
                <numerusform>%n whole message and a piece of another</numerusform>
                <numerusform>%n whole messages and a piece of another</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n whole messages</source>
            <translation>
                <numerusform>%n whole message</numerusform>
                <numerusform>%n whole messages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The bytes of %n sends were waiting together, and TCP keeps no borders between them.</source>
            <translation>
                <numerusform>The bytes of %n send were waiting together, and TCP keeps no borders between them.</numerusform>
                <numerusform>The bytes of %n sends were waiting together, and TCP keeps no borders between them.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::WirePage</name>
        <message numerus="yes">
            <source>%n frame(s)</source>
            <translation>
                <numerusform>%n frame</numerusform>
                <numerusform>%n frames</numerusform>
            </translation>
        </message>
    </context>
</TS>
