"""Words as newsrooms print them and as readers type them, in one archive and its real index."""

from __future__ import annotations

import pytest

from search.queries import Query, find

pytestmark = pytest.mark.django_db

PRINTED = (
    "قاضٍ عراقي يستجوب وزيري النفط والكهرباء، وكان الوزيران غائبين",
    "وبإيران علاقات قديمة، ولعين الأسد مدرج طويل",
    "مقاتلو التنظيم فرّوا، ومستخدمو المنصة شكوا، ومدينتا الرمادي وهيت آمنتان",
    "التقى أبا مهدي المهندس قبل عام",
    "نظيره الفرنسي هنأه، وكان عضوا في الوفد",
    "وسطاء دوليون يزورون معالم أثرية، ولصوص سرقوا أوراق المتحف",
    "كلاشينكوف وهيليكوبتر في مخزن واحد",
    "حسن نصر الله يخطب، وعبد الرحمن يستمع",
    "معمر القذافي ووليد جنبلاط في صورة واحدة",
    "سنتان من الحوار، ومليونا نازح، وألفي جندي",
    "المخابرات تنفي، والمواكبة تستمر، والألفية الثالثة تبدأ",
    "سان فرانسيسكو تستضيف القمة",
    "مقاتل واحد، مستخدم واحد",
)

FINDS = {
    "قاضي": 0,
    "إيران": 1,
    "عين الأسد": 1,
    "مقاتل": 2,
    "المستخدمين": 2,
    "مدينة": 2,
    "أبو مهدي المهندس": 3,
    "نظير": 4,
    "أعضاء": 4,
    "وسيط": 5,
    "معلم": 5,
    "لص": 5,
    "ورقة": 5,
    "كلاشنكوف": 6,
    "هليكوبتر": 6,
    "نصرالله": 7,
    "Nasrallah": 7,
    "Abdulrahman": 7,
    "Gaddafi": 8,
    "Jumblatt": 8,
    "سنة": 9,
    "مليون": 9,
    "ألف": 9,
    "سانفرانسيسكو": 11,
    "فرانس*": 11,
    "قذا*": 8,
}

DOES_NOT_FIND = {
    "مخبر": 10,
    "موكب": 10,
    "ألف": 10,
    "رئيس": 0,
    "قضية": 0,
    "عضلة": 4,
    "متر": 11,
}


def found_by(words: str) -> set[str]:
    """The titles of the articles with all the words."""
    found = find(Query(words=words))
    return {result.article.title for result in found[: found.total]}


@pytest.fixture
def archive(indexed):
    return [article.title for article in indexed(*PRINTED)]


def test_readers_find_what_newsrooms_print_otherwise(archive):
    missed = [words for words, place in FINDS.items() if archive[place] not in found_by(words)]

    assert missed == []


def test_readers_are_not_given_what_only_looks_alike(archive):
    given = [words for words, place in DOES_NOT_FIND.items() if archive[place] in found_by(words)]

    assert given == []
