"""Reads four bytes, then exactly as much as they say; q ends."""
import socket
import struct

HOST = "127.0.0.1"
PORT = 8080


def read_exactly(n):
    """recv may return less than it was asked for: ask until all is there."""
    data = b""
    while len(data) < n:
        part = s.recv(min(n - len(data), 65536))
        if not part:
            raise EOFError("the server has gone in the middle")
        data += part
    return data


s = socket.create_connection((HOST, PORT))
while True:
    try:
        command = input("> ")
    except EOFError:
        break
    if not command:
        continue
    s.sendall(command.encode())
    if command == "q":
        break
    length, = struct.unpack("<i", read_exactly(4))
    print(read_exactly(length).decode(errors="replace"), flush=True)
s.close()
