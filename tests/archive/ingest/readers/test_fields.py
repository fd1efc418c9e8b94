"""Records under whatever names their fields came, in lines, arrays and objects."""

import json

import pytest

from archive.ingest.readers import Record, Refused
from tests.archive.ingest.readers.samples import TEXT, lines, records

BODY = f"{TEXT}\n\n{TEXT}"
RECORD = {"id": "a", "title": "عنوان", "body": BODY}


def test_fields_under_other_names_are_read_and_said():
    row = {
        "headline": "عنوان",
        "content": BODY,
        "source": "المدى",
        "pubDate": "١٢ كانون الأول ٢٠٢١",
        "authors": [{"name": "كاتب"}, {"name": "كاتبة"}],
        "link": "https://a.example/1",
        "lang": "Arabic",
        "section": "محليات",
    }

    [record] = records("a.jsonl", lines(row))

    assert (record.title, record.body, record.outlet) == ("عنوان", BODY, "المدى")
    assert (str(record.published_on), record.byline) == ("2021-12-12", "كاتب، كاتبة")
    assert (record.url, record.language) == ("https://a.example/1", "ar")
    assert "content → body" in record.note
    assert "section" in record.note


def test_arabic_names_of_columns_are_read():
    row = {"العنوان": "عنوان", "النص": BODY, "تاريخ النشر": "2021", "الصحيفة": "المدى"}

    [record] = records("a.jsonl", lines(row))

    assert (record.title, str(record.published_on), record.outlet) == ("عنوان", "2021", "المدى")


def test_the_archives_own_names_go_first_and_need_no_note():
    [record] = records("a.jsonl", lines(RECORD | {"outlet": "المدى", "url": None}))

    assert (record.outlet, record.note) == ("المدى", "")


def test_a_record_without_text_names_the_fields_that_it_has():
    [refused] = records("a.jsonl", lines({"title": "عنوان", "intro": "نص"}))

    assert isinstance(refused, Refused)
    assert "intro" in refused.reason


def test_a_lead_that_became_the_title_is_said_and_held_back():
    [record] = records("a.jsonl", lines({"title": "", "body": BODY}))

    assert record.draft
    assert "title" in record.note


def test_a_headline_that_is_the_first_line_is_said_and_published():
    [record] = records("a.jsonl", lines({"body": f"عنوان قصير\n\n{BODY}"}))

    assert not record.draft
    assert "title" in record.note


@pytest.mark.parametrize(
    ("written", "code"),
    [("ar", "ar"), ("العربية", "ar"), ("Arabic", "ar"), ("ar-IQ", "ar"), ("Kurdî", "ku")],
)
def test_a_language_is_read_by_its_code_or_name(written, code):
    [record] = records("a.jsonl", lines(RECORD | {"language": written}))

    assert record.language == code


def test_what_is_no_language_is_refused_with_how_to_write_it():
    [refused] = records("a.jsonl", lines(RECORD | {"language": "لغة الضاد"}))

    assert "language" in refused.reason


def test_the_address_of_a_page_given_as_source_is_its_address_too():
    [record] = records("a.jsonl", lines(RECORD | {"source": "https://a.example/news/1"}))

    assert record.url == "https://a.example/news/1"


@pytest.mark.parametrize(
    "document",
    [
        [RECORD, RECORD],
        {"articles": [RECORD, RECORD], "total": 2},
        {"status": "ok", "data": {"items": [RECORD, RECORD]}},
        {"hits": {"hits": [{"_id": "1", "_source": RECORD}, {"_id": "2", "_source": RECORD}]}},
        {"a": RECORD, "b": RECORD},
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_records_are_found_in_arrays_and_objects(document, indent):
    data = json.dumps(document, ensure_ascii=False, indent=indent).encode()

    found = records("a.json", data)

    assert [one.title for one in found] == ["عنوان", "عنوان"]
    assert [one.number for one in found] == [1, 2]


def test_objects_over_several_lines_stand_one_after_the_other():
    data = "\n\n".join(json.dumps(RECORD, ensure_ascii=False, indent=1) for _ in range(3))

    assert len(records("a.jsonl", data.encode())) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"title": "x",\n "body": ]', "line 2"),
        ('{"settings": {"a": 1}, "b": [1, 2]}', "body"),
        ("[1, 2]", "no record"),
        ("[]", "no articles"),
        ("[" * 50_000 + "]" * 50_000, "valid"),
    ],
)
def test_a_document_that_can_not_be_read_says_why(text, said):
    found = records("a.json", text.encode())

    assert all(isinstance(one, Refused) for one in found)
    assert said in found[0].reason


def test_one_item_that_is_no_record_is_refused_and_the_rest_is_read():
    first, refused, last = records("a.json", json.dumps([RECORD, 7, RECORD]).encode())

    assert isinstance(refused, Refused)
    assert (type(first), type(last)) == (Record, Record)
