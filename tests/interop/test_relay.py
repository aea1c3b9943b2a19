#!/usr/bin/env python3
"""transomctl relay between programs that know nothing of it: Python's http.server and curl, plain sockets, a transomd."""

import hashlib
import http.server
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import relay_process
from daemon import Daemon
from relay_process import exactly, serve


class Relay(relay_process.Relay):
    def __init__(self, target, *options, **more):
        super().__init__(PROGRAMS, target, *options, **more)


class TestRelay(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-relay-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def converse(self, handle, talk, *options):
        listener, port, thread = serve(handle)
        self.addCleanup(listener.close)
        with Relay(port, *options) as relay:
            with socket.create_connection(("127.0.0.1", relay.port), timeout=30) as client:
                talk(client)
            thread.join(30)
        self.assertEqual(relay.process.returncode, 0)
        return relay

    def test_curl_gets_from_a_python_http_server_what_is_there(self):
        data = os.urandom(3_000_017)
        (self.directory / "data.bin").write_bytes(data)
        directory = str(self.directory)

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=directory)

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            capture = self.directory / "capture.pcapng"
            with Relay(server.server_address[1], "--pcapng", capture) as relay:
                url = f"http://127.0.0.1:{relay.port}/data.bin"
                if shutil.which("curl"):
                    got = subprocess.run(["curl", "-sS", url], capture_output=True, timeout=60, check=True).stdout
                else:
                    import urllib.request
                    got = urllib.request.urlopen(url, timeout=60).read()
            server.shutdown()
            thread.join()
        self.assertEqual(hashlib.sha256(got).digest(), hashlib.sha256(data).digest())
        self.assertEqual(relay.of("framing")[0]["framing"], "crlf")
        self.assertIn("GET /data.bin", relay.of("frame")[0]["title"])
        if not shutil.which("tshark"):
            self.skipTest("tshark is not installed")
        fields = subprocess.run(["tshark", "-n", "-r", capture, "-Y", "http", "-T", "fields", "-e", "http.request.uri", "-e", "http.response.code", "-e", "http.content_length"],
                                capture_output=True, text=True, timeout=60).stdout.split()
        self.assertEqual(fields, ["/data.bin", "200", str(len(data))])
        bad = subprocess.run(["tshark", "-n", "-r", capture, "-Y", "_ws.malformed || tcp.analysis.lost_segment || tcp.analysis.retransmission"], capture_output=True, text=True, timeout=60)
        self.assertEqual((bad.returncode, bad.stdout), (0, ""))

    def test_a_length_prefixed_answer_is_decoded_where_it_is_and_guessed(self):
        def server(connection):
            while command := connection.recv(1024):
                connection.sendall(struct.pack("i", len(command) * 3) + command * 3)

        def client(connection):
            for command in (b"ls", b"pwd -P"):
                connection.sendall(command)
                size, = struct.unpack("i", exactly(connection, 4))
                self.assertEqual(exactly(connection, size), command * 3)

        relay = self.converse(server, client, "--framing", "none/u32le")
        self.assertEqual([(frame["from"], frame["length"], frame["complete"]) for frame in relay.of("frame")], [("server", 10, True), ("server", 22, True)])
        relay = self.converse(server, client)
        self.assertEqual(relay.of("framing")[-1]["framing"], "none/u32le")
        self.assertTrue(relay.of("framing")[-1]["reason"])

    def test_a_half_close_goes_through_and_the_answer_comes_after_it(self):
        def server(connection):
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
            connection.sendall(hashlib.sha256(received).digest())

        data = os.urandom(5_000_000)

        def client(connection):
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            self.assertEqual(exactly(connection, 32), hashlib.sha256(data).digest())
            self.assertEqual(connection.recv(1), b"")

        relay = self.converse(server, client, "--count", 1)
        self.assertEqual(len(relay.of("end-read")), 2)
        self.assertEqual(relay.of("reset-read"), [])

    def test_a_reset_goes_through_as_a_reset(self):
        def server(connection):
            connection.recv(1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        def client(connection):
            connection.sendall(b"x")
            with self.assertRaises(ConnectionResetError):
                connection.recv(1)

        self.assertEqual(len(self.converse(server, client).of("reset-read")), 1)

    def test_faults_are_applied_and_recorded_and_bytes_stay_the_same(self):
        data = os.urandom(20_000)

        def server(connection):
            connection.sendall(exactly(connection, len(data)))

        def client(connection):
            connection.sendall(data)
            self.assertEqual(exactly(connection, len(data)), data)

        relay = self.converse(server, client, "--delay", 20, "--jitter", 10, "--split", 1000, "--rate", "1M")
        self.assertLessEqual({"delay", "split", "rate"}, {event["fault"] for event in relay.of("injected")})
        self.assertTrue(all(event["length"] <= 1000 for event in relay.of("written")))

    def test_lost_and_doubled_datagrams_are_recorded(self):
        count = 200

        def server(listener):
            listener.settimeout(60)
            while (got := listener.recvfrom(2048))[0] != b"stop":
                received.append(got[0])

        received = []
        listener, port, thread = serve(server, socket.SOCK_DGRAM)
        self.addCleanup(listener.close)
        with Relay(port, "--udp", "--drop", 0.2, "--duplicate", 0.1, "--direction", "to-server", "--count", count) as relay:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
                for number in range(count):
                    client.sendto(b"%d" % number, ("127.0.0.1", relay.port))
                    # Not faster than it is read: the kernel's buffer would lose some, too.
                    deadline = time.monotonic() + 30
                    while len(relay.of("read")) <= number and time.monotonic() < deadline and number < count - 1:
                        time.sleep(0.001)
            relay.process.wait(60)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"stop", ("127.0.0.1", port))
        thread.join(60)
        lost = sum(event["fault"] == "loss" for event in relay.of("injected"))
        twice = sum(event["fault"] == "duplicate" for event in relay.of("injected"))
        self.assertTrue(20 < lost < 60 and 5 < twice < 40, (lost, twice))
        self.assertEqual(len(received), count - lost + twice)

    def test_a_transom_session_goes_through(self):
        with Daemon(PROGRAMS) as daemon:
            daemon.add_user("alice")
            daemon.start()
            with Relay(daemon.port) as relay:
                self.assertEqual(daemon.ctl("trust", f"127.0.0.1:{relay.port}", "--fingerprint", daemon.fingerprint).returncode, 0)
                data = os.urandom(2_000_000)
                (self.directory / "file").write_bytes(data)
                url = f"transom://alice@127.0.0.1:{relay.port}/"
                self.assertEqual(daemon.ctl("put", self.directory / "file", url).returncode, 0)
                (self.directory / "back").mkdir()
                self.assertEqual(daemon.ctl("get", url + "file", self.directory / "back").returncode, 0)
                self.assertEqual((self.directory / "back" / "file").read_bytes(), data)
        self.assertEqual(relay.of("frame"), [])

    def test_wrong_usage_and_a_taken_port_are_told(self):
        run = lambda *words: subprocess.run([PROGRAMS / "transomctl", "relay", *map(str, words)], capture_output=True, text=True, timeout=60)
        for words in (["0"], ["nonsense", "127.0.0.1:1"], ["0", "127.0.0.1:0"], ["0", "127.0.0.1:1", "--framing", "x"], ["0", "127.0.0.1:1", "--drop", "0.5"],
                      ["0", "127.0.0.1:1", "--flip", "2"], ["0", "127.0.0.1:1", "--udp", "--split", "1"], ["0", "127.0.0.1:1", "--delay", "-1"]):
            self.assertEqual(run(*words).returncode, 2, words)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = run(taken.getsockname()[1], "127.0.0.1:1")
        self.assertEqual(done.returncode, 3)
        self.assertIn("already listens", done.stderr)


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
