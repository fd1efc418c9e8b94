import pytest

from archive.arabic.interviews import addresses, is_answer, is_turn, tells_of_conversation
from archive.arabic.tokens import keys


@pytest.mark.parametrize(
    "line", ["س: متى؟", "ج/ غداً.", "س1: متى؟", "المحاور: لماذا؟", "سؤال - كم؟"]
)
def test_a_label_opens_a_turn(line):
    assert is_turn(line)


@pytest.mark.parametrize(
    "line", ["سيادة العراق: رأي", "ج", "جواب الحكومة على السؤال", "", "12: رقم"]
)
def test_another_word_before_a_colon_opens_none(line):
    assert not is_turn(line)


@pytest.mark.parametrize(
    "words", ["هل تعتقدون ذلك", "ومتى ستعودين", "ما رأيكم", "كيف وصفتم اللقاء"]
)
def test_a_question_is_put_to_somebody(words):
    assert addresses(keys(words))


@pytest.mark.parametrize("words", ["ما التعاون المطلوب", "متى تكون الجلسة", "كيف انتهت الحرب"])
def test_a_question_about_things_is_put_to_nobody(words):
    assert not addresses(keys(words))


def test_an_interview_says_that_it_is_one_and_its_answers_speak_of_themselves():
    assert tells_of_conversation(keys("وهنا نص الحوار"))
    assert tells_of_conversation(keys("حاورتها مراسلتنا"))
    assert not tells_of_conversation(keys("دعا إلى الحوار"))
    assert is_answer(keys("لدينا ضمانات"))
    assert not is_answer(keys("للحكومة ضمانات"))
