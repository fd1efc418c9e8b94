"""A revision written out again as an editor would type it, to be corrected."""

from __future__ import annotations

from collections.abc import Iterable

from archive.models import Link, Revision

MISSING = "#"


def body_with_markup(revision: Revision) -> str:
    """The text with `[anchor](address)` for its links and `## ` before its subheadings.

    Read again, it gives the same text, links and subheadings.
    """
    marks = _link_marks(revision.links.filter(in_title=False))
    marks += [(span.start, 1, "## ") for span in revision.spans.all() if span.is_subheading]
    return _with_marks(revision.text, marks)


def title_with_markup(revision: Revision) -> str:
    return _with_marks(revision.title, _link_marks(revision.links.filter(in_title=True)))


def _link_marks(links: Iterable[Link]) -> list[tuple[int, int, str]]:
    """Offsets, their order where two meet, and what is written there."""
    marks = []
    for link in links:
        marks.append((link.start, 2, "["))
        marks.append((link.end, 0, f"]({link.address or MISSING})"))
    return marks


def _with_marks(printed: str, marks: list[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for offset, _, mark in sorted(marks):
        parts += [printed[at:offset], mark]
        at = offset
    return "".join([*parts, printed[at:]])
