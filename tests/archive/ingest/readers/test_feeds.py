"""Feeds kept as files."""

import io
from html import escape

import pytest

from archive.ingest.readers import Refused
from archive.ingest.readers.feeds import read_feed
from archive.ingest.refusals import UnreadableFileError
from archive.ingest.structure import parse
from tests.archive.ingest.readers.samples import records
from tests.archive.ingest.readers.web import ADDRESS, FIRST, SECOND, TITLE

HTML = f'<p>{FIRST}</p><p>{SECOND} <a href="/more">المزيد</a></p>'
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def item(*, title: str = escape(TITLE), whole: str = HTML, summary: str = "") -> str:
    encoded = f"<content:encoded><![CDATA[{whole}]]></content:encoded>" if whole else ""
    return (
        f"<item><title>{title}</title><link>{ADDRESS}</link><guid>g-1</guid>"
        "<dc:creator>محررة تجريبية</dc:creator><pubDate>Mon, 22 Nov 2021 23:43:00 +0300</pubDate>"
        f"<description>{summary}</description>{encoded}</item>"
    )


def rss(*items: str, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<rss version="2.0" {SPACES}><channel>'
        "<title>أخبار تجريبية</title><language>ar-IQ</language>"
        + "".join(items)
        + "</channel></rss>"
    ).encode()


def read(data: bytes) -> list:
    return list(read_feed(io.BytesIO(data), "feed.xml"))


def test_each_entry_is_an_article():
    first, second = records("feed.xml", rss(item(), item(title="خبر تجريبي آخر")))

    assert (first.title, second.title) == (TITLE, "خبر تجريبي آخر")
    assert first.body == f"{FIRST}\n\n{SECOND} [المزيد](https://demo.example/more)"
    assert (str(first.published_on), first.url, first.id) == ("2021-11-22", ADDRESS, "g-1")
    assert (first.byline, first.language, first.outlet) == ("محررة تجريبية", "ar", "")
    assert "أخبار تجريبية" in first.note
    assert not first.draft


def test_a_summary_alone_is_kept_as_a_draft_and_said():
    [record] = read(rss(item(whole="", summary=escape(f"<p>{FIRST}</p>"))))

    assert record.body == FIRST
    assert record.draft
    assert "ملخص" in record.note


def test_an_entry_without_a_text_is_refused_by_itself():
    refused, record = read(rss(item(whole=""), item()))

    assert isinstance(refused, Refused)
    assert (refused.number, refused.id, record.number) == (1, "g-1", 2)


def test_atom_is_read_and_a_change_is_no_publication():
    entry = (
        f"<entry><title>{TITLE}</title><id>tag:demo.example,2021:1</id>"
        f'<link href="{ADDRESS}"/><updated>2022-01-01T00:00:00Z</updated>%s'
        f'<content type="html">{escape(HTML)}</content></entry>'
    )
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>%s</feed>'
    published = entry % "<published>2021-11-22T00:00:00Z</published>"

    first, second = read((feed % (published + entry % "")).encode())

    assert (str(first.published_on), second.published_on) == ("2021-11-22", None)
    assert first.body.startswith(FIRST)


def test_what_looks_like_markup_in_a_title_is_its_text():
    [record] = read(rss(item(title="[خبر](عاجل) **الآن**")))

    assert parse(record.body, title=record.title).title == "[خبر](عاجل) **الآن**"


def test_half_a_feed_gives_drafts():
    data = rss(item(), item(), item())

    found = read(data[: int(len(data) * 0.8)])

    assert found
    assert all(isinstance(one, Refused) or one.draft for one in found)
    assert "well-formed" in found[0].note


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!entity % p SYSTEM "http://demo.example/x.dtd"> %p;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_not_opened(declared, encoding):
    data = rss(item(title="&b;&x;"), before=declared).decode().replace("utf-8", encoding)

    [refused] = records("feed.xml", data.encode(encoding))

    assert "ENTITY" in refused.reason
    assert "declares entities" in refused.reason


@pytest.mark.parametrize("data", [rss(), b"<rss", b"<feed>" + b"<x>" * 100_000])
def test_a_feed_without_entries_is_refused(data):
    with pytest.raises(UnreadableFileError, match="no entries"):
        read(data)
