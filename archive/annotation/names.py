"""Who and what a text names, and which outlets it relays: a title and a text in, spans out.

Nothing is written here; see `archive.annotation.write`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.arabic.function_words import is_function_word
from archive.arabic.name_matching import NameMatch, NameMatcher, everyday_words, given_names
from archive.arabic.nationalities import makes_a_region, state_added, state_of
from archive.arabic.particles import ends_with_to, has_article, with_article, without_and
from archive.arabic.punctuation import SENTENCE_ENDS
from archive.arabic.relaying import attributes, is_kind_of_outlet, reports
from archive.arabic.tables import halves
from archive.arabic.tokens import keys, spans
from archive.models import Entity, EntityName, Source

# How much a name says alone: enough; enough where only one entity bears it; only with the full
# name elsewhere in the article.
Strength = Literal["full", "short", "context"]

WORDS_NEAR = 9
SHORT_ACRONYM = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the title or the text that names `thing`: the key of an Entity or a Source.

    `text[start:end]` is the name as printed; `sure` says that readers may see it unreviewed.
    """

    in_title: bool
    start: int
    end: int
    thing: int
    method: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Findings:
    mentions: tuple[Found, ...] = ()
    citations: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bearer:
    """One entity that bears a name, and how much that name says."""

    entity: int
    strength: Strength


class Recogniser:
    """The authorities made ready for matching; build one for a run."""

    def __init__(self) -> None:
        entities = list(Entity.objects.prefetch_related("names").order_by("pk"))
        self._words_of_people = {
            entity.pk: frozenset(word for name in _names(entity) for word in keys(name))
            for entity in entities
            if entity.kind == Entity.Kind.PERSON
        }
        self._words_of_all_people = frozenset().union(*self._words_of_people.values())
        self._states = _states(entities)
        self._places = frozenset(e.pk for e in entities if e.kind == Entity.Kind.PLACE)
        self._names = NameMatcher(_bearers(entities))
        self._first_names = (given_names() | _first_names(entities)) - everyday_words()
        self._outlets = NameMatcher(_outlet_names())

    def recognise(self, title: str, text: str, anchors: Sequence[tuple[int, int]] = ()) -> Findings:
        """Names and relayed outlets in an article.

        `anchors` are the spans of the text that were links: an outlet linked to is relayed.
        """
        parts = [_Part(True, title, ()), _Part(False, text, anchors)]
        outlets = [list(self._outlets_in(part)) for part in parts]
        citations = [found for part in outlets for found, _ in part if found is not None]
        names: list[tuple[_Part, NameMatch]] = []
        for part, relayed in zip(parts, outlets, strict=True):
            covered = _Stretches(span for _, span in relayed)
            names += [
                (part, match)
                for match in self._names.find(part.text)
                if not covered.hold(match.start, match.end)
            ]
        return Findings(tuple(self._mentions(names)), tuple(citations))

    def _mentions(self, names: list[tuple[_Part, NameMatch]]) -> Iterator[Found]:
        named = _named_in_full(match for part, match in names if self._is_own_name(part, match))
        for part, match in names:
            bearers: tuple[_Bearer, ...] = match.ids
            own = self._is_own_name(part, match)
            likely = [bearer for bearer in bearers if bearer.entity in named] if own else []
            for bearer in likely or bearers:
                sure = own and _is_sure(bearer, bearers, likely)
                yield Found(
                    part.in_title, match.start, match.end, bearer.entity, bearer.strength, sure
                )

    def _is_own_name(self, part: _Part, match: NameMatch) -> bool:
        """Whether nothing beside the name says that somebody else, or something else, is meant."""
        return self._has_own_first_name(part, match) and not self._is_of_another_state(part, match)

    def _is_of_another_state(self, part: _Part, match: NameMatch) -> bool:
        """«مجلس النواب اللبناني» is not the Iraqi one, nor «أمريكا اللاتينية» the United States.

        Asked of names that say nothing of their state, where another name of the entity does.
        """
        after = part.words_after(match.end)
        if not after:
            return False
        entities = {bearer.entity for bearer in match.ids}
        if makes_a_region(after[0]) and entities <= self._places:
            return True
        if any(state_of(word) for word in keys(match.name)):
            return False
        other = state_added(after, besides=self._words_of_all_people)
        own = [self._states.get(entity) for entity in entities]
        return other is not None and all(states and other not in states for states in own)

    def _has_own_first_name(self, part: _Part, match: NameMatch) -> bool:
        """False where a surname follows a first name that isn't its bearer's: «علي الأعرجي»."""
        people = [b.entity for b in match.ids if b.entity in self._words_of_people]
        if not people:
            return True
        before = part.word_before(match.start)
        if before is None:
            return True
        first = before if before in self._first_names else without_and(before)
        if first not in self._first_names:
            return True
        return any(first in self._words_of_people[person] for person in people)

    def _outlets_in(self, part: _Part) -> Iterator[tuple[Found | None, tuple[int, int]]]:
        """Each outlet relayed and the span its name covers; None for a name of several words
        that stands there without being relayed."""
        for match in self._outlets.find(part.text):
            if not _is_printed_as_acronym(part.text, match):
                continue
            cued = part.has_kind_before(match.start)
            sources = sorted({source for source, needs_cue in match.ids if cued or not needs_cue})
            span = (match.start, match.end)
            if not sources:
                if part.is_attributed_before(match.start):
                    sources = sorted({source for source, _ in match.ids})
                else:
                    continue
            sure = len(sources) == 1 and (cued or part.reports_near(match.start, match.end))
            method = "outlet-cue" if cued else "outlet-name"
            for source in sources:
                yield Found(part.in_title, *span, source, method, sure), span


class _Part:
    """The title or the text of an article, its words looked up by offset."""

    def __init__(self, in_title: bool, text: str, anchors: Sequence[tuple[int, int]]) -> None:
        self.in_title = in_title
        self.text = text
        self.anchors = _Stretches(anchors)
        self._spans: tuple[list[str], list[int], list[int]] | None = None

    @property
    def words(self) -> tuple[list[str], list[int], list[int]]:
        if self._spans is None:
            self._spans = spans(self.text)
        return self._spans

    def word_before(self, start: int) -> str | None:
        """The key of the word that stands right before, with only a space between."""
        words, starts, ends = self.words
        index = bisect_right(ends, start) - 1
        if index < 0 or self.text[ends[index] : start] != " ":
            return None
        # Folding writes the preposition «على» as the first name «علي».
        if is_function_word(self.text[starts[index] : ends[index]]):
            return None
        return words[index]

    def words_after(self, end: int) -> list[str]:
        """The keys of up to two words that follow, with only a space before each."""
        words, starts, ends = self.words
        after: list[str] = []
        for index in range(bisect_right(starts, end), len(words))[:2]:
            if self.text[end : starts[index]] != " ":
                break
            after.append(words[index])
            end = ends[index]
        return after

    def has_kind_before(self, start: int) -> bool:
        """Whether a noun such as «صحيفة» or «لوكالة» stands right before the name."""
        words, starts, ends = self.words
        index = bisect_right(starts, start) - 1
        if index >= 0 and ends[index] > start:  # the name's own word, or one it is attached to
            index -= 1
        if index < 0 or self.text[ends[index] : start].strip(' "«“[(\u00a0'):
            return False
        return is_kind_of_outlet(words[index])

    def is_attributed_before(self, start: int) -> bool:
        """Whether «نقلاً عن» stands right before the name."""
        words, starts, _ = self.words
        index = bisect_right(starts, start) - 1
        around = words[max(0, index - 2) : index + 1]
        return any(map(attributes, around))

    def reports_near(self, start: int, end: int) -> bool:
        """Whether a word of reporting stands in the same sentence near a name.

        A link, «لنيوزويك» and «نيوزويك: …» say the same.
        """
        if self.anchors.touch(start, end):
            return True
        if self.text[end : end + 1] == ":" or self._is_told(start):
            return True
        words, starts, _ = self.words
        index = bisect_right(starts, start) - 1
        after = bisect_right(starts, end - 1)
        near = [
            *self._clause(range(index, max(-1, index - WORDS_NEAR), -1), start, end),
            *self._clause(range(after, min(len(words), after + WORDS_NEAR)), start, end),
        ]
        return any(map(reports, near))

    def _is_told(self, start: int) -> bool:
        """Whether «ل» is attached to the name: said to the outlet."""
        _, starts, _ = self.words
        index = bisect_right(starts, start) - 1
        return index >= 0 and ends_with_to(self.text[starts[index] : start])

    def _clause(self, indexes: Iterable[int], start: int, end: int) -> Iterator[str]:
        words, starts, ends = self.words
        for index in indexes:
            between = (
                self.text[ends[index] : start]
                if ends[index] <= start
                else self.text[end : starts[index]]
            )
            if any(mark in between for mark in SENTENCE_ENDS):
                return
            yield words[index]


class _Stretches:
    """Parts of a text that don't overlap, looked up by offset."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(set(spans))
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def touch(self, start: int, end: int) -> bool:
        """Whether any shares a letter with a span."""
        return bisect_right(self._ends, start) < bisect_left(self._starts, end)

    def hold(self, start: int, end: int) -> bool:
        """Whether one holds all of a span."""
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and end <= self._ends[index]


def _is_sure(bearer: _Bearer, bearers: Sequence[_Bearer], likely: Sequence[_Bearer]) -> bool:
    if likely:
        return len({known.entity for known in likely}) == 1
    return bearer.strength != "context" and len({known.entity for known in bearers}) == 1


def _named_in_full(matches: Iterable[NameMatch]) -> frozenset[int]:
    """Entities that the article names by a name which is enough."""
    named: set[int] = set()
    for match in matches:
        entities = {bearer.entity for bearer in match.ids}
        if len(entities) == 1 and any(bearer.strength != "context" for bearer in match.ids):
            named |= entities
    return frozenset(named)


def _bearers(entities: Iterable[Entity]) -> Iterator[tuple[_Bearer, str]]:
    for entity in entities:
        written: dict[tuple[str, ...], tuple[Strength | None, str]] = {}
        for name in (entity.name_ar, entity.name_en, entity.name_ku):
            written[tuple(keys(name))] = ("full", name)
        for spelling in entity.names.all():
            written[tuple(keys(spelling.name))] = (_strength(spelling), spelling.name)
        for words, (strength, name) in written.items():
            if strength is None or not words:
                continue
            yield _Bearer(entity.pk, strength), name


def _strength(name: EntityName) -> Strength | None:
    if name.standalone == EntityName.Standalone.NO:
        return None
    if name.standalone == EntityName.Standalone.CONTEXT:
        return "context"
    return "short" if name.kind == EntityName.Kind.SHORT else "full"


def _names(entity: Entity) -> Iterator[str]:
    yield from (name for name in (entity.name_ar, entity.name_en, entity.name_ku) if name)
    yield from (name.name for name in entity.names.all())


def _states(entities: Iterable[Entity]) -> dict[int, frozenset[str]]:
    """The states that the names of bodies and places speak of."""
    return {
        entity.pk: frozenset(
            state for name in _names(entity) for word in keys(name) if (state := state_of(word))
        )
        for entity in entities
        if entity.kind != Entity.Kind.PERSON
    }


def _first_names(entities: Iterable[Entity]) -> frozenset[str]:
    people = (entity for entity in entities if entity.kind == Entity.Kind.PERSON)
    words = (keys(name)[:2] for person in people for name in (person.name_ar, person.name_en))
    return frozenset(pair[0] for pair in words if len(pair) == 2)


def _outlet_names() -> Iterator[tuple[tuple[int, bool], str]]:
    for source in Source.objects.filter(confirmed=True).prefetch_related("names").order_by("pk"):
        written = {tuple(keys(name)): False for name in (source.name_ar, source.name_en)}
        written |= {tuple(keys(name.name)): name.needs_cue for name in source.names.all()}
        for words, needs_cue in written.items():
            for spelt in _outlet_spellings(words):
                yield (source.pk, needs_cue), spelt


def _outlet_spellings(words: tuple[str, ...]) -> Iterator[str]:
    """A name as it is, with its compounds apart, and each with the article: «النيوز ويك».

    The article is never taken off: «الحياة» is an outlet, «حياة» a life.
    """
    if not words:
        return
    apart = tuple(half for word in words for half in halves().get(word, (word,)))
    for spelling in dict.fromkeys((words, apart)):
        yield " ".join(spelling)
        if not has_article(spelling[0]) and not spelling[0].isascii():
            yield with_article(" ".join(spelling))


def _is_printed_as_acronym(text: str, match: NameMatch) -> bool:
    """A short Latin name counts only in capitals: «AP», not «ap»."""
    printed = text[match.start : match.end]
    return len(printed) > SHORT_ACRONYM or not printed.isascii() or printed.isupper()
