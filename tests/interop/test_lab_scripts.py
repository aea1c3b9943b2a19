#!/usr/bin/env python3
"""The Python programs that the Dialects shelf hands out, each against transomctl lab in the other role."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

from lab_peer import Lab

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "resources" / "lab" / "scripts"


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Script:
    """One of the programs, with another port and other constants, as a process whose lines are heard."""

    def __init__(self, name, port, directory, lines=(), **constants):
        text = (SCRIPTS / f"{name}.py").read_text(encoding="utf-8")
        for constant, value in {"PORT": port, **constants}.items():
            text, count = re.subn(rf"^{constant} = .*$", f"{constant} = {value!r}", text, flags=re.MULTILINE)
            assert count == 1, (name, constant)
        self.process = subprocess.Popen([sys.executable, "-B", "-c", text], cwd=directory, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True, encoding="utf-8")
        self.guard = threading.Timer(60, self.process.kill)
        self.guard.start()
        self.process.stdin.write("".join(line + "\n" for line in lines))
        self.process.stdin.flush()

    def listening(self):
        first = self.process.stdout.readline()
        assert first.startswith("listening on"), first + self.process.stdout.read()
        return self

    def end(self):
        """Its whole output, when it has come to its end by itself."""
        output, _ = self.process.communicate()
        self.guard.cancel()
        assert self.process.returncode == 0, output
        return output

    def stop(self):
        self.process.kill()
        self.process.communicate()
        self.guard.cancel()


class TestLabScripts(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-lab-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.file = self.directory / "picture.bin"
        self.contents = bytes(range(256)) * 1000
        self.file.write_bytes(self.contents)
        self.store = self.directory / "store"
        self.store.mkdir()

    def serve_script(self, name, lines, *options, typed=(), status=0, **constants):
        """The script is the server; what transomctl has been told comes back."""
        kind = socket.SOCK_DGRAM if name.startswith("udp") else socket.SOCK_STREAM
        port = free_port(kind)
        script = Script(f"{name}_server", port, self.store, lines=typed, **constants).listening()
        try:
            with Lab(PROGRAMS, "connect", name, f"127.0.0.1:{port}", *options, directory=self.directory, lines=lines) as lab:
                self.assertEqual(lab.finish(), status, lab.errors)
                return lab.said()
        finally:
            script.stop()

    def call_script(self, name, lines, *options, **constants):
        """The script is the client; it has come to its end. What it printed, and what transomctl was told."""
        with Lab(PROGRAMS, "serve", name, "--port", 0, *options, directory=self.store) as lab:
            script = Script(f"{name}_client", lab.port, self.directory, lines=lines, **constants)
            script.process.stdin.close()
            script.process.stdin = None
            output = script.end()
            return output.replace("> ", "").replace("file: ", "").splitlines(), lab.said()

    def test_there_is_one_for_each_dialect_and_role(self):
        table = subprocess.run([pathlib.Path(PROGRAMS) / "transomctl", "lab", "list", "--json"], capture_output=True, text=True, check=True).stdout
        names = {json.loads(line)["id"] for line in table.splitlines()}
        self.assertEqual(len(names), 22, table)
        self.assertEqual({path.stem for path in SCRIPTS.glob("*.py")}, {f"{name}_{role}" for name in names for role in ("server", "client")})

    # Plain -----------------------------------------------------------------------------------------------------------
    def test_servers_that_answer_each_chunk(self):
        for name, answer in {"upper": "HELLO", "echo": "hello", "prefix-echo": "收到:hello", "hao": "hello好"}.items():
            with self.subTest(name):
                self.assertEqual(self.serve_script(name, ["hello"]), [answer])
                self.assertEqual(self.call_script(name, ["hello"]), ([answer], ["hello"]))

    def test_greetings(self):
        self.assertEqual(self.serve_script("greet-first", ["hello"]), ["welcome to my service~"])
        self.assertEqual(self.call_script("greet-first", ["hello"])[0], ["welcome to my service~"])
        self.assertEqual(self.serve_script("greet-after", ["hello"]), ["hello~"])
        self.assertEqual(self.call_script("greet-after", ["hello"]), (["hello~"], ["hello"]))

    def test_time(self):
        self.assertRegex(self.serve_script("time", None, "--count", 1)[0], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
        with Lab(PROGRAMS, "serve", "time", "--port", 0) as lab:
            script = Script("time_client", lab.port, self.directory, INTERVAL=0.1)
            first = script.process.stdout.readline()
            script.stop()
        self.assertRegex(first, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n$")

    def test_chat_in_turns(self):
        self.assertEqual(self.serve_script("chat-turns", ["hello", "bye"], typed=["good day"]), ["server:good day", "server:bye"])
        with Lab(PROGRAMS, "serve", "chat-turns", "--port", 0) as lab:
            lab.type("good day")
            script = Script("chat-turns_client", lab.port, self.directory, lines=["hello", "bye"])
            self.assertIn("server:good day", script.end())
            self.assertEqual(lab.said(), ["client:hello", "client:bye"])

    # Commands --------------------------------------------------------------------------------------------------------
    def test_commands_with_a_length_arrive_whole(self):
        long = "\n".join(map(str, range(1, 2001))) + "\n"
        for name in ("exec-ready", "exec-length-ack", "exec-struct"):
            with self.subTest(name):
                self.assertEqual(self.serve_script(name, ["seq 1 2000", "echo done"]), [long, "done\n"])
                shown, heard = self.call_script(name, ["seq 1 2000", "echo done"])
                self.assertEqual([line for line in shown if line], long.split() + ["done"])
                self.assertIn("seq 1 2000", heard)

    def test_q_ends_where_the_dialect_says_so(self):
        for name in ("exec-length-ack", "exec-struct"):
            self.serve_script(name, ["echo one", "q"])
            self.assertIn("one", self.call_script(name, ["echo one", "q", "echo never"])[0])

    def test_commands_without_framing_leave_the_rest_for_the_next(self):
        first, second = self.serve_script("exec-raw", ["seq 1 2000", "echo done"])
        self.assertNotEqual(second, "done\n")
        shown, _ = self.call_script("exec-raw", ["seq 1 2000", "echo done"])
        self.assertNotIn("done", shown)

    def test_commands_with_a_welcome(self):
        said = self.serve_script("exec-welcome", ["echo one", "true"])
        self.assertEqual(said[0], "Welcome to the command server\n")
        self.assertEqual(said[1], "one\n")
        self.assertTrue(said[2].startswith("current directory is "))
        shown, _ = self.call_script("exec-welcome", ["echo one"])
        self.assertEqual([line for line in shown if line], ["Welcome to the command server", "one"])

    def test_commands_in_reverse(self):
        port = free_port()
        script = Script("exec-reverse_server", port, self.directory, lines=["echo one"]).listening()
        with Lab(PROGRAMS, "connect", "exec-reverse", f"127.0.0.1:{port}") as lab:
            lab.wait_for("said", matching=lambda event: event["text"] == "echo one")
            script.process.stdin.close()
            script.process.stdin = None
            lab.finish()
        script.process.kill() # it waits for the next
        shown = script.process.communicate()[0]
        script.guard.cancel()
        self.assertIn("1234", shown)
        self.assertIn("stdout:one\n", shown)
        with Lab(PROGRAMS, "serve", "exec-reverse", "--port", 0) as lab:
            client = Script("exec-reverse_client", lab.port, self.directory)
            lab.type("echo one")
            lab.wait_for("said", 2)
            self.assertEqual(lab.said()[0], "1234")
            self.assertTrue("".join(lab.said()[1:]).startswith("stdout:one\n"))
            client.stop()

    # Uploads ---------------------------------------------------------------------------------------------------------
    def test_uploads_both_ways(self):
        for name, stored in {"put-json": "picture.bin", "put-size": "recv1.jpg", "put-struct": "picture.bin"}.items():
            with self.subTest(name):
                self.serve_script(name, None, "--file", self.file)
                self.assertEqual((self.store / stored).read_bytes(), self.contents)
                (self.store / stored).unlink()
                shown, _ = self.call_script(name, [str(self.file)], "--dir", self.store)
                self.assertIn(f"sent: {self.file}", shown)
                self.assertEqual((self.store / stored).read_bytes(), self.contents)
                (self.store / stored).unlink()

    def test_a_script_stores_nothing_outside_its_folder_and_nothing_half(self):
        port = free_port()
        script = Script("put-struct_server", port, self.store).listening()
        for header, contents in ((b'{"filename": "../escape.txt", "filesize": 2}', b"hi"), (b'{"filename": "half.bin", "filesize": 100}', b"hi")):
            with socket.create_connection(("127.0.0.1", port)) as peer:
                peer.sendall(len(header).to_bytes(4, "little") + header + contents)
                peer.shutdown(socket.SHUT_WR)
                peer.settimeout(60)
                self.assertEqual(peer.recv(1), b"")
        script.stop()
        self.assertFalse((self.directory / "escape.txt").exists())
        self.assertEqual([path.name for path in self.store.iterdir()], ["escape.txt"])

    # A challenge -----------------------------------------------------------------------------------------------------
    def test_hmac(self):
        self.assertEqual(self.serve_script("hmac", None)[1:], ["验证成功"])
        self.assertEqual(self.serve_script("hmac", None, "--key", "wrong", status=4)[1:], ["验证失败"])
        self.assertEqual(self.call_script("hmac", [])[0], ["验证成功"])
        self.assertEqual(self.call_script("hmac", [], KEY=b"wrong")[0], ["验证失败"])

    # Datagrams -------------------------------------------------------------------------------------------------------
    def test_datagrams(self):
        for name, answer in {"udp-ok": "ok", "udp-greet": "你好,我是服务器~"}.items():
            with self.subTest(name):
                self.assertEqual(self.serve_script(name, ["hello"]), [answer])
                self.assertEqual(self.call_script(name, ["hello"]), ([answer], ["hello"]))

    def test_chat_by_datagrams(self):
        self.assertEqual(self.serve_script("udp-chat", ["hello", "bye"], typed=["good day"]), ["good day"])
        with Lab(PROGRAMS, "serve", "udp-chat", "--port", 0) as lab:
            lab.type("good day")
            script = Script("udp-chat_client", lab.port, self.directory, lines=["hello", "bye"])
            self.assertIn("good day", script.end())
            lab.wait_for("said", 2)
            self.assertEqual(lab.said(), ["来自用户1的消息:hello", "bye"])

    def test_commands_by_datagrams_leave_the_second_answer_behind(self):
        said = self.serve_script("udp-exec", ["echo one", "echo two"])
        self.assertEqual(said, ["stdout:one\n", "stderr:"])
        shown, _ = self.call_script("udp-exec", ["echo one", "echo two"])
        self.assertEqual([line for line in shown if line], ["stdout:one", "stderr:"])


if __name__ == "__main__":
    PROGRAMS = sys.argv.pop(1)
    unittest.main()
