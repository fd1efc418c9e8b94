"""All choices of a facet: by name, in order, in pages."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from archive.models import Entity, EntityName
from search.choices import CHOICES_A_PAGE, Listing, listed
from search.index import outbox
from search.pages import Choice, Facet
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


def facet(*names: str, chosen: tuple[str, ...] = (), left_out: tuple[str, ...] = ()) -> Facet:
    """A facet with these names, the first in the most articles; their slugs are the names."""
    return Facet(
        name="actor",
        label="الجهة أو الشخص",
        choices=[
            Choice(
                slug=name,
                label=name,
                count=len(names) - number,
                chosen=name in chosen,
                left_out=name in left_out,
            )
            for number, name in enumerate(names)
        ],
        total=len(names),
        all_label="كل الأشخاص والجهات",
        all_address="/search/choices/actor/?",
    )


def names(one: Facet, **how) -> list[str]:
    found = listed(one, Listing(**how))
    return [choice.label for choice in (*found.decided, *found.page)]


def test_the_alphabet_knows_no_article_and_no_seat_of_hamza(indexed):
    several = facet(
        "الحشد الشعبي", "Newsweek", "إيران", "بغداد", "أربيل", "آمرلي", "تلعفر", "البصرة"
    )

    assert names(several, by_name=True) == [
        "أربيل", "آمرلي", "إيران", "البصرة", "بغداد", "تلعفر", "الحشد الشعبي", "Newsweek"
    ]  # fmt: skip
    assert names(several)[:2] == ["الحشد الشعبي", "Newsweek"]


@pytest.mark.parametrize("typed", ["الكاظ", "كاظمى", "مصطفى كا", "Kadh", "ٱلكاظمي"])
def test_a_word_of_any_name_is_enough_in_any_spelling(indexed, typed):
    kadhimi = make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي")
    EntityName.objects.create(entity=kadhimi, name="Mustafa al-Kadhimi", language="en")
    make_entity("kata", "كتائب حزب الله")
    one = facet("mustafa-al-kadhimi", "kata")

    assert names(one, typed=typed) == ["mustafa-al-kadhimi"]


def test_letters_inside_a_word_and_words_out_of_order_find_nothing(indexed):
    one = facet("مصطفى الكاظمي", "كتائب حزب الله")

    assert names(one, typed="اظمي") == []
    assert names(one, typed="الكاظمي مصطفى") == []
    assert names(one, typed="حزب") == ["كتائب حزب الله"]
    assert names(one, typed="«»") == ["مصطفى الكاظمي", "كتائب حزب الله"]


def test_what_was_decided_stands_first_whatever_is_typed():
    one = facet("بغداد", "أربيل", "البصرة", chosen=("البصرة",), left_out=("أربيل",))

    assert names(one, typed="بغ") == ["أربيل", "البصرة", "بغداد"]


def test_hundreds_come_in_pages(indexed):
    many = facet(*(f"اسم{number:04}" for number in range(150)))

    assert len(names(many)) == CHOICES_A_PAGE
    assert names(many, page="3")[-1] == "اسم0149"
    assert names(many, page="99") == names(many, page="3")
    assert names(many, page="أول") == names(many)


# The page


@pytest.fixture
def articles(indexed):
    """Fourteen people, in one article more each."""
    make_entity("baghdad", "بغداد", kind=Entity.Kind.PLACE)
    for number, letter in enumerate("ابتثجحخدذرزسشص"):
        make_entity(f"p-{number}", f"سالم {letter}")
    for number in range(14):
        named = " ثم ".join(f"سالم {letter}" for letter in "ابتثجحخدذرزسشص"[: number + 1])
        make_article(f"لقاء {number}", f"التقى الوفد رقم {number} مع {named} في بغداد.")
    outbox.drain()


def test_apply_leads_to_the_address_of_the_results(client):
    address = reverse("search:choices", args=["outlet"])
    asked = {"q": "موعد", "find": "ب", "order": "name", "outlet": ["a", "-b"], "apply": "1"}

    response = client.get(address, asked)

    assert response.status_code == 302
    assert response["Location"].endswith("&outlet=a&outlet=-b")
    assert "find" not in response["Location"]


def test_a_short_list_has_no_field_and_a_bad_page_is_the_first(client, articles):
    page = client.get(reverse("search:choices", args=["kind"]), {"page": "x", "find": "y" * 500})

    assert page.status_code == 200
    assert 'name="find"' not in page.content.decode()


def test_every_choice_of_every_facet_can_be_left_out(client, articles):
    for name in ("outlet", "actor", "place"):
        page = client.get(reverse("search:choices", args=[name])).content.decode()
        slugs = re.findall(rf'name="{name}" value="([^"-][^"]*)"', page)
        assert slugs, name
        assert [f"-{slug}" for slug in slugs] == re.findall(
            rf'name="{name}" value="(-[^"]+)"', page
        )


def test_a_list_is_narrowed_beside_the_results(client, articles):
    address = reverse("search:choices", args=["actor"])

    rows = client.get(address, {"few": "1", "find": "سالم ج"}).content.decode()
    none = client.get(address, {"few": "1", "find": "قصطلخ"}).content.decode()

    assert rows.count('class="facet__row"') == 1
    assert "اسم واحد" in rows
    assert "لا اسم في هذه القائمة" in strip_tags(none)
