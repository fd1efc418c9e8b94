"""The names of the archive's authorities, as queries use them.

Read from the database at most every `FRESH` seconds in each process; a change made in the same
process counts at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models.signals import post_delete, post_save

from archive.arabic.distance import edit_distance
from archive.arabic.latin import skeleton
from archive.arabic.letters import is_arabic
from archive.arabic.name_matching import NameMatcher
from archive.arabic.particles import bare
from archive.arabic.tokens import keys
from archive.caching import Cached
from archive.models import Entity, EntityName, Source, SourceName
from search.query.syntax import Filtered

FRESH = 30.0  # seconds
# Two words of one name are spellings of each other when their consonants agree, there are enough
# of them to make a chance agreement unlikely, and no more than a vowel or two differs.
LEAST_CONSONANTS = 3
MOST_DIFFERENCE = 1.2

Words = tuple[str, ...]
EntityRow = tuple[int, str, str, str, str, str]  # key, slug, kind, Arabic, English, Kurdish name
NameRow = tuple[int, str, str, str, str]  # entity, name, language, whether it stands alone, kind


@dataclass(frozen=True, slots=True)
class Known:
    """An entity as queries know it: its slug and the Arabic names that stand for it alone.

    `full` are those of them that stand for each other in a query: neither short ones, which are
    a choice of words, nor those that hold the name of another («إدارة ترامب»), which say more.
    """

    slug: str
    name: str
    arabic: tuple[str, ...]
    full: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authorities:
    """All names at one moment."""

    slugs: dict[Filtered, dict[Words, tuple[str, ...]]]  # bare words of a name -> slugs
    entities: dict[int, Known]
    foreign: NameMatcher  # names in Latin letters and in Kurdish, ids are primary keys
    arabic: NameMatcher  # full Arabic names of those that have several
    spellings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labels: dict[tuple[Filtered, str], str] = field(default_factory=dict)  # Arabic, by slug
    words: frozenset[str] = frozenset()  # bare words of all Arabic names
    # Arabic names of places, of several words.
    places: NameMatcher = field(default_factory=lambda: NameMatcher(()))
    printed: dict[Words, str] = field(default_factory=dict)  # each name as it is written

    def longest(self, name: Filtered, words: Sequence[str]) -> int:
        """How many of the words make up a known name or part of one; 1 where none do."""
        known = self.slugs.get(name, {})
        for count in range(len(words), 1, -1):
            bare = bare_words(" ".join(words[:count]))
            if bare in known or any(holds(full, bare) for full in known):
                return count
        return 1

    def bearers_of(self, name: Filtered, words: Sequence[str]) -> tuple[str, ...]:
        """The slugs of a name in full, or of the one whose name holds it."""
        known, bare = self.slugs.get(name, {}), bare_words(" ".join(words))
        if not bare or bare in known:
            return known.get(bare, ())
        found = self.slugs_of(name, " ".join(words))
        return found if len(found) == 1 else ()

    def slugs_of(self, name: Filtered, printed: str) -> tuple[str, ...]:
        """The slugs that a typed name stands for; a part of a name stands for all that hold it."""
        known = self.slugs.get(name, {})
        words = bare_words(printed)
        if not words:
            return ()
        if words in known:
            return known[words]
        found = (slugs for full, slugs in known.items() if holds(full, words))
        return tuple(dict.fromkeys(slug for slugs in found for slug in slugs))

    def main_name(self, word: str) -> str | None:
        """The Arabic name of the one entity that a single folded word is an alias of."""
        bare = bare_words(word)
        kinds: tuple[Filtered, ...] = ("actor", "place")
        bearers = [(kind, slug) for kind in kinds for slug in self.slugs[kind].get(bare, ())]
        return self.labels[bearers[0]] if len(bearers) == 1 else None


def bare_words(name: str) -> Words:
    """The folded words of a name without their articles, which newsrooms add and drop."""
    return tuple(map(bare, keys(name)))


def holds(full: Words, part: Words) -> bool:
    """Whether the words of a name hold those of a part, one after the other."""
    return any(full[at : at + len(part)] == part for at in range(len(full) - len(part) + 1))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The tables of names as the database has them."""

    entities: list[EntityRow]
    names: list[NameRow]
    sources: list[tuple[str, str, str]]  # slug, Arabic, English name
    source_names: list[tuple[str, str]]


_rows: Cached[_Rows] = Cached(seconds=FRESH)
# Arranging takes far longer than reading, and names seldom change.
_authorities: Cached[Authorities] = Cached()


def authorities() -> Authorities:
    """The names as the database has them, or had them `FRESH` seconds ago."""
    rows = _rows.get(_read)
    return _authorities.get(lambda: _arranged(rows), version=rows)


def forget(**kwargs: object) -> None:
    """Read the names anew before the next query."""
    _rows.forget()


for _model in (Entity, EntityName, Source, SourceName):
    post_save.connect(forget, sender=_model, dispatch_uid=f"search-names-{_model.__name__}")
    post_delete.connect(forget, sender=_model, dispatch_uid=f"search-names-{_model.__name__}")


def _read() -> _Rows:
    entities = Entity.objects.values_list("pk", "slug", "kind", "name_ar", "name_en", "name_ku")
    names = EntityName.objects.values_list("entity", "name", "language", "standalone", "kind")
    sources = Source.objects.values_list("slug", "name_ar", "name_en")
    source_names = SourceName.objects.values_list("source__slug", "name")
    return _Rows(list(entities), list(names), list(sources), list(source_names))


def _arranged(rows: _Rows) -> Authorities:
    entities, names = rows.entities, rows.names
    slugs: dict[Filtered, dict[Words, list[str]]] = {
        "outlet": defaultdict(list),
        "actor": defaultdict(list),
        "place": defaultdict(list),
    }
    fields: dict[int, tuple[Filtered, str]] = {}
    printed: dict[Words, str] = {}
    for pk, slug, kind, *spelt in entities:
        fields[pk] = ("place" if kind == Entity.Kind.PLACE else "actor"), slug
        for name in spelt:
            _file(slugs[fields[pk][0]], name, slug, printed)
    for pk, name, *_facts in names:
        field_name, slug = fields[pk]
        _file(slugs[field_name], name, slug, printed)
    for slug, *spelt in (*rows.sources, *rows.source_names):
        for name in (*spelt, slug):
            _file(slugs["outlet"], name, slug, printed)
    known = _known(entities, names)
    slugs |= {"via": slugs["outlet"], "said": _of_all(slugs.values())}
    return Authorities(
        slugs={
            name: {words: tuple(dict.fromkeys(found)) for words, found in table.items()}
            for name, table in slugs.items()
        },
        entities=known,
        foreign=NameMatcher(_foreign_names(entities, names)),
        arabic=NameMatcher((pk, name) for pk, one in known.items() for name in one.full),
        places=NameMatcher(
            (pk, name)
            for pk, _slug, kind, *_names in entities
            if kind == Entity.Kind.PLACE
            for name in known[pk].arabic
            if len(name.split()) > 1
        ),
        spellings=_spellings(entities, names),
        printed=printed,
        words=frozenset(
            word
            for known_names in known.values()
            for name in known_names.arabic
            for word in bare_words(name)
        ),
        labels={
            **{fields[pk]: name_ar for pk, _slug, _kind, name_ar, _en, _ku in entities},
            **{("outlet", slug): name_ar for slug, name_ar, _en in rows.sources},
        },
    )


def _of_all(tables: Iterable[Mapping[Words, list[str]]]) -> dict[Words, list[str]]:
    """Whoever may speak: people, bodies, places for their governments, outlets."""
    found: dict[Words, list[str]] = defaultdict(list)
    for table in tables:
        for words, several in table.items():
            found[words] += several
    return found


def _file(table: dict[Words, list[str]], name: str, slug: str, printed: dict[Words, str]) -> None:
    if words := bare_words(name):
        table[words].append(slug)
        printed.setdefault(words, name)


def _known(entities: Sequence[EntityRow], names: Iterable[NameRow]) -> dict[int, Known]:
    arabic = {pk: {name_ar: True} for pk, _slug, _kind, name_ar, _en, _ku in entities}
    bearers: dict[Words, set[int]] = defaultdict(set)
    for pk, _slug, _kind, name_ar, _en, _ku in entities:
        bearers[bare_words(name_ar)].add(pk)
    for pk, name, language, standalone, kind in names:
        if language != "ar":
            continue
        bearers[bare_words(name)].add(pk)
        if standalone == EntityName.Standalone.YES:
            arabic[pk].setdefault(name, kind != EntityName.Kind.SHORT)
    known = {}
    for pk, slug, _kind, name_ar, _en, _ku in entities:
        in_full = (name for name, is_full in arabic[pk].items() if is_full)
        full = tuple(name for name in in_full if not _names_another(name, pk, bearers))
        known[pk] = Known(slug, name_ar, tuple(arabic[pk]), full if len(full) > 1 else ())
    return known


def _names_another(name: str, pk: int, bearers: Mapping[Words, set[int]]) -> bool:
    """Whether someone else bears this name, or one that follows in it and is not its own."""
    words = bare_words(name)
    if bearers[words] != {pk}:
        return True
    parts = (words[start:end] for start, end in combinations(range(1, len(words) + 1), 2))
    return any(pk not in bearers.get(part, {pk}) for part in parts)


def _foreign_names(
    entities: Iterable[EntityRow],
    names: Iterable[NameRow],
) -> Iterable[tuple[int, str]]:
    for pk, _slug, _kind, _ar, name_en, name_ku in entities:
        yield from ((pk, name) for name in (name_en, name_ku) if name)
    yield from ((pk, name) for pk, name, language, *_facts in names if language != "ar")


def _spellings(
    entities: Iterable[EntityRow],
    names: Iterable[NameRow],
) -> dict[str, tuple[str, ...]]:
    """Arabic words that are spellings of each other because one entity bears both."""
    words: dict[int, set[str]] = defaultdict(set)
    for pk, _slug, _kind, name_ar, _en, _ku in entities:
        words[pk].update(bare_words(name_ar))
    for pk, name, language, *_facts in names:
        if language == "ar":
            words[pk].update(bare_words(name))
    found: dict[str, set[str]] = defaultdict(set)
    for group in words.values():
        shapes = {word: skeleton(word) for word in group if is_arabic(word[0])}
        for word, other in combinations(sorted(shapes), 2):
            if shapes[word] == shapes[other] and _are_spellings(word, other, shapes[word]):
                found[word].add(other)
                found[other].add(word)
    return {word: tuple(sorted(others)) for word, others in found.items()}


def _are_spellings(word: str, other: str, consonants: str) -> bool:
    if len(consonants) < LEAST_CONSONANTS:
        return False
    # A particle or an ending more is for the stemmer to judge.
    if word[-1] != other[-1] or word.endswith(other) or other.endswith(word):
        return False
    return edit_distance(word, other, MOST_DIFFERENCE) <= MOST_DIFFERENCE
