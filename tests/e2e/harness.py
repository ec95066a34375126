"""Starts and stops the real binaries for end-to-end tests, and speaks to them as a client would: leadctl and plain
HTTP."""
import email
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
UNAVAILABLE = 69  # leadctl's exit code
PATIENCE = 180  # seconds until a wait is called a failure; not a speed anybody depends on


def wait_until(condition, what):
    """Polls until `condition` gives something true, and returns it."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        result = condition()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError(f"waited {PATIENCE} s for {what}")


class Process:
    """One program on a directory of its own, that comes and goes."""

    token = "token-for-tests"
    wanted = {"grpc": 0, "admin": 0}  # ports; 0 = any

    def __init__(self, program, path, secrets, settings):
        self.program, self.path, self.secrets = program, path, secrets
        self.path.mkdir(parents=True, exist_ok=True)
        self.secrets.mkdir(parents=True, exist_ok=True)
        self.settings = self.path / "settings.yaml"
        self.settings.write_text(f"data: {path}/data\nsecrets: {secrets}\noutbound: {{private: true}}\n{settings}")
        self.process = None

    def put_secret(self, name, value, workspace="demo"):
        file = self.secrets / workspace / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(value)

    def spawn(self, **environment):
        """Starts it and waits for nothing."""
        with open(self.path / "log", "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "--config", self.settings, "--grpc-port", str(self.wanted["grpc"]), "--admin-port", str(self.wanted["admin"])],
                stderr=log, env={**os.environ, **environment})

    def launch(self):
        begin = (self.path / "log").stat().st_size if (self.path / "log").exists() else 0
        self.spawn()
        self.ports = wait_until(lambda: self._listening(begin), f"{self.program.name} to listen")

    def start(self):
        self.launch()
        wait_until(self.ready, f"readiness of {self.program.name}")
        return self

    def ready(self):
        self.check_alive()
        try:
            return self.get("/readyz", self.ports["admin"])[0] == 200
        except OSError:
            return False

    def check_alive(self):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.program.name} ended with {self.process.returncode}: {self.log_text()[-3000:]}")

    def _listening(self, begin):
        self.check_alive()
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

    def submit(self, key, fields, workspace="demo", **more):
        """The JSON API; returns (status, answer)."""
        return self.post(f"/v1/workspaces/{workspace}/leads", json.dumps({"fields": fields, **more}),
                         {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key})

    def leadctl(self, *words, check=True, workspace="demo", token=None):
        """Runs leadctl with JSON output, again while a partition has no owner; returns what it printed, parsed, or the
        finished process when check is off."""
        def finished():
            done = self._leadctl(words, workspace, token or self.secrets / workspace / "api_token")
            return None if done.returncode == UNAVAILABLE else done
        done = wait_until(finished, f"leadctl {words}")
        if not check:
            return done
        assert done.returncode in (0, 1), f"leadctl {words} ended with {done.returncode}: {done.stderr}"
        return json.loads(done.stdout)

    def _leadctl(self, words, workspace, token):
        known = ["--token-file", token] if token.exists() else []
        return subprocess.run([LEADCTL, "--server", f"127.0.0.1:{self.ports['grpc']}", "--workspace", workspace, *known, "--output", "json", *map(str, words)],
                              capture_output=True, text=True, timeout=PATIENCE)

    def apply(self, file=WORKSPACE, workspace="demo"):
        done = self.leadctl("config", "apply", file, check=False, workspace=workspace)
        assert done.returncode == 0, done.stdout + done.stderr

    def apply_text(self, text):
        file = self.path / "workspace.yaml"
        file.write_text(text)
        self.apply(file)

    def books(self, workspace="demo"):
        return {name: int(value) if not isinstance(value, bool) else value
                for name, value in self.leadctl("ledger", workspace=workspace).items() if not isinstance(value, list)}

    def balanced_at(self, submissions, workspace="demo"):
        """Waits until so many submissions are settled, every lead made of them is decided and the ledger adds up."""
        def at():
            books = self.books(workspace)
            arrived = books["accepted"] >= submissions and books["leads"] == books["created"] == books["decided"]
            return books if arrived and books["balanced"] else None
        return wait_until(at, f"{submissions} submissions to be in the ledger of {workspace}; last: {self.books(workspace)}")


class Standalone(Process):
    """All stages in one process, on the embedded log or on the cluster that KAFKA names."""

    def __init__(self, settings="", kafka=KAFKA, partitions=3):
        self.folder = tempfile.TemporaryDirectory(prefix="leakproof-e2e-")
        path = Path(self.folder.name)
        settings += "http: {port: 0}\n"
        if kafka:
            settings += f"partitions: {partitions}\nkafka: {{brokers: '{kafka}', topic_prefix: '{path.name}.', create_topics: true, instance: one}}\n"
        super().__init__(STANDALONE, path, path / "secrets", settings)
        self.put_secret("api_token", self.token)

    def close(self):
        super().close()
        self.folder.cleanup()


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


class MailServer:
    """A mailbox for everybody: keeps every mail, parsed. While there is a `refusal`, no recipient is taken."""

    def __init__(self):
        from aiosmtpd.controller import Controller
        mails = self.mails = []
        self.refusal = None
        mailbox = self

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if mailbox.refusal:
                    return mailbox.refusal
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                mails.append(email.message_from_bytes(envelope.content))
                return "250 OK"

        class AnyPort(Controller):  # port 0 lets the system choose; the readiness probe must know what it chose
            def _trigger_server(self):
                self.port = self.server.sockets[0].getsockname()[1]
                super()._trigger_server()

        self.controller = AnyPort(Handler(), hostname="127.0.0.1", port=0)
        self.controller.start()
        self.settings = f"smtp: {{server: 'smtp://127.0.0.1:{self.controller.port}', tls: false}}\n"

    def to(self, address):
        return [mail for mail in self.mails if mail["To"] == address]

    def close(self):
        self.controller.stop()
