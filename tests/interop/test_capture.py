#!/usr/bin/env python3
"""transomctl capture: a session's own traffic as a file that tshark reads with the dissector, what is in it and not in it, and replaying."""

import base64
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

from daemon import PASSWORD, Daemon

DISSECTOR = pathlib.Path(__file__).resolve().parents[2] / "resources" / "wireshark" / "transom.lua"
CONTENTS = b"contents of a file that nobody else should see, " * 400


class Shouter(threading.Thread):
    """A server of lines: each comes back in upper case."""

    def __init__(self, change=lambda line: line.upper()):
        super().__init__(daemon=True)
        self.change = change
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.start()

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines:
                for line in lines:
                    connection.sendall(self.change(line))


class CaptureTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Daemon(PROGRAMS, "--no-discovery")
        cls.server.add_user("alice")
        cls.server.start()
        cls.server.trust()
        cls.work = pathlib.Path(tempfile.mkdtemp(prefix="transom-capture-"))
        (cls.work / "report.txt").write_bytes(CONTENTS)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        shutil.rmtree(cls.server.home, ignore_errors=True)
        shutil.rmtree(cls.work, ignore_errors=True)

    def capture(self, name, *words, options=()):
        file = self.work / name
        done = self.server.ctl("capture", "--out", file, *options, "--", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return file

    def show(self, file, *options):
        done = self.server.ctl("capture", "show", file, "--json", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def upload(self, name, *options):
        return self.capture(name, "put", self.work / "report.txt", self.server.url("alice"), "--on-conflict", "overwrite", options=options)

    def test_an_upload_is_captured_without_its_contents_but_with_their_size(self):
        file = self.upload("put.pcapng")
        raw = file.read_bytes()
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertFalse(CONTENTS[:48] in raw)
        frames = self.show(file)
        data = [frame for frame in frames if frame["name"] == "DATA" and frame["to"] == "server"]
        self.assertGreaterEqual(sum(frame["size"] - 12 for frame in data), len(CONTENTS))
        self.assertTrue(all(frame["known"] == 12 for frame in data))
        self.assertEqual(frames[0]["name"], "HELLO")
        self.assertTrue([frame for frame in self.show(file, "--filter", "type:OPEN") if "files.put" in frame["text"]])

    def test_contents_are_there_when_asked_for(self):
        self.assertTrue(CONTENTS[:48] in self.upload("bodies.pcapng", "--bodies").read_bytes())

    def test_nothing_of_the_password_or_its_proof_is_in_the_file(self):
        raw = self.upload("secret.pcapng", "--bodies").read_bytes()
        # The proof, the salt and the count of RFC 5802, 5.1; what is public of the first message stays.
        for word in (PASSWORD.encode(), base64.b64encode(PASSWORD.encode()), b",p=", b",s=", b",i="):
            self.assertFalse(word in raw, word)
        secret = [frame for frame in self.show(self.work / "secret.pcapng", "--filter", "is:secret")]
        self.assertGreaterEqual(len(secret), 3)

    def test_tshark_reads_every_frame_and_finds_nothing_malformed(self):
        if not shutil.which("tshark"):
            self.skipTest("tshark is not installed")
        file = self.upload("tshark.pcapng", "--bodies")
        tshark = ["tshark", "-n", "-X", f"lua_script:{DISSECTOR}", "-d", f"tcp.port=={self.server.port},transom", "-r", file]
        environment = {**os.environ, "HOME": str(self.work), "XDG_CONFIG_HOME": str(self.work)}
        ran = subprocess.run([*tshark, "-V"], capture_output=True, text=True, timeout=120, env=environment)
        if "lua" in ran.stderr.lower() and "not" in ran.stderr.lower():
            self.skipTest("tshark has no Lua")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        for frame in {frame["name"] for frame in self.show(file)}:
            self.assertIn(frame, ran.stdout)
        bad = subprocess.run([*tshark, "-Y", "_ws.malformed || _ws.lua.error || tcp.analysis.lost_segment || tcp.analysis.retransmission"], capture_output=True, text=True, timeout=120, env=environment)
        self.assertEqual(bad.stdout, "", bad.stdout)

    def test_the_commands_status_and_output_pass_through(self):
        done = self.server.ctl("capture", "--out", self.work / "exec.pcapng", "--quiet", "--", "exec", self.server.url("alice"), "--", "sh", "-c", "echo heard; exit 7")
        self.assertEqual((done.returncode, done.stdout), (7, b"heard\n"), done.stderr)
        done = self.server.ctl("capture", "--out", self.work / "none.pcapng", "--", "ls", "transom://alice@127.0.0.1:1/")
        self.assertNotEqual(done.returncode, 0)
        for words in (["capture"], ["capture", "--", "nonsense"], ["capture", "show"], ["capture", "replay", "x"], ["capture", "show", "x", "--filter", "size>x"]):
            self.assertEqual(self.server.ctl(*words, cwd=self.work).returncode, 2, words)
        self.assertEqual(self.server.ctl("capture", "show", self.work / "report.txt").returncode, 1)

    def test_a_session_of_transom_is_not_replayed_and_says_why(self):
        done = self.server.ctl("capture", "replay", self.upload("again.pcapng", "--bodies"), f"127.0.0.1:{self.server.port}")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"sign-in", done.stderr)

    def test_what_a_relay_has_recorded_is_replayed(self):
        shouter = Shouter()
        file = self.work / "relay.pcapng"
        relay = subprocess.Popen([PROGRAMS / "transomctl", "relay", "127.0.0.1:0", f"127.0.0.1:{shouter.port}", "--json", "--count", "1", "--pcapng", file],
                                 stdout=subprocess.PIPE, text=True)
        guard = threading.Timer(60, relay.kill)
        guard.start()
        port = int(json.loads(relay.stdout.readline())["address"].rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port)) as client, client.makefile("rb") as lines:
            for line in (b"one\n", b"two\n"):
                client.sendall(line)
                self.assertEqual(lines.readline(), line.upper())
        relay.stdout.read()
        relay.wait(60)
        guard.cancel()
        relay.stdout.close()
        for pace in ("fast", "recorded"):
            done = self.server.ctl("capture", "replay", file, f"127.0.0.1:{shouter.port}", "--pace", pace, "--json")
            self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
            told = json.loads(done.stdout.splitlines()[-1])
            self.assertEqual((told["same"], told["sent"], told["received"]), (True, 8, 8))
        other = Shouter(lambda line: line.upper().replace(b"W", b"v"))
        done = self.server.ctl("capture", "replay", file, f"127.0.0.1:{other.port}", "--pace", "fast", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(json.loads(done.stdout.splitlines()[-1])["offset"], 5)


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
