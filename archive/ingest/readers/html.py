"""A saved web page: the article on it.

Where the article stands on its page, trafilatura tells; its letters, links and headings are the
page's own, and paragraphs that trafilatura left out from among those that it took are taken too.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO

import trafilatura
from django.conf import settings
from lxml import etree

from archive.ingest.readers.page_details import Details, details_of
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
_LINKS_ALONE = 0.8  # of a block's letters lead elsewhere

# It tells of every page on which it finds little; what matters of that is in the report.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read_html(file: IO[bytes], name: str) -> Iterator[Read]:
    """The one article of a page; its file's name is the id of one that states no address.

    Raises RecordError for a page without one.
    """
    data = file.read(settings.LIMITS.upload + 1)
    if len(data) > settings.LIMITS.upload:
        raise too_large(settings.LIMITS.upload)
    yield article_of(data, number=1, name=name)


def article_of(
    data: bytes, *, number: int, name: str, address: str = "", declared: str = ""
) -> Record:
    """The article of a page, with the address at which it was found and the encoding that its
    server declared. Raises RecordError for a page without one."""
    markup, encoding = decoded(data, declared)
    tree = tree_of(markup)
    details = details_of(tree, address)
    blocks = blocks_of(tree, _base(tree, details.url or address))
    taken = _of_article(tree, blocks)
    title = details.title or _heading_over(taken)
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


def _of_article(tree: etree._Element, blocks: Sequence[Block]) -> list[Block]:
    """The blocks that trafilatura takes for the article's, and those that stand among them."""
    found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    if found is None or found.body is None:
        return []
    parts = [_squeezed("".join(part.itertext())) for part in found.body]
    whole, exact = "\n".join(parts), set(parts)
    texts = [_squeezed(block.text) for block in blocks]
    likely = [
        text in exact or (len(text) >= SHORT and text in whole) if text else False for text in texts
    ]
    homes = _homes(blocks, texts, likely)
    return [
        block
        for block, text, is_likely in zip(blocks, texts, likely, strict=True)
        if _belongs(block, homes, likely=is_likely, long=len(text) >= SHORT)
    ]


def _squeezed(text: str) -> str:
    return "".join(text.split())


Homes = dict[etree._Element, set[tuple[str, str]]]


def _homes(blocks: Sequence[Block], texts: Sequence[str], likely: Sequence[bool]) -> Homes:
    """The elements in which the article's paragraphs stand, with what these look like: the names
    and classes of the elements that hold them."""
    homes: Homes = {}
    letters: Counter[etree._Element] = Counter()
    for block, text, is_likely in zip(blocks, texts, likely, strict=True):
        home = block.element.getparent()
        if is_likely and len(text) >= LONG and home is not None and not _is_beside(block.element):
            homes.setdefault(home, set()).add(_look(block.element))
            letters[home] += len(text)
    return homes


def _look(element: etree._Element) -> tuple[str, str]:
    return element.tag, element.get("class", "").strip()


def _belongs(block: Block, homes: Homes, *, likely: bool, long: bool) -> bool:
    if likely and long:
        return not _is_beside(block.element)
    if not likely and block.letters_of_links >= _LINKS_ALONE * len(block.text):
        return False
    element, steps = block.element, 0
    if element in homes:  # words beside paragraphs, in what holds them
        return likely or bool(block.lines)
    while steps < _FURTHER:
        home = element.getparent()
        if home is None or element.tag in _BESIDE:
            return False
        if home in homes:
            plain = element.tag in _OF_TEXT and not element.get("class")
            return likely or plain or _look(element) in homes[home]
        if element.tag not in _OF_TEXT:
            return False
        element, steps = home, steps + 1
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
    first = next(iter(blocks), None)
    if first is not None and _squeezed(first.text) == _squeezed(title):
        return blocks[1:]
    return blocks
