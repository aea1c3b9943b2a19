#!/usr/bin/env python3
"""transomctl relay under peers that are many, dead, deaf or rude: it stays within its memory, tells what happens, and leaves nobody waiting in silence."""

import asyncio
import os
import pathlib
import resource
import socket
import struct
import subprocess
import sys
import time
import unittest

import relay_process
from relay_process import exactly, free_port


class Relay(relay_process.Relay):
    def __init__(self, target, *options):
        super().__init__(PROGRAMS, target, *options)


async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def one_of_many(port, number, everybody):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    data = os.urandom(500 + number)
    await everybody.wait()  # all are connected before the first says a word
    writer.write(data)
    await writer.drain()
    got = await asyncio.wait_for(reader.readexactly(len(data)), 120)
    writer.close()
    await writer.wait_closed()
    return got == data


class TestHostile(unittest.TestCase):
    def relay(self, target, *options):
        relay = Relay(target, *options)
        self.addCleanup(relay.stop)
        return relay

    def test_two_thousand_connections_at_once(self):
        count = 2000
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < 2 * count + 200:
            self.skipTest(f"this system lets a process open {hard} files, which is too few for {count} connections")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))

        async def run():
            server = await asyncio.start_server(echo, "127.0.0.1", 0, backlog=count)
            relay = self.relay(server.sockets[0].getsockname()[1])
            everybody = asyncio.Event()
            clients = [asyncio.create_task(one_of_many(relay.port, number, everybody)) for number in range(count)]
            await asyncio.to_thread(relay.wait_for, lambda event: event["event"] == "connected" and event["stream"] == count, 120)
            everybody.set()
            right = sum(await asyncio.gather(*clients))
            server.close()
            return relay, right

        relay, right = asyncio.run(run())
        self.assertEqual(right, count)
        self.assertLess(relay.memory(), 300)
        relay.stop()
        self.assertEqual(len(relay.of("closed")), count)

    def test_those_above_the_limit_are_reset_and_told_of(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            relay = self.relay(listener.getsockname()[1], "--most", "2")
            clients = [socket.create_connection(("127.0.0.1", relay.port), timeout=30) for _ in range(2)]
            relay.wait_for(lambda event: event["event"] == "connected" and event["stream"] == 2)
            with self.assertRaises(ConnectionResetError), socket.create_connection(("127.0.0.1", relay.port), timeout=30) as late:
                late.recv(1)
            self.assertIn("takes no more", relay.wait_for(lambda event: event["event"] == "connect-failed")["text"])
            for client in clients:
                client.close()

    def test_a_target_that_is_not_there_resets_the_client_and_says_why(self):
        relay = self.relay(free_port())
        with self.assertRaises(ConnectionResetError), socket.create_connection(("127.0.0.1", relay.port), timeout=30) as client:
            client.recv(1)
        self.assertIn("text", relay.wait_for(lambda event: event["event"] == "connect-failed"))

    def test_a_target_that_never_accepts_runs_into_the_time_out(self):
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen(0)
            port = deaf.getsockname()[1]
            # What the backlog takes is connected as far as anybody can tell; the next is not answered at all.
            filling = []
            for _ in range(4):
                filler = socket.socket()
                filler.setblocking(False)
                filler.connect_ex(("127.0.0.1", port))
                filling.append(filler)
            relay = self.relay(port, "--connect-timeout", "500")
            start = time.monotonic()
            with self.assertRaises(ConnectionResetError), socket.create_connection(("127.0.0.1", relay.port), timeout=30) as client:
                client.recv(1)
            self.assertGreaterEqual(time.monotonic() - start, 0.4)
            relay.wait_for(lambda event: event["event"] == "connect-failed")
            for filler in filling:
                filler.close()

    def test_a_peer_that_never_reads_stops_the_sender_within_bounded_memory(self):
        for options in ([], ["--delay", "1"], ["--snaplen", "0"]):
            with self.subTest(options=options), socket.create_server(("127.0.0.1", 0)) as listener:
                relay = self.relay(listener.getsockname()[1], *options)
                with socket.create_connection(("127.0.0.1", relay.port)) as client:
                    server, _ = listener.accept()
                    client.settimeout(1)
                    sent = 0
                    with self.assertRaises(TimeoutError):
                        while sent < 500_000_000:
                            sent += client.send(bytes(1 << 20))
                    self.assertLess(sent, 60_000_000)
                    self.assertLess(relay.memory(), 200)
                    server.close()
                relay.stop()

    def test_a_reset_in_the_middle_of_much_data_reaches_the_other_side(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            relay = self.relay(listener.getsockname()[1])
            client = socket.create_connection(("127.0.0.1", relay.port), timeout=30)
            server, _ = listener.accept()
            server.settimeout(30)
            client.sendall(os.urandom(3_000_000))
            exactly(server, 1000)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
            with self.assertRaises(ConnectionResetError):
                while server.recv(65536):
                    pass
            server.close()
            relay.wait_for(lambda event: event["event"] == "closed")
            self.assertEqual(len(relay.of("reset-read")), 1)

    def test_a_taken_port_is_told_in_one_sentence(self):
        for kind, words in ((socket.SOCK_STREAM, []), (socket.SOCK_DGRAM, ["--udp"])):
            with socket.socket(socket.AF_INET, kind) as taken:
                taken.bind(("127.0.0.1", 0))
                if kind == socket.SOCK_STREAM:
                    taken.listen()
                done = subprocess.run([PROGRAMS / "transomctl", "relay", str(taken.getsockname()[1]), "127.0.0.1:1", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 3, done)
            self.assertIn("Another program", done.stderr)


class TestDatagrams(unittest.TestCase):
    def setUp(self):
        self.server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.server.bind(("127.0.0.1", 0))
        self.server.settimeout(30)
        self.addCleanup(self.server.close)

    def relay(self, *options):
        relay = Relay(self.server.getsockname()[1], "--udp", *options)
        self.addCleanup(relay.stop)
        return relay

    def client(self):
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        client.settimeout(30)
        self.addCleanup(client.close)
        return client

    def test_many_clients_get_each_their_own_answers(self):
        relay = self.relay()
        clients = [self.client() for _ in range(400)]
        for number, client in enumerate(clients):
            client.sendto(b"from %d" % number, ("127.0.0.1", relay.port))
            data, where = self.server.recvfrom(100)
            self.server.sendto(b"to " + data, where)
        for number, client in enumerate(clients):
            self.assertEqual(client.recv(100), b"to from %d" % number)
        relay.wait_for(lambda event: event["event"] == "opened" and event["stream"] == 400)
        self.assertEqual(len({event["client"] for event in relay.of("opened")}), 400)

    def test_the_largest_and_the_smallest_pass_whole_both_ways(self):
        relay, client = self.relay(), self.client()
        for size in (65_507, 0, 1, 65_506, 9000):
            data = os.urandom(size)
            client.sendto(data, ("127.0.0.1", relay.port))
            got, where = self.server.recvfrom(1 << 17)
            self.assertEqual(got, data)
            self.server.sendto(data[::-1], where)
            self.assertEqual(client.recv(1 << 17), data[::-1])

    def test_a_client_that_was_silent_too_long_is_forgotten(self):
        relay, client = self.relay("--idle", "200"), self.client()
        client.sendto(b"one", ("127.0.0.1", relay.port))
        _, first = self.server.recvfrom(10)
        closed = relay.wait_for(lambda event: event["event"] == "closed")
        self.assertIn("forgotten", closed["text"])
        client.sendto(b"two", ("127.0.0.1", relay.port))
        _, second = self.server.recvfrom(10)
        self.assertNotEqual(first, second)
        relay.wait_for(lambda event: event["event"] == "opened" and event["stream"] == 2)

    def test_that_nobody_is_there_comes_back_by_icmp_and_is_shown(self):
        relay, client = self.relay(), self.client()
        self.server.close()
        client.sendto(b"anybody?", ("127.0.0.1", relay.port))
        error = relay.wait_for(lambda event: event["event"] == "peer-error")
        self.assertEqual(error["from"], "client")
        self.assertIn("Nothing receives", error["text"])

    def test_that_the_client_has_gone_is_shown_too(self):
        relay, client = self.relay(), self.client()
        client.sendto(b"hello", ("127.0.0.1", relay.port))
        _, where = self.server.recvfrom(10)
        client.close()
        self.server.sendto(b"answer", where)
        error = relay.wait_for(lambda event: event["event"] == "peer-error")
        self.assertEqual(error["from"], "server")
        # And the relay goes on for others.
        other = self.client()
        other.sendto(b"other", ("127.0.0.1", relay.port))
        self.assertEqual(self.server.recv(10), b"other")

    def test_each_fault_of_datagrams_is_recorded(self):
        relay = self.relay("--do", "drop c>s from 4 next", "--do", "delay 5ms s>c")
        client = self.client()
        for data in (b"one ", b"lost", b"two "):
            client.sendto(data, ("127.0.0.1", relay.port))
        self.assertEqual(self.server.recv(10), b"one ")
        data, where = self.server.recvfrom(10)
        self.assertEqual(data, b"two ")
        self.server.sendto(b"back", where)
        self.assertEqual(client.recv(10), b"back")
        relay.stop()
        self.assertEqual([(event["fault"], event["offset"]) for event in relay.of("injected")], [("loss", 4), ("delay", 0)])


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
