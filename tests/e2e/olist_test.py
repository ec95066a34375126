"""A real list of 8,000 leads (Olist's marketing funnel) through `leadctl import`: all accepted, none lost, and a second
run adds nothing."""
import csv
import unittest

from harness import DOORS, Standalone
from payloads_test import SHARED
from signing import put_secrets

FILE = SHARED / "data" / "olist" / "marketing_qualified_leads.csv"
ROWS = 8000
REPEATED = 40  # rows of ours that name a person a second time, under an id of their own
PLAIN = ("--source", "list", "--id-column", "mql_id")


@unittest.skipUnless(FILE.is_file(), f"no list of leads at {FILE}: set LEAKPROOF_SHARED")
class OlistTest(unittest.TestCase):
    def setUp(self):
        self.world = Standalone().start()
        self.addCleanup(self.world.close)
        put_secrets(self.world)
        self.world.apply_text(DOORS.read_text().replace("GRAPH", "https://graph.example.com"))

    def load(self, file, *words, said, code=0):
        """Imports the file and returns the report's rows."""
        report = self.world.path / "report.csv"
        report.unlink(missing_ok=True)
        done = self.world.leadctl("import", file, *words, "--report", report, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(f"{ROWS} rows: {said}\n", done.stderr)
        with open(report, newline="") as text:
            return list(csv.DictReader(text))

    def with_contacts(self):
        """The same leads, each with an address of its own: the published list has none. Some name a person who was
        there before."""
        with open(FILE, newline="") as text:
            rows = list(csv.DictReader(text))
        for number, row in enumerate(rows):
            person = rows[number - 1] if number % (ROWS // REPEATED) == 1 else row
            row["email"] = f"{person['mql_id']}@example.com"
        file = self.world.path / "olist.csv"
        with open(file, "w", newline="") as text:
            writer = csv.DictWriter(text, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return file

    def test_the_list_as_it_is_has_nobody_to_call_and_loses_nobody(self):
        report = self.load(FILE, *PLAIN, said=f"{ROWS} quarantined", code=1)
        self.assertEqual(len({row["receipt_id"] for row in report}), ROWS)
        books = self.world.balanced_at(ROWS)
        self.assertEqual((books["accepted"], books["quarantined"], books["created"]), (ROWS, ROWS, 0), books)

    def test_with_contacts_each_becomes_a_lead_once(self):
        file = self.with_contacts()
        first = self.load(file, *PLAIN, said=f"{ROWS - REPEATED} created, {REPEATED} updated")
        books = self.world.balanced_at(ROWS)
        self.assertEqual((books["created"], books["updated"], books["quarantined"]), (ROWS - REPEATED, REPEATED, 0), books)
        self.assertEqual(books["decided"], ROWS - REPEATED, books)

        again = self.load(file, *PLAIN, said=f"{ROWS} duplicate")
        self.assertEqual([row["receipt_id"] for row in again], [row["receipt_id"] for row in first])
        books = self.world.balanced_at(2 * ROWS)
        self.assertEqual((books["created"], books["updated"], books["duplicates"]), (ROWS - REPEATED, REPEATED, ROWS), books)


if __name__ == "__main__":
    unittest.main(verbosity=2)
