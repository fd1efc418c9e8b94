"""Readers, a worker and an import at work together: nothing is lost, and nobody sees an error."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.crash

ROOT = Path(__file__).resolve().parents[2]
RECORDS = 120
READERS = 4
PATIENCE = 120  # seconds that a slow machine may take
WORDS = ("القوات", "انسحاب الكاظمي", '"عين الأسد"', "نيوزويك -بغداد", "")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "ARCHIVE_DATA": str(tmp_path / "archive"),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture
def site(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of an empty archive, served by two processes with a worker beside them."""
    manage(environment, "prepare", "--empty")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (tmp_path / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "2"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_it_answers(address)
            yield address
        finally:
            server.terminate()
            server.wait(PATIENCE)


def manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def wait_until_it_answers(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while status_of(f"{address}/healthz/") != 200:
        assert time.monotonic() < until, "the site did not start"
        time.sleep(0.1)


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0


def records(path: Path, name: str) -> str:
    lines = (
        {
            "id": f"{name}-{number}",
            "title": f"القوات تغادر {name} {number}",
            "body": f"غادرت القوات القتالية قاعدة عين الأسد.\n\nالخبر {number} من {name}.",
            "published_on": "2021-12",
        }
        for number in range(RECORDS)
    )
    path.write_text(
        "\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8"
    )
    return str(path)


def test_two_imports_readers_and_a_rebuild_at_once(site, environment, tmp_path):
    seen: Counter[int] = Counter()
    with ThreadPoolExecutor(READERS + 3) as pool:
        imports = [
            pool.submit(
                manage,
                environment,
                "ingest",
                records(tmp_path / f"{name}.jsonl", name),
                "--publish",
                "--json",
            )
            for name in ("أ", "ب")
        ]
        rebuild = pool.submit(manage, environment, "rebuild_index")

        def read(number: int) -> None:
            while not all(one.done() for one in imports):
                words = WORDS[(number + seen.total()) % len(WORDS)]
                seen[status_of(f"{site}/search/?q={quote(words)}")] += 1

        for reader in [pool.submit(read, number) for number in range(READERS)]:
            reader.result()
        reports = [json.loads(line) for one in imports for line in one.result().splitlines()]
        rebuild.result()

    assert {report["result"] for report in reports} == {"stored"}
    assert len(reports) == 2 * RECORDS
    assert set(seen) == {200}, seen
    manage(environment, "verify")
    found = json.loads(manage(environment, "search", "القوات", "--json", "--limit", "1"))
    assert found["total"] == 2 * RECORDS
