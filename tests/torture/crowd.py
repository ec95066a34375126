"""Everybody outside: platforms that send forms, programs that call the JSON API and gRPC, members who answer what they
are told, and readers who write down what they are shown. Each keeps a ledger on this side, in files the oracle
reads."""
import http.client
import http.server
import itertools
import json
import random
import subprocess
import threading

import grpc
from grpc_client import Client
from harness import LEADCTL, MailServer

QUICK = (("grpc.initial_reconnect_backoff_ms", 100), ("grpc.min_reconnect_backoff_ms", 100), ("grpc.max_reconnect_backoff_ms", 300))
PACE = 0.05  # seconds between two leads of one sender: kills are to be many, not leads
PATIENCE = 5  # seconds a client waits for an answer; then the outcome is open


class Notes:
    """A ledger: JSON lines, written when they are known."""

    def __init__(self, path):
        self.path, self.count, self.mutex = path, 0, threading.Lock()
        self.file = open(path, "a")

    def add(self, **line):
        with self.mutex:
            self.file.write(json.dumps(line) + "\n")
            self.file.flush()
            self.count += 1


class Somebody:
    """A thread that does something again and again, until it is told to stop."""

    def __init__(self):
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self.thread.start()
        return self

    def _run(self):
        while not self.stopping.is_set():
            self.once()

    def pause(self, seconds):
        self.stopping.wait(seconds)

    def stop(self):
        self.stopping.set()

    def join(self):
        self.thread.join()


class Platforms(Somebody):
    """leadctl play: signed webhooks, forms and the JSON API, with duplicates and bad ones, each in its own ledger."""

    def __init__(self, world, workspace, rate, seed, ledger):
        super().__init__()
        self.world, self.workspace, self.rate, self.ledger = world, workspace, rate, ledger
        self.seeds = itertools.count(seed * 1000)

    def once(self):
        done = subprocess.run(
            [LEADCTL, "--server", f"127.0.0.1:{self.world.port('grpc')}", "--workspace", self.workspace, "--token-file",
             self.world.secrets / self.workspace / "api_token", "--timeout", "2", "play", "--edge", f"http://127.0.0.1:{self.world.port('http')}",
             "--secrets", self.world.secrets, "--count", str(self.rate * 4), "--rate", str(self.rate), "--seed", str(next(self.seeds)),
             "--ledger", self.ledger, "--kinds", "google", "typeform", "webhook", "form", "json"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if done.returncode > 1:  # nobody there to tell it the configuration
            self.pause(0.1)


class Program(Somebody):
    """Calls the JSON API: what is not answered is sent again with the same key, as a program that must not lose a lead
    does."""

    def __init__(self, world, workspace, name, notes):
        super().__init__()
        self.world, self.workspace, self.name, self.notes, self.number = world, workspace, name, notes, 0

    def once(self):
        key = f"{self.name}-{self.number}"
        fields = {"full_name": "Somebody", "phone": f"+8491{self.name}{self.number:06d}"}
        if self.number % 2:
            fields["company"] = "Tre"
        status, body = self.send(key, fields)
        if status == 202:
            self.notes.add(receipt=json.loads(body)["receipt_id"], **{"class": "ok"}, expect="ok")
            self.number += 1
            self.pause(PACE)
        elif status in (0, 408, 409, 429, 503):
            self.pause(0.02)
        else:
            self.notes.add(receipt=key, **{"class": "fail"}, expect="ok", status=status)
            self.number += 1

    def send(self, key, fields):
        connection = http.client.HTTPConnection("127.0.0.1", self.world.port("http"), timeout=PATIENCE)
        try:
            connection.request("POST", f"/v1/workspaces/{self.workspace}/leads", json.dumps({"fields": fields}), {
                "Authorization": f"Bearer {self.world.token}", "Content-Type": "application/json", "Idempotency-Key": key})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()


class Caller(Somebody):
    """Somebody who speaks gRPC, and calls again while there is no answer."""

    def __init__(self, world, workspace):
        super().__init__()
        self.world, self.workspace, self.port, self.client = world, workspace, None, None

    def api(self):
        if self.port != self.world.port("grpc"):
            self.port = self.world.port("grpc")
            self.client = Client(self.port, self.workspace, self.world.token, QUICK)
        return self.client

    def ask(self, name, **fields):
        """The answer; None when the outcome is open."""
        try:
            path, request, answer = self.api().method(name)
            if "workspace_id" in request.DESCRIPTOR.fields_by_name:
                fields.setdefault("workspace_id", self.workspace)
            return self.client.send(path, request(**fields).SerializeToString(), answer.FromString, PATIENCE)
        except grpc.RpcError as error:
            if error.code() in (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.PERMISSION_DENIED,
                                grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.ABORTED,
                                grpc.StatusCode.NOT_FOUND, grpc.StatusCode.ALREADY_EXISTS):
                raise
            return None


class Submitter(Caller):
    """Hands leads in by gRPC and waits for the decision, which it has then been told."""

    def __init__(self, world, workspace, name, notes, told):
        super().__init__(world, workspace)
        self.name, self.notes, self.told, self.number = name, notes, told, 0

    def once(self):
        fields = {"full_name": "Somebody", "email": f"somebody{self.name}{self.number}@{'gmail.com' if self.number % 3 == 0 else 'tre.example'}"}
        if self.number % 3:
            fields["company"] = "Tre"
        answer = self.ask("LeadService/SubmitLead", request_id=f"grpc-{self.name}-{self.number}", source_id="api", fields=fields,
                          marketing_consent=True, wait_for=2)
        if answer is None:
            self.pause(0.05)
            return
        self.notes.add(receipt=answer.receipt_id, **{"class": "ok"}, expect="ok")
        if answer.decision_id:
            self.told.add(decision_id=answer.decision_id, lead_id=answer.lead_id)
        self.number += 1
        self.pause(PACE)


class Reader(Caller):
    """Follows the decisions and writes down each that it is shown."""

    def __init__(self, world, workspace, told):
        super().__init__(world, workspace)
        self.told, self.position, self.stream = told, "", None

    def once(self):
        try:
            record = self.api().type("leakproof.lead.v1.AuditRecord")
            self.stream = self.client.stream("EventService/Subscribe", topic="routing.decisions", position=self.position)
            for answer in self.stream:
                shown = record.FromString(answer.value)
                if shown.HasField("decision"):
                    self.told.add(decision_id=shown.decision.decision_id, lead_id=shown.decision.lead_id,
                                  bytes=answer.value.hex())
                self.position = answer.position
        except grpc.RpcError:
            self.pause(0.1)

    def stop(self):
        super().stop()
        if self.stream:
            self.stream.cancel()


class Bookkeeper(Caller):
    """Looks at the ledger now and then."""

    def __init__(self, world, workspace, notes):
        super().__init__(world, workspace)
        self.notes = notes

    def once(self):
        books = self.ask("LeadService/GetLedger")
        if books is not None:
            names = [field.name for field in books.DESCRIPTOR.fields if field.name != "balanced"]
            self.notes.add(workspace=self.workspace, **{name: getattr(books, name) for name in names})
        self.pause(0.5)


class Members(Caller):
    """Their webhook, which keeps every call; of what they are offered they accept some, decline some and forget the
    rest."""

    def __init__(self, world, calls, seed):
        super().__init__(world, None)
        self.calls, self.dice, self.offers, self.answered = calls, random.Random(seed), [], 0
        members = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                members.called(self.headers["webhook-id"], json.loads(body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                """A caller that was killed: nothing to tell."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def called(self, name, body):
        self.calls.add(id=name)
        if body["type"] == "lead.assigned":
            self.offers.append((name.split(":")[0], body["data"]))

    def once(self):
        if not self.offers:
            self.pause(0.02)
            return
        workspace, offer = self.offers.pop(0)
        outcome = self.dice.choices([1, 2, 0], [6, 1, 3])[0]  # Feedback.ACCEPTED, DECLINED, or not a word
        if outcome == 0:
            return
        self.workspace = self.api().workspace = workspace
        activity = {"workspace_id": workspace, "lead_id": offer["lead"]["lead_id"], "actor": offer["member_id"], "feedback": {
            "outcome": outcome, "member_id": offer["member_id"], "ownership_token": offer["ownership_token"], "reason": "busy" if outcome == 2 else ""}}
        while not self.stopping.is_set():
            try:
                if self.ask("LeadService/RecordActivity", request_id=f"answer-{offer['decision_id']}-{offer['ownership_token']}", activity=activity):
                    self.answered += 1
                    return
            except grpc.RpcError:  # too late: somebody else has it
                return
            self.pause(0.05)

    def join(self):
        super().join()
        self.server.shutdown()


class Mailbox(MailServer):
    """Keeps the id of every mail in the ledger of calls."""

    def __init__(self, calls):
        super().__init__()
        self.calls, self.noted = calls, 0

    def note(self):
        while self.noted < len(self.mails):
            self.calls.add(mail=self.mails[self.noted]["Message-ID"].strip("<>").split("@")[0])
            self.noted += 1


class Crowd:
    """All of them, on two workspaces."""

    WORKSPACES = ("alpha", "beta")

    def __init__(self, world, folder, seed, rate):
        self.folder = folder
        self.notes = {name: Notes(folder / f"{name}.jsonl") for name in ("ledger", "told", "calls", "scrapes")}
        self.members, self.mailbox = Members(world, self.notes["calls"], seed), Mailbox(self.notes["calls"])
        self.senders, self.readers = [], []
        for number, workspace in enumerate(self.WORKSPACES):
            self.senders.append(Platforms(world, workspace, max(1, rate // 2), seed * 10 + number,
                                          folder / f"play-{workspace}.jsonl"))
            self.senders.append(Program(world, workspace, str(1 + number), self.notes["ledger"]))
            self.senders.append(Submitter(world, workspace, str(1 + number), self.notes["ledger"], self.notes["told"]))
            self.readers += [Reader(world, workspace, self.notes["told"]), Bookkeeper(world, workspace, self.notes["scrapes"])]

    def start(self):
        for one in (*self.senders, *self.readers, self.members):
            one.start()

    def acknowledged(self):
        return self.notes["ledger"].count

    def stop_sending(self):
        for one in self.senders:
            one.stop()
        for one in self.senders:
            one.join()

    def leave(self):
        for one in (*self.readers, self.members):
            one.stop()
        for one in (*self.readers, self.members):
            one.join()
        self.mailbox.note()
        self.mailbox.close()

    def ledgers(self):
        return [self.notes["ledger"].path, *(self.folder / f"play-{workspace}.jsonl" for workspace in self.WORKSPACES)]
