"""A form that comes while the Kafka cluster is away is kept on the local disk, through a kill too, and reaches its
owner afterwards."""
import json
import random
import re
import subprocess
import tempfile
import unittest

from harness import ROOT, Standalone, wait_until

KAFKA = ROOT / "tools" / "kafka" / "kafka"


class SpoolTest(unittest.TestCase):
    def broker(self, verb):
        subprocess.run([KAFKA, verb, self.folder.name, *([str(self.port)] if verb == "start" else [])], check=True)

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="leakproof-kafka-")
        self.addCleanup(self.folder.cleanup)
        self.port = random.randrange(20000, 30000)
        self.broker("start")
        self.addCleanup(self.broker, "stop")
        self.world = Standalone(kafka=f"127.0.0.1:{self.port}")
        self.addCleanup(self.world.close)
        self.world.start()
        self.world.apply()

    def form(self, email):
        return self.world.post("/f/demo/site", f"full_name=Form&email={email}", {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"})[0]

    def waiting(self):
        text = self.world.get("/metrics", self.world.ports["admin"])[1]
        return float(re.search(r"^leakproof_edge_spooled_forms (\S+)", text, re.MULTILINE)[1])

    def decided(self, email):
        """False also while the stages take their partitions over again."""
        def asked(*words):
            done = self.world.leadctl("lead", *words, check=False)
            return json.loads(done.stdout) if done.returncode == 0 else {}
        leads = asked("lookup", "--email", email).get("leads")
        return bool(leads) and bool(asked("get", leads[0]["lead"]["lead_id"]).get("lead", {}).get("last_decision_id"))

    def test_forms_outlive_the_cluster_and_the_process(self):
        self.assertEqual(self.form("before@example.com"), 303)
        wait_until(lambda: self.decided("before@example.com"), "a form while all is well")
        self.assertEqual(self.waiting(), 0)
        self.broker("kill")
        for number in range(5):
            self.assertEqual(self.form(f"away{number}@example.com"), 303)
        wait_until(lambda: self.waiting() == 5, "five forms on the disk")
        self.broker("start")
        wait_until(lambda: self.waiting() == 0, "an empty spool")
        self.broker("kill")
        self.assertEqual(self.form("killed@example.com"), 303)
        self.world.kill()
        self.broker("start")
        self.world.start()
        for email in ["killed@example.com", *(f"away{number}@example.com" for number in range(5))]:
            wait_until(lambda: self.decided(email), email)


if __name__ == "__main__":
    unittest.main(verbosity=2)
