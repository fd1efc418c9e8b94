"""How templates print what the archive stores: dates, numbers, names in their own direction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from textwrap import shorten

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from archive.arabic.wording import Run
from archive.dates import printed
from archive.dates.printed import month_of, printed_day, printed_weekday, weekday_name
from archive.languages import direction, in_english
from archive.models import Article, Entity, Source
from archive.reading.passages import MarkedRun, ReadPassage, Segment, outer_address

register = template.Library()
register.filter(month_of)
register.filter("weekday", printed_weekday)
register.filter(weekday_name)
register.filter(direction)


@register.filter
def arabic_date(article: Article, months: printed.Months | None = None) -> str:
    """When the article was published, in the language of the page; empty where unknown.

    Lists use the month names of `ARCHIVE_MONTHS`; headers and citations pass `"both"`.
    """
    if in_english():
        return printed.english_date(article)
    return printed.arabic_date(article, months or settings.ARCHIVE_MONTHS)


@register.filter
def day(moment: date | datetime) -> str:
    """The day of a moment, in the archive's time zone."""
    return printed_day(localtime(moment).date() if isinstance(moment, datetime) else moment)


@register.filter
def whole_period(days: tuple[date, date] | None) -> str:
    """The month or year that the days from the first to the last make up; else empty."""
    return printed.whole_period(*days) if days else ""


@register.filter
def partial_date(written: str) -> str:
    """`2021-11-22`, `2021-11` or `2021`, printed."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:
        return printed_day(date(*parts))
    if len(parts) == 1:
        return f"{parts[0]}"
    return month_of(date(*parts, 1))


@register.filter
def grouped(number: int) -> str:
    """`18460` as «18,460», in both languages."""
    return f"{number:,}"


@register.filter
def by_four(digest: str) -> str:
    """`9f3c41d7…` as «9f3c 41d7 …», which can be read aloud and breaks between lines."""
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


# Names of sources and entities, of which a page prints dozens.
ISOLATED = {
    "ar": '<bdi lang="ar" dir="rtl">{}</bdi>',
    "en": '<bdi lang="en" dir="ltr">{}</bdi>',
}


@register.filter
def bidi(thing: Source | Entity | str, language: str = "ar") -> SafeString:
    """A name isolated from the text around it, with the language and direction it is stored in.

    Sources and entities give their name in the language of the page where they have one.
    """
    if isinstance(thing, str):
        return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction(language), thing)
    name = name_of(thing)
    return format_html(ISOLATED["en" if name == thing.name_en else "ar"], name)


@register.filter
def isolated(words: str) -> SafeString:
    """What a reader typed, in the direction of its own first letter."""
    return format_html('<bdi dir="auto">{}</bdi>', words)


@register.filter
def name_of(thing: Source | Entity) -> str:
    """The plain name, for attributes and titles."""
    return (thing.name_en if in_english() else "") or thing.name_ar


@register.filter(name="outer_address")
@stringfilter
def followed(address: str) -> str:
    """The address, or nothing where a browser must not follow it."""
    return outer_address(address)


@register.filter
def shortened(text: str, most: int) -> str:
    """The text, or as much of it as fits between two words, ending in «…»."""
    return shorten(text, most, placeholder="…")


@register.filter(name="marked")
def marked_runs(runs: Iterable[MarkedRun]) -> SafeString:
    """Runs of text with their marks, and not one letter or space more than was printed."""
    listed = [*runs]
    if not listed:
        return SafeString()
    return format_html("".join(map(_around, listed)), *(run.text for run in listed))


def _around(run: MarkedRun) -> str:
    """The markup of a run, with a blank for its text."""
    if not run.marked:
        return "{}"
    return f'<mark id="m-{run.number}">{{}}</mark>' if run.number else "<mark>{}</mark>"


@register.filter
def only_here(runs: Iterable[Run]) -> SafeString:
    """Words of a comparison; those that stand in one of the two texts alone are underlined."""
    listed = [*runs]
    around = "".join(
        '<mark class="only-here">{}</mark>' if run.only_here else "{}" for run in listed
    )
    return format_html(around, *(run.text for run in listed)) if listed else SafeString()


@register.filter(name="printed")
def printed_passage(passage: ReadPassage) -> SafeString:
    """A passage with its links, missing links and names in place, exactly as printed.

    The pieces of a paragraph that a blank line broke are joined by one space.
    """
    pieces = (
        format_html_join("", "{}", ((_segment(segment),) for segment in piece.segments))
        for piece in passage.pieces
    )
    return format_html_join(" ", "{}", ((piece,) for piece in pieces))


def _segment(segment: Segment) -> SafeString:
    runs = marked_runs(segment.runs)
    if segment.address:
        return format_html(
            '<a class="outer" href="{}" rel="external noopener">{}</a>', segment.address, runs
        )
    if segment.link:
        missing = '<span class="missing">{}</span><small class="note note--inline">{}</small>'
        return format_html(missing, runs, _("[link missing]"))
    if segment.entity:
        address = segment.entity.get_absolute_url()
        return format_html('<a class="actor" href="{}">{}</a>', address, runs)
    return runs


@register.simple_tag
def site_name() -> str:
    return settings.ARCHIVE_NAME_EN if in_english() else settings.ARCHIVE_NAME


SECTIONS = {
    "search:tips": "search:results",
    "search:choices": "search:results",
    "archive:actor": "archive:actors",
    "archive:places": "archive:actors",
    "archive:place": "archive:actors",
    "archive:outlet": "archive:outlets",
    "archive:quotation_choices": "archive:quotations",
    "archive:compare": "archive:timeline",
    "archive:ledgers": "archive:quotations",
    "archive:promises": "archive:quotations",
    "archive:refusals": "archive:quotations",
    "archive:missing": "archive:quotations",
    "search:phrase": "archive:quotations",
    "archive:accessibility": "archive:about",
}


@register.simple_tag(takes_context=True)
def section(context: template.Context, name: str) -> str:
    """`page` on the page of that name, `true` on one within its section, else nothing."""
    request = context.get("request")
    match = request.resolver_match if request else None
    if match is None:
        return ""
    if match.view_name == name:
        return "page"
    return "true" if SECTIONS.get(match.view_name) == name else ""


@register.simple_tag(takes_context=True)
def this_page_in(context: template.Context, language: str) -> str:
    """The address of this page in another language."""
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if request else f"/{language}/"
