"""Each verdict is seen to fail: a run in which all holds, and the runs of bent_runs.py."""
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import evidence as reading
import oracle
import protos
from bent_runs import CASES
from fairness import SettledWeights, pick
from hand_made import World


def violated(evidence):
    return {name for name, verdict in oracle.judge(evidence).items() if verdict["violations"]}


class OracleTest(unittest.TestCase):
    def test_a_good_run_holds(self):
        verdicts = oracle.judge(World().evidence())
        self.assertEqual({name: verdict["violations"] for name, verdict in verdicts.items() if verdict["violations"]}, {})
        self.assertEqual([name for name, verdict in verdicts.items() if verdict["unchecked"]], [])

    def test_each_invariant_is_seen_to_fail(self):
        for name, bend, expected in CASES:
            with self.subTest(name):
                world = World()
                after = bend.__code__.co_varnames[0] == "evidence"
                if not after:
                    bend(world)
                evidence = world.evidence()
                if after:
                    bend(evidence)
                self.assertLessEqual(set(expected), violated(evidence))

    def test_there_is_a_case_for_each_invariant(self):
        self.assertEqual({name for name, *_ in oracle.INVARIANTS},
                         {name for *_, expected in CASES for name in expected})

    def test_what_does_not_count_changes_nothing(self):
        """A zombie's late records, a duplicated append, and the rest of an epoch behind a gap."""
        world = World()
        router = world.stages["router"]
        late = protos.journal.Record.FromString(router.records[-1].SerializeToString())
        router.records.append(late)  # a duplicated append
        old_epoch, old_seq = router.epoch, router.seq
        router.fence()
        zombie = router.effect(now=1, timer="breach:demo:ld_0:1")
        zombie.epoch, zombie.seq = old_epoch, old_seq + 1
        router.seq = 0
        router.effect().seq = 2  # a gap: the rest of the epoch is void
        router.effect(now=1, timer="breach:demo:ld_0:1").seq = 1
        evidence = world.evidence()
        self.assertEqual(violated(evidence), set())
        self.assertEqual(evidence.journals["router"][0].void, 4)

    def test_picks_go_by_the_definition(self):
        half, seventh = 2**47, 2**48 // 7
        rows = [  # (weight, credit) of each, who is picked, credits after it
            ([(1, 0), (1, 0)], 0, [-half, half]),
            ([(1, -1), (1, 1)], 1, [half - 1, 1 - half]),
            ([(5, 0), (1, 0), (1, 0)], 0, [-2 * seventh, seventh, seventh]),
            ([(1, 7), (1, 0)], 0, [7 - half, half]),  # nothing is settled
        ]
        for given, expected, after in rows:
            with self.subTest(given):
                shares = {i: list(share) for i, share in enumerate(given)}
                self.assertEqual(pick(shares), expected)
                self.assertEqual([credit for _, credit in shares.values()], after)

    def test_picks_of_earlier_versions_go_by_theirs(self):
        rows = [  # (weight, credit) of each, who is picked, credits after it
            ([(1, 0), (1, 0)], 0, [-1, 1]),
            ([(1, -1), (1, 1)], 1, [0, 0]),
            ([(5, 0), (1, 0), (1, 0)], 0, [-2, 1, 1]),
            ([(1, 7), (1, 0)], 0, [-1, 1]),  # a surplus is taken from him who has credit
            ([(1, -9), (1, 0)], 0, [-1, 1]),  # a debt is forgiven
        ]
        for given, expected, after in rows:
            with self.subTest(given):
                shares = {i: list(share) for i, share in enumerate(given)}
                self.assertEqual(pick(shares, SettledWeights), expected)
                self.assertEqual([credit for _, credit in shares.values()], after)

    def test_dumps_are_read_with_and_without_bytes(self):
        import base64
        from google.protobuf import json_format
        records = World().stages["router"].records
        whole = "\n".join(json.dumps({"partition": 0, "offset": i, "appended": "2026-02-06T02:00:00Z", "value": json_format.MessageToDict(
            record, preserving_proto_field_name=True)}) for i, record in enumerate(records))
        raw = "\n".join(json.dumps({"partition": 0, "offset": i, "bytes": base64.b64encode(record.SerializeToString()).decode()})
                        for i, record in enumerate(records))
        for text in (whole, raw):
            evidence = reading.Evidence()
            reading.read_dump(evidence, "router.journal", text)
            self.assertEqual(len(evidence.journals["router"][0].counted), len(records) - 1)

    def test_a_store_that_was_being_deleted_when_its_process_died_is_none(self):
        with tempfile.TemporaryDirectory() as folder:
            aside = Path(folder) / "nurture" / "0.wiped"
            aside.mkdir(parents=True)
            (aside / "CURRENT").touch()
            self.assertEqual(reading.read_state(folder), {})

    def test_a_line_each_the_leads_below_it_and_an_exit_code(self):
        world = World()
        world.breach("ld_1")
        verdicts, out = oracle.judge(world.evidence()), io.StringIO()
        oracle.tell(verdicts, oracle.size_of(world.evidence()), out)
        self.assertRegex(out.getvalue(), r"(?m)^I1   no lead lost, no refusal visible: holds$")
        self.assertRegex(out.getvalue(), r"(?m)^I16  a breach has one outcome: VIOLATED 1 times\n +ld_1: ownership 1 breached")
        with tempfile.TemporaryDirectory() as folder:
            verdict = Path(folder) / "verdict.json"
            with contextlib.redirect_stdout(io.StringIO()):
                self.assertEqual(oracle.main(["--dump", folder, "--json", str(verdict)]), 3, "nothing was judged")
            self.assertIn("I18", json.loads(verdict.read_text())["invariants"])


if __name__ == "__main__":
    unittest.main()
