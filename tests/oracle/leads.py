"""I1: no lead is lost. I18: the ledger adds up, counted from the facts."""
import collections

import protos

Settled = protos.Settled
MADE = (Settled.CREATED_LEAD, Settled.UPDATED_LEAD)
FIELD_OF = {Settled.CREATED_LEAD: "created", Settled.UPDATED_LEAD: "updated", Settled.QUARANTINED: "quarantined", Settled.WAITING: "waiting",
            Settled.NOTHING: "nothing", Settled.DISCARDED: "discarded", Settled.TEST: "tests"}
EXPECTED = {"ok": (*MADE, Settled.WAITING, Settled.NOTHING, Settled.TEST), "quarantine": (Settled.QUARANTINED, Settled.DISCARDED)}


def facts_of(evidence, stage, body):
    for fold in evidence.folds(stage):
        for counted, event in fold.own_events():
            if event.WhichOneof("body") == body:
                yield counted, event


def settled_states(evidence):
    """receipt -> its states, in order."""
    states = collections.defaultdict(list)
    for _, event in facts_of(evidence, "ingest", "submission_settled"):
        states[event.submission_settled.receipt_id].append(event.submission_settled)
    return states


def decided_leads(evidence):
    return {event.lead_id for _, event in facts_of(evidence, "router", "audit") if event.audit.HasField("decision")}


def tests_leads(evidence):
    return {event.lead_id for _, event in facts_of(evidence, "ingest", "lead_changed") if event.lead_changed.lead.is_test}


def outcomes(ledger):
    """receipt -> (class, expectation) of all its requests together: ok beats info beats fail."""
    rank = {"fail": 0, "info": 1, "ok": 2}
    out = {}
    for line in ledger:
        before = out.get(line["receipt"], ("fail", ""))
        better = max(before[0], line["class"], key=rank.get)
        expect = line.get("expect", "ok")
        out[line["receipt"]] = (better, before[1] if before[1] and expect == "dup" else expect)
    return out


def none_lost(evidence):
    """I1"""
    stored = collections.Counter(made.receipt_id for records in evidence.inputs["lead.submissions"].values() for _, made in records)
    states, decided, tests = settled_states(evidence), decided_leads(evidence), tests_leads(evidence)
    for receipt, settled in states.items():
        firsts = [one for before, one in zip([None, *settled], settled)
                  if one.state != Settled.DUPLICATE and (before is None or before.state != one.state)]
        if sum(one.state in MADE for one in firsts) > 1:
            yield receipt, "made a lead twice"
        for lead in {lead for one in settled if one.state in MADE for lead in one.lead_ids}:
            if lead not in decided and lead not in tests:
                yield lead, f"of {receipt} has no decision"
    for receipt in stored:
        if receipt not in states and not _dead(evidence):
            yield receipt, "is stored and was never settled"
    for receipt, (outcome, expect) in outcomes(evidence.ledger).items():
        if outcome == "ok" and not stored[receipt] and receipt not in states:
            yield receipt, "was acknowledged and is not in the log"
        if outcome == "fail" and stored[receipt]:
            yield receipt, "was refused and is in the log"
        if outcome == "fail" and expect == "ok":
            yield receipt, "was refused although it is well formed"
        last = states[receipt][-1].state if receipt in states else None
        if outcome == "ok" and last is not None and last != Settled.DUPLICATE and last not in EXPECTED.get(expect, (last,)):
            yield receipt, f"was to be {expect} and is {Settled.State.Name(last)}"


def _dead(evidence):
    return any(True for _ in facts_of(evidence, "ingest", "dead_letter"))


def ledger_adds_up(evidence):
    """I18"""
    causes = _first_facts(evidence)
    for partition, records in evidence.inputs["lead.submissions"].items():
        for offset, made in records:
            kinds = causes.get(("lead.submissions", partition, offset), set())
            if not kinds & {"submission_settled", "dead_letter"}:
                yield made.receipt_id, f"lead.submissions/{partition}@{offset} is neither settled nor a dead letter"
    yield from _ledgers(evidence)
    yield from _router_counts(evidence)
    last = {}
    for scrape in evidence.scrapes or []:
        if scrape["accepted"] != sum(scrape.get(name, 0) for name in (*FIELD_OF.values(), "duplicates")):
            yield "-", f"a ledger that does not add up was shown: {scrape}"
        if scrape["accepted"] < last.get(scrape["workspace"], 0):
            yield "-", f"accepted submissions fell from {last[scrape['workspace']]} to {scrape['accepted']}"
        last[scrape["workspace"]] = scrape["accepted"]


def _first_facts(evidence):
    """(topic, partition, offset) of an input of ingest -> kinds of the facts it led to."""
    causes = {}
    for fold in evidence.folds("ingest"):
        for counted, event in fold.own_events():
            if counted.effect.cause.HasField("input"):
                place = counted.effect.cause.input
                causes.setdefault((place.topic, fold.partition, place.offset), set()).add(event.WhichOneof("body"))
    return causes


def last_values(evidence, stage, kind, message):
    """(workspace, rest of the key) -> the last value of a state key of this kind."""
    out = {}
    for fold in evidence.folds(stage):
        for counted in fold.counted:
            for change in counted.effect.state_changes:
                workspace, _, rest = change.key.partition(b"\0")
                found, _, rest = rest.partition(b"\0")
                if found != kind:
                    continue
                out.pop((workspace.decode(), rest), None)
                if change.HasField("value"):
                    out[workspace.decode(), rest] = message.FromString(change.value)
    return out


def _ledgers(evidence):
    """Each source's book against the facts about its receipts."""
    counts, current = collections.defaultdict(collections.Counter), {}
    for _, event in facts_of(evidence, "ingest", "submission_settled"):
        settled = event.submission_settled
        book, key = counts[event.workspace_id, settled.source_id], (event.workspace_id, settled.receipt_id)
        if settled.state == Settled.DUPLICATE:
            book["duplicates"] += 1
            book["accepted"] += 1
            continue
        if key in current:
            book[current[key]] -= 1
        else:
            book["accepted"] += 1
        current[key] = FIELD_OF[settled.state]
        book[current[key]] += 1
    kept = {(workspace, rest.rstrip(b"\0").decode()): value
            for (workspace, rest), value in last_values(evidence, "ingest", b"ledger", protos.state.Ledger).items()}
    for place in {*counts, *kept}:
        book = kept.get(place, protos.state.Ledger())
        for field in (*FIELD_OF.values(), "duplicates", "accepted"):
            if getattr(book, field) != counts[place][field]:
                yield "-", f"the book of {'/'.join(place)} says {field} {getattr(book, field)}, the facts {counts[place][field]}"


def _router_counts(evidence):
    leads, decided = collections.defaultdict(set), collections.defaultdict(set)
    for fold in evidence.folds("router"):
        for _, event in fold.events():
            body = event.WhichOneof("body")
            if body == "lead_changed" and not event.lead_changed.lead.is_test:
                leads[event.workspace_id].add(event.lead_id)
            if body == "audit" and event.audit.HasField("decision"):
                decided[event.workspace_id].add(event.lead_id)
    for (workspace, _), counts in last_values(evidence, "router", b"counts", protos.state.RouterCounts).items():
        states = counts.held + counts.owned + counts.nurtured + counts.escalated + counts.closed
        told, made = (counts.leads, counts.decided), (len(leads[workspace]), len(decided[workspace]))
        if told != made or states != counts.decided:
            yield "-", (f"the router counts {counts.leads} leads, {counts.decided} decided, {states} by state; "
                        f"the facts have {len(leads[workspace])} and {len(decided[workspace])}")
    for workspace in leads:
        for lead in leads[workspace] - decided[workspace]:
            yield lead, "is known to the router and not decided"
