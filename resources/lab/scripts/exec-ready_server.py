"""Announces the length as Ready|n, waits for start, then sends the output.
Whoever can connect to it runs commands as you: keep it on 127.0.0.1.
"""
import socket
import subprocess

HOST = "127.0.0.1"
PORT = 9001


def talk(connection, address):
    while True:
        command = connection.recv(1024)
        if not command:
            break
        print("command:", command.decode(errors="replace"), flush=True)
        done = subprocess.run(command.decode(), shell=True, capture_output=True)
        output = done.stdout or done.stderr
        connection.sendall(b"Ready|%d" % len(output))
        if not connection.recv(1024).startswith(b"start"):
            break
        connection.sendall(output)


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
