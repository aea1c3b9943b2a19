"""A right server of `upper`: one client after the other, and none of them can end it."""
import socket
import sys

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(16)
while True:
    client, _ = listener.accept()
    with client:
        try:
            while data := client.recv(1024):
                client.sendall(data.upper())
        except OSError as error:
            print("this client has gone:", error)
