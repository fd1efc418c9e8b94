"""Addresses of things that pages list are those that Django would give them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation

from archive.addresses import address_of, search_address, search_addresses, search_query

VIEWS = ("article", "passage", "outlet", "actor", "place")


@pytest.fixture
def mounted_below() -> Iterator[str]:
    """The site stands under a folder of its host."""
    prefix = get_script_prefix()
    set_script_prefix("/archive/")
    yield "/archive/"
    set_script_prefix(prefix)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_address_is_that_of_its_view_in_the_language_of_the_page(view, language):
    name = f"archive:{view}"
    with translation.override(language):
        assert address_of(name, "al-kadhimi") == reverse(name, args=["al-kadhimi"])
        assert address_of(name, "erbil") == reverse(name, args=["erbil"])


def test_an_address_holds_where_the_site_is_mounted(mounted_below):
    assert address_of("archive:article", "x7").startswith(mounted_below)


# Searches


def test_a_search_is_spelt_in_one_order_whatever_order_it_was_asked_in():
    asked = {"also": 0, "to": date(2021, 12, 31), "place": ("erbil", "basra"), "q": "x y"}

    assert search_query(asked, page=2) == "q=x+y&place=erbil&place=basra&to=2021-12&also=0&page=2"


@pytest.mark.parametrize(
    ("since", "until", "spelt"),
    [
        pytest.param((2021, 11, 1), (2021, 12, 31), "from=2021-11&to=2021-12", id="months"),
        pytest.param((2020, 2, 1), (2020, 2, 29), "from=2020-02&to=2020-02", id="leap-year"),
        pytest.param((2021, 11, 2), (2021, 11, 29), "from=2021-11-02&to=2021-11-29", id="days"),
        pytest.param((2021, 2, 28), (2021, 2, 1), "from=2021-02-28&to=2021-02-01", id="ends"),
    ],
)
def test_a_period_is_spelt_by_months_where_it_holds_them_whole(since, until, spelt):
    asked = {"from": date(*since), "to": date(*until)}

    assert search_query(asked) == spelt


def test_what_is_empty_is_left_out():
    assert search_address({"q": "", "outlet": (), "from": None}) == reverse("search:results")


def test_a_bar_of_a_histogram_leads_where_the_search_with_its_days_does():
    since, until = date(2021, 11, 1), date(2021, 11, 30)
    asked = {"q": "x", "outlet": "newsweek", "undated": 1, "sort": "newest"}
    dated = {**asked, "from": since, "to": until, "undated": None}

    assert search_addresses(asked)(since, until) == search_address(dated)
    assert search_addresses({})(since, until).endswith("?from=2021-11&to=2021-11")
