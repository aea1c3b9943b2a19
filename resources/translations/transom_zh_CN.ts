<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Acceptor</name>
    <message>
        <source>Another program already listens at %1. Stop it, or choose another port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no address of this computer. Choose one of its own, or 0.0.0.0 or [::] for all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system does not let this user listen at %1. Choose a port above 1023.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system does not allow listening at %1. Choose another address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The path of a socket has at most %1 bytes. Choose a shorter one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is already a file where the socket should be. Choose another path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program already serves this socket. Stop it, or choose another path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many files are open. Close some, and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No socket can be made at this path. Check that its folder exists and is yours.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AccountEditor</name>
    <message>
        <source>May sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit, or 500 MB, 10 GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands run as the user of this server and can reach every file that it can. Allow them only to people you would lend this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the account %1? Its direct messages go with it; the files in its home stay on the disk. Press again to remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least 8 characters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no size. Write 500 MB or 10 GB, or leave it empty.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Announcer</name>
    <message>
        <source>Another program keeps UDP port %1 for itself, so searches do not find this server. Connect by its address.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Breadcrumb</name>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click beside the parts to type a path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, this folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the top</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatClient</name>
    <message>
        <source>Not connected. Send it again when the connection is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many lines at once. Send them as a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection was lost; this may not have been sent.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>Chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join or make a room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of a room to join or to make</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join this room, or make it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rooms and people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave this room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has joined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection was lost before the server had answered. It may have been said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n here: %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Here now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not here now. Messages wait on the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not chat here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account %1 has no permission to chat. Whoever runs this server can give it, on the Server page or with &quot;transomd user set&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rooms and people appear here in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Talk to the people on a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rooms for everybody and direct messages for two. Connect to a server first, or try it on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected. What you write stays here until you are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection was lost. It is tried again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected. You see what was said before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been said here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the first line below. Everybody who comes later can read it, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been said yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you write here, only %1 can read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Command</name>
    <message>
        <source>There is no connection to the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too much is going on in this connection at once. Wait until something has finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection ended before the command did. The server ends the command then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many commands are running on this session. End one or wait for one to end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot run another program just now. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder to start in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The arguments are too long. Pass large input as standard input instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server could not prepare the program&apos;s surroundings.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandBar</name>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it is run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program with its arguments, exactly as they stand: no variables, wildcards or pipes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program and arguments, for example: ls -l &apos;My folder&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder it starts in, below your home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit in seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding of its text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line goes to /bin/sh: variables, wildcards, pipes and all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your account has no permission for the shell. Whoever runs the server can give it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the line is run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Character %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is passed on as it stands. To have it done, choose Shell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is passed on as it stands: this is not a shell.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPage</name>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run a command on the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a program and its arguments above. Its output appears here as it comes, and you can stop it at any time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands that were run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your account may not run commands here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected. Commands can be run when you are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not run commands here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands are off until an account is allowed to run them. Whoever runs this server can allow %1, on the Server page or with &quot;transomd user set&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands can be run in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run commands on another computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output, colours, input and exit status as if you sat there. Connect to a server first, or try it on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandRun</name>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exit status %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended by signal %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Could not run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandRunsModel</name>
    <message>
        <source>%1, %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%L1 bytes too many: the limit is %L2. Send it as a file instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%L1 of %L2 bytes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnectPage</name>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it on this computer first: a server starts here, you are connected to it, and you drop a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn sockets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read what crosses the wire when you chat, run a command or move a file: frames, lengths, bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read about it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts, home folders and quotas for a class or a team, on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set it up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have noted it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearby</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for servers on your networks. They answer only if they listen beyond their own computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in to a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lab-pc, 192.168.1.20 or [fe80::1]:7160</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I have compared it: trust this key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None is open now. Connections that you make, and those to a server on this computer, appear here as they happen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is this really %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have not been connected to this server before. Ask whoever runs it for its fingerprint (it is on the Server page, and transomd prints it) and compare all 13 groups. If they are the same, nobody is in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop: the key of %1 has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not the key that you trusted before. Either the server was set up anew, or somebody is in between and would read everything. Ask whoever runs the server. If the new key is right, remove the old line of this server from the file known_servers, or run: transomctl trust %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trusted: %1
now:     %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A server is running here: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a server that only this computer can reach, make an account, and connect to it: one press.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your account on this computer is &lt;b&gt;%1&lt;/b&gt;, its password &lt;b&gt;%2&lt;/b&gt;. It is shown only now: note it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers that you have been connected to appear here. Passwords are never kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget this server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the password of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the server&apos;s name or address, with its port if it is not 7160.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the name of your account on that server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says that its fingerprint is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names are what servers call themselves. Who they are, their fingerprint tells.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server has answered. Servers answer only if they listen beyond their own computer and a firewall lets UDP port 7160 through. You can still type an address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send a message …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It appears in their chat as a line from the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended by whoever runs the server.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnectionsModel</name>
    <message>
        <source>Securing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversationModel</name>
    <message>
        <source>Not sent: %1. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversationView</name>
    <message>
        <source>Go to the newest line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading earlier lines…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy link address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open link in the browser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Database</name>
    <message>
        <source>The server&apos;s database is damaged. Stop the server and restore the file from a copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is a database of another program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s database was made by a newer version of Transom. Update this one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceStream</name>
    <message>
        <source>%1 stopped reading; what was still to be sent is lost.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DownloadJob</name>
    <message>
        <source>It is a folder. Say --recursive to download it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folders are nested too deeply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a link; links are not followed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileTable</name>
    <message>
        <source>Drop here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quota</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move files to and from the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a server. Then drop files here, or choose them and press Upload.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your account may not see files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever runs the server can allow it, on the Server page or with transomd user set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files at the left and press Upload, or drop them on this page from anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 used, %2 free on the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is there already. Overwrite what is there, or leave it: the transfers below offer to keep both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FolderModel</name>
    <message>
        <source>folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>special file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%L1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Modified</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FolderPane</name>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh (F5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename (F2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove (Delete)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Remove %1 for good? Folders go with all that is in them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LocalFolders</name>
    <message>
        <source>This folder does not exist any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not look into this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a %1 already. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No folder can be made here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be renamed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be moved to the wastebasket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move %1 to the wastebasket?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to wastebasket</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LocalStream</name>
    <message>
        <source>The connection ended before it could be served.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 belongs to another user of this computer. Ask whoever runs the server.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutputView</name>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlacesModel</name>
    <message>
        <source>Rooms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not here now</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n here</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1: click to join</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not here</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QSslSocket</name>
    <message>
        <source>The TLS/SSL connection has been closed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Show or hide the names of the pages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemoteFolders</name>
    <message>
        <source>Remove %1 from the server for good?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the output…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the command and run it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search in the output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous match (Shift+Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next match (Enter)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A line for the command&apos;s input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tells the command that nothing more will come, as Ctrl+D does in a terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the shell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends the command and everything it has started, whether they want or not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupts the command, as Ctrl+C does in a terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%L1 earlier lines were dropped: the newest %L2 are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>in %n line(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Save output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output.txt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output could not be saved there. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Security</name>
    <message>
        <source>This is not a fingerprint. It has 13 groups of four letters and digits, such as ABCD-2345-…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key could not be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file identity.pem holds no usable key and certificate. Restore it from a copy, or remove it: a new key is made, and everybody has to trust it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not the name or address of a computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other side sent a sign-in message that makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in took its steps in the wrong order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name or password holds characters that cannot be typed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in is not bound to this encrypted connection; somebody may be in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in asks to be bound to an encrypted connection, but this one is not encrypted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sign-in belongs to another connection; somebody may be in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server asks for a password proof of %1 rounds; between %2 and %3 are safe. Nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ServerPage</name>
    <message>
        <source>Signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign-in refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File uploaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File renamed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server is running in this window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start one to let people of your choice chat, run commands and keep files on this computer. At first only this computer can reach it; you decide when others can.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What has happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let other computers connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everybody who can reach this computer may then try to sign in; only your accounts get in, over TLS, and they compare the fingerprint above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no accounts yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add one for everybody who is to use this server. Only then can other computers connect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account %1 is there. Tell them its password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is changed, also where they are signed in now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account %1 is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The server is running, %n connection(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Add an account first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SessionBar</name>
    <message>
        <source>Try now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round trip: how long a frame takes there and back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in at %1 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: compare its fingerprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: its key has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusted, encrypted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encrypted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not encrypted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key of the server: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS 1.3. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everybody on the way can read this connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: connection lost, trying again in %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another server …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>This server has accounts already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A password needs at least eight characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This password is too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name has 1 to 64 letters, digits, dots, dashes and underscores, and begins and ends with a letter or digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is an account of this name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TcpStream</name>
    <message>
        <source>The connection ended before it could be served.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 speaks HTTP; this port serves Transom only. Connect to it with Transom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not speak TLS; this port serves Transom only. Connect to it with Transom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left before the connection was encrypted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended the connection before it was encrypted. It may be busy, or no Transom server: check the port, or try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not agree with this server on encryption (TLS 1.3). Update Transom on that computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not speak Transom&apos;s encryption (TLS 1.3). Check the port, and that a Transom server listens there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 connected, but did not begin an encrypted session within %2 s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 accepted the connection, but did not answer in TLS within %2 s. Check the port, and that a Transom server listens there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 speaks TLS, but not Transom&apos;s protocol. Connect to this port with Transom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 speaks TLS, but is no Transom server. Check the address and the port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 showed no certificate, so it cannot be recognised. Do not trust it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferJob</name>
    <message>
        <source>%1 files could not be transferred. First: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransferQueue</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransfersDrawer</name>
    <message>
        <source>Show the transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take what is finished off the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of all transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overwrite what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it off the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TransfersModel</name>
    <message numerus="yes">
        <source>%n under way</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) failed. </source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>download</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>The server&apos;s certificate and key cannot be used together. Remove both to have new ones made; people must then trust the new key.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UploadJob</name>
    <message>
        <source>It is a folder. Say --recursive to upload it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folders are nested too deeply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a link; links are not followed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>UsersModel</name>
    <message>
        <source>Chat</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the shell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Administer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>transom::accounts</name>
    <message>
        <source>Another program is using the server&apos;s database. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s database is damaged. Stop the server and restore the file from a copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s database cannot be opened for writing. Check who owns its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk failed while the server&apos;s database was used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s database did not carry this out. Its log says why.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>transom::command</name>
    <message>
        <source>Say either what to run with its arguments or a line for the shell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name of the program is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A command cannot hold a NUL character.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A time limit cannot be negative.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such terminal: check its type and its size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your account may run programs but not lines for the shell. Give the program and its arguments one by one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>transom::inspect</name>
    <message>
        <source>%1 bytes of an unknown type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes, secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes of standard error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 more bytes may be sent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>transom::security</name>
    <message>
        <source>“%1” is not a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder “%1” belongs to another user of this computer. Use a folder of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other users of this computer can open the folder “%1”, which holds secret keys. If only you have used it, run chmod 700 on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is a link, which is not safe for a secret key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” belongs to another user of this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other users of this computer can read “%1”, which holds a secret key. If you are sure that nobody has, run chmod 600 on it; otherwise remove it, and a new one is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is too large.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>transom::ui</name>
    <message>
        <source>This single quote is never closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This double quote is never closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing follows the backslash at the end.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
