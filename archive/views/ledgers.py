"""Ledgers of what was said: promises by their day, refusals to speak, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.arabic.letters import fold
from archive.languages import in_english
from archive.models import Merge
from archive.models.quotations import QuotationQuerySet
from archive.models.visibility import Viewer
from archive.reading.ledgers.later import Later, later_coverage
from archive.reading.ledgers.missing import (
    KINDS,
    OUTLET,
    Missing,
    holding,
    missing,
    namings,
    places_of,
)
from archive.reading.ledgers.promises import (
    Key,
    Promise,
    keys_of,
    promises_asked_for,
    promises_by_key,
)
from archive.reading.ledgers.refusals import refusals, refusals_asked_for
from archive.reading.sayings import Asked, Choice, Group, group_in
from archive.reading.statements import statements_by_key
from archive.reading.statistics import remembered, summary, version
from archive.views.fields import LONGEST_WORDS
from archive.views.merged import filters_lead_on
from archive.views.quotations import QuotationsForm

PROMISES_ON_A_PAGE = 10
REFUSALS_ON_A_PAGE = 25
MISSING_ON_A_PAGE = 30
NAMINGS_ON_A_PAGE = 20
ON_THE_FIRST_PAGE = 3  # of each ledger
MOST_LATER = 4  # passages under a promise
LATER_OF_ONE = 40  # under a promise that stands alone
MOST_CHOICES = 30  # speakers or outlets to choose from


@dataclass(frozen=True, slots=True)
class Due:
    """A promise as the page lists it: the passages nearest to its day, of so many."""

    promise: Promise
    later: list[Later]
    total: int
    reached: bool  # whether the archive has anything published on that day or after

    @property
    def reference(self) -> str:
        """Its name in addresses: that of its passage, or of an article for its headline."""
        statement = self.promise.statement
        return (statement.span.passage if statement.span else statement.article).public_id


# What is counted on every page of the ledgers


def _promise_keys(viewer: Viewer, now: str) -> list[Key]:
    def found() -> list[Key]:
        return keys_of(promises_asked_for(Asked(), viewer), earliest_first=False)

    return remembered("ledgers:promises", found, now)


def _refusal_keys(viewer: Viewer, now: str) -> list[int]:
    def found() -> list[int]:
        return list(refusals_asked_for(Asked(), viewer).by_day().values_list("pk", flat=True))

    return remembered("ledgers:refusals", found, now)


def _shared(viewer: Viewer, now: str, shows: str) -> dict[str, Any]:
    return {
        "shows": shows,
        "counts": {
            "promises": len(_promise_keys(viewer, now)),
            "refusals": len(_refusal_keys(viewer, now)),
            "missing": len(missing(viewer, now)),
        },
    }


@require_safe
def ledgers(request: HttpRequest) -> HttpResponse:
    """The first of each ledger, and the way to all."""
    viewer, now = request.user, version(request.user)
    keys, pks = _promise_keys(viewer, now), _refusal_keys(viewer, now)
    context = {
        **_shared(viewer, now, "all"),
        "dues": _dues(promises_by_key(keys[:ON_THE_FIRST_PAGE], viewer), viewer, now, MOST_LATER),
        "refusals": refusals(statements_by_key(pks[:ON_THE_FIRST_PAGE], viewer)),
        "lacking": missing(viewer, now)[:ON_THE_FIRST_PAGE],
        "summary": summary(),
    }
    return render(request, "archive/ledgers.html", context)


@require_safe
@filters_lead_on
def promises(request: HttpRequest) -> HttpResponse:
    """Statements that hold a day to come, by that day, with what was published afterwards."""
    viewer, now = request.user, version(request.user)
    form = QuotationsForm(request.GET)
    asked, of = form.to_asked(), request.GET.get("of", "")[:40]
    found = _of(promises_asked_for(asked, viewer), of)
    if of or asked.is_narrowed or asked.oldest_first:
        keys = keys_of(found, earliest_first=asked.oldest_first)
    else:
        keys = _promise_keys(viewer, now)
    if of and not keys:
        raise Http404
    page = Paginator(keys, PROMISES_ON_A_PAGE).get_page(request.GET.get("page"))
    listed = promises_by_key(list(page.object_list), viewer)
    context = {
        **_shared(viewer, now, "promises"),
        **_filters(form, asked, "promises", partial(promises_asked_for, viewer=viewer), now),
        "of": of,
        "page": page,
        "total": len(keys),
        "dues": _dues(listed, viewer, now, LATER_OF_ONE if of else MOST_LATER),
        "summary": summary(),
    }
    return render(request, "archive/ledger_promises.html", context)


def _of(found: QuotationQuerySet, reference: str) -> QuotationQuerySet:
    """Those of one passage, or of the headline of one article, where the address names it."""
    if not reference:
        return found
    headline = Q(in_title=True, revision__article__public_id=reference)
    return found.filter(Q(passage__public_id=reference) | headline)


def _dues(listed: Sequence[Promise], viewer: Viewer, now: str, most: int) -> list[Due]:
    later, last = later_coverage(listed, viewer, now), summary().last
    return [
        Due(
            promise,
            _nearest(promise, later.get(promise.due.pk, []), most),
            len(later.get(promise.due.pk, [])),
            last is not None and promise.days[0] <= last,
        )
        for promise in listed
    ]


def _nearest(promise: Promise, later: list[Later], most: int) -> list[Later]:
    """The last before the day and the first from it on, more of these."""
    due = promise.days[0]
    before = [one for one in later if one.article.published_from < due]
    since = [one for one in later if one.article.published_from >= due]
    kept = since[: max(most - 1, most - len(before))]
    room = most - len(kept)
    return before[max(0, len(before) - room) :] + kept


@require_safe
@filters_lead_on
def refusals_to_comment(request: HttpRequest) -> HttpResponse:
    """Who would not speak: about what, to whom, when, and where it was printed."""
    viewer, now = request.user, version(request.user)
    form = QuotationsForm(request.GET)
    asked = form.to_asked()
    if asked.is_narrowed or asked.oldest_first:
        found = refusals_asked_for(asked, viewer).by_day(oldest_first=asked.oldest_first)
        pks = list(found.values_list("pk", flat=True))
    else:
        pks = _refusal_keys(viewer, now)
    page = Paginator(pks, REFUSALS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **_shared(viewer, now, "refusals"),
        **_filters(form, asked, "refusals", partial(refusals_asked_for, viewer=viewer), now),
        "page": page,
        "total": len(pks),
        "refusals": refusals(statements_by_key(list(page.object_list), viewer)),
    }
    return render(request, "archive/ledger_refusals.html", context)


def _filters(
    form: QuotationsForm,
    asked: Asked,
    ledger: str,
    found: Callable[[Asked], QuotationQuerySet],
    now: str,
) -> dict[str, Any]:
    """What may be chosen, counted as a group counts: without its own choice."""

    def counted() -> list[Group]:
        return [
            group_in(name, asked, found(asked.without(name)), most=MOST_CHOICES)
            for name in ("speaker", "outlet")
        ]

    whole = not asked.is_narrowed
    groups = remembered(f"ledgers:{ledger}:groups", counted, now) if whole else counted()
    return {
        "asked": asked,
        "groups": [_by_name(group) for group in groups],
        "narrowed": replace(asked, kinds=(), vias=()).is_narrowed,
        "messages_for_reader": form.messages(),
        "date_errors": form.errors,
        "dates": {"since": form.data.get("from", ""), "until": form.data.get("to", "")},
    }


def _by_name(group: Group) -> Group:
    """A list to pick from, without counts, goes by the names that are read in it."""
    return replace(group, choices=sorted(group.choices, key=_read_as))


def _read_as(choice: Choice) -> tuple[bool, str]:
    if choice.thing is None:
        return (False, choice.value)
    name = (choice.thing.name_en if in_english() else "") or choice.thing.name_ar
    return (True, fold(name).casefold())


@require_safe
def missing_references(request: HttpRequest) -> HttpResponse:
    """What texts refer to and the archive lacks; with `of` where one of these is named."""
    viewer, now = request.user, version(request.user)
    everything = missing(viewer, now)
    if of := request.GET.get("of", ""):
        return _missing_reference(request, everything, of)
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_WORDS].strip()
    kind = request.GET.get("kind", "")
    chosen = kind if kind in KINDS else ""
    named = holding(everything, words) if words else everything
    listed = [one for one in named if chosen in ("", one.kind)]
    page = Paginator(listed, MISSING_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **_shared(viewer, now, "missing"),
        "kinds": [(one, sum(each.kind == one for each in named)) for one in KINDS],
        "kind": chosen,
        "words": words,
        "page": page,
        "lacking": page.object_list,
        "total": len(listed),
    }
    return render(request, "archive/ledger_missing.html", context)


def _missing_reference(request: HttpRequest, listed: Sequence[Missing], of: str) -> HttpResponse:
    one = next((each for each in listed if each.reference == of), None)
    if one is None:
        return _merged_reference(request, of)
    page: Page = Paginator(places_of(one), NAMINGS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **_shared(request.user, version(request.user), "missing"),
        "one": one,
        "page": page,
        "namings": namings(list(page.object_list), request.user),
    }
    return render(request, "archive/ledger_reference.html", context)


def _merged_reference(request: HttpRequest, of: str) -> HttpResponse:
    """Raises Http404 unless it names an outlet that was merged into another one."""
    kind, _colon, slug = of.replace("\0", "").partition(":")
    kept = Merge.objects.kept_for(Merge.What.SOURCE, slug) if kind == OUTLET else None
    if kept is None:
        raise Http404
    return HttpResponsePermanentRedirect(
        f"{request.path}?{urlencode({'of': f'{OUTLET}:{kept}'}, safe=':')}"
    )
