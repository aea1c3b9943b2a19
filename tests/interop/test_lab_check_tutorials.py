#!/usr/bin/env python3
"""Programs as tutorials write them, with a port of their own and prompts, and what beginners make of them: the right ones are not accused, the others are told why."""

import os
import socket
import subprocess
import sys
import textwrap
import unittest

from lab_checking import CheckCase, PROGRAMS, check

HMAC = """
    import hmac, random, socket
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', PORT))
    s.listen(5)
    while True:
        conn, addr = s.accept()
        num = str(random.randint(0, 99)).encode()
        conn.send(num)
        digest = hmac.new(b'secret', num, 'md5').digest()
        try:
            while True:
                data = b''
                while len(data) < 16:
                    part = conn.recv(16 - len(data))
                    if not part or data + part == b'q':
                        break
                    data += part
                if len(data) < 16:
                    break
                if hmac.compare_digest(data, digest):
                    conn.send('验证成功'.encode())
                    break
                conn.send('验证失败'.encode())
        except ConnectionError:
            pass
        conn.close()
"""

UPPER = """
    import socket
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('', PORT))
    s.listen(5)
    while True:
        conn, addr = s.accept()
        while True:
            try:
                data = conn.recv(1024)
            except ConnectionResetError:
                break
            if not data:
                break
            conn.sendall(data.upper())
        conn.close()
"""

STRUCT = """
    import socket, struct, subprocess
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', PORT))
    s.listen(5)
    while True:
        conn, addr = s.accept()
        while True:
            try:
                cmd = conn.recv(1024).decode()
                if not cmd or cmd == 'q':
                    break
                p = subprocess.Popen(cmd, shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                out = p.stdout.read()
                err = p.stderr.read()
                conn.send(struct.pack('i', len(out) + len(err)))
                conn.sendall(out)
                conn.sendall(err)
            except ConnectionError:
                break
        conn.close()
"""

PUT_JSON = """
    import json, os, socketserver
    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.sendall('welcome'.encode())
            head = json.loads(self.request.recv(1024).decode())
            size = head['filesize']
            self.request.sendall(json.dumps({'status': 200}).encode())
            has = 0
            with open(os.path.join('upload', os.path.basename(head['filename'])), 'wb') as f:
                while has < size:
                    data = self.request.recv(1024)
                    f.write(data)
                    has += len(data)
    os.makedirs('upload', exist_ok=True)
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    socketserver.ThreadingTCPServer(('127.0.0.1', PORT), Handler).serve_forever()
"""

TIME = """
    import socket, time
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', PORT))
    s.listen(5)
    while True:
        conn, addr = s.accept()
        while True:
            try:
                data = conn.recv(1024)
                if not data:
                    break
                conn.send(time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(int(data))).encode())
            except ValueError:
                conn.send('不是时间戳'.encode())
            except ConnectionError:
                break
        conn.close()
"""

UDP = """
    import socket
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(('127.0.0.1', PORT))
    while True:
        data, addr = s.recvfrom(1024)
        s.sendto(b'ok', addr)
"""

CHAT_CLIENT = """
    import socket, sys
    name = 'me'
    c = socket.socket()
    c.connect(('127.0.0.1', int(sys.argv[1])))
    while True:
        c.send((name + ':' + input('>>>')).encode())
        msg = c.recv(1024).decode()
        print(msg)
        if msg.split(':')[-1] == 'bye':
            c.send((name + ':bye').encode())
            break
    c.close()
"""

ACK_CLIENT = """
    import socket, sys
    c = socket.socket()
    c.connect(('127.0.0.1', int(sys.argv[1])))
    while True:
        cmd = input('>>>')
        c.send(cmd.encode())
        size = c.recv(1024).decode()
        if size == 'q':
            break
        c.send(b'ok')
        data = b''
        while len(data) < int(size):
            data += c.recv(1024)
        print(data.decode())
"""

HMAC_CLIENT = """
    import hmac, socket, sys
    c = socket.socket()
    c.connect(('127.0.0.1', int(sys.argv[1])))
    num = c.recv(1024)
    c.send(hmac.new(input('密钥:').encode(), num, 'md5').digest())
    print(c.recv(1024).decode())
"""

PUT_CLIENT = """
    import json, os, socket, sys
    c = socket.socket()
    c.connect(('127.0.0.1', int(sys.argv[1])))
    print(c.recv(1024).decode())
    action, path = input('>>').split()
    c.sendall(json.dumps({'action': action, 'filename': os.path.basename(path), 'filesize': os.path.getsize(path)}).encode())
    print(c.recv(1024).decode())
    with open(path, 'rb') as f:
        c.sendall(f.read())
"""

SIZE_CLIENT = """
    import os, socket, sys
    c = socket.socket()
    c.connect(('127.0.0.1', int(sys.argv[1])))
    path = input('path:')
    c.sendall(str(os.path.getsize(path)).encode())
    print(c.recv(1024).decode())
    with open(path, 'rb') as f:
        c.sendall(f.read())
"""

UDP_CHAT = """
    import socket
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(('127.0.0.1', PORT))
    while True:
        data, addr = s.recvfrom(1024)
        print(addr, data.decode())
        if data == b'bye':
            break
        s.sendto(input('>>>').encode(), addr)
    s.close()
"""

OK_CLIENT = """
    import socket, sys
    c = socket.socket(type=socket.SOCK_DGRAM)
    while True:
        c.sendto(input('>>>').encode(), ('127.0.0.1', int(sys.argv[1])))
        data, addr = c.recvfrom(1024)
        print(data.decode())
"""


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(type=kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Tutorial(CheckCase):
    def write(self, text, *changes, name="program.py"):
        text = textwrap.dedent(text)
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return path

    def tried(self, dialect, role, text, *changes, only=(), options=()):
        kind = socket.SOCK_DGRAM if dialect.startswith("udp") else socket.SOCK_STREAM
        program = self.write(text, *changes, *([("PORT", str(free_port(kind)))] if role == "server" else []))
        words = ["python3", program] + (["{port}"] if role == "client" else [])
        status, results = check(dialect, "--role", role, *[word for trial in only for word in ("--only", trial)], *options, "--", *words, directory=self.directory)
        failed = {result["trial"]: result for result in results if result["result"] == "failed"}
        self.assertEqual(status, 1 if failed else 0, results)
        self.assertEqual({result["trial"] for result in results} >= set(only), True)
        return failed

    def assertTold(self, failed, trial, happened="", hint=""):
        self.assertIn(trial, failed)
        self.assertIn(happened, failed[trial]["happened"])
        self.assertIn(hint, failed[trial]["hint"])


class TestServers(Tutorial):
    def test_a_server_is_found_at_the_port_that_stands_in_it(self):
        self.assertEqual(self.tried("upper", "server", UPPER, only=("plain", "next")), {})

    def test_a_server_that_ignores_its_port_is_told_which_it_took(self):
        program = self.write(UPPER, ("PORT", str(free_port())))
        status, results = check("upper", "--role", "server", "--only", "plain", "--", "python3", program, "{port}", directory=self.directory)
        self.assertEqual((status, results[0]["result"]), (1, "failed"))
        self.assertIn("sys.argv[1]", results[0]["hint"])

    def test_a_right_hmac_server_that_takes_one_at_a_time_is_not_accused(self):
        self.assertEqual(self.tried("hmac", "server", HMAC), {})

    def test_an_hmac_server_that_lets_nobody_try_again_is_told(self):
        failed = self.tried("hmac", "server", HMAC, ("conn.send('验证失败'.encode())", "conn.send('验证失败'.encode()); break"), only=("wrong-mac", "replayed-mac"))
        self.assertEqual(set(failed), {"wrong-mac"})
        self.assertTold(failed, "wrong-mac", hint="waits for another 16 bytes")

    def test_a_digest_in_text_is_told(self):
        self.assertTold(self.tried("hmac", "server", HMAC, (".digest()", ".hexdigest()[:16].encode()"), only=("plain",)), "plain", hint="hexdigest()")

    def test_text_that_is_sent_is_told_with_the_programs_own_words(self):
        self.assertTold(self.tried("upper", "server", UPPER, ("data.upper()", "data.decode().upper()"), only=("plain",)), "plain", "TypeError", "encode() what you send")

    def test_an_exception_in_a_thread_that_nobody_ends_of_is_told(self):
        failed = self.tried("put-json", "server", PUT_JSON, ("head['filesize']", "head['size']"), only=("plain",))
        self.assertTold(failed, "plain", "KeyError: 'size'")

    def test_a_syntax_error_is_a_failure_and_is_told(self):
        self.assertTold(self.tried("upper", "server", UPPER, ("while True:\n    conn", "while True\n    conn"), only=("plain",)), "plain", "SyntaxError", "Python cannot read")

    def test_a_debugging_line_in_the_socket_is_told(self):
        self.assertTold(self.tried("upper", "server", UPPER, ("conn.sendall(", "conn.sendall(b'got it: ' + "), only=("plain",)), "plain", hint="no line for debugging")

    def test_a_server_that_ends_after_its_first_client_is_told(self):
        failed = self.tried("upper", "server", UPPER, ("while True:\n    conn", "if True:\n    conn"), only=("plain", "next"))
        self.assertEqual(set(failed), {"next"})
        self.assertTold(failed, "next", "has ended", "accept stands in a while True")

    def test_a_datagram_server_that_ends_is_not_told_of_accept(self):
        self.assertTold(self.tried("udp-ok", "server", UDP, ("while True", "if True"), only=("next",)), "next", hint="recvfrom and sendto stand in a while True")

    def test_a_datagram_that_is_taken_for_an_end_is_told(self):
        failed = self.tried("udp-ok", "server", UDP, ("    s.sendto(", "    if not data: continue\n    s.sendto("), only=("plain", "empty-datagram"))
        self.assertEqual(set(failed), {"empty-datagram"})
        self.assertTold(failed, "empty-datagram", hint="datagrams may be empty")

    def test_text_in_a_datagram_is_told(self):
        self.assertTold(self.tried("udp-ok", "server", UDP, ("b'ok'", "'ok'"), only=("plain",)), "plain", "TypeError", "encode() what you send")

    def test_an_answer_to_nobody_is_told(self):
        self.assertTold(self.tried("udp-ok", "server", UDP, ("sendto(b'ok', addr)", "sendto(b'ok', ('127.0.0.1', 9))"), only=("plain",)), "plain", hint="the address that recvfrom has returned")

    def test_a_server_of_three_clients_is_not_accused_of_its_cuts(self):
        three = (("while True:\n    conn", "for i in range(3):\n    conn"),)
        self.assertEqual(self.tried("upper", "server", UPPER, *three, only=("next", "split")), {})
        self.assertEqual(self.tried("upper", "server", UPPER, *three, only=("crowd",), options=("--model", "one:3")), {})
        self.assertTold(self.tried("upper", "server", UPPER, *three, only=("crowd",)), "crowd", "3 of 10", "one:3")

    def test_errors_of_commands_count(self):
        self.assertEqual(self.tried("exec-struct", "server", STRUCT, only=("plain", "errors", "large")), {})
        self.assertTold(self.tried("exec-struct", "server", STRUCT, ("len(out) + len(err)", "len(out)"), only=("plain", "errors")), "errors", hint="stderr=subprocess.PIPE")

    def test_waiting_for_a_command_before_reading_is_told(self):
        self.assertTold(self.tried("exec-struct", "server", STRUCT, ("out = p", "p.wait(); out = p"), only=("large",)), "large", hint="communicate()")

    def test_lengths_of_other_sizes_and_orders_are_told(self):
        for other, hint in (("'!i'", "little end first"), ("'q'", "eight bytes")):
            self.assertTold(self.tried("exec-struct", "server", STRUCT, ("'i'", other), only=("plain",)), "plain", hint=hint)
        self.assertTold(self.tried("exec-struct", "server", STRUCT, ("struct.pack('i', len(out) + len(err))", "str(len(out) + len(err)).encode()"), only=("plain",)), "plain", hint="in digits")

    def test_an_upload_may_go_into_a_folder_of_the_programs_own(self):
        self.assertEqual(self.tried("put-json", "server", PUT_JSON, only=("plain", "next", "binary", "escape")), {})

    def test_a_name_that_leaves_the_programs_own_folder_is_found(self):
        self.assertTold(self.tried("put-json", "server", PUT_JSON, ("os.path.basename(head['filename'])", "head['filename']"), only=("escape",)), "escape", hint="os.path.basename")

    def test_a_request_without_an_answer_is_told(self):
        failed = self.tried("put-json", "server", PUT_JSON, ("self.request.sendall(json.dumps({'status': 200}).encode())", "pass"), only=("plain",))
        self.assertTold(failed, "plain", hint="answer before you read on")

    def test_a_file_written_as_text_is_told(self):
        failed = self.tried("put-json", "server", PUT_JSON, ("'wb'", "'w'"), ("f.write(data)", "f.write(data.decode())"), only=("plain", "binary"))
        self.assertEqual(set(failed), {"binary"})
        self.assertTold(failed, "binary", hint="“wb”")

    def test_a_goodbye_in_a_datagram_has_to_be_heard(self):
        self.assertEqual(self.tried("udp-chat", "server", UDP_CHAT), {})
        self.assertEqual(self.tried("udp-chat", "server", UDP_CHAT, ("break", "s.sendto(data, addr); break"), only=("farewell",)), {})
        self.assertTold(self.tried("udp-chat", "server", UDP_CHAT, ("b'bye'", "'bye'"), only=("plain", "farewell")), "farewell", "answered “and more”", "before you ask for the next line")
        self.assertTold(self.tried("udp-chat", "server", UDP_CHAT, ("break", "continue"), only=("farewell",)), "farewell", "went on listening", "leave the loop")

    def test_a_time_that_is_none_gets_an_answer(self):
        self.assertEqual(self.tried("time", "server", TIME, only=("plain", "no-time")), {})
        self.assertTold(self.tried("time", "server", TIME, ("except ValueError", "except KeyError"), only=("no-time",)), "no-time", "invalid literal", "catch it inside the loop")


class TestClients(Tutorial):
    def test_right_clients_with_prompts_pass(self):
        self.assertEqual(self.tried("chat-turns", "client", CHAT_CLIENT), {})
        self.assertEqual(self.tried("exec-length-ack", "client", ACK_CLIENT, only=("plain", "split", "bytes", "large", "empty", "text")), {})
        self.assertEqual(self.tried("hmac", "client", HMAC_CLIENT, only=("plain",)), {})
        self.assertEqual(self.tried("put-size", "client", SIZE_CLIENT, only=("plain", "binary")), {})
        self.assertEqual(self.tried("udp-ok", "client", OK_CLIENT, only=("plain",)), {})

    def test_what_is_typed_can_be_chosen(self):
        self.assertTold(self.tried("put-json", "client", PUT_CLIENT, only=("plain",)), "plain", "not enough values to unpack", "--type")
        self.assertEqual(self.tried("put-json", "client", PUT_CLIENT, only=("plain", "binary"), options=("--type", "put {file}")), {})

    def test_a_name_that_is_missing_is_told(self):
        self.assertTold(self.tried("chat-turns", "client", CHAT_CLIENT, ("(name + ':' + input('>>>'))", "input('>>>')"), only=("plain",)), "plain", "without a name", "NICK:text")

    def test_a_goodbye_that_is_not_returned_is_told(self):
        failed = self.tried("chat-turns", "client", CHAT_CLIENT, ("c.send((name + ':bye').encode())", "pass"), only=("plain", "farewell"))
        self.assertEqual(set(failed), {"farewell"})

    def test_a_word_that_the_server_waits_for_is_told(self):
        self.assertTold(self.tried("exec-length-ack", "client", ACK_CLIENT, ("c.send(b'ok')", "pass"), only=("plain",)), "plain", "goes on when the client says “ok”", "“ok”")

    def test_reading_first_where_the_client_speaks_first_is_told(self):
        self.assertTold(self.tried("chat-turns", "client", CHAT_CLIENT, ("while True:\n", "c.recv(1024)\nwhile True:\n"), only=("plain",)), "plain", "said nothing", "speaks first")

    def test_a_file_that_does_not_wait_for_the_answer_is_told(self):
        self.assertTold(self.tried("put-size", "client", SIZE_CLIENT, ("print(c.recv(1024).decode())", "pass"), only=("plain",)), "plain", hint="wait for the server's answer")

    def test_both_things_that_recvfrom_returns_are_told(self):
        self.assertTold(self.tried("udp-ok", "client", OK_CLIENT, ("data, addr", "data"), only=("plain",)), "plain", "'tuple'", "return two things")

    def test_an_answer_in_a_file_name_of_a_traceback_is_no_answer(self):
        program = self.write(OK_CLIENT, ("    data, addr = c.recvfrom(1024)\n    print(data.decode())\n", ""), name="ok.py")
        status, results = check("udp-ok", "--role", "client", "--only", "plain", "--", "python3", program, "{port}", directory=self.directory)
        self.assertEqual((status, results[0]["result"]), (1, "failed"))


class TestClass(Tutorial):
    def test_a_class_with_ports_of_their_own_and_one_that_never_begins(self):
        folder = self.directory / "class"
        folder.mkdir()
        for name, text, changes in (("anna", UPPER, ()), ("bert", UPPER, (("data.upper()", "data"),)), ("carl", "while True:\n    pass\n", ()), ("dora", "import sys\n" + textwrap.dedent(UPPER), (("PORT", "int(sys.argv[1])"),))):
            self.write(text, *changes, *([("PORT", str(free_port()))] if "PORT" in text and not changes or name == "bert" else []), name=f"class/{name}.py")
        done = subprocess.run([PROGRAMS / "transomctl", "lab", "check", "upper", "--role", "server", "--only", "plain", "--csv", "--class", folder], env={**os.environ, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.stdout.splitlines(), ["name,plain", "anna,passed", "bert,failed", "carl,failed", "dora,passed"])
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    unittest.main()
