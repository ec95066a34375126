"""Compiles each header alone, with the flags its neighbours are built with, to show that it includes what it needs."""

import json
import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import Finding

ONE_VALUE = {"-o", "-MF", "-MT", "-MQ", "-include"}  # -include: the precompiled headers, which would hide what a header lacks
NO_VALUE = {"-c", "-MD", "-MMD", "-Winvalid-pch"}


def flags_of(command):
    """A compiler call without its launcher, its source and its outputs."""
    words = shlex.split(command)
    words = words[next(i for i, word in enumerate(words) if os.path.basename(word).startswith(("g++", "c++", "clang++"))):]
    flags, skip = [], False
    for word in words:
        if skip or word in NO_VALUE or word.endswith(".cc"):
            skip = False
        elif word in ONE_VALUE:
            skip = True
        else:
            flags.append(word)
    return flags


def nearest(header, commands):
    """The compile command of the source that shares most of its path with the header; in a tie a test's, which sees
    more."""
    return max(commands, key=lambda source: (len(os.path.commonpath([source, header])), source.endswith("_test.cc")))


def compile_alone(root, header, command, folder):
    path = header.split("/", 1)[1]
    run = subprocess.run([*flags_of(command), "-fsyntax-only", "-x", "c++", "-"], input=f'#include "{path}"\n',
                         cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return None
    error = next((line for line in run.stderr.splitlines() if "error" in line), "it does not compile")
    return Finding(header, 1, "self-contained", f"include what it uses: {error.replace(root + '/', '')}")


def self_contained(root, tree, build):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = {os.path.relpath(entry["file"], root): entry for entry in json.load(file)}
    sources = [path for path in entries if path.endswith(".cc") and not path.startswith(("build", ".."))]
    todo = [path for path, _ in tree.files(".h", under=("libs", "services", "tools"))]

    def check(header):
        entry = entries[nearest(header, sources)]
        return compile_alone(root, header, entry["command"], entry["directory"])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [finding for finding in pool.map(check, todo) if finding]
