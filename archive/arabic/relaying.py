"""Words by which a newsroom says that it relays an outlet: «صحيفة», «نقلاً عن», «ذكرت»."""

from functools import lru_cache

from archive.arabic import tables
from archive.arabic.particles import is_one_of
from archive.arabic.reporting import sayings


def is_kind_of_outlet(word: str) -> bool:
    """Whether a folded word is a noun such as «صحيفة» or «لوكالة»."""
    return is_one_of(word, _cues("kind"))


def attributes(word: str) -> bool:
    """Whether it is a word of attribution, such as «نقلاً» before «عن»."""
    return is_one_of(word, _cues("before"))


def prints(word: str) -> bool:
    """Whether it is a verb by which outlets print what others say: «ذكرت», «وأوردت»."""
    return any(verb.kind in ("quote", "state") for verb in sayings(word, often=True))


def asks(word: str) -> bool:
    """Whether it asks somebody: «سألت»."""
    return any(verb.kind == "ask" for verb in sayings(word, often=True))


def reports(word: str) -> bool:
    """Whether it is a word of reporting: a verb of saying, «بحسب», «تقرير»."""
    return is_one_of(word, _cues("near")) or bool(sayings(word, often=True))


@lru_cache(maxsize=4)
def _cues(kind: str) -> frozenset[str]:
    rows = tables.rows("outlet_cues")
    return frozenset(word for name, words in rows if name == kind for word in words.split())
