"""Reads the size as text, confirms it, then stores so many bytes."""
import os
import socket

HOST = "127.0.0.1"
PORT = 9999
NAME = "recv1.jpg"


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
    size = int(connection.recv(1024))
    connection.sendall("已收到".encode())
    store(connection, NAME, size)


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
