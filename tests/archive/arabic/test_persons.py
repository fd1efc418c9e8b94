import pytest

from archive.arabic.letters import fold
from archive.arabic.persons import nouns_beside, other_persons


@pytest.mark.parametrize(
    ("verb", "other"),
    [
        ("ينسحب", "تنسحب"),
        ("ينسحب", "ستنسحب"),
        ("ستنسحب", "ينسحب"),
        ("ترفض", "يرفضون"),
        ("يرفضون", "ترفض"),
        ("تغادر", "يغادر"),
        ("يصل", "تصل"),
    ],
)
def test_persons_of_one_tense_meet(verb, other):
    assert fold(other) in other_persons(fold(verb))


@pytest.mark.parametrize(
    "word",
    ["تونس", "يونس", "يوسف", "تقدم", "يقدم", "تعاون", "تسليم", "تمر", "يزيد", "تقرير", "قال"],
)
def test_nouns_and_names_have_no_persons(word):
    assert other_persons(fold(word)) == ()


def test_an_archive_shows_a_noun_by_its_article():
    assert fold("التنسحب") in nouns_beside(fold("ينسحب"))
