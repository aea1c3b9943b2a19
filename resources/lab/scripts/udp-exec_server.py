"""Runs each datagram as a command and answers with two: output and errors.
Whoever can connect to it runs commands as you: keep it on 127.0.0.1.
"""
import socket
import subprocess

HOST = "127.0.0.1"
PORT = 8080

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((HOST, PORT))
print("listening on", PORT, flush=True)
while True:
    data, address = s.recvfrom(1024)
    print("command:", data.decode(errors="replace"), flush=True)
    done = subprocess.run(data.decode(), shell=True, capture_output=True)
    for answer in (b"stdout:" + done.stdout, b"stderr:" + done.stderr):
        try:
            s.sendto(answer, address)
        except OSError as error:      # above 65,507 bytes there is no datagram
            print(error, flush=True)
