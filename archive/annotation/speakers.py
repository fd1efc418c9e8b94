"""Speakers, the names that they have in a text, and what an article has said of them so far."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from archive.annotation.sentences import Span

NamedKind = Literal["person", "body", "place", "outlet"]
SpeakerKind = Literal["person", "body", "place", "outlet", "anonymous", "unknown"]

SO_MANY = 8  # of one title or noun that an article may be about


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text: `thing` is whom or what it names.

    `nouns` are the nouns that its names open with («هيئة», «سفارة»), by which it is described;
    `offices` those that a person holds on the day, each by its words.
    """

    start: int
    end: int
    thing: Hashable
    kind: NamedKind
    sure: bool
    feminine: bool | None = None  # None where nothing tells
    nouns: frozenset[str] = frozenset()
    offices: tuple[tuple[str, ...], ...] = ()

    @property
    def titles(self) -> frozenset[str]:
        """The nouns that somebody's offices open with."""
        return frozenset(office[0] for office in self.offices)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks. `start` and `end` are the words that say so, as printed."""

    start: int
    end: int
    kind: SpeakerKind
    named: Named | None = None
    feminine: bool | None = None
    plural: bool = False
    sure: bool = True
    rule: str = "subject"
    reason: Span | None = None  # why somebody isn't named

    @property
    def thing(self) -> Any:
        return self.named.thing if self.named is not None else None


Speakers = tuple[Speaker, ...]


class OfficesOnDay:
    """Who holds which office on the day of an article; here nobody is known to hold any."""

    def holder(self, phrase: Sequence[str]) -> Named | None:
        """Whoever holds the office that the folded words of a noun phrase name."""
        return None

    def is_of_others(self, phrase: Sequence[str], named: Named) -> bool:
        """Whether others than somebody may hold the office that a phrase names."""
        return False


@dataclass
class Memory:
    """What an article has said so far: who spoke, which outlets it relayed, who had which title."""

    spoke: list[Speakers] = field(default_factory=list)
    subjects: list[Speaker] = field(default_factory=list)  # whoever a sentence was about
    sources: list[Speaker] = field(default_factory=list)  # of those, the ones that aren't named
    just_before: list[Speaker] = field(default_factory=list)  # the people of the last that had any
    outlets: dict[str, Named] = field(default_factory=dict)  # the last one of a kind
    people: dict[str, list[Named]] = field(default_factory=dict)  # by a title before the name
    bodies: dict[str, list[Named]] = field(default_factory=dict)  # by the noun a name opens with

    def note_person(self, name: Named, titles: Iterable[str]) -> None:
        for title in titles:
            _append(self.people.setdefault(title, []), name)

    def note_body(self, name: Named) -> None:
        for noun in name.nouns:
            _append(self.bodies.setdefault(noun, []), name)

    def everybody(self) -> list[Named]:
        """The people named so far, whoever was named last at the end."""
        last: dict[Hashable, Named] = {}
        for names in self.people.values():
            for name in names:
                if name.thing not in last or last[name.thing].start < name.start:
                    last[name.thing] = name
        return sorted(last.values(), key=lambda name: name.start)

    def titled(self, title: str) -> list[Named]:
        """The people who had a title, whoever was named last at the end."""
        return sorted(self.people.get(title, ()), key=lambda name: name.start)


def _append(last: list[Named], name: Named) -> None:
    """Each thing once, where it stood last."""
    last[:] = [one for one in last if one.thing != name.thing][-SO_MANY:]
    last.append(name)


def carried(several: Sequence[Speaker], rule: str, *, sure: bool = True) -> Speakers:
    return tuple(replace(one, rule=rule, sure=one.sure and sure) for one in several)


def agrees(speaker: Speaker, gender: str, number: str) -> bool:
    """Whether a verb of a gender and number can be said of a speaker."""
    if number == "p" and not speaker.plural and speaker.kind in ("person", "anonymous"):
        return False
    if speaker.feminine is None:
        return gender != "f" or speaker.kind != "person"
    return speaker.feminine == (gender == "f")
