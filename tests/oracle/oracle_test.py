"""Each verdict is seen to fail: a run in which all holds, and runs in which one thing is bent, by the invariant that must say so."""
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import evidence as reading
import oracle
import protos
from fairness import SettledWeights, pick
from hand_made import BREACH_AT, Changed, Decision, Settled, World, effect_audit, state_key

CASES = []


def breaks(*invariants):
    """Bends the world before, or the evidence after it is gathered (a function of `evidence`). The invariants must be violated."""
    def add(bend):
        CASES.append((bend.__name__, bend, invariants))
        return bend
    return add


def violated(evidence):
    return {name for name, verdict in oracle.judge(evidence).items() if verdict["violations"]}


# ---- I1
@breaks("I1")
def acknowledged_lead_is_not_in_the_log(world):
    world.ledger.append({"receipt": "rc_lost", "class": "ok", "expect": "ok"})


@breaks("I1")
def refused_lead_is_in_the_log(world):
    world.ledger[0] = {"receipt": "rc_0", "class": "fail", "expect": "bad"}


@breaks("I1")
def good_lead_was_refused(world):
    world.ledger.append({"receipt": "rc_9", "class": "fail", "expect": "ok"})


@breaks("I1", "I18")
def one_receipt_makes_two_leads(world):
    world.submit("rc_0", "ld_twice")
    first = next(record.effect for record in world.stages["ingest"].records if record.effect.events and record.effect.events[0].lead_id == "ld_0")
    first.events[1].submission_settled.state = Settled.UPDATED_LEAD


@breaks("I1")
def stored_submission_was_never_settled(evidence):
    evidence.inputs["lead.submissions"][0].append((3, protos.submission.Submission(receipt_id="rc_3", workspace_id="demo")))


@breaks("I1", "I18")
def lead_without_a_decision(world):
    effect = world.router("audit")
    del world.stages["router"].records[-1]
    del world.stages["nurture"].records[-1]
    world._take("lead.submissions", protos.submission.Submission(receipt_id="rc_7", workspace_id="demo", source_id="api"))
    last = world.stages["ingest"].records[-1].effect
    changed = protos.event.LeadChanged()
    changed.lead.lead_id = "ld_7"
    world.stages["ingest"].emit(last, lead="ld_7", lead_changed=changed)
    world.stages["ingest"].emit(last, lead="ld_7", submission_settled=Settled(receipt_id="rc_7", source_id="api", state=Settled.CREATED_LEAD, lead_ids=["ld_7"]))
    world._hand_on()
    world._follow("nurture")
    del effect


# ---- I2
@breaks("I2")
def two_members_are_told_that_they_have_it(world):
    effect = world.router("assignment_changed")
    another = Changed(state=Changed.ASSIGNED, member_id="hoa", ownership_token=2)
    world.stages["router"].emit(effect, lead="ld_0", assignment_changed=another)
    world.stages["nurture"].records[-1].effect.events.append(effect.events[-1])


@breaks("I2")
def token_does_not_grow(world):
    effect_audit(world.router("audit")).decision.ownership_token = 1


@breaks("I2")
def accept_with_an_old_token_is_taken(world):
    world.accept("ld_0", token=1, name="ac_2")


@breaks("I2")
def open_work_of_two_members(world):
    world.router("audit").state_changes.add(key=state_key("demo", "owned", "hoa", "ld_0"), value=b"")


# ---- I3
@breaks("I3")
def chain_of_decisions_forks(world):
    effect_audit(world.router("audit")).decision.predecessor_id = ""


@breaks("I3")
def assigned_lead_without_a_timer(world):
    del world.router("audit").timers_set[:]


@breaks("I3")
def held_lead_without_a_timer(world):
    effect = world.stages["router"].effect(now=BREACH_AT * 2, timer="breach:demo:ld_0:2")
    effect.timers_cleared.add(id="breach:demo:ld_0:2", due_micros=BREACH_AT * 2)
    decision = Decision(lead_id="ld_0", decision_id="dc_h", predecessor_id=world.leads["ld_0"].decision_id, ownership_token=3, outcome=Decision.HELD)
    world._audit(effect, "ld_0", protos.decision.AuditRecord(decision=decision))
    world._follow("nurture")


# ---- I4
@breaks("I4")
def decision_is_kept_with_other_bytes(world):
    change = next(change for change in world.router("audit").state_changes if change.key.startswith(b"demo\0audit\0"))
    change.value = b"other"


@breaks("I4", "I6")
def decision_is_not_published(evidence):
    evidence.published["routing.decisions"].pop()


@breaks("I4")
def decision_is_published_with_other_bytes(evidence):
    event_id, data = evidence.published["routing.decisions"].pop()
    record = protos.decision.AuditRecord.FromString(data)
    record.decision.reason = "another"
    evidence.published["routing.decisions"].append((event_id, protos.canonical(record)))


@breaks("I4")
def assignment_without_its_decision(world):
    event = next(event for event in world.router("assignment_changed").events if event.assignment_changed.state == Changed.ASSIGNED)
    event.assignment_changed.decision_id = "dc_nowhere"


# ---- I5
@breaks("I5")
def store_lacks_a_key(evidence):
    store = evidence.states[0][1]["router", 0]
    del store[next(key for key in store if key.startswith(b"sdemo\0owned"))]


@breaks("I5")
def store_is_ahead_of_its_journal(evidence):
    store = evidence.states[0][1]["ingest", 0]
    position = protos.journal.StorePosition.FromString(store[b"p"])
    position.next_offset += 1
    store[b"p"] = position.SerializeToString()


@breaks("I5")
def position_of_an_input_went_ahead_of_the_state(evidence):
    store = evidence.states[0][1]["scoring", 0]
    position = protos.journal.StorePosition.FromString(store[b"p"])
    position.inputs[0].next_offset += 1
    store[b"p"] = position.SerializeToString()


@breaks("I5")
def changelog_holds_another_value(evidence):
    content = dict(evidence.states[0][1]["nurture", 0])
    content[next(key for key in content if b"timeline" in key)] = b"other"
    evidence.changelogs = {("nurture", 0): content}


# ---- I6
@breaks("I6")
def input_is_skipped(world):
    effect = world.stages["scoring"].records[2].effect
    effect.cause.Clear()
    effect.cause.housekeeping = True


@breaks("I6", "I14")
def input_has_two_effects(world):
    first = world.stages["scoring"].records[-1].effect
    again = world.stages["scoring"].effect(topic="ingest.journal", offset=first.cause.input.offset)
    again.events.extend(first.events)


@breaks("I6")
def position_goes_back(world):
    world.stages["nurture"].records[-1].effect.positions[0].next_offset = 1


@breaks("I6")
def effect_without_the_position_of_its_input(world):
    del world.stages["router"].records[2].effect.positions[:]


@breaks("I6")
def fact_is_published_twice(evidence):
    evidence.published["routing.decisions"].append(evidence.published["routing.decisions"][-1])


@breaks("I4", "I6")
def void_fact_is_published(evidence):
    evidence.published["routing.decisions"].append(("router-0-0-99-1", evidence.published["routing.decisions"][-1][1]))


# ---- I7
@breaks("I7")
def pick_out_of_turn(world):
    decision = effect_audit(world.router("audit")).decision
    decision.chosen.member_id = next(one.member_id for one in decision.candidates if one.member_id != decision.chosen.member_id)


@breaks("I7")
def credits_are_forgotten(world):
    decision = effect_audit(world.router("audit")).decision
    for candidate in decision.candidates:
        candidate.credit += 1


@breaks("I7")
def somebody_who_is_away_is_picked(world):
    decision = effect_audit(world.router("audit")).decision
    next(one for one in decision.candidates if one.member_id == decision.chosen.member_id).reason = "offline"


# ---- I9
@breaks("I9")
def told_decision_does_not_count(world):
    world.told.append({"decision_id": "dc_void", "lead_id": "ld_0", "bytes": ""})


@breaks("I9")
def told_decision_was_another(world):
    world.told[0] = {**world.told[0], "bytes": "00"}


@breaks("I9")
def call_that_no_effect_asks_for(world):
    world.calls.append({"id": "demo:lead.assigned:ld_void"})


@breaks("I9")
def at_most_once_call_made_twice(world):
    effect = world.router("audit")
    effect.outbox_added.add(id="demo:email:1", channel="email", at_most_once=True)
    world.calls += [{"id": "demo:email:1"}] * 2


@breaks("I9")
def at_most_once_call_without_leave(world):
    world.router("audit").outbox_added.add(id="demo:email:1", channel="email", at_most_once=True)
    world.calls.append({"id": "demo:email:1"})


@breaks("I9")
def effect_of_no_fence(world):
    world.stages["router"].effect().epoch = 3


@breaks("I9")
def outcome_of_a_call_twice(world):
    for _ in range(2):
        world.stages["router"].effect(outbox="demo:lead.assigned:ld_0").outbox_removed.append("demo:lead.assigned:ld_0")


# ---- I11
@breaks("I11")
def timer_fires_early(world):
    world.router("audit").now_micros = BREACH_AT - 1


@breaks("I11")
def timer_fires_twice(world):
    effect = world.stages["router"].effect(now=BREACH_AT, timer="breach:demo:ld_0:1")
    effect.timers_cleared.add(id="breach:demo:ld_0:1", due_micros=BREACH_AT)


@breaks("I11")
def cancelled_timer_fires(world):
    effect = world.stages["router"].effect(now=BREACH_AT, timer="breach:demo:ld_1:1")
    effect.timers_cleared.add(id="breach:demo:ld_1:1", due_micros=BREACH_AT)


@breaks("I11")
def timer_is_lost(evidence):
    evidence.quiet_at = BREACH_AT / 1e6 + 1


@breaks("I11")
def timer_fires_late(evidence):
    evidence.lateness = -1


# ---- I13
@breaks("I13")
def record_was_changed_after_the_fact(world):
    effect_audit(world.stages["router"].records[2].effect).decision.reason = "flipped"


@breaks("I13")
def record_is_missing(world):
    effect = world.router("audit")
    del effect.events[next(i for i, event in enumerate(effect.events) if event.HasField("audit"))]


@breaks("I13")
def records_are_reordered(world):
    two = [effect_audit(world.stages["router"].records[place].effect) for place in (2, 3)]
    first = protos.decision.AuditRecord.FromString(two[0].SerializeToString())
    two[0].CopyFrom(two[1])
    two[1].CopyFrom(first)


@breaks("I13")
def chain_is_cut_in_the_store(evidence):
    store = evidence.states[0][1]["router", 0]
    del store[max(key for key in store if key.startswith(b"sdemo\0audit\0"))]


@breaks("I13")
def record_of_the_store_is_flipped(evidence):
    store = evidence.states[0][1]["router", 0]
    key = min(key for key in store if key.startswith(b"sdemo\0audit\0"))
    store[key] = bytes([store[key][0] ^ 1]) + store[key][1:]


@breaks("I13")
def chain_forks(world):
    effect = world.router("audit")
    other = protos.decision.AuditRecord.FromString(effect_audit(effect).SerializeToString())
    other.decision.reason = "another"
    world.stages["router"].emit(effect, lead="ld_0", audit=other)


@breaks("I13")
def configuration_is_not_the_one_of_its_hash(world):
    effect_audit(world.stages["router"].records[1].effect).config.hash = b"other"


# ---- I14
@breaks("I14")
def facts_change_places(world):
    events = world.stages["nurture"].records[2].effect.events
    first = protos.event.Event.FromString(events[0].SerializeToString())
    events[0].CopyFrom(events[1])
    events[1].CopyFrom(first)


@breaks("I14")
def fact_is_changed_on_its_way(world):
    world.stages["scoring"].records[2].effect.events[0].lead_id = "ld_other"


@breaks("I14")
def activity_takes_effect_twice(world):
    world.accept("ld_1")


# ---- I16
@breaks("I16")
def breach_without_an_outcome(world):
    events = world.router("audit").events
    del events[next(i for i, event in enumerate(events) if event.HasField("audit"))]


@breaks("I16")
def breach_after_the_accept(world):
    world.breach("ld_1")


@breaks("I16")
def accept_after_the_breach(world):
    effect = world.router("assignment_changed")
    world.stages["router"].emit(effect, lead="ld_0", assignment_changed=Changed(state=Changed.ACCEPTED, member_id="lan", ownership_token=1))


# ---- I18
@breaks("I18")
def book_says_more_than_the_facts(world):
    world.book.accepted += 1
    world.submit("rc_8", "ld_8")


@breaks("I18")
def books_that_did_not_add_up_were_shown(world):
    world.scrapes.append({"workspace": "demo", "accepted": 9, "created": 8})


@breaks("I18")
def accepted_submissions_fell(world):
    world.scrapes.append({"workspace": "demo", "accepted": 1, "created": 1})


@breaks("I18")
def router_counts_another_number(world):
    world.counts.decided += 1
    world.counts.owned += 1
    world.submit("rc_8", "ld_8")


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
        self.assertEqual({name for name, *_ in oracle.INVARIANTS}, {name for *_, expected in CASES for name in expected})

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
