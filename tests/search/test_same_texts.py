"""Articles with the same text: one card stands for all, and nothing is counted otherwise."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.editing import actions
from archive.models import Article
from search.index import outbox
from search.queries import Found, Query, find
from tests.factories import make_article

STORY = (
    "أعلنت وزارة الدفاع أن آخر رتل من القوات القتالية سيغادر القاعدة نهاية الشهر المقبل، ورحب رئيس "
    "الوزراء بالخطوة وقال إن القوات العراقية باتت قادرة على حماية الحدود وحدها، أما الفصائل "
    "المسلحة فشككت في الموعد وطالبت بجدول زمني مكتوب يضمن خروج جميع الجنود من البلاد."
)
OTHER_STORY = (
    "افتتحت جامعة البصرة معرضها السنوي للكتاب بمشاركة أربعين دار نشر عربية، وتستمر الندوات "
    "المرافقة أسبوعاً كاملاً في قاعات كلية الآداب، ومنها قاعات أطلقت عليها القوات البحرية اسمها، "
    "على أن توزع جوائز القصة في الختام مساء الخميس."
)


@pytest.fixture
def copies(published) -> list[Article]:
    """Three copies of one story and another story, the original not the first to come in."""
    later = make_article(
        "رتل أخير", f"بغداد / دجلة: {STORY}", published_on="2021-11-24", outlet="دجلة"
    )
    first = make_article("آخر رتل يغادر", STORY, published_on="2021-11-22", outlet="وكالة النهر")
    last = make_article("الرتل الأخير", f"{STORY}\n\n(وكالات)", published_on="2021-11-25")
    other = make_article("معرض الكتاب", OTHER_STORY, published_on="2021-11-23")
    outbox.drain()
    return [first, later, last, other]


def shown(found: Found) -> list[tuple[str, list[str]]]:
    """The titles of the cards, with those of the articles behind each."""
    return [(one.article.title, [other.title for other in one.same]) for one in found[0:50]]


def test_one_card_stands_for_all_copies_and_the_count_is_of_articles(copies):
    found = find(Query(words="القوات", sort="oldest"))

    assert shown(found) == [
        ("آخر رتل يغادر", ["رتل أخير", "الرتل الأخير"]),
        ("معرض الكتاب", []),
    ]
    assert (found.total, len(found), found.stand_for_others) == (4, 2, True)
    assert sum(found.facets.months.values()) == 4


def test_by_date_the_first_published_stands_where_it_was_published(copies):
    assert [title for title, _ in shown(find(Query(sort="newest")))] == [
        "معرض الكتاب",
        "آخر رتل يغادر",
    ]


def test_by_relevance_the_one_that_answers_best_stands_and_says_who_was_first(copies):
    card = find(Query(words="الرتل الأخير"))[0:1][0]

    assert card.article.title in ("الرتل الأخير", "رتل أخير")
    assert card.printed_before.title == "آخر رتل يغادر"


def test_each_article_is_shown_by_itself_where_that_is_asked_for(copies):
    found = find(Query(words="القوات", each=True))

    assert len(found) == found.total == 4
    assert all(not one.same for one in found[0:50])
    assert "each=1" in Query(words="القوات", each=True).get_absolute_url()


def test_filters_leave_copies_of_the_chosen_outlet_alone(copies):
    found = find(Query(words="القوات", outlets=(copies[1].outlet.slug,)))

    assert shown(found) == [("رتل أخير", [])]


def test_withdrawn_articles_and_drafts_are_counted_nowhere(copies):
    make_article("نسخة لم تُنشر", f"{STORY} ", status="draft")
    actions.withdraw(copies[2], "طلب صاحب الحق")
    for _ in ("before the index knows", "after"):
        cards = find(Query(words="القوات", sort="oldest"))[0:50]

        assert [one.article.title for one in cards] == ["آخر رتل يغادر", "معرض الكتاب"]
        assert (cards[0].same_count, [one.title for one in cards[0].same]) == (1, ["رتل أخير"])
        outbox.drain()


def test_copies_stay_together_when_the_one_that_came_in_first_is_gone(copies):
    actions.withdraw(copies[1], "طلب صاحب الحق")
    outbox.drain()

    assert shown(find(Query(words="القوات", sort="oldest"))) == [
        ("آخر رتل يغادر", ["الرتل الأخير"]),
        ("معرض الكتاب", []),
    ]


def test_a_corrected_text_stands_for_its_former_copies_no_more(copies):
    later = copies[1]
    changed = STORY.replace("سيغادر القاعدة", "لن يغادر المطار").replace("المقبل", "الحالي")
    actions.correct(later, title=later.title, body=changed, reason="خطأ في الموعد")
    outbox.drain()

    assert sorted(shown(find(Query(words="القوات", sort="oldest")))) == [
        ("آخر رتل يغادر", ["الرتل الأخير"]),
        ("رتل أخير", []),
        ("معرض الكتاب", []),
    ]
    assert outbox.note_differences() == 0


def test_pages_hold_every_article_once(db, names_are_fresh, archive_folders):
    for number in range(26):
        story = f"بغداد - دجلة {number}: {STORY}" if number % 3 else f"{OTHER_STORY} {number}"
        make_article(f"خبر {number}", story)
    make_article("جسر", "عبرت القوات الجسر.")
    outbox.drain()
    for sort in ("relevance", "newest", "oldest"):
        found = find(Query(words="القوات", sort=sort))

        pages = [found[start : start + 10] for start in range(0, len(found), 10)]

        assert sum(1 + card.same_count for page in pages for card in page) == found.total == 27


def test_the_page_lists_the_copies_and_a_way_to_each(copies, client):
    page = client.get(reverse("search:results"), {"q": "القوات", "sort": "oldest"}).content.decode()

    assert "ومقالان آخران بالنص نفسه" in page
    assert copies[1].get_absolute_url() in page
    assert "each=1" in page
    assert "4 مقالات" in page


def test_copies_cost_one_query_however_many(copies, client, django_assert_max_num_queries):
    ask = {"q": "القوات"}
    client.get(reverse("search:results"), ask)
    with django_assert_max_num_queries(12):
        client.get(reverse("search:results"), ask)


def test_the_index_equals_the_database(copies):
    assert outbox.note_differences() == 0
