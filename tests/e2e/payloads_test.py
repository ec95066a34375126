"""Bodies as the platforms send them, signed as they sign, through the real HTTP door: nothing is lost and each becomes
what it should."""
import http.server
import json
import os
import re
import threading
import time
import unittest
from pathlib import Path
from urllib.parse import urlencode

from harness import DOORS, ROOT, Standalone, wait_until
from signing import PUBLIC_URL, SECRET, path, put_secrets, sign
from wire import exchange, request

SHARED = Path(os.environ.get("LEAKPROOF_SHARED", ROOT.parent / "shared"))
PAYLOADS = SHARED / "data" / "payloads"
FORM = "application/x-www-form-urlencoded"
SETTINGS = f"http: {{rate_source: 1000000, rate_address: 1000000, public_url: '{PUBLIC_URL}'}}\n"


class Graph(http.server.ThreadingHTTPServer):
    """Meta's Graph: hands out the sample lead under any id but 444444444444, as the platform does for its test
    button."""

    def __init__(self, lead):
        graph = self
        graph.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                lead_id = re.match(r"/(\w+)", self.path).group(1)
                graph.asked.append(lead_id)
                body = json.dumps({**lead, "id": lead_id}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def payload(name):
    return json.loads((PAYLOADS / name).read_text())


def body_of(name):
    """(bytes, content type) as on the wire; what begins with _ is a note of the sample's author."""
    sample = payload(name)
    if "_decoded_keys" in sample:
        return urlencode(sample["_decoded_keys"]).encode(), FORM
    if isinstance(sample.get("body"), str):
        return sample["body"].encode(), sample.get("_content_type", FORM)
    if "body" in sample:
        return json.dumps(sample["body"], ensure_ascii=False).encode(), "application/json"
    return (PAYLOADS / name).read_bytes(), "application/json"


# What each sample becomes: counts of the ledger that move. Each kind's door is named by the sample's name.
SAMPLES = [
    ("google", "google_lead_form.json", {"tests": 1}),
    ("google", "google_lead_form_pmax.json", {"created": 1}),
    ("meta", "meta_leadgen_webhook.json", {"created": 1}),
    ("meta", "meta_leadgen_webhook_batch.json", {"nothing": 1, "updated": 3}),
    ("meta", "meta_leadgen_test_button.json", {"tests": 1}),
    ("tiktok", "tiktok_lead_webhook.json", {"updated": 1}),
    ("tiktok", "tiktok_lead_webhook_test.json", {"tests": 1}),
    ("tiktok", "tiktok_dev_event.json", {"nothing": 1}),
    ("zalo", "zalo_user_send_text.json", {"created": 1}),
    ("zalo", "zalo_follow.json", {"nothing": 1}),
    ("zalo", "zalo_user_submit_info.json", {"updated": 1}),
    ("zalo", "zalo_zns_receipt.json", {"nothing": 1}),
    ("linkedin", "linkedin_lead_action_created.json", {"quarantined": 1}),
    ("linkedin", "linkedin_lead_action_deleted.json", {"quarantined": 1}),
    ("typeform", "typeform_form_response.json", {"updated": 1}),
    ("tally", "tally_form_response.json", {"updated": 1}),
    ("webflow", "webflow_form_submission.json", {"updated": 1}),
    ("elementor", "html_form_elementor_urlencoded.json", {"updated": 1}),
    ("elementor", "html_form_elementor_flat.json", {"updated": 1}),
    ("ladipage", "ladipage_form.json", {"updated": 1}),
    ("form", "html_form_urlencoded.json", {"updated": 1}),
    ("webhook", "cloudevents_structured.json", {"quarantined": 1}),
]


@unittest.skipUnless(PAYLOADS.is_dir(), f"no samples of the platforms in {PAYLOADS}: set LEAKPROOF_SHARED")
class DoorsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.graph = Graph(payload("meta_lead_retrieval_consent.json"))
        cls.world = Standalone(SETTINGS).start()
        put_secrets(cls.world)
        cls.world.apply_text(DOORS.read_text().replace("GRAPH", f"http://127.0.0.1:{cls.graph.server_port}"))

    @classmethod
    def tearDownClass(cls):
        cls.world.close()
        cls.graph.shutdown()


class PayloadsTest(DoorsTest):
    def send(self, kind, body, content_type="application/json", headers=None):
        headers = sign(kind, body) if headers is None else headers
        reply = exchange(self.world.ports["http"], request(path(kind), body, {**headers, "Content-Type": content_type}))
        self.assertIn(reply.status, (200, 202, 303), f"{kind} {reply}")
        return reply

    def moved(self, before):
        return {name: value - before[name] for name, value in self.world.books().items()
                if name != "balanced" and value != before[name]}

    def becomes(self, expected, before):
        """The ledger, once they stand still at what is expected of them."""
        names = ("created", "updated", "duplicates", "quarantined", "nothing", "tests", "waiting")
        def as_expected():
            return {name: count for name, count in self.moved(before).items() if name in names} == expected
        wait_until(as_expected, f"{expected}; moved {self.moved(before)}")

    def test_a_every_sample_becomes_what_it_should(self):
        for kind, name, expected in SAMPLES:
            with self.subTest(name):
                before = self.world.books()
                self.send(kind, *body_of(name))
                self.becomes(expected, before)

    def test_b_every_sample_again_is_a_repeat_and_no_lead(self):
        before = self.world.books()
        for kind, name, _ in SAMPLES:
            with self.subTest(name):
                self.send(kind, *body_of(name))
        def settled():
            moved = self.moved(before)
            return self.world.books()["balanced"] and not set(moved) & {"created", "updated", "leads"}
        wait_until(settled, f"repeats only; moved {self.moved(before)}")

    def test_zalo_saves_its_address(self):
        before = self.world.books()
        self.send("zalo", json.dumps(payload("zalo_url_probe.json")["body"]).encode(), headers={})
        self.assertEqual(self.world.books()["accepted"], before["accepted"])


class VectorsTest(DoorsTest):
    """The published signatures, as given: those without a time hold today too, those with one are refused because they
    are too old."""
    KINDS = {"tiktok_lead": "tiktok", "tiktok_dev": "tiktok", "hubspot_v3": "hubspot", "standard_webhooks": "webhook"}
    TIMED = {"tiktok_dev", "webflow", "hubspot_v3", "standard_webhooks"}
    NAMES = {"webflow": "x-webflow-timestamp", "hubspot_v3": "X-HubSpot-Request-Timestamp", "standard_webhooks": "webhook-timestamp",
    "zalo": "X-ZEvent-Timestamp"}

    def headers_of(self, vector):
        headers = {vector["header"]: vector["value"]}
        if vector["provider"] in self.NAMES:
            headers[self.NAMES[vector["provider"]]] = vector["timestamp"]
        if "id" in vector:
            headers["webhook-id"] = vector["id"]
        return headers

    def test_every_vector(self):
        for vector in payload("signature-vectors.json")["vectors"]:
            if "header" not in vector:
                continue
            provider = vector["provider"]
            kind = self.KINDS.get(provider, provider)
            self.world.put_secret("partner_secret" if kind == "webhook" else "app_secret", vector["secret"])
            with self.subTest(f"{provider} {vector.get('form', '')}"):
                def ask(body, headers):
                    # The case of a header's name is of no matter.
                    shouted = {name.upper(): value for name, value in headers.items()}
                    return exchange(self.world.ports["http"], request(path(kind), body, shouted)).status
                body, headers = vector["body"].encode(), self.headers_of(vector)
                refused = 403 if kind == "meta" else 401
                self.assertEqual(ask(body, headers), refused if provider in self.TIMED else 200)
                self.assertEqual(ask(body[:-1] + b" }", headers), refused, "a body changed by one byte")

    def test_linkedins_challenge(self):
        self.world.put_secret("app_secret", SECRET)
        vector = next(v for v in payload("signature-vectors.json")["vectors"] if v["provider"] == "linkedin_challenge")
        reply = exchange(self.world.ports["http"], request(path("linkedin") + "?challengeCode=" + vector["challengeCode"], method="GET"))
        self.assertEqual((reply.status, json.loads(reply.text)), (200, {name: vector[name] for name in ("challengeCode",
        "challengeResponse")}))


if __name__ == "__main__":
    unittest.main(verbosity=2)
