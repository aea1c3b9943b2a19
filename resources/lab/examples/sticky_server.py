"""Receives what a client sends, with the recv(1024) of every tutorial. How many messages does one recv return?

    python3 sticky_server.py [PORT]
"""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen()
print("listening on port", listener.getsockname()[1])

conn, peer = listener.accept()
print("a client:", peer)
while True:
    data = conn.recv(1024)
    if not data:
        break
    print("recv returned", len(data), "bytes:", data)
    conn.send(b"got " + str(len(data)).encode())

conn.close()
listener.close()
print("the client has closed")
