"""Sends a command and reads ONE datagram: the second stays behind."""
import socket

HOST = "127.0.0.1"
PORT = 8080

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect((HOST, PORT))       # no handshake: the address for send, and whose datagrams recv takes
s.settimeout(5)               # a datagram may be lost, and nobody is told
while True:
    try:
        line = input("> ")
    except EOFError:
        break
    s.send(line.encode())
    try:
        print(s.recv(65535).decode(errors="replace"), flush=True)
    except socket.timeout:
        print("no answer came in time", flush=True)
s.close()
