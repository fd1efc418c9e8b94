"""Names of the archive as queries know them: whole, in part, and fresh."""

from __future__ import annotations

from time import monotonic

import pytest

from archive.models import Entity, EntityName
from search.query.authorities import FRESH, authorities
from tests.factories import make_entity
from tests.search.helpers import titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def mcgurk() -> Entity:
    entity = make_entity("brett-mcgurk", "بريت ماكغورك")
    EntityName.objects.create(entity=entity, name="بيرت مكورغ")
    EntityName.objects.create(entity=entity, name="ماكغورك", kind=EntityName.Kind.SHORT)
    EntityName.objects.create(entity=entity, name="المبعوث", standalone="context")
    return entity


def test_an_outlet_of_several_words_needs_no_quotation_marks(published):
    published("صواريخ على القاعدة", outlet="نيويورك تايمز")
    published("صواريخ على المطار", outlet="نيويورك بوست")

    assert titles("المصدر:نيويورك تايمز صواريخ") == ["صواريخ على القاعدة"]


def test_an_outlet_with_a_colon_in_its_name_needs_no_quotation_marks(published):
    published("صواريخ على القاعدة", outlet="موجز الأرشيف: بغداد")
    published("صواريخ على المطار", outlet="موجز الأرشيف: أربيل")

    assert titles("المصدر:موجز الأرشيف: بغداد صواريخ") == ["صواريخ على القاعدة"]
    assert titles("صواريخ -المصدر:موجز الأرشيف: بغداد") == ["صواريخ على المطار"]
    assert titles("المصدر:موجز العنوان: القاعدة") == ["صواريخ على القاعدة"]


def test_part_of_an_outlet_stands_for_all_that_hold_it(published):
    published("صواريخ على القاعدة", outlet="موجز الأرشيف: بغداد")
    published("صواريخ على المطار", outlet="موجز الأرشيف: أربيل")
    published("صواريخ على السفارة", outlet="نيوزويك")

    assert len(titles("المصدر:موجز الأرشيف صواريخ")) == 2


def test_names_that_another_process_changed_are_known_after_a_while(published, mcgurk, monkeypatch):
    published("زيارة بريت ماكغورك")
    assert titles("صاحب الأسماء") == []

    # As from elsewhere: no signal is sent here.
    EntityName.objects.bulk_create([EntityName(entity=mcgurk, name="صاحب الأسماء")])
    later = monotonic() + FRESH + 1
    monkeypatch.setattr("archive.caching.monotonic", lambda: later)

    assert titles("صاحب الأسماء") == ["زيارة بريت ماكغورك"]
    assert authorities() is authorities()
