#!/usr/bin/env python3
"""The Python probe: reports every socket call of a program that knows nothing of it, and changes nothing the program does."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

PROBE = pathlib.Path(__file__).resolve().parents[2] / "resources" / "probe" / "transom_probe.py"

TALK = """
    import socket
    from socket import socket as Socket
    listener = socket.create_server(("127.0.0.1", 0))
    client = Socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(listener.getsockname())
    server, peer = listener.accept()
    client.send(b"hello")
    client.sendall(b"world")
    client.shutdown(socket.SHUT_WR)
    data = b""
    while True:
        part = server.recv(4)
        if not part:
            break
        data += part
    print(data, type(client) is socket.socket, client.fileno())
    server.close()
    client.close()
    listener.close()
"""

SERVERS = """
    import selectors, socket, socketserver, threading

    class Upper(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(self.rfile.readline().upper())

    def ask(address, text):
        with socket.create_connection(address) as s:
            s.sendall(text)
            return s.makefile("rb").read()

    for kind in (socketserver.ThreadingTCPServer, socketserver.ForkingTCPServer):
        with kind(("127.0.0.1", 0), Upper) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            print(ask(server.server_address, b"from %a\\n" % kind.__name__))
            server.shutdown()
            thread.join()

    chooser = selectors.DefaultSelector()
    a, b = socket.socketpair()
    a.setblocking(False)
    chooser.register(a, selectors.EVENT_READ)
    b.send(b"x")
    print([key.fileobj is a for key, _ in chooser.select(5)], a.recv(9))
    try:
        a.recv(9)
    except BlockingIOError as error:
        print(error)

    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.bind(("127.0.0.1", 0))
    u.sendto(b"", u.getsockname())
    print(u.recvfrom(100)[0])
"""


class Run:
    def __init__(self, program, *arguments, probed=True):
        self.folder = tempfile.TemporaryDirectory()
        script = pathlib.Path(self.folder.name) / "program.py"
        script.write_text(textwrap.dedent(program))
        reports = pathlib.Path(self.folder.name) / "reports"
        command = [sys.executable, "-B"] + ([str(PROBE)] if probed else []) + [str(script), *arguments]
        done = subprocess.run(command, env={**os.environ, "TRANSOM_PROBE": f"file:{reports}"}, capture_output=True, text=True, timeout=60)
        self.status, self.out = done.returncode, done.stdout
        self.err = done.stderr.replace(self.folder.name, "")
        self.reports = [json.loads(line) for line in reports.read_text().splitlines()] if reports.exists() else []
        self.calls = [report for report in self.reports if report["event"] == "call"]
        self.folder.cleanup()

    def of(self, *names):
        return [call for call in self.calls if call["call"] in names]


class Probe(unittest.TestCase):
    maxDiff = None

    def test_each_call_is_told_with_its_bytes_and_its_line(self):
        run = Run(TALK)
        self.assertEqual(run.status, 0, run.err)
        moved = [(call["call"], call["offset"], call["size"], bytes.fromhex(call["data"])) for call in run.of("send", "sendall", "recv")]
        self.assertEqual(moved, [("send", 0, 5, b"hello"), ("sendall", 5, 5, b"world"), ("recv", 0, 4, b"hell"),
                                 ("recv", 4, 4, b"owor"), ("recv", 8, 2, b"ld"), ("recv", 10, 0, b"")])
        first = run.of("recv")[0]
        self.assertEqual((os.path.basename(first["file"]), first["line"], first["code"]), ("program.py", 13, "part = server.recv(4)"))
        self.assertEqual(first["arguments"], [4])
        self.assertLessEqual(first["start"], first["end"])
        accepted = run.of("accept")[0]["result"]
        self.assertEqual(accepted["socket"], first["socket"])
        self.assertEqual(accepted["peer"], run.of("connect")[0]["local"])
        self.assertEqual([call["arguments"] for call in run.of("shutdown")], [["SHUT_WR"]])
        self.assertEqual(len(run.of("close")), 3)

    def test_a_datagram_is_told_with_its_other_end(self):
        run = Run("""
            import socket
            one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            other.bind(("127.0.0.1", 0))
            port = other.getsockname()[1]
            one.sendto(b"plain", ("localhost", port))
            one.sendto(b"with flags", 0, ("127.0.0.1", port))
            one.sendmsg([b"in ", b"parts"], [], 0, ("127.0.0.1", port))
            print(other.recvfrom(100)[0], other.recvfrom_into(bytearray(100))[0], other.recvmsg(100)[0])
            one.connect(("127.0.0.1", port))
            one.send(b"to the peer")
            print(other.recv(100))
            """)
        self.assertEqual(run.status, 0, run.err)
        there = run.of("bind")[0]["local"]
        here = run.of("connect")[0]["local"]
        self.assertEqual([call["with"] for call in run.of("sendto", "sendmsg")], [there] * 3)
        self.assertEqual([call["with"] for call in run.of("recvfrom", "recvfrom_into", "recvmsg")], [["127.0.0.1", here[1]]] * 3)
        self.assertEqual((run.of("send")[0]["peer"], "with" in run.of("send")[0]), (there, False))

    def test_the_program_does_and_prints_what_it_does_without(self):
        for program in (TALK, SERVERS):
            with self.subTest(program[:60]):
                probed, alone = Run(program), Run(program, probed=False)
                self.assertEqual((probed.status, probed.out, probed.err), (alone.status, alone.out, alone.err))

    def test_threads_and_forked_children_report_too(self):
        run = Run(SERVERS)
        self.assertEqual(run.status, 0, run.err)
        served = [call for call in run.calls if "rfile.readline" in call["code"]]
        self.assertEqual(len({call["pid"] for call in served}), 2)
        self.assertEqual(len({call["thread"] for call in served}), 2)
        self.assertTrue(all(call["file"] for call in run.calls))

    def test_a_call_that_fails_is_told_by_the_name_of_its_error(self):
        run = Run("""
            import socket
            s = socket.socket()
            print(s.connect_ex(("127.0.0.1", 1)))
            s.connect(("127.0.0.1", 1))
        """)
        alone = Run("""
            import socket
            s = socket.socket()
            print(s.connect_ex(("127.0.0.1", 1)))
            s.connect(("127.0.0.1", 1))
        """, probed=False)
        self.assertEqual((run.status, run.out, run.err), (1, alone.out, alone.err))
        self.assertEqual(run.of("connect")[0]["error"]["name"], "ECONNREFUSED")
        self.assertEqual(run.reports[-1]["event"], "exception")
        self.assertEqual(run.reports[-1]["line"], 5)

    def test_exceptions_in_threads_and_syntax_errors_look_as_without(self):
        for program in ("import threading, socket\nthreading.Thread(target=lambda: socket.socket().recv(1)).start()\n", "import socket\nprint('a'\n"):
            with self.subTest(program):
                probed, alone = Run(program), Run(program, probed=False)
                self.assertEqual((probed.status, probed.err), (alone.status, alone.err))

    def test_exceptions_are_told_by_their_full_names_those_of_threads_too(self):
        run = Run("import struct, threading\ndef work():\n    struct.unpack('>I', b'12')\nt = threading.Thread(target=work, name='worker')\nt.start()\nt.join()\nint('x')\n")
        told = [(report["error"]["name"], report.get("thread"), report["line"]) for report in run.reports if report["event"] == "exception"]
        self.assertEqual(told, [("struct.error", "worker", 3), ("ValueError", None, 7)])

    def test_arguments_exit_status_and_main_are_the_program_s_own(self):
        run = Run("import sys, __main__\nprint(sys.argv[1:], __name__, __main__.__file__.endswith('program.py'))\nsys.exit(7)\n", "a", "b c")
        self.assertEqual((run.status, run.out), (7, "['a', 'b c'] __main__ True\n"))

    def test_a_program_without_listener_runs_on(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "p.py"
            script.write_text("import socket\nsocket.socket().close()\nprint('done')\n")
            done = subprocess.run([sys.executable, str(PROBE), str(script)], env={**os.environ, "TRANSOM_PROBE": folder + "/nobody"},
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout), (0, "done\n"))
            self.assertIn("without reports", done.stderr)

    def test_an_interrupt_ends_it_as_an_interrupt(self):
        with tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "p.py"
            script.write_text("import socket\ns = socket.create_server(('127.0.0.1', 0))\nprint('ready', flush=True)\ns.accept()\n")
            process = subprocess.Popen([sys.executable, str(PROBE), str(script)], env={**os.environ, "TRANSOM_PROBE": "file:" + folder + "/r"},
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertEqual(process.stdout.readline(), "ready\n")
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, -signal.SIGINT)
            self.assertTrue(err.rstrip().endswith("KeyboardInterrupt"), err)
            self.assertNotIn("transom_probe", err)


if __name__ == "__main__":
    sys.argv[1:] = []
    unittest.main(verbosity=1)
