"""Arabic names in the Latin letters of an address."""

import unicodedata
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.letters import TEH_MARBUTA, fold


def romanised(name: str) -> str:
    """A name in lower-case Latin letters, vowels only where they are written; other signs stay."""
    plain = unicodedata.normalize("NFKD", fold(name.replace(TEH_MARBUTA, "a")))
    return "".join(_latin().get(letter, letter) for letter in plain)


@lru_cache(maxsize=1)
def _latin() -> dict[str, str]:
    return {row[0]: row[1] for row in tables.rows("roman")}
