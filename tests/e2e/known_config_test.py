"""A configuration that one instance has acknowledged is known at every other: two instances on one broker, a lead at
each door of the second in the moment in which the first has answered. No sender is ever told that there is no such
workspace or source. All partitions are the first one's, so that the second may be stopped while the first applies: it
has read nothing of the configuration when the leads come."""
import json
import re
import signal
import tempfile
import threading
import unittest
import uuid
from pathlib import Path
from urllib.parse import urlencode

import grpc

from grpc_client import Client
from harness import KAFKA, STANDALONE, Process, wait_until
from signing import PARTNER_SECRET, sign

ROUNDS = 20
WORKSPACES = [f"late-{number}" for number in range(ROUNDS)]
TEXT = """workspace: {workspace}
region: VN
zone: Asia/Ho_Chi_Minh
sources:
{sources}members:
  - {{id: lan, name: Lan, starts_online: true}}
pools:
  - {{id: sales, members: [lan]}}
fallback: {{pool: sales}}
"""


def sources(name):
    return (f"  - {{id: api-{name}, kind: json}}\n  - {{id: site-{name}, kind: form}}\n"
            f"  - {{id: partner-{name}, kind: webhook, secret: partner_secret}}\n")


class KnownConfigTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not KAFKA:
            raise unittest.SkipTest("no broker: LEAKPROOF_KAFKA is not set")
        cls.folder = tempfile.TemporaryDirectory(prefix="leakproof-e2e-")
        path = Path(cls.folder.name)
        cls.instances = [
            Process(STANDALONE, path / name, path / "secrets",
                    "http: {port: 0}\npartitions: 1\n"
                    f"kafka: {{brokers: '{KAFKA}', topic_prefix: '{path.name}.', create_topics: true, instance: {name}}}\n")
            for name in ("one", "two")]
        for workspace in WORKSPACES:
            cls.instances[0].put_secret("api_token", Process.token, workspace)
            cls.instances[0].put_secret("partner_secret", PARTNER_SECRET, workspace)
        for instance in cls.instances:
            instance.start()
        cls.clients = [Client(instance.ports["grpc"], token=Process.token) for instance in cls.instances]

    @classmethod
    def tearDownClass(cls):
        for client in cls.clients:
            client.close()
        for instance in cls.instances:
            instance.close()
        cls.folder.cleanup()

    def apply(self, workspace, *names):
        """At the owner."""
        text = TEXT.format(workspace=workspace, sources="".join(sources(name) for name in names))
        self.clients[0].call("ConfigService/Apply", workspace_id=workspace, request_id=uuid.uuid4().hex, expected_version=-1, yaml=text)

    def doors(self, workspace, name):
        """What each door of the spare answers to a lead of its source, by the door: a status of HTTP or gRPC."""
        instance, client = self.instances[1], self.clients[1]
        contact = {"full_name": "Lan", "phone": f"0987{uuid.uuid4().int % 10**6:06}"}
        hook = json.dumps(contact).encode()

        def by_grpc():
            try:
                client.call("LeadService/SubmitLead", workspace_id=workspace, request_id=uuid.uuid4().hex, source_id=f"api-{name}", fields=contact)
                return 200
            except grpc.RpcError as error:
                return error.code()
        calls = {
            "json": lambda: instance.submit(uuid.uuid4().hex, contact, workspace, source=f"api-{name}")[0],
            "form": lambda: instance.post(f"/f/{workspace}/site-{name}", urlencode(contact), {"Content-Type": "application/x-www-form-urlencoded"})[0],
            "hook": lambda: instance.post(f"/hooks/webhook/{workspace}/partner-{name}", hook,
                                          {"Content-Type": "application/json", **sign("webhook", hook, message=f"msg_{uuid.uuid4().hex}")})[0],
            "grpc": by_grpc,
        }
        answers = {}
        threads = [threading.Thread(target=lambda door=door, call=call: answers.update({door: call()}))
                   for door, call in calls.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def books(self, workspace):
        try:
            ledger = self.clients[0].call("LeadService/GetLedger", workspace_id=workspace)
        except grpc.RpcError as error:
            self.assertEqual(error.code(), grpc.StatusCode.UNAVAILABLE)
            return None
        return ledger.accepted, ledger.created, ledger.decided

    def partitions(self, instance):
        _, text = instance.get("/metrics", instance.ports["admin"])
        return sum(float(line.split()[-1]) for line in text.splitlines() if re.match(r"leakproof_\w+_partitions_working\b", line))

    def check(self, workspace, name):
        answers = self.doors(workspace, name)
        refused = {door for door, answer in answers.items() if answer not in range(200, 300)}
        self.assertEqual(refused, set(), f"{workspace} {name}: {answers}")

    def test_every_door_of_the_other_instance_knows_it(self):
        owner, spare = self.instances
        self.assertEqual((self.partitions(owner), self.partitions(spare)), (4, 0))
        for workspace in WORKSPACES:
            for names in (["first"], ["first", "second"]):  # a workspace that is new, and sources that are added
                spare.process.send_signal(signal.SIGSTOP)
                self.apply(workspace, *names)
                spare.process.send_signal(signal.SIGCONT)
                self.check(workspace, names[-1])
        for workspace in WORKSPACES:  # a phone a round
            wait_until(lambda: self.books(workspace) == (8, 2, 2), f"eight submissions of {workspace} to be leads")


if __name__ == "__main__":
    unittest.main(verbosity=2)
