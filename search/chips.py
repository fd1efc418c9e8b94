"""The filters in force, as chips: links to the same search without one of them.

Some were chosen beside the results, others stand among the words of the query (`المصدر:رويترز`,
`-بين:2019..2020`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.dates import DateError
from archive.dates.printed import period_text
from search.engines.plan import PRINTED
from search.pages import GROUPS, Thing, is_known, labels, named, texts_searched, things_named
from search.queries import LEFT_OUT, Query
from search.query.expansion import ExpandedQuery, period
from search.query.syntax import Between, Filter, Filtered, ParsedQuery, show

T = TypeVar("T")

FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"
NAMES_SHOWN = 3  # where part of a name stands for many


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter in force, and the search without it; `field` is the facet that chooses by it."""

    label: str
    text: str
    rest: Query
    field: str = ""
    thing: Thing | None = None
    is_known: bool = True  # whether the archive has what was chosen

    @property
    def address(self) -> str:
        return self.rest.get_absolute_url()


def chosen(query: Query) -> list[Chip]:
    """The filters chosen beside the results, in the order of the address."""
    chips = []
    for name in GROUPS:
        values = getattr(query, f"{name}s")
        slugs = {value: value.removeprefix(LEFT_OUT) for value in values}
        things = things_named(name, slugs.values()) if slugs else {}
        for value, slug in slugs.items():
            is_chosen = value == slug
            chips.append(
                Chip(
                    label=labels(name)[0] if is_chosen else _excluded_label(name),
                    text=named(name, slug, things),
                    rest=query.without(f"{name}s", value),
                    field=name if is_chosen else "",
                    thing=things.get(slug),
                    is_known=is_known(name, slug, things),
                )
            )
    if query.since or query.until:
        rest = query.replace(since=None, until=None)
        text = period_text(query.since, query.until)
        chips.append(Chip(label=_("Date"), text=text, rest=rest, field="date"))
    if query.undated:
        chips.append(Chip(label=_("Date"), text=_("Undated"), rest=query.without("undated")))
    if query.where:
        rest, text = query.without("where"), texts_searched()[query.where]
        chips.append(Chip(label=_("Search in"), text=text, rest=rest))
    if query.exact:
        rest, text = query.without("exact"), _("Exactly as I spell it")
        chips.append(Chip(label=_("Spelling"), text=text, rest=rest))
    return chips


def written(query: Query, parsed: ParsedQuery, expanded: ExpandedQuery) -> list[Chip]:
    """The filters among the words, then what the words exclude by a field, in the same order."""
    chips: list[Chip] = []
    for one in parsed.filters:
        rest = replace(parsed, filters=_but(parsed.filters, one))
        chips += _named_chip(
            _label(_group(one.name)), one, expanded, query.replace(words=rest.text)
        )
    if parsed.between:
        rest = replace(parsed, between=None)
        chips += _period_chip(_("Date"), parsed.between, query.replace(words=rest.text))
    for one in parsed.without:
        rest = replace(parsed, without=_but(parsed.without, one))
        chips += _named_chip(
            _excluded_label(_group(one.name)), one, expanded, query.replace(words=rest.text)
        )
    for dates in parsed.not_between:
        rest = replace(parsed, not_between=_but(parsed.not_between, dates))
        chips += _period_chip(_("Not date"), dates, query.replace(words=rest.text))
    for item in parsed.excluded_fields:
        rest = replace(parsed, excluded=_but(parsed.excluded, item))
        chips.append(
            Chip(
                label=_excluded_label(item.name),
                text=show(item.item),
                rest=query.replace(words=rest.text),
            )
        )
    return chips


def cleared(query: Query, parsed: ParsedQuery) -> str:
    """The address of the words alone."""
    words = parsed.unfiltered()
    return Query(words=query.words if words == parsed else words.text).get_absolute_url()


def where_sought(query: Query) -> str:
    """The filters in words, for a search that found nothing: where, then when, then the rest."""
    chips = chosen(query)
    places = [_isolated(chip.text) for chip in chips if chip.field in ("outlet", "place")]
    parts = [_("in %(where)s") % {"where": _(", ").join(places)}] if places else []
    parts += [chip.text for chip in chips if chip.field == "date"]
    rest = [
        f"{chip.label}{_(':')} {_isolated(chip.text)}"
        for chip in chips
        if chip.field not in ("outlet", "place", "date")
    ]
    sought = _(", ").join((*parts, *rest))
    return sought if parts or not rest else f"({sought})"


def _isolated(name: str) -> str:
    """A name in the direction of its own first letter: two in Latin letters would swap."""
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"


def _but(many: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(each for each in many if each != one)


def _group(name: Filtered) -> str:
    """The facet in which a field chooses."""
    return "speaker" if name == "said" else name


def _label(name: str) -> str:
    return _("Author") if name == "byline" else labels(name)[0]


def _excluded_label(name: str) -> str:
    return {
        "outlet": _("Not outlet"),
        "actor": _("Not person or body"),
        "place": _("Not place"),
        "title": _("Not in the headline"),
        "byline": _("Not by"),
        "speaker": _("Not said by"),
        "kind": _("Not kind of statement"),
        "via": _("Not via"),
        "between": _("Not date"),
    }[name]


def _named_chip(label: str, one: Filter, expanded: ExpandedQuery, rest: Query) -> Iterator[Chip]:
    """The chip of a name among the words; none where nobody bears it, which a note says."""
    slugs = expanded.named.get(one, ())
    if not slugs:
        return
    if one.name == "byline":
        yield Chip(label=label, text=one.printed, rest=rest)
        return
    group = _group(one.name)
    things = things_named(group, slugs)
    known = [slug for slug in slugs if not slug.startswith(PRINTED)]
    names = [named(group, slug, things) for slug in known] or [one.printed]
    yield Chip(
        label=label,
        text=_listed(names),
        rest=rest,
        thing=things.get(slugs[0]) if len(slugs) == 1 else None,
    )


def _listed(names: Sequence[str]) -> str:
    shown = _(", ").join(names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": shown,
        "count": more,
    }


def _period_chip(label: str, dates: Between, rest: Query) -> Iterator[Chip]:
    """The chip of a span among the words; none where it is no span, which a note says."""
    try:
        since, until = period(dates)
    except DateError:
        return
    yield Chip(label=label, text=period_text(since, until), rest=rest)
