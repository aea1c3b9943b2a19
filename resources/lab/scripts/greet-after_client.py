"""Sends a line, reads one chunk and closes."""
import socket

HOST = "127.0.0.1"
PORT = 6000

s = socket.create_connection((HOST, PORT))
s.sendall(input("> ").encode())
print(s.recv(1024).decode(errors="replace"), flush=True)
s.close()
