"""What a text is made of: title, subheadings, paragraphs broken or cut, links.

Nothing is mended: the structure is spans over the published lines. Each rule below is about how
newsrooms set text, so it is a guess; what it marks as cut is proposed to an editor.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, takewhile

from django.conf import settings

from archive.arabic.furniture import credits_agency, is_furniture
from archive.arabic.interviews import addresses, is_answer, is_turn, tells_of_conversation
from archive.arabic.particles import joins_by_and
from archive.arabic.punctuation import (
    ASKING,
    CLOSING_BRACKETS,
    DASHES,
    ELLIPSES,
    OPENING_BRACKETS,
    PAUSES,
    QUOTES,
    STOPS,
    quote_balance,
)
from archive.arabic.sentences import (
    asks,
    carries_on,
    is_credit,
    is_no_noun,
    opens_paragraph,
    said,
    wants_more,
    wants_more_in_prose,
    wants_noun,
)
from archive.arabic.tokens import keys
from archive.dates import DateError, parse_stated
from archive.ingest.markup import Anchor, PlainLine, plain_line
from archive.ingest.refusals import RecordError, beyond

SUBHEADING_LETTERS = 120
SUBHEADING_WORDS = 16
# Where paragraphs often end without a full stop, only a much shorter line is a subheading.
LOOSE_SUBHEADING_WORDS = 10
COLON_SUBHEADING_WORDS = 3
DATELINE_WORDS = 5
OPENING_LINES = 3  # dateline, day, credit
LONG_LINE_WORDS = 12
# Where nobody sets full stops, a line this short is a flash and no paragraph under a heading.
PARAGRAPH_WORDS = 25
FIGURES = 2  # numbers that a line with a date has at least
LEAST_QUESTIONS = 2
QUESTIONS_SHARE = 0.25  # of an interview's lines are questions, unless it says that it is one
FEWEST_WORDS_CUT = 4
STRICT_SHARE = 0.7  # of an article's long lines end with a full stop: its newsroom always sets one
STRICT_LINES = 3

_BULLET = re.compile(r"\s*(?:[-–—•●▪◦*·]\s*|\(?[\d٠-٩]{1,3}\s*[-–—.):/]\s*)(?=\S)")
_FIRST_END = re.compile(r"[.!?؟…](?=\s)|[\"“”«»]")
# «بغداد/ المدى», «بغداد – خاص», «بغداد (رويترز)».
_DATELINE = re.compile(
    r"[^/|]{1,40}\s*[/|]\s*[^/|]{1,40}|[^-–—]{1,30}\s[-–—]\s[^-–—]{1,30}|[^()]{1,30}\([^()]{1,30}\)"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A passage: `kind` is `subheading` or `paragraph`; `pieces` are spans of the text.

    Several pieces are one paragraph that a blank line broke; `cut` says that its end seems lost.
    """

    kind: str
    pieces: tuple[tuple[int, int], ...]
    cut: bool = False

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class Structure:
    """A text parsed. Spans count code points of `text`, those of `title_links` of `title`."""

    title: str
    text: str
    passages: tuple[Block, ...]
    links: tuple[Anchor, ...]
    title_links: tuple[Anchor, ...] = ()

    def words_of(self, block: Block) -> str:
        """The passage as printed, its pieces joined by one space."""
        return " ".join(self.text[start:end] for start, end in block.pieces)


def parse(raw: str, *, title: str | None = None) -> Structure:
    """Find title, subheadings, paragraphs and links in a text as it arrived.

    Without `title` the first line that is not empty is the title. Lines lose their markup and are
    composed to NFC; blank lines before and after the text go; nothing else is touched. Raises
    RecordError when there is no title or no text, or more of it than the archive takes.
    """
    lines = _plain_lines(raw)
    if title is None:
        heading, lines = _take_title(lines)
    else:
        [heading] = _plain_lines(" ".join(title.split("\n")))
    heading = _trimmed(heading)
    _check_title(heading.text)
    text, links, body = _join(_without_blank_ends(lines))
    if not body:
        raise RecordError(
            "لا نص بعد العنوان. أضف نص المقال ثم أعد المحاولة.",
            "There is no text after the title. Add the article's text and try again.",
        )
    passages = tuple(_passages(body))
    _check_passages(passages)
    return Structure(heading.text, text, passages, tuple(links), heading.anchors)


def divided(raw: str) -> str:
    """The text with `\\n` for whatever ends a line or a paragraph in it, form feeds too."""
    return _LINE_END.sub("\n", raw) if any(end in raw for end in _LINE_ENDS) else raw


# Carriage returns, vertical tabs, form feeds, NEL, and the separators of Unicode.
_LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE_END = re.compile(rf"\r\n|[{_LINE_ENDS}]")


def _plain_lines(raw: str) -> list[PlainLine]:
    """Raises RecordError, before any line is looked into, for more than the archive takes."""
    limits = settings.LIMITS
    if len(raw) > limits.text:
        raise beyond("حروف النص", "The characters of the text", len(raw), limits.text)
    lines = divided(raw).split("\n")
    if len(lines) > limits.lines:
        raise beyond("أسطر النص", "The lines of the text", len(lines), limits.lines)
    for number, line in enumerate(lines, start=1):
        if len(line) > limits.line:
            raise beyond(
                f"حروف السطر {number}", f"The characters of line {number}", len(line), limits.line
            )
    return [plain_line(line) for line in lines]


def _check_passages(passages: Sequence[Block]) -> None:
    limits = settings.LIMITS
    if len(passages) > limits.passages:
        raise beyond("مقاطع المقال", "The article's passages", len(passages), limits.passages)
    for number, passage in enumerate(passages, start=1):
        length = passage.end - passage.start
        if length > limits.passage:
            raise beyond(
                f"حروف المقطع {number}",
                f"The characters of passage {number}",
                length,
                limits.passage,
            )


def _take_title(lines: list[PlainLine]) -> tuple[PlainLine, list[PlainLine]]:
    for index, line in enumerate(lines):
        if not is_blank(line.text):
            return line, lines[index + 1 :]
    raise RecordError(
        "الملف فارغ: لا عنوان فيه ولا نص.", "The file is empty: it has no title and no text."
    )


def _check_title(title: str) -> None:
    if is_blank(title):
        raise RecordError(
            "لا عنوان لهذا السجل. املأ الحقل title أو اجعل السطر الأول عنواناً.",
            "This record has no title. Fill the field title, or make the first line the title.",
        )
    longest = settings.LIMITS.title
    if len(title) > longest:
        raise RecordError(
            f"السطر الأول أطول من {longest} حرف، فليس عنواناً. ضع العنوان في سطر قبله.",
            f"The first line is longer than {longest} characters, so it is no title. "
            "Put the title on a line before it.",
        )


def is_blank(line: str) -> bool:
    """Whether a reader sees nothing in it: spaces, tabs, invisible controls."""
    return not line.strip() or all(
        letter.isspace() or unicodedata.category(letter) in ("Cf", "Cc") for letter in line
    )


def _without_blank_ends(lines: list[PlainLine]) -> list[PlainLine]:
    printed = [index for index, line in enumerate(lines) if not is_blank(line.text)]
    return lines[printed[0] : printed[-1] + 1] if printed else []


def _trimmed(line: PlainLine) -> PlainLine:
    text = line.text.strip()
    removed = line.text.index(text)
    return PlainLine(text, tuple(link.moved(-removed) for link in line.anchors), line.heading)


def _join(lines: list[PlainLine]) -> tuple[str, list[Anchor], list[Line]]:
    """The text, its links, and its lines that are not blank."""
    links: list[Anchor] = []
    body: list[Line] = []
    start, after_blank = 0, False
    for line in lines:
        links += [link.moved(start) for link in line.anchors]
        if is_blank(line.text):
            after_blank = True
        else:
            body.append(Line(line.text, start, after_blank, line.heading))
            after_blank = False
        start += len(line.text) + 1
    return "\n".join(line.text for line in lines), links, body


@dataclass
class Line:
    """A printed line of the text and what the rules ask of it."""

    printed: str
    offset: int
    after_blank: bool = True
    marked_heading: bool = False
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.printed.strip()

    @cached_property
    def span(self) -> tuple[int, int]:
        """The line without the spaces around it."""
        start = self.offset + self.printed.index(self.text)
        return start, start + len(self.text)

    @cached_property
    def words(self) -> list[str]:
        return keys(self.text)

    @cached_property
    def _balance(self) -> tuple[bool, bool]:
        return quote_balance(self.text)

    @property
    def closes_quote(self) -> bool:
        """Closes a quotation that it didn't open."""
        return self._balance[0]

    @property
    def opens_quote(self) -> bool:
        """Opens a quotation that it doesn't close."""
        return self._balance[1]

    @cached_property
    def last_mark(self) -> str:
        """The last character, closing quotation marks and brackets left aside."""
        bare = self.text.rstrip(QUOTES + CLOSING_BRACKETS + " \u00a0\u200e\u200f")
        return bare[-1:] or self.text[-1:]

    @property
    def trails_off(self) -> bool:
        return self.text.endswith(ELLIPSES)

    @cached_property
    def ends(self) -> bool:
        """Ends as sentences do: with a full stop or the like, or with a quotation closed."""
        if self.trails_off:
            return False
        closed = self.text[-1] in QUOTES + CLOSING_BRACKETS and not self.opens_quote
        return self.last_mark in STOPS or closed

    @property
    def is_question(self) -> bool:
        """A question that is a line of its own, in whoever's mouth."""
        return self.last_mark in ASKING and not (self.opens_quote or self.closes_quote)

    @property
    def is_mostly_figures(self) -> bool:
        """«24/11/2021 - 10:15», «الأربعاء 24 تشرين الثاني 2021»."""
        numbers = sum(word.isdecimal() for word in self.words)
        return numbers >= FIGURES and 3 * numbers >= len(self.words)

    @property
    def is_long(self) -> bool:
        return len(self.words) >= LONG_LINE_WORDS

    @cached_property
    def wants_more(self) -> bool:
        """Ends where not even a headline does: a comma, an open bracket, a preposition."""
        if self.ends or not self.words:
            return False
        opened = self.text.rfind("(") > self.text.rfind(")")
        return self.last_mark in PAUSES + DASHES or opened or wants_more(self.words[-1])

    @cached_property
    def wants_more_as_prose(self) -> bool:
        """Ends where a sentence doesn't, though a headline may: «هو», «رئيس»."""
        if self.ends or not self.words:
            return False
        return self.wants_more or wants_more_in_prose(self.words[-1])

    @cached_property
    def first_words(self) -> list[str]:
        """The words of its first sentence, or of what stands before its first quotation."""
        end = _FIRST_END.search(self.text)
        return keys(self.text[: end.start()]) if end and end.start() else self.words

    @property
    def opens_asking(self) -> bool:
        """Opens with a question of its own: «ما المهمة الباقية؟ …»."""
        end = _FIRST_END.search(self.text)
        asked = end is not None and end[0] in ASKING
        return asked and asks(self.words[0])

    def opens_after(self, line: Line) -> bool:
        """Opens as newsrooms open paragraphs and hardly ever go on from such a line."""
        if not self.words or self.carries_on:
            return False
        if self.words[0].isdecimal():
            return False
        if (wants_noun(line.words[-1]) and is_no_noun(self.words[0])) or self.opens_asking:
            return True
        words = self.first_words or self.words
        paused, wanted = line.last_mark in PAUSES, line.wants_more_as_prose
        return opens_paragraph(words, paused=paused, wanted=wanted)

    @cached_property
    def carries_on(self) -> bool:
        """Opens as no paragraph does: a comma, a closing mark, «الذي», «مشيراً»."""
        if self.text[0] in PAUSES + CLOSING_BRACKETS + ".":
            return True
        return bool(self.words) and carries_on(self.words[0])


def _passages(lines: list[Line]) -> Iterable[Block]:
    strict = _always_stops(lines)
    wrapped = _is_wrapped(lines)
    asking = _is_interview(lines)
    headings = [
        _is_subheading(index, lines, strict)
        and not (wrapped or (asking and lines[index].last_mark in ASKING))
        for index in range(len(lines))
    ]
    index = 0
    while index < len(lines):
        if headings[index]:
            yield Block("subheading", (lines[index].span,))
            index += 1
            continue
        last = index
        while last + 1 < len(lines) and not headings[last + 1]:
            if not (
                _continues(last, lines, strict) or (wrapped and not lines[last + 1].after_blank)
            ):
                break
            last += 1
        pieces = tuple(line.span for line in lines[index : last + 1])
        yield Block("paragraph", pieces, cut=_is_unfinished(lines[last], strict))
        index = last + 1


def _always_stops(lines: Sequence[Line]) -> bool:
    """Whether this article's paragraphs end with full stops, so that a missing one says much."""
    long_lines = [line for line in lines if line.is_long]
    ended = sum(line.ends for line in long_lines)
    return ended >= STRICT_LINES and ended >= STRICT_SHARE * len(long_lines)


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the file broke its lines at a fixed width, as old mail and terminals do."""
    followed = [line for line, after in pairwise(lines) if not after.after_blank]
    if len(followed) < 3:
        return False
    widest = max(len(line.text) for line in lines)
    full = sum(len(line.text) >= 0.6 * widest for line in followed)
    unended = sum(not line.ends for line in followed)
    return widest <= 130 and full >= 0.8 * len(followed) and unended >= 0.7 * len(followed)


def _is_interview(lines: Sequence[Line]) -> bool:
    """Whether questions standing alone are answered by somebody, and head no paragraphs."""
    questions = [line for line in lines if line.is_question]
    if len(questions) < LEAST_QUESTIONS:
        return False
    if any(tells_of_conversation(line.words) for line in (*lines[:3], lines[-1])):
        return True
    if len(questions) < QUESTIONS_SHARE * len(lines):
        return False
    answers = [after for line, after in pairwise(lines) if line.is_question]
    spoken = any(addresses(line.words) for line in questions)
    return spoken and any(is_answer(line.words) for line in answers)


def _is_subheading(index: int, lines: Sequence[Line], strict: bool) -> bool:
    """A short line of its own between paragraphs that doesn't end as sentences do."""
    line = lines[index]
    if index + 1 >= len(lines):
        return False
    if line.marked_heading:
        return True
    return _stands_as_subheading(index, lines, strict) and not _is_around_article(line.text)


def _is_around_article(line: str) -> bool:
    """A day, tags, buttons, a counter, a caption."""
    return is_furniture(line) or credits_agency(line) or is_dated(line)


def _stands_as_subheading(index: int, lines: Sequence[Line], strict: bool) -> bool:
    line, after = lines[index], lines[index + 1]
    if not _looks_like_subheading(line, strict) or _in_list(index, lines, strict):
        return False
    if after.carries_on or (index and lines[index - 1].last_mark == ":"):
        return False
    if not index and len(line.words) > LOOSE_SUBHEADING_WORDS:
        return False  # what follows the title may be a standfirst too
    if index <= OPENING_LINES and _opens_article(index, lines):
        return False
    if strict:
        return len(after.words) > len(line.words) or after.ends
    ended = after.ends or (index > 0 and lines[index - 1].ends)
    if not ended and len(after.words) < PARAGRAPH_WORDS:
        return False
    return len(after.words) >= 2 * len(line.words)


def is_dated(line: str) -> bool:
    """A line that is a day with its year: «الأحد 12 كانون الأول 2021 - 08:43»."""
    if _A_YEAR.search(line) is None:
        return False
    try:
        parse_stated(line)
    except DateError:
        return False
    return True


_A_YEAR = re.compile(r"\d{4}")


def _opens_article(index: int, lines: Sequence[Line]) -> bool:
    """A dateline, a credit or a day of publication right under the title."""
    return all(_is_dateline(line) or is_credit(line.text) for line in lines[: index + 1])


def _looks_like_subheading(line: Line, strict: bool) -> bool:
    asks = line.last_mark in ASKING
    most = SUBHEADING_WORDS if strict and not asks else LOOSE_SUBHEADING_WORDS
    if not 1 <= len(line.words) <= most or len(line.text) > SUBHEADING_LETTERS:
        return False
    if line.closes_quote or line.opens_quote or line.wants_more or line.carries_on:
        return False
    if line.last_mark in "." + PAUSES and not line.trails_off:
        return False
    if line.last_mark == ":" and len(line.words) > COLON_SUBHEADING_WORDS:
        return False
    if line.is_long and (line.wants_more_as_prose or joins_by_and(line.words[0])):
        return False
    return not (said(line.words[0]) or _is_furniture(line))


def _is_furniture(line: Line) -> bool:
    """A list item, a credit, a caption in brackets, a line without letters."""
    if _BULLET.match(line.text) or is_credit(line.text) or is_turn(line.text):
        return True
    if line.text[0] in OPENING_BRACKETS and line.text[-1] in CLOSING_BRACKETS:
        return True
    return not any(letter.isalpha() for letter in line.text)


def _is_dateline(line: Line) -> bool:
    """«بغداد/ المدى», «واشنطن – خاص», «بغداد», «الأربعاء 24 تشرين الثاني 2021»."""
    if len(line.words) > DATELINE_WORDS or (line.ends and line.text[-1] not in CLOSING_BRACKETS):
        return len(line.words) <= 2 * DATELINE_WORDS and line.is_mostly_figures
    alone = len(line.words) == 1
    return alone or line.is_mostly_figures or _DATELINE.fullmatch(line.text) is not None


def _in_list(index: int, lines: Sequence[Line], strict: bool) -> bool:
    """One of three or more short lines in a row."""
    around = lines[max(0, index - 2) : index + 3]
    here = min(index, 2)
    before = _run(reversed(around[:here]), strict)
    return before + _run(around[here + 1 :], strict) >= 2


def _run(lines: Iterable[Line], strict: bool) -> int:
    """How many lines from the first on look like subheadings."""
    return sum(1 for _ in takewhile(lambda line: _looks_like_subheading(line, strict), lines))


def _is_unfinished(line: Line, strict: bool) -> bool:
    """Breaks off in mid-sentence, as far as the line itself shows."""
    if line.ends or len(line.words) < FEWEST_WORDS_CUT:
        return False
    if line.trails_off:
        return line.is_long
    if line.opens_quote or line.wants_more_as_prose:
        return True
    return strict and line.is_long


def _continues(index: int, lines: Sequence[Line], strict: bool) -> bool:
    """Whether the next line carries on the sentence that this one breaks off."""
    line, after = lines[index], lines[index + 1]
    if line.ends or not line.words or not after.words or _is_furniture(after):
        return False
    if line.trails_off:
        return after.text.startswith(ELLIPSES)
    if line.opens_quote:
        return after.closes_quote or _closes_later(index, lines)
    if after.carries_on:
        return True
    if line.wants_more_as_prose or (strict and line.is_long):
        return not after.opens_after(line)
    return False


def _closes_later(index: int, lines: Sequence[Line]) -> bool:
    """A quotation broken twice: its middle has no marks at all and doesn't end either."""
    middle, rest = lines[index + 1], lines[index + 2 : index + 3]
    if middle.ends or any(letter in QUOTES for letter in middle.text):
        return False
    return bool(rest) and rest[0].closes_quote
