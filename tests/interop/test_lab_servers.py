#!/usr/bin/env python3
"""transomctl lab serve, and clients as learners write them: plain sockets, one recv(1024), no loop unless the dialect has a length."""

import hmac
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import sys
import tempfile
import time
import unittest

from lab_peer import Lab


def connect(lab):
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.settimeout(30)
    client.connect(("127.0.0.1", lab.port))
    return client


class TestLabServers(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-lab-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def serve(self, dialect, *options):
        lab = Lab(PROGRAMS, "serve", dialect, "--port", 0, *options, directory=self.directory)
        self.addCleanup(lab.stop)
        lab.wait_for("listening")
        return lab

    # Plain -----------------------------------------------------------------------------------------------------------
    def test_upper(self):
        with self.serve("upper") as lab, connect(lab) as client:
            client.send(b"hello, World\xc3\xa4")
            self.assertEqual(client.recv(1024), b"HELLO, WORLD\xc3\xa4")
            client.close()
            finish = lab.wait_for("finish")
            self.assertNotIn("error", finish)
        self.assertEqual(lab.process.returncode, 0)
        received = lab.calls("recv")
        self.assertEqual([(call["asked"], call["result"]) for call in received], [(1024, 14), (1024, 0)])
        self.assertIn("recv(1024)", received[0]["text"])
        self.assertIn("14", received[0]["text"])
        self.assertEqual(bytes.fromhex(received[0]["hex"]), b"hello, World\xc3\xa4")
        self.assertEqual(len(lab.calls("accept")), 1)

    def test_echo_of_more_than_one_chunk(self):
        data = os.urandom(100_000)
        with self.serve("echo") as lab, connect(lab) as client:
            received = b""
            for at in range(0, len(data), 5000):
                client.sendall(data[at:at + 5000])
                while len(received) < at + 5000:
                    received += client.recv(65536)
            self.assertEqual(received, data)

    def test_prefix_echo_until_the_end_of_the_stream_for_three_clients(self):
        with self.serve("prefix-echo", "--model", "one:3") as lab:
            for number in range(3):
                with connect(lab) as client:
                    client.send(b"%d" % number)
                    self.assertEqual(client.recv(1024).decode(), f"收到:{number}")
            self.assertEqual(lab.finish(), 0)
        self.assertEqual(len(lab.of("not-listening")), 1)

    def test_prefix_echo_in_gbk(self):
        with self.serve("prefix-echo", "--encoding", "gbk") as lab, connect(lab) as client:
            client.send("你好".encode("gbk"))
            self.assertEqual(client.recv(1024).decode("gbk"), "收到:你好")
            self.assertEqual(lab.wait_for("said")["text"], "你好")

    def test_greetings(self):
        with self.serve("greet-first") as lab:
            for _ in range(2):
                with connect(lab) as client:
                    self.assertEqual(client.recv(1024), b"welcome to my service~")
                    client.send(b"thanks")
                    self.assertEqual(client.recv(1024), b"")
        with self.serve("greet-after", "--text", "ciao") as lab, connect(lab) as client:
            client.send(b"hello")
            self.assertEqual(client.recv(1024), b"ciao")
            self.assertEqual(client.recv(1024), b"")

    def test_hao_serves_all_from_one_loop(self):
        with self.serve("hao") as lab:
            clients = [connect(lab) for _ in range(5)]
            for number, client in reversed(list(enumerate(clients))):
                client.send(b"%d" % number)
                self.assertEqual(client.recv(1024).decode(), f"{number}好")
            for client in clients:
                client.close()
            lab.wait_for("finish", 5)
            self.assertEqual(len({(event["process"], event["thread"]) for event in lab.of("handle")}), 1)

    def test_time(self):
        with self.serve("time") as lab, connect(lab) as client:
            now = int(time.time())
            client.send(str(now).encode())
            self.assertEqual(client.recv(1024).decode(), time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(now)))
            client.send(b"what time is it?")
            self.assertTrue(client.recv(1024).startswith(b"error"))
            client.send(b"0")
            self.assertEqual(len(client.recv(1024)), 19)

    def test_chat_in_turns(self):
        with self.serve("chat-turns", "--nick", "sam") as lab, connect(lab) as client:
            client.send("ann:hello".encode())
            lab.wait_for("line-wanted")
            lab.type("hi there")
            self.assertEqual(client.recv(1024).decode(), "sam:hi there")
            client.send(b"ann:bye")
            self.assertEqual(client.recv(1024), b"sam:bye")
            self.assertEqual(client.recv(1024), b"")

    # Commands --------------------------------------------------------------------------------------------------------
    def test_exec_raw(self):
        with self.serve("exec-raw") as lab, connect(lab) as client:
            client.send(b"echo one; echo two >&2")
            self.assertEqual(client.recv(1024), b"one\n")
            client.send(b"seq 1 1000")
            received = b""
            while not received.endswith(b"\n1000\n"):
                received += client.recv(1024)
            self.assertEqual(received, b"".join(b"%d\n" % number for number in range(1, 1001)))
            client.send(b"true")
            lab.wait_for("told")
            client.send(b"pwd")
            self.assertEqual(client.recv(1024).decode().strip(), str(self.directory.resolve()))

    def test_exec_raw_in_gbk(self):
        with self.serve("exec-raw", "--encoding", "GBK") as lab, connect(lab) as client:
            for encoding in ("gbk", "utf-8"): # tutorials send UTF-8, and read GBK
                client.send("echo 目录".encode(encoding))
                self.assertEqual(client.recv(1024).decode("gbk"), "目录\n")

    def test_exec_welcome(self):
        with self.serve("exec-welcome") as lab, connect(lab) as client:
            self.assertTrue(client.recv(1024).endswith(b"\n"))
            for command, answer in ((b"echo out", b"out\n"), (b"true", f"current directory is {self.directory.resolve()}".encode()), (b"echo out; echo err >&2", b"err\n")):
                client.send(command)
                self.assertEqual(client.recv(1024), answer)

    def test_exec_ready(self):
        with self.serve("exec-ready") as lab, connect(lab) as client:
            for command, expected in ((b"seq 1 20000", "".join(f"{n}\n" for n in range(1, 20001)).encode()), (b"echo bad >&2", b"bad\n"), (b"true", b"")):
                client.send(command)
                size = int(re.fullmatch(rb"Ready\|(\d+)", client.recv(1024)).group(1))
                self.assertEqual(size, len(expected))
                client.send(b"start")
                received = b""
                while len(received) < size:
                    received += client.recv(1024)
                self.assertEqual(received, expected)

    def test_exec_length_ack(self):
        with self.serve("exec-length-ack") as lab, connect(lab) as client:
            client.send(b"echo out; echo err >&2")
            size = int(client.recv(1024))
            client.send(b"ok")
            received = b""
            while len(received) < size:
                received += client.recv(1024)
            self.assertEqual(received, b"out\nerr\n")
            client.send(b"q")
            self.assertEqual(client.recv(1024), b"q")
            self.assertEqual(client.recv(1024), b"")

    def test_exec_struct(self):
        with self.serve("exec-struct") as lab, connect(lab) as client:
            client.send(b"seq 1 5000; echo err >&2")
            size, = struct.unpack("i", client.recv(4))
            received = b""
            while len(received) < size:
                received += client.recv(1024)
            self.assertEqual(received, "".join(f"{n}\n" for n in range(1, 5001)).encode() + b"err\n")
            client.send(b"q")
            self.assertEqual(client.recv(1024), b"")

    def test_exec_reverse(self):
        with self.serve("exec-reverse") as lab, connect(lab) as victim:
            victim.send(b"1234")
            lab.wait_for("line-wanted")
            lab.type("whoami")
            self.assertEqual(victim.recv(1024), b"whoami")
            victim.send(b"stdout:somebody\n")
            victim.send(b"stderr:")
            lab.wait_for("line-wanted", 2)
            lab.type("pwd")
            self.assertEqual(victim.recv(1024), b"pwd")
        self.assertIn("somebody", "".join(lab.said()))

    def test_a_command_that_does_not_end_or_prints_without_end_is_ended(self):
        with self.serve("exec-length-ack", "--timeout", 1, "--output", 100000) as lab, connect(lab) as client:
            for command in (b"sleep 1000", b"yes", b"sleep 1000 & echo started"):
                client.send(command)
                size = int(client.recv(1024))
                self.assertLess(size, 101000)
                client.send(b"ok")
                received = b""
                while len(received) < size:
                    received += client.recv(65536)
            self.assertEqual(received, b"started\n")
            self.assertEqual(len(lab.of("problem")), 2)

    def test_commands_are_for_this_computer_only(self):
        for dialect in ("exec-raw", "exec-struct", "udp-exec"):
            lab = Lab(PROGRAMS, "serve", dialect, "--port", 0, "--host", "0.0.0.0")
            self.assertEqual(lab.finish(), 1, dialect)
            self.assertIn("127.0.0.1", lab.errors)
        with self.serve("exec-raw", "--host", "0.0.0.0", "--allow-remote-commands") as lab:
            self.assertTrue(lab.address.startswith("0.0.0.0:"))

    # Uploads ---------------------------------------------------------------------------------------------------------
    def stored(self):
        return {path.name: path.read_bytes() for path in self.directory.iterdir()}

    def test_put_json(self):
        data = os.urandom(300_000)
        with self.serve("put-json") as lab, connect(lab) as client:
            client.recv(1024)
            client.send(json.dumps({"action": "put", "filename": "数据.bin", "filesize": len(data)}).encode())
            self.assertEqual(json.loads(client.recv(1024)), {"status": 200})
            for at in range(0, len(data), 1024):
                client.send(data[at:at + 1024])
            client.close()
            lab.wait_for("finish")
        self.assertEqual(self.stored(), {"数据.bin": data})

    def test_put_size(self):
        data = os.urandom(100_001)
        with self.serve("put-size") as lab:
            with connect(lab) as client:
                client.send(str(len(data)).encode())
                self.assertEqual(client.recv(1024).decode(), "已收到")
                client.sendall(data)
                self.assertEqual(client.recv(1024), b"")
            self.assertEqual(self.stored(), {"recv1.jpg": data})
            with connect(lab) as client:
                client.send(b"4")
                self.assertIn(b"recv1.jpg", client.recv(1024))
            self.assertEqual(self.stored(), {"recv1.jpg": data})

    def test_put_struct(self):
        data = os.urandom(70_000)
        with self.serve("put-struct", "--dir", self.directory) as lab, connect(lab) as client:
            header = json.dumps({"filepath": "/home/learner/video.mp4", "filename": "video.mp4", "filesize": len(data)}).encode()
            client.send(struct.pack("i", len(header)))
            client.send(header)
            client.sendall(data)
            client.close()
            lab.wait_for("finish")
        self.assertEqual(self.stored(), {"video.mp4": data})

    def test_uploads_that_would_do_harm_leave_nothing(self):
        (self.directory / "there").write_bytes(b"before")
        outside = self.directory.parent / "transom-lab-outside"
        with self.serve("put-json", "--largest", "1M") as lab:
            requests = [{"action": "put", "filename": name, "filesize": 5} for name in ("../transom-lab-outside", str(outside), "..", "", "there", "a\u0000b", ".bashrc", "..\\x")]
            requests += [{"action": "put", "filename": "x", "filesize": size} for size in (-1, "5", 1.5, 2 ** 70, 2_000_000, None)] + [{"action": "delete", "filename": "there"}, [], 5]
            for request in requests:
                with connect(lab) as client:
                    client.recv(1024)
                    client.send(json.dumps(request).encode())
                    client.send(b"12345")
                    answer = client.recv(4096)
                    self.assertEqual(json.loads(answer)["status"], 400, request)
                    self.assertTrue(json.loads(answer)["error"], request)
            with connect(lab) as client:  # stops early
                client.recv(1024)
                client.send(json.dumps({"action": "put", "filename": "half", "filesize": 500_000}).encode())
                client.recv(1024)
                client.send(bytes(1000))
            lab.wait_for("finish", len(requests) + 1)
            self.assertEqual(len(lab.of("problem")), len(requests) + 1)
        self.assertEqual(self.stored(), {"there": b"before"})
        self.assertFalse(outside.exists())

    # Challenge -------------------------------------------------------------------------------------------------------
    def test_hmac_and_its_access_log(self):
        with self.serve("hmac", "--key", "secret words") as lab:
            with connect(lab) as client:
                number = client.recv(1024)
                self.assertTrue(0 <= int(number) <= 99)
                client.send(b"x" * 16)
                self.assertEqual(client.recv(1024).decode(), "验证失败")
                client.send(hmac.new(b"secret words", number, "md5").digest())
                self.assertEqual(client.recv(1024).decode(), "验证成功")
                self.assertEqual(client.recv(1024), b"")
            with connect(lab) as client:
                client.recv(1024)
                client.send(b"q")
                self.assertEqual(client.recv(1024), b"")
            lab.wait_for("logged", 2)
        lines = (self.directory / "access.log").read_text().splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("accepted after 2 answers", lines[0])
        self.assertIn("127.0.0.1:", lines[0])

    # Datagrams -------------------------------------------------------------------------------------------------------
    def ask(self, lab, message, answers=1):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(30)
            client.sendto(message, ("127.0.0.1", lab.port))
            return [client.recvfrom(65535)[0] for _ in range(answers)]

    def test_datagrams(self):
        with self.serve("udp-ok") as lab:
            self.assertEqual(self.ask(lab, b"hello"), [b"ok"])
            self.assertEqual(self.ask(lab, b"x" * 5000), [b"ok"])
            lab.wait_for("problem")  # it was cut at 1024 bytes
        with self.serve("udp-greet") as lab:
            self.assertEqual(self.ask(lab, b"hello")[0].decode(), "你好,我是服务器~")
            self.assertIn("127.0.0.1:", lab.wait_for("told")["text"])
        with self.serve("udp-exec") as lab:
            self.assertEqual(self.ask(lab, b"echo out; echo err >&2", 2), [b"stdout:out\n", b"stderr:err\n"])
            self.assertEqual(self.ask(lab, b"head -c 70000 /dev/zero"), [b"stderr:"])
            self.assertIn("65,507", lab.wait_for("problem")["text"])

    def test_datagram_chat(self):
        with self.serve("udp-chat") as lab, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(30)
            client.sendto("来自用户1的消息:hello".encode(), ("127.0.0.1", lab.port))
            lab.wait_for("line-wanted")
            lab.type("hi")
            self.assertEqual(client.recvfrom(1024)[0], b"hi")
            client.sendto(b"bye", ("127.0.0.1", lab.port))
            self.assertEqual(lab.finish(), 0)

    # Unix-domain -----------------------------------------------------------------------------------------------------
    def test_unix_domain_sockets(self):
        path = self.directory / "socket"
        with Lab(PROGRAMS, "serve", "upper", "--unix", path) as lab:
            lab.wait_for("listening")
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.connect(str(path))
                client.send(b"hello")
                self.assertEqual(client.recv(1024), b"HELLO")
        self.assertFalse(path.exists())
        mine = self.directory / "mine"
        with Lab(PROGRAMS, "serve", "udp-ok", "--unix", path) as lab:
            lab.wait_for("listening")
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
                client.settimeout(30)
                client.bind(str(mine))
                client.sendto(b"hello", str(path))
                self.assertEqual(client.recv(1024), b"ok")
                with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as nameless:
                    nameless.sendto(b"hello", str(path))  # cannot be answered, and harms nobody
                client.sendto(b"again", str(path))
                self.assertEqual(client.recv(1024), b"ok")

    # Hostile ---------------------------------------------------------------------------------------------------------
    def test_hostile_clients_harm_nobody(self):
        for dialect in ("upper", "time", "chat-turns", "exec-ready", "exec-struct", "put-json", "put-size", "put-struct", "hmac"):
            with self.subTest(dialect), self.serve(dialect, "--model", "thread", *(["--dir", self.directory] if dialect.startswith(("put", "hmac", "exec")) else [])) as lab:
                for garbage in (b"", b"\0" * 3000, b"\xff" * 20, struct.pack("i", -5), struct.pack(">i", 20), b"../../etc/passwd"):
                    with connect(lab) as client:
                        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        client.send(garbage)
                stalling = connect(lab)
                flooding = connect(lab)
                flooding.settimeout(0.2)
                try:
                    for _ in range(200):
                        flooding.send(b"echo x;" * 8192)
                except OSError:
                    pass  # it is made to wait, or refused
                lab.wait_for("setup", 8)
                stalling.close()
                flooding.close()
                # A chat that waits for a line reads nothing meanwhile: of the flood it learns the end only by a reset.
                lab.wait_for("finish", 7 if dialect == "chat-turns" else 8)
                self.assertIsNone(lab.process.poll())
        self.assertEqual([name for name in self.stored() if name != "access.log"], [])

    def test_a_busy_port_and_wrong_words_are_told(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            lab = Lab(PROGRAMS, "serve", "upper", "--port", taken.getsockname()[1])
            self.assertEqual(lab.finish(), 3)
            self.assertIn("already listens", lab.errors)
        for words in (["serve"], ["serve", "nonsense"], ["serve", "upper", "--model", "two"], ["serve", "upper", "--key", "k"], ["serve", "upper", "--port", "x"], ["serve", "udp-ok", "--model", "loop"],
                      ["serve", "upper", "--host", "nonsense"], ["connect", "upper"], ["connect", "upper", "nonsense"], ["connect", "put-json", "127.0.0.1:1"], ["dance"], ["list", "nonsense"]):
            self.assertEqual(Lab(PROGRAMS, *words).finish(), 2, words)


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
