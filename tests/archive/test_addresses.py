"""Addresses of things that pages list are those that Django would give them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation

from archive.addresses import address_of

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
