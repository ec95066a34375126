#!/usr/bin/python3
"""Judges a run from outside: recomputes the invariants from topics, the clients' ledgers and dumps of stores. Shares no
code with the product: the classes come from proto/ by protoc, the log by `leadctl journal dump` or a plain Kafka
client, the stores by ldb.

    oracle.py --data DIR                      log and stores of an embedded data directory whose process has ended
    oracle.py --kafka HOST:PORT [--prefix P]  the topics of a cluster, with --state DIR for stores
    oracle.py --dump DIR                      a folder of <topic>.jsonl, written by leadctl journal dump

One line an invariant; the leads of each violation below it. Exit status: 0 all hold, 1 one does not, 3 there was
nothing to judge, or with --complete too little to check every invariant wholly.
"""
import argparse
import json
import sys
from pathlib import Path

import audit
import evidence as reading
import fairness
import leads
import log_order
import ownership
import stores
import timers
from evidence import Evidence

SHOWN = 20  # violations of an invariant


def walked(name):
    def check(evidence):
        if getattr(evidence, "walk", None) is None:
            evidence.walk = ownership.Walk(evidence)
        return evidence.walk.wrong[name]
    return check


# name, what holds, check, what it needs besides journals
INVARIANTS = [
    ("I1", "no lead lost, no refusal visible", leads.none_lost, ("ledger",)),
    ("I2", "one live owner", walked("I2"), ()),
    ("I3", "one decision chain a lead", walked("I3"), ()),
    ("I4", "decision and audit event 1:1", audit.decisions_are_events, ()),
    ("I5", "state is the fold of the journal", stores.state_is_the_fold, ("states",)),
    ("I6", "each input has one counting effect", log_order.each_input_once, ()),
    ("I7", "fair picks, recomputed", fairness.picks_are_fair, ()),
    ("I9", "no stale writer counts, is told or performs", log_order.no_stale_writer, ("told", "calls")),
    ("I11", "timers never early, never lost", timers.timers_fire_once, ("quiet_at",)),
    ("I13", "the audit chain is whole", audit.chain_is_whole, ()),
    ("I14", "effects follow log order", log_order.order_of_the_log, ()),
    ("I16", "a breach has one outcome", walked("I16"), ()),
    ("I18", "the ledger adds up", leads.ledger_adds_up, ()),
]


def judge(evidence):
    """name -> {title, violations: [(lead, what)], unchecked: what was not there to check it with}"""
    return {name: {"title": title, "violations": [list(one) for one in check_of(check, evidence, needs)],
                   "unchecked": [need for need in needs if getattr(evidence, need) in (None, [])]}
            for name, title, check, needs in INVARIANTS}


def check_of(check, evidence, needs):
    if "ledger" in needs and evidence.ledger is None:
        evidence.ledger = []
        found = list(check(evidence))
        evidence.ledger = None
        return found
    return list(check(evidence))


def size_of(evidence):
    folds = [fold for of_stage in evidence.journals.values() for fold in of_stage.values()]
    return {"effects": sum(len(fold.counted) for fold in folds), "void records": sum(fold.void for fold in folds),
            "fences": sum(len(fold.fences) for fold in folds), "leads": len(leads.decided_leads(evidence)),
            "submissions": sum(len(records) for records in evidence.inputs["lead.submissions"].values()),
            "latest timer s": round(timers.latest(evidence), 3)}


def tell(verdicts, size, out=sys.stdout):
    for name, verdict in verdicts.items():
        wrong = verdict["violations"]
        state = f"VIOLATED {len(wrong)} times" if wrong else "holds" + (f" (without {', '.join(verdict['unchecked'])})" if verdict["unchecked"] else "")
        print(f"{name:4} {verdict['title']}: {state}", file=out)
        for lead, what in wrong[:SHOWN]:
            print(f"       {lead}: {what}", file=out)
    print("      judged " + ", ".join(f"{value} {name}" for name, value in size.items()), file=out)


def gather(options):
    evidence = Evidence()
    if options.data:
        reading.read_data(evidence, options.data)
        options.state = [*options.state, options.data / "state"]
    elif options.kafka:
        import kafka_source  # the client is wanted for this only
        kafka_source.read_kafka(evidence, options.kafka, options.prefix)
    else:
        reading.read_dumps(evidence, options.dump)
    for folder in options.state:
        evidence.states.append((str(folder), reading.read_state(folder)))
    if options.decisions:
        reading.read_published_dump(evidence, "routing.decisions", options.decisions)
    for name in ("ledger", "calls", "told", "scrapes"):
        files = getattr(options, name)
        if files:
            setattr(evidence, name, [line for file in files for line in reading.lines(file)])
    evidence.quiet_at, evidence.lateness = options.quiet_at, options.lateness
    return evidence


def options_of(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path)
    source.add_argument("--kafka")
    source.add_argument("--dump", type=Path)
    parser.add_argument("--prefix", default="", help="of the topics' names on the cluster")
    parser.add_argument("--state", type=Path, action="append", default=[], help="a folder of stores, STAGE/PARTITION; may be given again")
    parser.add_argument("--ledger", type=Path, action="append", help="JSON lines {receipt, expect, class}, as leadctl play --ledger writes")
    parser.add_argument("--calls", type=Path, action="append", help="JSON lines {id}: calls that members and mailboxes received")
    parser.add_argument("--told", type=Path, action="append", help="JSON lines {decision_id, lead_id, bytes}: decisions that clients were shown")
    parser.add_argument("--scrapes", type=Path, action="append", help="JSON lines of the ledger, as they were shown while it ran")
    parser.add_argument("--decisions", type=Path, help="`leadctl journal dump --topic routing.decisions --output json` of a server")
    parser.add_argument("--quiet-at", type=float, help="seconds since 1970 when nothing was left to do")
    parser.add_argument("--lateness", type=float, help="seconds a timer may be late")
    parser.add_argument("--complete", action="store_true", help="fail when an invariant could not be checked wholly")
    parser.add_argument("--json", type=Path, help="the verdict as one JSON file")
    return parser.parse_args(words)


def main(words=None):
    options = options_of(words)
    evidence = gather(options)
    verdicts, size = judge(evidence), size_of(evidence)
    tell(verdicts, size)
    if options.json:
        options.json.write_text(json.dumps({"judged": size, "invariants": verdicts}, indent=1) + "\n")
    if any(verdict["violations"] for verdict in verdicts.values()):
        return 1
    incomplete = options.complete and any(verdict["unchecked"] for verdict in verdicts.values())
    return 3 if incomplete or not size["effects"] else 0


if __name__ == "__main__":
    sys.exit(main())
