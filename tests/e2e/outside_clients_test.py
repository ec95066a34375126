"""Clients of Kafka that share no code with us, in Java and in Python, read routing.decisions with the published schema:
the same records, in one unbroken hash chain a workspace, which are the decisions that the API tells."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from harness import KAFKA, ROOT, Standalone, wait_until

CLIENTS = ROOT / "tests" / "e2e" / "outside_clients"
PROTO = ROOT / "proto"
JARS = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "leakproof" / "kafka-3.9.1" / "jars"  # the broker's, tools/kafka
PROTOBUF = "/usr/share/java/protobuf.jar"


class OutsideClientsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not KAFKA:
            raise unittest.SkipTest("no broker: LEAKPROOF_KAFKA is not set")
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = Path(cls.folder.name)
        cls.world = Standalone().start()
        cls.world.apply()
        for number in range(20):
            assert cls.world.submit(f"k{number}", {"phone": f"09871{number:05}", "full_name": "A"})[0] == 202
        cls.world.balanced_at(20)
        cls.topic = f"{cls.world.path.name}.routing.decisions"

    @classmethod
    def tearDownClass(cls):
        cls.world.close()
        cls.folder.cleanup()

    def told(self):
        """The decisions as the API lists them, in the order of the chain."""
        listed = self.world.leadctl("decisions", "--oldest-first", "--limit", 0, check=False).stdout.splitlines()
        decisions = [record["decision"] for record in map(json.loads, listed) if "decision" in record]
        return sorted((one["decision_id"], one["lead_id"], one["outcome"], one["chosen"].get("member_id", "")) for one in decisions)

    def read(self, *command):
        """What a client prints once the projector has published the decision that was made last; the client checks the
        chain."""
        expected = self.told()

        def complete():
            done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stderr)
            lines = [line.split("\t") for line in done.stdout.splitlines()]
            return lines if sum(line[2] == "decision" for line in lines) >= len(expected) else None

        lines = wait_until(complete, "all decisions to be published")
        self.assertEqual(sorted(tuple(line[3:]) for line in lines if line[2] == "decision"), expected)
        return lines

    def schema(self, *out):
        subprocess.run(["protoc", f"-I{PROTO}", *out, PROTO / "leakproof/lead/v1/decision.proto", PROTO / "leakproof/lead/v1/lead.proto"], check=True)

    def java(self):
        classes = self.path / "java"
        classes.mkdir()
        self.schema(f"--java_out={classes}")
        libraries = f"{PROTOBUF}:{JARS}/*"
        subprocess.run(["javac", "-d", classes, "-cp", libraries, *classes.rglob("*.java"), CLIENTS / "DecisionReader.java"], check=True)
        return self.read("java", "-cp", f"{classes}:{libraries}", "DecisionReader", KAFKA, self.topic)

    def python(self):
        descriptors = self.path / "descriptors"
        self.schema("--include_imports", f"--descriptor_set_out={descriptors}")
        return self.read(sys.executable, CLIENTS / "decision_reader.py", KAFKA, self.topic, descriptors)

    def test_both_read_what_the_api_tells(self):
        java, python = self.java(), self.python()
        self.assertEqual(java, python)
        self.assertEqual(java[0][2], "config", "the chain begins with what the decisions were made under")


if __name__ == "__main__":
    unittest.main(verbosity=2)
