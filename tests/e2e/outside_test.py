"""What others look at from outside: promtool reads the metrics, alerts and dashboard, and the API describes itself by
reflection."""
import json
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import yaml
from grpc_client import PROTOS, Client
from harness import Standalone, wait_until


ROOT = Path(__file__).resolve().parents[2]
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yaml"
DASHBOARD = ROOT / "deploy" / "grafana" / "leakproof.json"


class OutsideTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = Standalone().start()
        cls.world.apply()
        cls.world.submit("first", {"phone": "0912345678"})
        cls.world.balanced_at(1)

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    @unittest.skipUnless(shutil.which("promtool"), "promtool (Debian package prometheus) is not installed")
    def test_promtool_finds_nothing_wrong_with_the_metrics(self):
        status, text = self.world.get("/metrics", self.world.ports["admin"])
        self.assertEqual(status, 200)
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_the_gauges_are_the_books(self):
        def gauges():
            text = self.world.get("/metrics", self.world.ports["admin"])[1]
            return {what: int(value) for what, value in re.findall(r"^leakproof_((?:ingest|router)_\w*(?:receipts|leads)(?:{[^}]*})?) (\d+)$", text, re.MULTILINE)}

        self.world.submit("gauges", {"full_name": "Nobody can be reached"})
        self.assertEqual(self.world.submit("gauges-2", {"phone": "0912345679"})[0], 202)
        books = self.world.balanced_at(3)
        expected = {"ingest_accepted_receipts": books["accepted"], 'ingest_receipts{state="created"}': books["created"],
                    'ingest_receipts{state="quarantined"}': books["quarantined"], "router_accepted_leads": books["leads"],
                    'router_leads{state="owned"}': books["owned"], 'router_leads{state="held"}': books["held"]}
        wait_until(lambda: expected.items() <= gauges().items(), f"the gauges to say {expected}")
        counted = gauges()
        for things in ("ingest_{}receipts", "router_{}leads"):
            parts = [value for what, value in counted.items() if what.startswith(things.format("") + "{")]
            self.assertEqual(sum(parts), counted[things.format("accepted_")], counted)

    @unittest.skipUnless(shutil.which("promtool"), "promtool (Debian package prometheus) is not installed")
    def test_promtool_reads_the_alerts_and_sees_them_fire_when_they_must(self):
        for command in (["check", "rules", ALERTS], ["test", "rules", ALERTS.with_name("alerts_test.yaml")]):
            done = subprocess.run(["promtool", *command], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def assert_there(self, query):
        """Each metric that the query reads is one we have."""
        there = set(re.findall(r"^# TYPE (\w+)", self.world.get("/metrics", self.world.ports["admin"])[1], re.MULTILINE))
        later = {"leakproof_projector_lag_seconds", "leakproof_router_sla_breaches_total",
                 "leakproof_router_swept_total", "leakproof_receivers_down",  # on Kafka only; once one has happened
                 "leakproof_grpc_certificate_end_timestamp_seconds",  # with TLS only
                 "leakproof_edge_unusable_secrets"}  # once the watch has looked at a configuration
        for name in re.findall(r"leakproof_\w+", query):
            self.assertIn(name.removesuffix("_bucket"), there | later)

    def test_each_alert_has_a_runbook_and_reads_a_metric_that_is_there(self):
        for rule in (rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]):
            with self.subTest(alert=rule["alert"]):
                self.assertTrue((ROOT / rule["annotations"]["runbook"]).is_file())
                self.assert_there(re.sub(r"leakproof_\(\.\+\)\w+", "", rule["expr"].replace("(ingest|scoring|router|nurture)", "router")))

    def test_the_dashboard_reads_metrics_that_are_there(self):
        queries = [target["expr"] for panel in json.loads(DASHBOARD.read_text())["panels"] for target in panel.get("targets", [])]
        self.assertTrue(queries)
        for query in queries:
            with self.subTest(query=query):
                self.assert_there(query)

    @unittest.skipUnless(shutil.which("promtool"), "promtool (Debian package prometheus) is not installed")
    def test_promtool_can_read_the_queries_of_the_dashboard(self):
        text = DASHBOARD.read_text().replace("$__rate_interval", "1m").replace("$__range", "1h")
        rules = [{"record": "dashboard:query", "expr": target["expr"], "labels": {"place": f"{panel['id']} {target['refId']}"}}
                 for panel in json.loads(text)["panels"] for target in panel.get("targets", [])]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}, file)
            file.flush()
            done = subprocess.run(["promtool", "check", "rules", file.name], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

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
