"""HTTP as bytes: what is sent is written out by the test, so that it can be wrong; what is answered is read
strictly."""
import socket
from dataclasses import dataclass, field

from harness import PATIENCE

LEADS = "/v1/workspaces/demo/leads"
TOKEN = "token-for-tests"


@dataclass
class Reply:
    status: int
    headers: dict = field(default_factory=dict)
    text: str = ""
    closed: bool = False

    def __str__(self):
        return f"{self.status} {self.headers} {self.text[:400]}{' closed' if self.closed else ''}"


def request(target=LEADS, body=b"", headers=(), without=(), method="POST", version="HTTP/1.1"):
    """A request that is right but for what the caller changes: `headers` come in addition, `without` names defaults to
    leave out."""
    body = body.encode() if isinstance(body, str) else body
    lines = {"Host": "leads.example.com", "Content-Type": "application/json", "Content-Length": str(len(body))}
    if target.startswith("/v1/"):
        lines.update({"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": "bad-input"})
    headers = headers.items() if isinstance(headers, dict) else headers
    given = {name.lower() for name, _ in headers} | {name.lower() for name in without}
    lines = [(name, value) for name, value in lines.items() if name.lower() not in given] + list(headers)
    head = f"{method} {target} {version}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines) + "\r\n"
    return head.encode("latin-1") + body


def chunked(chunks, target=LEADS, headers=()):
    """The head promises chunks; `chunks` are the bytes that follow, right or wrong."""
    return request(target, headers=[("Transfer-Encoding", "chunked"), *headers], without=["Content-Length"]) + chunks


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all of it was sent: the answer is there to be read
        return self

    def end(self):
        self.socket.shutdown(socket.SHUT_WR)

    def more(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self.buffer += data
        return bool(data)

    def reply(self):
        """The next answer; status 0 when the peer closes without one."""
        while b"\r\n\r\n" not in self.buffer:
            if not self.more():
                return Reply(0, closed=True)
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        status = int(first.split(" ")[1])
        if status == 100:
            return Reply(status, headers)
        length = int(headers.get("content-length", 0))
        while len(self.buffer) < length and self.more():
            pass
        text, self.buffer = self.buffer[:length].decode(), self.buffer[length:]
        return Reply(status, headers, text, headers.get("connection") == "close" and not self.more())


def exchange(port, data):
    with Connection(port) as connection:
        return connection.send(data).reply()
