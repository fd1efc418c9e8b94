"""Lines that pages print around an article: tags, buttons, counters, captions, paths, credits."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import ARTICLE, fold

LONGEST = 14  # words of such a line
LONGEST_NAME = 4  # words of an outlet's name, with what it is
_NUMBER = re.compile(r"\d")
_STEPS = re.compile(r"[>»›→/|\\«‹←]")
_LEAST_STEPS = 2
_MOST_STEPS = 3  # words of a step
# A photographer's or an agency's name in brackets at the end: «… في بغداد (أ ف ب)».
_CREDIT = re.compile(r"\(([^()]{2,40})\)\s*+\Z|[-–—/]\s*+([^-–—/()]{2,30})\Z")


def is_furniture(line: str) -> bool:
    """«الوسوم: سوق بلدية», «شارك عبر: فيسبوك», «24 مشاهدة», «صورة أرشيفية»."""
    words = fold(line).split()
    if not words or len(words) > LONGEST:
        return False
    bare = " ".join(words)
    return _opening().match(bare) is not None or _is_counter(words) or is_path(line)


def is_path(line: str) -> bool:
    """The way to an article through its site: «الرئيسية > محليات»."""
    steps = [fold(step).strip() for step in _STEPS.split(line) if step.strip()]
    if len(steps) < _LEAST_STEPS:
        return False
    return steps[0].rstrip(": ") in _phrases("home")


def names_outlet(line: str) -> bool:
    """A line that is the name of an agency, or a kind of outlet with a name: «جريدة المدى»."""
    words = fold(line).split()
    if " ".join(words) in _agencies():
        return True
    kinds = tables.words_by_kind("outlet_cues")["kind"]
    bare = [word for word in words if word.isalpha()]
    if not 1 < len(bare) == len(words) <= LONGEST_NAME or bare[0] not in kinds:
        return False
    # Behind the kind only names and adjectives: a verb would make a headline of it.
    return all(word.startswith(ARTICLE) or word.isascii() for word in bare[1:2]) and not any(
        word in _verbs() for word in bare[1:]
    )


def credits_agency(line: str) -> bool:
    """Whether a line ends with an agency's name, as captions and datelines do."""
    found = _CREDIT.search(line.strip())
    return found is not None and " ".join(fold(found[1] or found[2]).split()) in _agencies()


def _is_counter(words: list[str]) -> bool:
    if len(words) > LONGEST_NAME or not any(_NUMBER.search(word) for word in words):
        return False
    counted = {fold(word) for word in _phrases("counted")}
    return sum(word.strip(":.") in counted for word in words) + sum(
        _NUMBER.search(word) is not None for word in words
    ) >= len(words) - 1 and any(word.strip(":.") in counted for word in words)


@lru_cache(maxsize=8)
def _phrases(kind: str) -> frozenset[str]:
    rows = tables.rows("furniture")
    return frozenset(phrase for first, *phrases in rows if first == kind for phrase in phrases)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    opens, labels = ("|".join(map(re.escape, sorted(_phrases(one)))) for one in ("opens", "label"))
    return re.compile(rf"\W?(?:(?:{opens})\b|(?:{labels})\s?(?:[:|/]|\(\s?\d|\W?\Z))")


@lru_cache(maxsize=1)
def _agencies() -> frozenset[str]:
    return frozenset(" ".join(name.split()) for names in tables.rows("agencies") for name in names)


@lru_cache(maxsize=1)
def _verbs() -> frozenset[str]:
    listed = [words for _, words in tables.rows("tense")]
    return frozenset(word for words in listed for word in words.split())
