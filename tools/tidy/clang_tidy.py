#!/usr/bin/env python3
"""Has clang-tidy read the pure parts of the product by the list of .clang-tidy: slips that are bugs or waste, names.

    clang_tidy.py BUILD_DIR [FILE...]     BUILD_DIR/compile_commands.json gives the flags

Without FILE: the sources of FOLDERS, but tests. The rest of the product includes generated code and gRPC, which takes
clang-tidy half a minute a file; run it on those that you change. Needs clang-tidy.
"""

import json
import os
import re
import subprocess
import sys

import clang_tools

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = re.compile(r"(libs/(base|rules|calendar)|services/\w+/domain)/\w+\.cc$")
# clang 14 cannot read the ranges of libstdc++ 12 in them.
UNREADABLE = {"libs/base/time_text.cc", "libs/rules/functions.cc", "libs/rules/overload_choice.cc"}
# A grammar, whose rules are named as PEGTL names its own.
GRAMMAR = {"libs/rules/parse.cc"}


def wanted(path, named):
    if named:
        return path in named
    return FOLDERS.match(path) and not path.endswith("_test.cc") and path not in UNREADABLE | GRAMMAR


def check(program, build, path):
    ran = subprocess.run([program, "-quiet", "-p", build, path], cwd=ROOT, capture_output=True, text=True)
    return ran.returncode, ran.stdout


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = os.path.abspath(sys.argv[1])
    named = {os.path.relpath(os.path.abspath(name), ROOT) for name in sys.argv[2:]}
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        known = {os.path.relpath(entry["file"], ROOT) for entry in json.load(file)}
    paths = sorted(path for path in known if wanted(path, named))
    program = clang_tools.find("clang-tidy")
    clang_tools.judge("clang-tidy", paths, lambda path: check(program, build, path))


if __name__ == "__main__":
    main()
