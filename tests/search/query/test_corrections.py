"""What may have been meant is offered, counted, and never searched unasked."""

from __future__ import annotations

import pytest

from archive.editing import actions
from archive.models import EntityName, Source
from search.queries import Query, find
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


def test_a_mistyped_word_is_offered_as_it_is_printed_with_its_count(published):
    published("الحكومة في بغداد", "الحكومة في أربيل")

    found = find(Query(words="الحكومخ"))

    assert found.total == 0
    assert (found.correction.words, found.correction.count) == ("الحكومة", 2)


def test_the_count_of_a_suggestion_keeps_the_filters(published):
    source = Source.objects.create(slug="newsweek", name_ar="نيوزويك")
    published("الحكومة في بغداد", outlet=source)
    published("الحكومة في أربيل")

    found = find(Query(words="الحكومخ", outlets=("newsweek",)))

    assert found.correction.count == 1
    assert found.correction.query.outlets == ("newsweek",)


def test_a_short_name_that_no_article_uses_gives_way_to_the_name(published):
    kadhimi = make_entity("kadhimi", "مصطفى الكاظمي")
    EntityName.objects.create(entity=kadhimi, name="أبوهيا", kind=EntityName.Kind.SHORT)
    published("زيارة مصطفى الكاظمي")

    assert find(Query(words="أبوهيا")).correction.words == "مصطفى الكاظمي"


def test_words_run_together_are_taken_apart(published):
    published("القوات الأمريكية في بغداد")

    assert find(Query(words="القواتالأمريكية")).correction.words == "القوات الأمريكية"


def test_arabic_typed_on_english_keys_is_understood(published):
    published("زيارة الكاظمي")

    assert find(Query(words="hg;h/ld")).correction.words == "الكاظمي"


def test_a_known_word_gives_way_to_one_that_is_far_likelier(published):
    published(*(f"القوات في يوم {day}" for day in range(50)), "القوان مرة واحدة")

    found = find(Query(words="القوان"))

    assert found.total == 1
    assert found.correction.words == "القوات"


def test_a_word_that_finds_enough_has_no_suggestion(published):
    published("القوات في بغداد", "القوان في بغداد")

    assert find(Query(words="القوات")).correction is None


def test_a_suggestion_keeps_the_rest_of_the_query(published):
    published("الحكومة في بغداد")

    found = find(Query(words='العنوان:الحكومخ -أفغانستان "في بغداد"'))

    assert found.correction.words == 'العنوان:الحكومة "في بغداد" -أفغانستان'


@pytest.fixture
def names(db):
    make_entity("mcgurk", "بريت ماكغورك", name_en="Brett McGurk")
    make_entity("asad", "عين الأسد", kind="place")
    Source.objects.create(slug="tigris", name_ar="شبكة دجلة", name_en="Tigris Network")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("برت ماكغرك", "بريت ماكغورك", id="both-words"),
        pytest.param("بريت ماك غورك", "بريت ماكغورك", id="a-space-more"),
        pytest.param("بريتماكغورك", "بريت ماكغورك", id="a-space-less"),
        pytest.param("زيارة بريت ماكقورك", "زيارة بريت ماكغورك", id="beside-a-word"),
        pytest.param("عين الأسدد", "عين الأسد", id="place"),
        pytest.param("fvdj lh;y,v;", "بريت ماكغورك", id="on-the-wrong-keys"),
        pytest.param("fvdj lh;r,v;", "بريت ماكغورك", id="on-the-wrong-keys-and-mistyped"),
    ],
)
def test_a_mistyped_name_is_put_right_as_a_whole(published, names, typed, meant):
    published("زيارة بريت ماكغورك إلى عين الأسد", "زيارة بريت إلى السوق", "عين الماء")

    found = find(Query(words=typed))

    assert found.correction.words == meant
    assert found.correction.count == 1


def test_a_name_is_put_right_in_latin_letters(published, names):
    published("Brett McGurk in Erbil")

    assert find(Query(words="Bret McGurc Erbil")).correction.words == "Brett McGurk Erbil"


def test_an_outlet_whose_name_no_text_holds_is_offered_by_its_field(published, names):
    published("القمح في السوق", outlet=Source.objects.get(slug="tigris"))

    found = find(Query(words="شبكه دجله القمج"))

    assert found.total == 0
    assert (found.correction.words, found.correction.count) == ('القمح المصدر:"شبكة دجلة"', 1)


def test_a_name_that_finds_nothing_published_is_not_offered(published, names):
    published("القمح في السوق")
    make_article("زيارة بريت ماكغورك", "نص.", status="draft")

    found = find(Query(words="بريت ماكقورك"))

    assert found.correction is None


def test_words_that_find_something_together_are_nobodys_misspelt_name(published, names):
    published("بريد ماكغورك في السوق", "زيارة بريت ماكغورك")

    assert find(Query(words="بريد ماكغورك")).correction is None


def test_other_words_are_put_right_beside_a_name(published, names):
    published("زيارة بريت ماكغورك إلى السوق")

    assert find(Query(words="زيارخ بريت ماكقورك")).correction.words == "زيارة بريت ماكغورك"


def test_a_place_that_was_typed_rightly_is_no_correction(published, names):
    published("زيارة إلى عين الأسد", "قمح في السوق")

    assert find(Query(words="قمح عين الأسد")).correction is None


def test_no_word_of_a_draft_or_of_what_was_withdrawn_is_offered(published):
    published("القمح في السوق")
    make_article("فضيحة الفلوجة", "فضيحة في الفلوجة.", status="draft")
    (article,) = published("كارثة النجف")
    actions.withdraw(article, "طلب صاحب الحق")  # the index doesn't know yet

    for typed in ("فضيحخ", "الفلوجخ", "كارثخ", "النجق", "كارثةالنجف", "hgt,i[m"):
        assert find(Query(words=typed)).correction is None
