#!/usr/bin/env python3
"""Puts one fault after the other into a copy of the product and looks whether the tests see it. Fails if one survives.

    mutants.py [NAME...] [--sim] [--jobs N] [--verdict FILE]    plays the named mutants, or all;
                                                                --sim: the simulation must see each, too
    mutants.py --list                                           their names, and what each does wrong
    mutants.py --check                                          whether the tables still fit the product; builds nothing

The product itself has no switches: a mutant is a text of the product and what stands in its place. README.md says how
to write one.
"""

import argparse
import concurrent.futures
import dataclasses
import glob
import json
import os
import queue
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SIM = "sim"
HANGS_AFTER = 90       # seconds; a program of tests takes two
SLOW = "LargeConfig.*"  # of flow_test: half a minute on thousands of leads, and what it sees the other scenarios see, too
SIM_HANGS_AFTER = 900  # it ends runs that hang by itself


@dataclasses.dataclass
class Edit:
    path: str
    old: list = dataclasses.field(default_factory=list)
    new: list = dataclasses.field(default_factory=list)

    def apply(self, text):
        old, new = "\n".join(self.old), "\n".join(self.new)
        if text.count(old) != 1 or old in ("", new):
            raise ValueError(f"stands {text.count(old)} times in {self.path} and becomes {'the same' if old == new else 'another'}: {old}")
        return text.replace(old, new)


@dataclasses.dataclass
class Mutant:
    name: str
    what: str = ""
    model: str = ""   # the variant of tests/model that lacks the same guard
    caught: list = dataclasses.field(default_factory=list)  # by which checks, the cheapest first
    blind: str = ""   # why the simulation cannot see it
    edits: list = dataclasses.field(default_factory=list)

    def changed(self, root):
        """Path -> text, of the product under `root` with this fault in it."""
        texts = {}
        for edit in self.edits:
            if edit.path not in texts:
                with open(os.path.join(root, edit.path)) as file:
                    texts[edit.path] = file.read()
            texts[edit.path] = edit.apply(texts[edit.path])
        return texts


@dataclasses.dataclass
class Finding:
    """What a check says of a mutant."""
    check: str
    seen: str = ""  # empty: it sees nothing
    seconds: float = 0
    seeds: int = 0


def parse(text):
    mutants = []
    for number, line in enumerate(text.splitlines(), 1):
        word, _, rest = line.partition(" ")
        if line.startswith("mutant "):
            mutants.append(Mutant(rest))
        elif line.startswith("in "):
            mutants[-1].edits.append(Edit(rest))
        elif line.startswith("-"):
            mutants[-1].edits[-1].old.append(line[1:])
        elif line.startswith("+"):
            mutants[-1].edits[-1].new.append(line[1:])
        elif line.startswith("  "):
            key, _, value = line.strip().partition(" ")
            if key not in ("what", "model", "caught", "blind"):
                raise ValueError(f"line {number}: '{key}' is none of what, model, caught, blind")
            setattr(mutants[-1], key, value.split() if key == "caught" else value.strip())
        elif word not in ("", "#"):
            raise ValueError(f"line {number} is neither a mutant nor a part of one: {line}")
    return mutants


def read_tables():
    mutants = []
    for path in sorted(glob.glob(os.path.join(HERE, "*.mutants"))):
        with open(path) as file:
            mutants += parse(file.read())
    return mutants


def complaints(mutants, root=ROOT):
    """What is wrong with the tables, a line each."""
    with open(os.path.join(ROOT, "tests", "model", "run")) as file:
        model = file.read()
    found = []
    names = [mutant.name for mutant in mutants]
    for mutant in mutants:
        def complain(what, name=mutant.name):
            found.append(f"{name}: {what}")
        if names.count(mutant.name) > 1:
            complain("the name is given twice")
        if not mutant.what or not mutant.caught or not mutant.edits:
            complain("it needs 'what', 'caught' and an edit")
        if (SIM in mutant.caught) == bool(mutant.blind):
            complain("either the simulation catches it, or 'blind' says why not")
        if mutant.model and f'"guards", "{mutant.model}"' not in model:
            complain(f"tests/model/run takes out no guard '{mutant.model}'")
        try:
            mutant.changed(root)
        except (ValueError, OSError) as error:
            complain(error)
    return found


def target_of(check):
    return "leakproof-sim" if check == SIM else check


class Copy:
    """A copy of the product with a build of its own, which one thread at a time changes."""

    def __init__(self, number):
        self.root = os.path.join(ROOT, "build", "mutants", str(number))
        self.build = os.path.join(self.root, "build", "release")

    def refresh(self):
        """Takes over what has changed since, and nothing else, so that little is built again."""
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        wanted = {name for name in listed.decode().split("\0") if name and os.path.isfile(os.path.join(ROOT, name))}
        for name in wanted:
            with open(os.path.join(ROOT, name), "rb") as file:
                self.write(name, file.read(), os.stat(file.fileno()).st_mode)
        for folder, folders, files in os.walk(self.root):
            folders[:] = [one for one in folders if os.path.join(folder, one) != os.path.join(self.root, "build")]
            for name in files:
                if os.path.relpath(os.path.join(folder, name), self.root) not in wanted:
                    os.remove(os.path.join(folder, name))
        if not os.path.exists(os.path.join(self.build, "build.ninja")):
            self.run("cmake", "--preset", "release")

    def read(self, name):
        with open(os.path.join(self.root, name), "rb") as file:
            return file.read()

    def write(self, name, content, mode=0o644):
        path = os.path.join(self.root, name)
        if os.path.exists(path) and self.read(name) == content:
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
        os.chmod(path, mode)

    def run(self, *command):
        # ccache takes what was built of the same text elsewhere.
        environment = {**os.environ, "CCACHE_BASEDIR": self.root, "CCACHE_NOHASHDIR": "1"}
        done = subprocess.run(command, cwd=self.root, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} failed\n{done.stdout[-3000:]}")

    def make(self, check):
        target = target_of(check)
        self.run("ninja", "-C", self.build, "-j1", target)
        built = glob.glob(os.path.join(self.build, "**", target), recursive=True)
        return next(path for path in built if os.access(path, os.X_OK))

    def play(self, check, seeds, shards=1):
        program = self.make(check)
        began = time.monotonic()
        if check == SIM:
            command, patience = [program, "--until-failed", "--patience", "15", "--twice-every", "0", "--seeds", str(seeds),
                                  "--shards", str(shards)], SIM_HANGS_AFTER
        else:
            command, patience = [program, "--gtest_fail_fast", "--gtest_color=no", f"--gtest_filter=-{SLOW}"], HANGS_AFTER
        try:
            done = subprocess.run(command, cwd=self.root, errors="replace", timeout=patience,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            seen = "" if done.returncode == 0 else told(check, done.stdout)
        except subprocess.TimeoutExpired as late:
            done, seen = late, "hangs"
        played = re.search(r"^(\d+) seeds", done.stdout if isinstance(done.stdout, str) else "", re.MULTILINE)
        return Finding(check, seen, time.monotonic() - began, int(played[1]) + (seen.startswith("abort")) if played else 0)


def told(check, output):
    """The first test that failed, or the invariant that does not hold."""
    if check == SIM:
        broken = re.search(r"^seed \d+ breaks (.+?)$", output, re.MULTILINE)
        return broken[1] if broken else "a fault never came true"
    failed = re.search(r"^\[  FAILED  \] ([^ ,]+)", output, re.MULTILINE) or re.search(r".*^\[ RUN      \] (\S+)", output, re.MULTILINE | re.DOTALL)
    return failed[1] if failed else "ends at once"


@dataclasses.dataclass
class Outcome:
    mutant: Mutant
    findings: list
    build_seconds: float
    error: str = ""

    def catcher(self):
        return next((finding for finding in self.findings if finding.seen), None)

    def by_sim(self):
        return next((finding for finding in self.findings if finding.check == SIM), None)

    def wrong(self, with_sim):
        """Why this outcome fails the run; empty when all is as the table says."""
        if self.error:
            return self.error
        if not self.catcher():
            return "survives"
        asked = [finding for finding in self.findings
                 if finding.check in self.mutant.caught and (with_sim or finding.check != SIM)]
        return ", ".join(f"{finding.check} does not see it" for finding in asked if not finding.seen)


def play(mutant, copy, options):
    """Cheapest first, until one check has caught it; with --sim the simulation in any case."""
    findings, began = [], time.monotonic()
    changed = mutant.changed(copy.root)
    sound = {name: copy.read(name) for name in changed}
    try:
        for name, text in changed.items():
            copy.write(name, text.encode())
        for check in mutant.caught + ([] if SIM in mutant.caught else [SIM]):
            if any(finding.seen for finding in findings) and not (check == SIM and options.sim):
                continue
            findings.append(copy.play(check, options.seeds))
        error = ""
    except RuntimeError as failure:
        error = str(failure)
    finally:
        for name, content in sound.items():
            copy.write(name, content)
    return Outcome(mutant, findings, time.monotonic() - began - sum(finding.seconds for finding in findings), error)


ROW = "| {:<45} | {:<18} | {:>7} | {:>6} | {:<32} | {:<38} | {} |"
HEAD = ROW.format("mutant", "caught by", "build s", "then s", "simulation", "the model without this guard", "which test")


def in_simulation(mutant, finding):
    if finding is None:
        return "not asked"
    if not finding.seen:
        return f"nothing in {finding.seeds} seeds" + (" (blind)" if mutant.blind else "")
    return f"{finding.seen.split(': ')[0]} after {finding.seeds} seeds, {finding.seconds:.1f} s"


def show(outcome, options):
    mutant, catcher, wrong = outcome.mutant, outcome.catcher(), outcome.wrong(options.sim)
    print(ROW.format(mutant.name, catcher.check if catcher else "nobody", f"{outcome.build_seconds:.0f}",
                     f"{catcher.seconds:.1f}" if catcher else "", in_simulation(mutant, outcome.by_sim()), mutant.model,
                     catcher.seen if catcher and catcher.check != SIM else "") + (f"   <-- {wrong}" if wrong else ""), flush=True)


def healthy(copy, mutants, options):
    """What is said of a mutant means nothing unless the product passes the same checks."""
    checks = list(dict.fromkeys(check for mutant in mutants for check in mutant.caught + [SIM]))
    if not options.sim:
        checks.remove(SIM)
    copy.run("ninja", "-C", copy.build, f"-j{options.jobs}", *map(target_of, checks))
    for check in checks:
        finding = copy.play(check, options.seeds, options.jobs)
        if finding.seen:
            raise RuntimeError(f"without any mutant, {check} fails: {finding.seen}")


def write_verdict(path, outcomes, seconds, options):
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    each = []
    for outcome in outcomes:
        catcher = outcome.catcher()
        each.append({"mutant": outcome.mutant.name, "what": outcome.mutant.what, "model": outcome.mutant.model,
                     "caught_by": catcher.check if catcher else None, "seconds_to_build": round(outcome.build_seconds, 1),
                     "findings": [dataclasses.asdict(finding) for finding in outcome.findings], "wrong": outcome.wrong(options.sim)})
    caught = sum(outcome.catcher() is not None for outcome in outcomes)
    by_sim = sum(bool(outcome.by_sim() and outcome.by_sim().seen) for outcome in outcomes)
    verdict = {"what": "mutants", "commit": commit, "mutants": len(outcomes), "caught": caught, "seconds": round(seconds),
               "simulation": {"asked_of_all": options.sim, "seeds_at_most": options.seeds, "caught": by_sim}, "each": each}
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "w") as file:
        json.dump(verdict, file, indent=2)
        file.write("\n")


def play_all(mutants, options):
    began = time.monotonic()
    copies = queue.Queue()
    for number in range(1, min(options.jobs, len(mutants)) + 1):
        copies.put(Copy(number))
        copies.queue[-1].refresh()
    first = copies.queue[0]
    healthy(first, mutants, options)

    def with_a_copy(mutant):
        copy = copies.get()
        try:
            return play(mutant, copy, options)
        finally:
            copies.put(copy)

    print(HEAD + "\n|---|---|--:|--:|---|---|---|", flush=True)
    outcomes = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for outcome in pool.map(with_a_copy, mutants):
            outcomes.append(outcome)
            show(outcome, options)
    seconds = time.monotonic() - began
    write_verdict(options.verdict, outcomes, seconds, options)
    wrong = sum(bool(outcome.wrong(options.sim)) for outcome in outcomes)
    print(f"mutants: {len(outcomes)}, {wrong} not as they should be, in {seconds / 60:.1f} minutes", file=sys.stderr)
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--sim", action="store_true", help="play the simulation on each, also when a test has caught it")
    parser.add_argument("--seeds", type=int, default=600, help="of the simulation, at most, a mutant")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="so many at once, each in a copy of its own")
    parser.add_argument("--verdict", default=os.path.join(ROOT, "build", "release", "mutants-verdict.json"), metavar="FILE")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    mutants = read_tables()
    if found := complaints(mutants):
        print("\n".join(found))
        return 1
    if unknown := set(options.names) - {mutant.name for mutant in mutants}:
        parser.error(f"no mutant {', '.join(sorted(unknown))}: --list names them")
    chosen = [mutant for mutant in mutants if not options.names or mutant.name in options.names]
    if options.list:
        for mutant in chosen:
            print(f"{mutant.name:<45} {mutant.what}")
    if options.list or options.check:
        return 0
    return play_all(chosen, options)


if __name__ == "__main__":
    sys.exit(main())
