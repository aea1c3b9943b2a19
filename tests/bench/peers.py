"""What Transom is measured beside: OpenSSH (scp, sftp, rsync, tar) and curl from nginx, each a throw-away server of its own on loopback."""

import getpass
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process, log):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("a server did not start:\n" + pathlib.Path(log).read_text())


class Sshd:
    """A server of its own, for this user, with keys and a configuration of its own; nothing of the machine's SSH is used."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(mode=0o700)
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        shutil.copy(folder / "user.pub", folder / "authorized_keys")
        self.port = self.reached_by = free_port()
        (folder / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized_keys\n"
            f"PidFile {folder}/pid\nStrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\n"
            "PermitRootLogin yes\nSubsystem sftp internal-sftp\nCiphers aes128-gcm@openssh.com\nMaxStartups 100\n")
        self.key = (folder / "host.pub").read_text()

    def start(self):
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)  # sshd insists on it
        self.process = subprocess.Popen([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", self.folder / "config"],
                                        stderr=(self.folder / "log").open("wb"))
        wait_for(self.port, self.process, self.folder / "log")
        self.reach_by(self.port)
        return self

    def reach_by(self, port):
        """Clients connect there from now on: a relay in front of the server."""
        self.reached_by = port
        (self.folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {self.key}")

    def stop(self):
        if hasattr(self, "process"):
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def options(self):
        return ["-F", "/dev/null", "-i", f"{self.folder}/user", "-o", f"UserKnownHostsFile={self.folder}/known_hosts", "-o", "BatchMode=yes",
                "-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes", "-c", "aes128-gcm@openssh.com"]

    def address(self):
        return f"{getpass.getuser()}@127.0.0.1"

    def ssh(self):
        return ["ssh", *self.options(), "-p", str(self.reached_by)]

    def scp(self, *words):
        return ["scp", "-q", "-P", str(self.reached_by), *self.options(), *map(str, words)]

    def sftp(self, batch):
        path = self.folder / "batch"
        path.write_text(batch + "\n")
        return ["sftp", "-q", "-P", str(self.reached_by), *self.options(), "-b", str(path), self.address()]

    def rsync(self, *words):
        return ["rsync", "-a", "-W", "-e", " ".join(self.ssh()), *map(str, words)]

    def remote(self, path):
        return f"{self.address()}:{path}"

    def latency(self, count):
        """Milliseconds of COUNT runs of `true` over an open master connection."""
        control = self.folder / "control"
        words = [*self.ssh(), "-o", f"ControlPath={control}"]
        master = subprocess.Popen([*words, "-M", "-N", self.address()], stdin=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 10
            while not control.exists():
                if time.monotonic() > deadline:
                    raise SystemExit("ssh's master connection did not come up")
                time.sleep(0.05)
            times = []
            for _ in range(count):
                start = time.monotonic()
                subprocess.run([*words, self.address(), "true"], check=True, stdin=subprocess.DEVNULL, timeout=30)
                times.append((time.monotonic() - start) * 1000)
            return times
        finally:
            master.terminate()
            try:
                master.wait(10)
            except subprocess.TimeoutExpired:
                master.kill()
                master.wait()


class Nginx:
    """Serves a folder over TLS 1.3."""

    def __init__(self, folder, root):
        self.folder = folder
        folder.mkdir()
        self.port = free_port()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key", "-out", folder / "certificate"], check=True, capture_output=True)
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "config").write_text(
            f"{user} daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/log; events {{ worker_connections 64; }}\n"
            f"http {{ access_log off; sendfile on; {temporary}\n"
            f"server {{ listen 127.0.0.1:{self.port} ssl; ssl_protocols TLSv1.3; ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;"
            f" ssl_certificate {folder}/certificate; ssl_certificate_key {folder}/key; root {root}; }} }}\n")

    def start(self):
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", self.folder / "config", "-e", self.folder / "log"],
                                        stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process, self.folder / "log")
        return self

    def stop(self):
        if hasattr(self, "process"):
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()

    def curl(self, name, target):
        return ["curl", "-sS", "--fail", "--cacert", f"{self.folder}/certificate", "-o", str(target), f"https://127.0.0.1:{self.port}/{name}"]
