"""Filters by mouse, touch and keyboard, with and without scripts; the histogram, drilled."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener
from tests.browser.serving import axe_findings

SEARCH = "/search/?q=الانسحاب"
KINDS = ("", "&from=2021&to=2021", "&from=2021-11&to=2021-11", "&from=2021-10&to=2021-12",
         "&from=2020&to=2021", "&from=2020-03&to=2021-02", "&from=2004&to=2012")  # fmt: skip


def boxes(found: Locator) -> list[dict]:
    return [box for box in (one.bounding_box() for one in found.all()) if box]


def meet(one: dict, other: dict) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


@pytest.mark.parametrize("width", [320, 390, 768])
@pytest.mark.parametrize("language", ["", "/en"])
def test_labels_of_the_histogram_never_meet_and_stay_inside(
    open_context: Opener, width: int, language: str
):
    page = open_context(width=width).new_page()
    drawn = 0
    for period in KINDS:
        page.goto(f"{language}{SEARCH}{period}")
        labels = boxes(page.locator(".histogram__ticks text"))
        drawn += len(labels)
        for box in labels:
            assert box["x"] >= 0, period
            assert box["x"] + box["width"] <= width, period
        assert not [pair for pair in combinations(labels, 2) if meet(*pair)], period
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert drawn > len(KINDS)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_histogram_leads_from_years_to_days_and_back(open_context: Opener, scripts: bool):
    page = open_context(scripts=scripts).new_page()
    page.goto(SEARCH)
    bars = page.locator(".histogram__bars a")
    page.get_by_role("link", name=re.compile("^2021: ")).first.click()
    assert page.url.endswith("&from=2021-01&to=2021-12")
    expect(page.locator(".histogram__caption")).to_contain_text("تشرين الثاني 2021")
    for name in bars.evaluate_all("all => all.map(a => a.getAttribute('aria-label'))"):
        assert " 2021: " in name

    page.locator(".histogram__bars a[aria-label^='تشرين الثاني 2021']").click()
    assert page.url.endswith("&from=2021-11&to=2021-11")
    expect(page.locator(".trail [aria-current]")).to_have_text("تشرين الثاني")
    expect(page.locator(".histogram__caption")).to_contain_text(re.compile(r"\d+ تشرين الثاني"))

    page.get_by_role("link", name="عودة إلى 2021").click()
    assert page.url.endswith("&from=2021-01&to=2021-12")
    page.go_back()
    assert page.url.endswith("&from=2021-11&to=2021-11")
    page.get_by_role("link", name="عودة إلى كل السنوات").click()
    assert "from=" not in page.url


def test_bars_are_reached_and_named_by_keyboard(page: Page):
    page.goto(f"{SEARCH}&from=2021&to=2021")
    page.locator(".trail a").first.focus()
    page.keyboard.press("Tab")

    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert re.fullmatch(r".+ 2021: .*(مقال|مقالات|مقالاً|مقالان).*", name)
    page.keyboard.press("Enter")
    expect(page.locator(".trail [aria-current]")).not_to_have_text("2021")


def test_a_choice_applies_at_once_in_one_request_and_keeps_focus_and_place(page: Page):
    page.goto(SEARCH)
    page.evaluate("window.stayed = true")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/search/?" in one.url else None)
    choice = page.locator("input[name=outlet]:not([value^='-'])").nth(1)
    value = choice.get_attribute("value")
    choice.scroll_into_view_if_needed()
    page.mouse.wheel(0, 150)
    page.wait_for_timeout(200)
    same = page.locator(f"input[name=outlet][value='{value}']")
    row = page.locator(".facet__row").filter(has=same)
    before = row.bounding_box()
    same.check()
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("[data-announce]")).to_have_text(
        re.sub(r"\s+", " ", page.locator("#count").inner_text().strip())
    )

    assert page.evaluate("window.stayed") is True
    assert len(asked) == 1
    assert page.url.endswith(f"&outlet={value}")  # no empty fields
    expect(same).to_be_focused()
    assert row.bounding_box()["y"] == pytest.approx(before["y"], abs=2)

    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_have_count(0)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(1)
    expect(same).to_be_checked()
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    expect(same).not_to_be_checked()


def test_what_is_left_out_is_a_chip_that_takes_it_back(page: Page):
    page.goto(SEARCH)
    everything = page.locator("#count").inner_text()
    page.locator("input[name=outlet][value^='-']").first.check()

    expect(page.locator(".chip")).to_contain_text("ما عدا الناشر")
    expect(page.locator(".facet__except").filter(has_text="مستبعَد")).to_have_count(1)
    assert page.locator("#count").inner_text() != everything
    # To choose what was left out takes the exclusion back.
    page.locator("input[name=outlet]:not([value^='-'])").first.check()
    expect(page.locator(".chip")).not_to_contain_text("ما عدا")
    page.locator(".chip").click()
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator("#count")).to_have_text(everything)


def test_a_filter_is_applied_by_touch_on_a_phone(open_context: Opener):
    page = open_context(width=390, height=844, has_touch=True, is_mobile=True, bypass_csp=True)
    page = page.new_page()
    page.goto(SEARCH)
    page.locator(".facets summary").tap()
    row = page.locator(".facet__row").first
    for target in (row.locator(".facet__choice"), row.locator(".facet__except")):
        box = target.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44
    row.locator(".facet__choice").tap()
    expect(page.locator(".chip")).to_have_count(1)
    expect(row).to_be_visible()  # the filters stay open for the next choice
    count = page.locator("#count").inner_text().split("،")[0].strip()
    expect(page.locator(".facets__found")).to_have_text(count)
    expect(page.locator(".facets__found")).to_be_in_viewport()
    assert axe_findings(page) == []

    button = page.locator(".facets__apply button")
    expect(button).to_be_in_viewport()
    button.tap()
    expect(row).to_be_hidden()
    expect(page.locator("#count")).to_be_in_viewport()
    expect(page.locator(".card").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_the_button_is_in_reach_wherever_one_is_among_the_filters(
    open_context: Opener, width: int
):
    page = open_context(width=width, height=700, scripts=False).new_page()
    page.goto(SEARCH)
    if width < 960:
        page.locator(".facets summary").click()
    expect(page.locator("[data-narrow]").first).to_be_hidden()
    page.locator("input[name=in][value=said]").scroll_into_view_if_needed()
    expect(page.locator(".facets__apply button")).to_be_in_viewport()
    page.locator("input[name=in][value=said]").check()
    page.locator(".facets__apply button").click()

    expect(page.locator(".chip")).to_contain_text("الأقوال فقط")
    assert "in=said" in page.url


def test_a_long_list_is_filtered_while_one_types(page: Page):
    page.goto("/search/")
    group = page.locator("fieldset").filter(has=page.locator("input[name=actor]"))
    group.locator("[data-narrow]").press_sequentially("مصطفى كا")

    expect(group.locator(".facet__row")).to_have_count(1)
    expect(group.locator(".facet__name")).to_contain_text("الكاظمي")
    expect(page.locator("[data-announce]")).to_have_text("اسم واحد")
    group.locator(".facet__choice input").check()
    expect(page.locator(".chip")).to_contain_text("الكاظمي")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_page_of_all_choices_filters_sorts_and_keeps_what_is_ticked(
    open_context: Opener, scripts: bool
):
    page = open_context(scripts=scripts).new_page()
    page.goto("/search/choices/speaker/?q=العراق")
    page.get_by_role("button", name="بالألفباء").click()
    expect(page.get_by_role("button", name="بالألفباء")).to_have_attribute("aria-pressed", "true")
    page.locator("input[name=speaker]:not([value^='-'])").nth(3).check()
    ticked = page.locator("input[name=speaker]:checked").get_attribute("value")
    page.get_by_role("searchbox", name="الاسم").press_sequentially("قيس")
    if not scripts:
        page.get_by_role("button", name="تصفية").click()
    expect(page.locator(".facet__row")).to_have_count(
        1 + page.locator(".facet__name").filter(has_text="قيس").count()
    )
    expect(page.locator(f"input[value='{ticked}']")).to_be_checked()
    page.get_by_role("button", name="تطبيق المرشحات").click()

    assert re.search(rf"/search/\?q=[^&]+&speaker={ticked}$", page.url)
