"""Verbal nouns by their shape: «انسحاب», «تسليم», «مغادرة»; simple verbs' stand in a table."""

import re
from functools import lru_cache

from archive.arabic.letters import ALEF, HEH, MEEM, NOON, SEEN, TEH, YEH
from archive.arabic.speech import words_of

_PRONOUN = f"(?:{HEH}{ALEF}?|{HEH}{MEEM}{ALEF}?)?"
_SHAPES = (
    f"{TEH}..{YEH}.",  # «تسليم»
    f"{TEH}..{YEH}{HEH}",  # «توصية»
    f"{TEH}.{ALEF}..",  # «تبادل»
    f"{ALEF}..{ALEF}.",  # «إخلاء»
    f"{ALEF}{TEH}?{NOON}?..{TEH}?{ALEF}.",  # «انسحاب», «اتفاق»
    f"{ALEF}...{ALEF}.",  # «استلام»
    f"{ALEF}{SEEN}{TEH}..{ALEF}.",  # «استخدام»
    f"{ALEF}{SEEN}{TEH}..{TEH}",  # «استعادتها»
    f"{MEEM}.{ALEF}..[{HEH}{TEH}]",  # «مغادرة»
)
_SHAPE = re.compile(f"(?:{'|'.join(_SHAPES)}){_PRONOUN}")


# The longest first.
_PRONOUNS = (HEH + MEEM + ALEF, HEH + ALEF, HEH + MEEM, HEH)


@lru_cache(maxsize=1 << 14)
def is_verbal_noun(key: str) -> bool:
    """Whether a folded word, without article and particles, may be a verbal noun."""
    if key in words_of("not_verbal_noun"):
        return False
    return _SHAPE.fullmatch(key) is not None or any(
        form in words_of("verbal_noun") for form in _without_pronoun(key)
    )


def _without_pronoun(key: str) -> tuple[str, ...]:
    ending = next((one for one in _PRONOUNS if key.endswith(one) and len(key) > len(one)), "")
    if not ending:
        return (key,)
    bare = key[: -len(ending)]
    return (key, bare, bare[:-1] + HEH) if bare.endswith(TEH) else (key, bare)
