#!/usr/bin/python3
"""Kills the real binaries under load, in every way of docs/runbooks/torture-failure.md, and lets the oracle judge what
is left.

    torture.py [--log embedded|kafka] [--minutes N | --kills N] [--seed N] [--json FILE] [--keep]

The same seed does the same things in the same order; where in its work a process then is depends on the machine. Fails
when an invariant is violated, when a planned fault has never happened, or when a process does what it may not.
"""
import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "e2e"), str(ROOT / "tests" / "oracle")]

import oracle  # noqa: E402
from harness import BUILD  # noqa: E402


def commit():
    done = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def say(text):
    print(f"torture: {text}", flush=True)


def run_plan(faults, plan, until):
    """Each of the plan once; with a time to fill, again from the start until it is over."""
    began, at = time.monotonic(), 0
    while at < len(plan) or (until and time.monotonic() - began < until):
        act, *what = plan[at % len(plan)]
        started = time.monotonic()
        act(*what)
        faults.seconds[act.__name__] = faults.seconds.get(act.__name__, 0) + time.monotonic() - started
        at += 1
        if at % 20 == 0:
            say(f"{at} faults, {faults.kills} kills, {faults.crowd.acknowledged()} leads acknowledged, {time.monotonic() - began:.0f} s")
    return time.monotonic() - began


def missing(faults, each_point):
    """Planned faults that did not happen often enough."""
    return [f"{name} ({faults.fired.get(name, 0)} times)" for name, times in faults.planned(each_point).items()
            if faults.fired.get(name, 0) < times]


def verdict_of(options, faults, judged, seconds, lacking):
    size, invariants = judged
    violations = sum(len(one["violations"]) for one in invariants.values())
    return {"log": options.log, "seed": options.seed, "commit": commit(), "seconds": round(seconds), "kills": faults.kills,
            "faults": dict(sorted(faults.fired.items())), "missing faults": lacking, "judged": size,
            "invariants": {name: {"violations": len(one["violations"]), "unchecked": one["unchecked"]} for name, one in invariants.items()},
            "violated": violations, "failure rate below, 95 %": round(3 / faults.kills, 4) if faults.kills and not violations else None}


def torture(options, folder):
    if options.log == "embedded":
        import embedded_run as run
    else:
        import kafka_run as run
    with run.Run(folder, options) as one:
        plan = one.faults.plan(options.kills, options.each_point)
        say(f"{len(plan)} faults planned, seed {options.seed}, in {folder}")
        try:
            seconds = run_plan(one.faults, plan, options.minutes * 60)
            words = one.finish()
        except BaseException:
            say(f"so far {json.dumps(one.faults.fired)}")
            raise
        say(f"{one.faults.kills} kills in {seconds:.0f} s; {json.dumps({name: round(spent, 1) for name, spent in one.faults.seconds.items()})}")
        evidence = oracle.gather(oracle.options_of(words))
        invariants, size = oracle.judge(evidence), oracle.size_of(evidence)
        oracle.tell(invariants, size)
        lacking = missing(one.faults, options.each_point)
        return verdict_of(options, one.faults, (size, invariants), seconds, lacking)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log", choices=["embedded", "kafka"], default="embedded")
    parser.add_argument("--minutes", type=float, default=0, help="go on for so long; without it, the plan once")
    parser.add_argument("--kills", type=int, help="in the plan: 200 on the embedded log, 40 on Kafka")
    parser.add_argument("--each-point", type=int, help="kills at each named point: 3 on the embedded log; on Kafka 1, and 3 at those that only Kafka has")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="the verdict as one file")
    parser.add_argument("--keep", action="store_true", help="leave the directory of the run behind, as a failure does")
    options = parser.parse_args()
    options.kills = options.kills or (200 if options.log == "embedded" else 40)
    options.each_point = options.each_point or (3 if options.log == "embedded" else 1)
    folder = Path(tempfile.mkdtemp(prefix="leakproof-torture-"))
    say(f"binaries of {BUILD}")
    failed = True
    try:
        verdict = torture(options, folder)
        failed = bool(verdict["violated"] or verdict["missing faults"])
        say(json.dumps(verdict))
        if options.json:
            options.json.write_text(json.dumps(verdict, indent=1) + "\n")
    except Exception:
        traceback.print_exc()
    if failed:
        say(f"FAILED with seed {options.seed}; all of it is in {folder}: docs/runbooks/torture-failure.md")
    elif not options.keep:
        shutil.rmtree(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
