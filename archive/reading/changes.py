"""What changed between two wordings of an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.alignment import opcodes

MOST_COMPARED = 2000  # words of a paragraph: what changed in a longer one nobody sees word by word


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a comparison: kept, added or removed."""

    text: str
    change: str = "kept"


def compare_words(old: str, new: str) -> Iterator[Part]:
    """What changed between two wordings; a very long one is shown whole, then the other."""
    before, after = old.split(" "), new.split(" ")
    if max(len(before), len(after)) > MOST_COMPARED:
        before, after = [old], [new]
    for change, i, j, k, n in opcodes(before, after):
        if change == "equal":
            yield Part(" ".join(before[i:j]))
            continue
        if i < j:
            yield Part(" ".join(before[i:j]), "removed")
        if k < n:
            yield Part(" ".join(after[k:n]), "added")


def compare_lines(old: str, new: str) -> Iterator[list[Part]]:
    """Paragraph by paragraph; a changed paragraph is compared word by word."""
    before = [line for line in old.splitlines() if line.strip()]
    after = [line for line in new.splitlines() if line.strip()]
    for change, i, j, k, n in opcodes(before, after):
        if change == "equal":
            yield from ([Part(line)] for line in before[i:j])
        elif change == "replace" and j - i == n - k:
            pairs = zip(before[i:j], after[k:n], strict=True)
            yield from (list(compare_words(*pair)) for pair in pairs)
        else:
            yield from ([Part(line, "removed")] for line in before[i:j])
            yield from ([Part(line, "added")] for line in after[k:n])
