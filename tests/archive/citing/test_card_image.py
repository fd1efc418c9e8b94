"""How share cards are drawn."""

from __future__ import annotations

import io
import unicodedata

import pytest
from PIL import Image, features

from archive.citing import card_image
from archive.citing.card_image import MARGIN, PAPER, Card, draw_card, visual, wrap

SHORT = "موعد الانسحاب ثابت."
LATIN = "قالت شبكة The National News (في تقرير) إن القوات ستغادر قاعدة Camp Taji (K1) قريباً."
DIGITS = "بلغ العدد (2,500) جندي أي 20% من [5200] و(٢٥٠٠) في 31/12/2021، وطائرة F-16 {واحدة}."
VOWELLED = "قَرَارُ الحُكومَةِ نافذٌ عمليّاً، ولا إلّا ولأنّ."
LONG = " ".join(["قال المتحدث باسم القوات إن الجدول الزمني لم يتغير"] * 30)
ONE_WORD = "https://example.org/" + "a" * 400

WAYS = [
    pytest.param(
        True,
        id="raqm",
        marks=pytest.mark.skipif(not features.check("raqm"), reason="Pillow has no Raqm here"),
    ),
    pytest.param(False, id="basic"),
]


def card(passage: str, **said: str) -> Card:
    said.setdefault("outlet", "شبكة دجلة الإخبارية")
    return Card(
        site="أرشيف الانسحاب",
        passage=passage,
        address="archive.example/p/9f3k4bcdfg",
        number="المقطع 4",
        **said,
    )


def picture(drawn: bytes) -> Image.Image:
    return Image.open(io.BytesIO(drawn)).convert("RGB")


@pytest.mark.parametrize("raqm", WAYS)
@pytest.mark.parametrize("passage", [SHORT, LATIN, DIGITS, VOWELLED, LONG, ONE_WORD, "", "ـ"])
def test_card_leaves_its_margins_free(passage, raqm):
    drawn = picture(draw_card(card(passage, date="22 تشرين الثاني/نوفمبر 2021"), raqm=raqm))

    assert drawn.size == (1200, 630)
    paper = tuple(bytes.fromhex(PAPER[1:]))
    margins = [
        drawn.crop((0, 20, MARGIN - 4, 630)),
        drawn.crop((1200 - MARGIN + 4, 20, 1200, 630)),
        drawn.crop((0, 612, 1200, 630)),
        drawn.crop((MARGIN, 494, 1200 - MARGIN, 498)),
    ]
    for margin in margins:
        assert margin.getcolors() == [(margin.width * margin.height, paper)]


@pytest.mark.parametrize("raqm", WAYS)
def test_long_names_give_way_to_address_and_date(raqm):
    long_name = "شبكة إخبارية ذات اسم طويل جداً " * 6
    with_date = draw_card(card(SHORT, outlet=long_name, via=long_name, date="2021"), raqm=raqm)
    without = draw_card(card(SHORT, outlet=long_name, via=long_name), raqm=raqm)

    assert with_date != without


def test_raqm_gets_the_published_text_and_a_simple_renderer_gets_shapes():
    logical, told = card_image.Pen(raqm=True).shaped(SHORT)
    shapes, untold = card_image.Pen(raqm=False).shaped(SHORT)

    assert (logical, told) == (SHORT, {"direction": "rtl", "language": "ar"})
    assert untold == {}
    assert not any(letter in shapes for letter in "موعدثبت")
    assert unicodedata.normalize("NFKC", shapes[::-1]) == SHORT


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        pytest.param("ا (2021) ا", "ا (2021) ا", id="digits-in-brackets"),
        pytest.param("ا [ب] «ج»", "«ج» [ب] ا", id="brackets-turn"),
        pytest.param("Camp Taji (K1) ا", "ا Camp Taji (K1)", id="brackets-after-latin"),
        pytest.param("ا (Camp Taji) ا", "ا (Camp Taji) ا", id="latin-in-brackets"),
        pytest.param("((ا))", "((ا))", id="nested"),
        pytest.param("ا ٢٥ ا", "ا ٢٥ ا", id="arabic-digits"),
    ],
)
def test_brackets_and_digits_stand_in_place_without_raqm(line, seen):
    assert unicodedata.normalize("NFKC", visual(line)) == seen


def test_simple_renderer_is_given_no_invisible_letters():
    line = "\u2068Policy Review بالعربية\u2069 · \u2068\u200f2021\u2069\u200b"

    assert not any(unicodedata.category(letter) == "Cf" for letter in visual(line))


def test_vowel_marks_survive_without_raqm():
    marks = [letter for letter in VOWELLED if unicodedata.combining(letter)]

    assert sorted(c for c in visual(VOWELLED) if unicodedata.combining(c)) == sorted(marks)


def letters(line: str) -> float:
    """A measure for tests: every visible letter is ten wide."""
    return 10 * sum(unicodedata.category(letter) != "Cf" for letter in line)


def test_wrapped_lines_are_the_whole_text_when_it_fits():
    lines, cut = wrap("واحد اثنان ثلاثة أربعة", letters, room=110, most=5)

    assert [card_image.INVISIBLE.sub("", line) for line in lines] == ["واحد اثنان", "ثلاثة أربعة"]
    assert not cut


def test_too_long_a_text_is_cut_after_a_whole_word():
    lines, cut = wrap("واحد اثنان ثلاثة أربعة خمسة", letters, room=110, most=2)

    assert card_image.INVISIBLE.sub("", lines[-1]) == "ثلاثة…"
    assert cut


def test_a_word_longer_than_a_line_is_broken():
    lines, cut = wrap("ا" * 25, letters, room=100, most=5)

    assert [len(card_image.INVISIBLE.sub("", line)) for line in lines] == [10, 10, 5]
    assert not cut


def test_a_word_without_end_is_measured_no_further_than_the_card_shows_it():
    measured = []

    def width(line: str) -> float:
        measured.append(line)
        return letters(line)

    _, cut = wrap("ا" * 5000, width, room=100, most=5)

    assert cut
    assert len(measured) < 100


def test_a_broken_line_keeps_the_direction_around_its_edges():
    # «2021» belongs to the Latin name before it; alone on its line it would not.
    lines, _ = wrap("قال Policy Review 2021 أمس", letters, room=130, most=5)

    assert lines[1].startswith("\N{LEFT-TO-RIGHT MARK}")
