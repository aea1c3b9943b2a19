"""Reads one chunk, sends a greeting and ends the connection."""
import socket

HOST = "127.0.0.1"
PORT = 6000


def talk(connection, address):
    data = connection.recv(1024)
    print("received:", data.decode(errors="replace"), flush=True)
    if data:
        connection.sendall(b"hello~")


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
