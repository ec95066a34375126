"""kill -9 of standalone at random moments under load. After each: the books add up and every acknowledged lead has one decision."""
import collections
import json
import os
import random
import threading
import unittest

from harness import PATIENCE, Standalone, wait_until

KILLS = int(os.environ.get("LEAKPROOF_KILLS", "50"))
SEED = int(os.environ.get("LEAKPROOF_SEED", "1"))


class Load:
    """Sends leads one after the other; what is not acknowledged is sent again with the same key, as a platform does."""

    def __init__(self, world, name):
        self.world, self.name, self.receipts, self.number = world, name, [], 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while not self.stopping.is_set():
            fields = {"full_name": "Somebody", "phone": f"+8491{self.name}{self.number:06d}"}
            try:
                status, body = self.world.submit(f"{self.name}-{self.number}", fields)
            except OSError:
                self.stopping.wait(0.005)
                continue
            except Exception:  # a connection that broke in the middle of an answer
                continue
            if status in (429, 503):  # faster than a source may send, or the log is away for a moment: later again, as asked
                self.stopping.wait(0.05)
                continue
            assert status == 202, (status, body)
            self.receipts.append(json.loads(body)["receipt_id"])
            self.number += 1

    def stop(self):
        self.stopping.set()
        self.thread.join(PATIENCE)


class KillTest(unittest.TestCase):
    def test_nothing_is_lost_and_nothing_doubled(self):
        dice = random.Random(SEED)
        world = Standalone()
        self.addCleanup(world.close)
        world.start()
        world.apply()
        loads = [Load(world, "1"), Load(world, "2")]
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
        self.check_decisions(world, books["created"])
        print(f"{KILLS} kills, {len(receipts)} leads acknowledged, {books['leads']} decided once each, seed {SEED}")

    def check_decisions(self, world, leads):
        roots, tokens = collections.Counter(), collections.defaultdict(list)
        listed = world.leadctl("decisions", check=False)
        self.assertEqual(listed.returncode, 0, listed.stderr)
        for record in map(json.loads, listed.stdout.splitlines()):
            decision = record.get("decision")
            if decision is None:
                continue
            roots[decision["lead_id"]] += not decision.get("predecessor_id")
            tokens[decision["lead_id"]].append(int(decision.get("ownership_token", 0)))
        self.assertEqual(len(roots), leads)
        self.assertEqual(set(roots.values()), {1})
        for lead, seen in tokens.items():
            self.assertEqual(seen, sorted(set(seen)), f"ownership tokens of {lead}")
        done = world.leadctl("audit", "verify", check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
