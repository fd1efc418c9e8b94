"""What a reader who types may want: people, bodies, places, outlets and frequent phrases.

Names come from the authorities, phrases from the headlines of published articles. Each is shown
with the number of published articles it leads to, counted by the index at that moment; what leads
to none is not offered, so nothing unpublished ever shows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from django.conf import settings

from archive.arabic.latin import skeleton
from archive.arabic.particles import without_article
from archive.caching import Cached
from search.engines.connection import reader
from search.engines.plan import Facets, Phrase, Plan, Term
from search.index import outbox
from search.index.phrases import phrase_book
from search.queries import Query
from search.query.authorities import Authorities, Words, authorities, bare_words

Named = Literal["outlet", "actor", "place"]
Kind = Named | Literal["phrase"]

SUGGESTED: tuple[Named, ...] = ("outlet", "actor", "place")
LONGEST = 100  # letters that are read
LEAST_LETTERS = 2
# By its consonants alone a name is found when enough of them were typed.
LEAST_CONSONANTS = 3
MOST_NAMES = 5  # so that phrases have room beside them
MOST_COUNTED = 12  # phrases that are counted, of which some may lead nowhere


@dataclass(frozen=True, slots=True)
class Completion:
    """What to search for: `url_query` is the query string of its results page."""

    kind: Kind
    label: str
    url_query: str
    count: int


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


def _range(keys: Sequence[str], start: str) -> slice:
    """Where the keys stand that begin so."""
    return slice(bisect_left(keys, start), bisect_left(keys, start + "\U0010ffff"))


def _sound(words: Sequence[str]) -> str:
    return " ".join(map(skeleton, words))


def completions(text: str, limit: int = 8) -> list[Completion]:
    """Up to `limit` completions of what was typed so far. Raises IndexUnavailable."""
    words = _begun(bare_words(text[:LONGEST]))
    if len("".join(words)) < LEAST_LETTERS:
        return []
    names = list(islice(_named(words), min(MOST_NAMES, limit)))
    taken = {bare_words(name.label) for name in names}
    phrases = (one for one in _phrases(words) if bare_words(one.label) not in taken)
    return [*names, *islice(phrases, limit - len(names))]


def _begun(words: Words) -> Words:
    """Words of which the last is unfinished: its article says nothing yet."""
    return (*words[:-1], without_article(words[-1])) if words else ()


def _named(words: Words) -> Iterator[Completion]:
    """Authorities whose names begin so, in full before in part, the most written about first."""
    best: dict[tuple[Named, str], bool] = {}
    known = authorities()
    for start in _names.get(lambda: _Names(known), version=known).beginning(words):
        key = start.kind, start.slug
        best[key] = best.get(key, False) or start.from_first
    counts, labels = _published_counts(), known.labels
    ranked = sorted(best, key=lambda key: (not best[key], -counts.get(key, 0), labels.get(key, "")))
    for kind, slug in ranked:
        if count := counts.get((kind, slug), 0):
            yield Completion(kind, labels[kind, slug], _address(kind, slug), count)


def _address(kind: Named, slug: str) -> str:
    return Query().replace(**{f"{kind}s": (slug,)}).to_querystring()


def _published_counts() -> dict[tuple[Named, str], int]:
    """How many published articles each authority leads to, counted once for each state."""
    hidden = outbox.pending_hidden()
    version = settings.ARCHIVE_INDEX, reader().vocabulary().generation, hidden
    return _counts.get(lambda: _counted(hidden), version)


def _counted(hidden: frozenset[int]) -> dict[tuple[Named, str], int]:
    facets = reader().find(Plan(limit=0, hidden=hidden)).facets
    assert facets is not None  # they were asked for
    return {(kind, slug): count for kind, group in _groups(facets) for slug, count in group.items()}


def _groups(facets: Facets) -> Iterator[tuple[Named, dict[str, int]]]:
    yield "outlet", facets.outlets
    yield "actor", facets.actors
    yield "place", facets.places


def _phrases(words: Words) -> Iterator[Completion]:
    """Frequent phrases that begin so and lead somewhere."""
    hidden = outbox.pending_hidden()
    phrases = phrase_book().beginning(words)[:MOST_COUNTED]
    nodes = [Phrase(one.words) if len(one.words) > 1 else Term(one.words[0]) for one in phrases]
    plans = [Plan(clauses=(node,), limit=0, facets=False, hidden=hidden) for node in nodes]
    for phrase, count in zip(phrases, reader().totals(plans), strict=True):
        if count:
            query = Query(words=phrase.printed)
            yield Completion("phrase", phrase.printed, query.to_querystring(), count)
