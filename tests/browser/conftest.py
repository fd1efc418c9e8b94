"""Headless Chromium against the archive as `make run` serves it, with its demonstration.

Nothing here touches the database of the other tests: the site has a folder, a database and
processes of its own, made once a session.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds to set the archive up on a slow machine
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> str | None:
    """Where a Chromium of this machine is."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


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


@dataclass(frozen=True)
class Site:
    """The served archive: where it answers, where it keeps its things."""

    url: str
    environment: dict[str, str]

    @property
    def password(self) -> str:
        """Of the account `admin`."""
        lines = (Path(self.environment["ARCHIVE_DATA"]) / "env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)["ARCHIVE_ADMIN_PASSWORD"]

    def manage(self, *arguments: str) -> str:
        """Run a command of the archive; what it wrote on standard output."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout

    def search(self, words: str, *options: str) -> dict:
        """The answer of `manage.py search --json`."""
        return json.loads(self.manage("search", words, *options, "--json"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port = _free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "DEBUG"}
    }
    environment |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "ARCHIVE_DATA": str(tmp_path_factory.mktemp("site")),
        "PORT": str(port),
    }
    served = Site(f"http://127.0.0.1:{port}", environment)
    served.manage("prepare")
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port), "--workers", "1"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{served.url}/accessibility/", server)
        yield served
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the site ended with {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  (our own address)
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"{address} did not answer within {PATIENCE} seconds")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # One a module, not one a session: while Playwright runs, Django refuses to touch a database.
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


Opener = Callable[..., BrowserContext]


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


def axe_findings(page: Page) -> list[str]:
    """What axe finds on the page, one line a finding. The context needs `bypass_csp=True`."""
    script = resources.files("axe_core_python") / "axe.min.js"
    page.evaluate(script.read_text(encoding="utf-8"))
    answer = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in answer["violations"]
        for node in found["nodes"]
    ]
