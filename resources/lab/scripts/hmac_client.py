"""Answers the server's number with its HMAC-MD5, and shows the verdict."""
import hashlib
import hmac
import socket

HOST = "127.0.0.1"
PORT = 8080
KEY = b"secret"

s = socket.create_connection((HOST, PORT))
challenge = s.recv(1024)
s.sendall(hmac.new(KEY, challenge, hashlib.md5).digest())
verdict = s.recv(1024).decode(errors="replace")
print(verdict, flush=True)
if verdict != "验证成功":
    s.sendall(b"q")
s.close()
