"""The values that a query is read as, and how they are written in the language of queries.

A query is a row of items: words, quoted phrases, groups of them, and items that must hold in one
field. Filters and dates stand beside them, since they hold for the whole query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from archive.arabic.function_words import OR_AS_A_WORD
from archive.arabic.letters import fold
from archive.arabic.tokens import tokenize
from search.engines.plan import And, Or

FieldName = Literal["title", "outlet", "said", "via", "between", "place", "actor", "byline"]
# Fields whose value names a thing of the archive, not words of the text.
Filtered = Literal["outlet", "place", "actor", "said", "via", "byline"]
FILTERS: frozenset[str] = frozenset(get_args(Filtered))

FIELD_WORDS: dict[FieldName, tuple[str, ...]] = {
    "title": ("العنوان", "عنوان", "title", "headline"),
    "outlet": ("المصدر", "مصدر", "الناشر", "ناشر", "outlet", "source"),
    "said": ("قال", "القائل", "قائل", "قول", "said", "speaker"),
    "via": ("نقلاً عن", "الناقل", "ناقل", "via"),
    "between": ("بين", "between"),
    "place": ("المكان", "مكان", "place"),
    "byline": ("الكاتب", "كاتب", "الكاتبة", "كاتبة", "بقلم", "author", "byline"),
    "actor": ("الجهة", "جهة", "الشخص", "شخص", "actor"),
}
FIELDS: dict[str, FieldName] = {
    fold(word): name for name, words in FIELD_WORDS.items() for word in words
}


def field_named(printed: str) -> FieldName | None:
    """The field of a name as typed: one word, or two with a space or a low line between."""
    return FIELDS.get(" ".join(fold(printed).replace("_", " ").split()))


OR_WORDS = frozenset({"OR", "أو", "او"})
AND_WORDS = frozenset({"AND"})
NOT_WORDS = frozenset({"NOT"})
# Operators where they stand among Arabic words; in an English sentence they are its words.
SMALL_OPERATORS = frozenset({"or", "and", "not"})
OPERATORS = OR_WORDS | AND_WORDS | NOT_WORDS | SMALL_OPERATORS
# Words by which people leave something out; in a sentence they say what isn't so.
_WITHOUT = re.compile(
    r"(?<=\w) و?(?:ليست?|بدون|من دون|دون|بلا|ما عدا|عدا|باستثناء) (?=\w)(?!(?:أن|ان) )"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed and as compared; `prefix` asks for every word that begins so."""

    printed: str
    key: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that must stand side by side, or `within` so many words of each other.

    Of the words at `begun` only the beginning is given; a star stands behind them in `printed`.
    """

    keys: tuple[str, ...]
    printed: str
    within: int = 0
    begun: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word with letters left open, folded: `?` for one letter, `*` for any."""

    printed: str
    key: str


@dataclass(frozen=True, slots=True)
class Field:
    """A part that must hold in one field: in the headline."""

    name: FieldName
    item: Item


Item = Word | Quoted | Pattern | And["Item"] | Or["Item"] | Field


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
    not hold. `filters` choose what was published where, about whom, and who speaks in it through
    whom; `without` leaves it out.
    `between` holds the two dates of `between:` as typed, in order, `not_between` those with a
    minus. `typed` is what was typed, as far as it was read. `mended` says that something typed
    had to be left out or guessed, `notes` say what, in the reader's language. `spaced` says that
    a space follows the colon of some field, as in a headline.
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
    spaced: bool = False

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
    def has_fields(self) -> bool:
        """Whether anything is asked of a field."""
        items = (*self.clauses, *self.required, *self.excluded)
        return bool(
            self.filters
            or self.without
            or self.between
            or self.not_between
            or any(isinstance(item, Field) for item in items)
        )

    @property
    def has_signs(self) -> bool:
        """Whether anything stands in it that is more than words and phrases."""
        items = (*self.clauses, *self.required)
        return (
            self.has_fields
            or bool(self.excluded)
            or any(isinstance(item, Pattern | Or) for item in items)
        )

    @property
    def excluded_fields(self) -> tuple[Field, ...]:
        """What must not stand in a headline."""
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


def with_minus(text: str) -> str:
    """The text with a minus in place of «ليس» and «بدون» between two words; empty without such."""
    if '"' in text or any(mark in text for mark in "«“”()"):
        return ""
    spaced = " ".join(text.split())
    without = _WITHOUT.sub(" -", spaced)
    return without if without != spaced else ""


def words_in(text: str) -> tuple[Word, ...]:
    """The words of a text, whatever marks stand between them."""
    return tuple(
        Word(text[token.start : token.end], token.key) for token in tokenize(text, told=True)
    )


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


def is_exacting(item: Item) -> bool:
    """Phrases and fields must hold by themselves, without a plus before them."""
    return isinstance(item, Quoted | Field)


def show(item: Item) -> str:
    """An item in the language of queries."""
    match item:
        case Word():
            printed = _no_operator(item.printed) if item.printed in OPERATORS else item.printed
            return printed + ("*" if item.prefix else "")
        case Quoted():
            return f'"{item.printed}"' + (f"~{item.within}" if item.within else "")
        case Pattern():
            return item.printed
        case Field():
            return f"{FIELD_WORDS[item.name][0]}:{show(item.item)}"
        case And():
            return f"({' '.join(show(part) for part in item.parts)})"
        case Or():
            return f"({' OR '.join(show(part) for part in item.parts)})"


def _no_operator(printed: str) -> str:
    """An operator written so that it is read as a word."""
    return f"{printed.lower()}." if printed.isascii() else OR_AS_A_WORD


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


def _free(item: Item) -> tuple[Item, ...]:
    return words_in(item.printed) if isinstance(item, Quoted) else (_loosened(item),)


def _loosened(item: Item) -> Item:
    match item:
        case Quoted():
            parts = _free(item)
            return parts[0] if len(parts) == 1 else And(parts)
        case And():
            return And(tuple(_loosened(part) for part in item.parts))
        case Or():
            return Or(tuple(_loosened(part) for part in item.parts))
        case Field():
            return Field(item.name, _loosened(item.item))
    return item
