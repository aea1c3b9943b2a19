#!/usr/bin/env python3
"""The control of transomctl relay on standard input: hold, step, release, faults that begin while it runs, and what it tells about what it holds."""

import pathlib
import socket
import sys
import unittest

import relay_process
from relay_process import exactly


class Relay(relay_process.Relay):
    def __init__(self, target, *options):
        super().__init__(PROGRAMS, target, *options, control=True)


class Line:
    """A client and a server with a relay between them, all in this process."""

    def __init__(self, test, *options):
        self.listener = socket.create_server(("127.0.0.1", 0))
        test.addCleanup(self.listener.close)
        self.relay = Relay(self.listener.getsockname()[1], *options)
        test.addCleanup(self.relay.stop)
        self.client = socket.create_connection(("127.0.0.1", self.relay.port), timeout=30)
        test.addCleanup(self.client.close)
        self.server, _ = self.listener.accept()
        test.addCleanup(self.server.close)
        self.server.settimeout(30)
        self.relay.wait_for(lambda event: event["event"] == "connected")

    def client_says(self, data):
        """Returns when the relay has read it."""
        arrived = sum(event["length"] for event in self.relay.of("read") if event["from"] == "client")
        self.client.sendall(data)
        self.relay.wait_for(lambda event: event["event"] == "read" and event["from"] == "client" and event["offset"] + event["length"] >= arrived + len(data))

    def server_has_nothing(self):
        self.server.settimeout(0.1)
        try:
            return self.server.recv(100) is None
        except TimeoutError:
            return True
        finally:
            self.server.settimeout(30)


class TestControl(unittest.TestCase):
    def test_held_frames_go_one_at_a_time_and_the_rest_when_released(self):
        line = Line(self, "--framing", "u32be", "--server-timeout", "20s")
        line.relay.say("hold c>s")
        line.client_says(b"\0\0\0\3one\0\0\0\3two\0\0\0\5th")
        self.assertTrue(line.server_has_nothing())
        held = line.relay.wait_for(lambda event: event["event"] == "held" and event["held"] == 20)
        self.assertEqual((held["from"], held["held-frames"], held["missing"]), ("client", 2, 3))
        self.assertTrue(10_000 < held["patience-ms"] <= 20_000, held)
        line.relay.say("step frame c>s")
        self.assertEqual(line.server.recv(100), b"\0\0\0\3one")
        self.assertTrue(line.server_has_nothing())
        status = line.relay.ask("status", "status")["streams"][0]
        self.assertEqual((status["client"]["hold"], status["client"]["held"], status["client"]["written"], status["server"]["hold"]), (True, 13, 7, False))
        line.relay.say("step frame c>s")
        self.assertEqual(line.server.recv(100), b"\0\0\0\3two")
        # Half a frame is not stepped: it goes when it is whole.
        line.relay.say("step frame c>s")
        self.assertTrue(line.server_has_nothing())
        line.client_says(b"ree")
        self.assertEqual(exactly(line.server, 9), b"\0\0\0\5three")
        line.client_says(b"\0\0\0\0")
        line.relay.say("release")
        self.assertEqual(exactly(line.server, 4), b"\0\0\0\0")
        self.assertIn("hold", {event["fault"] for event in line.relay.of("injected")})

    def test_an_incomplete_frame_says_what_it_needs_each_time(self):
        line = Line(self, "--framing", "u16le")
        line.client_says(b"\5")
        line.client_says(b"\0ab")
        line.client_says(b"cde")
        self.assertEqual(exactly(line.server, 7), b"\5\0abcde")
        line.relay.wait_for(lambda event: event["event"] == "frame")
        self.assertEqual([(event["length"], event["needs"], event["exact"]) for event in line.relay.of("incomplete")], [(1, 1, False), (4, 3, True)])
        self.assertEqual([(event["length"], event["complete"]) for event in line.relay.of("frame")], [(7, True)])

    def test_faults_begin_while_it_runs_and_end_again(self):
        line = Line(self)
        line.relay.say("flip c>s next")
        line.client_says(b"hello")
        got = exactly(line.server, 5)
        self.assertEqual(sum(bin(one ^ other).count("1") for one, other in zip(got, b"hello")), 1)
        line.client_says(b"hello")
        self.assertEqual(exactly(line.server, 5), b"hello")
        line.relay.say("split 2 gap 30ms c>s")
        line.client_says(b"abcdef")
        self.assertEqual([line.server.recv(100) for _ in range(3)], [b"ab", b"cd", b"ef"])
        line.relay.say("clear")
        line.client_says(b"abcdef")
        self.assertEqual(line.server.recv(100), b"abcdef")
        self.assertEqual([event["fault"] for event in line.relay.of("injected")], ["flip", "split"])

    def test_a_half_close_and_then_a_reset(self):
        line = Line(self)
        line.relay.say("half-close c>s #1")
        self.assertEqual(line.server.recv(1), b"")
        line.server.sendall(b"still here")
        self.assertEqual(exactly(line.client, 10), b"still here")
        line.relay.say("reset 1")
        with self.assertRaises(ConnectionResetError):
            line.client.recv(1)
        line.relay.wait_for(lambda event: event["event"] == "closed")

    def test_a_framing_chosen_in_the_middle_begins_with_the_next_byte(self):
        line = Line(self, "--framing", "none")
        line.client_says(b"anything")
        line.relay.say("framing newline")
        line.client_says(b"one\ntwo\n")
        line.relay.wait_for(lambda event: event["event"] == "frame" and event["title"] == "two")
        self.assertEqual([(event["offset"], event["title"]) for event in line.relay.of("frame")], [(8, "one"), (12, "two")])

    def test_nonsense_is_refused_and_the_relay_goes_on_until_quit(self):
        line = Line(self)
        line.relay.process.stdin.write("fly to the moon\n\n// a remark\n" + "x" * 100_000 + "\n")
        line.relay.say("delay 1ms")
        line.client_says(b"x")
        self.assertEqual(line.server.recv(1), b"x")
        line.relay.process.stdin.write("quit\n")
        line.relay.process.stdin.flush()
        self.assertEqual(line.relay.process.wait(30), 0)

    def test_the_end_of_the_script_is_not_the_end_of_the_relay(self):
        line = Line(self)
        line.relay.say("delay 1ms")
        line.relay.process.stdin.close()
        line.relay.process.stdin = None
        line.client_says(b"x")
        self.assertEqual(line.server.recv(1), b"x")


class TestDatagrams(unittest.TestCase):
    def test_held_datagrams_go_one_at_a_time(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            server.bind(("127.0.0.1", 0))
            server.settimeout(30)
            relay = Relay(server.getsockname()[1], "--udp")
            self.addCleanup(relay.stop)
            relay.say("hold c>s")
            for number in range(3):
                client.sendto(b"%d" % number, ("127.0.0.1", relay.port))
            relay.wait_for(lambda event: event["event"] == "held" and event["held-chunks"] == 3)
            relay.say("step c>s")
            self.assertEqual(server.recv(10), b"0")
            relay.say("release")
            self.assertEqual([server.recv(10), server.recv(10)], [b"1", b"2"])


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
