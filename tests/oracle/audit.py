"""I4: each decision is one audit event, the same everywhere. I13: the audit chain of each workspace is whole."""
import collections
import hashlib

import protos
from fold import state_key

Decision, Changed = protos.Decision, protos.AssignmentChanged


def records(evidence):
    """(place, event) of every audit record in the router's journal, in order."""
    for fold in evidence.folds("router"):
        for counted, event in fold.own_events():
            if event.HasField("audit"):
                yield f"{fold.place}@{counted.offset}", counted, event


def decisions_are_events(evidence):
    """I4"""
    seen, bytes_of, by_id = collections.Counter(), {}, {}
    for where, counted, event in records(evidence):
        bytes_of[event.event_id] = protos.canonical(event.audit)
        if not event.audit.HasField("decision"):
            continue
        decision = event.audit.decision
        seen[event.workspace_id, decision.decision_id] += 1
        by_id[decision.decision_id] = event.audit
        if decision.lead_id != event.lead_id:
            yield event.lead_id, f"{where} carries decision {decision.decision_id} of lead {decision.lead_id}"
        yield from _indexed(event, counted, where)
        assigned = [one.assignment_changed for one in counted.effect.events
                    if one.lead_id == event.lead_id and one.assignment_changed.decision_id == decision.decision_id
                    and one.assignment_changed.state == Changed.ASSIGNED]
        # A new inquiry gives the owner a new time to answer.
        asked_again = decision.outcome == Decision.KEPT and decision.breach_at_micros != 0
        if len(assigned) != (asked_again or decision.outcome in (Decision.ASSIGNED, Decision.TRANSFERRED)):
            yield event.lead_id, f"decision {decision.decision_id} at {where} has {len(assigned)} assignments"
    for (_, name), times in seen.items():
        if times > 1:
            yield by_id[name].decision.lead_id, f"decision {name} is there {times} times"
    for fold in evidence.folds("router"):
        for counted, event in fold.own_events():
            named = event.assignment_changed.decision_id
            if named and named not in by_id:
                yield event.lead_id, f"{fold.place}@{counted.offset} names decision {named}, which is nowhere"
    yield from _published(evidence, bytes_of)


def _indexed(event, counted, where):
    """The state keeps the bytes that were hashed, and finds them by the decision's id."""
    changes = {change.key: change.value for change in counted.effect.state_changes if change.HasField("value")}
    place, decision = f"{event.audit.chain_seq:016d}", event.audit.decision
    if changes.get(state_key(event.workspace_id, "audit", place)) != protos.canonical(event.audit):
        yield event.lead_id, f"decision {decision.decision_id} at {where} is kept with other bytes than it is told with"
    if changes.get(state_key(event.workspace_id, "decision", decision.decision_id)) != place.encode():
        yield event.lead_id, f"decision {decision.decision_id} at {where} is not found by its id"


def _published(evidence, bytes_of):
    if evidence.published is None or "routing.decisions" not in evidence.published:
        return
    published = dict(evidence.published["routing.decisions"])
    for event_id in sorted({*bytes_of, *published}):
        if published.get(event_id) != bytes_of.get(event_id):
            state = ("is not published" if event_id not in published else
                     "is published and in no journal" if event_id not in bytes_of else
                     "is published with other bytes")
            record = protos.decision.AuditRecord.FromString(published.get(event_id) or bytes_of[event_id])
            lead = record.decision.lead_id
            yield lead or "-", f"audit event {event_id} {state}"


def chain_is_whole(evidence):
    """I13"""
    chains = collections.defaultdict(list)
    for where, _, event in records(evidence):
        chains[event.workspace_id].append((where, event.audit, event.lead_id))
    for workspace, chain in chains.items():
        yield from verify_chain(workspace, chain)
    for workspace, kept in _heads(evidence).items():
        last = chains[workspace][-1][1] if chains[workspace] else None
        if last is None or kept.seq != last.chain_seq or kept.hash != hashlib.sha256(protos.canonical(last)).digest():
            yield "-", f"the chain of {workspace} ends at {kept.seq} by the router's state, and elsewhere by its records"
    for name, stores in evidence.states:
        for (stage, _), content in stores.items():
            if stage == "router":
                yield from _kept_chain(name, content)


def verify_chain(workspace, chain):
    previous = b"\0" * 32
    for expected, (where, record, lead) in enumerate(chain, 1):
        if record.chain_seq != expected:
            yield lead or "-", f"place {expected} of {workspace}'s chain is missing: {record.chain_seq} stands at {where}"
            return
        if record.previous_hash != previous or record.workspace_id != workspace:
            yield lead or "-", f"record {expected} of {workspace}'s chain at {where} does not follow from the one before"
            return
        if record.HasField("config") and hashlib.sha256(record.config.workspace).digest() != record.config.hash:
            yield "-", f"record {expected} of {workspace}'s chain holds another configuration than its hash says"
        previous = hashlib.sha256(protos.canonical(record)).digest()


def _heads(evidence):
    heads = {}
    for fold in evidence.folds("router"):
        for counted in fold.counted:
            for change in counted.effect.state_changes:
                parts = change.key.split(b"\0")
                if parts[1:] == [b"chain", b""]:
                    heads[parts[0].decode()] = protos.state.Chain.FromString(change.value)
    return heads


def _kept_chain(name, content):
    """The same chain as a store keeps it, from its bytes alone."""
    chains = collections.defaultdict(list)
    for key in sorted(content):
        parts = key[1:].split(b"\0")
        if key[:1] == b"s" and parts[1:2] == [b"audit"]:
            try:
                record = protos.decision.AuditRecord.FromString(content[key])
            except Exception:  # flipped bytes need not be a message
                yield "-", f"{name}: record {int(parts[2])} of {parts[0].decode()}'s chain cannot be read"
                return
            chains[parts[0].decode()].append((f"{name}:{int(parts[2])}", record, record.decision.lead_id))
    for workspace, chain in chains.items():
        yield from verify_chain(workspace, chain)
        head = content.get(b"s" + state_key(workspace, "chain"))
        if head is not None and protos.state.Chain.FromString(head).seq != len(chain):
            yield "-", f"{name}: the chain of {workspace} was cut at {len(chain)}"
