<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>transom::transport::Acceptor</name>
        <message>
            <source>Another program already listens at %1. Stop it, or choose another port.</source>
            <translation>另一个程序已在 %1 监听。请停止它，或换一个端口。</translation>
        </message>
        <message>
            <source>%1 is no address of this computer. Choose one of its own, or 0.0.0.0 or [::] for all.</source>
            <translation>%1 不是本机的地址。请选择本机的地址，或用 0.0.0.0 或 [::] 表示全部。</translation>
        </message>
        <message>
            <source>The system does not let this user listen at %1. Choose a port above 1023.</source>
            <translation>系统不允许此用户在 %1 监听。请选择大于 1023 的端口。</translation>
        </message>
        <message>
            <source>The system does not allow listening at %1. Choose another address.</source>
            <translation>系统不允许在 %1 监听。请换一个地址。</translation>
        </message>
        <message>
            <source>The path of a socket has at most %1 bytes. Choose a shorter one.</source>
            <translation>套接字路径最多 %1 字节。请换一个短一些的。</translation>
        </message>
        <message>
            <source>There is already a file where the socket should be. Choose another path.</source>
            <translation>套接字的位置已有一个文件。请换一个路径。</translation>
        </message>
        <message>
            <source>Another program already serves this socket. Stop it, or choose another path.</source>
            <translation>另一个程序已在使用此套接字。请停止它，或换一个路径。</translation>
        </message>
        <message>
            <source>Too many files are open. Close some, and try again.</source>
            <translation>打开的文件太多。请关闭一些再试。</translation>
        </message>
        <message>
            <source>No socket can be made at this path. Check that its folder exists and is yours.</source>
            <translation>无法在此路径创建套接字。请检查文件夹是否存在且属于你。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::AccountEditor</name>
        <message>
            <source>May sign in</source>
            <translation>允许登录</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>no limit, or 500 MB, 10 GB</source>
            <translation>不限，或 500 MB、10 GB</translation>
        </message>
        <message>
            <source>Make a password</source>
            <translation>生成密码</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>密码</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>空间</translation>
        </message>
        <message>
            <source>May</source>
            <translation>权限</translation>
        </message>
        <message>
            <source>Commands run as the user of this server and can reach every file that it can. Allow them only to people you would lend this computer.</source>
            <translation>命令以此服务器的用户身份运行，能访问它能访问的所有文件。只允许你愿意把电脑借给他的人使用。</translation>
        </message>
        <message>
            <source>Remove the account %1? Its direct messages go with it; the files in its home stay on the disk. Press again to remove it.</source>
            <translation>删除账户 %1？它的私信会一并删除；主目录中的文件留在磁盘上。再按一次即删除。</translation>
        </message>
        <message>
            <source>Remove it</source>
            <translation>确认删除</translation>
        </message>
        <message>
            <source>New account</source>
            <translation>新账户</translation>
        </message>
        <message>
            <source>at least 8 characters</source>
            <translation>至少 8 个字符</translation>
        </message>
        <message>
            <source>Add account</source>
            <translation>添加账户</translation>
        </message>
        <message>
            <source>unchanged</source>
            <translation>不变</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>"%1" is no size. Write 500 MB or 10 GB, or leave it empty.</source>
            <translation>“%1”不是大小。请写 500 MB 或 10 GB，或留空。</translation>
        </message>
        <message>
            <source>no limit, or a number</source>
            <translation>无限制，或一个数字</translation>
        </message>
        <message>
            <source>Files, folders and links; what is in the recycle bin counts, too.</source>
            <translation>文件、文件夹和链接；回收站中的内容也计算在内。</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>"%1" is no number of files. Write 10000, or leave it empty.</source>
            <translation>“%1”不是文件数量。请写 10000，或留空。</translation>
        </message>
    </context>
    <context>
        <name>Accounts</name>
        <message>
            <source>This server has accounts already.</source>
            <translation>此服务器已有账户。</translation>
        </message>
        <message>
            <source>A password needs at least eight characters.</source>
            <translation>密码至少需要八个字符。</translation>
        </message>
        <message>
            <source>This password is too long.</source>
            <translation>此密码太长。</translation>
        </message>
        <message>
            <source>A name has 1 to 64 letters, digits, dots, dashes and underscores, and begins and ends with a letter or digit.</source>
            <translation>名称由 1 到 64 个字母、数字、点、连字符和下划线组成，首尾必须是字母或数字。</translation>
        </message>
        <message>
            <source>There is an account of this name.</source>
            <translation>已有同名账户。</translation>
        </message>
        <message>
            <source>Another program is using the server's database. Try again in a moment.</source>
            <translation>另一个程序正在使用服务器的数据库。请稍后再试。</translation>
        </message>
        <message>
            <source>The server's database is damaged. Stop the server and restore the file from a copy.</source>
            <translation>服务器的数据库已损坏。请停止服务器并从备份恢复该文件。</translation>
        </message>
        <message>
            <source>The server's database cannot be opened for writing. Check who owns its folder.</source>
            <translation>无法以写入方式打开服务器的数据库。请检查其文件夹的所有者。</translation>
        </message>
        <message>
            <source>The disk failed while the server's database was used.</source>
            <translation>使用服务器数据库时磁盘出错。</translation>
        </message>
        <message>
            <source>The server's database did not carry this out. Its log says why.</source>
            <translation>服务器的数据库没有完成此操作。原因见日志。</translation>
        </message>
        <message>
            <source>This file is a database of another program.</source>
            <translation>此文件是其他程序的数据库。</translation>
        </message>
        <message>
            <source>The server's database was made by a newer version of Transom. Update this one.</source>
            <translation>服务器的数据库由更新版本的 Transom 创建。请升级本程序。</translation>
        </message>
    </context>
    <context>
        <name>transom::transport::Announcer</name>
        <message>
            <source>Another program keeps UDP port %1 for itself, so searches do not find this server. Connect by its address.</source>
            <translation>另一个程序独占了 UDP 端口 %1，因此搜索不到此服务器。请用地址连接。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::AuditView</name>
        <message>
            <source>Signed in</source>
            <translation>已登录</translation>
        </message>
        <message>
            <source>Sign-in refused</source>
            <translation>登录被拒绝</translation>
        </message>
        <message>
            <source>Signed out</source>
            <translation>已退出</translation>
        </message>
        <message>
            <source>Disconnected</source>
            <translation>连接已断开</translation>
        </message>
        <message>
            <source>Command started</source>
            <translation>命令已开始</translation>
        </message>
        <message>
            <source>Command ended</source>
            <translation>命令已结束</translation>
        </message>
        <message>
            <source>File downloaded</source>
            <translation>文件已下载</translation>
        </message>
        <message>
            <source>File uploaded</source>
            <translation>文件已上传</translation>
        </message>
        <message>
            <source>File removed</source>
            <translation>文件已删除</translation>
        </message>
        <message>
            <source>File renamed</source>
            <translation>文件已重命名</translation>
        </message>
        <message>
            <source>Folder made</source>
            <translation>文件夹已新建</translation>
        </message>
        <message>
            <source>Account changed</source>
            <translation>账户已更改</translation>
        </message>
        <message>
            <source>Server started</source>
            <translation>服务器已启动</translation>
        </message>
        <message>
            <source>Server stopped</source>
            <translation>服务器已停止</translation>
        </message>
        <message>
            <source>Something else</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>Only what was refused or failed</source>
            <translation>只看被拒绝或失败的</translation>
        </message>
        <message>
            <source>Show older</source>
            <translation>显示更早的</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>所有人</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Refresh</source>
            <translation>刷新</translation>
        </message>
        <message>
            <source>What has happened</source>
            <translation>发生过的事</translation>
        </message>
        <message>
            <source>When</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>谁</translation>
        </message>
        <message>
            <source>From</source>
            <translation>来自</translation>
        </message>
        <message>
            <source>What</source>
            <translation>事件</translation>
        </message>
        <message>
            <source>With</source>
            <translation>对象</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::Banner</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Copy this text</source>
            <translation>复制这段文字</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::Breadcrumb</name>
        <message>
            <source>Path</source>
            <translation>路径</translation>
        </message>
        <message>
            <source>Click beside the parts to type a path</source>
            <translation>点击旁边的空白处可直接输入路径</translation>
        </message>
        <message>
            <source>%1, this folder</source>
            <translation>%1，当前文件夹</translation>
        </message>
        <message>
            <source>Go to %1</source>
            <translation>转到 %1</translation>
        </message>
        <message>
            <source>Go to the top</source>
            <translation>转到最上层</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::BytesView</name>
        <message>
            <source>Bytes of the frame</source>
            <translation>帧的字节</translation>
        </message>
        <message>
            <source>Bytes %1 to %2: %3</source>
            <translation>第 %1 到 %2 字节：%3</translation>
        </message>
        <message>
            <source>Choose a frame to see its bytes.</source>
            <translation>选择一帧以查看其字节。</translation>
        </message>
        <message>
            <source>Part of signing in: a recording never holds it.</source>
            <translation>登录过程的一部分：记录中永远不会有它。</translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) had to make room for later ones.</source>
            <translation>
                <numerusform>还有 %n 字节已为后来的内容让出空间。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) crossed the wire and were not recorded.</source>
            <translation>
                <numerusform>还有 %n 字节经过线路，没有记录。</numerusform>
            </translation>
        </message>
        <message>
            <source>Copy as hex</source>
            <translation>复制为十六进制</translation>
        </message>
        <message>
            <source>Copy as text</source>
            <translation>复制为文本</translation>
        </message>
        <message>
            <source>Copy as C array</source>
            <translation>复制为 C 数组</translation>
        </message>
        <message>
            <source>Copy as Python bytes</source>
            <translation>复制为 Python 字节串</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CallLogModel</name>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>调用</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>用时</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CallLogView</name>
        <message>
            <source>Calls</source>
            <translation>调用记录</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CallPanel</name>
        <message>
            <source>Choose a file</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>调用</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>Hex</source>
            <translation>十六进制</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Many bytes</source>
            <translation>许多字节</translation>
        </message>
        <message>
            <source>Address and port</source>
            <translation>地址和端口</translation>
        </message>
        <message>
            <source>What is sent</source>
            <translation>发送的内容</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>数目</translation>
        </message>
        <message>
            <source>How it is written</source>
            <translation>书写方式</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Which half</source>
            <translation>哪一半</translation>
        </message>
        <message>
            <source>Option</source>
            <translation>选项</translation>
        </message>
        <message>
            <source>On</source>
            <translation>开</translation>
        </message>
        <message>
            <source>An address and a port, like 127.0.0.1:9000; of Unix sockets a path or @name.</source>
            <translation>地址和端口，例如 127.0.0.1:9000；Unix 套接字则是路径或 @名字。</translation>
        </message>
        <message>
            <source>Text takes %1 as programs do.</source>
            <translation>文本支持 %1，和程序里一样。</translation>
        </message>
        <message>
            <source>You can call it anyway.</source>
            <translation>你仍然可以调用它。</translation>
        </message>
        <message>
            <source>Calls wait</source>
            <translation>调用会等待</translation>
        </message>
        <message>
            <source>Backlog</source>
            <translation>Backlog</translation>
        </message>
        <message>
            <source>Milliseconds (-1: as long as it takes)</source>
            <translation>毫秒（-1：等多久都行）</translation>
        </message>
        <message>
            <source>Seconds</source>
            <translation>秒</translation>
        </message>
        <message>
            <source>Milliseconds</source>
            <translation>毫秒</translation>
        </message>
        <message>
            <source>Bytes</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>Bytes at most</source>
            <translation>最多字节数</translation>
        </message>
        <message>
            <source>Call it anyway</source>
            <translation>仍然调用</translation>
        </message>
        <message>
            <source>There are too many sockets, or calls that wait. Close or interrupt some.</source>
            <translation>套接字或等待中的调用太多了。请关闭或中断一些。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CallsModel</name>
        <message>
            <source>server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1（第 %2 个）</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Who</source>
            <translation>谁</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>调用</translation>
        </message>
    </context>
    <context>
        <name>transom::chat::ChatClient</name>
        <message>
            <source>Not connected. Send it again when the connection is back.</source>
            <translation>未连接。连接恢复后请重新发送。</translation>
        </message>
        <message>
            <source>Too many lines at once. Send them as a file.</source>
            <translation>一次的行数太多。请作为文件发送。</translation>
        </message>
        <message>
            <source>The connection was lost; this may not have been sent.</source>
            <translation>连接已断开；这一条可能没有发出。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ChatPage</name>
        <message>
            <source>Chat</source>
            <translation>聊天</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Join or make a room</source>
            <translation>加入或新建房间</translation>
        </message>
        <message>
            <source>Name of a room to join or to make</source>
            <translation>要加入或新建的房间名</translation>
        </message>
        <message>
            <source>Join this room, or make it</source>
            <translation>加入此房间，没有则新建</translation>
        </message>
        <message>
            <source>Rooms and people</source>
            <translation>房间和人</translation>
        </message>
        <message>
            <source>Leave this room</source>
            <translation>离开此房间</translation>
        </message>
        <message>
            <source>%1 has joined</source>
            <translation>%1 加入了</translation>
        </message>
        <message>
            <source>%1 has left</source>
            <translation>%1 离开了</translation>
        </message>
        <message>
            <source>The connection was lost before the server had answered. It may have been said.</source>
            <translation>服务器回应之前连接断开了。这句话可能已经说出。</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>以及另外 %n 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n here: %1</source>
            <translation>
                <numerusform>在场 %n 人：%1</numerusform>
            </translation>
        </message>
        <message>
            <source>Here now</source>
            <translation>在线</translation>
        </message>
        <message>
            <source>Not here now. Messages wait on the server.</source>
            <translation>不在线。消息会保存在服务器上。</translation>
        </message>
        <message>
            <source>You may not chat here</source>
            <translation>你不能在这里聊天</translation>
        </message>
        <message>
            <source>The account %1 has no permission to chat. Whoever runs this server can give it, on the Server page or with "transomd user set".</source>
            <translation>账户 %1 没有聊天权限。服务器管理员可以在“服务器”页或用 transomd user set 给予。</translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>正在连接…</translation>
        </message>
        <message>
            <source>Rooms and people appear here in a moment.</source>
            <translation>房间和人马上会显示在这里。</translation>
        </message>
        <message>
            <source>Talk to the people on a server</source>
            <translation>与服务器上的人交谈</translation>
        </message>
        <message>
            <source>Rooms for everybody and direct messages for two. Connect to a server first, or try it on this computer.</source>
            <translation>大家用的房间，两人用的私信。请先连接服务器，或在本机试用。</translation>
        </message>
        <message>
            <source>Not connected. What you write stays here until you are.</source>
            <translation>未连接。你写的内容会保留在这里。</translation>
        </message>
        <message>
            <source>The connection was lost. It is tried again by itself.</source>
            <translation>连接已断开，正在自动重试。</translation>
        </message>
        <message>
            <source>Try now</source>
            <translation>立即重试</translation>
        </message>
        <message>
            <source>Not connected. You see what was said before.</source>
            <translation>未连接。这里显示的是之前的内容。</translation>
        </message>
        <message>
            <source>Nothing has been said here yet</source>
            <translation>这里还没有人说话</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>正在加载…</translation>
        </message>
        <message>
            <source>Write the first line below. Everybody who comes later can read it, too.</source>
            <translation>在下面写第一句话。之后来的人也能看到。</translation>
        </message>
        <message>
            <source>Nothing has been said yet</source>
            <translation>还没有说过话</translation>
        </message>
        <message>
            <source>What you write here, only %1 can read.</source>
            <translation>你在这里写的，只有 %1 能看到。</translation>
        </message>
        <message>
            <source>Nobody on this server has this name.</source>
            <translation>此服务器上没有叫这个名字的人。</translation>
        </message>
        <message>
            <source>Nobody on this server has this name</source>
            <translation>此服务器上没有叫这个名字的人</translation>
        </message>
        <message>
            <source>Choose somebody from the list at the left.</source>
            <translation>请从左侧列表中选择。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CheckSettings</name>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Where uploads are stored, if not where it starts</source>
            <translation>上传文件存放的地方（若不是启动的文件夹）</translation>
        </message>
        <message>
            <source>It serves</source>
            <translation>它的服务方式</translation>
        </message>
        <message>
            <source>one client at a time</source>
            <translation>一次一个客户端</translation>
        </message>
        <message>
            <source>several at once</source>
            <translation>同时多个</translation>
        </message>
        <message>
            <source>What your program promises to a second client while the first keeps it waiting: threads, processes and event loops serve several at once.</source>
            <translation>第一个客户端让它等着的时候，你的程序对第二个客户端作出的承诺：线程、进程和事件循环可以同时服务多个。</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从不</translation>
        </message>
        <message>
            <source>connections</source>
            <translation>个连接</translation>
        </message>
        <message>
            <source>After so many connections your program stops listening, as it is meant to: no more than these come in a crowd.</source>
            <translation>你的程序按设计在服务这么多个连接之后停止监听：一起来的客户端不会超过这个数。</translation>
        </message>
        <message>
            <source>It stops after</source>
            <translation>服务后停止</translation>
        </message>
        <message>
            <source>One line below the other, {file} is the file to send; empty: the usual ones</source>
            <translation>每行一条，{file} 是要发送的文件；留空：通常的内容</translation>
        </message>
        <message>
            <source>What is typed into your program, if it asks for something else than a message, a command or the path of a file</source>
            <translation>键入到你的程序里的内容，当它要的不是一条消息、一条命令或一个文件的路径时填写</translation>
        </message>
        <message>
            <source>Typed into it</source>
            <translation>键入的内容</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CheckShelf</name>
        <message>
            <source>Check my program</source>
            <translation>检查我的程序</translation>
        </message>
        <message>
            <source>Choose …</source>
            <translation>选择…</translation>
        </message>
        <message>
            <source>Run the trials</source>
            <translation>运行检查</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Class list …</source>
            <translation>班级名单…</translation>
        </message>
        <message>
            <source>What does your program stand?</source>
            <translation>你的程序经得起什么？</translation>
        </message>
        <message>
            <source>Choose a dialect, say whether your program is the server or the client, and drop its file here. Transom plays friendly and hostile peers against it, and tells you for each what happened and what usually causes it.</source>
            <translation>选择协议，说明你的程序是服务器还是客户端，再把它的文件拖到这里。Transom 扮演友好和不友好的对端，并逐项告诉你发生了什么、常见的原因是什么。</translation>
        </message>
        <message>
            <source>Choose your program</source>
            <translation>选择你的程序</translation>
        </message>
        <message>
            <source>Python programs (*.py);;All files (*)</source>
            <translation>Python 程序 (*.py);;所有文件 (*)</translation>
        </message>
        <message>
            <source>Now: %1</source>
            <translation>正在试：%1</translation>
        </message>
        <message>
            <source>The server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>The client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Start it here</source>
            <translation>在这里启动</translation>
        </message>
        <message>
            <source>It is started by hand</source>
            <translation>由人手动启动</translation>
        </message>
        <message>
            <source>A Python file, or a command line</source>
            <translation>Python 文件，或一行命令</translation>
        </message>
        <message>
            <source>{port}, {host}, {file} and {dir} are replaced. Leave it empty if your program knows its port by itself, and give that one below.</source>
            <translation>{port}、{host}、{file} 和 {dir} 会被替换。端口写死在程序里的就留空，把那个端口填在下面。</translation>
        </message>
        <message>
            <source>any / the dialect's own</source>
            <translation>任意／协议默认</translation>
        </message>
        <message>
            <source>Dialect</source>
            <translation>协议</translation>
        </message>
        <message>
            <source>My program is</source>
            <translation>我的程序是</translation>
        </message>
        <message>
            <source>How</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>Program</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>Arguments</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>端口</translation>
        </message>
        <message>
            <source>Address, port</source>
            <translation>地址、端口</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Trials done</source>
            <translation>已完成的检查</translation>
        </message>
        <message>
            <source>Trials</source>
            <translation>检查项</translation>
        </message>
        <message>
            <source>Choose the folder that holds a file or a folder for each student</source>
            <translation>选择为每个学生存有一个文件或文件夹的文件夹</translation>
        </message>
        <message>
            <source>The class is being tried, one program after the other.</source>
            <translation>正在逐个检查全班的程序。</translation>
        </message>
        <message>
            <source>%1 – %2</source>
            <comment>a trial, and what became of it</comment>
            <translation>%1 – %2</translation>
        </message>
        <message>
            <source>Press a cell to see what happened.</source>
            <translation>点一个格子，看发生了什么。</translation>
        </message>
        <message>
            <source>Stopped after %1 of %2 trials.</source>
            <translation>试了 %2 项中的 %1 项后停止。</translation>
        </message>
        <message>
            <source>%1 passed, %2 failed, %3 not tried</source>
            <translation>%1 项通过，%2 项失败，%3 项未试</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ClassView</name>
        <message>
            <source>Save table …</source>
            <translation>保存表格…</translation>
        </message>
        <message>
            <source>The class: a row for each program, a column for each trial</source>
            <translation>班级：每个程序一行，每项检查一列</translation>
        </message>
        <message numerus="yes">
            <source>%n program(s)</source>
            <translation>
                <numerusform>%n 个程序</numerusform>
            </translation>
        </message>
        <message>
            <source>nothing to start</source>
            <translation>没有可启动的程序</translation>
        </message>
        <message>
            <source>Save the table</source>
            <translation>保存表格</translation>
        </message>
        <message>
            <source>Tables (*.csv)</source>
            <translation>表格 (*.csv)</translation>
        </message>
        <message>
            <source>The table is saved as %1.</source>
            <translation>表格已存为 %1。</translation>
        </message>
        <message>
            <source>The table could not be saved. Choose another folder.</source>
            <translation>无法保存表格。请选择另一个文件夹。</translation>
        </message>
    </context>
    <context>
        <name>Command</name>
        <message>
            <source>There is no connection to the server.</source>
            <translation>没有与服务器的连接。</translation>
        </message>
        <message>
            <source>Too much is going on in this connection at once. Wait until something has finished.</source>
            <translation>此连接上同时进行的事情太多。请等一些完成。</translation>
        </message>
        <message>
            <source>The connection ended before the command did. The server ends the command then.</source>
            <translation>连接在命令之前结束了。服务器会随之结束该命令。</translation>
        </message>
        <message>
            <source>Too many commands are running on this session. End one or wait for one to end.</source>
            <translation>此会话上运行的命令太多。请结束一个或等待。</translation>
        </message>
        <message>
            <source>The server cannot run another program just now. Try again in a moment.</source>
            <translation>服务器现在无法再运行程序。请稍后再试。</translation>
        </message>
        <message>
            <source>The folder to start in</source>
            <translation>起始文件夹</translation>
        </message>
        <message>
            <source>The arguments are too long. Pass large input as standard input instead.</source>
            <translation>参数太长。请改用标准输入传递大量内容。</translation>
        </message>
        <message>
            <source>The server could not prepare the program's surroundings.</source>
            <translation>服务器无法准备程序的运行环境。</translation>
        </message>
        <message>
            <source>Say either what to run with its arguments or a line for the shell.</source>
            <translation>请给出要运行的程序及参数，或一行 shell 命令。</translation>
        </message>
        <message>
            <source>The name of the program is missing.</source>
            <translation>缺少程序名。</translation>
        </message>
        <message>
            <source>A command cannot hold a NUL character.</source>
            <translation>命令不能包含 NUL 字符。</translation>
        </message>
        <message>
            <source>A time limit cannot be negative.</source>
            <translation>时限不能为负。</translation>
        </message>
        <message>
            <source>There is no such terminal: check its type and its size.</source>
            <translation>没有这样的终端：请检查类型和大小。</translation>
        </message>
        <message>
            <source>Your account may run programs but not lines for the shell. Give the program and its arguments one by one.</source>
            <translation>你的账户可以运行程序，但不能运行 shell 命令行。请分别给出程序和参数。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CommandBar</name>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Program</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>Shell</source>
            <translation>Shell</translation>
        </message>
        <message>
            <source>How it is run</source>
            <translation>运行方式</translation>
        </message>
        <message>
            <source>A program with its arguments, exactly as they stand: no variables, wildcards or pipes.</source>
            <translation>程序及其参数，原样传递：没有变量、通配符或管道。</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Program and arguments, for example: ls -l 'My folder'</source>
            <translation>程序和参数，例如：ls -l 'My folder'</translation>
        </message>
        <message>
            <source>Home</source>
            <translation>主目录</translation>
        </message>
        <message>
            <source>Folder it starts in, below your home</source>
            <translation>起始文件夹，位于你的主目录之下</translation>
        </message>
        <message>
            <source>None</source>
            <translation>无</translation>
        </message>
        <message>
            <source> s</source>
            <translation> 秒</translation>
        </message>
        <message>
            <source>Time limit in seconds</source>
            <translation>时限（秒）</translation>
        </message>
        <message>
            <source>Encoding of its text</source>
            <translation>文字编码</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Time limit</source>
            <translation>时限</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>The line goes to /bin/sh: variables, wildcards, pipes and all.</source>
            <translation>整行交给 /bin/sh：变量、通配符、管道都有效。</translation>
        </message>
        <message>
            <source>Your account has no permission for the shell. Whoever runs the server can give it.</source>
            <translation>你的账户没有使用 shell 的权限。服务器管理员可以给予。</translation>
        </message>
        <message>
            <source>How the line is run</source>
            <translation>这一行如何运行</translation>
        </message>
        <message>
            <source>Character %1: %2</source>
            <translation>第 %1 个字符：%2</translation>
        </message>
        <message>
            <source>%1 is passed on as it stands. To have it done, choose Shell.</source>
            <translation>%1 会原样传递。要让它起作用，请选择 Shell。</translation>
        </message>
        <message>
            <source>%1 is passed on as it stands: this is not a shell.</source>
            <translation>%1 会原样传递：这里不是 shell。</translation>
        </message>
    </context>
    <context>
        <name>CommandLine</name>
        <message>
            <source>This single quote is never closed.</source>
            <translation>单引号没有闭合。</translation>
        </message>
        <message>
            <source>This double quote is never closed.</source>
            <translation>双引号没有闭合。</translation>
        </message>
        <message>
            <source>Nothing follows the backslash at the end.</source>
            <translation>末尾的反斜杠之后没有内容。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CommandPage</name>
        <message>
            <source>Commands</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Run a command on the server</source>
            <translation>在服务器上运行命令</translation>
        </message>
        <message>
            <source>Type a program and its arguments above. Its output appears here as it comes, and you can stop it at any time.</source>
            <translation>在上面输入程序及其参数。输出会随写随显示，你可以随时停止它。</translation>
        </message>
        <message>
            <source>Commands that were run</source>
            <translation>运行过的命令</translation>
        </message>
        <message>
            <source>Remove finished</source>
            <translation>移除已完成的</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Your account may not run commands here.</source>
            <translation>你的账户不能在这里运行命令。</translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>正在连接…</translation>
        </message>
        <message>
            <source>Not connected. Commands can be run when you are.</source>
            <translation>未连接。连接后即可运行命令。</translation>
        </message>
        <message>
            <source>You may not run commands here</source>
            <translation>你不能在这里运行命令</translation>
        </message>
        <message>
            <source>Commands are off until an account is allowed to run them. Whoever runs this server can allow %1, on the Server page or with "transomd user set".</source>
            <translation>账户获得许可之前不能运行命令。服务器管理员可以在“服务器”页或用 transomd user set 允许 %1。</translation>
        </message>
        <message>
            <source>Commands can be run in a moment.</source>
            <translation>马上就可以运行命令。</translation>
        </message>
        <message>
            <source>Run commands on another computer</source>
            <translation>在另一台电脑上运行命令</translation>
        </message>
        <message>
            <source>Output, colours, input and exit status as if you sat there. Connect to a server first, or try it on this computer.</source>
            <translation>输出、颜色、输入和退出状态，就像坐在那台电脑前。请先连接服务器，或在本机试用。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CommandRun</name>
        <message>
            <source>Starting</source>
            <translation>正在启动</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>正在运行</translation>
        </message>
        <message>
            <source>Stopping</source>
            <translation>正在停止</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Exit status %1</source>
            <translation>退出状态 %1</translation>
        </message>
        <message>
            <source>Ended by signal %1</source>
            <translation>被信号 %1 结束</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>Out of time</source>
            <translation>超时</translation>
        </message>
        <message>
            <source>Connection lost</source>
            <translation>连接断开</translation>
        </message>
        <message>
            <source>Could not run</source>
            <translation>无法运行</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 毫秒</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CommandRunsModel</name>
        <message>
            <source>%1, %2, %3</source>
            <translation>%1，%2，%3</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::Composer</name>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Send message</source>
            <translation>发送消息</translation>
        </message>
        <message>
            <source>Message to %1</source>
            <translation>发给 %1 的消息</translation>
        </message>
        <message>
            <source>%L1 bytes too many: the limit is %L2. Send it as a file instead.</source>
            <translation>超出 %L1 字节：上限为 %L2。请作为文件发送。</translation>
        </message>
        <message>
            <source>%L1 of %L2 bytes</source>
            <translation>%L1 / %L2 字节</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ConflictBar</name>
        <message>
            <source>size not known</source>
            <translation>大小未知</translation>
        </message>
        <message>
            <source>time not known</source>
            <translation>时间未知</translation>
        </message>
        <message>
            <source>newer</source>
            <translation>较新</translation>
        </message>
        <message>
            <source>larger</source>
            <translation>较大</translation>
        </message>
        <message>
            <source>How far the answer reaches</source>
            <translation>回答的适用范围</translation>
        </message>
        <message>
            <source>Only this file</source>
            <translation>仅此文件</translation>
        </message>
        <message>
            <source>All in this transfer</source>
            <translation>此传输的全部文件</translation>
        </message>
        <message>
            <source>All transfers in the list</source>
            <translation>列表中的所有传输</translation>
        </message>
        <message>
            <source>Overwrite</source>
            <translation>覆盖</translation>
        </message>
        <message>
            <source>Overwrite if newer</source>
            <translation>较新时覆盖</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>跳过</translation>
        </message>
        <message>
            <source>Keep both</source>
            <translation>两个都保留</translation>
        </message>
        <message>
            <source>There is a %1 already on the server. Which one stays?</source>
            <translation>服务器上已有 %1。保留哪一个？</translation>
        </message>
        <message>
            <source>There is a %1 already on this computer. Which one stays?</source>
            <translation>本机上已有 %1。保留哪一个？</translation>
        </message>
        <message numerus="yes">
            <source>%n more question(s)</source>
            <translation>
                <numerusform>还有 %n 个问题</numerusform>
            </translation>
        </message>
        <message>
            <source>Comes from this computer</source>
            <translation>来自本机</translation>
        </message>
        <message>
            <source>Comes from the server</source>
            <translation>来自服务器</translation>
        </message>
        <message>
            <source>Is on the server</source>
            <translation>已在服务器上</translation>
        </message>
        <message>
            <source>Is on this computer</source>
            <translation>已在本机上</translation>
        </message>
        <message>
            <source>%1 B</source>
            <translation>%1 B</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ConnectPage</name>
        <message>
            <source>Connect</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Send a file</source>
            <translation>发送文件</translation>
        </message>
        <message>
            <source>Try it on this computer first: a server starts here, you are connected to it, and you drop a file.</source>
            <translation>先在本机试用：这里会启动一个服务器，自动连接，然后放入一个文件。</translation>
        </message>
        <message>
            <source>Try it here</source>
            <translation>在此试用</translation>
        </message>
        <message>
            <source>Learn sockets</source>
            <translation>学习套接字</translation>
        </message>
        <message>
            <source>Run a server</source>
            <translation>运行服务器</translation>
        </message>
        <message>
            <source>Accounts, home folders and quotas for a class or a team, on this computer.</source>
            <translation>在本机为班级或团队提供账户、主目录和配额。</translation>
        </message>
        <message>
            <source>Set it up</source>
            <translation>开始设置</translation>
        </message>
        <message>
            <source>This computer</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>Try it on this computer</source>
            <translation>在本机试用</translation>
        </message>
        <message>
            <source>Copy password</source>
            <translation>复制密码</translation>
        </message>
        <message>
            <source>I have noted it</source>
            <translation>我已记下</translation>
        </message>
        <message>
            <source>Nearby</source>
            <translation>附近</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
        <message>
            <source>Search for servers on your networks. They answer only if they listen beyond their own computer.</source>
            <translation>搜索你所在网络上的服务器。只有监听本机以外地址的服务器才会回应。</translation>
        </message>
        <message>
            <source>Fingerprint</source>
            <translation>指纹</translation>
        </message>
        <message>
            <source>I have compared it: trust this key</source>
            <translation>我已核对：信任此密钥</translation>
        </message>
        <message>
            <source>Do not connect</source>
            <translation>不连接</translation>
        </message>
        <message>
            <source>Connections</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>None is open now. Connections that you make, and those to a server on this computer, appear here as they happen.</source>
            <translation>现在没有打开的连接。你建立的连接，以及到本机服务器的连接，会实时显示在这里。</translation>
        </message>
        <message>
            <source>Is this really %1?</source>
            <translation>这真的是 %1 吗？</translation>
        </message>
        <message>
            <source>You have not been connected to this server before. Ask whoever runs it for its fingerprint (it is on the Server page, and transomd prints it) and compare all 13 groups. If they are the same, nobody is in between.</source>
            <translation>你以前没有连接过此服务器。请向管理员询问指纹（在“服务器”页上，transomd 也会打印），并核对全部 13 组。如果都相同，说明中间没有人。</translation>
        </message>
        <message>
            <source>Stop: the key of %1 has changed</source>
            <translation>停：%1 的密钥已改变</translation>
        </message>
        <message>
            <source>This is not the key that you trusted before. Either the server was set up anew, or somebody is in between and would read everything. Ask whoever runs the server. If the new key is right, remove the old line of this server from the file known_servers, or run: transomctl trust %1</source>
            <translation>这不是你之前信任的密钥。要么服务器重新安装过，要么有人在中间，会读到一切。请询问服务器管理员。如果新密钥无误，请从 known_servers 文件中删除此服务器的旧行，或运行：transomctl trust %1</translation>
        </message>
        <message>
            <source>trusted: %1
now:     %2</source>
            <translation>已信任：%1
现在：  %2</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>A server is running here: %1.</source>
            <translation>本机正在运行服务器：%1。</translation>
        </message>
        <message>
            <source>Start a server that only this computer can reach, make an account, and connect to it: one press.</source>
            <translation>一键启动只有本机能访问的服务器，创建账户并连接。</translation>
        </message>
        <message>
            <source>Your account on this computer is &lt;b&gt;%1&lt;/b&gt;, its password &lt;b&gt;%2&lt;/b&gt;. It is shown only now: note it.</source>
            <translation>你在本机的账户是 &lt;b&gt;%1&lt;/b&gt;，密码是 &lt;b&gt;%2&lt;/b&gt;。只显示这一次，请记下来。</translation>
        </message>
        <message>
            <source>Searching …</source>
            <translation>正在搜索 …</translation>
        </message>
        <message>
            <source>It says that its fingerprint is %1</source>
            <translation>它自称指纹是 %1</translation>
        </message>
        <message>
            <source>Names are what servers call themselves. Who they are, their fingerprint tells.</source>
            <translation>名称是服务器自称的。它们究竟是谁，看指纹。</translation>
        </message>
        <message>
            <source>No server has answered. Servers answer only if they listen beyond their own computer and a firewall lets UDP port 7160 through. You can still type an address.</source>
            <translation>没有服务器回应。只有监听本机以外地址、且防火墙放行 UDP 端口 7160 的服务器才会回应。你仍可直接输入地址。</translation>
        </message>
        <message>
            <source>Experiments on real sockets: say what will happen, run it, and see why two sends arrive in one recv.</source>
            <translation>在真实的套接字上做实验：先说出会发生什么，运行它，看看为什么两次 send 会在一次 recv 里到达。</translation>
        </message>
        <message>
            <source>Open the lab</source>
            <translation>打开实验室</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ConnectionsModel</name>
        <message>
            <source>Securing</source>
            <translation>正在加密</translation>
        </message>
        <message>
            <source>Signing in</source>
            <translation>正在登录</translation>
        </message>
        <message>
            <source>Signed in</source>
            <translation>已登录</translation>
        </message>
        <message>
            <source>Leaving</source>
            <translation>正在离开</translation>
        </message>
        <message>
            <source>To</source>
            <translation>到</translation>
        </message>
        <message>
            <source>From</source>
            <translation>来自</translation>
        </message>
        <message>
            <source>Direction</source>
            <translation>方向</translation>
        </message>
        <message>
            <source>Peer</source>
            <translation>对方</translation>
        </message>
        <message>
            <source>User</source>
            <translation>用户</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>In</source>
            <translation>收</translation>
        </message>
        <message>
            <source>Out</source>
            <translation>发</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>速率</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>往返</translation>
        </message>
        <message>
            <source>Age</source>
            <translation>时长</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ConnectionsTable</name>
        <message>
            <source>Connections</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Message to %1</source>
            <translation>给 %1 的消息</translation>
        </message>
        <message>
            <source>It appears in their chat as a line from the server.</source>
            <translation>它会作为服务器的一行消息出现在对方的聊天里。</translation>
        </message>
        <message>
            <source>Ended by whoever runs the server.</source>
            <translation>由服务器的管理者断开。</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <source>Send a message …</source>
            <translation>发消息…</translation>
        </message>
        <message>
            <source>Disconnect</source>
            <translation>断开</translation>
        </message>
        <message>
            <source>Disconnect %1</source>
            <translation>断开 %1</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ConversationDelegate</name>
        <message>
            <source>Today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨天</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新消息</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ConversationModel</name>
        <message>
            <source>Not sent: %1. %2</source>
            <translation>未发送：%1。%2</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>%1 at %2: %3</source>
            <translation>%1，%2：%3</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ConversationView</name>
        <message>
            <source>Go to the newest line</source>
            <translation>转到最新一行</translation>
        </message>
        <message>
            <source>Loading earlier lines…</source>
            <translation>正在加载更早的内容…</translation>
        </message>
        <message>
            <source>Conversation</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy this message</source>
            <translation>复制此消息</translation>
        </message>
        <message>
            <source>Copy link address</source>
            <translation>复制链接地址</translation>
        </message>
        <message>
            <source>Open link in the browser</source>
            <translation>在浏览器中打开链接</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>全选</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::CrowdView</name>
        <message>
            <source>the first is slow</source>
            <translation>第一个很慢</translation>
        </message>
        <message>
            <source>Connect them</source>
            <translation>让它们连接</translation>
        </message>
        <message>
            <source>Several clients connect at the same moment; each says one thing, reads one answer and leaves. Give the server some work time, change how it serves, and compare.</source>
            <translation>几个客户端在同一时刻连接；每个说一句，读一个回答就离开。给服务器一些工作时间，换一种服务方式，然后比较。</translation>
        </message>
        <message>
            <source>clients</source>
            <translation>个客户端</translation>
        </message>
        <message>
            <source>How many clients</source>
            <translation>多少个客户端</translation>
        </message>
        <message>
            <source>It connects, and says nothing for a second: who waits for it?</source>
            <translation>它连接后一秒钟不说话：谁在等它？</translation>
        </message>
        <message>
            <source>Stop them</source>
            <translation>让它们停下</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DeliveriesModel</name>
        <message>
            <source>Its time is over · %1 of %2 have it</source>
            <translation>已过期 · %1 / %2 已收到</translation>
        </message>
        <message>
            <source>Closed · %1 of %2 handed in</source>
            <translation>已结束 · %1 / %2 已上交</translation>
        </message>
        <message>
            <source>Withdrawn · %1 of %2 have it</source>
            <translation>已撤回 · %1 / %2 已收到</translation>
        </message>
        <message>
            <source>%1 of %2 handed in</source>
            <translation>%1 / %2 已上交</translation>
        </message>
        <message>
            <source>%1 of %2 have it</source>
            <translation>%1 / %2 已收到</translation>
        </message>
        <message>
            <source>Handed in, version %1, late</source>
            <translation>已上交，版本 %1，迟交</translation>
        </message>
        <message>
            <source>Handed in, version %1</source>
            <translation>已上交，版本 %1</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>Hand in by %1</source>
            <translation>请在 %1 前上交</translation>
        </message>
        <message>
            <source>To be handed in</source>
            <translation>等待上交</translation>
        </message>
        <message>
            <source>You have it</source>
            <translation>已收到</translation>
        </message>
        <message>
            <source>You declined it</source>
            <translation>你已拒绝</translation>
        </message>
        <message>
            <source>Its time is over</source>
            <translation>已过期</translation>
        </message>
        <message>
            <source>Withdrawn</source>
            <translation>已撤回</translation>
        </message>
        <message>
            <source>It did not arrive; try again</source>
            <translation>没有收到，请重试</translation>
        </message>
        <message>
            <source>Half way; go on taking it</source>
            <translation>收到一部分，可继续接收</translation>
        </message>
        <message>
            <source>Waiting for you · %1</source>
            <translation>等待你接收 · %1</translation>
        </message>
        <message>
            <source>to %1</source>
            <translation>发给 %1</translation>
        </message>
        <message>
            <source>from %1</source>
            <translation>来自 %1</translation>
        </message>
        <message>
            <source>ddd d MMM HH:mm</source>
            <translation>M月d日 dddd HH:mm</translation>
        </message>
        <message>
            <source>Handing it in</source>
            <translation>正在上交</translation>
        </message>
        <message>
            <source>Taking it</source>
            <translation>正在接收</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DeliveriesPage</name>
        <message>
            <source>Deliveries</source>
            <translation>收发</translation>
        </message>
        <message>
            <source>Connect to a server</source>
            <translation>连接服务器</translation>
        </message>
        <message>
            <source>For me</source>
            <translation>给我的</translation>
        </message>
        <message>
            <source>From me</source>
            <translation>我发出的</translation>
        </message>
        <message>
            <source>Send to somebody</source>
            <translation>发送给某人</translation>
        </message>
        <message>
            <source>Hand out</source>
            <translation>分发</translation>
        </message>
        <message>
            <source>Collect</source>
            <translation>收取</translation>
        </message>
        <message>
            <source>Take hand-outs without asking</source>
            <translation>不再询问，直接接收分发的文件</translation>
        </message>
        <message>
            <source>Only what whoever hands it out has marked so. It goes to %1.</source>
            <translation>只限分发者作了这种标记的内容，存到 %1。</translation>
        </message>
        <message>
            <source>Take it into which folder?</source>
            <translation>接收到哪个文件夹？</translation>
        </message>
        <message>
            <source>The connection is lost</source>
            <translation>连接已断开</translation>
        </message>
        <message>
            <source>No server yet</source>
            <translation>尚未连接服务器</translation>
        </message>
        <message>
            <source>It is tried again by itself. What was under way goes on then.</source>
            <translation>会自动重试，进行中的传输随后继续。</translation>
        </message>
        <message>
            <source>Connect to a server to send files to people, to take what is handed out, and to hand in.</source>
            <translation>连接服务器后，可以给别人发送文件、接收分发的文件和上交作业。</translation>
        </message>
        <message>
            <source>Nothing from you yet</source>
            <translation>你还没有发出内容</translation>
        </message>
        <message>
            <source>Nothing for you yet</source>
            <translation>还没有给你的内容</translation>
        </message>
        <message>
            <source>What people send you or hand out, and what you are asked to hand in, appears here by itself.</source>
            <translation>别人发给你或分发的内容，以及要你上交的内容，会自动出现在这里。</translation>
        </message>
        <message>
            <source>Left behind, because they are links or no ordinary files: %1</source>
            <translation>以下是链接或不是普通文件，未发送：%1</translation>
        </message>
        <message>
            <source>All of it is in %1; the SHA-256 of every file is right.</source>
            <translation>全部内容在 %1；每个文件的 SHA-256 都正确。</translation>
        </message>
        <message>
            <source>It is handed in, but the receipt could not be saved in %1. The server has it, too.</source>
            <translation>已上交，但回执无法保存到 %1。服务器上也有一份。</translation>
        </message>
        <message>
            <source>Received %1 · version %2
SHA-256 %3
The receipt is in %4</source>
            <translation>收到时间 %1 · 版本 %2
SHA-256 %3
回执在 %4</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>%1 · %2</source>
            <translation>%1 · %2</translation>
        </message>
        <message>
            <source>Your account may only receive and hand in. Whoever runs this server can let you send, too.</source>
            <translation>你的账户只能接收和上交。服务器的管理者可以允许你发送。</translation>
        </message>
        <message>
            <source>What you send, hand out or collect is listed here, and you see person by person who has it. Begin with a button above.</source>
            <translation>你发送、分发或收取的内容会列在这里，并逐人显示谁已收到。点击上方的按钮开始。</translation>
        </message>
        <message>
            <source>Sending: %1</source>
            <translation>正在发送：%1</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DeliveryComposer</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Search people</source>
            <translation>搜索人员</translation>
        </message>
        <message>
            <source>People and groups</source>
            <translation>人员和小组</translation>
        </message>
        <message>
            <source>Drop files and folders here</source>
            <translation>把文件和文件夹拖到这里</translation>
        </message>
        <message>
            <source>Files to send</source>
            <translation>要发送的文件</translation>
        </message>
        <message>
            <source>A few words, if you like</source>
            <translation>可以写几句话</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>附言</translation>
        </message>
        <message>
            <source>May be taken without asking, where people have allowed that</source>
            <translation>对允许的人，可不经询问直接接收</translation>
        </message>
        <message>
            <source>Deadline</source>
            <translation>截止时间</translation>
        </message>
        <message>
            <source> min</source>
            <translation> 分钟</translation>
        </message>
        <message>
            <source>is taken and marked late</source>
            <translation>接收并标记迟交</translation>
        </message>
        <message>
            <source>is refused</source>
            <translation>拒收</translation>
        </message>
        <message>
            <source>no limit, or 50 MB</source>
            <translation>不限，或 50 MB</translation>
        </message>
        <message>
            <source>What comes later</source>
            <translation>迟交的</translation>
        </message>
        <message>
            <source>Collect from people</source>
            <translation>向大家收取</translation>
        </message>
        <message>
            <source>Hand out</source>
            <translation>分发</translation>
        </message>
        <message>
            <source>Send to somebody</source>
            <translation>发送给某人</translation>
        </message>
        <message>
            <source>Open the hand-in</source>
            <translation>开始收取</translation>
        </message>
        <message>
            <source>Homework 3</source>
            <translation>作业 3</translation>
        </message>
        <message>
            <source>the first file's name</source>
            <translation>第一个文件的名称</translation>
        </message>
        <message numerus="yes">
            <source>%1 · %n member(s)</source>
            <translation>
                <numerusform>%1 · %n 人</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 · here now</source>
            <translation>%1 · 在线</translation>
        </message>
        <message>
            <source>Choose who is to get it.</source>
            <translation>请选择接收者。</translation>
        </message>
        <message>
            <source>Choose people or groups.</source>
            <translation>请选择人员或小组。</translation>
        </message>
        <message>
            <source>One person at a time; hand it out to reach several.</source>
            <translation>一次发给一个人；发给多人请用分发。</translation>
        </message>
        <message>
            <source>Give it a title.</source>
            <translation>请填写标题。</translation>
        </message>
        <message>
            <source>Choose files or folders.</source>
            <translation>请选择文件或文件夹。</translation>
        </message>
        <message>
            <source>"%1" is no size. Write 50 MB or 1 GB.</source>
            <translation>“%1”不是大小。请写 50 MB 或 1 GB。</translation>
        </message>
        <message>
            <source>So long after the deadline nothing counts as late.</source>
            <translation>截止时间之后的这段时间内上交不算迟交。</translation>
        </message>
        <message>
            <source>Grace</source>
            <translation>宽限时间</translation>
        </message>
        <message>
            <source>Most from each</source>
            <translation>每人最多上交</translation>
        </message>
        <message>
            <source>Nobody is called so.</source>
            <translation>没有找到这样的人。</translation>
        </message>
        <message>
            <source>Nobody else has an account on this server yet. Whoever runs it adds people on the Server page, one by one or from a roster.</source>
            <translation>这台服务器上还没有其他账户。管理者可以在“服务器”页逐个添加，或导入名单。</translation>
        </message>
        <message>
            <source>Take it off the list (Delete)</source>
            <translation>从列表中移除（Delete 键）</translation>
        </message>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 等，另有 %n 项</numerusform>
            </translation>
        </message>
        <message>
            <source>A moment …</source>
            <translation>请稍候…</translation>
        </message>
        <message>
            <source>What is on its way is shown above. Wait for it, or stop it.</source>
            <translation>上方显示的内容正在发送。请等它完成，或将它停止。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DeliveryPeopleModel</name>
        <message>
            <source>Handed in, version %1, late</source>
            <translation>已上交，版本 %1，迟交</translation>
        </message>
        <message>
            <source>Handed in, version %1</source>
            <translation>已上交，版本 %1</translation>
        </message>
        <message>
            <source>Has it, verified</source>
            <translation>已收到，已验证</translation>
        </message>
        <message>
            <source>Handing in</source>
            <translation>正在上交</translation>
        </message>
        <message>
            <source>Taking it</source>
            <translation>正在接收</translation>
        </message>
        <message>
            <source>Declined</source>
            <translation>已拒绝</translation>
        </message>
        <message>
            <source>Declined: %1</source>
            <translation>已拒绝：%1</translation>
        </message>
        <message>
            <source>Failed: %1</source>
            <translation>失败：%1</translation>
        </message>
        <message>
            <source>Nothing yet</source>
            <translation>还没有</translation>
        </message>
        <message>
            <source>Has seen it</source>
            <translation>已看到</translation>
        </message>
        <message>
            <source>Not seen yet</source>
            <translation>尚未看到</translation>
        </message>
        <message>
            <source>Person</source>
            <translation>人员</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>When</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Receipt</source>
            <translation>回执</translation>
        </message>
    </context>
    <context>
        <name>transom::transport::DeviceStream</name>
        <message>
            <source>%1 stopped reading; what was still to be sent is lost.</source>
            <translation>%1 停止了读取；尚未发送的内容已丢失。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DialectForm</name>
        <message>
            <source>Role</source>
            <translation>角色</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Choose a folder</source>
            <translation>选择文件夹</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>The address of this computer to listen at; 127.0.0.1 is for programs of this computer only.</source>
            <translation>在这台计算机的哪个地址监听；127.0.0.1 只对本机的程序开放。</translation>
        </message>
        <message>
            <source>The name or address of the server</source>
            <translation>服务器的名字或地址</translation>
        </message>
        <message>
            <source>any free one</source>
            <translation>任意空闲端口</translation>
        </message>
        <message>
            <source>instead of host and port</source>
            <translation>代替主机和端口</translation>
        </message>
        <message>
            <source>A Unix-domain socket at this path; @NAME is one without a file.</source>
            <translation>这个路径上的 Unix 域套接字；@名字 表示没有文件的那种。</translation>
        </message>
        <message>
            <source>Listen at</source>
            <translation>监听地址</translation>
        </message>
        <message>
            <source>Host</source>
            <translation>主机</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>端口</translation>
        </message>
        <message>
            <source>Unix path</source>
            <translation>Unix 路径</translation>
        </message>
        <message>
            <source>one at a time</source>
            <translation>一次一个</translation>
        </message>
        <message>
            <source>a thread for each</source>
            <translation>每个连接一个线程</translation>
        </message>
        <message>
            <source>a process for each</source>
            <translation>每个连接一个进程</translation>
        </message>
        <message>
            <source>one event loop</source>
            <translation>一个事件循环</translation>
        </message>
        <message>
            <source>What a second client sees while the first is being served</source>
            <translation>第一个客户端被服务时，第二个会看到什么</translation>
        </message>
        <message>
            <source>never</source>
            <translation>从不</translation>
        </message>
        <message>
            <source>connections</source>
            <translation>个连接</translation>
        </message>
        <message>
            <source>Serves</source>
            <translation>服务方式</translation>
        </message>
        <message>
            <source>Stops after</source>
            <translation>停止监听</translation>
        </message>
        <message>
            <source>Let other computers in, too</source>
            <translation>也让其他计算机进来</translation>
        </message>
        <message>
            <source>Obey other computers, too</source>
            <translation>也服从其他计算机</translation>
        </message>
        <message>
            <source>Anybody who can reach this computer can then run commands as you.</source>
            <translation>勾选之后，任何能访问这台计算机的人都可以用你的身份运行命令。</translation>
        </message>
        <message>
            <source>Whoever answers at that address can then run commands as you.</source>
            <translation>勾选之后，那个地址上的任何人都可以用你的身份运行命令。</translation>
        </message>
        <message>
            <source>This dialect runs commands: without the box it listens on this computer only (127.0.0.1).</source>
            <translation>这个协议会运行命令：不勾选时只在这台计算机上监听（127.0.0.1）。</translation>
        </message>
        <message>
            <source>This dialect runs commands: without the box it connects to this computer only (127.0.0.1).</source>
            <translation>这个协议会运行命令：不勾选时只连接这台计算机（127.0.0.1）。</translation>
        </message>
        <message>
            <source>s</source>
            <comment>seconds, behind a number</comment>
            <translation>秒</translation>
        </message>
        <message>
            <source>ms</source>
            <comment>milliseconds, behind a number</comment>
            <translation>毫秒</translation>
        </message>
        <message>
            <source>bytes</source>
            <translation>字节</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DialectList</name>
        <message>
            <source>Find a dialect</source>
            <translation>查找协议</translation>
        </message>
        <message>
            <source>Dialects</source>
            <translation>教程协议</translation>
        </message>
        <message>
            <source>Datagrams (UDP)</source>
            <translation>数据报（UDP）</translation>
        </message>
        <message>
            <source>Streams (TCP)</source>
            <translation>流（TCP）</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DialectRun</name>
        <message>
            <source>%1 is not an address of this computer. Enter one like 127.0.0.1.</source>
            <translation>%1 不是本机的地址。请输入形如 127.0.0.1 的地址。</translation>
        </message>
        <message>
            <source>%1 server</source>
            <translation>%1 服务器</translation>
        </message>
        <message>
            <source>%1 client</source>
            <translation>%1 客户端</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DialectsShelf</name>
        <message>
            <source>Dialects</source>
            <translation>教程协议</translation>
        </message>
        <message>
            <source>Start both</source>
            <translation>两端都启动</translation>
        </message>
        <message>
            <source>The server, and a client that connects to it</source>
            <translation>服务器，和一个连接到它的客户端</translation>
        </message>
        <message>
            <source>Several clients at once</source>
            <translation>几个客户端同时来</translation>
        </message>
        <message>
            <source>Python for the other end</source>
            <translation>另一端的 Python 程序</translation>
        </message>
        <message>
            <source>A short program that speaks this dialect at the other end, to copy and to change</source>
            <translation>在另一端说这个协议的短程序，可以复制和修改</translation>
        </message>
        <message>
            <source>What runs</source>
            <translation>正在运行的</translation>
        </message>
        <message>
            <source>Clients at once</source>
            <translation>同时到来的客户端</translation>
        </message>
        <message>
            <source>Server: %1</source>
            <translation>服务器：%1</translation>
        </message>
        <message>
            <source>Client: %1</source>
            <translation>客户端：%1</translation>
        </message>
        <message>
            <source>Stop server</source>
            <translation>停止服务器</translation>
        </message>
        <message>
            <source>Start server</source>
            <translation>启动服务器</translation>
        </message>
        <message>
            <source>Connect client</source>
            <translation>连接客户端</translation>
        </message>
        <message>
            <source>Connect to it</source>
            <translation>连接到它</translation>
        </message>
        <message>
            <source>This dialect's server does not answer by itself. Choose a stream dialect such as “upper”.</source>
            <translation>这个协议的服务器不会自己回答。请选择一个流协议，例如“upper”。</translation>
        </message>
        <message>
            <source>Port %1 is in use already.</source>
            <translation>端口 %1 已被占用。</translation>
        </message>
        <message>
            <source>Use port %1</source>
            <translation>改用端口 %1</translation>
        </message>
        <message>
            <source>This dialect runs commands for whoever connects. Listen at 127.0.0.1, or tick “Let other computers in, too” if that is what you want.</source>
            <translation>这个协议会为任何连接者运行命令。请在 127.0.0.1 监听；如果确实需要，就勾选“也让其他计算机进来”。</translation>
        </message>
        <message>
            <source>Running: %1</source>
            <translation>正在运行：%1</translation>
        </message>
        <message>
            <source>Ended: %1</source>
            <translation>已结束：%1</translation>
        </message>
    </context>
    <context>
        <name>transom::files::DownloadJob</name>
        <message>
            <source>It is a folder. Say --recursive to download it.</source>
            <translation>这是文件夹。请加 --recursive 下载。</translation>
        </message>
        <message>
            <source>It is a link that leads out of the folder.</source>
            <translation>这是一个指向文件夹之外的链接。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::DropArea</name>
        <message>
            <source>Choose files …</source>
            <translation>选择文件…</translation>
        </message>
        <message>
            <source>Choose a folder …</source>
            <translation>选择文件夹…</translation>
        </message>
        <message>
            <source>Choose files</source>
            <translation>选择文件</translation>
        </message>
        <message>
            <source>Choose a folder</source>
            <translation>选择文件夹</translation>
        </message>
    </context>
    <context>
        <name>Error</name>
        <message>
            <source>The other side broke the protocol. Update Transom on both computers.</source>
            <translation>对方违反了协议。请在两台电脑上都更新 Transom。</translation>
        </message>
        <message>
            <source>The other side sent a frame above the limit.</source>
            <translation>对方发来的帧超出了上限。</translation>
        </message>
        <message>
            <source>Too many things at once on this session. Wait for some to finish.</source>
            <translation>这个会话上同时进行的事情太多。请等其中一些完成。</translation>
        </message>
        <message>
            <source>The other side does not speak Transom's protocol. Check the address and the port.</source>
            <translation>对方使用的不是 Transom 的协议。请检查地址和端口。</translation>
        </message>
        <message>
            <source>The two sides have no protocol version in common. Update the older one.</source>
            <translation>双方没有共同的协议版本。请更新较旧的一方。</translation>
        </message>
        <message>
            <source>Too many requests in too little time.</source>
            <translation>短时间内的请求太多。</translation>
        </message>
        <message>
            <source>The other side does not offer this service.</source>
            <translation>对方不提供这项服务。</translation>
        </message>
        <message>
            <source>The connection ended in the middle. Try again.</source>
            <translation>连接中途断了。请再试一次。</translation>
        </message>
        <message>
            <source>User name or password is wrong.</source>
            <translation>用户名或密码错误。</translation>
        </message>
        <message>
            <source>This account is disabled. Ask whoever runs the server.</source>
            <translation>这个账户已被停用。请联系服务器的管理者。</translation>
        </message>
        <message>
            <source>Too many attempts to sign in. Wait, then try again.</source>
            <translation>登录尝试过多。请稍等后再试。</translation>
        </message>
        <message>
            <source>The server's key has changed. Ask whoever runs it before you connect again.</source>
            <translation>服务器的密钥变了。再次连接之前，请先问服务器的管理者。</translation>
        </message>
        <message>
            <source>The server's key is not trusted yet. Compare its fingerprint first.</source>
            <translation>尚未信任服务器的密钥。请先核对它的指纹。</translation>
        </message>
        <message>
            <source>The connection is not encrypted, so nothing secret is sent over it.</source>
            <translation>连接没有加密，因此不会在上面发送任何机密。</translation>
        </message>
        <message>
            <source>Your account may not do this. Ask whoever runs the server.</source>
            <translation>你的账户没有这个权限。请联系服务器的管理者。</translation>
        </message>
        <message>
            <source>The server could not prove that it knows your account. Do not trust it.</source>
            <translation>服务器无法证明它认识你的账户。不要信任它。</translation>
        </message>
        <message>
            <source>Nothing listens there. Check the port, and that the server is running.</source>
            <translation>那里没有程序在监听。请检查端口，并确认服务器正在运行。</translation>
        </message>
        <message>
            <source>There is no computer of that name. Check the spelling.</source>
            <translation>没有叫这个名字的电脑。请检查拼写。</translation>
        </message>
        <message>
            <source>No answer in time. Check the address and the network.</source>
            <translation>没有及时得到应答。请检查地址和网络。</translation>
        </message>
        <message>
            <source>The connection was lost.</source>
            <translation>连接断了。</translation>
        </message>
        <message>
            <source>The server is shutting down.</source>
            <translation>服务器正在关闭。</translation>
        </message>
        <message>
            <source>The server is busy. Try again in a moment.</source>
            <translation>服务器正忙。请稍后再试。</translation>
        </message>
        <message>
            <source>No encrypted connection could be made. Check that the other side is a Transom server.</source>
            <translation>无法建立加密连接。请确认对方是 Transom 服务器。</translation>
        </message>
        <message>
            <source>The server ended this session.</source>
            <translation>服务器结束了这个会话。</translation>
        </message>
        <message>
            <source>Another program already listens on this port. Choose another.</source>
            <translation>另一个程序已经在监听这个端口。请换一个。</translation>
        </message>
        <message>
            <source>That network cannot be reached from here.</source>
            <translation>从这里无法到达那个网络。</translation>
        </message>
        <message>
            <source>No such file or folder.</source>
            <translation>没有这个文件或文件夹。</translation>
        </message>
        <message>
            <source>There is already something of that name.</source>
            <translation>已经有同名的东西。</translation>
        </message>
        <message>
            <source>This is not a folder.</source>
            <translation>这不是文件夹。</translation>
        </message>
        <message>
            <source>This is a folder.</source>
            <translation>这是一个文件夹。</translation>
        </message>
        <message>
            <source>This name cannot be used for a file. Choose another.</source>
            <translation>这个名字不能用作文件名。请换一个。</translation>
        </message>
        <message>
            <source>This path leaves the home folder.</source>
            <translation>这个路径超出了主文件夹。</translation>
        </message>
        <message>
            <source>The quota is full. Remove something, or ask for more.</source>
            <translation>配额已满。请删除一些东西，或申请更多。</translation>
        </message>
        <message>
            <source>The disk is full.</source>
            <translation>磁盘已满。</translation>
        </message>
        <message>
            <source>The file arrived damaged and was not kept. Send it again.</source>
            <translation>文件到达时已损坏，没有保留。请重新发送。</translation>
        </message>
        <message>
            <source>The folder is not empty.</source>
            <translation>文件夹不是空的。</translation>
        </message>
        <message>
            <source>The file changed while it was read. Try again.</source>
            <translation>文件在读取时发生了变化。请再试一次。</translation>
        </message>
        <message>
            <source>Somebody else is writing this file now. Try again later.</source>
            <translation>现在有别人正在写这个文件。请稍后再试。</translation>
        </message>
        <message>
            <source>The disk reported an error.</source>
            <translation>磁盘报告了错误。</translation>
        </message>
        <message>
            <source>Only ordinary files can be transferred.</source>
            <translation>只能传输普通文件。</translation>
        </message>
        <message>
            <source>The system does not allow access to this file.</source>
            <translation>系统不允许访问这个文件。</translation>
        </message>
        <message>
            <source>There is no such command on the server.</source>
            <translation>服务器上没有这个命令。</translation>
        </message>
        <message>
            <source>The server cannot execute this file.</source>
            <translation>服务器无法执行这个文件。</translation>
        </message>
        <message>
            <source>The command ran past its time limit and was ended.</source>
            <translation>命令超过了时间限制，已被结束。</translation>
        </message>
        <message>
            <source>There is no such room.</source>
            <translation>没有这个聊天室。</translation>
        </message>
        <message>
            <source>There is no such user.</source>
            <translation>没有这个用户。</translation>
        </message>
        <message>
            <source>The message is too long.</source>
            <translation>消息太长。</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>已取消。</translation>
        </message>
        <message>
            <source>Something went wrong inside the program.</source>
            <translation>程序内部出了问题。</translation>
        </message>
        <message>
            <source>This is not supported here.</source>
            <translation>这里不支持这项功能。</translation>
        </message>
        <message>
            <source>The request makes no sense.</source>
            <translation>这个请求没有意义。</translation>
        </message>
        <message>
            <source>Interrupted; it can be resumed.</source>
            <translation>已中断；可以续传。</translation>
        </message>
        <message>
            <source>Join the room first.</source>
            <translation>请先加入聊天室。</translation>
        </message>
        <message>
            <source>This name is too long.</source>
            <translation>这个名字太长。</translation>
        </message>
        <message>
            <source>There is nothing in the message.</source>
            <translation>消息是空的。</translation>
        </message>
        <message>
            <source>The message is not valid Unicode. Send it as a file.</source>
            <translation>消息不是有效的 Unicode。请作为文件发送。</translation>
        </message>
        <message>
            <source>The message holds control characters. Send it as a file.</source>
            <translation>消息含有控制字符。请作为文件发送。</translation>
        </message>
        <message>
            <source>This side reads too slowly to follow the chat. Open it again.</source>
            <translation>这一方读得太慢，跟不上聊天。请重新打开。</translation>
        </message>
        <message>
            <source>Too fast. Wait a moment, then send it again.</source>
            <translation>太快了。请稍等片刻再发送。</translation>
        </message>
        <message>
            <source>The path is too long.</source>
            <translation>路径太长。</translation>
        </message>
        <message>
            <source>The folders are nested too deeply.</source>
            <translation>文件夹嵌套太深。</translation>
        </message>
        <message>
            <source>A folder cannot be moved into itself.</source>
            <translation>不能把文件夹移动到它自己里面。</translation>
        </message>
        <message>
            <source>There is already a folder of that name.</source>
            <translation>已经有同名的文件夹。</translation>
        </message>
        <message>
            <source>There is already a file of that name.</source>
            <translation>已经有同名的文件。</translation>
        </message>
        <message>
            <source>The server sent more than it had announced; nothing was kept.</source>
            <translation>服务器发来的内容比它声明的多；没有保留任何东西。</translation>
        </message>
        <message>
            <source>Links are not followed.</source>
            <translation>不跟随链接。</translation>
        </message>
        <message>
            <source>This cannot be done with the home folder itself.</source>
            <translation>不能对主文件夹本身这样做。</translation>
        </message>
        <message>
            <source>A file cannot have that size.</source>
            <translation>文件不可能有这个大小。</translation>
        </message>
        <message>
            <source>More was sent than was announced; nothing was kept.</source>
            <translation>发送的内容比声明的多；没有保留任何东西。</translation>
        </message>
        <message>
            <source>There is no conflict policy of that name.</source>
            <translation>没有这个名字的冲突处理方式。</translation>
        </message>
        <message>
            <source>More was sent than was announced.</source>
            <translation>发送的内容比声明的多。</translation>
        </message>
        <message>
            <source>This account has been removed.</source>
            <translation>这个账户已被删除。</translation>
        </message>
        <message>
            <source>The server offers no safe way to sign in.</source>
            <translation>服务器没有提供安全的登录方式。</translation>
        </message>
        <message>
            <source>The other side does not speak Transom's protocol.</source>
            <translation>对方使用的不是 Transom 的协议。</translation>
        </message>
        <message>
            <source>The server cannot read its accounts now.</source>
            <translation>服务器现在无法读取账户。</translation>
        </message>
        <message>
            <source>Too much was sent before sign-in.</source>
            <translation>登录之前发送的内容太多。</translation>
        </message>
        <message>
            <source>Too many channels opened and cancelled.</source>
            <translation>打开又取消的通道太多。</translation>
        </message>
        <message>
            <source>Sign-in took too long.</source>
            <translation>登录花的时间太长。</translation>
        </message>
        <message>
            <source>The other side has been silent for too long.</source>
            <translation>对方太久没有动静。</translation>
        </message>
        <message>
            <source>Say which one is to go, or all.</source>
            <translation>请说明要删除哪一项，或全部。</translation>
        </message>
        <message>
            <source>The server's disk has no room for this. Empty your recycle bin, or ask whoever runs the server to make room.</source>
            <translation>服务器磁盘没有足够空间。请清空你的回收站，或请服务器的管理者腾出空间。</translation>
        </message>
        <message>
            <source>This is no longer in the recycle bin.</source>
            <translation>它已不在回收站中。</translation>
        </message>
        <message>
            <source>The server's disk is too full to move this to the recycle bin. Remove it for good instead.</source>
            <translation>服务器磁盘太满，无法移到回收站。请直接彻底删除。</translation>
        </message>
        <message>
            <source>This is on another disk than the recycle bin. It can only be removed for good.</source>
            <translation>它与回收站不在同一磁盘上，只能彻底删除。</translation>
        </message>
        <message>
            <source>Another window of Transom keeps the list of transfers. What you add in this one is forgotten when it closes.</source>
            <translation>传输列表由另一个 Transom 窗口保存。在此窗口中添加的传输会在关闭时丢失。</translation>
        </message>
        <message>
            <source>The list of transfers could not be read, so it begins empty and is not kept. Check who owns the file transfers.json.</source>
            <translation>无法读取传输列表，因此从空列表开始，也不会保存。请检查文件 transfers.json 的所有者。</translation>
        </message>
        <message>
            <source>The list of transfers was damaged, so it begins empty. The damaged file was kept beside it as transfers.json.bad.</source>
            <translation>传输列表已损坏，因此从空列表开始。损坏的文件已保留为 transfers.json.bad。</translation>
        </message>
        <message>
            <source>The list of transfers could not be saved. Make room on the disk; until then it is forgotten when the window closes.</source>
            <translation>无法保存传输列表。请在磁盘上腾出空间；在此之前，关闭窗口后列表会丢失。</translation>
        </message>
        <message>
            <source>The upload cannot go on from there.</source>
            <translation>无法从那里继续上传。</translation>
        </message>
        <message>
            <source>A server is already running with this data folder. Stop it first, or use another folder.</source>
            <translation>已有服务器正在使用这个数据文件夹。请先停止它，或使用另一个文件夹。</translation>
        </message>
        <message>
            <source>There is no such delivery, or it is not for you.</source>
            <translation>没有这项内容，或者它不是给你的。</translation>
        </message>
        <message>
            <source>These are too many people at once.</source>
            <translation>一次选择的人太多。</translation>
        </message>
        <message>
            <source>Choose who is to get it.</source>
            <translation>请选择接收者。</translation>
        </message>
        <message>
            <source>There is nothing in it.</source>
            <translation>里面没有内容。</translation>
        </message>
        <message>
            <source>These are too many files at once. Pack them into an archive first.</source>
            <translation>一次的文件太多，请先打包。</translation>
        </message>
        <message>
            <source>It can be kept for 1 to 60 days.</source>
            <translation>可以保留 1 到 60 天。</translation>
        </message>
        <message>
            <source>There is nobody in this group.</source>
            <translation>这个小组里没有人。</translation>
        </message>
        <message>
            <source>The deadline is already over. Choose a later one.</source>
            <translation>截止时间已过，请选择更晚的时间。</translation>
        </message>
        <message>
            <source>This hand-in is closed. Ask who collects it.</source>
            <translation>收取已结束，请联系收取者。</translation>
        </message>
        <message>
            <source>The deadline is over, and nothing is taken late. Ask who collects it.</source>
            <translation>已过截止时间，逾期不收，请联系收取者。</translation>
        </message>
        <message>
            <source>Who collects this has no room left for it. Tell them.</source>
            <translation>收取者的空间不足，请告知对方。</translation>
        </message>
        <message>
            <source>The deadline passed before everything was there, and nothing is taken late. Ask who collects it.</source>
            <translation>全部内容到达前已过截止时间，逾期不收，请联系收取者。</translation>
        </message>
        <message>
            <source>It is no longer there: it was withdrawn, or its time is over.</source>
            <translation>内容已不在：已被撤回或已过期。</translation>
        </message>
        <message>
            <source>A group's name has 1 to 64 characters, and no comma, semicolon or bar.</source>
            <translation>小组名称为 1 到 64 个字符，不能有逗号、分号或竖线。</translation>
        </message>
        <message>
            <source>The file is not UTF-8. Save it as "CSV UTF-8" and import that.</source>
            <translation>文件不是 UTF-8。请另存为“CSV UTF-8”后再导入。</translation>
        </message>
        <message>
            <source>The file is neither UTF-8 nor GB 18030 (GBK). Save it as "CSV UTF-8" and import that.</source>
            <translation>文件既不是 UTF-8 也不是 GB 18030（GBK）。请另存为“CSV UTF-8”后再导入。</translation>
        </message>
        <message>
            <source>The file is no valid text.</source>
            <translation>文件不是有效的文本。</translation>
        </message>
        <message>
            <source>The file has too many lines for a roster.</source>
            <translation>文件行数太多，不像名单。</translation>
        </message>
        <message>
            <source>The file is too large for a roster.</source>
            <translation>文件太大，不像名单。</translation>
        </message>
        <message>
            <source>There is nobody in this file.</source>
            <translation>文件里没有人员。</translation>
        </message>
        <message>
            <source>The accounts changed while the roster was imported. Nothing was imported; try again.</source>
            <translation>导入期间账号有变化，没有导入任何内容；请重试。</translation>
        </message>
        <message>
            <source>There is nothing in it that can be sent.</source>
            <translation>里面没有可以发送的内容。</translation>
        </message>
        <message>
            <source>The folder cannot be made. Choose another.</source>
            <translation>无法创建文件夹，请另选一个。</translation>
        </message>
        <message>
            <source>The server's disk is full.</source>
            <translation>服务器的磁盘已满。</translation>
        </message>
        <message>
            <source>On this server everybody shares one folder, so everybody would see what is handed in. Run it with a home for each account.</source>
            <translation>这台服务器上所有人共用一个文件夹，大家都会看到上交的内容。请让每个账号有自己的主目录。</translation>
        </message>
        <message>
            <source>Give it a title that can be the name of a folder.</source>
            <translation>请用可以作为文件夹名称的标题。</translation>
        </message>
        <message>
            <source>It is a link that leads out of the folder; it was left out.</source>
            <translation>这是一个指向文件夹之外的链接；已略过。</translation>
        </message>
        <message>
            <source>This is no capture that can be read here. Choose a pcapng file.</source>
            <translation>这不是此处可读取的抓包。请选择 pcapng 文件。</translation>
        </message>
        <message>
            <source>There is no account "%1".</source>
            <translation>没有名为“%1”的账户。</translation>
        </message>
        <message>
            <source>%1 of %2 files arrived; nothing was delivered.</source>
            <translation>只收到 %2 个文件中的 %1 个，没有递交任何内容。</translation>
        </message>
        <message>
            <source>At most %1 may be handed in, and this is %2.</source>
            <translation>最多可以上交 %1，而这里有 %2。</translation>
        </message>
        <message>
            <source>There is no group "%1".</source>
            <translation>没有名为“%1”的组。</translation>
        </message>
        <message>
            <source>The message is longer than %1 kB. Send it as a file.</source>
            <translation>消息超过 %1 kB。请作为文件发送。</translation>
        </message>
        <message>
            <source>It began to send before it knew where to go on.</source>
            <translation>对方还不知道该从哪里继续就开始发送了。</translation>
        </message>
        <message>
            <source>%1 of %2 bytes arrived; nothing was kept.</source>
            <translation>只收到 %2 字节中的 %1 字节，没有保留任何内容。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of a file: it is empty.</source>
            <translation>“%1”不能用作文件名：它是空的。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of a file: it means a folder.</source>
            <translation>“%1”不能用作文件名：它表示文件夹。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of a file: it is not valid text.</source>
            <translation>“%1”不能用作文件名：它不是有效的文本。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of a file: it holds a slash.</source>
            <translation>“%1”不能用作文件名：其中有斜杠。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of a file: it holds a control character.</source>
            <translation>“%1”不能用作文件名：其中有控制字符。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of a file: it ends in a space or a dot.</source>
            <translation>“%1”不能用作文件名：它以空格或点结尾。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of a file: it is a device on some systems.</source>
            <translation>“%1”不能用作文件名：它在某些系统上是设备。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of a file: it is too long.</source>
            <translation>“%1”不能用作文件名：它太长了。</translation>
        </message>
        <message>
            <source>"%1" does not begin with /.</source>
            <translation>“%1”不以 / 开头。</translation>
        </message>
        <message>
            <source>"%1" leaves the home folder.</source>
            <translation>“%1”离开了主文件夹。</translation>
        </message>
        <message>
            <source>The name %1 is kept for the server's own use. Choose another.</source>
            <translation>名称 %1 由服务器自己使用。请另选一个。</translation>
        </message>
        <message>
            <source>The system does not let "%1" be removed. What is left is where it was.</source>
            <translation>系统不允许删除“%1”。剩下的内容仍在原处。</translation>
        </message>
        <message>
            <source>The system does not let "%1" be removed. What is left is in the recycle bin.</source>
            <translation>系统不允许删除“%1”。剩下的内容在回收站中。</translation>
        </message>
        <message>
            <source>The server sent more of %1 than it had announced.</source>
            <translation>服务器发送的 %1 超过了它预告的大小。</translation>
        </message>
        <message>
            <source>%1 arrived damaged, and what was written of it is wrong. Get it again.</source>
            <translation>%1 到达时已损坏，写出的内容有误。请重新获取。</translation>
        </message>
        <message>
            <source>The disk is full: what is recorded from now on is kept in memory only, and the oldest of it goes. Make room and record again.</source>
            <translation>磁盘已满：从现在起录制的内容只保存在内存中，最早的会被丢弃。请腾出空间后重新录制。</translation>
        </message>
        <message>
            <source>The recording cannot be kept on the disk: the oldest of it goes. Check the folder for Transom's state.</source>
            <translation>录制内容无法保存到磁盘：最早的会被丢弃。请检查 Transom 的状态文件夹。</translation>
        </message>
        <message>
            <source>There is no text to send. Type at least one character.</source>
            <translation>没有要发送的文字。请至少输入一个字符。</translation>
        </message>
        <message>
            <source>This text is too long for the experiment. Use 4,096 bytes or fewer.</source>
            <translation>这段文字对实验来说太长了。请用 4096 字节以内的文字。</translation>
        </message>
        <message>
            <source>There is no service "%1". Update Transom on the other computer.</source>
            <translation>没有名为“%1”的服务。请在另一台计算机上更新 Transom。</translation>
        </message>
        <message>
            <source>Python 3 was not found on this computer. Install it (on Debian and Ubuntu: sudo apt install python3) and run the script again.</source>
            <translation>这台计算机上没有找到 Python 3。安装它（在 Debian 和 Ubuntu 上：sudo apt install python3），然后再运行脚本。</translation>
        </message>
        <message>
            <source>The folder for temporary files has too long a name for a socket. Set TMPDIR to a shorter one.</source>
            <translation>临时文件夹的名称太长，放不下套接字。把 TMPDIR 设为更短的路径。</translation>
        </message>
        <message>
            <source>There is no such Python file, or you may not read it. Choose another one.</source>
            <translation>没有这个 Python 文件，或者你无权读取。请另选一个。</translation>
        </message>
        <message>
            <source>The probe could not be put into the folder for temporary files. See whether that is full.</source>
            <translation>无法把探针放进临时文件夹。看看那里是否已满。</translation>
        </message>
        <message>
            <source>The file could not be opened. Check that it is there and that you may read it.</source>
            <translation>无法打开文件。请检查它是否存在、你是否可以读取。</translation>
        </message>
        <message>
            <source>The sign-in that was kept is of another password than the account has now. Sign in with the password.</source>
            <translation>保存的登录对应的是旧密码，账户的密码已经更改。请用密码重新登录。</translation>
        </message>
        <message>
            <source>The server itself has no permission for this. Ask whoever runs it.</source>
            <translation>服务器自身没有这项权限。请联系服务器管理员。</translation>
        </message>
        <message>
            <source>The server's disk is full. What has arrived is kept: try again once there is room.</source>
            <translation>服务器的磁盘已满。已到达的内容会保留：有空间后再试一次。</translation>
        </message>
        <message>
            <source>The server's disk is full. Ask whoever runs the server to make room.</source>
            <translation>服务器的磁盘已满。请服务器管理员腾出空间。</translation>
        </message>
        <message>
            <source>The disk of this computer is full. What has arrived is kept: make room and try again.</source>
            <translation>这台电脑的磁盘已满。已到达的内容会保留：腾出空间后再试一次。</translation>
        </message>
        <message>
            <source>The disk of this computer is full. Make room and try again.</source>
            <translation>这台电脑的磁盘已满。腾出空间后再试一次。</translation>
        </message>
        <message>
            <source>%1 more do not fit: %2 of the quota are left. Remove something, or ask for more.</source>
            <translation>还需要 %1，但配额只剩 %2。请删除一些东西，或申请更多配额。</translation>
        </message>
    </context>
    <context>
        <name>Experiment</name>
        <message>
            <source>this side sends nothing more</source>
            <translation>这一方不再发送</translation>
        </message>
        <message>
            <source>Pause between the sends (ms)</source>
            <translation>两次发送之间的停顿（毫秒）</translation>
        </message>
        <message>
            <source>Bytes asked of recv</source>
            <translation>recv 要求的字节数</translation>
        </message>
        <message>
            <source>Reader is busy for (ms)</source>
            <translation>读的一方忙多久（毫秒）</translation>
        </message>
        <message>
            <source>TCP_NODELAY</source>
            <translation>TCP_NODELAY</translation>
        </message>
        <message>
            <source>Largest segment</source>
            <translation>最大报文段</translation>
        </message>
        <message>
            <source>Round trip (ms)</source>
            <translation>往返时间（毫秒）</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>消息条数</translation>
        </message>
        <message>
            <source>Datagrams</source>
            <translation>数据报个数</translation>
        </message>
        <message>
            <source>Bytes in each</source>
            <translation>每个的字节数</translation>
        </message>
        <message>
            <source>Receive buffer</source>
            <translation>接收缓冲区</translation>
        </message>
        <message>
            <source>Lost (%)</source>
            <translation>丢失（%）</translation>
        </message>
        <message>
            <source>Out of order (%)</source>
            <translation>乱序（%）</translation>
        </message>
        <message>
            <source>Serving model</source>
            <translation>服务模型</translation>
        </message>
        <message>
            <source>Clients</source>
            <translation>客户端个数</translation>
        </message>
        <message>
            <source>Work for each (ms)</source>
            <translation>每个的工作时间（毫秒）</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Closes first</source>
            <translation>谁先关闭</translation>
        </message>
        <message>
            <source>SO_REUSEADDR</source>
            <translation>SO_REUSEADDR</translation>
        </message>
        <message>
            <source>Listening socket</source>
            <translation>监听套接字</translation>
        </message>
        <message>
            <source>Way to go</source>
            <translation>怎样告别</translation>
        </message>
        <message>
            <source>Size (MiB)</source>
            <translation>大小（MiB）</translation>
        </message>
        <message>
            <source>Send buffer</source>
            <translation>发送缓冲区</translation>
        </message>
        <message>
            <source>Reader</source>
            <translation>读的一方</translation>
        </message>
        <message>
            <source>Exchanges overheard</source>
            <translation>偷听的次数</translation>
        </message>
        <message>
            <source>Scheme</source>
            <translation>验证方式</translation>
        </message>
        <message>
            <source>Dialect</source>
            <translation>协议</translation>
        </message>
        <message>
            <source>Lines of output</source>
            <translation>输出行数</translation>
        </message>
        <message>
            <source>Disaster</source>
            <translation>意外</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>on</source>
            <translation>开</translation>
        </message>
        <message>
            <source>normal</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>as the system has it</source>
            <translation>系统默认</translation>
        </message>
        <message>
            <source>server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>ended</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>still open</source>
            <translation>仍然打开</translation>
        </message>
        <message>
            <source>close</source>
            <translation>close</translation>
        </message>
        <message>
            <source>half-close</source>
            <translation>半关闭</translation>
        </message>
        <message>
            <source>close with bytes unread</source>
            <translation>还有字节没读就关闭</translation>
        </message>
        <message>
            <source>reset</source>
            <translation>复位</translation>
        </message>
        <message>
            <source>vanish</source>
            <translation>消失</translation>
        </message>
        <message>
            <source>never reads</source>
            <translation>从不读</translation>
        </message>
        <message>
            <source>reads slowly</source>
            <translation>慢慢读</translation>
        </message>
        <message>
            <source>random number</source>
            <translation>随机数</translation>
        </message>
        <message>
            <source>long nonce</source>
            <translation>长随机串</translation>
        </message>
        <message>
            <source>SCRAM</source>
            <translation>SCRAM</translation>
        </message>
        <message>
            <source>one after another</source>
            <translation>一个接一个</translation>
        </message>
        <message>
            <source>three, then over</source>
            <translation>接三个就结束</translation>
        </message>
        <message>
            <source>a thread for each</source>
            <translation>每个连接一个线程</translation>
        </message>
        <message>
            <source>a process for each</source>
            <translation>每个连接一个进程</translation>
        </message>
        <message>
            <source>one event loop</source>
            <translation>一个事件循环</translation>
        </message>
        <message>
            <source>the line breaks</source>
            <translation>连接断开</translation>
        </message>
        <message>
            <source>a name that climbs out</source>
            <translation>往外跑的文件名</translation>
        </message>
        <message>
            <source>the disk is full</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>one bit flips</source>
            <translation>一个位翻转</translation>
        </message>
        <message>
            <source>send calls</source>
            <translation>send 次数</translation>
        </message>
        <message>
            <source>recv calls</source>
            <translation>recv 次数</translation>
        </message>
        <message>
            <source>Bytes</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>First recv</source>
            <translation>第一次 recv</translation>
        </message>
        <message>
            <source>Sizes</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>已发送</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>已收到</translation>
        </message>
        <message>
            <source>Dropped by the kernel</source>
            <translation>内核丢弃</translation>
        </message>
        <message>
            <source>Cut</source>
            <translation>被截断</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>错误数</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Lost on purpose</source>
            <translation>故意丢失</translation>
        </message>
        <message>
            <source>Served</source>
            <translation>已服务</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>被拒绝</translation>
        </message>
        <message>
            <source>Shortest wait</source>
            <translation>最短等待</translation>
        </message>
        <message>
            <source>Longest wait</source>
            <translation>最长等待</translation>
        </message>
        <message>
            <source>In all</source>
            <translation>总共</translation>
        </message>
        <message>
            <source>Handlers</source>
            <translation>处理者</translation>
        </message>
        <message>
            <source>Characters</source>
            <translation>字符</translation>
        </message>
        <message>
            <source>Parts that cannot be decoded</source>
            <translation>不能单独解码的部分</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>端口</translation>
        </message>
        <message>
            <source>Bytes of the late reply</source>
            <translation>迟到的回复字节</translation>
        </message>
        <message>
            <source>Client's state</source>
            <translation>客户端状态</translation>
        </message>
        <message>
            <source>Server's state</source>
            <translation>服务器状态</translation>
        </message>
        <message>
            <source>Waited</source>
            <translation>等待</translation>
        </message>
        <message>
            <source>Asked for</source>
            <translation>要求发送</translation>
        </message>
        <message>
            <source>Accepted</source>
            <translation>已接受</translation>
        </message>
        <message>
            <source>Send queue</source>
            <translation>发送队列</translation>
        </message>
        <message>
            <source>Receive queue</source>
            <translation>接收队列</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Different challenges</source>
            <translation>不同的质询</translation>
        </message>
        <message>
            <source>Replays tried</source>
            <translation>重放次数</translation>
        </message>
        <message>
            <source>Bytes of output</source>
            <translation>输出字节</translation>
        </message>
        <message>
            <source>Bytes shown</source>
            <translation>显示的字节</translation>
        </message>
        <message>
            <source>Left on the way</source>
            <translation>留在路上</translation>
        </message>
        <message>
            <source>Second answer</source>
            <translation>第二个回答</translation>
        </message>
        <message>
            <source>Came through</source>
            <translation>完好的个数</translation>
        </message>
        <message>
            <source>Time, answer after each</source>
            <translation>时间，每条等回答</translation>
        </message>
        <message>
            <source>Time, length and ok</source>
            <translation>时间，长度加 ok</translation>
        </message>
        <message>
            <source>Time, 4-byte length</source>
            <translation>时间，4 字节长度</translation>
        </message>
        <message>
            <source>Time, JSON header</source>
            <translation>时间，JSON 头</translation>
        </message>
        <message>
            <source>Time, newline</source>
            <translation>时间，换行</translation>
        </message>
        <message>
            <source>I don't know yet</source>
            <translation>还不知道</translation>
        </message>
        <message>
            <source>none of these</source>
            <translation>以上都不是</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>as it begins</source>
            <translation>初始设置</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>You predicted: %1. The run showed just that.</source>
            <translation>你的预测：%1。运行的结果正是如此。</translation>
        </message>
        <message>
            <source>You did not know yet. The run showed: %1.</source>
            <translation>你还不知道。运行的结果：%1。</translation>
        </message>
        <message>
            <source>You predicted: %1. The run showed: %2.</source>
            <translation>你的预测：%1。运行的结果：%2。</translation>
        </message>
        <message>
            <source>No program listened on port %1 for two minutes. Start yours, then start the other side again.</source>
            <translation>两分钟内没有程序监听端口 %1。请启动你的程序，再启动另一方。</translation>
        </message>
        <message>
            <source>Clients over time</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>The clients: thin while connecting, hatched in the kernel's queue, solid while served</source>
            <translation>客户端：细线是正在连接，斜线是在内核队列里，实心是正在被服务</translation>
        </message>
        <message>
            <source>Queues over time</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>The queues of the two kernels over time, and the window that the receiver offers</source>
            <translation>两边内核的队列随时间的变化，以及接收方给出的窗口</translation>
        </message>
        <message>
            <source>Calls of send</source>
            <translation>send 调用次数</translation>
        </message>
        <message>
            <source>Last send took</source>
            <translation>最后一次 send 收下</translation>
        </message>
        <message>
            <source>Sign-ins overheard</source>
            <translation>偷听到的登录</translation>
        </message>
        <message>
            <source>Sent, put-size</source>
            <translation>发送字节，put-size</translation>
        </message>
        <message>
            <source>Sent, put-json</source>
            <translation>发送字节，put-json</translation>
        </message>
        <message>
            <source>Sent, put-struct</source>
            <translation>发送字节，put-struct</translation>
        </message>
        <message>
            <source>Sent, Transom</source>
            <translation>发送字节，Transom</translation>
        </message>
        <message>
            <source>put-size came through</source>
            <translation>put-size 挺过来</translation>
        </message>
        <message>
            <source>put-json came through</source>
            <translation>put-json 挺过来</translation>
        </message>
        <message>
            <source>put-struct came through</source>
            <translation>put-struct 挺过来</translation>
        </message>
        <message>
            <source>Transom came through</source>
            <translation>Transom 挺过来</translation>
        </message>
        <message>
            <source>Result of put-size</source>
            <translation>put-size 的结果</translation>
        </message>
        <message>
            <source>Result of put-json</source>
            <translation>put-json 的结果</translation>
        </message>
        <message>
            <source>Result of put-struct</source>
            <translation>put-struct 的结果</translation>
        </message>
        <message>
            <source>Result of Transom</source>
            <translation>Transom 的结果</translation>
        </message>
        <message>
            <source>The sender with put-size heard</source>
            <translation>put-size 的发送方听到</translation>
        </message>
        <message>
            <source>The sender with put-json heard</source>
            <translation>put-json 的发送方听到</translation>
        </message>
        <message>
            <source>The sender with put-struct heard</source>
            <translation>put-struct 的发送方听到</translation>
        </message>
        <message>
            <source>The sender with Transom heard</source>
            <translation>Transom 的发送方听到</translation>
        </message>
        <message>
            <source>In the folder of put-size</source>
            <translation>put-size 的文件夹里</translation>
        </message>
        <message>
            <source>In the folder of put-json</source>
            <translation>put-json 的文件夹里</translation>
        </message>
        <message>
            <source>In the folder of put-struct</source>
            <translation>put-struct 的文件夹里</translation>
        </message>
        <message>
            <source>In the folder of Transom</source>
            <translation>Transom 的文件夹里</translation>
        </message>
        <message>
            <source>Extra bytes, answer after each</source>
            <translation>额外字节，每条后等回答</translation>
        </message>
        <message>
            <source>Extra bytes, length and ok</source>
            <translation>额外字节，长度加 ok</translation>
        </message>
        <message>
            <source>Extra bytes, 4-byte length</source>
            <translation>额外字节，4 字节长度</translation>
        </message>
        <message>
            <source>Extra bytes, JSON header</source>
            <translation>额外字节，JSON 头</translation>
        </message>
        <message>
            <source>Extra bytes, newline</source>
            <translation>额外字节，换行</translation>
        </message>
        <message>
            <source>Cuts tried, answer after each</source>
            <translation>试过的切法，每条后等回答</translation>
        </message>
        <message>
            <source>Cuts tried, length and ok</source>
            <translation>试过的切法，长度加 ok</translation>
        </message>
        <message>
            <source>Cuts tried, 4-byte length</source>
            <translation>试过的切法，4 字节长度</translation>
        </message>
        <message>
            <source>Cuts tried, JSON header</source>
            <translation>试过的切法，JSON 头</translation>
        </message>
        <message>
            <source>Cuts tried, newline</source>
            <translation>试过的切法，换行</translation>
        </message>
        <message>
            <source>Wrong when cut, answer after each</source>
            <translation>切开后出错，每条后等回答</translation>
        </message>
        <message>
            <source>Wrong when cut, length and ok</source>
            <translation>切开后出错，长度加 ok</translation>
        </message>
        <message>
            <source>Wrong when cut, 4-byte length</source>
            <translation>切开后出错，4 字节长度</translation>
        </message>
        <message>
            <source>Wrong when cut, JSON header</source>
            <translation>切开后出错，JSON 头</translation>
        </message>
        <message>
            <source>Wrong when cut, newline</source>
            <translation>切开后出错，换行</translation>
        </message>
        <message>
            <source>Bytes of the file</source>
            <translation>文件字节数</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ExperimentPage</name>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>各次运行</translation>
        </message>
        <message>
            <source>Predict first, then run</source>
            <translation>先预测，再运行</translation>
        </message>
        <message>
            <source>The calls of the run are drawn here: which bytes each send handed over, and which each recv returned.</source>
            <translation>这次运行的调用会画在这里：每次 send 交出了哪些字节，每次 recv 返回了哪些字节。</translation>
        </message>
        <message>
            <source>Export as HTML …</source>
            <translation>导出为 HTML…</translation>
        </message>
        <message>
            <source>A hand-out: question, answer, what the run showed and why, with the pictures.</source>
            <translation>一份讲义：问题、答案、运行显示了什么、为什么，还有图。</translation>
        </message>
        <message>
            <source>Export as HTML</source>
            <translation>导出为 HTML</translation>
        </message>
        <message>
            <source>Web page (*.html)</source>
            <translation>网页 (*.html)</translation>
        </message>
        <message>
            <source>Predict</source>
            <translation>预测</translation>
        </message>
        <message>
            <source>See</source>
            <translation>观察</translation>
        </message>
        <message>
            <source>Explain</source>
            <translation>解释</translation>
        </message>
        <message>
            <source>Vary</source>
            <translation>改变</translation>
        </message>
        <message>
            <source>With your own script</source>
            <translation>用你自己的脚本</translation>
        </message>
        <message>
            <source>Now your program</source>
            <translation>现在轮到你的程序</translation>
        </message>
        <message>
            <source>Start it in a terminal. What Transom sends to it and receives from it is drawn here.</source>
            <translation>在终端里启动它。Transom 发给它、从它收到的，都会画在这里。</translation>
        </message>
        <message>
            <source>The experiment runs</source>
            <translation>实验正在运行</translation>
        </message>
        <message>
            <source>Its calls are drawn as soon as it is over.</source>
            <translation>一结束就会画出它的调用。</translation>
        </message>
        <message>
            <source>There is nothing to see</source>
            <translation>没有可看的</translation>
        </message>
        <message>
            <source>The run ended before its first call. Run it again.</source>
            <translation>运行在第一次调用之前就结束了。请再运行一次。</translation>
        </message>
        <message>
            <source>Stopped. What it had done by then is at the right; nothing was measured.</source>
            <translation>已停止。到那时为止做过的在右边；什么也没有量。</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>运行了 %n 次</numerusform>
            </translation>
        </message>
        <message>
            <source>Run the experiment first. It explains what it has measured, not what a book says.</source>
            <translation>先运行实验。这里解释的是量到的结果，而不是书上的说法。</translation>
        </message>
        <message>
            <source>What came of it</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Stopping …</source>
            <translation>正在停止…</translation>
        </message>
        <message numerus="yes">
            <source>%n call(s) so far</source>
            <translation>
                <numerusform>已有 %n 次调用</numerusform>
            </translation>
        </message>
        <message>
            <source>Choose an answer first; “I don't know yet” is one, too.</source>
            <translation>先选一个答案；“还不知道”也算。</translation>
        </message>
        <message>
            <source>The bytes: what each call moved</source>
            <translation>字节：每次调用搬了什么</translation>
        </message>
        <message>
            <source>The ladder: client at left, server at right, time downward</source>
            <translation>梯形图：左边是客户端，右边是服务器，时间向下</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>已保存为 %1。</translation>
        </message>
        <message>
            <source>%1 could not be written: %2. Choose another folder.</source>
            <translation>无法写入 %1：%2。请选择其他文件夹。</translation>
        </message>
        <message>
            <source>Run it again to see it</source>
            <translation>再运行一次就能看到</translation>
        </message>
        <message>
            <source>What earlier runs measured is at the left; their calls are not kept.</source>
            <translation>以前运行测得的结果在左边；它们的调用没有保留。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ExperimentsShelf</name>
        <message>
            <source>Experiments</source>
            <translation>实验</translation>
        </message>
        <message>
            <source>%1, done</source>
            <translation>%1，已完成</translation>
        </message>
        <message>
            <source>%1, not done yet</source>
            <translation>%1，还没做</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>表格</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FileCarrier</name>
        <message>
            <source>Between the two sides things are copied: the originals stay where they are.</source>
            <translation>在两边之间只会复制，原文件留在原处。</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message numerus="yes">
            <source>and %Ln more</source>
            <translation>
                <numerusform>等另外 %Ln 项</numerusform>
            </translation>
        </message>
        <message>
            <source>The server cannot have files of this name: %1. Rename them first, or leave them out.</source>
            <translation>服务器上不能有这样命名的文件：%1。请先改名，或不发送它们。</translation>
        </message>
        <message>
            <source>Send the others</source>
            <translation>发送其余的</translation>
        </message>
        <message>
            <source>Send nothing</source>
            <translation>都不发送</translation>
        </message>
        <message>
            <source>on the server</source>
            <translation>服务器上</translation>
        </message>
        <message>
            <source>on this computer</source>
            <translation>本机上</translation>
        </message>
        <message>
            <source>There is a %1 already %2.</source>
            <translation>%2已经有 %1。</translation>
        </message>
        <message>
            <source>Overwrite</source>
            <translation>覆盖</translation>
        </message>
        <message>
            <source>Keep both</source>
            <translation>两个都保留</translation>
        </message>
        <message>
            <source>Skip</source>
            <translation>跳过</translation>
        </message>
        <message numerus="yes">
            <source>The same for the %n other(s)</source>
            <translation>
                <numerusform>其余 %n 项也这样处理</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln item(s)</source>
            <translation>
                <numerusform>%Ln 项</numerusform>
            </translation>
        </message>
        <message>
            <source>Moving %1</source>
            <translation>正在移动 %1</translation>
        </message>
        <message>
            <source>Copying %1</source>
            <translation>正在复制 %1</translation>
        </message>
        <message numerus="yes">
            <source>%Ln special file(s) cannot be copied and stay where they are: %1</source>
            <translation>
                <numerusform>有 %Ln 个特殊文件无法复制，留在原处：%1</numerusform>
            </translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>a folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>New: %1. There now: %2.</source>
            <translation>新的：%1。现有的：%2。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FileTable</name>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n 项</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FilesPage</name>
        <message>
            <source>Files</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>This computer</source>
            <translation>本机</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Upload</source>
            <translation>上传</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>下载</translation>
        </message>
        <message>
            <source>Home</source>
            <translation>主目录</translation>
        </message>
        <message>
            <source>You may not see files here</source>
            <translation>你不能查看这里的文件</translation>
        </message>
        <message>
            <source>The account %1 has no permission for files. Whoever runs this server can give it, on the Server page or with "transomd user set".</source>
            <translation>账户 %1 没有文件权限。服务器管理员可以在“服务器”页或用 transomd user set 给予。</translation>
        </message>
        <message>
            <source>You may look and download, but not change anything here.</source>
            <translation>你可以查看和下载，但不能更改这里的内容。</translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>正在连接…</translation>
        </message>
        <message>
            <source>Your files on the server appear here in a moment.</source>
            <translation>你在服务器上的文件马上会显示在这里。</translation>
        </message>
        <message>
            <source>No server yet</source>
            <translation>还没有服务器</translation>
        </message>
        <message>
            <source>Connect to one and your files there appear here. Then drop files on this side from anywhere.</source>
            <translation>连接服务器后，你在那里的文件会显示在这里。然后可以从任何地方把文件拖到这一侧。</translation>
        </message>
        <message>
            <source>Not connected. This is what was here; transfers go on when the connection is back.</source>
            <translation>未连接。这里显示的是之前的内容；连接恢复后传输会继续。</translation>
        </message>
        <message>
            <source>Connect to a server first</source>
            <translation>请先连接服务器</translation>
        </message>
        <message>
            <source>You may look and download, but not change anything on the server</source>
            <translation>你可以查看和下载，但不能更改服务器上的内容</translation>
        </message>
        <message>
            <source>To %1 on the server</source>
            <translation>到服务器上的 %1</translation>
        </message>
        <message>
            <source>To %1 on this computer</source>
            <translation>到本机的 %1</translation>
        </message>
        <message>
            <source>Browse together: a folder opened on one side opens on the other, too</source>
            <translation>同步浏览：在一边打开文件夹时，另一边也打开同名文件夹</translation>
        </message>
        <message>
            <source>Compare: mark what is only on one side, newer, older or different</source>
            <translation>比较：标出只在一边、较新、较旧或不同的内容</translation>
        </message>
        <message>
            <source>Properties (Alt+Return)</source>
            <translation>属性（Alt+Enter）</translation>
        </message>
        <message>
            <source>Show only differences</source>
            <translation>只显示不同之处</translation>
        </message>
        <message>
            <source>Choose what to upload</source>
            <translation>选中要上传的内容</translation>
        </message>
        <message>
            <source>Choose what to download</source>
            <translation>选中要下载的内容</translation>
        </message>
        <message>
            <source>More about comparing</source>
            <translation>更多比较选项</translation>
        </message>
        <message>
            <source>%1 free</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>%L1 bytes free on this computer, where this folder is</source>
            <translation>本机此文件夹所在的磁盘剩余 %L1 字节</translation>
        </message>
        <message>
            <source>There is no folder “%1” on this side.</source>
            <translation>这一边没有文件夹“%1”。</translation>
        </message>
        <message>
            <source>Download to</source>
            <translation>下载到</translation>
        </message>
        <message>
            <source>Download here</source>
            <translation>下载到这里</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FilterLine</name>
        <message>
            <source>Show only frames like these</source>
            <translation>只显示这样的帧</translation>
        </message>
        <message>
            <source>Show only … type:CHAT_SAY  dir:server  size&gt;1000  is:error</source>
            <translation>只显示… type:CHAT_SAY  dir:server  size&gt;1000  is:error</translation>
        </message>
        <message>
            <source>Terms with a blank between them must all hold; or starts another possibility; - turns a term round.</source>
            <translation>以空格分隔的条件须同时满足；or 开始另一种可能；- 表示取反。</translation>
        </message>
        <message>
            <source>Search in the frames</source>
            <translation>在帧中查找</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>The one before</source>
            <translation>上一个</translation>
        </message>
        <message>
            <source>The next one</source>
            <translation>下一个</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>未找到</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FolderDelegate</name>
        <message>
            <source>only here</source>
            <translation>仅此处</translation>
        </message>
        <message>
            <source>newer</source>
            <translation>较新</translation>
        </message>
        <message>
            <source>older</source>
            <translation>较旧</translation>
        </message>
        <message>
            <source>different</source>
            <translation>不同</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FolderModel</name>
        <message>
            <source>folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>file</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>link</source>
            <translation>链接</translation>
        </message>
        <message>
            <source>special file</source>
            <translation>特殊文件</translation>
        </message>
        <message>
            <source>Today %1</source>
            <translation>今天 %1</translation>
        </message>
        <message>
            <source>Yesterday %1</source>
            <translation>昨天 %1</translation>
        </message>
        <message>
            <source>%L1 bytes</source>
            <translation>%L1 字节</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Modified</source>
            <translation>修改时间</translation>
        </message>
        <message>
            <source>Only on this side</source>
            <translation>只在这一边</translation>
        </message>
        <message>
            <source>Newer than on the other side</source>
            <translation>比另一边新</translation>
        </message>
        <message>
            <source>Older than on the other side</source>
            <translation>比另一边旧</translation>
        </message>
        <message>
            <source>Not the same as on the other side</source>
            <translation>与另一边不同</translation>
        </message>
        <message>
            <source>This name cannot exist on the server. Rename it before it goes there.</source>
            <translation>服务器上不能有这个名称。上传前请先改名。</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Permissions</source>
            <translation>权限</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FolderPane</name>
        <message>
            <source>Filter</source>
            <translation>筛选</translation>
        </message>
        <message>
            <source>Name of the new folder</source>
            <translation>新文件夹名称</translation>
        </message>
        <message>
            <source>Show only names that hold this</source>
            <translation>只显示包含此内容的名称</translation>
        </message>
        <message>
            <source>Make folder</source>
            <translation>新建文件夹</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Files on this computer</source>
            <translation>本机上的文件</translation>
        </message>
        <message>
            <source>Files on the server</source>
            <translation>服务器上的文件</translation>
        </message>
        <message>
            <source>This folder cannot be shown</source>
            <translation>无法显示此文件夹</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>正在加载…</translation>
        </message>
        <message>
            <source>No name here holds “%1”</source>
            <translation>没有名称包含“%1”</translation>
        </message>
        <message>
            <source>Clear the filter to see everything (Esc).</source>
            <translation>清除筛选即可看到全部（Esc）。</translation>
        </message>
        <message>
            <source>Only hidden files</source>
            <translation>只有隐藏文件</translation>
        </message>
        <message>
            <source>Press Ctrl+H to show names that begin with a dot.</source>
            <translation>按 Ctrl+H 显示以点开头的名称。</translation>
        </message>
        <message>
            <source>Nothing here yet</source>
            <translation>这里还没有内容</translation>
        </message>
        <message>
            <source>Drop files here from anywhere, or choose them at the left and press Upload.</source>
            <translation>从任何地方把文件拖到这里，或在左侧选中后点击“上传”。</translation>
        </message>
        <message>
            <source>This folder is empty</source>
            <translation>此文件夹为空</translation>
        </message>
        <message>
            <source>Drop files of the server here to download them.</source>
            <translation>把服务器上的文件拖到这里即可下载。</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>保留</translation>
        </message>
        <message>
            <source>Upload</source>
            <translation>上传</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>下载</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>改名</translation>
        </message>
        <message>
            <source>Copy the path</source>
            <translation>复制路径</translation>
        </message>
        <message>
            <source>Make a folder</source>
            <translation>新建文件夹</translation>
        </message>
        <message>
            <source>Show hidden files</source>
            <translation>显示隐藏文件</translation>
        </message>
        <message numerus="yes">
            <source>Download %n item(s) to %1</source>
            <translation>
                <numerusform>下载 %n 项到 %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Upload %n item(s) to %1</source>
            <translation>
                <numerusform>上传 %n 项到 %1</numerusform>
            </translation>
        </message>
        <message>
            <source>your home</source>
            <translation>你的主目录</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>To the folder above</source>
            <translation>到上一级文件夹</translation>
        </message>
        <message>
            <source>Show only names that hold this (Ctrl+F)</source>
            <translation>只显示包含这些文字的名称（Ctrl+F）</translation>
        </message>
        <message>
            <source>A name cannot hold a slash. Choose another one.</source>
            <translation>名称中不能有斜杠。请换一个。</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message numerus="yes">
            <source>and %Ln more</source>
            <translation>
                <numerusform>等另外 %Ln 项</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln file(s)</source>
            <translation>
                <numerusform>%Ln 个文件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln folder(s)</source>
            <translation>
                <numerusform>%Ln 个文件夹</numerusform>
            </translation>
        </message>
        <message>
            <source>In all %1; still counting…</source>
            <translation>共 %1；仍在统计…</translation>
        </message>
        <message>
            <source>In all %1.</source>
            <translation>共 %1。</translation>
        </message>
        <message>
            <source>“%1” is in the recycle bin now.</source>
            <translation>“%1” 已在回收站中。</translation>
        </message>
        <message numerus="yes">
            <source>%Ln thing(s) are in the recycle bin now.</source>
            <translation>
                <numerusform>%Ln 项已在回收站中。</numerusform>
            </translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>The server cannot copy within itself. Cut and paste to move, or download and upload again.</source>
            <translation>服务器不能在自身内部复制。可以剪切后粘贴来移动，或先下载再上传。</translation>
        </message>
        <message>
            <source>Download to…</source>
            <translation>下载到…</translation>
        </message>
        <message>
            <source>Cut</source>
            <translation>剪切</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Properties</source>
            <translation>属性</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>粘贴</translation>
        </message>
        <message numerus="yes">
            <source>Move %n item(s) to %1</source>
            <translation>
                <numerusform>将 %n 项移动到 %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Copy %n item(s) to %1</source>
            <translation>
                <numerusform>将 %n 项复制到 %1</numerusform>
            </translation>
        </message>
        <message>
            <source>Both sides are the same here</source>
            <translation>两边在这里相同</translation>
        </message>
        <message>
            <source>Only differences are shown. Stop comparing to see everything.</source>
            <translation>目前只显示不同之处。停止比较即可看到全部。</translation>
        </message>
        <message>
            <source>Loading… %L1 so far</source>
            <translation>正在载入… 已有 %L1 项</translation>
        </message>
        <message numerus="yes">
            <source>%Ln item(s)</source>
            <translation>
                <numerusform>%Ln 项</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%L1 of %Ln item(s)</source>
            <translation>
                <numerusform>%L1 项（共 %Ln 项）</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln chosen</source>
            <translation>
                <numerusform>已选 %Ln 项</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln of them are in the recycle bin now, the rest is not.</source>
            <translation>
                <numerusform>其中 %Ln 项已在回收站里，其余的没有。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln of them are gone from here, the rest is not.</source>
            <translation>
                <numerusform>其中 %Ln 项已从这里移走，其余的没有。</numerusform>
            </translation>
        </message>
        <message>
            <source>Open with the system</source>
            <translation>用系统程序打开</translation>
        </message>
        <message>
            <source>Copy the address</source>
            <translation>复制地址</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FollowView</name>
        <message>
            <source>The conversation as text</source>
            <translation>文本形式的对话</translation>
        </message>
        <message>
            <source>No frame passes the filter.</source>
            <translation>没有帧符合过滤条件。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ForMeDetail</name>
        <message numerus="yes">
            <source>%n file(s), %1</source>
            <translation>
                <numerusform>%n 个文件，%1</numerusform>
            </translation>
        </message>
        <message>
            <source>Take it …</source>
            <translation>接收…</translation>
        </message>
        <message>
            <source>Decline</source>
            <translation>拒绝</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>%1 collects this · since %2</source>
            <translation>%1 收取 · 始于 %2</translation>
        </message>
        <message>
            <source>from %1 · %2 · %3</source>
            <translation>来自 %1 · %2 · %3</translation>
        </message>
        <message>
            <source>Drop files or folders here to hand in a new version</source>
            <translation>把文件或文件夹拖到这里，上交新版本</translation>
        </message>
        <message>
            <source>Drop what you hand in here</source>
            <translation>把要上交的内容拖到这里</translation>
        </message>
        <message>
            <source>at most %1</source>
            <translation>最多 %1</translation>
        </message>
        <message>
            <source>nothing is taken after the deadline</source>
            <translation>截止后不再接收</translation>
        </message>
        <message>
            <source>Take it again …</source>
            <translation>再次接收…</translation>
        </message>
        <message>
            <source>Handing it in</source>
            <translation>正在上交</translation>
        </message>
        <message>
            <source>Taking it</source>
            <translation>正在接收</translation>
        </message>
        <message>
            <source>Take it after all …</source>
            <translation>还是接收…</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FramePanel</name>
        <message>
            <source>Fields of the frame</source>
            <translation>帧的字段</translation>
        </message>
        <message>
            <source>Note on this frame</source>
            <translation>给该帧写备注</translation>
        </message>
        <message>
            <source>Encoding of text</source>
            <translation>文本编码</translation>
        </message>
        <message>
            <source>Copy the bytes</source>
            <translation>复制字节</translation>
        </message>
        <message>
            <source>Copy as hex</source>
            <translation>复制为十六进制</translation>
        </message>
        <message>
            <source>Copy as text</source>
            <translation>复制为文本</translation>
        </message>
        <message>
            <source>Copy as C array</source>
            <translation>复制为 C 数组</translation>
        </message>
        <message>
            <source>Copy as Python bytes</source>
            <translation>复制为 Python 字节串</translation>
        </message>
        <message>
            <source>Bytes</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>No frame chosen</source>
            <translation>未选择帧</translation>
        </message>
        <message>
            <source>Choose a frame in the ladder or on the ribbon.</source>
            <translation>请在梯形图或字节带上选择一帧。</translation>
        </message>
        <message>
            <source>What these fields are</source>
            <translation>这些字段是什么</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FramingMenu</name>
        <message>
            <source>Guess</source>
            <translation>猜测</translation>
        </message>
        <message>
            <source>A length before each message</source>
            <translation>每条消息前有长度</translation>
        </message>
        <message>
            <source>The length of a JSON header</source>
            <translation>JSON 头的长度</translation>
        </message>
        <message>
            <source>A delimiter after each message</source>
            <translation>每条消息后有分隔符</translation>
        </message>
        <message>
            <source>Another …</source>
            <translation>其他 …</translation>
        </message>
        <message>
            <source>Always the same size …</source>
            <translation>固定大小 …</translation>
        </message>
        <message>
            <source>For both directions</source>
            <translation>两个方向</translation>
        </message>
        <message>
            <source>Only to the server</source>
            <translation>仅发往服务器</translation>
        </message>
        <message>
            <source>Only to the client</source>
            <translation>仅发往客户端</translation>
        </message>
        <message>
            <source>Delimiter</source>
            <translation>分隔符</translation>
        </message>
        <message>
            <source>The bytes that end a message. \n, \r, \t, \0 and \xHH are understood:</source>
            <translation>结束一条消息的字节。可以写 \n、\r、\t、\0 和 \xHH：</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Bytes of each message:</source>
            <translation>每条消息的字节数：</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::FromMeDetail</name>
        <message>
            <source>Withdraw</source>
            <translation>撤回</translation>
        </message>
        <message>
            <source>Person by person</source>
            <translation>逐人情况</translation>
        </message>
        <message>
            <source>from %1</source>
            <translation>来自 %1</translation>
        </message>
        <message>
            <source>until %1, nothing later</source>
            <translation>截至 %1，逾期不收</translation>
        </message>
        <message>
            <source>until %1</source>
            <translation>截至 %1</translation>
        </message>
        <message>
            <source>gathers in %1 of your home</source>
            <translation>收到你主目录的 %1</translation>
        </message>
        <message>
            <source>to %1</source>
            <translation>发给 %1</translation>
        </message>
        <message>
            <source>waits until %1</source>
            <translation>保留到 %1</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>handed in</source>
            <translation>已上交</translation>
        </message>
        <message>
            <source>have it</source>
            <translation>已收到</translation>
        </message>
        <message numerus="yes">
            <source>%n declined</source>
            <translation>
                <numerusform>%n 人拒绝</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n 人失败</numerusform>
            </translation>
        </message>
        <message>
            <source>closed</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>withdrawn</source>
            <translation>已撤回</translation>
        </message>
        <message>
            <source>its time is over</source>
            <translation>已过期</translation>
        </message>
        <message>
            <source>Close the hand-in</source>
            <translation>结束收取</translation>
        </message>
        <message>
            <source>Nobody can hand in any more once it is closed, and it cannot be opened again. Press again to close it.</source>
            <translation>关闭后就不能再上交，也不能重新开放。再按一次即关闭。</translation>
        </message>
        <message>
            <source>Whoever does not have it yet cannot take it any more. Press again to withdraw it.</source>
            <translation>还没有收到的人将无法再接收。再按一次即撤回。</translation>
        </message>
    </context>
    <context>
        <name>HandOut</name>
        <message>
            <source>The question</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>What the run showed</source>
            <translation>运行显示了什么</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>为什么</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>数字</translation>
        </message>
        <message>
            <source>Measured by Transom on real sockets of one computer.</source>
            <translation>由 Transom 在一台计算机的真实套接字上测得。</translation>
        </message>
        <message>
            <source>You predicted</source>
            <translation>你的预测</translation>
        </message>
        <message>
            <source>It showed</source>
            <translation>运行结果</translation>
        </message>
        <message>
            <source>The question above is about the settings that the experiment begins with.</source>
            <translation>上面的问题说的是实验开始时的设置。</translation>
        </message>
        <message>
            <source>All runs</source>
            <translation>历次运行</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::HelpPage</name>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>Search the help</source>
            <translation>搜索帮助</translation>
        </message>
        <message>
            <source>Subjects</source>
            <translation>主题</translation>
        </message>
    </context>
    <context>
        <name>Inspect</name>
        <message>
            <source>%1 bytes of an unknown type</source>
            <translation>%1 字节，类型未知</translation>
        </message>
        <message>
            <source>%1 bytes, secret</source>
            <translation>%1 字节，保密</translation>
        </message>
        <message>
            <source>%1 bytes of standard error</source>
            <translation>%1 字节标准错误</translation>
        </message>
        <message>
            <source>%1 bytes</source>
            <translation>%1 字节</translation>
        </message>
        <message>
            <source>%1 more bytes may be sent</source>
            <translation>还可以发送 %1 字节</translation>
        </message>
        <message>
            <source>Which service the channel is for.</source>
            <translation>该通道用于哪项服务。</translation>
        </message>
        <message>
            <source>What is asked of the service.</source>
            <translation>向服务请求什么。</translation>
        </message>
        <message>
            <source>What came of it.</source>
            <translation>结果。</translation>
        </message>
        <message>
            <source>A number for what happened; 0 means that all is well.</source>
            <translation>表示结果的编号；0 表示一切正常。</translation>
        </message>
        <message>
            <source>The text, in UTF-8.</source>
            <translation>UTF-8 文本。</translation>
        </message>
        <message>
            <source>Where it is said: a room (#) or a person (@).</source>
            <translation>在哪里说：房间 (#) 或个人 (@)。</translation>
        </message>
        <message>
            <source>The line's number in its room; the server counts.</source>
            <translation>这句话在房间中的编号，由服务器计数。</translation>
        </message>
        <message>
            <source>Where it comes from.</source>
            <translation>来自哪里。</translation>
        </message>
        <message>
            <source>Milliseconds since 1970 began, in UTC.</source>
            <translation>自 1970 年起的毫秒数 (UTC)。</translation>
        </message>
        <message>
            <source>A number of the client's choice; the answer brings it back.</source>
            <translation>客户端任选的数字；应答原样带回。</translation>
        </message>
        <message>
            <source>The room's name.</source>
            <translation>房间名。</translation>
        </message>
        <message>
            <source>The rooms there are.</source>
            <translation>现有的房间。</translation>
        </message>
        <message>
            <source>The account's name.</source>
            <translation>账户名。</translation>
        </message>
        <message>
            <source>Who is in the room.</source>
            <translation>谁在房间里。</translation>
        </message>
        <message>
            <source>Who is there now.</source>
            <translation>现在谁在线。</translation>
        </message>
        <message>
            <source>The people one has exchanged messages with.</source>
            <translation>与之交换过消息的人。</translation>
        </message>
        <message>
            <source>Whether they are there now.</source>
            <translation>现在是否在线。</translation>
        </message>
        <message>
            <source>Only what has a lower number.</source>
            <translation>只要编号更小的。</translation>
        </message>
        <message>
            <source>At most so many.</source>
            <translation>最多这么多。</translation>
        </message>
        <message>
            <source>The lines, oldest first.</source>
            <translation>消息，最旧的在前。</translation>
        </message>
        <message>
            <source>Whether there are others.</source>
            <translation>是否还有更多。</translation>
        </message>
        <message>
            <source>The protocol's name, so that a stranger is recognised.</source>
            <translation>协议的名称，用来识别陌生的程序。</translation>
        </message>
        <message>
            <source>The versions of the protocol that this side speaks.</source>
            <translation>这一方支持的协议版本。</translation>
        </message>
        <message>
            <source>The program and its version.</source>
            <translation>程序及其版本。</translation>
        </message>
        <message>
            <source>The name.</source>
            <translation>名称。</translation>
        </message>
        <message>
            <source>The ways to sign in that the server offers.</source>
            <translation>服务器提供的登录方式。</translation>
        </message>
        <message>
            <source>How the client signs in.</source>
            <translation>客户端的登录方式。</translation>
        </message>
        <message>
            <source>A message of the sign-in.</source>
            <translation>登录过程的一条消息。</translation>
        </message>
        <message>
            <source>What this side can do beyond the version.</source>
            <translation>这一方在版本之外的功能。</translation>
        </message>
        <message>
            <source>How much this side takes at once.</source>
            <translation>这一方一次最多接受多少。</translation>
        </message>
        <message>
            <source>What the account may do.</source>
            <translation>账户的权限。</translation>
        </message>
        <message>
            <source>Seconds to wait before the next attempt.</source>
            <translation>下次尝试前要等的秒数。</translation>
        </message>
        <message>
            <source>How many attempts are left.</source>
            <translation>还剩几次尝试。</translation>
        </message>
        <message>
            <source>The largest piece of raw bytes, in bytes.</source>
            <translation>一段原始数据最多多少字节。</translation>
        </message>
        <message>
            <source>The largest JSON message, in bytes.</source>
            <translation>JSON 消息最多多少字节。</translation>
        </message>
        <message>
            <source>How many channels may be open at once.</source>
            <translation>可同时打开的通道数。</translation>
        </message>
        <message>
            <source>How many bytes may be sent on a new channel before the first CREDIT.</source>
            <translation>新通道上在第一个 CREDIT 之前可以发送的字节数。</translation>
        </message>
        <message>
            <source>A path, from the account's home folder.</source>
            <translation>从账户主目录算起的路径。</translation>
        </message>
        <message>
            <source>Paths, from the account's home folder.</source>
            <translation>从账户主目录算起的多个路径。</translation>
        </message>
        <message>
            <source>How many bytes.</source>
            <translation>字节数。</translation>
        </message>
        <message>
            <source>The SHA-256 of the contents, to see that they arrived unchanged.</source>
            <translation>内容的 SHA-256，用来确认没有改变。</translation>
        </message>
        <message>
            <source>When the file was changed, in milliseconds since 1970.</source>
            <translation>文件的修改时间，自 1970 年起的毫秒数。</translation>
        </message>
        <message>
            <source>The file's permission bits.</source>
            <translation>文件的权限位。</translation>
        </message>
        <message>
            <source>What it is.</source>
            <translation>它是什么。</translation>
        </message>
        <message>
            <source>The entries of the list.</source>
            <translation>列表的各项。</translation>
        </message>
        <message>
            <source>What to do when there is something of that name.</source>
            <translation>同名时怎么办。</translation>
        </message>
        <message>
            <source>The byte to go on from.</source>
            <translation>从哪个字节继续。</translation>
        </message>
        <message>
            <source>What is there already, with its SHA-256.</source>
            <translation>已有的部分及其 SHA-256。</translation>
        </message>
        <message>
            <source>Whether an interrupted upload goes on.</source>
            <translation>是否继续中断的上传。</translation>
        </message>
        <message>
            <source>Whether it was left as it was.</source>
            <translation>是否保持原样。</translation>
        </message>
        <message>
            <source>How many there were.</source>
            <translation>一共有多少。</translation>
        </message>
        <message>
            <source>How many bytes the account may keep; -1: no limit.</source>
            <translation>账户可用的字节数；-1 表示没有限制。</translation>
        </message>
        <message>
            <source>How many bytes it keeps.</source>
            <translation>已用的字节数。</translation>
        </message>
        <message>
            <source>How many bytes are free.</source>
            <translation>空闲的字节数。</translation>
        </message>
        <message>
            <source>The program and its arguments, one by one.</source>
            <translation>程序及其各个参数。</translation>
        </message>
        <message>
            <source>A line for the shell.</source>
            <translation>交给 shell 的一行命令。</translation>
        </message>
        <message>
            <source>The folder to run in.</source>
            <translation>在哪个文件夹中运行。</translation>
        </message>
        <message>
            <source>Seconds after which it is stopped.</source>
            <translation>多少秒后停止。</translation>
        </message>
        <message>
            <source>The terminal's size and type.</source>
            <translation>终端的大小和类型。</translation>
        </message>
        <message>
            <source>The process's number on the server.</source>
            <translation>服务器上的进程号。</translation>
        </message>
        <message>
            <source>What the program returned; 0 means success by custom.</source>
            <translation>程序的返回值；习惯上 0 表示成功。</translation>
        </message>
        <message>
            <source>The signal's name.</source>
            <translation>信号名。</translation>
        </message>
        <message>
            <source>How long it took, in milliseconds.</source>
            <translation>用了多少毫秒。</translation>
        </message>
        <message>
            <source>Lines of the terminal.</source>
            <translation>终端的行数。</translation>
        </message>
        <message>
            <source>Characters in a line of the terminal.</source>
            <translation>终端一行的字符数。</translation>
        </message>
        <message>
            <source>Whether what is in the folder goes, too.</source>
            <translation>文件夹中的内容是否一并处理。</translation>
        </message>
        <message>
            <source>Whether it goes past the recycle bin.</source>
            <translation>是否绕过回收站。</translation>
        </message>
        <message>
            <source>Whether the SHA-256 is wanted.</source>
            <translation>是否需要 SHA-256。</translation>
        </message>
        <message>
            <source>The number or name it is known by.</source>
            <translation>识别它的编号或名称。</translation>
        </message>
        <message>
            <source>How many files, or which.</source>
            <translation>文件数，或哪些文件。</translation>
        </message>
        <message>
            <source>The number of the newest line.</source>
            <translation>最新一句的编号。</translation>
        </message>
        <message>
            <source>Up to which line it has been read.</source>
            <translation>已读到哪一句。</translation>
        </message>
        <message>
            <source>Whether one is in it.</source>
            <translation>自己是否在其中。</translation>
        </message>
        <message>
            <source>The first thing either side says: which versions and features it knows, and its limits.</source>
            <translation>双方说的第一句话：认识哪些版本和功能，以及限制。</translation>
        </message>
        <message>
            <source>The client begins to sign in, with a name and no password.</source>
            <translation>客户端开始登录，只有名字，没有密码。</translation>
        </message>
        <message>
            <source>The server's question to whoever wants to sign in.</source>
            <translation>服务器向登录者提出的问题。</translation>
        </message>
        <message>
            <source>The client's proof that it knows the password, without the password.</source>
            <translation>客户端证明自己知道密码，而不发送密码。</translation>
        </message>
        <message>
            <source>The server's own proof, and what the account may do: sign-in is complete.</source>
            <translation>服务器自己的证明，以及账户的权限：登录完成。</translation>
        </message>
        <message>
            <source>The name or the password was not right.</source>
            <translation>名字或密码不对。</translation>
        </message>
        <message>
            <source>Are you there? The answer tells how long the way is.</source>
            <translation>还在吗？应答说明路上要多久。</translation>
        </message>
        <message>
            <source>The answer to PING, with the same bytes.</source>
            <translation>对 PING 的应答，字节相同。</translation>
        </message>
        <message>
            <source>The last thing said before a connection is closed, with the reason.</source>
            <translation>连接关闭前说的最后一句话，带有原因。</translation>
        </message>
        <message>
            <source>What this account may do has changed.</source>
            <translation>此账户的权限有变化。</translation>
        </message>
        <message>
            <source>Opens a channel: asks for a service.</source>
            <translation>打开一个通道：请求一项服务。</translation>
        </message>
        <message>
            <source>The server takes the channel; work begins.</source>
            <translation>服务器接受该通道，开始工作。</translation>
        </message>
        <message>
            <source>The server does not take the channel, and says why.</source>
            <translation>服务器不接受该通道，并说明原因。</translation>
        </message>
        <message>
            <source>A piece of a file, or of what a command reads or writes.</source>
            <translation>文件的一段，或命令输入输出的一段。</translation>
        </message>
        <message>
            <source>Allows the other side so many more bytes on this channel: a slow reader slows the sender.</source>
            <translation>允许对方在此通道上再发这么多字节：读得慢的一方会让发送方慢下来。</translation>
        </message>
        <message>
            <source>This side has nothing more to say on the channel; it carries the result.</source>
            <translation>这一方在该通道上说完了；带有结果。</translation>
        </message>
        <message>
            <source>The client does not want the answer any more.</source>
            <translation>客户端不再需要应答。</translation>
        </message>
        <message>
            <source>A line of chat on its way to the server.</source>
            <translation>发往服务器的一句聊天。</translation>
        </message>
        <message>
            <source>A line of chat for everybody in the room, with its number.</source>
            <translation>发给房间里所有人的一句聊天，带有编号。</translation>
        </message>
        <message>
            <source>The client enters a room.</source>
            <translation>客户端进入房间。</translation>
        </message>
        <message>
            <source>The client leaves a room.</source>
            <translation>客户端离开房间。</translation>
        </message>
        <message>
            <source>The answer to CHAT_JOIN: who is in the room.</source>
            <translation>对 CHAT_JOIN 的应答：谁在房间里。</translation>
        </message>
        <message>
            <source>Somebody came or went.</source>
            <translation>有人来了或走了。</translation>
        </message>
        <message>
            <source>Asks for earlier lines.</source>
            <translation>请求更早的消息。</translation>
        </message>
        <message>
            <source>Earlier lines, oldest first.</source>
            <translation>更早的消息，最旧的在前。</translation>
        </message>
        <message>
            <source>Everything up to this line has been read.</source>
            <translation>到这一句为止都已读。</translation>
        </message>
        <message>
            <source>A line or a request was not carried out.</source>
            <translation>一句聊天或一个请求没有被执行。</translation>
        </message>
        <message>
            <source>Sends a signal to the running program.</source>
            <translation>向正在运行的程序发送信号。</translation>
        </message>
        <message>
            <source>The terminal has another size now.</source>
            <translation>终端的大小变了。</translation>
        </message>
        <message>
            <source>Part of a folder's list.</source>
            <translation>文件夹列表的一部分。</translation>
        </message>
        <message>
            <source>Where an interrupted upload goes on.</source>
            <translation>中断的上传从哪里继续。</translation>
        </message>
        <message>
            <source>What became of files that were sent together.</source>
            <translation>一起发送的文件的结果。</translation>
        </message>
        <message>
            <source>What is in the recycle bin.</source>
            <translation>回收站中的内容。</translation>
        </message>
        <message>
            <source>Part of the list of deliveries.</source>
            <translation>递送列表的一部分。</translation>
        </message>
        <message>
            <source>The files of a delivery, and who has them.</source>
            <translation>递送中的文件，以及谁已收到。</translation>
        </message>
        <message>
            <source>The people and groups that may be sent to.</source>
            <translation>可以发送的人和组。</translation>
        </message>
        <message>
            <source>Something has changed among the deliveries.</source>
            <translation>递送有变化。</translation>
        </message>
        <message>
            <source>A type that this version does not know; it is skipped.</source>
            <translation>此版本不认识的类型；将被跳过。</translation>
        </message>
        <message>
            <source>A field of %1.</source>
            <translation>%1 的一个字段。</translation>
        </message>
        <message>
            <source>One entry of a list; entries count from 0.</source>
            <translation>列表中的一项；从 0 开始编号。</translation>
        </message>
        <message>
            <source>list of %1</source>
            <translation>%1 项的列表</translation>
        </message>
        <message>
            <source>standard error</source>
            <translation>标准错误</translation>
        </message>
        <message>
            <source>critical</source>
            <translation>关键</translation>
        </message>
        <message>
            <source>Header</source>
            <translation>头</translation>
        </message>
        <message>
            <source>Every frame begins with these 12 bytes, so that a receiver knows how much to read before it reads on.</source>
            <translation>每一帧都以这 12 个字节开头，接收方在继续读之前就知道要读多少。</translation>
        </message>
        <message>
            <source>How many bytes of payload follow the header: 32 bits, big-endian. The 12 bytes of the header are not counted.</source>
            <translation>头之后有多少字节内容：32 位大端序。头的 12 个字节不计在内。</translation>
        </message>
        <message>
            <source>Bit 0 marks output as standard error; bit 7 says that whoever does not know the type must end the session.</source>
            <translation>第 0 位表示标准错误输出；第 7 位表示不认识该类型的一方必须结束会话。</translation>
        </message>
        <message>
            <source>Always 0 in this version; anything else is an error.</source>
            <translation>此版本中总是 0；其他值都是错误。</translation>
        </message>
        <message>
            <source>0: the frame is about the session itself.</source>
            <translation>0：该帧关于会话本身。</translation>
        </message>
        <message>
            <source>Which of the conversations on this connection the frame belongs to.</source>
            <translation>该帧属于此连接上的哪个通道。</translation>
        </message>
        <message>
            <source>This version does not know the type, so it cannot say what these bytes mean.</source>
            <translation>此版本不认识该类型，无法说明这些字节的含义。</translation>
        </message>
        <message>
            <source>Part of signing in. A recording never holds it: the bytes are shown as zeros.</source>
            <translation>登录过程的一部分。记录中永远不会有它：字节显示为零。</translation>
        </message>
        <message>
            <source>One JSON object in UTF-8.</source>
            <translation>一个 UTF-8 编码的 JSON 对象。</translation>
        </message>
        <message>
            <source>Raw bytes, exactly as the file or the program has them.</source>
            <translation>原始字节，与文件或程序中的完全一样。</translation>
        </message>
        <message>
            <source>8 bytes of the sender's choice; the answer brings them back, which tells how long the way is.</source>
            <translation>发送方任选的 8 个字节；应答原样带回，由此得知路上要多久。</translation>
        </message>
        <message>
            <source>A number, 32 bits, big-endian.</source>
            <translation>一个 32 位大端序数字。</translation>
        </message>
        <message>
            <source>Payload</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Not kept</source>
            <translation>未保留</translation>
        </message>
        <message>
            <source>These bytes crossed the wire and were not recorded.</source>
            <translation>这些字节经过了线路，没有记录。</translation>
        </message>
        <message>
            <source>"%1" is no part of a filter. %2</source>
            <translation>“%1”不是过滤条件。%2</translation>
        </message>
        <message>
            <source>Something must stand before it.</source>
            <translation>它前面应当有内容。</translation>
        </message>
        <message>
            <source>A size is a number of bytes, like size&gt;1000 or size&gt;=64KiB.</source>
            <translation>大小是字节数，例如 size&gt;1000 或 size&gt;=64KiB。</translation>
        </message>
        <message>
            <source>A number must follow, like channel:3, time&gt;2.5 (seconds) or took&gt;10 (milliseconds).</source>
            <translation>后面应是数字，例如 channel:3、time&gt;2.5（秒）或 took&gt;10（毫秒）。</translation>
        </message>
        <message>
            <source>Directions are dir:server and dir:client.</source>
            <translation>方向有 dir:server 和 dir:client。</translation>
        </message>
        <message>
            <source>There are is:error, is:secret and is:marked.</source>
            <translation>可用 is:error、is:secret 和 is:marked。</translation>
        </message>
        <message>
            <source>A colon belongs here.</source>
            <translation>这里应当用冒号。</translation>
        </message>
        <message>
            <source>The file is not whole: what could be read of it is shown.</source>
            <translation>文件不完整：显示其中能读取的部分。</translation>
        </message>
        <message>
            <source>The capture could not be written: %1. Choose another folder.</source>
            <translation>捕获文件无法写入：%1。请选择另一个文件夹。</translation>
        </message>
        <message>
            <source>does not fit</source>
            <translation>不符合</translation>
        </message>
        <message>
            <source>incomplete: %1 more bytes are needed</source>
            <translation>不完整：还需要 %1 字节</translation>
        </message>
        <message>
            <source>incomplete: at least %1 more bytes are needed</source>
            <translation>不完整：至少还需要 %1 字节</translation>
        </message>
        <message>
            <source>still to come</source>
            <translation>尚未到来</translation>
        </message>
        <message>
            <source>The length says that these bytes belong to the frame; recv has not returned them yet.</source>
            <translation>长度说明这些字节属于本帧；recv 尚未返回它们。</translation>
        </message>
        <message>
            <source>Says how many bytes follow: the receiver reads on until it has them, however many calls of recv that takes.</source>
            <translation>说明后面有多少字节：接收方会一直读到收齐为止，无论需要调用多少次 recv。</translation>
        </message>
        <message>
            <source>Belongs to the frame's head: it tells the receiver what the bytes after it are.</source>
            <translation>属于帧头：告诉接收方后面的字节是什么。</translation>
        </message>
        <message>
            <source>Ends the message: the receiver looks for these bytes, and they may not occur in the message itself.</source>
            <translation>结束消息：接收方查找这些字节，它们不能出现在消息本身之中。</translation>
        </message>
        <message>
            <source>The beginning of a frame whose rest has not come yet; a receiver keeps it and calls recv again.</source>
            <translation>一帧的开头，其余尚未到来；接收方留着它并再次调用 recv。</translation>
        </message>
        <message>
            <source>These bytes do not fit the framing: where the next frame begins cannot be known any more.</source>
            <translation>这些字节不符合分帧规则：已无法得知下一帧从哪里开始。</translation>
        </message>
        <message>
            <source>What the sender wanted to say; the framing does not look into it.</source>
            <translation>发送方想说的内容；分帧不看其中。</translation>
        </message>
        <message>
            <source>datagram of %1 bytes</source>
            <translation>%1 字节的数据报</translation>
        </message>
        <message>
            <source>From byte %1 on it does not fit: %2</source>
            <translation>从第 %1 字节起不符合：%2</translation>
        </message>
        <message>
            <source>TLS, %1 bytes</source>
            <translation>TLS，%1 字节</translation>
        </message>
        <message>
            <source>%1 bytes behind a gap</source>
            <translation>缺口之后的 %1 字节</translation>
        </message>
        <message>
            <source>the reserved field is not 0</source>
            <translation>保留字段不是 0</translation>
        </message>
        <message>
            <source>a length of %1, above the largest of its type</source>
            <translation>长度为 %1，超过了该类型的上限</translation>
        </message>
        <message>
            <source>a length of %1 cannot be one</source>
            <translation>%1 不可能是长度</translation>
        </message>
        <message>
            <source>a length of %1 is less than its own %2 bytes</source>
            <translation>长度 %1 小于它自身的 %2 字节</translation>
        </message>
        <message>
            <source>a JSON object of %1 bytes cannot be</source>
            <translation>不可能有 %1 字节的 JSON 对象</translation>
        </message>
        <message>
            <source>the header is not a JSON object</source>
            <translation>头部不是 JSON 对象</translation>
        </message>
        <message>
            <source>"%1" is not a size</source>
            <translation>“%1”不是大小</translation>
        </message>
        <message>
            <source>the client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>the server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>The client begins with a HELLO of Transom: 12 bytes of header, then JSON.</source>
            <translation>客户端以 Transom 的 HELLO 开始：12 字节头部，然后是 JSON。</translation>
        </message>
        <message>
            <source>The client begins with 16 03 %1, a TLS handshake: what follows is encrypted, and its frames cannot be seen.</source>
            <translation>客户端以 16 03 %1 开始，这是 TLS 握手：其后的内容已加密，看不到帧。</translation>
        </message>
        <message>
            <source>A line "SSH-2.0-…": after the key exchange everything is encrypted, and frames cannot be seen.</source>
            <translation>出现“SSH-2.0-…”一行：密钥交换之后全部加密，看不到帧。</translation>
        </message>
        <message>
            <source>%1 says "%2": an announced length, sent after an answer.</source>
            <translation>%1发送了“%2”：先告知长度，得到应答后再发送。</translation>
        </message>
        <message>
            <source>%1 says "%2", gets an answer, and then sends %2 bytes.</source>
            <translation>%1发送“%2”，得到应答，然后发送 %2 字节。</translation>
        </message>
        <message>
            <source>read from the little end</source>
            <translation>按小端读取</translation>
        </message>
        <message>
            <source>read from the big end</source>
            <translation>按大端读取</translation>
        </message>
        <message>
            <source>The first %1 bytes of %2, %3, say %4: exactly the JSON object that follows.</source>
            <translation>%2的前 %1 字节%3为 %4：正好是其后的 JSON 对象的长度。</translation>
        </message>
        <message>
            <source>The first %1 bytes of %2, %3, say %4, and so many bytes follow%5.</source>
            <translation>%2的前 %1 字节%3为 %4，其后正好有这么多字节%5。</translation>
        </message>
        <message>
            <source>, the length's own counted</source>
            <translation>（包括长度字段自身）</translation>
        </message>
        <message>
            <source>%1 sends text whose lines end with CR LF: "%2".</source>
            <translation>%1发送以 CR LF 结尾的文本行：“%2”。</translation>
        </message>
        <message>
            <source>%1 sends text whose lines end with a newline: "%2".</source>
            <translation>%1发送以换行符结尾的文本行：“%2”。</translation>
        </message>
        <message>
            <source>All %1 reads from %2 had %3 bytes. That is how it was cut here, which need not be how it was meant.</source>
            <translation>从%2读取的 %1 次都是 %3 字节。这是此处的切分方式，不一定是原意。</translation>
        </message>
        <message>
            <source>Nothing here marks where a message ends: no length, no delimiter.</source>
            <translation>这里没有任何东西标明消息在哪里结束：没有长度，也没有分隔符。</translation>
        </message>
        <message>
            <source>datagram of 1 byte</source>
            <translation>1 字节的数据报</translation>
        </message>
        <message>
            <source>1 byte</source>
            <translation>1 字节</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::KernelPanel</name>
        <message>
            <source>Reported by the kernel ten times a second, while you look. The lines are the last 30 seconds.</source>
            <translation>由内核报告，在你看的时候每秒十次。曲线是最近 30 秒。</translation>
        </message>
        <message>
            <source>This program's socket</source>
            <translation>本程序的套接字</translation>
        </message>
        <message>
            <source>The server's socket</source>
            <translation>服务器的套接字</translation>
        </message>
        <message>
            <source>Waiting for the first numbers …</source>
            <translation>正在等待第一批数字……</translation>
        </message>
        <message>
            <source>There is no connection. Connect to a server first.</source>
            <translation>没有连接。请先连接服务器。</translation>
        </message>
        <message>
            <source>Not available here: this socket is on another computer, and only the kernel there knows it.</source>
            <translation>此处没有：这个套接字在另一台计算机上，只有那里的内核知道。</translation>
        </message>
        <message>
            <source>not available here</source>
            <translation>此处没有</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>往返时间</translation>
        </message>
        <message>
            <source>rtt: the smoothed time from a segment to its acknowledgement.</source>
            <translation>rtt：从发出报文段到收到确认的平滑时间。</translation>
        </message>
        <message>
            <source>ms</source>
            <translation>毫秒</translation>
        </message>
        <message>
            <source>Congestion window</source>
            <translation>拥塞窗口</translation>
        </message>
        <message>
            <source>cwnd: so many segments may be under way before an acknowledgement must come.</source>
            <translation>cwnd：在必须收到确认之前，最多可以有这么多报文段在路上。</translation>
        </message>
        <message>
            <source>segments</source>
            <translation>报文段</translation>
        </message>
        <message>
            <source>Sent again</source>
            <translation>重传</translation>
        </message>
        <message>
            <source>retransmits: segments that had to be sent a second time, since the connection began.</source>
            <translation>retransmits：连接开始以来不得不再发一次的报文段。</translation>
        </message>
        <message>
            <source>Not sent yet</source>
            <translation>尚未发送</translation>
        </message>
        <message>
            <source>Bytes that send has handed over and that still wait in this kernel (SIOCOUTQNSD).</source>
            <translation>send 已经交出、还在本机内核中等待的字节（SIOCOUTQNSD）。</translation>
        </message>
        <message>
            <source>bytes</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>Not acknowledged</source>
            <translation>尚未确认</translation>
        </message>
        <message>
            <source>Bytes that are under way: sent, and no acknowledgement has come yet (SIOCOUTQ without what is not sent).</source>
            <translation>在路上的字节：已发送，还没有收到确认（SIOCOUTQ 减去尚未发送的）。</translation>
        </message>
        <message>
            <source>Receive queue</source>
            <translation>接收队列</translation>
        </message>
        <message>
            <source>Bytes that have arrived and wait for recv (SIOCINQ).</source>
            <translation>已经到达、等着 recv 的字节（SIOCINQ）。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::KnobsPanel</name>
        <message>
            <source>Predict again</source>
            <translation>再预测</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>再运行</translation>
        </message>
        <message>
            <source>As it began</source>
            <translation>恢复初始设置</translation>
        </message>
        <message>
            <source>Compare runs</source>
            <translation>比较各次运行</translation>
        </message>
    </context>
    <context>
        <name>Lab</name>
        <message numerus="yes">
            <source>A datagram of %n byte(s) from %1</source>
            <translation>
                <numerusform>来自 %1 的 %n 字节数据报</numerusform>
            </translation>
        </message>
        <message>
            <source>an end without a name</source>
            <translation>未命名的一端</translation>
        </message>
        <message>
            <source>From %1</source>
            <translation>来自 %1</translation>
        </message>
        <message>
            <source>Upper-case echo</source>
            <translation>大写回显</translation>
        </message>
        <message>
            <source>Sends each chunk back with its ASCII letters in upper case.</source>
            <translation>把每一块中的 ASCII 字母转成大写后发回。</translation>
        </message>
        <message>
            <source>Sends a line and shows one chunk.</source>
            <translation>发送一行，显示收到的一块。</translation>
        </message>
        <message>
            <source>Echo</source>
            <translation>回显</translation>
        </message>
        <message>
            <source>Sends each chunk back unchanged.</source>
            <translation>把每一块原样发回。</translation>
        </message>
        <message>
            <source>Echo with a prefix</source>
            <translation>带前缀的回显</translation>
        </message>
        <message>
            <source>Sends a prefix and each chunk back.</source>
            <translation>发回前缀和收到的每一块。</translation>
        </message>
        <message>
            <source>Sends a line and shows one chunk; an empty line ends.</source>
            <translation>发送一行，显示收到的一块；空行结束。</translation>
        </message>
        <message>
            <source>Prefix</source>
            <translation>前缀</translation>
        </message>
        <message>
            <source>The server greets first</source>
            <translation>服务器先问候</translation>
        </message>
        <message>
            <source>Greets whoever connects, then reads one chunk.</source>
            <translation>有连接就先问候，然后读取一块。</translation>
        </message>
        <message>
            <source>Reads the greeting, sends one message and closes.</source>
            <translation>读取问候，发送一条消息后关闭。</translation>
        </message>
        <message>
            <source>Greeting</source>
            <translation>问候语</translation>
        </message>
        <message>
            <source>The server greets after</source>
            <translation>服务器后问候</translation>
        </message>
        <message>
            <source>Reads one chunk, sends a greeting and ends the connection.</source>
            <translation>读取一块，发送问候后结束连接。</translation>
        </message>
        <message>
            <source>Sends a line, reads one chunk and closes.</source>
            <translation>发送一行，读取一块后关闭。</translation>
        </message>
        <message>
            <source>Echo from an event loop</source>
            <translation>事件循环回显</translation>
        </message>
        <message>
            <source>Sends each chunk back with a word behind it, to many clients from one event loop.</source>
            <translation>在一个事件循环里为多个客户端服务，把每一块加上一个词后发回。</translation>
        </message>
        <message>
            <source>Word</source>
            <translation>附加的词</translation>
        </message>
        <message>
            <source>Time server</source>
            <translation>时间服务器</translation>
        </message>
        <message>
            <source>Turns a Unix timestamp into local time.</source>
            <translation>把 Unix 时间戳转换成本地时间。</translation>
        </message>
        <message>
            <source>Sends the time now and then, and shows each reply.</source>
            <translation>每隔一段时间发送当前时间，并显示每次应答。</translation>
        </message>
        <message>
            <source>Chat in turns</source>
            <translation>轮流聊天</translation>
        </message>
        <message>
            <source>Answers each message with a line that you type; “bye” ends.</source>
            <translation>每收到一条消息，用你输入的一行回答；“bye”结束。</translation>
        </message>
        <message>
            <source>Speaks first, then in turns; “bye” ends.</source>
            <translation>先说话，然后轮流；“bye”结束。</translation>
        </message>
        <message>
            <source>Commands without framing</source>
            <translation>不分帧的远程命令</translation>
        </message>
        <message>
            <source>Runs each chunk as a command and sends its standard output, if there is any.</source>
            <translation>把每一块当作命令执行，有标准输出就发送。</translation>
        </message>
        <message>
            <source>Sends a command and shows one recv: longer output spills into the next answer.</source>
            <translation>发送命令，只显示一次 recv：较长的输出会混进下一次应答。</translation>
        </message>
        <message>
            <source>Commands with a welcome</source>
            <translation>带欢迎语的远程命令</translation>
        </message>
        <message>
            <source>Sends a welcome line; then each command's output, or its errors, or the current folder.</source>
            <translation>先发送欢迎语；之后发送每个命令的输出、错误或当前文件夹。</translation>
        </message>
        <message>
            <source>Reads the welcome, then sends commands and shows one recv of each answer.</source>
            <translation>读取欢迎语，然后发送命令，每次应答只显示一次 recv。</translation>
        </message>
        <message>
            <source>Welcome</source>
            <translation>欢迎语</translation>
        </message>
        <message>
            <source>Commands with Ready and a length</source>
            <translation>用 Ready 和长度的远程命令</translation>
        </message>
        <message>
            <source>Announces the length behind the word “Ready”, waits for “start”, then sends the output.</source>
            <translation>在“Ready”之后声明长度，等待“start”，然后发送输出。</translation>
        </message>
        <message>
            <source>Reads “Ready” and the length n, sends “start”, then reads exactly n bytes.</source>
            <translation>读取“Ready”和长度 n，发送“start”，然后正好读取 n 字节。</translation>
        </message>
        <message>
            <source>Commands with length and ok</source>
            <translation>用长度和 ok 的远程命令</translation>
        </message>
        <message>
            <source>Sends the length as text, waits for any answer, then sends output and errors; “q” ends.</source>
            <translation>以文本发送长度，等待任意回答，再发送输出和错误；“q”结束。</translation>
        </message>
        <message>
            <source>Reads the length, sends “ok”, then reads exactly as much; “q” ends.</source>
            <translation>读取长度，发送“ok”，然后正好读取那么多；“q”结束。</translation>
        </message>
        <message>
            <source>Commands with a length prefix</source>
            <translation>用长度前缀的远程命令</translation>
        </message>
        <message>
            <source>Sends the length in four bytes, little end first, then output and errors; “q” ends.</source>
            <translation>先用四个字节（小端在前）发送长度，再发送输出和错误；“q”结束。</translation>
        </message>
        <message>
            <source>Reads four bytes, then exactly as much as they say; “q” ends.</source>
            <translation>读取四个字节，再正好读取它们声明的长度；“q”结束。</translation>
        </message>
        <message>
            <source>Commands in reverse</source>
            <translation>反向远程命令</translation>
        </message>
        <message>
            <source>Waits for a client, sends it the commands that you type, and shows what comes back.</source>
            <translation>等待客户端，把你输入的命令发给它，并显示返回的内容。</translation>
        </message>
        <message>
            <source>Announces itself, then runs what the server sends and returns output and errors.</source>
            <translation>先报到，然后执行服务器发来的命令，返回输出和错误。</translation>
        </message>
        <message>
            <source>First message</source>
            <translation>第一条消息</translation>
        </message>
        <message>
            <source>Upload with a JSON request</source>
            <translation>用 JSON 请求上传</translation>
        </message>
        <message>
            <source>Sends a welcome line, reads a JSON request, answers with a status, then stores the file.</source>
            <translation>发送欢迎语，读取 JSON 请求，回答状态，然后保存文件。</translation>
        </message>
        <message>
            <source>Reads the welcome, sends the request, waits for status 200, then sends the file.</source>
            <translation>读取欢迎语，发送请求，等待状态 200，然后发送文件。</translation>
        </message>
        <message>
            <source>Upload with a size</source>
            <translation>用大小上传</translation>
        </message>
        <message>
            <source>Reads the size as text, confirms it, then stores so many bytes under a name that you choose.</source>
            <translation>读取文本形式的大小，确认后把那么多字节保存为你选的文件名。</translation>
        </message>
        <message>
            <source>Sends the size, waits for the confirmation, then sends the file.</source>
            <translation>发送大小，等待确认，然后发送文件。</translation>
        </message>
        <message>
            <source>Confirmation</source>
            <translation>确认语</translation>
        </message>
        <message>
            <source>Upload with a length-prefixed header</source>
            <translation>用带长度前缀的头部上传</translation>
        </message>
        <message>
            <source>Reads a header with its length in front, then stores the file; answers nothing.</source>
            <translation>读取前面带长度的头部，然后保存文件；不作任何应答。</translation>
        </message>
        <message>
            <source>Sends the header with its length in front, then the file; reads nothing.</source>
            <translation>发送前面带长度的头部，再发送文件；不读取任何内容。</translation>
        </message>
        <message>
            <source>HMAC challenge</source>
            <translation>HMAC 验证</translation>
        </message>
        <message>
            <source>Sends a random number and compares the answer with HMAC-MD5 of it; keeps an access log.</source>
            <translation>发送一个随机数，把回答与它的 HMAC-MD5 比较；并写访问日志。</translation>
        </message>
        <message>
            <source>Reads the number, sends its HMAC-MD5, and shows the verdict.</source>
            <translation>读取数字，发送它的 HMAC-MD5，并显示验证结果。</translation>
        </message>
        <message>
            <source>Datagrams answered with ok</source>
            <translation>用 ok 回答的数据报</translation>
        </message>
        <message>
            <source>Answers each datagram with “ok”.</source>
            <translation>用“ok”回答每个数据报。</translation>
        </message>
        <message>
            <source>Sends a line as a datagram and shows the answer.</source>
            <translation>把一行作为数据报发送，并显示应答。</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>回答</translation>
        </message>
        <message>
            <source>Datagrams answered with a greeting</source>
            <translation>用问候回答的数据报</translation>
        </message>
        <message>
            <source>Answers each datagram with a greeting, and shows who sent it.</source>
            <translation>用问候语回答每个数据报，并显示发送者。</translation>
        </message>
        <message>
            <source>Chat by datagrams</source>
            <translation>数据报聊天</translation>
        </message>
        <message>
            <source>Shows each datagram; the line that you type goes to whoever spoke last; “bye” ends.</source>
            <translation>显示每个数据报；你输入的一行发给最后说话的人；“bye”结束。</translation>
        </message>
        <message>
            <source>Sends your lines with a prefix and shows the answers; “bye” ends.</source>
            <translation>给你的每一行加上前缀发送，并显示应答；“bye”结束。</translation>
        </message>
        <message>
            <source>Commands by datagrams</source>
            <translation>数据报远程命令</translation>
        </message>
        <message>
            <source>Runs each datagram as a command and answers with two: output and errors.</source>
            <translation>把每个数据报当作命令执行，用两个数据报回答：输出和错误。</translation>
        </message>
        <message>
            <source>Sends a command and reads one datagram: the second stays behind.</source>
            <translation>发送命令，只读取一个数据报：第二个留在后面。</translation>
        </message>
        <message>
            <source>An empty line has no bytes to send.</source>
            <translation>空行没有可发送的字节。</translation>
        </message>
        <message>
            <source>The server has ended the connection before its answer.</source>
            <translation>服务器在应答前结束了连接。</translation>
        </message>
        <message numerus="yes">
            <source>The server has ended the connection in the middle: %n announced byte(s) are missing.</source>
            <translation>
                <numerusform>服务器中途结束了连接：还缺少已声明的 %n 字节。</numerusform>
            </translation>
        </message>
        <message>
            <source>The announced length is negative (%1): was it written with the other byte order, or overflowed?</source>
            <translation>声明的长度是负数（%1）：是否用了另一种字节序，或者溢出了？</translation>
        </message>
        <message>
            <source>The announced length is absurd (%1 bytes): was it written with the other byte order?</source>
            <translation>声明的长度大得离谱（%1 字节）：是否用了另一种字节序？</translation>
        </message>
        <message>
            <source>“Ready” and a number were expected, but this came: %1</source>
            <translation>应为“Ready”和一个数字，收到的却是：%1</translation>
        </message>
        <message>
            <source>A length in decimal digits was expected, but this came: %1</source>
            <translation>应为十进制的长度，收到的却是：%1</translation>
        </message>
        <message>
            <source>The other side has ended the connection.</source>
            <translation>对方结束了连接。</translation>
        </message>
        <message>
            <source>No answer came in time. Datagrams may be lost, and nobody is told.</source>
            <translation>没有及时收到应答。数据报可能丢失，而且不会通知任何人。</translation>
        </message>
        <message>
            <source>At least one datagram was not answered.</source>
            <translation>至少有一个数据报没有得到应答。</translation>
        </message>
        <message>
            <source>The command ran past its time limit and was ended.</source>
            <translation>命令超过时限，已被结束。</translation>
        </message>
        <message>
            <source>The command wrote more than the limit and was ended.</source>
            <translation>命令的输出超过上限，已被结束。</translation>
        </message>
        <message>
            <source>The command printed nothing, so nothing is sent: a client that reads now waits.</source>
            <translation>命令没有输出，所以什么也不发送：此时读取的客户端会一直等待。</translation>
        </message>
        <message>
            <source>“start” was expected here; what came is left out, and “start” is waited for.</source>
            <translation>这里应为“start”；收到的内容已忽略，继续等待“start”。</translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s) after “start” came in the same chunk and are left out.</source>
            <translation>
                <numerusform>同一块中“start”之后的 %n 字节已忽略。</numerusform>
            </translation>
        </message>
        <message>
            <source>A command from %1</source>
            <translation>来自 %1 的命令</translation>
        </message>
        <message>
            <source>The digest is right.</source>
            <translation>摘要正确。</translation>
        </message>
        <message>
            <source>The digest is wrong.</source>
            <translation>摘要错误。</translation>
        </message>
        <message numerus="yes">
            <source>The connection ended after %n of the 16 bytes of a digest.</source>
            <translation>
                <numerusform>摘要共 16 字节，连接在收到 %n 字节后结束。</numerusform>
            </translation>
        </message>
        <message>
            <source>The server did not accept the digest. Check that both sides have the same key.</source>
            <translation>服务器没有接受摘要。请检查双方的密钥是否相同。</translation>
        </message>
        <message>
            <source>The server has ended the connection without a verdict.</source>
            <translation>服务器没有给出结果就结束了连接。</translation>
        </message>
        <message>
            <source>The server has ended the connection without a challenge.</source>
            <translation>服务器没有发出验证数字就结束了连接。</translation>
        </message>
        <message>
            <source>%1 takes a number from %2 to %3.</source>
            <translation>%1 应为 %2 到 %3 的数字。</translation>
        </message>
        <message>
            <source>%1 takes UTF-8 or GBK.</source>
            <translation>%1 应为 UTF-8 或 GBK。</translation>
        </message>
        <message>
            <source>%1 is missing: %2</source>
            <translation>缺少 %1：%2</translation>
        </message>
        <message>
            <source>%1 is too long.</source>
            <translation>%1 太长。</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>What this side says by itself: a greeting, a welcome line or a prefix.</source>
            <translation>这一方自己说的话：问候、欢迎语或前缀。</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>密钥</translation>
        </message>
        <message>
            <source>The key that both sides know.</source>
            <translation>双方都知道的密钥。</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>How text becomes bytes: UTF-8 or GBK.</source>
            <translation>文字如何变成字节：UTF-8 或 GBK。</translation>
        </message>
        <message>
            <source>Chunk size</source>
            <translation>块大小</translation>
        </message>
        <message>
            <source>How many bytes one recv asks for.</source>
            <translation>一次 recv 请求多少字节。</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Where files are kept and commands start.</source>
            <translation>保存文件和执行命令的位置。</translation>
        </message>
        <message>
            <source>Nickname</source>
            <translation>昵称</translation>
        </message>
        <message>
            <source>The name in front of each message.</source>
            <translation>每条消息前的名字。</translation>
        </message>
        <message>
            <source>Interval</source>
            <translation>间隔</translation>
        </message>
        <message>
            <source>Seconds from one message to the next.</source>
            <translation>两条消息之间的秒数。</translation>
        </message>
        <message>
            <source>How many</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>End after so many messages; 0: never.</source>
            <translation>发送这么多条后结束；0 表示不结束。</translation>
        </message>
        <message>
            <source>Patience</source>
            <translation>等待时间</translation>
        </message>
        <message>
            <source>Seconds to wait for an answer: datagrams may be lost.</source>
            <translation>等待应答的秒数：数据报可能丢失。</translation>
        </message>
        <message>
            <source>File name</source>
            <translation>文件名</translation>
        </message>
        <message>
            <source>The name under which what comes is stored.</source>
            <translation>收到的内容保存为这个名字。</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>The file to send.</source>
            <translation>要发送的文件。</translation>
        </message>
        <message>
            <source>Largest file</source>
            <translation>最大文件</translation>
        </message>
        <message>
            <source>What is announced to be larger is refused.</source>
            <translation>声明更大的会被拒绝。</translation>
        </message>
        <message>
            <source>Time limit</source>
            <translation>时限</translation>
        </message>
        <message>
            <source>Seconds after which a command is ended.</source>
            <translation>命令运行这么多秒后被结束。</translation>
        </message>
        <message>
            <source>Most output</source>
            <translation>最多输出</translation>
        </message>
        <message>
            <source>Bytes of output after which a command is ended.</source>
            <translation>命令输出这么多字节后被结束。</translation>
        </message>
        <message>
            <source>Access log</source>
            <translation>访问日志</translation>
        </message>
        <message>
            <source>The file in the folder that gets a line for each connection.</source>
            <translation>文件夹中的文件，每个连接写一行。</translation>
        </message>
        <message>
            <source>This chunk is no Unix timestamp: %1</source>
            <translation>这一块不是 Unix 时间戳：%1</translation>
        </message>
        <message>
            <source>A message of this chat is NICK:text; this one has no nickname.</source>
            <translation>这个聊天的消息格式是“昵称:文字”；这一条没有昵称。</translation>
        </message>
        <message>
            <source>The file became shorter while it was sent: %1 of %2 bytes are gone out.</source>
            <translation>发送时文件变短了：已发出 %1 / %2 字节。</translation>
        </message>
        <message>
            <source>“%1” is sent: %2.</source>
            <translation>“%1”已发送：%2。</translation>
        </message>
        <message>
            <source>The server has ended the connection before the file was sent.</source>
            <translation>文件还没发送完，服务器就结束了连接。</translation>
        </message>
        <message>
            <source>The server did not accept the file: %1</source>
            <translation>服务器没有接受文件：%1</translation>
        </message>
        <message>
            <source>“%1” is stored: %2.</source>
            <translation>“%1”已保存：%2。</translation>
        </message>
        <message>
            <source>The connection ended in the middle of the request.</source>
            <translation>连接在请求中途结束。</translation>
        </message>
        <message>
            <source>The connection ended after %1 of %2 bytes. Nothing was kept.</source>
            <translation>连接在收到 %1 / %2 字节后结束。没有保留任何内容。</translation>
        </message>
        <message>
            <source>The size is no whole number.</source>
            <translation>大小不是整数。</translation>
        </message>
        <message>
            <source>The size is negative: %1.</source>
            <translation>大小是负数：%1。</translation>
        </message>
        <message>
            <source>The size is above the limit of %1: %2 bytes were announced.</source>
            <translation>大小超过上限 %1：对方声明了 %2 字节。</translation>
        </message>
        <message>
            <source>More bytes than the JSON object came in this chunk: request and contents have stuck together.</source>
            <translation>这一块里 JSON 对象之后还有字节：请求和内容粘在一起了（粘包）。</translation>
        </message>
        <message>
            <source>A JSON object was expected, but this came: %1</source>
            <translation>应为 JSON 对象，收到的却是：%1</translation>
        </message>
        <message>
            <source>The JSON here is no object.</source>
            <translation>这里的 JSON 不是对象。</translation>
        </message>
        <message>
            <source>The action “%1” is not known here; “put” is.</source>
            <translation>这里不认识操作“%1”，只认识“put”。</translation>
        </message>
        <message>
            <source>The request has no file name.</source>
            <translation>请求中没有文件名。</translation>
        </message>
        <message>
            <source>More bytes than the digits of the size came in this chunk: size and contents have stuck together.</source>
            <translation>这一块里大小的数字之后还有字节：大小和内容粘在一起了（粘包）。</translation>
        </message>
        <message>
            <source>The size is no number: %1</source>
            <translation>大小不是数字：%1</translation>
        </message>
        <message>
            <source>A header of %1 bytes is announced; 1 to %2 make sense. Was the length written with the other byte order?</source>
            <translation>声明的头部长度为 %1 字节，合理的是 1 到 %2。长度是否用了另一种字节序？</translation>
        </message>
        <message>
            <source>no error</source>
            <translation>没有错误</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 毫秒</translation>
        </message>
        <message>
            <source>A crowd has 1 to %1 clients and a message that is not empty.</source>
            <translation>一群客户端为 1 到 %1 个，消息不能为空。</translation>
        </message>
        <message>
            <source>No answer came in time: the server was busy with somebody else, or does not answer.</source>
            <translation>没有及时收到应答：服务器正忙于别人，或者不应答。</translation>
        </message>
        <message>
            <source>The access log cannot be written. Check that its folder exists and is yours.</source>
            <translation>无法写访问日志。请检查它的文件夹是否存在、是否属于你。</translation>
        </message>
        <message>
            <source>process %1, thread %2</source>
            <translation>进程 %1，线程 %2</translation>
        </message>
        <message>
            <source>listening %1</source>
            <translation>正在监听 %1</translation>
        </message>
        <message>
            <source>does not listen any more</source>
            <translation>不再监听</translation>
        </message>
        <message numerus="yes">
            <source>%n connection(s) in the backlog: connected, and not accepted yet</source>
            <translation>
                <numerusform>等待队列中有 %n 个连接：已连接，尚未被接受</numerusform>
            </translation>
        </message>
        <message>
            <source>setup: a connection with %1 (%2)</source>
            <translation>setup：与 %1 的连接（%2）</translation>
        </message>
        <message>
            <source>handle (%1)</source>
            <translation>handle（%1）</translation>
        </message>
        <message>
            <source>finish after %1 (%2)</source>
            <translation>finish，用时 %1（%2）</translation>
        </message>
        <message>
            <source>waits for a line from you</source>
            <translation>等待你输入一行</translation>
        </message>
        <message>
            <source>access log: %1</source>
            <translation>访问日志：%1</translation>
        </message>
        <message>
            <source>ended</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>%1 runs commands on this computer for whoever connects, so it listens on 127.0.0.1 only, unless that is allowed expressly.</source>
            <translation>%1 会为任何连接者在本机执行命令，所以只在 127.0.0.1 上监听，除非明确允许。</translation>
        </message>
        <message>
            <source>%1 runs commands on this computer for the server, so it connects to 127.0.0.1 only, unless that is allowed expressly.</source>
            <translation>%1 会为服务器在本机执行命令，所以只连接 127.0.0.1，除非明确允许。</translation>
        </message>
        <message>
            <source>The process for this connection could not be started. Check that transomctl is installed beside this program.</source>
            <translation>无法启动服务这个连接的进程。请检查 transomctl 是否与本程序装在一起。</translation>
        </message>
        <message>
            <source>The process that served this connection has ended by itself.</source>
            <translation>服务这个连接的进程自己结束了。</translation>
        </message>
        <message>
            <source>The file could not be stored</source>
            <translation>文件无法保存</translation>
        </message>
        <message>
            <source>The name “%1” tries to leave the folder. Nothing was stored.</source>
            <translation>名字“%1”企图离开文件夹。没有保存任何内容。</translation>
        </message>
        <message>
            <source>“%1” cannot be the name of a file here. Nothing was stored.</source>
            <translation>“%1”不能作为这里的文件名。没有保存任何内容。</translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s)</source>
            <translation>
                <numerusform>%n 字节</numerusform>
            </translation>
        </message>
        <message>
            <source>returned descriptor %1</source>
            <translation>返回描述符 %1</translation>
        </message>
        <message>
            <source>succeeded: the address is taken</source>
            <translation>成功：地址已占用</translation>
        </message>
        <message>
            <source>succeeded: %1 accepts connections from now on</source>
            <translation>成功：%1 从现在起接受连接</translation>
        </message>
        <message>
            <source>returned descriptor %1, a connection from %2</source>
            <translation>返回描述符 %1，来自 %2 的连接</translation>
        </message>
        <message>
            <source>succeeded: connected</source>
            <translation>成功：已连接</translation>
        </message>
        <message numerus="yes">
            <source>took only %n byte(s): the buffers are full; the rest needs another call</source>
            <translation>
                <numerusform>只收下 %n 字节：缓冲区已满，其余需要再次调用</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>returned %n byte(s): %1</source>
            <translation>
                <numerusform>返回 %n 字节：%1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>returned %n byte(s), the rest of the datagram is lost: %1</source>
            <translation>
                <numerusform>返回 %n 字节，数据报的其余部分已丢失：%1</numerusform>
            </translation>
        </message>
        <message>
            <source>returned 0 bytes: the other side has ended its direction; this is no error</source>
            <translation>返回 0 字节：对方已结束它的发送方向；这不是错误</translation>
        </message>
        <message>
            <source>succeeded: the other side reads an end of stream</source>
            <translation>成功：对方将读到流的末尾</translation>
        </message>
        <message>
            <source>succeeded</source>
            <translation>成功</translation>
        </message>
        <message>
            <source>%1 failed: %2</source>
            <translation>%1 失败：%2</translation>
        </message>
        <message>
            <source> (to %1)</source>
            <translation>（发往 %1）</translation>
        </message>
        <message>
            <source> (from %1)</source>
            <translation>（来自 %1）</translation>
        </message>
        <message>
            <source>not now: it would have to wait</source>
            <translation>现在不行：需要等待</translation>
        </message>
        <message>
            <source>no failure: the connection is being made</source>
            <translation>不是失败：正在建立连接</translation>
        </message>
        <message>
            <source>the other side has reset the connection</source>
            <translation>对方重置了连接</translation>
        </message>
        <message>
            <source>nobody reads at the other end any more</source>
            <translation>对方不再读取</translation>
        </message>
        <message>
            <source>nothing listens there</source>
            <translation>那里没有程序在监听</translation>
        </message>
        <message>
            <source>too large for one datagram: UDP takes 65,507 bytes at most</source>
            <translation>超过一个数据报的大小：UDP 最多 65,507 字节</translation>
        </message>
        <message>
            <source>somebody else has this address</source>
            <translation>该地址已被占用</translation>
        </message>
        <message>
            <source>not allowed</source>
            <translation>不允许</translation>
        </message>
        <message>
            <source>no answer in time</source>
            <translation>没有及时应答</translation>
        </message>
        <message>
            <source>Something already listens at %1. End it, or choose another port.</source>
            <translation>%1 上已有程序在监听。请结束它，或换一个端口。</translation>
        </message>
        <message>
            <source>%1 is not an address of this computer. Choose 127.0.0.1 or one of its own.</source>
            <translation>%1 不是本机的地址。请用 127.0.0.1 或本机的其他地址。</translation>
        </message>
        <message>
            <source>The system does not allow %1. Choose a port above 1023, or a folder of your own.</source>
            <translation>系统不允许使用 %1。请选 1023 以上的端口，或自己的文件夹。</translation>
        </message>
        <message>
            <source>Nothing listens at %1. Start the server first, and check the port.</source>
            <translation>%1 上没有程序在监听。请先启动服务器，并检查端口。</translation>
        </message>
        <message>
            <source>%1 does not answer. Check the address, and that no firewall is in the way.</source>
            <translation>%1 没有应答。请检查地址，以及是否有防火墙阻挡。</translation>
        </message>
        <message>
            <source>%1 cannot be reached from here. Check the address and this computer's network.</source>
            <translation>从这里无法到达 %1。请检查地址和本机的网络。</translation>
        </message>
        <message>
            <source>%1 has reset the connection: it closed while bytes were still on their way to it.</source>
            <translation>%1 重置了连接：还有字节在途中时它就关闭了。</translation>
        </message>
        <message>
            <source>Too large for one datagram: UDP takes 65,507 bytes at most. Send less at once.</source>
            <translation>超过一个数据报的大小：UDP 最多 65,507 字节。请一次少发一些。</translation>
        </message>
        <message>
            <source>The system refused the call for %1: %2. Try another address.</source>
            <translation>系统拒绝了对 %1 的调用：%2。请换一个地址。</translation>
        </message>
        <message>
            <source>The path of a socket has 1 to 107 bytes. Choose a shorter one, for instance in /tmp.</source>
            <translation>套接字路径应为 1 到 107 个字节。请选短一些的路径，例如放在 /tmp 下。</translation>
        </message>
        <message>
            <source>The folder “%1” is not there. Choose the one that holds a file or a folder for each student.</source>
            <translation>文件夹“%1”不存在。请选择为每个学生存有一个文件或文件夹的那一个。</translation>
        </message>
        <message>
            <source>“%1” holds no programs. It needs a Python file or a folder for each student.</source>
            <translation>“%1”里没有程序。每个学生需要一个 Python 文件或一个文件夹。</translation>
        </message>
        <message>
            <source>There is no program that could be started.</source>
            <translation>没有可以启动的程序。</translation>
        </message>
        <message>
            <source>%1 of %2 passed</source>
            <translation>%2 项中通过 %1 项</translation>
        </message>
        <message>
            <source>; failed: %1</source>
            <translation>；失败：%1</translation>
        </message>
        <message>
            <source>A first message was expected, “1234” for instance; nothing came.</source>
            <translation>期望第一条消息，例如“1234”；什么都没来。</translation>
        </message>
        <message>
            <source>The program closed the connection before it got a command.</source>
            <translation>程序还没有收到命令就关闭了连接。</translation>
        </message>
        <message>
            <source>%1 was expected as the answer to the command “%2”; %3 came.</source>
            <translation>对命令“%2”期望的回答是 %1；来的是 %3。</translation>
        </message>
        <message>
            <source>The program did not end: it works without a pause and gets nowhere.</source>
            <translation>程序没有结束：它不停地空转。</translation>
        </message>
        <message>
            <source>recv that returns nothing means that the other side has ended: leave the loop then, or it runs for ever.</source>
            <translation>recv 返回空表示对方已经结束：这时要离开循环，否则会永远转下去。</translation>
        </message>
        <message>
            <source>The program did not end: it still waits for something.</source>
            <translation>程序没有结束：它还在等什么。</translation>
        </message>
        <message>
            <source>The program ended before it connected.</source>
            <translation>程序还没有连接就结束了。</translation>
        </message>
        <message>
            <source>The program did not connect.</source>
            <translation>程序没有连接。</translation>
        </message>
        <message>
            <source>The program connected, and then said nothing.</source>
            <translation>程序连上了，但什么都没说。</translation>
        </message>
        <message>
            <source>%1 arrived, but the file holds %2.</source>
            <translation>到达的是 %1，但文件的内容是 %2。</translation>
        </message>
        <message>
            <source>Is the file that it sends the one it was given? {file} on its command line is its path; so is the line on its input.</source>
            <translation>它发送的是给它的那个文件吗？命令行里的 {file} 是文件的路径；它输入里的那一行也是。</translation>
        </message>
        <message>
            <source>Its digest is not the right one.</source>
            <translation>它的摘要不对。</translation>
        </message>
        <message>
            <source>HMAC-MD5, with the key, over the digits as they came; send the 16 bytes of digest(), not hexdigest().</source>
            <translation>用密钥对收到的数字串计算 HMAC-MD5；发送 digest() 的 16 个字节，而不是 hexdigest()。</translation>
        </message>
        <message>
            <source>The program ended without showing %1.</source>
            <translation>程序结束了，没有显示 %1。</translation>
        </message>
        <message>
            <source>It understands the length with the other byte order: struct.unpack('&lt;i', …) reads the little end first, whatever the computer.</source>
            <translation>它按相反的字节序理解长度：struct.unpack('&lt;i', …) 在任何计算机上都以小端读取。</translation>
        </message>
        <message>
            <source>It was stopped.</source>
            <translation>已停止。</translation>
        </message>
        <message>
            <source>With a cut behind byte %1: %2</source>
            <translation>在第 %1 个字节后切开时：%2</translation>
        </message>
        <message>
            <source>The program had gone before its turn came.</source>
            <translation>还没轮到，程序就已经走了。</translation>
        </message>
        <message>
            <source>The next client is not served: the program works without a pause and gets nowhere.</source>
            <translation>下一个客户端得不到服务：程序不停地空转。</translation>
        </message>
        <message>
            <source>The next client is not served as it should be. %1</source>
            <translation>下一个客户端没有得到应有的服务。%1</translation>
        </message>
        <message>
            <source>%1 of %2 clients were served. The first that was not: %3</source>
            <translation>%2 个客户端中有 %1 个得到服务。第一个没有得到的：%3</translation>
        </message>
        <message>
            <source>Nobody said where the program stores what it receives: give the folder.</source>
            <translation>没有说明程序把收到的存在哪里：请给出文件夹。</translation>
        </message>
        <message>
            <source>“%1” is there with %2 of the 4000 bytes, as if it were whole.</source>
            <translation>“%1”在那里，只有 4000 字节中的 %2 字节，却好像是完整的。</translation>
        </message>
        <message>
            <source>The file was written outside the folder, as %1.</source>
            <translation>文件写到了文件夹之外：%1。</translation>
        </message>
        <message>
            <source>No file could be put into the folder beforehand.</source>
            <translation>无法事先在文件夹里放一个文件。</translation>
        </message>
        <message>
            <source>The file is neither the old one nor the new one: %1.</source>
            <translation>文件既不是旧的也不是新的：%1。</translation>
        </message>
        <message>
            <source>The digest for %1 was accepted where %2 was asked.</source>
            <translation>问的是 %2，却接受了对 %1 的摘要。</translation>
        </message>
        <message>
            <source>It asked for %1 ten times in a row: its numbers are not random, and whoever has listened once gets in.</source>
            <translation>它连续十次都问 %1：它的数字不是随机的，谁听过一次谁就能进来。</translation>
        </message>
        <message>
            <source>Sixteen letters x were accepted as the digest.</source>
            <translation>十六个字母 x 被当作摘要接受了。</translation>
        </message>
        <message>
            <source>This server waits for somebody to type: it can only be tried when it is started here.</source>
            <translation>这个服务器等人输入：只有在这里启动它才能试。</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>空</translation>
        </message>
        <message numerus="yes">
            <source>“%1” (%n byte(s))</source>
            <translation>
                <numerusform>“%1”（%n 字节）</numerusform>
            </translation>
        </message>
        <message>
            <source>One recv was taken for one message. TCP may hand a message over in pieces: call recv in a loop until you have as many bytes as you need.</source>
            <translation>把一次 recv 当成了一条消息。TCP 可能分几段交付一条消息：循环调用 recv，直到拿到所需的字节数。</translation>
        </message>
        <message>
            <source>The program goes on, and the next client is served.</source>
            <translation>程序继续运行，下一个客户端得到服务。</translation>
        </message>
        <message>
            <source>What one client does must end only that client's connection: catch the exception around one client's work, close its socket, and go on to accept.</source>
            <translation>一个客户端做了什么，只该结束它自己的连接：在处理一个客户端的代码外面捕获异常，关闭它的套接字，继续 accept。</translation>
        </message>
        <message>
            <source>Check a number that comes from the other side before you use it: a whole number, not negative, not above a limit of yours.</source>
            <translation>对方给的数字先检查再用：是整数、不是负数、不超过你定的上限。</translation>
        </message>
        <message>
            <source>A friendly client</source>
            <translation>友好的客户端</translation>
        </message>
        <message>
            <source>A client that does everything by the book.</source>
            <translation>一切照规矩来的客户端。</translation>
        </message>
        <message>
            <source>The conversation goes as the dialect has it.</source>
            <translation>对话按协议进行。</translation>
        </message>
        <message>
            <source>Compare byte by byte what was expected with what came; the page of the dialect says what goes over the wire.</source>
            <translation>逐字节比较期望的和收到的；协议的页面说明线上传的是什么。</translation>
        </message>
        <message>
            <source>The next client</source>
            <translation>下一个客户端</translation>
        </message>
        <message>
            <source>A second client, after the first one has gone.</source>
            <translation>第一个客户端离开之后的第二个客户端。</translation>
        </message>
        <message>
            <source>The second is served like the first.</source>
            <translation>第二个和第一个一样得到服务。</translation>
        </message>
        <message>
            <source>Put accept in a loop, and go back to it when a client's recv returns nothing.</source>
            <translation>把 accept 放进循环；客户端的 recv 返回空时就回到 accept。</translation>
        </message>
        <message>
            <source>A request in two pieces</source>
            <translation>分成两段的请求</translation>
        </message>
        <message>
            <source>The request is cut in two, at every byte in turn, each time on a new connection.</source>
            <translation>请求依次在每个字节处切成两段，每次用一个新连接。</translation>
        </message>
        <message>
            <source>The same answer, wherever the cut is.</source>
            <translation>无论在哪里切开，回答都相同。</translation>
        </message>
        <message>
            <source>Byte by byte</source>
            <translation>逐字节</translation>
        </message>
        <message>
            <source>Every byte of the request is sent by a call of its own.</source>
            <translation>请求的每个字节单独用一次调用发送。</translation>
        </message>
        <message>
            <source>The same answer as to one call.</source>
            <translation>回答与一次发送时相同。</translation>
        </message>
        <message>
            <source>All in one send</source>
            <translation>合成一次发送</translation>
        </message>
        <message>
            <source>What are usually several sends comes as one.</source>
            <translation>平常分几次发送的内容合成一次。</translation>
        </message>
        <message>
            <source>The same answer as to several.</source>
            <translation>回答与分几次发送时相同。</translation>
        </message>
        <message>
            <source>One recv may return the end of one message and the beginning of the next: keep what is too much for the next one, or ask recv for no more bytes than the message still needs.</source>
            <translation>一次 recv 可能返回一条消息的结尾和下一条的开头：多出来的留给下一条，或者只让 recv 读这条消息还差的字节数。</translation>
        </message>
        <message>
            <source>A client that stalls</source>
            <translation>停顿的客户端</translation>
        </message>
        <message>
            <source>Half of it comes, then nothing for a second, then the rest.</source>
            <translation>先来一半，停一秒，再来其余的。</translation>
        </message>
        <message>
            <source>The program waits, and answers as ever.</source>
            <translation>程序等着，然后照常回答。</translation>
        </message>
        <message>
            <source>An early half-close</source>
            <translation>过早的半关闭</translation>
        </message>
        <message>
            <source>The client ends its direction right after its request, and still reads.</source>
            <translation>客户端发完请求就结束自己的方向，但还在读。</translation>
        </message>
        <message>
            <source>The answer comes all the same.</source>
            <translation>回答照样到来。</translation>
        </message>
        <message>
            <source>An end of stream is no reason to throw the answer away: the other side may still read. Send first what you owe, then close.</source>
            <translation>流结束不是丢掉回答的理由：对方可能还在读。先发完该发的，再关闭。</translation>
        </message>
        <message>
            <source>Nothing to say</source>
            <translation>没有内容</translation>
        </message>
        <message>
            <source>A message of no bytes: a command that prints nothing, or an empty file.</source>
            <translation>零字节的消息：什么都不打印的命令，或空文件。</translation>
        </message>
        <message>
            <source>A length of 0, and the conversation goes on.</source>
            <translation>长度为 0，对话继续。</translation>
        </message>
        <message>
            <source>A length of 0 is a length. Do not wait for bytes that nobody announced, and do not send an empty answer where a length is due.</source>
            <translation>0 也是长度。不要等没有预告的字节；该发长度的地方不要什么都不发。</translation>
        </message>
        <message>
            <source>An empty datagram</source>
            <translation>空数据报</translation>
        </message>
        <message>
            <source>A datagram of no bytes, which UDP allows.</source>
            <translation>零字节的数据报，UDP 允许它。</translation>
        </message>
        <message>
            <source>It is answered like any other.</source>
            <translation>像别的数据报一样得到回答。</translation>
        </message>
        <message>
            <source>recvfrom that returns no bytes is no end here: datagrams may be empty.</source>
            <translation>recvfrom 返回零字节在这里不是结束：数据报可以是空的。</translation>
        </message>
        <message>
            <source>A million bytes</source>
            <translation>一百万字节</translation>
        </message>
        <message>
            <source>A message of 1,000,000 bytes.</source>
            <translation>1,000,000 字节的消息。</translation>
        </message>
        <message>
            <source>Every byte of it arrives, in both directions.</source>
            <translation>两个方向上每个字节都到达。</translation>
        </message>
        <message>
            <source>recv returns at most what the kernel has, not what you asked for; loop until all announced bytes are there, and send with sendall.</source>
            <translation>recv 至多返回内核里有的，而不是你要的那么多；循环到预告的字节全部到齐，发送用 sendall。</translation>
        </message>
        <message>
            <source>A slow reader</source>
            <translation>读得慢的对端</translation>
        </message>
        <message>
            <source>A large answer is read late and in small bites.</source>
            <translation>很大的回答读得晚，每次读得少。</translation>
        </message>
        <message>
            <source>Every byte of it comes.</source>
            <translation>每个字节都到来。</translation>
        </message>
        <message>
            <source>send may take only a part: look at what it returns, or use sendall.</source>
            <translation>send 可能只收下一部分：看它的返回值，或者用 sendall。</translation>
        </message>
        <message>
            <source>Chinese text</source>
            <translation>中文</translation>
        </message>
        <message>
            <source>Text beyond ASCII, in UTF-8.</source>
            <translation>ASCII 以外的文字，用 UTF-8。</translation>
        </message>
        <message>
            <source>It comes through unharmed.</source>
            <translation>文字完好无损。</translation>
        </message>
        <message>
            <source>A length counts bytes, not characters: encode first, then measure; and decode as UTF-8.</source>
            <translation>长度数的是字节，不是字符：先编码再量长度；解码用 UTF-8。</translation>
        </message>
        <message>
            <source>Half a character</source>
            <translation>半个字符</translation>
        </message>
        <message>
            <source>The cut between two sends goes through the middle of a Chinese character.</source>
            <translation>两次发送之间的切口在一个汉字中间。</translation>
        </message>
        <message>
            <source>The same bytes as without a cut.</source>
            <translation>字节与不切开时相同。</translation>
        </message>
        <message>
            <source>A chunk may end in the middle of a character: collect the bytes and decode when the message is whole, or use an incremental decoder.</source>
            <translation>一段数据可能在字符中间结束：先收集字节，消息完整了再解码，或者用增量解码器。</translation>
        </message>
        <message>
            <source>Text in GBK</source>
            <translation>GBK 的文字</translation>
        </message>
        <message>
            <source>A client that writes GBK where UTF-8 is expected.</source>
            <translation>在应当用 UTF-8 的地方写 GBK 的客户端。</translation>
        </message>
        <message>
            <source>decode() raises UnicodeDecodeError on bytes of another encoding: use errors="replace", or catch it for this one client.</source>
            <translation>decode() 遇到别的编码的字节会抛出 UnicodeDecodeError：用 errors="replace"，或只为这个客户端捕获它。</translation>
        </message>
        <message>
            <source>Ten at once</source>
            <translation>十个同时</translation>
        </message>
        <message>
            <source>Ten clients connect at the same time.</source>
            <translation>十个客户端同时连接。</translation>
        </message>
        <message>
            <source>All of them are served in the end.</source>
            <translation>最后全部得到服务。</translation>
        </message>
        <message>
            <source>Clients that wait need room in the backlog: listen(16), and go back to accept soon.</source>
            <translation>等待的客户端需要 backlog 里有位置：listen(16)，并尽快回到 accept。</translation>
        </message>
        <message>
            <source>One keeps you waiting</source>
            <translation>有一个让你等</translation>
        </message>
        <message>
            <source>One client connects and says nothing; another one wants to be served.</source>
            <translation>一个客户端连上后不说话；另一个想得到服务。</translation>
        </message>
        <message>
            <source>As the serving model promises: at once, or, one at a time, as soon as the first has gone.</source>
            <translation>按服务模型的承诺：立即；或者一次一个时，第一个一走就轮到。</translation>
        </message>
        <message>
            <source>accept and recv in the same thread serve one at a time. For more at once give each connection a thread, or wait for all of them with select.</source>
            <translation>accept 和 recv 在同一个线程里，就是一次服务一个。要同时服务多个，给每个连接一个线程，或用 select 等待全部。</translation>
        </message>
        <message>
            <source>Gone without a word</source>
            <translation>一言不发就走</translation>
        </message>
        <message>
            <source>A client connects and closes before it has said anything.</source>
            <translation>客户端连上，什么都没说就关闭。</translation>
        </message>
        <message>
            <source>A reset</source>
            <translation>重置</translation>
        </message>
        <message>
            <source>A client resets the connection in the middle.</source>
            <translation>客户端在中途重置连接。</translation>
        </message>
        <message>
            <source>After a reset recv raises ConnectionResetError and send raises BrokenPipeError: catch both around one client's work, and go on to accept.</source>
            <translation>重置之后 recv 抛出 ConnectionResetError，send 抛出 BrokenPipeError：在处理一个客户端的代码外面捕获两者，然后继续 accept。</translation>
        </message>
        <message>
            <source>The other byte order</source>
            <translation>另一种字节序</translation>
        </message>
        <message>
            <source>The length is written with its big end first.</source>
            <translation>长度以大端写出。</translation>
        </message>
        <message>
            <source>A negative length</source>
            <translation>负的长度</translation>
        </message>
        <message>
            <source>The announced length is −5.</source>
            <translation>预告的长度是 −5。</translation>
        </message>
        <message>
            <source>An absurd length</source>
            <translation>离谱的长度</translation>
        </message>
        <message>
            <source>More bytes are announced than any disk holds.</source>
            <translation>预告的字节数比任何磁盘都大。</translation>
        </message>
        <message>
            <source>A length that is no number</source>
            <translation>不是数字的长度</translation>
        </message>
        <message>
            <source>Words stand where the length should.</source>
            <translation>该写长度的地方写着单词。</translation>
        </message>
        <message>
            <source>An upload that breaks off</source>
            <translation>中途断掉的上传</translation>
        </message>
        <message>
            <source>Half of the file comes, then the connection ends.</source>
            <translation>文件来了一半，连接就结束了。</translation>
        </message>
        <message>
            <source>No half file under the final name, and the next client is served.</source>
            <translation>最终的文件名下没有半个文件，下一个客户端得到服务。</translation>
        </message>
        <message>
            <source>Write to a file with a name of its own, count the bytes, and rename it when all have come; remove it otherwise.</source>
            <translation>先写到一个临时名字的文件里并数字节，全部到齐后改名；否则删除。</translation>
        </message>
        <message>
            <source>A name that leaves the folder</source>
            <translation>想跑出文件夹的文件名</translation>
        </message>
        <message>
            <source>The file is to be called ../NAME.</source>
            <translation>文件要叫 ../NAME。</translation>
        </message>
        <message>
            <source>Nothing is written outside the folder.</source>
            <translation>文件夹之外什么都没写。</translation>
        </message>
        <message>
            <source>A name from the other side is no path: use os.path.basename on it, and refuse what is left if it is empty, “.” or “..”.</source>
            <translation>对方给的名字不是路径：用 os.path.basename 处理；剩下的若为空、“.”或“..”，就拒绝。</translation>
        </message>
        <message>
            <source>A name that is taken</source>
            <translation>已被占用的文件名</translation>
        </message>
        <message>
            <source>A file of that name is there already.</source>
            <translation>已经有同名的文件。</translation>
        </message>
        <message>
            <source>The old file stays whole, or the new one takes its place whole.</source>
            <translation>旧文件保持完整，或由新文件完整地取代。</translation>
        </message>
        <message>
            <source>Do not append to or write over a file that is there: refuse, or write a new one beside it and rename it.</source>
            <translation>不要在已有的文件上追加或覆盖：拒绝，或者在旁边写一个新的再改名。</translation>
        </message>
        <message>
            <source>A wrong digest</source>
            <translation>错误的摘要</translation>
        </message>
        <message>
            <source>Sixteen bytes that are not the digest.</source>
            <translation>十六个字节，但不是那个摘要。</translation>
        </message>
        <message>
            <source>Refused; and the right digest is still accepted afterwards.</source>
            <translation>被拒绝；之后正确的摘要仍被接受。</translation>
        </message>
        <message>
            <source>Compare the whole digest: hmac.compare_digest(mine, theirs), and read all 16 bytes of it first.</source>
            <translation>比较整个摘要：hmac.compare_digest(mine, theirs)，而且先读满 16 个字节。</translation>
        </message>
        <message>
            <source>A replayed digest</source>
            <translation>重放的摘要</translation>
        </message>
        <message>
            <source>The digest that was right on the connection before, for another number.</source>
            <translation>上一个连接里对另一个数字正确的摘要。</translation>
        </message>
        <message>
            <source>Refused: each connection has a number of its own.</source>
            <translation>被拒绝：每个连接有自己的数字。</translation>
        </message>
        <message>
            <source>Choose a new random number for each connection, and compute the digest over that one.</source>
            <translation>每个连接都选一个新的随机数，并对它计算摘要。</translation>
        </message>
        <message>
            <source>A friendly server</source>
            <translation>友好的服务器</translation>
        </message>
        <message>
            <source>A server that does everything by the book.</source>
            <translation>一切照规矩来的服务器。</translation>
        </message>
        <message>
            <source>An answer in two pieces</source>
            <translation>分成两段的回答</translation>
        </message>
        <message>
            <source>What has a length is cut in two, at every byte in turn, each time on a new connection.</source>
            <translation>带长度的内容依次在每个字节处切成两段，每次用一个新连接。</translation>
        </message>
        <message>
            <source>The program shows the whole answer.</source>
            <translation>程序显示完整的回答。</translation>
        </message>
        <message>
            <source>Every byte of what has a length is sent by a call of its own.</source>
            <translation>带长度的内容每个字节单独用一次调用发送。</translation>
        </message>
        <message>
            <source>Length and answer in one send</source>
            <translation>长度和回答一次发送</translation>
        </message>
        <message>
            <source>The length and what it announces come as one send.</source>
            <translation>长度和它预告的内容合成一次发送。</translation>
        </message>
        <message>
            <source>recv(1024) for the length takes a part of the answer with it: ask for exactly the 4 bytes, or keep the rest.</source>
            <translation>用 recv(1024) 读长度会带走一部分回答：只读那 4 个字节，或者把多出来的留着。</translation>
        </message>
        <message>
            <source>An answer of 1,000,000 bytes.</source>
            <translation>1,000,000 字节的回答。</translation>
        </message>
        <message>
            <source>The program reads all of it.</source>
            <translation>程序全部读完。</translation>
        </message>
        <message>
            <source>An empty answer</source>
            <translation>空的回答</translation>
        </message>
        <message>
            <source>The announced length is 0.</source>
            <translation>预告的长度是 0。</translation>
        </message>
        <message>
            <source>The program goes on without waiting for more.</source>
            <translation>程序不再等待，继续进行。</translation>
        </message>
        <message>
            <source>Do not call recv for 0 bytes that nobody sends: check the length first.</source>
            <translation>不要为没有人发送的 0 个字节调用 recv：先检查长度。</translation>
        </message>
        <message>
            <source>The answer has characters beyond ASCII.</source>
            <translation>回答里有 ASCII 以外的字符。</translation>
        </message>
        <message>
            <source>The program shows them.</source>
            <translation>程序显示它们。</translation>
        </message>
        <message>
            <source>A length counts bytes, not characters: decode when all bytes are there.</source>
            <translation>长度数的是字节，不是字符：字节到齐了再解码。</translation>
        </message>
        <message>
            <source>A slow server</source>
            <translation>慢的服务器</translation>
        </message>
        <message>
            <source>Every answer comes a second late.</source>
            <translation>每个回答晚一秒到。</translation>
        </message>
        <message>
            <source>The program waits for it.</source>
            <translation>程序等着它。</translation>
        </message>
        <message>
            <source>Do not take silence for an end: recv waits until something comes.</source>
            <translation>不要把沉默当作结束：recv 会一直等到有东西来。</translation>
        </message>
        <message>
            <source>A close instead of an answer</source>
            <translation>以关闭代替回答</translation>
        </message>
        <message>
            <source>The server closes where it should answer.</source>
            <translation>服务器在该回答时关闭。</translation>
        </message>
        <message>
            <source>The program notices, and ends.</source>
            <translation>程序注意到了，并结束。</translation>
        </message>
        <message>
            <source>Half an answer</source>
            <translation>半截回答</translation>
        </message>
        <message>
            <source>The server closes in the middle of its answer.</source>
            <translation>服务器在回答中途关闭。</translation>
        </message>
        <message>
            <source>The server resets the connection where it should answer.</source>
            <translation>服务器在该回答时重置连接。</translation>
        </message>
        <message>
            <source>The program says so, and ends without a crash.</source>
            <translation>程序说明情况，并且不崩溃地结束。</translation>
        </message>
        <message>
            <source>After a reset recv raises ConnectionResetError and send raises BrokenPipeError: catch them, and tell the user.</source>
            <translation>重置之后 recv 抛出 ConnectionResetError，send 抛出 BrokenPipeError：捕获它们，并告诉用户。</translation>
        </message>
        <message>
            <source>Bytes that are no text</source>
            <translation>不是文字的字节</translation>
        </message>
        <message>
            <source>The answer is bytes that make no sense.</source>
            <translation>回答是没有意义的字节。</translation>
        </message>
        <message>
            <source>The program does not crash.</source>
            <translation>程序不崩溃。</translation>
        </message>
        <message>
            <source>decode() raises UnicodeDecodeError on bytes that are no UTF-8: use errors="replace", and check what comes before you use it.</source>
            <translation>decode() 遇到不是 UTF-8 的字节会抛出 UnicodeDecodeError：用 errors="replace"，而且收到的先检查再用。</translation>
        </message>
        <message>
            <source>A length that cannot be</source>
            <translation>不可能的长度</translation>
        </message>
        <message>
            <source>A negative length is announced, and then the server closes.</source>
            <translation>预告了一个负的长度，然后服务器关闭。</translation>
        </message>
        <message>
            <source>The program does not crash, and ends.</source>
            <translation>程序不崩溃，并结束。</translation>
        </message>
        <message>
            <source>The port was still taken: call setsockopt(SOL_SOCKET, SO_REUSEADDR, 1) before bind.</source>
            <translation>端口还被占着：在 bind 之前调用 setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)。</translation>
        </message>
        <message>
            <source>decode() met bytes that are no text here: a character cut in two, or another encoding. Collect the bytes first, or use errors="replace".</source>
            <translation>decode() 遇到了不成文字的字节：被切成两半的字符，或别的编码。先收集字节，或用 errors="replace"。</translation>
        </message>
        <message>
            <source>ConnectionResetError was not caught: the other side may reset a connection at any time. Catch it around one client's work, and go on.</source>
            <translation>没有捕获 ConnectionResetError：对方随时可能重置连接。在处理一个客户端的代码外面捕获它，然后继续。</translation>
        </message>
        <message>
            <source>BrokenPipeError was not caught: the other side has gone while you were sending. Catch it around one client's work, and go on.</source>
            <translation>没有捕获 BrokenPipeError：你在发送时对方已经走了。在处理一个客户端的代码外面捕获它，然后继续。</translation>
        </message>
        <message>
            <source>struct.unpack got fewer bytes than it needs: recv(4) may return 1 to 4 bytes, or none at the end. Read until all 4 are there.</source>
            <translation>struct.unpack 得到的字节不够：recv(4) 可能返回 1 到 4 个字节，结束时没有。读到 4 个齐了为止。</translation>
        </message>
        <message>
            <source>The JSON was not whole, or more than that came with it: read as many bytes as the header's length says, and no more.</source>
            <translation>JSON 不完整，或者后面还带着别的：按头部的长度读那么多字节，不要多读。</translation>
        </message>
        <message>
            <source>int() met what is no number: check what came, and catch ValueError for this one client.</source>
            <translation>int() 遇到了不是数字的内容：检查收到的，并只为这个客户端捕获 ValueError。</translation>
        </message>
        <message>
            <source>A length from the other side was believed: check it against a limit before you make room for it.</source>
            <translation>轻信了对方给的长度：分配空间之前先与上限比较。</translation>
        </message>
        <message>
            <source>The program went to another port than the one it was given. Use {port} on its command line, or say with the port which one it uses.</source>
            <translation>程序用的端口不是给它的那个。在命令行里写 {port}，或者在端口处填它用的那个。</translation>
        </message>
        <message>
            <source>passed</source>
            <translation>通过</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>not tried</source>
            <translation>未试</translation>
        </message>
        <message>
            <source>Work time</source>
            <translation>工作时间</translation>
        </message>
        <message>
            <source>Milliseconds that each answer takes, as if there were something to work out.</source>
            <translation>每次回答要花的毫秒数，就像有什么要计算。</translation>
        </message>
        <message>
            <source>under way</source>
            <translation>正在进行</translation>
        </message>
        <message>
            <source>it would have had to wait</source>
            <translation>本来得等待</translation>
        </message>
        <message>
            <source>the end: the other side has closed</source>
            <translation>结束：对方已关闭</translation>
        </message>
        <message>
            <source>only %1 of %2 bytes: the rest has to be sent again</source>
            <translation>%2 字节中只有 %1 字节：其余的要再发一次</translation>
        </message>
        <message>
            <source>a connection from %1</source>
            <translation>来自 %1 的连接</translation>
        </message>
        <message>
            <source>connected, from %1</source>
            <translation>已连接，本端是 %1</translation>
        </message>
        <message>
            <source>done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Nobody listens at that address and port. Start the server first, and compare the port in both programs.</source>
            <translation>那个地址和端口上没有程序在监听。先启动服务器，再比对两个程序里的端口。</translation>
        </message>
        <message>
            <source>Another program, or this one's last run, still has the port. End it, or set SO_REUSEADDR before bind().</source>
            <translation>另一个程序或这个程序的上一次运行还占着这个端口。结束它，或在 bind() 之前设置 SO_REUSEADDR。</translation>
        </message>
        <message>
            <source>The other side had closed before this was sent. Look at when it closes, and stop sending once recv() has returned b''.</source>
            <translation>发送之前对方就已关闭。看看它何时关闭；recv() 返回 b'' 之后就不要再发送。</translation>
        </message>
        <message>
            <source>The other side ended the connection hard: its program ended, or it closed with bytes still unread. Look at its output first.</source>
            <translation>对方强行结束了连接：它的程序已结束，或关闭时还有字节没有读。先看看它的输出。</translation>
        </message>
        <message>
            <source>A recv() may end in the middle of a character. Collect the bytes of a whole message first, then decode; and use the same encoding on both sides.</source>
            <translation>一次 recv() 可能在一个字符的中间结束。先收齐一条完整消息的字节再解码，并且两端使用相同的编码。</translation>
        </message>
        <message>
            <source>Sockets carry bytes, not text: encode a str with .encode() before sending, and decode what recv() returned with .decode().</source>
            <translation>套接字传的是字节，不是文本：发送前用 .encode() 编码 str，用 .decode() 解码 recv() 返回的内容。</translation>
        </message>
        <message>
            <source>unpack() needs exactly as many bytes as its format, and recv(n) may return fewer. Call recv() in a loop until all of them are there.</source>
            <translation>unpack() 需要的字节数与格式完全一致，而 recv(n) 可能返回得更少。循环调用 recv()，直到收齐为止。</translation>
        </message>
        <message>
            <source>What recv() returned is not exactly one JSON text: it may be a piece of one, or two in a row. Send a length before it, or one text a line.</source>
            <translation>recv() 返回的不是恰好一段 JSON：可能只是一部分，也可能是连在一起的两段。在它前面发送长度，或每行一段。</translation>
        </message>
        <message>
            <source>Nothing came within the time that settimeout() allows. Perhaps the other side waits, too: for a message's end that it cannot see.</source>
            <translation>在 settimeout() 允许的时间内什么也没有来。也许对方也在等：等一个它看不出来的消息结尾。</translation>
        </message>
        <message>
            <source>The socket does not block, and nothing was there yet. Wait with select() or selectors before the call, or let the socket block.</source>
            <translation>这个套接字不阻塞，而此时还什么都没有。调用前用 select() 或 selectors 等待，或让套接字阻塞。</translation>
        </message>
        <message>
            <source>That is no address with a port. Write it like [::1]:9000.</source>
            <translation>这不是带端口的地址。请写成 [::1]:9000 这样。</translation>
        </message>
        <message>
            <source>That is no address with a port. Write it like 127.0.0.1:9000.</source>
            <translation>这不是带端口的地址。请写成 127.0.0.1:9000 这样。</translation>
        </message>
        <message>
            <source>A backslash begins one of %1; write two for one backslash.</source>
            <translation>反斜杠只能引出 %1；要写一个反斜杠，请写两个。</translation>
        </message>
        <message>
            <source>These are no bytes in hex. Write two digits for each, like 68 65 6c 6c 6f.</source>
            <translation>这不是十六进制字节。每个字节写两位，例如 68 65 6c 6c 6f。</translation>
        </message>
        <message>
            <source>%1 cannot be read. Choose another file.</source>
            <translation>无法读取 %1。请选择别的文件。</translation>
        </message>
        <message>
            <source>%1 is larger than %2, or no plain file. Choose a smaller one.</source>
            <translation>%1 大于 %2，或者不是普通文件。请选择小一些的文件。</translation>
        </message>
        <message>
            <source>Write a number of bytes up to %1, like 100000 or 4 MiB.</source>
            <translation>请写一个不超过 %1 的字节数，例如 100000 或 4 MiB。</translation>
        </message>
        <message>
            <source>Nobody has connected within its time-out.</source>
            <translation>在超时之前没有人连接。</translation>
        </message>
        <message>
            <source>Nobody waits to be accepted, and this socket does not block.</source>
            <translation>没有连接在等待接受，而且这个套接字不阻塞。</translation>
        </message>
        <message>
            <source>There was no room within its time-out: the other side does not read.</source>
            <translation>在超时之前一直没有空间：对方没有读取。</translation>
        </message>
        <message>
            <source>The send buffer and the other side's receive buffer are full; wait until poll says POLLOUT.</source>
            <translation>发送缓冲区和对方的接收缓冲区都满了；等到 poll 报告 POLLOUT。</translation>
        </message>
        <message>
            <source>No answer within its time-out; the kernel goes on trying.</source>
            <translation>在超时之前没有回答；内核会继续尝试。</translation>
        </message>
        <message>
            <source>Nothing has come within its time-out.</source>
            <translation>在超时之前什么也没有来。</translation>
        </message>
        <message>
            <source>Nothing has come yet, and this socket does not block: try again when poll says POLLIN.</source>
            <translation>还什么都没有来，而且这个套接字不阻塞：等 poll 报告 POLLIN 再试。</translation>
        </message>
        <message>
            <source>It has an address already, or the address is of another family.</source>
            <translation>它已经有地址了，或者地址属于别的地址族。</translation>
        </message>
        <message>
            <source>It does not listen: only after listen() does the kernel make connections for it.</source>
            <translation>它没有监听：只有在 listen() 之后，内核才会为它建立连接。</translation>
        </message>
        <message>
            <source>It is connected, or has no name: it cannot listen.</source>
            <translation>它已连接，或者没有名字：不能监听。</translation>
        </message>
        <message>
            <source>The kernel does not take this argument for this socket.</source>
            <translation>内核不接受这个套接字的这个参数。</translation>
        </message>
        <message>
            <source>A signal has interrupted the wait; the kernel goes on connecting.</source>
            <translation>信号中断了等待；内核会继续连接。</translation>
        </message>
        <message>
            <source>A signal has interrupted the wait. (Python would call it again by itself.)</source>
            <translation>信号中断了等待。（Python 会自己重新调用。）</translation>
        </message>
        <message>
            <source>No failure: the connection is being made. When poll says POLLOUT, call connect again or ask for its error.</source>
            <translation>不是失败：连接正在建立。等 poll 报告 POLLOUT 时，再调用一次 connect 或查询它的错误。</translation>
        </message>
        <message>
            <source>An earlier connect is still under way.</source>
            <translation>之前的 connect 还在进行中。</translation>
        </message>
        <message>
            <source>It is connected already: a stream has one other end for life.</source>
            <translation>它已经连接了：一条流一生只有一个对端。</translation>
        </message>
        <message>
            <source>It is not connected to anybody.</source>
            <translation>它没有连接到任何人。</translation>
        </message>
        <message>
            <source>It has no fixed other end: say where to, with sendto, or connect it first.</source>
            <translation>它没有固定的对端：用 sendto 说明发到哪里，或者先连接。</translation>
        </message>
        <message>
            <source>Nobody has this port: an earlier datagram was sent back, and this call is told.</source>
            <translation>没有人在用这个端口：之前的数据报被退回，由这次调用得知。</translation>
        </message>
        <message>
            <source>Nobody listens there: the other computer has answered with a reset.</source>
            <translation>那里没有人监听：对方计算机回答了重置。</translation>
        </message>
        <message>
            <source>The other side has thrown the connection away: it closed with bytes unread, or is gone.</source>
            <translation>对方丢弃了连接：它在有字节未读时关闭了，或者已经不在了。</translation>
        </message>
        <message>
            <source>Nobody can read it any more: this half is shut down or the connection is over. (Without MSG_NOSIGNAL it would be SIGPIPE.)</source>
            <translation>已经没有人能读了：这一半已关闭，或者连接已结束。（没有 MSG_NOSIGNAL 就会是 SIGPIPE。）</translation>
        </message>
        <message>
            <source>Somebody has this address, or a connection of it is still in TIME_WAIT: SO_REUSEADDR helps against the latter only.</source>
            <translation>有人占用了这个地址，或者它的某个连接还在 TIME_WAIT：SO_REUSEADDR 只对后者有用。</translation>
        </message>
        <message>
            <source>There is no free address for this.</source>
            <translation>没有可用的空闲地址。</translation>
        </message>
        <message>
            <source>This is no address of this computer.</source>
            <translation>这不是本机的地址。</translation>
        </message>
        <message>
            <source>Not allowed: sending to everybody needs SO_BROADCAST.</source>
            <translation>不允许：向所有人发送需要 SO_BROADCAST。</translation>
        </message>
        <message>
            <source>Not allowed: ports below 1024 are for administrators.</source>
            <translation>不允许：1024 以下的端口属于管理员。</translation>
        </message>
        <message>
            <source>Too large for one datagram: UDP takes 65,507 bytes at most, and nothing was sent.</source>
            <translation>对一个数据报来说太大：UDP 最多 65,507 字节，什么也没有发送。</translation>
        </message>
        <message>
            <source>There is no such descriptor: the socket is closed.</source>
            <translation>没有这个描述符：套接字已关闭。</translation>
        </message>
        <message>
            <source>This kind of socket has no such call.</source>
            <translation>这种套接字没有这个调用。</translation>
        </message>
        <message>
            <source>This kind of socket has no such option.</source>
            <translation>这种套接字没有这个选项。</translation>
        </message>
        <message>
            <source>The address is of another family than the socket.</source>
            <translation>地址与套接字不属于同一个地址族。</translation>
        </message>
        <message>
            <source>No answer, however often the kernel has tried.</source>
            <translation>内核尝试了多次，没有回答。</translation>
        </message>
        <message>
            <source>There is no socket with this path.</source>
            <translation>没有这个路径的套接字。</translation>
        </message>
        <message>
            <source>The datagram did not fit: the rest of it is lost for ever.</source>
            <translation>数据报放不下：其余部分永远丢失了。</translation>
        </message>
        <message>
            <source>Nothing was asked for, nothing was given.</source>
            <translation>什么也没有要，什么也没有给。</translation>
        </message>
        <message>
            <source>A datagram of no bytes: also a message.</source>
            <translation>零字节的数据报：也是一条消息。</translation>
        </message>
        <message>
            <source>No error: the other side has ended its direction, and everything it sent has been read.</source>
            <translation>不是错误：对方结束了它的方向，它发送的一切都已读完。</translation>
        </message>
        <message>
            <source>One datagram, whole, from %1.</source>
            <translation>来自 %1 的一个完整数据报。</translation>
        </message>
        <message numerus="yes">
            <source>As much as was asked for; %n byte(s) still wait in the queue.</source>
            <translation>
                <numerusform>要多少给多少；队列里还有 %n 个字节在等待。</numerusform>
            </translation>
        </message>
        <message>
            <source>As much as was asked for.</source>
            <translation>要多少给多少。</translation>
        </message>
        <message>
            <source>All that was there: recv waits for the first byte only, never for the number you give.</source>
            <translation>当时有的全部：recv 只等第一个字节，从不等你给的数目。</translation>
        </message>
        <message>
            <source>One datagram has left. Whether it arrives, nobody says.</source>
            <translation>一个数据报已发出。是否到达，没有人会说。</translation>
        </message>
        <message numerus="yes">
            <source>Only a part: the buffers are full, and the other %n byte(s) need another call.</source>
            <translation>
                <numerusform>只有一部分：缓冲区满了，其余 %n 个字节需要再调用一次。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>All of it, in %n call(s) of send.</source>
            <translation>
                <numerusform>全部，用了 %n 次 send。</numerusform>
            </translation>
        </message>
        <message>
            <source>The kernel has them all. That is not yet arrived, let alone read.</source>
            <translation>内核全部收下了。这还不是到达，更不是已读。</translation>
        </message>
        <message>
            <source>It receives no more. The other side is not told.</source>
            <translation>它不再接收。对方不会得知。</translation>
        </message>
        <message>
            <source>It sends no more: the other side reads an end of stream, and may still answer.</source>
            <translation>它不再发送：对方会读到流的结束，但仍然可以回答。</translation>
        </message>
        <message>
            <source>It neither sends nor receives any more.</source>
            <translation>它既不发送也不接收了。</translation>
        </message>
        <message>
            <source>Counts at bind: a port in TIME_WAIT may then be taken. One that somebody listens on may not.</source>
            <translation>在 bind 时起作用：可以占用处于 TIME_WAIT 的端口，但不能占用有人监听的端口。</translation>
        </message>
        <message>
            <source>Whether bind may take a port that is in TIME_WAIT.</source>
            <translation>bind 是否可以占用处于 TIME_WAIT 的端口。</translation>
        </message>
        <message>
            <source>Several sockets that all have it may share one port; the kernel deals the connections out.</source>
            <translation>都设了它的多个套接字可以共用一个端口；由内核分配连接。</translation>
        </message>
        <message>
            <source>Nagle's algorithm: off (1) sends small pieces at once. It does not keep messages apart.</source>
            <translation>Nagle 算法：关闭（1）时小块立即发出。它不会把消息分开。</translation>
        </message>
        <message>
            <source>Corked (1), only full segments leave; uncorking sends the rest.</source>
            <translation>塞住（1）时只发出满的报文段；拔开时发出其余的。</translation>
        </message>
        <message>
            <source>The kernel asks a silent other side whether it is still there: after two hours, unless told otherwise.</source>
            <translation>内核会询问沉默的对方是否还在：除非另有设置，两小时之后。</translation>
        </message>
        <message>
            <source>What close does with bytes not yet sent: wait so many seconds; with 0 it throws them away and sends a reset.</source>
            <translation>close 如何处理还没发出的字节：等这么多秒；为 0 时丢弃它们并发送重置。</translation>
        </message>
        <message>
            <source>The kernel takes twice as much, for its own book-keeping: get it and see.</source>
            <translation>内核会取两倍，用于自己的管理：查询一下就能看到。</translation>
        </message>
        <message>
            <source>Bytes, doubled by the kernel for its own book-keeping.</source>
            <translation>字节数，内核为自己的管理加了一倍。</translation>
        </message>
        <message>
            <source>In milliseconds; a call that waits longer returns EAGAIN. 0: it waits for ever.</source>
            <translation>以毫秒计；等得更久的调用返回 EAGAIN。0：永远等待。</translation>
        </message>
        <message>
            <source>Whether datagrams may go to everybody (255.255.255.255).</source>
            <translation>数据报是否可以发给所有人（255.255.255.255）。</translation>
        </message>
        <message>
            <source>On (1): no IPv4 connections on this IPv6 socket. Counts before bind.</source>
            <translation>开（1）：这个 IPv6 套接字不接受 IPv4 连接。在 bind 之前起作用。</translation>
        </message>
        <message>
            <source>A descriptor, number %1 in this process: no address, no connection yet.</source>
            <translation>一个描述符，在本进程中是 %1 号：还没有地址，也没有连接。</translation>
        </message>
        <message>
            <source>Port 0 lets the kernel choose one that is free: see getsockname.</source>
            <translation>端口 0 让内核选一个空闲的：看 getsockname。</translation>
        </message>
        <message>
            <source>The address is taken.</source>
            <translation>地址已占用。</translation>
        </message>
        <message numerus="yes">
            <source>From now on the kernel makes connections by itself, and %n may wait to be accepted.</source>
            <translation>
                <numerusform>从现在起内核会自己建立连接，最多 %n 个可以等待接受。</numerusform>
            </translation>
        </message>
        <message>
            <source>No byte was sent: the address is remembered, and datagrams of others are dropped.</source>
            <translation>没有发送任何字节：记住了地址，别人的数据报会被丢弃。</translation>
        </message>
        <message>
            <source>Connected: the other side's kernel has agreed, perhaps before its program accepts.</source>
            <translation>已连接：对方的内核已同意，可能早于它的程序接受。</translation>
        </message>
        <message>
            <source>A new socket for the connection from %1; the listener goes on listening.</source>
            <translation>来自 %1 的连接得到一个新的套接字；监听者继续监听。</translation>
        </message>
        <message>
            <source>What was sent is still delivered; but unread bytes, if any, made it a reset.</source>
            <translation>已发送的仍会送达；但若有未读的字节，对方收到的是重置。</translation>
        </message>
        <message>
            <source>Calls wait from now on.</source>
            <translation>从现在起调用会等待。</translation>
        </message>
        <message>
            <source>Calls that would wait return EAGAIN from now on.</source>
            <translation>从现在起，需要等待的调用返回 EAGAIN。</translation>
        </message>
        <message>
            <source>Its own address.</source>
            <translation>它自己的地址。</translation>
        </message>
        <message>
            <source>The address of the other end.</source>
            <translation>对端的地址。</translation>
        </message>
        <message>
            <source>Neither readable nor writable within the time.</source>
            <translation>在这段时间内既不可读也不可写。</translation>
        </message>
        <message>
            <source>A recv or accept would not wait; that may also mean an end of stream or an error.</source>
            <translation>recv 或 accept 不会等待；这也可能意味着流结束或错误。</translation>
        </message>
        <message>
            <source>It is over, or was never connected.</source>
            <translation>它已结束，或者从未连接。</translation>
        </message>
        <message>
            <source>A send would not wait; there is nothing to read.</source>
            <translation>send 不会等待；没有可读的内容。</translation>
        </message>
        <message>
            <source>Bytes that have arrived and wait for recv; of UDP the next datagram's.</source>
            <translation>已到达并等待 recv 的字节；UDP 则是下一个数据报的字节。</translation>
        </message>
        <message>
            <source>Bytes that send has taken and the other side's kernel has not acknowledged.</source>
            <translation>send 收下而对方内核尚未确认的字节。</translation>
        </message>
        <message>
            <source>make a socket, s%1</source>
            <translation>新建套接字 s%1</translation>
        </message>
        <message>
            <source>make a socket</source>
            <translation>新建套接字</translation>
        </message>
        <message>
            <source>%1: take the address %2</source>
            <translation>%1：占用地址 %2</translation>
        </message>
        <message>
            <source>%1: listen, backlog %2</source>
            <translation>%1：监听，backlog %2</translation>
        </message>
        <message>
            <source>%1: connect to %2</source>
            <translation>%1：连接 %2</translation>
        </message>
        <message>
            <source>%1: accept a connection, s%2</source>
            <translation>%1：接受一个连接，s%2</translation>
        </message>
        <message>
            <source>%1: accept a connection</source>
            <translation>%1：接受一个连接</translation>
        </message>
        <message numerus="yes">
            <source>%1: send %n byte(s)</source>
            <translation>
                <numerusform>%1：发送 %n 个字节</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: send all of %n byte(s)</source>
            <translation>
                <numerusform>%1：发送全部 %n 个字节</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: send %n byte(s) to %2</source>
            <translation>
                <numerusform>%1：发送 %n 个字节到 %2</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: receive up to %n byte(s)</source>
            <translation>
                <numerusform>%1：接收最多 %n 个字节</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1: receive up to %n byte(s) and see from whom</source>
            <translation>
                <numerusform>%1：接收最多 %n 个字节，并看来自谁</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: receive no more</source>
            <translation>%1：不再接收</translation>
        </message>
        <message>
            <source>%1: send no more</source>
            <translation>%1：不再发送</translation>
        </message>
        <message>
            <source>%1: neither send nor receive any more</source>
            <translation>%1：既不发送也不接收</translation>
        </message>
        <message>
            <source>%1: close</source>
            <translation>%1：关闭</translation>
        </message>
        <message>
            <source>%1: set %2 to %3</source>
            <translation>%1：把 %2 设为 %3</translation>
        </message>
        <message>
            <source>%1: ask for %2</source>
            <translation>%1：查询 %2</translation>
        </message>
        <message>
            <source>%1: let calls wait</source>
            <translation>%1：让调用等待</translation>
        </message>
        <message>
            <source>%1: let no call wait</source>
            <translation>%1：不让调用等待</translation>
        </message>
        <message>
            <source>%1: ask for its own address</source>
            <translation>%1：查询自己的地址</translation>
        </message>
        <message>
            <source>%1: ask for the other end's address</source>
            <translation>%1：查询对端的地址</translation>
        </message>
        <message>
            <source>%1: ask what would not wait</source>
            <translation>%1：查询什么不必等待</translation>
        </message>
        <message>
            <source>%1: ask how much waits to be read</source>
            <translation>%1：查询有多少等待读取</translation>
        </message>
        <message>
            <source>%1: ask how much is not acknowledged</source>
            <translation>%1：查询有多少尚未确认</translation>
        </message>
        <message>
            <source>waits …</source>
            <translation>等待中……</translation>
        </message>
        <message>
            <source>Being interrupted …</source>
            <translation>正在中断……</translation>
        </message>
        <message>
            <source>It blocks: the call has not returned yet.</source>
            <translation>它阻塞了：调用还没有返回。</translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s) had gone before.</source>
            <translation>
                <numerusform>之前已发出 %n 个字节。</numerusform>
            </translation>
        </message>
        <message>
            <source>The server's socket, which is going to listen.</source>
            <translation>服务器的套接字，将要监听。</translation>
        </message>
        <message>
            <source>An address of its own; port 0 lets the kernel choose.</source>
            <translation>自己的地址；端口 0 让内核选择。</translation>
        </message>
        <message>
            <source>From here on connections are made, even before anybody accepts.</source>
            <translation>从这里起就会建立连接，哪怕还没有人接受。</translation>
        </message>
        <message>
            <source>The client's socket.</source>
            <translation>客户端的套接字。</translation>
        </message>
        <message>
            <source>It connects to where the server listens.</source>
            <translation>它连接到服务器监听的地方。</translation>
        </message>
        <message>
            <source>A third socket: the server's end of this one connection.</source>
            <translation>第三个套接字：服务器在这一个连接上的一端。</translation>
        </message>
        <message>
            <source>Echo server in six calls</source>
            <translation>六次调用的回显服务器</translation>
        </message>
        <message>
            <source>socket, bind, listen, accept, recv, send: and a client to try them.</source>
            <translation>socket、bind、listen、accept、recv、send：再加一个客户端来试。</translation>
        </message>
        <message>
            <source>accept gives the server a socket for this client: the fourth of the six calls.</source>
            <translation>accept 给服务器一个用于这个客户端的套接字：六次调用中的第四次。</translation>
        </message>
        <message>
            <source>The client says something.</source>
            <translation>客户端说点什么。</translation>
        </message>
        <message>
            <source>The server reads what has come: the fifth.</source>
            <translation>服务器读取到来的内容：第五次。</translation>
        </message>
        <message>
            <source>And sends it back: the sixth. An echo server is these two in a loop.</source>
            <translation>再发回去：第六次。回显服务器就是这两次调用的循环。</translation>
        </message>
        <message>
            <source>The client has its echo.</source>
            <translation>客户端得到了回显。</translation>
        </message>
        <message>
            <source>The client goes.</source>
            <translation>客户端离开。</translation>
        </message>
        <message>
            <source>recv returns 0 bytes: that is how the server's loop ends.</source>
            <translation>recv 返回 0 字节：服务器的循环就这样结束。</translation>
        </message>
        <message>
            <source>The connection is over; the listener could accept the next one.</source>
            <translation>连接结束了；监听者可以接受下一个。</translation>
        </message>
        <message>
            <source>Two sends, one recv</source>
            <translation>两次 send，一次 recv</translation>
        </message>
        <message>
            <source>TCP is a stream: what two calls have sent, one may read.</source>
            <translation>TCP 是流：两次调用发送的，一次就可能读完。</translation>
        </message>
        <message>
            <source>The first message.</source>
            <translation>第一条消息。</translation>
        </message>
        <message>
            <source>The second, before anybody reads.</source>
            <translation>第二条，在有人读取之前。</translation>
        </message>
        <message>
            <source>Both wait in one queue, without a border between them.</source>
            <translation>两条都在同一个队列里等待，中间没有边界。</translation>
        </message>
        <message>
            <source>recv takes as many bytes as it may: four.</source>
            <translation>recv 能取多少就取多少：四个字节。</translation>
        </message>
        <message>
            <source>And the rest of both messages at once.</source>
            <translation>然后一次取走两条消息的其余部分。</translation>
        </message>
        <message>
            <source>The port is taken</source>
            <translation>端口被占用</translation>
        </message>
        <message>
            <source>EADDRINUSE, and what SO_REUSEADDR does not do.</source>
            <translation>EADDRINUSE，以及 SO_REUSEADDR 做不到的事。</translation>
        </message>
        <message>
            <source>A first server.</source>
            <translation>第一个服务器。</translation>
        </message>
        <message>
            <source>It takes a free port.</source>
            <translation>它占用一个空闲端口。</translation>
        </message>
        <message>
            <source>And listens.</source>
            <translation>并监听。</translation>
        </message>
        <message>
            <source>A second server.</source>
            <translation>第二个服务器。</translation>
        </message>
        <message>
            <source>It wants the same port: EADDRINUSE.</source>
            <translation>它想要同一个端口：EADDRINUSE。</translation>
        </message>
        <message>
            <source>SO_REUSEADDR is said to help.</source>
            <translation>据说 SO_REUSEADDR 有用。</translation>
        </message>
        <message>
            <source>Not against somebody who listens: EADDRINUSE again.</source>
            <translation>对正在监听的没有用：还是 EADDRINUSE。</translation>
        </message>
        <message>
            <source>The first server goes.</source>
            <translation>第一个服务器离开。</translation>
        </message>
        <message>
            <source>Now the port is free.</source>
            <translation>现在端口空闲了。</translation>
        </message>
        <message>
            <source>A datagram cut short</source>
            <translation>被截断的数据报</translation>
        </message>
        <message>
            <source>UDP keeps messages apart, and throws away what does not fit.</source>
            <translation>UDP 把消息分开，放不下的就丢掉。</translation>
        </message>
        <message>
            <source>A receiver of datagrams: it never listens and never accepts.</source>
            <translation>数据报的接收者：它从不监听，也从不接受。</translation>
        </message>
        <message>
            <source>It needs an address that others can send to.</source>
            <translation>它需要一个别人能发到的地址。</translation>
        </message>
        <message>
            <source>A sender needs none: the kernel gives it one.</source>
            <translation>发送者不需要：内核会给它一个。</translation>
        </message>
        <message>
            <source>One datagram.</source>
            <translation>一个数据报。</translation>
        </message>
        <message>
            <source>Another one.</source>
            <translation>又一个。</translation>
        </message>
        <message>
            <source>Four bytes of five: the fifth is lost, not queued.</source>
            <translation>五个字节里的四个：第五个丢了，不会排队。</translation>
        </message>
        <message>
            <source>The next call gets the next datagram, and nothing of the first.</source>
            <translation>下一次调用得到下一个数据报，没有第一个的任何部分。</translation>
        </message>
        <message>
            <source>Fill the buffers</source>
            <translation>填满缓冲区</translation>
        </message>
        <message>
            <source>send takes what fits, and then says EAGAIN or waits.</source>
            <translation>send 收下放得下的，然后报告 EAGAIN 或等待。</translation>
        </message>
        <message>
            <source>The client is not to wait.</source>
            <translation>让客户端不等待。</translation>
        </message>
        <message>
            <source>8 MiB: the kernel takes only what both buffers hold.</source>
            <translation>8 MiB：内核只收下两边缓冲区装得下的。</translation>
        </message>
        <message>
            <source>Now there is no room: EAGAIN.</source>
            <translation>现在没有空间了：EAGAIN。</translation>
        </message>
        <message>
            <source>So much waits on this side …</source>
            <translation>这一边等待的有这么多……</translation>
        </message>
        <message>
            <source>… and so much on the other: together what send has taken.</source>
            <translation>……另一边有这么多：加起来就是 send 收下的。</translation>
        </message>
        <message>
            <source>Somebody reads, and makes room.</source>
            <translation>有人读取，腾出空间。</translation>
        </message>
        <message>
            <source>POLLOUT comes back when there is enough of it.</source>
            <translation>空间足够时 POLLOUT 就回来了。</translation>
        </message>
        <message>
            <source>Half a goodbye</source>
            <translation>半关闭</translation>
        </message>
        <message>
            <source>shutdown ends one direction; the other still carries an answer.</source>
            <translation>shutdown 结束一个方向；另一个方向仍能传回答。</translation>
        </message>
        <message>
            <source>The client asks.</source>
            <translation>客户端提问。</translation>
        </message>
        <message>
            <source>And says that this was all. Look at the states: FIN_WAIT2 and CLOSE_WAIT.</source>
            <translation>并表示说完了。看状态：FIN_WAIT2 和 CLOSE_WAIT。</translation>
        </message>
        <message>
            <source>The server reads the question.</source>
            <translation>服务器读取问题。</translation>
        </message>
        <message>
            <source>0 bytes: the question is complete.</source>
            <translation>0 字节：问题完整了。</translation>
        </message>
        <message>
            <source>It can still answer.</source>
            <translation>它仍然可以回答。</translation>
        </message>
        <message>
            <source>And goes.</source>
            <translation>然后离开。</translation>
        </message>
        <message>
            <source>The late answer arrives.</source>
            <translation>迟到的回答到了。</translation>
        </message>
        <message>
            <source>And the end.</source>
            <translation>然后是结束。</translation>
        </message>
        <message>
            <source>The end that closed first keeps TIME_WAIT for a minute.</source>
            <translation>先关闭的一端会保持 TIME_WAIT 一分钟。</translation>
        </message>
        <message>
            <source>%1 listens: it makes connections, it is none. Accept one and use that (ENOTCONN).</source>
            <translation>%1 在监听：它产生连接，自己不是连接。请接受一个再用（ENOTCONN）。</translation>
        </message>
        <message>
            <source>%1 is not connected to anybody (ENOTCONN).</source>
            <translation>%1 没有连接到任何人（ENOTCONN）。</translation>
        </message>
        <message>
            <source>%1 has an address already, and a socket gets one only once (EINVAL).</source>
            <translation>%1 已经有地址了，套接字只能得到一次（EINVAL）。</translation>
        </message>
        <message>
            <source>Datagrams come without a connection: there is nothing to listen for (EOPNOTSUPP).</source>
            <translation>数据报不需要连接：没有什么可监听的（EOPNOTSUPP）。</translation>
        </message>
        <message>
            <source>%1 is a connection: it cannot make others (EINVAL).</source>
            <translation>%1 是一个连接：它不能产生别的连接（EINVAL）。</translation>
        </message>
        <message>
            <source>Bind it first: without a name nobody could find it (EINVAL).</source>
            <translation>请先绑定：没有名字就没有人能找到它（EINVAL）。</translation>
        </message>
        <message>
            <source>Bind it first: without that the kernel chooses a port that nobody knows.</source>
            <translation>请先绑定：否则内核会选一个没有人知道的端口。</translation>
        </message>
        <message>
            <source>%1 has no fixed other end: use sendto, or connect it first (EDESTADDRREQ).</source>
            <translation>%1 没有固定的对端：用 sendto，或者先连接（EDESTADDRREQ）。</translation>
        </message>
        <message>
            <source>Its sending half has been shut down (EPIPE).</source>
            <translation>它的发送一半已经关闭（EPIPE）。</translation>
        </message>
        <message>
            <source>%1 has no address yet: nobody can send to it, and recv would wait for ever.</source>
            <translation>%1 还没有地址：没有人能发给它，recv 会永远等待。</translation>
        </message>
        <message>
            <source>%1 is closed: there is no descriptor any more (EBADF).</source>
            <translation>%1 已关闭：不再有描述符（EBADF）。</translation>
        </message>
        <message>
            <source>%1 listens: it waits for others to connect (EISCONN).</source>
            <translation>%1 在监听：它等别人来连接（EISCONN）。</translation>
        </message>
        <message>
            <source>%1 is connected already; a stream has one other end for life (EISCONN).</source>
            <translation>%1 已经连接了；一条流一生只有一个对端（EISCONN）。</translation>
        </message>
        <message>
            <source>Datagrams come without a connection: there is nothing to accept (EOPNOTSUPP).</source>
            <translation>数据报不需要连接：没有什么可接受的（EOPNOTSUPP）。</translation>
        </message>
        <message>
            <source>%1 does not listen (EINVAL).</source>
            <translation>%1 没有监听（EINVAL）。</translation>
        </message>
        <message>
            <source>A stream goes to the end it is connected to: an address means nothing here.</source>
            <translation>流只发到它连接的一端：地址在这里没有意义。</translation>
        </message>
        <message>
            <source>A listener has no bytes of its own (EINVAL).</source>
            <translation>监听者没有自己的字节（EINVAL）。</translation>
        </message>
        <message>
            <source>The server serves one at a time.</source>
            <translation>服务器一次服务一个。</translation>
        </message>
        <message>
            <source>The server has a thread for each connection.</source>
            <translation>服务器为每个连接用一个线程。</translation>
        </message>
        <message>
            <source>The server has a process for each connection.</source>
            <translation>服务器为每个连接用一个进程。</translation>
        </message>
        <message>
            <source>The server serves all from one event loop.</source>
            <translation>服务器用一个事件循环服务所有连接。</translation>
        </message>
        <message>
            <source>%1 of %2 answered</source>
            <translation>%2 个中有 %1 个得到回答</translation>
        </message>
        <message>
            <source>%1 turned away</source>
            <translation>%1 个被拒之门外</translation>
        </message>
        <message>
            <source>the first waited %1, the last %2</source>
            <translation>第一个等了 %1，最后一个等了 %2</translation>
        </message>
        <message numerus="yes">
            <source>%n handler(s)</source>
            <translation>
                <numerusform>%n 个处理者</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>… and %n more line(s)</source>
            <translation>
                <numerusform>……还有 %n 行</numerusform>
            </translation>
        </message>
        <message>
            <source>The length has the other byte order: struct.pack('&lt;i', n) writes the little end first, whatever the computer.</source>
            <translation>长度的字节序反了：struct.pack('&lt;i', n) 在任何计算机上都以小端写出。</translation>
        </message>
        <message>
            <source>The length has eight bytes where four are read: struct.pack('i', n) makes four; 'q' and often 'l' make eight.</source>
            <translation>长度占了八个字节，对方只读四个：struct.pack('i', n) 是四个；'q' 和多数情况下的 'l' 是八个。</translation>
        </message>
        <message>
            <source>The length is written in digits here, but this dialect has it in four bytes: struct.pack('i', n).</source>
            <translation>长度写成了十进制数字，但这个协议用四个字节表示：struct.pack('i', n)。</translation>
        </message>
        <message>
            <source>The length is missing in front of the output: first send struct.pack('i', len(output)), then the output.</source>
            <translation>输出前面缺少长度：先发送 struct.pack('i', len(output))，再发送输出。</translation>
        </message>
        <message>
            <source>A command that prints much fills its pipe and waits: read its output with communicate(); wait() before read() waits for ever.</source>
            <translation>输出很多的命令会把管道写满，然后等待：用 communicate() 读取它的输出；先 wait() 后 read() 会永远等下去。</translation>
        </message>
        <message>
            <source>Each command gets two datagrams, stdout:… and stderr:…, even if there is nothing behind the colon. And recvfrom(n) cuts off what is longer than n bytes.</source>
            <translation>每条命令用两个数据报回答：stdout:… 和 stderr:…，冒号后面没有内容也要发。另外，recvfrom(n) 会截掉超过 n 字节的部分。</translation>
        </message>
        <message>
            <source>The answer goes to the address that recvfrom has returned: data, address = sock.recvfrom(1024), then sock.sendto(answer, address).</source>
            <translation>回答要发往 recvfrom 返回的地址：data, address = sock.recvfrom(1024)，然后 sock.sendto(answer, address)。</translation>
        </message>
        <message>
            <source>The right digest was refused: compare the 16 bytes of digest(), not the text of hexdigest(), with the same key on both sides, over the digits as you sent them.</source>
            <translation>正确的摘要被拒绝了：比较的应是 digest() 的 16 个字节，不是 hexdigest() 的文本；双方用同一个密钥，对发出去的那串数字计算。</translation>
        </message>
        <message>
            <source>The output came before the client had said “%1”: after the length call recv and wait for that, or both stick together.</source>
            <translation>客户端还没说“%1”，输出就来了：发完长度后调用 recv 等它，否则两者会粘在一起。</translation>
        </message>
        <message>
            <source>The right answer is there, with more around it. Only what the dialect says goes through the socket: no line for debugging, no added newline; print() shows things on the screen.</source>
            <translation>正确的回答在里面，但前后多了别的内容。套接字里只能传协议规定的内容：不要发送调试信息，也不要多加换行；print() 才是显示在屏幕上的。</translation>
        </message>
        <message>
            <source>The program could not be started: the system has no room for it.</source>
            <translation>无法启动程序：系统没有空间了。</translation>
        </message>
        <message>
            <source>“%1” could not be started: %2. Check its name, and that it may be run.</source>
            <translation>无法启动“%1”：%2。请检查它的名字，以及它是否可以运行。</translation>
        </message>
        <message>
            <source>The program sent %1 before the server had answered its request.</source>
            <translation>服务器还没有回答请求，程序就发来了 %1。</translation>
        </message>
        <message>
            <source>After the request call recv and wait for the server's answer; only then send the file, or both stick together.</source>
            <translation>发完请求后调用 recv 等待服务器的回答，然后才发送文件，否则两者会粘在一起。</translation>
        </message>
        <message numerus="yes">
            <source>The program closed the connection before it had read its answer of %n byte(s).</source>
            <translation>
                <numerusform>程序没有读完 %n 字节的回答就关闭了连接。</numerusform>
            </translation>
        </message>
        <message>
            <source>The file did not arrive whole: %1 of %2 bytes came.</source>
            <translation>文件没有完整到达：%2 字节中只到了 %1 字节。</translation>
        </message>
        <message>
            <source>Is the length in front that of the header's bytes? Encode the header first, then pack len() of those bytes: a Chinese character is one character, but three bytes.</source>
            <translation>前面的长度是头部的字节数吗？先编码头部，再打包这些字节的 len()：一个汉字是一个字符，却是三个字节。</translation>
        </message>
        <message>
            <source>Fewer bytes came than the size that was announced: read and send until read() returns nothing, with sendall, and the last piece too.</source>
            <translation>到达的字节比声明的大小少：一直读取并用 sendall 发送，直到 read() 返回空内容，最后一段也不要漏掉。</translation>
        </message>
        <message>
            <source>The client speaks first in this dialect: send before you call recv, or both sides wait for ever.</source>
            <translation>在这个协议里客户端先说话：先 send 再 recv，否则双方会永远等下去。</translation>
        </message>
        <message>
            <source>Both sides wait: the server has sent the length, and goes on when the client says “%1”.</source>
            <translation>双方都在等：服务器已经发出长度，要等客户端说“%1”才继续。</translation>
        </message>
        <message>
            <source>Send the word that the dialect asks for behind the length, “%1”, and only then call recv for the output.</source>
            <translation>收到长度后，先发送协议要求的“%1”，然后才调用 recv 接收输出。</translation>
        </message>
        <message>
            <source>%1 came, without a name in front.</source>
            <translation>收到 %1，前面没有名字。</translation>
        </message>
        <message>
            <source>Every message is NICK:text in this dialect, the first one too.</source>
            <translation>这个协议里每条消息都是 昵称:内容，第一条也是。</translation>
        </message>
        <message>
            <source>The server said bye, and the program did not say bye in return.</source>
            <translation>服务器说了 bye，程序没有回 bye。</translation>
        </message>
        <message>
            <source>The server said bye; “NICK:bye” was expected in return, but the last that came is %1.</source>
            <translation>服务器说了 bye；程序应回“昵称:bye”，但最后收到的是 %1。</translation>
        </message>
        <message>
            <source>Both sides wait: the program has its whole answer, and reads on.</source>
            <translation>双方都在等：程序已经拿到完整的回答，却还在读。</translation>
        </message>
        <message>
            <source>No newline and no mark ends an answer here: do not loop until one comes, nor for more bytes than were announced.</source>
            <translation>这里的回答没有换行或结束标记：不要循环等它，也不要等比声明更多的字节。</translation>
        </message>
        <message>
            <source>Receive each answer and print it; recvfrom(n) cuts off what is longer than n bytes, and the rest is lost.</source>
            <translation>接收每个回答并打印出来；recvfrom(n) 会截掉超过 n 字节的部分，剩下的就丢了。</translation>
        </message>
        <message>
            <source>Receive the answer, all of it, and print it.</source>
            <translation>接收完整的回答，并打印出来。</translation>
        </message>
        <message>
            <source>There is no trial “%1” for this dialect and role; --list shows them.</source>
            <translation>这个协议和角色没有名为“%1”的检查；--list 列出全部。</translation>
        </message>
        <message>
            <source>“%1” is no folder. Give the one where the program stores what it receives.</source>
            <translation>“%1”不是文件夹。请给出程序存放所收内容的那一个。</translation>
        </message>
        <message>
            <source>Not before “%1” passes.</source>
            <translation>“%1”通过之后才试。</translation>
        </message>
        <message>
            <source>As expected.</source>
            <translation>符合期望。</translation>
        </message>
        <message>
            <source>recv returned nothing, because the other side had ended, and the program used that as a message. Ask “if not data” first, and leave the loop then.</source>
            <translation>recv 返回了空内容，因为对方已经结束，而程序把它当成了消息。先判断“if not data”，是就离开循环。</translation>
        </message>
        <message>
            <source>A socket takes and gives bytes, not text: encode() what you send, and decode() what you have received.</source>
            <translation>套接字收发的是字节，不是文本：发送前 encode()，收到后 decode()。</translation>
        </message>
        <message>
            <source>bind takes an address of this computer only: 127.0.0.1, or the empty text '' for all that it has.</source>
            <translation>bind 只能用本机的地址：127.0.0.1，或者用空字符串 '' 表示本机的所有地址。</translation>
        </message>
        <message>
            <source>Python cannot read the program. Look at the line that it names, and at the one before.</source>
            <translation>Python 读不懂这个程序。看看它指出的那一行，以及前一行。</translation>
        </message>
        <message>
            <source>ConnectionResetError was not caught: the server may reset a connection at any time. Catch it, and tell the user.</source>
            <translation>没有捕获 ConnectionResetError：服务器随时可能重置连接。捕获它，并告诉用户。</translation>
        </message>
        <message>
            <source>BrokenPipeError was not caught: the server has gone. A recv that returned nothing said so before: do not send after that.</source>
            <translation>没有捕获 BrokenPipeError：服务器已经走了。recv 返回空内容时就已经说明了这一点：之后不要再发送。</translation>
        </message>
        <message>
            <source>int() met what is no number: check what came before you use it. Perhaps it came together with what follows it.</source>
            <translation>int() 遇到的不是数字：使用之前先检查收到了什么。也许它和后面的内容粘在了一起。</translation>
        </message>
        <message>
            <source>recv was asked for a negative number of bytes: check a length that comes from the other side before you use it.</source>
            <translation>要求 recv 接收负数个字节：对方发来的长度，使用之前先检查。</translation>
        </message>
        <message>
            <source>recvfrom and accept return two things: data, address = sock.recvfrom(1024), and conn, address = sock.accept().</source>
            <translation>recvfrom 和 accept 都返回两样东西：data, address = sock.recvfrom(1024)，conn, address = sock.accept()。</translation>
        </message>
        <message>
            <source>A line or a message had fewer parts than the program takes it apart into: look at what came before you split it.</source>
            <translation>一行或一条消息拆出来的部分比程序要的少：先看看收到了什么，再拆分。</translation>
        </message>
        <message>
            <source>A line or a message had fewer parts than the program takes it apart into. A check types a message, or the path of a file: what else the program wants to read can be given (--type).</source>
            <translation>一行或一条消息拆出来的部分比程序要的少。检查时输入的是一条消息或一个文件的路径：程序要读别的内容，可以另行给出（--type）。</translation>
        </message>
        <message>
            <source>The program looked at a part that is not there. recv may return less than a whole message, and nothing at the end: ask “if not data” first.</source>
            <translation>程序取了不存在的部分。recv 返回的可能不足一条消息，结束时返回空内容：先判断“if not data”。</translation>
        </message>
        <message>
            <source>A file or folder is not there: make the folder first with os.makedirs(name, exist_ok=True), and do not use a path that the other side sent.</source>
            <translation>文件或文件夹不存在：先用 os.makedirs(name, exist_ok=True) 建好文件夹，并且不要使用对方发来的路径。</translation>
        </message>
        <message>
            <source>That socket has no other side: a server talks through the socket that accept() returned, and datagrams need socket.SOCK_DGRAM.</source>
            <translation>这个套接字没有对方：服务器要用 accept() 返回的套接字通信；数据报要用 socket.SOCK_DGRAM。</translation>
        </message>
        <message>
            <source>A socket was used after its close(): close it when the conversation is over, not inside the loop.</source>
            <translation>套接字在 close() 之后又被使用：会话结束时再关闭，不要在循环里关闭。</translation>
        </message>
        <message>
            <source>A socket after setblocking(False) does not wait: ask select first whether something has come.</source>
            <translation>setblocking(False) 之后的套接字不会等待：先用 select 问问有没有东西到了。</translation>
        </message>
        <message>
            <source>settimeout was shorter than the other side took: catch the timeout, or wait longer.</source>
            <translation>settimeout 的时间比对方用的时间短：捕获超时异常，或者多等一会儿。</translation>
        </message>
        <message>
            <source>The program imports a module that this Python does not have.</source>
            <translation>程序导入了这个 Python 没有的模块。</translation>
        </message>
        <message>
            <source>“client:bye” says goodbye: take the text behind the colon, answer with your own NICK:bye, and close.</source>
            <translation>“client:bye”是道别：取冒号后面的内容，用自己的 昵称:bye 回答，然后关闭。</translation>
        </message>
        <message>
            <source>The program no longer took what was sent: %1.</source>
            <translation>程序不再收下发送的内容：%1。</translation>
        </message>
        <message>
            <source>The program took %1 of %2 bytes and then no more.</source>
            <translation>程序收下了 %2 字节中的 %1 字节，之后不再收。</translation>
        </message>
        <message>
            <source>The program has ended: nobody takes the connection.</source>
            <translation>程序已经结束：没有人接受连接。</translation>
        </message>
        <message>
            <source>The program goes on, but it does not listen any more.</source>
            <translation>程序还在运行，但已经不再监听。</translation>
        </message>
        <message>
            <source>A server goes on when a client has gone: accept stands in a while True, and all the work for one client inside it.</source>
            <translation>客户端走了，服务器要继续：accept 放在 while True 里，为一个客户端做的所有事也在里面。</translation>
        </message>
        <message>
            <source>%1 was expected, but the program does not listen any more.</source>
            <translation>应收到 %1，但程序已经不再监听。</translation>
        </message>
        <message>
            <source>A server goes on when it has answered: recvfrom and sendto stand in a while True.</source>
            <translation>服务器回答之后要继续：recvfrom 和 sendto 都放在 while True 里。</translation>
        </message>
        <message>
            <source>%1 was expected, but nothing came for %2 s.</source>
            <translation>期望 %1，但 %2 秒内什么都没来。</translation>
        </message>
        <message>
            <source>%1 was expected; %2 came, then the program reset the connection.</source>
            <translation>期望 %1；来了 %2，然后程序重置了连接。</translation>
        </message>
        <message>
            <source>%1 was expected; %2 came, then the program closed the connection.</source>
            <translation>期望 %1；来了 %2，然后程序关闭了连接。</translation>
        </message>
        <message>
            <source>%1 was expected, but %2 came.</source>
            <translation>期望 %1，但来的是 %2。</translation>
        </message>
        <message>
            <source>The server speaks first in this dialect: send right after accept, before the first recv. Does accept stand in a loop?</source>
            <translation>在这个协议里服务器先说话：accept 之后、第一次 recv 之前就要发送。accept 是否放在循环里？</translation>
        </message>
        <message>
            <source>The program took the connection and said nothing for %1 s.</source>
            <translation>程序接受了连接，但 %1 秒内什么也没说。</translation>
        </message>
        <message>
            <source>A message in any words (ours: %1)</source>
            <translation>一条任意内容的消息（我们的是 %1）</translation>
        </message>
        <message>
            <source>The client waits for an answer to its request, and sends the file only then: answer before you read on.</source>
            <translation>客户端在等对它的请求的回答，之后才发送文件：先回答，再继续读取。</translation>
        </message>
        <message>
            <source>A message of the form nick:text</source>
            <translation>一条形如 昵称:内容 的消息</translation>
        </message>
        <message>
            <source>A last message of the form nick:bye</source>
            <translation>形如 昵称:bye 的最后一条消息</translation>
        </message>
        <message>
            <source>A message</source>
            <translation>一条消息</translation>
        </message>
        <message>
            <source>A number in decimal digits</source>
            <translation>一个十进制数字</translation>
        </message>
        <message>
            <source>The program should have closed the connection, but %1 came.</source>
            <translation>程序本该关闭连接，却来了 %1。</translation>
        </message>
        <message>
            <source>The program should have closed the connection, and did not.</source>
            <translation>程序本该关闭连接，却没有关闭。</translation>
        </message>
        <message>
            <source>“%1” has %2 of %3 bytes.</source>
            <translation>“%1”有 %3 字节中的 %2 字节。</translation>
        </message>
        <message>
            <source>“%1” has as many bytes, but they are others.</source>
            <translation>“%1”的字节数相同，但内容不同。</translation>
        </message>
        <message>
            <source>Does it still wait for bytes that will not come, or has it not closed the file? Count what has come, stop at the announced size, and write in a “with open(…)”.</source>
            <translation>它是不是还在等不会来的字节，或者没有关闭文件？数清收到了多少，到声明的大小就停，并用“with open(…)”写文件。</translation>
        </message>
        <message>
            <source>The file is not there: %1 bytes were sent, and none of the files in the folder holds them.</source>
            <translation>文件不在：发送了 %1 字节，文件夹里没有一个文件的内容是它们。</translation>
        </message>
        <message>
            <source>The file is not as it was sent: %1</source>
            <translation>文件与发送的不同：%1</translation>
        </message>
        <message>
            <source>It has stopped listening: accept has to stand in an endless loop. If it is meant to stop after %1 clients, say so with the serving model: one:%1.</source>
            <translation>它已经停止监听：accept 要放在无限循环里。如果本来就要在 %1 个客户端之后停止，请在服务模型里写明：one:%1。</translation>
        </message>
        <message>
            <source>After a wrong digest it did not accept the right one on the same connection.</source>
            <translation>收到错误的摘要之后，它在同一个连接上没有接受正确的摘要。</translation>
        </message>
        <message>
            <source>In this dialect a wrong digest gets 验证失败, and the server waits for another 16 bytes: leave the loop only when the digest is right.</source>
            <translation>在这个协议里，错误的摘要得到“验证失败”，服务器再等 16 字节：只有摘要正确时才离开循环。</translation>
        </message>
        <message>
            <source>It closed the connection at “hello”.</source>
            <translation>它收到“hello”就关闭了连接。</translation>
        </message>
        <message>
            <source>It said nothing to “hello”.</source>
            <translation>它对“hello”没有任何回应。</translation>
        </message>
        <message>
            <source>The program ended before it listened at port %1.</source>
            <translation>程序还没有在端口 %1 监听就结束了。</translation>
        </message>
        <message>
            <source>The program ended before it listened at port %1: %2</source>
            <translation>程序还没在端口 %1 监听就结束了：%2</translation>
        </message>
        <message>
            <source>Something else listens at port %1. End it first.</source>
            <translation>别的程序正在监听端口 %1。请先结束它。</translation>
        </message>
        <message>
            <source>The program listens at port %1, not at port %2.</source>
            <translation>程序监听的是端口 %1，不是端口 %2。</translation>
        </message>
        <message>
            <source>Take the port from the command line, port = int(sys.argv[1]), or leave {port} out: then the program's own is used.</source>
            <translation>从命令行取端口：port = int(sys.argv[1])；或者去掉 {port}：这样就用程序自己的端口。</translation>
        </message>
        <message>
            <source>Leave the port out: then the program's own is used.</source>
            <translation>不要写端口：这样就用程序自己的端口。</translation>
        </message>
        <message>
            <source>The program does not listen at any port. A server calls bind, then listen, and only then accept.</source>
            <translation>程序没有监听任何端口。服务器先调用 bind，再 listen，然后才 accept。</translation>
        </message>
        <message>
            <source>Something already listens at port %1. End it, or let the program take its port from the command line: {port}.</source>
            <translation>端口 %1 上已经有程序在监听。请结束它，或者让程序从命令行取得端口：{port}。</translation>
        </message>
        <message>
            <source>“%1” is no address. Give one like 127.0.0.1.</source>
            <translation>“%1”不是地址。请写成 127.0.0.1 这样。</translation>
        </message>
        <message>
            <source>The program was ended by signal %1.</source>
            <translation>程序被信号 %1 结束。</translation>
        </message>
        <message>
            <source>The program has ended by itself: %1</source>
            <translation>程序自己结束了：%1</translation>
        </message>
        <message>
            <source>Bytes of a picture</source>
            <translation>图片的字节</translation>
        </message>
        <message>
            <source>A file that is no text: every byte from 0 to 255.</source>
            <translation>一个不是文本的文件：含有 0 到 255 的所有字节。</translation>
        </message>
        <message>
            <source>It is stored byte by byte.</source>
            <translation>逐字节原样保存。</translation>
        </message>
        <message>
            <source>Open the file with mode “wb” and write what recv returned: a file is bytes, so there is no decode() and no strip().</source>
            <translation>用“wb”模式打开文件，直接写入 recv 返回的内容：文件就是字节，不要 decode()，也不要 strip()。</translation>
        </message>
        <message>
            <source>A command that complains</source>
            <translation>会报错的命令</translation>
        </message>
        <message>
            <source>A command that writes to its standard error.</source>
            <translation>一条向标准错误输出写内容的命令。</translation>
        </message>
        <message>
            <source>Standard error goes where the dialect has it, and lengths count it.</source>
            <translation>标准错误输出按协议送到，长度也把它算在内。</translation>
        </message>
        <message>
            <source>Take stderr=subprocess.PIPE, read both outputs, and count the bytes of exactly what you send.</source>
            <translation>使用 stderr=subprocess.PIPE，两种输出都读取，长度要等于实际发送的字节数。</translation>
        </message>
        <message>
            <source>A time that is none</source>
            <translation>不是时间的时间</translation>
        </message>
        <message>
            <source>Words where a timestamp should be, then a timestamp, on one connection.</source>
            <translation>在同一个连接上，先在该发时间戳的地方发一个单词，再发时间戳。</translation>
        </message>
        <message>
            <source>A line that says so, and then the time: the connection stays.</source>
            <translation>先回一行说明，再回时间：连接保持不断。</translation>
        </message>
        <message>
            <source>int() raises ValueError on words: catch it inside the loop, send a line that says so, and go on with the same client.</source>
            <translation>int() 遇到单词会抛出 ValueError：在循环里捕获它，回一行说明，继续为同一个客户端服务。</translation>
        </message>
        <message>
            <source>Every byte of it arrives.</source>
            <translation>每个字节都到达。</translation>
        </message>
        <message>
            <source>Open the file with mode “rb” and send what read() returned: a file is bytes, so there is no encode(); its size is os.path.getsize(), not len() of a text.</source>
            <translation>用“rb”模式打开文件，直接发送 read() 返回的内容：文件就是字节，不需要 encode()；它的大小是 os.path.getsize()，不是文本的 len()。</translation>
        </message>
        <message>
            <source>The server says goodbye</source>
            <translation>服务器道别</translation>
        </message>
        <message>
            <source>The server answers with its bye.</source>
            <translation>服务器用它的 bye 回答。</translation>
        </message>
        <message>
            <source>The program says bye in return, and ends.</source>
            <translation>程序也说 bye，然后结束。</translation>
        </message>
        <message>
            <source>Take the text behind the colon of each message: when it is “bye”, send your own NICK:bye, close, and leave the loop.</source>
            <translation>取每条消息冒号后面的内容：如果是“bye”，就发送自己的 昵称:bye，关闭连接，离开循环。</translation>
        </message>
        <message>
            <source>The connection ended where %1 was to come: the output was not sent.</source>
            <translation>连接在应当收到 %1 的地方结束了：输出没有发送。</translation>
        </message>
        <message>
            <source>“start”</source>
            <translation>“start”</translation>
        </message>
        <message>
            <source>“ok”</source>
            <translation>“ok”</translation>
        </message>
        <message>
            <source>The server has ended the connection.</source>
            <translation>服务器已结束连接。</translation>
        </message>
        <message>
            <source>%1 has no use for --%2 in this role.</source>
            <translation>%1 在这个角色中用不到 --%2。</translation>
        </message>
        <message>
            <source>The server has ended the connection, so no more times can be asked for.</source>
            <translation>服务器已结束连接，无法再查询时间。</translation>
        </message>
        <message>
            <source>The other side has left without a “bye”.</source>
            <translation>对方没有说“bye”就离开了。</translation>
        </message>
        <message>
            <source>The other side has ended its direction: nothing will come any more. Whether it still reads, a send will show.</source>
            <translation>对方已结束它的发送方向：不会再收到任何内容。它是否还在读取，发送后才知道。</translation>
        </message>
        <message>
            <source>The JSON is not in UTF-8, as JSON has to be. Was it encoded as GBK?</source>
            <translation>这段 JSON 不是 UTF-8 编码，而 JSON 必须是 UTF-8。是不是按 GBK 编码了？</translation>
        </message>
        <message>
            <source>no bytes, and no error</source>
            <translation>没有字节，也没有错误</translation>
        </message>
        <message>
            <source>the sender was told why</source>
            <translation>发送方知道了原因</translation>
        </message>
        <message>
            <source>the sender only saw its connection fail</source>
            <translation>发送方只看到连接出错</translation>
        </message>
        <message>
            <source>the sender takes it for done</source>
            <translation>发送方以为已经成功</translation>
        </message>
        <message>
            <source>there is no whole file</source>
            <translation>没有完整的文件</translation>
        </message>
        <message>
            <source>the file is whole, but only because all of it was sent once more</source>
            <translation>文件是完整的，但只是因为整个文件又发了一遍</translation>
        </message>
        <message>
            <source>it went on where it had stopped, and the file is whole</source>
            <translation>从停下的地方继续，文件是完整的</translation>
        </message>
        <message>
            <source>it wrote outside its folder</source>
            <translation>写到了文件夹外面</translation>
        </message>
        <message>
            <source>no name travels: the file is in the folder, as “%1”</source>
            <translation>不传送文件名：文件在文件夹里，名为“%1”</translation>
        </message>
        <message>
            <source>nothing was stored, and %1</source>
            <translation>什么也没有存，%1</translation>
        </message>
        <message>
            <source>the file is whole all the same</source>
            <translation>文件仍然是完整的</translation>
        </message>
        <message>
            <source>a broken file lies under the final name, and %1</source>
            <translation>最终的名字下面是坏的文件，%1</translation>
        </message>
        <message>
            <source>nothing half lies there, and %1</source>
            <translation>没有留下半个文件，%1</translation>
        </message>
        <message>
            <source>it was noticed and mended: the file is whole</source>
            <translation>发现并修复了：文件是完整的</translation>
        </message>
        <message>
            <source>the damaged file was stored, and %1</source>
            <translation>存下了损坏的文件，%1</translation>
        </message>
        <message>
            <source>it was noticed: nothing was stored, and %1</source>
            <translation>发现了：什么也没有存，%1</translation>
        </message>
        <message>
            <source>“%1”, whole</source>
            <translation>“%1”，完整</translation>
        </message>
        <message>
            <source>“%1”, %2 of %3 bytes</source>
            <translation>“%1”，%3 个字节中的 %2 个</translation>
        </message>
        <message numerus="yes">
            <source>“%1”, with %n wrong bit(s)</source>
            <translation>
                <numerusform>“%1”，有 %n 位是错的</numerusform>
            </translation>
        </message>
        <message>
            <source>“%1”, outside the folder</source>
            <translation>“%1”，在文件夹外面</translation>
        </message>
        <message>
            <source>nothing: it has connected again by itself</source>
            <translation>什么也没有：它自己重新连接了</translation>
        </message>
        <message>
            <source>nothing: all its calls succeeded</source>
            <translation>什么也没有：它的调用全都成功了</translation>
        </message>
        <message>
            <source>came through: %1</source>
            <translation>挺过来了：%1</translation>
        </message>
        <message>
            <source>did not come through: %1</source>
            <translation>没有挺过来：%1</translation>
        </message>
        <message>
            <source>Transom's own server could not be started for this experiment: %1</source>
            <translation>无法为这个实验启动 Transom 自己的服务器：%1</translation>
        </message>
        <message>
            <source>“%1” is not there. Check that transomctl and transomd are installed beside this program.</source>
            <translation>找不到“%1”。请检查 transomctl 和 transomd 是否安装在本程序旁边。</translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s) that came before the end were never read.</source>
            <translation>
                <numerusform>结束之前到达的 %n 字节从未被读取。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The datagram is larger than the %n byte(s) that were asked for; the rest of it is lost.</source>
            <translation>
                <numerusform>数据报比请求的 %n 字节大；其余部分已丢失。</numerusform>
            </translation>
        </message>
        <message>
            <source>The other side</source>
            <translation>对方</translation>
        </message>
        <message>
            <source>setup: a socket for datagrams from anybody (%1)</source>
            <translation>setup：接收任何人数据报的套接字（%1）</translation>
        </message>
        <message>
            <source>setup: a socket for datagrams to %1 (%2)</source>
            <translation>setup：向 %1 发送数据报的套接字（%2）</translation>
        </message>
        <message>
            <source>There is already a file “%1”. It was left as it is.</source>
            <translation>已有文件“%1”，保持原样。</translation>
        </message>
        <message>
            <source>succeeded: datagrams go there from now on; nothing was sent for that</source>
            <translation>成功：数据报今后发往那里；这个调用本身什么也没发送</translation>
        </message>
        <message>
            <source>%1 is under way (EINPROGRESS): this socket does not wait for it</source>
            <translation>%1 正在进行（EINPROGRESS）：这个套接字不等它完成</translation>
        </message>
        <message>
            <source>Unix · datagrams</source>
            <translation>Unix · 数据报</translation>
        </message>
        <message>
            <source>Unix · stream</source>
            <translation>Unix · 流</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>已关闭</translation>
        </message>
        <message>
            <source>connected</source>
            <translation>已连接</translation>
        </message>
        <message>
            <source>bound</source>
            <translation>已绑定</translation>
        </message>
        <message>
            <source>open</source>
            <translation>已打开</translation>
        </message>
        <message>
            <source>%1 The server says: %2</source>
            <comment>a sentence, and what our server has to say</comment>
            <translation>%1服务器说：%2</translation>
        </message>
        <message>
            <source>%1 It said: %2</source>
            <comment>a sentence, and what a program said</comment>
            <translation>%1它说：%2</translation>
        </message>
        <message>
            <source>It went on listening after “bye”.</source>
            <translation>收到 “bye” 之后它仍在监听。</translation>
        </message>
        <message>
            <source>It took “bye” for a message like any other, and answered %1.</source>
            <translation>它把 “bye” 当成了普通消息，并回答了 %1。</translation>
        </message>
        <message>
            <source>The client says goodbye</source>
            <translation>客户端说再见</translation>
        </message>
        <message>
            <source>A client that says “bye” after the first answer.</source>
            <translation>客户端在第一次回答之后说 “bye”。</translation>
        </message>
        <message>
            <source>The program ends, or closes its socket.</source>
            <translation>程序结束，或关闭它的套接字。</translation>
        </message>
        <message>
            <source>Compare what recvfrom returned with “bye”, decoded and without blanks at its ends, before you ask for the next line: then leave the loop and close the socket.</source>
            <translation>在询问下一行之前，先把 recvfrom 返回的内容解码、去掉两端空白，再与 “bye” 比较：相同就离开循环并关闭套接字。</translation>
        </message>
        <message>
            <source>a datagram in answer</source>
            <translation>作为回答的数据报</translation>
        </message>
        <message>
            <source>%1 and the number of bytes of the output</source>
            <translation>%1 和输出的字节数</translation>
        </message>
        <message>
            <source>“q” in answer to “q”</source>
            <translation>对 “q” 的回答 “q”</translation>
        </message>
        <message>
            <source>the number of bytes of the output, in decimal digits</source>
            <translation>十进制数字写的输出字节数</translation>
        </message>
        <message>
            <source>what the command has printed</source>
            <translation>命令打印的内容</translation>
        </message>
        <message>
            <source>a first chunk, with which the other side reports</source>
            <translation>对方用来报到的第一块数据</translation>
        </message>
        <message>
            <source>a command</source>
            <translation>一条命令</translation>
        </message>
        <message>
            <source>what the command has printed; a command that prints nothing has no answer in this dialect</source>
            <translation>命令打印的内容；在这个协议里，什么都不打印的命令没有回答</translation>
        </message>
        <message>
            <source>“start”, which the output follows</source>
            <translation>“start”，之后才发送输出</translation>
        </message>
        <message>
            <source>“ok” or any other chunk, which the output follows</source>
            <translation>“ok” 或任何一块数据，之后才发送输出</translation>
        </message>
        <message>
            <source>the verdict on the digest</source>
            <translation>对摘要的判定</translation>
        </message>
        <message>
            <source>a number, with which the server asks</source>
            <translation>服务器发来提问的数字</translation>
        </message>
        <message>
            <source>the next chunk, which is answered</source>
            <translation>下一块数据，收到后会回答</translation>
        </message>
        <message>
            <source>one chunk, whatever it says</source>
            <translation>一块数据，内容不限</translation>
        </message>
        <message>
            <source>one chunk, which is answered with the greeting</source>
            <translation>一块数据，收到后用问候语回答</translation>
        </message>
        <message>
            <source>a Unix timestamp in decimal digits</source>
            <translation>十进制数字写的 Unix 时间戳</translation>
        </message>
        <message>
            <source>the time that belongs to the timestamp</source>
            <translation>时间戳对应的时间</translation>
        </message>
        <message>
            <source>the other side's NICK:bye</source>
            <translation>对方的 NICK:bye</translation>
        </message>
        <message>
            <source>the other side's turn, a NICK:text</source>
            <translation>轮到对方发来 NICK:text</translation>
        </message>
        <message>
            <source>{"status": 200}, which the contents follow</source>
            <translation>{"status": 200}，之后才发送文件内容</translation>
        </message>
        <message>
            <source>the welcome, with which the server begins</source>
            <translation>服务器一开始发来的欢迎语</translation>
        </message>
        <message>
            <source>words that confirm the size, which the contents follow</source>
            <translation>确认大小的话，之后才发送文件内容</translation>
        </message>
        <message>
            <source>a request, a JSON object with “action”, “filename” and “filesize”</source>
            <translation>一个请求：含 “action”、“filename” 和 “filesize” 的 JSON 对象</translation>
        </message>
        <message>
            <source>the size of the file, in decimal digits</source>
            <translation>十进制数字写的文件大小</translation>
        </message>
        <message numerus="yes">
            <source>%n of the 4 bytes of the header's length</source>
            <translation>
                <numerusform>头部长度的 4 个字节中还差 %n 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) of the header</source>
            <translation>
                <numerusform>头部还差 %n 个字节</numerusform>
            </translation>
        </message>
        <message>
            <source>The other side has not read for %1 s: %2 wait to be sent.</source>
            <translation>对方已有 %1 秒没有读取：还有 %2 等待发送。</translation>
        </message>
        <message>
            <source>Nothing has come from the server for %1 s.</source>
            <translation>服务器已有 %1 秒没有发来任何数据。</translation>
        </message>
        <message>
            <source>Nothing has come from the client for %1 s; the connection stays.</source>
            <translation>客户端已有 %1 秒没有发来任何数据；连接仍然保持。</translation>
        </message>
        <message>
            <source>Waited for: %1.</source>
            <translation>正在等待：%1。</translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) of the output</source>
            <translation>
                <numerusform>输出还差 %n 个字节</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of the 4 bytes of the length</source>
            <translation>
                <numerusform>长度的 4 个字节中还差 %n 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of the 16 bytes of the digest</source>
            <translation>
                <numerusform>摘要的 16 个字节中还差 %n 个</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more byte(s) of the file</source>
            <translation>
                <numerusform>文件还差 %n 个字节</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::LabPage</name>
        <message>
            <source>Lab</source>
            <translation>实验室</translation>
        </message>
        <message>
            <source>What the lab has</source>
            <translation>实验室里有什么</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::LadderView</name>
        <message>
            <source>Ladder of frames</source>
            <translation>帧的梯形图</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>正在查找…</translation>
        </message>
        <message>
            <source>No frame passes the filter.</source>
            <translation>没有帧符合过滤条件。</translation>
        </message>
        <message>
            <source>Frames on the wire</source>
            <translation>线路上的帧</translation>
        </message>
        <message>
            <source>Nothing has passed yet.</source>
            <translation>还没有内容经过。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::LocalFolders</name>
        <message>
            <source>There is a %1 already. Choose another name.</source>
            <translation>已有名为 %1 的内容。请换一个名称。</translation>
        </message>
        <message>
            <source>No folder can be made here.</source>
            <translation>不能在这里新建文件夹。</translation>
        </message>
        <message>
            <source>%1 could not be renamed.</source>
            <translation>无法给 %1 改名。</translation>
        </message>
        <message>
            <source>%1 could not be moved to the wastebasket.</source>
            <translation>无法把 %1 移到回收站。</translation>
        </message>
        <message>
            <source>Move %1 to the wastebasket?</source>
            <translation>把 %1 移到回收站？</translation>
        </message>
        <message>
            <source>Move to wastebasket</source>
            <translation>移到回收站</translation>
        </message>
    </context>
    <context>
        <name>transom::transport::LocalStream</name>
        <message>
            <source>The connection ended before it could be served.</source>
            <translation>还没来得及处理，连接就结束了。</translation>
        </message>
        <message>
            <source>%1 belongs to another user of this computer. Ask whoever runs the server.</source>
            <translation>%1 属于本机的另一个用户。请询问服务器管理员。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::OutputView</name>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>全选</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>搜索</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::OwnScriptPanel</name>
        <message>
            <source>Start the other side</source>
            <translation>启动另一方</translation>
        </message>
        <message>
            <source>Python program</source>
            <translation>Python 程序</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Save …</source>
            <translation>保存…</translation>
        </message>
        <message>
            <source>Another port</source>
            <translation>换一个端口</translation>
        </message>
        <message>
            <source>The program is on the clipboard.</source>
            <translation>程序已复制到剪贴板。</translation>
        </message>
        <message>
            <source>Save the program</source>
            <translation>保存程序</translation>
        </message>
        <message>
            <source>Python (*.py)</source>
            <translation>Python (*.py)</translation>
        </message>
        <message>
            <source>Transom and your program talk; the calls are at the right.</source>
            <translation>Transom 正在和你的程序对话；调用在右边。</translation>
        </message>
        <message>
            <source>Stop the other side</source>
            <translation>停止另一方</translation>
        </message>
        <message>
            <source>Transom listens on port %1. Start your program now.</source>
            <translation>Transom 正在监听端口 %1。现在启动你的程序。</translation>
        </message>
        <message>
            <source>Transom waits until your program listens on port %1.</source>
            <translation>Transom 在等你的程序监听端口 %1。</translation>
        </message>
        <message>
            <source>Transom is the server, once. Start it first, then your program.</source>
            <translation>Transom 当一次服务器。先启动它，再启动你的程序。</translation>
        </message>
        <message>
            <source>Transom is the client, once. It waits for your program.</source>
            <translation>Transom 当一次客户端。它会等你的程序。</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>已保存为 %1。</translation>
        </message>
        <message>
            <source>%1 could not be written: %2. Choose another folder.</source>
            <translation>无法写入 %1：%2。请选择其他文件夹。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::PathBar</name>
        <message>
            <source>Back (Alt+Left)</source>
            <translation>后退（Alt+←）</translation>
        </message>
        <message>
            <source>Forward (Alt+Right)</source>
            <translation>前进（Alt+→）</translation>
        </message>
        <message>
            <source>Up to the folder above (Backspace)</source>
            <translation>到上一级文件夹（Backspace）</translation>
        </message>
        <message>
            <source>Make a folder (Ctrl+Shift+N)</source>
            <translation>新建文件夹（Ctrl+Shift+N）</translation>
        </message>
        <message>
            <source>Look again (F5)</source>
            <translation>刷新（F5）</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::PlacesModel</name>
        <message>
            <source>Rooms</source>
            <translation>房间</translation>
        </message>
        <message>
            <source>Direct messages</source>
            <translation>私信</translation>
        </message>
        <message>
            <source>People</source>
            <translation>人</translation>
        </message>
        <message>
            <source>%1 is here</source>
            <translation>%1 在线</translation>
        </message>
        <message>
            <source>%1 is not here now</source>
            <translation>%1 不在线</translation>
        </message>
        <message numerus="yes">
            <source>%1, %n here</source>
            <translation>
                <numerusform>%1，%n 人在场</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: click to join</source>
            <translation>%1：点击加入</translation>
        </message>
        <message>
            <source>here</source>
            <translation>在线</translation>
        </message>
        <message>
            <source>not here</source>
            <translation>不在线</translation>
        </message>
        <message numerus="yes">
            <source>%n unread</source>
            <translation>
                <numerusform>%n 条未读</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::PredictPanel</name>
        <message>
            <source>Now with: %1</source>
            <translation>现在的设置：%1</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::PropertiesPanel</name>
        <message>
            <source>Link to a folder</source>
            <translation>指向文件夹的链接</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Link to a file</source>
            <translation>指向文件的链接</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Link</source>
            <translation>链接</translation>
        </message>
        <message>
            <source>Special file; it cannot be transferred</source>
            <translation>特殊文件，无法传输</translation>
        </message>
        <message numerus="yes">
            <source>%Ln byte(s)</source>
            <translation>
                <numerusform>%Ln 字节</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 (%L2 bytes)</source>
            <translation>%1（%L2 字节）</translation>
        </message>
        <message>
            <source>Count what is in it</source>
            <translation>统计其中的内容</translation>
        </message>
        <message>
            <source>Compute</source>
            <translation>计算</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Choose something to see what it is.</source>
            <translation>选中一项即可查看它的属性。</translation>
        </message>
        <message>
            <source>Properties</source>
            <translation>属性</translation>
        </message>
        <message>
            <source>Close (Alt+Return)</source>
            <translation>关闭（Alt+Enter）</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Holds</source>
            <translation>包含</translation>
        </message>
        <message>
            <source>Modified</source>
            <translation>修改时间</translation>
        </message>
        <message>
            <source>Permissions</source>
            <translation>权限</translation>
        </message>
        <message numerus="yes">
            <source>%Ln item(s)</source>
            <translation>
                <numerusform>%Ln 项</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln folder(s)</source>
            <translation>
                <numerusform>%Ln 个文件夹</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln file(s)</source>
            <translation>
                <numerusform>%Ln 个文件</numerusform>
            </translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>Count what is in them</source>
            <translation>统计它们的内容</translation>
        </message>
        <message>
            <source>Count again</source>
            <translation>重新统计</translation>
        </message>
        <message>
            <source>Stop counting</source>
            <translation>停止统计</translation>
        </message>
        <message>
            <source>%1 in %2, %3</source>
            <translation>%2中有 %1，%3</translation>
        </message>
        <message numerus="yes">
            <source>%Ln folder(s) could not be looked into.</source>
            <translation>
                <numerusform>有 %Ln 个文件夹无法查看。</numerusform>
            </translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Compute again</source>
            <translation>重新计算</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::QueueChart</name>
        <message>
            <source>Queues over time</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>sender's queue</source>
            <translation>发送方队列</translation>
        </message>
        <message>
            <source>receiver's queue</source>
            <translation>接收方队列</translation>
        </message>
        <message>
            <source>After a run: where the bytes waited.</source>
            <translation>运行之后，这里显示字节在哪里等待。</translation>
        </message>
        <message>
            <source>Bytes that wait in the two kernels</source>
            <translation>在两边内核里等待的字节</translation>
        </message>
        <message>
            <source>Window that the receiver offers</source>
            <translation>接收方给出的窗口</translation>
        </message>
        <message>
            <source>After %1: send had taken %2 bytes</source>
            <translation>%1之后：send 已收下 %2 个字节</translation>
        </message>
        <message>
            <source>%1 in the sender's queue</source>
            <translation>发送方队列里 %1 个</translation>
        </message>
        <message>
            <source>%1 in the receiver's</source>
            <translation>接收方队列里 %1 个</translation>
        </message>
        <message>
            <source>window %1</source>
            <translation>窗口 %1</translation>
        </message>
        <message>
            <source>%1.</source>
            <comment>a sentence made of parts</comment>
            <translation>%1。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::QuotaGauge</name>
        <message>
            <source>%L1 bytes used</source>
            <translation>已用 %L1 字节</translation>
        </message>
        <message>
            <source>%L1 bytes reserved for uploads</source>
            <translation>为上传预留 %L1 字节</translation>
        </message>
        <message>
            <source>%L1 bytes allowed</source>
            <translation>允许 %L1 字节</translation>
        </message>
        <message>
            <source>%1 free on the server's disk</source>
            <translation>服务器磁盘剩余 %1</translation>
        </message>
        <message>
            <source>%1 used</source>
            <translation>已用 %1</translation>
        </message>
        <message>
            <source>Nearly full: %1 of %2</source>
            <translation>快满了：%1 / %2</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>Room on the server: %1</source>
            <translation>服务器空间：%1</translation>
        </message>
        <message>
            <source>%L1 of %L2 files and folders</source>
            <translation>%L1 / %L2 个文件和文件夹</translation>
        </message>
        <message>
            <source>Files and folders: %L1</source>
            <translation>文件和文件夹：%L1</translation>
        </message>
        <message>
            <source>%1 of it in the recycle bin</source>
            <translation>其中 %1 在回收站中</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::Rail</name>
        <message>
            <source>Show or hide the names of the pages</source>
            <translation>显示或隐藏页面名称</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RailButton</name>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n 条新的</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RecipeBar</name>
        <message>
            <source>Do it</source>
            <translation>执行</translation>
        </message>
        <message>
            <source>End the recipe</source>
            <translation>结束示例</translation>
        </message>
        <message>
            <source>%1: done</source>
            <translation>%1：完成</translation>
        </message>
        <message>
            <source>%1: call %2 of %3</source>
            <translation>%1：第 %2 次调用，共 %3 次</translation>
        </message>
        <message>
            <source>Every call is in the log: read what each has said, export it as a program, or go on by hand.</source>
            <translation>每次调用都在记录里：看看各自返回了什么，导出为程序，或者继续手动操作。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RelayControls</name>
        <message>
            <source>Hold</source>
            <translation>拦住</translation>
        </message>
        <message>
            <source>Step a chunk</source>
            <translation>放行一块</translation>
        </message>
        <message>
            <source>Step a frame</source>
            <translation>放行一帧</translation>
        </message>
        <message>
            <source>Direction</source>
            <translation>方向</translation>
        </message>
        <message>
            <source>What the client sends</source>
            <translation>客户端发送的内容</translation>
        </message>
        <message>
            <source>What the server sends</source>
            <translation>服务器发送的内容</translation>
        </message>
        <message>
            <source>What comes is read and waits here until you step or release it.</source>
            <translation>到来的内容会被读入并在此等待，直到你逐步放行或全部放行。</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关</translation>
        </message>
        <message>
            <source>ms</source>
            <translation>毫秒</translation>
        </message>
        <message>
            <source>Everything leaves so much later, in its order.</source>
            <translation>所有内容按原有顺序推迟这么久再发出。</translation>
        </message>
        <message>
            <source>And up to so much more, at random. Datagrams may overtake each other by it.</source>
            <translation>在此之外再随机推迟至多这么久。数据报可能因此互相超越。</translation>
        </message>
        <message>
            <source>kB/s</source>
            <translation>kB/s</translation>
        </message>
        <message>
            <source>So much passes in a second, and no more.</source>
            <translation>每秒最多通过这么多。</translation>
        </message>
        <message>
            <source>bytes</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>At most so many bytes in one send: the receiver's recv gets less than a message.</source>
            <translation>每次 send 最多这么多字节：接收方的 recv 得到的不足一条消息。</translation>
        </message>
        <message>
            <source>What comes within so long leaves in one send: the receiver's recv gets several messages.</source>
            <translation>在这段时间内到来的内容合在一次 send 中发出：接收方的 recv 一次得到多条消息。</translation>
        </message>
        <message>
            <source>%</source>
            <translation>%</translation>
        </message>
        <message>
            <source>So often one bit of what passes is inverted.</source>
            <translation>按这个比例把经过内容中的一位取反。</translation>
        </message>
        <message>
            <source>So many datagrams are lost.</source>
            <translation>按这个比例丢弃数据报。</translation>
        </message>
        <message>
            <source>So many datagrams come twice.</source>
            <translation>按这个比例重复数据报。</translation>
        </message>
        <message>
            <source>So many datagrams come after the one that follows them.</source>
            <translation>按这个比例让数据报晚于后一个到达。</translation>
        </message>
        <message>
            <source>Delay</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Jitter</source>
            <translation>抖动</translation>
        </message>
        <message>
            <source>Bandwidth</source>
            <translation>带宽</translation>
        </message>
        <message>
            <source>Split at</source>
            <translation>拆分为</translation>
        </message>
        <message>
            <source>Merge for</source>
            <translation>合并</translation>
        </message>
        <message>
            <source>Flip a bit</source>
            <translation>翻转一位</translation>
        </message>
        <message>
            <source>Lose</source>
            <translation>丢失</translation>
        </message>
        <message>
            <source>Double</source>
            <translation>重复</translation>
        </message>
        <message>
            <source>Reorder</source>
            <translation>乱序</translation>
        </message>
        <message>
            <source>Stall %1 s</source>
            <translation>停顿 %1 秒</translation>
        </message>
        <message>
            <source>Half-close</source>
            <translation>半关闭</translation>
        </message>
        <message>
            <source>The receiver is told that nothing more comes (FIN); the other direction goes on.</source>
            <translation>告诉接收方不会再有内容（FIN）；另一方向继续。</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>重置</translation>
        </message>
        <message>
            <source>Both ends get a reset (RST): what was under way is lost.</source>
            <translation>两端都收到重置（RST）：途中的内容会丢失。</translation>
        </message>
        <message>
            <source>Step a datagram</source>
            <translation>放行一个数据报</translation>
        </message>
        <message>
            <source>Release</source>
            <translation>全部放行</translation>
        </message>
        <message>
            <source>%1 waiting, held for %2 s</source>
            <translation>%1 在等待，已拦住 %2 秒</translation>
        </message>
        <message>
            <source>The receiver gives up in about %1 s.</source>
            <translation>接收方大约在 %1 秒后放弃。</translation>
        </message>
        <message>
            <source>The receiver should have given up by now.</source>
            <translation>接收方现在应该已经放弃了。</translation>
        </message>
        <message>
            <source>The next connection will be held.</source>
            <translation>下一个连接将被拦住。</translation>
        </message>
        <message>
            <source>With this framing a frame ends when the other side has had its turn, so it cannot be stepped while this side is held. Step chunks.</source>
            <translation>用这种分帧方式时，一帧要等另一方轮到之后才结束，所以在这一方被扣住时无法按帧步进。请按块步进。</translation>
        </message>
    </context>
    <context>
        <name>transom::lab::RelayDatagrams</name>
        <message>
            <source>Nothing receives datagrams at %1. Start the program there, or choose another port.</source>
            <translation>%1 没有程序接收数据报。请在那里启动程序，或选择其他端口。</translation>
        </message>
        <message>
            <source>The datagram is too large for the way to %1. Send smaller ones.</source>
            <translation>数据报太大，无法送达 %1。请发送更小的数据报。</translation>
        </message>
        <message>
            <source>The datagram could not be sent to %1. Check the address and the network.</source>
            <translation>数据报无法发送到 %1。请检查地址和网络。</translation>
        </message>
        <message>
            <source>Another program already receives at %1. Stop it, or choose another port.</source>
            <translation>已有其他程序在 %1 接收。请停止它，或选择其他端口。</translation>
        </message>
        <message>
            <source>The system does not let this user receive at %1. Choose a port above 1023.</source>
            <translation>系统不允许此用户在 %1 接收。请选择大于 1023 的端口。</translation>
        </message>
        <message>
            <source>%1 is no address of this computer. Choose one of its own.</source>
            <translation>%1 不是本机的地址。请选择本机自己的地址。</translation>
        </message>
        <message>
            <source>There are more than %1 clients: this one was silent longest, and makes room.</source>
            <translation>客户端超过 %1 个：这一个静默最久，让出位置。</translation>
        </message>
        <message>
            <source>No datagram for %1: the client is forgotten, and a new one begins with its next.</source>
            <translation>%1 内没有数据报：该客户端已被忘记，它的下一个数据报将开始新的会话。</translation>
        </message>
        <message>
            <source>The clients'</source>
            <translation>客户端的</translation>
        </message>
        <message>
            <source>The server's</source>
            <translation>服务器的</translation>
        </message>
        <message>
            <source>%1 datagrams came faster than they could be read: the kernel has lost %2 of them. Send slower.</source>
            <translation>%1数据报来得太快，来不及读取：内核丢弃了其中 %2 个。请放慢发送。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RelayPanel</name>
        <message>
            <source>Relay</source>
            <translation>中继</translation>
        </message>
        <message>
            <source>Hide the relay</source>
            <translation>隐藏中继</translation>
        </message>
        <message>
            <source>Relays and their connections</source>
            <translation>中继及其连接</translation>
        </message>
        <message>
            <source>Stop relay</source>
            <translation>停止中继</translation>
        </message>
        <message>
            <source>Protocol</source>
            <translation>协议</translation>
        </message>
        <message>
            <source>Address to listen on</source>
            <translation>监听地址</translation>
        </message>
        <message>
            <source>any</source>
            <translation>任意</translation>
        </message>
        <message>
            <source>Port to listen on</source>
            <translation>监听端口</translation>
        </message>
        <message>
            <source>Computer to forward to</source>
            <translation>转发到的计算机</translation>
        </message>
        <message>
            <source>Port to forward to</source>
            <translation>转发到的端口</translation>
        </message>
        <message>
            <source>Start relay</source>
            <translation>启动中继</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>监听</translation>
        </message>
        <message>
            <source>Forward to</source>
            <translation>转发到</translation>
        </message>
        <message>
            <source>Say where to forward to: a name or an address.</source>
            <translation>请说明转发到哪里：名称或地址。</translation>
        </message>
        <message>
            <source>listening</source>
            <translation>监听中</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>over</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>Now connect the client to %1 instead of to %2:%3.</source>
            <translation>现在让客户端连接 %1，而不是 %2:%3。</translation>
        </message>
        <message>
            <source>Remove from the list</source>
            <translation>从列表中移除</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RelayStation</name>
        <message>
            <source>%1 is not an address of this computer. Enter one like 127.0.0.1.</source>
            <translation>%1 不是本机的地址。请输入形如 127.0.0.1 的地址。</translation>
        </message>
        <message>
            <source>not delivered</source>
            <translation>未送达</translation>
        </message>
        <message>
            <source>this side sends nothing more</source>
            <translation>这一方不再发送</translation>
        </message>
        <message>
            <source>this side has reset the connection</source>
            <translation>这一方重置了连接</translation>
        </message>
        <message>
            <source>sent on by the relay</source>
            <translation>由中继转发</translation>
        </message>
        <message>
            <source>injected: %1</source>
            <translation>注入：%1</translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s) dropped</source>
            <translation>
                <numerusform>丢弃了 %n 字节</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RelayTexts</name>
        <message>
            <source>The relay has %1 connections and takes no more. Close some, or let it take more.</source>
            <translation>中继已有 %1 个连接，不再接受更多。请关闭一些，或提高上限。</translation>
        </message>
        <message>
            <source>delayed by %1 ms</source>
            <translation>延迟 %1 毫秒</translation>
        </message>
        <message>
            <source>limited to %1</source>
            <translation>限速为 %1</translation>
        </message>
        <message>
            <source>split into pieces of %1 bytes</source>
            <translation>拆成每段 %1 字节</translation>
        </message>
        <message>
            <source>merged with what comes within %1 ms</source>
            <translation>与 %1 毫秒内到达的内容合并</translation>
        </message>
        <message>
            <source>stalled for %1 ms</source>
            <translation>停顿 %1 毫秒</translation>
        </message>
        <message>
            <source>connection reset</source>
            <translation>连接被重置</translation>
        </message>
        <message>
            <source>dropped after the end</source>
            <translation>结束后被丢弃</translation>
        </message>
        <message>
            <source>direction ended</source>
            <translation>该方向已结束</translation>
        </message>
        <message>
            <source>bit %1 of the stream inverted</source>
            <translation>流的第 %1 位被翻转</translation>
        </message>
        <message>
            <source>datagram lost</source>
            <translation>数据报丢失</translation>
        </message>
        <message>
            <source>datagram sent twice</source>
            <translation>数据报发送两次</translation>
        </message>
        <message>
            <source>datagram put behind the next one</source>
            <translation>数据报排到下一个之后</translation>
        </message>
        <message>
            <source>held for %1 ms</source>
            <translation>扣住 %1 毫秒</translation>
        </message>
        <message>
            <source>relay stream %1</source>
            <translation>中继流 %1</translation>
        </message>
        <message>
            <source>reset by the relay</source>
            <translation>由中继重置</translation>
        </message>
        <message>
            <source>injected at offset %1: %2</source>
            <translation>在偏移 %1 处注入：%2</translation>
        </message>
        <message>
            <source>%1 bytes at offset %2 could not be passed on</source>
            <translation>偏移 %2 处的 %1 字节无法转发</translation>
        </message>
        <message>
            <source>"%1" is no stream. Streams are written #1, #2, …</source>
            <translation>“%1”不是流。流写作 #1、#2、…</translation>
        </message>
        <message>
            <source>c&gt;s and s&gt;c exclude each other. Say neither for both directions.</source>
            <translation>c&gt;s 和 s&gt;c 互相排斥。要作用于两个方向，请都不写。</translation>
        </message>
        <message>
            <source>"%1" is for streams: a datagram stays whole, and has no connection. Use it without UDP.</source>
            <translation>“%1”用于流：数据报保持完整，也没有连接。请在不用 UDP 时使用。</translation>
        </message>
        <message>
            <source>"%1" is for datagrams: a stream loses nothing, it would only break. Use it with UDP.</source>
            <translation>“%1”用于数据报：流不会丢失内容，只会中断。请与 UDP 一起使用。</translation>
        </message>
        <message>
            <source>"from" takes the number of a byte, counted from 0. Say for instance "from 4096".</source>
            <translation>“from”需要字节的序号，从 0 数起。例如“from 4096”。</translation>
        </message>
        <message>
            <source>"after" takes a time. Say for instance "after 2s".</source>
            <translation>“after”需要时间。例如“after 2s”。</translation>
        </message>
        <message>
            <source>"gap" takes a time. Say for instance "gap 20ms".</source>
            <translation>“gap”需要时间。例如“gap 20ms”。</translation>
        </message>
        <message>
            <source>Nothing goes behind "off" but a direction and a stream.</source>
            <translation>“off”后面只能写方向和流。</translation>
        </message>
        <message>
            <source>"%1" does not go with "%2". Type "help" for what does.</source>
            <translation>“%1”不能与“%2”一起使用。输入“help”查看可用的写法。</translation>
        </message>
        <message>
            <source>"%1" takes a probability or a moment. Say for instance "%1 0.1" or "%1 next".</source>
            <translation>“%1”需要概率或时机。例如“%1 0.1”或“%1 next”。</translation>
        </message>
        <message>
            <source>"%1" takes a time. Say for instance "%1 100ms".</source>
            <translation>“%1”需要时间。例如“%1 100ms”。</translation>
        </message>
        <message>
            <source>"%1" takes a number of bytes. Say for instance "%1 64K".</source>
            <translation>“%1”需要字节数。例如“%1 64K”。</translation>
        </message>
        <message>
            <source>"%1" does not go with "step". Say "step", "step frame", or how many, for instance "step 3".</source>
            <translation>“%1”不能与“step”一起使用。请写“step”、“step frame”或次数，例如“step 3”。</translation>
        </message>
        <message>
            <source>"%1" is no framing. Say for instance "framing u32be" or "framing newline".</source>
            <translation>“%1”不是成帧方式。例如“framing u32be”或“framing newline”。</translation>
        </message>
        <message>
            <source>"timeout" takes a side and a time. Say for instance "timeout client 30s".</source>
            <translation>“timeout”需要一方和时间。例如“timeout client 30s”。</translation>
        </message>
        <message>
            <source>"%1" is no fault. Say "clear" for all of them, or for instance "clear delay".</source>
            <translation>“%1”不是故障。“clear”清除全部，或例如“clear delay”。</translation>
        </message>
        <message>
            <source>"%1" is nothing a relay does. Type "help" for what it does.</source>
            <translation>中继不会“%1”。输入“help”查看它能做什么。</translation>
        </message>
        <message>
            <source>hold [WHERE] · release [WHERE]             what comes waits, or goes on</source>
            <translation>hold [WHERE] · release [WHERE]             到达的内容等待，或放行</translation>
        </message>
        <message>
            <source>step [chunk|frame] [N] [WHERE]             one of what is held goes on</source>
            <translation>step [chunk|frame] [N] [WHERE]             放行扣住的一个</translation>
        </message>
        <message>
            <source>framing FRAMING                            what a frame is, for step and show: u32be, newline, …</source>
            <translation>framing FRAMING                            什么是一帧，用于 step 和显示：u32be、newline、…</translation>
        </message>
        <message>
            <source>delay TIME · jitter TIME · rate BYTES      each chunk later, at random later, slower</source>
            <translation>delay TIME · jitter TIME · rate BYTES      每块推迟、随机推迟、变慢</translation>
        </message>
        <message>
            <source>split N [gap TIME] · merge TIME            cut into pieces, or several in one</source>
            <translation>split N [gap TIME] · merge TIME            切成小片，或几块合一</translation>
        </message>
        <message>
            <source>stall TIME · reset · half-close · flip P   nothing leaves, the connection breaks, one direction ends, a bit is wrong</source>
            <translation>stall TIME · reset · half-close · flip P   停住、连接中断、一个方向结束、一个比特出错</translation>
        </message>
        <message>
            <source>drop P · duplicate P · reorder P           of datagrams</source>
            <translation>drop P · duplicate P · reorder P           用于数据报</translation>
        </message>
        <message>
            <source>   … [next] [from BYTE] [after TIME]       for the next chunk only, from that byte on, after so long</source>
            <translation>   … [next] [from BYTE] [after TIME]       只作用于下一块、从该字节起、这么久之后</translation>
        </message>
        <message>
            <source>clear [FAULT] [WHERE]                      no such fault any more, or none at all</source>
            <translation>clear [FAULT] [WHERE]                      不再有这种故障，或不再有任何故障</translation>
        </message>
        <message>
            <source>timeout client|server TIME                 how long that side waits, for the countdown while something is held</source>
            <translation>timeout client|server TIME                 该方会等多久，用于扣住数据时的倒计时</translation>
        </message>
        <message>
            <source>status · help · quit</source>
            <translation>status · help · quit</translation>
        </message>
        <message>
            <source>WHERE: c&gt;s, s&gt;c (or both, when left out), and #3 for one stream. TIME: 100ms, 2s. P: 0.1, 10%.</source>
            <translation>WHERE：c&gt;s、s&gt;c（省略则为两个方向），#3 为一个流。TIME：100ms、2s。P：0.1、10%。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RemoteFolders</name>
        <message>
            <source>Remove</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Move %1 to the recycle bin on the server?</source>
            <translation>将 %1 移到服务器上的回收站？</translation>
        </message>
        <message>
            <source>“%1” could not be removed: %2</source>
            <translation>无法删除“%1”：%2</translation>
        </message>
        <message numerus="yes">
            <source>%Ln thing(s) could not be put back and are still in the recycle bin: %1</source>
            <translation>
                <numerusform>%Ln 项无法放回，仍在回收站里：%1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::files::RemoteGlob</name>
        <message>
            <source>"%1" leads through too many folders. Say more exactly which ones.</source>
            <translation>“%1”经过的文件夹太多。请更准确地说明是哪些。</translation>
        </message>
        <message>
            <source>Nothing on the server matches "%1".</source>
            <translation>服务器上没有与“%1”匹配的内容。</translation>
        </message>
        <message>
            <source>"%1" matches too much. Say --recursive and the folder instead.</source>
            <translation>与“%1”匹配的内容太多。请改用 --recursive 和文件夹。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ReplayDialog</name>
        <message>
            <source>Replay</source>
            <translation>重放</translation>
        </message>
        <message>
            <source>Say the next</source>
            <translation>说下一句</translation>
        </message>
        <message>
            <source>Recorded</source>
            <translation>录下的</translation>
        </message>
        <message>
            <source>Answered now</source>
            <translation>现在的回答</translation>
        </message>
        <message>
            <source>With the pauses that there were</source>
            <translation>保留当时的停顿</translation>
        </message>
        <message>
            <source>As soon as the answers are there</source>
            <translation>回答一到就继续</translation>
        </message>
        <message>
            <source>Step by step</source>
            <translation>一步一步</translation>
        </message>
        <message>
            <source>Says what the recorded client said to a server again, and compares the answers. Each thing is said when as many bytes of answers have come as had come then.</source>
            <translation>把录下的客户端的话再对服务器说一遍，并比较回答。每句话都等到与当时一样多的回答字节才说。</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Pace</source>
            <translation>节奏</translation>
        </message>
        <message>
            <source>Enter a server as HOST:PORT, like 127.0.0.1:8000.</source>
            <translation>请按 主机:端口 的形式输入服务器，例如 127.0.0.1:8000。</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>%1 of %2: said %3</source>
            <translation>%1 / %2：说了 %3</translation>
        </message>
        <message>
            <source>%1 of %2: %3 of answers</source>
            <translation>%1 / %2：回答 %3</translation>
        </message>
        <message>
            <source>Said %1, heard %2 (recorded: %3), in %4 s</source>
            <translation>说了 %1，听到 %2（录下的是 %3），用时 %4 秒</translation>
        </message>
        <message>
            <source>The answers are the same, byte for byte.</source>
            <translation>回答逐字节相同。</translation>
        </message>
        <message>
            <source>The answers differ from byte %1 on.</source>
            <translation>回答从第 %1 字节起不同。</translation>
        </message>
        <message>
            <source>nothing more</source>
            <translation>没有更多</translation>
        </message>
        <message>
            <source>%1 of %2: ended what the client says</source>
            <translation>%1/%2：结束了客户端的发送</translation>
        </message>
    </context>
    <context>
        <name>ReplayTexts</name>
        <message>
            <source>This is a session of Transom: its sign-in answers a challenge that is another one each time. Replay a conversation of another protocol.</source>
            <translation>这是 Transom 的会话：它的登录要回答每次都不同的质询。请重放其他协议的对话。</translation>
        </message>
        <message>
            <source>This conversation is encrypted: what was sent means nothing on another connection. Record it without TLS.</source>
            <translation>这段对话是加密的：发送的内容在另一个连接上毫无意义。请在没有 TLS 的情况下录制。</translation>
        </message>
        <message>
            <source>The recording does not hold everything that the client sent. Record it again with contents.</source>
            <translation>录制内容不包含客户端发送的全部数据。请连同内容重新录制。</translation>
        </message>
        <message>
            <source>The answers in this conversation are too large to be compared.</source>
            <translation>这段对话中的回答太大，无法比较。</translation>
        </message>
        <message>
            <source>The client said nothing in this conversation. Choose another one.</source>
            <translation>这段对话中客户端什么也没说。请选择另一段。</translation>
        </message>
        <message>
            <source>The server sent %1 of %2 bytes and then nothing for %3 s.</source>
            <translation>服务器发送了 %2 个字节中的 %1 个，随后 %3 秒没有发送任何内容。</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>已取消。</translation>
        </message>
        <message>
            <source>The server ended the connection after %1 of %2 bytes.</source>
            <translation>服务器在发送 %2 个字节中的 %1 个之后结束了连接。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RibbonView</name>
        <message>
            <source>Byte ribbon: the bytes of a stream in their order</source>
            <translation>字节带：流中的字节按顺序排列</translation>
        </message>
        <message>
            <source>1 byte is %1 pixels</source>
            <translation>1 字节 = %1 像素</translation>
        </message>
        <message>
            <source>1 pixel is %1</source>
            <translation>1 像素 = %1</translation>
        </message>
        <message>
            <source>bytes %1 to %2</source>
            <translation>第 %1 到 %2 字节</translation>
        </message>
        <message>
            <source>frames</source>
            <translation>帧</translation>
        </message>
        <message>
            <source>Point at a byte: here it says what its recv had in it.</source>
            <translation>指向一个字节：这里会说明它所在的 recv 里有什么。</translation>
        </message>
        <message>
            <source>The calls that moved these bytes are not recorded.</source>
            <translation>没有记录搬运这些字节的调用。</translation>
        </message>
        <message>
            <source>The recv that took these bytes was not recorded.</source>
            <translation>取走这些字节的 recv 没有被记录。</translation>
        </message>
        <message>
            <source>No recv has taken these bytes.</source>
            <translation>没有 recv 取走这些字节。</translation>
        </message>
    </context>
    <context>
        <name>Roster</name>
        <message>
            <source>Line %1: %2 Nothing was imported.</source>
            <translation>第 %1 行：%2没有导入任何内容。</translation>
        </message>
        <message>
            <source>There is a NUL in it.</source>
            <translation>其中有空字符（NUL）。</translation>
        </message>
        <message>
            <source>There is something between a closing quote and the next separator.</source>
            <translation>右引号和下一个分隔符之间有多余内容。</translation>
        </message>
        <message>
            <source>There is a quote inside a value that does not begin with one.</source>
            <translation>值的中间有引号，但开头没有引号。</translation>
        </message>
        <message>
            <source>A quote is opened and never closed.</source>
            <translation>引号没有闭合。</translation>
        </message>
        <message>
            <source>"%1" is no column of a roster; there are name, display name, groups and password.</source>
            <translation>名单中没有“%1”这一列；可用的列有账号、姓名、分组和密码。</translation>
        </message>
        <message>
            <source>"%1" is there twice.</source>
            <translation>“%1”出现了两次。</translation>
        </message>
        <message>
            <source>No column holds the names of the accounts.</source>
            <translation>没有账号这一列。</translation>
        </message>
        <message>
            <source>There are %1 values; a roster has at most four columns.</source>
            <translation>有 %1 个值，而名单最多四列。</translation>
        </message>
        <message>
            <source>"%1" cannot be the name of an account. %2</source>
            <translation>“%1”不能用作账号。%2</translation>
        </message>
        <message>
            <source>The name for people holds a control character.</source>
            <translation>姓名中含有控制字符。</translation>
        </message>
        <message>
            <source>The password of %1 has fewer than 8 characters, or far too many.</source>
            <translation>%1 的密码少于 8 个字符，或者过长。</translation>
        </message>
        <message>
            <source>%1 is in line %2, too.</source>
            <translation>%1 在第 %2 行也出现了。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RosterPanel</name>
        <message>
            <source>Import</source>
            <translation>导入</translation>
        </message>
        <message>
            <source>Save the passwords …</source>
            <translation>保存密码…</translation>
        </message>
        <message>
            <source>Import a roster</source>
            <translation>导入名单</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>What will change</source>
            <translation>将有哪些变化</translation>
        </message>
        <message>
            <source>New people may receive and hand in</source>
            <translation>新账号可以接收和上交</translation>
        </message>
        <message>
            <source>Save the passwords</source>
            <translation>保存密码</translation>
        </message>
        <message>
            <source>CSV files (*.csv)</source>
            <translation>CSV 文件 (*.csv)</translation>
        </message>
        <message>
            <source>Reading the file …</source>
            <translation>正在读取文件…</translation>
        </message>
        <message>
            <source>new group %1</source>
            <translation>新小组 %1</translation>
        </message>
        <message>
            <source>new account %1</source>
            <translation>新账号 %1</translation>
        </message>
        <message>
            <source>joins %1</source>
            <translation>加入 %1</translation>
        </message>
        <message>
            <source>leaves %1</source>
            <translation>离开 %1</translation>
        </message>
        <message>
            <source>is called %1</source>
            <translation>姓名改为 %1</translation>
        </message>
        <message>
            <source>%1 · leaves %2</source>
            <translation>%1 · 离开 %2</translation>
        </message>
        <message>
            <source>Everything in the file is already so.</source>
            <translation>文件中的内容已全部生效。</translation>
        </message>
        <message>
            <source>%1 new, %2 changed. Passwords of accounts that are there stay as they are.</source>
            <translation>新增 %1 个，更改 %2 个。已有账号的密码保持不变。</translation>
        </message>
        <message>
            <source>Importing. Each new account takes a moment …</source>
            <translation>正在导入，每个新账号需要一点时间…</translation>
        </message>
        <message>
            <source>%1 added, %2 changed.</source>
            <translation>已新增 %1 个，更改 %2 个。</translation>
        </message>
        <message>
            <source>Save the passwords now: they are not kept, and are shown only this once.</source>
            <translation>请现在保存密码：不会保留，只显示这一次。</translation>
        </message>
        <message>
            <source>The passwords are in %1. Hand them out, then delete the file.</source>
            <translation>密码在 %1 中。分发之后请删除该文件。</translation>
        </message>
        <message>
            <source>A CSV file, as a spreadsheet saves it, with the columns account, name, groups and password in its first line. Only account is needed; several groups in a cell are separated by semicolons; where there is no password one is made up.</source>
            <translation>由电子表格另存的 CSV 文件，第一行是列名：账号、姓名、分组、密码。只有账号是必需的；一格里的多个分组用分号隔开；没有密码时自动生成。</translation>
        </message>
        <message>
            <source>Choose another file …</source>
            <translation>选择其他文件…</translation>
        </message>
        <message>
            <source>The new passwords are not saved. Close it again if nobody needs them.</source>
            <translation>新密码还没有保存。如果不需要，请再按一次关闭。</translation>
        </message>
        <message>
            <source>What new people may do</source>
            <translation>新成员的权限</translation>
        </message>
        <message>
            <source>New people may chat, receive and hand in</source>
            <translation>新成员可以聊天、接收和上交</translation>
        </message>
        <message>
            <source>New people may chat and keep files, too</source>
            <translation>新成员还可以聊天和存放文件</translation>
        </message>
        <message>
            <source>Choose a roster</source>
            <translation>选择名单</translation>
        </message>
        <message>
            <source>CSV files (*.csv *.txt);;All files (*)</source>
            <translation>CSV 文件 (*.csv *.txt);;所有文件 (*)</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RunPanel</name>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>再次运行</translation>
        </message>
        <message>
            <source>Copy all output</source>
            <translation>复制全部输出</translation>
        </message>
        <message>
            <source>Save the output…</source>
            <translation>保存输出…</translation>
        </message>
        <message>
            <source>Search (Ctrl+F)</source>
            <translation>查找（Ctrl+F）</translation>
        </message>
        <message>
            <source>Change the command and run it</source>
            <translation>修改命令后运行</translation>
        </message>
        <message>
            <source>Search in the output</source>
            <translation>在输出中查找</translation>
        </message>
        <message>
            <source>Previous match (Shift+Enter)</source>
            <translation>上一个（Shift+Enter）</translation>
        </message>
        <message>
            <source>Next match (Enter)</source>
            <translation>下一个（Enter）</translation>
        </message>
        <message>
            <source>Close search</source>
            <translation>关闭查找</translation>
        </message>
        <message>
            <source>A line for the command's input</source>
            <translation>给命令的一行输入</translation>
        </message>
        <message>
            <source>Send line</source>
            <translation>发送此行</translation>
        </message>
        <message>
            <source>End input</source>
            <translation>结束输入</translation>
        </message>
        <message>
            <source>Tells the command that nothing more will come, as Ctrl+D does in a terminal</source>
            <translation>告诉命令不会再有输入，如同终端中的 Ctrl+D</translation>
        </message>
        <message>
            <source>%1 of output</source>
            <translation>%1 输出</translation>
        </message>
        <message>
            <source>in the shell</source>
            <translation>在 shell 中</translation>
        </message>
        <message>
            <source>in %1</source>
            <translation>在 %1</translation>
        </message>
        <message>
            <source>End it now</source>
            <translation>立即结束</translation>
        </message>
        <message>
            <source>Ends the command and everything it has started, whether they want or not</source>
            <translation>强制结束命令及其启动的一切</translation>
        </message>
        <message>
            <source>Interrupts the command, as Ctrl+C does in a terminal</source>
            <translation>中断命令，如同终端中的 Ctrl+C</translation>
        </message>
        <message>
            <source>%L1 earlier lines were dropped: the newest %L2 are kept.</source>
            <translation>更早的 %L1 行已丢弃：保留最新的 %L2 行。</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>没有找到</translation>
        </message>
        <message numerus="yes">
            <source>in %n line(s)</source>
            <translation>
                <numerusform>在 %n 行中</numerusform>
            </translation>
        </message>
        <message>
            <source>Save output</source>
            <translation>保存输出</translation>
        </message>
        <message>
            <source>output.txt</source>
            <translation>output.txt</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>已保存为 %1。</translation>
        </message>
        <message>
            <source>The output could not be saved there. Choose another folder.</source>
            <translation>无法保存到那里。请换一个文件夹。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RunPicture</name>
        <message>
            <source>Connection</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Calls of this run</source>
            <translation>这次运行的调用</translation>
        </message>
        <message>
            <source>Ladder</source>
            <translation>梯形图</translation>
        </message>
        <message>
            <source>Calls</source>
            <translation>调用记录</translation>
        </message>
        <message>
            <source>All connections</source>
            <translation>所有连接</translation>
        </message>
        <message>
            <source>%1: %2 → %3</source>
            <translation>%1：%2 → %3</translation>
        </message>
        <message>
            <source>The first %1 calls are shown; %2 more were made.</source>
            <translation>显示了前 %1 次调用；另外还有 %2 次。</translation>
        </message>
        <message>
            <source>Each call of the run becomes a row here, in words.</source>
            <translation>这次运行的每个调用在这里占一行，用文字说明。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RunView</name>
        <message>
            <source>Show on the wire</source>
            <translation>在线路上查看</translation>
        </message>
        <message>
            <source>Send line</source>
            <translation>发送此行</translation>
        </message>
        <message>
            <source>Nothing has been said yet.</source>
            <translation>还没有人说话。</translation>
        </message>
        <message>
            <source>A line to send</source>
            <translation>要发送的一行</translation>
        </message>
        <message>
            <source>Who said what</source>
            <translation>谁说了什么</translation>
        </message>
        <message>
            <source>Call by call</source>
            <translation>逐次调用</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Client %1</source>
            <translation>客户端 %1</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>(nothing)</source>
            <translation>（没有内容）</translation>
        </message>
        <message>
            <source>This server</source>
            <translation>本服务器</translation>
        </message>
        <message>
            <source>This client</source>
            <translation>本客户端</translation>
        </message>
        <message numerus="yes">
            <source>%n byte(s)</source>
            <translation>
                <numerusform>%n 字节</numerusform>
            </translation>
        </message>
        <message>
            <source>Problem</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>ready for datagrams at %1</source>
            <translation>在 %1 等待数据报</translation>
        </message>
        <message>
            <source>connected with %1</source>
            <translation>已与 %1 连接</translation>
        </message>
        <message>
            <source>the connection has ended</source>
            <translation>连接已结束</translation>
        </message>
        <message>
            <source>problem: %1</source>
            <translation>问题：%1</translation>
        </message>
        <message>
            <source>Listening at %1</source>
            <translation>正在 %1 监听</translation>
        </message>
        <message>
            <source>Talking to %1</source>
            <translation>正在与 %1 对话</translation>
        </message>
        <message>
            <source>Ended with a problem</source>
            <translation>因问题而结束</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Every send and recv of its newest connection, on the Wire page</source>
            <translation>在线路页上查看最新连接的每次 send 和 recv</translation>
        </message>
        <message>
            <source>Nothing has been sent or received yet.</source>
            <translation>还没有发送或接收任何内容。</translation>
        </message>
        <message>
            <source>Start a server there</source>
            <translation>在那里启动服务器</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) kept until they are asked for</source>
            <translation>
                <numerusform>%n 行留着，等到需要时再用</numerusform>
            </translation>
        </message>
        <message>
            <source>Your turn: a line is waited for.</source>
            <translation>轮到你了：正在等你输入一行。</translation>
        </message>
        <message>
            <source>Nobody waits for a line now; what you type is kept until it is asked for.</source>
            <translation>现在没有人等你输入；输入的内容会留着，等到需要时再用。</translation>
        </message>
        <message>
            <source>Type a line</source>
            <translation>输入一行</translation>
        </message>
        <message numerus="yes">
            <source>%n event(s) left out: they came faster than they can be shown</source>
            <translation>
                <numerusform>略去了 %n 个事件：它们来得太快，来不及显示</numerusform>
            </translation>
        </message>
        <message>
            <source>Send a client away …</source>
            <translation>断开一个客户端…</translation>
        </message>
        <message>
            <source>Client %1, %2</source>
            <comment>its number and its address</comment>
            <translation>客户端 %1，%2</translation>
        </message>
        <message>
            <source>%1 – silent</source>
            <comment>a client</comment>
            <translation>%1 – 没有动静</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>a client, and what it does not do</comment>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>No client is connected.</source>
            <translation>没有客户端连接着。</translation>
        </message>
        <message>
            <source>Send a client away: its connection ends</source>
            <translation>断开一个客户端：它的连接随即结束</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RunsModel</name>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>You predicted</source>
            <translation>你的预测</translation>
        </message>
        <message>
            <source>It showed</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>数字</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::RunsTable</name>
        <message>
            <source>Earlier runs</source>
            <translation>以前的运行</translation>
        </message>
        <message>
            <source>Each run becomes a row here: what was set, what was predicted, what it showed.</source>
            <translation>每次运行在这里占一行：设置了什么，预测了什么，结果是什么。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::SavedList</name>
        <message>
            <source>Saved</source>
            <translation>已保存</translation>
        </message>
        <message>
            <source>Servers that you have been connected to appear here. Passwords are never kept.</source>
            <translation>连接过的服务器会显示在这里。密码从不保存。</translation>
        </message>
        <message>
            <source>stays signed in</source>
            <translation>保持登录</translation>
        </message>
        <message>
            <source>Connects without asking for the password</source>
            <translation>连接时不再询问密码</translation>
        </message>
        <message>
            <source>What to forget of %1</source>
            <translation>选择忘记 %1 的什么</translation>
        </message>
        <message>
            <source>Forget the sign-in</source>
            <translation>忘记登录</translation>
        </message>
        <message>
            <source>Forget this server and the sign-in</source>
            <translation>忘记此服务器和登录</translation>
        </message>
        <message>
            <source>Forget this server</source>
            <translation>忘记此服务器</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ScriptCallsModel</name>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>行</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>调用</translation>
        </message>
        <message>
            <source>What came of it</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Process %1, thread %2, descriptor %3</source>
            <translation>进程 %1，线程 %2，描述符 %3</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ScriptDialog</name>
        <message>
            <source>Python for the other end</source>
            <translation>另一端的 Python 程序</translation>
        </message>
        <message>
            <source>As server</source>
            <translation>作为服务器</translation>
        </message>
        <message>
            <source>As client</source>
            <translation>作为客户端</translation>
        </message>
        <message>
            <source>The program</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Save as …</source>
            <translation>另存为…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Copied. Paste it into a file and run it with python3.</source>
            <translation>已复制。粘贴到文件里，用 python3 运行。</translation>
        </message>
        <message>
            <source>Start the server here first, then run this program: it connects to it. Change it and see what changes on the wire.</source>
            <translation>先在这里启动服务器，再运行这段程序：它会连接过来。改一改，看看线路上有什么变化。</translation>
        </message>
        <message>
            <source>Run this program first, then start the client here: it connects to it. Change it and see what changes on the wire.</source>
            <translation>先运行这段程序，再在这里启动客户端：它会连接过去。改一改，看看线路上有什么变化。</translation>
        </message>
        <message>
            <source>Python (*.py)</source>
            <translation>Python (*.py)</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>已保存为 %1。</translation>
        </message>
        <message>
            <source>%1 could not be written: %2. Choose another folder.</source>
            <translation>无法写入 %1：%2。请选择其他文件夹。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ScriptPanel</name>
        <message>
            <source>Arguments</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>What the program finds in sys.argv, separated by spaces; “in quotes” where one has spaces.</source>
            <translation>程序在 sys.argv 里看到的内容，用空格分隔；含空格的要加引号。</translation>
        </message>
        <message>
            <source>What the program says</source>
            <translation>程序的输出</translation>
        </message>
        <message>
            <source>A line for input()</source>
            <translation>给 input() 的一行</translation>
        </message>
        <message>
            <source>A line for the program's standard input</source>
            <translation>给程序标准输入的一行</translation>
        </message>
        <message>
            <source>End the input (Ctrl+D)</source>
            <translation>结束输入（Ctrl+D）</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>正在运行</translation>
        </message>
        <message>
            <source>Stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>Ended by signal %1</source>
            <translation>被信号 %1 结束</translation>
        </message>
        <message>
            <source>Ended with status %1</source>
            <translation>已结束，状态 %1</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ScriptShelf</name>
        <message>
            <source>Run my script</source>
            <translation>运行我的脚本</translation>
        </message>
        <message>
            <source>See every socket call of your own program</source>
            <translation>看见你自己程序的每一次套接字调用</translation>
        </message>
        <message>
            <source>Choose a Python file, or drop one here. It runs as it always does; beside it you see what each send gave to the system, what each recv returned, and which line it was.</source>
            <translation>选择一个 Python 文件，或把它拖到这里。它照常运行；旁边会显示每次 send 交给系统多少、每次 recv 返回了什么，以及是哪一行。</translation>
        </message>
        <message>
            <source>Choose a Python file</source>
            <translation>选择 Python 文件</translation>
        </message>
        <message>
            <source>Open two examples</source>
            <translation>打开两个示例</translation>
        </message>
        <message>
            <source>Python (*.py)</source>
            <translation>Python (*.py)</translation>
        </message>
        <message>
            <source>The programs</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>Put a relay in between</source>
            <translation>在中间放一个中继</translation>
        </message>
        <message>
            <source>Starts a relay to the port at which your program listens. On the Wire page it can slow down, cut and disturb what passes.</source>
            <translation>启动一个通向你的程序监听端口的中继。在“线路”页上，它可以放慢、切断和干扰经过的内容。</translation>
        </message>
        <message>
            <source>What all this is</source>
            <translation>这些是什么</translation>
        </message>
        <message>
            <source>Calls</source>
            <translation>调用记录</translation>
        </message>
        <message>
            <source>Ladder</source>
            <translation>梯形图</translation>
        </message>
        <message>
            <source>Eight programs are open. Close one of them first.</source>
            <translation>已经打开了八个程序。先关闭其中一个。</translation>
        </message>
        <message>
            <source>Close this program</source>
            <translation>关闭这个程序</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) of the program were no reports of calls, and are left out. The last one: %1</source>
            <translation>
                <numerusform>程序有 %n 行不是调用报告，已略去。最后一行：%1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n call(s)</source>
            <translation>
                <numerusform>%n 次调用</numerusform>
            </translation>
        </message>
        <message>
            <source>A relay listens at %1. Give that port to your client: what passes is shown on the Wire page, and can be disturbed there.</source>
            <translation>中继正在 %1 监听。把这个端口给你的客户端：经过的内容显示在“线路”页上，也可以在那里干扰。</translation>
        </message>
        <message>
            <source>Show the Wire page</source>
            <translation>显示“线路”页</translation>
        </message>
        <message>
            <source>Open this Python file</source>
            <translation>打开这个 Python 文件</translation>
        </message>
    </context>
    <context>
        <name>Security</name>
        <message>
            <source>This is not a fingerprint. It has 13 groups of four letters and digits, such as ABCD-2345-…</source>
            <translation>这不是指纹。指纹有 13 组，每组四个字母或数字，如 ABCD-2345-…</translation>
        </message>
        <message>
            <source>The key could not be made.</source>
            <translation>无法生成密钥。</translation>
        </message>
        <message>
            <source>The file identity.pem holds no usable key and certificate. Restore it from a copy, or remove it: a new key is made, and everybody has to trust it anew.</source>
            <translation>文件 identity.pem 中没有可用的密钥和证书。请从备份恢复，或删除它：会生成新密钥，所有人都需要重新信任。</translation>
        </message>
        <message>
            <source>This is not the name or address of a computer.</source>
            <translation>这不是电脑的名称或地址。</translation>
        </message>
        <message>
            <source>The other side sent a sign-in message that makes no sense.</source>
            <translation>对方发来的登录消息没有意义。</translation>
        </message>
        <message>
            <source>The sign-in took its steps in the wrong order.</source>
            <translation>登录步骤的顺序不对。</translation>
        </message>
        <message>
            <source>The name or password holds characters that cannot be typed.</source>
            <translation>名称或密码包含无法输入的字符。</translation>
        </message>
        <message>
            <source>The sign-in is not bound to this encrypted connection; somebody may be in between.</source>
            <translation>登录没有绑定到此加密连接；可能有人在中间。</translation>
        </message>
        <message>
            <source>The sign-in asks to be bound to an encrypted connection, but this one is not encrypted.</source>
            <translation>登录要求绑定到加密连接，但此连接没有加密。</translation>
        </message>
        <message>
            <source>The sign-in belongs to another connection; somebody may be in between.</source>
            <translation>登录属于另一个连接；可能有人在中间。</translation>
        </message>
        <message>
            <source>The server asks for a password proof of %1 rounds; between %2 and %3 are safe. Nothing was sent.</source>
            <translation>服务器要求 %1 轮的密码证明；安全范围是 %2 到 %3。没有发送任何内容。</translation>
        </message>
        <message>
            <source>“%1” is not a folder.</source>
            <translation>“%1”不是文件夹。</translation>
        </message>
        <message>
            <source>The folder “%1” belongs to another user of this computer. Use a folder of your own.</source>
            <translation>文件夹“%1”属于本机的另一个用户。请使用自己的文件夹。</translation>
        </message>
        <message>
            <source>Other users of this computer can open the folder “%1”, which holds secret keys. If only you have used it, run chmod 700 on it.</source>
            <translation>本机的其他用户可以打开文件夹“%1”，其中有密钥。如果只有你用过它，请运行 chmod 700。</translation>
        </message>
        <message>
            <source>“%1” is a link, which is not safe for a secret key.</source>
            <translation>“%1”是链接，用来存放密钥不安全。</translation>
        </message>
        <message>
            <source>“%1” is not a file.</source>
            <translation>“%1”不是文件。</translation>
        </message>
        <message>
            <source>“%1” belongs to another user of this computer.</source>
            <translation>“%1”属于本机的另一个用户。</translation>
        </message>
        <message>
            <source>Other users of this computer can read “%1”, which holds a secret key. If you are sure that nobody has, run chmod 600 on it; otherwise remove it, and a new one is made.</source>
            <translation>本机的其他用户可以读取“%1”，其中有密钥。如果确定没有人读过，请运行 chmod 600；否则请删除它，会生成新的。</translation>
        </message>
        <message>
            <source>“%1” is too large.</source>
            <translation>“%1”太大。</translation>
        </message>
        <message>
            <source>A sign-in can be kept for a user of a server that has a name or an address.</source>
            <translation>只能为有名称或地址的服务器上的用户保存登录。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::SeriesPlots</name>
        <message>
            <source>The kernel's numbers</source>
            <translation>内核的数值</translation>
        </message>
        <message>
            <source>The kernel's numbers are not available here.</source>
            <translation>此处没有内核的数值。</translation>
        </message>
        <message>
            <source>not available here</source>
            <translation>此处没有</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ServerPage</name>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>No server is running in this window</source>
            <translation>此窗口没有运行服务器</translation>
        </message>
        <message>
            <source>Start one to let people of your choice chat, run commands and keep files on this computer. At first only this computer can reach it; you decide when others can.</source>
            <translation>启动服务器，让你选定的人在本机聊天、运行命令、存放文件。起初只有本机能访问；何时允许其他电脑由你决定。</translation>
        </message>
        <message>
            <source>Start the server</source>
            <translation>启动服务器</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>What has happened</source>
            <translation>发生过什么</translation>
        </message>
        <message>
            <source>Stop the server</source>
            <translation>停止服务器</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Addresses</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Fingerprint</source>
            <translation>指纹</translation>
        </message>
        <message>
            <source>Let other computers connect</source>
            <translation>允许其他电脑连接</translation>
        </message>
        <message>
            <source>Everybody who can reach this computer may then try to sign in; only your accounts get in, over TLS, and they compare the fingerprint above.</source>
            <translation>此后，能访问本机的任何人都可以尝试登录；只有你的账户能通过 TLS 登录，他们会核对上面的指纹。</translation>
        </message>
        <message>
            <source>Add account</source>
            <translation>添加账户</translation>
        </message>
        <message>
            <source>There are no accounts yet</source>
            <translation>还没有账户</translation>
        </message>
        <message>
            <source>Add one for everybody who is to use this server. Only then can other computers connect.</source>
            <translation>为每个要使用此服务器的人添加账户。之后其他电脑才能连接。</translation>
        </message>
        <message>
            <source>The account %1 is there. Tell them its password.</source>
            <translation>账户 %1 已创建。请把密码告诉对方。</translation>
        </message>
        <message>
            <source>%1 is changed, also where they are signed in now.</source>
            <translation>%1 已更改，对正在进行的登录也立即生效。</translation>
        </message>
        <message>
            <source>The account %1 is removed.</source>
            <translation>账户 %1 已删除。</translation>
        </message>
        <message>
            <source>The server is running</source>
            <translation>服务器正在运行</translation>
        </message>
        <message numerus="yes">
            <source>The server is running, %n connection(s)</source>
            <translation>
                <numerusform>服务器正在运行，%n 个连接</numerusform>
            </translation>
        </message>
        <message>
            <source>Add an account first.</source>
            <translation>请先添加账户。</translation>
        </message>
        <message>
            <source>Connections</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Send a message …</source>
            <translation>发消息…</translation>
        </message>
        <message>
            <source>Disconnect</source>
            <translation>断开</translation>
        </message>
        <message>
            <source>Nobody is connected</source>
            <translation>没有人连接</translation>
        </message>
        <message>
            <source>Tell people an address and the fingerprint above. Everybody who connects appears here.</source>
            <translation>把上面的地址和指纹告诉大家。连接的人会出现在这里。</translation>
        </message>
        <message>
            <source>Import a roster …</source>
            <translation>导入名单…</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::ServingChart</name>
        <message>
            <source>Clients over time</source>
            <translation>客户端随时间的情况</translation>
        </message>
        <message>
            <source>process %1</source>
            <translation>进程 %1</translation>
        </message>
        <message>
            <source>thread %1</source>
            <translation>线程 %1</translation>
        </message>
        <message>
            <source>Client %1 (slow)</source>
            <translation>客户端 %1（慢）</translation>
        </message>
        <message>
            <source>Client %1</source>
            <translation>客户端 %1</translation>
        </message>
        <message>
            <source>connected in %1</source>
            <translation>%1 内连上</translation>
        </message>
        <message>
            <source>waited %1 in the backlog</source>
            <translation>在积压队列里等了 %1</translation>
        </message>
        <message>
            <source>waits in the backlog for %1</source>
            <translation>已在积压队列里等了 %1</translation>
        </message>
        <message>
            <source>setup by process %1, thread %2</source>
            <translation>由进程 %1、线程 %2 建立</translation>
        </message>
        <message>
            <source>handled and finished after %1</source>
            <translation>处理并在 %1 后结束</translation>
        </message>
        <message>
            <source>is being handled</source>
            <translation>正在处理</translation>
        </message>
        <message>
            <source>turned away</source>
            <translation>被拒之门外</translation>
        </message>
        <message>
            <source>turned away: %1</source>
            <translation>被拒之门外：%1</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>connecting</source>
            <translation>正在连接</translation>
        </message>
        <message>
            <source>in the backlog</source>
            <translation>在积压队列里</translation>
        </message>
        <message>
            <source>being served</source>
            <translation>正被服务</translation>
        </message>
        <message>
            <source>%1 slow</source>
            <translation>%1 慢</translation>
        </message>
        <message>
            <source>Each client becomes a bar over time.</source>
            <translation>每个客户端会成为时间上的一条。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::SessionBar</name>
        <message>
            <source>Try now</source>
            <translation>立即重试</translation>
        </message>
        <message>
            <source>Switch server</source>
            <translation>切换服务器</translation>
        </message>
        <message>
            <source>Round trip: how long a frame takes there and back</source>
            <translation>往返时间：一个帧来回需要多久</translation>
        </message>
        <message>
            <source>Not connected</source>
            <translation>未连接</translation>
        </message>
        <message>
            <source>Connecting to %1 …</source>
            <translation>正在连接 %1 …</translation>
        </message>
        <message>
            <source>Signing in at %1 …</source>
            <translation>正在登录 %1 …</translation>
        </message>
        <message>
            <source>%1: compare its fingerprint</source>
            <translation>%1：请核对指纹</translation>
        </message>
        <message>
            <source>%1: its key has changed</source>
            <translation>%1：密钥已改变</translation>
        </message>
        <message>
            <source>%1 at %2</source>
            <translation>%1，在 %2</translation>
        </message>
        <message>
            <source>%1: not connected</source>
            <translation>%1：未连接</translation>
        </message>
        <message>
            <source>Trusted, encrypted</source>
            <translation>可信，已加密</translation>
        </message>
        <message>
            <source>Encrypted</source>
            <translation>已加密</translation>
        </message>
        <message>
            <source>Not encrypted</source>
            <translation>未加密</translation>
        </message>
        <message>
            <source>Key of the server: %1</source>
            <translation>服务器密钥：%1</translation>
        </message>
        <message>
            <source>TLS 1.3. %1</source>
            <translation>TLS 1.3。%1</translation>
        </message>
        <message>
            <source>Everybody on the way can read this connection.</source>
            <translation>途中的任何人都能读到此连接。</translation>
        </message>
        <message>
            <source>%1: connection lost, trying again in %2 s</source>
            <translation>%1：连接已断开，%2 秒后重试</translation>
        </message>
        <message>
            <source>Another server …</source>
            <translation>其他服务器 …</translation>
        </message>
        <message>
            <source>Disconnect</source>
            <translation>断开</translation>
        </message>
        <message>
            <source>Sign in as someone else …</source>
            <translation>以其他人身份登录…</translation>
        </message>
        <message>
            <source>Disconnect and forget the sign-in</source>
            <translation>断开连接并忘记登录</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::SignInForm</name>
        <message>
            <source>Connect</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Sign in to a server</source>
            <translation>登录服务器</translation>
        </message>
        <message>
            <source>lab-pc, 192.168.1.20 or [fe80::1]:7160</source>
            <translation>lab-pc、192.168.1.20 或 [fe80::1]:7160</translation>
        </message>
        <message>
            <source>Show the password</source>
            <translation>显示密码</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>User</source>
            <translation>用户</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>密码</translation>
        </message>
        <message>
            <source>You are connected, but the sign-in of %1 is not kept.</source>
            <translation>已连接，但没能保存 %1 的登录。</translation>
        </message>
        <message>
            <source>The sign-in of %1 could not be forgotten.</source>
            <translation>没能忘记 %1 的登录。</translation>
        </message>
        <message>
            <source>Stay signed in on this computer</source>
            <translation>在这台电脑上保持登录</translation>
        </message>
        <message>
            <source>Forget the sign-in</source>
            <translation>忘记登录</translation>
        </message>
        <message>
            <source>The sign-in is kept on this computer.</source>
            <translation>登录已保存在这台电脑上。</translation>
        </message>
        <message>
            <source>Enter the server's name or address, with its port if it is not 7160.</source>
            <translation>请输入服务器的名称或地址，端口不是 7160 时请加上端口。</translation>
        </message>
        <message>
            <source>Enter the name of your account on that server.</source>
            <translation>请输入你在该服务器上的账户名。</translation>
        </message>
        <message>
            <source>Enter the name of your account at %1, and its password.</source>
            <translation>请输入你在 %1 上的账户名和密码。</translation>
        </message>
        <message>
            <source>Enter the password of %1.</source>
            <translation>请输入 %1 的密码。</translation>
        </message>
        <message>
            <source>You are connected as %1 already.</source>
            <translation>你已经以 %1 的身份连接。</translation>
        </message>
        <message>
            <source>Press Enter to connect as %1. The connection to %2 ends then.</source>
            <translation>按回车以 %1 的身份连接，与 %2 的连接随之结束。</translation>
        </message>
        <message>
            <source>Not needed: signed in on this computer</source>
            <translation>不需要：已在这台电脑上登录</translation>
        </message>
        <message>
            <source>Whoever can read your files on this computer can then sign in as you. The password itself is not kept.</source>
            <translation>能读取你在这台电脑上的文件的人，就能以你的身份登录。密码本身不会保存。</translation>
        </message>
        <message>
            <source>A sign-in can be kept for a server that has a name or an address, not for a socket on this computer.</source>
            <translation>只能为有名称或地址的服务器保存登录，不能为本机的套接字保存。</translation>
        </message>
        <message>
            <source>The password of %1 has been changed: enter the new one. The old sign-in could not be forgotten.</source>
            <translation>%1 的密码已更改：请输入新密码。旧的登录没能删除。</translation>
        </message>
        <message>
            <source>The password of %1 has been changed since you signed in on this computer. Enter the new one: the old sign-in is forgotten.</source>
            <translation>你在这台电脑上登录之后，%1 的密码已更改。请输入新密码：旧的登录已删除。</translation>
        </message>
        <message>
            <source>The sign-ins kept on this computer are not used now. Enter the password of %1.</source>
            <translation>现在不使用保存在这台电脑上的登录。请输入 %1 的密码。</translation>
        </message>
        <message>
            <source>%1 %2 The file is in %3.</source>
            <translation>%1 %2 文件在 %3。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::SocketCard</name>
        <message>
            <source>%1 → %2 (s%3)</source>
            <translation>%1 → %2（s%3）</translation>
        </message>
        <message>
            <source>no name</source>
            <translation>没有名字</translation>
        </message>
        <message>
            <source>no address yet</source>
            <translation>还没有地址</translation>
        </message>
        <message numerus="yes">
            <source>%n wait(s) to be accepted</source>
            <translation>
                <numerusform>%n 个等待接受</numerusform>
            </translation>
        </message>
        <message>
            <source>in %1</source>
            <translation>收 %1</translation>
        </message>
        <message>
            <source>out %1</source>
            <translation>发 %1</translation>
        </message>
        <message>
            <source>rtt %1</source>
            <translation>往返 %1</translation>
        </message>
        <message>
            <source>does not block</source>
            <translation>不阻塞</translation>
        </message>
        <message>
            <source>Take it off the workbench</source>
            <translation>从工作台拿走</translation>
        </message>
        <message>
            <source>Interrupt</source>
            <translation>中断</translation>
        </message>
        <message>
            <source>Sends its thread a signal: the call returns EINTR.</source>
            <translation>给它的线程发一个信号：调用返回 EINTR。</translation>
        </message>
        <message>
            <source>%1 blocked since %2 s</source>
            <translation>%1 已阻塞 %2 秒</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::SourceView</name>
        <message>
            <source>The program's text</source>
            <translation>程序文本</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::StreamBar</name>
        <message>
            <source>Stream</source>
            <translation>流</translation>
        </message>
        <message>
            <source>Relay</source>
            <translation>中继</translation>
        </message>
        <message>
            <source>Session</source>
            <translation>会话</translation>
        </message>
        <message>
            <source>%1 (over)</source>
            <translation>%1（已结束）</translation>
        </message>
        <message>
            <source>All streams</source>
            <translation>所有流</translation>
        </message>
        <message>
            <source>Framing: %1</source>
            <translation>分帧：%1</translation>
        </message>
        <message>
            <source>Transom's own</source>
            <translation>Transom 自己的</translation>
        </message>
        <message>
            <source>Known: these are the frames of a session of this program.</source>
            <translation>已知：这些是本程序会话的帧。</translation>
        </message>
        <message>
            <source>Datagrams</source>
            <translation>数据报</translation>
        </message>
        <message>
            <source>Framing, guessed: %1</source>
            <translation>分帧（猜测）：%1</translation>
        </message>
        <message>
            <source>Each datagram is a message: UDP keeps their borders.</source>
            <translation>每个数据报就是一条消息：UDP 保留它们的边界。</translation>
        </message>
        <message>
            <source>Chosen by you.</source>
            <translation>由你选择。</translation>
        </message>
        <message>
            <source>Another choice reaches the first megabyte only.</source>
            <translation>改选只影响最初的一兆字节。</translation>
        </message>
        <message>
            <source>Lab</source>
            <translation>实验室</translation>
        </message>
        <message>
            <source>as in the file</source>
            <translation>如文件所记</translation>
        </message>
    </context>
    <context>
        <name>transom::transport::TcpStream</name>
        <message>
            <source>The connection ended before it could be served.</source>
            <translation>还没来得及处理，连接就结束了。</translation>
        </message>
    </context>
    <context>
        <name>transom::transport::TlsStream</name>
        <message>
            <source>The connection ended before it could be served.</source>
            <translation>还没来得及处理，连接就结束了。</translation>
        </message>
        <message>
            <source>%1 speaks HTTP; this port serves Transom only. Connect to it with Transom.</source>
            <translation>%1 使用 HTTP；此端口只供 Transom 使用。请用 Transom 连接。</translation>
        </message>
        <message>
            <source>%1 does not speak TLS; this port serves Transom only. Connect to it with Transom.</source>
            <translation>%1 不使用 TLS；此端口只供 Transom 使用。请用 Transom 连接。</translation>
        </message>
        <message>
            <source>%1 speaks TLS, but not Transom's protocol. Connect to this port with Transom.</source>
            <translation>%1 支持 TLS，但不支持 Transom 协议。请用 Transom 连接此端口。</translation>
        </message>
        <message>
            <source>%1 speaks TLS, but is no Transom server. Check the address and the port.</source>
            <translation>%1 支持 TLS，但不是 Transom 服务器。请检查地址和端口。</translation>
        </message>
        <message>
            <source>%1 showed no certificate, so it cannot be recognised. Do not trust it.</source>
            <translation>%1 没有出示证书，因此无法识别。不要信任它。</translation>
        </message>
        <message>
            <source>%1 left before the connection was encrypted.</source>
            <translation>%1 在加密完成之前离开了。</translation>
        </message>
        <message>
            <source>%1 ended the connection before it was encrypted. It may be busy, or no Transom server: check the port, or try again in a moment.</source>
            <translation>%1 在加密完成之前结束了连接。它可能繁忙，或不是 Transom 服务器：请检查端口，或稍后再试。</translation>
        </message>
        <message>
            <source>%1 could not agree with this server on encryption (TLS 1.3). Update Transom on that computer.</source>
            <translation>%1 无法与此服务器就加密方式（TLS 1.3）达成一致。请升级那台电脑上的 Transom。</translation>
        </message>
        <message>
            <source>%1 does not speak Transom's encryption (TLS 1.3). Check the port, and that a Transom server listens there.</source>
            <translation>%1 不支持 Transom 的加密（TLS 1.3）。请检查端口，以及那里是否有 Transom 服务器在监听。</translation>
        </message>
        <message>
            <source>%1 connected, but did not begin an encrypted session within %2 s.</source>
            <translation>%1 已连接，但在 %2 秒内没有开始加密会话。</translation>
        </message>
        <message>
            <source>%1 accepted the connection, but did not answer in TLS within %2 s. Check the port, and that a Transom server listens there.</source>
            <translation>%1 接受了连接，但在 %2 秒内没有以 TLS 回应。请检查端口，以及那里是否有 Transom 服务器在监听。</translation>
        </message>
        <message>
            <source>%1 changes its encryption keys without end, so the connection was closed. Update the program on that computer.</source>
            <translation>%1 没完没了地更换加密密钥，连接已被关闭。请更新那台电脑上的程序。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TransferDelegate</name>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Keep both</source>
            <translation>两者都保留</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Take it off the list</source>
            <translation>从列表移除</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>to %1</source>
            <translation>到 %1</translation>
        </message>
        <message>
            <source>Overwrite</source>
            <translation>覆盖</translation>
        </message>
        <message>
            <source>to your home on the server</source>
            <translation>到你在服务器上的主目录</translation>
        </message>
        <message>
            <source>Open the folder it comes from</source>
            <translation>打开来源文件夹</translation>
        </message>
        <message>
            <source>Transfer it again</source>
            <translation>再传一次</translation>
        </message>
        <message>
            <source>Copy the error</source>
            <translation>复制错误信息</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详细信息</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TransferDetails</name>
        <message>
            <source>ask</source>
            <translation>询问</translation>
        </message>
        <message>
            <source>overwrite</source>
            <translation>覆盖</translation>
        </message>
        <message>
            <source>keep both</source>
            <translation>两个都保留</translation>
        </message>
        <message>
            <source>skip</source>
            <translation>跳过</translation>
        </message>
        <message>
            <source>overwrite if newer</source>
            <translation>较新时覆盖</translation>
        </message>
        <message>
            <source>replace what differs</source>
            <translation>替换不同的文件</translation>
        </message>
        <message>
            <source>stop with an error</source>
            <translation>报错并停止</translation>
        </message>
        <message>
            <source>Copy all of it</source>
            <translation>全部复制</translation>
        </message>
        <message>
            <source>Close the details</source>
            <translation>关闭详细信息</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>以及另外 %n 项</numerusform>
            </translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>From</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>To</source>
            <translation>目标</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>用时</translation>
        </message>
        <message>
            <source>Mean speed</source>
            <translation>平均速度</translation>
        </message>
        <message>
            <source>Limit</source>
            <translation>限速</translation>
        </message>
        <message>
            <source>If it exists</source>
            <translation>若已存在</translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n 个失败</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left out</source>
            <translation>
                <numerusform>%n 个被跳过</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n changed meanwhile</source>
            <translation>
                <numerusform>%n 个中途被修改</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::files::TransferJob</name>
        <message>
            <source>%1 files could not be transferred. First: %2</source>
            <translation>%1 个文件无法传输。第一个：%2</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TransferLimits</name>
        <message>
            <source>At once</source>
            <translation>同时进行</translation>
        </message>
        <message>
            <source>All uploads together</source>
            <translation>所有上传合计</translation>
        </message>
        <message>
            <source>All downloads together</source>
            <translation>所有下载合计</translation>
        </message>
        <message>
            <source>No limit</source>
            <translation>不限速</translation>
        </message>
        <message>
            <source>A speed such as 2.5 MB/s; empty or 0 is no limit</source>
            <translation>例如 2.5 MB/s 的速度；留空或 0 表示不限速</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TransferList</name>
        <message>
            <source>Transfers</source>
            <translation>传输</translation>
        </message>
    </context>
    <context>
        <name>transom::files::TransferQueue</name>
        <message numerus="yes">
            <source>%n item(s)</source>
            <translation>
                <numerusform>%n 项</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TransfersDrawer</name>
        <message>
            <source>Show the transfers</source>
            <translation>显示传输</translation>
        </message>
        <message>
            <source>Progress of all transfers</source>
            <translation>所有传输的进度</translation>
        </message>
        <message>
            <source>Pause all</source>
            <translation>全部暂停</translation>
        </message>
        <message>
            <source>Hide the transfers</source>
            <translation>隐藏传输</translation>
        </message>
        <message>
            <source>Go on with all</source>
            <translation>全部继续</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Try failed ones again</source>
            <translation>重试失败的传输</translation>
        </message>
        <message>
            <source>Clear the history</source>
            <translation>清空历史</translation>
        </message>
        <message>
            <source>Limits</source>
            <translation>限制</translation>
        </message>
        <message>
            <source>How many transfers at once, and how fast</source>
            <translation>同时进行多少传输，以及多快</translation>
        </message>
        <message>
            <source>Understood</source>
            <translation>知道了</translation>
        </message>
        <message>
            <source>Nothing finished yet</source>
            <translation>还没有完成的传输</translation>
        </message>
        <message>
            <source>What has been transferred is listed here, with how it went.</source>
            <translation>传输过的内容及其结果会列在这里。</translation>
        </message>
        <message>
            <source>Nothing under way</source>
            <translation>没有正在进行的传输</translation>
        </message>
        <message>
            <source>Choose files on the Files page, or drop them there. What is finished is under History.</source>
            <translation>在“文件”页面选择文件，或拖放到那里。已完成的在“历史”中。</translation>
        </message>
        <message>
            <source>Now (%1)</source>
            <translation>当前 (%1)</translation>
        </message>
        <message>
            <source>History (%1)</source>
            <translation>历史 (%1)</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>优先级</translation>
        </message>
        <message>
            <source>High</source>
            <translation>高</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>普通</translation>
        </message>
        <message>
            <source>Low</source>
            <translation>低</translation>
        </message>
        <message>
            <source>Move</source>
            <translation>移动</translation>
        </message>
        <message>
            <source>To the top</source>
            <translation>移到最前</translation>
        </message>
        <message>
            <source>Up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>To the bottom</source>
            <translation>移到最后</translation>
        </message>
        <message>
            <source>Limit</source>
            <translation>限速</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TransfersModel</name>
        <message numerus="yes">
            <source>%n under way</source>
            <translation>
                <numerusform>%n 个进行中</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n 个等待</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n paused</source>
            <translation>
                <numerusform>%n 个暂停</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n 个失败</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n done</source>
            <translation>
                <numerusform>%n 个完成</numerusform>
            </translation>
        </message>
        <message>
            <source>No transfers</source>
            <translation>没有传输</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n file(s)</source>
            <translation>
                <numerusform>%1 / %n 个文件</numerusform>
            </translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message numerus="yes">
            <source>%n left out</source>
            <translation>
                <numerusform>跳过 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>正在启动</translation>
        </message>
        <message>
            <source>%1, %2, %3</source>
            <translation>%1，%2，%3</translation>
        </message>
        <message>
            <source>upload</source>
            <translation>上传</translation>
        </message>
        <message>
            <source>download</source>
            <translation>下载</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting for your answer</source>
            <translation>
                <numerusform>%n 个等待你的回答</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting for their server</source>
            <translation>
                <numerusform>%n 个等待所属服务器</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing under way</source>
            <translation>没有正在进行的传输</translation>
        </message>
        <message>
            <source>Waiting for %1</source>
            <translation>等待 %1</translation>
        </message>
        <message>
            <source>Waiting for your answer</source>
            <translation>等待你的回答</translation>
        </message>
        <message>
            <source>Uploading</source>
            <translation>正在上传</translation>
        </message>
        <message>
            <source>Downloading</source>
            <translation>正在下载</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>Sending to %1</source>
            <translation>正在发送给 %1</translation>
        </message>
        <message>
            <source>for %1</source>
            <comment>a delivery</comment>
            <translation>给 %1</translation>
        </message>
        <message>
            <source>Handing out to %1</source>
            <translation>正在分发给 %1</translation>
        </message>
        <message>
            <source>handed out to %1</source>
            <translation>已分发给 %1</translation>
        </message>
        <message>
            <source>Handing in to %1</source>
            <translation>正在上交给 %1</translation>
        </message>
        <message>
            <source>handed in to %1</source>
            <translation>已上交给 %1</translation>
        </message>
        <message>
            <source>Taking from %1</source>
            <translation>正在接收来自 %1 的内容</translation>
        </message>
        <message>
            <source>from %1</source>
            <comment>a delivery</comment>
            <translation>来自 %1</translation>
        </message>
        <message numerus="yes">
            <source>%n changed meanwhile and read again</source>
            <translation>
                <numerusform>%n 个在读取时被修改，已重新读取</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: changed while it was read, and was read once more</source>
            <translation>%1：读取时被修改，已重新读取</translation>
        </message>
        <message>
            <source>%1: has changed since, and went from its beginning again</source>
            <translation>%1：此后已被修改，已从头传输</translation>
        </message>
    </context>
    <context>
        <name>Transport</name>
        <message>
            <source>The server's certificate and key cannot be used together. Remove both to have new ones made; people must then trust the new key.</source>
            <translation>服务器的证书和密钥不匹配。请把两者都删除以重新生成；之后大家需要信任新密钥。</translation>
        </message>
        <message>
            <source>Nothing listens at %1. Check the port, and that the server is running.</source>
            <translation>%1 上没有程序在监听。请检查端口，并确认服务器正在运行。</translation>
        </message>
        <message>
            <source>There is no computer named %1. Check the spelling, or use its address.</source>
            <translation>没有名为 %1 的电脑。请检查拼写，或使用它的地址。</translation>
        </message>
        <message>
            <source>%1 does not answer. Check the address, and that no firewall is in the way.</source>
            <translation>%1 没有应答。请检查地址，并确认没有被防火墙挡住。</translation>
        </message>
        <message>
            <source>%1 cannot be reached from here. Check the address and this computer's network.</source>
            <translation>从这里无法到达 %1。请检查地址和这台电脑的网络。</translation>
        </message>
        <message>
            <source>Too many connections are open on this computer to connect to %1. Close some.</source>
            <translation>这台电脑上打开的连接太多，无法连接 %1。请关闭一些。</translation>
        </message>
        <message>
            <source>The connection to %1 was lost while it was being made. Try again.</source>
            <translation>到 %1 的连接在建立过程中断了。请再试一次。</translation>
        </message>
        <message>
            <source>%1 did not answer within %2 s. Check the address, and that no firewall is in the way.</source>
            <translation>%1 在 %2 秒内没有应答。请检查地址，并确认没有被防火墙挡住。</translation>
        </message>
        <message>
            <source>The connection to %1 was lost. Check the network, then connect again.</source>
            <translation>到 %1 的连接断了。请检查网络，然后重新连接。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TrialChoice</name>
        <message>
            <source>Choose which trials are run</source>
            <translation>选择要运行哪些检查</translation>
        </message>
        <message>
            <source>All of them</source>
            <translation>全选</translation>
        </message>
        <message>
            <source>None of them</source>
            <translation>全不选</translation>
        </message>
        <message>
            <source>All %1 trials</source>
            <translation>全部 %1 项检查</translation>
        </message>
        <message>
            <source>%1 of %2 trials</source>
            <translation>%2 项中的 %1 项</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::TrialDetails</name>
        <message>
            <source>The calls of Transom's side</source>
            <translation>Transom 一侧的调用</translation>
        </message>
        <message>
            <source>What the program wrote</source>
            <translation>程序写了什么</translation>
        </message>
        <message>
            <source>Tried</source>
            <translation>试了</translation>
        </message>
        <message>
            <source>Expected</source>
            <translation>期望</translation>
        </message>
        <message>
            <source>Happened</source>
            <translation>发生了</translation>
        </message>
        <message>
            <source>The usual cause</source>
            <translation>常见的原因</translation>
        </message>
        <message>
            <source>Call by call, Transom's side; → to your program, ← from it, # counts connections</source>
            <translation>Transom 一侧逐次调用；→ 发给你的程序，← 来自它，# 是第几个连接</translation>
        </message>
        <message>
            <source>What your program wrote</source>
            <translation>你的程序写了什么</translation>
        </message>
        <message>
            <source>not yet tried</source>
            <translation>还没有试</translation>
        </message>
    </context>
    <context>
        <name>Units</name>
        <message>
            <source>%1 B</source>
            <translation>%1 B</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>%1 min</source>
            <translation>%1 分钟</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 小时 %2 分钟</translation>
        </message>
        <message>
            <source>%1 d %2 h</source>
            <translation>%1 天 %2 小时</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 毫秒</translation>
        </message>
    </context>
    <context>
        <name>transom::files::UploadJob</name>
        <message>
            <source>It is a folder. Say --recursive to upload it.</source>
            <translation>这是文件夹。请加 --recursive 上传。</translation>
        </message>
        <message>
            <source>The folders are nested too deeply.</source>
            <translation>文件夹嵌套太深。</translation>
        </message>
        <message>
            <source>It is a link that leads out of the folder.</source>
            <translation>这是一个指向文件夹之外的链接。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::UploadsView</name>
        <message>
            <source>The four uploads side by side</source>
            <translation>四种上传并排比较</translation>
        </message>
        <message>
            <source>Predict first, then run</source>
            <translation>先预测，再运行</translation>
        </message>
        <message>
            <source>What became of each of the four uploads stands here side by side.</source>
            <translation>四种上传各自的结果在这里并排列出。</translation>
        </message>
        <message>
            <source>In the folder</source>
            <translation>文件夹里</translation>
        </message>
        <message>
            <source>Sender heard</source>
            <translation>发送方听到</translation>
        </message>
        <message>
            <source>%1 bytes went over the line; the mark is the size of the file, %2 bytes.</source>
            <translation>线路上经过了 %1 个字节；竖线是文件的大小，%2 个字节。</translation>
        </message>
        <message>
            <source>Bytes sent</source>
            <translation>发送字节</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::UsersModel</name>
        <message>
            <source>Chat</source>
            <translation>聊天</translation>
        </message>
        <message>
            <source>Read files</source>
            <translation>读取文件</translation>
        </message>
        <message>
            <source>Write files</source>
            <translation>写入文件</translation>
        </message>
        <message>
            <source>Run commands</source>
            <translation>运行命令</translation>
        </message>
        <message>
            <source>Use the shell</source>
            <translation>使用 shell</translation>
        </message>
        <message>
            <source>Administer</source>
            <translation>管理</translation>
        </message>
        <message>
            <source>%1, no limit</source>
            <translation>%1，不限</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>Enabled</source>
            <translation>已启用</translation>
        </message>
        <message>
            <source>Disabled</source>
            <translation>已停用</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>账户</translation>
        </message>
        <message>
            <source>May</source>
            <translation>权限</translation>
        </message>
        <message>
            <source>Space</source>
            <translation>空间</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>%L1 files and folders, no limit</source>
            <translation>%L1 个文件和文件夹，无限制</translation>
        </message>
        <message>
            <source>%L1 of %L2 files and folders</source>
            <translation>%L1 / %L2 个文件和文件夹</translation>
        </message>
        <message>
            <source>Hand out and collect</source>
            <translation>分发和收取</translation>
        </message>
        <message>
            <source>Only receive and hand in</source>
            <translation>只能接收和上交</translation>
        </message>
    </context>
    <context>
        <name>Wire</name>
        <message>
            <source>Session</source>
            <translation>会话</translation>
        </message>
        <message>
            <source>Channel</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>Chat</source>
            <translation>聊天</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Delivery</source>
            <translation>递送</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>被拒绝</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>not a frame</source>
            <translation>不是帧</translation>
        </message>
        <message>
            <source>%1 bytes, not kept</source>
            <translation>%1 字节，未保留</translation>
        </message>
        <message>
            <source>to the server</source>
            <translation>发往服务器</translation>
        </message>
        <message>
            <source>to the client</source>
            <translation>发往客户端</translation>
        </message>
        <message>
            <source>… and %1 bytes more</source>
            <translation>…还有 %1 字节</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Seconds</source>
            <translation>秒</translation>
        </message>
        <message>
            <source>Since</source>
            <translation>间隔</translation>
        </message>
        <message>
            <source>Way</source>
            <translation>在途</translation>
        </message>
        <message>
            <source>Client</source>
            <translation>客户端</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>服务器</translation>
        </message>
        <message>
            <source>%1 without a frame</source>
            <translation>%1 内没有帧</translation>
        </message>
        <message>
            <source>mark %1</source>
            <translation>标记 %1</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>长度</translation>
        </message>
        <message>
            <source>Rest of the header</source>
            <translation>头的其余部分</translation>
        </message>
        <message>
            <source>Payload</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Delimiter</source>
            <translation>分隔符</translation>
        </message>
        <message>
            <source>Not kept</source>
            <translation>未保留</translation>
        </message>
        <message>
            <source>little end first</source>
            <translation>低位在前</translation>
        </message>
        <message>
            <source>big end first</source>
            <translation>高位在前</translation>
        </message>
        <message>
            <source>None: bytes as they came</source>
            <translation>无：字节原样</translation>
        </message>
        <message>
            <source>Transom's own</source>
            <translation>Transom 自己的</translation>
        </message>
        <message>
            <source>%1-byte length, %2</source>
            <translation>%1 字节长度，%2</translation>
        </message>
        <message>
            <source>%1, itself counted</source>
            <translation>%1，含自身</translation>
        </message>
        <message>
            <source>Length in digits, then an acknowledgement</source>
            <translation>数字长度，然后确认</translation>
        </message>
        <message>
            <source>%1, then an acknowledgement</source>
            <translation>%1，然后确认</translation>
        </message>
        <message>
            <source>%1-byte length, %2, of a JSON header</source>
            <translation>JSON 头的 %1 字节长度，%2</translation>
        </message>
        <message>
            <source>Lines (\n)</source>
            <translation>行（\n）</translation>
        </message>
        <message>
            <source>Lines (\r\n)</source>
            <translation>行（\r\n）</translation>
        </message>
        <message>
            <source>Delimiter %1</source>
            <translation>分隔符 %1</translation>
        </message>
        <message>
            <source>Always %1 bytes</source>
            <translation>固定 %1 字节</translation>
        </message>
        <message>
            <source>Relay</source>
            <translation>中继</translation>
        </message>
        <message>
            <source>measured</source>
            <translation>实测</translation>
        </message>
        <message>
            <source>reported by the kernel</source>
            <translation>内核报告</translation>
        </message>
        <message>
            <source>inferred</source>
            <translation>推断</translation>
        </message>
        <message>
            <source>injected</source>
            <translation>注入</translation>
        </message>
        <message>
            <source>relay's recv</source>
            <translation>中继的 recv</translation>
        </message>
        <message>
            <source>What the relay's own recv returned. How the sender had cut it the relay cannot know.</source>
            <translation>中继自己的 recv 返回的内容。发送方当初如何切分，中继无从得知。</translation>
        </message>
        <message>
            <source>relay's send</source>
            <translation>中继的 send</translation>
        </message>
        <message>
            <source>What the relay's own send gave on. How the receiver's recv will cut it the relay cannot know.</source>
            <translation>中继自己的 send 转发的内容。接收方的 recv 会如何切分，中继无从得知。</translation>
        </message>
        <message>
            <source>send</source>
            <translation>send</translation>
        </message>
        <message>
            <source>What each call of send handed to the operating system.</source>
            <translation>每次 send 调用交给操作系统的内容。</translation>
        </message>
        <message>
            <source>queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>What waited in the receiver's queue when recv was called.</source>
            <translation>调用 recv 时在接收队列中等待的内容。</translation>
        </message>
        <message>
            <source>recv</source>
            <translation>recv</translation>
        </message>
        <message>
            <source>What each call of recv returned.</source>
            <translation>每次 recv 调用返回的内容。</translation>
        </message>
        <message>
            <source>The relay's recv returned %1 bytes</source>
            <translation>中继的 recv 返回了 %1 字节</translation>
        </message>
        <message>
            <source>This recv returned %1 bytes</source>
            <translation>这次 recv 返回了 %1 字节</translation>
        </message>
        <message numerus="yes">
            <source>%n whole messages and a piece of another</source>
            <translation>
                <numerusform>%n 条完整的消息和另一条的一部分</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n whole messages</source>
            <translation>
                <numerusform>%n 条完整的消息</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The bytes of %n sends were waiting together, and TCP keeps no borders between them.</source>
            <translation>
                <numerusform>%n 次 send 的字节一起在等待，而 TCP 不在它们之间保留边界。</numerusform>
            </translation>
        </message>
        <message>
            <source>They were waiting together, and TCP keeps no borders between messages.</source>
            <translation>它们一起在等待，而 TCP 不在消息之间保留边界。</translation>
        </message>
        <message>
            <source>%1: exactly one message. That is luck: nothing in TCP promises it.</source>
            <translation>%1：恰好一条消息。这是运气：TCP 并不保证。</translation>
        </message>
        <message>
            <source>%1: only a piece of a message. The receiver has to keep it and call recv again.</source>
            <translation>%1：只是一条消息的一部分。接收方必须留着它并再次调用 recv。</translation>
        </message>
        <message>
            <source>%1: one whole message and a piece of another.</source>
            <translation>%1：一条完整的消息和另一条的一部分。</translation>
        </message>
        <message>
            <source>Bytes on the wire</source>
            <translation>线路上的字节</translation>
        </message>
        <message>
            <source>Bytes</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>send, TLS</source>
            <translation>send，TLS</translation>
        </message>
        <message>
            <source>What each call of send handed to the operating system: TLS records, drawn above the bytes that are in them.</source>
            <translation>每次 send 交给操作系统的内容：TLS 记录，画在其所含字节的上方。</translation>
        </message>
        <message>
            <source>queue, TLS</source>
            <translation>队列，TLS</translation>
        </message>
        <message>
            <source>What waited in the receiver's queue when recv was called: TLS records, drawn above the bytes that are in them.</source>
            <translation>调用 recv 时在接收队列中等待的内容：TLS 记录，画在其所含字节的上方。</translation>
        </message>
        <message>
            <source>recv, TLS</source>
            <translation>recv，TLS</translation>
        </message>
        <message>
            <source>What each call of recv returned: TLS records, drawn above the bytes that could be read when they had come.</source>
            <translation>每次 recv 返回的内容：TLS 记录，画在它们到来后可以读出的字节上方。</translation>
        </message>
        <message>
            <source>This recv returned %1 bytes of TLS records with %2 bytes in them</source>
            <translation>这次 recv 返回了 %1 字节的 TLS 记录，其中有 %2 字节</translation>
        </message>
        <message>
            <source>One send had handed them over together, and TCP keeps no borders between messages.</source>
            <translation>一次 send 就把它们一起交出去了，而 TCP 不保留消息之间的边界。</translation>
        </message>
        <message>
            <source>%1: %2. %3</source>
            <translation>%1：%2。%3</translation>
        </message>
        <message>
            <source>%1: exactly one datagram. UDP keeps their borders: what one call has sent, one call reads.</source>
            <translation>%1：恰好一个数据报。UDP 保留边界：一次调用发出的，一次调用读到。</translation>
        </message>
        <message>
            <source>%1: only the beginning of a datagram. The rest of it is lost, for recv was asked for too few bytes; the next call has the next datagram.</source>
            <translation>%1：只是一个数据报的开头。其余部分丢了，因为 recv 要的字节太少；下一次调用读到的是下一个数据报。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::WireFieldsModel</name>
        <message>
            <source>Field</source>
            <translation>字段</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>值</translation>
        </message>
        <message>
            <source>Bytes</source>
            <translation>字节</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::WirePage</name>
        <message>
            <source>Wire</source>
            <translation>线路</translation>
        </message>
        <message>
            <source>What is recorded</source>
            <translation>记录什么</translation>
        </message>
        <message>
            <source>Headers only</source>
            <translation>仅头部</translation>
        </message>
        <message>
            <source>Messages, without file contents</source>
            <translation>消息，不含文件内容</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Passwords and proofs are never recorded, whatever is chosen here.</source>
            <translation>无论这里选择什么，密码和证明都不会被记录。</translation>
        </message>
        <message>
            <source>Pause view</source>
            <translation>暂停视图</translation>
        </message>
        <message>
            <source>The view stands still; traffic and recording go on.</source>
            <translation>视图静止；通信和记录继续。</translation>
        </message>
        <message>
            <source>Clear the recording</source>
            <translation>清除记录</translation>
        </message>
        <message>
            <source>Save as a file</source>
            <translation>保存为文件</translation>
        </message>
        <message>
            <source>Selection as text …</source>
            <translation>所选内容存为文本 …</translation>
        </message>
        <message>
            <source>Text (*.txt)</source>
            <translation>文本 (*.txt)</translation>
        </message>
        <message>
            <source>Ladder as SVG …</source>
            <translation>梯形图存为 SVG …</translation>
        </message>
        <message>
            <source>Drawing (*.svg)</source>
            <translation>绘图 (*.svg)</translation>
        </message>
        <message>
            <source>Ladder as PNG …</source>
            <translation>梯形图存为 PNG …</translation>
        </message>
        <message>
            <source>Picture (*.png)</source>
            <translation>图片 (*.png)</translation>
        </message>
        <message>
            <source>Ladder</source>
            <translation>梯形图</translation>
        </message>
        <message>
            <source>Follow</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Stop recording</source>
            <translation>停止记录</translation>
        </message>
        <message>
            <source>Record</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>See every byte as it passes</source>
            <translation>看见经过的每一个字节</translation>
        </message>
        <message>
            <source>Connect to a server first, or try it on this computer. Then switch recording on, and whatever you do on the other pages is drawn here, frame by frame.</source>
            <translation>请先连接服务器，或在这台计算机上试用。然后打开记录，您在其他页面上做的一切都会在这里逐帧画出。</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>连接</translation>
        </message>
        <message>
            <source>Nothing is recorded</source>
            <translation>没有在记录</translation>
        </message>
        <message>
            <source>Recording; nothing has passed yet</source>
            <translation>正在记录；还没有任何帧经过</translation>
        </message>
        <message>
            <source>Do something: send a line of chat, run a command, or copy a file, and watch it cross the wire.</source>
            <translation>做点什么：发一句聊天、运行一个命令或复制一个文件，看它经过线路。</translation>
        </message>
        <message>
            <source>Send a line of chat</source>
            <translation>发一句聊天</translation>
        </message>
        <message>
            <source>Recording, view paused: %1 waiting</source>
            <translation>正在记录，视图已暂停：%1 帧等待显示</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>正在记录</translation>
        </message>
        <message numerus="yes">
            <source>%n frame(s)</source>
            <translation>
                <numerusform>%n 帧</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 dropped</source>
            <translation>丢弃 %1 帧</translation>
        </message>
        <message>
            <source>contents of %1 dropped</source>
            <translation>%1 帧的内容已丢弃</translation>
        </message>
        <message>
            <source>There is nothing to save. Choose a frame first.</source>
            <translation>没有可保存的内容。请先选择一帧。</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>已保存为 %1。</translation>
        </message>
        <message>
            <source>%1 could not be written: %2. Choose another folder.</source>
            <translation>无法写入 %1：%2。请选择其他文件夹。</translation>
        </message>
        <message>
            <source>Put a relay in between</source>
            <translation>在中间放一个中继</translation>
        </message>
        <message>
            <source>Show two sends and one recv</source>
            <translation>演示两次 send、一次 recv</translation>
        </message>
        <message>
            <source>Ribbon as SVG …</source>
            <translation>字节带存为 SVG …</translation>
        </message>
        <message>
            <source>Ribbon as PNG …</source>
            <translation>字节带存为 PNG …</translation>
        </message>
        <message>
            <source>Capture (*.pcapng)</source>
            <translation>抓包 (*.pcapng)</translation>
        </message>
        <message>
            <source>Relay</source>
            <translation>中继</translation>
        </message>
        <message>
            <source>Stand between a client and a server of any kind: listen here, forward there.</source>
            <translation>站在任意客户端与服务器之间：在此监听，向彼处转发。</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>What all this is</source>
            <translation>这些都是什么</translation>
        </message>
        <message>
            <source>Recording is off until you ask for it. Passwords and proofs are never recorded, and files only if you choose so. It is gone when you close the window.</source>
            <translation>在你要求之前不会录制。密码和证明从不录制，文件只有在你选择时才录制。关闭窗口后录制内容即消失。</translation>
        </message>
        <message>
            <source>The newest 200,000 frames and 64 MB of contents are kept in memory, what is older on the disk, up to 4 GB; then the oldest go. All of it is gone when the window is closed.</source>
            <translation>最新的 200,000 帧和 64 MB 内容保存在内存中，更早的保存在磁盘上，最多 4 GB；再多时最早的先丢弃。关闭窗口后全部消失。</translation>
        </message>
        <message>
            <source>The recording, with notes and marks …</source>
            <translation>全部记录，连同备注和标记……</translation>
        </message>
        <message>
            <source>Frames shown, as pcapng …</source>
            <translation>所显示的帧，存为 pcapng……</translation>
        </message>
        <message>
            <source>Open a capture …</source>
            <translation>打开抓包文件……</translation>
        </message>
        <message>
            <source>Replay this stream …</source>
            <translation>重放这个流……</translation>
        </message>
        <message>
            <source>Frame</source>
            <translation>帧</translation>
        </message>
        <message>
            <source>Kernel</source>
            <translation>内核</translation>
        </message>
        <message>
            <source>What the operating system says of the connection's sockets</source>
            <translation>操作系统对连接的套接字的说法</translation>
        </message>
        <message>
            <source>Close the file</source>
            <translation>关闭文件</translation>
        </message>
        <message>
            <source>File %1</source>
            <translation>文件 %1</translation>
        </message>
        <message>
            <source>Only a part of the file could be read: %1</source>
            <translation>只读出了文件的一部分：%1</translation>
        </message>
        <message>
            <source>%1 are not in the file; where they belong is shown.</source>
            <translation>文件里缺少 %1；它们该在的位置已标出。</translation>
        </message>
        <message>
            <source>Open a capture</source>
            <translation>打开抓包文件</translation>
        </message>
        <message>
            <source>Captures (*.pcapng *.pcap);;All files (*)</source>
            <translation>抓包文件 (*.pcapng *.pcap);;所有文件 (*)</translation>
        </message>
        <message>
            <source>Choose the stream whose client is to be heard again first.</source>
            <translation>请先选择要重放其客户端的流。</translation>
        </message>
        <message>
            <source>Of a file the newest 200,000 frames are shown, with 64 MB of contents.</source>
            <translation>一个文件只显示最新的 200,000 帧，以及其中 64 MB 的内容。</translation>
        </message>
        <message>
            <source>The file has more frames than are shown at once: the first %1 are left out.</source>
            <translation>文件里的帧多于一次能显示的数量：最前面的 %1 个没有显示。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::WireStrip</name>
        <message>
            <source>Frames as they pass</source>
            <translation>经过的帧</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>正在记录</translation>
        </message>
        <message>
            <source>Record the wire</source>
            <translation>记录线路</translation>
        </message>
        <message>
            <source>Stop recording</source>
            <translation>停止记录</translation>
        </message>
        <message>
            <source>Show the frames of this connection as they pass. Passwords are never recorded.</source>
            <translation>显示此连接上经过的帧。密码永远不会被记录。</translation>
        </message>
        <message>
            <source>Frames appear here as they pass.</source>
            <translation>帧经过时会显示在这里。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::WorkBar</name>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::WorkbenchShelf</name>
        <message>
            <source>Workbench</source>
            <translation>工作台</translation>
        </message>
        <message>
            <source>A workbench for sockets</source>
            <translation>套接字工作台</translation>
        </message>
        <message>
            <source>Make real sockets and call everything they can do, one call at a time: bind, listen, connect, accept, send, recv, shutdown, close. Each call shows what it returned, what that means, and the line of Python or C that does the same.</source>
            <translation>建立真实的套接字，一次一个地调用它们能做的一切：bind、listen、connect、accept、send、recv、shutdown、close。每次调用都显示返回了什么、是什么意思，以及做同一件事的 Python 或 C 代码。</translation>
        </message>
        <message>
            <source>Make a connected pair</source>
            <translation>建立一对连接</translation>
        </message>
        <message>
            <source>Echo server in six calls</source>
            <translation>六次调用的回显服务器</translation>
        </message>
        <message>
            <source>New socket</source>
            <translation>新建套接字</translation>
        </message>
        <message>
            <source>TCP (IPv4, stream)</source>
            <translation>TCP（IPv4，流）</translation>
        </message>
        <message>
            <source>UDP (IPv4, datagrams)</source>
            <translation>UDP（IPv4，数据报）</translation>
        </message>
        <message>
            <source>TCP (IPv6, stream)</source>
            <translation>TCP（IPv6，流）</translation>
        </message>
        <message>
            <source>UDP (IPv6, datagrams)</source>
            <translation>UDP（IPv6，数据报）</translation>
        </message>
        <message>
            <source>Unix, stream</source>
            <translation>Unix，流</translation>
        </message>
        <message>
            <source>Unix, datagrams</source>
            <translation>Unix，数据报</translation>
        </message>
        <message>
            <source>Recipes</source>
            <translation>示例步骤</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>As a Python program …</source>
            <translation>导出为 Python 程序……</translation>
        </message>
        <message>
            <source>As a C program …</source>
            <translation>导出为 C 程序……</translation>
        </message>
        <message>
            <source>Clear the log, and take closed sockets off</source>
            <translation>清空记录，并拿走已关闭的套接字</translation>
        </message>
        <message>
            <source>Calls</source>
            <translation>调用记录</translation>
        </message>
        <message>
            <source>In words</source>
            <translation>文字</translation>
        </message>
        <message>
            <source>Copy the chosen calls, or all of them</source>
            <translation>复制选中的调用，或全部</translation>
        </message>
        <message>
            <source>The pair could not be made. The last line of the log says why; close some sockets and try again.</source>
            <translation>没能建立连接对。记录的最后一行说明了原因；请关闭一些套接字再试。</translation>
        </message>
        <message>
            <source>That is as many sockets as the workbench holds. Close some, and clear.</source>
            <translation>工作台只能放这么多套接字。请关闭一些，然后清空。</translation>
        </message>
        <message>
            <source>Export the calls</source>
            <translation>导出调用</translation>
        </message>
        <message>
            <source>The calls are in %1.</source>
            <translation>调用已写入 %1。</translation>
        </message>
        <message>
            <source>%1 cannot be written. Choose another place.</source>
            <translation>无法写入 %1。请选择别的位置。</translation>
        </message>
    </context>
    <context>
        <name>transom::ui::LocalDisk</name>
        <message>
            <source>This folder does not exist any more.</source>
            <translation>这个文件夹已不存在。</translation>
        </message>
        <message>
            <source>%1 cannot be read.</source>
            <translation>无法读取 %1。</translation>
        </message>
        <message>
            <source>%1 cannot be made here.</source>
            <translation>无法在这里创建 %1。</translation>
        </message>
        <message>
            <source>There is a %1 already. Choose another name.</source>
            <translation>已经有 %1。请换一个名称。</translation>
        </message>
        <message>
            <source>%1 could not be written. Is the disk full?</source>
            <translation>无法写入 %1。磁盘是否已满？</translation>
        </message>
        <message>
            <source>%1 cannot go into itself.</source>
            <translation>%1 不能放进它自身。</translation>
        </message>
        <message>
            <source>%1 is a folder here and a file there. Rename one of them.</source>
            <translation>%1 在这里是文件夹，在那里是文件。请给其中一个改名。</translation>
        </message>
        <message>
            <source>%1 was copied, but the original could not be removed.</source>
            <translation>%1 已复制，但无法删除原文件。</translation>
        </message>
        <message>
            <source>You may not look into this folder. Whoever looks after this computer can allow it.</source>
            <translation>你不能查看这个文件夹。管理这台电脑的人可以授权。</translation>
        </message>
    </context>
</TS>
