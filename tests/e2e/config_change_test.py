"""What `config diff` says will move is what moves when the file is applied, at once or at its time."""
import datetime
import json
import unittest

from harness import Standalone, WORKSPACE, wait_until

VIP = """pools:
  - {id: vip, members: [{member: eva}], hold_max: 1d}
"""
EVA = "members:\n  - {id: eva, name: Eva}\n"
VIP_RULE = "rules:\n  - {id: vips, when: 'lead.city == \"Huế\"', to: {pool: vip}}\n"


class ConfigChangeTest(unittest.TestCase):
    def setUp(self):
        self.world = Standalone()
        self.addCleanup(self.world.close)
        self.world.start()
        self.before = WORKSPACE.read_text().replace("pools:\n", VIP).replace("members:\n", EVA, 1).replace("rules:\n", VIP_RULE)
        self.world.apply_text(self.before)
        self.candidate = self.world.path / "candidate.yaml"

    def submit(self, key, city):
        status, _ = self.world.submit(key, {"full_name": "A", "phone": "0987000" + key, "city": city, "company": "A"})
        self.assertEqual(status, 202)

    def owned(self, member):
        return next(int(one.get("open", 0)) for one in self.world.leadctl("member", "list")["members"] if one["member_id"] == member)

    def books(self):
        books = self.world.books()
        return books.get("owned", 0), books.get("held", 0)

    def diff(self, *options):
        done = self.world.leadctl("config", "diff", self.candidate, *options, check=False)
        return done.returncode, done.stdout

    def test_nothing_differs_and_nothing_is_said(self):
        self.candidate.write_text("# a remark\n" + self.before)
        self.assertEqual(self.diff(), (0, ""))

    def test_what_is_said_to_move_moves(self):
        for key in ("100", "101", "102", "103"):
            self.submit(key, "Hà Nội")
        self.submit("104", "Huế")
        wait_until(lambda: self.books() == (4, 1), "four leads with people, one that waits for eva")
        self.assertEqual(self.owned("lan"), 2)
        waiting = {pool["pool_id"]: int(pool.get("held", 0)) for pool in self.world.leadctl("pool", "list")["pools"]}
        self.assertEqual(waiting, {"vip": 1, "sales": 0})
        self.candidate.write_text(self.before.replace("{id: lan, name: Lan,", "{id: lan, name: Lan, inactive: true,")
                                  .replace(VIP, "pools:\n").replace("to: {pool: vip}", "to: {pool: sales}").replace("respond_within: 1h", "respond_within: 2h"))
        code, said = self.diff()
        self.assertEqual(code, 1)
        for line in ('"pools[vip]"', '"rules[vips].pool_id"', '"members[lan].inactive"', "2 leads of lan, who leaves",
                     "1 lead waiting in vip, which is gone: the new rules decide at once", "4 leads of sales with somebody: keep the deadlines they have"):
            self.assertIn(line, said)
        self.world.apply_text(self.candidate.read_text())
        wait_until(lambda: self.books() == (5, 0) and self.owned("minh") + self.owned("hoa") == 5, "all of them with those who are left")

    def test_a_lead_is_simulated_with_members_as_they_are(self):
        self.world.leadctl("member", "offline", "lan", "minh", check=False)
        lead, kept = self.world.path / "lead.json", self.world.path / "members.json"
        lead.write_text('{"city": "Hà Nội"}')
        member = lambda *options: self.world.leadctl("config", "simulate", self.world.path / "workspace.yaml", lead, *options).get("member")  # noqa: E731
        self.assertEqual((member(), member("--live")), ("lan", "hoa"))
        kept.write_text(self.world.leadctl("member", "list", check=False).stdout)
        self.world.leadctl("member", "online", "lan", check=False)
        self.assertEqual((member("--live"), member("--roster", kept)), ("lan", "hoa"))

    def list(self):
        return self.world.leadctl("config", "list")

    def apply_at(self, when, *options):
        done = self.world.leadctl("config", "apply", self.candidate, "--from", when, *options, check=False)
        return done.returncode, done.stdout, done.stderr

    def apply_soon(self, seconds, *options):
        """Its id and its time, which is later where the machine is so slow that it would have passed."""
        while True:
            soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
            code, out, _ = self.apply_at(soon.isoformat(), *options)
            if code == 0:
                return json.loads(out)["scheduled_id"], soon
            seconds *= 2

    def test_comes_into_force_at_its_time(self):
        self.candidate.write_text(self.before.replace("open_max: 5", "open_max: 7"))
        _, soon = self.apply_soon(2, "--message", "soon")
        wait_until(lambda: self.list()["configs"][0]["version"] == 2, "version 2 at its time")
        listed = self.list()
        self.assertEqual((listed["configs"][0]["message"], listed["scheduled"]), ("soon", []))
        self.assertGreaterEqual(datetime.datetime.fromisoformat(listed["configs"][0]["applied"].replace("Z", "+00:00")), soon)
        wait_until(lambda: self.world.leadctl("config", "progress", check=False).returncode == 0, "every stage to work by it")
        self.submit("200", "Hà Nội")
        wait_until(lambda: self.books() == (1, 0), "a lead by version 2")

    def test_does_not_come_over_a_version_between(self):
        self.candidate.write_text(self.before.replace("open_max: 5", "open_max: 7"))
        between = self.world.path / "between.yaml"
        between.write_text(self.before.replace("open_max: 5", "open_max: 6"))
        seconds, planned = 2, ""
        while not any(one["scheduled_id"] == planned for one in self.list()["scheduled"]):  # else its time came too soon
            planned, _ = self.apply_soon(seconds)
            self.world.leadctl("config", "apply", between, check=False)
            seconds *= 2
        wait_until(lambda: self.list()["scheduled"][0]["state"] == "NOT_APPLIED", "its time to pass")
        listed = self.list()
        why = f"version {listed['configs'][0]['version']} came between"
        self.assertEqual(listed["scheduled"][0]["reason"], why)
        doctor = self.world.leadctl("doctor", check=False)
        self.assertEqual(doctor.returncode, 1)
        self.assertIn(f"was not applied: {why}: leadctl config get --scheduled {planned}", doctor.stdout)
        self.assertEqual(self.world.leadctl("config", "get", "--scheduled", planned)["yaml"], self.candidate.read_text())
        wait_until(lambda: self.world.log_text().count('"event":"config_not_applied"') == 1, "one line in the log")

    def test_a_time_is_read_and_what_waits_is_given_up(self):
        self.candidate.write_text(self.before.replace("open_max: 5", "open_max: 7"))
        code, _, said = self.apply_at("2000-01-01")
        self.assertEqual(code, 65)
        self.assertIn("from_micros: must be a time to come", said)
        self.assertEqual(self.apply_at("tomorrow")[0], 2)
        code, _, said = self.apply_at("2100-01-01T08:00", "--dry-run")
        self.assertEqual(code, 1)
        self.assertIn("to come into force at 2100-01-01T01:00:00Z", said)
        far = (datetime.date.today() + datetime.timedelta(days=300)).isoformat()
        code, out, _ = self.apply_at(far)
        self.assertEqual((code, json.loads(out)["scheduled_id"]), (0, "s1"))
        begin = datetime.datetime.fromisoformat(self.list()["scheduled"][0]["from"].replace("Z", "+00:00"))
        self.assertEqual(begin.astimezone(datetime.timezone(datetime.timedelta(hours=7))).isoformat(), far + "T00:00:00+07:00")
        self.world.leadctl("config", "cancel", "s1")
        self.assertEqual(self.world.leadctl("config", "cancel", "s1", check=False).returncode, 1)
        self.assertEqual(self.list()["scheduled"], [])

    def test_against_an_earlier_version(self):
        self.world.apply_text(self.before.replace("open_max: 5", "open_max: 6"))
        self.candidate.write_text(self.before.replace("open_max: 5", "open_max: 7"))
        self.assertIn('"before": "6"', self.diff()[1])
        self.assertIn('"before": "5"', self.diff("--version", 1)[1])
        self.assertIn("-   - {id: hoa, name: Hoa, starts_online: true, open_max: 6}", self.diff("--text")[1])


if __name__ == "__main__":
    unittest.main()
