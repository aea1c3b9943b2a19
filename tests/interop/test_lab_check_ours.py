#!/usr/bin/env python3
"""Our own servers and clients pass every trial that `transomctl lab check` has for them."""

import unittest

from lab_checking import CheckCase


class TestOurs(CheckCase):
    def test_our_plain_servers_pass(self):
        for dialect in ("upper", "prefix-echo", "greet-first", "hao", "chat-turns", "exec-reverse", "udp-greet", "udp-chat"):
            with self.subTest(dialect):
                self.ours("server", dialect)

    def test_our_command_servers_pass(self):
        for dialect in ("exec-welcome", "exec-ready", "exec-length-ack", "exec-struct", "udp-exec"):
            with self.subTest(dialect):
                self.ours("server", dialect)

    def test_our_upload_servers_pass(self):
        for dialect in ("put-json", "put-size", "put-struct"):
            with self.subTest(dialect):
                self.ours("server", dialect, "--dir", "{dir}")

    def test_our_hmac_server_passes(self):
        self.ours("server", "hmac", "--dir", "{dir}")

    def test_our_clients_pass(self):
        for dialect in ("upper", "prefix-echo", "greet-after", "chat-turns", "exec-ready", "exec-length-ack", "exec-struct", "exec-reverse", "hmac", "udp-ok"):
            with self.subTest(dialect):
                self.ours("client", dialect)
        self.ours("client", "time", "--count", "1")
        for dialect in ("put-json", "put-size", "put-struct"):
            with self.subTest(dialect):
                self.ours("client", dialect, "--file", "{file}")


if __name__ == "__main__":
    unittest.main()
