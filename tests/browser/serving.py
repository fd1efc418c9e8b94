"""The archive as `make run` serves it, in a folder of its own, and a Chromium to look at it."""

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds to set the archive up on a slow machine
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OWN = {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL", "DEBUG"}


class NotServedError(Exception):
    """The site ended, or never answered."""


def chromium() -> str | None:
    """Where a Chromium of this machine is; `CHROMIUM` names another."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class Site:
    """The served archive: where it answers, and the environment of its commands."""

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
            stdout=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout

    def search(self, words: str, *options: str) -> dict:
        """The answer of `manage.py search --json`."""
        return json.loads(self.manage("search", words, *options, "--json"))

    def sample(self, words: str) -> dict[str, str]:
        """The addresses of the first article found for these words and of its first paragraph."""
        article = self.search(words, "--limit", "1")["hits"][0]["article"]
        shown = json.loads(self.manage("show", article, "--json").splitlines()[0])
        passage = next(p["id"] for p in shown["passages"] if p["kind"] == "paragraph")
        return {"article": f"/a/{article}/", "passage": f"/p/{passage}/"}


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The demonstration archive, set up in `folder` and served until the block ends."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "ARCHIVE_DATA": str(folder),
        "PORT": str(port),
    }
    site = Site(f"http://127.0.0.1:{port}", environment)
    site.manage("prepare")
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port), "--workers", "1"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{site.url}/accessibility/", server)
        yield site
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
            raise NotServedError(f"the site ended with {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310  (our own address)
                return
        except urllib.error.HTTPError as error:
            raise NotServedError(f"{address} answers {error.code}") from error
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise NotServedError(f"{address} did not answer within {PATIENCE} seconds")


@contextmanager
def headless() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


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
