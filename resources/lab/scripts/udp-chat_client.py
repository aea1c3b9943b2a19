"""Sends your lines with a prefix and shows the answers; bye ends."""
import socket

HOST = "127.0.0.1"
PORT = 8080

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect((HOST, PORT))       # no handshake: the address for send, and whose datagrams recv takes
while True:
    line = input("> ")
    if line == "bye":
        s.send(b"bye")
        break
    s.send(("来自用户1的消息:" + line).encode())
    data = s.recv(1024)
    print(data.decode(errors="replace"), flush=True)
    if data == b"bye":
        break
s.close()
