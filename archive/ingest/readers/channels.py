"""What a channel of Telegram or a page of Facebook posted, from the files in which these export it.

Each post is an article. It has no headline: its first line is the title, or its beginning where
that line is a paragraph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from django.conf import settings
from lxml import etree

from archive.dates import DateError, PublicationDate, parse_partial
from archive.ingest import encodings
from archive.ingest.markup import PlainLine, with_markup
from archive.ingest.readers.html import check_letters, whole
from archive.ingest.readers.page_details import day_of
from archive.ingest.readers.page_text import (
    address_of,
    blocks_of,
    decoded,
    lines_of,
    literal,
    tree_of,
)
from archive.ingest.readers.records import LENGTHS, Read, Record, Refused, with_note
from archive.ingest.refusals import RecordError, UnreadableFileError

HEADLINE = 200  # letters; a longer first line is a paragraph
BEGINNING = 12  # words of one, for want of a headline
_CHANNELS = frozenset({"public_channel", "private_channel"})
_NO_HEADLINE = (
    "لا عنوان للمنشور، فالعنوان أول كلامه. The post has no headline: the title is its beginning."
)
# As Telegram Desktop writes when a post was made: 22.11.2021 08:43:00 UTC+03:00.
_PRINTED_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})\b.{0,40}")
_MESSAGES = "//div[@id and starts-with(@class, 'message ') and contains(@class, 'default')]"


def read_telegram(file: IO[bytes], name: str) -> Iterator[Read]:
    """The posts of a channel, from `result.json`. Raises RecordError for what is no channel's."""
    channel = _json(file)
    posts = channel.get("messages") if isinstance(channel, dict) else None
    if not isinstance(posts, list):
        raise _no_posts()
    if channel.get("type") not in _CHANNELS:
        raise UnreadableFileError(
            "هذا تصدير محادثة أو مجموعة لا قناة، فليس فيه ما نُشر على الناس. صدّر القناة نفسها.",
            "This is the export of a chat or a group and not of a channel: nothing in it was "
            "published. Export the channel itself.",
        )
    yield from _posts((_of_telegram(channel, post) for post in posts), name)


def read_telegram_page(file: IO[bytes], name: str) -> Iterator[Read]:
    """The same from `messages.html`."""
    tree = tree_of(decoded(whole(file, settings.LIMITS.upload))[0])
    header = tree.xpath("//div[contains(@class, 'page_header')]")
    channel = " ".join(block.text for block in blocks_of(header[0])) if header else ""
    posts = tree.xpath(_MESSAGES)
    yield from _posts((_of_telegram_page(_one_line(channel), post) for post in posts), name)


def read_facebook(file: IO[bytes], name: str) -> Iterator[Read]:
    """The posts of a page, from a file of its folder `posts`."""
    said = _json(file)
    if isinstance(said, dict):
        said = next((value for value in said.values() if isinstance(value, list)), [])
    posts = [post for post in said if isinstance(post, dict)]
    yield from _posts((_of_facebook(post) for post in posts), name)


@dataclass(slots=True, kw_only=True)
class _Post:
    """What an export states of one; `told` is for the report."""

    lines: list[PlainLine]
    id: str
    published_on: PublicationDate | None
    outlet: str = ""
    byline: str = ""
    told: str = ""


def _posts(posts: Iterator[_Post | None], name: str) -> Iterator[Read]:
    """Records of the posts that have a text; the last says how many have none."""
    number = without = 0
    waiting: Read | None = None
    for post in posts:
        if post is None or not post.lines:
            without += 1
            continue
        if waiting is not None:
            yield waiting
        number += 1
        waiting = _record(post, number, name)
    if waiting is None:
        raise _no_posts()
    if without and isinstance(waiting, Record):
        waiting = with_note(
            waiting,
            f"منشورات بلا نص لم تُقرأ: {without:,}. Posts without a text, not read: {without:,}.",
        )
    yield waiting


def _record(post: _Post, number: int, name: str) -> Read:
    title, rest, note = _headline(post.lines)
    body = "\n".join(with_markup(line) for line in rest)
    try:
        check_letters(title, body)
    except RecordError as error:
        return Refused(number=number, name=name, reason=str(error), id=post.id)
    return Record(
        number=number,
        name=name,
        title=literal(title),
        body=body,
        id=post.id,
        outlet=post.outlet,
        published_on=post.published_on,
        byline=post.byline,
        note=" ".join(one for one in (note, post.told) if one),
    )


def _headline(lines: list[PlainLine]) -> tuple[str, list[PlainLine], str]:
    """Title and text of a post, and a note where the title is but its beginning."""
    first, rest = lines[0], lines[1:]
    if len(first.text) <= HEADLINE:
        while rest and not rest[0].text:
            rest = rest[1:]
        return first.text, rest or lines, ""
    beginning = " ".join(first.text.split()[:BEGINNING])[:HEADLINE]
    return f"{beginning}…", lines, _NO_HEADLINE


# Telegram.


def _of_telegram(channel: dict[str, Any], post: Any) -> _Post | None:
    if not isinstance(post, dict) or post.get("type") != "message":
        return None
    found = _Post(
        lines=lines_of(list(_telegram_pieces(post.get("text_entities") or post.get("text")))),
        id=_id("telegram", channel.get("id"), post.get("id")),
        outlet=_named(channel.get("name"), "outlet"),
        byline=_named(post.get("author"), "byline"),
        published_on=_day(str(post.get("date") or "")),
    )
    return _with_forward(found, _one_line(post.get("forwarded_from")))


def _telegram_pieces(text: Any) -> Iterator[tuple[str, str | None]]:
    for part in text if isinstance(text, list) else [text]:
        if isinstance(part, str):
            yield part, None
        elif isinstance(part, dict) and isinstance(part.get("text"), str):
            href = part.get("href")
            yield part["text"], address_of(href, "") if isinstance(href, str) else None


def _of_telegram_page(channel: str, post: etree._Element) -> _Post | None:
    texts = post.xpath(".//div[@class='text']")
    if not texts:
        return None
    lines = [line for block in blocks_of(texts[0]) for line in block.lines]
    stated = post.xpath("string(.//div[contains(@class, 'date')]/@title)")
    printed = _PRINTED_DAY.fullmatch(stated.strip())
    day = f"{printed[3]}-{printed[2]}-{printed[1]}" if printed else ""
    found = _Post(
        lines=lines,
        id=_id("telegram", channel, post.get("id", "").removeprefix("message")),
        outlet=_named(channel, "outlet"),
        byline=_named(post.xpath("string(.//div[contains(@class, 'signature')])"), "byline"),
        published_on=_day(day),
    )
    forwarded = post.xpath("string(.//div[contains(@class, 'forwarded')]/div[@class='from_name'])")
    return _with_forward(found, _one_line(forwarded))


def _with_forward(post: _Post, origin: str) -> _Post:
    if origin:
        post.told = f"منشور أُعيد نشره من «{origin}». A post forwarded from “{origin}”."
    return post


# Facebook, whose files hold each byte of UTF-8 as if it were a letter of Latin-1.


def _of_facebook(post: dict[str, Any]) -> _Post | None:
    data = post.get("data")
    texts = [
        _mended(part["post"])
        for part in (data if isinstance(data, list) else [])
        if isinstance(part, dict) and isinstance(part.get("post"), str)
    ]
    moment = post.get("timestamp")
    found = _Post(
        lines=lines_of([("\n".join(texts), None)]),
        id=_id("facebook", moment),
        published_on=_day_of_moment(moment),
    )
    if shared := _shared(post):
        found.told = f"الرابط المرفق به: {shared}. The link attached to it: {shared}."
    return found


def _mended(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _shared(post: dict[str, Any]) -> str:
    for attached in _dicts(post.get("attachments")):
        for part in _dicts(attached.get("data")):
            context = part.get("external_context")
            if isinstance(context, dict) and isinstance(context.get("url"), str):
                return _one_line(_mended(context["url"]))[:300]
    return ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


# Both.


def _json(file: IO[bytes]) -> Any:
    data = whole(file, settings.LIMITS.upload)
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableFileError(
            "ملف JSON تالف أو ناقص. صدّره من جديد.",
            "The JSON is damaged or only a part of it. Export it again.",
        ) from None


def _id(*parts: Any) -> str:
    known = "/".join(_one_line(str(part)) for part in parts if part is not None)
    return known[: LENGTHS["id"]] if len(parts) > 1 and parts[-1] is not None else ""


def _named(value: Any, field: str) -> str:
    name = _one_line(value)
    return name if len(name) <= LENGTHS[field] else ""


def _one_line(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if encodings.unprintable(text) else text


def _day(stated: str) -> PublicationDate | None:
    try:
        return parse_partial(stated[:10]) if stated else None
    except DateError:
        return None


def _day_of_moment(moment: Any) -> PublicationDate | None:
    if not isinstance(moment, int) or isinstance(moment, bool) or moment <= 0:
        return None
    try:
        return day_of(datetime.fromtimestamp(moment, tz=UTC))
    except (OverflowError, ValueError, OSError):
        return None


def _no_posts() -> UnreadableFileError:
    return UnreadableFileError(
        "لا منشورات بنص في هذا التصدير. صدّر القناة أو الصفحة من جديد.",
        "There are no posts with a text in this export. Export the channel or page again.",
    )
