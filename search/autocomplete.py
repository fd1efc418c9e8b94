"""What a reader who types may want: days, names, words, phrases and headlines.

Names of people, bodies, places and outlets come from the authorities, words from the index, phrases
and headlines from the headlines of published articles. The filters that are set stay set. Each is
shown with the number of published articles that it leads to under them, counted by the index at
that moment; what leads to none is not offered, so nothing unpublished ever shows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from archive.arabic.function_words import is_function_word
from archive.arabic.latin import skeleton
from archive.arabic.particles import without_article
from archive.caching import Cached
from archive.dates import DateError, parse_typed
from archive.dates.printed import period_text
from archive.models.visibility import Viewer
from archive.reading.cards import cards_of
from archive.templatetags.archive_text import name_of
from search.engines.connection import reader
from search.engines.plan import Facets, Phrase, Plan, Term
from search.index import outbox
from search.index.phrases import phrase_book
from search.pages import things_named
from search.queries import LEFT_OUT, NOTHING, Query, find
from search.query.authorities import Authorities, Words, authorities, bare_words
from search.query.syntax import Word, words_in

Named = Literal["outlet", "via", "actor", "place"]
Kind = Named | Literal["day", "word", "phrase", "title"]

SUGGESTED: tuple[Named, ...] = ("outlet", "via", "actor", "place")
LONGEST = 100  # letters that are read
LEAST_LETTERS = 2
# By its consonants alone a name is found when enough of them were typed.
LEAST_CONSONANTS = 3
# Words and headlines are looked for from so many letters of their last word.
LEAST_OF_A_WORD = 3
MOST_NAMES = 5  # so that others have room beside them
MOST_COUNTED = 12  # phrases that are counted, of which some may lead nowhere
MOST_FORMS = 40  # of which those that are one word count once
QUOTATION_MARKS = (("«", "»"), ("“", "”"))
MOST_WORDS = 2
MOST_PHRASES = 3
MOST_TITLES = 2


@dataclass(frozen=True, slots=True)
class Completion:
    """What to search for, or the article of a headline (which has no `count`)."""

    kind: Kind
    label: str
    address: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Start:
    """A word at which a name may be begun: its first, or a later one."""

    spelt: str
    kind: Named
    slug: str
    from_first: bool


class _Names:
    """The authorities' names arranged by how they begin, from any of their words."""

    def __init__(self, known: Authorities) -> None:
        starts = [
            _Start(" ".join(words[index:]), kind, slug, index == 0)
            for kind in SUGGESTED
            for words, slugs in known.slugs[kind].items()
            for slug in slugs
            for index in range(len(words))
        ]
        self.starts = sorted(starts, key=lambda start: start.spelt)
        self.spelt = [start.spelt for start in self.starts]
        self.by_sound = sorted(
            ((_sound(start.spelt.split()), start) for start in starts), key=lambda pair: pair[0]
        )
        self.sounds = [sound for sound, _start in self.by_sound]

    def beginning(self, words: Words) -> list[_Start]:
        """Names begun so; where there are none, those with the consonants typed so far."""
        typed = " ".join(words)
        found = self.starts[_range(self.spelt, typed)]
        sound = _sound(words)
        if not found and len(sound.replace(" ", "")) >= LEAST_CONSONANTS:
            found = [start for _sound, start in self.by_sound[_range(self.sounds, sound)]]
        return found


_names: Cached[_Names] = Cached()
_counts: Cached[dict[tuple[Named, str], int]] = Cached()
_narrowed_counts: Cached[dict[tuple[Named, str], int]] = Cached()


def _range(keys: Sequence[str], start: str) -> slice:
    """Where the keys stand that begin so."""
    return slice(bisect_left(keys, start), bisect_left(keys, start + "\U0010ffff"))


def _sound(words: Sequence[str]) -> str:
    return " ".join(map(skeleton, words))


def completions(
    text: str, limit: int = 8, query: Query = NOTHING, viewer: Viewer | None = None
) -> list[Completion]:
    """Up to `limit` completions of what was typed so far, under the filters of a query.

    Raises IndexUnavailable.
    """
    text = text[:LONGEST]
    words = _begun(bare_words(text))
    if len("".join(words)) < LEAST_LETTERS:
        return []
    narrowed = _Narrowed(query.replace(words=""), viewer or AnonymousUser())
    days = list(narrowed.days(text))
    names = list(islice(narrowed.named(words), MOST_NAMES))
    taken = {bare_words(name.label) for name in names}
    found = [
        days,
        names,
        _others(narrowed.words(text), taken, MOST_WORDS),
        _others(narrowed.phrases(words), taken, MOST_PHRASES),
        _others(narrowed.titles(text), taken, MOST_TITLES),
    ]
    while sum(map(len, found)) > limit:
        max(found, key=len).pop()
    return [completion for several in found for completion in several]


def _others(found: Iterator[Completion], taken: set[Words], most: int) -> list[Completion]:
    """Those that say something else than what is taken; they are then taken too."""
    others: list[Completion] = []
    for completion in found:
        words = bare_words(completion.label)
        if words not in taken:
            taken.add(words)
            others.append(completion)
        if len(others) == most:
            break
    return others


def _begun(words: Words) -> Words:
    """Words of which the last is unfinished: its article says nothing yet."""
    return (*words[:-1], without_article(words[-1])) if words else ()


class _Narrowed:
    """What may be offered under the filters of one query, which has no words."""

    def __init__(self, query: Query, viewer: Viewer) -> None:
        self.query = query
        self.viewer = viewer
        self.hidden = outbox.pending_hidden()

    # Names

    def named(self, words: Words) -> Iterator[Completion]:
        """Authorities whose names begin so, in full before in part, the most written about
        first."""
        best: dict[tuple[Named, str], bool] = {}
        known = authorities()
        for start in _names.get(lambda: _Names(known), version=known).beginning(words):
            key = start.kind, start.slug
            best[key] = best.get(key, False) or start.from_first
        counts, labels = self._published_counts(), known.labels
        named = {key: labels.get((_authority(key[0]), key[1]), "") for key in best}
        ranked = sorted(best, key=lambda key: (not best[key], -counts.get(key, 0), named[key]))
        for kind, slug in ranked:
            label = _label(kind, slug) or named[kind, slug]
            chosen = getattr(self.query, f"{kind}s")
            if slug in chosen or LEFT_OUT + slug in chosen or (kind, slug) not in counts:
                continue
            query = self.query.replace(**{f"{kind}s": (*chosen, slug)})
            # Beside others of its facet a name widens what is found.
            count = self._count(query) if self.query.chosen(f"{kind}s") else counts[kind, slug]
            if count:
                yield Completion(kind, label, query.get_absolute_url(), count)

    def _published_counts(self) -> dict[tuple[Named, str], int]:
        """How many published articles each authority leads to, counted once for each state."""
        generation = reader().vocabulary().generation
        version = settings.ARCHIVE_INDEX, generation, self.hidden, self.query
        kept = _narrowed_counts if self.query.is_narrowed else _counts
        return kept.get(self._counted, version)

    def _counted(self) -> dict[tuple[Named, str], int]:
        facets = reader().find(self._plan(facets=True)).facets
        assert facets is not None  # they were asked for
        groups = _groups(facets)
        return {(kind, slug): count for kind, group in groups for slug, count in group.items()}

    # Days

    def days(self, text: str) -> Iterator[Completion]:
        """The day, month or year that was typed."""
        try:
            day = parse_typed(text)
        except DateError:
            return
        if day.first and day.last:
            query = self.query.replace(since=day.first, until=day.last, undated=False)
            if count := self._count(query):
                label = period_text(day.first, day.last)
                yield Completion("day", label, query.get_absolute_url(), count)

    # Words and phrases

    def words(self, text: str) -> Iterator[Completion]:
        """Words of the archive that the last word begins, behind those before it."""
        last, before = _last_word(text)
        if last is None or len(last.key) < LEAST_OF_A_WORD:
            return
        vocabulary = reader().vocabulary()
        stems: set[str] = set()
        for form in vocabulary.with_prefix(last.key, MOST_FORMS):
            stem = vocabulary.stem(form)
            if stem in stems or is_function_word(form) or form.isdecimal():
                continue
            stems.add(stem)
            found = find(
                self.query.replace(words=_closed(before + form)),
                limit=0,
                facets=False,
                viewer=self.viewer,
            )
            if found.total:
                query = self.query.replace(words=_closed(before + found.as_printed(form)))
                yield Completion("word", query.words, query.get_absolute_url(), found.total)

    def phrases(self, words: Words) -> Iterator[Completion]:
        """Frequent phrases of headlines that begin so and lead somewhere."""
        phrases = phrase_book().beginning(words)[:MOST_COUNTED]
        nodes = [Phrase(one.words) if len(one.words) > 1 else Term(one.words[0]) for one in phrases]
        counts = reader().totals([self._plan(node) for node in nodes])
        for phrase, count in zip(phrases, counts, strict=True):
            query = self.query.replace(words=phrase.printed)
            if count and (total := self._count(query)):
                yield Completion("phrase", phrase.printed, query.get_absolute_url(), total)

    # Headlines

    def titles(self, text: str) -> Iterator[Completion]:
        """Articles whose headline holds what was typed, the last word of it begun."""
        words = words_in(text)
        if not words or len(words[-1].key) < LEAST_OF_A_WORD:
            return
        begun = " ".join(word.printed for word in words)
        found = find(
            self.query.replace(words=f"title:({begun}*)"),
            limit=MOST_TITLES,
            facets=False,
            viewer=self.viewer,
        )
        hits = [hit.article for hit in found.hits(0, min(found.total, MOST_TITLES))]
        cards = cards_of(self.viewer, hits)
        for article in (cards[key] for key in hits if key in cards):
            yield Completion("title", article.title, article.get_absolute_url())

    # Counting

    def _plan(self, *nodes: Phrase | Term, facets: bool = False) -> Plan:
        return Plan(
            clauses=nodes,
            filters=self.query.filters(),
            without=self.query.without_filters(),
            limit=0,
            facets=facets,
            hidden=self.hidden,
        )

    def _count(self, query: Query) -> int:
        return find(query, limit=0, facets=False, viewer=self.viewer).total


def _authority(kind: Named) -> Literal["outlet", "actor", "place"]:
    """Whose names a facet is chosen by: outlets publish and are relayed."""
    return "outlet" if kind == "via" else kind


def _label(kind: Named, slug: str) -> str:
    """The name in the language of the page; empty where it isn't known yet."""
    thing = things_named(kind, [slug]).get(slug)
    return name_of(thing) if thing else ""


def _last_word(text: str) -> tuple[Word | None, str]:
    """The last word that was typed, and everything before it."""
    words = words_in(text)
    if not words:
        return None, ""
    return words[-1], text[: text.rindex(words[-1].printed)]


def _closed(text: str) -> str:
    """The text with the mark that closes a quotation left open in it."""
    if text.count('"') % 2:
        return text + '"'
    for opening, closing in QUOTATION_MARKS:
        if text.count(opening) > text.count(closing):
            return text + closing
    return text


def _groups(facets: Facets) -> Iterator[tuple[Named, dict[str, int]]]:
    yield "outlet", facets.outlets
    yield "via", facets.vias
    yield "actor", facets.actors
    yield "place", facets.places
