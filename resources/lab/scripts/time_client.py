"""Sends the time every few seconds and shows each reply."""
import socket
import time

HOST = "127.0.0.1"
PORT = 8081
INTERVAL = 10

s = socket.create_connection((HOST, PORT))
while True:
    s.sendall(str(int(time.time())).encode())
    data = s.recv(1024)
    if not data:
        break
    print(data.decode(errors="replace"), flush=True)
    time.sleep(INTERVAL)
s.close()
