"""Whom a typed name means."""

from __future__ import annotations

import pytest

from archive.models import EntityName
from archive.reading import typed_names
from archive.reading.typed_names import entities_named

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _read_anew():
    typed_names.forget()


@pytest.fixture
def known(make_entity):
    rawi = make_entity("rawi", "سالم الراوي", short=["الراوي"])
    make_entity("other-rawi", "هدى الراوي", short=["الراوي"])
    make_entity("anbar", "الأنبار", kind="place")
    EntityName.objects.create(entity=rawi, name="Salim al-Rawi", language="en")


def slugs(typed: str, *, places: bool = False) -> list[str]:
    return [entity.slug for entity in entities_named(typed, places=places)]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "typed", ["rawi", "سالم الراوي", "  سالم   الراوى ", "salim AL-RAWI"], ids=str.strip
)
def test_a_slug_or_a_name_in_any_spelling_is_enough(typed):
    assert slugs(typed) == ["rawi"]


@pytest.mark.usefixtures("known")
def test_a_shared_name_means_all_who_bear_it():
    assert slugs("الراوي") == ["rawi", "other-rawi"]


@pytest.mark.usefixtures("known")
def test_places_are_told_from_people_and_bodies():
    assert slugs("الانبار", places=True) == ["anbar"]
    assert slugs("الأنبار") == []
    assert slugs("rawi", places=True) == []


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("typed", ["سالم", "قصطلخ", "؟", ""])
def test_part_of_a_name_means_nobody(typed):
    assert slugs(typed) == []
