"""A server of `hmac`: `any` accepts every digest, `same` asks for the same number for ever, `right` is right."""
import hmac
import random
import socket
import sys
import threading


def serve(client):
    with client:
        try:
            number = b"42" if sys.argv[2] == "same" else str(random.randrange(100)).encode()
            client.sendall(number)
            right = hmac.new(b"secret", number, "md5").digest()
            while True:
                answer = b""
                while len(answer) < 16:
                    part = client.recv(16 - len(answer))
                    if not part or (not answer and part == b"q"):
                        return
                    answer += part
                if sys.argv[2] == "any" or hmac.compare_digest(answer, right):
                    client.sendall("验证成功".encode())
                    return
                client.sendall("验证失败".encode())
        except OSError:
            pass


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen(16)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
