#!/usr/bin/env python3
"""Patterns, standard input and output, and files that change while they are read: transomctl against a real transomd."""

import hashlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

from daemon import PASSWORD, Daemon

PROGRAMS = sys.argv.pop(1)
DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 5


class WithServer(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(PROGRAMS, "--no-discovery")
        self.addCleanup(self.daemon.__exit__)
        self.daemon.add_user("alice", allow="files")
        self.daemon.add_user("carol", allow="files", quota="100000")
        self.daemon.start()
        self.daemon.trust()
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-streams-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.homes = next(self.daemon.home.rglob("homes"))

    def ctl(self, *words, status=DONE, **options):
        done = self.daemon.ctl(*words, **options)
        self.assertEqual(done.returncode, status, done.stdout[-500:] + done.stderr[-500:])
        return done

    def start(self, *words, **options):
        environment = {**self.daemon.environment, "TRANSOM_PASSWORD": PASSWORD}
        process = subprocess.Popen([self.daemon.programs / "transomctl", *map(str, words)], env=environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        self.addCleanup(process.stderr.close)
        self.addCleanup(lambda: process.stdout and process.stdout.close())
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def url(self, path="/", user="alice"):
        return self.daemon.url(user, path)

    def home(self, user="alice"):
        return self.homes / user

    def have(self, *names):
        """Files in alice's home, each holding its own name."""
        self.ctl("ls", self.url("/"))
        for name in names:
            path = self.home() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)

    def got(self, folder=None):
        folder = folder or self.directory
        return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


class Patterns(WithServer):
    def test_get_fetches_what_a_pattern_names_on_the_server_and_nothing_else(self):
        self.have("a.txt", "b.txt", "c.dat", ".hidden.txt", "dir/d.txt")
        self.ctl("get", self.url("/*.txt"), self.directory)
        self.assertEqual(self.got(), ["a.txt", "b.txt"])
        self.assertEqual((self.directory / "a.txt").read_text(), "a.txt")

    def test_patterns_may_stand_in_any_component(self):
        self.have("2023/jan/r1.csv", "2024/jan/r2.csv", "2024/feb/r3.csv", "2024/feb/r3.txt", "old/jan/r4.csv", "2024/x.csv")
        self.ctl("get", self.url("/202?/[!f]an/*.csv"), self.directory)
        self.assertEqual(self.got(), ["r1.csv", "r2.csv"])

    def test_two_stars_go_through_any_number_of_folders(self):
        self.have("top.log", "a/one.log", "a/b/c/two.log", "a/b/three.txt", ".git/four.log")
        listed = self.ctl("ls", "--json", self.url("/**/*.log")).stdout.splitlines()
        self.assertEqual([json.loads(line)["name"] for line in listed], ["/a/b/c/two.log", "/a/one.log", "/top.log"])

    def test_percent_encoded_characters_and_names_that_are_there_are_meant_literally(self):
        self.have("a*b", "aXb", "report[1].txt", "report1.txt", "what?", "whatX")
        self.ctl("get", self.url("/a%2Ab"), self.directory)
        self.assertEqual(self.got(), ["a*b"])
        self.ctl("get", self.url("/report[1].txt"), self.directory)
        self.ctl("get", self.url("/what?"), self.directory)
        self.assertEqual(self.got(), ["a*b", "report[1].txt", "what?"])
        self.ctl("get", self.url("/a%2ab"), self.directory / "again")
        self.assertEqual((self.directory / "again").read_text(), "a*b")
        self.assertIn(b"%25", self.ctl("get", self.url("/100%"), self.directory, status=USAGE).stderr)

    def test_a_pattern_that_matches_nothing_says_so(self):
        self.have("a.txt")
        for words in (("get", self.url("/*.pdf"), self.directory), ("ls", self.url("/nowhere/*")), ("rm", self.url("/*.pdf")),
                      ("put", self.directory / "*.pdf", self.url("/"))):
            done = self.ctl(*words, status=FAILED)
            self.assertIn(b"matches", done.stderr)
        self.assertEqual(self.got(), [])

    def test_one_match_may_get_a_new_name_and_several_need_a_folder(self):
        self.have("a.txt", "b.txt")
        self.ctl("get", self.url("/a*"), self.directory / "new")
        self.assertEqual(self.got(), ["new"])
        self.assertIn(b"no folder", self.ctl("get", self.url("/?.txt"), self.directory / "other", status=FAILED).stderr)

    def test_rm_names_what_goes_and_counts_it(self):
        self.have("a.tmp", "b.tmp", "keep.txt", "dir/c.tmp")
        dry = self.ctl("rm", "--dry-run", self.url("/**/*.tmp")).stdout.decode()
        self.assertIn("would remove /dir/c.tmp", dry)
        self.assertIn("3 would be removed", dry)
        self.assertEqual(len(list(self.home().glob("*.tmp"))), 2)
        said = self.ctl("rm", self.url("/*.tmp")).stdout.decode()
        self.assertIn("removed /a.tmp", said)
        self.assertIn("removed /b.tmp", said)
        self.assertIn("2 removed", said)
        self.assertEqual(sorted(path.name for path in self.home().iterdir() if not path.name.startswith(".")), ["dir", "keep.txt"])
        entries = [json.loads(line) for line in self.ctl("bin", "list", "--json", self.url("/")).stdout.splitlines()]
        self.assertEqual(sorted(entry["path"] for entry in entries), ["/a.tmp", "/b.tmp"])

    def test_what_of_a_pattern_cannot_be_removed_is_said_and_the_rest_goes(self):
        self.have("x/inside", "y", "z")
        done = self.ctl("rm", self.url("/[x-z]"), status=FAILED)
        self.assertIn("failed: /x", done.stderr.decode())
        self.assertIn("2 removed", done.stdout.decode())
        self.assertTrue((self.home() / "x/inside").exists())

    def test_quoted_local_patterns_are_expanded_here_unless_a_file_is_called_so(self):
        for name in ("one.txt", "two.txt", "three.dat"):
            (self.directory / name).write_text(name)
        self.ctl("put", f"{self.directory}/t*", self.url("/"))
        self.assertEqual(sorted(path.name for path in self.home().iterdir() if path.is_file()), ["three.dat", "two.txt"])
        (self.directory / "[ot]*.txt").write_text("literal")
        self.ctl("put", f"{self.directory}/[ot]*.txt", self.url("/"))
        self.assertEqual((self.home() / "[ot]*.txt").read_text(), "literal")
        self.assertFalse((self.home() / "one.txt").exists())

    def test_thousands_of_matches_come(self):
        self.have(*(f"{'n' * 60}-{number:04}.txt" for number in range(2500)), "other")
        self.ctl("get", self.url("/n*.txt"), self.directory)
        self.assertEqual(len(self.got()), 2500)


class Streams(WithServer):
    def test_standard_input_of_unknown_length_becomes_a_file(self):
        data = os.urandom(40_000_001)
        said = json.loads(self.ctl("put", "--json", "-", self.url("/from-pipe.bin"), input=data).stdout.splitlines()[-1])
        self.assertEqual(said["bytes"], len(data))
        self.assertEqual((self.home() / "from-pipe.bin").read_bytes(), data)
        used = json.loads(self.ctl("quota", "--json", self.url("/")).stdout)
        self.assertEqual(used["used"], len(data))
        self.assertEqual(used.get("reserved", 0), 0)

    def test_empty_standard_input_becomes_an_empty_file(self):
        self.ctl("put", "-", self.url("/empty"), input=b"")
        self.assertEqual((self.home() / "empty").read_bytes(), b"")

    def test_nothing_is_to_be_seen_of_it_before_the_end(self):
        process = self.start("put", "-", self.url("/late"), stdin=subprocess.PIPE)
        process.stdin.write(os.urandom(3_000_000))
        process.stdin.flush()
        self.ctl("ls", self.url("/"))
        self.assertFalse((self.home() / "late").exists())
        process.stdin.close()
        self.assertEqual(process.wait(60), DONE, process.stderr.read())
        self.assertEqual((self.home() / "late").stat().st_size, 3_000_000)

    def test_what_does_not_fit_into_the_quota_is_refused_and_leaves_nothing(self):
        done = self.ctl("put", "-", self.url("/big", "carol"), input=bytes(1_000_000), status=FAILED)
        self.assertIn(b"quota", done.stderr.lower())
        self.assertFalse((self.home("carol") / "big").exists())
        used = json.loads(self.ctl("quota", "--json", self.url("/", "carol")).stdout)
        self.assertEqual((used["used"], used.get("reserved", 0)), (0, 0))
        # A step of the reservation is larger than all that she may have: what fits goes all the same, to the last byte.
        self.ctl("put", "-", self.url("/fits", "carol"), input=os.urandom(100_000))
        self.assertEqual((self.home("carol") / "fits").stat().st_size, 100_000)

    def test_a_name_that_is_taken_is_treated_as_said(self):
        self.have("there")
        self.assertIn(b"already", self.ctl("put", "-", self.url("/there"), input=b"new", status=FAILED).stderr)
        self.assertEqual((self.home() / "there").read_text(), "there")
        self.ctl("put", "-", self.url("/there"), "--on-conflict", "overwrite", input=b"new")
        self.assertEqual((self.home() / "there").read_text(), "new")

    def test_wrong_usage_of_a_dash_is_told(self):
        for words in (("put", "-", self.url("/")), ("put", "-", self.directory, self.url("/x")), ("put", "--resume", "-", self.url("/x")),
                      ("get", "--recursive", self.url("/x"), "-")):
            self.assertEqual(self.ctl(*words, status=USAGE).stdout, b"")

    def test_an_interrupted_upload_of_standard_input_leaves_nothing(self):
        process = self.start("put", "-", self.url("/never"), stdin=subprocess.PIPE)
        process.stdin.write(os.urandom(1_000_000))  # zeros would be a hole
        process.stdin.flush()
        self.wait_for(lambda: any(path.stat().st_size > 0 for path in self.home().glob(".partial/*")))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), INTERRUPTED)
        process.stdin.close()
        self.assertEqual(self.ctl("ls", self.url("/")).stdout, b"")

    def wait_for(self, condition):
        tick = threading.Event()
        for _ in range(1500):
            if condition():
                return
            tick.wait(0.02)
        self.fail("it did not happen")

    def test_standard_output_gets_the_bytes_and_nothing_else(self):
        data = os.urandom(5_000_003)
        self.have("x")
        (self.home() / "out.bin").write_bytes(data)
        done = self.ctl("get", self.url("/out.bin"), "-")
        self.assertEqual(done.stdout, data)
        done = self.ctl("get", "--json", self.url("/out.bin"), "-")
        self.assertEqual(done.stdout, data)
        self.assertEqual(json.loads(done.stderr.splitlines()[-1])["bytes"], len(data))

    def test_several_files_and_patterns_come_one_after_the_other(self):
        self.have("1.txt", "2.txt", "end")
        self.assertEqual(self.ctl("get", self.url("/*.txt"), self.url("/end"), "-").stdout, b"1.txt2.txtend")

    def test_errors_leave_standard_output_alone(self):
        self.have("x")
        for path in ("/missing", "/*.none"):
            done = self.ctl("get", "--json", self.url(path), "-", status=FAILED)
            self.assertEqual(done.stdout, b"")
            self.assertTrue(done.stderr)

    def test_a_reader_that_goes_ends_it_quietly_as_it_ends_any_filter(self):
        self.have("x")
        (self.home() / "long").write_bytes(bytes(30_000_000))
        process = self.start("get", self.url("/long"), "-")
        self.assertEqual(len(process.stdout.read(1000)), 1000)
        process.stdout.close()
        process.stdout = None
        self.assertEqual(process.wait(60), -signal.SIGPIPE)
        self.assertEqual(process.stderr.read(), b"")

    def test_a_pipe_from_one_place_to_another_keeps_every_byte(self):
        data = os.urandom(3_000_000)
        self.have("x")
        (self.home() / "from").write_bytes(data)
        reader = self.start("get", self.url("/from"), "-")
        self.ctl("put", "-", self.url("/to"), stdin=reader.stdout)
        self.assertEqual(reader.wait(60), DONE)
        self.assertEqual(hashlib.sha256((self.home() / "to").read_bytes()).digest(), hashlib.sha256(data).digest())


class Changing(WithServer):
    wait_for = Streams.wait_for

    def growing(self, path, appended):
        with path.open("ab") as file:
            file.write(appended)

    def test_a_file_that_changed_while_it_was_sent_is_sent_again_by_itself(self):
        self.have("x")
        source = self.directory / "log"
        source.write_bytes(os.urandom(3_000_000))
        process = self.start("put", "--limit", "2M", source, self.url("/"))
        self.wait_for(lambda: any(path.stat().st_size > 0 for path in self.home().glob(".partial/*")))
        self.growing(source, b"one more line\n")
        self.assertEqual(process.wait(60), DONE)
        self.assertIn(b"tried again", process.stderr.read())
        self.assertEqual((self.home() / "log").read_bytes(), source.read_bytes())

    def test_a_file_within_a_tree_that_has_grown_meanwhile_goes_after_it(self):
        self.have("x")
        tree = self.directory / "tree"
        tree.mkdir()
        for number in range(150):
            (tree / f"{number:03}").write_bytes(os.urandom(20_000))
        process = self.start("put", "--recursive", "--limit", "1M", tree, self.url("/"))
        self.wait_for(lambda: (self.home() / "tree/000").exists())
        self.growing(tree / "149", b"more")
        self.assertEqual(process.wait(60), DONE)
        self.assertIn(b"tried again", process.stderr.read())
        for path in tree.iterdir():
            self.assertEqual((self.home() / "tree" / path.name).read_bytes(), path.read_bytes())

    def test_a_file_that_changed_on_the_server_while_it_came_is_fetched_again(self):
        self.have("x")
        (self.home() / "log").write_bytes(os.urandom(4_000_000))
        process = self.start("get", "--limit", "2M", self.url("/log"), self.directory)
        self.wait_for(lambda: any(path.stat().st_size > 0 for path in self.directory.glob(".transom-*.part")))
        self.growing(self.home() / "log", b"one more line\n")
        self.assertEqual(process.wait(60), DONE)
        self.assertIn(b"tried again", process.stderr.read())
        self.assertEqual((self.directory / "log").read_bytes(), (self.home() / "log").read_bytes())
        self.assertEqual(self.got(), ["log"])

    def test_what_never_comes_to_rest_is_given_up_after_three_tries(self):
        self.have("x")
        source = self.directory / "busy"
        source.write_bytes(os.urandom(2_500_000))
        over = threading.Event()

        def write():
            while not over.wait(0.05):
                self.growing(source, b".")

        writer = threading.Thread(target=write)
        writer.start()
        try:
            done = self.ctl("put", "--limit", "4M", "--json", source, self.url("/"), status=FAILED)
        finally:
            over.set()
            writer.join()
        said = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line["triedAgain"] for line in said if "triedAgain" in line], [str(source)])
        self.assertIn(410, [line.get("error") for line in said])
        self.assertFalse((self.home() / "busy").exists())
        self.assertEqual(json.loads(self.ctl("quota", "--json", self.url("/")).stdout).get("reserved", 0), 0)


if __name__ == "__main__":
    unittest.main(verbosity=1)
