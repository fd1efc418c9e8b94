"""Names that pages print again and again are asked for once, and are right all the same."""

from __future__ import annotations

from time import monotonic

import pytest

from archive.models import Source
from archive.reading import names_cache

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Source:
    return Source.objects.create(slug="paper", name_ar="صحيفة الأيام")


def test_what_was_asked_for_is_not_asked_for_again(paper, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = names_cache.sources.by_slug(["paper"])
        again = names_cache.sources.by_slug(["paper"])
        by_key = names_cache.sources.by_key([paper.pk])

    assert first == again == {"paper": paper}
    assert by_key == {paper.pk: paper}


def test_those_not_met_yet_come_beside_the_others(paper):
    names_cache.sources.by_slug(["paper"])
    other = Source.objects.create(slug="other", name_ar="وكالة الفجر")

    assert names_cache.sources.by_slug(["paper", "other"]) == {"paper": paper, "other": other}


def test_what_nobody_knows_is_left_out(paper):
    assert names_cache.sources.by_slug(["nowhere"]) == {}
    assert names_cache.sources.by_key([paper.pk + 1]) == {}


def test_a_new_name_shows_at_once_where_it_was_given(paper):
    names_cache.sources.by_slug(["paper"])

    paper.name_ar = "صحيفة الأيام الجديدة"
    paper.save()

    assert names_cache.sources.by_slug(["paper"])["paper"].name_ar == "صحيفة الأيام الجديدة"


def test_what_was_deleted_is_forgotten(paper):
    names_cache.sources.by_slug(["paper"])

    paper.delete()

    assert names_cache.sources.by_slug(["paper"]) == {}


def test_a_name_given_elsewhere_shows_after_a_while(paper, monkeypatch):
    names_cache.sources.by_slug(["paper"])
    # No signal tells this process, as when another one saves.
    Source.objects.filter(pk=paper.pk).update(name_ar="صحيفة الأيام الجديدة")
    assert names_cache.sources.by_slug(["paper"])["paper"].name_ar == "صحيفة الأيام"

    later = monotonic() + names_cache.KEPT_FOR + 1
    monkeypatch.setattr("archive.caching.monotonic", lambda: later)

    assert names_cache.sources.by_slug(["paper"])["paper"].name_ar == "صحيفة الأيام الجديدة"
