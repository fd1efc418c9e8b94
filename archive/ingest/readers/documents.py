"""What the documents of office programs have in common: paragraphs, headings and links in, one
record out. Its properties are told and not used: a program fills them in, and its author is often
the machine's, its date the template's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from archive.ingest import encodings
from archive.ingest.markup import Anchor, PlainLine, with_markup
from archive.ingest.readers.records import LENGTHS, Record, without_ending
from archive.ingest.refusals import UnreadableFileError

_ADDRESS = re.compile(r"(?:https?|ftp|mailto):.+", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(r"[\t\n\r ]+")
# What programs print before the items of lists, and no file holds.
MARKS_OF_ITEMS = ("أرقام بنود القوائم أو نقاطها", "numbers or bullets of list items")
_LONGEST_SHOWN = 120  # characters of a property in the report


@dataclass(slots=True)
class Paragraph:
    """One that is being read: lines of text, with the links in them."""

    heading: bool = False
    lines: list[PlainLine] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _anchors: list[Anchor] = field(default_factory=list)
    _length: int = 0
    _opened: tuple[int, str] | None = None

    def write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def open_link(self, address: str) -> None:
        """A link begins; one that leads into the document itself is none."""
        if _ADDRESS.fullmatch(address):
            self._opened = self._length, _safely_written(address)

    def close_link(self) -> None:
        if self._opened is not None:
            start, address = self._opened
            if start < self._length:
                self._anchors.append(Anchor(start, self._length, address))
            self._opened = None

    def end_line(self) -> None:
        address = self._opened[1] if self._opened else ""
        self.close_link()
        self.lines.append(_trimmed("".join(self._parts), self._anchors, self.heading))
        self._parts, self._anchors, self._length = [], [], 0
        if address:
            self._opened = 0, address

    def typed(self) -> str:
        """As an editor would type it; empty where nothing is in it."""
        if self._parts or self._anchors:
            self.end_line()
        return "\n".join(with_markup(line) for line in self.lines if line.text)


def typed_paragraphs(texts: Iterable[str]) -> str:
    """The body of a text that knows no markup: what only looks like it is printed as it stands."""
    return "\n".join(with_markup(PlainLine(line, (), heading=False)) for line in texts)


def body_of(paragraphs: Iterable[Paragraph]) -> str:
    return "\n\n".join(typed for paragraph in paragraphs if (typed := paragraph.typed()))


def collapsed(text: str) -> str:
    """The text of an XML element, in which breaks of its source are spaces."""
    return _SPACE.sub(" ", text)


def record_of_document(
    name: str, body: str, *, notes: Sequence[str] = (), encoding: str = encodings.UTF_8
) -> Record:
    """The one article of a document; its name is its id. Raises UnreadableFileError for none."""
    if not body.strip():
        raise UnreadableFileError(
            "لا نص في هذا المستند. إن كان فيه صور صفحات فأضف نصها.",
            "There is no text in this document. If it holds pictures of pages, add their text.",
        )
    if letter := encodings.unprintable(body):
        point = f"U+{ord(letter):04X}"
        raise UnreadableFileError(
            f"في المستند رمز تحكم لا يُطبع ({point}). احفظه نصاً من جديد.",
            f"The document holds a control character ({point}). Save it as text again.",
        )
    return Record(
        number=1,
        name=name,
        body=body,
        id=without_ending(name, ())[: LENGTHS["id"]],
        id_from_name=True,
        encoding=encoding,
        note=" ".join(notes),
    )


def properties_note(title: str = "", author: str = "", day: str = "") -> list[str]:
    """What the file says of itself, for the report: `day` is `2021-11-22…`."""
    stated = [
        (arabic, english, value[:_LONGEST_SHOWN])
        for arabic, english, value in (
            ("العنوان", "title", collapsed(title).strip()),
            ("الكاتب", "author", collapsed(author).strip()),
            ("تاريخ إنشائه", "made on", day[:10]),
        )
        if value
    ]
    if not stated:
        return []
    arabic = "، ".join(f"{name} «{value}»" for name, _, value in stated)
    english = ", ".join(f"{name} “{value}”" for _, name, value in stated)
    return [
        f"خصائص الملف لم تُستعمل، فقد يملؤها البرنامج: {arabic}. "
        f"Properties of the file, not used as programs fill them in: {english}."
    ]


def left_out_note(parts: Iterable[tuple[str, str, int]]) -> list[str]:
    """What of a document is not in its text: in Arabic, in English, how often."""
    found: Iterator[tuple[str, str, int]] = (one for one in parts if one[2])
    shown = [(f"{arabic} ({count})", f"{english} ({count})") for arabic, english, count in found]
    if not shown:
        return []
    arabic, english = ("، ".join(one[0] for one in shown), ", ".join(one[1] for one in shown))
    return [f"لم يؤخذ من المستند: {arabic}. Left out of the document: {english}."]


def _safely_written(address: str) -> str:
    """An address as markup can hold it."""
    return quote(_SPACE.sub("", address), safe="".join(map(chr, range(33, 127)))).translate(
        {ord("("): "%28", ord(")"): "%29"}
    )


def _trimmed(text: str, anchors: Sequence[Anchor], heading: bool) -> PlainLine:
    """A line without spaces at its ends, where a page shows none."""
    start = len(text) - len(text.lstrip())
    bare = text.strip()
    inside = []
    for anchor in anchors:
        first, last = max(anchor.start - start, 0), min(anchor.end - start, len(bare))
        words = bare[first:last]
        first += len(words) - len(words.lstrip())
        last -= len(words) - len(words.rstrip())
        if first < last:
            inside.append(Anchor(first, last, anchor.address))
    return PlainLine(bare, tuple(inside), heading)
