"""Turns a Unix timestamp into local time."""
import socket
import time

HOST = "127.0.0.1"
PORT = 8081


def talk(connection, address):
    while True:
        data = connection.recv(1024)
        if not data:
            break
        print("received:", data.decode(errors="replace"), flush=True)
        try:
            moment = time.localtime(int(data))
            answer = time.strftime("%Y-%m-%d %H:%M:%S", moment)
        except (ValueError, OverflowError, OSError):
            answer = "error: this is not a Unix timestamp"
        connection.sendall(answer.encode())


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
