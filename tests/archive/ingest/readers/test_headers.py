"""A header is read in every usual form, or refused with the line that was not understood."""

import pytest

from archive.ingest.readers.headers import read_header
from archive.ingest.refusals import RecordError
from tests.archive.ingest.readers.samples import TEXT, records

BODY = f"العنوان\n\n{TEXT}"
FIELDS = {"outlet": "المدى", "published_on": "2021-12-12"}


@pytest.mark.parametrize(
    "header",
    [
        "---\noutlet: المدى\npublished_on: 2021-12-12\n---\n",
        "\n\n---\noutlet: المدى\npublished_on: 2021-12-12\n---\n",
        "\ufeff\ufeff---\noutlet: المدى\npublished_on: 2021-12-12\n---\n",
        "\u200f---\r\noutlet: المدى\r\npublished_on: 2021-12-12\r\n---\r\n",
        "---\noutlet:المدى\npublished_on:2021-12-12\n---\n",
        "---\noutlet : المدى\npublished_on\t:\t2021-12-12\n---\n",
        "---\nOutlet: 'المدى'\nPublished_On: \"2021-12-12\"\n...\n",
        "-----\n# من المحرر\noutlet: >\n  المدى\npublished_on: 2021-12-12\n---\n",
        "---\nالمصدر: المدى\nالتاريخ: 2021-12-12\n---\n",
        '+++\noutlet = "المدى"\npublished_on = 2021-12-12\n+++\n',
        "outlet: المدى\npublished_on: 2021-12-12\n\n",
        "المصدر: المدى\nتاريخ النشر: 2021-12-12\n---\n",
    ],
)
def test_a_header_is_read(header):
    read = read_header(header + BODY)

    assert {name: str(value).strip() for name, value in read.fields.items()} == FIELDS
    assert read.body.strip() == BODY


def test_lists_quotes_and_other_names_are_read_and_the_rest_is_noted():
    text = (
        '---\ntitle: "بغداد: سوق جديد"\nauthor:\n  - "[[كاتب]]"\n  - كاتبة\n'
        f"published: 2021\ntags: [a, b]\n---\n{TEXT}"
    )

    [record] = records("a.md", text.encode())

    assert (record.title, str(record.published_on)) == ("بغداد: سوق جديد", "2021")
    assert record.byline == "كاتب، كاتبة"
    assert "tags" in record.note


def test_a_colon_inside_a_value_is_a_colon():
    assert read_header(f"---\ntitle: بغداد: سوق جديد\n---\n{TEXT}").fields == {
        "title": "بغداد: سوق جديد"
    }


def test_a_title_repeated_under_the_header_is_the_title():
    [record] = records("a.md", f"---\ntitle: العنوان\n---\n\n# العنوان\n\n{TEXT}".encode())

    assert record.body.strip() == TEXT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\noutlet: x\nسطر بلا نقطتين\n---\nنص", "Line 3"),
        ("---\noutlet: x\ntags: [a, b\n---\nنص", "Line 3"),
        ("---\noutlet: x\n\nنص طويل بلا إغلاق", "not closed"),
        ("+++\noutlet = \n+++\nنص", "Line 2"),
        ('+++\noutlet = "x"\nنص', "not closed"),
    ],
)
def test_a_header_that_is_not_understood_is_refused_with_its_line(text, said):
    with pytest.raises(RecordError, match=said):
        read_header(text)


@pytest.mark.parametrize(
    "text",
    [
        "---\nسطر عادي\n---\nنص",
        "العنوان\n---\nid: x\n---",
        "المصدر: وكالات\n\nنص الخبر.",
        "قال الوزير: لن نوافق\nوأضاف: هذا رأينا\n\nنص.",
        "العنوان: كلمة أخيرة\nقال الوزير إن السوق مفتوح.\n\nنص.",
        "",
    ],
)
def test_what_is_no_header_stays_text(text):
    read = read_header(text)

    assert (read.fields, read.body) == ({}, text)
