"""By which words a text is known for an interview, question and answer by turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import NOON, SEEN, TEH, WAW, YEH
from archive.arabic.tokens import keys

_AFTER_LABEL = re.compile(r"\s*(?:[\d٠-٩]{1,3}\s*)?[:/\-–—.)]")


def is_turn(line: str) -> bool:
    """«س: متى …», «ج/ …», «المحاور: …»."""
    opening = line.split(maxsplit=1)[0] if line.strip() else ""
    label = re.match(r"[^\W\d_]+", opening)
    return (
        label is not None
        and keys(label[0])[:1] != []
        and keys(label[0])[0] in _single("label")
        and _AFTER_LABEL.match(line[line.index(label[0]) + label.end() :]) is not None
    )


def tells_of_conversation(words: Sequence[str]) -> bool:
    """«حاوره», «هنا نص الحوار»."""
    single, phrases = _single("conversation"), _phrases("conversation")
    return any(
        word in single or any(tuple(words[at : at + len(one)]) == one for one in phrases)
        for at, word in enumerate(words)
    )


def addresses(words: Sequence[str]) -> bool:
    """Whether somebody is spoken to: «لديكم», «ستغادرون», «هل تعودين»."""
    return any(word in _single("you") or _is_said_to_you(word) for word in words)


def is_answer(words: Sequence[str]) -> bool:
    """Whether somebody speaks of themselves: «لدينا», «أعتقد»."""
    return any(word in _single("we") for word in words)


def _is_said_to_you(word: str) -> bool:
    """The present with its ending: «تعتقدون», «ستعودين»."""
    bare = word[1:] if word[:1] in (SEEN, WAW) else word
    if len(bare) < 5 or bare[0] != TEH or bare in _single("no verb"):
        return False
    return bare.endswith((WAW + NOON, YEH + NOON))


@lru_cache(maxsize=8)
def _single(kind: str) -> frozenset[str]:
    rows = (row for row in tables.rows("interviews") if row[0] == kind and len(row) == 2)
    return frozenset(word for row in rows for word in row[1].split())


@lru_cache(maxsize=1)
def _phrases(kind: str) -> tuple[tuple[str, ...], ...]:
    rows = (row for row in tables.rows("interviews") if row[0] == kind and len(row) > 2)
    return tuple(tuple(phrase.split()) for row in rows for phrase in row[1:])
