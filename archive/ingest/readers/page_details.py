"""What a page states of itself: title, outlet, date, byline, address, language.

It is taken from where pages state it for machines: JSON-LD (schema.org), OpenGraph, `meta`,
microdata, `time`, the canonical link. What is not stated stays empty: nothing is guessed.
"""

from __future__ import annotations

import email.utils
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from lxml import etree

from archive.dates import DateError, PublicationDate, parse_partial
from archive.ingest import encodings
from archive.ingest.readers.page_text import blocks_of
from archive.ingest.readers.records import LENGTHS, is_address

# Types of schema.org for a published piece; those that sites make up end like these.
_PIECE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|\w*NewsArticle)")
_MOST_OBJECTS = 5000  # of JSON-LD that are looked through
_FIRST_DAY_OF_COMPUTERS = "1970-01-01"  # what programs write for a date that they don't have
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][\w-]*+)?")
_SAVED_FROM = re.compile(r"saved from url=\(\d{1,6}\)(https?://[^\s<>\"]{1,2000})")
_SINGLE_FILE = re.compile(r"\burl:\s{0,3}(https?://[^\s<>\"]{1,2000})")
_END_OF_TITLE = re.compile(r"\s(?:[-–—|»:•·]|::)\s")
_SPACES = re.compile(r"\s+")

_META_TITLE = ("og:title", "twitter:title", "dc.title", "headline")
_META_OUTLET = ("og:site_name", "dc.publisher", "publisher")
_META_DATE = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "sailthru.date",
    "parsely-pub-date",
    "publishdate",
    "publish-date",
    "pubdate",
    "date",
)
_META_BYLINE = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")


@dataclass(slots=True, kw_only=True)
class Details:
    """Each empty where the page does not state it. `is_piece` says that it calls itself one
    published piece; `notes` are for the report, Arabic and English."""

    title: str = ""
    outlet: str = ""
    published_on: PublicationDate | None = None
    byline: str = ""
    url: str = ""
    language: str = ""
    is_piece: bool = False
    text: str = ""  # as JSON-LD has it
    notes: list[str] = field(default_factory=list)


def details_of(tree: etree._Element, address: str = "") -> Details:
    """`address` is where the page was found, if that is known; its own word goes first."""
    meta = _meta(tree)
    piece = _piece(tree)
    details = Details()
    details.is_piece = bool(piece) or _first(meta, ("og:type",)).lower() == "article"
    details.outlet = _outlet(piece, meta)
    details.title = _title(tree, piece, meta, details.outlet)
    details.byline = _byline(tree, piece, meta, details.outlet)
    details.url = _address(tree, piece, meta, address)
    details.language = _language(tree, meta)
    details.text = _text(piece.get("articleBody"))
    details.published_on, note = _published(tree, piece, meta)
    if note:
        details.notes.append(note)
    return details


# What the page says, as it says it.


def _meta(tree: etree._Element) -> dict[str, list[str]]:
    """Contents of `meta` by their names in small letters."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _clean(element.get("content", ""))
        for named in ("property", "name", "itemprop"):
            if content and (name := element.get(named)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _piece(tree: etree._Element) -> dict[str, Any]:
    """The object of JSON-LD that is the page's piece; the first of several."""
    for script in tree.iter("script"):
        if script.get("type", "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            said = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in islice(_objects(said), _MOST_OBJECTS):
            if any(_PIECE.fullmatch(name) for name in _types(thing)):
                return thing
    return {}


def _objects(said: Any) -> Iterator[dict[str, Any]]:
    """Objects from the outermost inwards."""
    waiting = [said]
    for thing in waiting:  # which grows while it is gone through
        if isinstance(thing, list):
            waiting += thing
        elif isinstance(thing, dict):
            yield thing
            waiting += [value for value in thing.values() if isinstance(value, (dict, list))]


def _types(thing: dict[str, Any]) -> list[str]:
    types = thing.get("@type")
    return [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]


def _text(value: Any) -> str:
    """A text of JSON-LD, where many write character references that are none there."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    if isinstance(value, list):
        value = value[0] if value else ""
        return _text(value) if not isinstance(value, list) else ""
    return html.unescape(value).strip() if isinstance(value, str) else ""


def _clean(text: str) -> str:
    """On one line; empty for what can't be printed."""
    text = _SPACES.sub(" ", text).strip()
    return "" if encodings.unprintable(text) else text


# Title.


def _title(
    tree: etree._Element, piece: dict[str, Any], meta: dict[str, list[str]], outlet: str
) -> str:
    """As it is printed over the text, where one heading is what the page calls its title."""
    stated = [
        _clean(_text(piece.get("headline"))),
        _clean(_first(meta, _META_TITLE)),
        _clean(_inside(tree, "title")),
    ]
    printed = [_SPACES.sub(" ", text) for text in _headings(tree)]
    for title in stated:
        for heading in printed:
            if title and same_title(title, heading):
                return heading
    named = [_without_outlet(title, outlet) for title in stated[:2] if title]
    if named:
        return named[0]
    if len(printed) == 1:
        return printed[0]
    return _without_site(_without_outlet(stated[2], outlet))


def _headings(tree: etree._Element) -> list[str]:
    headings = islice(tree.iter("h1"), 5)
    return [" ".join(block.text for block in blocks_of(heading)) for heading in headings]


def _inside(tree: etree._Element, name: str) -> str:
    element = next(tree.iter(name), None)
    return "" if element is None else "".join(element.itertext())


def same_title(title: str, printed: str) -> bool:
    """Also where a page's title goes on with the outlet's name, behind a dash or stroke."""
    if not _bare(printed):
        return False
    if _bare(title) == _bare(printed):
        return True
    rest = title[len(printed) :]
    if not title.startswith(printed) or len(rest) > len(printed):
        return False
    return _END_OF_TITLE.match(rest) is not None


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _without_outlet(title: str, outlet: str) -> str:
    if not outlet:
        return title
    for mark in _END_OF_TITLE.finditer(title):
        if _bare(title[mark.end() :]) == _bare(outlet):
            return title[: mark.start()].rstrip()
    return title


def _without_site(title: str) -> str:
    """In a page's `title` what follows the last stroke is the site, in five words or less."""
    before, stroke, after = title.rpartition("|")
    return before.strip() if stroke and before.strip() and len(after.split()) <= 5 else title


# Outlet, byline, address, language.


def _outlet(piece: dict[str, Any], meta: dict[str, list[str]]) -> str:
    stated = _clean(_text(piece.get("publisher"))) or _first(meta, _META_OUTLET)
    return stated if len(stated) <= LENGTHS["outlet"] and not is_address(stated) else ""


def _byline(
    tree: etree._Element, piece: dict[str, Any], meta: dict[str, list[str]], outlet: str
) -> str:
    authors = piece.get("author") or piece.get("creator")
    stated = [_clean(_text(one)) for one in (authors if isinstance(authors, list) else [authors])]
    names = [name for name in stated if name] or [_first(meta, _META_BYLINE)]
    if not names[0]:
        marked = tree.xpath("//*[@rel='author' or @itemprop='author']")[:3]
        names = [_clean("".join(element.itertext())) for element in marked]
    people = [name for name in dict.fromkeys(names) if name and _is_name(name, outlet)]
    byline = "، ".join(people)
    return byline if len(byline) <= LENGTHS["byline"] else ""


def _is_name(name: str, outlet: str) -> bool:
    """Sites that name no author write their own name, an address or an account there."""
    return not (
        _bare(name) == _bare(outlet) or is_address(name) or "@" in name or name.lower() == "admin"
    )


def _address(
    tree: etree._Element, piece: dict[str, Any], meta: dict[str, list[str]], found_at: str
) -> str:
    canonical = [
        element.get("href", "").strip()
        for element in tree.iter("link")
        if "canonical" in element.get("rel", "").lower().split()
    ]
    main = piece.get("mainEntityOfPage")
    said = [main.get("@id") if isinstance(main, dict) else main, piece.get("url")]
    stated = [*canonical[:1], *meta.get("og:url", [])[:1], *said, found_at, *_saved_from(tree)]
    whole = [
        address
        for address in stated
        if isinstance(address, str) and is_address(address) and len(address) <= LENGTHS["url"]
    ]
    # Some sites state their front page on every page.
    return next((address for address in whole if not _is_front(address)), next(iter(whole), ""))


def _is_front(address: str) -> bool:
    return address.split("://", 1)[1].rstrip("/").count("/") == 0 and "?" not in address


def _saved_from(tree: etree._Element) -> Iterator[str]:
    """What browsers and extensions note in a page that they save."""
    comments = [
        *tree.itersiblings(etree.Comment, preceding=True),
        *islice(tree.iter(etree.Comment), 20),
    ]
    for comment in comments:
        for pattern in (_SAVED_FROM, _SINGLE_FILE):
            if found := pattern.search((comment.text or "")[:5000]):
                yield found[1]


def _language(tree: etree._Element, meta: dict[str, list[str]]) -> str:
    root = next(tree.iter("html"), None)
    stated = root.get("lang", "") if root is not None else ""
    return language_code(stated or _first(meta, ("og:locale",)))


def language_code(stated: str) -> str:
    """`ar` of `ar-IQ`; empty for what is no tag of a language (BCP 47)."""
    found = _LANGUAGE.fullmatch(stated.strip())
    return found[1].lower() if found else ""


# The day of publication.


def _published(
    tree: etree._Element, piece: dict[str, Any], meta: dict[str, list[str]]
) -> tuple[PublicationDate | None, str]:
    """The first that can be read of those stated, and a note where another says another day."""
    stated = [_text(piece.get("datePublished"))]
    stated += [meta[name][0] for name in _META_DATE if name in meta]
    stated += [
        element.get("datetime") or element.get("content") or ""
        for element in tree.xpath("//*[@itemprop='datePublished' or @pubdate]")[:5]
    ]
    days = [day for day in (stated_day(one) for one in stated) if day is not None]
    if not days:
        return _day_of_times(tree)
    others = dict.fromkeys(str(day) for day in days if day.first != days[0].first)
    if not others:
        return days[0], ""
    told = "، ".join(islice(others, 3))
    return days[0], (
        f"تذكر الصفحة تاريخ نشر آخر أيضاً: {told}. The page states another date of publication "
        f"too: {told}."
    )


def _day_of_times(tree: etree._Element) -> tuple[PublicationDate | None, str]:
    """The day of the page's `time` elements, where they all tell one."""
    times = islice(tree.iter("time"), 200)
    days = {day for day in (stated_day(one.get("datetime", "")) for one in times) if day}
    if len(days) == 1:
        return days.pop(), ""
    if not days:
        return None, ""
    return None, (
        "في الصفحة تواريخ عدة ولا تقول أيها تاريخ النشر. The page has several dates and does not "
        "say which is that of publication."
    )


def stated_day(written: str) -> PublicationDate | None:
    """The day of a date as machines write it: ISO 8601, or as mail does."""
    written = written.strip()[:100]
    if not written or written.startswith(_FIRST_DAY_OF_COMPUTERS):
        return None
    moment = _moment(written)
    if moment is not None and moment.tzinfo is not None:
        return day_of(moment)
    try:
        return parse_partial(moment.date().isoformat() if moment else written)
    except DateError:
        return None


def day_of(moment: datetime) -> PublicationDate | None:
    """Its day where it was written. Programs that keep a moment in UTC print another clock: of one
    the day is that of the place where the archive is."""
    if not moment.utcoffset():
        moment = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    try:
        return parse_partial(moment.date().isoformat())
    except DateError:
        return None


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if ":" in written else None
    except ValueError:
        pass
    try:
        return email.utils.parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
