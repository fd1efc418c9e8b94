"""What editors are told: messages in two languages, and who did what."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from itertools import groupby, starmap
from typing import Any

from django import template
from django.contrib.admin.models import LogEntry
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from archive.models import Article, Decision

register = template.Library()

SENTENCE_END = re.compile(r"(?<=[.؟!?…])\s+")
QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»")
# Beside Arabic letters a date would print its day first: each part is a number by itself.
DATE = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)")

# Marks that keep a plain message in order, and its dates on one line, where there is no markup;
# here the markup does it.
ISOLATES = dict.fromkeys(map(ord, "\u2060\u2066\u2067\u2068\u2069"))


@register.filter
def in_both_languages(message: object) -> SafeString:
    """Arabic sentences as they are, others in a span of their own, left to right.

    A message that is markup already stays as it is.
    """
    if isinstance(message, SafeString):
        return message
    sentences = SENTENCE_END.split(str(message).translate(ISOLATES).strip())
    return format_html_join(
        " ",
        "{}",
        (
            (_arabic(" ".join(run)) if arabic else _foreign(" ".join(run)),)
            for arabic, run in groupby(sentences, _is_arabic)
        ),
    )


@register.filter
def work_done(entry: LogEntry) -> str:
    """What someone did, as a newsroom says it.

    Django notes it as a list of additions, changes and deletions; the archive's own pages write
    a sentence.
    """
    if entry.is_deletion():
        return "حُذف"
    if not entry.change_message.startswith("["):
        return entry.change_message
    parts = (one for part in json.loads(entry.change_message) for one in part.items())
    return "؛ ".join(starmap(_work, parts)) or "لم يتغير شيء"


def _work(kind: str, about: Mapping[str, Any]) -> str:
    """One part of an entry: `added`, `changed` or `deleted`, and what and whose fields it was."""
    about = about or {}
    fields = "، ".join(gettext(name) for name in about.get("fields", ()))
    thing = f"{gettext(about['name'])} «{about['object']}»" if "object" in about else ""
    match kind:
        case "added":
            return f"أُضيف {thing}".strip()
        case "deleted":
            return f"حُذف {thing}".strip()
    return f"غُيّر في {thing}: {fields}" if thing else f"غُيّر: {fields}"


# What `archive.editing.actions.amend` can change.
DETAILS = {
    "outlet": "المصدر",
    "published_on": "تاريخ النشر",
    "basis": "أساس التاريخ",
    "byline": "الكاتب",
    "url": "الرابط",
    "language": "اللغة",
}


@register.filter
def decided(decision: Decision) -> list[SafeString]:
    """What a decision was about, line by line, as a newsroom says it."""
    match decision.about:
        case {"changes": changes}:
            return [_amended(**change) for change in changes]
        case {"cut": passage}:
            return [format_html("نهاية المقطع <bdi>{}</bdi>", passage)]
        case {"surface": surface, "slug": slug}:
            return [format_html("<bdi>{} = {}</bdi>", surface, slug)]
        case {"reason": words} | {"note": words}:
            return [format_html("<bdi>{}</bdi>", line) for line in words.splitlines()]
    return []


def _amended(field: str, before: str, after: str) -> SafeString:
    """What a detail was, and what it became."""
    if field == "basis":
        labels = dict(Article.Basis.choices)
        before, after = str(labels.get(before, "")), str(labels.get(after, ""))
    return format_html(
        "{} من <bdi>{}</bdi> إلى <bdi>{}</bdi>",
        DETAILS.get(field, field),
        before or "—",
        after or "—",
    )


def _is_arabic(sentence: str) -> bool:
    """By its first letter outside quotation marks; a sentence without letters counts as Arabic."""
    for letter in QUOTED.sub("", sentence):
        direction = unicodedata.bidirectional(letter)
        if direction in ("AL", "R", "L"):
            return direction != "L"
    return True


def _arabic(text: str) -> SafeString:
    parts = DATE.split(text)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<bdi dir="ltr">{}</bdi>', part) if number % 2 else part,)
            for number, part in enumerate(parts)
        ),
    )


def _foreign(text: str) -> SafeString:
    return format_html('<span lang="en" dir="ltr">{}</span>', text)
