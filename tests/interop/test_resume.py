"""Uploads and downloads are killed with SIGKILL, at either end and at random moments, and gone on with by the same command.

TRANSOM_KILLS says at how many moments (12). TRANSOM_SEED repeats a run."""

import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import daemon

PROGRAMS = sys.argv.pop(1)
KILLS = int(os.environ.get("TRANSOM_KILLS", "12"))
SEED = int(os.environ.get("TRANSOM_SEED", random.randrange(1 << 30)))
SIZE = 48 << 20
CHECKPOINT = 64 << 20


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Resume(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)
        self.daemon = daemon.Daemon(PROGRAMS, "--no-discovery")
        self.addCleanup(self.daemon.__exit__)
        self.daemon.add_user("alice", allow="files", quota="1G")
        self.daemon.start()
        self.daemon.trust()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="transom-resume-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.source = self.folder / "source"
        self.source.write_bytes(self.random.randbytes(SIZE))
        self.home = next(self.daemon.home.rglob("homes"))

    def start(self, *words):
        environment = {**self.daemon.environment, "TRANSOM_PASSWORD": daemon.PASSWORD}
        return subprocess.Popen([self.daemon.programs / "transomctl", *map(str, words), "--resume", "--json"], env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @staticmethod
    def has_begun(folder, names):
        try:
            return any(path.stat().st_size > 0 for path in folder.glob(names))
        except OSError:  # gone between the two
            return False

    def killed_and_gone_on_with(self, words, victim, folder, names):
        """Runs the command, kills one end at a moment after there is something in the folder, and runs it again until it is through."""
        process = self.start(*words)
        deadline = time.monotonic() + 60
        while process.poll() is None and not self.has_begun(folder, names) and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(self.random.random() * 0.2)  # the moment is what is random; nothing waits for it
        if victim == "client":
            process.kill()
            process.communicate()
        else:
            self.daemon.stop(signal.SIGKILL)
            self.daemon.start()
            out, error = process.communicate(timeout=120)
            if process.returncode == 0:
                return self.numbers(out)
            # 3: it had not even signed in.
            self.assertIn(process.returncode, (3, 5), error)
        process = self.start(*words)
        out, error = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, f"{victim}: {error}")
        return self.numbers(out)

    @staticmethod
    def numbers(out):
        return next(line for line in map(json.loads, out.splitlines()) if "resumedBytes" in line)

    def used(self):
        return json.loads(self.daemon.ctl("quota", "--json", self.daemon.url("alice")).stdout)["used"]

    def test_killed_at_random_moments_nothing_is_lost_left_over_or_sent_again(self):
        resumed = 0
        for number in range(KILLS):
            with self.subTest(seed=SEED, number=number):
                victim = self.random.choice(["client", "server"])
                partial = self.home / "alice" / ".partial"
                if number % 2 == 0:
                    numbers = self.killed_and_gone_on_with(["put", "--on-conflict", "overwrite", self.source, self.daemon.url("alice")], victim, partial, "*")
                    stored = self.home / "alice" / "source"
                    self.assertEqual(digest(stored), digest(self.source))
                else:
                    back = self.folder / "back"
                    back.mkdir(exist_ok=True)
                    numbers = self.killed_and_gone_on_with(["get", "--on-conflict", "overwrite", self.daemon.url("alice", "/source"), back], victim, back, ".transom-*.part")
                    self.assertEqual(digest(back / "source"), digest(self.source))
                    self.assertEqual([path.name for path in back.iterdir()], ["source"])
                    shutil.rmtree(back)
                resumed += numbers["resumedBytes"] > 0
                self.assertEqual(self.used(), SIZE)
                self.assertEqual(list(partial.iterdir()) if partial.exists() else [], [])
        self.assertGreater(resumed, 0, "no kill came in the middle of anything")

    def test_a_source_that_has_changed_starts_over_and_says_so(self):
        process = self.start("put", "--limit", "20M", self.source, self.daemon.url("alice"))
        partial = self.home / "alice" / ".partial"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not any(path.stat().st_size > 4 << 20 for path in (partial.iterdir() if partial.exists() else [])):
            time.sleep(0.02)
        process.kill()
        process.communicate()
        self.source.write_bytes(self.random.randbytes(SIZE))
        out, error = self.start("put", self.source, self.daemon.url("alice")).communicate(timeout=120)
        self.assertEqual(self.numbers(out)["resumedBytes"], 0)
        self.assertIn("startedOver", out)
        self.assertEqual(digest(self.home / "alice" / "source"), digest(self.source))
        self.assertEqual(self.used(), SIZE)

    def test_what_is_interrupted_on_purpose_can_be_gone_on_with(self):
        process = self.start("put", "--limit", "20M", self.source, self.daemon.url("alice"))
        partial = self.home / "alice" / ".partial"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not any(path.stat().st_size > 4 << 20 for path in (partial.iterdir() if partial.exists() else [])):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 5, error)
        self.assertIn("again to go on", error)
        out, error = self.start("put", self.source, self.daemon.url("alice")).communicate(timeout=120)
        self.assertGreater(self.numbers(out)["resumedBytes"], 4 << 20, error)
        self.assertEqual(digest(self.home / "alice" / "source"), digest(self.source))


unittest.main()
