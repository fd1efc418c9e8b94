"""Plain text and Markdown hold one article a file."""

from archive.ingest.readers import Refused
from tests.archive.ingest.readers.samples import TEXT, records


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


def test_a_file_too_large_for_one_article_is_refused(limit):
    limit(article_file=100)

    [refused] = records("a.txt", TEXT.encode())

    assert isinstance(refused, Refused)
