"""A reader's way from a question to the address of a passage, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener


def test_from_a_search_through_a_facet_to_a_passage_link(page: Page):
    page.goto("/")
    page.get_by_role("combobox", name="ابحث في الأرشيف").fill("موعد الانسحاب")
    page.get_by_role("button", name="بحث", exact=True).click()
    expect(page.locator("#count")).to_contain_text("مقال")

    page.get_by_role("checkbox", name=re.compile("^موجز الأرشيف: بغداد")).check()
    expect(page.locator(".chip")).to_contain_text("موجز الأرشيف: بغداد")
    assert "outlet=desk-baghdad" in page.url
    assert (
        page.locator(".card__source .source").all_inner_texts()
        == ["موجز الأرشيف: بغداد"] * page.locator(".card").count()
    )

    page.locator(".card__title a").first.click()
    expect(page.locator("mark").first).to_be_visible()
    number = page.locator(".passage__number").nth(1)
    number.click()
    target = page.locator(".passage:target")
    expect(target.get_by_role("link", name="نسخ رابط المقطع")).to_be_visible()
    words = target.locator(".passage__text").inner_text()

    page.goto(target.get_by_role("link", name="نسخ رابط المقطع").get_attribute("href"))
    expect(page.locator(".quoted__text")).to_contain_text(words[:60])
    page.get_by_role("link", name="اقرأه في موضعه").click()
    expect(page.locator(".passage:target .passage__text")).to_contain_text(words[:60])


def test_filters_change_the_results_in_place_and_are_announced(page: Page):
    page.goto("/search/?q=الانسحاب")
    page.evaluate("window.stayed = true")
    before = page.locator("#count").inner_text()

    page.get_by_role("checkbox", name=re.compile("^موجز الأرشيف: بغداد")).check()
    expect(page.locator(".chip")).to_be_visible()

    assert page.evaluate("window.stayed") is True
    assert "outlet=desk-baghdad" in page.url
    count = page.locator("#count").inner_text()
    assert count != before
    expect(page.locator("[data-announce]")).to_have_text(re.sub(r"\s+", " ", count.strip()))

    page.locator(".chip").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert page.evaluate("window.stayed") is True
    expect(page.locator("#count")).to_have_text(re.compile(re.escape(before.strip()[:8])))


def test_going_back_returns_to_the_results_before(page: Page):
    page.goto("/search/?q=الانسحاب")
    page.get_by_role("link", name="الأحدث").click()
    expect(page.locator(".sorts [aria-current]")).to_have_text("الأحدث")

    page.go_back()

    expect(page.locator(".sorts [aria-current]")).to_have_text("الأوثق صلة")


def test_the_same_way_without_scripts(open_context: Opener):
    page = open_context(scripts=False).new_page()
    page.goto("/")
    page.locator("input[name=q]").fill("موعد الانسحاب")
    page.get_by_role("button", name="بحث", exact=True).click()
    page.locator("input[name=outlet][value=desk-baghdad]").check()
    page.get_by_role("button", name="تطبيق المرشحات").click()
    expect(page.locator(".chip")).to_contain_text("موجز الأرشيف: بغداد")

    page.locator(".card__title a").first.click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".passage__number").nth(1).click()
    page.locator(".passage:target").get_by_role("link", name="نسخ رابط المقطع").click()

    assert re.search(r"/p/\w+/$", page.url)
    expect(page.locator(".quoted__text")).to_be_visible()


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until the focus is on `selector`, as a reader without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"Tab never reached {selector}")


def test_the_same_way_by_keyboard_with_focus_always_in_sight(page: Page):
    page.goto("/")
    tab_to(page, "input[name=q]")
    page.keyboard.type("موعد الانسحاب")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_be_visible()

    tab_to(page, "input[value=desk-baghdad]")
    page.keyboard.press("Space")
    expect(page.locator(".chip")).to_be_visible()
    expect(page.locator("input[value=desk-baghdad]")).to_be_focused()

    tab_to(page, ".card__title a")
    assert_focus_shows(page)
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    tab_to(page, ".passage__number")
    assert_focus_shows(page)
    page.keyboard.press("Enter")
    tab_to(page, ".passage:target .passage__tools > a[data-copy]")
    assert_focus_shows(page)


def assert_focus_shows(page: Page) -> None:
    style = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return [s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
    )
    assert style == ["solid", 3]


def test_the_first_tab_skips_to_the_content(page: Page):
    page.goto("/about/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside


def test_suggestions_are_chosen_with_the_arrows(page: Page):
    page.goto("/")
    box = page.get_by_role("combobox", name="ابحث في الأرشيف")
    box.press_sequentially("الكاظ")

    expect(page.get_by_role("option").first).to_contain_text("الكاظمي")
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially("م")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")

    expect(page.locator("#count")).to_be_visible()


def test_suggestions_keep_the_filters_that_are_set(page: Page):
    page.goto("/search/?from=2021-01&to=2021-12&sort=newest")
    box = page.get_by_role("combobox", name="ابحث في الأرشيف")
    box.press_sequentially("انسح")

    expect(page.get_by_role("option").first).to_contain_text("انسحاب")
    expect(page.locator(".search-box [role=status]")).to_contain_text("اقتراح")
    box.press("Escape")
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=.+&from=2021-01&to=2021-12&sort=newest"))


def test_a_reader_steps_from_marked_word_to_marked_word(page: Page, addresses: dict[str, str]):
    page.goto(f"{addresses['article']}?q=الكاظمي")
    marks = page.locator("mark[id]").count()
    assert marks > 1

    page.get_by_role("button", name="الكلمة التالية").click()
    expect(page.locator("mark.here")).to_have_id("m-1")
    page.get_by_role("button", name="الكلمة السابقة").click()
    expect(page.locator("mark.here")).to_have_id(f"m-{marks}")


def test_copying_puts_the_address_of_the_passage_on_the_clipboard(
    open_context: Opener, addresses: dict[str, str]
):
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(addresses["passage"])

    page.get_by_role("link", name="نسخ رابط المقطع").click()

    expect(page.get_by_role("link", name="نُسخ")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(addresses["passage"])
    page.get_by_role("button", name="نسخ المقطع مع الاستشهاد").click()
    expect(page.get_by_role("button", name="نُسخ")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator(".quoted__text p").inner_text()[:60] in copied
    assert "أرشيف الانسحاب" in copied


QUESTION = "من قال إن موعد الانسحاب ثابت"


def test_from_the_front_page_to_who_said_that_the_date_is_fixed_in_four_actions(
    open_context: Opener,
):
    page = open_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/")

    page.get_by_role("combobox", name="ابحث في الأرشيف").fill(QUESTION)
    page.keyboard.press("Enter")  # 1: the question
    expect(page.locator(".said")).to_contain_text("فُهم سؤالاً")
    answer = page.locator(".card").first.locator(".snippet--said").first
    speaker = answer.locator(".chain__speaker").inner_text().strip()
    relays = answer.locator(".chain li:not(.chain__speaker)").all_inner_texts()
    assert speaker
    assert relays
    expect(answer.locator("mark").first).to_be_visible()
    expect(page.locator(".card__source time").first).to_be_visible()

    answer.get_by_role("link", name=re.compile("المقطع")).click()  # 2: where it stands
    facts = page.locator(".upright").first
    for told in ("القائل", speaker.split("،")[0], relays[0].strip()):
        expect(facts).to_contain_text(told)
    expect(facts.locator("time").first).to_be_visible()

    page.get_by_role("link", name="نسخ رابط المقطع").click()  # 3: its link
    expect(page.get_by_role("link", name="نُسخ")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="نسخ المقطع مع الاستشهاد").click()  # 4: its citation
    expect(page.get_by_role("button", name="نُسخ")).to_be_visible()
    citation = page.evaluate("navigator.clipboard.readText()")

    name = speaker.split("،")[0]
    assert name in link
    assert link.endswith(page.url.partition("/p/")[2])
    assert name in citation
    assert relays[0].strip() in citation


def test_the_same_question_is_answered_without_scripts(open_context: Opener):
    page = open_context(scripts=False, width=390, height=844).new_page()
    page.goto("/")
    page.locator("input[name=q]").fill(QUESTION)
    page.get_by_role("button", name="بحث", exact=True).click()
    headline = page.locator(".card__title").first.bounding_box()
    assert headline
    assert headline["y"] < 540
    answer = page.locator(".card").first.locator(".snippet--said").first
    name = answer.locator(".chain__speaker").inner_text().strip().split("،")[0]

    answer.get_by_role("link", name=re.compile("المقطع")).click()

    expect(page.locator(".upright").first).to_contain_text(name)
    expect(page.locator(".citation").first).to_contain_text(name)
    page.get_by_role("link", name="نسخ رابط المقطع").click()
    assert re.search(r"/p/\w+/$", page.url)


def test_a_speaker_is_chosen_and_another_left_out_without_scripts(open_context: Opener):
    page = open_context(scripts=False).new_page()
    page.goto("/search/?q=الانسحاب")
    page.locator("input[name=speaker]:not([value^='-'])").nth(1).check()
    page.locator("input[name=kind][value='-term']").check()
    page.get_by_role("button", name="تطبيق المرشحات").click()

    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".chip").nth(1)).to_contain_text("ما عدا نوع القول")
    expect(page.locator(".card").first.locator(".snippet--said").first).to_be_visible()
    expect(page.locator("#count")).to_contain_text("منسوب")


def test_switching_language_stays_on_the_page(page: Page, addresses: dict[str, str]):
    page.goto(addresses["article"])
    title = page.locator("h1").inner_text()

    page.get_by_role("link", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("h1").inner_text() == title
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_text_at_twice_its_size_stays_within_the_page(
    open_context: Opener, addresses: dict[str, str]
):
    page = open_context(width=640, height=450).new_page()  # 1280 × 900 at 200 %
    for address in (addresses["article"], "/search/?q=الانسحاب", "/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_phone_filters_open_and_close(open_context: Opener):
    page = open_context(width=390, height=844).new_page()
    page.goto("/search/?q=الانسحاب")
    choice = page.locator("input[name=outlet]").first
    expect(choice).to_be_hidden()

    page.locator(".facets summary").click()

    expect(choice).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_a_name_over_its_timeline_to_a_passage(open_context: Opener, scripts: bool):
    page = open_context(width=390, scripts=scripts).new_page()
    page.goto("/actors/mustafa-al-kadhimi/")

    page.get_by_role("link", name="على الخط الزمني").click()
    expect(page.get_by_label("الجهة أو الشخص")).to_have_value("مصطفى الكاظمي")
    page.get_by_label("من", exact=True).fill("2021-07")
    page.get_by_role("button", name="عرض").click()
    assert "actor=" in page.url
    assert "from=2021-07" in page.url

    happening = page.locator(".happening").first
    sentence = happening.locator(".happening__words").inner_text()
    happening.locator(".happening__tellings a").first.click()
    expect(page.locator("main")).to_contain_text(sentence.strip("…")[:40])
