#!/usr/bin/env python3
"""The command line against a real transomd, as a script would use it: what it prints, what it leaves on the disk, how it exits."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from daemon import PASSWORD, Daemon

DONE, FAILED, USAGE, NOT_CONNECTED, REFUSED, INTERRUPTED, EXEC_FAILED = 0, 1, 2, 3, 4, 5, 255


class WithServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(PROGRAMS)
        cls.daemon.add_user("alice", allow="chat,files,command,shell")
        cls.daemon.add_user("bob", allow="chat,files-read")
        cls.daemon.add_user("carol", allow="files", quota="100000")
        cls.daemon.start()
        cls.daemon.trust()

    @classmethod
    def tearDownClass(cls):
        cls.daemon.__exit__()

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-cli-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def ctl(self, *words, status=DONE, **options):
        done = self.daemon.ctl(*words, **options)
        self.assertEqual(done.returncode, status, done.stdout[-500:] + done.stderr[-500:])
        return done

    def url(self, path="/", user="alice"):
        return self.daemon.url(user, path)

    def assert_says(self, done, *words):
        text = done.stderr.decode()
        for word in words:
            self.assertIn(word.lower(), text.lower())

    def put(self, name, data, user="alice"):
        source = self.directory / name
        source.write_bytes(data)
        self.ctl("put", source, self.url("/", user))
        source.unlink()


class Files(WithServer):
    def test_a_file_goes_there_and_back_unchanged(self):
        data = os.urandom(5_000_003)
        self.put("there.bin", data)
        self.ctl("get", self.url("/there.bin"), self.directory)
        self.assertEqual((self.directory / "there.bin").read_bytes(), data)

    def test_a_tree_goes_there_and_back_with_empty_hidden_and_odd_names(self):
        tree = self.directory / "tree"
        (tree / "empty folder").mkdir(parents=True)
        (tree / ".hidden" / "deep" / "deeper").mkdir(parents=True)
        (tree / "zero bytes").touch()
        (tree / "中文 名字.txt").write_text("你好\n", encoding="utf-8")
        (tree / ".hidden" / "deep" / "deeper" / "file").write_bytes(os.urandom(100_000))
        for number in range(300):
            (tree / f"small-{number}").write_bytes(os.urandom(number * 7))
        os.utime(tree / "zero bytes", (1_000_000_000, 1_000_000_000))
        (tree / "small-1").chmod(0o755)
        self.ctl("put", "--recursive", tree, self.url("/"))
        back = self.directory / "back"
        back.mkdir()
        self.ctl("get", "--recursive", self.url("/tree"), back)
        self.assertEqual(subprocess.run(["diff", "-r", tree, back / "tree"], capture_output=True).stdout, b"")
        self.assertTrue((back / "tree" / "empty folder").is_dir())
        self.assertEqual(int((back / "tree" / "zero bytes").stat().st_mtime), 1_000_000_000)
        self.assertEqual((back / "tree" / "small-1").stat().st_mode & 0o777, 0o755)

    def test_a_folder_without_recursive_is_refused(self):
        folder = self.directory / "folder"
        folder.mkdir()
        self.assert_says(self.ctl("put", folder, self.url("/"), status=FAILED), "recursive")

    def test_a_link_is_reported_and_not_followed(self):
        tree = self.directory / "linked"
        tree.mkdir()
        (tree / "file").write_text("x")
        (tree / "link").symlink_to("/etc/passwd")
        done = self.ctl("put", "--recursive", tree, self.url("/"))
        self.assert_says(done, "link")
        listing = self.ctl("ls", self.url("/linked")).stdout.decode()
        self.assertNotIn("link\n", listing.replace("linked", ""))

    def test_conflicts_are_decided_as_asked(self):
        self.put("conflict.txt", b"first")
        source = self.directory / "conflict.txt"
        source.write_bytes(b"second")
        self.assert_says(self.ctl("put", source, self.url("/"), status=FAILED), "already")
        self.ctl("put", "--on-conflict", "skip", source, self.url("/"))
        self.assertEqual(self.content("/conflict.txt"), b"first")
        self.ctl("put", "--on-conflict", "rename", source, self.url("/"))
        self.assertEqual(self.content("/conflict.txt"), b"first")
        self.assertEqual(self.content("/conflict (1).txt"), b"second")
        self.ctl("put", "--on-conflict", "overwrite", source, self.url("/"))
        self.assertEqual(self.content("/conflict.txt"), b"second")

    def content(self, path):
        target = pathlib.Path(tempfile.mkdtemp(dir=self.directory))
        self.ctl("get", self.url(path.replace(" ", "%20")), target)
        return (target / pathlib.PurePosixPath(path).name).read_bytes()

    def test_a_download_never_overwrites_unless_asked(self):
        self.put("mine.txt", b"theirs")
        (self.directory / "mine.txt").write_bytes(b"mine")
        self.assert_says(self.ctl("get", self.url("/mine.txt"), self.directory, status=FAILED), "already")
        self.assertEqual((self.directory / "mine.txt").read_bytes(), b"mine")
        self.ctl("get", "--on-conflict", "overwrite", self.url("/mine.txt"), self.directory)
        self.assertEqual((self.directory / "mine.txt").read_bytes(), b"theirs")

    def test_folders_are_made_moved_listed_and_removed(self):
        self.ctl("mkdir", self.url("/made"))
        self.put("movable.txt", b"x")
        self.ctl("mv", self.url("/movable.txt"), "/made/moved.txt")
        listed = [json.loads(line) for line in self.ctl("ls", "--json", self.url("/made")).stdout.splitlines()]
        self.assertEqual([(entry["name"], entry["size"]) for entry in listed], [("moved.txt", 1)])
        self.assert_says(self.ctl("rm", self.url("/made"), status=FAILED), "empty")
        self.ctl("rm", "--recursive", self.url("/made"))
        self.assert_says(self.ctl("stat", self.url("/made"), status=FAILED), "no such")

    def test_what_was_removed_is_listed_restored_and_emptied(self):
        self.put("binned.txt", b"keep me")
        said = self.ctl("rm", self.url("/binned.txt")).stdout.decode()
        self.assertIn("recycle bin", said)
        undo = said.strip().split("transomctl ")[1].split()
        self.ctl(*undo)
        self.ctl("get", self.url("/binned.txt"), self.directory / "back.txt")
        self.assertEqual((self.directory / "back.txt").read_bytes(), b"keep me")
        removed = json.loads(self.ctl("rm", "--json", self.url("/binned.txt")).stdout)["id"]
        self.put("binned.txt", b"in the way")
        self.assert_says(self.ctl("bin", "restore", self.url("/"), removed, status=FAILED), "already")
        restored = json.loads(self.ctl("bin", "restore", "--json", "--on-conflict", "rename", self.url("/"), removed).stdout)
        self.assertEqual(restored["path"], "/binned (1).txt")
        self.assert_says(self.ctl("bin", "restore", self.url("/"), removed, status=FAILED), "recycle bin")
        self.ctl("rm", "--permanent", self.url("/binned%20(1).txt"))
        self.ctl("rm", self.url("/binned.txt"))
        entries = [json.loads(line) for line in self.ctl("bin", "list", "--json", self.url("/")).stdout.splitlines()]
        self.assertEqual([(entry["path"], entry["size"]) for entry in entries][:1], [("/binned.txt", 10)])
        self.assertNotIn("/binned (1).txt", [entry["path"] for entry in entries])
        self.ctl("bin", "empty", self.url("/"))
        self.assertEqual(self.ctl("bin", "list", self.url("/")).stdout, b"")
        self.ctl("bin", "fill", self.url("/"), status=2)
        self.ctl("bin", "restore", self.url("/"), status=2)

    def test_stat_gives_the_hash(self):
        import hashlib
        self.put("hashed.bin", b"abc")
        entry = json.loads(self.ctl("stat", "--json", self.url("/hashed.bin")).stdout)
        self.assertEqual(entry["sha256"], hashlib.sha256(b"abc").hexdigest())
        self.assertEqual(entry["size"], 3)

    def test_a_missing_file_says_so(self):
        self.assert_says(self.ctl("get", self.url("/no/such/file"), self.directory, status=FAILED), "no such")

    def test_a_name_that_leaves_the_home_is_refused(self):
        self.assert_says(self.ctl("get", self.url("/../../etc/passwd"), self.directory, status=FAILED), "home")

    def test_without_permission_nothing_is_written(self):
        source = self.directory / "denied.txt"
        source.write_bytes(b"x")
        self.assert_says(self.ctl("put", source, self.url("/", "bob"), status=FAILED), "may not")
        self.assertEqual(self.ctl("ls", self.url("/", "bob")).stdout, b"")

    def test_a_full_quota_says_so_and_is_given_back(self):
        large = self.directory / "large.bin"
        large.write_bytes(bytes(150_000))
        self.assert_says(self.ctl("put", large, self.url("/", "carol"), status=FAILED), "quota")
        self.put("fits.bin", bytes(90_000), "carol")
        large.write_bytes(bytes(20_000))
        self.ctl("put", large, self.url("/", "carol"), status=FAILED)
        self.ctl("rm", self.url("/fits.bin", "carol"))
        self.ctl("put", large, self.url("/", "carol"))
        quota = json.loads(self.ctl("quota", "--json", self.url("/", "carol")).stdout)
        self.assertEqual((quota["quota"], quota["used"]), (100_000, 20_000))

    def test_nothing_is_left_of_an_upload_that_was_killed(self):
        source = self.directory / "killed.bin"
        with source.open("wb") as file:
            file.truncate(3_000_000_000)
        environment = {**self.daemon.environment, "TRANSOM_PASSWORD": PASSWORD}
        process = subprocess.Popen([PROGRAMS + "/transomctl", "put", "--limit", "20M", source, self.url("/")], env=environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        home = self.daemon.home / "data" / "server" / "homes" / "alice"
        self.until(lambda: any(home.glob(".partial/*")))
        process.kill()
        process.wait()
        self.until(lambda: not any(home.glob(".partial/*")))
        self.assert_says(self.ctl("stat", self.url("/killed.bin"), status=FAILED), "no such")

    def test_an_interrupted_upload_exits_as_such_and_cleans_up(self):
        source = self.directory / "interrupted.bin"
        with source.open("wb") as file:
            file.truncate(3_000_000_000)
        environment = {**self.daemon.environment, "TRANSOM_PASSWORD": PASSWORD}
        process = subprocess.Popen([PROGRAMS + "/transomctl", "put", "--limit", "20M", source, self.url("/")], env=environment,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        home = self.daemon.home / "data" / "server" / "homes" / "alice"
        self.until(lambda: any(home.glob(".partial/*")))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, INTERRUPTED, errors)
        self.until(lambda: not any(home.glob(".partial/*")))

    def until(self, condition):
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it did not come about within a minute")
            time.sleep(0.01)


class Commands(WithServer):
    def test_output_errors_input_and_status_pass_through(self):
        done = self.ctl("exec", self.url(), "--", "sh", "-c", "cat; echo oops >&2; exit 7", input=b"typed\n", status=7)
        self.assertEqual((done.stdout, done.stderr), (b"typed\n", b"oops\n"))

    def test_a_shell_string_works_with_its_permission(self):
        self.assertEqual(self.ctl("exec", "--shell", "echo one | tr a-z A-Z", self.url(), input=b"").stdout, b"ONE\n")

    def test_a_signal_becomes_a_status_as_in_a_shell(self):
        self.ctl("exec", self.url(), "--", "sh", "-c", "kill -TERM $$", input=b"", status=128 + signal.SIGTERM)

    def test_a_command_that_does_not_exist_says_so(self):
        self.assert_says(self.ctl("exec", self.url(), "--", "no-such-command", input=b"", status=EXEC_FAILED), "no such command")

    def test_without_permission_nothing_runs(self):
        self.assert_says(self.ctl("exec", self.url("/", "bob"), "--", "true", input=b"", status=EXEC_FAILED), "may not")

    def test_a_time_limit_ends_it(self):
        self.assert_says(self.ctl("exec", "--time-limit", "1", self.url(), "--", "sleep", "60", input=b"", status=EXEC_FAILED), "time limit")

    def test_a_reader_that_goes_away_ends_an_endless_command(self):
        environment = {**self.daemon.environment, "TRANSOM_PASSWORD": PASSWORD}
        process = subprocess.Popen([PROGRAMS + "/transomctl", "exec", self.url(), "--", "yes"], env=environment,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.assertEqual(process.stdout.read(10), b"y\n" * 5)
        process.stdout.close()
        process.wait(timeout=60)
        self.assertNotEqual(process.returncode, DONE)


class Chat(WithServer):
    def test_lines_go_in_and_come_out(self):
        environment = {**self.daemon.environment, "TRANSOM_PASSWORD": PASSWORD}
        listener = subprocess.Popen([PROGRAMS + "/transomctl", "chat", "--json", "--room", "class", self.url("/", "bob")], env=environment,
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        guard = threading.Timer(60, listener.kill)
        guard.start()
        self.addCleanup(guard.cancel)
        self.assertEqual(json.loads(listener.stdout.readline())["joined"], "#class")
        self.ctl("chat", "--room", "class", self.url(), input="你好，同学们\n".encode())
        while (line := json.loads(listener.stdout.readline())).get("from") != "alice":
            pass
        self.assertEqual(line["text"], "你好，同学们")
        listener.stdin.close()
        self.assertEqual(listener.wait(60), DONE)
        listener.stdout.close()
        history = self.ctl("chat", "--room", "class", "--history", "10", self.url(), input=b"").stdout.decode()
        self.assertIn("你好，同学们", history)

    def test_more_lines_than_the_server_takes_at_once_are_all_said_in_order(self):
        lines = [f"line {number}" for number in range(130)]
        self.ctl("chat", "--room", "long", self.url(), input="\n".join(lines).encode())
        history = self.ctl("chat", "--room", "long", "--history", "200", "--json", self.url(), input=b"").stdout.decode()
        said = [json.loads(line) for line in history.splitlines()]
        self.assertEqual([line["text"] for line in said if "text" in line], lines)

    def test_who_is_there_is_told(self):
        self.assertIn("alice", self.ctl("chat", "--who", self.url(), input=b"").stdout.decode())


class Trees(WithServer):
    def tree(self, name="tree"):
        folder = self.directory / name
        (folder / "sub" / "empty").mkdir(parents=True)
        (folder / ".hidden").write_text("hidden")
        (folder / "zero").write_bytes(b"")
        (folder / "文件.txt").write_text("你好")
        (folder / "sub" / "large").write_bytes(os.urandom(3 << 20))
        with (folder / "sub" / "hole").open("wb") as file:
            file.truncate(5 << 20)
        (folder / "sub" / "run").write_text("#!/bin/sh")
        (folder / "sub" / "run").chmod(0o750)
        os.utime(folder / "zero", (1_000_000_000, 1_000_000_000))
        (folder / "sub" / "link").symlink_to("../zero")
        return folder

    def same(self, one, other):
        def describe(folder):
            return {str(path.relative_to(folder)): (os.readlink(path) if path.is_symlink() else "/" if path.is_dir() else
                                                    (path.read_bytes(), path.stat().st_mode & 0o777, int(path.stat().st_mtime)))
                    for path in folder.rglob("*")}
        self.assertEqual(describe(one), describe(other))

    def test_a_tree_comes_back_with_links_modes_times_holes_and_empty_folders(self):
        folder = self.tree()
        self.ctl("put", "--recursive", folder, self.url())
        back = self.directory / "back"
        back.mkdir()
        self.ctl("get", "--recursive", self.url("/tree"), back)
        self.same(folder, back / "tree")
        self.assertLess((back / "tree" / "sub" / "hole").stat().st_blocks * 512, 5 << 20)
        self.ctl("rm", "--recursive", "--permanent", self.url("/tree"))

    def test_a_link_that_leads_out_is_left_out_and_named(self):
        folder = self.tree("leaky")
        (folder / "out").symlink_to("/etc/passwd")
        (folder / "up").symlink_to("../../x")
        done = self.ctl("put", "--recursive", folder, self.url())
        self.assert_says(done, "out", "up", "leads out")
        listed = self.ctl("ls", self.url("/leaky")).stdout.decode()
        self.assertNotIn("out", listed)
        self.ctl("rm", "--recursive", "--permanent", self.url("/leaky"))

    def test_verify_tells_what_differs(self):
        folder = self.tree("checked")
        self.ctl("put", "--recursive", folder, self.url())
        self.assertIn("0 different", self.ctl("verify", folder, self.url("/checked")).stdout.decode())
        (folder / "zero").write_text("no more")
        (folder / "new").write_text("new")
        (folder / ".hidden").unlink()
        done = self.ctl("verify", "--json", folder, self.url("/checked"), status=FAILED)
        told = [json.loads(line) for line in done.stdout.decode().splitlines()]
        self.assertIn({"different": "zero"}, told)
        self.assertIn({"onlyHere": "new"}, told)
        self.assertIn({"onlyThere": ".hidden"}, told)
        self.ctl("rm", "--recursive", "--permanent", self.url("/checked"))

    def test_sync_makes_one_side_like_the_other_both_ways(self):
        folder = self.tree("synced")
        self.ctl("sync", folder, self.url("/deep/synced"))
        self.ctl("verify", folder, self.url("/deep/synced"))
        (folder / "zero").write_text("changed")
        shutil.rmtree(folder / "sub" / "empty")
        (folder / "more" / "and").mkdir(parents=True)
        (folder / "more" / "and" / "file").write_text("x")
        dry = self.ctl("sync", "--dry-run", "--delete", folder, self.url("/deep/synced")).stdout.decode()
        self.assertIn("2 to copy, 1 to remove", dry)
        self.ctl("verify", folder, self.url("/deep/synced"), status=FAILED)
        self.ctl("sync", "--delete", folder, self.url("/deep/synced"))
        self.ctl("verify", folder, self.url("/deep/synced"))
        self.assertIn("0 to copy, 0 to remove", self.ctl("sync", "--delete", folder, self.url("/deep/synced")).stdout.decode())
        back = self.directory / "elsewhere"
        self.ctl("sync", self.url("/deep/synced"), back)
        self.same(folder, back)
        (back / "extra").write_text("extra")
        (back / "zero").write_text("wrong!!")
        self.ctl("sync", "--delete", "--checksum", self.url("/deep/synced"), back)
        self.same(folder, back)
        self.ctl("rm", "--recursive", "--permanent", self.url("/deep"))


class Connecting(WithServer):
    def test_a_wrong_password_and_an_unknown_user_look_the_same(self):
        wrong = self.ctl("ls", self.url("/", "bob"), password="wrong horse battery", status=REFUSED)
        unknown = self.ctl("ls", self.url("/", "mallory"), password=PASSWORD, status=REFUSED)
        self.assert_says(wrong, "password is wrong")
        self.assertEqual(wrong.stderr, unknown.stderr)

    def test_a_sign_in_that_is_kept_needs_no_password_until_it_changes_or_is_forgotten(self):
        self.daemon.add_user("dora")
        self.addCleanup(self.daemon.ctl, "logout", self.url("/", "dora"))
        self.assert_says(self.ctl("ls", self.url("/", "dora"), password=None, status=REFUSED, start_new_session=True), "transomctl login")
        self.ctl("login", self.url("/", "dora"), password="wrong horse battery", status=REFUSED)
        self.ctl("ls", self.url("/", "dora"), password=None, status=REFUSED, start_new_session=True)
        self.ctl("login", self.url("/", "dora"))
        kept = self.daemon.home / "config" / "sign_ins"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(PASSWORD.encode(), kept.read_bytes())
        self.ctl("ls", self.url("/", "dora"), password=None)
        self.ctl("ls", self.url("/", "bob"), password=None, status=REFUSED, start_new_session=True)
        # A password that is said counts more than what is kept.
        self.ctl("ls", self.url("/", "dora"), password="wrong horse battery", status=REFUSED)
        kept.chmod(0o644)
        self.assertNotEqual(self.ctl("ls", self.url("/", "dora"), password=None, status=FAILED).stderr, b"")
        kept.chmod(0o600)
        self.daemon.set_password("dora", "another horse battery")
        self.assert_says(self.ctl("ls", self.url("/", "dora"), password=None, status=REFUSED), "another password")
        self.ctl("login", self.url("/", "dora"), password="another horse battery")
        self.ctl("ls", self.url("/", "dora"), password=None)
        self.ctl("logout", self.url("/", "dora"))
        self.ctl("logout", self.url("/", "dora"), status=FAILED)
        self.ctl("ls", self.url("/", "dora"), password=None, status=REFUSED, start_new_session=True)

    def test_an_unknown_key_is_not_trusted_and_its_fingerprint_shown(self):
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run([PROGRAMS + "/transomctl", "ls", self.url()], capture_output=True, timeout=60,
                                  env={**self.daemon.environment, "TRANSOM_HOME": home, "TRANSOM_PASSWORD": PASSWORD})
        self.assertEqual(done.returncode, REFUSED)
        self.assert_says(done, self.daemon.fingerprint, "transomctl trust")

    def test_trust_refuses_another_fingerprint(self):
        wrong = self.daemon.fingerprint[:-4] + ("AAAA" if not self.daemon.fingerprint.endswith("AAAA") else "BBBB")
        self.ctl("trust", f"{self.daemon.host}:{self.daemon.port}", "--fingerprint", wrong, status=REFUSED)

    def test_a_changed_key_is_a_full_stop(self):
        trusted = self.daemon.home / "config" / "known_servers"
        before = trusted.read_text()
        self.addCleanup(trusted.write_text, before)
        other = "-".join(["AAAA"] * 13)
        trusted.write_text(before.replace(self.daemon.fingerprint, other))
        done = self.ctl("ls", self.url(), status=REFUSED)
        self.assert_says(done, "changed", other, self.daemon.fingerprint)

    def test_a_port_where_nothing_listens_is_refused(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.assert_says(self.ctl("ls", f"transom://alice@127.0.0.1:{port}/", status=NOT_CONNECTED), "127.0.0.1")

    def test_a_server_that_speaks_http_is_named_as_such(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            def serve():
                connection, _ = listener.accept()
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            thread = threading.Thread(target=serve)
            thread.start()
            done = self.ctl("ls", f"transom://alice@127.0.0.1:{listener.getsockname()[1]}/", status=NOT_CONNECTED)
            thread.join()
        self.assert_says(done, "TLS")

    def test_wrong_usage_exits_with_two_and_says_how(self):
        for words in (["ls"], ["ls", "http://here/"], ["put", "x"], ["nonsense"], ["ping", "--count", "0", self.url()], ["ls", "transom://host/"]):
            with self.subTest(words=words):
                self.assert_says(self.ctl(*words, status=USAGE), "usage")

    def test_a_password_in_the_address_is_refused(self):
        self.assert_says(self.ctl("ls", f"transom://alice:secret@{self.daemon.host}:{self.daemon.port}/", status=USAGE), "password")

    def test_ping_measures(self):
        lines = [json.loads(line) for line in self.ctl("ping", "--json", "--count", "3", self.url()).stdout.splitlines()]
        self.assertEqual([line["ping"] for line in lines if "ping" in line], [1, 2, 3])
        self.assertGreater(lines[-1]["median"], 0)

    def test_ipv6_is_served_too(self):
        if not socket.has_ipv6:
            self.skipTest("no IPv6 here")
        with Daemon(PROGRAMS) as daemon:
            daemon.add_user("alice")
            daemon.process = subprocess.Popen([PROGRAMS + "/transomd", "--listen", "[::1]:0"], env=daemon.environment, stdout=subprocess.PIPE, text=True)
            words = daemon.process.stdout.readline().split()
            daemon.host, daemon.port, daemon.fingerprint = "[::1]", int(words[1].rsplit(":", 1)[1]), words[3]
            daemon.trust()
            self.assertEqual(daemon.ctl("ls", daemon.url("alice")).returncode, DONE)


class Serving(unittest.TestCase):
    def test_without_an_account_nothing_beyond_loopback_is_opened(self):
        with Daemon(PROGRAMS) as daemon:
            process = subprocess.Popen([PROGRAMS + "/transomd", "--listen", "127.0.0.1:0", "--listen", "0.0.0.0:0"], env=daemon.environment,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            daemon.process = process
            self.assertIn("listening 127.0.0.1:", process.stdout.readline())
            self.assertIn("account", process.stderr.readline())
            daemon.add_user("alice")
            self.assertIn("listening 0.0.0.0:", process.stdout.readline())
            process.stderr.close()

    def test_an_account_that_is_disabled_or_changed_takes_effect_at_once(self):
        with Daemon(PROGRAMS) as daemon:
            daemon.add_user("alice")
            daemon.start()
            daemon.trust()
            self.assertEqual(daemon.ctl("ls", daemon.url("alice")).returncode, DONE)
            subprocess.run([PROGRAMS + "/transomd", "user", "set", "alice", "--disable"], env=daemon.environment, check=True, stdout=subprocess.DEVNULL)
            deadline = time.monotonic() + 30
            while (done := daemon.ctl("ls", daemon.url("alice"))).returncode == DONE:
                self.assertLess(time.monotonic(), deadline)
            self.assertEqual(done.returncode, REFUSED)
            self.assertIn("disabled", done.stderr.decode())

    @staticmethod
    def has_child(tasks):
        try:
            return any(children.read_text() for children in tasks.glob("*/children"))
        except OSError:  # a thread that has ended between the two
            return False

    def test_the_server_says_goodbye_when_it_is_ended(self):
        with Daemon(PROGRAMS) as daemon:
            daemon.add_user("alice")
            daemon.start()
            daemon.trust()
            client = subprocess.Popen([PROGRAMS + "/transomctl", "exec", daemon.url("alice"), "--", "sleep", "600"], stdin=subprocess.PIPE,
                                      env={**daemon.environment, "TRANSOM_PASSWORD": PASSWORD}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            tasks = pathlib.Path(f"/proc/{daemon.process.pid}/task")
            deadline = time.monotonic() + 30
            while not self.has_child(tasks):
                self.assertLess(time.monotonic(), deadline)
            daemon.stop()
            _, errors = client.communicate(timeout=60)
            self.assertEqual(client.returncode, EXEC_FAILED)
            self.assertIn("shutting down", errors.decode())

    def test_the_books_are_reconciled_only_while_no_server_runs(self):
        with Daemon(PROGRAMS) as daemon:
            daemon.add_user("alice", quota="1M")
            reconcile = lambda: subprocess.run([PROGRAMS + "/transomd", "reconcile"], env=daemon.environment, capture_output=True, text=True)
            daemon.start()
            daemon.trust()
            daemon.ctl("mkdir", daemon.url("alice", "/folder"))
            running = reconcile()
            self.assertEqual(running.returncode, FAILED)
            self.assertIn("already running", running.stderr)
            second = subprocess.run([PROGRAMS + "/transomd", "--listen", "127.0.0.1:0"], env=daemon.environment, capture_output=True, text=True, timeout=60)
            self.assertEqual(second.returncode, FAILED)
            self.assertIn("already running", second.stderr)
            daemon.stop(signal.SIGKILL)
            home = next(path for path in daemon.home.rglob("homes/alice"))
            (home / "folder/placed.bin").write_bytes(bytes(5000))
            self.assertIn("2 files", (done := reconcile()).stdout, done.stderr)
            self.assertIn("corrected", done.stdout)
            self.assertIn("as it was", reconcile().stdout)
            set_files = [PROGRAMS + "/transomd", "user", "set", "alice", "--quota-files"]
            self.assertEqual(subprocess.run([*set_files, "many"], env=daemon.environment, capture_output=True).returncode, 2)
            subprocess.run([*set_files, "3"], env=daemon.environment, check=True, capture_output=True)
            daemon.start()
            daemon.trust()
            self.assertEqual(daemon.ctl("mkdir", daemon.url("alice", "/third")).returncode, DONE)
            full = daemon.ctl("mkdir", daemon.url("alice", "/fourth"))
            self.assertEqual(full.returncode, FAILED)
            self.assertIn("quota", full.stderr.decode())
            quota = json.loads(daemon.ctl("quota", "--json", daemon.url("alice")).stdout)
            self.assertEqual((quota["used"], quota["files"], quota["quotaFiles"]), (5000, 3, 3))

    def test_accounts_are_added_listed_and_removed(self):
        with Daemon(PROGRAMS) as daemon:
            user = [PROGRAMS + "/transomd", "user"]
            run = lambda *words, **options: subprocess.run([*user, *words], env=daemon.environment, capture_output=True, text=True, **options)
            daemon.add_user("王小明", quota="10G")
            listed = run("list").stdout
            self.assertIn("王小明", listed)
            self.assertIn("10.0 GB", listed)
            self.assertEqual(run("add", "../../etc", "--password-stdin", input="long enough\n").returncode, FAILED)
            self.assertEqual(run("add", "short", "--password-stdin", input="short\n").returncode, FAILED)
            self.assertEqual(run("add", "王小明", "--password-stdin", input="long enough\n").returncode, FAILED)
            self.assertEqual(run("add", "dave", "--allow", "everything", "--password-stdin", input="long enough\n").returncode, USAGE)
            self.assertEqual(run("remove", "王小明").returncode, DONE)
            self.assertEqual(run("list").stdout, "")

    def test_two_servers_cannot_listen_on_one_port(self):
        with Daemon(PROGRAMS) as one, Daemon(PROGRAMS) as other:
            one.start()
            done = subprocess.run([PROGRAMS + "/transomd", "--listen", f"127.0.0.1:{one.port}"], env=other.environment, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, FAILED)
            self.assertIn("already", done.stderr)


if __name__ == "__main__":
    PROGRAMS = sys.argv.pop(1)
    unittest.main(verbosity=2)
