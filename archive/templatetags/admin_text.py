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
from django.utils.text import Truncator
from django.utils.translation import gettext

from archive.arabic.counting import counted
from archive.models import Article, Decision, Quotation, SettledPair

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


# What `archive.editing.actions.amend` and the desk's own acts can change.
DETAILS = {
    "outlet": "الناشر",
    "published_on": "تاريخ النشر",
    "basis": "أساس التاريخ",
    "byline": "الكاتب",
    "url": "الرابط",
    "language": "اللغة",
    "tags": "الوسوم",
    "assigned_to": "أُسند إلى",
    "ready": "جاهز للمراجعة",
    "rights": "الحقوق",
    "provenance": "كيف وصل",
}


@register.filter
def decided(decision: Decision) -> list[SafeString]:
    """What a decision was about, line by line, as a newsroom says it."""
    match decision.about:
        case {"changes": changes}:
            why = decision.about.get("reason", "")
            told = [_amended(**change) for change in changes]
            return [*told, format_html("<bdi>{}</bdi>", why)] if why else told
        case {"pair": other, "verdict": verdict}:
            said = SettledPair.Verdict(verdict).label if verdict else "أُلغي القرار"
            return [format_html("مع <bdi>{}</bdi>: {}", other, said)]
        case {"cut": passage}:
            return [format_html("نهاية المقطع <bdi>{}</bdi>", passage)]
        case {"statement": words, "before": before, "after": after}:
            return _of_statement(words, before, after)
        case {"date": words, "before": before, "after": after}:
            return _of_date(words, before, after)
        case {"name": name, "slug": slug}:
            return [format_html("اسم للأرشيف: <bdi>{} = {}</bdi>", name, slug)]
        case {"surface": surface, "slug": slug, "instead_of": before}:
            return [format_html("<bdi>{} = {}</bdi> بدلاً من <bdi>{}</bdi>", surface, slug, before)]
        case {"surface": surface, "slug": slug}:
            return [format_html("<bdi>{} = {}</bdi>", surface, slug)]
        case {"reason": words} | {"note": words}:
            return [format_html("<bdi>{}</bdi>", line) for line in words.splitlines()]
    return []


def _of_statement(
    words: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[SafeString]:
    """The words of a statement, then what a person changed of it."""
    lines = [format_html("«<bdi>{}</bdi>»", Truncator(words.strip("«»")).words(12))]
    if not before or not after:
        return lines
    for label, tell in OF_A_STATEMENT.items():
        lines += _told_change(label, tell(before), tell(after))
    if before["pieces"] != after["pieces"]:
        lines.append(format_html("{}", "غُيّرت الحدود"))
    return lines


def _of_date(
    words: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[SafeString]:
    """The words of a date, then what a person took it for."""
    lines = [format_html("«<bdi>{}</bdi>»", words)]
    known = before or after
    if before and after:
        lines += _told_change("التاريخ", before["iso"], after["iso"])
    elif known:
        lines.append(format_html("<bdi>{}</bdi>", known["iso"]))
    return lines


def _told_change(label: str, old: str, new: str) -> list[SafeString]:
    if old == new:
        return []
    return [format_html("{} من <bdi>{}</bdi> إلى <bdi>{}</bdi>", label, old or "—", new or "—")]


def _kind(values: Mapping[str, Any]) -> str:
    return str(dict(Quotation.Kind.choices).get(values["kind"], values["kind"]))


def _speakers(values: Mapping[str, Any]) -> str:
    return "، ".join(one["entity"] or one["source"] or one["printed"] for one in values["speakers"])


def _relays(values: Mapping[str, Any]) -> str:
    return "، عن ".join(one["source"] or one["printed"] for one in values.get("relays", ()))


def _day(values: Mapping[str, Any]) -> str:
    return " – ".join(dict.fromkeys(values.get("said", ())))


# Decisions of earlier releases keep neither chain nor day.
OF_A_STATEMENT = {
    "النوع": _kind,
    "القائل": _speakers,
    "المنقول عنهم": _relays,
    "يوم القول": _day,
}


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


@register.filter
def counted_articles(number: int) -> str:
    return counted(number, "مقال واحد", "مقالين", "مقالات", "مقالاً") if number else "لا مقال"


FINDINGS = {
    "names": ("اسم واحد", "اسمان", "أسماء", "اسماً"),
    "relays": ("نقل واحد عن ناشر", "نقلان عن ناشرين", "نقول عن ناشرين", "نقلاً عن ناشرين"),
    "statements": ("قول واحد", "قولان", "أقوال", "قولاً"),
    "dates": ("تاريخ واحد", "تاريخان", "تواريخ", "تاريخاً"),
}
CHANGES = {"added": "يُضاف", "gone": "يزول", "changed": "يتغير"}


@register.filter
def changes(tally: Any) -> list[str]:
    """How many findings of each kind come, go and change."""
    return [
        f"{CHANGES[change]}: {counted(number, *FINDINGS[kind])}"
        for (kind, change), number in sorted(tally.counts.items())
    ]


@register.filter
def example(difference: Any, titles: Mapping[str, str]) -> SafeString:
    """One finding that would come, go or change, and the headline of its article."""
    return format_html(
        "{} «<bdi>{}</bdi>» في <bdi>{}</bdi>",
        CHANGES[difference.change],
        Truncator(difference.words).words(12),
        titles.get(difference.article, difference.article),
    )
