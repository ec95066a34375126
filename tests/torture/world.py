"""The processes under torture, on ports that stay, so that clients find them again."""
import os
import random
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

from harness import LEADCTL, STANDALONE, Process, wait_until

SECRETS = {"api_token": Process.token, "unsubscribe_key": "key of the links"}
EFFECTS = re.compile(r"^leakproof_\w+_effects_total\S* (\S+)$", re.MULTILINE)
WORKSPACE = Path(__file__).resolve().parent / "workspace.yaml"


def free_ports(count):
    """Below those that outgoing connections are given: while a victim is down, nobody must take its port."""
    sockets = []
    while len(sockets) < count:
        try:
            sockets.append(socket.create_server(("127.0.0.1", random.randrange(12000, 20000))))
        except OSError:
            pass
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Victim(Process):
    """A standalone that comes back on the same ports."""

    def __init__(self, path, secrets, settings):
        http, grpc, admin = free_ports(3)
        super().__init__(STANDALONE, path, secrets, f"http: {{port: {http}, rate_source: 100000, rate_address: 100000}}\n{settings}")
        self.ports = self.wanted = {"http": http, "grpc": grpc, "admin": admin}
        heard = secrets.parent.parent / f"{path.name}.log"  # not on the disk that will be full
        heard.touch()
        (path / "log").symlink_to(heard)

    @property
    def alive(self):
        return self.process is not None and self.process.poll() is None

    def ready(self):
        """Whether it is up; unlike the harness's own, a dead one is no failure here."""
        try:
            return self.alive and self.get("/readyz", self.ports["admin"])[0] == 200
        except OSError:
            return False

    def launch(self):
        self.spawn()

    def metric_sum(self, pattern):
        try:
            return sum(float(value) for value in pattern.findall(self.get("/metrics", self.ports["admin"])[1]))
        except (OSError, ValueError):
            return -1.0

    def effects(self):
        return self.metric_sum(EFFECTS)


class World:
    """One or more victims, their secrets and workspaces; what clients of either need to know."""

    token = Process.token

    def __init__(self, folder, settings):
        """`settings`: name -> of that victim. `folder` lies in a folder of the run's own, which holds what the
        processes say."""
        self.folder, self.secrets = folder, folder / "secrets"
        self.victims = [Victim(folder / name, self.secrets, text) for name, text in settings.items()]

    def port(self, kind):
        """Of one that is up, if there is any."""
        return next((one for one in self.victims if one.alive), self.victims[0]).ports[kind]

    def configure(self, workspaces, receiver):
        for workspace in workspaces:
            file = self.folder / f"{workspace}.yaml"
            file.write_text(WORKSPACE.read_text().replace("WORKSPACE", workspace).replace("RECEIVER", receiver))
            for name, value in SECRETS.items():
                self.victims[0].put_secret(name, value, workspace)
            subprocess.run([LEADCTL, "config", "secrets", file, "--dir", self.secrets], check=True, stdout=subprocess.DEVNULL)
            self.victims[0].apply(file, workspace)

    def start(self):
        for one in self.victims:
            one.spawn()
        wait_until(lambda: all(one.ready() for one in self.victims), "every process to be ready")

    def quiet(self, workspaces, seconds=3.0, patience=120):
        """Waits until nothing has been committed for so long and the ledgers are balanced; the time by which all was
        done."""
        give_up, seen, since = time.monotonic() + patience, None, time.monotonic()
        while time.monotonic() < give_up:
            now = [one.effects() for one in self.victims]
            if now != seen:
                seen, since = now, time.monotonic()
            if time.monotonic() - since > seconds and all(
                    self.victims[0].books(workspace)["balanced"] for workspace in workspaces):
                return time.time() - seconds
            time.sleep(0.1)
        raise AssertionError(f"not quiet within {patience} s: {seen}")

    def close(self):
        for one in self.victims:
            one.close()


def copy_of(folder, to):
    """The files of a store as a crash left them."""
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(folder, to)
    return to


def mount_small_disk(folder, megabytes):
    """A tmpfs of that size, or None where mounting is not permitted."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "leakproof", folder], capture_output=True, check=False)
    return folder if done.returncode == 0 else None


def fill(folder):
    """Takes all space that is left, while others take of it too; returns the file that holds it."""
    ballast = folder / "ballast"
    with open(ballast, "wb") as file:
        step = 1 << 30
        while step >= 4096:
            try:
                os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), step)
            except OSError:
                step //= 2
    return ballast
