"""The house rules of .proto files, by their text: what a reader and another language's generator take for granted."""

import os
import re

from tree import Finding, line_of, newlines

FIELD = re.compile(r"^\s*(?:repeated |optional )?(?:map<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*(-?\d+)\s*(?:\[[^]]*\])?;")
ENUMERATOR = re.compile(r"^\s*(\w+)\s*=\s*(-?\d+)\s*(?:\[[^]]*\])?;")
OPENED = re.compile(r"^\s*(message|enum|oneof|service|rpc|extend)\s+(\w+)[^{]*\{")


def ours(tree):
    """(path, text without comments and literals' braces) of the project's own schemas; those of others are kept as they
    came."""
    for path, text in tree.files(".proto", under=("proto", "tests")):
        if not path.startswith(("proto/google/", "proto/grpc/")):
            yield path, re.sub(r"//[^\n]*|/\*.*?\*/", newlines, text, flags=re.DOTALL)


def numbered(code):
    """(line, 'message' or 'enum', the place that must not reuse a number, name, number) of each field and
    enumerator."""
    opened, start = [], 0
    for match in re.finditer(r"[{};]", code):
        statement = code[start:match.end()]
        start = match.end()
        line = line_of(code, match.start())
        if match.group() == "{":
            head = OPENED.match(statement)
            opened.append((head.group(1) if head else "other", line))
        elif match.group() == "}":
            if opened:
                opened.pop()
        elif opened:
            kind, place = next((one for one in reversed(opened) if one[0] != "oneof"), ("other", 0))
            found = {"message": FIELD, "enum": ENUMERATOR}.get(kind)
            if found and (hit := found.match(statement)):
                yield line, kind, place, hit.group(1), int(hit.group(2))


def proto_packages(tree):
    """The package says the folder, so that an import tells where a name comes from."""
    for path, code in ours(tree):
        if not path.startswith("proto/"):
            continue
        package = re.search(r"^package ([\w.]+);", code, re.MULTILINE)
        folder = os.path.dirname(path)[len("proto/"):].replace("/", ".") or "leakproof"
        if not package or package.group(1) != folder:
            yield Finding(path, line_of(code, package.start()) if package else 1, "proto-package", f"write `package {folder};`, or move the file")


def proto_names(tree):
    """Fields are lower_snake: every generator makes its own language's names of them."""
    for path, code in ours(tree):
        for line, kind, _, name, _ in numbered(code):
            if kind == "message" and not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
                yield Finding(path, line, "proto-name", f"{name}: name the field lower_snake_case")


def proto_numbers(tree):
    """No two fields of a message, and no two enumerators, have one number."""
    for path, code in ours(tree):
        seen = {}
        for line, _, place, name, number in numbered(code):
            if (first := seen.setdefault((place, number), name)) != name:
                yield Finding(path, line, "proto-number", f"{name} reuses the number {number} of {first}: take a new one")


def proto_zeros(tree):
    """The zero of an enum means that nobody said: what was not written is never taken for a word."""
    for path, code in ours(tree):
        for line, kind, _, name, number in numbered(code):
            if kind == "enum" and number == 0 and not name.endswith("_UNSPECIFIED"):
                yield Finding(path, line, "proto-zero", f"{name}: the value 0 is named *_UNSPECIFIED")


def proto_comments(tree):
    """A file begins with what it is for."""
    for path, _ in ours(tree):
        if not tree.texts[path].startswith("//"):
            yield Finding(path, 1, "proto-comment", "begin with a comment: what these messages are, who writes and who reads them")


RULES = (proto_packages, proto_names, proto_numbers, proto_zeros, proto_comments)
