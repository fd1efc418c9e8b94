"""The ways on from a search that found nothing with all its words.

Each way is another search, counted before it is offered: one that finds nothing is never offered.
What asks for least to be given up comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.arabic.function_words import is_function_word
from archive.models.visibility import Viewer
from archive.templatetags.archive_text import grouped
from search.engines.plan import UNKNOWN_OUTLET
from search.queries import GROUPS, LEFT_OUT, Found, Query, find
from search.query.syntax import Field, Filtered, Item, ParsedQuery, Word, is_exacting

MOST_WAYS = 6
MOST_ITEMS = 8  # of a query, of which one after the other is left out
LEAST_FREED = 3  # limits, from which two are taken off together


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Another search that finds something, with its count; of `words` the label is what to find."""

    label: str
    address: str
    count: int
    words: bool = False


class Asked(NamedTuple):
    """A search with its words as read; `query.words` holds them as typed until one is changed."""

    query: Query
    parsed: ParsedQuery

    def with_words(self, **changes: Any) -> Asked:
        parsed = replace(self.parsed, **changes)
        return Asked(self.query.replace(words=parsed.text), parsed)


class Step(NamedTuple):
    label: str
    asked: Asked
    words: bool = False


class Limit(NamedTuple):
    """What keeps articles out, and how it is taken off."""

    label: str
    free: Callable[[Asked], Asked]


def ways_on(found: Found) -> list[Way]:
    """Nearby searches that find something; those of fewer words in the whole archive come last."""
    tried = {found.query}
    for steps in _steps(Asked(found.query, found.parsed), has_most=bool(found.total_most)):
        ways: list[Way] = []
        for step in steps:
            query = step.asked.query
            if query in tried or len(ways) == MOST_WAYS or not _asks(query):
                continue
            tried.add(query)
            if count := find(query, limit=0, facets=False, viewer=found.viewer).total:
                ways.append(
                    Way(
                        label=step.label,
                        address=query.get_absolute_url(),
                        count=count,
                        words=step.words,
                    )
                )
        if ways:
            return ways
    return []


def _asks(query: Query) -> bool:
    """Whether anything is asked: all articles are no way on from a search."""
    return bool(query.words or query.without("where").is_narrowed)


def _steps(asked: Asked, *, has_most: bool) -> Iterator[Iterable[Step]]:
    """Further and further from what was asked; the next is gone where one leads nowhere. Single
    words say less than articles with most of the words, where there are any."""
    limits = list(_limits(asked))
    words = list(_words(asked))
    yield [*_freed(asked, limits), *_everywhere(asked), *_fewer(asked), *_freed(asked, words)]
    if len(limits) + len(words) >= LEAST_FREED:
        yield _freed_of_two(asked, [*limits, *words])
    free = asked
    for limit in limits:
        free = limit.free(free)
    if free.parsed.text:
        yield [Step(free.parsed.text, free, words=True)]
        yield _fewer(free)
        if not has_most:
            yield _one_by_one(free)


# Limits


def _limits(asked: Asked) -> Iterator[Limit]:
    """What may be taken off, chosen beside the results and written among the words alike."""
    query, parsed = asked
    for label, groups, fields in _choices():
        if any(map(query.chosen, groups)) or any(one.name in fields for one in parsed.filters):
            yield Limit(label, _unchosen(groups, fields))
    if query.since or query.until or query.undated or parsed.between:
        yield Limit(_("At any time"), _at_any_time)
    if query.without_filters() or parsed.excluded or parsed.without or parsed.not_between:
        yield Limit(_("Without leaving anything out"), _leaving_nothing_out)
    if query.exact:
        yield Limit(_("In any spelling"), lambda one: _queried(one, exact=False))
    if not query.also:
        yield Limit(_("With other names too"), lambda one: _queried(one, also=True))
    if query.where or any(isinstance(one, Field) for one in (*parsed.clauses, *parsed.required)):
        yield Limit(_("In the whole text"), _anywhere)
    if parsed.has_phrase:
        yield Limit(_("Without the quotation marks"), _unquoted)


def _words(asked: Asked) -> Iterator[Limit]:
    """The words themselves, where other limits remain."""
    if _telling(asked.parsed) and (asked.query.is_narrowed or asked.parsed.has_fields):
        yield Limit(_("Whatever the words"), _wordless)


def _choices() -> Iterator[tuple[str, tuple[str, ...], tuple[Filtered, ...]]]:
    """Groups of choices that are taken off together, with the fields that choose the same."""
    yield _("In all outlets"), ("outlets",), ("outlet",)
    yield _("Whoever and wherever it is about"), ("actors", "places"), ("actor", "place")
    yield _("Whoever says it"), ("speakers", "kinds", "vias"), ("said", "via")
    yield _("Whoever wrote it"), (), ("byline",)


def _queried(asked: Asked, **changes: object) -> Asked:
    return asked._replace(query=asked.query.replace(**changes))


def _unchosen(groups: Sequence[str], fields: Sequence[Filtered]) -> Callable[[Asked], Asked]:
    def free(asked: Asked) -> Asked:
        """What is left out of a group stays out."""
        kept = {
            group: tuple(LEFT_OUT + slug for slug in asked.query.left_out(group))
            for group in groups
        }
        filters = tuple(one for one in asked.parsed.filters if one.name not in fields)
        freed = _queried(asked, **kept)
        return freed.with_words(filters=filters) if filters != asked.parsed.filters else freed

    return free


def _at_any_time(asked: Asked) -> Asked:
    freed = _queried(asked, since=None, until=None, undated=False)
    return freed.with_words(between=None) if asked.parsed.between else freed


def _leaving_nothing_out(asked: Asked) -> Asked:
    freed = _queried(asked, **{group: asked.query.chosen(group) for group in GROUPS})
    parsed = asked.parsed
    if parsed.excluded or parsed.without or parsed.not_between:
        return freed.with_words(excluded=(), without=(), not_between=())
    return freed


def _anywhere(asked: Asked) -> Asked:
    def freed(items: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(item.item if isinstance(item, Field) else item for item in items)

    parsed = asked.parsed
    everywhere = _queried(asked, where="")
    if parsed.has_fields:
        return everywhere.with_words(clauses=freed(parsed.clauses), required=freed(parsed.required))
    return everywhere


def _wordless(asked: Asked) -> Asked:
    return _queried(asked.with_words(clauses=(), required=()), where="")


def _unquoted(asked: Asked) -> Asked:
    parsed = asked.parsed.unquoted()
    return Asked(asked.query.replace(words=parsed.text), parsed)


def _freed(asked: Asked, limits: Sequence[Limit]) -> Iterator[Step]:
    for limit in limits:
        yield Step(limit.label, limit.free(asked))


def _everywhere(asked: Asked) -> Iterator[Step]:
    query = asked.query
    if query.is_narrowed and query.words:
        everywhere = Query(words=query.words, exact=query.exact, also=query.also)
        yield Step(_("In the whole archive"), asked._replace(query=everywhere))


def _freed_of_two(asked: Asked, limits: Sequence[Limit]) -> Iterator[Step]:
    for one, other in combinations(limits, 2):
        label = one.label + _(", ") + other.label[:1].lower() + other.label[1:]
        yield Step(label, other.free(one.free(asked)))


# Words


def _fewer(asked: Asked) -> Iterator[Step]:
    """The search without one of its words or phrases."""
    items = _telling(asked.parsed)
    if 2 <= len(items) <= MOST_ITEMS:
        for item in items:
            yield _only([other for other in items if other is not item], asked)


def _one_by_one(asked: Asked) -> Iterator[Step]:
    items = _telling(asked.parsed)[:MOST_ITEMS]
    if len(items) > 2:
        for item in items:
            yield _only([item], asked)


def _only(items: Sequence[Item], asked: Asked) -> Step:
    step = asked.with_words(
        clauses=tuple(item for item in items if not is_exacting(item)),
        required=tuple(item for item in items if is_exacting(item)),
    )
    return Step(step.parsed.text, step, words=True)


def _telling(parsed: ParsedQuery) -> list[Item]:
    """The items that say what is sought."""
    return [
        item
        for item in (*parsed.clauses, *parsed.required)
        if not (isinstance(item, Word) and is_function_word(item.printed))
    ]


# Browsing


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list of the archive to go through, and how long it is, in words."""

    label: str
    address: str
    count: str


def shelves(viewer: Viewer) -> list[Shelf]:
    """What there is to go through without a search: nothing that is empty."""
    everything = find(Query(sort="newest"), limit=0, viewer=viewer)
    facets = everything.facets
    if not everything.total or facets is None:
        return []
    outlets = len(facets.outlets.keys() - {UNKNOWN_OUTLET})
    actors, places = len(facets.actors), len(facets.places)
    counted = ngettext("%(shown)s article", "%(shown)s articles", everything.total)
    articles = counted % {"shown": grouped(everything.total)}
    rows = [
        Shelf(_("All articles, newest first"), everything.query.get_absolute_url(), articles),
        Shelf(_("Outlets"), reverse("archive:outlets"), _numbered(outlets)),
        Shelf(_("People and bodies"), reverse("archive:actors"), _numbered(actors)),
        Shelf(_("Places"), reverse("archive:places"), _numbered(places)),
    ]
    return [row for row in rows if row.count]


def _numbered(number: int) -> str:
    return grouped(number) if number else ""
