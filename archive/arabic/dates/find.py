"""Dates of a text, and what they resolve to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from archive.arabic.dates import lexicon
from archive.arabic.dates.grammar import Grammar
from archive.arabic.dates.parsed import Moment, Parsed
from archive.arabic.dates.periods import Answer, Open, Period
from archive.arabic.dates.words import THAT, Words
from archive.arabic.sentences import said

# An anchor known to the month still tells which days two readings may mean; wider ones don't.
WIDEST_ANCHOR = 31

# Printing in Arabic is younger; what lies much later is a typing mistake.
FIRST_ANCHOR, LAST_ANCHOR = 1700, 2190

# What the rule of a date ends with where words before it say that it is the latest day meant.
BOUND = "+by"
SPEECH, DATELINE, PUBLICATION = "speech", "dateline", "publication"


@dataclass(frozen=True, slots=True)
class Interval:
    """The days between which an anchor lies, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Speech:
    """A span of the text that was said on another day than the article's."""

    start: int
    end: int
    said: Interval


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a known day, by a name that texts give it."""

    name: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What dates of a text are told from.

    `published` is None where nobody knows; `dateline` overrides the one that the text prints.
    """

    published: Interval | None = None
    dateline: date | None = None
    speeches: Sequence[Speech] = ()
    events: Sequence[Event] = ()


@dataclass(frozen=True, slots=True)
class DateFound:
    """A span of the text that names a day or a period.

    `text[start:end]` is what was printed, without an attached particle or a preposition that
    isn't part of the meaning. `iso` is a day, `YYYY-MM`, `YYYY` or `day/day`, and None where
    nothing says which. `candidates` are the readings that disagree, the likeliest first.
    """

    start: int
    end: int
    iso: str | None
    precision: str
    part: str
    rule: str
    anchor: str  # speech, dateline or publication; empty where none was needed
    shown: bool
    candidates: tuple[str, ...]
    period: Period | None = field(compare=False, default=None)


def find_dates(text: str, context: Context) -> list[DateFound]:
    """The dates of a text in order; they never overlap.

    The text may be a whole article, a paragraph each line: what was named before counts for
    «العام نفسه», and a dateline at its head anchors what follows.
    """
    return DatedText(text, context.events).resolve(context)


def find_dateline(text: str, context: Context) -> date | None:
    """The day that a text prints at its head: «بغداد – 31 كانون الأول»; None where it has none."""
    return DatedText(text).dateline(context)


class DatedText:
    """A text whose dates are read once, and resolved as often as their context changes.

    `events` are known besides those that everybody knows.
    """

    def __init__(self, text: str, events: Sequence[Event] = ()) -> None:
        known = lexicon.events()
        if events:
            known = _with_events(known, events)
        self._words = Words(text)
        self._expressions = _expressions(self._words, known)

    def resolve(self, context: Context) -> list[DateFound]:
        """The dates in order, as `find_dates` gives them."""
        return _Resolver(self._words, context, self._expressions).resolve()

    def dateline(self, context: Context) -> date | None:
        """The day that the text prints at its head."""
        return _Resolver(self._words, context, self._expressions).dateline


def _with_events(known: lexicon.Events, events: Sequence[Event]) -> lexicon.Events:
    names: lexicon.Events = lexicon.Names(
        {first: list(entries) for first, entries in known.longest_first.items()}
    )
    for event in events:
        names.add(event.name, (event.day,))
    return names


def _expressions(words: Words, known: lexicon.Events) -> list[Parsed]:
    grammar = Grammar(words, known)
    found: list[Parsed] = []
    after = 0
    for place in words.opening:
        if place < after:
            continue
        pair = grammar.years_between(place)
        here = [pair] if pair else grammar.at(place)
        if here:
            found += here
            after = here[-1].after
    return found


# A dateline stands among the first words of one of the first lines: a place, the day, a mark.
LINES_TO_DATELINE = 4
WORDS_TO_DATELINE = 7
WORDS_OF_PLACE = 5
_BEFORE_DATELINE = frozenset("-/,():[")
_AFTER_DATELINE = frozenset("-/):].(")
MOST_DAYS_OLD = 45
# Ends of the rules of days that are told from another day.
_TOLD = ("-next", "-past", "-this")


@dataclass(frozen=True, slots=True)
class _Anchor:
    name: str
    interval: Interval

    @property
    def is_reckoned_from(self) -> bool:
        return FIRST_ANCHOR <= self.interval.first.year <= self.interval.last.year <= LAST_ANCHOR


class _Resolver:
    """Resolves the expressions of one text in order."""

    def __init__(self, words: Words, context: Context, expressions: list[Parsed]) -> None:
        self._words = words
        self._expressions = expressions
        self._published = context.published
        self._speeches: list[Speech] = sorted(context.speeches, key=lambda speech: speech.start)
        self._starts = [speech.start for speech in self._speeches]
        self.dateline = context.dateline or self._printed_dateline()
        self._mentioned: Period | None = None
        self._named_at = 0
        self._last_day: Period | None = None
        self._sentences = words.sentences
        self._lines = words.lines
        self._said: tuple[int, int, Interval, bool] | None = None

    def resolve(self) -> list[DateFound]:
        found: list[DateFound] = []
        for place, parsed in enumerate(self._expressions):
            result = self._resolve(parsed)
            found.append(result)
            if parsed.named and result.period is not None and parsed.rule != "years":
                self._mentioned, self._named_at = result.period, parsed.at
            if result.period is not None and self._has_come(result):
                self._last_day = result.period
            following = self._expressions[place + 1 : place + 2]
            self._note_speech(parsed, result, following[0].at if following else self._words.size)
        return found

    def _has_come(self, found: DateFound) -> bool:
        if not found.shown or found.period is None or found.precision != "day":
            return False
        return self._published is None or found.period.first <= self._published.last

    # Anchors

    def _anchors(self, start: int) -> list[_Anchor]:
        """The anchor of a place first, then those that it took the place of."""
        anchors = []
        speech = self._speech_at(start)
        if speech is not None:
            anchors.append(_Anchor(SPEECH, speech))
        if self.dateline is not None:
            anchors.append(_Anchor(DATELINE, Interval(self.dateline, self.dateline)))
        if self._published is not None:
            anchors.append(_Anchor(PUBLICATION, self._published))
        return [anchor for anchor in anchors if anchor.is_reckoned_from]

    def _speech_at(self, start: int) -> Interval | None:
        place = bisect_left(self._starts, start + 1) - 1
        if place >= 0 and start < self._speeches[place].end:
            return self._speeches[place].said
        if self._said is not None and self._said[0] <= start < self._said[1]:
            return self._said[2]
        return None

    def _printed_dateline(self) -> date | None:
        """The day of «بغداد – 31 كانون الأول»: the last such day up to publication."""
        lines = 0
        words = self._words
        opening = 0
        for parsed in self._expressions:
            while opening < parsed.at:
                opening += 1
                lines += "\n" in words.gap(opening)
            if lines >= LINES_TO_DATELINE:
                break
            if self._is_dateline(parsed):
                return self._dateline_day(parsed)
        return None

    def _is_dateline(self, parsed: Parsed) -> bool:
        words = self._words
        if not parsed.named or not parsed.rule.startswith(("day", "figures", "two-calendars")):
            return False
        if "relative" in parsed.rule:  # «اليوم الأحد، (20 آب)» stands in a sentence
            return False
        if parsed.rule.endswith(_TOLD):  # «31 كانون الأول المقبل» does too
            return False
        first = parsed.at
        while first > 0 and words.gap(first) != "\n" and parsed.at - first <= WORDS_TO_DATELINE:
            first -= 1
        opens_line = first == 0 or words.gap(first) == "\n"
        if not opens_line or parsed.at - first > WORDS_OF_PLACE:
            return False
        if first < parsed.at and _is_verb(words.keys[first]):
            return False
        before, after = words.gap(parsed.at), words.gap(parsed.after)
        if not _AFTER_DATELINE & set(after):
            return False
        marked = bool(_BEFORE_DATELINE & set(before)) and parsed.at > first
        named_in = words.has(parsed.at - 1, "in") and parsed.at - first <= 3
        return marked or (named_in and bool(_AFTER_DATELINE - {"."} & set(after)))

    def _dateline_day(self, parsed: Parsed) -> date | None:
        if self._published is None:
            answer = parsed.read(Moment(date.min)) if not parsed.anchored else None
        else:
            answer = _up_to(parsed, self._published.last)
        if answer is None or not answer.periods or answer.periods[0].precision != "day":
            return None
        return answer.periods[0].first

    # Speech on another day

    def _note_speech(self, parsed: Parsed, found: DateFound, following: int) -> None:
        """«قال الأسبوع الماضي إن …»: what follows in the sentence was said then."""
        period = found.period
        if period is None or (not parsed.anchored and period.precision == "year"):
            return
        if (period.last - period.first).days > 366:
            return
        opened = self._opens_speech(parsed, following)
        if opened is None or not self._has_verb_of_saying(parsed.at):
            return
        start, end, quoted = opened
        self._said = (start, end, Interval(period.first, period.last), quoted)

    def _opens_speech(self, parsed: Parsed, following: int) -> tuple[int, int, bool] | None:
        """Where speech begins and ends after a date: at «إن», a colon or a quotation mark."""
        words = self._words
        for place in range(parsed.after, min(words.size, following + 1, parsed.after + 9)):
            gap = words.gap(place)
            if _OPENING & set(gap):
                return words.starts[place], self._end_of_quotation(place), True
            if words.stops(place):
                return None
            if ":" in gap:
                return words.starts[place], self._end_of_sentence(place), False
            if words.keys[place] in THAT:
                return words.starts[place], self._end_of_sentence(place), False
        return None

    def _end_of_sentence(self, place: int) -> int:
        words = self._words
        for ahead in range(place + 1, min(words.size, place + LONGEST_SPEECH)):
            if words.stops(ahead):
                return words.starts[ahead]
        return words.ends[min(words.size - 1, place + LONGEST_SPEECH)]

    def _end_of_quotation(self, place: int) -> int:
        words = self._words
        for ahead in range(place + 1, min(words.size + 1, place + LONGEST_SPEECH)):
            if _CLOSING & set(words.gap(ahead)):
                return words.ends[ahead - 1]
            if ahead < words.size and "\n" in words.gap(ahead):
                return words.ends[ahead - 1]
        return words.ends[min(words.size - 1, place + LONGEST_SPEECH)]

    def _has_verb_of_saying(self, place: int) -> bool:
        words = self._words
        back = place
        while back > max(0, place - WORDS_TO_VERB) and not words.stops(back):
            back -= 1
            word = words.keys[back]
            if word in THAT:
                return False
            if said(word, often=True):
                return True
        return False

    # Values

    def _resolve(self, parsed: Parsed) -> DateFound:
        found = self._read(parsed)
        return replace(found, rule=found.rule + BOUND) if self._is_bound(parsed) else found

    def _is_bound(self, parsed: Parsed) -> bool:
        """«حتى نهاية العام», «في موعد أقصاه …», «قبل 5 تموز»: the latest that is meant."""
        words, before = self._words, parsed.at - 1
        if parsed.rule in ("deadline", "countdown"):
            return False  # it says so itself
        if not words.prefixes[parsed.at] and "by" in words.classes[parsed.at]:
            return True
        if before < 0 or words.gap(parsed.at) != " ":
            return False
        kinds = words.classes[before]
        return "until" in kinds or "ago" in kinds

    def _read(self, parsed: Parsed) -> DateFound:
        words = self._words
        start = words.begins(parsed.at)
        end = words.ends[parsed.after - 1]
        if parsed.closed:
            end = words.text.index(")", end) + 1
        if not parsed.anchored:
            answer = parsed.read(self._moment(date.min, parsed))
            return _found(start, end, parsed, answer, "")
        anchors = self._anchors(words.starts[parsed.at])
        if not anchors:
            return _found(start, end, parsed, Answer((), sure=False), "")
        if self._is_told_by_the_reporter(parsed):
            anchors.sort(key=lambda anchor: anchor.name == SPEECH)
        answers = [self._answer(parsed, anchor.interval) for anchor in anchors]
        name = anchors[0].name
        if name == SPEECH and self._is_quoted(words.starts[parsed.at]):
            return _found(start, end, parsed, answers[0], name)
        merged = _disagreeing(answers)
        return _found(start, end, parsed, merged, name)

    def _is_told_by_the_reporter(self, parsed: Parsed) -> bool:
        """«4 نيسان الماضي», «الشهر الجاري» outside marks: from the page, not the speech."""
        last = self._words.classes[parsed.after - 1]
        named = {"past", "this"} & last.keys()
        return bool(named) and not self._in_marks(self._words.starts[parsed.at])

    def _is_quoted(self, start: int) -> bool:
        place = bisect_left(self._starts, start + 1) - 1
        if place >= 0 and start < self._speeches[place].end:
            return True
        if self._said is None:
            return False
        return self._said[3] or self._in_marks(start)

    def _in_marks(self, start: int) -> bool:
        """Whether the nearest mark before opens a quotation."""
        text = self._words.text
        floor = max(0, start - CHARACTERS_TO_MARK)
        opened = max(text.rfind(mark, floor, start) for mark in "«“‹")
        closed = max(text.rfind(mark, floor, start) for mark in "»”›")
        straight = text.count('"', floor, start) % 2 == 1
        return opened > closed or straight

    def _moment(self, day: date, parsed: Parsed) -> Moment:
        here = self._lines[self._named_at] == self._lines[parsed.at]
        chronicle = self._heads_entry(parsed)
        nearby = self._mentioned if here or chronicle else None
        heading = self._mentioned if here and self._words.opens_line(self._named_at) else None
        same = self._sentences[self._named_at] == self._sentences[parsed.at]
        opens = self._words.opens_line(max(0, self._named_at - 1))
        topic = heading or (nearby if opens else None)
        return Moment(day, self._mentioned, nearby, same, chronicle, heading, self._last_day, topic)

    def _heads_entry(self, parsed: Parsed) -> bool:
        """«9 نيسان: …», an entry of a chronicle: the entry before it says the year."""
        words = self._words
        if not words.opens_line(parsed.at) or not words.opens_line(self._named_at):
            return False
        return words.gap(parsed.after)[:1] in (":", "-", "\n")

    def _answer(self, parsed: Parsed, anchor: Interval) -> Answer:
        first = _read(parsed, self._moment(anchor.first, parsed))
        if anchor.first == anchor.last:
            return first
        last = _read(parsed, self._moment(anchor.last, parsed))
        if first.periods[:1] == last.periods[:1]:
            return Answer(first.periods, first.sure and last.sure)
        if (anchor.last - anchor.first).days > WIDEST_ANCHOR or not first.periods:
            return Answer((), sure=False)
        return Open((*first.periods[:1], *last.periods[:1]), sure=False)


def _is_verb(word: str) -> bool:
    return said(word) or word in lexicon.tenses()["past"]


LONGEST_SPEECH = 80
WORDS_TO_VERB = 9
CHARACTERS_TO_MARK = 200
_OPENING = frozenset("«“‹\"'")
_CLOSING = frozenset("»”›\"'")


def _read(parsed: Parsed, moment: Moment) -> Answer:
    try:
        return parsed.read(moment)
    except OverflowError:  # before the first or after the last day that Python knows
        return Answer((), sure=False)


def _up_to(parsed: Parsed, day: date) -> Answer:
    """The last such day up to another, and the nearest where its year is stated."""
    answer = _read(parsed, Moment(day))
    past = tuple(period for period in answer.periods if period.first <= day)
    return Answer(past[:1] or answer.periods[:1])


def _disagreeing(answers: list[Answer]) -> Answer:
    """The first anchor's answer, with those of the others where they differ."""
    first, *others = answers
    periods = list(first.periods)
    sure = first.sure
    for other in others:
        if other.periods[:1] and first.periods and other.periods[0] != first.periods[0]:
            sure = False
            periods += [period for period in other.periods[:1] if period not in periods]
    return Open(tuple(periods), sure) if isinstance(first, Open) else Answer(tuple(periods), sure)


def _found(start: int, end: int, parsed: Parsed, answer: Answer, anchor: str) -> DateFound:
    periods = answer.periods
    zoned = parsed.rule.endswith("+zone")
    best = periods[0] if periods else None
    several = len(periods) > 1
    # Which of two months, «تشرين» doesn't say: nothing is likelier.
    if several and (isinstance(answer, Open) or _is_open(parsed)):
        best = None
    sure = parsed.sure and answer.sure and best is not None and (not several or zoned)
    return DateFound(
        start,
        end,
        iso=best.iso if best else None,
        precision=best.precision if best else "",
        part=best.part if best else "",
        rule=parsed.rule,
        anchor=anchor,
        shown=sure,
        candidates=tuple(period.iso for period in periods) if several else (),
        period=best,
    )


def _is_open(parsed: Parsed) -> bool:
    months = getattr(parsed.parts, "months", ())
    return len(months) > 1
