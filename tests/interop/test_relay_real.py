#!/usr/bin/env python3
"""transomctl relay between programs that nobody here wrote: curl and nginx, redis-cli and Redis, ssh and sshd. What arrives is what was sent, and the capture says
the same as the ends do. A program that is not installed makes its test skip, and say so."""

import getpass
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

import relay_process
from relay_process import free_port, wait_for_port


def program(*names):
    """The first that is there, or the test is skipped. Servers are often in a folder that is not in a user's PATH."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise unittest.SkipTest(f"{names[0]} is not installed")


def tshark(capture, *words):
    done = subprocess.run(["tshark", "-n", "-r", capture, *words], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Relay(relay_process.Relay):
    def __init__(self, target, *options, **more):
        super().__init__(PROGRAMS, target, *options, **more)


class RealTraffic(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="transom-real-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.capture = self.directory / "capture.pcapng"

    def start(self, port, *words, **more):
        """A server in the foreground, ended by its own process when the test ends."""
        log = self.directory / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(list(map(str, words)), stdout=out, stderr=out, stdin=subprocess.DEVNULL, **more)

        def end():
            process.send_signal(signal.SIGTERM)
            process.wait(30)

        self.addCleanup(end)
        wait_for_port(port, process, log)
        return process

    def nginx(self, root):
        port, folder = free_port(), self.directory / "nginx"
        folder.mkdir()
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "config").write_text(f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log; events {{ worker_connections 64; }}\n"
                                       f"http {{ access_log off; {temporary} server {{ listen 127.0.0.1:{port}; root {root}; }} }}\n")
        self.start(port, program("nginx"), "-c", folder / "config", "-e", folder / "log")
        return port

    def redis(self):
        # Debian's package of the tools has the server, too, under another name: it looks at what it was called by.
        binary = program("redis-server", "redis-check-rdb")
        port = free_port()
        self.start(port, "redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", self.directory, executable=binary)
        return port

    def sshd(self):
        server, port, folder = program("sshd"), free_port(), self.directory / "ssh"
        folder.mkdir(mode=0o700)
        for name in ("host", "user"):
            subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        shutil.copy(folder / "user.pub", folder / "authorized_keys")
        (folder / "config").write_text(f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized_keys\nPidFile {folder}/pid\nStrictModes no\n"
                                       "PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nPermitRootLogin yes\n")
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)  # sshd insists on it
        self.start(port, server, "-D", "-e", "-f", folder / "config")
        return port, folder

    def curl(self, *words):
        return subprocess.run([program("curl"), "-sS", "--fail", *map(str, words)], capture_output=True, timeout=120, check=True).stdout

    def check_capture(self, conversations, sent):
        """tshark reads as many conversations as there were, and in each direction the bytes that went that way, with nothing wrong about any packet."""
        if not shutil.which("tshark"):
            return
        bad = tshark(self.capture, "-Y", "_ws.malformed || tcp.analysis.lost_segment || tcp.analysis.retransmission || tcp.analysis.out_of_order || tcp.checksum.status == 0 || ip.checksum.status == 0",
                     "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE")
        self.assertEqual(bad, "")
        streams = set(tshark(self.capture, "-T", "fields", "-e", "tcp.stream").split())
        self.assertEqual(len(streams), conversations)
        got = {"client": 0, "server": 0}
        for line in tshark(self.capture, "-Y", "tcp.len > 0", "-T", "fields", "-e", "tcp.dstport", "-e", "tcp.len").splitlines():
            port, length = line.split()
            got["client" if int(port) == self.target else "server"] += int(length)
        self.assertEqual(got, sent)

    def sent(self, relay):
        """What the relay says that each side has sent."""
        return {side: sum(event["length"] for event in relay.of("read") if event["from"] == side) for side in ("client", "server")}

    def test_curl_and_nginx(self):
        data = os.urandom(6_000_011)
        root = self.directory / "root"
        root.mkdir()
        (root / "data.bin").write_bytes(data)
        (root / "small.txt").write_bytes(b"small\n")
        self.target = self.nginx(root)
        with Relay(self.target, "--pcapng", self.capture) as relay:
            url = f"http://127.0.0.1:{relay.port}"
            # Two requests on one connection, and a part on another.
            both = self.curl(f"{url}/small.txt", f"{url}/data.bin")
            part = self.curl("-r", "1000-1999", f"{url}/data.bin")
        self.assertEqual(both, b"small\n" + data)
        self.assertEqual(part, data[1000:2000])
        self.assertEqual({event["framing"] for event in relay.of("framing")}, {"crlf"})
        titles = [frame["title"] for frame in relay.of("frame")]
        self.assertTrue(any(title.startswith("GET /small.txt HTTP/1.1") for title in titles))
        self.assertTrue(any(title.startswith("HTTP/1.1 206") for title in titles))
        self.check_capture(2, self.sent(relay))
        if shutil.which("tshark"):
            fields = tshark(self.capture, "-Y", "http.request", "-T", "fields", "-e", "http.request.uri").split()
            self.assertEqual(fields, ["/small.txt", "/data.bin", "/data.bin"])
            codes = tshark(self.capture, "-Y", "http.response", "-T", "fields", "-e", "http.response.code").split()
            self.assertEqual(codes, ["200", "200", "206"])
            exported = self.directory / "exported"
            tshark(self.capture, "-q", "--export-objects", f"http,{exported}")
            self.assertIn(hashlib.sha256(data).digest(), [hashlib.sha256(path.read_bytes()).digest() for path in exported.iterdir()])

    def test_what_curl_gets_is_the_same_under_every_fault_that_changes_no_byte(self):
        data = os.urandom(150_000)
        root = self.directory / "root"
        root.mkdir()
        (root / "data.bin").write_bytes(data)
        target = self.nginx(root)
        for faults in (["--delay", "5", "--jitter", "5"], ["--rate", "2M"], ["--split", "1000"], ["--merge", "10"], ["--stall", "50", "--from-byte", "100"], ["--do", "split 1 from 200 next", "--do", "delay 20ms s>c after 1ms"]):
            with self.subTest(faults=faults), Relay(target, *faults) as relay:
                self.assertEqual(self.curl(f"http://127.0.0.1:{relay.port}/data.bin"), data)
                relay.stop()
                self.assertTrue(relay.of("injected"))

    def test_one_bit_that_was_flipped_is_wrong_and_recorded_in_the_capture(self):
        data = os.urandom(100_000)
        root = self.directory / "root"
        root.mkdir()
        (root / "data.bin").write_bytes(data)
        self.target = self.nginx(root)
        with Relay(self.target, "--do", "flip s>c from 50000 next", "--pcapng", self.capture) as relay:
            got = self.curl(f"http://127.0.0.1:{relay.port}/data.bin")
        wrong = [(index, one ^ other) for index, (one, other) in enumerate(zip(data, got)) if one != other]
        self.assertEqual(len(got), len(data))
        self.assertEqual([bin(bits).count("1") for _, bits in wrong], [1])
        flips = [event for event in relay.of("injected") if event["fault"] == "flip"]
        self.assertEqual(len(flips), 1)
        self.assertEqual(1 << (flips[0]["amount"] % 8), wrong[0][1])
        self.assertGreaterEqual(flips[0]["offset"], 50000)
        if shutil.which("tshark"):
            comments = tshark(self.capture, "-Y", "frame.comment", "-T", "fields", "-e", "frame.comment")
            self.assertIn(f"injected at offset {flips[0]['offset']}", comments)

    def test_redis(self):
        client = program("redis-cli")
        self.target = self.redis()
        blob = os.urandom(700_001).replace(b"\n", b"-")
        with Relay(self.target, "--pcapng", self.capture) as relay:
            def cli(*words, input=None):
                return subprocess.run([client, "-h", "127.0.0.1", "-p", str(relay.port), *words], input=input, capture_output=True, timeout=60, check=True).stdout

            self.assertEqual(cli("PING"), b"PONG\n")
            self.assertEqual(cli("-x", "SET", "blob", input=blob), b"OK\n")
            self.assertEqual(cli("GET", "blob"), blob + b"\n")
            many = b"".join(b"*3\r\n$3\r\nSET\r\n$4\r\n%04d\r\n$4\r\n%04d\r\n" % (number, number) for number in range(2000))
            self.assertIn(b"errors: 0, replies: 2000", cli("--pipe", input=many))
            self.assertEqual(cli("GET", "1999"), b"1999\n")
        self.assertEqual({event["framing"] for event in relay.of("framing")}, {"crlf"})
        titles = [frame["title"] for frame in relay.of("frame")]
        self.assertIn("PING", titles)
        self.assertIn("+PONG", titles)
        self.check_capture(5, self.sent(relay))

    def test_ssh_goes_through_and_is_honestly_not_decoded(self):
        client = program("ssh")
        self.target, folder = self.sshd()
        data = os.urandom(2_000_003)
        with Relay(self.target, "--pcapng", self.capture) as relay:
            (folder / "known_hosts").write_text(f"[127.0.0.1]:{relay.port} {(folder / 'host.pub').read_text()}")
            got = subprocess.run([client, "-F", "/dev/null", "-i", folder / "user", "-o", f"UserKnownHostsFile={folder}/known_hosts", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes",
                                  "-o", "IdentitiesOnly=yes", "-p", str(relay.port), f"{getpass.getuser()}@127.0.0.1", "cat"], input=data, capture_output=True, timeout=120)
        self.assertEqual(got.returncode, 0, got.stderr)
        self.assertEqual(hashlib.sha256(got.stdout).digest(), hashlib.sha256(data).digest())
        framing = relay.of("framing")
        self.assertEqual([event["framing"] for event in framing], ["none"])
        self.assertIn("encrypted", framing[0]["reason"])
        self.assertEqual(relay.of("frame"), [])
        self.check_capture(1, self.sent(relay))

    def test_sizes_and_times_alone_are_a_capture_with_nothing_wrong(self):
        data = os.urandom(3_000_000)
        root = self.directory / "root"
        root.mkdir()
        (root / "data.bin").write_bytes(data)
        self.target = self.nginx(root)
        with Relay(self.target, "--pcapng", self.capture, "--snaplen", "0") as relay:
            self.assertEqual(self.curl(f"http://127.0.0.1:{relay.port}/data.bin"), data)
        self.assertLess(self.capture.stat().st_size, 100_000)
        if shutil.which("tshark"):
            lengths = tshark(self.capture, "-Y", f"tcp.srcport == {self.target}", "-T", "fields", "-e", "tcp.len").split()
            self.assertEqual(sum(map(int, lengths)), self.sent(relay)["server"])


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
