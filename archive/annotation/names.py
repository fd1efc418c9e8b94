"""Who and what a text names, and which outlets it relays: a title and a text in, spans out.

Nothing is written here; see `archive.annotation.write`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from archive.annotation.dates import find_all
from archive.annotation.found import Findings, Found
from archive.annotation.misspelt import Misspelt
from archive.annotation.namesakes import Namesakes
from archive.annotation.offices import Office, Offices, holder, names_another_year
from archive.annotation.parts import Part
from archive.annotation.voices import Layout, Thing, Voices, is_feminine
from archive.arabic.bearing import is_definite
from archive.arabic.name_matching import NameMatch, NameMatcher
from archive.arabic.nationalities import is_a_state, state_of, state_of_capital
from archive.arabic.offices import STATE, denies_after, head_of_office, is_current, names_an_office
from archive.arabic.particles import WRITTEN_ON, has_article, with_article
from archive.arabic.people import is_honorific, is_title, looks_foreign, opens_a_name
from archive.arabic.punctuation import SENTENCE_ENDS
from archive.arabic.relaying import reports
from archive.arabic.speech import opens_sentence
from archive.arabic.tables import halves
from archive.arabic.tokens import keys
from archive.dates.partial import PublicationDate
from archive.models import Entity, EntityName, Source

__all__ = ["Findings", "Found", "Recogniser"]

# How much a name says alone: enough; enough where only one entity bears it; only with the full
# name elsewhere in the article.
Strength = Literal["full", "short", "context"]

SHORT_ACRONYM = 4
MORE_THAN_IN_PASSING = 2

# A shorter surname is too easily a word: what its bearers held must be spoken of («رايس»).
SHORTEST_UNMISTAKABLE = 5

# Between a name and an office that says the same of it: «السوداني، رئيس الوزراء العراقي».
APPOSITION = ' \u00a0،,-–()«»"'


@dataclass(frozen=True, slots=True)
class _Bearer:
    """One entity that bears a name, and how much that name says."""

    entity: int
    strength: Strength


@dataclass(frozen=True)
class _Article:
    """What the rules ask of an article as a whole."""

    parts: tuple[Part, ...]
    published: PublicationDate | None

    @cached_property
    def _states(self) -> Counter[str]:
        spoken_of = (_state_spoken_of(word) for part in self.parts for word in part.printed.words)
        return Counter(state for state in spoken_of if state and is_a_state(state))

    def speaks_of(self, state: str) -> bool:
        return state in self._states

    def is_of_other_states(self, own: frozenset[str]) -> bool:
        """Whether it speaks of states, more than in passing, and of none of these."""
        return own.isdisjoint(self._states) and self._states.total() >= MORE_THAN_IN_PASSING


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it stands in an article; `own` says that nothing beside it speaks against its
    bearers."""

    part: Part
    match: NameMatch
    own: bool

    @property
    def bearers(self) -> tuple[_Bearer, ...]:
        return self.match.ids

    @property
    def entities(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(bearer.entity for bearer in self.bearers))


@dataclass(frozen=True, slots=True)
class _Named:
    """Whom an article names in full, where first, and under which titles."""

    entities: dict[int, tuple[bool, int]] = field(default_factory=dict)
    titles: dict[int, set[str]] = field(default_factory=dict)

    def add(self, entity: int, name: _Name) -> None:
        self.entities.setdefault(entity, _place(name))
        before = name.part.words_before(name.match.start)
        if before and is_title(before[0]):
            self.titles.setdefault(entity, set()).add(before[0])

    def told_apart(self, name: _Name, likely: tuple[_Bearer, ...]) -> tuple[_Bearer, ...]:
        """Of several who are named, the one whose title stands here, or who alone was named so
        far; else all."""
        before = name.part.words_before(name.match.start)
        if before and is_title(before[0]):
            titled = [b for b in likely if before[0] in self.titles.get(b.entity, ())]
            if len(titled) == 1:
                return (titled[0],)
        earlier = [b for b in likely if self.entities[b.entity] < _place(name)]
        return (earlier[0],) if len(earlier) == 1 else likely


class Recogniser:
    """The authorities made ready for matching; build one for a run.

    `published` is the date of articles for which none is told.
    """

    def __init__(self, *, published: PublicationDate | None = None) -> None:
        self._published = published
        entities = list(Entity.objects.prefetch_related("names", "roles").order_by("pk"))
        self._namesakes = Namesakes(entities)
        self._names = NameMatcher(_bearers(entities))
        self._outlets = NameMatcher(_outlet_names())
        women = frozenset(one.pk for one in entities if is_feminine(one))
        self.offices = Offices(women=women)
        self._voices = Voices(entities, self._namesakes.given_names, self.offices)
        self._misspelt = Misspelt(entities, self._namesakes)

    def recognise(
        self,
        title: str,
        text: str,
        anchors: Sequence[tuple[int, int]] = (),
        *,
        passages: Sequence[Layout] = (),
        published: PublicationDate | None = None,
    ) -> Findings:
        """Names, relayed outlets, statements and dates in an article.

        `anchors` are the spans of the text that were links: an outlet linked to is relayed.
        Statements are looked for in its `passages` and its title. `published` tells who held an
        office, which of two bearers of a name is meant, and the days that the text names.
        """
        published = published or self._published
        parts = (Part(True, title, ()), Part(False, text, anchors))
        article = _Article(parts, published)
        outlets = [list(self._outlets_in(part)) for part in parts]
        citations = [found for part in outlets for found, _ in part if found is not None]
        names: list[_Name] = []
        for part, relayed in zip(parts, outlets, strict=True):
            covered = [span for _, span in relayed]
            for match in self._names.find(part.printed):
                if not _lies_within(match, covered):
                    whole = self._with_first_name(part, match)
                    names.append(_Name(part, whole, self._is_own_name(article, part, whole)))
        names = list(self._without_namesakes(article, names))
        mentions = list(self._mentions(article, names))
        mentions += self._in_office(article, names, {m.thing for m in mentions if m.sure})
        mentions += self._nearly_named(article, mentions)
        mentions.sort(key=lambda found: (not found.in_title, found.start))
        statements = self._voices.statements(
            title, text, passages, mentions, citations, published=published
        )
        named = [(m.start, m.end, Thing(False, m.thing)) for m in mentions if not m.in_title]
        dates, dated = find_all(title, text, statements, published, named)
        return Findings(tuple(mentions), tuple(citations), tuple(dated), tuple(dates))

    def _nearly_named(self, article: _Article, mentions: Sequence[Found]) -> Iterator[Found]:
        """What may be a misspelt name, where no name was found."""
        for part in article.parts:
            taken = [(m.start, m.end) for m in mentions if m.in_title == part.in_title]
            for start, end, entity in self._misspelt.find(part):
                if not any(first < end and start < last for first, last in taken):
                    yield Found(part.in_title, start, end, entity, "fuzzy", sure=False)

    def _with_first_name(self, part: Part, match: NameMatch) -> NameMatch:
        """A surname with its bearer's first name before it, in whichever spelling: a full name."""
        before = part.words_before(match.start)
        if not before or len(keys(match.name)) != 1 or opens_a_name(before[0]):
            return match  # «عبد الحكيم أورغي» is no «عبد العزيز الحكيم»
        bearers = [b for b in match.ids if before[0] in self._namesakes.first_names(b.entity)]
        if len({bearer.entity for bearer in bearers}) != 1:
            return match
        place = part.place_before(match.start)
        assert place is not None
        full = (_Bearer(bearers[0].entity, "full"),)
        return replace(match, start=part.printed.starts[place], ids=full)

    def _is_own_name(self, article: _Article, part: Part, match: NameMatch) -> bool:
        """Whether nothing beside the name says that somebody else, or something else, is meant."""
        bearers: tuple[_Bearer, ...] = match.ids
        entities = [bearer.entity for bearer in bearers]
        short = all(bearer.strength != "full" for bearer in bearers)
        if self._namesakes.is_somebody_else(part, match, entities, short=short):
            return False
        if self._namesakes.is_something_else(part, match, entities):
            return False
        own = self._namesakes.states_left_open(match, entities)
        return not own or not article.is_of_other_states(own)

    def _without_namesakes(self, article: _Article, names: Sequence[_Name]) -> Iterator[_Name]:
        """«خليل العبيدي … العبيدي»: a surname that the article gave to somebody else before."""
        whole = [name for name in names if len(keys(name.match.name)) > 1]
        named = self._named(article, whole).entities
        others: set[tuple[str, ...]] = set()
        for name in names:
            surname = tuple(keys(name.match.name))
            person = len(surname) == 1 and any(map(self._namesakes.is_person, name.entities))
            if person and not name.own:
                others.add(surname)
            elif person and surname in others and not any(one in named for one in name.entities):
                yield replace(name, own=False)
                continue
            yield name

    def _mentions(self, article: _Article, names: list[_Name]) -> Iterator[Found]:
        named = self._named(article, names)
        for name in names:
            likely = self._likely(article, name, named) if name.own else ()
            speaks_against = not name.own or likely is None
            for bearer in likely or name.bearers:
                sure = not speaks_against and _is_sure(bearer, name.bearers, likely or ())
                yield Found(
                    name.part.in_title,
                    name.match.start,
                    name.match.end,
                    bearer.entity,
                    bearer.strength,
                    sure,
                )

    def _named(self, article: _Article, names: Sequence[_Name]) -> _Named:
        """Whom the article names by a name which is enough, or by office and name."""
        named = _Named()
        for name in names:
            if not name.own:
                continue
            if len(name.entities) == 1 and any(b.strength != "context" for b in name.bearers):
                named.add(name.entities[0], name)
            elif any(map(self._namesakes.is_person, name.entities)):
                likely = self._by_office(article, name, named)
                if likely and len({bearer.entity for bearer in likely}) == 1:
                    named.add(likely[0].entity, name)
        return named

    def _likely(self, article: _Article, name: _Name, named: _Named) -> tuple[_Bearer, ...] | None:
        """The bearers for whom something in the article speaks; None where it is against all.

        An office beside the name tells best, then the full name elsewhere, then the date.
        """
        likely = tuple(bearer for bearer in name.bearers if bearer.entity in named.entities)
        if not any(map(self._namesakes.is_person, name.entities)):
            return likely
        if len(name.entities) == 1 and any(b.strength == "full" for b in name.bearers):
            return likely
        by_office = self._by_office(article, name, named)
        if by_office is None or by_office:
            return by_office
        if len(likely) > 1:
            likely = named.told_apart(name, likely)
        if self._is_named_only_later(name, named, likely):
            return None
        if likely:
            return likely
        successor = self._in_succession(article, name)
        return tuple(bearer for bearer in name.bearers if bearer.entity == successor)

    def _is_named_only_later(self, name: _Name, named: _Named, likely: Sequence[_Bearer]) -> bool:
        """Whether a text uses a surname of several before it names one: another may be meant."""
        several = len(name.entities) > 1 and bool(likely) and not name.part.in_title
        return several and all(named.entities[b.entity] > _place(name) for b in likely)

    def _by_office(
        self, article: _Article, name: _Name, named: _Named
    ) -> tuple[_Bearer, ...] | None:
        """The bearers who held the office that stands before the name; None where none did, or
        where the name may be an adjective of it."""
        office = self._office_before(name)
        if _may_be_an_adjective(name):
            if office is None or _speaks_of(article, name.match):
                return None
            held = _holders_among(name.entities, office, article.published)
            if article.published is None:
                held &= set(named.entities)
            return tuple(b for b in name.bearers if b.entity in held) or None
        if office is not None:
            held = _holders_among(name.entities, office, article.published)
            return tuple(b for b in name.bearers if b.entity in held) or None
        if len(name.entities) > 1:
            return self._by_head_of_office(article, name)
        return ()

    def _by_head_of_office(self, article: _Article, name: _Name) -> tuple[_Bearer, ...]:
        """Of several bearers, those who held an office of the kind named: «الوزير»."""
        before = name.part.words_before(name.match.start)
        former = bool(before) and denies_after(before[0])
        words = before[1:] if former else before[:1]
        if not words or not names_an_office(words[0]):
            return ()
        head = head_of_office(words[0])
        terms = [
            term
            for entity in name.entities
            for office, held in self.offices.terms_of(entity).items()
            if office[0] == head
            for term in held
        ]
        kind = Office(0, 0, tuple(terms), whole=False, former=former)
        held = _holders_among(name.entities, kind, article.published)
        return tuple(bearer for bearer in name.bearers if bearer.entity in held)

    def _office_before(self, name: _Name) -> Office | None:
        printed = name.part.printed
        place = name.part.place_at(name.match.start)
        if printed.starts[place] != name.match.start or not printed.is_next(place):
            return None
        return self.offices.ending_at(place, printed)

    def _in_succession(self, article: _Article, name: _Name) -> int | None:
        """Of several who held one office after each other, whoever held it then; nobody while
        another of them had an office too."""
        published = article.published
        if published is None or len(name.entities) < 2:
            return None
        entities = name.entities
        held = [self.offices.terms_of(entity) for entity in entities]
        shared = set(held[0]).intersection(*held[1:])
        if len(name.match.name) < SHORTEST_UNMISTAKABLE:
            shared = {office for office in shared if article.speaks_of(office[-1][1:])}
        states = {office[-1][1:] for office in shared if office[-1].startswith(STATE)}
        if states and article.is_of_other_states(frozenset(states)):
            return None
        current = holder((t for own in held for office in shared for t in own[office]), published)
        for entity, own in zip(entities, held, strict=True):
            others = entity != current
            if others and any(t.may_cover(published) for terms in own.values() for t in terms):
                return None
        return current

    def _in_office(
        self, article: _Article, names: list[_Name], named: Container[int]
    ) -> Iterator[Found]:
        """Offices that stand for whoever held them when the article was published.

        Shown where nothing else in the article names the holder; else they tell nothing new.
        """
        if article.published is None:
            return
        for part in article.parts:
            people = [
                (name.match.start, name.match.end)
                for name in names
                if name.part is part and any(map(self._namesakes.is_person, name.entities))
            ]
            for office in self.offices.find(part.printed):
                if office.former or not office.whole or self._is_named(part, office, people):
                    continue
                entity = self.offices.held_by(office, part.printed, article.published)
                if entity is not None:
                    start, end = office.span(part.printed)
                    sure = (
                        entity not in named
                        and _stands_by_itself(part, office)
                        and not names_another_year(part.printed, office, article.published)
                    )
                    yield Found(part.in_title, start, end, entity, "office", sure)

    def _is_named(self, part: Part, office: Office, people: Sequence[tuple[int, int]]) -> bool:
        """Whether whoever holds the office is named right beside it, known or not."""
        start, end = office.span(part.printed)
        for first, last in people:
            if last <= start and not part.text[last:start].strip(APPOSITION):
                return True
            if end <= first and not part.text[end:first].strip(APPOSITION):
                return True
        words = part.words_after(end)
        if words and is_current(words[0]):
            words = words[1:]
        return bool(words) and (
            self._namesakes.is_first_name(words[0]) or is_title(words[0]) or looks_foreign(words[0])
        )

    def _outlets_in(self, part: Part) -> Iterator[tuple[Found | None, tuple[int, int]]]:
        """Each outlet relayed and the span its name covers; None for a name of several words
        that stands there without being relayed."""
        for match in self._outlets.find(part.text):
            if not _is_printed_as_acronym(part.text, match):
                continue
            cued = part.has_kind_before(match.start) or part.is_printing(match.start, match.end)
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


def _is_sure(bearer: _Bearer, bearers: Sequence[_Bearer], likely: Sequence[_Bearer]) -> bool:
    if likely:
        return len({known.entity for known in likely}) == 1
    return bearer.strength != "context" and len({known.entity for known in bearers}) == 1


def _place(name: _Name) -> tuple[bool, int]:
    """Where a name stands, the title first."""
    return not name.part.in_title, name.match.start


def _holders_among(
    entities: Iterable[int], office: Office, published: PublicationDate | None
) -> set[int]:
    """Those who held an office when the article was published; without a date, where it says
    «السابق», or where none of them did, those who ever had."""
    terms = [term for term in office.terms if term.entity in set(entities)]
    if published is not None:
        terms = [term for term in terms if term.had_begun(published)]
        if not office.former:
            terms = [term for term in terms if term.may_cover(published)] or terms
    return {term.entity for term in terms}


def _stands_by_itself(part: Part, office: Office) -> bool:
    """Whether an office opens its sentence or follows a particle or a verb of saying: behind any
    other word it may tell of somebody named there («قال فلان الفلاني المتحدث باسم …»)."""
    printed, place = part.printed, office.place
    if office.span(printed)[0] > printed.starts[place] or place == 0:
        return True
    gap = part.text[printed.ends[place - 1] : printed.starts[place]]
    if gap.strip():
        return any(mark in gap for mark in SENTENCE_ENDS + ":")
    word = printed.words[place - 1]
    if opens_sentence(word) and (place == 1 or _ends_before(part, place - 1)):
        return True  # «التقى رئيس الوزراء العراقي …»
    return "\n" in gap or part.is_function_word(place - 1) or reports(word)


def _ends_before(part: Part, place: int) -> bool:
    """Whether a sentence or a line ends before a word."""
    gap = part.text[part.printed.ends[place - 1] : part.printed.starts[place]]
    return any(mark in gap for mark in SENTENCE_ENDS + "\n")


def _may_be_an_adjective(name: _Name) -> bool:
    """Whether a name is spelt like a nationality and stands behind a noun that it may tell of:
    «الجيش السوداني»; not asked of one that editors call enough alone."""
    words = keys(name.match.name)
    alone = any(bearer.strength != "context" for bearer in name.bearers)
    if alone or len(words) != 1 or state_of(words[0]) is None:
        return False
    before = name.part.words_before(name.match.start)
    return bool(before) and is_definite(before[0]) and not is_honorific(before[0])


def _speaks_of(article: _Article, match: NameMatch) -> bool:
    """Whether an article speaks of the state that a surname is spelt like, in other words."""
    own = keys(match.name)[0]
    state = state_of(own)
    return any(
        _state_spoken_of(word) == state and not word.endswith(own)
        for part in article.parts
        for word in part.printed.words
    )


def _state_spoken_of(word: str) -> str | None:
    """The state that a word names, with its particles or without."""
    for place in range(3):
        if place and word[place - 1 : place] not in tuple(WRITTEN_ON):
            return None
        state = state_of(word[place:]) or state_of_capital(word[place:])
        if state is not None:
            return state
    return None


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


def _lies_within(match: NameMatch, covered: Iterable[tuple[int, int]]) -> bool:
    return any(start <= match.start and match.end <= end for start, end in covered)
