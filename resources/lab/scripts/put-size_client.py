"""Sends the size as text, waits for the confirmation, then sends the file."""
import os
import socket

HOST = "127.0.0.1"
PORT = 9999

s = socket.create_connection((HOST, PORT))
path = input("file: ")
s.sendall(str(os.path.getsize(path)).encode())
print(s.recv(1024).decode(errors="replace"), flush=True)
with open(path, "rb") as file:
    s.sendfile(file)
s.shutdown(socket.SHUT_WR)
while s.recv(1024):           # until the server has read all and closes
    pass
print("sent:", path, flush=True)
s.close()
