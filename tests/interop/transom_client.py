#!/usr/bin/env python3
"""A small Transom client, written from PROTOCOL.md alone, with nothing but Python's standard library.

It signs in over TLS, chats, runs a command, uploads, downloads and pings. Read it from top to bottom: frames, then sign-in, then
channels, then what one can do with them.

    python3 transom_client.py --host H --port P --user U --password-file F --fingerprint X ping
    python3 transom_client.py … run -- ls -l
    python3 transom_client.py … put LOCAL /remote
    python3 transom_client.py … get /remote LOCAL
    python3 transom_client.py … list /
    python3 transom_client.py … say '#lobby' 'hello'
    python3 transom_client.py … hear '#lobby' --lines 3
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import socket
import ssl
import struct
import sys
import time
import unicodedata

HEADER = struct.Struct(">IBBHI")  # length, type, flags, reserved, channel

HELLO, AUTH_START, AUTH_CHALLENGE, AUTH_RESPONSE, AUTH_DONE, AUTH_FAILED = 1, 2, 3, 4, 5, 6
PING, PONG, GOODBYE, ACCOUNT = 7, 8, 9, 10
OPEN, ACCEPT, REJECT, DATA, CREDIT, END, CANCEL = 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16
CHAT_SAY, CHAT_LINE, CHAT_JOIN, CHAT_ROOM = 0x20, 0x21, 0x22, 0x24
CHAT_PRESENCE, CHAT_HISTORY, CHAT_PAGE, CHAT_REFUSED = 0x25, 0x26, 0x27, 0x29
FILES_ENTRIES = 0x38
FILES_BIN_ENTRIES = 0x3f

COSTS_CREDIT = {DATA, FILES_ENTRIES, FILES_BIN_ENTRIES} | set(range(CHAT_SAY, CHAT_REFUSED + 1))
STANDARD_ERROR = 0x01
INITIAL_CREDIT = 262144
LARGEST_DATA = 262144  # no frame is larger
PIECE = 65536          # in which we send


class TransomError(Exception):
    def __init__(self, code, text):
        super().__init__(f"{text} (code {code})")
        self.code = code


# --- the key of the server --------------------------------------------------------------------------------------------


def der_children(der):
    """The elements inside a DER SEQUENCE, each with its own header."""
    def element(at):
        length = der[at + 1]
        start = at + 2
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(der[start:start + count], "big")
            start += count
        return start, start + length

    at, end = element(0)
    while at < end:
        _, stop = element(at)
        yield der[at:stop]
        at = stop


def key_hash(certificate):
    """SHA-256 of the SubjectPublicKeyInfo: the sixth element of the certificate's body after its version."""
    body = list(der_children(next(iter(der_children(certificate)))))
    return hashlib.sha256(body[6]).digest()


def fingerprint(hash_bytes):
    text = base64.b32encode(hash_bytes).decode().rstrip("=")
    return "-".join(text[i:i + 4] for i in range(0, len(text), 4))


# --- SCRAM ------------------------------------------------------------------------------------------------------------


class Scram:
    """The client's side of SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677)."""

    def __init__(self, user, password, binding):
        self.password = unicodedata.normalize("NFKC", password)
        name = unicodedata.normalize("NFKC", user).replace("=", "=3D").replace(",", "=2C")
        self.nonce = base64.b64encode(os.urandom(18)).decode()
        self.gs2 = b"p=tls-server-end-point,,"
        self.binding = base64.b64encode(self.gs2 + binding).decode()
        self.first_bare = f"n={name},r={self.nonce}"

    def first(self):
        return self.gs2.decode() + self.first_bare

    def answer(self, server_first):
        fields = dict(part.split("=", 1) for part in server_first.split(","))
        iterations = int(fields["i"])
        if not fields["r"].startswith(self.nonce) or not 600_000 <= iterations <= 10_000_000:
            raise TransomError(103, "the server's challenge is not acceptable")
        salted = hashlib.pbkdf2_hmac("sha256", self.password.encode(), base64.b64decode(fields["s"]), iterations)
        without_proof = f"c={self.binding},r={fields['r']}"
        message = f"{self.first_bare},{server_first},{without_proof}".encode()

        client_key = hmac.digest(salted, b"Client Key", "sha256")
        signature = hmac.digest(hashlib.sha256(client_key).digest(), message, "sha256")
        proof = bytes(a ^ b for a, b in zip(client_key, signature))
        server_key = hmac.digest(salted, b"Server Key", "sha256")
        self.expected = "v=" + base64.b64encode(hmac.digest(server_key, message, "sha256")).decode()
        return f"{without_proof},p={base64.b64encode(proof).decode()}"

    def verify(self, server_final):
        if not hmac.compare_digest(server_final, self.expected):
            raise TransomError(207, "the server does not know this account")


# --- a session --------------------------------------------------------------------------------------------------------


class Session:
    def __init__(self, host, port, expected_fingerprint):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the key is compared below, by its fingerprint
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.set_alpn_protocols(["transom/1"])
        self.socket = context.wrap_socket(socket.create_connection((host, port), timeout=30), server_hostname=None)
        try:
            self.check_server(expected_fingerprint)
        except TransomError:
            self.socket.close()
            raise
        self.next_channel = 1

    def check_server(self, expected_fingerprint):
        """Before we send the first byte."""
        if self.socket.selected_alpn_protocol() != "transom/1":
            raise TransomError(108, "the other side does not speak transom/1")
        self.certificate = self.socket.getpeercert(binary_form=True)
        self.fingerprint = fingerprint(key_hash(self.certificate))
        if self.fingerprint != expected_fingerprint:
            raise TransomError(203, f"the server's key is {self.fingerprint}")

    # Frames

    def send(self, kind, payload=b"", channel=0, flags=0):
        if isinstance(payload, dict):
            payload = json.dumps(payload).encode()
        self.socket.sendall(HEADER.pack(len(payload), kind, flags, 0, channel) + payload)

    def receive_exactly(self, count):
        data = bytearray()
        while len(data) < count:
            piece = self.socket.recv(count - len(data))
            if not piece:
                raise TransomError(303, "the connection was cut")
            data += piece
        return bytes(data)

    def receive(self):
        """The next frame that is not about the session itself: (type, flags, channel, payload)."""
        while True:
            length, kind, flags, reserved, channel = HEADER.unpack(self.receive_exactly(HEADER.size))
            if reserved != 0:
                raise TransomError(100, "a reserved field that is not zero")
            if length > LARGEST_DATA:
                raise TransomError(101, "a frame above the limit")
            payload = self.receive_exactly(length)
            if kind == PING:
                self.send(PONG, payload)
            elif kind == GOODBYE:
                goodbye = json.loads(payload)
                raise TransomError(goodbye["code"], goodbye.get("text", "goodbye"))
            elif kind != ACCOUNT:
                return kind, flags, channel, payload

    def expect(self, wanted):
        kind, _, _, payload = self.receive()
        if kind == AUTH_FAILED:
            failed = json.loads(payload)
            raise TransomError(failed["code"], failed["text"])
        if kind != wanted:
            raise TransomError(104, f"message {kind:#x} instead of {wanted:#x}")
        return json.loads(payload)

    # Signing in

    def sign_in(self, user, password):
        limits = {"data": LARGEST_DATA, "json": 65536, "channels": 64, "credit": INITIAL_CREDIT}
        self.send(HELLO, {"protocol": "transom", "versions": [1], "agent": "transom_client.py", "limits": limits})
        hello = self.expect(HELLO)
        self.initial_credit = hello["limits"]["credit"]
        if "SCRAM-SHA-256-PLUS" not in hello["mechanisms"]:
            raise TransomError(205, "the server offers no safe way to sign in")
        scram = Scram(user, password, hashlib.sha256(self.certificate).digest())
        self.send(AUTH_START, {"mechanism": "SCRAM-SHA-256-PLUS", "message": scram.first()})
        challenge = self.expect(AUTH_CHALLENGE)
        self.send(AUTH_RESPONSE, {"message": scram.answer(challenge["message"])})
        done = self.expect(AUTH_DONE)
        scram.verify(done["message"])
        self.access = done["access"]
        return hello["name"], done["user"]

    def leave(self):
        self.send(GOODBYE, {"code": 0})
        self.socket.close()

    def open(self, service, **request):
        channel = Channel(self, self.next_channel)
        self.next_channel += 1  # a number is never used twice
        self.send(OPEN, {"service": service, "request": request}, channel.number)
        return channel

    def ping(self):
        sent = time.monotonic()
        self.send(PING, b"12345678")
        kind, _, _, payload = self.receive()
        if kind != PONG or payload != b"12345678":
            raise TransomError(104, "no PONG")
        return time.monotonic() - sent


class Channel:
    def __init__(self, session, number):
        self.session = session
        self.number = number
        self.credit = session.initial_credit  # what we may send
        self.consumed = 0                     # what we have dealt with and not yet granted again
        self.waiting = []                     # messages that came while we waited for credit
        self.result = None

    def next(self):
        """The next message of this channel, or None after its END: (type, flags, payload)."""
        if self.waiting:
            return self.waiting.pop(0)
        return self.read()

    def read(self):
        while self.result is None:
            kind, flags, channel, payload = self.session.receive()
            if channel != self.number:
                continue  # this client does one thing at a time
            if kind == CREDIT:
                self.credit += struct.unpack(">I", payload)[0]
                return CREDIT, 0, payload
            if kind in COSTS_CREDIT:
                self.consumed += len(payload)
                if self.consumed >= INITIAL_CREDIT // 2:
                    self.session.send(CREDIT, struct.pack(">I", self.consumed), self.number)
                    self.consumed = 0
            if kind in (REJECT, END):
                end = json.loads(payload)
                if end["code"] != 0:
                    raise TransomError(end["code"], end.get("text", ""))
                self.result = end.get("result", {})
                return None
            if kind == ACCEPT:
                return ACCEPT, 0, json.loads(payload).get("result", {})
            return kind, flags, payload
        return None

    def send(self, kind, payload):
        if isinstance(payload, dict):
            payload = json.dumps(payload).encode()
        while self.credit < len(payload):
            message = self.read()
            if message is None:
                return
            if message[0] != CREDIT:
                self.waiting.append(message)
        self.credit -= len(payload)
        self.session.send(kind, payload, self.number)

    def messages(self):
        """All messages up to END, without CREDIT."""
        while (message := self.next()) is not None:
            if message[0] != CREDIT:
                yield message

    def end(self, **result):
        self.session.send(END, {"code": 0, "result": result}, self.number)


# --- what one can do with it ------------------------------------------------------------------------------------------


def run(session, argv, standard_input=b""):
    """(exit status, standard output, standard error)"""
    channel = session.open("command.run", argv=argv)
    for at in range(0, len(standard_input), PIECE):
        channel.send(DATA, standard_input[at:at + PIECE])
    channel.end()
    output, errors = bytearray(), bytearray()
    for kind, flags, payload in channel.messages():
        if kind == DATA:
            (errors if flags & STANDARD_ERROR else output).extend(payload)
    return channel.result["exitStatus"], bytes(output), bytes(errors)


def put(session, data, path, conflict="fail"):
    channel = session.open("files.put", path=path, size=len(data), conflict=conflict)
    for at in range(0, len(data), PIECE):
        channel.send(DATA, data[at:at + PIECE])
    channel.end(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    for _ in channel.messages():
        pass
    return channel.result


def get(session, path):
    channel = session.open("files.get", path=path)
    data = bytearray()
    for kind, _, payload in channel.messages():
        if kind == DATA:
            data += payload
    if channel.result != {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}:
        raise TransomError(408, "the file arrived damaged")
    return bytes(data)


def list_folder(session, path):
    channel = session.open("files.list", path=path)
    entries = []
    for kind, _, payload in channel.messages():
        if kind == FILES_ENTRIES:
            entries += json.loads(payload)["entries"]
    return entries


def list_bin(session):
    channel = session.open("files.bin.list")
    entries = []
    for kind, _, payload in channel.messages():
        if kind == FILES_BIN_ENTRIES:
            entries += json.loads(payload)["entries"]
    return entries


class Chat:
    def __init__(self, session):
        self.channel = session.open("chat")
        self.reference = 0
        kind, _, self.welcome = self.channel.next()
        assert kind == ACCEPT

    def next(self, *wanted):
        for kind, _, payload in self.channel.messages():
            if kind in wanted:
                return kind, json.loads(payload)
        raise TransomError(303, "the chat has ended")

    def say(self, target, text):
        """The line as the server keeps it."""
        self.reference += 1
        self.channel.send(CHAT_SAY, {"target": target, "text": text, "ref": self.reference})
        while True:
            kind, message = self.next(CHAT_LINE, CHAT_REFUSED)
            if message.get("ref") == self.reference:
                if kind == CHAT_REFUSED:
                    raise TransomError(message["code"], message.get("text", ""))
                return message

    def join(self, room):
        self.channel.send(CHAT_JOIN, {"room": room})
        return self.next(CHAT_ROOM)[1]

    def history(self, target, before=0, limit=50):
        self.channel.send(CHAT_HISTORY, {"target": target, "before": before, "limit": limit})
        return self.next(CHAT_PAGE)[1]["lines"]


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("host", "user", "password-file", "fingerprint"):
        parser.add_argument(f"--{option}", required=True)
    parser.add_argument("--port", type=int, default=7160)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("ping")
    verbs.add_parser("run").add_argument("command", nargs="+")
    for verb, names in {"put": ["local", "remote"], "get": ["remote", "local"], "list": ["remote"], "say": ["target", "text"]}.items():
        sub = verbs.add_parser(verb)
        for name in names:
            sub.add_argument(name)
    hear = verbs.add_parser("hear")
    hear.add_argument("room")
    hear.add_argument("--lines", type=int, default=1)
    options = parser.parse_args(arguments)

    session = Session(options.host, options.port, options.fingerprint)
    with session.socket, open(options.password_file, encoding="utf-8") as password:
        session.sign_in(options.user, password.readline().rstrip("\n"))
        status = perform(session, options)
        session.leave()
    return status


def perform(session, options):
    if options.verb == "ping":
        print(f"{session.ping() * 1000:.3f} ms")
    elif options.verb == "run":
        status, output, errors = run(session, options.command)
        sys.stdout.buffer.write(output)
        sys.stderr.buffer.write(errors)
        return status
    elif options.verb == "put":
        with open(options.local, "rb") as file:
            print(put(session, file.read(), options.remote)["path"])
    elif options.verb == "get":
        data = get(session, options.remote)
        with open(options.local, "wb") as file:
            file.write(data)
    elif options.verb == "list":
        for entry in list_folder(session, options.remote):
            print(f"{entry.get('size', 0):12}  {entry['type']:9}  {entry['name']}")
    elif options.verb == "say":
        chat = Chat(session)
        if options.target.startswith("#"):
            chat.join(options.target)
        chat.say(options.target, options.text)
    elif options.verb == "hear":
        chat = Chat(session)
        print(f"in {chat.join(options.room)['room']['name']}", flush=True)
        for _ in range(options.lines):
            line = chat.next(CHAT_LINE)[1]
            print(f"{line['from']}: {line['text']}", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (TransomError, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
