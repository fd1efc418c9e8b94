"""What a refusal to speak is about, and who asked, as its own words tell."""

from __future__ import annotations

from typing import NamedTuple

from archive.arabic.function_words import is_function_word
from archive.arabic.references import nouns
from archive.arabic.speech import bare_noun, is_any, is_definite, is_noun, words_of
from archive.arabic.tokens import Token, tokenize

MOST_FROM_NOUN = 3  # words between what is refused and «على»


class Refused(NamedTuple):
    """What it is about, and who asked; each as printed, empty where the words don't say."""

    about: str
    asked_by: str


def refused(words: str) -> Refused:
    """Reads «رفض المكتب التعليق على عدد المستشارين», «لم يرد على أسئلة الصحيفة»."""
    tokens = list(tokenize(words))
    while tokens and _says_nothing(tokens[-1], words):
        tokens.pop()
    start = _behind_about(tokens)
    rest = tokens[start:] if start is not None else _object(tokens)
    if not rest:
        return Refused("", "")
    if bare_noun(rest[0].key) in nouns("question"):
        return _question(rest, words)
    return Refused(_printed(rest, words), "")


def _behind_about(tokens: list[Token]) -> int | None:
    """Where whatever stands behind «على», «عن», «بشأن» begins: the one after what is refused.

    «امتنع المتحدث عن التعليق على الموعد» has two, and the second tells; «امتنع عن ذكر الموعد» one.
    """
    places = [at for at, token in enumerate(tokens) if is_any("about", token.key)]
    comments = [at for at, token in enumerate(tokens) if token.key in words_of("comment")]
    noun = comments[0] if comments else 0
    behind = [at for at in places if at > noun and (not comments or at - noun <= MOST_FROM_NOUN)]
    if behind:
        return behind[0] + 1
    if comments or not places:
        return None
    return places[0] + 1


def _object(tokens: list[Token]) -> list[Token]:
    """«امتنع عن تحديد موعد»: what is refused, with its object right behind it."""
    for at, token in enumerate(tokens[:-1]):
        if token.key in words_of("comment") and not is_definite(token.key):
            following = tokens[at + 1].key
            return [] if is_any("from", following) or is_any("about", following) else tokens[at:]
    return []


def _question(rest: list[Token], words: str) -> Refused:
    """«أسئلة الصحيفة عن الموعد»: who asked, and about what."""
    about = next((at for at, token in enumerate(rest) if is_any("about", token.key)), len(rest))
    asked_by = [token for token in rest[1:about] if not is_noun("comment", token.key)]
    return Refused(_printed(rest[about + 1 :], words), _printed(asked_by, words))


def _says_nothing(token: Token, words: str) -> bool:
    printed = words[token.start : token.end]
    return token.key in nouns("adverb") or is_function_word(printed)


def _printed(tokens: list[Token], words: str) -> str:
    return words[tokens[0].start : tokens[-1].end] if tokens else ""
