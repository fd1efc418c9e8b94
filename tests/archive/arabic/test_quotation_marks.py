"""Which words stand between quotation marks, whatever marks were typed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.quotation_marks import Quoted, pair_marks


def passages_of(text: str) -> list[list[tuple[int, int]]]:
    """Each line a passage; a line that opens with a plus belongs to the one before."""
    found: list[list[tuple[int, int]]] = []
    start = 0
    for line in text.split("\n"):
        span = (start, start + len(line))
        if line.startswith("+") and found:
            found[-1].append((span[0] + 1, span[1]))
        elif line.strip():
            found.append([span])
        start += len(line) + 1
    return found


def quoted(text: str) -> list[Quoted]:
    return pair_marks(text, passages_of(text))


def words(text: str, depth: int | None = None) -> list[list[str]]:
    return [
        [text[start:end] for start, end in one.pieces]
        for one in quoted(text)
        if depth is None or one.depth == depth
    ]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        pytest.param('قال "نعم" وغادر', "نعم", id="straight"),
        pytest.param("قال “نعم” وغادر", "نعم", id="curly"),
        pytest.param("قال ”نعم“ وغادر", "نعم", id="curly-reversed"),
        pytest.param("قال „نعم“ وغادر", "نعم", id="low"),
        pytest.param("قال «نعم» وغادر", "نعم", id="guillemets"),
        pytest.param("قال ‹نعم› وغادر", "نعم", id="single-guillemets"),
        pytest.param("قال »نعم« وغادر", "نعم", id="guillemets-reversed"),
        pytest.param("قال ''نعم'' وغادر", "نعم", id="two-apostrophes"),
        pytest.param('قال "نعم” وغادر', "نعم", id="opened-straight-closed-curly"),
        pytest.param('قال «نعم" وغادر', "نعم", id="opened-guillemet-closed-straight"),
        pytest.param('قال " نعم " وغادر', "نعم", id="spaces-inside"),
        pytest.param('ولـ"حل" الفصائل', "حل", id="stuck-to-a-particle-with-tatweel"),
        pytest.param('و"النجباء" حركة', "النجباء", id="stuck-to-waw"),
        pytest.param('قال ("نعم").', "نعم", id="in-brackets"),
        pytest.param('قال "نعم عام 2005"، ثم غادر', "نعم عام 2005", id="ends-with-a-number"),
    ],
)
def test_words_between_marks_of_every_kind(text, inside):
    assert words(text) == [[inside]]


def test_marks_within_marks_are_a_quotation_of_their_own():
    text = 'قال: "نرفض ما سمّاه «الانسحاب الشكلي» ونطالب بجدول".'

    assert words(text, depth=0) == [["نرفض ما سمّاه «الانسحاب الشكلي» ونطالب بجدول"]]
    assert words(text, depth=1) == [["الانسحاب الشكلي"]]


def test_two_quotations_in_one_sentence_stay_two():
    assert words('"لن نبقى"، قال السفير، "بعد التفويض".') == [["لن نبقى"], ["بعد التفويض"]]


def test_marks_that_open_again_in_the_next_passage_go_on():
    text = "قال: «هذا أول الكلام\n«وهذا وسطه\n«وهذا آخره».\nنص بعده"

    (found,) = quoted(text)

    assert found.state == "closed"
    assert words(text) == [["هذا أول الكلام", "وهذا وسطه", "وهذا آخره"]]


def test_a_passage_that_a_blank_line_broke_is_read_as_one():
    text = 'قال "إن الاجتماع الأول مع الرئيس\n+الأميركي كان نافعاً".'

    (found,) = quoted(text)

    assert found.state == "closed"
    assert words(text) == [["إن الاجتماع الأول مع الرئيس", "الأميركي كان نافعاً"]]


@pytest.mark.parametrize("mark", ["«", '"', "“", "''"])
def test_a_mark_that_is_never_closed_ends_with_its_passage(mark):
    text = f"قال: {mark}هذا أول\nنص بعده لم يقله أحد\nونص آخر"

    (found,) = quoted(text)

    assert found.state == "cut"
    assert words(text) == [["هذا أول"]]


def test_a_mark_that_lost_its_partner_takes_no_more_than_its_sentence():
    text = 'كتب "أولاً. ثم قال "ثانياً" وانتهى'

    lost, second = quoted(text)

    assert (lost.state, second.state) == ("unpaired", "closed")
    assert words(text) == [["أولاً."], ["ثانياً"]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('شاشة طولها 12" وأخرى 9" في القاعة', id="inches"),
        pytest.param("نص لا علامة فيه", id="no-marks"),
        pytest.param('كلمة" بلا بداية', id="closing-only"),
        pytest.param('فارغ "" هنا', id="nothing-inside"),
    ],
)
def test_what_is_no_quotation(text):
    assert quoted(text) == []


def test_inches_beside_a_quotation():
    assert words('شاشة 5" ثم قال "حسناً" وطولها 12" فقط') == [["حسناً"]]


def test_brackets_inside_may_be_an_editors_words():
    text = '"إنهم (الأمريكيين) باقون [في أربيل]"'

    (found,) = quoted(text)

    assert [text[slice(*span)] for span in found.insertions] == ["(الأمريكيين)", "[في أربيل]"]


@given(st.text(alphabet="اب \"“”«»'‹›.\n+5،", max_size=80))
def test_quotations_lie_inside_their_text_and_never_cross(text):
    found = quoted(text)

    for one in found:
        assert 0 <= one.start <= one.pieces[0][0] < one.pieces[-1][1] <= one.end <= len(text)
    for first, second in pairwise(found):
        assert second.start >= first.end or second.end <= first.end


@given(st.lists(st.text(alphabet='اب "“”«»', max_size=30), max_size=6))
def test_a_quotation_that_does_not_open_again_stays_in_its_passage(lines):
    text = "\n".join("ا" + line.replace("\n", "") for line in lines)

    for one in quoted(text):
        assert "\n" not in text[one.start : one.end]
