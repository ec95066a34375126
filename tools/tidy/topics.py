"""The house rule of topics: their names are one list, which a test of libs/kafka holds to proto/topics.textproto."""

import re

from tree import NOT_CODE, Finding, line_of

LIST = "libs/stream/topics.h"
# The number of submissions of a lead is a field of rules, and spelt as a topic is.
FIELDS = "libs/config/schema.cc"
NAME = re.compile(r'^\s*name:\s*"([^"]+)"', re.MULTILINE)


def topic_literals(tree):
    """A topic is named by its constant, so that who uses it can be found and a slip does not compile."""
    names = set(NAME.findall(tree.texts.get("proto/topics.textproto", "")))
    for path, text in tree.cpp("libs", "services", "tools"):
        if path in (LIST, FIELDS) or path.endswith("_test.cc") or is_fake(path):
            continue
        for match in NOT_CODE.finditer(text):
            if match.group().strip('"') in names:
                yield Finding(path, line_of(text, match.start()), "topic-literal",
                              f"{match.group()}: write the name that {LIST} gives it")


def is_fake(path):
    return "/fakes/" in path or re.search(r"_fake\.(h|cc)$", path) is not None
