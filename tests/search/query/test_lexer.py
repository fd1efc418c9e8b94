"""What is typed is cut into tokens, each for what it is where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.lexer import (
    Dates,
    FieldStart,
    Lexer,
    Mark,
    Operator,
    Phrase,
    Run,
    Sign,
    printable,
)
from search.query.syntax import Word


def tokens(text: str) -> list[object]:
    return list(Lexer(text).tokens())


def run(*words: str, starred: bool = False) -> Run:
    return Run(tuple(Word(word, word) for word in words), starred)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("قوات جيش", [run("قوات"), run("جيش")], id="words"),
        pytest.param("قوات.جيش", [run("قوات", "جيش")], id="words-without-a-space"),
        pytest.param("قوات*", [run("قوات", starred=True)], id="star"),
        pytest.param("قوات *", [run("قوات"), Mark.STRAY], id="star-without-a-word"),
        pytest.param("«قوات»", [Phrase((Word("قوات", "قوات"),))], id="phrase"),
        pytest.param("«»", [Phrase(())], id="phrase-of-nothing"),
        pytest.param("«قوات", [Mark.STRAY, run("قوات")], id="mark-without-its-partner"),
        pytest.param("-قوات", [Sign("-"), run("قوات")], id="minus"),
        pytest.param("−قوات", [Sign("-"), run("قوات")], id="mathematical-minus"),
        pytest.param("+(", [Sign("+"), Mark.OPENING], id="plus-before-a-bracket"),
        pytest.param("NOT قوات", [Sign("-"), run("قوات")], id="not"),
        pytest.param("f-16", [Run((Word("f-16", "f16"),), False)], id="hyphen-inside-a-word"),
        pytest.param("قوات - جيش", [run("قوات"), run("جيش")], id="dash-between-words"),
        pytest.param("أو", [Operator("OR", "أو")], id="or-in-arabic"),
        pytest.param("قوات|جيش", [run("قوات"), Operator("OR", ""), run("جيش")], id="bar"),
        pytest.param("AND", [Operator("AND", "AND")], id="and"),
        pytest.param("قال:قوات", [FieldStart("said"), run("قوات")], id="field"),
        pytest.param(
            "title: قوات", [FieldStart("title", spaced=True), run("قوات")], id="field-in-english"
        ),
        pytest.param("قال:", [run("قال")], id="field-without-a-value"),
        pytest.param("قوات:جيش", [run("قوات", "جيش")], id="colon-after-another-word"),
        pytest.param("بين:2020..2021", [Dates(("2020", "2021"))], id="dates"),
        pytest.param("بين:٢٠٢٠", [Dates(("2020", "2020"))], id="one-date-in-arabic-digits"),
        pytest.param(
            "بين:٣/١/٢٠٢٠..5 شباط 2020", [Dates(("3/1/2020", "5 شباط 2020"))], id="as-printed"
        ),
        pytest.param(
            "بين:آب 2021 و1 كانون الأول/ديسمبر 2021",
            [Dates(("آب 2021", "1 كانون الأول/ديسمبر 2021"))],
            id="months-by-name",
        ),
        pytest.param("between:Jan 3, 2020", [Dates(("Jan 3, 2020",) * 2)], id="english-month"),
        pytest.param("بين:جيش", [Mark.NO_DATES, run("بين", "جيش")], id="no-dates"),
        pytest.param("()", [Mark.OPENING, Mark.CLOSING], id="brackets"),
        pytest.param("؟ …", [], id="marks-alone"),
    ],
)
def test_what_stands_there_is_known_for_what_it_is(typed, expected):
    assert tokens(typed) == expected


def test_not_without_a_word_after_it_is_a_word():
    assert tokens("NOT") == [Run((Word("NOT", "not"),), False)]


def test_control_characters_part_words_and_are_not_shown():
    assert printable("\0قوات\x07جيش\n") == "قوات جيش"


def test_words_of_a_name_are_looked_at_before_they_are_taken():
    lexer = Lexer("موجز الأرشيف: بغداد قوات")
    stream = lexer.tokens()
    next(stream)

    assert lexer.words_ahead() == ["الأرشيف", "بغداد", "قوات"]
    lexer.take_ahead(2)

    assert list(stream) == [run("قوات")]


def test_looking_ahead_takes_nothing():
    lexer = Lexer("موجز قوات")
    stream = lexer.tokens()
    next(stream)

    lexer.words_ahead()
    lexer.take_ahead(0)

    assert list(stream) == [run("قوات")]


def test_words_ahead_end_at_a_mark():
    lexer = Lexer('موجز بغداد (قوات "جيش"')
    next(lexer.tokens())

    assert lexer.words_ahead() == ["بغداد"]


@given(st.text(max_size=80))
def test_any_text_is_read_to_its_end(text):
    lexer = Lexer(printable(text))

    found = list(lexer.tokens())

    assert lexer.offset >= len(lexer.text)
    assert len(found) <= 2 * len(lexer.text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("الرتل \u200f-ديبكة", "الرتل -ديبكة", id="mark-before-a-sign"),
        pytest.param('\u200f"العلم"\u200f', '"العلم"', id="marks-around-a-phrase"),
        pytest.param("القطار\u200bالمحطة", "القطار المحطة", id="zero-width-space"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="joiner-inside-a-word"),
    ],
)
def test_what_nobody_sees_is_no_part_of_a_query(typed, read):
    assert printable(typed) == read
