"""Two of one thing are merged in the admin after what moves is shown, and parted again."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from archive.models import Entity, Mention, Merge, Source
from tests.desk import messages
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(make_entity):
    former, kept = make_entity("kadhimi", "السيد الكاظمي"), make_entity("al-kadhimi", "الكاظمي")
    make_article("وصول", "وصل السيد الكاظمي إلى البصرة.")
    return former, kept


def address(thing, page: str = "merge") -> str:
    kind = type(thing)._meta.model_name
    return reverse(f"admin:archive_{kind}_{page}", args=[thing.pk] if page != "merges" else [])


def test_what_moves_is_shown_before_it_moves(chief, two):
    response = chief.post(address(two[0]), {"thing": "al-kadhimi"})

    assertContains(response, "الأسماء الواردة: 1")
    assertContains(response, "وصول")
    assert Entity.objects.count() == 2


def test_merged_and_undone(chief, two):
    response = chief.post(
        address(two[0]), {"thing": "al-kadhimi", "confirmed": "al-kadhimi"}, follow=True
    )
    assert "دُمج" in messages(response)
    assert Mention.objects.get(revision__title="وصول").entity == two[1]

    listed = chief.get(address(two[1], "merges"))
    assertContains(listed, "kadhimi")
    chief.post(address(two[1], "merges"), {"merge": Merge.objects.get().pk})

    assert Entity.objects.get(slug="kadhimi").mentions.count() == 1
    again = chief.post(address(two[1], "merges"), {"merge": Merge.objects.get().pk}, follow=True)
    assert "Undo the later" in messages(again)


def test_sources_are_merged_too(chief, make_source):
    former, _ = make_source("news-week", "النيوزويك"), make_source("newsweek", "نيوزويك")

    chief.post(address(former), {"thing": "newsweek", "confirmed": "newsweek"})

    assert Source.objects.get().names.get().name == "النيوزويك"


@pytest.mark.parametrize("typed", ["kadhimi", "لا أحد", ""])
def test_what_can_not_be_merged_is_refused(chief, two, typed):
    response = chief.post(address(two[0]), {"thing": typed, "confirmed": typed})

    assertContains(response, 'role="alert"')
    assert Entity.objects.count() == 2


def test_editors_do_not_merge(editor, two):
    assert editor.get(address(two[0])).status_code == 403
    assert editor.get(address(two[0], "merges")).status_code == 403


def test_slug_of_one_that_was_merged_is_not_given_again(chief, two):
    chief.post(address(two[0]), {"thing": "al-kadhimi", "confirmed": "al-kadhimi"})
    sent = {"slug": "kadhimi", "kind": "person", "name_ar": "آخر"}
    sent |= {
        f"{name}-{part}_FORMS": "0" for name in ("names", "roles") for part in ("TOTAL", "INITIAL")
    }

    response = chief.post(reverse("admin:archive_entity_add"), sent)

    assertContains(response, "its address leads there")


def test_another_of_the_same_name_is_told_of(chief, two):
    sent = {"slug": "third", "kind": "person", "name_ar": "الكاظمي"}
    sent |= {
        f"{name}-{part}_FORMS": "0" for name in ("names", "roles") for part in ("TOTAL", "INITIAL")
    }

    response = chief.post(reverse("admin:archive_entity_add"), sent, follow=True)

    assert "يحمل الاسم «الكاظمي» كيان آخر" in messages(response)
    assert Entity.objects.filter(slug="third").exists()
