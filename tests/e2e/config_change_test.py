"""What `config diff` says will move is what moves when the file is applied."""
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

    def test_against_an_earlier_version(self):
        self.world.apply_text(self.before.replace("open_max: 5", "open_max: 6"))
        self.candidate.write_text(self.before.replace("open_max: 5", "open_max: 7"))
        self.assertIn('"before": "6"', self.diff()[1])
        self.assertIn('"before": "5"', self.diff("--version", 1)[1])
        self.assertIn("-   - {id: hoa, name: Hoa, starts_online: true, open_max: 6}", self.diff("--text")[1])


if __name__ == "__main__":
    unittest.main()
