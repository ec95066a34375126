#!/usr/bin/env python3
"""Has clang-tidy read the pure parts of the product by the list of .clang-tidy: slips that are bugs or waste, names.

    clang_tidy.py BUILD_DIR [FILE...]     BUILD_DIR/compile_commands.json gives the flags

Without FILE: the sources of FOLDERS, but tests. The rest of the product includes generated code and gRPC, which takes
clang-tidy half a minute a file; run it on those that you change. Needs clang-tidy.
"""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = re.compile(r"(libs/(base|rules|calendar)|services/\w+/domain)/\w+\.cc$")
# clang 14 cannot read the ranges of libstdc++ 12 in them.
UNREADABLE = {"libs/base/time_text.cc", "libs/rules/functions.cc", "libs/rules/overload_choice.cc"}
# A grammar, whose rules are named as PEGTL names its own.
GRAMMAR = {"libs/rules/parse.cc"}


def tool():
    for name in ("clang-tidy", "clang-tidy-14"):
        if shutil.which(name):
            return name
    sys.exit("clang_tidy: no clang-tidy: run ./dev setup")


def wanted(path, named):
    if named:
        return path in named
    return FOLDERS.match(path) and not path.endswith("_test.cc") and path not in UNREADABLE | GRAMMAR


def check(program, build, path):
    ran = subprocess.run([program, "-quiet", "-p", build, path], cwd=ROOT, capture_output=True, text=True)
    return path, ran.returncode, ran.stdout


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = os.path.abspath(sys.argv[1])
    named = {os.path.relpath(os.path.abspath(name), ROOT) for name in sys.argv[2:]}
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        known = {os.path.relpath(entry["file"], ROOT) for entry in json.load(file)}
    paths = sorted(path for path in known if wanted(path, named))
    program, failed = tool(), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, status, findings in pool.map(lambda path: check(program, build, path), paths):
            if status:
                failed += 1
                print(findings or f"{path}: clang-tidy failed", end="")
    print(f"clang-tidy: {len(paths)} sources read, {failed} break a rule")
    sys.exit(1 if failed or not paths else 0)


if __name__ == "__main__":
    main()
