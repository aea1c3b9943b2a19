"""A client of `exec-struct` whose mistakes are chosen by its second word; `right` makes none."""
import socket
import struct
import sys

MISTAKE = sys.argv[2]


def exactly(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(min(65536, count - len(data)))
        if not part and MISTAKE != "forever":
            raise EOFError("the server has ended")
        data += part
    return data


def main():
    connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    for line in sys.stdin:
        command = line.strip()
        connection.sendall(command.encode())
        if command == "q":
            break
        head = connection.recv(4) if MISTAKE == "one-recv" else exactly(connection, 4)
        length = struct.unpack(">i" if MISTAKE == "byte-order" else "<i", head)[0]
        if not 0 <= length <= 10_000_000:
            raise ValueError("no answer is that long")
        print(exactly(connection, length).decode(errors="replace"))


if MISTAKE == "crash":
    main()
else:
    try:
        main()
    except (OSError, EOFError, ValueError, struct.error) as problem:
        print("the server did what it should not:", problem)
