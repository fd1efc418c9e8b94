"""The query language: what a reader typed, read forgivingly.

    انسحاب القوات            all the words, in any order
    "رئيس الوزراء"           a phrase; “…” and «…» do the same
    -أفغانستان               without this word, phrase or group
    بغداد OR أربيل           either; also أو, or and |
    قوات*                    every word that begins so (three letters or more)
    قو?ت، قو*ات              a letter, or letters, that the reader doesn't know
    "انسحاب القوات"~5        these words, at most five apart
    (…)                      a group
    العنوان: المصدر: قال: نقلاً عن: بين: المكان: الجهة:   fields, with English names too;
                             a minus before one excludes what it names

Nothing that can be typed is an error. Marks that mean nothing where they stand (a quotation mark
without its partner, a bracket left open, an operator without its words) are left out, and
`ParsedQuery.text` then shows what was read. Where signs find nothing, the same text can be read
`plainly`: as its words and phrases. Cost is bounded: `MOST_LETTERS` and `MOST_WORDS`.
Brackets may be as deep as they are many: around nothing or a single item they vanish, so what is
read has no more levels than words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.arabic.letters import fold
from search.engines.plan import And, Or
from search.query.lexer import (
    STAR,
    Dates,
    FieldStart,
    Leftover,
    Lexer,
    Mark,
    Operator,
    Phrase,
    Run,
    Sign,
    Token,
    Unknown,
    printable,
)
from search.query.syntax import (
    FILTERS,
    Between,
    Field,
    FieldName,
    Filter,
    Filtered,
    Item,
    ParsedQuery,
    Pattern,
    Quoted,
    Word,
    is_exacting,
    words_in,
    words_of,
)

MOST_LETTERS = 1_000
MOST_WORDS = 32
SHORTEST_PREFIX = 3
SHORTEST_LEAD = 2  # letters before the first that is left open
MOST_OPEN = 4  # places of one word that are left open
WIDEST = 50  # words that may lie between the words of a phrase

_STARS = re.compile(f"[{re.escape(STAR)}]")

Longest = Callable[[Filtered, Sequence[str]], int]


def one_word(name: Filtered, words: Sequence[str]) -> int:
    """How many words a filter's value takes where nobody knows the names of the archive."""
    return 1


def parse(text: str, longest: Longest = one_word, *, plainly: bool = False) -> ParsedQuery:
    """What a reader typed, read as well as it can be. Never raises.

    `longest(field, words)` says how many of the words after `outlet:` (and the like) make up a
    name that the archive knows; at least one. `plainly` reads words and phrases alone.
    """
    return _Parser(text, longest, plainly=plainly).parse()


@dataclass(slots=True)
class _Part:
    """An item with its sign."""

    item: Item
    sign: Literal["", "+", "-"] = ""


@dataclass(slots=True)
class _Group:
    """The inside of one pair of brackets while it is being read, and what stood before them."""

    sign: Literal["", "+", "-"] = ""
    name: FieldName | None = None
    parts: list[_Part] = field(default_factory=list)
    operators: dict[int, str] = field(default_factory=dict)  # before part n stands OR or AND


class _Parser:
    """One pass over the tokens.

    `sign` and `name` stand before what comes next; `groups` are the brackets open around it.
    """

    def __init__(self, text: str, longest: Longest, *, plainly: bool) -> None:
        self.longest = longest
        self.notes: list[str] = []
        self.mended = False
        self.lexer = Lexer(self._cut(printable(text)), plainly=plainly)
        self.spaced = False
        self.leftovers: list[str] = []
        self.words = 0
        self.filters: list[Filter] = []
        self.without: list[Filter] = []
        self.between: Between | None = None
        self.not_between: list[Between] = []
        self.groups = [_Group()]
        self.sign: Literal["", "+", "-"] = ""
        self.name: FieldName | None = None
        self.excluded: list[Item] = []  # from inside brackets: they hold for the whole query
        self.operators: list[str] = []  # as printed: words, where nothing else was typed

    def parse(self) -> ParsedQuery:
        for token in self.lexer.tokens():
            self._take(token)
        while len(self.groups) > 1:
            self.mended = True
            self._close()
        parts = self._joined(self.groups[0])
        if not parts and not self._has_fields():
            parts = [_Part(word) for word in words_in(" ".join(self.operators))]
        if self.leftovers:
            self._note_leftovers()
        if self.words > MOST_WORDS:
            self._note_left_out(self.words - MOST_WORDS)
        return self._sorted(parts)

    def _has_fields(self) -> bool:
        return bool(self.filters or self.without or self.between or self.not_between)

    def _take(self, token: Token) -> None:
        match token:
            case Run(words, starred):
                self._add_run(self._allowed(words), starred=starred)
            case Phrase(words, within):
                self._add_phrase(words, min(within, WIDEST))
            case Unknown(printed):
                self._add_pattern(printed)
            case Leftover(printed):
                self.leftovers.append(printed)
            case Sign(sign):
                self.sign = sign
            case Operator(name, printed):
                self._join(name, printed)
            case FieldStart(name, spaced):
                self.mended = self.mended or self.name is not None
                self.name = name
                self.spaced = self.spaced or spaced
            case Dates(between):
                self._add_dates(between)
            case Mark.OPENING:
                self._open()
            case Mark.CLOSING:
                self._pass_closing()
            case Mark.STRAY:
                self.mended = True
            case Mark.NO_DATES:
                self._note_no_dates()

    # Brackets

    def _open(self) -> None:
        self.groups.append(_Group(sign=self.sign, name=self.name))
        self._forget()

    def _pass_closing(self) -> None:
        if len(self.groups) > 1:
            self._close()
        else:
            self.mended = True

    def _close(self) -> None:
        self._forget()
        group = self.groups.pop()
        parts = self._joined(group)
        if group.name in FILTERS:
            self._add_filters(group, parts)
            return
        self.excluded += [part.item for part in parts if part.sign == "-"]
        items = _flat(part.item for part in parts if part.sign != "-")
        if len(self.groups) > 1 and len(items) < len(parts):
            self.mended = True
        self.sign, self.name = group.sign, group.name
        if not items:
            self._forget()
        else:
            self._add(_one(items))

    def _add_filters(self, group: _Group, parts: Iterable[_Part]) -> None:
        """Every value in the brackets after a filter's name."""
        for part in parts:
            for item in _options(part.item):
                self.name = group.name
                self.sign = "-" if "-" in (part.sign, group.sign) else ""
                self._add(item)

    # Words and phrases

    def _add_run(self, words: Sequence[Word], *, starred: bool) -> None:
        if not words:
            return
        parts: list[Item] = list(words)
        if starred:
            parts[-1] = self._prefix(words[-1])
        if self.name in FILTERS:
            self._add_name([word.printed for word in words])
        elif self.sign or self.name or self._follows_or():
            self._add(_one(tuple(parts)))
        else:
            for part in parts:
                self._add(part)

    def _add_pattern(self, printed: str) -> None:
        key = fold(_STARS.sub("*", printed))
        lead = re.split(r"[?*]", key, maxsplit=1)[0]
        if len(lead) >= SHORTEST_LEAD and sum(map(key.count, "?*")) <= MOST_OPEN:
            self._allowed(words_in(lead))
            self._add(Pattern(_STARS.sub("*", printed), key))
        else:
            self.leftovers += re.findall(r"[?*]", key)
            self._add_run(self._allowed(words_in(printed)), starred=False)

    def _add_phrase(self, words: Sequence[Word], within: int) -> None:
        if not words:
            self._forget()
        elif words := self._allowed(words):
            words = [self._prefix(replace(w, prefix=False)) if w.prefix else w for w in words]
            printed = " ".join(word.printed + ("*" if word.prefix else "") for word in words)
            begun = tuple(at for at, word in enumerate(words) if word.prefix)
            self._add(Quoted(tuple(word.key for word in words), printed, within, begun))

    def _add_name(self, words: list[str]) -> None:
        """A name of several words needs no quotation marks where the archive knows it."""
        ahead = self.lexer.words_ahead()
        length = self.longest(cast("Filtered", self.name), [*words, *ahead])
        more = ahead[: max(0, length - len(words))]
        self.lexer.take_ahead(len(more))
        words = [*words, *more]
        self._add(Quoted(tuple(map(fold, words)), " ".join(words)))

    def _prefix(self, word: Word) -> Word:
        if len(word.key) >= SHORTEST_PREFIX:
            return replace(word, prefix=True)
        self.mended = True
        self.notes.append(
            _("“%(word)s*” is too short: write three letters or more before the star.")
            % {"word": word.printed}
        )
        return word

    # Fields

    def _add_dates(self, between: Between) -> None:
        if self._excludes():
            self.not_between.append(between)
        else:
            self.between = between
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
            operator = self._drop_operator()
            self.mended = self.mended or (excluded and operator == "OR")

    def _excludes(self) -> bool:
        """Whether a filter that stands here leaves out what it names.

        Filters hold for the whole query, also those in brackets: a minus before the brackets is
        theirs.
        """
        if any(group.sign == "-" for group in self.groups):
            self.mended = True
            return True
        return self.sign == "-"

    # Putting together

    def _add(self, item: Item) -> None:
        if self.name in FILTERS:
            self._add_filter(item)
        else:
            if isinstance(item, Field):
                self.mended = self.mended or self.name is not None
            elif self.name is not None:
                item = Field(self.name, item)
            self.groups[-1].parts.append(_Part(item, self.sign))
        self._forget()

    def _forget(self) -> None:
        self.sign, self.name = "", None

    def _join(self, operator: str, printed: str) -> None:
        group = self.groups[-1]
        index = len(group.parts)
        if printed:
            self.operators.append(printed)
        if index == 0 or index in group.operators or self.name is not None:
            self.mended = True
        else:
            group.operators[index] = operator

    def _follows_or(self) -> bool:
        group = self.groups[-1]
        return group.operators.get(len(group.parts)) == "OR"

    def _drop_operator(self) -> str | None:
        """Values of one filter widen by themselves: an OR between them has done its work."""
        group = self.groups[-1]
        return group.operators.pop(len(group.parts), None)

    def _joined(self, group: _Group) -> list[_Part]:
        """The parts of a group with its operators applied; OR binds its two neighbours."""
        parts: list[_Part] = []
        for index, part in enumerate(group.parts):
            operator = group.operators.get(index)
            if operator == "OR" and parts and "-" not in (part.sign, parts[-1].sign):
                parts[-1] = _Part(_either(parts[-1].item, part.item), parts[-1].sign)
                continue
            if operator == "AND" and parts:
                parts[-1].sign = parts[-1].sign or "+"
                part.sign = part.sign or "+"
            parts.append(part)
        if any(index >= len(group.parts) for index in group.operators):
            self.mended = True
        return parts

    def _sorted(self, parts: list[_Part]) -> ParsedQuery:
        clauses: list[Item] = []
        required: list[Item] = []
        excluded = list(self.excluded)
        for part in parts:
            if part.sign == "-":
                excluded.append(part.item)
                continue
            for item in sorted(_flat([part.item]), key=is_exacting):
                (required if part.sign == "+" or is_exacting(item) else clauses).append(item)
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
            typed=self.lexer.text,
            spaced=self.spaced,
        )

    # Bounds, and what is said of them

    def _cut(self, text: str) -> str:
        if len(text) <= MOST_LETTERS:
            return text
        space = text.rfind(" ", MOST_LETTERS // 2, MOST_LETTERS + 1)
        self.mended = True
        self.notes.append(
            ngettext(
                "Only the first %(count)d letter of the query was read.",
                "Only the first %(count)d letters of the query were read.",
                MOST_LETTERS,
            )
            % {"count": MOST_LETTERS}
        )
        return text[: space if space > 0 else MOST_LETTERS]

    def _allowed(self, words: Sequence[Word]) -> Sequence[Word]:
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

    def _note_leftovers(self) -> None:
        self.mended = True
        marks = " ".join(dict.fromkeys(self.leftovers))
        self.notes.append(
            _("“%(marks)s” says nothing in this archive's searches and was left out.")
            % {"marks": f"\u2068{marks}\u2069"}
        )

    def _note_no_dates(self) -> None:
        self.mended = True
        self.notes.append(_("After “between:” write two dates, like between:2020-01..2021-03."))


def _one(items: tuple[Item, ...]) -> Item:
    return items[0] if len(items) == 1 else And(items)


def _flat(items: Iterable[Item]) -> tuple[Item, ...]:
    """The parts of one group: a group of the same kind inside it adds nothing."""
    return tuple(
        part for item in items for part in (item.parts if isinstance(item, And) else (item,))
    )


def _options(item: Item) -> tuple[Item, ...]:
    return item.parts if isinstance(item, Or | And) else (item,)


def _either(first: Item, second: Item) -> Or[Item]:
    sides = ((side.parts if isinstance(side, Or) else (side,)) for side in (first, second))
    return Or(tuple(item for side in sides for item in side))
