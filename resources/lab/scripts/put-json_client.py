"""Announces a file with a JSON request, waits for status 200, then sends it."""
import json
import os
import socket

HOST = "127.0.0.1"
PORT = 9000

s = socket.create_connection((HOST, PORT))
print(s.recv(1024).decode(errors="replace"), flush=True)
path = input("file: ")
request = {"action": "put", "filename": os.path.basename(path), "filesize": os.path.getsize(path)}
s.sendall(json.dumps(request).encode())
answer = json.loads(s.recv(1024))
if answer.get("status") != 200:
    raise SystemExit("refused: " + str(answer))
with open(path, "rb") as file:
    s.sendfile(file)
s.shutdown(socket.SHUT_WR)
while s.recv(1024):           # until the server has read all and closes
    pass
print("sent:", path, flush=True)
s.close()
