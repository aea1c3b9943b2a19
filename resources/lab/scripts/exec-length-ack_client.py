"""Reads the length, sends ok, then reads exactly as much; q ends."""
import socket

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
    length = s.recv(1024)
    if command == "q":
        break
    s.sendall(b"ok")
    print(read_exactly(int(length)).decode(errors="replace"), flush=True)
s.close()
