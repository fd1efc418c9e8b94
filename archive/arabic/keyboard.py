"""What the keys of an English keyboard write on an Arabic one."""

from functools import lru_cache

from archive.arabic import tables


def on_arabic_keys(typed: str) -> str:
    """Latin letters as the same keys write them on the Arabic (101) keyboard."""
    return typed.lower().translate(_arabic_keys())


@lru_cache(maxsize=1)
def _arabic_keys() -> dict[int, str]:
    return {ord(key): letters for key, letters in tables.rows("keyboard", folded=False)}
