"""kill -9 of standalone at random moments under load. After each: the ledgers add up and every acknowledged lead has
one decision."""
import os
import random
import subprocess
import unittest

from harness import KAFKA, ROOT, Standalone, wait_until
from load import Load, check_decisions

KILLS = int(os.environ.get("LEAKPROOF_KILLS", "50"))
SEED = int(os.environ.get("LEAKPROOF_SEED", "1"))


class KillTest(unittest.TestCase):
    def test_nothing_is_lost_and_nothing_doubled(self):
        dice = random.Random(SEED)
        world = Standalone()
        self.addCleanup(world.close)
        world.start()
        world.apply()
        loads = [Load([world], "1"), Load([world], "2")]
        self.addCleanup(lambda: [load.stop() for load in loads])
        for kill in range(KILLS):
            acknowledged = sum(len(load.receipts) for load in loads)
            wait_until(lambda: sum(len(load.receipts) for load in loads) >= acknowledged + dice.randrange(1, 40), "load")
            world.kill()
            world.start()
        for load in loads:
            load.stop()
        receipts = [receipt for load in loads for receipt in load.receipts]
        self.assertEqual(len(receipts), len(set(receipts)))
        books = world.balanced_at(len(receipts))
        # The last submission of each sender may have been stored and not acknowledged.
        self.assertIn(books["created"], range(len(receipts), len(receipts) + len(loads) + 1))
        self.assertEqual(books["leads"], books["created"])
        self.assertEqual(books.get("quarantined", 0), 0)
        check_decisions(self, world, books["created"])
        if not KAFKA:
            self.assertEqual(world.stop(), 0)
            judged = subprocess.run([ROOT / "tests" / "oracle" / "oracle.py", "--data", world.path / "data"], check=False)
            self.assertEqual(judged.returncode, 0, "the oracle's verdict is above")
        print(f"{KILLS} kills, {len(receipts)} leads acknowledged, {books['leads']} decided once each, seed {SEED}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
