"""Dates of an article's title and text, and the days on which its statements were made.

The grammar is `archive.arabic.dates`. A date inside what somebody said on another day is told from
that day: so dates are looked for, the days of speech are read from those beside the verbs, and
where there are any, dates are looked for once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive.annotation.days_of_speech import Name, with_days
from archive.annotation.statements import Statement
from archive.annotation.wordings import dated_by_body
from archive.arabic.dates import Context, DatedText, DateFound, Interval, Speech, find_dates
from archive.dates import PublicationDate

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A span of the title or the text that names a day or a period.

    `iso` is a day, `YYYY-MM`, `YYYY` or `day/day`, and empty where nothing says which; `days` are
    its first and last. `candidates` are readings that disagree. `anchor` is what it was told
    from: speech, dateline or publication.
    """

    in_title: bool
    start: int
    end: int
    iso: str
    days: Days | None
    precision: str
    rule: str
    anchor: str
    sure: bool
    candidates: tuple[str, ...]


def find_all(
    title: str,
    text: str,
    statements: Sequence[Statement],
    published: PublicationDate | None,
    names: Sequence[Name] = (),
) -> tuple[list[FoundDate], list[Statement]]:
    """The dates of an article, and its statements with the days on which they were made.

    `names` are the names in its text.
    """
    interval = Interval(published.first, published.last) if published else None
    context = Context(published=interval)
    reading = DatedText(text)
    context = replace(context, dateline=reading.dateline(context))
    of_title = find_dates(title, context)
    of_text = reading.resolve(context)
    last = published.last if published else None
    in_title = [one for one in statements if one.in_title]
    in_text = [one for one in statements if not one.in_title]
    earliest = published.first if published else None
    dated = [
        *with_days(in_title, title, of_title, last, earliest=earliest),
        *with_days(in_text, text, of_text, last, names, earliest=earliest),
    ]
    dated = dated_by_body(dated, title, text)
    speeches = list(_speeches(dated, interval))
    if speeches:
        of_text = reading.resolve(replace(context, speeches=speeches))
    return [*_found(True, of_title), *_found(False, of_text)], dated


def _speeches(statements: Iterable[Statement], published: Interval | None) -> Iterable[Speech]:
    for one in statements:
        if one.in_title or one.said_on is None or one.kind == "refusal":
            continue
        said = Interval(*one.said_on)
        if said != published:
            yield from (Speech(start, end, said) for start, end in one.pieces)


def _found(in_title: bool, found: Iterable[DateFound]) -> Iterable[FoundDate]:
    for one in found:
        period = one.period if one.iso else None
        yield FoundDate(
            in_title=in_title,
            start=one.start,
            end=one.end,
            iso=one.iso or "",
            days=(period.first, period.last) if period else None,
            precision=one.precision,
            rule=one.rule,
            anchor=one.anchor,
            sure=one.shown,
            candidates=one.candidates,
        )
