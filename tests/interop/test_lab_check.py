#!/usr/bin/env python3
"""Each broken server of lab_programs fails what it should, with the hint that it deserves."""

import unittest

from lab_checking import CheckCase


class TestServers(CheckCase):
    def test_a_right_server_passes(self):
        self.assertEqual(set(self.failures("upper", "server", "good_upper.py")), set())
        self.assertEqual({result["result"] for result in self.results.values()}, {"passed"})
        self.assertTrue(self.results["plain"]["calls"])

    def test_an_end_of_stream_taken_for_a_message_is_found(self):
        failed = self.failures("upper", "server", "forever_upper.py")
        self.assertEqual(set(failed), {"next"})
        self.assertIn("recv that returns nothing", failed["next"]["hint"])
        self.assertEqual(self.results["reset"]["result"], "not tried")

    def test_a_server_that_never_stops_talking_is_found(self):
        failed = self.failures("greet-after", "server", "endless_greeting.py")
        self.assertEqual(set(failed), {"plain"})
        self.assertIn("should have closed the connection", failed["plain"]["happened"])

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


if __name__ == "__main__":
    unittest.main()
