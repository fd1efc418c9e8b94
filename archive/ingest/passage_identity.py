"""Which passage of a new revision is which of the old one.

A paragraph that stands unchanged or slightly edited keeps its identity wherever it moved. A
lookalike elsewhere is never a substitute: an edited passage is recognised only when each of the
two is the other's nearest, and near indeed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from archive import alignment
from archive.arabic.tokens import keys

# Share of words that two wordings of one passage have in common, in order: more is asked of one
# that moved past others, or of a subheading, than of one whose neighbours stayed on both sides.
NEAR_IN_CONTEXT = 0.5
NEAR_IN_ORDER = 0.6
NEAR_MOVED = 0.75
NEAR_SUBHEADING = 0.75
# An edited passage is looked for so many passages up and down, and less far where very many were
# edited, so that a text of thousands of lines costs no more than its length; one that only moved
# is found anywhere.
REACH = 100
MOST_COMPARED = 20_000  # pairs of passages
# Comparing two wordings costs the product of their words: above this they are aligned, which
# costs no more than their length.
EXACTLY_COMPARED = 10_000

Identity = TypeVar("Identity", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Known(Generic[Identity]):
    """A passage as it stood: its identity, kind and words. `gone` if not in the last revision."""

    identity: Identity
    kind: str
    text: str
    gone: bool = False


@dataclass(slots=True)
class _Wording:
    kind: str
    words: tuple[str, ...]
    bag: frozenset[str]

    @classmethod
    def of(cls, kind: str, text: str) -> _Wording:
        words = tuple(keys(text)) or (text.strip(),)
        return cls(kind, words, frozenset(words))


def align(old: Sequence[Known[Identity]], new: Sequence[tuple[str, str]]) -> list[Identity | None]:
    """The identity of each new passage (kind, text), or None for one that is new.

    `old` are the passages of the last revision in order, then those that left earlier, whose
    last wording must return unchanged to count. No identity is given twice.
    """
    before = [_Wording.of(known.kind, known.text) for known in old]
    after = [_Wording.of(kind, text) for kind, text in new]
    pairs = _same_words(old, before, after)
    _edited(old, before, after, pairs)
    found = {new_index: old[old_index].identity for old_index, new_index in pairs.items()}
    return [found.get(index) for index in range(len(new))]


def _same_words(
    old: Sequence[Known[Identity]], before: list[_Wording], after: list[_Wording]
) -> dict[int, int]:
    """Old indexes to new ones where the words are the same, those in the same order first."""
    present = [index for index, known in enumerate(old) if not known.gone]
    in_order = alignment.align([before[index].words for index in present], [w.words for w in after])
    pairs = {present[old_index]: new_index for old_index, new_index in in_order}
    free: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    taken = set(pairs.values())
    for index, wording in enumerate(after):
        if index not in taken:
            free[wording.words].append(index)
    for index in [*present, *(index for index, known in enumerate(old) if known.gone)]:
        if index not in pairs and free[before[index].words]:
            pairs[index] = free[before[index].words].popleft()
    return pairs


def _edited(
    old: Sequence[Known[Identity]],
    before: list[_Wording],
    after: list[_Wording],
    pairs: dict[int, int],
) -> None:
    """Add the pairs whose words were edited: each the other's nearest, the nearest pair first."""
    taken = set(pairs.values())
    left = [index for index, known in enumerate(old) if not known.gone and index not in pairs]
    arrived = [index for index in range(len(after)) if index not in taken]
    order = _Order(len(before), len(after), pairs)
    reach = min(REACH, MOST_COMPARED // (2 * len(left) + 1))
    scores = {
        (a, b): score
        for a in left
        for b in arrived[bisect_left(arrived, a - reach) : bisect_right(arrived, a + reach)]
        if (score := _nearness(before[a], after[b])) >= NEAR_IN_CONTEXT
    }
    for a, b in sorted(scores, key=lambda pair: (-scores[pair], abs(pair[0] - pair[1]), pair)):
        if a in pairs or b in taken:
            continue
        if _is_near_enough(scores[a, b], (a, b), pairs, order, before, after):
            pairs[a] = b
            order.add(a, b)
            taken.add(b)


def _is_near_enough(
    score: float,
    pair: tuple[int, int],
    pairs: dict[int, int],
    order: _Order,
    before: list[_Wording],
    after: list[_Wording],
) -> bool:
    if _in_context(pair, pairs, len(before), len(after)):
        return True
    a, b = pair
    if "subheading" in (before[a].kind, after[b].kind):
        return score >= NEAR_SUBHEADING
    if score >= NEAR_MOVED:
        return True
    return score >= NEAR_IN_ORDER and order.holds(a, b)


class _Order:
    """Whether a pair would cross one of those that were found: two trees of running maxima
    (Fenwick 1994), so that asking costs the logarithm of their number.
    """

    def __init__(self, olds: int, news: int, pairs: dict[int, int]) -> None:
        self._news = news
        self._before = [-1] * (olds + 1)  # the last new index of those up to an old one
        self._behind = [-1] * (olds + 1)  # the first of those behind, counted from the end
        for a, b in pairs.items():
            self.add(a, b)

    def add(self, a: int, b: int) -> None:
        _raise(self._before, a, b)
        _raise(self._behind, len(self._behind) - 2 - a, self._news - b)

    def holds(self, a: int, b: int) -> bool:
        """Whether all that stands before `a` is found before `b`, and all behind it behind."""
        first_behind = self._news - _highest(self._behind, len(self._behind) - 2 - a)
        return _highest(self._before, a) < b < first_behind


def _raise(tree: list[int], index: int, value: int) -> None:
    index += 1
    while index < len(tree):
        tree[index] = max(tree[index], value)
        index += index & -index


def _highest(tree: list[int], end: int) -> int:
    """The highest value of the indexes before `end`; -1 where there is none."""
    highest = -1
    while end:
        highest = max(highest, tree[end])
        end -= end & -end
    return highest


def _in_context(pair: tuple[int, int], pairs: dict[int, int], olds: int, news: int) -> bool:
    """Between the same two neighbours as before, the article's ends counting as neighbours."""
    a, b = pair
    precedes = (a == 0 and b == 0) or (a > 0 and pairs.get(a - 1) == b - 1)
    follows = (a == olds - 1 and b == news - 1) or pairs.get(a + 1) == b + 1
    return precedes and follows


def _nearness(a: _Wording, b: _Wording) -> float:
    """Share of the words of both that stand in both in the same order, 0 to 1."""
    if a.kind != b.kind and min(len(a.words), len(b.words)) < 4:
        return 0.0
    if 2 * len(a.bag & b.bag) < NEAR_IN_CONTEXT * min(len(a.bag), len(b.bag)):
        return 0.0
    if len(a.words) * len(b.words) > EXACTLY_COMPARED:
        return 2 * len(alignment.align(a.words, b.words)) / (len(a.words) + len(b.words))
    matcher = SequenceMatcher(None, a.words, b.words, autojunk=False)
    if matcher.real_quick_ratio() < NEAR_IN_CONTEXT or matcher.quick_ratio() < NEAR_IN_CONTEXT:
        return 0.0
    return matcher.ratio()
