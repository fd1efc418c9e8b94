"""Pictures of the admin for docs/admin-guide.md, taken of the demonstration archive.

    python -m benchmarks.admin_pictures [FOLDER]

Sets an archive up in a temporary folder, works in it as an editor would, and writes PNG files,
by default into docs/pictures/.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.serving import ROOT, Site, headless, served

SAMPLE = """مدرج القاعدة يعود إلى الطيران العراقي

تسلّم سلاح الجو العراقي مدرج القاعدة ومخازنها بموجب [محضر](#) وُقّع في بغداد، بحسب ما نقلت \
وكالة الأنباء العراقية.

ونُقلت المعدات على ثلاث دفعات إلى مخازن وزارة الدفاع العراقية، وبقيت الأبراج والأسوار \
في مكانها.

ما الذي بقي في القاعدة

وبقي في القاعدة مستشارون من التحالف الدولي يعملون مع الوحدات العراقية التي باتت أكثر خبرة وعدد من

ويتولى التنسيق مكتب مشترك في أربيل، وفق [بيان](https://example.org/statement) لاحق.
"""


def take(site: Site, browser: Browser, folder: Path) -> list[Path]:
    """Every picture of the guide, in the order of an editor's work."""
    folder.mkdir(parents=True, exist_ok=True)
    page = _enter(site, browser)
    taken = []

    def keep(name: str, height: int = 760) -> None:
        taken.append(_picture(page, folder / f"admin-{name}.png", height))

    keep("front", 700)
    page.goto("/admin/archive/article/add/")
    page.get_by_label("أو الصق النص").fill(SAMPLE)
    keep("add", 780)
    page.get_by_role("button", name="معاينة").click()
    review = page.url
    keep("preview", 1180)
    page.get_by_label("تاريخ النشر").fill("2021-11")
    page.get_by_label("التاريخ تقريبي").check()
    page.get_by_label("المصدر غير معلوم").check()
    page.locator("input[type=radio][name^=review-cut][value=confirmed]").check()
    page.get_by_role("button", name="نشر المقال").click()
    page.goto(f"/admin/archive/article/{_article_to_review(site)}/review/")
    keep("findings", 900)
    page.goto(review.replace("change", "correct"))
    body = page.get_by_label("النص", exact=True)
    body.fill(body.input_value().replace("ثلاث دفعات", "أربع دفعات"))
    page.get_by_label("سبب التصحيح").fill("خطأ في نقل عدد الدفعات")
    page.get_by_role("button", name="عرض ما سيتغير").click()
    keep("correct", 760)
    page.goto(review.replace("change", "withdraw"))
    page.get_by_label("سبب السحب").fill("بطلب من المصدر")
    keep("withdraw", 600)
    _import(page)
    keep("import", 700)
    page.goto("/admin/search/indexstate/")
    keep("index", 780)
    return taken


def _article_to_review(site: Site) -> str:
    """The key of the article in which most statements wait."""
    script = (
        "from archive.editing.review import undecided;"
        "from collections import Counter;"
        "rows = undecided('statements').values_list('revision__article', flat=True);"
        "print(Counter(rows).most_common(1)[0][0])"
    )
    return site.manage("shell", "-v0", "-c", script).split()[-1]


def _enter(site: Site, browser: Browser) -> Page:
    context = browser.new_context(
        base_url=site.url, viewport={"width": 1180, "height": 760}, locale="ar-IQ"
    )
    page = context.new_page()
    page.goto("/admin/")
    page.locator("#id_username").fill("admin")
    page.locator("#id_password").fill(site.password)
    page.get_by_role("button", name="دخول").click()
    # Fonts that may be late on a first visit are there on the second.
    page.goto("/admin/", wait_until="networkidle")
    return page


def _import(page: Page) -> None:
    """Two files, one of which can't be kept."""
    page.goto("/admin/archive/ingest/add/")
    files = [
        ("convoys.txt", "قوافل تغادر\n\nغادرت القوافل القاعدة على دفعات حتى نهاية الأسبوع."),
        ("empty.txt", " \n"),
    ]
    page.get_by_label("الملفات").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files]
    )
    page.get_by_label("اقبل السجلات التي بلا تاريخ").check()
    page.get_by_role("button", name="استيراد").click()
    page.get_by_text("انتهى").first.wait_for(timeout=60_000)


def _picture(page: Page, path: Path, height: int) -> Path:
    page.set_viewport_size({"width": 1180, "height": height})
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(96, dither=Image.Dither.NONE).save(path, "PNG", optimize=True)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "pictures")
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as site, headless() as browser:
        for path in take(site, browser, folder):
            print(f"{path.name}\t{path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
