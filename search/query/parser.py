"""The query language: what a reader typed, read forgivingly.

    انسحاب القوات            all the words, in any order
    "رئيس الوزراء"           a phrase; “…” and «…» do the same
    -أفغانستان               without this word, phrase or group
    بغداد OR أربيل           either; also أو and |
    قوات*                    every word that begins so (three letters or more)
    (…)                      a group
    العنوان: المصدر: قال: بين: المكان: الجهة:   fields, with English names too;
                             a minus before one excludes what it names

Nothing that can be typed is an error. Marks that mean nothing where they stand (a quotation mark
without its partner, a bracket left open, an operator without its words) are left out, and
`ParsedQuery.text` then shows what was read. Cost is bounded: `MOST_LETTERS` and `MOST_WORDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast, get_args

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.arabic.letters import fold
from archive.arabic.tokens import tokenize
from search.engines.plan import And, Or

MOST_LETTERS = 1_000
MOST_WORDS = 32
MOST_NESTED = 6
MOST_IN_A_NAME = 6
SHORTEST_PREFIX = 3

FieldName = Literal["title", "outlet", "said", "between", "place", "actor"]
# Fields whose value names a thing of the archive, not words of the text.
Filtered = Literal["outlet", "place", "actor"]
Sign = Literal["", "+", "-"]

FIELD_WORDS: dict[FieldName, tuple[str, ...]] = {
    "title": ("العنوان", "عنوان", "title", "headline"),
    "outlet": ("المصدر", "مصدر", "outlet", "source"),
    "said": ("قال", "قول", "said"),
    "between": ("بين", "between"),
    "place": ("المكان", "مكان", "place"),
    "actor": ("الجهة", "جهة", "الشخص", "شخص", "actor"),
}
FIELDS: dict[str, FieldName] = {
    fold(word): name for name, words in FIELD_WORDS.items() for word in words
}
FILTERS: frozenset[str] = frozenset(get_args(Filtered))

CLOSING = {
    '"': '"“”',
    "“": '”“"',
    "”": '”“"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
}
MINUS = "-\N{MINUS SIGN}\N{EN DASH}"
STAR = "*\N{ARABIC FIVE POINTED STAR}"
OR_WORDS = frozenset({"OR", "أو"})
AND_WORDS = frozenset({"AND"})
NOT_WORDS = frozenset({"NOT"})
OPERATORS = OR_WORDS | AND_WORDS | NOT_WORDS

_DATE = r"(?:1[5-9]|2[01])\d{2}(?:[-/.]\d{1,2}(?:[-/.]\d{1,2})?)?"
_BETWEEN = re.compile(
    rf"\s*(?P<first>{_DATE})"
    rf"(?:(?:\s*(?:\.{{2,}}|…|،|,|~)\s*|\s+(?:-|–|—|و\s*|إلى|الى|حتى|and|to|until)?\s*|[-–—])"
    rf"(?P<last>{_DATE}))?(?![\d-])",
    re.IGNORECASE,
)
_FIELD = re.compile(r"(?P<name>[^\W\d_]+)[:：]\s*", re.UNICODE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]")
_BREAKS = re.escape("".join(CLOSING) + "()|" + STAR)
_RUN = re.compile(rf"[^\s{_BREAKS}]+")
# A name may hold a colon («موجز الأرشيف: بغداد»), which then ends its word.
_PLAIN = re.compile(rf"[ ]+(?P<word>[^\s:{_BREAKS}]+):?(?=[\s{_BREAKS}]|$)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed and as compared; `prefix` asks for every word that begins so."""

    printed: str
    key: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that must stand side by side."""

    keys: tuple[str, ...]
    printed: str


@dataclass(frozen=True, slots=True)
class Field:
    """A part that must hold in one field: `title` or `said`."""

    name: FieldName
    item: Item


Item = Word | Quoted | And["Item"] | Or["Item"] | Field


@dataclass(frozen=True, slots=True)
class Filter:
    """A value of a filter field, as printed; which slug it names is for the archive to say."""

    name: Filtered
    printed: str


Between = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedQuery:
    """A query as it was understood.

    `clauses` are wanted, `required` must hold even where most words are enough, `excluded` must
    not hold. `filters` choose what was published where, about whom; `without` leaves it out.
    `between` holds the two dates of `between:` as typed, in order, `not_between` those with a
    minus. `typed` is what was typed, as far as it was read. `mended` says that something typed
    had to be left out or guessed, `notes` say what, in the reader's language.
    """

    clauses: tuple[Item, ...] = ()
    required: tuple[Item, ...] = ()
    excluded: tuple[Item, ...] = ()
    filters: tuple[Filter, ...] = ()
    without: tuple[Filter, ...] = ()
    between: Between | None = None
    not_between: tuple[Between, ...] = ()
    mended: bool = False
    notes: tuple[str, ...] = ()
    typed: str = ""

    @property
    def text(self) -> str:
        """The query as read, in the language of queries: reading it again gives the same."""
        parts = [show(item) for item in self.clauses]
        parts += [("" if is_exacting(item) else "+") + show(item) for item in self.required]
        parts += [f"-{show(item)}" for item in self.excluded]
        parts += map(_shown_filter, self.filters)
        parts += [f"-{_shown_filter(one)}" for one in self.without]
        if self.between:
            parts.append(_shown_between(self.between))
        parts += [f"-{_shown_between(one)}" for one in self.not_between]
        return " ".join(parts)

    @property
    def has_phrase(self) -> bool:
        return any(_holds_phrase(item) for item in (*self.clauses, *self.required))

    @property
    def excluded_fields(self) -> tuple[Field, ...]:
        """What must not stand in a headline, or be said by someone."""
        return tuple(item for item in self.excluded if isinstance(item, Field))

    def unfiltered(self) -> ParsedQuery:
        """The same words without any field that narrows or excludes."""
        words = tuple(item for item in self.excluded if not isinstance(item, Field))
        return replace(self, excluded=words, filters=(), without=(), between=None, not_between=())

    def unquoted(self) -> ParsedQuery:
        """The same query with the words of its phrases standing free."""
        freed: list[Item] = []
        kept: list[Item] = []
        for item in self.required:
            (freed if isinstance(item, Quoted) else kept).append(item)
        words = [part for item in freed for part in _free(item)]
        return replace(
            self,
            clauses=tuple(_loosened(item) for item in (*self.clauses, *words)),
            required=tuple(_loosened(item) for item in kept),
        )


def is_exacting(item: Item) -> bool:
    """Phrases and fields must hold by themselves, without a plus before them."""
    return isinstance(item, Quoted | Field)


def show(item: Item) -> str:
    """An item in the language of queries."""
    match item:
        case Word():
            # As a word, an operator is written in the folded letters, which are no operator.
            printed = item.key if item.printed in OPERATORS else item.printed
            return printed + ("*" if item.prefix else "")
        case Quoted():
            return f'"{item.printed}"'
        case Field():
            return f"{FIELD_WORDS[item.name][0]}:{show(item.item)}"
        case And():
            return f"({' '.join(show(part) for part in item.parts)})"
        case Or():
            return f"({' OR '.join(show(part) for part in item.parts)})"


def words_of(item: Item) -> Iterator[Word]:
    """The words that stand free in an item, in order."""
    match item:
        case Word():
            yield item
        case And() | Or():
            for part in item.parts:
                yield from words_of(part)
        case Field():
            yield from words_of(item.item)


Longest = Callable[[Filtered, Sequence[str]], int]


def one_word(name: Filtered, words: Sequence[str]) -> int:
    """How many words a filter's value takes where nobody knows the names of the archive."""
    return 1


def read(text: str, longest: Longest = one_word) -> ParsedQuery:
    """What a reader typed, read as well as it can be. Never raises.

    `longest(field, words)` says how many of the words after `outlet:` (and the like) make up a
    name that the archive knows; at least one.
    """
    return _Parser(text, longest).read()


def printable(text: str) -> str:
    """The text without control characters, which no reader means to type."""
    return _CONTROLS.sub(" ", text).strip()


def _shown_filter(one: Filter) -> str:
    return f"{FIELD_WORDS[one.name][0]}:{_quote(one.printed)}"


def _shown_between(dates: Between) -> str:
    return f"{FIELD_WORDS['between'][0]}:{'..'.join(dates)}"


def _quote(printed: str) -> str:
    return printed if printed.isalnum() and printed not in OPERATORS else f'"{printed}"'


def _holds_phrase(item: Item) -> bool:
    match item:
        case Quoted():
            return len(item.keys) > 1
        case And() | Or():
            return any(_holds_phrase(part) for part in item.parts)
        case Field():
            return _holds_phrase(item.item)
    return False


def _free(item: Item) -> list[Item]:
    if isinstance(item, Quoted):
        return [Word(printed, key) for printed, key in _words(item.printed)]
    return [_loosened(item)]


def _loosened(item: Item) -> Item:
    match item:
        case Quoted():
            parts = tuple(_free(item))
            return parts[0] if len(parts) == 1 else And(parts)
        case And():
            return And(tuple(_loosened(part) for part in item.parts))
        case Or():
            return Or(tuple(_loosened(part) for part in item.parts))
        case Field():
            return Field(item.name, _loosened(item.item))
    return item


def _following(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The plain words right after a place, each with its end; at most `MOST_IN_A_NAME`."""
    for _count in range(MOST_IN_A_NAME):
        match = _PLAIN.match(text, at)
        if match is None:
            return
        yield match["word"], match.end()
        at = match.end()


def _words(run: str) -> list[tuple[str, str]]:
    return [(run[token.start : token.end], token.key) for token in tokenize(run)]


@dataclass(slots=True)
class _Part:
    """What the reader has in hand: an item with its sign, or an operator that joins two."""

    item: Item
    sign: Sign = ""


@dataclass(slots=True)
class _Level:
    """The inside of one pair of brackets while it is being read."""

    parts: list[_Part] = field(default_factory=list)
    joins: dict[int, str] = field(default_factory=dict)  # before part n stands OR or AND
    sign: Sign = ""
    name: FieldName | None = None


class _Parser:
    """One pass from the first letter to the last."""

    def __init__(self, text: str, longest: Longest) -> None:
        self.longest = longest
        self.notes: list[str] = []
        self.mended = False
        self.text = self._cut(printable(text))
        self.at = 0
        self.words = 0
        self.filters: list[Filter] = []
        self.without: list[Filter] = []
        self.between: Between | None = None
        self.not_between: list[Between] = []
        self.levels = [_Level()]
        self.sign: Sign = ""
        self.name: FieldName | None = None
        self.excluded: list[Item] = []  # from inside brackets: they hold for the whole query
        self.operators: list[str] = []

    def read(self) -> ParsedQuery:
        while self.at < len(self.text):
            self._step()
        while len(self.levels) > 1:
            self.mended = True
            self._close()
        items = self._joined(self.levels[0])
        if not items and self.operators and not self._has_fields():
            items = [_Part(Word(word, key)) for word, key in _words(" ".join(self.operators))]
        if self.words > MOST_WORDS:
            self._note_left_out(self.words - MOST_WORDS)
        return self._sorted(items)

    def _has_fields(self) -> bool:
        return bool(self.filters or self.without or self.between or self.not_between)

    # Reading on

    def _step(self) -> None:
        letter = self.text[self.at]
        if letter.isspace():
            self.at += 1
        elif letter in CLOSING:
            self._phrase(letter)
        elif letter == "(":
            self._open()
        elif letter == ")":
            self._pass_closing()
        elif letter == "|":
            self._join("OR", "")
            self.at += 1
        elif letter in STAR:
            self.mended = True
            self.at += 1
        elif letter in MINUS + "+" and self._stands_before_a_word():
            self.sign = "+" if letter == "+" else "-"
            self.at += 1
        elif not self._field():
            self._run()

    def _stands_before_a_word(self) -> bool:
        before = self.text[self.at - 1] if self.at else " "
        after = self.text[self.at + 1 : self.at + 2]
        starts = before.isspace() or before in "(|" or before in CLOSING
        return starts and bool(after) and (after.isalnum() or after in CLOSING or after == "(")

    def _phrase(self, opening: str) -> None:
        end = self._closing_mark(opening)
        if end is None:
            self.mended = True
            self.at += 1
            return
        words = _words(self.text[self.at + 1 : end])
        self.at = end + 1
        if not words:
            self._forget()
            return
        words = self._allowed(words)
        if words:
            printed = " ".join(word for word, _key in words)
            self._add(Quoted(tuple(key for _word, key in words), printed))

    def _closing_mark(self, opening: str) -> int | None:
        places = [self.text.find(mark, self.at + 1) for mark in CLOSING[opening]]
        return min((place for place in places if place >= 0), default=None)

    def _open(self) -> None:
        self.at += 1
        if len(self.levels) > MOST_NESTED:
            self.mended = True
            return
        self.levels.append(_Level(sign=self.sign, name=self.name))
        self.sign, self.name = "", None

    def _pass_closing(self) -> None:
        self.at += 1
        if len(self.levels) > 1:
            self._close()
        else:
            self.mended = True

    def _close(self) -> None:
        self._forget()
        level = self.levels.pop()
        parts = self._joined(level)
        if level.name in FILTERS:
            self._add_filters(level, parts)
            return
        self.excluded += [part.item for part in parts if part.sign == "-"]
        items = _flat(part.item for part in parts if part.sign != "-")
        if len(self.levels) > 1 and len(items) < len(parts):
            self.mended = True
        self.sign, self.name = level.sign, level.name
        if not items:
            self._forget()
        else:
            self._add(items[0] if len(items) == 1 else And(items))

    def _add_filters(self, level: _Level, parts: Iterable[_Part]) -> None:
        """Every value in the brackets after a filter's name."""
        for part in parts:
            for item in _options(part.item):
                self.name = level.name
                self.sign = "-" if "-" in (part.sign, level.sign) else ""
                self._add(item)

    def _field(self) -> bool:
        """Read `name:` where a field begins here."""
        match = _FIELD.match(self.text, self.at)
        name = FIELDS.get(fold(match["name"])) if match else None
        if match is None or name is None:
            return False
        if match.end() >= len(self.text):
            return False
        if name == "between":
            return self._read_between(match.end())
        if self.name is not None:
            self.mended = True
        self.name = name
        self.at = match.end()
        return True

    def _read_between(self, at: int) -> bool:
        digits = "".join(fold(letter) if letter.isdecimal() else letter for letter in self.text)
        match = _BETWEEN.match(digits, at)
        if match is None:
            self.notes.append(_("After “between:” write two dates, like between:2020-01..2021-03."))
            self.mended = True
            return False
        dates = (match["first"], match["last"] or match["first"])
        if self._excludes():
            self.not_between.append(dates)
        else:
            self.between = dates
        self.at = match.end()
        self._forget()
        return True

    def _run(self) -> None:
        """Read what stands up to the next space or mark: usually one word."""
        match = _RUN.match(self.text, self.at)
        if match is None:
            self.at += 1
            return
        run = match[0]
        self.at = match.end()
        if self._operator(run):
            return
        starred = self.text[self.at : self.at + 1] in tuple(STAR)
        if starred:
            self.at += 1
        words = _words(run)
        if not words:
            return
        words = self._allowed(words)
        self._add_words(words, starred=starred)

    def _operator(self, run: str) -> bool:
        if run in OR_WORDS:
            self._join("OR", run)
        elif run in AND_WORDS:
            self._join("AND", run)
        elif run in NOT_WORDS and self._word_follows():
            self.at += len(self.text[self.at :]) - len(self.text[self.at :].lstrip())
            self.sign = "-"
        else:
            return False
        return True

    def _word_follows(self) -> bool:
        rest = self.text[self.at :].lstrip()
        return bool(rest) and (rest[0].isalnum() or rest[0] in CLOSING or rest[0] == "(")

    # Putting together

    def _join(self, operator: str, printed: str) -> None:
        level = self.levels[-1]
        place = len(level.parts)
        if place == 0 or place in level.joins or self.name is not None:
            self.mended = True
            self.operators.append(printed)
            return
        level.joins[place] = operator
        if printed:
            self.operators.append(printed)

    def _add_words(self, words: list[tuple[str, str]], *, starred: bool) -> None:
        if not words:
            return
        parts: list[Item] = [Word(printed, key) for printed, key in words]
        if starred:
            parts[-1] = self._prefix(cast("Word", parts[-1]))
        if self.name in FILTERS:
            self._add_name([printed for printed, _key in words])
        elif self.sign or self.name or self._joined_to_next():
            self._add(parts[0] if len(parts) == 1 else And(tuple(parts)))
        else:
            for part in parts:
                self._add(part)

    def _add_name(self, words: list[str]) -> None:
        """A name of several words needs no quotation marks where the archive knows it."""
        following = list(_following(self.text, self.at))
        taken = self.longest(
            cast("Filtered", self.name), [*words, *(word for word, _end in following)]
        )
        more = following[: max(0, taken - len(words))]
        if more:
            self.at = more[-1][1]
            words = [*words, *(word for word, _end in more)]
        self._add(Quoted(tuple(map(fold, words)), " ".join(words)))

    def _joined_to_next(self) -> bool:
        level = self.levels[-1]
        return level.joins.get(len(level.parts)) == "OR"

    def _prefix(self, word: Word) -> Word:
        if len(word.key) >= SHORTEST_PREFIX:
            return replace(word, prefix=True)
        self.mended = True
        self.notes.append(
            _("“%(word)s*” is too short: write three letters or more before the star.")
            % {"word": word.printed}
        )
        return word

    def _add(self, item: Item) -> None:
        if self.name in FILTERS:
            self._add_filter(item)
        else:
            if isinstance(item, Field):
                self.mended = self.mended or self.name is not None
            elif self.name is not None:
                item = Field(self.name, item)
            self.levels[-1].parts.append(_Part(item, self.sign))
        self._forget()

    def _add_filter(self, item: Item) -> None:
        name = cast("Filtered", self.name)
        printed = (
            item.printed
            if isinstance(item, Quoted | Word)
            else " ".join(word.printed for word in words_of(item))
        )
        if printed:
            excluded = self._excludes()
            (self.without if excluded else self.filters).append(Filter(name, printed))
            joined = self._drop_join()
            self.mended = self.mended or (excluded and joined == "OR")

    def _excludes(self) -> bool:
        """Whether a filter that stands here leaves out what it names.

        Filters hold for the whole query, also those in brackets: a minus before the brackets is
        theirs.
        """
        if any(level.sign == "-" for level in self.levels):
            self.mended = True
            return True
        return self.sign == "-"

    def _drop_join(self) -> str | None:
        """Values of one filter widen by themselves: an OR between them has done its work."""
        level = self.levels[-1]
        return level.joins.pop(len(level.parts), None)

    def _forget(self) -> None:
        self.sign, self.name = "", None

    def _joined(self, level: _Level) -> list[_Part]:
        """The parts of a level with its operators applied; OR binds its two neighbours."""
        parts: list[_Part] = []
        for place, part in enumerate(level.parts):
            operator = level.joins.get(place)
            if operator == "OR" and parts and "-" not in (part.sign, parts[-1].sign):
                parts[-1] = _Part(_either(parts[-1].item, part.item), parts[-1].sign)
            elif operator == "AND" and parts:
                parts[-1].sign = parts[-1].sign or "+"
                part.sign = part.sign or "+"
                parts.append(part)
            else:
                parts.append(part)
        if any(place >= len(level.parts) for place in level.joins):
            self.mended = True
        return parts

    def _sorted(self, parts: list[_Part]) -> ParsedQuery:
        clauses: list[Item] = []
        required: list[Item] = []
        excluded = list(self.excluded)
        for part in parts:
            if part.sign == "-":
                excluded.append(part.item)
            elif isinstance(part.item, And):
                (required if part.sign == "+" else clauses).extend(
                    item for item in part.item.parts if not is_exacting(item)
                )
                required.extend(item for item in part.item.parts if is_exacting(item))
            elif part.sign == "+" or is_exacting(part.item):
                required.append(part.item)
            else:
                clauses.append(part.item)
        return ParsedQuery(
            clauses=tuple(clauses),
            required=tuple(required),
            excluded=tuple(excluded),
            filters=tuple(dict.fromkeys(self.filters)),
            without=tuple(dict.fromkeys(self.without)),
            between=self.between,
            not_between=tuple(dict.fromkeys(self.not_between)),
            mended=self.mended,
            notes=tuple(dict.fromkeys(self.notes)),
            typed=self.text,
        )

    # Bounds

    def _cut(self, text: str) -> str:
        text = text.strip()
        if len(text) <= MOST_LETTERS:
            return text
        cut = text.rfind(" ", MOST_LETTERS // 2, MOST_LETTERS + 1)
        self.mended = True
        self.notes.append(
            ngettext(
                "Only the first %(count)d letter of the query was read.",
                "Only the first %(count)d letters of the query were read.",
                MOST_LETTERS,
            )
            % {"count": MOST_LETTERS}
        )
        return text[: cut if cut > 0 else MOST_LETTERS]

    def _allowed(self, words: list[tuple[str, str]]) -> list[tuple[str, str]]:
        room = max(0, MOST_WORDS - self.words)
        self.words += len(words)
        return words[:room]

    def _note_left_out(self, count: int) -> None:
        self.mended = True
        self.notes.append(
            ngettext(
                "%(count)d word was left out: a query holds %(most)d at most.",
                "%(count)d words were left out: a query holds %(most)d at most.",
                count,
            )
            % {"count": count, "most": MOST_WORDS}
        )


def _flat(items: Iterable[Item]) -> tuple[Item, ...]:
    """The parts of one group: a group of the same kind inside it adds nothing."""
    return tuple(
        part for item in items for part in (item.parts if isinstance(item, And) else (item,))
    )


def _options(item: Item) -> tuple[Item, ...]:
    return item.parts if isinstance(item, Or | And) else (item,)


def _either(first: Item, second: Item) -> Or:
    sides = ((side.parts if isinstance(side, Or) else (side,)) for side in (first, second))
    return Or(tuple(item for side in sides for item in side))
