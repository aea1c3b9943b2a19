"""Sends three messages, one send() each. Run sticky_server.py first, in another window or with "python3".

    python3 sticky_client.py [PORT]
"""

import socket
import sys
import time

port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", port))

client.send(b"hello")
client.send(b"world")
time.sleep(0.2)
client.send(b"and one more, after a pause")

client.shutdown(socket.SHUT_WR)
while True:
    answer = client.recv(1024)
    if not answer:
        break
    print("the server says:", answer.decode())

client.close()
