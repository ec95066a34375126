#!/usr/bin/env python3
"""The house rules as a test. Prints `file:line: rule: what to do` for each break and exits 1; there is no list of old
sins.

    tidy.py [--headers BUILD_DIR]     BUILD_DIR/compile_commands.json gives the flags to compile each header alone
    tidy.py --rule NAME               one rule only
"""

import argparse
import os
import re
import sys

import documents
import headers
import include_depth
import protos
import statements
import topics
import words
from tree import COLUMNS, Finding, Tree, includes, line_of, newlines, without_literals

FILE_LINES = 500
FUNCTION_LINES = 70

# A foreign header -> the folders of its adapter. Tests that cross components stand outside.
ADAPTERS = {
    "librdkafka/": ("libs/kafka",),
    "rocksdb/": ("libs/rocks", "libs/embedded"),
    "boost/": ("libs/net",),
    "curl/": ("libs/net",),
}
# Foreign headers that only a component with `proto` in its border may use: a domain stays free of the wire.
WIRE = ("google/protobuf/", "grpcpp/", "grpc/")
# Where a thread waits for the outside world, it may read the system's clock. Everybody else is given `now`.
CLOCK_READERS = ("libs/base/system_clock.h", "libs/app/", "libs/net/", "libs/kafka/", "libs/embedded/", "tools/", "tests/")
CLOCK_CALL = re.compile(r"\b(system|steady|high_resolution)_clock::now\b|\b(gettimeofday|clock_gettime|time)\s*\(\s*(NULL|nullptr|0|&)")
CHANCE_CALL = re.compile(r"(?<![\w.>])s?rand\s*\(|\brandom_device\b")
SLEEP_CALL = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.>])sleep\s*\(")
VAGUE_NAMES = {"util", "utils", "utility", "helper", "helpers", "common", "manager", "misc"}
NOT_A_FUNCTION = re.compile(r"(if|for|while|switch|catch|do|else|try|namespace|class|struct|union|enum)\b")
SIGNATURE = re.compile(r"\)\s*(?:(?:const|noexcept|override|final|mutable|&&?)\s*)*(?:->[^;{}()]*(?:\([^()]*\))?[^;{}()]*)?$")


def matches(rule, path, text, pattern, advice):
    for match in re.finditer(pattern, text):
        yield Finding(path, line_of(text, match.start()), rule, advice)


def include_borders(tree):
    """A file includes its own component and those that cmake/borders.cmake allows. main.cc composes, so it may include
    all."""
    for path, text in tree.cpp():
        owner = tree.component_of(path)
        if owner is None or os.path.basename(path) == "main.cc":
            continue
        component, tests = owner
        allowed = tree.borders.get(component, set()) | {component} | (tests if path.endswith("_test.cc") else set())
        for line, _, name in includes(text):
            target = tree.included(name)
            used = target and ("proto" if target.startswith("proto/") else (tree.component_of(target) or (None,))[0])
            if used and used not in allowed:
                yield Finding(path, line, "border", f"{component} may not include {name} of {used}: pass a value or a port instead")


def include_paths(tree):
    """A quoted include names a file of the project by its path from an include root."""
    for path, text in tree.cpp("libs", "services", "tools"):
        for line, quote, name in includes(text):
            if quote == '"' and tree.included(name) is None:
                yield Finding(path, line, "include-path", f"no {name} below libs/, services/, tools/ or proto/: write all of its path, or <>")


def foreign_keys(tree):
    """The keys of a stage's state are the stage's own: others read it through its queries.h."""
    for path, text in tree.cpp("libs", "services"):
        for line, _, name in includes(text):
            stage = re.match(r"(ingest|scoring|router|nurture)/(.*[/_])?keys\.h$", name)
            if stage and not path.startswith(f"services/{stage[1]}/") and not path.endswith("_test.cc"):
                yield Finding(path, line, "foreign-key", f"{stage[1]} has {stage[1]}/queries.h for what others may read")


def root_namespace(tree):
    """What stands in `leakproof` itself is of libs/base; elsewhere it is only named there."""
    for path, text in tree.cpp("libs", "services", "tools"):
        if not path.startswith("libs/base/"):
            pattern = r"(?m)^namespace leakproof \{$(?!(\n(class|struct) \w+;)+\n\})"
            pattern = r"(?m)^namespace leakproof \{$(?!(\n(class|struct) \w+;)+\n\})"
            yield from matches("root-namespace", path, text, pattern, "give it the namespace of its component")


def foreign_headers(tree):
    """A foreign library is included by its adapter only."""
    for path, text in tree.cpp("libs", "services", "tools"):
        for line, _, name in includes(text):
            for prefix, folders in ADAPTERS.items():
                if name.startswith(prefix) and not path.startswith(tuple(folder + "/" for folder in folders)):
                    yield Finding(path, line, "foreign-header", f"{prefix} belongs to {' and '.join(folders)}: go through its ports")


def wire_headers(tree):
    """Protobuf and gRPC stay out of components whose border does not name proto."""
    for path, text in tree.cpp():
        owner = tree.component_of(path)
        if owner is None or "proto" in tree.borders.get(owner[0], {"proto"}) or os.path.basename(path) == "main.cc":
            continue
        for line, _, name in includes(text):
            if name.startswith(WIRE):
                yield Finding(path, line, "wire-header", f"{owner[0]} does not know the wire: translate in the codec of its processor")


def clocks(tree):
    """Nothing below main asks the system for the time."""
    for path, code in tree.code.items():
        if not path.startswith(CLOCK_READERS) and os.path.basename(path) != "main.cc":
            yield from matches("clock", path, code, CLOCK_CALL, "take `Instant now` or a `Clock&` as an argument")


def chance(tree):
    """Nothing below main asks the system for chance."""
    for path, code in tree.code.items():
        yield from matches("chance", path, code, CHANCE_CALL, "take a seeded generator as an argument")


def sleeps(tree):
    """Nobody sleeps: not to wait for a thread, and least of all in a test."""
    for path, code in tree.code.items():
        yield from matches("sleep", path, code, SLEEP_CALL, "wait for the event (a condition, a port, a deadline) or move the manual clock")


def tests_beside(tree):
    """Each source has its test beside it, or says which existing test covers it."""
    for path, text in tree.files(".cc", under=("libs", "services")):
        if path.endswith("_test.cc") or os.path.basename(path) == "main.cc" or path[:-3] + "_test.cc" in tree.paths:
            continue
        named = re.search(r"^// Tested by: (\S+)", text, re.MULTILINE)
        if not named:
            yield Finding(path, 1, "test-beside", "write name_test.cc beside it, or name the test in a line `// Tested by: path`")
        elif named.group(1) not in tree.paths:
            yield Finding(path, line_of(text, named.start()), "test-beside", f"{named.group(1)} does not exist: name the test from the root")


def pragma_once(tree):
    """Each header may be included twice."""
    for path, text in tree.files(".h"):
        if not re.search(r"^#pragma once$", text, re.MULTILINE):
            yield Finding(path, 1, "pragma-once", "add #pragma once after the header comment")


def header_comments(tree):
    """Each header of a library or service begins with its purpose."""
    for path, text in tree.files(".h", under=("libs", "services")):
        if not text.startswith("//"):
            yield Finding(path, 1, "header-comment", "begin with a comment: purpose, place, threads, units, errors")


def file_length(tree):
    """No source file is longer than one can hold in mind."""
    for path, text in tree.files(".h", ".cc", ".py", ".cmake", "/dev", ".proto"):
        if (lines := text.count("\n")) > FILE_LINES:
            yield Finding(path, FILE_LINES, "file-length", f"{lines} lines, the limit is {FILE_LINES}: split it by what changes together")


def line_length(tree):
    """No line is wider than the formatter makes it; what a literal holds does not count, but for docstrings."""
    for path, text in tree.files(".h", ".cc", ".py"):
        for number, (line, whole) in enumerate(zip(without_literals(text).split("\n"), text.split("\n")), 1):
            docstring = path.endswith(".py") and (whole.lstrip().startswith('"""') or whole.endswith('"""'))
            if (columns := len(whole if docstring else line)) > COLUMNS:
                yield Finding(path, number, "line-length", f"{columns} columns, the limit is {COLUMNS}: break it (./dev fmt)")


def functions(code):
    """(first line, last line) of each outermost function body, told by the shape of what stands before its brace."""
    code = re.sub(r"^[ \t]*#(?:.*\\\n)*.*", newlines, code, flags=re.MULTILINE)
    opened, start = [], 0  # opened: (line, is a function) of each brace that is open
    for match in re.finditer(r"[{};]", code):
        head = code[start:match.start()].strip()
        start = match.end()
        if match.group() == "{":
            first = line_of(code, match.start()) - head.count("\n")
            opened.append((first, not NOT_A_FUNCTION.match(head) and bool(SIGNATURE.search(head))))
        elif match.group() == "}" and opened:
            first, is_function = opened.pop()
            if is_function and not any(outer for _, outer in opened):
                yield first, line_of(code, match.start())


def function_length(tree):
    """No function is longer than a screen, without exception."""
    for path, code in tree.code.items():
        for first, last in functions(code):
            if (lines := last - first + 1) > FUNCTION_LINES:
                yield Finding(path, first, "function-length", f"{lines} lines, the limit is {FUNCTION_LINES}: name its steps")


def promises(tree):
    """Nothing is left to be done later in the code."""
    for path, text in tree.texts.items():
        yield from matches("promise", path, text, r"\b(TO[D]O|FIX[M]E|X[X]X)\b", "do it now, or leave it out")


def places(tree):
    """No path of somebody's machine and no number of a tracker: a reader elsewhere has neither."""
    for path, text in tree.texts.items():
        yield from matches("place", path, text, r"(?<![\w.$})/-])/(work|Users|home/\w+)/[\w.]", "write a path from the root of the project")
        yield from matches("place", path, text, r"(?i)\bissues? #?\d", "say the reason itself")


def vague_names(tree):
    """A file is named after what it is."""
    for path in sorted(tree.texts):
        vague = VAGUE_NAMES.intersection(re.split(r"[_.-]", os.path.basename(path).lower()))
        if vague:
            yield Finding(path, 1, "vague-name", f"'{vague.pop()}' says nothing: name the file after what it holds")


RULES = (include_borders, include_paths, root_namespace, foreign_keys, foreign_headers, wire_headers, clocks, chance,
         sleeps, tests_beside, pragma_once, header_comments, file_length, line_length, function_length, promises,
         places, vague_names, documents.dead_links, documents.md_line_length, words.people, topics.topic_literals,
         include_depth.include_depth, statements.comma_joined, *protos.RULES)

# Rules that the tree does not meet yet: `--rule` shows what is left. One that is met moves to RULES.
COMING = ()


def chosen(name):
    return [rule for rule in RULES + COMING if rule.__name__ == name] if name else RULES


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--headers", metavar="BUILD_DIR", help="also compile each header alone")
    names = [rule.__name__ for rule in RULES + COMING]
    parser.add_argument("--rule", choices=names, help="one rule only", metavar="NAME")
    options = parser.parse_args()
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    tree = Tree.read(root)
    findings = [finding for rule in chosen(options.rule) for finding in rule(tree)]
    if options.headers:
        findings += headers.self_contained(root, tree, options.headers)
    for finding in findings:
        print(finding)
    print(f"tidy: {len(findings)} findings in {len(tree.texts)} files", file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
