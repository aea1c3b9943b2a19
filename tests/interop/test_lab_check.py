#!/usr/bin/env python3
"""transomctl lab check: our own programs pass, and each broken program of lab_programs fails what it should, with the hint that it deserves."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent / "lab_programs"


def check(*words, directory=None):
    done = subprocess.run([PROGRAMS / "transomctl", "lab", "check", "--json", *map(str, words)], cwd=directory, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, timeout=200)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, lines


class TestLabCheck(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-check-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def failures(self, dialect, role, program, *words, options=()):
        status, results = check(dialect, "--role", role, *options, "--", "python3", HERE / program, "{port}", *words, directory=self.directory)
        failed = {result["trial"]: result for result in results if result["result"] == "failed"}
        self.assertEqual(status, 1 if failed else 0, results)
        self.results = {result["trial"]: result for result in results}
        return failed

    def ours(self, role, dialect, *words):
        start = ["serve", dialect, "--port", "{port}"] if role == "server" else ["connect", dialect, "127.0.0.1:{port}"]
        status, results = check(dialect, "--role", role, "--", PROGRAMS / "transomctl", "lab", *start, "--plain", *words, directory=self.directory)
        self.assertTrue(results)
        self.assertEqual({(result["trial"], result["happened"]) for result in results if result["result"] != "passed"}, set())
        self.assertEqual(status, 0)

    # Ours ------------------------------------------------------------------------------------------------------------
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

    # Theirs ----------------------------------------------------------------------------------------------------------
    def test_a_right_server_passes(self):
        self.assertEqual(set(self.failures("upper", "server", "good_upper.py")), set())
        self.assertEqual({result["result"] for result in self.results.values()}, {"passed"})
        self.assertTrue(self.results["plain"]["calls"])

    def test_an_end_of_stream_taken_for_a_message_is_found(self):
        failed = self.failures("upper", "server", "forever_upper.py")
        self.assertEqual(set(failed), {"next"})
        self.assertIn("recv that returns nothing", failed["next"]["hint"])
        self.assertEqual(self.results["reset"]["result"], "not tried")

    def test_decoding_of_half_a_character_is_found(self):
        failed = self.failures("upper", "server", "decoding_upper.py")
        self.assertEqual(set(failed), {"character", "encoding"})
        self.assertIn("a character cut in two", failed["character"]["hint"])
        self.assertIn("UnicodeDecodeError", failed["character"]["output"])

    def test_a_server_that_dies_of_a_reset_is_found(self):
        failed = self.failures("upper", "server", "fragile_upper.py")
        self.assertEqual(set(failed), {"reset"})
        self.assertIn("ConnectionResetError was not caught", failed["reset"]["hint"])

    def test_serving_nobody_while_one_stalls_is_reported_only_where_more_was_promised(self):
        failed = self.failures("upper", "server", "good_upper.py", options=("--model", "thread", "--only", "waiting"))
        self.assertEqual(set(failed), {"waiting"})
        self.assertIn("give each connection a thread", failed["waiting"]["hint"])

    def test_a_right_upload_server_passes(self):
        self.assertEqual(set(self.failures("put-struct", "server", "putting.py", "right")), set())
        self.assertEqual({result["result"] for result in self.results.values()}, {"passed"})

    def test_one_recv_for_a_length_is_found(self):
        failed = self.failures("put-struct", "server", "putting.py", "one-recv")
        self.assertEqual(set(failed), {"split", "bytes", "stall"})
        self.assertIn("One recv was taken for one message", failed["split"]["hint"])

    def test_no_loop_for_the_body_is_found(self):
        failed = self.failures("put-struct", "server", "putting.py", "no-loop")
        self.assertLessEqual({"bytes", "large", "short-body"}, set(failed))
        self.assertIn("loop until all announced bytes are there", failed["large"]["hint"])

    def test_the_wrong_byte_order_is_found(self):
        failed = self.failures("put-struct", "server", "putting.py", "byte-order")
        self.assertEqual(set(failed), {"plain"})
        self.assertIn("other byte order", failed["plain"]["hint"])

    def test_half_files_are_found(self):
        failed = self.failures("put-struct", "server", "putting.py", "half-file")
        self.assertEqual(set(failed), {"short-body"})
        self.assertIn("rename it when all have come", failed["short-body"]["hint"])

    def test_a_name_that_leaves_the_folder_is_found(self):
        failed = self.failures("put-struct", "server", "putting.py", "any-name")
        self.assertEqual(set(failed), {"escape"})
        self.assertIn("os.path.basename", failed["escape"]["hint"])

    def test_any_digest_accepted_is_found(self):
        failed = self.failures("hmac", "server", "trusting_hmac.py", "any")
        self.assertEqual(set(failed), {"wrong-mac", "replayed-mac"})
        self.assertIn("compare_digest", failed["wrong-mac"]["hint"])

    def test_a_number_that_never_changes_is_found(self):
        failed = self.failures("hmac", "server", "trusting_hmac.py", "same")
        self.assertEqual(set(failed), {"replayed-mac"})
        self.assertIn("new random number", failed["replayed-mac"]["hint"])

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
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
