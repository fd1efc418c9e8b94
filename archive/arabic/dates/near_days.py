"""Days told from another: «أمس», «الأحد المقبل», «ليل الثلاثاء – الأربعاء», «فجر اليوم»."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from archive.arabic.dates import figures, lexicon, numbers, units
from archive.arabic.dates.days import days_of_month
from archive.arabic.dates.parsed import Moment, Parsed, Reading
from archive.arabic.dates.periods import (
    Answer,
    Period,
    month_of,
    nth_weekday,
    on,
    one,
    span,
    week_of,
)
from archive.arabic.dates.words import TANWIN, Words
from archive.arabic.dates.year_words import direction_words
from archive.arabic.letters import ARTICLE, KAF, LAM, WAW, fold
from archive.arabic.sentences import said
from archive.arabic.tokens import keys

YESTERDAY, TODAY, TOMORROW = "-1", "0", "1"
WEEK = 7
# Between a weekday and its date: «الأربعاء، 14 تموز», «الأربعاء (14 تموز)».
APPOSED = (" ", ",", "(", ",(", "-", "/")


def parse(words: Words, place: int) -> list[Parsed]:
    """A day told from another, with the time of day before it and the date after it."""
    at = place
    if words.prefixes[at].endswith(KAF):  # «ليس الأمس كاليوم»
        return []
    place = _after_time_of_day(words, place)
    timed = place != at
    if timed and (dates := _timed_dates(words, at, place)):
        return dates
    found = _relative(words, place, timed) or _weekdays(words, place, timed)
    if found is None and timed and words.has(place, "the unit"):
        found = units.period(words, place)  # «فجر اليوم التالي»
    if found is None:
        return _last_night(words, at)
    found = _with_date(words, replace(found, at=at))
    if not found.named and _is_title(words, found):
        return []
    return [_with_zone(words, _at_night(words, found))]


def _after_time_of_day(words: Words, place: int) -> int:
    """The place after «فجر», «مساء يوم», «منتصف ليل», where a day follows."""
    after = place
    if words.base(after) == MIDDLE and words.follows(after + 1, "time of day"):
        after += 1
    if after < words.size and "time of day" in words.classes[after] and words.gap(after + 1) == " ":
        return after + 1
    return place


def _timed_dates(words: Words, at: int, place: int) -> list[Parsed]:
    """«مساء 27 حزيران»: the date itself."""
    if words.has(place, "day") and words.gap(place + 1) == " ":
        place += 1
    if words.prefixes[place] if place < words.size else True:
        return []
    dates = days_of_month(words, place)
    if len(dates) != 1:
        return []
    return [_with_zone(words, _at_night(words, replace(dates[0], at=at)))]


def _is_title(words: Words, parsed: Parsed) -> bool:
    """«ليلة السبت», alone between marks: a film, a newspaper."""
    # «غداً» in marks is what somebody said.
    if parsed.after == parsed.at + 1 and words.base(parsed.at) in UNLIKE_TITLES:
        return False
    if parsed.rule.endswith(("-next", "-past", "-of-week")):  # nor is «الأحد المقبل»
        return False
    before, after = words.gap(parsed.at), words.gap(parsed.after)
    return before[-1:] in _OPENING and after[:1] in _CLOSING


def _at_night(words: Words, parsed: Parsed) -> Parsed:
    """Midnight lies between two days, and «ليلة السبت» is for some the night before Saturday."""
    if words.base(parsed.at) == MIDDLE and parsed.rule != "two-days":
        return _or_beside(parsed, timedelta(days=1))
    if words.base(parsed.at) == NIGHT and parsed.rule.startswith("weekday"):
        return _or_beside(parsed, timedelta(days=-1))
    return parsed


THE_TWO = fold("الاثنين")
MIDDLE, NIGHT = fold("منتصف"), fold("ليلة")


def _or_beside(parsed: Parsed, step: timedelta) -> Parsed:
    def read(moment: Moment) -> Answer:
        periods, _ = parsed.read(moment)
        days = [period for period in periods[:1] if period.precision == "day"]
        return Answer((*periods, *(on(day.first + step) for day in days)), sure=False)

    return replace(parsed, rule=f"{parsed.rule}+night", read=read)


def _last_night(words: Words, place: int) -> list[Parsed]:
    """«الليلة الماضية», «الليلة قبل الماضية»."""
    kinds = words.classes[place]
    if kinds.get("the time of day") != "night" or words.prefixes[place]:
        return []
    if words.follows(place + 1, "past"):
        return [Parsed(place, place + 2, "last-night", _from_day(-1))]
    if words.follows(place + 1, "ago") and words.follows(place + 2, "past"):
        return [Parsed(place, place + 3, "night-before-last", _from_day(-2))]
    return []


# Yesterday, today, tomorrow


def _from_day(offset: int) -> Reading:
    def read(moment: Moment) -> Answer:
        return one(on(moment.day + timedelta(days=offset)))

    return read


def _relative(words: Words, place: int, timed: bool) -> Parsed | None:
    found = _offset(words, place, timed)
    if found is None:
        return None
    offset, after, sure = found
    parsed = Parsed(place, after, "relative-day", _from_day(offset), sure=sure)
    return _checked_by_weekday(words, parsed, offset)


def _offset(words: Words, place: int, timed: bool) -> tuple[int, int, bool] | None:
    """How many days from the anchor, the place after, and whether readers may see it."""
    if place >= words.size:
        return None
    base, kinds = words.base(place), words.classes[place]
    if base == FIRST:
        step = place + 1
        if words.has(step, "from") and words.gap(step) == " ":
            step += 1
        if _is_yesterday(words, step):
            return -2, step + 1, True
        return None
    if "ago" in kinds and _is_yesterday(words, place + 1):  # «قبل أمس»
        return -2, place + 2, True
    if "after" in kinds and words.follows(place + 1, "relative"):
        return (2, place + 2, True) if words.value(place + 1, "relative") == TOMORROW else None
    if words.has(place, "day") and words.follows(place + 1, "relative"):
        return _offset(words, place + 1, True)
    if kinds.get("relative") == YESTERDAY:
        return _yesterday(words, place, timed)
    if kinds.get("relative") == TOMORROW:
        return _tomorrow(words, place, timed)
    if kinds.get("the unit") == "day":
        return _today(words, place, timed)
    if _is_like(words, place):
        return None
    demonstrated = "demonstrative" in kinds and words.follows(place + 1, "the unit")
    if demonstrated and words.value(place + 1, "the unit") == "day":
        return 0, place + 2, True
    return None


def _is_like(words: Words, place: int) -> bool:
    """«في مثل هذا اليوم من عام 2003»."""
    return place > 0 and "like" in words.classes[place - 1]


FIRST = fold("أول")
UNLIKE_TITLES = frozenset(keys("غدا أمس"))
IN_THE_ACCUSATIVE = fold("غداً")


def _is_yesterday(words: Words, place: int) -> bool:
    return words.follows(place, "relative") and words.value(place, "relative") == YESTERDAY


def _yesterday(words: Words, place: int, timed: bool) -> tuple[int, int, bool] | None:
    after = place + 1
    if words.gap(after) == " " and words.beside(after, "need"):
        return None
    if words.follows(after, "ordinal") and words.value(after, "ordinal") == "1":
        return -2, after + 1, True
    # «بالأمس», «الأمس» are also the past at large.
    if words.base(place).startswith(ARTICLE) and not (timed or words.prefixes[place]):
        return None
    loose = not timed and words.base(place).startswith(ARTICLE) and not words.has(place - 1, "day")
    return -1, after, not loose


def _tomorrow(words: Words, place: int, timed: bool) -> tuple[int, int, bool] | None:
    after, base = place + 1, words.base(place)
    printed = TANWIN in words.printed(place)
    named = _is_weekday(words, after)
    # Without its marks «غدا» is also a verb, «غد» any future.
    ahead = "future" in (words.direction(place), words.direction_after(after))
    if not (named or timed or (base == IN_THE_ACCUSATIVE and (printed or ahead))):
        return None
    return 1, after, True


def _today(words: Words, place: int, timed: bool) -> tuple[int, int, bool] | None:
    after = place + 1
    if words.gap(after) == " " and words.beside(after, "not today"):
        return None
    named = words.gap(place) == " " and _names_something(words, place - 1)
    # «في بغداد اليوم الثلاثاء» is the day, «بغداد اليوم» an outlet.
    if named and not _is_weekday(words, after):
        return None
    if place and ("that" in words.classes[place - 1] or _is_like(words, place - 1)):
        return None
    if words.gap(place)[-1:] in _OPENING and words.gap(after)[:1] in _CLOSING:
        return None
    if timed or _is_weekday(words, after) or _is_reported(words, place):
        return 0, after, True
    if _is_after_clock(words, place):
        return 0, after, True
    return (0, after, False) if _is_a_day(words, place) else None


_OPENING = frozenset("\"'«“‘(‹")
_CLOSING = frozenset("\"'»”’)›")


def _names_something(words: Words, place: int) -> bool:
    """«روسيا اليوم», «صحيفة اليوم», «عراق اليوم»."""
    if words.beside(place, "today's"):
        return True
    return place >= 0 and words.keys[place] in words.named_today


DATE = fold("تاريخ")


def _is_a_day(words: Words, place: int) -> bool:
    """Whether «اليوم» may be the day without a verb near: «من تاريخ اليوم», «بعد اليوم».

    Elsewhere it is nowadays, and no date.
    """
    if place == 0 or words.stops(place) or words.gap(place) != " ":
        return True
    return "after" in words.classes[place - 1] or words.keys[place - 1] == DATE


WORDS_FROM_CLOCK = 5
CLOCK = frozenset(keys("الساعة عند"))


def _is_after_clock(words: Words, place: int) -> bool:
    """«عند الحادية عشرة والنصف اليوم», «الساعة 10:30 اليوم»."""
    for back in range(place - 1, max(-1, place - 1 - WORDS_FROM_CLOCK), -1):
        if words.stops(back + 1) and words.gap(back + 1) != ":":
            return False
        if words.keys[back] in CLOCK:
            hour = back + 1
            return "ordinal" in words.classes[hour] or words.number(hour) is not None
    return False


WORDS_FROM_VERB = 6


def _is_reported(words: Words, place: int) -> bool:
    """Whether a verb stands near before «اليوم», so that the day itself is meant."""
    tenses = lexicon.tenses()
    back = place
    while back > max(0, place - WORDS_FROM_VERB) and not words.stops(back):
        back -= 1
        word = words.keys[back]
        for form in (word, word[1:] if word[0] == WAW else word):
            if form in tenses["past"] or form in tenses["future"] or said(form):
                return True
    return False


def _checked_by_weekday(words: Words, parsed: Parsed, offset: int) -> Parsed:
    """«أمس الأربعاء»: agrees with the anchor, or both readings are given."""
    place = parsed.after
    if words.gap(place) not in APPOSED or not _is_weekday(words, place):
        return parsed
    weekday = int(words.value(place, "weekday"))

    def read(moment: Moment) -> Answer:
        day = moment.day + timedelta(days=offset)
        if day.weekday() == weekday:
            return one(on(day))
        return Answer((on(_closest(day, weekday)), on(day)), sure=False)

    closed = words.gap(place) == "(" and words.gap(place + 1).startswith(")")
    return replace(
        parsed, after=place + 1, rule="relative-weekday", read=read, sure=True, closed=closed
    )


def _closest(day: date, weekday: int) -> date:
    """The day of that name that is nearest; of two, the earlier."""
    away = (weekday - day.weekday()) % WEEK
    return day + timedelta(days=away if away < WEEK - away else away - WEEK)


# Weekdays


def _is_weekday(words: Words, place: int) -> bool:
    return words.has(place, "weekday")


def _weekdays(words: Words, place: int, timed: bool) -> Parsed | None:
    at = place
    named = place < words.size and bool({"day", "joint"} & words.classes[place].keys())
    if named and words.value(place, "joint" if "joint" in words.classes[place] else "day") in (
        "0",
        "day",
    ):
        if not words.follows(place + 1, "weekday"):
            return None
        place += 1
    if place >= words.size or "weekday" not in words.classes[place]:
        return None
    if not (named or timed) and not _stands_alone(words, place):
        return None
    pair = _pair(words, place)
    if pair is not None:
        return replace(pair, at=at)
    if place and "between" in words.classes[place - 1] and words.base(place) == THE_TWO:
        return None
    return replace(_weekday(words, place), at=at)


def _stands_alone(words: Words, place: int) -> bool:
    """Whether a weekday without «يوم» is one: no prayer, market or surname."""
    if words.gap(place) == " " and place:
        if "time of day" in words.classes[place - 1]:
            return False
        before = words.keys[place - 1]
        if any(words.beside(place - 1, kind) for kind in ("every", "name before", "named after")):
            return False
        if before in lexicon.first_names() or before[1:] in lexicon.first_names():
            return False
    after = words.base(place + 1) if words.gap(place + 1) == " " else ""
    return after not in lexicon.beside()["epithet"]


def _weekday(words: Words, place: int) -> Parsed:
    weekday = int(words.value(place, "weekday"))
    after = place + 1
    week = _week_words(words, after)
    if week is not None:
        offset, after = week
        return Parsed(place, after, "weekday-of-week", _in_week(weekday, offset))
    told = direction_words(words, after)
    if told is not None and told.offset is not None:
        read = _directed(weekday, "past" if told.offset < 0 else "next", WEEK * (told.offset // 2))
        return Parsed(place, told.after, "weekday-before-last", read)
    if told is not None and told.direction in ("past", "next", "this"):
        read = _directed(weekday, told.direction)
        return Parsed(place, told.after, f"weekday-{told.direction}", read)
    if told is not None and told.direction == "following":
        return Parsed(place, told.after, "weekday-following", _following(weekday), sure=False)
    tense = words.direction(place, of_weekday=True) or words.direction_after(after)
    return Parsed(place, after, "weekday-nearest", _nearest(weekday, tense))


def _week_words(words: Words, place: int) -> tuple[int, int] | None:
    """«من الأسبوع المقبل»: how many weeks away, and the place after."""
    if words.follows(place, "from"):
        place += 1
    if not words.follows(place, "the unit") or words.value(place, "the unit") != "week":
        return None
    told = direction_words(words, place + 1)
    offset = {"past": -1, "next": 1, "this": 0}.get(told.direction) if told else None
    return (offset, told.after) if told and offset is not None else None


def _in_week(weekday: int, weeks: int) -> Reading:
    def read(moment: Moment) -> Answer:
        week = week_of(moment.day + timedelta(days=WEEK * weeks))
        days = (week.first + timedelta(days=n) for n in range(WEEK))
        return one(on(next(day for day in days if day.weekday() == weekday)))

    return read


def _directed(weekday: int, direction: str, more: int = 0) -> Reading:
    def read(moment: Moment) -> Answer:
        ahead = (weekday - moment.day.weekday() - 1) % WEEK + 1
        back = (moment.day.weekday() - weekday - 1) % WEEK + 1
        if direction == "past":
            return _or_a_week_away(moment.day, -back, more)
        if direction == "next":
            return _or_a_week_away(moment.day, ahead, more)
        return one(on(_closest(moment.day, weekday)))

    return read


def _or_a_week_away(day: date, days: int, more: int) -> Answer:
    """Yesterday and tomorrow have words of their own: «الاثنين الماضي» may be a week before."""
    found = on(day + timedelta(days=days + more))
    if more or abs(days) > 1:
        return one(found)
    return Answer((found, on(day + timedelta(days=days + WEEK * days))), sure=False)


def _following(weekday: int) -> Reading:
    def read(moment: Moment) -> Answer:
        if moment.mentioned is None:
            return one(None)
        return _directed(weekday, "next")(Moment(moment.mentioned.last))

    return read


def _nearest(weekday: int, tense: str) -> Reading:
    """The last such day up to the anchor's own; where the verb looks ahead, the next."""

    def read(moment: Moment) -> Answer:
        back = (moment.day.weekday() - weekday) % WEEK
        sure = not _is_told_of_another_time(moment)
        if tense == "future":
            return one(on(moment.day + timedelta(days=(WEEK - back) % WEEK)), sure=sure)
        return one(on(moment.day - timedelta(days=back)), sure=sure)

    return read


# A paragraph that has just told of a day so far away may go on there.
FAR_AWAY = 21


def _is_told_of_another_time(moment: Moment) -> bool:
    told = moment.nearby
    if told is None or told.precision == "year":
        return False
    return (moment.day - told.last).days > FAR_AWAY


def week_span(first: Parsed, last: Parsed) -> Parsed:
    """«من الأحد إلى الخميس»: the last is the one that follows the first."""

    def read(moment: Moment) -> Answer:
        starts, _ = first.read(moment)
        ends, _ = last.read(moment)
        if not starts or not ends:
            return one(None)
        start, end = starts[0], ends[0]
        days = (end.first.weekday() - start.first.weekday()) % WEEK
        return one(span(start.first, start.first + timedelta(days=days)), sure=False)

    return replace(last, at=first.at, rule="range", read=read, sure=False)


def _pair(words: Words, place: int) -> Parsed | None:
    """«الأحد والاثنين», «الثلاثاء – الأربعاء», «السبت على الأحد»: two days, one after the other."""
    second = place + 1
    if second >= words.size:
        return None
    gap = words.gap(second)
    if gap == " " and words.has(second, "on"):
        second += 1
    elif (gap == " " and words.prefixes[second] not in ("", WAW)) or gap not in (" ", "-", "/"):
        return None
    if second >= words.size or "weekday" not in words.classes[second]:
        return None
    if words.prefixes[second] not in ("", WAW):
        return None
    first, last = int(words.value(place, "weekday")), int(words.value(second, "weekday"))
    if (first + 1) % WEEK != last:
        return None
    told = direction_words(words, second + 1)
    after = second + 1
    if told is not None and told.direction in ("past", "next"):
        read_last, after = _directed(last, told.direction), told.after
    else:
        tense = words.direction(place, of_weekday=True) or words.direction_after(after)
        read_last = _nearest(last, tense)

    def read(moment: Moment) -> Answer:
        # «السبت والأحد المقبلين», told on a Saturday, may be a week later.
        ends, sure = read_last(moment)
        pairs = (span(end.first - timedelta(days=1), end.first) for end in ends)
        return Answer(tuple(pairs), sure)

    return Parsed(place, after, "two-days", read)


# The date after a day, and the zone


def _with_date(words: Words, parsed: Parsed) -> Parsed:
    """«الأربعاء 14 تموز»: the date counts, and where the weekday disagrees both are given."""
    place = parsed.after
    if words.gap(place) not in APPOSED or place >= words.size:
        return parsed
    opened = words.gap(place).endswith("(")
    if words.has(place, "agreeing") and words.gap(place + 1) in (" ", "/"):
        place += 1
    if words.base(place) == LAM and words.gap(place + 1) == "":
        place += 1
    if place >= words.size or words.prefixes[place]:
        return parsed
    dates = days_of_month(words, place)
    if not dates:
        in_figures = figures.in_figures(words, place) or figures.without_year(words, place)
        dates = [in_figures] if in_figures else []
    if len(dates) != 1:
        return parsed
    dated = dates[0]
    closed = dated.closed or (opened and words.gap(dated.after).startswith(")"))
    return replace(
        dated,
        at=parsed.at,
        closed=closed,
        rule=f"{dated.rule}+{parsed.rule}",
        read=_agreeing(dated, parsed, _weekday_before(words, place), _counted(words, place)),
        anchored=dated.anchored,
    )


WEEKS_OF_MONTH = 4


def _counted(words: Words, place: int) -> int | None:
    """The number of «الأول», «الثاني» right after a weekday."""
    if "weekday" not in words.classes[place - 1] or words.number(place) is not None:
        return None
    found = numbers.ordinal(words, place)
    return found.value if found and found.value <= WEEKS_OF_MONTH else None


def _weekday_before(words: Words, place: int) -> int | None:
    while place and "weekday" not in words.classes[place - 1]:
        place -= 1
        if "agreeing" not in words.classes[place]:
            return None
    return int(words.value(place - 1, "weekday")) if place else None


WEEKS_NEAR = 7


def _is_near(period: Period, moment: Moment) -> bool:
    """Whether a day lies so near the anchor that its weekday is rather a slip."""
    return abs((period.first - moment.day).days) <= WEEK * WEEKS_NEAR


def _nth_of_month(day: Period, weekday: int, number: int) -> Period | None:
    """«الخميس الأول من كانون الثاني»: the first Thursday, where the first is none."""
    month = month_of(day.first.year, day.first.month)
    return nth_weekday(month, weekday, number) if month else None


def _agreeing(
    dated: Parsed, told: Parsed, weekday: int | None, numbered: int | None = None
) -> Reading:
    """`numbered` is the number of the day where it is a word that also counts weeks."""

    def read(moment: Moment) -> Answer:
        found = dated.read(moment)
        days = [period for period in found.periods if period.precision == "day"]
        if not days:
            return found
        if weekday is None:
            return _same_as(found, days, told, moment)
        agreeing = [period for period in days if period.first.weekday() == weekday]
        if agreeing[:1] == days[:1] or (agreeing and not _is_near(days[0], moment)):
            return Answer(tuple(agreeing[:1]))
        if numbered is not None and (nth := _nth_of_month(days[0], weekday, numbered)):
            return Answer((nth, days[0]), sure=False)
        other = agreeing[0] if agreeing else on(_closest(days[0].first, weekday))
        return Answer((days[0], other), sure=False)

    return read


def _same_as(found: Answer, days: list[Period], told: Parsed, moment: Moment) -> Answer:
    """«أمس، 14 تموز»: the two are the same day, or both are given."""
    if moment.day == date.min:
        return found
    other = told.read(moment).periods
    if not other or other[0] in days:
        return Answer((other[0],)) if other else found
    return Answer((days[0], *other), sure=False)


WORDS_TO_ZONE = 5
AHEAD_OF_GREENWICH = 3
# What clocks show when it is noon in Greenwich, by the capital that a newsroom names.
_WEST = frozenset(keys("واشنطن نيويورك الأميركية الأمريكية شرق الشرق"))
_EVENING, _NIGHT = "evening", "night"


def _with_zone(words: Words, parsed: Parsed) -> Parsed:
    """«مساء 27 حزيران بتوقيت واشنطن» is the next day in Baghdad: both are given."""
    zone = _zone(words, parsed.after)
    time = words.classes[parsed.at].get("time of day", "")
    if zone is None:
        return parsed
    if words.follows(parsed.after, "zone"):
        parsed = replace(parsed, after=parsed.after + 2)
    if zone not in _WEST or time not in (_EVENING, _NIGHT):
        return parsed

    def read(moment: Moment) -> Answer:
        found = parsed.read(moment)
        if len(found.periods) != 1 or found.periods[0].precision != "day":
            return found
        there = found.periods[0].first
        return Answer((on(there), on(there + timedelta(days=1))), sure=found.sure)

    return replace(parsed, read=read, rule=f"{parsed.rule}+zone")


def _zone(words: Words, place: int) -> str | None:
    for ahead in range(place, min(words.size - 1, place + WORDS_TO_ZONE)):
        if words.stops(ahead):
            return None
        if "zone" in words.classes[ahead]:
            return words.base(ahead + 1)
    return None
