"""The house rule of how far one must read: a chain of the project's own includes is short."""

from tree import Finding, includes

DEPTH = 8


class Includes:
    """Who includes whom, of the project's own files; what is generated from a .proto counts as one header."""

    def __init__(self, tree):
        self.tree = tree
        self.chains = {}

    def chain(self, path):
        """The longest chain of headers below a file, without the file itself. A circle is cut where it closes."""
        if path not in self.chains:
            self.chains[path] = None  # being looked at
            below = ([header, *chain] for header in self.headers(path) if (chain := self.chain(header)) is not None)
            self.chains[path] = max(below, key=len, default=[])
        return self.chains[path]

    def headers(self, path):
        targets = (self.tree.included(name) for _, _, name in includes(self.tree.texts[path]))
        return sorted({target for target in targets if target in self.tree.texts and target != path})


def include_depth(tree):
    """What a source leans on, and so what rebuilds it, is found without a walk through a whole library."""
    found = Includes(tree)
    for path, text in tree.files(".cc"):
        chain = found.chain(path)
        if len(chain) > DEPTH:
            line = next((line for line, _, name in includes(text) if tree.included(name) == chain[0]), 1)
            yield Finding(path, line, "include-depth",
                          f"{len(chain)} headers deep, the limit is {DEPTH}: cut by a forward declaration one of "
                          + " > ".join(chain))
