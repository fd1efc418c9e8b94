"""Two texts that came of one are put together, and nothing of either is lost unseen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reading.three_way import lines_of, merge_words, rows, text_of

FIRST = "قال المتحدث إن موعد الانسحاب ثابت."
SECOND = "وأضاف أن القوات تسلّم القواعد تباعاً خلال الشهر المقبل."
THIRD = "ولم يذكر عدد الجنود الباقين."
NEW = "وحضر اللقاء رئيس الأركان."

TEXTS = st.lists(
    st.sampled_from([FIRST, SECOND, THIRD, NEW, "أ ب ج د", "أ ب ج هـ", "أ ب ج د هـ"]), max_size=6
).map("\n\n".join)


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def kinds(base: str, live: str, other: str) -> list[str]:
    return [row.kind for row in rows(base, live, other)]


def test_a_change_of_one_side_alone_is_taken_from_it():
    found = rows(
        text(FIRST, SECOND, THIRD),
        text(FIRST.replace("ثابت", "قائم"), SECOND, THIRD),
        text(FIRST, SECOND, THIRD.replace("الجنود", "المستشارين"), NEW),
    )

    assert [row.kind for row in found] == ["live", "same", "other", "other"]
    merged = text_of(line for row in found for line in row.merged)
    assert merged == text(
        FIRST.replace("ثابت", "قائم"), SECOND, THIRD.replace("الجنود", "المستشارين"), NEW
    )


def test_both_changes_of_one_paragraph_are_a_clash_that_can_be_merged_by_words():
    live, other = FIRST.replace("ثابت", "قائم"), FIRST.replace("المتحدث", "الناطق")

    [row] = rows(FIRST, live, other)

    assert row.kind == "clash"
    assert row.merged[0].text == "قال الناطق إن موعد الانسحاب قائم."


def test_two_changes_of_the_same_word_are_not_merged():
    [row] = rows(FIRST, FIRST.replace("ثابت", "قائم"), FIRST.replace("ثابت", "مؤجل"))

    assert (row.kind, row.merged) == ("clash", None)


def test_what_one_side_removed_and_the_other_changed_is_a_clash():
    assert kinds(text(FIRST, SECOND), FIRST, text(FIRST, SECOND.replace("تباعاً", "معاً"))) == [
        "same",
        "clash",
    ]


def test_a_paragraph_added_beside_a_changed_one_stands_in_a_row_of_its_own():
    longer = SECOND.replace("المقبل", "الجاري")

    found = rows(text(FIRST, SECOND), text(FIRST, SECOND), text(FIRST, NEW, longer))

    assert [row.kind for row in found] == ["same", "other", "other"]
    assert found[1].base == ()


def test_what_both_added_in_one_place_is_a_clash_unless_it_is_the_same():
    assert kinds(FIRST, text(FIRST, NEW), text(FIRST, NEW)) == ["same", "same"]
    assert kinds(FIRST, text(FIRST, NEW), text(FIRST, THIRD)) == ["same", "clash"]


@given(TEXTS, TEXTS, TEXTS)
def test_rows_read_down_are_each_text_whole(base, live, other):
    found = rows(base, live, other)

    assert text_of(line for row in found for line in row.live) == live
    assert text_of(line for row in found for line in row.other) == other
    assert text_of(line for row in found for line in row.base) == base


@given(st.lists(st.sampled_from(["أ", "\n", "\n\n", " ", "ب"]), max_size=12).map("".join))
def test_line_breaks_stay_as_they_were(written):
    assert text_of(lines_of(written.strip())) == written.strip()


@given(TEXTS, TEXTS)
def test_where_one_side_changed_nothing_the_other_is_taken_whole(base, other):
    assert text_of(line for row in rows(base, base, other) for line in row.merged) == other


@given(*[st.lists(st.sampled_from("أبجده"), max_size=6).map(" ".join)] * 2)
def test_words_of_one_change_are_merged_as_they_are(base, other):
    assert merge_words(base, base, other) == other
    assert merge_words(base, other, base) == other


@pytest.mark.parametrize("paragraphs", [300, 600])
def test_texts_with_nothing_in_common_are_compared_quickly(paragraphs):
    base = text(*(f"فقرة {number} قديمة" for number in range(paragraphs)))
    other = text(*(f"شيء آخر رقمه {number}" for number in range(paragraphs + 1)))

    assert len(rows(base, base, other)) >= paragraphs
