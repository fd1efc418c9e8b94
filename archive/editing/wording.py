"""Words that an editor names by typing them, found where they stand in a text."""

from __future__ import annotations

from collections.abc import Iterator

from archive.arabic.tokens import spans
from archive.ingest.refusals import RecordError


def find_words(
    text: str, words: str, *, within: tuple[int, int] | None = None, occurrence: int = 0
) -> tuple[int, int]:
    """Where words stand in a text, however their letters and marks were typed.

    `occurrence` counts from 1; without it the words must stand there once. Marks of quotation
    typed around them are taken with them. Raises RecordError where they aren't there, or more
    than once.
    """
    within = within or (0, len(text))
    found = list(_places(text, words, within)) or list(_inside_words(text, words.strip(), within))
    if not found:
        raise RecordError(
            f"لا ترد «{words.strip()}» في هذا المقطع. انسخها من النص كما طُبعت.",
            f"“{words.strip()}” is not in this passage. Copy it from the text as printed.",
        )
    if occurrence:
        return found[min(occurrence, len(found)) - 1]
    if len(found) > 1:
        raise RecordError(
            f"وردت «{words.strip()}» في هذا المقطع {len(found)} مرات. أضف إليها كلمة مما قبلها أو "
            "بعدها، أو اكتب رقم المرة.",
            f"“{words.strip()}” stands {len(found)} times in this passage. Add a word beside it, "
            "or give the number of the time.",
        )
    return found[0]


def span_between(
    text: str, first: str, last: str, *, within: tuple[int, int] | None = None
) -> tuple[int, int]:
    """From the first words to the last, both included.

    The last words are the nearest that follow the first. Raises RecordError as `find_words`.
    """
    within = within or (0, len(text))
    start, end = find_words(text, first, within=within, occurrence=0 if first != last else 1)
    if not last.strip():
        return start, end
    return start, find_words(text, last, within=(start, within[1]), occurrence=1)[1]


def _places(text: str, words: str, within: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Whole words first; a name that a particle is written onto is found inside its word."""
    wanted, _, _ = spans(words)
    keys, starts, ends = spans(text)
    if not wanted:
        return
    first, last = words.strip()[:1], words.strip()[-1:]
    for at in range(len(keys) - len(wanted) + 1):
        if keys[at : at + len(wanted)] != wanted:
            continue
        start, end = starts[at], ends[at + len(wanted) - 1]
        if start and text[start - 1] == first:
            start -= 1
        if text[end : end + 1] == last:
            end += 1
        if within[0] <= start and end <= within[1]:
            yield start, end


def _inside_words(text: str, words: str, within: tuple[int, int]) -> Iterator[tuple[int, int]]:
    at = text.find(words, *within) if words else -1
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1, within[1])
