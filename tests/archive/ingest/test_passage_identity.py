"""Passages keep their identity through edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.passage_identity import Known, align, trace
from benchmarks.passages import run

FIRST = "أعلنت وزارة الدفاع أن آخر رتل من القوات القتالية سيغادر قاعدة عين الأسد نهاية الشهر المقبل"
SECOND = "ورحب رئيس الوزراء بالخطوة وقال إن القوات العراقية باتت قادرة على حماية الحدود وحدها"
THIRD = "أما الفصائل المسلحة فشككت في الموعد وطالبت بجدول زمني مكتوب يضمن خروج جميع الجنود"
HEADING = "موعد ثابت ومواقف متباينة"


def known(*texts: str, gone: tuple[str, ...] = ()) -> list[Known[int]]:
    old = [Known(number, "paragraph", text) for number, text in enumerate(texts, start=1)]
    return old + [
        Known(number, "paragraph", text, gone=True) for number, text in enumerate(gone, start=50)
    ]


def paragraphs(*texts: str) -> list[tuple[str, str]]:
    return [("paragraph", text) for text in texts]


def test_unchanged_paragraphs_keep_their_identity():
    assert align(known(FIRST, SECOND), paragraphs(FIRST, SECOND)) == [1, 2]


def test_spelling_that_folding_removes_is_no_change():
    assert align(known(FIRST), paragraphs(FIRST.replace("أ", "ا").replace("ة", "ه"))) == [1]


def test_an_edited_paragraph_keeps_its_identity():
    edited = FIRST.replace("آخر رتل", "آخر قافلة").replace("المقبل", "الحالي")

    assert align(known(FIRST, SECOND), paragraphs(edited, SECOND)) == [1, 2]


def test_a_moved_paragraph_keeps_its_identity():
    assert align(known(FIRST, SECOND, THIRD), paragraphs(THIRD, FIRST, SECOND)) == [3, 1, 2]


def test_a_moved_and_edited_paragraph_keeps_its_identity():
    edited = THIRD.replace("مكتوب", "معلن")

    assert align(known(FIRST, SECOND, THIRD), paragraphs(edited, FIRST, SECOND)) == [3, 1, 2]


def test_a_new_paragraph_is_new_and_moves_no_other():
    assert align(known(FIRST, SECOND), paragraphs(FIRST, THIRD, SECOND)) == [1, None, 2]


def test_a_paragraph_in_the_place_of_a_deleted_one_is_not_it():
    assert align(known(FIRST, SECOND), paragraphs(FIRST, THIRD)) == [1, None]


def test_of_two_lookalikes_the_nearer_is_recognised_and_the_other_is_new():
    near = SECOND.replace("وحدها", "بمفردها")
    far = SECOND.replace("وحدها", "بمفردها").replace("ورحب", "وأشاد").replace("بالخطوة", "بالقرار")

    assert align(known(SECOND), paragraphs(far, near)) == [None, 1]


def test_a_paragraph_built_alike_elsewhere_is_not_the_deleted_one():
    old = "قُتل ثلاثة جنود وأصيب سبعة في هجوم بعبوة ناسفة قرب قاعدة التاجي شمالي بغداد صباح الأحد"
    alike = "قُتل خمسة مدنيين وأصيب تسعة في هجوم بعبوة ناسفة قرب جامع الرصافة شرقي بغداد مساء السبت"

    assert align(known(old, FIRST, SECOND), paragraphs(FIRST, SECOND, alike)) == [2, 3, None]


def test_twins_are_told_apart_by_their_order():
    assert align(known(FIRST, SECOND, FIRST), paragraphs(FIRST, THIRD, SECOND, FIRST)) == [
        1,
        None,
        2,
        3,
    ]


def test_a_passage_restored_word_for_word_is_itself_again():
    assert align(known(FIRST, gone=(SECOND,)), paragraphs(FIRST, SECOND)) == [1, 50]


def test_a_passage_restored_in_other_words_is_new():
    edited = SECOND.replace("وحدها", "بمفردها")

    assert align(known(FIRST, gone=(SECOND,)), paragraphs(FIRST, edited)) == [1, None]


def test_a_subheading_must_be_nearly_the_same():
    old = [Known(1, "subheading", HEADING)]

    assert align(old, [("subheading", "موعد ثابت ومواقف متضاربة")]) == [1]
    assert align([*old, Known(2, "paragraph", FIRST)], [("subheading", "موعد جديد للقاء")]) == [
        None
    ]


def test_a_subheading_is_not_the_paragraph_that_says_the_same_and_more():
    old = [Known(1, "subheading", HEADING), Known(2, "paragraph", FIRST)]

    assert align(old, paragraphs(f"{HEADING} {SECOND}", FIRST)) == [None, 2]


TEXTS = st.lists(
    st.lists(
        st.sampled_from(["قال", "القوات", "العراق", "بغداد", "موعد", "قاعدة"]), max_size=9
    ).map(" ".join),
    max_size=8,
)


@given(TEXTS, TEXTS, TEXTS)
def test_no_identity_is_given_twice_or_made_up(standing, gone, new):
    old = known(*standing, gone=tuple(gone))

    found = align(old, paragraphs(*new))

    given_out = [identity for identity in found if identity is not None]
    assert len(found) == len(new)
    assert len(set(given_out)) == len(given_out)
    assert set(given_out) <= {passage.identity for passage in old}


@given(TEXTS)
def test_a_text_aligned_with_itself_is_itself(texts):
    old = known(*texts)

    assert align(old, paragraphs(*texts)) == [passage.identity for passage in old]


@given(TEXTS, st.randoms(use_true_random=False))
def test_paragraphs_only_moved_all_keep_an_identity(texts, random):
    moved = list(texts)
    random.shuffle(moved)

    found = align(known(*texts), paragraphs(*moved))

    assert len(found) == len(texts)
    assert all(texts[identity - 1] == text for identity, text in zip(found, moved, strict=True))


@pytest.mark.parametrize("size", [1, 60])
def test_an_article_of_any_length_is_aligned(size):
    texts = [f"{FIRST} {number} {number * 7}" for number in range(size)]

    assert align(known(*texts), paragraphs(*texts)) == list(range(1, size + 1))


def told(old: list[Known[int]], *new: str) -> list[tuple[int, int, str]]:
    return [(one.identity, one.index, one.kind) for one in trace(old, paragraphs(*new)).successions]


LONG = f"{FIRST}. {SECOND}"
ATTACK = "قُتل ثلاثة جنود وأصيب سبعة في هجوم بعبوة ناسفة قرب قاعدة التاجي شمالي بغداد صباح الأحد"


def test_a_divided_passage_is_the_part_that_has_most_of_it():
    old = known(f"{FIRST} {SECOND} {THIRD}", HEADING)

    traced = trace(old, paragraphs(f"{FIRST} {SECOND}", THIRD, HEADING))

    assert traced.identities == [1, None, 2]
    assert [(one.index, one.kind) for one in traced.successions] == [(0, "split"), (1, "split")]


def test_of_a_passage_divided_in_the_middle_neither_half_is_it():
    traced = trace(known(LONG, THIRD), paragraphs(FIRST, SECOND, THIRD))

    assert traced.identities == [None, None, 2]
    assert [(one.identity, one.index) for one in traced.successions] == [(1, 0), (1, 1)]
    assert sum(one.share for one in traced.successions) == pytest.approx(1)


def test_passages_put_together_both_lead_to_the_one():
    old = known(FIRST, SECOND, THIRD)

    traced = trace(old, paragraphs(LONG, THIRD))

    assert traced.identities in ([1, 3], [2, 3])
    assert told(old, LONG, THIRD) == [(1, 0, "merged"), (2, 0, "merged")]


def test_of_twins_of_which_one_was_taken_out_both_lead_to_the_other():
    old = known(FIRST, SECOND, FIRST)

    assert align(old, paragraphs(FIRST, SECOND)) == [1, 2]
    assert told(old, FIRST, SECOND) == [(3, 0, "merged")]


def test_a_passage_with_another_number_in_its_place_keeps_its_address():
    changed = ATTACK.replace("ثلاثة", "خمسة")

    assert align(known(FIRST, ATTACK, SECOND), paragraphs(FIRST, changed, SECOND)) == [1, 2, 3]


def test_a_passage_with_another_number_elsewhere_is_only_perhaps_the_one():
    changed = ATTACK.replace("ثلاثة", "خمسة")
    old = known(ATTACK, FIRST, SECOND)

    assert align(old, paragraphs(FIRST, SECOND, changed)) == [2, 3, None]
    assert told(old, FIRST, SECOND, changed) == [(1, 2, "perhaps")]


def test_a_passage_that_names_another_place_elsewhere_is_not_the_one():
    """Of words alone nothing tells «قرب التاجي» from «قرب الرطبة» as a changed word."""
    moved = ATTACK.replace("قاعدة التاجي", "مدينة الرطبة")
    old = [Known(1, "paragraph", ATTACK, names=frozenset({7})), *known(FIRST, SECOND)[1:]]
    named = [frozenset(), frozenset({8})]

    assert trace(old, paragraphs(SECOND, moved), named).identities == [2, None]
    assert trace(old, paragraphs(SECOND, moved), [frozenset()] * 2).identities == [2, 1]


def test_a_third_of_a_moved_passage_may_be_other_words():
    edited = THIRD.replace("المسلحة", "كلها").replace("الموعد", "ذلك").replace("مكتوب", "معلن")

    assert align(known(THIRD, FIRST, SECOND), paragraphs(FIRST, SECOND, edited)) == [2, 3, 1]


def test_a_passage_to_which_sentences_were_added_is_itself():
    grown = f"{FIRST}. {SECOND} {THIRD} {HEADING}"

    assert align(known(FIRST, ATTACK), paragraphs(grown, ATTACK)) == [1, 2]


def test_random_edits_lead_no_address_astray():
    """`benchmarks/passages.py` makes more of them."""
    counted = run(300, seed=5).counted

    assert counted["wrong"] == 0
    assert counted["kept"] >= 0.98 * counted["survived"]
