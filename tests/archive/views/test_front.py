"""What the front page shows: what is new, and figures that are never out of date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from archive.editing import actions
from archive.models import Article
from tests.archive.views.pages import shown
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has a folder of its own, and figures of its own."""
    cache.clear()


def added(days_ago: int, title: str, published_on: str, **fields: str) -> Article:
    article = make_article(title, f"نص {title}.", published_on=published_on, **fields)
    moment = timezone.localtime().replace(hour=12) - timedelta(days=days_ago)
    Article.objects.filter(pk=article.pk).update(added_at=moment)
    return article


def newest(client) -> list[str]:
    found = client.get(reverse("archive:front")).context["newest"]
    return [opened.article.title for opened in found]


def test_newest_are_those_added_on_the_last_days_and_within_a_day_published_last(client):
    added(9, "قبل تسعة أيام", "2022-01-01")
    added(1, "أمس أقدم", "2020-01-01")
    added(1, "أمس أحدث", "2021-01-01")
    added(1, "أمس بلا تاريخ", "")
    added(0, "اليوم", "2003-05-01")
    added(0, "مسودة اليوم", "2022-05-01", status="draft")

    assert newest(client) == ["اليوم", "أمس أحدث", "أمس أقدم", "أمس بلا تاريخ", "قبل تسعة أيام"]


def test_newest_of_one_large_import_are_those_published_last(client):
    for year in range(2003, 2013):
        added(0, f"خبر من {year}", f"{year}-05-01")

    assert newest(client) == [f"خبر من {year}" for year in range(2012, 2007, -1)]


def test_figures_change_with_the_archive_at_once(client):
    first = make_article(title="المقال الأول")
    make_article(title="المقال الثاني", text="نص آخر يتحدث عن معسكر التاجي وما جرى فيه أمس الأول.")
    assert "مقالان" in shown(client.get(reverse("archive:front")))

    actions.withdraw(first, "طلب صاحب الحق")

    assert "مقالان" not in shown(client.get(reverse("archive:front")))


def test_a_rejected_name_leaves_the_figures_at_once(client):
    make_entity("joey-hood", "جوي هود")
    article = make_article(text="قال جوي هود إن الحوار مستمر مع الحكومة في بغداد.")
    assert "جوي هود" in shown(client.get(reverse("archive:front"))).split("الأكثر حضوراً")[1]

    actions.decide_mention(article.current_revision.mentions.get(), "rejected")

    assert "الأكثر حضوراً" not in shown(client.get(reverse("archive:front")))
