"""What may stand where: each kind of date in its turn, the one that says most first."""

from __future__ import annotations

from dataclasses import replace

from archive.arabic.dates import (
    ages,
    counts,
    days,
    divisions,
    events,
    figures,
    hijri,
    lexicon,
    months_and_years,
    near_days,
    numbers,
    spans,
    units,
)
from archive.arabic.dates.month_names import month_name
from archive.arabic.dates.parsed import Moment, Parsed, Reading, fixed
from archive.arabic.dates.parts import Parts, dated
from archive.arabic.dates.periods import Answer, Period, one, span, year_of, years
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import YearWords
from archive.arabic.letters import LAM, WAW

# A date may stand inside one that is told from it, and that one inside a third: «قبل أسبوع من
# نهاية أيلول». No deeper.
DEEPEST = 2


class Grammar:
    """Finds the expression that opens at a word."""

    def __init__(self, words: Words, known: lexicon.Events) -> None:
        self.words = words
        self.known = known

    def at(self, place: int) -> list[Parsed]:
        """The dates that open at a word that may open one: none, one, or the days of a list."""
        words = self.words
        if words.bases[place] in lexicon.never_open() or self._is_named_after(place):
            return []
        found = self._find(place, 0)
        if len(found) != 1:
            return found
        return [self._opened(self._to_another(self._in_two_calendars(found[0])))]

    def _opened(self, found: Parsed) -> Parsed:
        """The word that bounds a period belongs to it: «بين آذار وتموز», «بحلول آذار»."""
        words, before = self.words, found.at - 1
        if before >= 0 and words.gap(found.at) == " " and "by" in words.classes[before]:
            return replace(found, at=before)
        several = found.rule in ("range", "years") or len(getattr(found.parts, "days", ())) > 1
        if not several or before < 0 or words.gap(found.at) != " " or words.prefixes[before]:
            return found
        kinds = words.classes[before]
        reaches = any("to" in words.classes[at] for at in range(found.at + 1, found.after))
        if "between" in kinds or ("from" in kinds and reaches):
            return replace(found, at=before)
        return found

    def _is_named_after(self, place: int) -> bool:
        """«شارع 14 تموز», «قوى 14 آذار», «انتفاضة تشرين»: unless a year follows."""
        words = self.words
        if words.gap(place) not in (" ", "«", '"') or not place or words.prefixes[place]:
            return False
        if not words.beside(place - 1, "named after"):
            return False
        found = days.days_of_month(words, place)
        return bool(found) and all(_has_no_year(date) for date in found)

    def _find(self, place: int, depth: int) -> list[Parsed]:
        if place >= self.words.size:
            return []
        if self.words.keys[place].isdecimal():
            return self._from_figures(place)
        return self._from_words(place, depth)

    def _from_figures(self, place: int) -> list[Parsed]:
        words = self.words
        found = figures.in_figures(words, place) or figures.without_year(words, place)
        if found is not None:
            return [found]
        if dates := days.days_of_month(words, place):
            return [self._named_day(date) for date in dates]
        for kind in (self._years_with_dash, self._hijri_year):
            if (found := kind(place)) is not None:
                return [found]
        found = months_and_years.bare_year(words, place) or counts.term(words, place)
        return [found] if found else []

    def _from_words(self, place: int, depth: int) -> list[Parsed]:
        words = self.words

        def find(words: Words, inner: int) -> list[Parsed]:
            return self._find(inner, depth + 1) if depth < DEEPEST else []

        def find_event(words: Words, inner: int) -> list[Parsed]:
            named = events.event(words, inner, self.known)
            if named is None:
                return find(words, inner)
            return [events.dated_event(inner, named)]

        if counted := spans.nth_weekday(words, place, find):
            return [counted]
        if found := near_days.parse(words, place):
            return found
        if dates := days.days_of_month(words, place):
            return [self._named_day(date) for date in dates]
        if dates := self._joint(place) or counts.away(words, place, find_event):
            return dates
        single = (
            events.anniversary(words, place, self.known, find)
            or events.feast(words, place)
            or events.eve(words, place, self.known, find)
            or spans.last_day(words, place, find)
            or spans.nth_day(words, place, find)
            or spans.week_of_month(words, place, find)
            or spans.part(words, place, find)
            or divisions.fraction(words, place, find)
            or divisions.season(words, place, find)
            or months_and_years.year(words, place)
            or units.period(words, place)
            or counts.rolling(words, place)
            or ages.decade(words, place)
            or ages.decade_of_century(words, place)
            or months_and_years.month(words, place)
            or counts.remaining(words, place)
            or counts.term(words, place)
        )
        return [single] if single else []

    def _named_day(self, found: Parsed) -> Parsed:
        """«هجمات 11 أيلول», without a year: the day that everybody knows by that name."""
        parts = found.parts
        if not isinstance(parts, Parts) or parts.year is not None or len(parts.days) != 1:
            return found
        before = self.words.keys[found.at - 1] if found.at else ""
        days = lexicon.named_days()
        for month in parts.months:
            named = (parts.days[0], month)
            day = days.get((*named, before)) or days.get((*named, before[1:]))
            if day is not None:
                return fixed(found.at, found.after, "named-day", Period(day, day, "day"))
        return found

    # Years

    def _hijri_year(self, place: int) -> Parsed | None:
        found = numbers.year(self.words, place, hijri.FIRST_YEAR, hijri.LAST_YEAR)
        if found is None or not self.words.has(found.after, "hijri year"):
            return None
        if self.words.gap(found.after) not in (" ", "", "("):
            return None
        return hijri.year(place, found.after + 1, found.value)

    def _years_with_dash(self, place: int) -> Parsed | None:
        """«2020–2021», in whichever order the line was set."""
        words = self.words
        first, second = numbers.year(words, place), numbers.year(words, place + 1)
        if first is None or second is None or words.gap(place + 1) not in ("-", "/"):
            return None
        if words.is_written_onto(place) or words.gap(second.after)[:1] in ("-", "/"):
            return None
        if words.gap(second.after) == " " and words.beside(second.after, "counted"):
            return None
        if words.beside(place - 1, "numbered"):
            return None
        early, late = sorted((first.value, second.value))
        return fixed(place, second.after, "years", years(early, late, "range"))

    def _joint(self, place: int) -> list[Parsed]:
        """«عامي 2019 و2020», «يومي 5 و6 تموز», «شهري تموز وآب»."""
        words = self.words
        kinds = words.classes[place]
        if words.gap(place + 1) not in (" ", "") or place + 1 >= words.size:
            return []
        if kinds.get("joint") == "day" or "day" in kinds:
            dates = days.days_of_month(words, place + 1)
            return [replace(dates[0], at=place), *dates[1:]] if dates else []
        if kinds.get("joint") == "month":
            return self._two_months(place)
        if kinds.get("joint") == "year" or "plural of years" in kinds:
            return self._several_years(place)
        if "year" in kinds and (pair := self._years_with_dash(place + 1)):
            return [replace(pair, at=place)]
        return []

    def _two_months(self, place: int) -> list[Parsed]:
        words = self.words
        first = month_name(words, place + 1)
        if first is None or words.prefixes[first.after : first.after + 1] != [WAW]:
            return []
        second = months_and_years.month(words, first.after)
        if second is None and (name := month_name(words, first.after)):
            parts = Parts(months=name.numbers, tense=words.direction(place))
            second = Parsed(
                first.after, name.after, parts.rule, parts.read, named=True, parts=parts
            )
        if second is None or not isinstance(second.parts, Parts):
            return []
        parts = replace(second.parts, months=first.numbers)
        opening = Parsed(place, first.after, parts.rule, parts.read, named=True, parts=parts)
        return [_joined(opening, second)]

    def _several_years(self, place: int) -> list[Parsed]:
        words, at = self.words, place + 1
        listed: list[tuple[int, int, int]] = []
        while (found := numbers.year(words, at)) is not None and len(listed) < 8:
            listed.append((at, found.value, found.after))
            at = found.after
            if at < words.size and words.keys[at] == WAW and words.gap(at) in (" ", ","):
                at += 1
            elif words.gap(at) not in (",", "-"):
                break
        if len(listed) < 2:
            return []
        dash = words.gap(listed[1][0]) == "-" or "between" in words.classes[place - 1]
        if len(listed) == 2 and (dash or listed[1][1] == listed[0][1] + 1):
            period = years(listed[0][1], listed[1][1], "range")
            return [fixed(place, listed[1][2], "years", period)]
        first = listed[0]
        return [
            fixed(place, first[2], "year", year_of(first[1])),
            *(fixed(start, after, "year", year_of(value)) for start, value, after in listed[1:]),
        ]

    # Two calendars

    def _in_two_calendars(self, first: Parsed) -> Parsed:
        """«15 ذو الحجة 1442 هـ الموافق 25 تموز 2021»: one date, its agreement checked."""
        words, place = self.words, first.after
        if not first.named or words.gap(place)[:1] not in (" ", "(", "/", "-", ","):
            return first
        opened = words.gap(place) == "("
        if words.has(place, "agreeing"):
            place += 1
        if words.base(place) == LAM and words.gap(place + 1) in ("", " "):
            place += 1
        if words.gap(place) not in (" ", "(", "/", "-", ",", "") or place >= words.size:
            return first
        second = self._second(place)
        if second is None or ("hijri" in first.rule) == ("hijri" in second.rule):
            return first
        # «يوم» before a day of the other calendar only introduces it.
        introduced = "hijri" in first.rule and words.has(first.at, "day")
        told, checked = (second, first) if "hijri" in first.rule else (first, second)
        return replace(
            told,
            at=first.at + introduced,
            after=second.after,
            rule="two-calendars",
            read=_in_agreement(told.read, checked.read),
            sure=True,
            closed=second.closed or (opened and words.gap(second.after).startswith(")")),
            parts=None,
        )

    def _second(self, place: int) -> Parsed | None:
        words = self.words
        dates = days.days_of_month(words, place)
        if len(dates) == 1:
            return dates[0]
        if words.keys[place].isdecimal():
            found = figures.in_figures(words, place) or self._hijri_year(place)
            year = numbers.year(words, place)
            if found is None and year and words.has(year.after, "common year"):
                return fixed(place, year.after + 1, "year", year_of(year.value))
            return found
        return None

    # Ranges

    def _to_another(self, first: Parsed) -> Parsed:
        """«من 5 تموز إلى 3 آب», «بين آذار وتموز 2003», «2003 حتى 2011»."""
        words, place = self.words, first.after
        if place >= words.size:
            return first
        before = words.classes[first.at - 1] if first.at else {}
        opened = bool({"from", "since", "between"} & before.keys())
        gap = words.gap(place)
        linked = gap == " " and "between" in before
        spelt_out = gap == " " and opened and "to" in words.classes[place]
        if spelt_out or (linked and words.keys[place] == WAW):
            place += 1
        elif linked and words.prefixes[place] == WAW:
            pass
        elif gap != "-" or not first.named or words.prefixes[place]:
            return first
        second = self._other_end(place)
        if second is None:
            return first
        if first.rule == second.rule == "weekday-nearest":
            return near_days.week_span(first, second)
        if not (first.named or second.named):
            return first
        if gap == "-" and not _alike(first, second):
            return first
        return _joined(first, second)

    def _other_end(self, place: int) -> Parsed | None:
        found = self._find(place, 1)
        if not found and (year := numbers.year(self.words, place)):
            found = [fixed(place, year.after, "year", year_of(year.value))]
        if not found and (name := month_name(self.words, place)) and name.strength == "sure":
            parts = Parts(months=name.numbers, tense=self.words.direction(place))
            found = [dated(place, name.after, parts, name.closed)]
        return found[0] if len(found) == 1 and found[0].at == place else None

    def years_between(self, place: int) -> Parsed | None:
        """«بين 2003 و2011», «من 2003 إلى 2011»: numbers that only a pair makes years."""
        words = self.words
        if not {"between", "from"} & words.classes[place].keys():
            return None
        at = place + 1
        first = numbers.year(words, at) if words.gap(at) == " " else None
        if first is None or words.gap(first.after) != " " or first.after >= words.size:
            return None
        link = words.classes[first.after]
        between = "between" in words.classes[place]
        if not ("to" in link or (between and words.keys[first.after] == WAW)):
            return None
        second = numbers.year(words, first.after + 1)
        if second is None or second.value <= first.value:
            return None
        if words.beside(second.after, "counted"):
            return None
        return fixed(place, second.after, "years", years(first.value, second.value, "range"))


def _has_no_year(found: Parsed) -> bool:
    if isinstance(found.parts, Parts):
        return found.parts.year is None
    return found.rule == "hijri-nearest"


def _alike(first: Parsed, second: Parsed) -> bool:
    """Whether a dash between two dates can join them: both days, or both months or years."""
    return second.named and first.rule.split("-")[0] == second.rule.split("-")[0]


def _joined(first: Parsed, second: Parsed) -> Parsed:
    opening = _with_year_of(first, second)

    def read(moment: Moment) -> Answer:
        starts, certain = opening.read(moment)
        ends, sure = second.read(moment)
        if not starts or not ends or starts[0].first > ends[0].last:
            return one(None)
        single = len(starts) == len(ends) == 1
        return Answer((span(starts[0].first, ends[0].last),), certain and sure and single)

    return replace(
        second,
        at=first.at,
        rule="range",
        read=read,
        anchored=opening.anchored or second.anchored,
        sure=first.sure and second.sure,
        parts=None,
    )


def _with_year_of(first: Parsed, second: Parsed) -> Parsed:
    """The first end has the year that the second one states."""
    opening, closing = first.parts, second.parts
    if not isinstance(opening, Parts) or not isinstance(closing, Parts):
        return first
    if opening.year is not None or opening.of_month is not None or closing.year is None:
        return first
    told = closing.year
    if told.year is not None and opening.months and closing.months:
        turned = opening.months[0] > closing.months[0]
        told = YearWords(told.after, year=told.year - turned)
    parts = replace(opening, year=told)
    return replace(first, read=parts.read, anchored=parts.anchored, parts=parts)


def _in_agreement(told: Reading, checked: Reading) -> Reading:
    """The Gregorian date, where the Hijri one is the same or a day away."""

    def read(moment: Moment) -> Answer:
        dates, _ = told(moment)
        others, _ = checked(moment)
        for date in dates:
            for other in others:
                near = abs((date.first - other.first).days) <= 1
                if near or (date.precision != "day" and date.last >= other.first):
                    return Answer((date,))
        return Answer((*dates, *others), sure=False)

    return read
