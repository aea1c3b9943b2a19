"""A transomctl relay as a process, with its events, and what it stands between. For the tests of this folder."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time


# AddressSanitizer keeps 256 MiB of what has been freed, which memory() would count.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=16:" + os.environ.get("ASAN_OPTIONS", "")}


class Relay:
    def __init__(self, programs, target, *options, control=False):
        words = [programs / "transomctl", "relay", "127.0.0.1:0", f"127.0.0.1:{target}", "--json", *map(str, options)]
        self.process = subprocess.Popen(words + ["--control"] * control, stdin=subprocess.PIPE if control else subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
        guard = threading.Timer(60, self.process.kill)
        guard.start()
        first = json.loads(self.process.stdout.readline())
        guard.cancel()
        self.port = int(first["address"].rsplit(":", 1)[1])
        self.events = []
        self.changed = threading.Condition()
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            with self.changed:
                self.events.append({"event": "error", **json.loads(line)})  # an error has no event of its own
                self.changed.notify_all()

    def wait_for(self, condition, seconds=60):
        """The first event that the condition likes; fails when there is none in time."""
        with self.changed:
            found = []
            seen = 0

            def look():
                nonlocal seen
                found.extend(event for event in self.events[seen:] if condition(event))
                seen = len(self.events)
                return found

            assert self.changed.wait_for(look, seconds), f"no such event among {len(self.events)}: {self.events[-5:]}"
            return found[0]

    def say(self, line):
        """A line of the control; returns when it holds."""
        with self.changed:
            before = len(self.events)
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        with self.changed:
            assert self.changed.wait_for(lambda: any(event.get("event") == "control" and event["line"] == line for event in self.events[before:]), 60), line

    def ask(self, line, event):
        """A line that answers with an event of its own."""
        with self.changed:
            before = len(self.events)
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        with self.changed:
            assert self.changed.wait_for(lambda: any(each.get("event") == event for each in self.events[before:]), 60), line
            return next(each for each in self.events[before:] if each.get("event") == event)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.reader.join(60)
        self.process.stdout.close()
        if self.process.stdin:
            self.process.stdin.close()
        return self.events

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def of(self, event):
        with self.changed:
            return [one for one in self.events if one.get("event") == event]

    def memory(self, field="VmHWM"):
        """MiB"""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise AssertionError(field)


def serve(handle, kind=socket.SOCK_STREAM):
    """A listening socket whose one connection is given to `handle` in a thread."""
    listener = socket.socket(socket.AF_INET, kind)
    listener.bind(("127.0.0.1", 0))
    if kind == socket.SOCK_STREAM:
        listener.listen()

    def work():
        if kind == socket.SOCK_DGRAM:
            handle(listener)
            return
        connection, _ = listener.accept()
        with connection:
            handle(connection)

    thread = threading.Thread(target=work)
    thread.start()
    return listener, listener.getsockname()[1], thread


def exactly(connection, size):
    """MSG_WAITALL does not wait on a socket with a time-out."""
    received = b""
    while len(received) < size and (part := connection.recv(size - len(received))):
        received += part
    return received


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, log):
    """Until something listens there; for servers that do not tell."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("a server did not start:\n" + pathlib.Path(log).read_text())
