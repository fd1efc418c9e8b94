"""Who may speak: what the authorities know of people, bodies and outlets, for finding statements.

The finders of statements know names by their spans and what they name; here the rows behind
those names say whether a person is a woman, which bodies and places there are, and who held an
office on a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from archive.annotation.found import Found
from archive.annotation.offices import Offices
from archive.annotation.quotations import find_statements
from archive.annotation.sentences import Span
from archive.annotation.speakers import Named, NamedKind, OfficesOnDay
from archive.annotation.statements import Part, Statement
from archive.annotation.wordings import shown_by_body
from archive.arabic.speech import bare_noun, is_feminine_noun, is_noun, words_of
from archive.arabic.tokens import keys
from archive.dates import PublicationDate
from archive.models import Entity


class Thing(NamedTuple):
    """What a name stands for: the row of an entity or of a source, by its key."""

    is_source: bool
    key: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A passage as it stands in the text: its pieces, and whether its end was lost."""

    pieces: tuple[Span, ...]
    cut: bool = False
    is_subheading: bool = False


KINDS: dict[str, NamedKind] = {
    Entity.Kind.PERSON: "person",
    Entity.Kind.ORGANISATION: "body",
    Entity.Kind.ARMED_GROUP: "body",
    Entity.Kind.PLACE: "place",
}


class Voices:
    """The authorities as the finders of statements need them; made once for a run."""

    def __init__(
        self, entities: Iterable[Entity], first_names: frozenset[str], offices: Offices
    ) -> None:
        everyone = list(entities)
        self._kinds = {entity.pk: KINDS[entity.kind] for entity in everyone}
        self._feminine = {entity.pk: is_feminine(entity) for entity in everyone}
        self._offices = offices
        self._nouns = {entity.pk: _nouns(entity) for entity in everyone}
        self._first_names = first_names | words_of("woman")

    def statements(
        self,
        title: str,
        text: str,
        passages: Sequence[Layout],
        mentions: Sequence[Found],
        citations: Sequence[Found],
        *,
        published: PublicationDate | None = None,
    ) -> tuple[Statement, ...]:
        """The statements of an article, those of its title first; none without passages."""
        if not passages:
            return ()
        names = list(_one_a_span(self._named(mentions, citations, published)))
        cut = frozenset(number for number, layout in enumerate(passages) if layout.cut)
        parts = [
            Part(title, (((0, len(title)),),), _of(names, in_title=True), is_title=True),
            Part(
                text,
                tuple(layout.pieces for layout in passages),
                _of(names, in_title=False),
                cut,
                frozenset(n for n, layout in enumerate(passages) if layout.is_subheading),
            ),
        ]
        offices = _Offices(self._offices, published, self._feminine)
        found = find_statements(parts, self._first_names, offices)
        statements = [
            replace(statement, in_title=part.is_title)
            for part, statements in zip(parts, found, strict=True)
            for statement in statements
        ]
        return tuple(shown_by_body(statements, title, text))

    def _named(
        self,
        mentions: Iterable[Found],
        citations: Iterable[Found],
        published: PublicationDate | None,
    ) -> Iterator[tuple[bool, Named]]:
        for one in mentions:
            yield (
                one.in_title,
                Named(
                    one.start,
                    one.end,
                    Thing(False, one.thing),
                    self._kinds[one.thing],
                    one.sure,
                    self._feminine[one.thing],
                    self._nouns[one.thing],
                    self._offices.held_on(one.thing, published),
                ),
            )
        for one in citations:
            thing = Thing(True, one.thing)
            yield one.in_title, Named(one.start, one.end, thing, "outlet", one.sure)


class _Offices(OfficesOnDay):
    def __init__(
        self, offices: Offices, on: PublicationDate | None, feminine: Mapping[int, bool | None]
    ) -> None:
        self._offices = offices
        self._on = on
        self._feminine = feminine

    def holder(self, phrase: Sequence[str]) -> Named | None:
        held_by = self._offices.holder_of(" ".join(phrase), self._on)
        if held_by is None:
            return None
        return Named(0, 0, Thing(False, held_by), "person", True, self._feminine[held_by])

    def is_of_others(self, phrase: Sequence[str], named: Named) -> bool:
        thing: Thing = named.thing
        return self._offices.is_of_others(" ".join(phrase), thing.key, self._on)


def _one_a_span(names: Iterable[tuple[bool, Named]]) -> Iterator[tuple[bool, Named]]:
    """A name that several may bear is nobody's for sure."""
    spans: dict[tuple[bool, int, int], Named] = {}
    for where, name in names:
        key = where, name.start, name.end
        other = spans.get(key)
        spans[key] = name if other is None else replace(other, sure=False)
    for (where, _, _), name in spans.items():
        yield where, name


def _of(names: Iterable[tuple[bool, Named]], *, in_title: bool) -> tuple[Named, ...]:
    return tuple(name for where, name in names if where == in_title)


def is_feminine(entity: Entity) -> bool | None:
    """As her offices or first name say; None where nothing tells."""
    if entity.kind != Entity.Kind.PERSON:
        return None
    first = keys(entity.name_ar)[:1]
    if first and first[0] in words_of("woman"):
        return True
    heads = [words[0] for role in entity.roles.all() if (words := keys(role.role_ar))]
    titles = [head for head in heads if is_noun("title", head)]
    return any(map(is_feminine_noun, titles)) if titles else None


def _nouns(entity: Entity) -> frozenset[str]:
    """The nouns that the names of a body open with, by which it is called again: «الهيئة»."""
    if KINDS[entity.kind] != "body":
        return frozenset()
    names = (entity.name_ar, *(name.name for name in entity.names.all()))
    heads = {bare_noun(words[0]) for name in names if (words := keys(name))}
    return frozenset(head for head in heads if is_noun("body", head))
