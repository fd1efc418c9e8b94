"""A text as the grammar of dates reads it: words, what they may be, and what stands between."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate

from archive.arabic.dates import lexicon
from archive.arabic.letters import (
    ARTICLE,
    BEH,
    FEH,
    KAF,
    LAM,
    MEEM,
    NOON,
    SEEN,
    TEH,
    WAW,
    YEH,
    fold,
)
from archive.arabic.punctuation import SENTENCE_ENDS
from archive.arabic.sentences import said
from archive.arabic.tokens import keys, spans

NOTHING: dict[str, str] = {}
PARTICLES = WAW + FEH + BEH + LAM + KAF
TO_THE = LAM + LAM
MADDA = "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}"
TANWIN = "\N{ARABIC FATHATAN}"

_BLANKS = re.compile(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]+")
# What a reader takes for one sign.
_ALIKE = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2015": "-",
        "\u2212": "-",
        "\\": "/",
        "\u060c": ",",
        "\u2044": "/",
    }
)
_ENDS = frozenset(SENTENCE_ENDS)
KUNYA = frozenset(keys("أبو أبي أبا أم ابن بن بنت"))
LONGEST_GAP = 12
OPENING_MARKS = frozenset("\"'«“‘(‹-")
CLOSING_MARKS = frozenset("\"'»”’)›-")
END = "\n"

# How far back a verb may stand that says whether a date lies ahead.
WORDS_BACK = 10
WORDS_AHEAD = 3
WORDS_FROM_WAS = 3
BOUNDS = frozenset(("ago", "by", "to"))
WAS = frozenset(keys("كان كانت كانوا وكان وكانت"))
DID_NOT = LAM + MEEM
THAT = frozenset(keys("أن إن أنه أنها أنهم بأن بأنه بأنها وأن وبأن إنه إنها إنهم"))


class Words:
    """The words of a text with their classes; places are indices of words.

    `gaps[i]` is what stands before word i: a space, nothing, or its marks without blanks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys, self.starts, self.ends = spans(text)
        self.size = len(self.keys)
        self.gaps = self._between()
        self.bases: list[str] = []
        self.prefixes: list[str] = []
        self.classes: list[dict[str, str]] = []
        self._classify()

    def _between(self) -> list[str]:
        text, before, gaps = self.text, 0, []
        for start, end in zip(self.starts, self.ends, strict=True):
            gap = text[before:start]
            gaps.append(gap if gap == " " else _plain(gap))
            before = end
        gaps.append(_plain(text[before:]) or END)
        return gaps

    def _classify(self) -> None:
        known = lexicon.classes()
        for key in self.keys:
            prefix, base = "", key
            if key not in known and key[0] in PARTICLES and len(key) > 2:
                prefix, base = _taken_apart(key, known)
            self.prefixes.append(prefix)
            self.bases.append(base)
            self.classes.append(known.get(base, NOTHING))

    @cached_property
    def opening(self) -> list[int]:
        """The words at which a date, or a span of years, may open."""
        feasts = lexicon.feasts().longest_first
        return [
            place
            for place, (kinds, key) in enumerate(zip(self.classes, self.keys, strict=True))
            if kinds or key.isdecimal() or key[-2:] == ARTICLE or key in feasts
        ]

    @cached_property
    def sentences(self) -> list[int]:
        """The number of each word's sentence."""
        return list(accumulate(self.stops(place) for place in range(self.size)))

    @cached_property
    def lines(self) -> list[int]:
        """The number of each word's line."""
        return list(accumulate("\n" in gap for gap in self.gaps))

    def has(self, place: int, kind: str) -> bool:
        """Whether word `place`, with nothing attached, is of a class."""
        return place < self.size and kind in self.classes[place] and not self.prefixes[place]

    def follows(self, place: int, kind: str) -> bool:
        """The same, for a word that stands after the one before it with only a space between."""
        return place < self.size and self.gaps[place] == " " and self.has(place, kind)

    def beside(self, place: int, kind: str) -> bool:
        """Whether a word, whatever is attached to it, is one of those that make no date."""
        if not 0 <= place < self.size:
            return False
        listed, key = lexicon.beside()[kind], self.keys[place]
        return key in listed or (key[0] in PARTICLES and key[1:] in listed)

    def value(self, place: int, kind: str) -> str:
        return self.classes[place][kind]

    def base(self, place: int) -> str:
        return self.bases[place] if 0 <= place < self.size else ""

    def gap(self, place: int) -> str:
        return self.gaps[place] if place <= self.size else END

    def printed(self, place: int) -> str:
        return self.text[self.starts[place] : self.ends[place]]

    def number(self, place: int) -> int | None:
        """The value of up to four digits in a row."""
        if place >= self.size:
            return None
        key = self.keys[place]
        if len(key) > 4 or not key.isdecimal():
            return None
        return int(key) if self.ends[place] - self.starts[place] == len(key) else None

    def begins(self, place: int) -> int:
        """Where the word begins without its particles; lil- has swallowed the article."""
        start = self.starts[place]
        left = sum(1 for letter in self.prefixes[place] if letter in PARTICLES)
        if self.prefixes[place].endswith(TO_THE):
            left -= len(TO_THE)
        while left > 0:
            left -= bool(fold(self.text[start]))
            start += 1
        while start < self.ends[place] and not fold(self.text[start]):
            start += 1
        return start

    def is_written_onto(self, place: int) -> bool:
        """Whether a sign of dates or numbers stands before a word without a space."""
        start = self.starts[place]
        return self.text[start - 1 : start].translate(_ALIKE) in ("/", "-", ".", ":")

    def opens_line(self, place: int) -> bool:
        return place == 0 or self.gap(place) == END

    def stops(self, place: int) -> bool:
        """Whether a sentence ends before a word."""
        return not _ENDS.isdisjoint(self.gaps[place])

    def direction(self, place: int, *, of_weekday: bool = False) -> str:
        """`past` or `future` by the words near a date, nearest first; empty where none says."""
        tenses = lexicon.tenses()
        # «بيان 26 تموز» has been made; «بيان الاثنين» may still come.
        if place and not of_weekday and self.gap(place) == " " and not self.prefixes[place]:
            before = self.keys[place - 1]
            if before in tenses["made"] or before[1:] in tenses["made"]:
                return "past"
        bounded = self._is_bounded(place)
        in_clause, back = True, place
        while back > max(0, place - WORDS_BACK) and not self.stops(back):
            back -= 1
            word = self.keys[back]
            if word in THAT:
                in_clause = False
                continue
            if self._announces(back):
                # «كان سيقام» never came.
                return "past" if self._was_to_be(back) else "future"
            bare = word[1:] if word[0] in WAW + FEH else word
            # «تعهدت بالخروج قبل نهاية ديسمبر»: by then.
            if bounded and (word in tenses["binding"] or bare in tenses["binding"]):
                return "future"
            happened = word in tenses["past"] or bare in tenses["past"]
            if in_clause and (happened or word == DID_NOT or bare == DID_NOT or said(word)):
                return "past"
        return ""

    def _is_bounded(self, place: int) -> bool:
        """Whether «قبل», «بحلول» or «حتى» stands before a date, or before its part («نهاية»)."""
        before = place - 1
        if before > 0 and "part" in self.classes[before]:
            before -= 1
        return before >= 0 and not BOUNDS.isdisjoint(self.classes[before])

    def _was_to_be(self, place: int) -> bool:
        first = place
        while first > max(0, place - WORDS_FROM_WAS) and not self.stops(first):
            first -= 1
        return not WAS.isdisjoint(self.keys[first:place])

    def direction_after(self, place: int) -> str:
        """The same by the words right after."""
        tenses = lexicon.tenses()
        for ahead in range(place, min(self.size, place + WORDS_AHEAD)):
            if self.stops(ahead) or self.keys[ahead] in THAT:
                break
            if self._announces(ahead):
                return "future"
            if self.keys[ahead] in tenses["past"]:
                return "past"
        return ""

    def _announces(self, place: int) -> bool:
        tenses = lexicon.tenses()
        word = self.keys[place]
        bare = word[1:] if word[0] in WAW + FEH else word
        if word in tenses["future"] or bare in tenses["future"]:
            return True
        if bare[1:] in tenses["future"] and bare[0] in BEH + LAM:
            return True
        # «سأ» is a verb too; without its hamza «سا» opens many other words.
        # «أبو سنان» and «سنان» are people.
        if bare in lexicon.first_names() or (place and self.keys[place - 1] in KUNYA):
            return False
        if bare[:1] != SEEN or len(bare) < 4 or bare[1] not in YEH + TEH + NOON:
            return False
        openings = (bare[:length] for length in range(4, min(len(bare), 8) + 1))
        return bare not in tenses["not future"] and not any(
            opening in tenses["opens no future"] for opening in openings
        )

    @cached_property
    def named_today(self) -> frozenset[str]:
        """Words that «اليوم» makes a name of: «صحيفة الوادي اليوم», or «الوادي اليوم» in marks."""
        today = lexicon.classes()
        places = (
            place
            for place in range(1, self.size - 1)
            if self.gaps[place + 1] == " "
            and today.get(self.keys[place + 1], {}).get("the unit") == "day"
        )
        return frozenset(self.keys[place] for place in places if self._is_press(place))

    def _is_press(self, place: int) -> bool:
        before, after = self.gaps[place], self.gap(place + 2)
        if before == " " and self.beside(place - 1, "press"):
            return True
        dateline = before[-1:] == "-" and after == END
        return dateline or (before[-1:] in OPENING_MARKS and after[:1] in CLOSING_MARKS)

    @cached_property
    def months_named(self) -> frozenset[int]:
        """Months that the text names in full: they tell which «تشرين» is meant elsewhere."""
        named = lexicon.months().longest_first
        found: set[int] = set()
        for place, kinds in enumerate(self.classes):
            if "month name" in kinds:
                for written, month in named[self.bases[place]]:
                    following = self.keys[place + 1 : place + len(written)]
                    if following == list(written[1:]):
                        found.update(month.numbers if len(month.numbers) == 1 else ())
                        break
        return frozenset(found)

    @cached_property
    def day_comes_first(self) -> bool | None:
        """Whether dates in figures put the day before the month, where one of them shows it."""
        for place in range(self.size - 2):
            if self.gaps[place + 1] in ("/", "-", ".") and self.gaps[place + 1] == self.gap(
                place + 2
            ):
                first, second, third = (self.number(place + n) for n in range(3))
                if first and second and third and third > 999 and max(first, second) <= 31:
                    if first > 12 >= second:
                        return True
                    if second > 12 >= first:
                        return False
        return None


def _plain(gap: str) -> str:
    """The marks between two words; a line's end ends all."""
    if not gap:
        return ""
    if "\n" in gap:
        return END
    marks = _BLANKS.sub("", gap)
    if not marks:
        return " " if any(letter.isspace() for letter in gap) else ""
    return marks.translate(_ALIKE)[:LONGEST_GAP]


def _taken_apart(key: str, known: dict[str, dict[str, str]]) -> tuple[str, str]:
    """What is attached to a word of time, and the word."""
    prefix, rest = "", key
    if rest[0] in WAW + FEH:
        prefix, rest = rest[0], rest[1:]
        if rest in known:
            return prefix, rest
    if rest.startswith(TO_THE) and ARTICLE + rest[2:] in known:
        return prefix + TO_THE, ARTICLE + rest[2:]
    if rest and rest[0] in BEH + LAM + KAF and rest[1:] in known:
        return prefix + rest[0], rest[1:]
    return "", key
