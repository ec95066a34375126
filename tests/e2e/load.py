"""A sender of leads with a ledger of its own, and what must hold of every decision made of them."""
import collections
import json
import threading

from harness import PATIENCE


class Load:
    """Sends leads one after the other; what is not acknowledged is sent again with the same key, as a platform does, to
    the next door."""

    def __init__(self, doors, name, workspace="demo"):
        self.doors, self.name, self.workspace, self.receipts, self.number = doors, name, workspace, [], 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        attempts = 0
        while not self.stopping.is_set():
            fields = {"full_name": "Somebody", "phone": f"+8491{self.name}{self.number:06d}"}
            attempts += 1
            try:
                status, body = self.doors[attempts % len(self.doors)].submit(f"{self.name}-{self.number}", fields, self.workspace)
            except OSError:
                self.stopping.wait(0.005)
                continue
            except Exception:  # a connection that broke in the middle of an answer
                continue
            if status in (429, 503):  # faster than a source may send, or the log is away for a moment: try again later
                self.stopping.wait(0.05)
                continue
            assert status == 202, (status, body)
            self.receipts.append(json.loads(body)["receipt_id"])
            self.number += 1

    def stop(self):
        self.stopping.set()
        self.thread.join(PATIENCE)


OPEN_MAX = {"hoa": 5}  # as in workspace.yaml


def check_decisions(test, door, leads, workspace="demo"):
    """Each lead was routed once, ownership only ever moved on, nobody ever had more than the cap allows (in these loads
    nobody answers, so that all stays open), and every decision can be made again from its record."""
    roots, tokens, owners, owned = collections.Counter(), collections.defaultdict(list), {}, collections.Counter()
    listed = door.leadctl("decisions", "--oldest-first", "--limit", 0, check=False, workspace=workspace)
    test.assertEqual(listed.returncode, 0, listed.stderr)
    for record in map(json.loads, listed.stdout.splitlines()):
        decision = record.get("decision")
        if decision is None:
            continue
        roots[decision["lead_id"]] += not decision.get("predecessor_id")
        tokens[decision["lead_id"]].append(int(decision.get("ownership_token", 0)))
        owned[owners.get(decision["lead_id"])] -= 1
        owners[decision["lead_id"]] = decision.get("chosen", {}).get("member_id")
        owned[owners[decision["lead_id"]]] += 1
        for member, most in OPEN_MAX.items():
            test.assertLessEqual(owned[member], most, f"{member} when {decision['lead_id']} was decided")
    test.assertEqual(len(roots), leads)
    test.assertEqual(set(roots.values()), {1})
    for lead, seen in tokens.items():
        test.assertEqual(seen, sorted(set(seen)), f"ownership tokens of {lead}")
    done = door.leadctl("audit", "verify", check=False, workspace=workspace)
    test.assertEqual(done.returncode, 0, done.stdout + done.stderr)
