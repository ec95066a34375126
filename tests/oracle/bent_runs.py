"""Runs in which one thing is bent, by the invariant that must say so: oracle_test.py plays them."""
import protos
from hand_made import BREACH_AT, Changed, Decision, Settled, effect_audit, state_key

CASES = []


def breaks(*invariants):
    """Bends the world before, or the evidence after it is gathered (a function of `evidence`). The invariants must be
    violated."""
    def add(bend):
        CASES.append((bend.__name__, bend, invariants))
        return bend
    return add


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
    first = next(record.effect for record in world.stages["ingest"].records
                 if record.effect.events and record.effect.events[0].lead_id == "ld_0")
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
    settled = Settled(receipt_id="rc_7", source_id="api", state=Settled.CREATED_LEAD, lead_ids=["ld_7"])
    world.stages["ingest"].emit(last, lead="ld_7", submission_settled=settled)
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
    decision = Decision(lead_id="ld_0", decision_id="dc_h", predecessor_id=world.leads["ld_0"].decision_id,
                        ownership_token=3, outcome=Decision.HELD)
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
    others = (one.member_id for one in decision.candidates if one.member_id != decision.chosen.member_id)
    decision.chosen.member_id = next(others)


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
    accepted = Changed(state=Changed.ACCEPTED, member_id="lan", ownership_token=1)
    world.stages["router"].emit(effect, lead="ld_0", assignment_changed=accepted)


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
