"""What the rules look at: the project's files in memory, with their components, borders and code without comments and
literals."""

import os
import re
from dataclasses import dataclass
from functools import cached_property

COLUMNS = 120
INCLUDE_ROOTS = ("libs", "services", "tools")  # as in the top CMakeLists.txt, then proto for what is generated
UNREAD = {".git", "build", "data", ".cache", "node_modules"}  # at the root: not the project's text

# A comment, a raw string, a string or a character, in the order in which one may hide the other.
NOT_CODE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^\s()\\]{0,16})\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL)


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    rule: str
    advice: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.advice}"


def newlines(match):
    """What is left of a match when only its lines count."""
    return "\n" * match.group().count("\n")


def code_of(text):
    """The text with comments and literals taken out and every line where it was."""
    return NOT_CODE.sub(newlines, text)


def without_literals(text):
    """The text with its comments, but with every literal emptied."""
    return NOT_CODE.sub(lambda match: match.group() if match.group().startswith("/") else newlines(match), text)


def comments(text):
    """The comments alone, every line where it was."""
    kept, end = [], 0
    for match in NOT_CODE.finditer(text):
        kept.append("\n" * text.count("\n", end, match.start()))
        kept.append(match.group() if match.group().startswith("/") else newlines(match))
        end = match.end()
    return "".join(kept)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def includes(text):
    """(line, '<' or '"', path) of each #include."""
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', text, re.MULTILINE):
        yield line_of(text, match.start()), match.group(1), match.group(2)


class Tree:
    """Paths are relative to the root and use '/'. `texts` maps each text file to what it holds; `paths` has every file
    and folder."""

    def __init__(self, texts, paths=()):
        self.texts = texts
        self.paths = set(paths) | set(texts)
        for path in list(self.paths):
            while path := os.path.dirname(path):
                self.paths.add(path)

    @classmethod
    def read(cls, root):
        texts, paths = {}, []
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if name != "__pycache__" and not (folder == root and name in UNREAD)]
            for name in names:
                if folder == root and name in UNREAD:  # .git is a file in a worktree
                    continue
                path = os.path.relpath(os.path.join(folder, name), root)
                paths.append(path)
                with open(os.path.join(root, path), "rb") as file:
                    content = file.read()
                if b"\0" not in content:
                    texts[path] = content.decode("utf-8", "replace")
        return cls(texts, paths)

    def files(self, *endings, under=()):
        """(path, text) of the files with one of these endings, in the folders of `under` when it is given."""
        for path in sorted(self.texts):
            if path.endswith(endings) and (not under or path.startswith(tuple(folder + "/" for folder in under))):
                yield path, self.texts[path]

    def cpp(self, *under):
        return self.files(".h", ".cc", under=under)

    @cached_property
    def code(self):
        return {path: code_of(text) for path, text in self.cpp()}

    @cached_property
    def borders(self):
        """component -> the components it may use, from cmake/borders.cmake."""
        text = re.sub(r"#.*", "", self.texts.get("cmake/borders.cmake", ""))
        lines = re.findall(r"^allow\(\s*([^)]*)\)", text, re.MULTILINE)
        return {words[0]: set(words[1:]) for words in map(str.split, lines)}

    @cached_property
    def components(self):
        """folder -> (component, what its tests may use besides), from the component(...) calls."""
        found = {}
        for path, text in self.files("CMakeLists.txt"):
            for call in re.findall(r"\bcomponent\(([^)]*)\)", re.sub(r"#.*", "", text)):
                words = call.split()
                if "NAME" not in words:
                    continue
                tests = words[words.index("TEST_USES") + 1:] if "TEST_USES" in words else []
                found[os.path.dirname(path)] = (words[words.index("NAME") + 1], set(tests))
        return found

    def component_of(self, path):
        """(component, its tests' extra components) that owns a file: its folder's, else the nearest above; None outside
        all."""
        folder = os.path.dirname(path)
        while folder:
            if folder in self.components:
                return self.components[folder]
            folder = os.path.dirname(folder)
        return None

    def included(self, path):
        """The project's file that #include "path" means, or None. Generated files stand for their .proto."""
        candidates = [f"{root}/{path}" for root in INCLUDE_ROOTS]
        candidates.append("proto/" + re.sub(r"(\.grpc)?\.pb\.h$", ".proto", path))
        return next((candidate for candidate in candidates if candidate in self.paths), None)
