"""What the benches share: CPU of a process, an fsync of this disk, a broker for as long as it is needed, tables and
JSON."""
import contextlib
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fsync_milliseconds(folder):
    """Median of 50 fsyncs of 4 KiB."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        times = []
        for _ in range(50):
            began = time.perf_counter()
            os.write(file.fileno(), b"x" * 4096)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def free_port():
    """Below those that outgoing connections are given; the one behind it is free, too."""
    while True:
        port = random.randrange(20000, 30000)
        try:
            with socket.create_server(("127.0.0.1", port)), socket.create_server(("127.0.0.1", port + 1)):
                return port
        except OSError:
            pass


@contextlib.contextmanager
def broker():
    """A Kafka broker of its own; its address."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="leakproof-bench-kafka-") as folder:
        kafka = ROOT / "tools" / "kafka" / "kafka"
        subprocess.run([kafka, "start", folder, str(port)], check=True, stdout=sys.stderr)
        try:
            yield f"127.0.0.1:{port}"
        finally:
            subprocess.run([kafka, "stop", folder], check=True, stdout=sys.stderr)


def table(rows):
    """`rows`: name → rounds, each a dict of figures. Prints the median of each figure."""
    for name, rounds in rows.items():
        print(f"{name:>16}  " + "  ".join(f"{figure} {statistics.median(one[figure] for one in rounds):9.2f}" for figure in rounds[0]))


def write_json(path, about, rows):
    if path:
        path.write_text(json.dumps({"cores": os.cpu_count(), **about, "rounds": rows}, indent=1) + "\n")
