"""Answers each message with a line that you type; bye ends."""
import socket

HOST = "127.0.0.1"
PORT = 8081
NICK = "server"


def talk(connection, address):
    while True:
        data = connection.recv(1024)
        if not data:
            break
        message = data.decode(errors="replace")
        print(message, flush=True)
        if message.partition(":")[2].strip() == "bye":
            connection.sendall((NICK + ":bye").encode())
            break
        connection.sendall((NICK + ":" + input("> ")).encode())


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
