"""Days told from an event: anniversaries, the eve, the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from archive.arabic.dates import hijri, lexicon, numbers
from archive.arabic.dates.parsed import Find, Moment, Parsed, fixed
from archive.arabic.dates.periods import Answer, day_of, on, one
from archive.arabic.dates.words import Words
from archive.arabic.letters import ALEF, ARTICLE, BEH, LAM, WAW
from archive.arabic.tokens import keys

# What comes again every few years is the nearest one, if it is no farther away than this.
DAYS_TO_EVENT = 200


class Named(NamedTuple):
    """The days of an event, and the place after its name."""

    days: tuple[date, ...]
    after: int


def dated_event(place: int, named: Named) -> Parsed:
    if len(named.days) == 1:
        return fixed(place, named.after, "event", on(named.days[0]))

    def read(moment: Moment) -> Answer:
        day = min(named.days, key=lambda day: abs((day - moment.day).days))
        return one(on(day) if abs((day - moment.day).days) <= DAYS_TO_EVENT else None)

    return Parsed(place, named.after, "event-nearest", read, sure=False)


def anniversary(words: Words, place: int, known: lexicon.Events, find: Find) -> Parsed | None:
    """«الذكرى (السنوية) الثانية لاغتيال سليماني»: the day of that year."""
    if "anniversary" not in words.classes[place]:
        return None
    after = place + 1
    if words.follows(after, "yearly"):
        after += 1
    ordinal = None
    if words.gap(after) == " ":
        ordinal = numbers.ordinal(words, after) or numbers.under_article(words, after, 999)
    if ordinal is not None and not words.prefixes[after]:
        after = ordinal.after
        if words.follows(after, "yearly"):
            after += 1
    found = event(words, after, known)
    exact = found is not None
    if found is None and ordinal is not None:
        told = _of_a_day(words, place, after, ordinal.value, find)
        if told is not None:
            return told
    found = found or event(words, after, known, loose=True)
    if ordinal is None:
        return _yearly(place, found.days[0], found.after) if found else None
    if found is None or len(found.days) > 1:
        return Parsed(place, after, "anniversary", lambda _: one(None), anchored=False, sure=False)
    day, after = found.days[0], found.after
    years = day_of(day.year + ordinal.value, day.month, day.day)
    return fixed(place, after, "anniversary", years, sure=exact)


def _of_a_day(words: Words, place: int, after: int, years: int, find: Find) -> Parsed | None:
    """«الذكرى الرابعة للغارة في 3 آب 2014», «الذكرى الأولى لوصولها، في 4 نيسان الماضي».

    The day of the event where its year is printed, else the anniversary itself.
    """
    if after >= words.size or not words.keys[after].startswith(LAM) or words.gap(after) != " ":
        return None
    end = 0
    for ahead in range(after + 1, min(words.size, after + WORDS_OF_EVENT)):
        gap = words.gap(ahead)
        if words.stops(ahead):
            return None
        if gap != " " and not end:
            end = ahead
        found = find(words, ahead) if gap in (" ", "(") else []
        if len(found) == 1 and found[0].at == ahead and found[0].named:
            return _counted(place, end or found[0].after, found[0], years)
    return None


def _counted(place: int, after: int, dated: Parsed, years: int) -> Parsed:
    def read(moment: Moment) -> Answer:
        periods, sure = dated.read(moment)
        days = [period.first for period in periods if period.precision == "day"]
        if not dated.anchored:
            moved = [day_of(day.year + years, day.month, day.day) for day in days]
            return Answer(tuple(day for day in moved if day), sure)
        return Answer(tuple(map(on, days)), sure)

    return Parsed(place, after, "anniversary", read, anchored=dated.anchored)


def _yearly(place: int, day: date, after: int) -> Parsed:
    """Without its number: the one nearest to the anchor, proposed."""

    def read(moment: Moment) -> Answer:
        around = (day_of(moment.day.year + n, day.month, day.day) for n in (-1, 0, 1))
        found = [period for period in around if period]
        return one(min(found, key=lambda period: abs((period.first - moment.day).days)))

    return Parsed(place, after, "anniversary-nearest", read, sure=False)


_BEFORE_FEASTS = ("in", "since", "within", "ago", "after", "by", "to")


def feast(words: Words, place: int) -> Parsed | None:
    """«قبل عيد الأضحى», «في نوروز»: the nearest one, proposed, for feasts last several days."""
    before = words.classes[place - 1] if place and words.gap(place) == " " else {}
    if not any(kind in before for kind in _BEFORE_FEASTS):
        return None
    for written, (calendar, month, number) in lexicon.feasts().longest_first.get(
        words.keys[place], ()
    ):
        if _stands_at(words, place, written):
            after = place + len(written)
            if calendar == lexicon.HIJRI:
                return hijri.nearest_day(place, after, month, number)
            return replace(_yearly(place, date(1, month, number), after), rule="feast")
    return None


def event(words: Words, place: int, known: lexicon.Events, *, loose: bool = False) -> Named | None:
    """The day of the event named at `place`, whatever is attached to its first word."""
    if place >= words.size or words.gap(place) != " ":
        return None
    for first in _without_particle(words.keys[place]):
        for written, days in known.longest_first.get(first, ()):
            if _stands_at(words, place, written):
                return Named(days, place + len(written))
    return _long_event(words, place, known) if loose else None


WORDS_OF_EVENT = 14


def _long_event(words: Words, place: int, known: lexicon.Events) -> Named | None:
    """«اغتيال قائد فيلق القدس … قاسم سليماني»: its words in order, others between."""
    limit = place + 1
    while limit < min(words.size, place + WORDS_OF_EVENT) and words.gap(limit) == " ":
        limit += 1
    for first in _without_particle(words.keys[place]):
        for written, days in known.longest_first.get(first, ()):
            at = place
            for word in written[1:]:
                at = next((n for n in range(at + 1, limit) if words.keys[n] == word), limit)
            if at < limit and len(written) > 1:
                return Named(days, at + 1)
    return None


def _without_particle(key: str) -> list[str]:
    forms = [key]
    if key.startswith(LAM + LAM):
        forms.append(ALEF + key[1:])
    if key[:1] in (BEH, LAM, WAW):
        forms.append(key[1:])
    return forms


def _stands_at(words: Words, place: int, written: tuple[str, ...]) -> bool:
    if place + len(written) > words.size:
        return False
    return all(
        words.gaps[place + n] == " " and words.keys[place + n] == word
        for n, word in enumerate(written)
        if n
    )


def eve(words: Words, place: int, known: lexicon.Events, find: Find) -> Parsed | None:
    """«غداة», «عشية»: the day after and the day before a date or an event."""
    kinds = words.classes[place]
    if "eve of it" in kinds:
        return _beside_last(place, timedelta(days=int(kinds["eve of it"])))
    if "eve" not in kinds or words.gap(place + 1) != " " or place + 1 >= words.size:
        return None
    step = timedelta(days=int(kinds["eve"]))
    anniversary_there = anniversary(words, place + 1, known, find)
    if anniversary_there is not None:
        return _beside(place, anniversary_there, step)
    named = event(words, place + 1, known)
    after = named.after if named is not None else place + 2
    told = _told_after(words, after, find)
    if told is not None:
        return replace(_beside(place, told, step), after=after, named=False, closed=False)
    if named is not None:
        return _beside(place, dated_event(place + 1, named), step)
    if words.has(place + 1, "that"):
        return _beside_mentioned(place, place + 2, step)
    found = find(words, place + 1)
    if len(found) == 1 and found[0].at == place + 1:
        return _beside(place, found[0], step)
    dated = _date_of_event(words, place + 1, find)
    if dated is not None:
        return _beside(place, dated, step)
    definite = words.keys[place + 1].startswith(ARTICLE)
    return _beside_mentioned(place, place + 2, step, known=definite)


WORDS_TO_DATE = 3
WORDS_OF_CLAUSE = 9
RELATIVE = frozenset(keys("التي الذي في"))


def _told_after(words: Words, place: int, find: Find) -> Parsed | None:
    """«غداة الغارة | التي وقعت في 4 كانون الثاني»: the day that a clause gives to the event."""
    if place >= words.size or words.gap(place) != " " or words.keys[place] not in RELATIVE:
        return None
    for ahead in range(place + 1, min(words.size, place + WORDS_OF_CLAUSE)):
        if words.stops(ahead) or words.gap(ahead) not in (" ", ""):
            return None
        found = find(words, ahead)
        if len(found) == 1 and found[0].at == ahead and found[0].named:
            return found[0] if found[0].rule.startswith(("day", "figures", "named")) else None
    return None


def _date_of_event(words: Words, place: int, find: Find) -> Parsed | None:
    """«عشية انتخابات العاشر من تشرين الأول»: the date that the event is named by."""
    for ahead in range(place + 1, min(words.size, place + 1 + WORDS_TO_DATE)):
        if words.gap(ahead) != " " or "in" in words.classes[ahead]:
            return None
        found = find(words, ahead)
        if found:
            return found[0] if len(found) == 1 and found[0].at == ahead else None
    return None


def _beside(place: int, dated: Parsed, step: timedelta) -> Parsed:
    def read(moment: Moment) -> Answer:
        periods, sure = dated.read(moment)
        days = tuple(on(period.first + step) for period in periods if period.precision == "day")
        return Answer(days, sure)

    return replace(dated, at=place, rule=f"beside-{dated.rule}", read=read)


def _beside_last(place: int, step: timedelta) -> Parsed:
    """«غداتها»: beside the day that was told last, in whichever way, or named."""

    def read(moment: Moment) -> Answer:
        told = moment.last_day or moment.mentioned
        if told is None or told.precision != "day":
            return one(None)
        return one(on(told.first + step))

    return Parsed(place, place + 1, "beside-mentioned", read, anchored=False, sure=False)


def _beside_mentioned(place: int, after: int, step: timedelta, *, known: bool = True) -> Parsed:
    """«غداة الغارة»: beside the day that was told last, proposed; else unresolved."""

    def read(moment: Moment) -> Answer:
        mentioned = moment.mentioned
        if mentioned is None or mentioned.precision != "day" or not known:
            return one(None)
        return one(on(mentioned.first + step))

    return Parsed(place, after, "beside-mentioned", read, anchored=False, sure=False)
