"""What others look at from outside: promtool reads the metrics, and the API describes itself by reflection."""
import re
import shutil
import subprocess
import unittest
from pathlib import Path

import yaml
from grpc_client import PROTOS, Client
from harness import Standalone


ROOT = Path(__file__).resolve().parents[2]
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yaml"


class OutsideTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = Standalone().start()
        cls.world.apply()
        cls.world.leadctl("submit", "--wait", "phone=0912345678")

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    @unittest.skipUnless(shutil.which("promtool"), "promtool (Debian package prometheus) is not installed")
    def test_promtool_finds_nothing_wrong_with_the_metrics(self):
        status, text = self.world.get("/metrics", self.world.ports["admin"])
        self.assertEqual(status, 200)
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    @unittest.skipUnless(shutil.which("promtool"), "promtool (Debian package prometheus) is not installed")
    def test_promtool_reads_the_alerts_and_sees_them_fire_when_they_must(self):
        for command in (["check", "rules", ALERTS], ["test", "rules", ALERTS.with_name("alerts_test.yaml")]):
            done = subprocess.run(["promtool", *command], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_alert_has_a_runbook_and_reads_a_metric_that_is_there(self):
        there = set(re.findall(r"^# TYPE (\w+)", self.world.get("/metrics", self.world.ports["admin"])[1], re.MULTILINE))
        later = {"leakproof_projector_lag_seconds", "leakproof_router_sla_breaches_total"}  # on Kafka only; once one has happened
        for rule in (rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]):
            with self.subTest(alert=rule["alert"]):
                self.assertTrue((ROOT / rule["annotations"]["runbook"]).is_file())
                text = rule["expr"].replace("(ingest|scoring|router|nurture)", "router")
                for name in re.findall(r"leakproof_\w+", re.sub(r"leakproof_\(\.\+\)\w+", "", text)):
                    self.assertIn(name, there | later)

    def test_reflection_lists_every_service_of_the_protos(self):
        client = Client(self.world.ports["grpc"])
        self.addCleanup(client.close)
        ours = {f"leakproof.api.v1.{line.split()[1]}" for proto in PROTOS.glob("leakproof/api/v1/*.proto")
                for line in proto.read_text().splitlines() if line.startswith("service ")}
        self.assertGreaterEqual(set(client.services()), ours)

    def test_reflection_can_be_switched_off(self):
        quiet = Standalone("grpc: {reflection: false}\n").start()
        self.addCleanup(quiet.close)
        client = Client(quiet.ports["grpc"])
        self.addCleanup(client.close)
        with self.assertRaisesRegex(Exception, "UNIMPLEMENTED"):
            client.services()


if __name__ == "__main__":
    unittest.main(verbosity=2)
