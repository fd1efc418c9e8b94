"""The values of a query, and how they are written."""

from __future__ import annotations

import pytest

from search.engines.plan import And, Or
from search.query.parser import parse
from search.query.syntax import Field, ParsedQuery, Quoted, Word, show, words_in, words_of


def keys_of(items) -> list[str]:
    return [word.key for item in items for word in words_of(item)]


def test_the_words_stay_when_all_fields_are_taken_off():
    parsed = parse("قوات -جيش المصدر:رويترز -المكان:أربيل -العنوان:انسحاب بين:2019 -بين:2020")

    assert parsed.unfiltered().text == "قوات -جيش"


def test_phrases_give_their_words_back_when_the_marks_are_taken_off():
    parsed = parse('انسحاب "القوات الأمريكية" -أفغانستان').unquoted()

    assert keys_of(parsed.clauses) == ["انسحاب", "القوات", "الامريكيه"]
    assert parsed.required == ()
    assert keys_of(parsed.excluded) == ["افغانستان"]


BAGHDAD, ERBIL = Word("بغداد", "بغداد"), Word("أربيل", "اربيل")


@pytest.mark.parametrize(
    ("item", "written"),
    [
        pytest.param(ERBIL, "أربيل", id="word"),
        pytest.param(Word("قوات", "قوات", prefix=True), "قوات*", id="prefix"),
        pytest.param(Word("أو", "او"), "أوْ", id="operator-as-a-word"),
        pytest.param(Quoted(("حلف", "الناتو"), "حلف الناتو"), '"حلف الناتو"', id="phrase"),
        pytest.param(And((BAGHDAD, ERBIL)), "(بغداد أربيل)", id="and"),
        pytest.param(Or((BAGHDAD, ERBIL)), "(بغداد OR أربيل)", id="or"),
        pytest.param(Field("title", BAGHDAD), "العنوان:بغداد", id="field"),
    ],
)
def test_an_item_is_written_in_the_language_of_queries(item, written):
    assert show(item) == written


def test_words_of_groups_and_fields_are_given_in_their_order():
    items = (Or((BAGHDAD, And((ERBIL, Quoted(("حلف",), "حلف"))))), Field("said", BAGHDAD))

    assert keys_of(items) == ["بغداد", "اربيل", "بغداد"]


def test_words_are_found_between_any_marks():
    assert words_in("[بغداد]، أربيل!") == (BAGHDAD, ERBIL)


def test_a_query_of_one_word_in_quotation_marks_holds_no_phrase():
    assert not parse('"بغداد"').has_phrase
    assert parse('العنوان:"رئيس الوزراء"').has_phrase


def test_an_empty_query_is_written_as_nothing():
    assert ParsedQuery().text == ""
