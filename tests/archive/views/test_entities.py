"""The pages of people and places."""

from __future__ import annotations

import re

import pytest
from django.utils.html import strip_tags

from archive.models import Entity
from tests.archive.views.pages import shown
from tests.factories import make_article, make_entity

pytestmark = pytest.mark.django_db


def test_an_actor_page_lists_passages_that_name_them_newest_first(client):
    hood = make_entity("joey-hood", "جوي هود", name_en="Joey Hood")
    make_article(text="قال جوي هود إن الحوار مستمر مع الحكومة في بغداد.", published_on="2021-07-18")
    make_article(text="عاد جوي هود إلى واشنطن بعد جولة في المنطقة.", published_on="2021-09-01")

    page = shown(client.get(hood.get_absolute_url(), {"view": "passages"}))

    assert page.index("عاد جوي هود") < page.index("قال جوي هود")
    assert "Joey Hood" in page
    assert "المقاطع (2)" in page


def test_an_actor_page_can_be_turned_round(client):
    hood = make_entity("joey-hood", "جوي هود")
    make_article(text="قال جوي هود إن الحوار مستمر مع الحكومة في بغداد.", published_on="2021-07-18")
    make_article(text="عاد جوي هود إلى واشنطن بعد جولة في المنطقة.", published_on="2021-09-01")

    page = shown(client.get(hood.get_absolute_url(), {"sort": "oldest", "view": "passages"}))

    assert page.index("قال جوي هود") < page.index("عاد جوي هود")


def test_a_place_under_the_address_of_actors_moves_on(client):
    base = make_entity("camp-taji", "معسكر التاجي", kind=Entity.Kind.PLACE)

    response = client.get("/actors/camp-taji/")

    assert response.status_code == 301
    assert response.headers["Location"] == base.get_absolute_url()


def test_a_long_passage_is_cut_between_words_around_the_name(client):
    hood = make_entity("joey-hood", "جوي هود")
    make_article(text=f"{'كلمة ' * 120}جوي هود {'كلمة ' * 120}النهاية.")

    page = client.get(hood.get_absolute_url()).content.decode()

    excerpt = re.search(r'naming__text"[^>]*>(.*?)</p>', page, re.DOTALL)[1]
    words = strip_tags(excerpt).strip("…").split()
    assert len(strip_tags(excerpt)) < 340
    assert set(words) <= {"كلمة", "جوي", "هود"}


def test_a_bar_of_an_actor_leads_to_the_one_address_of_that_search(client):
    hood = make_entity("joey-hood", "جوي هود")
    make_article(text="قال جوي هود إن الحوار مستمر.", published_on="2021-07-18")

    page = client.get(hood.get_absolute_url()).content.decode()

    assert 'href="/search/?actor=joey-hood&amp;from=2021-07&amp;to=2021-07"' in page
