"""Values as people write them, through the real doors: rules see what they mean, and what nobody can read is named
where people look."""
import json
import subprocess
import unittest

from harness import LEADCTL, Standalone, wait_until

WORKSPACE = """workspace: demo
region: VN
zone: Asia/Ho_Chi_Minh
fields:
  - {name: budget, type: real}
  - {name: products, type: list}
  - {name: remark, type: text}
sources:
  - {id: api, kind: json}
  - {id: land, kind: ladipage, path_token: token-of-the-path}
  - {id: google, kind: google, secret: google_key, path_token: token-of-the-path}
  - {id: list, kind: csv}
scoring: {warm_at: 10, hot_at: 40}
members:
  - {id: lan, name: Lan, starts_online: true}
pools:
  - {id: north, members: [lan]}
  - {id: south, members: [lan]}
  - {id: rich, members: [lan]}
  - {id: erp, members: [lan]}
  - {id: germany, members: [lan]}
  - {id: rest, members: [lan]}
rules:
  - {id: rich, when: lead.custom.budget >= 50000000.0, to: {pool: rich}}
  - {id: erp, when: '"erp" in lead.custom.products', to: {pool: erp}}
  - {id: old_province, when: lead.province == "Bến Tre", to: {pool: south}}
  - {table: places}
fallback: {pool: rest}
tables: [{id: places, file: places.csv}]
files:
  places.csv: |
    country,province,pool
    Germany,,germany
    Việt Nam,Hà Nội|Đà Nẵng,north
    VN,Hồ Chí Minh,south
"""

# What a form sends, and the pool that it is for.
ROUTED = [
    ({"budget": "600 triệu"}, "rich"),
    ({"budget": "1,5 tỷ"}, "rich"),
    ({"budget": "1 tỷ 200 triệu"}, "rich"),
    ({"budget": "khoảng 60 triệu"}, "rich"),
    ({"budget": "50-60tr"}, "rest"),
    ({"budget": "600 000 000"}, "rich"),
    ({"budget": "50.000.000 đ"}, "rich"),
    ({"budget": "5e7"}, "rich"),
    ({"budget": "٥٠٠٠٠٠٠٠"}, "rich"),
    ({"budget": "50k"}, "rest"),
    ({"budget": "từ 5 đến 10 triệu"}, "rest"),
    ({"products": ["wms", "erp"]}, "erp"),
    ({"products": "wms, erp"}, "erp"),
    ({"products": ["wms"]}, "rest"),
    ({"country": "Deutschland"}, "germany"),
    ({"country": "DEU"}, "germany"),
    ({"country": "Atlantis"}, "rest"),
    ({"country": "Vietnam", "region": "TP. Đà Nẵng"}, "north"),
    ({"country": "vn", "city": "Da Nang City"}, "north"),
    ({"country": "VNM", "city": "\u00d0à Nẵng"}, "north"),
    ({"country": "Việt Nam", "region": "Quảng Nam"}, "north"),
    ({"country": "VN", "city": "Thành phố Hồ Chí Minh"}, "south"),
    ({"country": "VN", "region": "Tỉnh Bình Dương"}, "south"),
    ({"city": "Bến Tre"}, "south"),
    ({"country": "VN", "region": "Hà Giang"}, "rest"),
]


class ValuesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = Standalone().start()
        cls.world.put_secret("google_key", "EXAMPLE-KEY")
        cls.world.apply_text(WORKSPACE)

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def decided(self, receipt):
        def at():
            leads = self.world.leadctl("lead", "lookup", "--receipt", receipt).get("leads")
            return leads[0] if leads and leads[0].get("last_decision_id") else None
        return wait_until(at, f"the decision of {receipt}")

    def said(self, *words):
        """What leadctl prints for people."""
        done = subprocess.run([LEADCTL, "--server", f"127.0.0.1:{self.world.ports['grpc']}", "--workspace", "demo", "--token-file",
                               self.world.secrets / "demo" / "api_token", *words], capture_output=True, text=True)
        return done.stdout + done.stderr

    def unread(self):
        return {(one["source_id"], one["field"]): int(one["leads"]) for one in self.world.leadctl("ledger")["unread_values"]}

    def test_rules_see_what_the_values_mean(self):
        for number, (fields, pool) in enumerate(ROUTED):
            status, answer = self.world.submit(f"routed-{number}", {"email": f"routed{number}@example.com", **fields})
            self.assertEqual(status, 202, answer)
            self.assertEqual(self.decided(json.loads(answer)["receipt_id"])["pool_id"], pool, fields)

    def test_what_nobody_can_read_is_named_where_people_look(self):
        body = {"form_data": [{"name": "email", "value": "hook@example.com"}, {"name": "budget", "value": "a lot"}, {"name": "country", "value": "Atlantis"}]}
        status, answer = self.world.post("/hooks/ladipage/demo/land/token-of-the-path", json.dumps(body), {"Content-Type": "application/json"})
        self.assertEqual(status, 200, answer)
        notes = {note["field"] for note in json.loads(answer)["notes"]}
        self.assertEqual(notes, {"/fields/budget", "/fields/country"}, "a hook is told as a form is")
        lead = self.decided(json.loads(answer)["receipt_id"])
        lead_id = lead["lead"]["lead_id"]
        self.assertEqual(lead["lead"]["attributes"]["unread_value"]["list"]["items"], ["country", "custom.budget"])
        self.assertIn("The values of country, custom.budget could not be read: they are kept as text, and rules miss them.", self.said("explain", lead_id))
        self.assertIn("Không đọc được giá trị của country, custom.budget", self.said("explain", lead_id, "--lang", "vi"))
        self.assertIn("The values of country, custom.budget could not be read", self.said("lead", "timeline", lead_id))
        self.assertEqual(self.unread()["land", "custom.budget"], 1)
        self.assertEqual(self.unread()["land", "country"], 1)
        self.assertRegex(self.said("ledger"), r"land +custom\.budget +1")
        self.assertIn("source land: the custom.budget of 1 leads could not be read", self.said("doctor"))

    def test_a_platform_that_wants_its_own_answer_is_counted(self):
        body = {"lead_id": "G-1", "google_key": "EXAMPLE-KEY", "user_column_data": [
            {"column_id": "EMAIL", "string_value": "g@example.com"}, {"column_id": "budget", "string_value": "a lot"}]}
        status, answer = self.world.post("/hooks/google/demo/google/token-of-the-path", json.dumps(body), {"Content-Type": "application/json"})
        self.assertEqual((status, answer), (200, "{}"))
        wait_until(lambda: self.unread().get(("google", "custom.budget")) == 1, "the count")

    def test_an_import_says_what_was_kept_as_text(self):
        file = self.world.path / "leads.csv"
        file.write_text("email,budget,country\nrow1@example.com,a lot,VN\nrow2@example.com,some,Atlantis\nrow3@example.com,5 triệu,Vietnam\n")
        said = self.said("import", str(file), "--source", "list")
        self.assertIn("3 rows: 3 created", said)
        self.assertIn("fields/budget of 2 rows, fields/country of 1", said)
        self.assertRegex(said, r"created,ld_\w+,\"?fields/budget is not of the field's type: kept as text; fields/country is no country")

    def test_values_that_no_row_names_are_listed(self):
        for number, region in enumerate(("Hà Nộj", "Hà Nộj", "Hà Nội")):
            status, answer = self.world.submit(f"unknown-{number}", {"email": f"unknown{number}@example.com", "region": region})
            self.assertEqual(status, 202)
            self.decided(json.loads(answer)["receipt_id"])
        listed = [json.loads(line) for line in self.world.leadctl("rules", "unknown", check=False).stdout.splitlines()]
        places = [one for one in listed if one["table"] == "places"]
        self.assertEqual(places[0] | {"last_seen": ""}, {"table": "places", "field": "lead.region", "value": "Hà Nộj", "leads": 2, "last_seen": ""})
        self.assertNotIn("Hà Nội", {one["value"] for one in places})
        new = self.world.path / "new.yaml"
        new.write_text(WORKSPACE.replace("Hà Nội|Đà Nẵng", "Hà Nội|Hà Nộj|Đà Nẵng"))
        self.assertNotIn("Hà Nộj", self.said("rules", "unknown", "--config", str(new)))
        self.assertIn("no table 'nowhere'", self.said("rules", "unknown", "nowhere"))


if __name__ == "__main__":
    unittest.main()
