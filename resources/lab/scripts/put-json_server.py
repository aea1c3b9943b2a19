"""Stores a file that was announced by a JSON request, in the current folder."""
import json
import os
import socket

HOST = "127.0.0.1"
PORT = 9000


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
    connection.sendall(b"Welcome to the upload server\n")
    while True:
        data = connection.recv(1024)
        if not data:
            break
        request = json.loads(data)
        if request.get("action") != "put":
            connection.sendall(json.dumps({"status": 400, "error": "only put is known"}).encode())
            break
        connection.sendall(b'{"status": 200}')
        store(connection, request["filename"], request["filesize"])


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
