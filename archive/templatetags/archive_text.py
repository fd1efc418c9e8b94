"""How templates print what the archive stores: dates, numbers, names in their own direction."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language

from archive import printed
from archive.models import Article, Entity, Source

register = template.Library()

RIGHT_TO_LEFT = frozenset({"ar", "ku", "ckb", "fa", "ur"})


def in_english() -> bool:
    return (get_language() or "ar").startswith("en")


def printed_day(day: date, months: printed.Months | None = None) -> str:
    """One calendar day in the language of the page."""
    if in_english():
        return f"{printed.ENGLISH[day.month - 1]} {day.day}, {day.year}"
    return (
        f"{day.day} {printed.month_name(day.month, months or settings.ARCHIVE_MONTHS)} {day.year}"
    )


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
def grouped(number: int) -> str:
    """`18460` as «18,460», in both languages."""
    return f"{number:,}"


@register.filter
def bidi(thing: Source | Entity | str, language: str = "ar") -> SafeString:
    """A name isolated from the text around it, with the language and direction it is stored in.

    Sources and entities give their name in the language of the page where they have one.
    """
    name = thing if isinstance(thing, str) else name_of(thing)
    if not isinstance(thing, str):
        language = "en" if name == thing.name_en else "ar"
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, direction, name)


@register.filter
def name_of(thing: Source | Entity) -> str:
    """The plain name, for attributes and titles."""
    return (thing.name_en if in_english() else "") or thing.name_ar


@register.filter
@stringfilter
def without_scheme(address: str) -> str:
    """An address as it is printed: `archive.example/p/…`."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")


@register.simple_tag(takes_context=True)
def this_page_in(context: template.Context, language: str) -> str:
    """The address of this page in another language."""
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if request else f"/{language}/"
