"""Sends a line and shows one chunk of the answer."""
import socket

HOST = "127.0.0.1"
PORT = 8080

s = socket.create_connection((HOST, PORT))
while True:
    try:
        line = input("> ")
    except EOFError:
        break
    if not line:              # an empty line has no bytes to send
        continue
    s.sendall(line.encode())
    data = s.recv(1024)       # one chunk, whatever it holds
    if not data:
        print("the server has ended the connection")
        break
    print(data.decode(errors="replace"), flush=True)
s.close()
