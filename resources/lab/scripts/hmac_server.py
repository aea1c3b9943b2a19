"""Sends a random number and compares the answer with HMAC-MD5 of it."""
import hashlib
import hmac
import secrets
import socket

HOST = "127.0.0.1"
PORT = 8080
KEY = b"secret"


def talk(connection, address):
    challenge = str(secrets.randbelow(100)).encode()
    connection.sendall(challenge)
    expected = hmac.new(KEY, challenge, hashlib.md5).digest()
    while True:
        answer = b""
        while len(answer) < 16:
            part = connection.recv(16 - len(answer))
            answer += part
            if not part or answer == b"q":
                return
        if hmac.compare_digest(answer, expected):   # takes as long for a wrong answer as for a right one
            print("accepted:", address, flush=True)
            connection.sendall("验证成功".encode())
            return
        print("denied:", address, flush=True)
        connection.sendall("验证失败".encode())


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((HOST, PORT))
listener.listen(5)
print("listening on", PORT, flush=True)
while True:
    connection, address = listener.accept()
    print("connected:", address, flush=True)
    try:
        with connection:
            talk(connection, address)
    except (OSError, ValueError) as error:
        print("gone:", error, flush=True)
