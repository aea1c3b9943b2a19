"""Reads the greeting, sends one message and closes."""
import socket

HOST = "127.0.0.1"
PORT = 9999

s = socket.create_connection((HOST, PORT))
print(s.recv(1024).decode(errors="replace"), flush=True)
s.sendall(input("> ").encode())
s.close()
