"""The four programs on a real Kafka broker, two of each, while all of them come and go: no lead is lost, none is
doubled, caps hold, the audit verifies, and a plain consumer reads the same decisions."""
import random
import subprocess
import tempfile
import unittest
from pathlib import Path

from confluent_kafka import Consumer, TopicPartition

from harness import BUILD, ROOT, WORKSPACE, Process, wait_until
from load import Load, check_decisions

STAGES = ["ingest", "scoring", "router", "nurture"]
WORKSPACES = [f"team-{i}" for i in range(6)]
PARTITIONS = 3
PREFIX = "e2e."


class Broker:
    def __init__(self, path):
        self.path, self.port = path, random.randrange(20000, 30000)
        self.address = f"127.0.0.1:{self.port}"

    def do(self, action, *words):
        subprocess.run([ROOT / "tools" / "kafka" / "kafka", action, self.path, *map(str, words)], check=True)

    def start(self):
        self.do("start", self.port)


class Cluster:
    """Two instances of each stage; the secrets are shared, the state is each one's own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="leakproof-e2e-")
        path = Path(self.folder.name)
        self.broker = Broker(path / "broker")
        self.broker.start()
        settings = (f"partitions: {PARTITIONS}\n"
                    f"kafka: {{brokers: '{self.broker.address}', topic_prefix: '{PREFIX}', create_topics: true}}\n")
        self.instances = {
            f"{stage}-{name}": Process(BUILD / "services" / stage / f"leakproof-{stage}", path / f"{stage}-{name}", path / "secrets",
                                       settings + ("http: {port: 0}\n" if stage == "ingest" else ""))
            for stage in STAGES for name in "ab"}
        self.doors = [self.instances["ingest-a"], self.instances["ingest-b"]]
        for workspace in WORKSPACES:
            self.doors[0].put_secret("api_token", Process.token, workspace)
            file = path / f"{workspace}.yaml"
            file.write_text(WORKSPACE.read_text().replace("workspace: demo", f"workspace: {workspace}"))

    def start(self):
        for instance in self.instances.values():
            instance.launch()
        wait_until(lambda: all(instance.ready() for instance in self.instances.values()), "every instance to be ready")
        for workspace in WORKSPACES:
            self.doors[0].apply(Path(self.folder.name) / f"{workspace}.yaml", workspace)

    def close(self):
        for instance in self.instances.values():
            instance.close()
        self.broker.do("kill")
        self.folder.cleanup()


class ClusterTest(unittest.TestCase):
    def setUp(self):
        self.cluster = Cluster()
        self.addCleanup(self.cluster.close)
        self.cluster.start()
        self.loads = [Load(self.cluster.doors, str(i), workspace) for i, workspace in enumerate(WORKSPACES)]
        self.addCleanup(lambda: [load.stop() for load in self.loads])

    def acknowledged(self):
        return sum(len(load.receipts) for load in self.loads)

    def work_on(self, leads=60):
        """Until so many more leads are acknowledged."""
        enough = self.acknowledged() + leads
        wait_until(lambda: self.acknowledged() >= enough, "load to be acknowledged")

    def settle(self):
        for load in self.loads:
            load.stop()
        door = self.cluster.doors[1]
        self.books = {load.workspace: door.balanced_at(len(load.receipts), load.workspace) for load in self.loads}

    def check_all(self):
        for load in self.loads:
            books = self.books[load.workspace]
            # The last one may have been stored and not acknowledged.
            self.assertIn(books["created"], range(len(load.receipts), len(load.receipts) + 2))
            self.assertEqual(len(load.receipts), len(set(load.receipts)))
            self.assertEqual(books.get("quarantined", 0), 0)
            check_decisions(self, self.cluster.doors[0], books["created"], load.workspace)

    def test_everything_comes_and_goes(self):
        self.work_on()
        for stage in STAGES:  # a rolling restart, in mid-stream
            instance = self.cluster.instances[f"{stage}-a"]
            self.assertEqual(instance.stop(), 0, f"{stage} drains")
            self.work_on()
            instance.start()
        for stage in STAGES:  # an owner dies, the other takes over; the dead one comes back with what its disk holds
            instance = self.cluster.instances[f"{stage}-b"]
            instance.kill()
            self.work_on(20)
            instance.launch()
        self.cluster.broker.do("kill")
        self.cluster.broker.start()
        self.work_on()
        self.settle()
        self.check_all()
        self.check_published()
        self.check_restore()
        print(f"{self.acknowledged()} leads acknowledged in {len(WORKSPACES)} workspaces, decided once each")

    def check_published(self):
        """What any client of Kafka reads in routing.decisions: each decision once."""
        expected = sum(books["decided"] for books in self.books.values())
        consumer = Consumer({"bootstrap.servers": self.cluster.broker.address, "group.id": "outside", "isolation.level": "read_committed",
                             "enable.auto.commit": False})
        self.addCleanup(consumer.close)
        consumer.assign([TopicPartition(PREFIX + "routing.decisions", partition, 0) for partition in range(PARTITIONS)])
        ids = []

        def read():
            for message in consumer.consume(500, 0.1):
                self.assertIsNone(message.error())
                headers = dict(message.headers())
                ids.append(headers["ce_id"])
                self.assertEqual(headers["ce_type"], b"leakproof.routing.decisions")
            return len(set(ids)) >= expected
        wait_until(read, f"{expected} published decisions")
        self.assertEqual(len(ids), len(set(ids)), "each once")

    def check_restore(self):
        """A stage that lost its disk makes its state anew, from the changelog and the journal."""
        for name in "ab":
            self.cluster.instances[f"router-{name}"].stop()
        lost = self.cluster.instances["router-a"]
        subprocess.run(["rm", "-rf", lost.path / "data"], check=True)
        lost.start()
        self.assertIn('"state":"restoring"', lost.log_text())
        for load in self.loads:
            balanced = self.cluster.doors[0].balanced_at(len(load.receipts), load.workspace)
            self.assertEqual(balanced, self.books[load.workspace])


if __name__ == "__main__":
    unittest.main(verbosity=2)
