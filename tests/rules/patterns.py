"""What makes a pattern take longer than its text is long, read from its parsed shape.

Three shapes do: a repeat within a repeat, two repeats in a row that may divide the same letters
between them, and a search that begins anew within what it has just gone through. A repeat that
gives nothing back (`++`, `*+`) does none of them. Which letters two parts share is asked of the
letters that the archive's patterns speak of.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from re import _compiler, _constants, _parser

from archive.arabic.letters import arabic_letters, arabic_marks

ARABIC = re.findall(f"[{arabic_letters()}{arabic_marks()}]", "".join(map(chr, range(0x600, 0x670))))
LETTERS = sorted(
    {
        *string.printable,
        *re.findall(
            f"[{arabic_letters()}{arabic_marks()}]", "".join(map(chr, range(0x600, 0x670)))
        ),
        *"«»“”„‹›…،؛؟–—−★：éß中١٢٬٫\u00a0\u200c\u200f\u2028\ufeff\u0301\ufffd\x85\x1c",
    }
)
Item = tuple[object, object]
BOUNDED = 64  # a repeat that ends after so many costs no more than so many times as much
REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
NOTHING = (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT)


def faults(pattern: re.Pattern[str], *, searched: bool) -> list[str]:
    """What is wrong with a pattern; `searched` says that it is looked for all over a text."""
    parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    judge = _Judge(parsed.state)
    found = dict.fromkeys(judge.nested(list(parsed), within=False))
    for row in judge.rows(list(parsed)):
        found |= dict.fromkeys(judge.adjacent(row))
        if searched:
            found |= dict.fromkeys(judge.begins_anew(row))
    return list(found)


class _Judge:
    def __init__(self, state: _parser.State) -> None:
        self.state = state

    def nested(self, items: Sequence[Item], *, within: bool) -> Iterator[str]:
        for op, argument in items:
            inner = within
            if self._is_open(op, argument):
                if within and op is not _constants.POSSESSIVE_REPEAT:
                    yield "a repeat within a repeat gives back what it took"
                inner = True
            for part in _parts(op, argument):
                yield from self.nested(part, within=inner)

    def adjacent(self, row: Sequence[Item]) -> Iterator[str]:
        for index, (op, argument) in enumerate(row):
            if not self._is_open(op, argument) or op is _constants.POSSESSIVE_REPEAT:
                continue
            taken = self.letters([(op, argument)])
            for after in row[index + 1 :]:
                shared = taken & self.letters([after])
                if shared and self._is_open(*after):
                    yield f"two repeats in a row share {min(shared)!r}"
                    break
                if not shared and not self._may_be_empty(after):
                    break

    def begins_anew(self, row: Sequence[Item]) -> Iterator[str]:
        for index, (op, argument) in enumerate(row):
            if not self._is_open(op, argument):
                continue
            taken = self.letters([(op, argument)])
            before = [item for item in row[:index] if item[0] not in NOTHING]
            again = all(self.letters([item]) & taken or self._may_be_empty(item) for item in before)
            fails = any(not self._may_be_empty(item) for item in row[index + 1 :])
            if again and fails and not self._is_guarded(row, taken):
                yield "a search may begin anew within the repeat that it went through"

    def rows(self, items: Sequence[Item]) -> Iterator[list[Item]]:
        """Every way through groups and alternatives, bodies of repeats each as one item."""
        if not items:
            yield []
            return
        (op, argument), rest = items[0], items[1:]
        if op in (_constants.SUBPATTERN, _constants.ATOMIC_GROUP, _constants.BRANCH):
            for part in _parts(op, argument):
                for inner in self.rows(part):
                    for row in self.rows(rest):
                        yield [*inner, *row]
            return
        if op in REPEATS and not self._is_open(op, argument):  # `(…)?`: taken once
            for inner in self.rows(list(argument[2])):
                taken = inner if argument[0] else [self._optional(one) for one in inner]
                yield from ([*taken, *row] for row in self.rows(rest))
            return
        for row in self.rows(rest):
            yield [(op, argument), *row]

    def _optional(self, item: Item) -> Item:
        return _constants.MAX_REPEAT, (0, 1, _parser.SubPattern(self.state, [item]))

    def letters(self, items: Sequence[Item]) -> frozenset[str]:
        """All that some items may take."""
        found: frozenset[str] = frozenset()
        for op, argument in items:
            if op in NOTHING:
                continue
            parts = list(_parts(op, argument))
            if op is _constants.GROUPREF:
                return frozenset(LETTERS)
            if parts:
                found = found.union(*(self.letters(part) for part in parts))
            else:
                one = _compiler.compile(_parser.SubPattern(self.state, [(op, argument)]))
                found |= {letter for letter in LETTERS if one.fullmatch(letter)}
        return found

    def _is_open(self, op: object, argument: object) -> bool:
        return op in REPEATS and (argument[1] == _constants.MAXREPEAT or argument[1] > BOUNDED)

    def _may_be_empty(self, item: Item) -> bool:
        op, argument = item
        return op in REPEATS and argument[0] == 0

    def _is_guarded(self, row: Sequence[Item], taken: frozenset[str]) -> bool:
        """Whether the pattern looks back that none of what the repeat takes stands before it."""
        return any(
            op is _constants.ASSERT_NOT and argument[0] < 0 and taken <= self.letters(argument[1])
            for op, argument in row[:1]
        )


def _parts(op: object, argument: object) -> Iterator[list[Item]]:
    if op in REPEATS:
        yield list(argument[2])
    elif op is _constants.SUBPATTERN:
        yield list(argument[-1])
    elif op is _constants.ATOMIC_GROUP:
        yield list(argument)
    elif op is _constants.BRANCH:
        yield from map(list, argument[1])
