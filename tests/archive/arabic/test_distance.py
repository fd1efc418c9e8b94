import pytest

from archive.arabic.distance import Neighbours, candidates, edit_distance

FAR = 2.0


def test_a_word_is_at_no_distance_from_itself():
    assert edit_distance("بغداد", "بغداد", FAR) == 0


@pytest.mark.parametrize(
    ("meant", "confused", "unrelated"),
    [
        pytest.param("حظر", "حضر", "حبر", id="dad-for-zah"),
        pytest.param("اذربيجان", "ازربيجان", "ابربيجان", id="zain-for-thal"),
        pytest.param("طهران", "تهران", "مهران", id="teh-for-tah"),
        pytest.param("صدر", "سدر", "قدر", id="seen-for-sad"),
        pytest.param("الكاظمي", "الكظمي", "الكاتمي", id="long-vowel-left-out"),
        pytest.param("بغداد", "بعداد", "بكداد", id="key-beside"),
        pytest.param("العراق", "العارق", "العداق", id="letters-exchanged"),
        pytest.param("محمد", "محممد", "محمدي\u0628", id="letter-doubled"),
    ],
)
def test_a_likely_slip_is_nearer_than_an_unlikely_one(meant, confused, unrelated):
    assert edit_distance(meant, confused, FAR) < edit_distance(meant, unrelated, FAR)


def test_distance_is_the_same_from_both_sides():
    for one, other in [("الكاظمي", "الكظمي"), ("طهران", "تهران"), ("العراق", "العارق")]:
        assert edit_distance(one, other, FAR) == pytest.approx(edit_distance(other, one, FAR))


def test_beyond_the_limit_a_word_is_infinitely_far():
    assert edit_distance("بغداد", "واشنطن", FAR) == float("inf")
    assert edit_distance("بغداد", "بغدد", 0.1) == float("inf")


VOCABULARY = ["بغداد", "الكاظمي", "طهران", "واشنطن", "البنتاغون", "انسحاب", "انتخاب", "قوات"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("بعداد", "بغداد"),
        ("الكضمي", "الكاظمي"),
        ("تهران", "طهران"),
        ("واشطنن", "واشنطن"),
        ("البنتاعون", "البنتاغون"),
        ("انسحااب", "انسحاب"),
    ],
)
def test_the_meant_word_is_the_nearest(typed, meant):
    assert candidates(typed, VOCABULARY, FAR)[0][1] == meant


def test_words_beyond_the_limit_are_no_candidates():
    assert Neighbours(VOCABULARY).candidates("موسكو", FAR) == []


def test_candidates_come_nearest_first():
    near = Neighbours(["قوات", "قنوات", "قوت"]).candidates("قواة", FAR)

    assert [distance for distance, _ in near] == sorted(distance for distance, _ in near)
