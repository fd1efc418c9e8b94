"""Offices in a text, and who held them on a day: «رئيس الوزراء العراقي» of 10 May 2026."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from archive.arabic.attested import TO_THE
from archive.arabic.name_matching import Printed, skip_letters
from archive.arabic.offices import (
    STATE,
    denies_after,
    denies_before,
    is_skipped,
    names_an_office,
    opens_an_office,
    tokens_of,
    wording,
    wordings,
)
from archive.arabic.punctuation import SENTENCE_ENDS
from archive.arabic.speech import is_feminine_noun
from archive.arabic.tokens import keys
from archive.dates.partial import FIRST_YEAR, LAST_YEAR, PublicationDate, parse_partial
from archive.models import Role

# An office's words are followed so far, the joining ones with them.
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody's time in an office; an end that isn't known is None."""

    entity: int
    since: PublicationDate | None
    until: PublicationDate | None
    acting: bool

    def may_cover(self, on: PublicationDate) -> bool:
        begun = self.since is None or self.since.first <= on.last
        return begun and (self.until is None or on.first <= self.until.last)

    def covers(self, on: PublicationDate) -> bool:
        """Whether all of `on` lies within, as far as both ends are known."""
        begun = self.since is not None and self.since.last <= on.first
        return begun and (self.until is None or on.last < self.until.first)

    def had_begun(self, on: PublicationDate) -> bool:
        return self.since is None or self.since.first <= on.last


@dataclass(frozen=True, slots=True)
class Office:
    """An office in a text: from word `place` up to word `after`.

    `whole` says that its words tell whose: «وزير الدفاع» alone might be any state's. `former`
    stands for «السابق», «المكلف», «نائب» and the like beside it: its holder isn't meant.
    """

    place: int
    after: int
    terms: tuple[Term, ...]
    whole: bool
    former: bool

    def span(self, printed: Printed) -> tuple[int, int]:
        """Where it stands in the text, without the particles attached to its first word."""
        start = after_particles(printed, self.place)
        return start, printed.ends[self.after - 1]


@dataclass(slots=True)
class _Node:
    after: dict[str, _Node] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    any_state: list[Term] = field(default_factory=list)  # of the office without its state


class Offices:
    """The offices of the authorities, ready to be found; build one for a run."""

    def __init__(
        self, roles: Iterable[Role] | None = None, *, women: Container[int] = frozenset()
    ) -> None:
        """`women` are the keys of those of whom «الوزيرة» may be said, and «الوزير» may not."""
        self._women = set(women)
        self._root = _Node()
        self._of: dict[int, dict[tuple[str, ...], list[Term]]] = {}
        for role in Role.objects.order_by("pk") if roles is None else roles:
            self._add(role)

    def holder_of(self, phrase: str, on: PublicationDate | None) -> int | None:
        """The key of the one who held the office that `phrase` names throughout `on`.

        None where the phrase names no whole office, says that its holder isn't meant, or where
        `on` falls on a change of hands.
        """
        printed = Printed.of(phrase)
        office = self.at(0, printed) if printed.words else None
        if office is None or office.former or not office.whole:
            return None
        if office.after != len(printed.words):
            return None
        return self.held_by(office, printed, on)

    def held_by(self, office: Office, printed: Printed, on: PublicationDate | None) -> int | None:
        """The one who held an office throughout `on`, and of whom its noun may be said."""
        feminine = is_feminine_noun(printed.words[office.place])
        return holder((t for t in office.terms if (t.entity in self._women) == feminine), on)

    def is_of_others(self, phrase: str, entity: int, on: PublicationDate | None) -> bool:
        """Whether states have an office that `phrase` may name, and an entity holds none of them:
        «رئيس الحكومة» said of a region's."""
        printed = Printed.of(phrase)
        office = self.at(0, printed) if printed.words else None
        if office is None or office.after != len(printed.words):
            return False
        held = (term for term in office.terms if on is None or term.may_cover(on))
        return all(term.entity != entity for term in held)

    def terms_of(self, entity: int) -> dict[tuple[str, ...], list[Term]]:
        """The offices that an entity held, by their wording."""
        return self._of.get(entity, {})

    def held_on(self, entity: int, on: PublicationDate | None) -> tuple[tuple[str, ...], ...]:
        """The offices that an entity may have held on a day, in every wording; all without one."""
        return tuple(
            said
            for office, terms in self.terms_of(entity).items()
            if on is None or any(term.may_cover(on) for term in terms)
            for said in wordings(office)
        )

    def find(self, printed: Printed) -> Iterator[Office]:
        """The offices in a text in order; one within another is the other's."""
        place = 0
        while place < len(printed.words):
            office = self.at(place, printed)
            if office is not None:
                yield office
                place = office.after
            else:
                place += 1

    def ending_at(self, after: int, printed: Printed) -> Office | None:
        """The longest office that ends right before word `after`, or before «السابق» there."""
        ends = {after}
        while after > 0 and printed.is_next(after) and denies_after(printed.words[after - 1]):
            after -= 1
            ends.add(after)
        for place in range(max(0, after - LONGEST), after):
            office = self.at(place, printed)
            if office is not None and office.after in ends and office.after > place + 1:
                return office if _stands_alone(printed, place) else None
        return None

    def at(self, place: int, printed: Printed) -> Office | None:
        """The longest office that begins with a word."""
        if not opens_an_office(printed.words[place]):
            return None
        longest: tuple[_Node, int] | None = None
        nodes = [self._root]
        after = place
        while after < min(len(printed.words), place + LONGEST):
            word = printed.words[after]
            if after > place and not printed.goes_on(after):
                break
            after += 1
            if after > place + 1 and is_skipped(word):
                continue
            nodes = [n.after[t] for n in nodes for t in tokens_of(word) if t in n.after]
            if not nodes:
                break
            for node in nodes:
                if node.terms or node.any_state:
                    longest = node, after
        if longest is None:
            return None
        node, after = longest
        whole = bool(node.terms)
        terms = tuple(node.terms or node.any_state)
        return Office(place, after, terms, whole, _is_denied(printed, place, after))

    def _add(self, role: Role) -> None:
        office = wording(keys(role.role_ar))
        acting = bool(office) and denies_after(office[-1])
        office = office[:-1] if acting else office
        if not office:
            return
        if is_feminine_noun(keys(role.role_ar)[0]):
            self._women.add(role.entity_id)
        term = Term(role.entity_id, _day(role.since), _day(role.until), acting)
        self._of.setdefault(role.entity_id, {}).setdefault(office, []).append(term)
        for one in wordings(office):
            self._node(one).terms.append(term)
            if one[-1].startswith(STATE) and len(one) > 1:
                self._node(one[:-1]).any_state.append(term)

    def _node(self, office: tuple[str, ...]) -> _Node:
        node = self._root
        for token in office:
            node = node.after.setdefault(token, _Node())
        return node


def holder(terms: Iterable[Term], on: PublicationDate | None) -> int | None:
    """The one whose term covers `on`, where no other's may."""
    if on is None:
        return None
    possible = [term for term in terms if term.may_cover(on)]
    if len({term.entity for term in possible}) != 1:
        return None
    held = any(term.covers(on) and not term.acting for term in possible)
    return possible[0].entity if held else None


def after_particles(printed: Printed, place: int) -> int:
    """Where the head of an office begins: «ول|رئيس»; «للرئيس» is kept whole, like a name."""
    word = printed.words[place]
    for dropped in range(3):
        rest = word[dropped:]
        if rest.startswith(TO_THE) or names_an_office(rest):
            return skip_letters(printed.text, printed.starts[place], dropped)
    return printed.starts[place]


def names_another_year(printed: Printed, office: Office, on: PublicationDate) -> bool:
    """Whether a year that isn't the article's stands in the sentence: «في 2014 قال …»."""
    for place in _sentence(printed, office.place, office.after):
        word = printed.words[place]
        if len(word) != len("2014") or not word.isdigit():
            continue
        year = int(word)
        if FIRST_YEAR < year < LAST_YEAR and not on.first.year <= year <= on.last.year:
            return True
    return False


def _sentence(printed: Printed, place: int, after: int) -> Iterator[int]:
    first, last = place, after
    while first > 0 and not _ends_between(printed, first):
        first -= 1
    while last < len(printed.words) and not _ends_between(printed, last):
        last += 1
    yield from range(first, last)


def _ends_between(printed: Printed, place: int) -> bool:
    gap = printed.text[printed.ends[place - 1] : printed.starts[place]]
    return any(mark in gap for mark in SENTENCE_ENDS)


def _is_denied(printed: Printed, place: int, after: int) -> bool:
    if printed.is_next(place) and denies_before(printed.words[place - 1]):
        return True
    for ahead in range(after, min(after + 2, len(printed.words))):
        if not printed.is_next(ahead):
            break
        if denies_after(printed.words[ahead]):
            return True
    return False


def _stands_alone(printed: Printed, place: int) -> bool:
    """Whether no «نائب» stands before an office."""
    return not (printed.is_next(place) and denies_before(printed.words[place - 1]))


def _day(written: str) -> PublicationDate | None:
    return parse_partial(written) if written else None
