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

    `nouns` are the nouns that its names open with («هيئة», «سفارة»), by which it is described.
    """

    start: int
    end: int
    thing: Hashable
    kind: NamedKind
    sure: bool
    feminine: bool | None = None  # None where nothing tells
    nouns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks. `start` and `end` are the words that say so, as printed.

    `read_by` are the words for whoever read out what a body said.
    """

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


@dataclass
class Memory:
    """What an article has said so far: who spoke, which outlets it relayed, who had which title."""

    spoke: list[Speakers] = field(default_factory=list)
    subjects: list[Speaker] = field(default_factory=list)  # whoever a sentence was about
    outlets: dict[str, Named] = field(default_factory=dict)  # the last one of a kind
    people: dict[str, list[Named]] = field(default_factory=dict)  # by a title before the name
    bodies: dict[str, list[Named]] = field(default_factory=dict)  # by the noun a name opens with

    def note_person(self, name: Named, titles: Iterable[str]) -> None:
        for title in titles:
            _append(self.people.setdefault(title, []), name)

    def note_body(self, name: Named) -> None:
        for noun in name.nouns:
            _append(self.bodies.setdefault(noun, []), name)

    def titled(self, titles: Iterable[str]) -> list[Named]:
        """The people who had one of the titles, whoever was named last at the end."""
        found = [name for title in titles for name in self.people.get(title, ())]
        return sorted(found, key=lambda name: name.start)


def _append(last: list[Named], name: Named) -> None:
    """Each thing once, where it stood last."""
    last[:] = [one for one in last if one.thing != name.thing][-SO_MANY:]
    last.append(name)


def carried(several: Sequence[Speaker], rule: str, *, sure: bool = True) -> Speakers:
    return tuple(replace(one, rule=rule, sure=one.sure and sure) for one in several)


def agrees(speaker: Speaker, gender: str, number: str) -> bool:
    """Whether a verb of a gender and number can be said of a speaker."""
    if number == "p" and not speaker.plural and speaker.kind == "person":
        return False
    if speaker.feminine is None:
        return gender != "f" or speaker.kind != "person"
    return speaker.feminine == (gender == "f")
