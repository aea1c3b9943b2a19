<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
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
        <name>transom::ui::FilesPage</name>
        <message numerus="yes">
            <source>The same for the %n other(s)</source>
            <translation>
                <numerusform>The same for the %n other</numerusform>
                <numerusform>The same for the %n others</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FolderPane</name>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n item</numerusform>
                <numerusform>%n items</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n chosen</source>
            <translation>
                <numerusform>%n chosen</numerusform>
                <numerusform>%n chosen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
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
            <source>%n file(s) failed. </source>
            <translation>
                <numerusform>%n file failed. </numerusform>
                <numerusform>%n files failed. </numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left out</source>
            <translation>
                <numerusform>%n left out</numerusform>
                <numerusform>%n left out</numerusform>
            </translation>
        </message>
    </context>
</TS>
