"""Runs clang's tools over the sources of a build: which one there is, and all of them judged at once."""

import concurrent.futures
import os
import shutil
import sys


def find(name):
    """`name` or its version of Debian 12."""
    for one in (name, f"{name}-14"):
        if shutil.which(one):
            return one
    sys.exit(f"no {name}: run ./dev setup")


def judge(title, sources, check):
    """Calls `check(source)`, which gives an exit status and what was found, on every core. Prints that and the sum;
    exits 1 when something was found, or when there was nothing to look at."""
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for source, (status, findings) in zip(sources, pool.map(check, sources)):
            if status:
                failed += 1
                print(findings or f"{source}: the tool failed", end="")
    print(f"{title}: {len(sources)} sources checked, {failed} break a rule")
    sys.exit(1 if failed or not sources else 0)
