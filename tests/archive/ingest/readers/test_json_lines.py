"""JSON Lines hold an article a line."""

import gzip
import json

import pytest
from django.conf import settings

from archive.ingest.readers import Record, Refused
from tests.archive.ingest.readers.samples import TEXT, lines, records


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
        pytest.param("x" * (settings.LIMITS.json_line + 2), id="line-just-too-long"),
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
def test_a_first_line_of_any_length_is_one_line(extra, limit):
    limit(json_line=200)
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
def test_a_gzip_file_that_grows_out_of_proportion_is_given_up(beginning, rest, limit):
    limit(json_line=1000, utf_16=1_000_000)

    *before, refused = records("a.jsonl.gz", gzip.compress(beginning + rest * 20_000_000))

    assert isinstance(refused, Refused)
    assert len(before) <= 1


def test_a_line_too_long_for_one_article_is_refused_and_the_rest_is_read(limit):
    limit(json_line=200)
    good = {"id": "b", "title": "ع", "body": "نص"}

    found = records("a.jsonl", lines(good, {"title": "ع", "body": "x" * 1000}, good))

    assert [type(line).__name__ for line in found] == ["Record", "Refused", "Record"]
    assert [line.number for line in found] == [1, 2, 3]


def test_a_field_without_a_length_of_its_own_has_one_all_the_same(limit):
    limit(field=100)

    [refused] = records("a.jsonl", lines({"title": "ع", "body": "ن" * 101}))

    assert "longer than 100" in refused.reason
