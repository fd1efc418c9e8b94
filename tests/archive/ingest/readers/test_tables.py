"""Tables of articles: what each sort of table gives, and how one that can't be read is refused."""

import pytest

from archive.ingest.readers import Record, Refused
from tests.archive.ingest.readers.made import MORE, SENTENCE, TITLE, ods, xlsx, zipped
from tests.archive.ingest.readers.samples import records

ROWS = [["العنوان", "النص", "الناشر", "التاريخ"], [TITLE, SENTENCE, "المدى", "2021-11-22"]]


def written(delimiter: str, *rows: list[str]) -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [
        (",", "utf-8"),
        (",", "utf-8-sig"),
        (";", "windows-1256"),
        ("\t", "utf-16"),
        ("\t", "utf-16-le"),
        ("|", "utf-8"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_a_delimited_text_is_read_row_by_row(delimiter, encoding, name):
    [record] = records(name, written(delimiter, *ROWS).encode(encoding))

    assert (record.title, record.body, record.outlet) == (TITLE, SENTENCE, "المدى")
    assert str(record.published_on) == "2021-11-22"
    assert "body ← النص" in record.note


def test_cells_hold_marks_breaks_and_what_only_looks_like_markup():
    body = f"{SENTENCE}\r\n[الصورة](https://a.example/1) «{MORE}»; نعم, # 5"
    data = f'title;body\r\nعنوان;"{body.replace(chr(34), chr(34) * 2)}"\r\n'

    [record] = records("a.csv", data.encode())

    first, second = record.body.split("\n")
    assert first == SENTENCE
    assert second.replace("\\", "") == body.split("\r\n")[1]
    assert second.startswith("\\[الصورة\\]")


def test_a_table_that_says_its_delimiter_is_read_by_it():
    [record] = records("a.csv", f"sep=^\r\ntitle^body\r\n{TITLE}^{SENTENCE}\r\n".encode())

    assert (record.title, record.body) == (TITLE, SENTENCE)


def test_columns_by_other_names_are_mapped_and_those_not_used_are_named():
    rows = [
        ["id", "headline", "content", "source", "published", "author", "link", "عدد القراء"],
        ["7", TITLE, SENTENCE, "المدى", "2021", "كاتب مستعار", "https://a.example/1", "12"],
    ]

    [record] = records("a.tsv", written("\t", *rows).encode())

    assert (record.id, record.byline, record.url) == ("7", "كاتب مستعار", "https://a.example/1")
    assert "title ← headline" in record.note
    assert "Columns not used: عدد القراء" in record.note


def test_a_table_in_the_archives_own_words_needs_no_note():
    [record] = records("a.csv", written(",", ["title", "body"], [TITLE, SENTENCE]).encode())

    assert record.note == ""


def test_a_table_without_titles_says_what_becomes_one():
    [record] = records("a.csv", written(",", ["id", "text"], ["1", SENTENCE]).encode())

    assert record.title is None
    assert "No column of titles" in record.note


def test_a_table_without_texts_is_refused_by_the_names_of_its_columns():
    [refused] = records("a.csv", written(";", ["المقاس", "اللون"], ["كبير", "أزرق"]).encode())

    assert isinstance(refused, Refused)
    assert "المقاس، اللون" in refused.reason
    assert "published_on" in refused.reason


def test_a_row_that_can_not_be_read_is_refused_by_its_number_and_the_others_are_read():
    rows = [*ROWS, [TITLE, SENTENCE, "المدى", "قبل الأمس"], [TITLE, "", "", ""], ROWS[1]]

    first, second, third, fourth = records("a.csv", written(",", *rows).encode())

    assert (first.number, second.number, third.number, fourth.number) == (1, 2, 3, 4)
    assert "Row 3" in second.reason
    assert "Row 4: The cell of the text is empty" in third.reason
    assert isinstance(fourth, Record)


def test_more_cells_than_columns_are_a_delimiter_that_was_not_quoted():
    data = f"title,body\n{TITLE},{SENTENCE},وبقية النص\n"

    [refused] = records("a.csv", data.encode())

    assert "more cells than there are columns" in refused.reason


@pytest.mark.parametrize("cell", [f'"{SENTENCE}', f'"{SENTENCE} "نعم" ثم"'])
def test_marks_that_would_swallow_rows_or_be_lost_are_refused_by_their_line(cell):
    data = f"title,body\n{TITLE},{MORE}\n{TITLE},{cell}\n{TITLE},{MORE}\n"

    read, refused = records("a.csv", data.encode())

    assert read.body == MORE
    assert "begins in line 3" in refused.reason


def test_a_cell_of_200_000_characters_is_read_whole():
    [record] = records("a.csv", f'title,body\n{TITLE},"{"كلمة " * 40_000}"\n'.encode())

    assert len(record.body) >= 199_999


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_spreadsheet_is_read_row_by_row(make):
    [record] = records("a.xlsx", make(ROWS))

    assert (record.title, record.body, str(record.published_on)) == (TITLE, SENTENCE, "2021-11-22")


def test_a_day_in_a_spreadsheet_is_a_day_and_a_number_an_id():
    rows = [["id", "title", "body", "date"], ["=12", TITLE, SENTENCE, "=44522"]]

    [record] = records("a.xlsx", xlsx(rows))

    assert str(record.published_on) == "2021-11-22"


def test_lines_above_the_names_of_columns_are_no_articles():
    [record] = records("a.xlsx", xlsx([["تقرير الأسبوع"], [], *ROWS]))

    assert record.title == TITLE


def test_every_sheet_is_read_and_a_hidden_or_other_one_is_said():
    first, other, hidden = records("a.xlsx", xlsx(ROWS, [["أ", "ب"]], [["سر"]], hidden=3))

    assert isinstance(first, Record)
    assert "«ورقة 2»" in other.reason
    assert "hidden" in hidden.reason
    assert (first.number, other.number, hidden.number) == (1, 2, 3)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"title,body\n", "no rows below them"),
        (xlsx(ROWS)[:-80], "damaged or only a part"),
        (xlsx([]), "table is empty"),
        (zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "damaged or not"),
        (zipped({"[Content_Types].xml": "x", "xl/a.xml": "0" * 20_000_000}), "grows more than"),
    ],
)
def test_a_broken_table_is_one_refusal_in_words(data, told):
    [refused] = records("a.csv", data)

    assert told in refused.reason


def test_an_article_with_a_line_of_semicolons_stays_one():
    text = f"{TITLE}\n\nفي السوق تفاح؛ تين؛ عنب\n\n{SENTENCE}\nتفاح; تين; عنب\n"

    [record] = records("a.txt", text.encode())

    assert record.title is None
    assert record.body == text
