#!/usr/bin/env python3
"""Rosters, sending, handing out and handing in from the command line, against a real transomd."""

import hashlib
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

from daemon import PASSWORD, Daemon

DONE, FAILED, USAGE = 0, 1, 2


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Delivery(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-delivery-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.daemon = Daemon(PROGRAMS)
        self.addCleanup(self.daemon.__exit__)
        self.daemon.add_user("teacher", allow="chat,files,distribute", quota="50M")
        self.daemon.add_user("amy", allow="none")
        self.daemon.add_user("ben", allow="chat,files", quota="1M")
        self.transomd("group", "add", "3b", "amy", "ben")
        self.daemon.start()
        self.daemon.trust()

    def transomd(self, *words, status=DONE):
        done = subprocess.run([self.daemon.programs / "transomd", *map(str, words)], env=self.daemon.environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def ctl(self, *words, status=DONE, password=PASSWORD):
        done = self.daemon.ctl(*words, password=password)
        self.assertEqual(done.returncode, status, done.stdout[-800:] + done.stderr[-800:])
        return done

    def lines(self, *words, **options):
        return [json.loads(line) for line in self.ctl(*words, "--json", **options).stdout.splitlines()]

    def url(self, user):
        return self.daemon.url(user, "")

    def file(self, name, data):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def home(self, user):
        return self.daemon.home / "data" / "server" / "homes" / user

    def person(self, id, user):
        return next(line for line in self.lines("deliveries", self.url("teacher"), id) if line.get("user") == user)

    def test_what_is_sent_waits_until_it_is_taken(self):
        data = os.urandom(3_000_001)
        source = self.file("slides.bin", data)
        sent = self.lines("send", source, self.url("teacher"), "--to", "ben", "--note", "for tomorrow")[-1]
        self.assertEqual((sent["kind"], sent["state"], sent["people"]), ("send", "open", 1))
        offer = self.lines("deliveries", self.url("ben"))[0]
        self.assertEqual((offer["from"], offer["note"], offer["my"]), ("teacher", "for tomorrow", "offered"))
        self.ctl("accept", self.url("ben"), offer["id"], self.directory / "taken")
        self.assertEqual((self.directory / "taken" / "slides.bin").read_bytes(), data)
        after = self.lines("deliveries", self.url("teacher"))[0]
        self.assertEqual((after["state"], after["done"]), ("done", 1))
        self.assertEqual(self.lines("quota", self.daemon.url("teacher", "/"))[0]["used"], 0)

    def test_a_folder_is_handed_out_and_everybody_is_accounted_for(self):
        tree = self.directory / "unit 1"
        (tree / "empty").mkdir(parents=True)
        self.file("unit 1/讲义.txt", "你好\n".encode())
        self.file("unit 1/data/zero", b"")
        out = self.lines("handout", tree, self.url("teacher"), "--to", "3B", "--title", "Unit 1")[-1]
        self.assertEqual((out["kind"], out["people"], out["to"]), ("handout", 2, "3b"))
        self.ctl("accept", self.url("amy"), out["id"], self.directory / "amy")
        self.assertEqual((self.directory / "amy" / "unit 1" / "讲义.txt").read_text(encoding="utf-8"), "你好\n")
        self.assertTrue((self.directory / "amy" / "unit 1" / "empty").is_dir())
        self.assertTrue((self.directory / "amy" / "unit 1" / "data" / "zero").is_file())
        self.ctl("decline", self.url("ben"), out["id"], "--reason", "I have it")
        self.assertEqual(self.person(out["id"], "amy")["state"], "done")
        ben = self.person(out["id"], "ben")
        self.assertEqual((ben["state"], ben["reason"]), ("declined", "I have it"))
        # Everybody has answered: it is over, and nothing is left of it at the server.
        self.assertEqual(list((self.daemon.home / "data" / "server" / "spool").iterdir()), [])

    def test_handing_in_keeps_versions_and_gives_receipts_that_can_be_checked(self):
        self.ctl("collect", self.url("teacher"), "--title", "Homework 3", "--to", "3b", "--deadline", "2099-01-01 12:00", "--most", "5M")
        receipts = self.directory / "receipts"
        for version in (1, 2):
            essay = self.file("essay.txt", b"version %d\n" % version)
            extra = self.file("extra/notes.md", b"notes\n")
            got = self.lines("handin", essay, extra.parent, self.url("amy"), "--to", "Homework 3", "--receipts", receipts)[-1]
            self.assertEqual((got["version"], got["files"], got["from"], got["to"]), (version, 2, "amy", "teacher"))
            listing = f"{sha256(essay.read_bytes())}  essay.txt\n{sha256(b'notes' + bytes([10]))}  extra/notes.md\n"
            self.assertEqual(got["sha256"], sha256(listing.encode()))
            folder = self.home("teacher") / "Hand-ins" / "Homework 3" / "amy" / f"v{version}"
            self.assertEqual((folder / "essay.txt").read_bytes(), essay.read_bytes())
            self.assertEqual((folder / "extra" / "notes.md").read_bytes(), b"notes\n")
            saved = json.loads((receipts / f"Homework 3 - v{version}.json").read_text())
            self.assertEqual(saved["sha256"], got["sha256"])
            self.assertIn(got["sha256"], (receipts / f"Homework 3 - v{version}.txt").read_text())
            self.assertIn(got["sha256"], self.ctl("receipts", self.url("teacher"), got["submission"]).stdout.decode())
        id = self.lines("deliveries", self.url("teacher"))[0]["id"]
        self.assertEqual((self.person(id, "amy")["version"], self.person(id, "ben")["state"]), (2, "missing"))
        # Nobody else's receipt.
        self.ctl("receipts", self.url("ben"), got["submission"], status=FAILED)
        self.ctl("withdraw", self.url("ben"), id, status=FAILED)
        self.ctl("withdraw", self.url("teacher"), id)
        self.ctl("handin", self.file("late.txt", b"x"), self.url("amy"), "--to", "Homework 3", "--receipts", receipts, status=FAILED)

    def test_permissions_and_limits_hold(self):
        small = self.file("small", b"x" * 1000)
        large = self.file("large", b"x" * 2_000_000)
        self.ctl("send", small, self.url("amy"), "--to", "ben", status=FAILED)      # may only receive and hand in
        self.ctl("handout", small, self.url("ben"), "--to", "@amy", status=FAILED)  # may not distribute
        self.ctl("send", large, self.url("ben"), "--to", "amy", status=FAILED)      # above the sender's quota
        self.ctl("send", small, self.url("ben"), "--to", "nobody", status=FAILED)
        self.ctl("collect", self.url("teacher"), "--title", "Small", "--to", "3b", "--most", "1K")
        self.ctl("handin", large, self.url("ben"), "--to", "Small", "--receipts", self.directory, status=FAILED)
        self.ctl("send", small, self.url("ben"), status=USAGE)
        self.assertEqual(self.lines("quota", self.daemon.url("ben", "/"))[0].get("reserved", 0), 0)
        self.assertEqual(list((self.daemon.home / "data" / "server" / "spool").iterdir()), [])

    def test_a_withdrawn_offer_cannot_be_taken_and_a_restart_keeps_the_others(self):
        source = self.file("a.txt", b"hello")
        first = self.lines("send", source, self.url("teacher"), "--to", "amy")[-1]["id"]
        second = self.lines("send", source, self.url("teacher"), "--to", "amy")[-1]["id"]
        self.ctl("withdraw", self.url("teacher"), first)
        self.ctl("accept", self.url("amy"), first, self.directory / "no", status=FAILED)
        self.daemon.stop()
        self.daemon.start()
        self.daemon.trust()
        self.assertEqual(self.lines("quota", self.daemon.url("teacher", "/"))[0]["used"], 5)
        self.ctl("accept", self.url("amy"), second, self.directory / "yes")
        self.assertEqual((self.directory / "yes" / "a.txt").read_bytes(), b"hello")

    def test_a_roster_makes_accounts_with_passwords_and_again_changes_groups_only(self):
        roster = self.file("roster.csv", "用户名,姓名,班级,密码\r\ncara,\"Cara, the 1st\",4a;choir,\r\ndan,丹,4a,long enough\r\namy,艾米,4a,\r\n".encode("gbk"))
        sheet = self.directory / "passwords.csv"
        done = self.transomd("roster", "import", roster, "--passwords-out", sheet, "--allow", "none")
        self.assertIn("2 added, 1 changed, 3 in the file.", done.stdout)
        self.assertEqual(stat.S_IMODE(sheet.stat().st_mode), 0o600)
        text = sheet.read_text(encoding="utf-8-sig")
        self.assertIn('cara,"Cara, the 1st",4a;choir,', text)
        password = text.splitlines()[1].rsplit(",", 1)[1]
        self.ctl("deliveries", self.url("cara"), password=password)
        self.ctl("deliveries", self.url("dan"), password="long enough")
        self.ctl("deliveries", self.url("amy"))  # her password is what it was
        self.transomd("roster", "import", roster, "--passwords-out", sheet, status=FAILED)  # never over a file that is there
        again = self.file("again.csv", b"name,group\ncara,choir\namy,4a\n")
        self.transomd("roster", "import", again)
        self.assertIn("4a\t1\tamy\n", self.transomd("group", "list").stdout)
        self.ctl("deliveries", self.url("cara"), password=password)

    def test_a_fault_in_a_roster_is_named_by_its_line_and_imports_nothing(self):
        before = self.transomd("user", "list").stdout
        for content, line in ((b"eve\nfred,\"Fred\n", 2), (b"eve\n../fred\n", 2), (b"eve,,,\nfred\neve\n", 3), (b"eve,E,g,short\n", 1), (b"name,shoe size\neve,39\n", 1)):
            done = self.transomd("roster", "import", self.file("bad.csv", content), "--passwords-out", self.directory / "p.csv", status=FAILED)
            self.assertIn(f"Line {line}:", done.stderr)
        self.assertEqual(self.transomd("user", "list").stdout, before)
        self.assertFalse((self.directory / "p.csv").exists())


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
