"""Parts of a period: «نهاية العام», «مطلع أيلول», «الأسبوع الأول من آب», «آخر يوم من آذار»."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from archive.arabic.dates import numbers
from archive.arabic.dates.lexicon import GREGORIAN
from archive.arabic.dates.month_names import month_name
from archive.arabic.dates.parsed import Find, Moment, Parsed
from archive.arabic.dates.parts import Parts, dated
from archive.arabic.dates.periods import (
    Answer,
    Period,
    on,
    part_of,
    span,
)
from archive.arabic.dates.periods import nth_weekday as of_month
from archive.arabic.dates.units import period, unit_alone
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import direction_words
from archive.arabic.letters import fold


def part(words: Words, place: int, find: Find) -> Parsed | None:
    """«نهاية العام», «مطلع أيلول المقبل», «منتصف 2021», «أواخر تسعينيات القرن الماضي»."""
    kinds = words.classes[place]
    if "part" not in kinds or words.gap(place + 1) != " " or place + 1 >= words.size:
        return None
    name, inner = kinds["part"], place + 1
    if words.base(place) == LAST_OR_OTHER and not _is_last(words, place):
        return None
    if words.prefixes[inner]:
        return None
    if words.has(inner, "the unit") and words.value(inner, "the unit") == "week" and name == "end":
        return _week_end(words, place, inner)
    found = find(words, inner) or [p for p in [unit_alone(words, inner)] if p]
    if len(found) != 1 or found[0].at != inner or found[0].rule.startswith("relative"):
        return None
    return _part(place, found[0], name)


# «لقاء آخر هذا الصيف» is another meeting.
LAST_OR_OTHER = fold("آخر")
_PREPOSITIONS = frozenset(("in", "to", "from", "ago", "after", "since", "within", "between", "on"))


def _is_last(words: Words, place: int) -> bool:
    """Whether a preposition stands before, or the unit alone after: «يطوي آخر السنة»."""
    if words.prefixes[place] or place == 0:
        return True
    alone = words.has(place + 1, "the unit") and direction_words(words, place + 2) is None
    return alone or bool(_PREPOSITIONS & words.classes[place - 1].keys())


def _part(place: int, inner: Parsed, name: str) -> Parsed:
    def read(moment: Moment) -> Answer:
        periods, sure = inner.read(moment)
        return Answer(tuple(part_of(period, name) for period in periods), sure)

    return replace(inner, at=place, rule=f"{name}-of-{inner.rule}", read=read)


def _week_end(words: Words, place: int, inner: int) -> Parsed | None:
    """Friday and Saturday, in Iraq; elsewhere other days: proposed."""
    found = period(words, inner) or unit_alone(words, inner)
    if found is None:
        return None

    def read(moment: Moment) -> Answer:
        periods, _ = found.read(moment)
        weeks = (span(week.last - timedelta(days=1), week.last) for week in periods)
        return Answer(tuple(weeks), sure=False)

    return replace(found, at=place, rule=f"end-of-{found.rule}", read=read, sure=False)


DAYS_OF_WEEK = 7
WEEKS_OF_MONTH = 4


def week_of_month(words: Words, place: int, find: Find) -> Parsed | None:
    """«الأسبوع الأول من آب»: its first seven days; «الأخير» the last."""
    if words.classes[place].get("the unit") != "week" or words.gap(place + 1) != " ":
        return None
    if words.has(place + 1, "last"):
        number, after = 0, place + 2
    else:
        ordinal = numbers.ordinal(words, place + 1)
        if ordinal is None or ordinal.value > WEEKS_OF_MONTH:
            return None
        number, after = ordinal
    if not words.follows(after, "from"):
        return None
    found = _after_link(words, after, find)
    return _week_of(place, found, number) if found else None


def _after_link(words: Words, place: int, find: Find) -> Parsed | None:
    """What stands right after «من» or «في»."""
    inner = place + 1
    if inner >= words.size or words.gap(inner) != " " or words.prefixes[inner]:
        return None
    found = find(words, inner) or [p for p in [unit_alone(words, inner)] if p]
    if not found and (name := month_name(words, inner)) and name.calendar == GREGORIAN:
        parts = Parts(months=name.numbers, tense=words.direction(place))
        found = [dated(inner, name.after, parts, name.closed)]
    return found[0] if len(found) == 1 and found[0].at == inner else None


def _week_of(place: int, month: Parsed, number: int) -> Parsed:
    def read(moment: Moment) -> Answer:
        periods, sure = month.read(moment)
        whole = [period for period in periods if period.precision in ("month", "year")]
        weeks = [_week_in(period, number) for period in whole]
        return Answer(tuple(weeks), sure)

    return replace(month, at=place, rule=f"week-of-{month.rule}", read=read)


def _week_in(month: Period, number: int) -> Period:
    days = timedelta(days=DAYS_OF_WEEK - 1)
    if number == 0:
        return span(month.last - days, month.last, "week")
    first = month.first + timedelta(days=DAYS_OF_WEEK * (number - 1))
    return span(first, first + days, "week")


def nth_day(words: Words, place: int, find: Find) -> Parsed | None:
    """«اليوم الأول من عام 2022», «اليوم العاشر من كانون الثاني»; not «من المعركة»."""
    if words.classes[place].get("the unit") != "day" or words.gap(place + 1) != " ":
        return None
    ordinal = numbers.ordinal(words, place + 1)
    if ordinal is None or not words.follows(ordinal.after, "from"):
        return None
    found = _after_link(words, ordinal.after, find)
    if found is None:
        return None

    def read(moment: Moment) -> Answer:
        periods, sure = found.read(moment)
        whole = [period for period in periods if period.precision in ("month", "year")]
        days = (period.first + timedelta(days=ordinal.value - 1) for period in whole)
        return Answer(tuple(map(on, days)), sure)

    return replace(found, at=place, rule=f"day-of-{found.rule}", read=read)


def nth_weekday(words: Words, place: int, find: Find) -> Parsed | None:
    """«أول أحد من شباط», «آخر خميس من كانون الأول», «الخميس الأخير من الشهر»."""
    kinds = words.classes[place]
    if "of several" in kinds and words.follows(place + 1, "a weekday"):
        number, weekday = int(kinds["of several"]), int(words.value(place + 1, "a weekday"))
    elif "weekday" in kinds and words.follows(place + 1, "last"):
        number, weekday = 0, int(kinds["weekday"])
    else:
        return None
    if not (words.follows(place + 2, "from") or words.follows(place + 2, "in")):
        return None
    found = _after_link(words, place + 2, find)
    if found is None:
        return None

    def read(moment: Moment) -> Answer:
        periods, sure = found.read(moment)
        months = [period for period in periods if period.precision == "month"]
        days = (of_month(month, weekday, number) for month in months)
        return Answer(tuple(day for day in days if day), sure)

    return replace(found, at=place, rule=f"weekday-of-{found.rule}", read=read)


def last_day(words: Words, place: int, find: Find) -> Parsed | None:
    """«اليوم الأخير من السنة», «آخر يوم من آذار»."""
    kinds = words.classes[place]
    of_unit = kinds.get("the unit") == "day" and words.follows(place + 1, "last")
    of_part = kinds.get("part") == "end" and words.follows(place + 1, "unit")
    if not of_unit and not (of_part and words.value(place + 1, "unit") == "day"):
        return None
    if not (words.follows(place + 2, "from") or words.follows(place + 2, "in")):
        return None
    found = _after_link(words, place + 2, find)
    return _part(place, found, "end") if found else None
