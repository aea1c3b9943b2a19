"""A server of `upper` that decodes each chunk, wherever it was cut."""
import socket
import sys

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(16)
while True:
    client, _ = listener.accept()
    try:
        while data := client.recv(1024):
            client.sendall(data.decode().upper().encode())
    except OSError:
        pass
    client.close()
