"""One loop for all clients: select says who has sent something."""
import select
import socket

HOST = "127.0.0.1"
PORT = 6000

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind((HOST, PORT))
listener.listen(5)
print("listening on", PORT, flush=True)

sockets = [listener]
while True:
    readable, _, _ = select.select(sockets, [], [])
    for each in readable:
        if each is listener:
            connection, address = listener.accept()
            print("connected:", address, flush=True)
            sockets.append(connection)
            continue
        try:
            data = each.recv(1024)
            if data:
                each.sendall(data + "好".encode())
        except ConnectionError:
            data = b""
        if not data:
            sockets.remove(each)
            each.close()
