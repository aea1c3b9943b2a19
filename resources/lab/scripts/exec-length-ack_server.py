"""Sends the length as text, waits for any answer, then sends output and errors; q ends.
Whoever can connect to it runs commands as you: keep it on 127.0.0.1.
"""
import socket
import subprocess

HOST = "127.0.0.1"
PORT = 8080


def talk(connection, address):
    while True:
        command = connection.recv(1024)
        if not command:
            break
        print("command:", command.decode(errors="replace"), flush=True)
        if command == b"q":
            connection.sendall(b"q")
            break
        done = subprocess.run(command.decode(), shell=True, capture_output=True)
        connection.sendall(str(len(done.stdout) + len(done.stderr)).encode())
        if not connection.recv(1024):    # ok, or any other word
            break
        connection.sendall(done.stdout)
        connection.sendall(done.stderr)


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
