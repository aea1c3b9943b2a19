#!/usr/bin/env python3
"""The independent client against a real transomd: what PROTOCOL.md says is enough to talk to it."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import transom_client as client
from daemon import PASSWORD, Daemon


class PythonClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(PROGRAMS)
        cls.daemon.add_user("alice")
        cls.daemon.add_user("bob", allow="chat,files-read")
        cls.daemon.add_user("carol", allow="files", quota="100000")
        cls.daemon.add_user("carol-and-chat", allow="chat")
        cls.daemon.start()

    @classmethod
    def tearDownClass(cls):
        cls.daemon.__exit__()

    def session(self, user="alice", password=PASSWORD):
        session = client.Session(self.daemon.host, self.daemon.port, self.daemon.fingerprint)
        self.addCleanup(session.socket.close)
        session.sign_in(user, password)
        return session

    def assert_code(self, code, action, *arguments, **named):
        with self.assertRaises(client.TransomError) as caught:
            action(*arguments, **named)
        self.assertEqual(caught.exception.code, code)

    def test_a_ping_comes_back(self):
        self.assertGreater(self.session().ping(), 0)

    def test_another_fingerprint_is_refused_before_signing_in(self):
        self.assert_code(203, client.Session, self.daemon.host, self.daemon.port, "AAAA-BBBB")

    def test_wrong_passwords_and_unknown_users_get_the_same_answer(self):
        self.assert_code(200, self.session, "bob", "wrong horse battery")
        self.assert_code(200, self.session, "mallory", PASSWORD)

    def test_a_command_gives_its_output_errors_and_status(self):
        status, output, errors = client.run(self.session(), ["sh", "-c", "cat; echo oops >&2; exit 7"], b"in and out\n")
        self.assertEqual((status, output, errors), (7, b"in and out\n", b"oops\n"))

    def test_more_output_than_the_credit_arrives_whole(self):
        status, output, _ = client.run(self.session(), ["seq", "1", "300000"])
        self.assertEqual(status, 0)
        self.assertEqual(output, b"".join(b"%d\n" % i for i in range(1, 300001)))

    def test_a_command_needs_permission(self):
        self.assert_code(206, client.run, self.session("bob"), ["true"])

    def test_a_file_goes_up_and_down_unchanged(self):
        session = self.session()
        data = os.urandom(3_000_001)
        self.assertEqual(client.put(session, data, "/up.bin")["path"], "/up.bin")
        self.assertEqual(client.get(session, "/up.bin"), data)
        self.assertIn(("up.bin", "file", len(data)), [(e["name"], e["type"], e["size"]) for e in client.list_folder(session, "/")])

    def test_an_empty_file_and_a_name_in_chinese(self):
        session = self.session()
        client.put(session, b"", "/空文件.txt")
        self.assertEqual(client.get(session, "/空文件.txt"), b"")

    def test_a_file_that_is_there_already_is_kept(self):
        session = self.session()
        client.put(session, b"first", "/kept.txt")
        self.assert_code(401, client.put, session, b"second", "/kept.txt")
        session = self.session()
        self.assertEqual(client.get(session, "/kept.txt"), b"first")
        client.put(session, b"third", "/kept.txt", conflict="overwrite")
        self.assertEqual(client.get(session, "/kept.txt"), b"third")

    def test_a_wrong_hash_keeps_nothing(self):
        session = self.session()
        channel = session.open("files.put", path="/damaged.bin", size=4)
        channel.send(client.DATA, b"data")
        channel.end(size=4, sha256="0" * 64)
        self.assert_code(408, list, channel.messages())
        self.assert_code(400, client.get, self.session(), "/damaged.bin")

    def test_a_full_quota_is_said_before_anything_is_written(self):
        session = self.session("carol")
        self.assert_code(406, client.put, session, bytes(100_001), "/large.bin")
        self.assertEqual(client.list_folder(self.session("carol"), "/"), [])

    def test_what_was_removed_can_be_put_back(self):
        client.put(self.session(), b"undo", "/undone.txt")
        session = self.session()
        channel = session.open("files.remove", path="/undone.txt")
        list(channel.messages())
        removed = channel.result["id"]
        entry = client.list_bin(self.session())[0]
        self.assertEqual((entry["id"], entry["path"], entry["size"], entry["by"]), (removed, "/undone.txt", 4, "alice"))
        list(self.session().open("files.bin.restore", id=removed).messages())
        self.assertEqual(client.get(self.session(), "/undone.txt"), b"undo")
        self.assert_code(400, list, self.session().open("files.bin.restore", id=removed).messages())
        self.assert_code(400, list, self.session().open("files.bin.restore", id="../../x", to="/y").messages())
        self.assert_code(903, list, self.session().open("files.bin.purge").messages())

    def test_names_that_leave_the_home_are_refused(self):
        for path in ("/../etc/passwd", "/a/../../b", "/a\\b", "/nul", "relative"):
            with self.subTest(path=path):
                self.assertRaises(client.TransomError, client.get, self.session(), path)

    def test_two_people_chat_and_the_server_remembers(self):
        alice, bob = client.Chat(self.session()), client.Chat(self.session("bob"))
        for chat in (alice, bob):
            chat.join("#lobby")
        line = alice.say("#lobby", "两行\nand an emoji 🪟")
        while True:
            _, heard = bob.next(client.CHAT_LINE)
            if heard["seq"] == line["seq"]:
                break
        self.assertEqual((heard["from"], heard["text"]), ("alice", "两行\nand an emoji 🪟"))
        self.assertEqual(bob.history("#lobby")[-1]["text"], line["text"])
        self.assertEqual(bob.say("@alice", "psst")["target"], "@alice")
        while True:
            _, heard = alice.next(client.CHAT_LINE)
            if heard["target"] == "@bob":
                break
        self.assertEqual(heard["text"], "psst")

    def test_a_line_right_after_joining_is_said_in_the_room(self):
        chat = client.Chat(self.session())
        chat.channel.send(client.CHAT_JOIN, {"room": "#New-Room"})
        self.assertEqual(chat.say("#new-room", "first!")["seq"], 1)

    def test_what_is_said_to_somebody_who_is_away_waits_for_them(self):
        line = client.Chat(self.session("carol-and-chat")).say("@bob", "call me")
        chat = client.Chat(self.session("bob"))
        talk = [one for one in chat.welcome["conversations"] if one["name"] == "@carol-and-chat"][0]
        self.assertEqual((talk["lastSeq"], talk.get("readSeq", 0)), (line["seq"], 0))
        self.assertEqual([one["text"] for one in chat.history("@carol-and-chat")], ["call me"])

    def test_texts_that_no_message_could_carry_on_are_refused(self):
        chat = client.Chat(self.session())
        chat.join("#lobby")
        for text, code in (("", 903), ("\x1b[2J", 903), ("x" * 32769, 602), ('"' * 32600, 602)):
            self.assert_code(code, chat.say, "#lobby", text)
        self.assertEqual(chat.say("#lobby", "x" * 32768)["text"], "x" * 32768)
        self.assert_code(600, chat.say, "#a-room-without-me", "hello?")
        self.assert_code(601, chat.say, "@mallory", "hello?")

    def test_sending_more_than_the_credit_ends_the_session(self):
        session = self.session()
        # Its input goes nowhere: what fits into the pipe is granted again, and then no more.
        channel = session.open("command.run", argv=["sleep", "20"])
        for _ in range(40):
            session.send(client.DATA, bytes(client.PIECE), channel.number)
        self.assert_code(106, list, channel.messages())

    def test_frames_that_break_the_rules_end_the_session_with_their_code(self):
        session = self.session()
        session.socket.sendall(client.HEADER.pack(client.LARGEST_DATA + 1, client.DATA, 0, 0, 1))
        self.assert_code(101, session.receive)
        session = self.session()
        session.send(client.ACCEPT, {}, 1)
        self.assert_code(105, session.receive)
        session = self.session()
        session.send(client.DATA, b"x", 7)
        self.assert_code(100, session.receive)
        session = self.session()
        session.send(0x7E, b"from the future")
        self.assertGreater(session.ping(), 0)
        session.send(0x7E, flags=0x80)
        self.assert_code(102, session.receive)

    def test_a_cancelled_command_answers_when_it_is_gone(self):
        session = self.session()
        channel = session.open("command.run", argv=["sleep", "60"])
        self.assertEqual(channel.next()[0], client.ACCEPT)
        session.send(client.CANCEL, b"", channel.number)
        self.assert_code(900, list, channel.messages())

    def test_as_a_script(self):
        with tempfile.TemporaryDirectory() as folder:
            files = {name: os.path.join(folder, name) for name in ("password", "up", "down")}
            with open(files["password"], "w", encoding="utf-8") as file:
                file.write(PASSWORD + "\n")
            with open(files["up"], "wb") as file:
                file.write(os.urandom(100_000))
            script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "transom_client.py")
            common = [sys.executable, "-B", script, "--host", self.daemon.host, "--port", str(self.daemon.port), "--user", "alice",
                      "--password-file", files["password"], "--fingerprint", self.daemon.fingerprint]

            def call(*words):
                return subprocess.run([*common, *words], capture_output=True, timeout=60)

            self.assertIn(b" ms", call("ping").stdout)
            done = call("run", "--", "sh", "-c", "echo out; echo err >&2; exit 3")
            self.assertEqual((done.returncode, done.stdout, done.stderr), (3, b"out\n", b"err\n"))
            self.assertEqual(call("put", files["up"], "/script.bin").stdout, b"/script.bin\n")
            self.assertEqual(call("get", "/script.bin", files["down"]).returncode, 0)
            with open(files["up"], "rb") as up, open(files["down"], "rb") as down:
                self.assertEqual(up.read(), down.read())
            self.assertIn(b"script.bin", call("list", "/").stdout)
            with subprocess.Popen([*common, "hear", "#script"], stdout=subprocess.PIPE) as hearing:
                self.assertEqual(hearing.stdout.readline(), b"in #script\n")
                self.assertEqual(call("say", "#script", "hello").returncode, 0)
                self.assertEqual(hearing.stdout.readline(), b"alice: hello\n")
            wrong = call("get", "/nothing-here", files["down"])
            self.assertEqual(wrong.returncode, 1)
            self.assertIn(b"400", wrong.stderr)

    def test_another_protocol_is_turned_away(self):
        import socket
        with socket.create_connection((self.daemon.host, self.daemon.port), timeout=30) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
            answer = b""
            while piece := plain.recv(4096):
                answer += piece
        self.assertIn(b"Transom", answer)


class Vectors(unittest.TestCase):
    """The same files that the program's own tests load."""

    FOLDER = pathlib.Path(__file__).resolve().parents[2] / "core" / "protocol" / "vectors"

    def load(self, name):
        return json.loads((self.FOLDER / name).read_text(encoding="utf-8"))["good"]

    def test_frames_are_packed_as_the_vectors_say(self):
        for vector in self.load("frames.json"):
            packed = b""
            for frame in vector["frames"]:
                payload = bytes.fromhex(frame["payload"])
                packed += client.HEADER.pack(len(payload), frame["type"], frame["flags"], 0, frame["channel"]) + payload
            self.assertEqual(packed.hex(), vector["hex"], vector["name"])

    def test_payloads_hold_the_fields_that_the_vectors_say(self):
        for vector in self.load("messages.json"):
            if vector.get("canonical", True):
                self.assertEqual(json.loads(bytes.fromhex(vector["hex"])), vector["fields"])


if __name__ == "__main__":
    PROGRAMS = sys.argv.pop(1)
    unittest.main(verbosity=2)
