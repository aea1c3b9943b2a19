#!/usr/bin/env python3
"""The independent client against a real transomd: what PROTOCOL.md says is enough to talk to it."""

import os
import sys
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

    def test_another_protocol_is_turned_away(self):
        import socket
        with socket.create_connection((self.daemon.host, self.daemon.port), timeout=30) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
            answer = b""
            while piece := plain.recv(4096):
                answer += piece
        self.assertIn(b"Transom", answer)


if __name__ == "__main__":
    PROGRAMS = sys.argv.pop(1)
    unittest.main(verbosity=2)
