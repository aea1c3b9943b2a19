"""A server of `upper` that one client's reset ends for all."""
import socket
import sys

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(16)
while True:
    client, _ = listener.accept()
    while data := client.recv(1024):
        client.sendall(data.upper())
    client.close()
