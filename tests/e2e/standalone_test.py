"""The whole product in one process, through its real doors: submit, decide, explain, prove, drain."""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest
import unittest.mock

import grpc

from harness import KAFKA, MailServer, Standalone, WORKSPACE, wait_until


class StandaloneTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mail = MailServer()
        cls.world = Standalone(cls.mail.settings).start()
        cls.world.put_secret("unsubscribe_key", "key of the links")
        cls.world.put_secret("google_key", "EXAMPLE-KEY")
        cls.world.put_secret("typeform_secret", "typeform")
        cls.world.put_secret("partner_secret", "whsec_" + base64.b64encode(b"k" * 32).decode())
        cls.world.apply()

    @classmethod
    def tearDownClass(cls):
        cls.world.close()
        cls.mail.close()

    def lead_of(self, status_and_body):
        status, body = status_and_body
        self.assertIn(status, (200, 202), body)
        receipt = json.loads(body)["receipt_id"]
        leads = wait_until(lambda: self.world.leadctl("lead", "lookup", "--receipt", receipt).get("leads"), "the lead")
        lead_id = leads[0]["lead"]["lead_id"]
        return wait_until(lambda: (lambda v: v if v.get("last_decision_id") else None)(self.world.leadctl("lead", "get", lead_id)["lead"]), "the decision")

    def test_a_lead_gets_an_owner_and_the_reason(self):
        lead = self.lead_of(self.world.submit("one", {"full_name": "Lan Anh", "phone": "0912345678", "company": "Tre"}))
        self.assertEqual(lead["status"], "assigned")
        self.assertIn(lead["member_id"], ("lan", "minh", "hoa"))
        self.assertEqual(lead["lead"]["contact"]["phone"], "+84912345678")
        text = self.world.leadctl("explain", lead["lead"]["lead_id"])["text"]
        self.assertIn("with_company", text)
        self.assertIn(lead["member_id"].title(), text, "by their name")
        timeline = self.world.leadctl("lead", "timeline", lead["lead"]["lead_id"])["events"]
        self.assertTrue(any("audit" in event for event in timeline))

    def test_the_same_key_is_the_same_submission(self):
        fields = {"full_name": "Twice", "email": "twice@example.com"}
        first, second = self.world.submit("two", fields), self.world.submit("two", fields)
        self.assertEqual(first, second)
        self.assertEqual(self.world.submit("two", {"email": "other@example.com"})[0], 422)

    def test_submit_waits_for_the_decision(self):
        answer = self.world.leadctl("submit", "--wait", "--id", "waited", "full_name=Waits", "phone=0987654321")
        self.assertEqual(answer["outcome"], "assigned")
        self.assertTrue(answer["member_id"])

    def test_a_workspace_with_a_token_is_closed_to_others(self):
        wrong = self.world.path / "wrong-token"
        wrong.write_text("not the token")
        done = self.world.leadctl("ledger", check=False, token=wrong)
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertIn("--token-file", done.stderr)

    def test_every_door(self):
        google = {"lead_id": "G-1", "google_key": "EXAMPLE-KEY", "user_column_data": [{"column_id": "EMAIL", "string_value": "g@example.com"}]}
        answer = self.world.post("/hooks/google/demo/google/token-of-the-path", json.dumps(google), {"Content-Type": "application/json"})
        self.assertEqual(answer[0], 200, answer)
        google["google_key"] = "wrong"
        self.assertEqual(self.world.post("/hooks/google/demo/google/token-of-the-path", json.dumps(google), {"Content-Type": "application/json"})[0], 400)

        typeform = json.dumps({"event_id": "e", "event_type": "form_response", "form_response": {
            "form_id": "f", "token": "t-1", "submitted_at": "2026-01-18T18:17:02Z", "definition": {"fields": [{"id": "a", "title": "Email", "type": "email", "ref": "email"}]},
            "answers": [{"type": "email", "email": "tf@example.com", "field": {"id": "a", "type": "email", "ref": "email"}}]}}).encode()
        signature = "sha256=" + base64.b64encode(hmac.new(b"typeform", typeform, hashlib.sha256).digest()).decode()
        headers = {"Content-Type": "application/json", "Typeform-Signature": signature}
        self.assertEqual(self.world.post("/hooks/typeform/demo/typeform", typeform, headers)[0], 200)
        self.assertEqual(self.world.post("/hooks/typeform/demo/typeform", typeform + b" ", headers)[0], 401)

        form = "full_name=Form+Person&phone=0908888777&fax="
        status, _ = self.world.post("/f/demo/site", form, {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"})
        self.assertEqual(status, 303)

        hook = json.dumps({"id": "p-1", "full_name": "Partner", "email": "partner@example.com"}).encode()
        now = str(int(time.time()))
        signed = base64.b64encode(hmac.new(b"k" * 32, b"msg_1." + now.encode() + b"." + hook, hashlib.sha256).digest()).decode()
        headers = {"Content-Type": "application/json", "webhook-id": "msg_1", "webhook-timestamp": now, "webhook-signature": "v1," + signed}
        self.assertEqual(self.world.post("/hooks/webhook/demo/partner", hook, headers)[0], 200)
        found = wait_until(lambda: self.world.leadctl("lead", "lookup", "--source", "google", "--provider-id", "G-1").get("leads"), "the platform's id")
        self.assertEqual(found[0]["lead"]["contact"]["email"], "g@example.com")
        for email in ("g@example.com", "tf@example.com", "partner@example.com"):
            wait_until(lambda: self.world.leadctl("lead", "lookup", "--email", email).get("leads"), email)

    def test_what_cannot_be_understood_is_quarantined_and_mended(self):
        body = json.dumps({"lead_id": "G-bad", "google_key": "EXAMPLE-KEY", "user_column_data": []})
        self.assertEqual(self.world.post("/hooks/google/demo/google/token-of-the-path", body, {"Content-Type": "application/json"})[0], 200)
        item = wait_until(lambda: self.world.leadctl("quarantine", "list").get("items"), "the quarantine")[0]
        done = self.world.leadctl("quarantine", "fix", item["receipt_id"], "email=mended@example.com", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        wait_until(lambda: self.world.leadctl("lead", "lookup", "--email", "mended@example.com").get("leads"), "the mended lead")

    def test_many_in_quarantine_are_named_by_their_source(self):
        for number in range(3):
            body = json.dumps({"lead_id": f"G-many-{number}", "google_key": "EXAMPLE-KEY", "user_column_data": []})
            self.assertEqual(self.world.post("/hooks/google/demo/google/token-of-the-path", body, {"Content-Type": "application/json"})[0], 200)
        waiting = lambda *which: len(self.world.leadctl("quarantine", "list", *which).get("items", []))  # noqa: E731
        wait_until(lambda: waiting("--source", "google", "--reason", "no_contact") == 3, "three in quarantine")
        self.assertEqual(waiting("--source", "site"), 0)
        done = self.world.leadctl("quarantine", "replay", "--source", "google", check=False)
        self.assertIn("3 of them", done.stderr)
        self.assertEqual(waiting("--source", "google"), 3, "tried again, and as bad as before")
        self.assertEqual(self.world.leadctl("quarantine", "discard", check=False).returncode, 2, "of nothing that is named")
        self.world.leadctl("quarantine", "discard", "--source", "google", "--reason", "no_contact", check=False)
        self.assertEqual(waiting("--source", "google"), 0)

    def test_one_click_in_a_mail_ends_the_journey(self):
        self.assertEqual(self.world.submit("letters", {"given_name": "Lan", "email": "letters@example.com", "campaign": "newsletter", "consent": "yes"})[0], 202)
        mail = wait_until(lambda: self.mail.to("letters@example.com"), "the mail")[0]
        self.assertEqual(mail["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        link = mail["List-Unsubscribe"].strip("<>")
        self.assertIn(link, mail.get_payload(decode=True).decode())
        path = link.removeprefix("https://leads.example.com")
        lead_id = self.world.leadctl("lead", "lookup", "--email", "letters@example.com")["leads"][0]["lead"]["lead_id"]

        def journey():
            events = self.world.leadctl("lead", "timeline", lead_id)["events"]
            return [(e["enrolment_changed"]["state"], e["enrolment_changed"]["reason"]) for e in events if "enrolment_changed" in e]
        wait_until(lambda: ("STEP", "") in journey(), "the step")
        self.assertEqual(self.world.get(path, self.world.ports["http"])[0], 200)
        self.assertEqual(self.world.get(path + "0", self.world.ports["http"])[0], 404)
        self.assertNotIn(("EXITED", "opted_out"), journey())
        status, _ = self.world.post(path, mail["List-Unsubscribe-Post"], {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(status, 200)
        wait_until(lambda: ("EXITED", "opted_out") in journey(), "the end of the journey")

    @unittest.skipIf(KAFKA, "there is no log in the data directory")
    def test_the_log_can_be_looked_at_on_disk(self):
        self.lead_of(self.world.submit("dumped", {"phone": "0966777888"}))
        done = self.world.leadctl("journal", "dump", "--data", self.world.path / "data", "--topic", "lead.submissions", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("dumped", [json.loads(line)["value"]["provider_id"] for line in done.stdout.splitlines()])
        done = self.world.leadctl("journal", "dump", "--data", self.world.path / "data", "--topic", "router.journal", check=False)
        self.assertTrue(any("effect" in json.loads(line)["value"] for line in done.stdout.splitlines()), done.stderr)

    def test_a_bad_configuration_is_refused_and_the_old_one_stays(self):
        bad = self.world.path / "bad.yaml"
        bad.write_text(WORKSPACE.read_text().replace("has(lead.company), to", "has(lead.companny), to"))
        done = self.world.leadctl("config", "apply", bad, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("company", done.stdout + done.stderr)
        self.assertTrue(self.world.leadctl("submit", "--wait", "phone=0933333333")["member_id"])

    def test_metrics_and_health(self):
        self.lead_of(self.world.submit("metrics", {"phone": "0911111222"}))
        status, text = self.world.get("/metrics", self.world.ports["admin"])
        self.assertEqual(status, 200)
        for name in ("leakproof_click_to_owner_seconds_bucket", "leakproof_router_decisions_total", "leakproof_ingest_submissions_total", "leakproof_edge_requests_total"):
            self.assertIn(name, text)
        self.assertEqual(self.world.get("/metrics", self.world.ports["http"])[0], 404)

    def test_grpc_health_knows_each_service(self):
        with grpc.insecure_channel(f"127.0.0.1:{self.world.ports['grpc']}") as channel:
            check = channel.unary_unary("/grpc.health.v1.Health/Check")
            for name in ("", *(f"leakproof.api.v1.{short}Service" for short in ("Lead", "Config", "Event", "Roster", "Routing"))):
                request = bytes([10, len(name)]) + name.encode() if name else b""
                wait_until(lambda: self.health(check, request) == b"\x08\x01", f"{name} to be SERVING")

    def health(self, check, request):
        try:
            return check(request)
        except grpc.RpcError:  # not told yet
            return None

    def test_the_log_holds_no_personal_data(self):
        self.lead_of(self.world.submit("canary", {"full_name": "Canary Kowalski", "phone": "0944555666", "email": "canary.k@example.com"}))
        for secret in ("Kowalski", "944555666", "canary.k"):
            self.assertNotIn(secret, self.world.log_text())

    def test_z_restart_keeps_everything_and_the_audit_verifies(self):
        before = wait_until(lambda: (lambda b: b if b["balanced"] else None)(self.world.books()), "balance")
        self.assertEqual(self.world.stop(), 0)
        self.world.start()
        self.assertEqual(self.world.books(), before)
        done = self.world.leadctl("audit", "verify", check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.what_was_exported_verifies_and_is_made_again()

    def what_was_exported_verifies_and_is_made_again(self):
        kept = self.world.path / "kept.audit"
        self.world.leadctl("audit", "export", kept, check=False)
        done = self.world.leadctl("audit", "verify", "--file", kept, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        in_force = self.world.path / "in_force.yaml"
        in_force.write_text(self.world.leadctl("config", "get")["yaml"])
        again = self.world.leadctl("config", "backtest", in_force, "--audit", kept)
        self.assertGreater(again["leads"], 0)
        self.assertEqual(again["moved"], {"leads": 0, "to_another_pool": 0})
        kept.write_bytes(kept.read_bytes()[:-1])
        done = self.world.leadctl("audit", "verify", "--file", kept, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("is cut off", done.stderr)


class MutualTlsTest(unittest.TestCase):
    def certificate(self, name, *options):
        file = self.folder / name
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                        "-keyout", f"{file}.key", "-out", f"{file}.pem", *options], check=True, capture_output=True)

    def test_the_api_is_for_those_with_a_certificate(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.certificate("ca", "-addext", "basicConstraints=critical,CA:TRUE")
        for name in ("server", "client"):
            self.certificate(name, "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
                             "-CA", f"{self.folder}/ca.pem", "-CAkey", f"{self.folder}/ca.key")
        tls = {"certificate": "server.pem", "key": "server.key", "client_ca": "ca.pem"}
        world = Standalone("grpc: {address: 0.0.0.0, tls: {" + ", ".join(f"{key}: {self.folder}/{file}" for key, file in tls.items()) + "}}\n")
        self.addCleanup(world.close)
        world.start()
        self.assertEqual(world._leadctl(["ledger"], "demo", world.secrets / "demo" / "api_token").returncode, 69)
        ours = {"LEAKPROOF_TLS_CA": "ca.pem", "LEAKPROOF_TLS_CERT": "client.pem", "LEAKPROOF_TLS_KEY": "client.key"}
        with unittest.mock.patch.dict(os.environ, {name: f"{self.folder}/{file}" for name, file in ours.items()}):
            world.apply()
            self.assertTrue(world.books()["balanced"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
