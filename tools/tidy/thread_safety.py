#!/usr/bin/env python3
"""Has clang check the locks: what base/thread_annotations.h says is guarded is touched under its mutex only.

    thread_safety.py BUILD_DIR [FILE...]     BUILD_DIR/compile_commands.json gives the flags

Compiles, without writing anything, each source of the product that takes a lock, itself or in its own header; or FILE
only. Needs clang++.
"""

import json
import os
import re
import shlex
import subprocess
import sys

import clang_tools

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = ("libs/", "services/", "tools/")
LOCKS = re.compile(r"\b(MutexLock|ReaderLock|LEAKPROOF_GUARDED_BY)\b")
ONLY_LOCKS = ["-fsyntax-only", "-Wno-everything", "-Wthread-safety", "-Werror=thread-safety"]


def takes_locks(path):
    own = [path, path.removesuffix(".cc") + ".h"]
    return any(os.path.exists(one) and LOCKS.search(open(one, encoding="utf-8").read()) for one in own)


def flags_of(entry):
    """Those flags of a compile command that say what a source means; g++ has others that clang does not know."""
    words = shlex.split(entry["command"])
    flags = [word for word in words if word.startswith(("-I", "-D", "-std="))]
    for before, word in zip(words, words[1:]):
        if before == "-isystem":
            flags += [before, word]
    return flags


def check(compiler, entry):
    command = [compiler, *flags_of(entry), *ONLY_LOCKS, entry["file"]]
    ran = subprocess.run(command, cwd=entry["directory"], capture_output=True, text=True)
    return ran.returncode, ran.stderr


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    wanted = {os.path.abspath(name) for name in sys.argv[2:]}
    entries = {}
    for entry in json.load(open(os.path.join(sys.argv[1], "compile_commands.json"), encoding="utf-8")):
        path = os.path.relpath(entry["file"], ROOT)
        if path.startswith(FOLDERS) and (entry["file"] in wanted if wanted else takes_locks(entry["file"])):
            entries.setdefault(entry["file"], entry)
    compiler = clang_tools.find("clang++")
    clang_tools.judge("thread safety", sorted(entries), lambda path: check(compiler, entries[path]))


if __name__ == "__main__":
    main()
