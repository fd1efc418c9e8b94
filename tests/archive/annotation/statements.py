"""Statements found in a text whose names are told beforehand, without a database."""

import re
from dataclasses import dataclass

from archive.annotation.quotations import find_statements
from archive.annotation.speakers import Named
from archive.annotation.statements import Part
from archive.annotation.voices import Thing
from archive.arabic.name_matching import given_names
from archive.arabic.offices import wording, wordings
from archive.arabic.speech import words_of
from archive.arabic.tokens import keys

# Printed name: (whom it names, what that is, whether she is a woman, the nouns it is called by, or
# the office that somebody holds on the day).
NAMES = {
    "جوي هود": ("hood", "person", False),
    "هود": ("hood", "person", False),
    "مصطفى الكاظمي": ("kadhimi", "person", False),
    "الكاظمي": ("kadhimi", "person", False),
    "قاسم الأعرجي": ("araji", "person", False),
    "الأعرجي": ("araji", "person", False),
    "إياد علاوي": ("allawi", "person", False),
    "علاوي": ("allawi", "person", False),
    "ألينا رومانوسكي": ("romanowski", "person", True),
    "رومانوسكي": ("romanowski", "person", True),
    "جون كيري": ("kerry", "person", False),
    "كيري": ("kerry", "person", False),
    "قيس المحمداوي": ("muhammadawi", "person", False),
    "المحمداوي": ("muhammadawi", "person", False),
    "صباح النعمان": ("numan", "person", False),
    "نزار الطلاعي": ("tallai", "person", False, "رئيس إقليم السهلين"),
    "الطلاعي": ("tallai", "person", False, "رئيس إقليم السهلين"),
    "رباب القصباوي": ("qasbawi", "person", True, "وزيرة الدفاع التيرافية"),
    "القصباوي": ("qasbawi", "person", True, "وزيرة الدفاع التيرافية"),
    "حازم الهدلاوي": ("hadlawi", "person", False, "وزير الخارجية التيرافي"),
    "اللجنة العليا": ("committee-of-ministers", "body", None, "لجنه"),
    "وزارة الدفاع": ("defence", "body", None, "وزاره"),
    "الهيئة التنسيقية": ("committee", "body", None, "هييه"),
    "كتائب حزب الله": ("kataib", "body", None),
    "السفارة الأميركية": ("embassy", "body", None, "سفاره"),
    "البنتاغون": ("pentagon", "body", None),
    "واشنطن": ("washington", "place", None),
    "بغداد": ("baghdad", "place", None),
    "نيوزويك": ("newsweek", "outlet", None),
    "رويترز": ("reuters", "outlet", None),
    "السومرية": ("sumaria", "outlet", None),
    "رووداو": ("rudaw", "outlet", None),
}
FIRST_NAMES = given_names() | words_of("woman") | {"فارس", "محمود"}
_NAME = re.compile(
    r"(?<!\w)(?:و?[بلكف]?)(" + "|".join(sorted(NAMES, key=len, reverse=True)) + r")(?!\w)"
)


@dataclass(frozen=True)
class Said:
    """A statement as tests compare it: `who` and `via` are keys, or words where there is none."""

    kind: str
    words: tuple[str, ...]
    who: tuple[str, ...]
    via: tuple[str, ...]
    shown: bool
    cut: bool
    marked: bool
    reason: str
    on_behalf: str


def said(text, title="عنوان", unsure=()):
    """The statements of a text, its paragraphs parted by a line break."""
    return [one for part in read(text, title=title, unsure=unsure) for one in part]


def read(text, title="عنوان", unsure=(), cut=()):
    parts = [_part(title, is_title=True, unsure=unsure), _part(text, unsure=unsure, cut=cut)]
    found = find_statements(parts, FIRST_NAMES)
    return [
        [_as_told(part.text, one) for one in statements]
        for part, statements in zip(parts, found, strict=True)
    ]


def _part(text, *, is_title=False, unsure=(), cut=()):
    passages, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            passages.append(((start, start + len(line)),))
        start += len(line) + 1
    return Part(
        text, tuple(passages), tuple(_named(text, unsure)), frozenset(cut), is_title=is_title
    )


def _named(text, unsure):
    for match in _NAME.finditer(text):
        key, kind, woman, *called = NAMES[match[1]]
        offices = wordings(wording(keys(called[0]))) if called and kind == "person" else ()
        yield Named(
            match.start(1),
            match.end(1),
            Thing(kind == "outlet", key),
            kind,
            key not in unsure,
            woman,
            frozenset(called if kind != "person" else ()),
            offices,
        )


def _as_told(text, one):
    who = tuple(s.thing.key if s.thing else text[s.start : s.end] for s in one.speakers)
    reasons = [text[slice(*s.reason)] for s in one.speakers if s.reason]
    return Said(
        kind=one.kind,
        words=tuple(text[start:end] for start, end in one.pieces),
        who=who,
        via=tuple(r.thing.key if r.thing else text[r.start : r.end] for r in one.via),
        shown=one.sure,
        cut=one.cut,
        marked=one.is_marked,
        reason=reasons[0] if reasons else "",
        on_behalf=text[slice(*one.on_behalf)] if one.on_behalf else "",
    )
