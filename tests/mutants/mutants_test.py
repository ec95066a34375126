#!/usr/bin/env python3
"""The tables of mutants fit the product, and a table that does not is found out."""

import os
import tempfile
import unittest

import mutants

TABLE = """
# A comment.
mutant cap_off
  what    no cap
  caught  router_test sim
in cap.cc
-if (full)
-  return;
+if (false)
+  return;
"""


class MutantsTest(unittest.TestCase):
    def complaints(self, table, product="a;\nif (full)\n  return;\nb;\n"):
        with tempfile.TemporaryDirectory() as root:
            with open(os.path.join(root, "cap.cc"), "w") as file:
                file.write(product)
            return mutants.complaints(mutants.parse(table), root)

    def test_the_tables_fit_the_product(self):
        tables = mutants.read_tables()
        self.assertEqual(mutants.complaints(tables), [])
        self.assertGreaterEqual(len(tables), 18)

    def test_a_mutant_changes_what_it_says_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as root:
            with open(os.path.join(root, "cap.cc"), "w") as file:
                file.write("a;\nif (full)\n  return;\nb;\n")
            self.assertEqual(mutants.parse(TABLE)[0].changed(root), {"cap.cc": "a;\nif (false)\n  return;\nb;\n"})

    def test_a_table_that_has_rotted(self):
        self.assertEqual(self.complaints(TABLE), [])
        for table, product, words in (
                (TABLE, "if (empty)\n  return;\n", "stands 0 times"),
                (TABLE, "if (full)\n  return;\nif (full)\n  return;\n", "stands 2 times"),
                (TABLE.replace("+if (false)", "+if (full)"), "if (full)\n  return;\n", "the same"),
                (TABLE.replace("cap.cc", "gone.cc"), "", "gone.cc"),
                (TABLE.replace(" sim", ""), "if (full)\n  return;\n", "'blind' says why not"),
                (TABLE + "  model   no such guard\n", "if (full)\n  return;\n", "no such guard"),
                (TABLE + TABLE, "if (full)\n  return;\n", "given twice")):
            self.assertIn(words, "\n".join(self.complaints(table, product)))

    def test_a_line_that_is_no_part_of_a_mutant(self):
        for line in ("caught everything", "  why because"):
            with self.assertRaises(ValueError):
                mutants.parse(TABLE + line)

    def test_how_it_was_caught(self):
        self.assertEqual(mutants.told("x_test", "[ RUN      ] A.B\n[  FAILED  ] A.B (3 ms)\n[  FAILED  ] A.C\n"), "A.B")
        self.assertEqual(mutants.told("x_test", "[ RUN      ] A.B\n[       OK ] A.B\n[ RUN      ] A.C\nCHECK failed"), "A.C")
        self.assertEqual(mutants.told("sim", "9 seeds\nseed 7 breaks I5: ingest/0: differs\n"), "I5: ingest/0: differs")

    def test_only_what_a_check_has_seen_is_caught(self):
        mutant = mutants.parse(TABLE)[0]
        nothing, seen, sim = mutants.Finding("router_test"), mutants.Finding("router_test", "A.B"), mutants.Finding("sim", "I8")
        self.assertEqual(mutants.Outcome(mutant, [nothing, mutants.Finding("sim")], 0).wrong(False), "survives")
        self.assertEqual(mutants.Outcome(mutant, [seen, mutants.Finding("sim")], 0).wrong(True), "sim does not see it")
        self.assertEqual(mutants.Outcome(mutant, [nothing, sim], 0).wrong(False), "router_test does not see it")
        self.assertEqual(mutants.Outcome(mutant, [seen, sim], 0).wrong(True), "")
        self.assertEqual(mutants.Outcome(mutant, [seen], 0, "it does not compile").wrong(False), "it does not compile")


if __name__ == "__main__":
    unittest.main()
