"""A server of `put-struct` whose mistakes are chosen by its second word; `right` makes none."""
import json
import os
import socket
import struct
import sys

MISTAKE = sys.argv[2]


def exactly(client, count):
    data = b""
    while len(data) < count:
        part = client.recv(min(65536, count - len(data)))
        if not part:
            raise EOFError("the stream has ended")
        data += part
    return data


def receive(client):
    head = client.recv(4) if MISTAKE == "one-recv" else exactly(client, 4)
    length = struct.unpack(">i" if MISTAKE == "byte-order" else "<i", head)[0]
    if not 0 < length <= 65536:
        raise ValueError("no header is that long")
    header = json.loads(exactly(client, length))
    size = header["filesize"]
    name = header["filename"] if MISTAKE == "any-name" else os.path.basename(header["filename"])
    if not isinstance(size, int) or not 0 <= size <= 100_000_000:
        raise ValueError("no file is that long")
    if MISTAKE == "half-file":
        with open(name, "wb") as file:
            while size > 0 and (part := client.recv(min(65536, size))):
                file.write(part)
                size -= len(part)
        return
    body = client.recv(size) if MISTAKE == "no-loop" and size else exactly(client, size)
    with open(name + ".part", "wb") as file:
        file.write(body)
    os.replace(name + ".part", name)


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(16)
while True:
    connection, _ = listener.accept()
    with connection:
        try:
            receive(connection)
        except (OSError, EOFError, ValueError, KeyError, struct.error) as problem:
            print("refused:", problem)
