#!/usr/bin/env python3
"""transomctl lab run: a Python program of somebody's, each of its socket calls with its line, and nothing of it changed."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "resources" / "lab" / "examples"

# One write for the line: print() may make several, and a call may stand between them.
TALK = """
    import os, socket
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listener.getsockname())
    server, peer = listener.accept()
    client.send(b"hello")
    client.send(b"world")
    data = server.recv(10, socket.MSG_WAITALL)
    os.write(1, b"received %a\\n" % data)
    server.close()
    client.close()
"""


class LabRun(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="transom-run-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def script(self, text, name="program.py"):
        path = self.folder / name
        path.write_text(textwrap.dedent(text))
        return path

    def start(self, *words, **more):
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(self.folder), **more.pop("env", {})}
        process = subprocess.Popen([pathlib.Path(PROGRAMS) / "transomctl", "lab", "run", *map(str, words)], env=environment, stdin=more.pop("stdin", subprocess.DEVNULL),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", **more)
        guard = threading.Timer(120, process.kill)
        guard.start()
        self.addCleanup(lambda: (guard.cancel(), process.kill(), process.wait(), process.stdout.close(), process.stderr.close()))
        return process

    def run_it(self, *words, **more):
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def events(self, *words, **more):
        status, out, err = self.run_it("--json", *words, **more)
        return status, [json.loads(line) for line in out.splitlines()], err

    def test_each_call_is_said_in_words_beside_its_line_and_the_program_s_own_output(self):
        status, out, err = self.run_it(self.script(TALK))
        self.assertEqual((status, err), (0, ""))
        lines = out.splitlines()
        self.assertIn("received b'helloworld'", lines)
        sends = [line for line in lines if "client.send(" in line]
        self.assertEqual([line.split("→")[1].strip() for line in sends], ['5 bytes "hello"', '5 bytes "world"'])
        self.assertTrue(sends[0].startswith("program.py:6 "), sends[0])
        received = next(line for line in lines if "server.recv(" in line)
        self.assertIn('→ 10 bytes "helloworld"', received)
        self.assertLess(lines.index(received), lines.index("received b'helloworld'"))

    def test_json_has_the_bytes_the_offsets_and_both_addresses(self):
        status, events, _ = self.events(self.script(TALK))
        self.assertEqual(status, 0)
        calls = [event for event in events if event["event"] == "call"]
        moved = [(call["call"], call["direction"], call["offset"], bytes.fromhex(call["hex"])) for call in calls if "offset" in call]
        self.assertEqual(moved, [("send", "out", 0, b"hello"), ("send", "out", 5, b"world"), ("recv", "in", 0, b"helloworld")])
        send, recv = (next(call for call in calls if call["call"] == name) for name in ("send", "recv"))
        self.assertEqual((send["local"], send["peer"]), (recv["peer"], recv["local"]))
        self.assertLessEqual(send["start"], recv["end"])
        self.assertEqual("".join(event["text"] for event in events if event["event"] == "output"), "received b'helloworld'\n")
        self.assertEqual(events[-1], {"event": "ended", "status": 0, "signal": 0})

    def test_arguments_status_directory_and_input_are_the_script_s(self):
        script = self.script("import os, sys\nprint(sys.argv[1:], os.getcwd(), [line for line in sys.stdin])\nprint('bad', file=sys.stderr)\nsys.exit(7)\n")
        with open(self.script("one\ntwo", "input.txt")) as given:
            status, out, err = self.run_it("--quiet", script, "--json", "-x", "a b", stdin=given)
        self.assertEqual((status, out, err), (7, f"['--json', '-x', 'a b'] {os.path.realpath(self.folder)} ['one\\n', 'two']\n", "bad\n"))

    def test_two_programs_talk_the_example_server_and_the_example_client(self):
        server = self.start("--json", EXAMPLES / "sticky_server.py", "0")
        seen = []
        said = ""
        while "\n" not in said:
            seen.append(json.loads(server.stdout.readline()))
            said += seen[-1]["text"] if seen[-1]["event"] == "output" else ""
        port = int(said.split()[-1])
        status, events, err = self.events(EXAMPLES / "sticky_client.py", port)
        self.assertEqual((status, err), (0, ""))
        out, err = server.communicate(timeout=60)
        self.assertEqual((server.returncode, err), (0, ""))
        seen += [json.loads(line) for line in out.splitlines()]
        sent = b"".join(bytes.fromhex(event["hex"]) for event in events if event.get("call") == "send")
        received = b"".join(bytes.fromhex(event["hex"]) for event in seen if event.get("call") == "recv")
        self.assertEqual(sent, b"helloworldand one more, after a pause")
        self.assertEqual(received, sent)

    def test_an_exception_is_told_at_its_line_with_what_to_do(self):
        script = self.script("import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 1))\n")
        status, events, _ = self.events(script)
        self.assertEqual(status, 1)
        told = next(event for event in events if event["event"] == "exception")
        self.assertEqual((told["name"], told["line"], told["code"]), ("ConnectionRefusedError", 3, "s.connect(('127.0.0.1', 1))"))
        self.assertIn("Nobody listens", told["hint"])
        failed = next(event for event in events if event.get("call") == "connect")
        self.assertEqual((failed["error"], failed["errno"]), ("ECONNREFUSED", 111))
        status, out, err = self.run_it(script)
        self.assertIn("Nobody listens", out)
        self.assertIn("Traceback", err)
        self.assertNotIn("transom_probe", err)

    def test_a_program_that_writes_to_the_probe_s_socket_is_not_believed(self):
        script = self.script("""
            import os, socket, sys
            path = os.path.join(os.path.dirname(sys.modules["transom_probe"].__file__), "reports")
            evil = type(socket.socket()).__bases__[0](socket.AF_UNIX, socket.SOCK_STREAM)
            evil.connect(path)
            for line in (b"no JSON", b'{"event": "call"}', b"[" * 70000, b'{"event": "call", "pid": -1}', b"\\xff\\x1b[2J", b'{"event":"exception"}'):
                evil.sendall(line + b"\\n")
            evil.sendall(b"half a li")
            evil.close()
            socket.socket().close()
        """)
        status, events, err = self.events(script)
        self.assertEqual((status, err), (0, ""))
        nonsense = [event for event in events if event["event"] == "nonsense"]
        self.assertEqual([event["count"] for event in nonsense], list(range(1, 8)))
        self.assertTrue(all(len(event["text"]) < 200 and "\x1b" not in event["text"] for event in nonsense))
        self.assertIn("close", [event.get("call") for event in events])

    def test_children_that_are_forked_and_threads_report_too(self):
        status, events, err = self.events(self.script("""
            import os, socket, threading
            a, b = socket.socketpair()
            if os.fork() == 0:
                b.send(b"from the child")
                os._exit(0)
            thread = threading.Thread(target=lambda: a.recv(100), name="reader")
            thread.start()
            thread.join()
            os.wait()
        """))
        self.assertEqual((status, err), (0, ""))
        send = next(event for event in events if event.get("call") == "send")
        recv = next(event for event in events if event.get("call") == "recv")
        self.assertNotEqual(send["pid"], recv["pid"])
        self.assertEqual(recv["thread"], "reader")

    def test_an_interrupt_ends_all_processes_of_the_script_even_deaf_ones(self):
        script = self.script("""
            import os, signal, sys, time
            child = os.fork()
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, signal.SIG_IGN)
            if child:
                print(child, flush=True)
            time.sleep(1000)
        """)
        process = self.start(script)
        child = int(process.stdout.readline())
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 128 + signal.SIGKILL)
        self.assertGreater(time.monotonic() - began, 3.5)  # it has been asked twice before
        deadline = time.monotonic() + 30
        while os.path.exists(f"/proc/{child}/stat") and pathlib.Path(f"/proc/{child}/stat").read_text().split()[2] != "Z":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def test_what_a_script_leaves_behind_does_not_hold_the_end(self):
        status, out, err = self.run_it(self.script("import subprocess\nsubprocess.Popen(['sleep', '1000'])\nprint('left')\n"))
        self.assertEqual((status, out, err), (0, "left\n", ""))

    def test_without_python_or_script_it_says_what_to_do_and_leaves_nothing(self):
        status, _, err = self.run_it("--python", "python-that-is-not-there", self.script("pass\n"))
        self.assertEqual(status, 1)
        self.assertIn("Install it", err)
        status, _, err = self.run_it(self.folder / "missing.py")
        self.assertEqual(status, 1)
        self.assertIn("no such Python file", err)
        self.assertEqual(self.run_it()[0], 2)
        self.assertEqual([name for name in os.listdir(self.folder) if not name.endswith(".py")], [])


if __name__ == "__main__":
    PROGRAMS = sys.argv[1]
    sys.argv[1:] = []
    unittest.main(verbosity=1)
