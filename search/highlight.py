"""Words of a search, marked where they were printed.

Which words of a text answer a plan the engine tells (`Reader.matches`); here they become the
marked runs of results and of articles that were opened from them. Marks are whole printed words,
particles included, so that joined letters stay joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.arabic.bylines import joined
from archive.arabic.tokens import tokenize
from archive.models import Revision
from archive.reading.cards import Wording
from archive.reading.passages import MarkedRun
from search.engines.plan import Match, Matches

_SPACE = re.compile(r"\s+")


def runs(
    text: str, marks: Sequence[Match], start: int = 0, end: int | None = None
) -> list[MarkedRun]:
    """The text between two offsets, cut at its marks; line breaks inside are printed as spaces."""
    end = len(text) if end is None else end
    found: list[MarkedRun] = []
    at = start
    for mark in marks:
        if mark.start < at or mark.end > end:
            continue
        if mark.start > at:
            found.append(MarkedRun(_flat(text[at : mark.start])))
        found.append(MarkedRun(_flat(text[mark.start : mark.end]), marked=True))
        at = mark.end
    if at < end:
        found.append(MarkedRun(_flat(text[at:end])))
    return found


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text) if "\n" in text else text


def true_matches(matches: Matches, revision: Revision | Wording) -> Matches:
    """The matches at their offsets in this very text.

    The index may be a moment behind a correction: then the words that were found are looked for
    anew.
    """
    if matches.revision == revision.pk:
        printed = (match for match in matches.text if match.end <= len(revision.text))
        return replace(matches, title=tuple(_once(matches.title)), text=tuple(_once(list(printed))))
    by_form = {match.form: match for match in (*matches.title, *matches.text)}
    return Matches(
        title=_found_again(by_form, revision.title),
        text=_found_again(by_form, revision.text),
        revision=revision.pk,  # where its statements stand is not known yet
    )


def in_statements(matches: Matches) -> Matches:
    """Those matches that stand in one of the statements."""

    def inside(match: Match, in_title: bool) -> bool:
        return any(
            start <= match.start and match.end <= end
            for said in matches.statements
            if said.in_title == in_title
            for start, end in said.pieces
        )

    return replace(
        matches,
        title=tuple(match for match in matches.title if inside(match, True)),
        text=tuple(match for match in matches.text if inside(match, False)),
    )


def in_byline(matches: Matches, revision: Revision | Wording, byline: str) -> tuple[Match, ...]:
    """Where the names of who wrote answer: the index holds them behind the text."""
    if not byline or matches.revision != revision.pk:
        return ()
    behind = {match.form: match for match in matches.text if match.start > len(revision.text)}
    # «وجون» answers for جون, as which it is indexed.
    behind |= {joined(form): match for form, match in behind.items()}
    return _found_again(behind, byline) if behind else ()


def _found_again(by_form: dict[str, Match], text: str) -> tuple[Match, ...]:
    return tuple(
        by_form[token.key]._replace(start=token.start, end=token.end)
        for token in tokenize(text, told=True)
        if token.key in by_form
    )


def _once(matches: Sequence[Match]) -> Iterator[Match]:
    """Matches in order, without those that lie inside one before them."""
    at = 0
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if match.start >= at:
            yield match
            at = match.end
