#!/usr/bin/env python3
"""What a second client sees while the first is being served, in each of the models of transomctl lab serve; and crowds."""

import json
import pathlib
import socket
import socketserver
import subprocess
import sys
import threading
import unittest

from lab_peer import Lab


def connect(lab):
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.settimeout(30)
    client.connect(("127.0.0.1", lab.port))
    return client


def exchange(client, message):
    client.send(message)
    return client.recv(1024)


class TestLabModels(unittest.TestCase):
    def serve(self, dialect, *options, **others):
        lab = Lab(PROGRAMS, "serve", dialect, "--port", 0, *options, **others)
        self.addCleanup(lab.stop)
        lab.wait_for("listening")
        return lab

    def test_one_at_a_time_lets_the_second_wait_in_the_backlog(self):
        with self.serve("upper", "--model", "one") as lab:
            first = connect(lab)
            self.assertEqual(exchange(first, b"a"), b"A")
            second = connect(lab)  # the kernel accepts it
            second.send(b"b")
            lab.wait_for("waiting", matching=lambda event: event["count"] == 1)
            third = connect(lab)
            lab.wait_for("waiting", matching=lambda event: event["count"] == 2)
            second.settimeout(0.3)
            with self.assertRaises(TimeoutError):
                second.recv(1024)
            first.close()
            second.settimeout(30)
            self.assertEqual(second.recv(1024), b"B")
            second.close()
            self.assertEqual(exchange(third, b"c"), b"C")
            third.close()
            lab.wait_for("finish", 3)
        order = [(event["event"], event["stream"]) for event in lab.events if event.get("event") in ("setup", "handle", "finish")]
        self.assertEqual(order, [(kind, stream) for stream in (1, 2, 3) for kind in ("setup", "handle", "finish")])

    def test_after_n_the_listening_socket_is_closed(self):
        with self.serve("upper", "--model", "one:2") as lab:
            for _ in range(2):
                with connect(lab) as client:
                    self.assertEqual(exchange(client, b"a"), b"A")
            lab.wait_for("not-listening")
            with self.assertRaises(ConnectionRefusedError):
                connect(lab)
            self.assertEqual(lab.finish(), 0)

    def test_threads_serve_at_once_and_each_has_its_own_number(self):
        with self.serve("upper", "--model", "thread") as lab:
            clients = [connect(lab) for _ in range(8)]
            for client in reversed(clients):
                self.assertEqual(exchange(client, b"a"), b"A")
            for client in clients:
                client.close()
            lab.wait_for("finish", 8)
        self.assertEqual({event["process"] for event in lab.of("handle")}, {lab.process.pid})
        self.assertEqual(len({event["thread"] for event in lab.of("handle")}), 8)

    def test_processes_serve_at_once_and_each_has_its_own_number(self):
        with self.serve("upper", "--model", "process:4") as lab:
            clients = [connect(lab) for _ in range(4)]
            for client in reversed(clients):
                self.assertEqual(exchange(client, b"a"), b"A")
            lab.wait_for("handle", 4)
            numbers = {event["process"] for event in lab.of("handle")}
            self.assertEqual(len(numbers), 4)
            self.assertNotIn(lab.process.pid, numbers)
            for client in clients:
                client.close()
            self.assertEqual(lab.finish(), 0)
        self.assertEqual(len(lab.of("finish")), 4)
        self.assertEqual({call["stream"] for call in lab.calls("send")}, {1, 2, 3, 4})
        for number in numbers:
            self.assertFalse(pathlib.Path(f"/proc/{number}").exists(), number)

    def test_a_chat_is_served_by_a_process_too(self):
        with self.serve("chat-turns", "--model", "process") as lab, connect(lab) as client:
            client.send(b"ann:hello")
            lab.wait_for("line-wanted")
            lab.type("hi")
            self.assertEqual(client.recv(1024), b"server:hi")
            client.send(b"ann:bye")
            self.assertEqual(client.recv(1024), b"server:bye")

    def test_ctrl_c_ends_workers_and_what_they_run(self):
        with self.serve("exec-raw", "--model", "process") as lab, connect(lab) as client:
            client.send(b"echo $$; sleep 1000 > /dev/null 2>&1")
            lab.wait_for("said")
            worker = lab.of("handle")[0]["process"]
            children = self.children(worker)
            self.assertTrue(children)
            self.assertEqual(lab.stop(), 0)
            for number in [worker, *children]:
                self.assertFalse(pathlib.Path(f"/proc/{number}").exists(), number)
        self.assertEqual(len(lab.of("finish")), 1)

    @staticmethod
    def children(number):
        found = []
        while not found:
            found = [int(child) for child in pathlib.Path(f"/proc/{number}/task/{number}/children").read_text().split()]
        return found

    def test_ctrl_c_ends_every_model(self):
        for model in ("one", "thread", "process", "loop"):
            with self.subTest(model), self.serve("upper", "--model", model) as lab, connect(lab) as client:
                self.assertEqual(exchange(client, b"a"), b"A")
                self.assertEqual(lab.stop(), 0)
                self.assertEqual(client.recv(1024), b"")
                self.assertEqual(len(lab.of("finish")), 1)
                self.assertEqual(lab.events[-1]["event"], "ended")

    def crowd(self, port, *options):
        done = subprocess.run([PROGRAMS / "transomctl", "lab", "crowd", f"127.0.0.1:{port}", "--json", *map(str, options)], capture_output=True, text=True, timeout=120)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines() if "client" in line]

    def test_a_slow_client_makes_the_others_wait_only_where_one_is_served_at_a_time(self):
        for model, waits in (("one", True), ("thread", False), ("process", False), ("loop", False)):
            with self.subTest(model), self.serve("upper", "--model", model) as lab:
                status, clients = self.crowd(lab.port, "--clients", 10, "--slow", 1, "--pause", 3000, "--stagger", 10, "--text", "hello")
                self.assertEqual(status, 0)
                self.assertEqual(len(clients), 10)
                slow, *others = clients
                self.assertTrue(all(bytes.fromhex(client["answer"]) == b"HELLO" for client in clients))
                self.assertTrue(slow["answered"] - slow["begun"] >= 3e9)
                self.assertTrue(all(client["connected"] - client["begun"] < 2e9 for client in clients))
                late = [client["answered"] > slow["sent"] for client in others]
                self.assertEqual(late, [waits] * 9)

    def test_a_crowd_says_what_its_times_mean(self):
        for model, words in (("one", "one at a time"), ("thread", "several at once")):
            with self.subTest(model), self.serve("echo", "--model", model) as lab:
                done = subprocess.run([PROGRAMS / "transomctl", "lab", "crowd", f"localhost:{lab.port}", "--clients", "4", "--pause", "500"], capture_output=True, text=True, timeout=60)
                self.assertEqual((done.returncode, len(done.stdout.splitlines())), (0, 5))
                self.assertIn(words, done.stdout.splitlines()[-1])

    def test_a_crowd_meets_a_server_of_socketserver(self):
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(self.request.recv(1024).upper())

        with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            status, clients = self.crowd(server.server_address[1], "--clients", 3, "--slow", 1, "--pause", 300)
            server.shutdown()
            thread.join()
        self.assertEqual((status, len(clients)), (0, 3))
        status, clients = self.crowd(server.server_address[1], "--clients", 2)
        self.assertEqual((status, len(clients)), (3, 2))

    def test_the_list_tells_of_every_dialect(self):
        run = lambda *words, **others: subprocess.run([PROGRAMS / "transomctl", "lab", "list", *words], capture_output=True, text=True, timeout=60, **others)
        listed = [json.loads(line) for line in run("--json").stdout.splitlines()]
        self.assertEqual(len(listed), 22)
        self.assertEqual({one["id"]: one["port"] for one in listed}["prefix-echo"], 11111)
        self.assertIn("--key", run("hmac").stdout)
        self.assertEqual(run("hmac").returncode, 0)


if __name__ == "__main__":
    PROGRAMS = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
