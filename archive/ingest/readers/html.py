"""A saved web page: the article on it.

Where the article stands on its page, trafilatura tells; its letters, links and headings are the
page's own, and paragraphs that trafilatura left out from among those that it took are taken too.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import IO

import trafilatura
from django.conf import settings
from lxml import etree

from archive.ingest.readers.page_details import Details, details_of, same_title
from archive.ingest.readers.page_text import (
    Block,
    blocks_of,
    body_of,
    decoded,
    elements,
    literal,
    tree_of,
)
from archive.ingest.readers.records import LENGTHS, Read, Record, without_ending
from archive.ingest.refusals import UnreadableFileError

ENDINGS = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
LONG = 40  # letters of what is prose, and stands on a page once
SHORT = 20  # letters of what may stand on a page twice
# Parts of a page beside its text, wherever they stand within it.
_BESIDE = frozenset({"aside", "button", "figcaption", "figure", "footer", "form", "nav"})
# What a text is made of besides paragraphs.
_OF_TEXT = elements(
    "blockquote center dd dl dt h2 h3 h4 h5 h6 li ol p pre section table tbody td th thead tr ul"
)
_FURTHER = 4  # elements between a text and what is part of it
_LISTED = 3  # articles on a page that lists them
_LEADING = etree.XPath(
    "(self::*|..)/*[self::h1 or self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]"
)
_LINKS_ALONE = 0.8  # of a block's letters lead elsewhere

# It tells of every page on which it finds little; what matters of that is in the report.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read_html(file: IO[bytes], name: str) -> Iterator[Read]:
    """The one article of a page; its file's name is the id of one that states no address.

    Raises RecordError for a page without one.
    """
    yield article_of(whole(file, settings.LIMITS.upload), number=1, name=name)


def article_of(
    data: bytes, *, number: int, name: str, address: str = "", declared: str = ""
) -> Record:
    """The article of a page, with the address at which it was found and the encoding that its
    server declared. Raises RecordError for a page without one."""
    markup, encoding = decoded(data, declared)
    tree = tree_of(markup)
    details = details_of(tree, address)
    blocks = blocks_of(tree, _base(tree, details.url or address))
    taken = _of_article(tree, blocks, is_piece=details.is_piece)
    title = _as_printed(details.title, blocks) or _heading_over(taken)
    body = _body(_without_title(taken, title), details)
    if not title:
        raise UnreadableFileError(
            "لا عنوان لهذه الصفحة. احفظ المقال نصاً (.txt)، عنوانه في السطر الأول.",
            "This page has no title. Save the article as text (.txt) with its title on the first "
            "line.",
        )
    check_letters(title, body)
    named = not details.url
    return Record(
        number=number,
        name=name,
        title=literal(title),
        body=body,
        id=without_ending(name, ENDINGS)[: LENGTHS["id"]] if named else "",
        id_from_name=named,
        outlet=details.outlet,
        published_on=details.published_on,
        url=details.url,
        byline=details.byline,
        language=details.language,
        encoding=encoding,
        note=" ".join(details.notes),
    )


def whole(file: IO[bytes], most: int) -> bytes:
    """Its bytes. Raises UnreadableFileError where they are more than `most`."""
    data = file.read(most + 1)
    if len(data) > most:
        raise too_large(most)
    return data


def too_large(most: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"الملف أكبر من {most >> 20} ميغابايت. احفظ نص المقال وحده.",
        f"The file is larger than {most >> 20} MB. Save the article's text alone.",
    )


def _base(tree: etree._Element, address: str) -> str:
    """Where the page's links begin."""
    element = next(tree.iter("base"), None)
    stated = element.get("href", "") if element is not None else ""
    return stated if stated.startswith(("http://", "https://")) else address


def _as_printed(title: str, blocks: Sequence[Block]) -> str:
    """A page's title as it stands over the text, without the outlet that is named after it."""
    lines = (line.text for block in blocks for line in block.lines)
    return max((line for line in lines if same_title(title, line)), key=len, default=title)


def _heading_over(blocks: list[Block]) -> str:
    """The words of a heading that stands over the whole text, where it is one line."""
    lines = blocks[0].lines if blocks else ()
    return lines[0].text if len(lines) == 1 and lines[0].heading else ""


def _body(taken: list[Block], details: Details) -> str:
    if not any(_is_prose(block) for block in taken):
        if details.text and len(_squeezed(details.text)) >= LONG:
            details.notes.append(
                "النص مما تذكره الصفحة للآلات (articleBody)، فلا نص ظاهراً فيها. The text is what "
                "the page states for machines (articleBody): none is printed on it."
            )
            return _plain(details.text)
        raise UnreadableFileError(
            "لا مقال في هذه الصفحة: لا فقرة فيها من نص متصل. افتح صفحة المقال نفسه واحفظها، أو "
            "احفظ نصه (.txt).",
            "There is no article on this page: no paragraph of running text. Open the article's "
            "own page and save that, or save its text (.txt).",
        )
    return body_of(taken)


def check_letters(title: str, body: str) -> None:
    """Raises UnreadableFileError where an encoding could not read some."""
    if "\ufffd" in title or "\ufffd" in body:
        raise UnreadableFileError(
            "في النص حروف تالفة لا تُقرأ بترميزه (U+FFFD). احصل على نسخة سليمة منه.",
            "The text holds letters that its encoding can't read (U+FFFD). Get an undamaged copy.",
        )


def _plain(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    return "\n\n".join(literal(line) for line in lines if line)


def _is_prose(block: Block) -> bool:
    letters = len(block.text)
    return letters >= LONG and block.letters_of_links < _LINKS_ALONE * letters


def _of_article(tree: etree._Element, blocks: Sequence[Block], *, is_piece: bool) -> list[Block]:
    """The blocks that trafilatura takes for the article's, and those that stand among them.

    None of a page that lists articles, unless it says that it `is_piece`, one of them.
    """
    found = trafilatura.bare_extraction(
        _without_asides(tree), include_comments=False, with_metadata=False
    )
    if found is None or found.body is None:
        return []
    parts = [_squeezed("".join(part.itertext())) for part in found.body]
    rows = found.body.iter("row", "item", "head")
    exact = {*parts, *(_squeezed("".join(row.itertext())) for row in rows)}
    joined = "".join(parts)
    texts = [_squeezed(block.text) for block in blocks]
    likely = [
        bool(text) and (text in exact or _is_mostly(block, joined))
        for block, text in zip(blocks, texts, strict=True)
    ]
    long = [number for number, text in enumerate(texts) if likely[number] and len(text) >= LONG]
    homes = _Homes.of(blocks[number] for number in long)
    if not long or (homes.list_articles() and not is_piece):
        return []
    taken = [
        block
        for number, (block, text) in enumerate(zip(blocks, texts, strict=True))
        if _belongs(block, homes, likely=likely[number], long=len(text) >= SHORT)
        and (long[0] <= number <= long[-1] or not homes.end_before(block, likely=likely[number]))
    ]
    while taken and taken[-1].lines[-1].heading:  # of what was left out
        taken.pop()
    return taken


def _without_asides(tree: etree._Element) -> etree._Element:
    """A copy without what says of itself that it stands beside the text: notes there are prose."""
    copied = deepcopy(tree)
    for aside in list(copied.iter("aside")):
        aside.drop_tree()
    return copied


def _is_mostly(block: Block, joined: str) -> bool:
    """Whether most letters of a block stand in this text, in lines that stand there once."""
    lines = [_squeezed(line.text) for line in block.lines]
    found = sum(len(line) for line in lines if len(line) >= SHORT and line in joined)
    return 2 * found > sum(map(len, lines))


def _squeezed(text: str) -> str:
    return "".join(text.split())


Look = tuple[str, str]  # an element's name and class


@dataclass(frozen=True, slots=True)
class _Homes:
    """Elements in which the article's paragraphs stand, with how those look that it holds.

    `wider` are those that hold several of them, each part of the article in one of its own.
    """

    homes: dict[etree._Element, set[Look]]
    wider: dict[etree._Element, set[Look]]
    alone: set[etree._Element]  # homes of one paragraph

    @classmethod
    def of(cls, paragraphs: Iterable[Block]) -> _Homes:
        homes: dict[etree._Element, set[Look]] = {}
        held: Counter[etree._Element] = Counter()
        for block in paragraphs:
            home = block.element.getparent()
            if home is not None and not _is_beside(block.element):
                homes.setdefault(home, set()).add(_look(block.element))
                held[home] += 1
        parts = Counter(home.getparent() for home in homes)
        wider: dict[etree._Element, set[Look]] = {}
        for home in homes:
            if parts[home.getparent()] >= 2:
                wider.setdefault(home.getparent(), set()).add(_look(home))
        return cls(homes, wider, {home for home, count in held.items() if count == 1})

    def list_articles(self) -> bool:
        """Whether most paragraphs stand under headings, each in its place, that lead elsewhere."""
        leading = sum(1 for home in self.homes if _LEADING(home))
        return leading >= _LISTED and 2 * leading > len(self.homes)

    def end_before(self, block: Block, *, likely: bool) -> bool:
        """Whether a block outside the article's first and last paragraph is the page's head or
        foot: it stands in the page itself, or in a table that lays the page out, whose one cell
        holds the article."""
        home = block.element.getparent()
        if block.element.tag == "tr":
            return home in self.alone
        return not likely and home is not None and home.tag == "body"

    def hold(self, element: etree._Element, *, likely: bool) -> bool | None:
        """Whether an element is the article's by what it stands in; None where nothing tells."""
        home, look = element.getparent(), _look(element)
        if (looks := self.homes.get(home)) is not None:
            return likely or look in looks or (element.tag in _OF_TEXT and not look[1])
        if (looks := self.wider.get(home)) is not None:
            return likely or look in looks
        return None


def _look(element: etree._Element) -> Look:
    return element.tag, element.get("class", "").strip()


def _belongs(block: Block, homes: _Homes, *, likely: bool, long: bool) -> bool:
    if likely and long:
        return not _is_beside(block.element)
    if block.letters_of_links >= _LINKS_ALONE * len(block.text):
        return False
    element, steps = block.element, 0
    if element in homes.homes:  # words beside paragraphs, in what holds them
        return True
    while steps < _FURTHER and element.tag not in _BESIDE and element.getparent() is not None:
        if (held := homes.hold(element, likely=likely)) is not None:
            return held
        if not likely and element.tag not in _OF_TEXT:
            return False
        element, steps = element.getparent(), steps + 1
    return False


def _is_beside(element: etree._Element | None) -> bool:
    steps = 0
    while element is not None and steps < _FURTHER:
        if element.tag in _BESIDE and element.tag != "form":
            return True
        element, steps = element.getparent(), steps + 1
    return False


def _without_title(blocks: list[Block], title: str) -> list[Block]:
    """Where the title is printed over the text, it is the title."""
    if not blocks or _squeezed(blocks[0].lines[0].text) != _squeezed(title):
        return blocks
    rest = tuple(dropwhile(lambda line: not line.text, blocks[0].lines[1:]))
    return [*([replace(blocks[0], lines=rest)] if rest else []), *blocks[1:]]
