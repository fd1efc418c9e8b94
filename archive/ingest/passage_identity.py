"""Which passage of a new revision is which of the old one.

A paragraph that stands unchanged or slightly edited keeps its identity wherever it moved. A
lookalike elsewhere is never a substitute: what was edited is recognised by its place, or by words
that nothing else in the article resembles. What was divided or put together is told as such, and
where it can't be told what became of a passage, that it may have become this one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from archive import alignment
from archive.arabic.particulars import Particulars, particulars
from archive.arabic.tokens import keys

# Share of words that two wordings of one passage have in common. A passage whose third was
# reworded has two thirds; of one that isn't a paragraph on both sides more is asked.
NEAR = 0.6
NEAR_SUBHEADING = 0.75
# The same where a number, a day or whoever speaks was changed: in its place, and elsewhere.
NEAR_OTHERWISE_TOLD = 0.7
NEAR_OTHERWISE_TOLD_MOVED = 0.96
# How much nearer than any other in the article one must be that is recognised by its words alone,
# and how many words it must share.
MARGIN = 0.1
ENOUGH_WORDS = 6
# Share of the words of a part that stand in the whole, and of the whole that stand in its parts;
# more where the parts don't follow each other.
PART = 0.65
WHOLE = 0.75
WHOLE_APART = 0.9
# Whoever holds so much of a divided passage is it.
MOST_OF_IT = 2 / 3
SHORTEST_PART = 3  # words
# An edited passage is looked for so many passages up and down, and less far where very many were
# edited, so that a text of thousands of lines costs no more than its length; one that only moved
# is found anywhere.
REACH = 100
MOST_COMPARED = 20_000  # pairs of passages

Identity = TypeVar("Identity", bound=Hashable)
Became = Literal["split", "merged", "perhaps"]
Names = frozenset[int]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Known(Generic[Identity]):
    """A passage as it stood: its identity, kind and words, and the keys of whoever is named there.

    `gone` if not in the last revision.
    """

    identity: Identity
    kind: str
    text: str
    gone: bool = False
    names: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Succession(Generic[Identity]):
    """What a passage became beside keeping its identity, or without: the new passage by its index.

    `share` of its words, 0 to 1, stands there.
    """

    identity: Identity
    index: int
    kind: Became
    share: float


@dataclass(frozen=True, slots=True)
class Traced(Generic[Identity]):
    """The identity of each new passage, None for one that is new; and what else became of any."""

    identities: list[Identity | None]
    successions: list[Succession[Identity]]


def trace(
    old: Sequence[Known[Identity]],
    new: Sequence[tuple[str, str]],
    names: Sequence[Names] | None = None,
) -> Traced[Identity]:
    """What became of the old passages in the new ones (kind, text), with who is named in each.

    `old` are the passages of the last revision in order, then those that left earlier, whose
    last wording must return unchanged to count. No identity is given twice.
    """
    tracing = _Tracing(old, new, names)
    tracing.same_words()
    tracing.compare()
    tracing.divided()
    tracing.put_together()
    tracing.edited()
    tracing.said_once()
    tracing.doubtful()
    found = {b: old[a].identity for a, b in tracing.pairs.items()}
    return Traced(
        [found.get(index) for index in range(len(new))],
        [Succession(old[a].identity, b, kind, share) for a, b, kind, share in tracing.became],
    )


def align(old: Sequence[Known[Identity]], new: Sequence[tuple[str, str]]) -> list[Identity | None]:
    """The identities alone."""
    return trace(old, new).identities


@dataclass(slots=True)
class _Wording:
    kind: str
    words: tuple[str, ...]
    names: Names = frozenset()
    bag: Counter[str] = field(init=False)
    told: Particulars = field(init=False)

    def __post_init__(self) -> None:
        self.bag = Counter(self.words)
        self.told = particulars(self.words)

    @property
    def size(self) -> int:
        return len(self.words)

    @classmethod
    def of(cls, kind: str, text: str, names: Names = frozenset()) -> _Wording:
        return cls(kind, tuple(keys(text)) or (text.strip(),), names)

    def tells_otherwise(self, other: _Wording) -> bool:
        """Whether a number, a speaker or a name of the one is another in the other."""
        other_names = self.names - other.names and other.names - self.names
        return bool(other_names) or self.told.differ(other.told)


class _Tracing(Generic[Identity]):
    """Old indexes to new ones, found step by step: `pairs` are one passage, `became` the rest."""

    def __init__(
        self,
        old: Sequence[Known[Identity]],
        new: Sequence[tuple[str, str]],
        names: Sequence[Names] | None,
    ) -> None:
        self.old = [_Wording.of(known.kind, known.text, known.names) for known in old]
        named = names or [frozenset()] * len(new)
        self.new = [_Wording.of(*one, named) for one, named in zip(new, named, strict=True)]
        self.present = [index for index, known in enumerate(old) if not known.gone]
        self.pairs: dict[int, int] = {}
        self.became: list[tuple[int, int, Became, float]] = []
        self.taken: set[int] = set()
        self.settled: set[int] = set()  # old ones that were divided or went into another
        self.common: dict[Pair, int] = {}  # words that two edited wordings share
        self.order = _Order(len(old), len(new))
        self._by_old: dict[int, list[Pair]] = defaultdict(list)
        self._by_new: dict[int, list[Pair]] = defaultdict(list)

    def same_words(self) -> None:
        """Pair what has the same words, those in the same order first."""
        standing = [self.old[index].words for index in self.present]
        for number, b in alignment.align(standing, [wording.words for wording in self.new]):
            self._pair(self.present[number], b)
        free: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for b, wording in enumerate(self.new):
            if b not in self.taken:
                free[wording.words].append(b)
        for a, wording in enumerate(self.old):
            if a not in self.pairs and free[wording.words]:
                self._pair(a, free[wording.words].popleft())

    def _pair(self, a: int, b: int) -> None:
        self.pairs[a] = b
        self.taken.add(b)
        if self.order.holds(a, b):
            self.order.add(a, b)

    @property
    def _left(self) -> list[int]:
        return [a for a in self.present if a not in self.pairs and a not in self.settled]

    @property
    def _arrived(self) -> list[int]:
        return [b for b in range(len(self.new)) if b not in self.taken]

    def compare(self) -> None:
        """Count the words that what left shares with what arrived, each with those in its reach."""
        left, arrived = self._left, self._arrived
        self.reach = min(REACH, MOST_COMPARED // (2 * len(left) + 1))
        for a in left:
            first = bisect_left(arrived, a - self.reach)
            for b in arrived[first : bisect_right(arrived, a + self.reach)]:
                common = _common(self.old[a], self.new[b])
                if common and common >= NEAR * min(self.old[a].size, self.new[b].size):
                    self.common[a, b] = common

    def divided(self) -> None:
        """Find the old passages whose words stand in several new ones that follow each other."""
        parts: dict[int, list[int]] = defaultdict(list)
        for (a, b), common in self.common.items():
            if _is_part(common, self.new[b]):
                parts[a].append(b)
        for a, held in _wholes(self.old, self.new, parts):
            if not self.taken.isdisjoint(held):
                continue
            shares = {b: words / self.old[a].size for b, words in held.items()}
            most = max(shares, key=lambda b: (shares[b], -b))
            if shares[most] >= MOST_OF_IT:
                self._pair(a, most)
            self.settled.add(a)
            self.taken.update(shares)
            self.became += [(a, b, "split", share) for b, share in shares.items()]

    def put_together(self) -> None:
        """Find the new passages in which the words of several neighbouring old ones stand."""
        parts: dict[int, list[int]] = defaultdict(list)
        for (a, b), common in self.common.items():
            if _is_part(common, self.old[a]):
                parts[b].append(a)
        for b, held in _wholes(self.new, self.old, parts):
            if b in self.taken or not self.settled.isdisjoint(held):
                continue
            self._pair(max(held, key=lambda a: (held[a], -a)), b)
            self.settled.update(held)
            self.became += [(a, b, "merged", words / self.old[a].size) for a, words in held.items()]

    def edited(self) -> None:
        """Pair what was edited: in its place first, then what nothing else is like."""
        while self._pair_all(self._stayed) or self._pair_all(self._moved):
            pass
        while self._pair_all(self._stayed_otherwise_told):
            pass
        self._pair_all(self._moved_otherwise_told)
        self._pair_all(self._grew_or_shrank, least=0)

    def said_once(self) -> None:
        """Of twins of which one was taken out, the address of each leads to the one that stays."""
        standing = {self.old[a].words: b for a, b in self.pairs.items()}
        for a in self._left:
            b = standing.get(self.old[a].words)
            if b is not None and self.new[b].words == self.old[a].words:
                self.settled.add(a)
                self.became.append((a, b, "merged", 1.0))

    def doubtful(self) -> None:
        """Note what a passage that left may have become: what is near, and is no other's."""
        for a, b in sorted(pair for pair in self.common if self._is_open(pair)):
            if self._near((a, b)) >= self._least((a, b)):
                self.became.append((a, b, "perhaps", self.common[a, b] / self.old[a].size))

    def _pair_all(self, is_one: Callable[[Pair], bool], least: float | None = None) -> bool:
        """Pair those that are one, the nearest first; whether there were any."""
        before = len(self.pairs)
        near = [
            pair
            for pair in self.common
            if self._is_open(pair)
            and self._near(pair) >= (self._least(pair) if least is None else least)
        ]
        for pair in sorted(near, key=lambda p: (-self._near(p), abs(p[0] - p[1]), p)):
            if self._is_open(pair) and is_one(pair):
                self._pair(*pair)
        return len(self.pairs) > before

    def _is_open(self, pair: Pair) -> bool:
        a, b = pair
        return a not in self.pairs and a not in self.settled and b not in self.taken

    def _near(self, pair: Pair) -> float:
        """Share of the words of both that stand in both."""
        a, b = pair
        return 2 * self.common[pair] / (self.old[a].size + self.new[b].size)

    def _least(self, pair: Pair) -> float:
        a, b = pair
        if "subheading" not in (self.old[a].kind, self.new[b].kind):
            return NEAR
        same = self.old[a].kind == self.new[b].kind
        return NEAR if same and self._in_place(pair) else NEAR_SUBHEADING

    def _stayed(self, pair: Pair) -> bool:
        return not self._told_otherwise(pair) and self._in_place(pair)

    def _stayed_otherwise_told(self, pair: Pair) -> bool:
        return self._near(pair) >= NEAR_OTHERWISE_TOLD and self._in_place(pair)

    def _moved(self, pair: Pair) -> bool:
        return not self._told_otherwise(pair) and self._is_like_no_other(pair)

    def _moved_otherwise_told(self, pair: Pair) -> bool:
        return self._near(pair) >= NEAR_OTHERWISE_TOLD_MOVED and self._is_like_no_other(pair)

    def _grew_or_shrank(self, pair: Pair) -> bool:
        """Whether sentences alone were added or taken out, where it stood."""
        a, b = pair
        fewer = min(self.old[a].size, self.new[b].size)
        all_but_a_few = self.common[pair] >= max(ENOUGH_WORDS, WHOLE_APART * fewer)
        return all_but_a_few and self._stayed(pair)

    def _told_otherwise(self, pair: Pair) -> bool:
        a, b = pair
        return self.old[a].tells_otherwise(self.new[b])

    def _in_place(self, pair: Pair) -> bool:
        """Between its neighbours, or where it stood among those that stayed and no rival there."""
        if self._in_context(pair):
            return True
        return self.order.holds(*pair) and not any(
            self.order.holds(*rival) and self._near(rival) > self._near(pair) - MARGIN
            for rival in self._rivals(pair)
        )

    def _in_context(self, pair: Pair) -> bool:
        """Between the same two neighbours as before, the article's ends counting as neighbours."""
        a, b = pair
        last = len(self.present) - 1
        precedes = (a == 0 and b == 0) or (a > 0 and self.pairs.get(a - 1) == b - 1)
        follows = (a == last and b == len(self.new) - 1) or self.pairs.get(a + 1) == b + 1
        return precedes and follows

    def _rivals(self, pair: Pair) -> Iterator[Pair]:
        """Other pairs that the old or the new passage may be of."""
        a, b = pair
        if not self._by_old:
            for one in self.common:
                self._by_old[one[0]].append(one)
                self._by_new[one[1]].append(one)
        for one in (*self._by_old[a], *self._by_new[b]):
            if one != pair and self._is_open(one):
                yield one

    def _is_like_no_other(self, pair: Pair) -> bool:
        """Whether the two are by far nearer to each other than to anything else around them."""
        a, b = pair
        if self.common[pair] < ENOUGH_WORDS:
            return False
        others = max(self._likeness(self.old[a], pair), self._likeness(self.new[b], pair))
        return self._near(pair) >= others + MARGIN

    def _likeness(self, wording: _Wording, pair: Pair) -> float:
        """How near the nearest other passage around either place is."""
        nearest = 0.0
        for side, index in zip((self.old, self.new), pair, strict=True):
            for place in pair:
                around = range(max(0, place - self.reach), min(len(side), place + self.reach + 1))
                for other in around:
                    if other != index:
                        nearest = max(nearest, _nearness(wording, side[other]))
        return nearest


class _Order:
    """Whether a pair would cross one of those that were found: two trees of running maxima
    (Fenwick 1994), so that asking costs the logarithm of their number.
    """

    def __init__(self, olds: int, news: int) -> None:
        self._news = news
        self._before = [-1] * (olds + 1)  # the last new index of those up to an old one
        self._behind = [-1] * (olds + 1)  # the first of those behind, counted from the end

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


def _common(one: _Wording, other: _Wording) -> int:
    """Words that stand in both, each as often as in both."""
    fewer, more = sorted((one.bag, other.bag), key=len)
    return sum(min(count, more[word]) for word, count in fewer.items() if word in more)


def _nearness(one: _Wording, other: _Wording) -> float:
    return 2 * _common(one, other) / (one.size + other.size)


def _wholes(
    wholes: Sequence[_Wording], others: Sequence[_Wording], parts: dict[int, list[int]]
) -> list[tuple[int, dict[int, int]]]:
    """Each whole with its parts and how many of its words each holds.

    Those whose parts leave out least come first, and of several the one that they are nearest to.
    """
    found = []
    for whole, candidates in parts.items():
        held = _held(wholes[whole], others, candidates)
        if held:
            left_out = 1 - sum(held.values()) / wholes[whole].size
            found.append((left_out, abs(whole - min(held)), whole, held))
    return [(whole, held) for *_, whole, held in sorted(found, key=lambda one: one[:3])]


def _held(whole: _Wording, others: Sequence[_Wording], candidates: Sequence[int]) -> dict[int, int]:
    """Several parts that make up a whole: neighbours, or else wherever they stand; or none."""
    runs = (
        (_longest_run(whole, others, sorted(candidates)), WHOLE),
        (_most_first(whole, others, candidates), WHOLE_APART),
    )
    for held, least in runs:
        told = Particulars.of_all(others[part].told for part in held)
        enough = len(held) > 1 and sum(held.values()) >= least * whole.size
        if (
            enough
            and not told.differ(whole.told)
            and not _has_rival(whole, others, held, candidates)
        ):
            return held
    return {}


def _has_rival(
    whole: _Wording, others: Sequence[_Wording], held: dict[int, int], candidates: Sequence[int]
) -> bool:
    """Whether another passage, alike one of the parts, stands as well in the whole as that one."""
    for rival in (one for one in candidates if one not in held):
        share = _common(others[rival], whole) / others[rival].size
        for part in held:
            own = _common(others[part], whole) / others[part].size
            if share > own - MARGIN and _nearness(others[rival], others[part]) >= NEAR:
                return True
    return False


def _is_part(words: int, part: _Wording) -> bool:
    """Whether so many words that a whole shares are most of a part, or all of a short one."""
    least = max(PART * part.size, min(part.size, ENOUGH_WORDS))
    return part.size >= SHORTEST_PART and words >= least


def _longest_run(
    whole: _Wording, others: Sequence[_Wording], candidates: Sequence[int]
) -> dict[int, int]:
    """The neighbouring parts that hold most of a whole, each words that those before it don't."""
    best: dict[int, int] = {}
    run: dict[int, int] = {}
    rest = Counter(whole.bag)
    for part in candidates:
        words = others[part].bag & rest
        if run and (part - 1 not in run or not _is_part(words.total(), others[part])):
            run, rest = {}, Counter(whole.bag)
            words = others[part].bag & rest
        run[part] = words.total()
        rest -= words
        best = max(best, run, key=lambda held: sum(held.values())).copy()
    return best


def _most_first(
    whole: _Wording, others: Sequence[_Wording], candidates: Sequence[int]
) -> dict[int, int]:
    """Parts wherever they stand, the longest first, each with words that those before it lack."""
    held: dict[int, int] = {}
    rest = Counter(whole.bag)
    for part in sorted(candidates, key=lambda part: -others[part].size):
        words = others[part].bag & rest
        if words.total() >= WHOLE_APART * others[part].size:
            held[part] = words.total()
            rest -= words
    return held
