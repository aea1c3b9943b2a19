"""Wall and CPU seconds and the highest memory of a command and of the server it talks to."""

import os
import pathlib
import statistics
import subprocess
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


def family(root):
    """The process and all its descendants."""
    children = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def cpu_seconds(pid):
    """Of one process, without its children."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return sum(map(int, fields[11:13])) / TICKS


def peak_mib(pid):
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


class Watch:
    """Follows a process and its descendants while something runs: highest memory of any process in it, and the CPU time of all.

    Looks every 20 ms: what a process uses between the last look and its end is missed."""

    def __init__(self, root):
        self.root = root
        self.last = {}
        self.peak = 0.0
        self.before = self.sample()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.follow)

    def sample(self):
        for pid in family(self.root):
            seconds = cpu_seconds(pid)
            if seconds is not None:
                self.last[pid] = seconds
            self.peak = max(self.peak, peak_mib(pid))
        return dict(self.last)

    def follow(self):
        while not self.stop.wait(0.02):
            self.sample()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        self.sample()
        self.cpu = sum(seconds - self.before.get(pid, 0.0) for pid, seconds in self.last.items())


def measure(words, server, environment=None, shell=False):
    """Runs a client's command to its end: wall and CPU seconds, and the highest memory of one process on each side."""
    words = words if shell else [str(word) for word in words]
    with Watch(server) as far:
        start = time.monotonic()
        process = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, shell=shell)
        with Watch(process.pid) as near:
            error = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{words}\nfailed:\n{error.decode(errors='replace')}")
    return {"wall": wall, "client_cpu": usage.ru_utime + usage.ru_stime, "server_cpu": far.cpu, "client_mib": near.peak, "server_mib": far.peak}


def warm_memory(folder, size):
    """Has the machine touch as much memory as a trial will need. On a virtual machine the first use of a page costs its host more
    than all that is measured here, and would fall to whoever comes first."""
    path = folder / "warm"
    block = bytes(1 << 20)
    for _ in range(2):
        with path.open("wb") as file:
            for _ in range(size >> 20):
                file.write(block)
        path.unlink()


def medians(trials):
    return {key: statistics.median(trial[key] for trial in trials) for key in trials[0]}


def rounds(count, contestants, before=lambda: None, after=lambda: None):
    """{name: medians} of `count` rounds in which each of {name: function giving a measurement} has its turn."""
    trials = {name: [] for name in contestants}
    for _ in range(count):
        for name, run in contestants.items():
            before()
            trials[name].append(run())
            after()
    return {name: {**medians(found), "walls": [trial["wall"] for trial in found]} for name, found in trials.items()}


def show(title, rows, amount=None):
    """The first row is ours; the ratio is how many times as long the others took."""
    print(f"\n{title}")
    print(f"  {'':24}{'wall s':>9}{'MB/s':>8}{'ratio':>8}{'CPU s client':>14}{'server':>8}{'peak MiB client':>17}{'server':>8}")
    ours = next(iter(rows.values()))["wall"]
    for name, row in rows.items():
        rate = f"{amount / row['wall'] / 1e6:8.0f}" if amount else " " * 8
        print(f"  {name:24}{row['wall']:9.2f}{rate}{row['wall'] / ours:8.2f}{row['client_cpu']:14.2f}{row['server_cpu']:8.2f}"
              f"{row['client_mib']:17.1f}{row['server_mib']:8.1f}", flush=True)
