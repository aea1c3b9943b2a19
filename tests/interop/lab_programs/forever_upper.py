"""A server of `upper` that takes the end of the stream for a message of no bytes."""
import socket
import sys

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(16)
while True:
    client, _ = listener.accept()
    try:
        while True:
            data = client.recv(1024)
            if data:
                client.sendall(data.upper())
    except OSError:
        client.close()
