"""Throughput of a TCP connection over loopback, directly or through transomctl relay."""

import multiprocessing
import signal
import socket
import subprocess
import time

CHUNK = 64 * 1024


def _receive(listener, result):
    connection, _ = listener.accept()
    buffer = bytearray(CHUNK)
    total, begin = 0, time.monotonic()
    while count := connection.recv_into(buffer):
        total += count
    result.send((total, time.monotonic() - begin))


def throughput(size, relay=None, *options):
    """Bytes a second, measured where they arrive."""
    listener = socket.create_server(("127.0.0.1", 0))
    ours, theirs = multiprocessing.Pipe()
    receiver = multiprocessing.Process(target=_receive, args=(listener, theirs))
    receiver.start()
    port, process = listener.getsockname()[1], None
    if relay:
        with socket.create_server(("127.0.0.1", 0)) as free:
            here = free.getsockname()[1]
        process = subprocess.Popen([relay, "relay", str(here), f"127.0.0.1:{port}", "--quiet", "--framing", "none", *options])
        port = here
    deadline = time.monotonic() + 30
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port))
            break
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    block = bytes(CHUNK)
    with connection:
        for _ in range(size // CHUNK):
            connection.sendall(block)
    total, seconds = ours.recv()
    receiver.join()
    listener.close()
    if process:
        process.send_signal(signal.SIGINT)
        process.wait()
    assert total == size // CHUNK * CHUNK, "not all of it has arrived"
    return total / seconds
