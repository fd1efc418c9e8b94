"""What each page costs a reader on a phone, against the budget of the design.

    python benchmarks/pages.py [--address URL] [--times N] [--only PAGE…]

A first visit in headless Chromium at 390×844 with a quarter of this machine's CPU speed, over
1.6 Mbit/s down, 0.75 up and 150 ms a round trip (the «slow 4G» of Lighthouse; Chromium's own
throttling). Bytes are those that came over the line, headers included. Without an address the
demonstration archive is set up in a temporary folder and served as `make run` does. Each page is
visited three times (`--times`), and the median of each figure counts. A `!` marks a figure over
the budget, and the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.pages import PAGES
from tests.browser.serving import Site, axe_findings, headless, served

KILOBYTE = 1000
MEGABIT = 1_000_000 / 8
BUDGET = {
    "html": 25.0,
    "css": 10.0,
    "js": 20.0,
    "font": 115.0,
    "requests": 12,
    "lcp": 1500,
    "cls": 0.05,
    "nodes": 900,
    "axe": 0,
}
KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js", "Font": "font"}
OBSERVE = """
window.__lcp = 0; window.__cls = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.__lcp = entry.startTime;
}).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__cls += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


@dataclass(frozen=True, slots=True)
class Visit:
    figures: dict[str, float]

    def over(self) -> list[str]:
        return [name for name, most in BUDGET.items() if self.figures[name] > most]


def visit(browser: Browser, address: str) -> Visit:
    """One first visit, with nothing kept from before."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, bypass_csp=True
    )
    page = context.new_page()
    sizes, requests = _listen(context, page)
    page.add_init_script(OBSERVE)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    figures: dict[str, float] = {kind: sizes[kind] / KILOBYTE for kind in KINDS.values()}
    figures["requests"] = len(requests)
    figures["lcp"] = page.evaluate("window.__lcp")
    figures["cls"] = page.evaluate("window.__cls")
    figures["nodes"] = page.evaluate("document.querySelectorAll('*').length")
    figures["axe"] = len(axe_findings(page))
    context.close()
    return Visit(figures)


def median_visit(browser: Browser, address: str, times: int) -> Visit:
    seen = [visit(browser, address).figures for _ in range(times)]
    return Visit({name: median(figures[name] for figures in seen) for name in seen[0]})


def _listen(context: BrowserContext, page: Page) -> tuple[Counter[str], set[str]]:
    """Throttle the page, and count what comes over the line by kind."""
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 150,
            "downloadThroughput": 1.6 * MEGABIT,
            "uploadThroughput": 0.75 * MEGABIT,
        },
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    requests: set[str] = set()

    def received(event: dict) -> None:
        if not event["response"]["url"].startswith("data:"):
            kinds[event["requestId"]] = KINDS.get(event["type"], "other")
            requests.add(event["requestId"])

    def finished(event: dict) -> None:
        if event["requestId"] in kinds:
            sizes[kinds[event["requestId"]]] += event["encodedDataLength"]

    line.on("Network.responseReceived", received)
    line.on("Network.loadingFinished", finished)
    return sizes, requests


def report(visits: dict[str, Visit]) -> int:
    names = list(BUDGET)
    heads = ["html kB", "css kB", "js kB", "fonts kB", "requests", "LCP ms", "CLS", "nodes", "axe"]
    print(f"{'page':<18}" + "".join(f"{head:>10}" for head in heads))
    print(f"{'budget':<18}" + "".join(f"{BUDGET[name]:>10g}" for name in names))
    for page, seen in visits.items():
        cells = []
        for name in names:
            value = seen.figures[name]
            shown = (
                f"{value:.3f}" if name == "cls" else f"{value:.1f}" if value % 1 else f"{value:g}"
            )
            cells.append(f"{shown}{'!' if name in seen.over() else ''}")
        print(f"{page:<18}" + "".join(f"{cell:>10}" for cell in cells))
    over = sum(bool(seen.over()) for seen in visits.values())
    print(f"\n{len(visits)} pages, {over} over the budget")
    return 1 if over else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--address", help="a running archive to measure; its commands are not used")
    parser.add_argument("--article", default="", help="with --address: the path of an article")
    parser.add_argument("--passage", default="", help="with --address: the path of a passage")
    parser.add_argument("--only", nargs="*", default=list(PAGES), help="names of pages")
    parser.add_argument("--times", type=int, default=3, help="visits to each page")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        given = Site(options.address, {}) if options.address else None
        with nullcontext(given) if given else served(Path(folder)) as site, headless() as browser:
            samples = {"article": options.article, "passage": options.passage}
            samples = samples if given else site.sample("الكاظمي")
            visits = {}
            for name in options.only:
                path = PAGES[name].format(**samples)
                if path and path.startswith("/"):
                    visits[name] = median_visit(browser, site.url + path, options.times)
                    print(f"{name}…", file=sys.stderr)
            return report(visits)


if __name__ == "__main__":
    sys.exit(main())
