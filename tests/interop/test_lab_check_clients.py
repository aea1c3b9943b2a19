#!/usr/bin/env python3
"""Broken clients fail what they should, and the command has its manners."""

import shutil
import subprocess
import unittest

from lab_checking import HERE, PROGRAMS, CheckCase, check


class TestClients(CheckCase):
    def test_a_right_client_passes(self):
        self.assertEqual(set(self.failures("exec-struct", "client", "exec_client.py", "right")), set())

    def test_one_recv_for_a_length_is_found_in_a_client(self):
        failed = self.failures("exec-struct", "client", "exec_client.py", "one-recv")
        self.assertEqual(set(failed), {"split", "bytes"})
        self.assertIn("One recv was taken for one message", failed["split"]["hint"])

    def test_a_client_that_reads_for_ever_is_found(self):
        failed = self.failures("exec-struct", "client", "exec_client.py", "forever")
        self.assertEqual(set(failed), {"close", "cut-answer"})
        self.assertIn("recv that returns nothing", failed["close"]["hint"])

    def test_the_wrong_byte_order_is_found_in_a_client(self):
        failed = self.failures("exec-struct", "client", "exec_client.py", "byte-order")
        self.assertEqual(set(failed), {"plain"})
        self.assertIn("other byte order", failed["plain"]["hint"])

    # The command -----------------------------------------------------------------------------------------------------
    def test_wrong_words_are_wrong_usage(self):
        for words in (["nothing", "--role", "server"], ["upper"], ["upper", "--role", "server", "--only", "nothing", "--", "true"]):
            self.assertEqual(check(*words)[0], 2, words)

    def test_a_program_that_cannot_be_started_is_not_called_good(self):
        status, results = check("upper", "--role", "server", "--", "transom-no-such-program", "{port}")
        self.assertEqual(status, 1)
        self.assertEqual({result["result"] for result in results}, {"not tried"})

    def test_a_class_gets_a_table(self):
        for name in ("amy", "bob"):
            (self.directory / name).mkdir()
        shutil.copy(HERE / "good_upper.py", self.directory / "amy" / "server.py")
        shutil.copy(HERE / "fragile_upper.py", self.directory / "cleo.py")
        done = subprocess.run([PROGRAMS / "transomctl", "lab", "check", "upper", "--role", "server", "--only", "plain", "--only", "reset", "--class", self.directory, "--csv"], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stdout.splitlines()[:1] + sorted(line for line in done.stdout.splitlines() if "," in line and not line.startswith("name")),
                         ["name,plain,reset", "amy,passed,passed", "bob,,", "cleo,passed,failed"])


if __name__ == "__main__":
    unittest.main()
