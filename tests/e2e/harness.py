"""Starts and stops the real binaries for end-to-end tests, and speaks to them as a client would: leadctl and plain HTTP."""
import http.client
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("LEAKPROOF_BUILD", ROOT / "build" / "release"))
STANDALONE = BUILD / "services" / "standalone" / "leakproof-standalone"
LEADCTL = BUILD / "tools" / "leadctl" / "leadctl"
DOORS = ROOT / "tests" / "e2e" / "doors.yaml"
WORKSPACE = ROOT / "tests" / "e2e" / "workspace.yaml"
KAFKA = os.environ.get("LEAKPROOF_KAFKA", "")  # host:port: the same tests with a cluster as the log
PATIENCE = 60  # seconds until a wait is called a failure; not a speed anybody depends on


def wait_until(condition, what):
    """Polls until `condition` gives something true, and returns it."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        result = condition()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError(f"waited {PATIENCE} s for {what}")


class Standalone:
    """One data directory, and the process on it that comes and goes."""

    def __init__(self, settings=""):
        self.folder = tempfile.TemporaryDirectory(prefix="leakproof-e2e-")
        self.path = Path(self.folder.name)
        self.token = "token-for-tests"
        self.put_secret("api_token", self.token)
        self.settings = self.path / "standalone.yaml"
        if KAFKA:
            settings += f"partitions: 3\nkafka: {{brokers: '{KAFKA}', topic_prefix: '{self.path.name}.', create_topics: true, instance: one}}\n"
        self.settings.write_text(
            f"data: {self.path}/data\nsecrets: {self.path}/secrets\noutbound: {{private: true}}\n{settings}")
        self.process = None

    def put_secret(self, name, value, workspace="demo"):
        file = self.path / "secrets" / workspace / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(value)

    def start(self):
        begin = (self.path / "log").stat().st_size if (self.path / "log").exists() else 0
        with open(self.path / "log", "ab") as log:
            self.process = subprocess.Popen(
                [STANDALONE, "--config", self.settings, "--http-port", "0", "--grpc-port", "0", "--admin-port", "0"], stderr=log)
        self.ports = wait_until(lambda: self._listening(begin), "the process to listen")
        wait_until(lambda: self.get("/readyz", self.ports["admin"])[0] == 200, "readiness")
        return self

    def _listening(self, begin):
        if self.process.poll() is not None:
            raise AssertionError(f"ended with {self.process.returncode}: {self.log_text()[-2000:]}")
        for line in self.log_text()[begin:].splitlines():
            if '"event":"listening"' in line:
                return json.loads(line)
        return None

    def log_text(self):
        return (self.path / "log").read_text(errors="replace")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """SIGTERM; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill()
        self.folder.cleanup()

    def get(self, path, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def post(self, path, body, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["http"], timeout=PATIENCE)
        try:
            connection.request("POST", path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def submit(self, key, fields, **more):
        """The JSON API; returns (status, answer)."""
        return self.post("/v1/workspaces/demo/leads", json.dumps({"fields": fields, **more}),
                         {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key})

    def leadctl(self, *words, check=True):
        """Runs leadctl with JSON output; returns what it printed, parsed, or the finished process when check is off."""
        done = subprocess.run([LEADCTL, "--server", f"127.0.0.1:{self.ports['grpc']}", "--workspace", "demo", "--output", "json", *map(str, words)],
                              capture_output=True, text=True, timeout=PATIENCE)
        if not check:
            return done
        assert done.returncode in (0, 1), f"leadctl {words} ended with {done.returncode}: {done.stderr}"
        return json.loads(done.stdout)

    def apply(self, file=WORKSPACE):
        done = self.leadctl("config", "apply", file, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def apply_text(self, text):
        file = self.path / "workspace.yaml"
        file.write_text(text)
        self.apply(file)

    def books(self):
        return {name: int(value) if not isinstance(value, bool) else value for name, value in self.leadctl("conservation").items()}

    def balanced_at(self, submissions):
        """Waits until so many submissions are settled, every lead made of them is decided and the books add up."""
        def at():
            books = self.books()
            arrived = books["accepted"] >= submissions and books["leads"] == books["created"] == books["decided"]
            return books if arrived and books["balanced"] else None
        return wait_until(at, f"{submissions} submissions to be in the books; last: {self.books()}")


class Receiver:
    """A member's webhook: keeps every call."""

    def __init__(self):
        import http.server
        calls = self.calls = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                calls.append((dict(self.headers), body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
