"""The connector obeys: announces itself, then runs what comes.
Whoever answers at that address runs commands as you: keep it on 127.0.0.1.
"""
import socket
import subprocess

HOST = "127.0.0.1"
PORT = 8088

s = socket.create_connection((HOST, PORT))
s.sendall(b"1234")
while True:
    command = s.recv(1024)
    if not command:
        break
    print("command:", command.decode(errors="replace"), flush=True)
    done = subprocess.run(command.decode(), shell=True, capture_output=True)
    s.sendall(b"stdout:" + done.stdout)
    s.sendall(b"stderr:" + done.stderr)
s.close()
