"""Dates of an article's title and text, and the days on which its statements were made.

The grammar is `archive.arabic.dates`. A date inside what somebody said on another day is told from
that day: so dates are looked for, the days of speech are read from those beside the verbs, and
where there are any, dates are looked for once more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive.annotation.statements import Statement
from archive.arabic.dates import Context, DateFound, Interval, Speech, find_dateline, find_dates
from archive.dates import PublicationDate

Days = tuple[date, date]

HEAD = 1500  # characters of a text in which its dateline stands


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
    title: str, text: str, statements: Sequence[Statement], published: PublicationDate | None
) -> tuple[list[FoundDate], list[Statement]]:
    """The dates of an article, and its statements with the days on which they were made."""
    interval = Interval(published.first, published.last) if published else None
    context = Context(published=interval)
    dateline = find_dateline(text[:HEAD], context)
    of_title = find_dates(title, replace(context, dateline=dateline))
    of_text = find_dates(text, context)
    dated = [
        _with_day(one, of_title if one.in_title else of_text) if one.said_on is None else one
        for one in statements
    ]
    dated = _going_on(dated, of_title, of_text)
    speeches = list(_speeches(dated, interval))
    if speeches:
        of_text = find_dates(text, replace(context, speeches=speeches))
    return [*_found(True, of_title), *_found(False, of_text)], dated


def _with_day(statement: Statement, found: Sequence[DateFound]) -> Statement:
    """The statement with the day that stands beside its verb, where one does."""
    if statement.when is None:
        return statement
    start, end = statement.when
    first = bisect_left(found, start, key=lambda one: one.start)
    last = bisect_right(found, end, key=lambda one: one.end)
    told = [one for one in found[first:last] if one.shown and one.period is not None]
    if len({one.iso for one in told}) != 1:
        return statement
    period = told[0].period
    return replace(statement, said_on=(period.first, period.last)) if period else statement


def _going_on(
    statements: Sequence[Statement], of_title: Sequence[DateFound], of_text: Sequence[DateFound]
) -> list[Statement]:
    """«قال زيد الأحد إن … وأضاف …»: who goes on in the same paragraph does so on that day.

    A date beside the second verb, resolved or not, says that it is another time.
    """
    last: dict[tuple[bool, int, Hashable], Days] = {}
    carried = []
    for one in statements:
        who = _speaker(one)
        place = (one.in_title, one.passage, who)
        day = one.said_on
        if day is None and not _dates_beside(one, of_title if one.in_title else of_text):
            day = last.get(place)
        if day is not None and who is not None:
            last[place] = day
        else:
            last.pop(place, None)
        carried.append(replace(one, said_on=day))
    return carried


def _speaker(statement: Statement) -> Hashable | None:
    """What is the same for two statements of the same single named speaker."""
    if len(statement.speakers) != 1 or statement.speakers[0].thing is None:
        return None
    thing: Hashable = statement.speakers[0].thing
    return thing


def _dates_beside(statement: Statement, found: Sequence[DateFound]) -> bool:
    if statement.when is None:
        return False
    start, end = statement.when
    return any(start <= one.start and one.end <= end for one in found)


def _speeches(statements: Iterable[Statement], published: Interval | None) -> Iterable[Speech]:
    for one in statements:
        if one.in_title or one.said_on is None:
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
