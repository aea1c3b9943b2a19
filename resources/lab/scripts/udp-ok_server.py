"""Answers each datagram with ok."""
import socket

HOST = "127.0.0.1"
PORT = 9999

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((HOST, PORT))
print("listening on", PORT, flush=True)
while True:
    data, address = s.recvfrom(1024)
    print(address, data.decode(errors="replace"), flush=True)
    s.sendto(b"ok", address)
