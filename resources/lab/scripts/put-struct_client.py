"""Sends a header with its length in front, then the file; reads nothing."""
import json
import os
import socket
import struct

HOST = "127.0.0.1"
PORT = 8080

s = socket.create_connection((HOST, PORT))
path = input("file: ")
header = json.dumps({"filepath": os.path.abspath(path), "filename": os.path.basename(path), "filesize": os.path.getsize(path)}).encode()
s.sendall(struct.pack("<i", len(header)))
s.sendall(header)
with open(path, "rb") as file:
    s.sendfile(file)
s.shutdown(socket.SHUT_WR)
while s.recv(1024):           # until the server has read all and closes
    pass
print("sent:", path, flush=True)
s.close()
