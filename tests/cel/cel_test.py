"""Holds the rule language to the reference implementation of CEL: the value and the type, or that there is an error, of
random expressions.

cel_test.py [--cases N] [--seed S]         judges; skipped where there is no Go, or its module cache lacks the reference
cel_test.py --record FILE [--cases N] ...  also writes the answers that both give, one of a kind, as libs/rules/testdata
                                           has them
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from expressions import Expressions, VARIABLES

HERE = Path(__file__).resolve().parent
BUILD = Path(os.environ.get("LEAKPROOF_BUILD", HERE.parents[1] / "build" / "release"))
GO = shutil.which("go") or shutil.which("/usr/local/go/bin/go")
# Stated differences that a damaged expression may run into; and the reference does not see that an empty text is no
# list.
OURS_ALONE = re.compile(r"^('(all|exists|exists_one|filter|map)' does not take string|a key is a bool, int, uint or string"
                        r"|the key is there twice|only a map has fields|there is no such time zone)$")


def reference(folder):
    """The program, built without a network; None, and why, when it cannot be."""
    if GO is None:
        return None, "there is no Go"
    program = Path(folder) / "reference"
    built = subprocess.run([GO, "build", "-o", program, "."], cwd=HERE / "reference", capture_output=True, text=True,
                           env={**os.environ, "GOPROXY": "off", "GOFLAGS": "-buildvcs=false -mod=readonly", "GOTOOLCHAIN": "local"})
    if built.returncode:
        return None, f"Go's module cache lacks the reference: `go mod download` in {HERE / 'reference'} fetches it"
    return program, ""


def answers(lines, *command):
    done = subprocess.run([*map(str, command)], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def comparable(answer):
    """1 is not 1.0 nor true, NaN is NaN, keys come in any order, and an error is an error."""
    return "error" if "error" in answer else json.dumps([answer["type"], answer["value"]], sort_keys=True)


def shuffled(answer):
    """The same with the elements of lists in any order, for lists that are made of a map: Go gives its keys in any."""
    return sorted(comparable(answer))


def agree(expression, ours, theirs):
    """What the checker refuses is an error of the evaluation for us, so one of their two answers is to be ours."""
    if comparable(ours) in map(comparable, theirs.values()) or OURS_ALONE.match(ours.get("error", "")):
        return True
    if re.search(r"\.(map|filter)\(", expression) and shuffled(ours) in map(shuffled, theirs.values()):
        return True
    errors = [one.get("error", "") for one in theirs.values()]
    return all(errors) and errors[0].startswith(("check: ", "internal error: "))  # of what is never evaluated; of its own


def used(expression):
    return {name: value for name, value in VARIABLES.items() if re.search(rf"\b{re.escape(name)}\b", expression)}


def recorded(cases, ours, theirs):
    """Of each kind of case (what it calls, and how it ends) the shortest; of those 800 with a value and 400 without,
    short and long ones."""
    kinds = {}
    for expression, mine, other in sorted(zip(cases, ours, theirs), key=lambda case: len(case[0])):
        if comparable(mine) == comparable(other["checked"]):
            called = frozenset(re.findall(r"\w+ ?\(|&&|\|\||[=!<>]=|[-+*/%?!<>[]| in ", expression))
            kinds.setdefault((called, "error" in mine, mine.get("type")), (expression, mine))
    for failing, most in ((False, 800), (True, 400)):
        fitting = [case for case in kinds.values() if ("error" in case[1]) == failing and len(case[0]) <= 160]
        for expression, mine in fitting[:: max(1, len(fitting) // most)][:most]:
            outcome = {"error": True} if failing else mine
            yield {"expr": expression, **({"vars": used(expression)} if used(expression) else {}), **outcome}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cases", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--record", type=Path)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program, lacking = reference(folder)
        if program is None:
            print(f"SKIPPED: {lacking}")
            return 77
        source = Expressions(options.seed)
        cases = [source.next() for _ in range(options.cases)]
        batch = Path(folder) / "batch"
        batch.write_text("".join(json.dumps({"expr": case, "vars": VARIABLES}) + "\n" for case in cases), encoding="utf-8")
        theirs = answers(batch.read_text(encoding="utf-8"), program)
        ours = answers("", BUILD / "tools/leadctl/leadctl", "rules", "eval", "--batch", batch)
    assert len(cases) == len(theirs) == len(ours), (len(cases), len(theirs), len(ours))
    wrong = [case for case in zip(cases, ours, theirs) if not agree(*case)]
    for expression, mine, other in wrong[:20]:
        print(json.dumps(expression, ensure_ascii=False), f"  ours       {mine}", f"  reference  {other}", sep="\n")
    if options.record:
        lines = [json.dumps(case, ensure_ascii=False) + "\n" for case in recorded(cases, ours, theirs)]
        options.record.write_text("".join(lines), encoding="utf-8")
    valued = sum("value" in answer for answer in ours)
    print(f"{len(cases)} expressions, {valued} with a value: {len(wrong)} differences (seed {options.seed})")
    return 1 if wrong or valued < len(cases) // 4 else 0


if __name__ == "__main__":
    sys.exit(main())
