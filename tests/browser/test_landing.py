"""A link to a passage lands on it: in view and marked, however slowly the page comes.

`LANDINGS=200` lands that often; every passage of long articles takes its turn.
"""

from __future__ import annotations

import json
import os
from itertools import cycle, islice, product

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Opener
from tests.browser.serving import Site

LANDINGS = int(os.environ.get("LANDINGS", "8"))
LATE = 400  # milliseconds that fonts take longer
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 60_000, "uploadThroughput": 30_000}
WAYS = ("outside", "results", "passage")

IN_VIEW = """() => {
  const target = document.querySelector(":target");
  if (!target) return "nothing is marked";
  const box = target.getBoundingClientRect();
  const top = box.top, words = target.querySelector(".passage__text").getBoundingClientRect();
  if (words.top < 0 || words.top > innerHeight - 40) return `stands at ${top} of ${innerHeight}`;
  const here = getComputedStyle(target).backgroundColor;
  const other = document.querySelector(".passage:not(:target)");
  return other && getComputedStyle(other).backgroundColor === here ? "has no mark" : "";
}"""


@pytest.fixture(scope="module")
def passages(site: Site) -> list[tuple[str, str]]:
    """Addresses in place, and of the passages, of the longest articles that are found."""
    found = site.search("الانسحاب", "--limit", "20")["hits"]
    shown = [
        json.loads(line)
        for line in site.manage("show", *(hit["article"] for hit in found), "--json").splitlines()
    ]
    longest = sorted(shown, key=lambda one: -len(one["passages"]))[:5]
    return [
        (f"/a/{one['article']}/#p-{passage['id']}", f"/p/{passage['id']}/")
        for one in longest
        for passage in reversed(one["passages"])
    ]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_link_lands_on_its_passage(
    open_context: Opener, passages: list[tuple[str, str]], scripts: bool
):
    opened = open_context(width=390, height=800, scripts=scripts).new_page()
    opened.route("**/*.woff2", _late)
    session = opened.context.new_cdp_session(opened)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    landings = zip(cycle(product(WAYS)), cycle(passages), strict=False)

    missed = [
        f"{way} {place}: {why}"
        for (way,), (place, address) in islice(landings, LANDINGS // 2)
        if (why := _land(opened, way, place, address))
    ]

    assert missed == []


def _late(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(LATE)
    route.continue_()


def _land(page: Page, way: str, place: str, address: str) -> str:
    """Follow a link to the passage; why it isn't in view and marked, or nothing."""
    if way == "outside":
        page.goto("about:blank")
        page.goto(place)
    elif way == "results":
        article, _, passage = place.partition("#")
        page.goto(f"{article}?q=الانسحاب#{passage}")
    else:
        page.goto(address)
        page.get_by_role("link", name="اقرأه في موضعه").click()
        page.wait_for_url(f"**{place}")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    return page.evaluate(IN_VIEW)
