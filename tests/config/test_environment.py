"""The secrets of one installation: made once, whole, for its owner alone."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from config import environment

NAMES = ("SECRET_KEY", "ARCHIVE_ADMIN_PASSWORD")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder without secrets, and an environment without them."""
    monkeypatch.setenv("ARCHIVE_DATA", str(tmp_path / "data"))
    for name in NAMES:
        monkeypatch.setenv(name, "so that it is unset again after the test")
        monkeypatch.delenv(name)
    return tmp_path / "data"


def test_secrets_are_made_on_the_first_start_and_kept(folder):
    environment.keep_installation_secrets()
    made = [os.environ.pop(name) for name in NAMES]

    environment.keep_installation_secrets()

    assert [os.environ[name] for name in NAMES] == made
    assert all(made)
    assert (folder / "env").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["env"]


def test_a_full_disk_leaves_no_half_of_them_behind(folder, monkeypatch):
    def refuse(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full, pytest.raises(OSError, match="No space"):
        full.setattr(environment.os, "fsync", refuse)
        environment.keep_installation_secrets()
    assert list(folder.iterdir()) == []

    environment.keep_installation_secrets()

    assert os.environ["SECRET_KEY"]


def test_processes_that_start_together_agree(folder):
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            list(pool.map(lambda _: environment._make_secrets(folder / "env"), range(8)))
            kept = (folder / "env").read_text()
            environment._make_secrets(folder / "env")

            assert (folder / "env").read_text() == kept
            assert [line.partition("=")[0] for line in kept.splitlines()] == list(NAMES)
            (folder / "env").unlink()
