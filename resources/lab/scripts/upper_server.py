"""Sends each chunk back in upper case: ASCII letters only."""
import socket

HOST = "127.0.0.1"
PORT = 9000


def talk(connection, address):
    while True:
        data = connection.recv(1024)
        if not data:          # the client has ended its direction
            break
        print("received:", data.decode(errors="replace"), flush=True)
        connection.sendall(data.upper())


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
