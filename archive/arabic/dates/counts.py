"""Distances in time: «قبل ثلاثة أيام», «بعد 42 يوماً», «الأشهر الستة المقبلة»."""

from __future__ import annotations

from dataclasses import replace

from archive.arabic.dates import lexicon, numbers
from archive.arabic.dates.parsed import Find, Moment, Parsed, Reading
from archive.arabic.dates.periods import (
    Answer,
    Period,
    distant,
    later,
    on,
    one,
    span,
    year_of,
)
from archive.arabic.dates.words import Words
from archive.arabic.dates.year_words import direction_words
from archive.arabic.letters import ARTICLE, WAW
from archive.arabic.tokens import keys

# From so many on a count of days, weeks … is no distance that a newsroom tells a day by.
MOST_AWAY = {"day": 400, "week": 60, "month": 120, "year": 150, "decade": 15}


def _quantity(words: Words, place: int) -> tuple[int, str, int, bool] | None:
    """How many of what unit, the place after, and whether it is exact: «نحو ثلاثة أشهر»."""
    exact = True
    if words.follows(place, "approximate"):
        exact, place = False, place + 1
        if words.has(place, "from"):
            place += 1
    if words.gap(place) not in (" ", "") or place >= words.size or words.prefixes[place]:
        return None
    for kind, number in (("dual", 2), ("unit", 1)):
        if words.has(place, kind):
            return _singular(words, place, kind, number, exact)
    many = numbers.count(words, place)
    if many is None or many.after >= words.size or words.gap(many.after) not in (" ", ""):
        return None
    for kind in ("units", "unit"):
        if words.has(many.after, kind):
            return many.value, words.value(many.after, kind), many.after + 1, exact
    return None


def _with_months(
    words: Words, count: int, unit: str, after: int, exact: bool
) -> tuple[int, str, int, bool]:
    """«سنتين وثمانية أشهر», «عام ونصف العام»: in months."""
    if unit != "year" or after >= words.size or words.gap(after) != " ":
        return count, unit, after, exact
    if words.keys[after - 1] == AND_A_HALF or words.keys[after] == AND_A_HALF:
        after += words.keys[after] == AND_A_HALF
        again = words.follows(after, "the unit") and words.value(after, "the unit") == "year"
        return count * 12 + 6, "month", after + again, False
    if words.prefixes[after] != WAW:
        return count, unit, after, exact
    kinds = words.classes[after]
    for kind, number in (("dual", 2), ("unit", 1)):
        if kinds.get(kind) == "month":
            return count * 12 + number, "month", after + 1, exact
    more = numbers.cardinal(words, after)
    in_months = more is not None and words.follows(more.after, "units")
    if more is not None and in_months and words.value(more.after, "units") == "month":
        return count * 12 + more.value, "month", more.after + 1, exact
    return count, unit, after, exact


AND_A_HALF = keys("ونصف")[0]
AND_A_BIT = frozenset(keys("ونصف ونيف وبضعة"))


def _singular(
    words: Words, place: int, kind: str, number: int, exact: bool
) -> tuple[int, str, int, bool] | None:
    after = place + 1
    unit = words.value(place, kind)
    if kind == "unit":
        if words.follows(after, "cardinal") and words.value(after, "cardinal") == "1":
            after += 1
        elif words.gap(after) == " " and _names_a_date(words, after):
            return None
    if words.gap(after) == " " and words.has(after, "fraction"):
        exact = False
    if after < words.size and words.gap(after) == " " and words.keys[after] in AND_A_BIT:
        exact, after = False, after + 1
    return number, unit, after, exact


def _names_a_date(words: Words, place: int) -> bool:
    """Whether a unit belongs to what follows: «قبل يوم الأحد», «منذ عام 2003»."""
    kinds = words.classes[place] if place < words.size else {}
    named = {"weekday", "month name", "ordinal", "relative", "the unit", "cardinal"}
    return bool(named & kinds.keys()) or words.number(place) is not None


def away(words: Words, place: int, find: Find) -> list[Parsed]:
    """«قبل ثلاثة أيام», «منذ شهرين», «بعد 42 يوماً», «خلال أسبوعين»."""
    kinds = words.classes[place]
    how = next((kind for kind in ("ago", "since", "after", "within") if kind in kinds), None)
    if how is None:
        return []
    found = _quantity(words, place + 1)
    if found is None:
        return []
    count, unit, after, exact = _with_months(words, *found)
    if unit == "hour" or count == 0 or count > MOST_AWAY[unit]:
        return []
    # «يوماً بعد يوم» is no distance.
    if "unit" in words.classes[place - 1] and words.gap(place) == " " and how == "after":
        return []
    if words.gap(after) == " " and words.has(after, "whole"):
        after += 1
    if how != "within" and words.follows(after, "of it"):
        return [_from_it(place, after + 1, -count if how == "ago" else count, unit)]
    if how == "within":
        return _within(words, place, after, count, unit, find)
    if how in ("ago", "after"):
        event = _from_what(words, after, find)
        if event is not None:
            return [_from_event(place, event, -count if how == "ago" else count, unit)]
        if words.follows(after, "from") and words.base(after + 1) in OF_TIME:
            after += 2
        elif words.follows(after, "from") or _is_counted_from(words, after, how):
            return _from_now_or_unknown(words, place, after, how, count, unit)
    if how == "after":
        return [_after_so_long(words, place, after, count, unit, exact)]
    # «ينتظرون منذ ثلاثة أشهر» is as often a duration as a day.
    sure = exact and unit != "week" and how != "since"
    return [Parsed(place, after, f"{unit}s-ago", _distance(-count, unit), sure=sure)]


OF_TIME = frozenset(keys("الزمن الزمان"))
AT_MOST = frozenset(keys("الأكثر الأقل الأرجح أبعد أقصى"))


def _is_counted_from(words: Words, place: int, how: str) -> bool:
    """Whether «على» belongs to the count: in «صوت قبل عام على قانون» it is the verb's."""
    if not words.follows(place, "on"):
        return False
    after = words.keys[place + 1] if place + 1 < words.size else ""
    if after in AT_MOST:
        return False
    return how == "after" or after.startswith(ARTICLE)


def _distance(count: int, unit: str) -> Reading:
    def read(moment: Moment) -> Answer:
        return one(distant(moment.day, unit, count))

    return read


def _from_what(words: Words, place: int, find: Find) -> Parsed | None:
    """The date after «من» or «على»: «قبل عشرة أيام من نهاية العام»."""
    if not (words.follows(place, "from") or words.follows(place, "on")):
        return None
    if words.gap(place + 1) != " " or place + 1 >= words.size:
        return None
    found = find(words, place + 1)
    return found[0] if len(found) == 1 and found[0].at == place + 1 else None


def _from_it(place: int, after: int, count: int, unit: str) -> Parsed:
    """«بعد عام منها»: from the date that the sentence has just named."""

    def read(moment: Moment) -> Answer:
        told = moment.nearby
        if told is None or not moment.same_sentence:
            return one(None)
        if told.precision == "day":
            day = later(told.first, unit, count)
            return one(on(day) if day else None)
        return one(_from_period(told, unit, count))

    return Parsed(place, after, "counted-from-mentioned", read, anchored=False)


def _from_event(place: int, event: Parsed, count: int, unit: str) -> Parsed:
    def read(moment: Moment) -> Answer:
        periods, sure = event.read(moment)
        closest = (_from_period(period, unit, count) for period in periods)
        return Answer(tuple(found for found in closest if found), sure)

    return replace(event, at=place, rule=f"counted-from-{event.rule}", read=read)


def _from_period(found: Period, unit: str, count: int) -> Period | None:
    if found.precision == "year":
        return year_of(found.first.year + count) if unit == "year" else None
    if found.precision == "day" or unit in ("month", "year"):
        return distant(found.first, unit, count)
    return None


def _from_now_or_unknown(
    words: Words, place: int, after: int, how: str, count: int, unit: str
) -> list[Parsed]:
    if words.follows(after + 1, "now"):
        signed = -count if how == "ago" else count
        return [Parsed(place, after + 2, "from-now", _distance(signed, unit))]
    signed = -count if how == "ago" else count
    # «من الهجوم» is what was just told; «من لقاء …» is something else.
    known = words.keys[after + 1].startswith(ARTICLE) if after + 1 < words.size else False

    def read(moment: Moment) -> Answer:
        told = moment.nearby
        if told is None or told.precision != "day" or not known or how == "ago":
            return one(None)
        return one(distant(told.first, unit, signed))

    return [Parsed(place, after, "counted-from-mentioned", read, anchored=False, sure=False)]


def _after_so_long(
    words: Words, place: int, after: int, count: int, unit: str, exact: bool
) -> Parsed:
    """In a story «بعد يومين» follows what was told; where the verb looks ahead, the anchor."""
    directions = (words.direction(place), words.direction_after(after))
    if "future" in directions:
        sure = exact and unit != "week"
        return Parsed(place, after, f"{unit}s-after", _distance(count, unit), sure=sure)
    told = "past" in directions or unit in ("year", "decade")

    def read(moment: Moment) -> Answer:
        mentioned = moment.mentioned
        if mentioned is not None and mentioned.precision == "day" and mentioned.last < moment.day:
            return one(_from_period(mentioned, unit, count))
        return one(None if told else distant(moment.day, unit, count))

    return Parsed(place, after, f"{unit}s-after", read, sure=False)


def _within(
    words: Words, place: int, after: int, count: int, unit: str, find: Find
) -> list[Parsed]:
    """«خلال 12 شهراً»: from the anchor on; «تنتهي بـ…» says where it ends."""
    direction = direction_words(words, after)
    if direction is not None and direction.direction in ("past", "next"):
        rule, last = f"{unit}s-{direction.direction}", direction.after
        rolling = _rolling_reading(unit, count, direction.direction)
        return [Parsed(place, last, rule, rolling, sure=False)]
    deadline = None
    if words.follows(after, "ending") and words.gap(after + 1) == " " and after + 1 < words.size:
        found = find(words, after + 1)
        deadline = found[0] if len(found) == 1 else None
    ahead = words.direction(place) == "future" or _is_bound(words, place) or deadline is not None
    if not ahead:
        return []

    def read(moment: Moment) -> Answer:
        end = later(moment.day, unit, count)
        if deadline is not None:
            periods, _ = deadline.read(moment)
            end = periods[0].last if periods else end
        return one(span(moment.day, end) if end else None, sure=False)

    return [Parsed(place, after, "deadline", read, sure=False)]


WORDS_TO_PROMISE = 30


def _is_bound(words: Words, place: int) -> bool:
    """«تعهدت بنشرها خلال 60 يوماً»: a promise or a demand stands before in the sentence."""
    binding = lexicon.tenses()["binding"]
    back = place
    while back > max(0, place - WORDS_TO_PROMISE) and not words.stops(back):
        back -= 1
        word = words.keys[back]
        if word in binding or word[1:] in binding:
            return True
    return False


def remaining(words: Words, place: int) -> Parsed | None:
    """«بقاء 42 يوماً»: a countdown, to the day that it leads to."""
    if "remaining" not in words.classes[place] or _is_refused(words, place):
        return None
    at = place + 1
    if words.has(at, "on") or words.has(at, "only"):
        at += 1
    found = _quantity(words, at)
    if found is None or found[1] not in ("day", "week", "month") or found[0] > MOST_AWAY[found[1]]:
        return None
    count, unit, after, _ = found
    return Parsed(at, after, "countdown", _distance(count, unit), sure=False)


NEVER = frozenset(keys("لن لا فلن ولن ولا"))


def _is_refused(words: Words, place: int) -> bool:
    """«لن تبقى يوماً واحداً»: nothing is counted down."""
    return place > 0 and words.keys[place - 1] in NEVER


WORDS_TO_TERM = 4  # «أمهلت الفصائل القوات شهراً»


def term(words: Words, place: int) -> Parsed | None:
    """«مهلة ثلاثين يوماً», «أمهلتهم أسبوعاً»: how long somebody was given, from the anchor on."""
    if place and words.gap(place) == " " and numbers.count(words, place - 1) is not None:
        return None
    back = place
    while back > max(0, place - WORDS_TO_TERM) and words.gap(back) == " ":
        back -= 1
        if "given" in words.classes[back]:
            break
        if words.classes[back].keys() & {"in", "from", "to", "on", "since", "after", "ago"}:
            return None
    else:
        return None
    found = _quantity(words, place)
    if found is None or found[1] == "hour" or not 0 < found[0] <= MOST_AWAY[found[1]]:
        return None
    count, unit, after, _ = _with_months(words, *found)
    # «مهلة شهر تنتهي الأحد» says its end itself.
    if words.follows(after, "ending"):
        return None

    def read(moment: Moment) -> Answer:
        end = later(moment.day, unit, count)
        return one(span(moment.day, end) if end else None, sure=False)

    return Parsed(place, after, "deadline", read, sure=False)


def rolling(words: Words, place: int) -> Parsed | None:
    """«الأشهر الستة المقبلة», «السنوات العشر الماضية», «الـ24 ساعة الماضية», «العامين الماضيين»."""
    found = _many(words, place)
    if found is None:
        return None
    unit, count, after = found
    told = direction_words(words, after)
    if told is None or told.direction not in ("past", "next"):
        return None
    read = _rolling_reading(unit, count, told.direction)
    return Parsed(place, told.after, f"{unit}s-{told.direction}", read, sure=False)


def _many(words: Words, place: int) -> tuple[str, int, int] | None:
    kinds = words.classes[place]
    if "the dual" in kinds:
        return kinds["the dual"], 2, place + 1
    if "the units" in kinds and words.gap(place + 1) == " ":
        found = _definite_count(words, place + 1)
        return (kinds["the units"], found.value, found.after) if found else None
    found = _definite_count(words, place)
    if found is None or words.gap(found.after) != " ":
        return None
    for kind in ("units", "unit"):
        if words.has(found.after, kind):
            return words.value(found.after, kind), found.value, found.after + 1
    return None


def _definite_count(words: Words, place: int) -> numbers.Number | None:
    return numbers.under_article(words, place, 999) or numbers.definite(words, place)


def _rolling_reading(unit: str, count: int, direction: str) -> Reading:
    def read(moment: Moment) -> Answer:
        days = -(-count // 24) if unit == "hour" else count
        step = "day" if unit == "hour" else unit
        end = later(moment.day, step, -days if direction == "past" else days)
        return one(span(moment.day, end) if end else None)

    return read
