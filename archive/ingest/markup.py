"""Markup of the files that arrive, the published lines without it, and both ways between them.

Three marks are known, those that plain-text exports of news pages carry: links
`[anchor](address)`, headings `## …`, and bold `**…**`. A letter of a mark behind a backslash is
printed as it is: `\\[`. HTML and character references are not markup here: what was printed as
`&quot;` stays `&quot;`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from archive.arabic.composition import composed, composed_offsets
from archive.ingest.refusals import RecordError
from archive.models import Link, Revision

if TYPE_CHECKING:
    from archive.ingest.structure import Structure

MISSING = "#"  # how a link without an address is written

# Each run is taken whole and never given back (`++`, `*+`), so that a line of opened marks costs
# no more than its length. An address may hold one level of brackets of its own, as
# encyclopaedias' do.
_TITLE = r"(?:\s++\"[^\"\n]*+\")?"
_ADDRESS = rf"\((?:\s*+(?P<address>(?:[^()\s]++|\([^()\s]*+\))+){_TITLE}|{_TITLE})\s*+\)"
_MARK = re.compile(
    r"\\(?P<kept>[\[\]*#!])"
    r"|!\[(?P<alt>[^\[\]\n]*+)\]\([^()\n]*+\)"
    rf"|\[(?P<anchor>(?:\\[\[\]]|[^\[\]\n])*+)\]{_ADDRESS}"
    r"|\*\*(?=\S)(?P<bold>[^*\n]*[^*\s])\*\*"
)
_LETTERS_OF_MARKS = re.compile(r"[\[\]*#!]")
_HEADING = re.compile(r"\s{0,3}#{1,6}[ \t]+(?P<text>\S.*)")
# What an address begins with: a scheme, a stroke, a sign of the page itself, a site, a folder or a
# file of the site.
_LEADS = re.compile(
    r"[a-z][a-z\d+.-]*+:|/|\.{1,2}/|[#?]|(?:[\w-]++\.)++[a-z]{2,12}(?=[/?#:]|\Z)|[a-z][\w.-]*+/",
    re.I | re.A,
)
# Addresses that lead nowhere: exports write them where the page's own link was lost, and a script
# is no address.
_NOWHERE = re.compile(r"#.*|(?:javascript|vbscript|data):.*|about:blank", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span that was a link. `address` is empty where it is missing."""

    start: int
    end: int
    address: str

    @property
    def missing(self) -> bool:
        return not self.address

    def moved(self, distance: int) -> Anchor:
        return Anchor(self.start + distance, self.end + distance, self.address)


@dataclass(frozen=True, slots=True)
class PlainLine:
    """One published line, with what its markup said; spans count from the line's start."""

    text: str
    anchors: tuple[Anchor, ...]
    heading: bool


def plain_line(raw: str) -> PlainLine:
    """The line without its markup, in NFC.

    Raises RecordError for an address too long to be one.
    """
    heading = _HEADING.fullmatch(raw)
    bare, anchors = _without_marks(_heading_words(heading["text"]) if heading else raw)
    whole_bold = raw.strip().startswith("**") and _MARK.fullmatch(raw.strip()) is not None
    return _composed(PlainLine(bare, tuple(anchors), bool(heading) or whole_bold))


def _heading_words(text: str) -> str:
    """A heading may be closed by the marks that opened it: «## الخلفية ##»."""
    words = text.rstrip()
    bare = words.rstrip("#")
    return bare.rstrip() if bare != words and bare[-1:].isspace() else words


def _without_marks(raw: str) -> tuple[str, list[Anchor]]:
    parts: list[str] = []
    anchors: list[Anchor] = []
    length = taken = 0
    for mark in _MARK.finditer(raw):
        before = raw[taken : mark.start()]
        inner, nested = _shown(mark)
        start = length + len(before)
        parts += [before, inner]
        anchors += [anchor.moved(start) for anchor in nested]
        length, taken = start + len(inner), mark.end()
    return "".join([*parts, raw[taken:]]), anchors


def _shown(mark: re.Match[str]) -> tuple[str, list[Anchor]]:
    """What a reader saw of a mark, and the links inside it."""
    if mark["kept"] is not None:
        return mark["kept"], []
    if mark["bold"] is not None:
        return _without_marks(mark["bold"])
    if mark["anchor"] is None:
        return mark["alt"], []
    if mark["address"] and not _LEADS.match(mark["address"]):
        return mark[0], []  # «[الصورة](رويترز)»: letters
    anchor, _ = _without_marks(mark["anchor"])
    visible = anchor.strip()
    if not visible:
        return anchor, []
    start = anchor.index(visible)
    return anchor, [Anchor(start, start + len(visible), _address(mark["address"] or ""))]


def _address(written: str) -> str:
    if _NOWHERE.fullmatch(written):
        return ""
    longest = settings.LIMITS.address
    if len(written) > longest:
        raise RecordError(
            f"رابط أطول من {longest} حرف: {written[:60]}… اختصره أو اجعله #.",
            f"A link is longer than {longest} characters: {written[:60]}… Shorten it or make it #.",
        )
    return written


def _composed(line: PlainLine) -> PlainLine:
    """The line in NFC; spans move with letters that were composed.

    A link of marks alone has no letter left once they sit on the one before it: it is none.
    """
    text = composed(line.text)
    if text == line.text:
        return line
    edges = (edge for anchor in line.anchors for edge in (anchor.start, anchor.end))
    moved = composed_offsets(line.text, edges)
    anchors = (Anchor(moved[one.start], moved[one.end], one.address) for one in line.anchors)
    return PlainLine(text, tuple(one for one in anchors if one.start < one.end), line.heading)


# Published lines written out again as an editor would type them, to be corrected or read.


def body_with_markup(revision: Revision) -> str:
    """The text with `[anchor](address)` for its links and `## ` before its subheadings.

    Read again, it gives the same text, links and subheadings.
    """
    headings = [span.start for span in revision.spans.all() if span.is_subheading]
    return _with_markup(revision.text, revision.links.filter(in_title=False), headings)


def title_with_markup(revision: Revision) -> str:
    return _with_markup(revision.title, revision.links.filter(in_title=True), ())


def written_out(structure: Structure) -> tuple[str, str]:
    """Title and body of a text that is not stored, as `body_with_markup` writes them."""
    headings = [one.start for one in structure.passages if one.kind == "subheading"]
    title = _with_markup(structure.title, structure.title_links, ())
    return title, _with_markup(structure.text, structure.links, headings)


def with_markup(line: PlainLine) -> str:
    """One line as it would be typed; what only looks like markup stands behind backslashes.

    Addresses hold no spaces, and brackets in pairs.
    """
    plain = _marked(line, str)
    if _reads_as(plain, line):
        return plain
    return _marked(line, lambda text: _LETTERS_OF_MARKS.sub(r"\\\g<0>", text))


def _with_markup(printed: str, links: Iterable[Link | Anchor], headings: Iterable[int]) -> str:
    by_start = sorted(links, key=lambda link: link.start)
    starts, taken, start, lines = set(headings), 0, 0, []
    for text in printed.split("\n"):
        end, anchors = start + len(text), []
        while taken < len(by_start) and by_start[taken].start < end:
            link = by_start[taken]
            anchors.append(Anchor(link.start - start, link.end - start, link.address))
            taken += 1
        lines.append(with_markup(PlainLine(text, tuple(anchors), start in starts)))
        start = end + 1
    return "\n".join(lines)


def _marked(line: PlainLine, typed: Callable[[str], str]) -> str:
    parts, at = ["## " if line.heading else ""], 0
    for anchor in line.anchors:
        shown = typed(line.text[anchor.start : anchor.end])
        parts += [typed(line.text[at : anchor.start]), f"[{shown}]({anchor.address or MISSING})"]
        at = anchor.end
    return "".join([*parts, typed(line.text[at:])])


def _reads_as(written: str, line: PlainLine) -> bool:
    return plain_line(written) == _composed(line)
