"""What the last backup and the last verification came to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from archive.preservation import last_runs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(archive_folders):
    """Notes of a test stay in its own folder."""


@pytest.fixture
def later(monkeypatch):
    """Puts the clock forward."""

    def pass_by(time: timedelta) -> None:
        now = timezone.now() + time
        monkeypatch.setattr(last_runs.timezone, "now", lambda: now)

    return pass_by


def standing(kind: str) -> last_runs.Standing:
    return next(one for one in last_runs.standings() if one.kind == kind)


def test_an_empty_archive_has_nothing_to_lose_yet():
    assert [one.is_well for one in last_runs.standings()] == [True, True]


def test_an_archive_that_was_never_backed_up_is_told_after_some_days(store_text, later):
    store_text("أول مقال في الأرشيف.")
    assert standing("backup").is_well

    later(last_runs.OLD["backup"] + timedelta(hours=1))

    assert standing("backup").is_old
    assert not standing("verify").is_old


def test_a_run_that_left_nothing_is_well_until_it_is_old(later):
    last_runs.note("backup", about="/backup/archive")
    assert standing("backup").is_well
    assert last_runs.last("backup").about == "/backup/archive"

    later(last_runs.OLD["backup"] + timedelta(hours=1))

    assert standing("backup").is_old


def test_a_run_that_failed_remembers_the_last_good_one():
    last_runs.note("backup")
    good = last_runs.last("backup").succeeded_at

    last_runs.note("backup", error="no room")
    last_runs.note("backup", left=2, named=["a.txt", "b.txt"])

    run = last_runs.last("backup")
    assert (run.succeeded_at, run.left, run.named) == (good, 2, ["a.txt", "b.txt"])
    assert not standing("backup").is_well


def test_kinds_are_kept_apart_and_names_are_few():
    last_runs.note("verify", left=50, named=[f"{number}" for number in range(50)])

    assert last_runs.last("backup") is None
    assert len(last_runs.last("verify").named) == last_runs.MOST_NAMED


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"ended_at": 3, "succeeded_at": null}'])
def test_a_garbled_note_is_as_none(archive_folders, content):
    (archive_folders / "last-verify.json").write_text(content)

    assert last_runs.last("verify") is None
    last_runs.note("verify")
    assert last_runs.last("verify").succeeded


def test_a_disk_that_takes_no_note_changes_nothing_else(monkeypatch, caplog):
    def refuse(handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("archive.preservation.files.os.fsync", refuse)

    last_runs.note("backup")

    assert "No space left" in caplog.text
