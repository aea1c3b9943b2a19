"""Reads a header with its length in front, then stores the file; answers nothing."""
import json
import os
import socket
import struct

HOST = "127.0.0.1"
PORT = 8080


def read_exactly(connection, n):
    """recv may return less than it was asked for: ask until all is there."""
    data = b""
    while len(data) < n:
        part = connection.recv(min(n - len(data), 65536))
        if not part:
            raise ConnectionError("the client has gone in the middle")
        data += part
    return data


def store(connection, name, size):
    """Exactly `size` bytes into a file of that base name; one that is there already is left alone."""
    name = os.path.basename(name.replace("\\", "/"))
    if name in ("", ".", "..") or size < 0:
        raise ConnectionError("no name or size for a file")
    with open(name, "xb") as file:
        left = size
        while left > 0:
            part = connection.recv(min(left, 65536))
            if not part:
                break
            file.write(part)
            left -= len(part)
    if left > 0:
        os.remove(name)
        raise ConnectionError("%d bytes are missing" % left)
    print("stored:", name, size, flush=True)


def talk(connection, address):
    length, = struct.unpack("<i", read_exactly(connection, 4))
    if not 0 < length <= 65536:
        raise ConnectionError("a header of %d bytes makes no sense" % length)
    header = json.loads(read_exactly(connection, length))
    store(connection, header["filename"], header["filesize"])


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((HOST, PORT))
listener.listen(5)
print("listening on", PORT, flush=True)
while True:
    connection, address = listener.accept()
    print("connected:", address, flush=True)
    try:
        with connection:
            talk(connection, address)
    except (OSError, ValueError) as error:
        print("gone:", error, flush=True)
