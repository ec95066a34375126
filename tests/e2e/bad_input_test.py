"""Bad input at every door. Each row of the tables is refused with its status and a word that helps; then the server
still lives, a good lead gets through, nothing that was refused was stored, and the ledgers add up."""
import gzip
import json
import unittest

import bad_http
import bad_json
import bad_signatures
from harness import DOORS, Standalone, wait_until
from signing import path, put_secrets, sign
from wire import Connection, chunked, exchange, request

FAST = "http: {rate_source: 1000000, rate_address: 1000000}\n"
CONNECTIONS = 2000  # the cap: libs/net/limits.h
CANARIES = ("Kowalski", "912345678", "evil.example")


class BadInputTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = Standalone(FAST).start()
        put_secrets(cls.world)
        cls.world.apply_text(DOORS.read_text().replace("GRAPH", "https://graph.example.com"))
        cls.stored = cls.waiting = 0

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def send(self, data):
        return exchange(self.world.ports["http"], data)

    def check(self, table):
        for name, sent, status, word, closed in table:
            with self.subTest(name):
                reply = self.send(sent)
                self.assertEqual(reply.status, status, reply)
                self.assertIn(word, reply.text, reply)
                if '"message"' not in reply.text:  # the form of errors that Google wants
                    self.assertEqual(reply.headers.get("content-type"), "application/problem+json", reply)
                    self.assertEqual(json.loads(reply.text)["status"], status)
                self.assertTrue(reply.closed or not closed, f"the connection must end: {reply}")

    def accepted(self, reply, status):
        self.assertEqual(reply.status, status, reply)
        type(self).stored += 1
        return reply

    def test_framing(self):
        self.check(bad_http.FRAMING)

    def test_semantics(self):
        self.check(bad_http.SEMANTICS)

    def test_authority(self):
        self.check(bad_http.AUTHORITY)

    def test_json(self):
        self.check(bad_json.JSON)

    def test_forms(self):
        self.check(bad_json.FORMS)

    def test_the_good_part_makes_the_lead_and_the_bad_part_is_named(self):
        for name, sent, word, waits in bad_json.KEPT:
            with self.subTest(name):
                reply = self.accepted(self.send(sent), 202)
                self.assertIn(word, reply.text)
                type(self).waiting += waits

    def test_signatures(self):
        self.check(bad_signatures.ROWS)

    def test_slow_senders_are_cut_off(self):
        """A head and a body that stop in the middle; both wait at once."""
        with Connection(self.world.ports["http"]) as head, Connection(self.world.ports["http"]) as body:
            head.send(b"POST / HTTP/1.1\r\nHost: a\r\nX-A: ")
            body.send(request(headers=[("Content-Length", "1000")]))
            for reply in (body.reply(), head.reply()):
                self.assertEqual(reply.status, 408, reply)
                self.assertTrue(reply.closed)

    def test_a_body_that_ends_early_has_no_effect(self):
        with Connection(self.world.ports["http"]) as connection:
            connection.send(request(body=bad_http.GOOD, headers=[("Content-Length", "1000")]))
            connection.end()
            self.assertIn(connection.reply().status, (0, 400))

    def test_what_follows_a_refused_request_is_not_served(self):
        with Connection(self.world.ports["http"]) as connection:
            smuggled = request(body=bad_http.GOOD, headers={"Idempotency-Key": "smuggled"})
            connection.send(chunked(b"0\r\n\r\n", headers=[("Content-Length", str(len(smuggled)))]) + smuggled)
            self.assertEqual(connection.reply().status, 400)
            self.assertEqual(connection.reply().status, 0)

    def test_one_answer_for_every_forgery(self):
        answers = {self.send(sent).text for name, sent, status, word,
        closed in bad_signatures.ROWS if status == 401 and word == "not authentic"}
        self.assertEqual(len(answers), 1, answers)

    def test_what_is_unusual_but_right_gets_through(self):
        def body(number):
            return json.dumps({"fields": {"phone": f"098700{number:04}"}}).encode()

        def under(key, *more):
            return [("Idempotency-Key", key), *more]
        size = f"{len(body(11)):X};ext=1\r\n".encode()
        self.accepted(self.send(chunked(size + body(11) + b"\r\n0\r\nX-Trailer: 1\r\n\r\n", headers=under("chunks"))), 202)
        self.accepted(self.send(request(body=gzip.compress(body(12)), headers=under("gzip", ("content-encoding", "GZIP")))), 202)
        self.accepted(self.send(b"\r\n" + request(body=body(13), headers=under("line"))), 202)
        with Connection(self.world.ports["http"]) as connection:
            for byte in request(body=body(14), headers=under("slices", ("Expect", "100-continue"))):
                connection.send(bytes([byte]))
            self.assertIn(connection.reply().status, (100, 202))
            connection.send(request(body=body(15), headers=under("pipe-1")) + request(body=body(16), headers=under("pipe-2")))
            type(self).stored += 3
            last = [connection.reply() for _ in range(2)]
            self.assertEqual([reply.status for reply in last], [202, 202])

    def test_a_key_stands_for_one_body(self):
        key = {"Idempotency-Key": "one-body"}
        first = self.accepted(self.send(request(body='{"fields":{"phone":"0987000001"}}', headers=key)), 202)
        again = self.accepted(self.send(request(body='{"fields":{"phone":"0987000001"}}', headers=key)), 202)
        self.assertEqual(first.text, again.text)
        other = self.send(request(body='{"fields":{"phone":"0987000002"}}', headers=key))
        self.assertEqual((other.status, "another body" in other.text), (422, True), other)

    def test_a_webhook_sent_again_is_one_lead(self):
        body = b'{"full_name":"Again","phone":"0987000003"}'
        headers = sign("webhook", body)
        first, again = (self.accepted(self.send(request(path("webhook"), body, headers)), 200) for _ in range(2))
        self.assertEqual(first.text, again.text)
        wait_until(lambda: self.world.books()["duplicates"] >= 1, "the duplicate")

    def test_a_robot_is_thanked_and_a_person_looks_at_it(self):
        reply = self.accepted(self.send(bad_json.form("phone=0987000004&website=spam", [("Accept", "text/html")])), 303)
        self.assertEqual(reply.headers["location"], "https://www.example.com/thanks")
        type(self).waiting += 1
        wait_until(lambda: any(item["reason"] == "honeypot" for item in self.world.leadctl("quarantine", "list").get("items", ())),
                   "the trapped form")

    def test_cors_opens_for_the_page_of_the_form_only(self):
        def ask(origin):
            return self.send(request(path("form"), method="OPTIONS", headers={"Origin": origin,
            "Access-Control-Request-Method": "POST"})).headers
        self.assertEqual(ask("https://www.example.com")["access-control-allow-origin"], "https://www.example.com")
        for other in ("https://evil.example", "https://www.example.com.evil.example", "null"):
            self.assertNotIn("access-control-allow-origin", ask(other))

    def test_strange_texts_are_kept_as_they_are(self):
        same = ("=cmd()", "@SUM(A1)", "-1", "<script>alert(1)</script>", "'; DROP TABLE leads;--", "$(reboot)", "%n%s", "Ví Dụ 🙂")
        for number, (text, kept) in enumerate([*zip(same, same), ("a\nb\x1b[31m", "a b [31m")]):
            fields = {"full_name": text, "email": f"strange{number}@example.com"}
            self.accepted(self.send(request(body=json.dumps({"fields": fields}), headers={"Idempotency-Key": f"strange-{number}"})), 202)
            found = wait_until(lambda: self.world.leadctl("lead", "lookup", "--email", fields["email"]).get("leads"), text)
            self.assertEqual(found[0]["lead"]["contact"]["full_name"], kept)

    def test_connections_have_a_cap(self):
        """Idle ones beyond it are turned away, the operator's door is not concerned, and when they go the next is
        served."""
        idle = []
        try:
            while len(idle) < CONNECTIONS:
                idle.append(Connection(self.world.ports["http"]))
            reply = wait_until(lambda: (lambda r: r if r.status == 503 else None)(self.send(request("/nowhere"))), "the cap")
            self.assertIn("retry-after", reply.headers)
            self.assertEqual(self.world.get("/healthz", self.world.ports["admin"])[0], 200)
        finally:
            for connection in idle:
                connection.close()
        wait_until(lambda: self.send(request("/nowhere")).status == 404, "service after the crowd")

    def test_z_nothing_was_lost_and_nothing_was_stored(self):
        reply = self.accepted(self.send(request(body='{"fields":{"phone":"0987000005"}}', headers={"Idempotency-Key": "the-end",
        "Upgrade": "h2c", "Range": "bytes=0-1", "If-None-Match": "*"})), 202)
        receipt = json.loads(reply.text)["receipt_id"]
        wait_until(lambda: self.world.leadctl("lead", "lookup", "--receipt", receipt).get("leads"), "the good lead")
        books = self.world.balanced_at(self.stored)
        self.assertEqual(books["accepted"], self.stored, books)
        self.assertEqual(books["quarantined"], self.waiting, books)
        self.assertEqual(self.world.get("/healthz", self.world.ports["admin"])[0], 200)
        for word in CANARIES:
            self.assertNotIn(word, self.world.log_text())


class RateTest(unittest.TestCase):
    def test_who_sends_too_much_is_told_to_wait(self):
        world = Standalone("http: {rate_source: 1, rate_address: 1}\n").start()
        self.addCleanup(world.close)
        reply = wait_until(lambda: (lambda r: r if r.status == 429 else None)(exchange(world.ports["http"], request(body="{}"))),
        "the rate")
        self.assertEqual(reply.headers["retry-after"], "1")
        self.assertIn("Too many requests", reply.text)
        self.assertEqual(world.get("/healthz", world.ports["admin"])[0], 200)


if __name__ == "__main__":
    unittest.main(verbosity=2)
