"""The house rules of documents: that their lines can be read side by side, and that their links lead somewhere."""

import os
import re

from tree import COLUMNS, Finding, line_of

FENCE = re.compile(r"\s*(?:[-*+>]\s+|\d+\.\s+)*(```+|~~~+)")
# What stands alone on its line and cannot be broken: an address, one link, where a reference leads.
UNBREAKABLE = re.compile(r"\s*(?:[-*+>]\s+|\d+\.\s+)?(?:\S+|\[[^]]*\]\(\S+\)[.,;:]?|\[[^]]*\]:\s+\S+)")


def prose(text):
    """(line, text) of each line outside code blocks and tables."""
    fence = None
    for number, line in enumerate(text.split("\n"), 1):
        mark = FENCE.match(line)
        if fence:
            fence = None if mark and mark.group(1).startswith(fence) and line.strip() == mark.group(1) else fence
        elif mark:
            fence = mark.group(1)
        elif not line.lstrip().startswith("|"):
            yield number, line


def md_line_length(tree):
    """A change of one sentence shows as a change of one line, and two versions fit side by side."""
    for path, text in tree.files(".md"):
        for number, line in prose(text):
            if len(line) > COLUMNS and not UNBREAKABLE.fullmatch(line):
                yield Finding(path, number, "md-line-length", f"{len(line)} columns, the limit is {COLUMNS}: wrap it")


def dead_links(tree):
    """Each relative link in a document leads to a file or folder."""
    for path, text in tree.files(".md"):
        for number, target in links(text):
            if os.path.normpath(os.path.join(os.path.dirname(path), target)) not in tree.paths | {"."}:
                yield Finding(path, number, "dead-link", f"{target} does not exist: correct the link or drop it")


def links(text):
    """(line, target) of each link to a file of the project. Links may be wrapped, tables have links, code has none."""
    prose_only = re.sub(r"```.*?```", lambda block: re.sub(r"[^\n]", " ", block.group()), text, flags=re.DOTALL)
    for match in re.finditer(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)", prose_only):
        target = match.group(1).split("#")[0]
        if target and not re.match(r"[a-z]+:", target):
            yield line_of(prose_only, match.start()), target
