"""Runs a Python program and reports each of its socket calls, without changing what the program does.

    python3 transom_probe.py PROGRAM [ARGUMENT…]

TRANSOM_PROBE names where the reports go: the path of a Unix-domain stream socket that somebody listens on, or a file
("file:PATH"). Each report is one JSON object in a line (UTF-8). A process that the program forks reports by itself.

    {"event": "call", "pid": 7, "thread": "MainThread", "socket": 1, "fd": 4, "kind": "tcp",
     "call": "recv", "arguments": [1024], "result": 5, "offset": 0, "size": 5, "data": "68656c6c6f",
     "start": 171, "end": 172, "file": "/home/me/server.py", "line": 9, "code": "data = conn.recv(1024)",
     "local": ["127.0.0.1", 9000], "peer": ["127.0.0.1", 40312]}

`start` and `end` are nanoseconds of time.monotonic_ns(), which is CLOCK_MONOTONIC. `offset` counts the bytes of that
direction of that socket before this call. "with" is who has sent a datagram, or is to get it. `data` has at most the first 4,096 bytes, as hex. A failed call has "error":
{"name": "ECONNRESET", "number": 104, "text": "Connection reset by peer"} instead of a result. An exception that nobody has caught
is an "exception" with "error", "file", "line", "code" and "end", and with "thread" where it was not the main one. Only the standard library
is used, and only by this file: the program sees its own sys.argv, sys.path and __main__.
"""

import errno
import json
import os
import socket
import sys
import threading
import time
import types

DATA_KEPT = 4096
RealSocket = socket.socket
HERE = os.path.abspath(__file__)
THIS_FILE = (lambda: None).__code__.co_filename  # as tracebacks name it
LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep


def out_of_the_way(descriptor):
    """The program's own descriptors get the numbers they have without the probe."""
    try:
        import fcntl
        high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 512)
    except (ImportError, OSError):
        return descriptor
    os.close(descriptor)
    return high


class Reporter:
    """Writes reports; never raises into the program, and stops when nobody listens any more."""

    def __init__(self, target):
        self.target = target
        self.lock = threading.Lock()
        self.out = None
        self.open()

    def open(self):
        try:
            if self.target.startswith("file:"):
                self.out = out_of_the_way(os.open(self.target[5:], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
                return
            stream = RealSocket(socket.AF_UNIX, socket.SOCK_STREAM)
            stream.connect(self.target)
            self.out = out_of_the_way(stream.detach())
        except OSError as error:
            self.out = None
            sys.stderr.write("transom_probe: nobody listens at %s (%s); the program runs without reports\n" % (self.target, error))

    def after_fork(self):
        # The parent's connection stays the parent's: two writers on one stream would mix their lines.
        self.lock = threading.Lock()
        if self.out is not None:
            os.close(self.out)
            self.open()

    def send(self, report):
        line = (json.dumps(report, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        with self.lock:
            if self.out is None:
                return
            try:
                while line:
                    line = line[os.write(self.out, line):]
            except OSError:
                self.out = None


def kind_of(sock):
    names = {
        (socket.AF_INET, socket.SOCK_STREAM): "tcp",
        (socket.AF_INET6, socket.SOCK_STREAM): "tcp6",
        (socket.AF_INET, socket.SOCK_DGRAM): "udp",
        (socket.AF_INET6, socket.SOCK_DGRAM): "udp6",
    }
    if hasattr(socket, "AF_UNIX"):
        names[(socket.AF_UNIX, socket.SOCK_STREAM)] = "unix"
        names[(socket.AF_UNIX, socket.SOCK_DGRAM)] = "unixgram"
    return names.get((sock.family, sock.type), "other")


def place():
    """The program's own line that led to this call: the first one outside this file and the standard library."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith("<"):
            path = os.path.abspath(name)
            if path != HERE and (not path.startswith(LIBRARY) or "site-packages" in path or "dist-packages" in path):
                return path, frame.f_lineno
        frame = frame.f_back
    return None, 0


def code_at(path, line):
    import linecache
    return linecache.getline(path, line).strip()[:200] if path else ""


def plain(value):
    """An argument or a result as JSON can carry it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return int(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"bytes": memoryview(value).nbytes}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return str(value)[:200]


def data_of(value):
    view = memoryview(value).cast("B")
    return view.nbytes, bytes(view[:DATA_KEPT]).hex()


def address_of(address, family):
    """A datagram's other end as the system has it: the names that mean this computer, as numbers."""
    if not isinstance(address, tuple):
        return plain(address if isinstance(address, str) else bytes(address).decode("utf-8", "backslashreplace"))
    here = "::1" if family == socket.AF_INET6 else "127.0.0.1"
    return [here if address[0] in ("localhost", "", "0.0.0.0", "::") else plain(address[0]), plain(address[1])]


class ProbedSocket(RealSocket):
    """socket.socket, with a report for each call. What it inherits does the work."""

    _numbers = 0
    _numbers_lock = threading.Lock()

    def _probe(self):
        state = self.__dict__.get("_probe_state") if hasattr(self, "__dict__") else None
        if state is None:
            with ProbedSocket._numbers_lock:
                ProbedSocket._numbers += 1
                state = {"socket": ProbedSocket._numbers, "in": 0, "out": 0, "made": place()}
            self._probe_state = state
        return state

    def _ends(self):
        ends = {}
        for name, ask in (("local", RealSocket.getsockname), ("peer", RealSocket.getpeername)):
            try:
                address = ask(self)
                ends[name] = list(address[:2]) if isinstance(address, tuple) else plain(address if isinstance(address, str) else address.decode("utf-8", "backslashreplace"))
            except (OSError, ValueError):
                pass
        return ends

    def _told(self, call, arguments, work, direction=None, moved=None, other=None):
        """Runs `work` and reports it. `moved(result)` gives the bytes it moved, or a number where they are not at hand; `other(result)` the datagram's other end."""
        state = self._probe()
        path, line = place()
        if path is None:  # the library called by itself, as a server loop in a thread does
            path, line = state["made"]
        report = {"event": "call", "pid": os.getpid(), "thread": threading.current_thread().name, "socket": state["socket"],
                  "fd": self.fileno(), "kind": kind_of(self), "call": call, "arguments": [plain(item) for item in arguments],
                  "file": path, "line": line, "code": code_at(path, line)}
        if call == "close":
            report.update(self._ends())
        report["start"] = time.monotonic_ns()
        try:
            result = work()
        except BaseException as error:
            report["end"] = time.monotonic_ns()
            number = getattr(error, "errno", None)
            report["error"] = {"name": errno.errorcode.get(number, type(error).__name__), "number": number or 0, "text": getattr(error, "strerror", None) or str(error)}
            report.update(self._ends())
            reporter.send(report)
            raise
        report["end"] = time.monotonic_ns()
        report["fd"] = report["fd"] if call == "close" else self.fileno()
        if direction:
            content = moved(result)
            size, data = (content, None) if isinstance(content, int) else data_of(content)
            report.update({"direction": direction, "offset": state[direction], "size": size, "result": size})
            if data is not None:
                report["data"] = data
            state[direction] += size
            if other and self.type == socket.SOCK_DGRAM and other(result):
                report["with"] = address_of(other(result), self.family)
        elif call == "accept":
            accepted = result[0]._probe()
            accepted["made"] = (path, line)
            report["result"] = {"socket": accepted["socket"], "fd": result[0].fileno(), "peer": plain(result[1])}
        else:
            report["result"] = plain(result)
        if call != "close":
            report.update(self._ends())
        reporter.send(report)
        return result

    # --- life ---
    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        super().__init__(family, type, proto, fileno)
        if fileno is None:
            self._told("socket", (self.family.name if hasattr(self.family, "name") else int(self.family), self.type.name if hasattr(self.type, "name") else int(self.type)), lambda: None)

    def bind(self, *a):
        return self._told("bind", a, lambda: RealSocket.bind(self, *a))

    def listen(self, *a):
        return self._told("listen", a, lambda: RealSocket.listen(self, *a))

    def accept(self):
        return self._told("accept", (), lambda: RealSocket.accept(self))

    def connect(self, *a):
        return self._told("connect", a, lambda: RealSocket.connect(self, *a))

    def connect_ex(self, *a):
        return self._told("connect_ex", a, lambda: RealSocket.connect_ex(self, *a))

    def shutdown(self, how):
        name = {socket.SHUT_RD: "SHUT_RD", socket.SHUT_WR: "SHUT_WR", socket.SHUT_RDWR: "SHUT_RDWR"}.get(how, how)
        return self._told("shutdown", (name,), lambda: RealSocket.shutdown(self, how))

    def _real_close(self):
        # The library calls this once, when the last user of the socket (makefile counts as one) has closed it.
        return self._told("close", (), lambda: RealSocket._real_close(self)) if self.fileno() >= 0 else RealSocket._real_close(self)

    def setsockopt(self, *a):
        return self._told("setsockopt", a, lambda: RealSocket.setsockopt(self, *a))

    def settimeout(self, *a):
        return self._told("settimeout", a, lambda: RealSocket.settimeout(self, *a))

    def setblocking(self, *a):
        return self._told("setblocking", a, lambda: RealSocket.setblocking(self, *a))

    # --- bytes out ---
    def send(self, data, *a):
        return self._told("send", (data, *a), lambda: RealSocket.send(self, data, *a), "out", lambda sent: memoryview(data).cast("B")[:sent])

    def sendall(self, data, *a):
        return self._told("sendall", (data, *a), lambda: RealSocket.sendall(self, data, *a), "out", lambda _: data)

    def sendto(self, data, *a):
        return self._told("sendto", (data, *a), lambda: RealSocket.sendto(self, data, *a), "out", lambda sent: memoryview(data).cast("B")[:sent], lambda _: a[-1])

    def sendmsg(self, buffers, *a):
        buffers = list(buffers)
        return self._told("sendmsg", (buffers, *a), lambda: RealSocket.sendmsg(self, buffers, *a), "out", lambda sent: b"".join(buffers)[:sent],
                          lambda _: a[2] if len(a) > 2 else None)

    def sendfile(self, file, offset=0, count=None):
        # Where os.sendfile() cannot be used the library falls back to send(), which reports by itself: count what it reported.
        before = self._probe()["out"]
        return self._told("sendfile", (str(getattr(file, "name", file)), offset, count), lambda: RealSocket.sendfile(self, file, offset, count), "out",
                          lambda sent: sent - (self._probe()["out"] - before))

    # --- bytes in ---
    def recv(self, *a):
        return self._told("recv", a, lambda: RealSocket.recv(self, *a), "in", lambda data: data)

    def recvfrom(self, *a):
        return self._told("recvfrom", a, lambda: RealSocket.recvfrom(self, *a), "in", lambda got: got[0], lambda got: got[1])

    def recv_into(self, buffer, *a):
        return self._told("recv_into", (buffer, *a), lambda: RealSocket.recv_into(self, buffer, *a), "in", lambda n: memoryview(buffer).cast("B")[:n])

    def recvfrom_into(self, buffer, *a):
        return self._told("recvfrom_into", (buffer, *a), lambda: RealSocket.recvfrom_into(self, buffer, *a), "in", lambda got: memoryview(buffer).cast("B")[:got[0]], lambda got: got[1])

    def recvmsg(self, *a):
        return self._told("recvmsg", a, lambda: RealSocket.recvmsg(self, *a), "in", lambda got: got[0], lambda got: got[3])


# What prints or compares the class must see what it would see without the probe.
ProbedSocket.__name__ = ProbedSocket.__qualname__ = "socket"
ProbedSocket.__module__ = "socket"


def run(path, arguments):
    path = os.path.abspath(path)  # as Python itself does it since 3.9
    with open(path, "rb") as file:
        source = file.read()
    main = types.ModuleType("__main__")
    main.__file__ = path
    main.__annotations__ = {}
    main.__builtins__ = __builtins__
    sys.modules["transom_probe"] = sys.modules["__main__"]  # kept: threads of the program may outlive this function
    sys.modules["__main__"] = main
    sys.argv = [sys.argv[1]] + arguments
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    try:
        exec(compile(source, path, "exec"), main.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        tell_exception(error)
        hook = sys.excepthook

        def told(kind, value, trace):
            value.__traceback__ = without_probe(trace)  # the interpreter prints this one, not the argument
            hook(kind, value, value.__traceback__)

        sys.excepthook = told
        raise


def tell_exception(error, **more):
    """An exception that nobody has caught, named as the last line of its traceback names it."""
    where, line = place_of(error)
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else kind.__module__ + "." + kind.__qualname__
    reporter.send({"event": "exception", "pid": os.getpid(), **more, "error": {"name": name, "number": getattr(error, "errno", None) or 0, "text": str(error)[:2000]},
                   "file": where, "line": line, "code": code_at(where, line), "end": time.monotonic_ns()})


def without_probe(trace):
    """A traceback as the program alone would have had it."""
    while trace is not None and trace.tb_frame.f_code.co_filename == THIS_FILE:
        trace = trace.tb_next
    step = trace
    while step is not None:
        after = step.tb_next
        while after is not None and after.tb_frame.f_code.co_filename == THIS_FILE:
            after = after.tb_next
        step.tb_next = after
        step = after
    return trace


def thread_failed(arguments):
    error = arguments.exc_value
    if error is not None:
        if not isinstance(error, SystemExit):
            tell_exception(error, thread=arguments.thread.name if arguments.thread else "")
        error.__traceback__ = without_probe(arguments.exc_traceback)
        arguments = threading.ExceptHookArgs((arguments.exc_type, error, error.__traceback__, arguments.thread))
    library_thread_hook(arguments)


def place_of(error):
    """The deepest line of the program itself on the way to where the exception was raised."""
    found = (None, 0)
    trace = error.__traceback__
    while trace is not None:
        path = os.path.abspath(trace.tb_frame.f_code.co_filename)
        if path != HERE and not path.startswith(LIBRARY):
            found = (path, trace.tb_lineno)
        trace = trace.tb_next
    if found[0] is None and isinstance(error, SyntaxError) and error.filename:
        found = (os.path.abspath(error.filename), error.lineno or 0)
    return found


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    reporter = Reporter(os.environ.pop("TRANSOM_PROBE", "file:/dev/stderr"))
    if hasattr(threading, "excepthook"):
        library_thread_hook, threading.excepthook = threading.excepthook, thread_failed
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=reporter.after_fork)
    socket.socket = socket.SocketType = ProbedSocket
    program = sys.argv[1]
    reporter.send({"event": "start", "pid": os.getpid(), "program": os.path.abspath(program), "arguments": sys.argv[2:],
                   "python": sys.version.split()[0], "end": time.monotonic_ns()})
    run(program, sys.argv[2:])
