"""The listener commands: sends what you type to whoever connects, and shows what comes back."""
import socket

HOST = "127.0.0.1"
PORT = 8088


def talk(connection, address):
    print(connection.recv(1024).decode(errors="replace"), flush=True)   # how the other side announces itself
    while True:
        try:
            command = input("> ")
        except EOFError:
            break
        if not command:
            continue
        connection.sendall(command.encode())
        answer = b""
        while b"stderr:" not in answer:     # two sends; where they are cut, nobody knows
            part = connection.recv(1024)
            if not part:
                return
            answer += part
        print(answer.decode(errors="replace"), flush=True)


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
