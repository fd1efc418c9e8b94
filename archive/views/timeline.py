"""What the coverage says happened, by day, beside what was published on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.dates import DateError, parse_partial
from archive.models import Entity
from archive.reading import trail
from archive.reading.happenings import ToldRow, told_rows
from archive.reading.statistics import version
from archive.reading.timeline import (
    Asked,
    Days,
    Figures,
    drawing_of,
    figures_of,
    month_around,
    page_at,
    rows_asked,
    year_of,
)
from archive.reading.typed_names import entities_named
from archive.views.fields import PartialDateField, WordsField
from archive.views.merged import filters_lead_on

LONGEST_NAME = 100
SAMPLES = 3  # of those that share a name


class TimelineForm(forms.Form):
    """What narrows the timeline; a field that holds an error is said, and counts as left empty."""

    q = WordsField()
    actor = forms.CharField(required=False)
    place = forms.CharField(required=False)
    on = forms.CharField(required=False)
    at = forms.CharField(required=False)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        # `from` is a word of Python, so it can't be declared above.
        self.fields["from"] = PartialDateField()
        self.fields["to"] = PartialDateField(last=True)

    def clean_actor(self) -> Entity | None:
        return _one_named(self.cleaned_data["actor"], places=False)

    def clean_place(self) -> Entity | None:
        return _one_named(self.cleaned_data["place"], places=True)

    def clean_on(self) -> Days | None:
        return _days(self.cleaned_data["on"])

    def clean_at(self) -> tuple[str, Days] | None:
        written = self.cleaned_data["at"]
        days = _days(written)
        return (written, days) if days else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("from"), cleaned.get("to")
        if since and until and since > until:
            cleaned["from"] = cleaned["to"] = None
            self.add_error(None, _("The period ends before it begins: exchange its two dates."))
        return cleaned

    def to_asked(self) -> Asked:
        self.is_valid()
        cleaned = self.cleaned_data
        on = cleaned.get("on")
        return Asked(
            words=cleaned.get("q", ""),
            actor=cleaned.get("actor"),
            place=cleaned.get("place"),
            since=None if on else cleaned.get("from"),
            until=None if on else cleaned.get("to"),
            on=on,
        )

    @property
    def starts_at(self) -> tuple[str, Days] | None:
        self.is_valid()
        return self.cleaned_data.get("at")

    def messages(self) -> list[str]:
        return [message for errors in self.errors.values() for message in errors]


def _one_named(typed: str, *, places: bool) -> Entity | None:
    typed = typed[:LONGEST_NAME]
    if not typed:
        return None
    found = entities_named(typed, places=places)
    if len(found) == 1:
        return found[0]
    name = format_html('<bdi dir="auto">{}</bdi>', typed)
    if found:
        raise ValidationError(format_html(_("Several are called “{}”: {}."), name, _choices(found)))
    missing = (
        _("The archive knows no place called “{}”.")
        if places
        else _("The archive knows no person or body called “{}”.")
    )
    raise ValidationError(format_html(missing, name))


def _choices(found: Sequence[Entity]) -> str:
    separator = _(", ")
    links = ((one.get_absolute_url(), one.name_ar, one.slug) for one in found[:SAMPLES])
    return format_html_join(separator, '<a href="{}">{}</a> (<bdi dir="ltr">{}</bdi>)', links)


def _days(written: str) -> Days | None:
    """A day, month or year, or a period between two days, as addresses of the timeline have it."""
    if not written:
        return None
    first, slash, last = written.partition("/")
    try:
        begins, ends = parse_partial(first), parse_partial(last if slash else first)
    except DateError as error:
        raise ValidationError(error.message) from error
    if ends.last < begins.first:
        raise ValidationError(_("The period ends before it begins: exchange its two dates."))
    return Days(begins.first, ends.last)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of a month, or of what is told of a year and of no month of it."""

    days: Days
    is_year: bool
    rows: list[ToldRow]
    articles: int


@require_safe
@filters_lead_on
def timeline(request: HttpRequest) -> HttpResponse:
    """Some neighbouring months; the address says which, whom and what about."""
    form = TimelineForm(request.GET)
    asked = form.to_asked()
    now = version(request.user)
    figures = figures_of(asked, request.user, now)
    rows = rows_asked(asked, figures)
    page = page_at(rows, form.starts_at, from_start=asked.is_narrowed)
    told = told_rows(page.rows, asked, request.user, now)
    context = {
        "asked": asked,
        "sections": list(_sections(told, figures)),
        "drawing": drawing_of(asked, figures),
        "trail": _trail(asked),
        "before": _step(asked, page.before),
        "after": _step(asked, page.after),
        "all_time": asked.within(None, None).address(),
        "messages_for_reader": form.messages(),
        "typed": {name: request.GET.get(name, "") for name in ("q", "actor", "place")},
        "dates": {"since": request.GET.get("from", ""), "until": request.GET.get("to", "")},
        "errors": form.errors,
    }
    return render(request, "archive/timeline.html", context)


def _sections(told: Iterable[ToldRow], figures: Figures) -> Iterable[Section]:
    for section, rows in groupby(told, key=lambda row: row.days.section):
        year, month = section
        days = month_around(date(year, month, 1)) if month else year_of(year)
        yield Section(days, not month, list(rows), figures.months.get(section, 0))


@dataclass(frozen=True, slots=True)
class Step:
    """Another period to go to."""

    days: Days
    address: str


def _trail(asked: Asked) -> list[trail.Step]:
    """From all years to the period asked for."""
    since, until = (asked.on.first, asked.on.last) if asked.on else (asked.since, asked.until)
    return trail.trail(since, until, lambda first, last: asked.within(first, last).address())


def _step(asked: Asked, days: Days | None) -> Step | None:
    return Step(days, asked.address(at=days.written)) if days else None
