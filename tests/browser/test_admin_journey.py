"""An editor's day in Chromium: upload, preview, publish, find, correct, withdraw, restore."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener
from tests.browser.serving import Site, axe_findings

ADMIN = "/admin/"
ADD = "/admin/archive/article/add/"
SECONDS_TO_BE_FOUND = 30_000

# Pages that need no article; `{draft}` is the review page of one.
PAGES = (
    "/admin/",
    "/admin/archive/article/",
    "/admin/archive/article/?q=الانسحاب&status__exact=published",
    ADD,
    "{draft}",
    "{draft_correct}",
    "{published}",
    "{published_withdraw}",
    "{published_history}",
    "/admin/archive/article/?q=قصطلخ",
    "/admin/archive/ingest/",
    "/admin/archive/ingest/add/",
    "{report}",
    "{report}?result=revised",
    "/admin/archive/source/add/",
    "/admin/archive/source/?confirmed__exact=1",
    "/admin/archive/entity/",
    "{entity}",
    "/admin/search/indexstate/",
    "/admin/archive/article/review/",
    "/admin/archive/article/discarded/",
    "/admin/archive/article/proposals/",
    "{draft_findings}",
    "{draft_name}",
    "/admin/archive/entity/merges/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/user/1/change/",
    "/admin/auth/group/1/change/",
    "/admin/password_change/",
)


def text_of(word: str) -> str:
    """An article that no other test has; its third paragraph is cut off."""
    return (
        f"قافلة {word} تغادر القاعدة\n\n"
        f"غادرت قافلة {word} القاعدة الجوية فجر الأحد، وقال [ضابط](#) في قيادة العمليات إن "
        "التسليم جرى وفق محضر موقّع من الجانبين.\n\n"
        f"وأضاف الضابط في بغداد أن {word} لن تعود، وأن الجدول الزمني للانسحاب ثابت.\n\n"
        "وختم مشيراً إلى أن المستشارين الباقين باتوا أكثر خبرة وعدد من\n"
    )


@pytest.fixture
def watched(open_context: Opener, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a page of the admin, logged in; fails when a policy or a script was broken on it."""
    complaints: list[str] = []

    def note(said: object) -> None:
        # An answer of 410 or 429 is what the journey wants to see.
        if said.type == "error" and "Failed to load resource" not in said.text:
            complaints.append(said.text)

    def open_admin(**options: object) -> Page:
        page = open_context(**options).new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(ADMIN)
        page.get_by_label("اسم المستخدم").fill("admin")
        page.get_by_label("كلمة المرور").fill(site.password)
        page.get_by_role("button", name="دخول").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("العمل اليومي")
        return page

    yield open_admin
    assert complaints == []


def upload(page: Page, file: Path) -> str:
    """Send a file, and look at its preview; the address of that."""
    page.goto(ADMIN)
    page.get_by_role("link", name="إضافة مقال").first.click()
    page.get_by_label("ملف", exact=True).set_input_files(file)
    page.get_by_role("button", name="معاينة").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("معاينة قبل النشر")
    return page.url


def found(page: Page, word: str) -> int:
    """How many of a reader's results have the word in their title; others only resemble it, and
    say that they don't have it."""
    page.goto(f"/search/?q={word}")
    return titles(page, word).count()


def titles(page: Page, word: str) -> Locator:
    return page.locator(".result").get_by_role("heading").filter(has_text=word)


def wait_until_found(page: Page, word: str, number: int) -> None:
    for _ in range(SECONDS_TO_BE_FOUND // 500):
        if found(page, word) == number:
            return
        page.wait_for_timeout(500)
    pytest.fail(f"a reader finds {found(page, word)} articles with {word}, not {number}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_article_from_upload_to_withdrawal_and_back(
    watched: Callable[..., Page], open_context: Opener, tmp_path: Path, scripts: bool
):
    word = "زمزمان" if scripts else "زمزمون"
    file = tmp_path / f"{word}.md"
    file.write_text(text_of(word), encoding="utf-8")
    page = watched(scripts=scripts)
    reader = open_context(scripts=scripts).new_page()

    review = upload(page, file)
    expect(page.locator(".summary")).to_contain_text("ينقص: المصدر، تاريخ النشر")
    expect(page.locator(".passages")).to_contain_text("رابط مفقود: «ضابط»")
    expect(page.locator(".passages")).to_contain_text("مكان: بغداد")

    page.get_by_role("button", name="نشر المقال").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the date of publication")
    assert found(reader, word) == 0

    page.goto(review)
    page.get_by_label("تاريخ النشر").fill("2021-11")
    page.get_by_label("التاريخ تقريبي").check()
    page.get_by_label("الناشر غير معلوم").check()
    page.get_by_label("مقطوع في الأصل").last.check()
    page.get_by_role("button", name="نشر المقال").click()
    expect(page.locator(".messagelist")).to_contain_text("نُشر المقال")
    wait_until_found(reader, word, 1)

    titles(reader, word).get_by_role("link").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(word)
    public = reader.url.split("?")[0].split("#")[0]

    page.goto(review)
    page.get_by_role("link", name="تصحيح النص").click()
    body = page.get_by_label("النص", exact=True)
    body.fill(body.input_value().replace("فجر الأحد", "مساء السبت"))
    page.get_by_label("سبب التصحيح").fill("خطأ في اليوم")
    page.get_by_role("button", name="عرض ما سيتغير").click()
    expect(page.locator(".difference")).to_contain_text("مساء السبت")
    page.get_by_role("button", name="حفظ التصحيح").click()
    expect(page.locator(".messagelist")).to_contain_text("نسخة جديدة")
    reader.goto(public)
    expect(reader.locator("main")).to_contain_text("مساء السبت")

    page.goto(review)
    page.get_by_role("link", name="سحب المقال").click()
    page.get_by_label("سبب السحب").fill("بطلب من المصدر")
    page.get_by_role("button", name="سحب المقال").click()
    assert reader.goto(public).status == 410
    expect(reader.locator("main")).to_contain_text("بطلب من المصدر")
    assert found(reader, word) == 0

    page.goto(review)
    page.get_by_role("link", name="إعادة المقال").click()
    page.get_by_role("button", name="إعادة المقال").click()
    assert reader.goto(public).status == 200
    wait_until_found(reader, word, 1)


def test_correction_that_was_left_comes_back_and_is_forgotten_once_saved(
    watched: Callable[..., Page], tmp_path: Path
):
    file = tmp_path / "left.md"
    file.write_text(text_of("زمزمين"), encoding="utf-8")
    page = watched()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    upload(page, file)
    page.get_by_role("link", name="تصحيح النص").click()
    address = page.url
    body = page.get_by_label("النص", exact=True)
    typed = body.input_value().replace("فجر الأحد", "مساء السبت")
    body.fill(typed)

    page.goto(ADMIN)
    assert asked == ["beforeunload"]
    page.goto(address)
    expect(page.get_by_role("status")).to_contain_text("استُعيد ما كتبته")
    assert body.input_value() == typed

    page.get_by_label("سبب التصحيح").fill("خطأ في اليوم")
    page.get_by_role("button", name="عرض ما سيتغير").click()
    page.get_by_role("button", name="حفظ التصحيح").click()
    expect(page.locator(".messagelist")).to_contain_text("نسخة جديدة")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("تصحيح النص")
    assert page.get_by_text("استُعيد ما كتبته").count() == 0


def walk_to(page: Page, selector: str, *, steps: int = 150) -> None:
    """Press Tab until the focus is there, and see that it can be seen."""
    page.wait_for_load_state("load")
    for _ in range(steps):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{selector} shows no focus"
            return
    pytest.fail(f"Tab never reached {selector}")


def test_article_is_added_and_published_by_keyboard_alone(watched: Callable[..., Page]):
    word = "زمزمين"
    page = watched()

    walk_to(page, f'a[href="{ADD}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ADD}")
    walk_to(page, "textarea")
    page.keyboard.insert_text(text_of(word))
    walk_to(page, "button.button-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")

    walk_to(page, "#id_outlet_unknown")
    page.keyboard.press("Space")
    walk_to(page, "#id_published_on")
    page.keyboard.type("2021-11-22")
    walk_to(page, "input[type=radio][name^=review-cut]")
    page.keyboard.press("Space")
    walk_to(page, "button[name=publish]")
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("نُشر المقال")
    wait_until_found(page, word, 1)


def test_import_is_run_by_the_worker_and_reported(watched: Callable[..., Page], tmp_path: Path):
    texts = {
        "أولى": "أول سوق للكتب\n\nفُتح أول سوق للكتب في الحي المصنوع صباح السبت، ويبقى حتى المغرب.",
        "ثانية": "ملعب جديد\n\nيبدأ العمل في الملعب المصنوع بعد شهرين، بحسب المهندس المشرف عليه.",
    }
    files = []
    for name, text in texts.items():
        file = tmp_path / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    page = watched(scripts=False)

    page.goto("/admin/archive/ingest/add/")
    page.get_by_label("الملفات").set_input_files(files)
    page.get_by_label("اقبل السجلات التي بلا تاريخ").check()
    page.get_by_role("button", name="استيراد").click()

    # Nothing is pressed: the page refreshes by itself, without scripts.
    expect(page.locator(".summary")).to_contain_text("حُفظ: 2", timeout=SECONDS_TO_BE_FOUND)
    page.get_by_role("link", name="معاينة ونشر").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("معاينة قبل النشر")


@pytest.fixture(scope="module")
def addresses(site: Site) -> dict[str, str]:
    """Pages of a draft, of a published article, of an entity and of a report."""
    script = (
        "from archive.ingest import store; from archive.ingest.parsed import parse_text;"
        "from archive.annotation.names import Recogniser;"
        "from archive.models import *; from archive.ingest.queue import enqueue, run_queued;"
        "import io;"
        f"text = {text_of('زمزمة')!r};"
        "draft = store.store(parse_text(text, Recogniser())).article.pk;"
        "shown = Article.objects.published().order_by('pk').first().pk;"
        "ingest = enqueue([('a.txt', io.BytesIO(text.encode())), ('b.txt', io.BytesIO(b'x'))]);"
        "run_queued();"
        "entity = EntityName.objects.first().entity_id;"
        "print(draft, shown, ingest.pk, entity)"
    )
    draft, shown, report, entity = site.manage("shell", "-v0", "-c", script).split()[-4:]
    change = "/admin/archive/{}/{}/change/"
    return {
        "draft": change.format("article", draft),
        "draft_findings": f"/admin/archive/article/{draft}/review/",
        "draft_name": f"/admin/archive/article/{draft}/review/name/?name=بغداد&first=1",
        "draft_correct": f"/admin/archive/article/{draft}/correct/",
        "published": change.format("article", shown),
        "published_withdraw": f"/admin/archive/article/{shown}/withdraw/",
        "published_history": f"/admin/archive/article/{shown}/history/",
        "report": change.format("ingest", report),
        "entity": change.format("entity", entity),
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_the_admin(
    watched: Callable[..., Page], addresses: dict[str, str], width: int, dark: bool
):
    page = watched(width=width, dark=dark, bypass_csp=True)
    findings = {}

    for address in PAGES:
        assert page.goto(address.format(**addresses)).status == 200
        if answer := axe_findings(page):
            findings[address] = answer

    assert findings == {}


def test_no_page_of_the_admin_breaks_the_content_policy(
    watched: Callable[..., Page], addresses: dict[str, str]
):
    page = watched()

    for address in PAGES:
        page.goto(address.format(**addresses), wait_until="networkidle")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_of_the_admin_scrolls_sideways(
    watched: Callable[..., Page], addresses: dict[str, str], width: int
):
    page = watched(width=width, height=800)
    wide = {}

    for address in PAGES:
        page.goto(address.format(**addresses))
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide[address] = needed

    assert wide == {}


# axe leaves it open whether letters in the very colour of their ground are meant to be read.
UNREADABLE = """() => {
  const ground = (element) => {
    for (let here = element; here; here = here.parentElement) {
      const colour = getComputedStyle(here).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
  };
  return [...document.querySelectorAll("a, button, input[type=submit], label, summary")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1)
    .filter((element) => getComputedStyle(element).color === ground(element))
    .map((element) => element.outerHTML.slice(0, 90));
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_to_press_has_the_colour_of_its_ground(
    watched: Callable[..., Page], addresses: dict[str, str], dark: bool
):
    page = watched(dark=dark)
    unreadable = {}

    for address in PAGES:
        page.goto(address.format(**addresses))
        if found := page.evaluate(UNREADABLE):
            unreadable[address] = found

    assert unreadable == {}


def test_login_page_is_clean_for_axe(open_context: Opener):
    page = open_context(width=390, bypass_csp=True).new_page()

    page.goto("/admin/login/")

    assert axe_findings(page) == []


def test_single_keys_step_through_the_guesses_once_switched_on(
    watched: Callable[..., Page], addresses: dict[str, str]
):
    page = watched()
    page.goto(addresses["draft"])
    focused = "document.activeElement.closest('[data-guess]') !== null"

    page.locator("h1").click()
    page.keyboard.press("k")
    before = page.evaluate(focused)
    page.get_by_label("اختصارات").check()
    page.keyboard.press("k")

    assert not before
    assert page.evaluate(focused)


def test_editor_reviews_by_keyboard_alone(watched: Callable[..., Page]):
    """One key a decision, over articles, and one to take each back; the switch turns them off."""
    page = watched()
    page.goto("/admin/archive/article/review/")
    told = page.locator(".messagelist")
    with page.expect_navigation():
        page.keyboard.press("k")  # the key that an Arabic keyboard has «ن» on
    articles = set()

    for number in range(10):
        articles.add(page.url.partition("?")[0])
        with page.expect_navigation():
            page.keyboard.press("j" if number % 2 else "v")
        expect(told).to_contain_text("أُكّد" if number % 2 else "رُفض")
    assert len(articles) > 1
    for _ in range(10):
        with page.expect_navigation():
            page.keyboard.press(".")
        expect(told).to_contain_text("تُراجع عن آخر قرار")
    assert page.url.partition("?")[0] in articles

    page.get_by_label("الاختصارات مفعّلة").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(told).to_contain_text("تُراجع عن آخر قرار")
    page.get_by_label("الاختصارات مفعّلة").check()


def test_editor_corrects_chain_and_day_by_keyboard_alone(watched: Callable[..., Page]):
    page = watched()
    page.goto("/admin/archive/article/review/?kind=statements")
    with page.expect_navigation():
        page.keyboard.press("k")
    current = page.locator("[data-current]")
    waiting = page.url

    for key, field, typed in (
        ("l", "relays", "«وكالات»"),  # «م»
        ("d", "said", "2021-11"),  # «ي»
    ):
        page.goto(f"{waiting}#{current.get_attribute('id')}")
        page.keyboard.press(key)
        expect(current.locator(f"[name={field}]")).to_be_focused()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_contain_text("غُيّر")
        with page.expect_navigation():
            page.keyboard.press(".")
