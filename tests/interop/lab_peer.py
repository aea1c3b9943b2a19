"""transomctl lab as a process that tests talk with: its events as they come, lines in."""

import json
import os
import pathlib
import signal
import subprocess
import threading
import time


class Lab:
    """`transomctl lab …` with --json. Lines may be typed; wait_for() blocks until an event has come."""

    def __init__(self, programs, *words, directory=None, lines=None):
        self.process = subprocess.Popen([pathlib.Path(programs) / "transomctl", "lab", *map(str, words), "--json"], cwd=directory, env={**os.environ, "LC_ALL": "C.UTF-8"},
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self.guard = threading.Timer(120, self.process.kill)
        self.guard.start()
        self.events = []
        self.changed = threading.Condition()
        self.readers = [threading.Thread(target=self.read), threading.Thread(target=self.read_errors)]
        self.errors = ""
        for reader in self.readers:
            reader.start()
        if lines is not None:
            self.type(*lines)
            self.end_input()

    def read(self):
        for line in self.process.stdout:
            with self.changed:
                self.events.append(json.loads(line))
                self.changed.notify_all()
        with self.changed:
            self.changed.notify_all()

    def read_errors(self):
        self.errors = self.process.stderr.read()

    def type(self, *lines):
        for line in lines:
            self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end_input(self):
        self.process.stdin.close()

    def of(self, kind):
        with self.changed:
            return [event for event in self.events if event.get("event") == kind]

    def wait_for(self, kind, count=1, seconds=60, matching=lambda event: True):
        deadline = time.monotonic() + seconds
        with self.changed:
            while True:
                found = [event for event in self.events if event.get("event") == kind and matching(event)]
                if len(found) >= count:
                    return found[count - 1]
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"no event {kind} number {count} in {seconds} s; there are {[event.get('event') for event in self.events]}; {self.errors}")
                self.changed.wait(left)

    def said(self):
        return [event["text"] for event in self.of("said")]

    def calls(self, name, stream=None):
        return [event for event in self.of("call") if event["call"] == name and (stream is None or event.get("stream") == stream)]

    @property
    def address(self):
        return self.wait_for("listening")["address"]

    @property
    def port(self):
        return int(self.address.rsplit(":", 1)[1])

    def finish(self, seconds=60):
        """Waits for an end that comes by itself."""
        try:
            status = self.process.wait(seconds)
        finally:
            self.stop()
        return status

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        status = self.process.wait(60)
        for reader in self.readers:
            reader.join(60)
        self.guard.cancel()
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
