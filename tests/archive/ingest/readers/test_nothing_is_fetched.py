"""Files that ask for others: no reader opens a connection, or writes beside the archive's data."""

import os
import socket

import pytest

from archive.ingest.readers import Record
from tests.archive.ingest.readers.samples import records
from tests.archive.ingest.readers.test_channels import message as post
from tests.archive.ingest.readers.test_channels import telegram
from tests.archive.ingest.readers.test_feeds import item, rss
from tests.archive.ingest.readers.test_mail import message
from tests.archive.ingest.readers.test_mhtml import saved
from tests.archive.ingest.readers.test_news_xml import nitf
from tests.archive.ingest.readers.test_warc import answer, archive
from tests.archive.ingest.readers.web import ADDRESS, FIRST, SECOND, TITLE, page

ELSEWHERE = "http://127.0.0.1:9/x"
ASKING = page(
    f'<p>{FIRST}<img src="{ELSEWHERE}"></p><iframe src="{ELSEWHERE}"></iframe><p>{SECOND}'
    f'<object data="file:///etc/hostname"></object></p><script src="{ELSEWHERE}"></script>',
    head=(
        f'<base href="{ELSEWHERE}"><link rel="stylesheet" href="{ELSEWHERE}">'
        f'<meta http-equiv="refresh" content="0; url={ELSEWHERE}">'
    ),
)
FILES = {
    "page.html": ASKING,
    "page.xhtml": b'<?xml version="1.0"?><!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd">'
    + ASKING.removeprefix(b"<!DOCTYPE html>"),
    "page.mhtml": saved((ADDRESS, ASKING)),
    "pages.warc": archive(answer(data=ASKING)),
    "feed.xml": rss(
        item(whole=f'<p>{FIRST}<img src="{ELSEWHERE}"></p>'),
        before=f'<?xml-stylesheet href="{ELSEWHERE}"?><!DOCTYPE rss SYSTEM "{ELSEWHERE}">',
    ),
    "item.xml": nitf(before=f'<!DOCTYPE nitf SYSTEM "{ELSEWHERE}">'),
    "message.eml": message(f'<p>{FIRST}<img src="{ELSEWHERE}"></p>', subtype="html").as_bytes(),
    "result.json": telegram(post(1, [f"{TITLE}\n", {"type": "link", "text": ELSEWHERE}])),
}


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*asked: object, **_more: object) -> None:
        raise AssertionError(f"a connection was asked for: {asked}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_asks_for_others_is_read_by_itself(
    name, no_network, archive_folders, monkeypatch
):
    monkeypatch.chdir(archive_folders)

    [record] = records(name, FILES[name])

    assert isinstance(record, Record), record.reason
    assert os.listdir(archive_folders) == []
    assert "root:" not in record.body
