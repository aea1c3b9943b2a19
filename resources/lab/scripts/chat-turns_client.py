"""Speaks first, then in turns; bye ends."""
import socket

HOST = "127.0.0.1"
PORT = 8081
NICK = "client"

s = socket.create_connection((HOST, PORT))
while True:
    line = input("> ")
    s.sendall((NICK + ":" + line).encode())
    data = s.recv(1024)
    if not data:
        break
    message = data.decode(errors="replace")
    print(message, flush=True)
    if message.partition(":")[2].strip() == "bye":
        if line.strip() != "bye":
            s.sendall((NICK + ":bye").encode())
        break
s.close()
