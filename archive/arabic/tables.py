"""The word tables of `data/`, read once.

A table is tab-separated text in UTF-8; lines that open with `#` are notes. Words are written as
newsrooms write them and are folded here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from archive.arabic.letters import HAMZA, YEH, fold


def rows(name: str, *, folded: bool = True) -> Iterator[list[str]]:
    """The cells of each row of `data/<name>.tsv`, folded unless their letters themselves matter.

    Raises FileNotFoundError when there is no such table.
    """
    table = files("archive.arabic").joinpath("data", f"{name}.tsv")
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            yield [fold(cell) for cell in cells] if folded else cells


@lru_cache(maxsize=16)
def words_by_kind(name: str) -> Mapping[str, frozenset[str]]:
    """The folded words of a table by the kind that its rows open with, read once for all kinds."""
    kinds: dict[str, set[str]] = {}
    for kind, words, *_ in rows(name):
        kinds.setdefault(kind, set()).update(words.split())
    return {kind: frozenset(words) for kind, words in kinds.items()}


def _before_endings(words: Iterable[str]) -> Iterator[str]:
    """The words; those that end in a hamza on a yeh also without it, as they stand in others."""
    for word in words:
        yield word
        if word.endswith(YEH + HAMZA) and len(word) > SURE + 1:
            yield word.removesuffix(HAMZA)


@lru_cache(maxsize=2)
def plurals(key: Callable[[str], str] = fold) -> dict[str, str]:
    """Broken plural to singular, each by its key."""
    return {
        plural: key(singular)
        for singular, words in rows("plurals", folded=False)
        for plural in _before_endings(map(key, words.split()))
    }


@lru_cache(maxsize=1)
def spellings() -> dict[str, str]:
    """Other spelling to the one that stands for all."""
    return {other: first for first, others in rows("spellings") for other in others.split()}


@lru_cache(maxsize=1)
def defective() -> frozenset[str]:
    """Nouns whose final yeh the indefinite leaves out, with it."""
    return frozenset(word for (words,) in rows("defective") for word in words.split())


@lru_cache(maxsize=1)
def compounds() -> frozenset[tuple[str, str]]:
    """Pairs of words that are also written as one."""
    return frozenset((first, second) for first, second in rows("compounds"))


@lru_cache(maxsize=1)
def halves() -> dict[str, tuple[str, str]]:
    """Compounds written as one word, with their two."""
    return {first + second: (first, second) for first, second in compounds()}


@lru_cache(maxsize=1)
def whole_beginnings() -> frozenset[str]:
    """Words whose first letters look like particles and are not."""
    return frozenset(
        _before_endings(word for (words,) in rows("beginnings") for word in words.split())
    )


@lru_cache(maxsize=1)
def whole_endings() -> frozenset[str]:
    """Words whose last letters look like an ending and are not."""
    return frozenset(
        _before_endings(word for (words,) in rows("endings") for word in words.split())
    )


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Words attested even where an archive is small: common ones, and those of the tables."""
    common = {word for (words,) in rows("common") for word in words.split()}
    whole = {word for word in whole_beginnings() | whole_endings() if len(word) > SURE}
    table = {*plurals(), *plurals().values(), *spellings(), *spellings().values()}
    joined = {first + second for first, second in compounds()}
    return frozenset(common | whole | table | joined)


# A listed word of so many letters or fewer is too easily part of another to vouch for a reading.
SURE = 3
