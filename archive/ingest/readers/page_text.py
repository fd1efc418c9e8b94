"""The text of a page: what a browser would print of it, block by block.

Letters are those of the page: a run of white space is one space as browsers print it, and nothing
else is touched. Links and headings are kept, and written as the archive's own markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from lxml import etree
from lxml import html as lxml_html

from archive.ingest import encodings
from archive.ingest.markup import Anchor, PlainLine, with_markup
from archive.ingest.refusals import RecordError, UnreadableFileError


def elements(listed: str) -> frozenset[str]:
    """Their names, as a sentence lists them."""
    return frozenset(listed.split())


# Elements that a browser sets on lines of their own (HTML Standard, "Rendering": flow content).
_ON_THEIR_OWN = elements(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main "
    "menu nav ol optgroup option p plaintext pre search section summary table tbody tfoot thead tr "
    "ul xmp"
)
_CELLS = frozenset({"td", "th"})
_PRINTED_AS_TYPED = frozenset({"pre", "listing", "xmp", "plaintext"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What is never printed, or is no text of the page: programs, pictures, what a reader fills in.
_UNPRINTED = elements(
    "applet area audio base button canvas datalist embed head iframe input link map math meta "
    "noembed noframes noscript object param progress script select source style svg template "
    "textarea title track video"
)
_HIDDEN_STYLE = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_PICTURE_IN_TEXT = re.compile(r"data:[\w.+/;=-]{1,100}+,[\w+/=%-]{200,}+")
_LONG_TAG = re.compile(r"<[^<>]{50000,}")
MOST_ATTRIBUTES = 10_000  # of one element: each is compared with those before it
_DECLARED = re.compile(rb"charset\s*+=\s*+[\"']?\s*+([\w.:-]{2,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes
_TOO_DEEP = "depth"  # in what the parser says of elements within elements beyond its limit
_READABLE = re.compile(r"(?:[^()\s]++|\([^()\s]*+\))+")
WITHIN = "#"  # where links lead that stay on the page, which are none of its text
LONGEST_NAME = 20  # letters of an encoding's, as originals keep it
# What browsers take the name of one encoding for (WHATWG Encoding Standard, "Names and labels").
_TAKEN_FOR = {
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
}


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together: those of one paragraph, heading, item or row."""

    element: etree._Element
    lines: tuple[PlainLine, ...]
    letters_of_links: int = 0  # of those within the page too

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def written(self) -> str:
        return "\n".join(with_markup(line) for line in self.lines)


def body_of(blocks: Iterable[Block]) -> str:
    """The text of a record: paragraphs with an empty line between them."""
    return "\n\n".join(block.written for block in blocks)


def literal(line: str) -> str:
    """A line of plain text, as the text of a record: what looks like markup is none."""
    return with_markup(PlainLine(line, (), heading=False))


def printed(markup: str, address: str = "") -> str:
    """All the text of a piece of HTML, as the text of a record.

    Raises UnreadableFileError for one that can't be read.
    """
    return body_of(blocks_of(tree_of(markup), address)) if markup.strip() else ""


def decoded(data: bytes, declared: str = "") -> tuple[str, str]:
    """The page as text, and its encoding.

    It is told by a byte order mark, by whoever served the page (`declared`), by the page, or else
    by its letters. A byte that its encoding does not know becomes U+FFFD, as browsers show it.
    Raises UnreadableFileError for an empty one.
    """
    if not data.strip():
        raise UnreadableFileError(
            "الصفحة فارغة. احفظها من جديد.", "The page is empty. Save it again."
        )
    name = _marked(data) or _known(declared) or _declared_inside(data)
    if not name:
        try:
            return encodings.decode(data)
        except UnreadableFileError:
            name = encodings.UTF_8
    if name == encodings.UTF_8 and _is_windows_1256(data):
        name = encodings.WINDOWS_1256
    return data.decode(name, errors="replace").removeprefix("\ufeff"), name


def _marked(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return encodings.UTF_16
    return encodings.UTF_8_MARKED if data.startswith(b"\xef\xbb\xbf") else ""


def _declared_inside(data: bytes) -> str:
    if b"\0" in data[:4]:
        return "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    name = _known(found[1].decode("ascii", errors="ignore")) if found else ""
    # A page that says so in letters of one byte is not UTF-16 (HTML Standard, "prescan").
    return encodings.UTF_8 if name.startswith("utf-16") else name


def _known(declared: str) -> str:
    """The codec of a declared name; empty for none that Python knows as an encoding of text."""
    name = declared.strip().strip("\"'").lower()
    name = _TAKEN_FOR.get(name, name)
    try:
        b"    ".decode(name)  # of no bytes Python looks nothing up
    except (LookupError, ValueError):
        return ""
    return name if len(name) <= LONGEST_NAME else ""


def _is_windows_1256(data: bytes) -> bool:
    """A page may say UTF-8 and be another: then none of its letters reads as that."""
    try:
        data.decode(encodings.UTF_8)
    except UnicodeDecodeError:
        try:
            return encodings.detect(data) == encodings.WINDOWS_1256
        except UnreadableFileError:
            return False
    return False


def tree_of(markup: str) -> lxml_html.HtmlElement:
    """The elements of a page. Raises UnreadableFileError for one too large, or nested too deep."""
    markup = _PICTURE_IN_TEXT.sub("data:,", markup).replace("\0", "")
    largest = settings.LIMITS.article_file
    data = markup.encode("utf-8", errors="replace")
    if len(data) > largest:
        raise UnreadableFileError(
            f"في الصفحة أكثر من {largest >> 20} ميغابايت من النص. احفظ نص المقال وحده.",
            f"The page holds more than {largest >> 20} MB of text. Save the article's text alone.",
        )
    if any(tag[0].count("=") > MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(markup)):
        raise UnreadableFileError(
            f"في عنصر من الصفحة أكثر من {MOST_ATTRIBUTES:,} صفة. احفظ نص المقال وحده.",
            f"An element of the page has more than {MOST_ATTRIBUTES:,} attributes. Save the "
            "article's text alone.",
        )
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableFileError(
            "لا نص في هذه الصفحة. احفظ نص المقال (.txt).",
            f"There is no text on this page ({error}). Save the article's text (.txt).",
        ) from None
    if any(_TOO_DEEP in told.message for told in parser.error_log):
        raise UnreadableFileError(
            "في الصفحة عناصر متداخلة أعمق مما يُقرأ. احفظ نص المقال وحده.",
            "The page's elements are nested deeper than can be read. Save the article's text "
            "alone.",
        )
    return tree


def blocks_of(tree: etree._Element, address: str = "") -> list[Block]:
    """What is printed, in its order. Links that are not whole begin at `address`.

    Raises RecordError for more lines than an article may have.
    """
    reading = _Reading(address)
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        reading.take(event, element)
        if len(reading.blocks) > settings.LIMITS.lines:
            raise RecordError(
                f"في الصفحة أكثر من {settings.LIMITS.lines:,} فقرة. احفظ نص المقال وحده.",
                f"The page has more than {settings.LIMITS.lines:,} paragraphs. Save the article's "
                "text alone.",
            )
    return reading.blocks


class _Reading:
    """A walk over the elements; `pieces` is the printed text since the last block."""

    def __init__(self, address: str) -> None:
        self.blocks: list[Block] = []
        self._address = address
        self._pieces: list[tuple[str, str | None]] = []  # text, and where it leads
        self._within: list[etree._Element] = []  # blocks that are open
        self._links: list[str | None] = []
        self._unprinted: etree._Element | None = None
        self._as_typed = 0

    def take(self, event: str, element: etree._Element) -> None:
        if self._unprinted is not None:
            if element is not self._unprinted or event != "end":
                return
            self._unprinted = None
            self._print(element.tail)
        elif event in ("comment", "pi"):
            self._print(element.tail)
        elif event == "start":
            self._open(element)
        else:
            self._close(element)

    def _open(self, element: etree._Element) -> None:
        name = element.tag
        if name in _UNPRINTED or _is_hidden(element):
            if name in _ON_THEIR_OWN:
                self._end_block()
            self._unprinted = element
            return
        if name in _ON_THEIR_OWN:
            self._end_block()
            self._within.append(element)
            self._as_typed += name in _PRINTED_AS_TYPED
        elif name == "br":
            self._pieces.append(("\n", None))
        elif name in _CELLS and any(text.strip() for text, _ in self._pieces):
            self._pieces.append(("\t", None))
        elif name == "a":
            self._links.append(address_of(element.get("href"), self._address))
        self._print(element.text)

    def _close(self, element: etree._Element) -> None:
        name = element.tag
        if name in _ON_THEIR_OWN:
            self._end_block()
            self._within.pop()
            self._as_typed -= name in _PRINTED_AS_TYPED
        elif name == "a" and self._links:
            self._links.pop()
        self._print(element.tail)

    def _print(self, text: str | None) -> None:
        if text:
            leads = self._links[-1] if self._links else None
            # A line that is broken in the file is a space, where it was not typed to be one.
            spaced = text if self._as_typed else _SPACE.sub(" ", text)
            self._pieces.append((spaced, leads))

    def _end_block(self) -> None:
        pieces, self._pieces = self._pieces, []
        if not self._within or not any(text.strip() for text, _ in pieces):
            return
        element = self._within[-1]
        heading = any(one.tag in _HEADINGS for one in self._within)
        if lines := lines_of(pieces, heading=heading):
            linked = sum(len(text.strip()) for text, leads in pieces if leads is not None)
            self.blocks.append(Block(element, tuple(lines), linked))


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or (
        _HIDDEN_STYLE.search(element.get("style", "")) is not None
    )


def lines_of(pieces: list[tuple[str, str | None]], *, heading: bool = False) -> list[PlainLine]:
    """The lines of texts, each with where it leads if it is a link; one empty line at most between
    two, and none at the ends."""
    lines: list[PlainLine] = []
    for runs in _by_lines(pieces):
        line = _line(runs, heading=heading)
        if line.text or (lines and lines[-1].text):
            lines.append(line)
    return lines if not lines or lines[-1].text else lines[:-1]


def _by_lines(pieces: list[tuple[str, str | None]]) -> Iterator[list[tuple[str, str | None]]]:
    line: list[tuple[str, str | None]] = []
    for text, leads in pieces:
        first, *further = text.split("\n")
        line.append((first, leads))
        for part in further:
            yield line
            line = [(part, leads)]
    yield line


def _line(pieces: list[tuple[str, str | None]], *, heading: bool) -> PlainLine:
    """Runs of spaces are one, those at the ends none; a link spans what it shows without them."""
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    length, ends_in_space = 0, True
    for raw, leads in pieces:
        part = raw.lstrip(" ") if ends_in_space else raw
        if not part:
            continue
        parts.append(part)
        if leads not in (None, WITHIN) and part.strip():
            start = length + len(part) - len(part.lstrip())
            spans.append((start, length + len(part.rstrip()), leads))
        length += len(part)
        ends_in_space = part.endswith(" ")
    text = "".join(parts).rstrip(" \t")
    return PlainLine(text, tuple(_joined(spans, text)), heading)


def _joined(spans: list[tuple[int, int, str]], text: str) -> Iterator[Anchor]:
    """Runs of one link that only spaces part are one link."""
    waiting: tuple[int, int, str] | None = None
    for start, end, leads in spans:
        if waiting and waiting[2] == leads and not text[waiting[1] : start].strip():
            waiting = (waiting[0], end, leads)
            continue
        if waiting:
            yield Anchor(*waiting)
        waiting = (start, end, leads)
    if waiting:
        yield Anchor(*waiting)


def address_of(written: str | None, base: str) -> str | None:
    """Where a link leads: an address on the web, or WITHIN the page; empty where that is lost, None
    for no link."""
    written = (written or "").strip()
    if not written:
        return None
    if written.startswith("#"):
        return WITHIN
    try:
        address = urljoin(base, written) if base else written
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    address = _SPACE.sub("%20", address)
    if not _READABLE.fullmatch(address):
        address = address.replace("(", "%28").replace(")", "%29")
    return address if len(address) <= settings.LIMITS.address else ""
