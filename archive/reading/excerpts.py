"""Part of a passage around a name in it, as lists of passages show it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.models import Mention, PassageSpan

EXCERPT = 320  # characters
# Marks that no ellipsis follows, and what may stand between: «…المرافقين.» goes on as «المرافقين…».
_BEFORE_ELLIPSIS = " \t\r\n\u00a0.،,؛;:…-–—"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Part of a passage around one name in it."""

    before: str
    name: str
    after: str
    cut_before: bool
    cut_after: bool


def excerpt_around(span: PassageSpan, mention: Mention, most: int = EXCERPT) -> Excerpt:
    """At most about `most` characters of the passage, cut between words, the name inside."""
    text = span.text
    start = _offset_in_passage(span, mention.start)
    end = start + mention.end - mention.start
    first, last = 0, len(text)
    if len(text) > most:
        first = max(0, min(start - most // 3, len(text) - most))
        last = min(len(text), first + most)
        first = text.find(" ", first) + 1 if 0 < first < start else first
        first = min(first, start)
        if last < len(text):
            last = without_last_mark(text, end, max(text.rfind(" ", end, last), end))
    return Excerpt(
        before=text[first:start],
        name=text[start:end],
        after=text[end:last],
        cut_before=first > 0,
        cut_after=last < len(text),
    )


def without_last_mark(text: str, start: int, end: int) -> int:
    """Where `text[start:end]` ends before an ellipsis: without the mark that would stand there."""
    return start + len(text[start:end].rstrip(_BEFORE_ELLIPSIS))


def _offset_in_passage(span: PassageSpan, offset: int) -> int:
    """Where an offset of the revision's text falls in the passage's own text."""
    passed = 0
    for start, end in span.pieces:
        if start <= offset < end:
            return passed + offset - start
        passed += end - start + 1  # pieces are joined by one space
    raise ValueError(f"offset {offset} is not in passage {span.pk}")
