"""PDFs become drafts, with what is to be looked at said."""

import pytest

from archive.ingest.readers import Record, Refused
from archive.models import Article
from tests.archive.ingest.readers.made import MORE, SENTENCE, TITLE, pdf
from tests.archive.ingest.readers.samples import records

LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'o' * 32}) /U ({'u' * 32}) /P -4 >> "


def read(data):
    [record] = records("a.pdf", data)
    return record


def test_the_words_of_a_pdf_are_a_draft_that_says_what_to_check():
    record = read(pdf([TITLE, SENTENCE, MORE]))

    assert record.draft
    assert record.body.split("\n") == [TITLE, SENTENCE, MORE]
    assert "check the order of words" in record.note


def test_shapes_of_letters_are_written_as_letters_and_that_is_said():
    record = read(pdf([TITLE, SENTENCE, "ﺍﻟﺴﻮﻕ  ﺍﻷﻭﻝ"]))

    assert record.body.split("\n")[2] == "السوق الأول"
    assert "Shapes that letters take in print (9)" in record.note


def test_columns_are_said():
    row = f"{SENTENCE[:30]}{' ' * 40}{MORE[:30]}"

    assert "columns or tables" in read(pdf([TITLE, *[row] * 5])).note


def test_letters_in_reverse_are_said_and_never_published():
    record = read(pdf([line[::-1] for line in (TITLE, SENTENCE, MORE)]))

    assert isinstance(record, Refused) or record.draft
    assert "visual order" in (record.reason if isinstance(record, Refused) else record.note)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (pdf([]), "only pictures of pages"),
        (pdf([TITLE], extra=LOCK), "locked"),
        (pdf([TITLE, SENTENCE])[:300], "PDF is damaged or only a part"),
        (b"%PDF-1.7\n", "PDF is damaged or only a part"),
    ],
)
def test_a_pdf_that_can_not_be_read_is_one_refusal_in_words(data, told):
    refused = read(data)

    assert isinstance(refused, Refused)
    assert told in refused.reason


def test_an_import_that_publishes_leaves_a_pdf_a_draft(run_command, write_file):
    path = write_file("a.pdf", pdf([TITLE, SENTENCE, MORE]))

    code, [line] = run_command("ingest", path, "--undated", "--publish")

    assert (code, line["result"]) == (0, "stored")
    assert Article.objects.get().status == Article.Status.DRAFT


def test_a_pdf_is_read_from_its_bytes_whatever_its_name():
    [record] = records("a.txt", pdf([TITLE, SENTENCE]))

    assert isinstance(record, Record)
