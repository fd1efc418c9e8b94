"""Offices as they are worded, and who held them on a day."""

import pytest

from archive.annotation.offices import Offices
from archive.dates import parse_partial
from archive.models import Entity, Role

pytestmark = pytest.mark.django_db

TERMS = (
    ("sudani", "رئيس مجلس الوزراء العراقي", "2022-10-27", "2026-05-14"),
    ("zaidi", "رئيس مجلس الوزراء العراقي", "2026-05-14", ""),
    ("austin", "وزير الدفاع الأمريكي", "2021-01-22", "2025-01-20"),
    ("shanahan", "وزير الدفاع الأمريكي بالوكالة", "2019-01-01", "2019-06"),
    ("romanowski", "سفيرة الولايات المتحدة لدى العراق", "2022-06", "2024-12"),
    ("walai", "الأمين العام لكتائب سيد الشهداء", "", ""),
)


@pytest.fixture
def holder(make_entity):
    """The slug of an office's holder on a day."""
    for slug, office, since, until in TERMS:
        entity = Entity.objects.filter(slug=slug).first() or make_entity(slug, f"فلان {slug}")
        Role.objects.create(entity=entity, role_ar=office, since=since, until=until)
    offices = Offices()
    slugs = dict(Entity.objects.values_list("pk", "slug"))

    def of(phrase: str, on: str) -> str | None:
        key = offices.holder_of(phrase, parse_partial(on) if on else None)
        return None if key is None else slugs[key]

    return of


@pytest.mark.parametrize(
    ("phrase", "on", "slug"),
    [
        ("رئيس الوزراء العراقي", "2026-05-10", "sudani"),
        ("رئيس الحكومة العراقية", "2026-05-20", "zaidi"),
        ("ولرئيس وزراء العراق", "2024", "sudani"),
        ("القائد العام للقوات المسلحة", "2023-07", "sudani"),
        ("وزير الدفاع في الولايات المتحدة", "2022-01-01", "austin"),
        ("وزير الحرب الأميركي", "2022-01-01", "austin"),
        ("السفيرة الأميركية في بغداد", "2023-01", "romanowski"),
        ("سفيرة أمريكا لدى العراق", "2023-01", "romanowski"),
    ],
)
def test_an_office_has_its_holder_in_every_wording(holder, phrase, on, slug):
    assert holder(phrase, on) == slug


@pytest.mark.parametrize(
    ("phrase", "on"),
    [
        pytest.param("رئيس الوزراء العراقي", "2026-05-14", id="day-of-change"),
        pytest.param("رئيس الوزراء العراقي", "2026-05", id="month-of-change"),
        pytest.param("رئيس الوزراء العراقي", "2020-01-01", id="before-all"),
        pytest.param("رئيس الوزراء العراقي", "", id="undated"),
        pytest.param("رئيس الوزراء العراقي السابق", "2023-01-01", id="former"),
        pytest.param("رئيس الوزراء العراقي المكلف", "2023-01-01", id="designate"),
        pytest.param("نائب رئيس الوزراء العراقي", "2023-01-01", id="deputy"),
        pytest.param("مستشار رئيس الوزراء العراقي", "2023-01-01", id="adviser"),
        pytest.param("القائم بأعمال وزير الدفاع الأمريكي", "2022-01-01", id="charge"),
        pytest.param("وزير الدفاع", "2022-01-01", id="whose"),
        pytest.param("رئيس الوزراء اللبناني", "2023-01-01", id="another-state"),
        pytest.param("وزير الدفاع الأمريكي", "2019-02-01", id="acting"),
        pytest.param("السفير العراقي في واشنطن", "2023-01", id="the-other-way-round"),
        pytest.param("وزير الدفاع في واشنطن", "2022-01-01", id="capital-of-no-ambassador"),
        pytest.param("الأمين العام لكتائب سيد الشهداء", "2023", id="without-dates"),
        pytest.param("المطار العراقي", "2023", id="no-office"),
        pytest.param("", "2023", id="empty"),
    ],
)
def test_an_office_that_does_not_tell_its_holder_names_nobody(holder, phrase, on):
    assert holder(phrase, on) is None
