#!/usr/bin/env python3
"""transomctl lab connect, and servers as tutorials write them: socket, socketserver, select, struct, json, hmac, subprocess."""

import hashlib
import hmac
import json
import os
import pathlib
import select
import shutil
import socket
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from lab_peer import Lab


class Server:
    """The tutorial's frame: bind, listen, accept one, hand it to the lesson."""

    def __init__(self, lesson, connections=1, kind=socket.SOCK_STREAM):
        self.listener = socket.socket(socket.AF_INET, kind)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.settimeout(60)
        self.kind = kind
        if kind == socket.SOCK_STREAM:
            self.listener.listen(5)
        self.lesson = lesson
        self.connections = connections
        self.failure = None
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    @property
    def place(self):
        return "127.0.0.1:%d" % self.listener.getsockname()[1]

    def run(self):
        try:
            if self.kind == socket.SOCK_DGRAM:
                self.lesson(self.listener)
                return
            for _ in range(self.connections):
                connection, _ = self.listener.accept()
                connection.settimeout(60)
                with connection:
                    self.lesson(connection)
        except Exception as error:
            self.failure = error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.thread.join(60)
        self.listener.close()
        if self.failure:
            raise self.failure


def run_command(command):
    return subprocess.run(command.decode(), shell=True, capture_output=True)


class TestLabClients(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-lab-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def connect(self, dialect, place, *options, lines=None):
        lab = Lab(PROGRAMS, "connect", dialect, place, *options, directory=self.directory, lines=lines)
        self.addCleanup(lab.stop)
        return lab

    def talk(self, dialect, lesson, lines, *options, status=0, kind=socket.SOCK_STREAM):
        with Server(lesson, kind=kind) as server:
            lab = self.connect(dialect, server.place, *options, lines=lines)
            self.assertEqual(lab.finish(), status, lab.errors)
        return lab

    # Plain -----------------------------------------------------------------------------------------------------------
    def test_upper_and_echo(self):
        def upper(connection):
            while chunk := connection.recv(1024):
                connection.send(chunk.upper())

        lab = self.talk("upper", upper, ["hello", "World"])
        self.assertEqual(lab.said(), ["HELLO", "WORLD"])
        self.assertEqual([bytes.fromhex(call["hex"]) for call in lab.calls("send")], [b"hello", b"World"])
        self.assertEqual(self.talk("echo", lambda c: [c.send(x) for x in iter(lambda: c.recv(1024), b"")], ["你好"]).said(), ["你好"])

    def test_prefix_echo_with_socketserver(self):
        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                while data := self.request.recv(1024):
                    self.request.sendall("收到:".encode() + data)

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            lab = self.connect("prefix-echo", "127.0.0.1:%d" % server.server_address[1], lines=["one", "", "never sent"])
            self.assertEqual(lab.finish(), 0)
            server.shutdown()
            thread.join()
        self.assertEqual(lab.said(), ["收到:one"])

    def test_greetings(self):
        def first(connection):
            connection.send(b"welcome to my service~")
            self.assertEqual(connection.recv(1024), b"thanks")

        self.assertEqual(self.talk("greet-first", first, ["thanks"]).said(), ["welcome to my service~"])

        def after(connection):
            self.assertEqual(connection.recv(1024), b"hello")
            connection.send(b"welcome")

        self.assertEqual(self.talk("greet-after", after, ["hello"]).said(), ["welcome"])

    def test_hao_with_select(self):
        listener = socket.create_server(("127.0.0.1", 0))

        def loop():
            sockets = [listener]
            served = 0
            while served < 2:
                readable, _, _ = select.select(sockets, [], [], 60)
                for one in readable:
                    if one is listener:
                        sockets.append(listener.accept()[0])
                    elif data := one.recv(1024):
                        one.sendall(data + "好".encode())
                    else:
                        served += 1
                        sockets.remove(one)
                        one.close()

        thread = threading.Thread(target=loop)
        thread.start()
        place = "127.0.0.1:%d" % listener.getsockname()[1]
        labs = [self.connect("hao", place) for _ in range(2)]
        for lab in reversed(labs):
            lab.type("ni")
            self.assertEqual(lab.wait_for("said")["text"], "ni好")
        for lab in labs:
            lab.end_input()
            self.assertEqual(lab.finish(), 0)
        thread.join(60)
        listener.close()

    def test_time(self):
        def lesson(connection):
            while data := connection.recv(1024):
                connection.send(time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(int(data))).encode())

        lab = self.talk("time", lesson, None, "--interval", 1, "--count", 2)
        self.assertEqual(len(lab.said()), 2)
        sent = [int(bytes.fromhex(call["hex"])) for call in lab.calls("send")]
        self.assertTrue(1 <= sent[1] - sent[0] <= 3, sent)

    def test_chat_in_turns(self):
        def lesson(connection):
            self.assertEqual(connection.recv(1024), b"ann:hello")
            connection.send(b"sam:hi")
            self.assertEqual(connection.recv(1024), b"ann:bye")
            connection.send(b"sam:bye")

        self.assertEqual(self.talk("chat-turns", lesson, ["hello", "bye"], "--nick", "ann").said(), ["sam:hi", "sam:bye"])

        def leaving(connection):
            connection.recv(1024)
            connection.send(b"sam:bye")
            self.assertEqual(connection.recv(1024), b"ann:bye")

        self.talk("chat-turns", leaving, ["hello"], "--nick", "ann")

    # Commands --------------------------------------------------------------------------------------------------------
    def test_exec_raw_spills_into_the_next_answer(self):
        def lesson(connection):
            try:
                while command := connection.recv(1024):
                    connection.sendall(run_command(command).stdout)
            except ConnectionError:
                pass  # the client has gone with answers unread

        lab = self.talk("exec-raw", lesson, ["seq 1 600", "echo second", "echo third"])
        whole = "".join(f"{n}\n" for n in range(1, 601))
        self.assertEqual(len(whole), 2292)
        self.assertEqual(lab.said()[0] + lab.said()[1], whole[:2048])
        self.assertTrue(whole[2048:].startswith(lab.said()[2]) or lab.said()[2].startswith(whole[2048:]))

    def test_exec_welcome(self):
        def lesson(connection):
            connection.send(b"welcome\n")
            while data := connection.recv(1024):
                done = run_command(data)
                connection.send(done.stderr or done.stdout or b"current directory is " + os.getcwd().encode())

        lab = self.talk("exec-welcome", lesson, ["echo out", "true"])
        self.assertEqual(lab.said(), ["welcome\n", "out\n", "current directory is " + os.getcwd()])

    def test_exec_ready(self):
        def lesson(connection):
            while data := connection.recv(1024):
                output = run_command(data).stdout
                connection.send(b"Ready|%d" % len(output))
                self.assertTrue(connection.recv(1024).startswith(b"start"))
                connection.sendall(output)

        lab = self.talk("exec-ready", lesson, ["seq 1 5000", "echo second"])
        self.assertEqual(lab.said(), ["".join(f"{n}\n" for n in range(1, 5001)), "second\n"])

    def test_exec_length_ack(self):
        def lesson(connection):
            while True:
                data = connection.recv(1024)
                if data == b"q":
                    connection.send(b"q")
                    break
                done = run_command(data)
                connection.send(str(len(done.stdout) + len(done.stderr)).encode())
                connection.recv(1024)
                connection.sendall(done.stdout)
                connection.sendall(done.stderr)

        lab = self.talk("exec-length-ack", lesson, ["seq 1 3000; echo err >&2", "true", "q"])
        self.assertEqual(lab.said(), ["".join(f"{n}\n" for n in range(1, 3001)) + "err\n", "", "q"])

    def test_exec_struct_in_gbk(self):
        def lesson(connection):
            while (data := connection.recv(1024)) != b"q":
                done = subprocess.run(data.decode("gbk"), shell=True, capture_output=True)
                output = done.stdout.decode().encode("gbk")
                connection.send(struct.pack("i", len(output) + len(done.stderr)))
                connection.sendall(output + done.stderr)

        lab = self.talk("exec-struct", lesson, ["echo 中文", "seq 1 2000", "q"], "--encoding", "gbk")
        self.assertEqual(lab.said(), ["中文\n", "".join(f"{n}\n" for n in range(1, 2001))])

    def test_exec_reverse_obeys(self):
        def lesson(connection):
            self.assertEqual(connection.recv(1024), b"1234")
            connection.send(b"echo out; echo err >&2")
            received = b""
            while not received.endswith(b"err\n"):
                received += connection.recv(1024)
            self.assertEqual(received, b"stdout:out\nstderr:err\n")

        lab = self.talk("exec-reverse", lesson, None)
        self.assertEqual(len(lab.calls("send")), 3)

    def test_wrong_lengths_are_told(self):
        for dialect, answer in (("exec-struct", struct.pack("i", -1)), ("exec-struct", struct.pack(">i", 5)), ("exec-ready", b"Ready|many"), ("exec-length-ack", b"-3"), ("exec-ready", b"Ready|5hello")):
            with self.subTest(dialect, answer=answer):
                def lesson(connection):
                    connection.recv(1024)
                    connection.send(answer)
                    connection.recv(1024)

                lab = self.talk(dialect, lesson, ["ls"], status=1)
                self.assertEqual(len(lab.of("problem")), 1)

    def test_an_answer_that_breaks_off_is_told(self):
        def lesson(connection):
            connection.recv(1024)
            connection.send(struct.pack("i", 100) + b"only this")

        lab = self.talk("exec-struct", lesson, ["ls"], status=1)
        self.assertEqual(lab.said(), ["only this"])
        self.assertIn("91", lab.of("problem")[0]["text"])

    # Uploads ---------------------------------------------------------------------------------------------------------
    def upload(self, dialect, lesson, status=0):
        path = self.directory / "图片.jpg"
        path.write_bytes(self.data)
        return self.talk(dialect, lesson, None, "--file", path, status=status)

    data = os.urandom(200_003)

    def take(self, connection, size):
        received = b""
        while len(received) < size:
            chunk = connection.recv(1024)
            if not chunk:
                break
            received += chunk
        return received

    def test_put_json(self):
        def lesson(connection):
            connection.send(b"welcome\n")
            request = json.loads(connection.recv(1024))
            self.assertEqual(request, {"action": "put", "filename": "图片.jpg", "filesize": len(self.data)})
            connection.send(json.dumps({"status": 200}).encode())
            self.assertEqual(self.take(connection, request["filesize"]), self.data)

        self.upload("put-json", lesson)

    def test_put_size(self):
        def lesson(connection):
            size = int(connection.recv(1024))
            connection.send("已收到".encode())
            self.assertEqual(self.take(connection, size), self.data)
            self.assertEqual(connection.recv(1024), b"")

        self.upload("put-size", lesson)

    def test_put_struct(self):
        def lesson(connection):
            size, = struct.unpack("i", connection.recv(4))
            header = json.loads(connection.recv(size))
            self.assertEqual((header["filename"], header["filesize"]), ("图片.jpg", len(self.data)))
            self.assertTrue(header["filepath"].endswith("/图片.jpg"))
            self.assertEqual(hashlib.md5(self.take(connection, header["filesize"])).digest(), hashlib.md5(self.data).digest())

        self.upload("put-struct", lesson)

    def test_a_server_that_refuses_a_file_is_heard(self):
        def lesson(connection):
            connection.send(b"welcome\n")
            connection.recv(1024)
            connection.send(b'{"status": 403, "error": "no room"}')

        lab = self.upload("put-json", lesson, status=1)
        self.assertIn("no room", lab.errors)
        lab = self.upload("put-size", lambda connection: connection.recv(1024), status=1)
        self.assertEqual(len(lab.of("problem")), 1)

    # Challenge -------------------------------------------------------------------------------------------------------
    def test_hmac(self):
        def lesson(connection):
            connection.send(b"37")
            good = hmac.compare_digest(connection.recv(16), hmac.new(b"the key", b"37", "md5").digest())
            connection.send("验证成功".encode() if good else "验证失败".encode())
            if not good:
                self.assertEqual(connection.recv(1), b"q")

        self.assertEqual(self.talk("hmac", lesson, None, "--key", "the key").said(), ["37", "验证成功"])
        self.talk("hmac", lesson, None, "--key", "another", status=4)

    # Datagrams -------------------------------------------------------------------------------------------------------
    def test_datagrams(self):
        def lesson(listener):
            for _ in range(2):
                _, address = listener.recvfrom(1024)
                listener.sendto(b"ok", address)

        self.assertEqual(self.talk("udp-ok", lesson, ["one", "two"], kind=socket.SOCK_DGRAM).said(), ["ok", "ok"])
        self.assertEqual(self.talk("udp-greet", lesson, ["one", "two"], kind=socket.SOCK_DGRAM).said(), ["ok", "ok"])

        def execute(listener):
            for _ in range(2):
                command, address = listener.recvfrom(1024)
                done = run_command(command)
                listener.sendto(b"stdout:" + done.stdout, address)
                listener.sendto(b"stderr:" + done.stderr, address)

        lab = self.talk("udp-exec", execute, ["echo one", "echo two"], kind=socket.SOCK_DGRAM)
        self.assertEqual(lab.said(), ["stdout:one\n", "stderr:"])

    def test_datagram_chat(self):
        def lesson(listener):
            message, address = listener.recvfrom(1024)
            self.assertEqual(message.decode(), "来自用户1的消息:hello")
            listener.sendto(b"hi", address)
            self.assertEqual(listener.recvfrom(1024)[0], b"bye")

        self.assertEqual(self.talk("udp-chat", lesson, ["hello", "bye"], kind=socket.SOCK_DGRAM).said(), ["hi"])

    def test_a_datagram_without_an_answer_is_told(self):
        lab = self.talk("udp-ok", lambda listener: listener.recvfrom(1024), ["hello"], "--patience", 1, kind=socket.SOCK_DGRAM, status=3)
        self.assertEqual(len(lab.of("problem")), 1)

    # Others ----------------------------------------------------------------------------------------------------------
    def test_unix_domain_servers_answer(self):
        path = self.directory / "socket"
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(path))
            listener.listen()
            with Lab(PROGRAMS, "connect", "echo", "--unix", path, lines=["hello"]) as lab:
                connection, _ = listener.accept()
                connection.send(connection.recv(1024))
                self.assertEqual(lab.finish(), 0)
                connection.close()
            self.assertEqual(lab.said(), ["hello"])
        datagrams = self.directory / "datagrams"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
            server.bind(str(datagrams))
            with Lab(PROGRAMS, "connect", "udp-ok", "--unix", datagrams, lines=["hello"]) as lab:
                _, address = server.recvfrom(1024)
                server.sendto(b"ok", address)
                self.assertEqual(lab.finish(), 0)
            self.assertEqual(lab.said(), ["ok"])

    def test_nobody_there_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as closed:
            place = "127.0.0.1:%d" % closed.getsockname()[1]
        lab = Lab(PROGRAMS, "connect", "upper", place)
        self.assertEqual(lab.finish(), 3)
        self.assertIn(place, lab.errors)

    def test_a_server_that_closes_while_a_line_is_waited_for_is_noticed(self):
        gone = threading.Event()

        def lesson(connection):
            connection.send(connection.recv(1024))
            gone.wait(60)

        with Server(lesson) as server:
            lab = self.connect("echo", server.place)
            lab.type("hello")
            lab.wait_for("line-wanted", 2)
            gone.set()
            self.assertEqual(lab.finish(20), 1)  # although its input has not ended
        self.assertIn("nobody to send a line to", lab.errors)

    def test_a_server_that_resets_or_floods_is_survived(self):
        def reset(connection):
            connection.recv(1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        lab = self.talk("upper", reset, ["hello"], status=3)
        self.assertIn("ECONNRESET", lab.calls("recv")[-1]["text"])

        def flood(connection):
            connection.recv(1024)
            connection.settimeout(0.2)
            try:
                while True:
                    connection.send(b"x" * 65536)
            except OSError:
                pass

        lab = self.talk("echo", flood, ["hello"])
        self.assertEqual(len(lab.said()[0]), 1024)


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
