"""A transomd of its own for each test: in a directory of its own, on a free loopback port, ended with the test."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading

PASSWORD = "correct horse battery"


class Daemon:
    def __init__(self, programs, *options):
        self.programs = pathlib.Path(programs)
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="transom-test-"))
        self.environment = {**os.environ, "TRANSOM_HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        self.environment.pop("TRANSOM_PASSWORD", None)
        self.options = options
        self.process = None
        self.port = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def add_user(self, name, allow="chat,files,command", quota=None, password=PASSWORD):
        words = [self.programs / "transomd", "user", "add", name, "--allow", allow, "--password-stdin"]
        if quota:
            words += ["--quota", quota]
        subprocess.run(words, env=self.environment, input=password.encode() + b"\n", check=True, stdout=subprocess.DEVNULL)

    def set_password(self, name, password):
        """While the daemon runs, too."""
        words = [self.programs / "transomd", "user", "set", name, "--password-stdin"]
        subprocess.run(words, env=self.environment, input=password.encode() + b"\n", check=True, stdout=subprocess.DEVNULL)

    def start(self):
        """On a free port; again on the same one."""
        self.process = subprocess.Popen([self.programs / "transomd", "--listen", f"127.0.0.1:{self.port}", *self.options],
                                        env=self.environment, stdout=subprocess.PIPE, text=True)
        # A server that says nothing must not hang the test.
        guard = threading.Timer(60, self.process.kill)
        guard.start()
        words = self.process.stdout.readline().split()
        guard.cancel()
        assert words[:1] == ["listening"], f"transomd said {words}"
        self.host, port = words[1].rsplit(":", 1)
        self.port = int(port)
        self.fingerprint = words[3]
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process:
            self.process.stdout.close()
        self.process = None

    def url(self, user, path="/"):
        return f"transom://{user}@{self.host}:{self.port}{path}"

    def ctl(self, *words, password=PASSWORD, **options):
        """Runs transomctl; the CompletedProcess with bytes in stdout and stderr."""
        environment = dict(self.environment)
        if password is not None:
            environment["TRANSOM_PASSWORD"] = password
        return subprocess.run([self.programs / "transomctl", *map(str, words)], env=environment, capture_output=True, timeout=120, **options)

    def trust(self):
        done = self.ctl("trust", f"{self.host}:{self.port}", "--fingerprint", self.fingerprint)
        assert done.returncode == 0, done.stderr
