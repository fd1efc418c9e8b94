"""Headless Chromium against the archive as `make run` serves it, with its demonstration.

Nothing here touches the database of the other tests: the site has a folder, a database and
processes of its own, made once a session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.serving import Site, chromium, headless, served

Opener = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    missing = pytest.mark.skip(
        reason="there is no Chromium here (install it, or set CHROMIUM to its path)"
    )
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def addresses(site: Site) -> dict[str, str]:
    """An article and a passage of it that stand for all of them."""
    return site.sample("الكاظمي")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # One a module, not one a session: while Playwright runs, Django refuses to touch a database.
    with headless() as started:
        yield started


@pytest.fixture
def open_context(browser: Browser, site: Site) -> Iterator[Opener]:
    """Contexts of the test: `open_context(width=390, dark=True, scripts=False, …)`."""
    opened: list[BrowserContext] = []

    def open_one(
        *, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True, **more
    ) -> BrowserContext:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="ar-IQ",
            **more,
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: Opener) -> Iterator[Page]:
    """A desk-wide page; the test fails when the browser complains of anything."""
    opened = open_context().new_page()
    complaints: list[str] = []
    opened.on(
        "console", lambda said: complaints.append(said.text) if said.type == "error" else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert complaints == []
