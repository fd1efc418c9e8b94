"""On which day each statement of an article was made, as far as the text tells it.

A day stands beside the verb («قال الأحد», «في بيان صدر الثلاثاء», «كان قد قال في آذار»); who goes
on speaking does so on that day; and a dated occasion («في جلسة عُقدت أمس») gives its day to what
was said at it, paragraphs later. A date that says something else (what will be, what has been since
then, what somebody said) is no day of speech.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple

from archive.annotation.statements import Statement
from archive.arabic.dates import DateFound
from archive.arabic.occasions import (
    Occasion,
    answers,
    bounds,
    breaks_in,
    goes_on,
    is_of_another_time,
    is_of_earlier,
    is_since,
    leads_to_day,
    occasion,
    says_when,
    takes_the_word,
    tells_zone,
)
from archive.arabic.punctuation import PAUSES
from archive.arabic.sentences import Sentences, said
from archive.arabic.speech import begins_with_and, is_any, words_of
from archive.arabic.tokens import keys, spans

Days = tuple[date, date]
Name = tuple[int, int, Hashable]  # a span of the text and whom it names

LETTERS_BEHIND = 80  # behind words in marks, in which a verb and its day may stand
WORDS_TO_VERB = 4  # between a year and the verb that it belongs to
DAYS_OF_YEAR = 300
WORDS_TO_SINCE = 8
DAYS_OF_NEWS = 3  # before its publication that news tells of without a word on it
WORDS_TO_WAS = 22  # from «كان» over whoever spoke to «قد قال»
WORDS_TO_DATE = 14  # between the noun of an occasion and its day
PASSAGES_ON = 2  # for which who spoke last goes on
LINES_OF_OCCASION = 14  # that are not empty
LETTERS_BESIDE = 40  # of a date that is a line, spaces among them
LINES_OF_DAY = 3  # below a date that heads them
LEAST_OF_CHRONICLE = 2  # dates that head lines

# Rules of dates that are no moment at which anybody speaks.
NO_MOMENT = ("deadline", "countdown", "counted", "years", "range", "decade", "century")
# Rules told from what the text has just named: no reader sees them unreviewed, a day of speech
# may rest on them.
TOLD = ("same", "following", "season", "weekday-nearest", "week-past")
CLOSE = ("day", "month", "week", "season", "quarter", "range", "hijri", "half")


class Told(NamedTuple):
    """A date that may be a day of speech."""

    start: int
    end: int
    days: Days


@dataclass
class _Setting:
    """A dated occasion: who spoke at it so far, and its nouns."""

    at: int
    line: int
    days: Days
    nouns: frozenset[str]
    taking_part: set[Hashable] = field(default_factory=set)


def with_days(
    statements: Sequence[Statement],
    text: str,
    dates: Sequence[DateFound],
    published: date | None,
    names: Sequence[Name] = (),
    *,
    earliest: date | None = None,
) -> list[Statement]:
    """The statements of a title or a text with the days on which they were made.

    `published` is the last day on which the article may have appeared, `earliest` the first where
    that is another. Who spoke on another day, and the text doesn't tell which, is proposed and not
    shown.
    """
    if not statements:
        return []
    dated = _Reader(statements, text, dates, published, names)
    return [
        replace(one, sure=False) if dated.was_on_another_day(one, earliest) else one
        for one in dated.read()
    ]


class _Reader:
    def __init__(
        self,
        statements: Sequence[Statement],
        text: str,
        dates: Sequence[DateFound],
        published: date | None,
        names: Sequence[Name],
    ) -> None:
        self._statements = statements
        self._text = text
        self._names = sorted(names, key=lambda name: name[0])
        # What somebody wouldn't say are the outlet's words.
        pieces = sorted(
            piece for one in statements if one.kind != "refusal" for piece in one.pieces
        )
        self._pieces = _merged(pieces)
        self._piece_starts = [start for start, _ in self._pieces]
        self._every = dates
        self._published = published
        self._dates = [one for one in dates if self._may_be(one, published)]
        self._starts = [one.start for one in self._dates]
        self._sentences = Sentences(text)

    def read(self) -> list[Statement]:
        found: dict[int, Statement] = {}
        settings = iter(self._settings())
        coming = next(settings, None)
        setting: _Setting | None = None
        last: dict[Hashable, tuple[int, Days]] = {}
        before: Statement | None = None
        order = sorted(range(len(self._statements)), key=lambda n: self._statements[n].start)
        for number in order:
            one = self._statements[number]
            at = one.when[0] if one.when else one.start
            while coming is not None and coming.at <= at:
                setting, coming = coming, next(settings, None)
            days = one.said_on or self._own(one)
            if days is None and not self._is_of_another_time(one):
                days = self._carried(one, last, before) or self._at_occasion(one, setting)
                days = days or self._below_its_day(one)
            who = _who(one)
            if who is not None:
                if days is not None:
                    last[who] = (one.passage, days)
                else:
                    last.pop(who, None)
            if setting is not None and days == setting.days and who is not None:
                setting.taking_part.add(who)
            before = replace(one, said_on=days)
            found[number] = before
        return [found[number] for number in range(len(self._statements))]

    # Beside the verb

    def _may_be(self, one: DateFound, published: date | None) -> bool:
        """Whether somebody may have spoken then, and nobody but the outlet names the day."""
        period = one.period
        if period is None or not one.iso or one.rule.startswith(NO_MOMENT):
            return False
        if published is not None and period.first > published:
            return False
        return one.shown or one.anchor == "dateline" or any(word in one.rule for word in TOLD)

    def _is_said(self, offset: int) -> tuple[int, int] | None:
        """The words of statements that an offset stands in."""
        place = bisect_right(self._piece_starts, offset) - 1
        if place < 0 or offset >= self._pieces[place][1]:
            return None
        return self._pieces[place]

    def _is_told_by_another(self, offset: int, one: Statement) -> bool:
        """Whether words stand in a statement that doesn't hold the other one."""
        around = self._is_said(offset)
        return around is not None and not around[0] <= one.start < around[1]

    def _own(self, one: Statement) -> Days | None:
        told = [
            date
            for start, end in self._windows(one)
            for date in self._within(start, end)
            if not self._is_told_by_another(date.start, one) and self._tells_when(date, start, end)
        ]
        told = self._beside_verb(one, told)
        if not told:
            return self._then(one)
        narrow = min(told, key=lambda date: date.days[1] - date.days[0])
        agreeing = all(_holds(date.days, narrow.days) for date in told)
        return narrow.days if agreeing else self._first_of_zones(told)

    def _beside_verb(self, one: Statement, told: Sequence[Told]) -> list[Told]:
        """Of several dates those behind the verb, else those before it in the same clause: «تسلم
        المنصب في 28 أيار، ثم أعلنت الوزارة في 25 آب أن …»."""
        cue = one.cue
        if cue is None or one.when is None:
            return list(told)
        behind = [date for date in told if date.start >= cue]
        before = [date for date in told if date.end <= cue and self._is_of_clause(date.end, cue)]
        return behind or before

    def _is_of_clause(self, end: int, cue: int) -> bool:
        """Whether no «وقال», «ثم قال» behind a comma begins anew between a date and a verb."""
        between = self._text[end:cue]
        comma = max(between.rfind(mark) for mark in PAUSES)
        if comma < 0:
            return True
        rest = keys(between[comma + 1 :])
        return not (begins_with_and(self._text[cue]) or any(is_any("next", key) for key in rest))

    def _first_of_zones(self, told: Sequence[Told]) -> Days | None:
        """«مساء 27 حزيران بتوقيت واشنطن، فجر اليوم التالي بتوقيت بغداد»."""
        first, *rest = told
        zoned = all(any(map(tells_zone, keys(self._text[date.start : date.end]))) for date in told)
        return first.days if zoned and rest else None

    def _windows(self, one: Statement) -> Iterator[tuple[int, int]]:
        """Where a day may stand: around the verb, between the pieces, behind them."""
        if one.kind == "refusal":
            yield self._sentences.around(one.start, one.end)
            return
        if one.when is not None:
            yield one.when
            return
        for (_, before), (after, _) in zip(one.pieces, one.pieces[1:], strict=False):
            yield before, after
        _, last = self._sentences.around(max(0, one.end - 1), one.end)
        yield one.end, min(last, one.end + LETTERS_BEHIND)

    def _within(self, start: int, end: int) -> Iterator[Told]:
        for place in range(bisect_left(self._starts, start), len(self._dates)):
            one = self._dates[place]
            if one.start >= end:
                break
            if one.end <= end and one.period is not None:
                yield Told(one.start, one.end, (one.period.first, one.period.last))

    def _tells_when(self, told: Told, start: int, end: int) -> bool:
        before = keys(self._text[start : told.start])
        after = keys(self._text[told.end : end])
        if len(after) > 1 and is_any("at_that_time", after[0]) and said(after[1]):
            return True  # «يعود إلى تشرين الأول، حين قال»
        if any(map(bounds, before[-1:])) or any(map(is_since, before[-WORDS_TO_SINCE:])):
            return False
        if (told.days[1] - told.days[0]).days > DAYS_OF_YEAR:
            near = (*before[-WORDS_TO_VERB:], *after[:WORDS_TO_VERB])
            return any(said(word) for word in near)
        if not any(said(word) or occasion(word) for word in (*before, *after)):
            return True  # a verb in another form stands near: the finder of statements saw it
        return self._clause_is_of_speech(before)

    def _clause_is_of_speech(self, before: Sequence[str]) -> bool:
        """«المتحدث الذي عُيّن في كانون الثاني» says of him, «البيان الذي صدر أمس» of his words."""
        relative = words_of("relative_pronoun")
        places = [place for place, word in enumerate(before) if word in relative]
        if not places:
            return True
        told_of = before[max(0, places[-1] - 2) : places[-1]]
        clause = before[places[-1] + 1 :]
        return any(map(occasion, told_of)) or any(said(word) or occasion(word) for word in clause)

    def _then(self, one: Statement) -> Days | None:
        """«قال ليلتها», «قالت يومها»: the day that the paragraph named last."""
        if one.when is None or not any(map(leads_to_day, keys(self._printed(one.when)))):
            return None
        line = self._text.rfind("\n", 0, one.when[0]) + 1
        told = list(self._within(line, one.when[1]))
        return told[-1].days if told else None

    def _is_of_another_time(self, one: Statement) -> bool:
        """Whether a date beside the verb, understood or not, or «لاحقاً» says that it is."""
        if one.when is None:
            return False
        start, end = one.when
        if is_of_another_time(keys(self._printed(one.when))):
            return True
        first = bisect_left(self._every, start, key=lambda date: date.start)
        return any(
            date.end <= end and not self._is_told_by_another(date.start, one)
            for date in takewhile(lambda date: date.start < end, islice(self._every, first, None))
        )

    def was_on_another_day(self, one: Statement, earliest: date | None) -> bool:
        """Whether the text says that somebody spoke earlier, and no day could be told."""
        if one.said_on is not None or one.when is None or one.kind == "refusal":
            return False
        words = keys(self._printed(one.when))
        if any(map(leads_to_day, words)):
            return True
        if earliest is not None and earliest != self._published:
            return any(
                self._is_beside(named, one) and _is_before(named, earliest)
                for named in self._dates_in(*one.when)
            )
        if is_of_earlier(words) or self._is_pluperfect(one):
            return True
        if any(is_any("anniversary", word) for word in words):
            return False  # «عشية الذكرى الثالثة لهجمات 11 أيلول 2001»
        return any(
            self._is_beside(named, one) or self._is_of_long_ago(named)
            for named in self._dates_in(*one.when)
        )

    def _is_of_long_ago(self, named: DateFound) -> bool:
        """«بدأ الحوار في حزيران 2020، وقالت واشنطن»: that day, or another of those days."""
        if named.period is None or not named.iso or self._published is None:
            return False
        return (self._published - named.period.last).days > DAYS_OF_NEWS

    def _dates_in(self, start: int, end: int) -> Iterator[DateFound]:
        first = bisect_left(self._every, start, key=lambda one: one.start)
        for one in takewhile(lambda one: one.start < end, islice(self._every, first, None)):
            if one.end <= end:
                yield one

    def _is_beside(self, named: DateFound, one: Statement) -> bool:
        """Whether a date stands in the clause of a verb, and says nothing of somebody else."""
        start, end = one.when or (0, 0)
        if one.cue is None or self._is_told_by_another(named.start, one):
            return False
        if named.rule.startswith(NO_MOMENT) or named.precision == "year":
            return False
        told = Told(named.start, named.end, (date.min, date.min))
        near = named.start >= one.cue or self._is_of_clause(named.end, one.cue)
        return near and self._tells_when(told, start, end)

    def _is_pluperfect(self, one: Statement) -> bool:
        """«كان فلان قد قال»."""
        if one.cue is None:
            return False
        first, _ = self._sentences.around(one.cue, one.cue + 1)
        before = keys(self._text[first : one.cue])[-WORDS_TO_WAS:]
        if not before or not is_any("already", before[-1]):
            return False
        return any(is_any("was", word) for word in before[:-1])

    def _printed(self, span: tuple[int, int]) -> str:
        return self._text[span[0] : span[1]]

    # Going on

    def _carried(
        self, one: Statement, last: dict[Hashable, tuple[int, Days]], before: Statement | None
    ) -> Days | None:
        who = _who(one)
        if who is not None and who in last:
            passage, days = last[who]
            if before is not None and self._names_day(before.end, one.start):
                return None
            follows = before is not None and _who(before) == who
            if passage == one.passage or (follows and one.passage - passage <= PASSAGES_ON):
                return days
        if before is None or before.said_on is None or one.when is None:
            return None
        if one.passage - before.passage > 1:
            return None
        first, _ = self._sentences.around(*one.when)
        opening = keys(self._text[first : one.when[1]])[:2]
        anywhere = keys(self._printed(one.when))
        same_talk = any(map(answers, opening)) or any(map(breaks_in, anywhere))
        if _who(before) == who:
            same_talk = same_talk or any(map(goes_on, opening))
        return before.said_on if same_talk else None

    def _names_day(self, start: int, end: int) -> bool:
        """Whether a line between two offsets is nothing but a date, as in a chronicle."""
        return any(start <= line < end for line, _, _ in self._headings)

    def _below_its_day(self, one: Statement) -> Days | None:
        """The date that alone heads the lines that a statement stands in, in a chronicle."""
        if len(self._headings) < LEAST_OF_CHRONICLE:
            return None
        place = bisect_right(self._headings, one.start, key=lambda heading: heading[0]) - 1
        if place < 0:
            return None
        line, _, days = self._headings[place]
        return days if self._line_of(one.start) - self._line_of(line) <= LINES_OF_DAY else None

    @cached_property
    def _headings(self) -> list[tuple[int, int, Days]]:
        """The lines that are nothing but a date of one day."""
        return [
            (told.start, told.end, told.days)
            for told in self._days
            if self._is_a_line(told.start, told.end)
        ]

    def _is_a_line(self, start: int, end: int) -> bool:
        before = self._text[max(0, start - LETTERS_BESIDE) : start].rpartition("\n")[2]
        behind = self._text[end : end + LETTERS_BESIDE].partition("\n")[0]
        return not before.strip() and not behind.strip(" :.")

    # Occasions

    def _at_occasion(self, one: Statement, setting: _Setting | None) -> Days | None:
        if setting is None or self._line_of(one.start) - setting.line > LINES_OF_OCCASION:
            return None
        nouns = list(self._occasions_before(one))
        if any(led and found.noun in setting.nouns for found, led in nouns):
            return setting.days
        if any(found.noun not in setting.nouns for found, _ in nouns):
            return None  # it was said on another occasion
        who = _who(one)
        return setting.days if who is not None and who in setting.taking_part else None

    @cached_property
    def _lines(self) -> list[int]:
        text = self._text
        breaks = [-1, *(place for place, letter in enumerate(text) if letter == "\n")]
        return [place + 1 for place in breaks if text[place + 1 : place + 2] not in ("", "\n")]

    def _line_of(self, offset: int) -> int:
        """The number of the line that is not empty."""
        return bisect_right(self._lines, offset)

    def _occasions_before(self, one: Statement) -> Iterator[tuple[Occasion, bool]]:
        """The occasions named where a statement is reported, and whether they say when it was."""
        first, last = self._sentences.around(one.start, one.start + 1)
        if first == one.start:
            first, last = one.end, last
        else:
            last = one.start
        words, starts, _ = spans(self._text[first:last])
        for place, word in enumerate(words):
            found = occasion(word)
            if found is None or self._is_told_by_another(first + starts[place], one):
                continue
            before, after = words[max(0, place - 2) : place], words[place + 1 : place + 2]
            led = bool(before and any(map(says_when, before))) or place == 0
            yield found, found.definite and (led or any(map(takes_the_word, after)))

    def _settings(self) -> Iterator[_Setting]:
        """The occasions that the text gives a day, in order."""
        passed = 0
        for told in self._days:
            first, last = self._sentences.around(told.start, told.end)
            if first < passed:
                continue
            found = self._occasion_in(first, last, told)
            if found is not None:
                passed = last
                yield found

    @cached_property
    def _days(self) -> list[Told]:
        return [
            Told(one.start, one.end, (one.period.first, one.period.last))
            for one in self._dates
            if one.period is not None
            and one.period.precision == "day"
            and self._is_said(one.start) is None
        ]

    def _occasion_in(self, first: int, last: int, told: Told) -> _Setting | None:
        words, starts, ends = spans(self._text[first:last])
        nouns = [
            (place, found)
            for place, word in enumerate(words)
            if (found := occasion(word)) and self._is_said(first + starts[place]) is None
        ]
        if not nouns:
            return None
        place, main = nouns[-1] if len(nouns) == 1 else _first_strong(nouns)
        day = self._day_of(first, last, first + starts[place])
        if day is None:
            return None
        between = self._text[min(day.end, first + starts[place]) : max(day.start, first)]
        if len(keys(between)) > WORDS_TO_DATE:
            return None
        setting = _Setting(
            first,
            self._line_of(first),
            day.days,
            frozenset(found.noun for _, found in nouns),
        )
        setting.taking_part.update(self._taking_part(first, last, main, first + ends[place]))
        return setting

    def _day_of(self, first: int, last: int, noun: int) -> Told | None:
        """The day right behind the noun of an occasion, else the one before it."""
        place = bisect_left(self._days, first, key=lambda told: told.start)
        days = [
            told
            for told in takewhile(lambda told: told.end <= last, islice(self._days, place, None))
            if self._tells_when(told, first, last)
        ]
        behind = [told for told in days if told.start > noun]
        return behind[0] if behind else days[-1] if days else None

    def _taking_part(self, first: int, last: int, main: Occasion, noun: int) -> Iterable[Hashable]:
        if main.kind == "talk":  # «السفيرة فلانة تتحدث … التقيناها في …»: of the paragraph
            first = self._text.rfind("\n", 0, first) + 1
        place = bisect_left(self._names, first, key=lambda name: name[0])
        after = bisect_left(self._names, last, key=lambda name: name[0])
        named = self._names[place:after]
        if main.kind == "talk":
            return [thing for _, _, thing in named]
        if main.kind == "meeting":
            return []
        return [
            thing for start, _, thing in named if start < noun or not keys(self._text[noun:start])
        ]


def _is_before(named: DateFound, day: date) -> bool:
    return named.period is not None and bool(named.iso) and named.period.last < day


def _first_strong(nouns: Sequence[tuple[int, Occasion]]) -> tuple[int, Occasion]:
    """The first at which somebody speaks: «كلمة في الحفل», «اجتماع» only where nothing else."""
    return next((one for one in nouns if one[1].kind != "meeting"), nouns[0])


def _who(one: Statement) -> Hashable | None:
    """What is the same for two statements of the same single named speaker."""
    if len(one.speakers) != 1:
        return None
    thing: Hashable = one.speakers[0].thing
    return thing


def _holds(outer: Days, inner: Days) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
