"""Reads Ready|n, sends start, then reads exactly n bytes."""
import socket

HOST = "127.0.0.1"
PORT = 9001


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
    word, _, number = s.recv(1024).decode().partition("|")
    if word != "Ready":
        raise ValueError("Ready was expected, and " + word + " came")
    s.sendall(b"start")
    print(read_exactly(int(number)).decode(errors="replace"), flush=True)
s.close()
