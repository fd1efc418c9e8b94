"""An archive on disk, small, whose database is a file of its own."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.models import Original
from archive.preservation import snapshots
from archive.preservation.backup import Made, back_up
from archive.preservation.backups import Refused
from archive.preservation.originals import keep_data
from archive.preservation.restore import Restored, restore


def quietly(done: int, total: int, label: str) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def archive(transactional_db, settings, tmp_path: Path) -> Path:
    """The data folder of an archive with three originals."""
    live_in(settings, tmp_path / "live")
    for number in range(3):
        keep_data(f"الأصل {number}".encode(), f"{number}.txt")
    (settings.ARCHIVE_DATA / "env").write_text("SECRET_KEY=of-the-live-one\n")
    return settings.ARCHIVE_DATA


def live_in(settings, folder: Path) -> None:
    folder.mkdir()
    settings.ARCHIVE_DATA = folder
    settings.ARCHIVE_ORIGINALS = folder / "originals"
    settings.ARCHIVE_INDEX = folder / "index"


@pytest.fixture
def backups_at(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def make(archive, backups_at) -> Callable[..., tuple[Made, list[Refused]]]:
    """Makes a backup; returns what came of it, and what was refused."""

    def run(*, keep: int | None = None) -> tuple[Made, list[Refused]]:
        refused: list[Refused] = []
        return back_up(backups_at, keep=keep, progress=quietly, refuse=refused.append), refused

    return run


@pytest.fixture
def elsewhere(settings, tmp_path: Path, monkeypatch) -> Path:
    """An empty data folder, whose database would be a file in it."""
    folder = tmp_path / "elsewhere"

    def move() -> Path:
        live_in(settings, folder)
        monkeypatch.setattr(snapshots, "database_path", lambda: folder / "archive.sqlite3")
        return folder

    return move


@pytest.fixture
def bring_back(backups_at, elsewhere) -> Callable[..., tuple[Restored, list[Refused]]]:
    """Restores into the empty folder; the second time into the same."""

    def run(name: str = "", *, progress=quietly) -> tuple[Restored, list[Refused]]:
        refused: list[Refused] = []
        return restore(backups_at, name, progress=progress, refuse=refused.append), refused

    return run


def rows(database: Path, question: str = "SELECT sha256 FROM archive_original") -> set[str]:
    with sqlite3.connect(database) as copy:
        return {value for (value,) in copy.execute(question)}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def an_original() -> Original:
    return Original.objects.order_by("sha256")[0]
