"""The house rules of what documents and comments say."""

import re

from tree import Finding, comments, line_of

HE = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)


def people(tree):
    """People are "they": nobody knows who works there, or who reads this."""
    for path, text in tree.files(".md", ".h", ".cc", ".proto"):
        said = text if path.endswith(".md") else comments(text)
        for match in HE.finditer(said):
            yield Finding(path, line_of(said, match.start()), "people",
                          f"'{match.group()}': write they, their, or who is meant (the member, the caller)")
