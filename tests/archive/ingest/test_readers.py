"""What arrives, in which format and encoding."""

import gzip
import io
import json

import pytest

from archive.ingest.encodings import decode
from archive.ingest.errors import UnreadableFileError
from archive.ingest.readers import (
    LONGEST_LINE,
    Record,
    Refused,
    front_matter,
    read,
    read_stream,
    stem,
)

TEXT = "قال رئيس الوزراء إن القوات الأمريكية ستنسحب من العراق، وأضاف «لا بقاء بعد اليوم»."


def records(name: str, data: bytes) -> list:
    return list(read_stream(io.BytesIO(data), name))


def lines(*values: object) -> bytes:
    return "\n".join(
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for value in values
    ).encode()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("windows-1256", "windows-1256"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(encoding, told):
    assert decode(TEXT.encode(encoding)) == (TEXT, told)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \r\n\t\n", id="blank"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9, id="image"),
        pytest.param(TEXT.encode("iso8859-6", "replace"), id="iso-8859-6"),
        pytest.param(TEXT.encode("utf-32"), id="utf-32"),
        pytest.param("Déjà vu à Bagdad, où l'été brûle".encode("latin-1"), id="latin-1"),
        pytest.param(TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:], id="damaged-utf-8"),
        pytest.param(TEXT.encode("utf-16")[:-1], id="half-a-letter"),
        pytest.param(TEXT.encode() + b"\x07", id="control-character"),
    ],
)
def test_what_is_no_readable_text_is_refused_with_a_reason(data):
    with pytest.raises(UnreadableFileError) as refusal:
        decode(data)

    assert refusal.value.arabic
    assert refusal.value.english


def test_plain_text_is_one_record_known_by_its_file_name():
    [record] = records("000_67.txt", f"العنوان\n\n{TEXT}".encode("windows-1256"))

    assert (record.id, record.id_from_name) == ("000_67", True)
    assert (record.title, record.encoding) == (None, "windows-1256")


def test_front_matter_gives_what_the_text_does_not_say():
    page = (
        "---\nid: demo-1\noutlet: desk-baghdad\npublished_on: 2021-11\n"
        'byline: "قسم بغداد"\nurl: https://a.example/1\ntags: x\n---\nالعنوان\n\nالنص.\n'
    )

    [record] = records("page.md", page.encode())

    assert (record.id, record.id_from_name, record.outlet) == ("demo-1", False, "desk-baghdad")
    assert (str(record.published_on), record.byline) == ("2021-11", "قسم بغداد")
    assert record.body.startswith("العنوان")
    assert "tags" in record.note


@pytest.mark.parametrize(
    "text", ["---\nسطر عادي\n---\nنص", "---\nid: x\nبلا إغلاق", "العنوان\n---\nid: x\n---"]
)
def test_a_rule_at_the_top_is_no_front_matter(text):
    assert front_matter(text) == ({}, text, [])


def test_json_lines_are_a_record_each():
    found = records(
        "a.jsonl",
        lines(
            {"id": "a1", "title": "عنوان", "body": "نص", "outlet": "x", "published_on": "2021"},
            "",
            {"id": 7, "title": "عنوان", "body": "نص", "published_on": 2021, "url": None},
        ),
    )

    assert [(record.number, record.id) for record in found] == [(1, "a1"), (3, "7")]
    assert str(found[1].published_on) == "2021"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param('{"id": "x", "title": ', id="half-a-line"),
        pytest.param("[1, 2]", id="no-object"),
        pytest.param({"id": "x", "title": ["عنوان"], "body": "نص"}, id="title-is-a-list"),
        pytest.param({"id": True, "title": "عنوان", "body": "نص"}, id="id-is-true"),
        pytest.param({"id": "x" * 201, "title": "ع", "body": "نص"}, id="id-too-long"),
        pytest.param({"title": "ع", "body": "نص", "published_on": "أمس"}, id="no-date"),
        pytest.param({"title": "ع", "body": "نص", "url": "javascript:alert(1)"}, id="no-address"),
        pytest.param({"title": "ع", "body": "نص\0"}, id="nul"),
        pytest.param('{"title": "ع", "body": "\\ud800"}', id="half-a-surrogate"),
        pytest.param({"title": "ع", "body": "نص\x01"}, id="control-character"),
        pytest.param("[" * 100_000, id="nested-without-end"),
        pytest.param('{"id": ' + "1" * 5000 + "}", id="number-too-long"),
        pytest.param('{"id": "\\ud800", "title": "ع", "body": "نص"}', id="id-is-half-a-surrogate"),
        pytest.param("x" * (LONGEST_LINE + 2), id="line-just-too-long"),
    ],
)
def test_a_bad_line_is_refused_and_the_rest_is_read(broken):
    good = {"id": "b", "title": "عنوان", "body": "نص"}

    first, refused, last = records("a.jsonl", lines(good, broken, good))

    assert isinstance(refused, Refused)
    assert refused.number == 2
    assert refused.reason
    assert refused.id.isprintable()
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert last.number == 3


@pytest.mark.parametrize("extra", range(-2, 8))
def test_a_first_line_of_any_length_is_one_line(extra, monkeypatch):
    monkeypatch.setattr("archive.ingest.readers.LONGEST_LINE", 200)
    good = {"id": "b", "title": "ع", "body": "نص"}

    found = records("a.jsonl", lines("x" * (200 + extra), good))

    assert [(type(line), line.number) for line in found] == [(Refused, 1), (Record, 2)]


def test_a_broken_json_line_is_named_by_its_line():
    [refused] = records("a.jsonl", b'{"id": "x", "tit')

    assert "السطر 1" in refused.reason
    assert "Line 1" in refused.reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256"])
def test_json_lines_come_in_every_encoding(encoding):
    line = json.dumps({"id": "a", "title": "عنوان", "body": TEXT}, ensure_ascii=False)

    found = records("a.jsonl", f"{line}\n{line}\n".encode(encoding))

    assert [record.body for record in found] == [TEXT, TEXT]
    assert {record.encoding for record in found} == {encoding}


def test_json_lines_may_be_packed():
    found = records("a.jsonl.gz", gzip.compress(lines({"id": "a", "title": "ع", "body": "نص"})))

    assert [record.id for record in found] == ["a"]


def test_a_damaged_gzip_file_gives_what_can_be_read_and_says_where_it_breaks():
    many = [
        {"id": str(n), "title": f"عنوان {n}", "body": f"{TEXT} {n * 7919}"} for n in range(3000)
    ]
    packed = gzip.compress(lines(*many))

    *found, refused = records("a.jsonl.gz", packed[: len(packed) // 2])

    assert len(found) > 100
    assert isinstance(refused, Refused)
    assert refused.number == len(found) + 1


@pytest.mark.parametrize(
    ("beginning", "rest"),
    [
        pytest.param(b"", b"\n", id="empty-lines"),
        pytest.param(b"", b"x", id="one-line-without-end"),
        pytest.param("عنوان".encode("utf-16"), b"\x20\x00", id="utf-16"),
    ],
)
def test_a_gzip_file_that_grows_out_of_proportion_is_given_up(beginning, rest, monkeypatch):
    monkeypatch.setattr("archive.ingest.readers.LONGEST_LINE", 1000)
    monkeypatch.setattr("archive.ingest.readers.LARGEST_UTF_16", 1_000_000)

    *before, refused = records("a.jsonl.gz", gzip.compress(beginning + rest * 20_000_000))

    assert isinstance(refused, Refused)
    assert len(before) <= 1


@pytest.mark.parametrize("name", ["photo.jpg", "article.docx", "page.html", "noending"])
def test_other_kinds_of_files_are_refused_by_what_is_read(name):
    [refused] = records(name, TEXT.encode())

    assert ".jsonl.gz" in refused.reason


def test_a_file_too_large_for_one_article_is_refused(monkeypatch):
    monkeypatch.setattr("archive.ingest.readers.LARGEST_TEXT", 100)

    [refused] = records("a.txt", TEXT.encode())

    assert isinstance(refused, Refused)


def test_a_line_too_long_for_one_article_is_refused_and_the_rest_is_read(monkeypatch):
    monkeypatch.setattr("archive.ingest.readers.LONGEST_LINE", 200)
    good = {"id": "b", "title": "ع", "body": "نص"}

    found = records("a.jsonl", lines(good, {"title": "ع", "body": "x" * 1000}, good))

    assert [type(line).__name__ for line in found] == ["Record", "Refused", "Record"]
    assert [line.number for line in found] == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "bare"), [("a.b.txt", "a.b"), ("x.jsonl.gz", "x"), ("y.MD", "y"), ("z", "z")]
)
def test_a_file_is_called_by_its_name_without_ending(name, bare):
    assert stem(name) == bare


def test_real_articles_are_read(samples):
    for path in sorted(samples.glob("*.txt")):
        [record] = read(path)

        assert isinstance(record, Record)
