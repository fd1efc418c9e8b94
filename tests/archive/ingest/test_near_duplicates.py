"""How near-duplicates are told."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.arabic.tokens import keys
from archive.ingest.near_duplicates import (
    BANDS,
    FEWEST_PAIRS,
    NEAR,
    bands,
    have_same_text,
    similarity,
    word_pairs,
)

STORY = (
    "أعلنت وزارة الدفاع أن آخر رتل من القوات القتالية سيغادر القاعدة نهاية الشهر المقبل، ورحب رئيس "
    "الوزراء بالخطوة وقال إن القوات العراقية باتت قادرة على حماية الحدود وحدها، أما الفصائل "
    "المسلحة فشككت في الموعد وطالبت بجدول زمني مكتوب يضمن خروج جميع الجنود من البلاد."
)
OTHER_STORY = (
    "افتتحت جامعة البصرة معرضها السنوي للكتاب بمشاركة أربعين دار نشر عربية، وتستمر الندوات "
    "المرافقة أسبوعاً كاملاً في قاعات كلية الآداب، على أن توزع جوائز القصة في الختام مساء الخميس."
)


def pairs(text: str):
    return word_pairs(keys(text))


def share_a_band(one: str, other: str) -> bool:
    return not set(bands(pairs(one))).isdisjoint(bands(pairs(other)))


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param(f"بغداد / وكالات: {STORY}", id="dateline"),
        pytest.param(STORY.replace("أ", "ا").replace("ة", "ه"), id="spelling"),
        pytest.param(STORY.replace("نهاية الشهر المقبل", "قبل مطلع العام"), id="a-phrase"),
        pytest.param(f"{STORY} وانتهى الاجتماع بلا بيان ختامي.", id="a-sentence-more"),
    ],
)
def test_an_edited_story_is_found_and_near(edited):
    assert share_a_band(STORY, edited)
    assert similarity(pairs(STORY), pairs(edited)) >= NEAR


def test_another_story_is_neither():
    assert not share_a_band(STORY, OTHER_STORY)
    assert similarity(pairs(STORY), pairs(OTHER_STORY)) < 0.05


def test_the_same_words_in_another_order_are_another_text():
    shuffled = " ".join(sorted(STORY.split()))

    assert similarity(pairs(STORY), pairs(shuffled)) < 0.2


def test_a_short_text_is_not_looked_up():
    assert bands(pairs(" ".join(STORY.split()[:10]))) == []
    assert len(pairs(STORY)) > FEWEST_PAIRS
    assert len(bands(pairs(STORY))) == BANDS


def test_the_values_of_a_text_never_change():
    """They are stored: another value would make every article of the archive unlike itself."""
    words = [f"w{number}" for number in range(40)]

    assert bands(word_pairs(words))[:3] == [
        4575831790743900961,
        8736549857414631402,
        4538983528692399329,
    ]


@given(st.lists(st.sampled_from(STORY.split()), max_size=60))
@example(STORY.split())
def test_similarity_is_a_share_and_symmetric(words):
    one, other = pairs(" ".join(words)), pairs(STORY)

    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)
    assert all(-(2**63) <= value < 2**63 for value in bands(one))


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(STORY, id="letter-for-letter"),
        pytest.param(f"بغداد – رويترز: {STORY}", id="dateline"),
        pytest.param(f"واشنطن (النهر) - {STORY}", id="agency-in-brackets"),
        pytest.param(f"{STORY}\n\n(أ ف ب)", id="signature"),
        pytest.param(STORY.replace("أ", "ا").replace("ة", "ه"), id="spelling"),
        pytest.param(STORY.replace(" القتالية", ""), id="a-word-left-out"),
        pytest.param(STORY.rpartition(" يضمن")[0], id="its-end-left-out"),
        pytest.param(STORY.replace("، ", "،\n\n"), id="other-paragraphs"),
    ],
)
def test_a_text_as_another_outlet_prints_it_is_the_same(copy):
    assert have_same_text(STORY, copy)
    assert have_same_text(copy, STORY)
    assert have_same_text(f"البصرة / دجلة برس: {STORY}", copy)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(OTHER_STORY, id="another-story"),
        pytest.param(STORY.replace("الدفاع", "الداخلية"), id="another-body"),
        pytest.param(STORY.replace("نهاية الشهر", "مطلع الشهر"), id="another-day"),
        pytest.param(STORY.replace("باتت", "ليست"), id="the-contrary"),
        pytest.param(f"{STORY} {OTHER_STORY}", id="with-as-much-again"),
        pytest.param(" ".join(sorted(STORY.split())), id="another-order"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_text_in_which_a_word_is_another_is_not_the_same(other):
    assert not have_same_text(STORY, other)


def test_a_long_text_may_have_been_edited_in_one_word_of_a_hundred():
    text = " ".join(f"كلمة{number}" for number in range(300))

    assert have_same_text(text, text.replace("كلمة50 ", "لفظ ").replace("كلمة150 ", "لفظ "))
    assert not have_same_text(text, text.replace("كلمة5", "لفظ"))
