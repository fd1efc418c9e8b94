"""Questions that ask what somebody said: «من قال إن الموعد ثابت», «ماذا قال فلان عن الموعد»; and
queries that ask for nothing yet.

Which words open them stands in `archive/arabic/data/questions.tsv`, the verbs of saying in
`reporting.tsv`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.arabic.asking import asks_by_itself
from archive.arabic.function_words import english_function_words, is_function_word
from archive.arabic.questions import Kind, is_word_of_question
from archive.arabic.reporting import ReportingVerb, sayings
from search.query.syntax import Item, ParsedQuery, Quoted, Word

MOST_IN_A_NAME = 5  # words of somebody whom the archive doesn't know
# Whoever asks by these verbs asks for speech of any kind; the others say something themselves.
SAYING = frozenset(
    ("say", "state", "explain", "point-out", "stress", "add", "continue", "conclude")
)
# They report other people's words, or what isn't said.
NO_SPEECH = frozenset(("quote", "write", "read-out", "ask"))

Slugs = tuple[str, ...]
# The speakers that some words name for certain, or (the second) may be part of the name of.
Named = Callable[[Sequence[Word], bool], Slugs]


# What a query lacks that names nothing to look for: any word, a word to look for beside those to
# leave out, or one beside those that hold sentences together («من هو», «متى»).
Lack = Literal["", "any", "wanted", "telling"]


def lack_of(parsed: ParsedQuery) -> Lack:
    """What keeps a query from saying what is sought."""
    items = (*parsed.clauses, *parsed.required)
    if parsed.filters or parsed.between:
        return ""
    if not items:
        leaves_out = parsed.excluded or parsed.without or parsed.not_between
        return "wanted" if leaves_out else "any" if parsed.typed else ""
    return "telling" if all(map(_holds_together, items)) else ""


def _holds_together(item: Item) -> bool:
    if not isinstance(item, Word) or item.prefix:
        return False
    return (
        is_function_word(item.printed)
        or asks_by_itself(item.printed)
        or item.key in english_function_words()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question read: whose statement should hold what.

    `wanted` is what articles are searched for, `said` what a statement should hold; `left_out`
    are the words of the question that are searched nowhere. `name` and `speakers` are of who is
    asked about, as typed and as the archive knows them.
    """

    verb: Word
    wanted: tuple[Item, ...]
    said: tuple[Item, ...]
    left_out: tuple[Word, ...]
    name: tuple[Word, ...] = ()
    speakers: Slugs = ()

    @property
    def said_words(self) -> str:
        return _printed(item for item in self.said if isinstance(item, Word | Quoted))

    @property
    def name_words(self) -> str:
        return _printed(self.name)


def read_question(
    items: Sequence[Item], named: Named, phrases: Sequence[Quoted] = ()
) -> Question | None:
    """The question that the words of a query ask; None where they ask nothing of the kind.

    `phrases` are words between quotation marks that stand beside them: they are what was said.
    """
    words = _leading_words(items)
    rest = tuple(items[len(words) :])
    more = bool(rest or phrases)
    found = _who(words, more) or _what(words, named) or _told(words, named, more)
    if found is None:
        return None
    verb, name, said, speakers = found
    telling = tuple(word for word in said if not _says_nothing(word))
    kept = () if _is_saying(verb) else (verb,)
    used = {id(word) for word in (*kept, *name, *telling)}
    return Question(
        verb=verb,
        wanted=(*kept, *name, *telling, *rest),
        said=(*telling, *rest, *phrases),
        left_out=tuple(word for word in words if id(word) not in used),
        name=tuple(name),
        speakers=speakers,
    )


Found = tuple[Word, Sequence[Word], Sequence[Word], Slugs]  # verb, name, what was said, speakers


def _who(words: Sequence[Word], more: bool) -> Found | None:
    """«من قال إن …», «من الذي نفى …»: something must follow."""
    if not words or not _is("who", words[0]):
        return None
    at = _after(words, 1, "relative")
    if at < len(words) and _is_verb(words[at]) and (more or any(map(_tells, words[at + 1 :]))):
        return words[at], (), words[at + 1 :], ()
    return None


def _what(words: Sequence[Word], named: Named) -> Found | None:
    """«ماذا قال فلان عن …»: the name is known, or ends where the subject is named and is part of
    what is printed of somebody who speaks. Other people's statements would answer another question.
    """
    if not words or not _is("what", words[0]):
        return None
    at = _after(words, 1, "relative")
    # «ما الذي قاله فلان»
    if at >= len(words) or not _is_verb(words[at], with_pronoun=at > 1):
        return None
    verb, rest = words[at], words[at + 1 :]
    length, speakers = _known_name(rest, named)
    if not length:
        length = _up_to(rest, "about", "that")
        speakers = named(rest[:length], True) if length else ()
    return (verb, rest[:length], rest[length:], speakers) if speakers else None


def _told(words: Sequence[Word], named: Named, more: bool) -> Found | None:
    """«قال فلان إن …», «فلان أكد أن …», «قال فلان «…»»: the name must be known."""
    before = 1 if words and _is_verb(words[0]) else 0
    if not _tells_of_speech(words[: before + MOST_IN_A_NAME + 2], more, has_verb=bool(before)):
        return None
    length, speakers = _known_name(words[before:], named)
    end = before + length
    if length and not before and end < len(words) and _is_verb(words[end]):
        verb, end = words[end], end + 1
    elif before:
        verb = words[0]
    else:
        return None
    follows = _is("that", words[end]) if end < len(words) else more
    if not length or not follows:
        return None
    return verb, words[before : before + length], words[end + 1 :], speakers


def _tells_of_speech(words: Sequence[Word], more: bool, *, has_verb: bool) -> bool:
    """Whether a name is worth looking up: most queries hold neither «إن» nor a verb of saying."""
    if not more and not any(_is("that", word) for word in words):
        return False
    return has_verb or any(map(_is_verb, words[1:]))


def _known_name(words: Sequence[Word], named: Named) -> tuple[int, Slugs]:
    """How many of the first words make up a known name, and whose it is."""
    for length in range(min(len(words), MOST_IN_A_NAME), 0, -1):
        if not _is("about", words[length - 1]) and (speakers := named(words[:length], False)):
            return length, speakers
    return 0, ()


def _up_to(words: Sequence[Word], *kinds: Kind) -> int:
    for index, word in enumerate(words[: MOST_IN_A_NAME + 1]):
        if any(_is(kind, word) for kind in kinds):
            return index
    return 0


def _after(words: Sequence[Word], at: int, kind: Kind) -> int:
    while at < len(words) and _is(kind, words[at]):
        at += 1
    return at


def _leading_words(items: Sequence[Item]) -> list[Word]:
    words: list[Word] = []
    for item in items:
        if not isinstance(item, Word) or item.prefix:
            break
        words.append(item)
    return words


def _is_verb(word: Word, *, with_pronoun: bool = False) -> bool:
    readings = sayings(word.printed, often=True)
    return any(_is_speech(one) and (with_pronoun or not one.pronoun) for one in readings)


def _is_speech(one: ReportingVerb) -> bool:
    return one.kind not in NO_SPEECH


def _is_saying(word: Word) -> bool:
    """Whether a word is surely a verb that says no more than that somebody spoke."""
    readings = [one for one in sayings(word.printed) if _is_speech(one)]
    return bool(readings) and readings[0].kind in SAYING


def _tells(word: Word) -> bool:
    return not _says_nothing(word)


def _says_nothing(word: Word) -> bool:
    return is_function_word(word.printed) or _is("that", word) or _is("about", word)


def _is(kind: Kind, word: Word) -> bool:
    return is_word_of_question(kind, word.printed)


def _printed(words: Iterable[Word | Quoted]) -> str:
    return " ".join(word.printed for word in words)
