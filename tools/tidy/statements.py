"""The house rule of statements: each does one thing."""

import re
from dataclasses import dataclass

from tree import Finding, line_of

TAIL = r"(?:const|noexcept|override|final|mutable|&&?|\s)*"
# What stands before the brace of a block: the head of a function or a lambda, a word, a label, a list of initialisers.
BEFORE_BLOCK = re.compile(rf"\){TAIL}(?:->[^;]*)?$|\]\s+$|\b(?:else|do|try)\s*$|[:}}]\s*$|^\s*$")
SCOPE = re.compile(r"\s*(?:(?:template\s*<>|static|constexpr|inline|typedef)\s*)*"
                   r"\b(?:namespace|class|struct|union|extern)\b[^=]*$")
# What may stand in front of a statement and is no part of it.
FRONT = re.compile(r"\s*(?:(?:else|do)\b|(?:if(?: constexpr)?|for|while|switch)\s*\(\)|\[\]"
                   r"|(?:public|private|protected|default|case\b(?:[^:]|::)*):(?!:))")
TYPE = r"(?!(?:co_return|co_await|co_yield|return|throw|delete|new|goto)\b)[\w:]+(?:<>)?(?:::\w+(?:<>)?)*"
DECLARATION = re.compile(
    r"\s*(?:(?:using|typedef|friend|template|enum|class|struct|union)\b"
    r"|(?:(?:const|constexpr|static|inline|mutable|thread_local|extern|volatile|typename|unsigned|long)\s+)*"
    rf"{TYPE}(?:\s+const)?[&*]*\s+[&*]*\w+(?:\(\)|\[\]|\{{\}})*\s*[=,:])")


@dataclass
class Bracket:
    mark: str           # ( [ { < of an expression; "block" of statements
    said: str = ""      # the statement so far; of a bracket in it only "()" is left
    comma: int = -1     # where the first comma stands that is in no bracket


class Statements:
    """A walk through code without comments and literals that knows which bracket it is in."""

    def __init__(self, code):
        self.code = re.sub(r"^[ \t]*#(?:.*\\\n)*.*", lambda match: re.sub(r"[^\n]", " ", match.group()), code,
                           flags=re.MULTILINE)
        self.opened = [Bracket("block")]

    @property
    def now(self):
        return self.opened[-1]

    def with_commas(self):
        """(position of its first comma, its words) of each statement that ends in ';' and has a comma of its own."""
        for match in re.finditer(r"[][(){};,<>]|[^][(){};,<>]+", self.code):
            mark, at = match.group(), match.start()
            if mark in "([{" or mark == "<" and self.is_template(at):
                self.open(mark)
            elif mark in ")]}" or mark == ">" and self.now.mark == "<" and self.code[at - 1] != "-":
                self.close(mark, match.end())
            elif mark == ";" and self.in_block():
                if self.now.comma >= 0:
                    yield self.now.comma, self.now.said
                self.opened[-1] = Bracket("block")
            else:
                self.say(mark, at)

    def say(self, mark, at):
        self.now.said += mark
        if mark == "," and self.now.comma < 0:
            self.now.comma = at

    def is_template(self, at):
        """The formatter puts spaces around a comparison and none before the arguments of a template."""
        before = self.code[max(0, at - 10):at]
        return bool(re.search(r"[\w\]]$|\btemplate $", before)) and not before.endswith("operator")

    def in_block(self):
        while self.now.mark == "<":
            self.give_up_template()
        return self.now.mark == "block"

    def give_up_template(self):
        """It was a comparison after all."""
        inner = self.opened.pop()
        self.now.said += "<" + inner.said
        self.now.comma = self.now.comma if self.now.comma >= 0 else inner.comma

    def open(self, mark):
        said = self.now.said
        block = mark == "{" and (SCOPE.match(said) or BEFORE_BLOCK.search(said)) and (said.strip() or self.in_block())
        self.opened.append(Bracket("block" if block else mark))

    def close(self, mark, end):
        while self.now.mark == "<" and mark != ">":
            self.give_up_template()
        if len(self.opened) == 1:
            return
        closed = self.opened.pop()
        goes_on = re.match(r"\s*[;,.()\]}]", self.code[end:end + 100])
        if closed.mark == "block" and self.now.mark == "block" and not goes_on:
            self.opened[-1] = Bracket("block")
        else:
            self.now.said += {")": "()", "]": "[]", "}": "{}", ">": "<>"}[mark]


def is_declaration(said):
    while front := FRONT.match(said):
        said = said[front.end():]
    return bool(DECLARATION.match(said))


def comma_joined(tree):
    """A comma between two statements hides the second; with braces each has a line and a breakpoint."""
    for path, code in tree.code.items():
        for at, said in Statements(code).with_commas():
            if not is_declaration(said):
                yield Finding(path, line_of(code, at), "comma-joined", "write each statement for itself, in braces")
