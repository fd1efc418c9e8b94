"""Exports of channels: each post an article."""

import json

import pytest

from archive.ingest.readers import Refused
from archive.ingest.structure import parse
from tests.archive.ingest.readers.samples import records
from tests.archive.ingest.readers.web import FIRST, SECOND, THIRD, TITLE

CHANNEL = "قناة الأرشيف التجريبية"


def telegram(*messages: dict, kind: str = "public_channel", **more) -> bytes:
    made = {"name": CHANNEL, "type": kind, "id": 77, "messages": list(messages)} | more
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def message(number: int, text, **more) -> dict:
    told = {"id": number, "type": "message", "date": "2021-11-22T23:43:00", "text": text}
    return told | {"from": CHANNEL} | more


def facebook(*posts: dict) -> bytes:
    """As Facebook writes it: every byte of UTF-8 escaped as a letter."""
    written = json.dumps(list(posts), ensure_ascii=False)
    as_letters = "".join(chr(byte) for byte in written.encode())
    return "".join(
        letter if letter < "\x7f" else f"\\u{ord(letter):04x}" for letter in as_letters
    ).encode()


def post(text: str, timestamp: int = 1637613780, **more) -> dict:
    return {"timestamp": timestamp, "data": [{"post": text}], "title": "نشرت الصفحة"} | more


def test_each_post_of_a_channel_is_an_article():
    data = telegram(
        {"id": 1, "type": "service", "action": "create_channel", "date": "2020-01-01T00:00:00"},
        message(2, f"{TITLE}\n\n{FIRST}\n\n{SECOND}", author="محررة تجريبية"),
        message(3, "", photo="photos/1.jpg"),
        message(4, f"{THIRD[:59]}\n{FIRST}", forwarded_from="قناة أخرى"),
    )

    first, last = records("result.json", data)

    assert (first.title, first.body) == (TITLE, f"{FIRST}\n\n{SECOND}")
    assert (first.outlet, first.byline, first.id) == (CHANNEL, "محررة تجريبية", "telegram/77/2")
    assert str(first.published_on) == "2021-11-22"
    assert (last.number, last.title) == (2, THIRD[:59])
    assert "قناة أخرى" in last.note
    assert "منشورات بلا نص لم تُقرأ: 2" in last.note


def test_links_in_a_post_are_kept_and_its_marks_are_its_own():
    text = [
        f"{TITLE}\n# 5 قتلى\n",
        {"type": "bold", "text": "**عاجل** "},
        {"type": "text_link", "text": "البيان", "href": "https://demo.example/x"},
        {"type": "hashtag", "text": " #بغداد"},
    ]

    [record] = records("result.json", telegram(message(1, text)))
    found = parse(record.body, title=record.title)

    assert found.text == "# 5 قتلى\n**عاجل** البيان #بغداد"
    assert [link.address for link in found.links] == ["https://demo.example/x"]


def test_a_post_of_one_line_is_its_own_title():
    [record] = records("result.json", telegram(message(1, TITLE)))

    assert (record.title, record.body) == (TITLE, TITLE)


def test_of_a_post_that_opens_with_a_paragraph_the_beginning_is_the_title_and_noted():
    long = f"{FIRST} {SECOND} {THIRD}"

    [record] = records("result.json", telegram(message(1, f"{long}\n\n{FIRST}")))

    assert FIRST.startswith(record.title.removesuffix("…"))
    assert record.body == f"{long}\n\n{FIRST}"
    assert "لا عنوان للمنشور" in record.note


@pytest.mark.parametrize("kind", ["personal_chat", "private_group", "private_supergroup"])
def test_chats_are_not_published_and_refused(kind):
    [refused] = records("result.json", telegram(message(1, TITLE), kind=kind))

    assert isinstance(refused, Refused)
    assert "not of a channel" in refused.reason


def test_a_channel_exported_as_pages_is_read_the_same():
    def printed(number: int, text: str, more: str = "") -> str:
        return (
            f'<div class="message default clearfix" id="message{number}"><div class="body">'
            '<div class="pull_right date details" title="22.11.2021 23:43:00 UTC+03:00">23:43</div>'
            f'<div class="from_name">{CHANNEL}</div>{more}<div class="text">{text}</div>'
            "</div></div>"
        )

    page = (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Exported Data</title></head><body>"
        '<div class="page_wrap"><div class="page_header"><div class="content">'
        f'<div class="text bold">{CHANNEL}</div></div></div><div class="page_body chat_page">'
        '<div class="history"><div class="message service" id="message-1">'
        '<div class="body details">22 November 2021</div></div>'
        + printed(5, f'{TITLE}<br><br>{FIRST} <a href="https://demo.example/x">البيان</a>')
        + '<div class="message default clearfix" id="message6"><div class="body"></div></div>'
        + "</div></div></div></body></html>"
    )

    [record] = records("messages.html", page.encode())

    assert record.title == TITLE
    assert record.body == f"{FIRST} [البيان](https://demo.example/x)"
    assert (record.outlet, record.id) == (CHANNEL, f"telegram/{CHANNEL}/5")
    assert str(record.published_on) == "2021-11-22"
    assert "not read: 1" in record.note


def test_posts_of_a_page_are_articles_in_their_own_letters():
    link = [{"data": [{"external_context": {"url": "https://demo.example/x"}}]}]
    data = facebook(
        post(f"{TITLE}\n{FIRST}"),
        post(f"{TITLE} ٢\n{SECOND}", attachments=link),
        {"timestamp": 1637613790, "data": [{"update_timestamp": 1}]},
    )

    first, second = records("profile_posts_1.json", data)

    assert (first.title, first.body) == (TITLE, FIRST)
    assert str(first.published_on) == "2021-11-22"
    assert first.id == "facebook/1637613780"
    assert "https://demo.example/x" in second.note
    assert "not read: 1" in second.note


def test_the_day_of_a_moment_is_that_of_baghdad():
    [record] = records("posts.json", facebook(post(f"{TITLE}\n{FIRST}", 1637616600)))

    assert str(record.published_on) == "2021-11-23"


def test_posts_written_as_they_are_stay_so():
    data = json.dumps([post(f"{TITLE}\n{FIRST}")], ensure_ascii=False).encode()

    [record] = records("posts.json", data)

    assert record.title == TITLE


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(telegram(message(1, TITLE))[:-20], id="half"),
        pytest.param(telegram(message(1, "")), id="no-text"),
        pytest.param(telegram(messages=[]) + b" " * 100, id="empty"),
        pytest.param(facebook(post(TITLE))[:-2], id="half-facebook"),
        pytest.param(telegram(message(1, "x"))[:-4] + b"[" * 100_000, id="deep"),
    ],
)
def test_damaged_and_empty_exports_are_refused(data):
    [refused] = records("result.json", data)

    assert isinstance(refused, Refused)
    assert "xport" in refused.reason
