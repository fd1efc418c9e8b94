from importlib.resources import files

import pytest

from archive.arabic import tables
from archive.arabic.letters import fold

NAMES = sorted(
    path.name for path in files("archive.arabic").joinpath("data").iterdir() if path.is_file()
)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_opens_with_its_origin(name):
    text = files("archive.arabic").joinpath("data", name).read_text(encoding="utf-8")

    assert text.startswith("# ")
    assert "Compiled for this archive" in text.splitlines()[0]


def test_there_are_broken_plurals_enough_for_news():
    assert len(tables.plurals()) >= 200


@pytest.mark.parametrize("table", [tables.plurals, tables.spellings])
def test_no_word_leads_on_to_another_that_leads_on(table):
    words = table()

    assert not {word: other for word, other in words.items() if other in words}


def test_a_plural_stands_under_one_singular():
    plurals = [word for _, words in tables.rows("plurals") for word in words.split()]

    assert len(plurals) == len(set(plurals))


def test_no_spelling_is_also_a_plural():
    assert not tables.spellings().keys() & tables.plurals().keys()


def test_no_english_function_word_is_translated():
    words = {word for (words,) in tables.rows("english_function_words") for word in words.split()}

    assert not words & {english for english, _ in tables.rows("english")}


def test_rows_come_folded_unless_their_letters_matter():
    letters = dict(tables.rows("kurdish", folded=False))

    assert letters["ە"] == "a"
    assert fold("ە") in dict(tables.rows("kurdish"))
