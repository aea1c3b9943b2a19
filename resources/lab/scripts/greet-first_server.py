"""Greets whoever connects, then reads one chunk."""
import socket

HOST = "127.0.0.1"
PORT = 9999


def talk(connection, address):
    connection.sendall(b"welcome to my service~")
    data = connection.recv(1024)
    print("received:", data.decode(errors="replace"), flush=True)


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
