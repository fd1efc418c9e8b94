"""What texts refer to and the archive lacks."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from archive.models import Citation
from archive.reading.ledgers.missing import Missing, holding, missing, namings, places_of
from tests.factories import make_article, make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db
READER = AnonymousUser()


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""
    cache.clear()


def found() -> dict[tuple[str, str], Missing]:
    return {(one.kind, one.name): one for one in missing(READER)}


def relay(article, source) -> None:
    revision = article.current_revision
    Citation.objects.create(
        revision=revision,
        passage=revision.spans.first().passage,
        source=source,
        start=0,
        end=4,
        method="name",
        sure=True,
    )


def test_links_without_an_address_are_counted_by_their_folded_words():
    make_article(text="قال في [التقرير الأصلي](#) ما قال.", published_on="2021-11-22")
    make_article(text="ورد في [التقرير الاصلى](#) غير ذلك.", published_on="2022-01-03")
    make_article(text="هنا [تقرير](https://example.org/a) له رابط.")

    (one,) = missing(READER)

    assert (one.kind, one.known, one.count, one.last_on) == ("document", "address", 2, "2022-01-03")


def test_a_link_that_names_no_document_is_another_kind():
    make_article(text="اجتمع [الكونغرس](#) أمس.")

    assert [(one.kind, one.name) for one in missing(READER)] == [("link", "الكونغرس")]


def test_an_outlet_is_missing_where_nothing_of_its_own_is_of_that_week(make_source):
    newsweek, mirfa = make_source("newsweek", "نيوزويك"), make_source("mirfa", "صحيفة المرفأ")
    relay(make_article(text="نيوزويك نقلت.", published_on="2021-11-22", outlet=mirfa), newsweek)
    assert found()["outlet", "newsweek"].known == "none"

    make_article(text="نص قديم.", published_on="2021-10-01", outlet=newsweek)
    cache.clear()
    assert (found()["outlet", "newsweek"].known, found()["outlet", "newsweek"].own) == ("others", 1)

    make_article(text="نص المقابلة.", published_on="2021-11-20", outlet=newsweek)
    cache.clear()
    assert found() == {}


def test_an_outlet_that_names_itself_lacks_nothing(make_source):
    newsweek = make_source("newsweek", "نيوزويك")
    relay(make_article(text="نيوزويك سألت.", outlet=newsweek), newsweek)

    assert found() == {}


def test_media_that_are_not_named_are_a_kind_of_their_own():
    rawi = make_entity("rawi", "سالم الراوي")
    make_statement("الموعد ثابت", rawi, relays=["وسائل إعلام كردية"])

    assert found()["unnamed", "وسائل إعلام كردية"].known == "nothing"


def test_a_document_that_speaks_is_missing_and_an_official_who_does_is_not():
    row = make_statement("القاعدتان باقيتان", "تقرير لم يُنشر")
    make_statement("الموعد ثابت", "مصدر حكومي")

    one = found().popitem()[1]

    assert (one.kind, one.name, one.known) == ("document", "تقرير لم يُنشر", "name")
    assert [place.revision for place in places_of(one)] == [row.revision_id]


def test_those_named_most_come_first_and_words_find_them():
    make_article(text="اجتمع [الكونغرس](#) أمس.")
    for number in range(2):
        make_article(text=f"في [بيان القيادة](#) رقم {number}.")

    listed = missing(READER)

    assert [one.count for one in listed] == [2, 1]
    assert [one.name for one in holding(listed, "كونغرس")] == ["الكونغرس"]
    assert [one.name for one in holding(listed, "القيادة بيان")] == ["بيان القيادة"]
    assert holding(listed, "كونغ") == []


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_nobody_may_read_refers_to_nothing(status):
    make_article(text="اجتمع [الكونغرس](#) أمس.", status=status)

    assert missing(READER) == []


def test_where_it_is_named_stands_with_the_words_around_it():
    made = make_article(text="قبل أسبوع قال في [التقرير الأصلي](#) ما قال.")

    (naming,) = namings(places_of(missing(READER)[0]), READER)

    assert naming.article == made
    assert (naming.before, naming.name) == ("قبل أسبوع قال في ", "التقرير الأصلي")
    assert naming.after == " ما قال."
    assert naming.span.ordinal == 1
