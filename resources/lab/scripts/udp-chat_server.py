"""Shows each datagram; the line that you type goes to whoever spoke last; bye ends."""
import socket

HOST = "127.0.0.1"
PORT = 8080

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((HOST, PORT))
print("listening on", PORT, flush=True)
while True:
    data, address = s.recvfrom(1024)
    print(address, data.decode(errors="replace"), flush=True)
    if data == b"bye":
        break
    line = input("> ")
    s.sendto(line.encode(), address)
    if line == "bye":
        break
