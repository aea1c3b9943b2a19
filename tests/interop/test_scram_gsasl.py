#!/usr/bin/env python3
"""SCRAM-SHA-256 against an independent implementation: GNU SASL's command `gsasl`, as client and as server.

gsasl 2.2 cannot bind to tls-server-end-point, so this is the unbound form; the messages are otherwise the same.
"""

import base64
import re
import shutil
import subprocess
import sys
import unittest

PASSWORD = "pencil and paper"
CLIENT, SERVER = "client", "server"


class Peer:
    """A program that writes and reads base64 lines, among others that are meant for people."""

    def __init__(self, words):
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except BrokenPipeError:
                pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def send(self, message):
        try:
            self.process.stdin.write(base64.b64encode(message).decode() + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has refused; its exit status says so

    def receive(self):
        """The next message, or None when the program has ended."""
        for line in self.process.stdout:
            line = line.strip()
            if not re.fullmatch(r"[A-Za-z0-9+/]{8,}={0,2}", line) or len(line) % 4:
                continue
            message = base64.b64decode(line)
            if re.match(rb"[nyp],|[rcve]=", message):
                return message
        return None

    def status(self):
        return self.process.wait(10)


def gsasl(role, user, password):
    return ["gsasl", "--" + role, "--mechanism=SCRAM-SHA-256", "--no-cb", "--quiet",
            "--authentication-id=" + user, "--authorization-id=" + user, "--password=" + password]


def ours(role, user, password):
    return [PROGRAMS + "/scram_peer", role] + ([user] if role == CLIENT else []) + [password]


def exchange(client, server):
    """Carries messages to and fro; returns the names of them that were seen."""
    seen = []
    while True:
        message = client.receive()
        if message is None:
            return seen
        seen.append(message)
        server.send(message)
        answer = server.receive()
        if answer is None:
            return seen
        seen.append(answer)
        client.send(answer)
        if answer.startswith(b"v="):
            return seen


@unittest.skipUnless(shutil.which("gsasl"), "gsasl is not installed")
class AgainstGsasl(unittest.TestCase):
    USERS = ["user", "with,comma=sign", "李雷", "Ünïcode"]

    def test_our_client_signs_in_to_gsasl(self):
        for user in self.USERS:
            with self.subTest(user=user), Peer(ours(CLIENT, user, PASSWORD)) as client, Peer(gsasl(SERVER, user, PASSWORD)) as server:
                seen = exchange(client, server)
                self.assertEqual(4, len(seen), seen)
                self.assertEqual(0, client.status())

    def test_gsasl_signs_in_to_our_server(self):
        for user in self.USERS:
            with self.subTest(user=user), Peer(gsasl(CLIENT, user, PASSWORD)) as client, Peer(ours(SERVER, user, PASSWORD)) as server:
                seen = exchange(client, server)
                self.assertEqual(4, len(seen), seen)
                self.assertEqual(0, server.status())
                client.send(b"")  # gsasl wants to be asked once more before it is content
                client.process.stdin.close()
                self.assertEqual(0, client.status())

    def test_a_wrong_password_fails_on_both(self):
        with Peer(ours(CLIENT, "user", "wrong")) as client, Peer(gsasl(SERVER, "user", PASSWORD)) as server:
            self.assertEqual(3, len(exchange(client, server)))
            self.assertNotEqual(0, server.status())
        with Peer(gsasl(CLIENT, "user", "wrong")) as client, Peer(ours(SERVER, "user", PASSWORD)) as server:
            self.assertEqual(3, len(exchange(client, server)))
            self.assertEqual(1, server.status())

    def test_a_server_that_does_not_know_the_password_is_found_out(self):
        def forge(message):
            return message if not message.startswith(b"v=") else b"v=" + base64.b64encode(bytes(32))

        with Peer(ours(CLIENT, "user", PASSWORD)) as client, Peer(gsasl(SERVER, "user", PASSWORD)) as server:
            for _ in range(2):
                server.send(client.receive())
                client.send(forge(server.receive()))
            self.assertEqual(1, client.status())
        # gsasl does the same with us: the check above does not pass by accident of the forging.
        with Peer(gsasl(CLIENT, "user", PASSWORD)) as client, Peer(ours(SERVER, "user", PASSWORD)) as server:
            for _ in range(2):
                server.send(client.receive())
                client.send(forge(server.receive()))
            client.send(b"")
            client.process.stdin.close()
            self.assertNotEqual(0, client.status())


if __name__ == "__main__":
    PROGRAMS = sys.argv.pop(1)
    unittest.main()
