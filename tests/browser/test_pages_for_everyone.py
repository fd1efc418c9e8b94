"""Every page, on desk and phone, light and dark: nothing for axe, nothing to scroll sideways."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opener
from tests.browser.pages import PAGES
from tests.browser.serving import axe_findings


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(open_context: Opener, addresses: dict[str, str], width: int, dark: bool):
    page = open_context(width=width, dark=dark, bypass_csp=True).new_page()
    found = {}

    for name, address in PAGES.items():
        page.goto(address.format(**addresses))
        if findings := axe_findings(page):
            found[name] = findings

    assert found == {}


@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_page_scrolls_sideways(open_context: Opener, addresses: dict[str, str], width: int):
    page = open_context(width=width, height=800).new_page()
    wide = {}

    for name, address in PAGES.items():
        page.goto(address.format(**addresses))
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide[name] = needed

    assert wide == {}


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("address", ["/", "/en/"])
def test_every_entry_of_the_menu_is_in_view_on_a_phone(
    open_context: Opener, width: int, address: str
):
    page = open_context(width=width, height=800).new_page()
    page.goto(address)
    page.reload()  # a page takes its fonts at first sight only where they came in time

    entries = [entry for entry in page.locator(".masthead__nav a").all() if entry.is_visible()]
    boxes = [entry.bounding_box() for entry in entries]

    assert len(boxes) == 5
    assert page.locator(".colophon__about a").is_visible()  # the last one stands in the foot
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert len({box["y"] for box in boxes}) == 1
    assert page.evaluate("document.querySelector('.masthead__nav').scrollWidth") <= width


SMALL_TARGETS = """() => {
  const small = [];
  for (const target of document.querySelectorAll('a, button, input:not([type=hidden]), summary')) {
    // Links inside sentences are as high as their line; bars have a list that equals them.
    if (target.closest('.passage__text, .neighbour p, .quoted__text, .prose, svg, .skip')) continue;
    const box = target.getBoundingClientRect();
    if (box.width === 0 || !target.checkVisibility()) continue;
    const label = target.closest('label')?.getBoundingClientRect();
    const high = Math.max(box.height, label?.height ?? 0);
    const wide = Math.max(box.width, label?.width ?? 0);
    if (high < 24 || wide < 24) small.push(`${target.outerHTML.slice(0, 90)} ${wide}×${high}`);
  }
  return small;
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_targets_are_at_least_24_pixels(
    open_context: Opener, addresses: dict[str, str], width: int
):
    page = open_context(width=width).new_page()
    small = {}

    for name, address in PAGES.items():
        page.goto(address.format(**addresses))
        if found := page.evaluate(SMALL_TARGETS):
            small[name] = found

    assert small == {}


def test_first_headline_of_the_results_stands_high_on_a_phone(open_context: Opener):
    page = open_context(width=390, height=844).new_page()

    page.goto("/search/?q=موعد الانسحاب&outlet=desk-baghdad")

    assert page.locator(".card__title").first.bounding_box()["y"] < 540


def test_system_colours_leave_marks_and_bars_visible(open_context: Opener):
    page = open_context(forced_colors="active").new_page()

    page.goto("/search/?q=موعد الانسحاب")

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    mark = page.evaluate("getComputedStyle(document.querySelector('.card mark')).backgroundColor")
    bar = page.evaluate("getComputedStyle(document.querySelector('.bar')).fill")
    assert mark != ground
    assert bar != ground


def test_printed_article_keeps_text_numbers_and_citation_alone(
    open_context: Opener, addresses: dict[str, str]
):
    page = open_context().new_page()
    page.goto(addresses["article"])

    page.emulate_media(media="print")

    assert page.locator(".passage__text").first.is_visible()
    assert page.locator(".passage__number").first.is_visible()
    assert page.locator("#cite .citation").first.is_visible()
    for left_out in (".masthead__nav", ".tools", ".colophon", ".article__aside .rows"):
        assert not any(found.is_visible() for found in page.locator(left_out).all())
