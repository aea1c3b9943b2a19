"""A server of `greet-after` that greets without end."""
import socket
import sys

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(16)
while True:
    client, _ = listener.accept()
    try:
        client.recv(1024)
        while True:
            client.sendall(b"hello~" * 1000)
    except OSError:
        client.close()
