"""Pictures of the pages for README and docs, taken of the demonstration archive.

    python benchmarks/screenshots.py [--only NAME…] [--folder DIR]

`make screenshots` calls this. The archive is set up in a temporary folder, served as `make run`
does, and photographed in headless Chromium; docs/pictures/ is where the pictures go by default.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.serving import Site, headless, served

ROOT = Path(__file__).resolve().parents[1]
ANSWERED = 1_500  # milliseconds after a touch
COLOURS = 96  # enough for text on paper, at a quarter of the bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    path: str
    width: int = 1280
    height: int = 1400
    dark: bool = False
    printed: bool = False
    to: str = ""  # a selector to scroll to first
    taps: tuple[str, ...] = ()  # selectors that are touched one after the other


SEARCH = "/search/?q=موعد الانسحاب"
PICTURES = {
    "front": Picture(path="/"),
    "results": Picture(path=f"{SEARCH}&outlet=desk-baghdad&outlet=desk-washington"),
    "histogram-drilled": Picture(path="/search/?q=الانسحاب&from=2021&to=2021", height=720),
    "histogram-drilled-phone": Picture(
        path="/search/?q=الانسحاب&from=2021-11&to=2021-11", width=390, height=844
    ),
    "filter-touched-phone": Picture(
        path="/search/?q=الانسحاب",
        width=390,
        height=844,
        taps=(".facets summary", "[name=kind] + .facet__name"),
    ),
    "article": Picture(path="{article}?q=الكاظمي#{anchor}", to=".article"),
    "passage": Picture(path="{passage}", height=1100),
    "actor": Picture(path="/actors/mustafa-al-kadhimi/"),
    "outlets": Picture(path="/outlets/", height=1000),
    "about": Picture(path="/about/", height=1100),
    "tips": Picture(path="/search/tips/", height=1200),
    "nothing": Picture(path="/search/?q=قصطلخ&outlet=desk-baghdad", height=900),
    "english": Picture(path=f"/en{SEARCH}", height=1100),
    "front-phone": Picture(path="/", width=390, height=844),
    "results-phone": Picture(path=SEARCH, width=390, height=844),
    "article-phone-dark": Picture(
        path="{article}?q=الكاظمي#{anchor}", width=390, height=844, dark=True, to=".passage:target"
    ),
    "nothing-phone": Picture(path="/search/?q=قصطلخ&outlet=desk-baghdad", width=390, height=844),
    "results-dark": Picture(path=SEARCH, dark=True, height=1100),
    "article-print": Picture(path="{article}", width=794, height=1123, printed=True),
}


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """A PNG of the part of the page that a reader sees first."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
        locale="ar-IQ",
        has_touch=bool(picture.taps),
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    # Fonts are optional: the second visit has them at hand, as a reader's second page does.
    page.reload(wait_until="networkidle")
    for selector in picture.taps:
        page.locator(selector).first.tap()
        page.wait_for_timeout(ANSWERED)
    if picture.printed:
        page.emulate_media(media="print")
    if picture.to:
        page.locator(picture.to).first.scroll_into_view_if_needed()
    if picture.to == ".article":
        page.evaluate("scrollTo(0, 0)")
    taken = page.screenshot()
    context.close()
    return taken


def small(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def samples(site: Site) -> dict[str, str]:
    found = site.sample("الكاظمي")
    return {**found, "anchor": f"p-{found['passage'].strip('/').removeprefix('p/')}"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", nargs="*", default=list(PICTURES), choices=list(PICTURES))
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "pictures")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as site:
        filled = samples(site)
        with headless() as browser:
            for name in options.only:
                picture = PICTURES[name]
                address = site.url + picture.path.format(**filled)
                small(take(browser, address, picture)).save(
                    options.folder / f"{name}.png", optimize=True
                )
                print(f"{name}.png", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
