"""Backends that write to lead.submissions themselves, with the partitioners of their clients: whatever partition a
client chooses, each submission makes its lead once, in the order in which it was sent, and the gauges count each
workspace once."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

from confluent_kafka import Producer

from harness import KAFKA, ROOT, WORKSPACE, Standalone, wait_until

sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import protos  # noqa: E402  (compiles the schema)
from leakproof.lead.v1 import submission_pb2  # noqa: E402

CLIENTS = ROOT / "tests" / "e2e" / "outside_clients"
JARS = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "leakproof" / f"kafka-{os.environ.get('LEAKPROOF_KAFKA_VERSION', '3.9.1')}" / "jars"
PARTITIONS = 3
WORKSPACES = [f"team-{number}" for number in range(5)]
EACH = 4  # submissions of a client to a workspace


def fnv1a(key):
    """The hash of sarama and of kafka-go."""
    value = 0x811C9DC5
    for byte in key.encode():
        value = (value ^ byte) * 0x01000193 % 2**32
    signed = value - 2**32 if value >= 2**31 else value
    remainder = abs(signed) % PARTITIONS  # Go's % keeps the sign of the number
    return remainder


def in_turn():
    """A client that takes no notice of the key."""
    number = iter(range(10**9))
    return lambda key: next(number) % PARTITIONS


class PartitionersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not KAFKA:
            raise unittest.SkipTest("no broker: LEAKPROOF_KAFKA is not set")
        cls.folder = tempfile.TemporaryDirectory()
        cls.world = Standalone().start()
        for workspace in WORKSPACES:
            cls.world.put_secret("api_token", cls.world.token, workspace)
            file = Path(cls.folder.name) / f"{workspace}.yaml"
            file.write_text(WORKSPACE.read_text().replace("workspace: demo", f"workspace: {workspace}"))
            cls.world.apply(file, workspace)
        cls.topic = f"{cls.world.path.name}.lead.submissions"
        cls.sent = 0

    @classmethod
    def tearDownClass(cls):
        cls.world.close()
        cls.folder.cleanup()

    def submissions(self, client):
        """Of each workspace in turn: one person who asks again and again, with another company each time."""
        for number in range(EACH):
            for index, workspace in enumerate(WORKSPACES):
                made = submission_pb2.Submission(
                    receipt_id=f"{client}-{workspace}-{number}", workspace_id=workspace, source_id="api", kind="json", content_type="application/json",
                    provider_id=f"{client}-{number}", received_micros=1_767_600_000_000_000 + number,
                    body=json.dumps({"fields": {"phone": f"09012345{zlib.crc32(client.encode()) % 10}{index}", "company": f"{client} {number}"}}).encode())
                yield workspace, made.SerializeToString()

    def by_librdkafka(self, client, settings, partition=lambda key: -1):
        producer = Producer({"bootstrap.servers": KAFKA, "linger.ms": 0, **settings})
        for workspace, value in self.submissions(client):
            producer.produce(self.topic, key=workspace, value=value, partition=partition(workspace))
            self.assertEqual(producer.flush(60), 0)

    def by_java(self, client):
        subprocess.run(["javac", "-d", self.folder.name, "-cp", f"{JARS}/*", CLIENTS / "SubmissionWriter.java"], check=True)
        lines = "".join(f"{workspace} {value.hex()}\n" for workspace, value in self.submissions(client))
        subprocess.run(["java", "-cp", f"{self.folder.name}:{JARS}/*", "SubmissionWriter", KAFKA, self.topic], input=lines, text=True, check=True,
                       stderr=subprocess.DEVNULL)

    def handed_over(self):
        found = re.findall(r'^leakproof_ingest_handed_over_total\{topic="lead.submissions"\} (\d+)', self.metrics(), re.MULTILINE)
        return int(found[0]) if found else 0

    def metrics(self):
        return self.world.get("/metrics", self.world.ports["admin"])[1]

    def check(self, client, in_order):
        """Everything that was sent is in its ledger, and the last word of each person is what their lead holds."""
        type(self).sent += EACH
        for index, workspace in enumerate(WORKSPACES):
            books = self.world.balanced_at(self.sent, workspace)
            self.assertEqual((books["accepted"], books.get("quarantined", 0), books.get("duplicates", 0)), (self.sent, 0, 0), client)
            if not in_order:
                continue
            found = self.world.leadctl("lead", "lookup", "--phone", f"09012345{zlib.crc32(client.encode()) % 10}{index}", workspace=workspace)
            self.assertIn(f"{client} {EACH - 1}", json.dumps(found), "the last one came last")

    def test_clients(self):
        clients = [
            ("librdkafka as it is", lambda name: self.by_librdkafka(name, {}), True),
            ("librdkafka with murmur2", lambda name: self.by_librdkafka(name, {"partitioner": "murmur2_random"}), False),
            ("java", self.by_java, False),
            ("sarama and kafka-go", lambda name: self.by_librdkafka(name, {}, fnv1a), True),
            ("in turn", lambda name: self.by_librdkafka(name, {}, in_turn()), None),
        ]
        for name, send, misplaces in clients:
            with self.subTest(client=name):
                before = self.handed_over()
                send(name)
                self.check(name, in_order=misplaces is not None)  # two partitions have no order between them
                if misplaces is not None:
                    self.assertEqual(self.handed_over() > before, misplaces, "handed over")
        self.assertIn('"event":"record_misplaced"', self.world.log_text())
        expected = self.sent * len(WORKSPACES)
        wait_until(lambda: f"leakproof_ingest_accepted_receipts {expected}\n" in self.metrics(), "the gauges to count each workspace once")


if __name__ == "__main__":
    unittest.main(verbosity=2)
