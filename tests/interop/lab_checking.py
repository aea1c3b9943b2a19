"""What the tests of `transomctl lab check` share."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent / "lab_programs"
PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()


def check(*words, directory=None):
    done = subprocess.run([PROGRAMS / "transomctl", "lab", "check", "--json", *map(str, words)], cwd=directory, env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, timeout=200)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, lines


class CheckCase(unittest.TestCase):
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
