"""Frequent phrases of headlines: which they are, and when they are gathered anew."""

from __future__ import annotations

import errno
import os

import pytest

from search.index.phrases import GATHERED_EVERY, gather, gather_phrases, phrases_are_due
from search.models import IndexState

pytestmark = pytest.mark.django_db


def age_phrases(settings, seconds: float) -> None:
    path = settings.ARCHIVE_CACHE / "phrases.json"
    moment = path.stat().st_mtime - seconds
    os.utime(path, (moment, moment))


def test_phrases_are_due_when_there_are_none_yet(published):
    published("انسحاب القوات")

    assert phrases_are_due()


def test_phrases_that_can_not_be_kept_leave_the_old_ones_and_nothing_half_written(
    published, settings, monkeypatch
):
    gather_phrases()
    kept = (settings.ARCHIVE_CACHE / "phrases.json").read_bytes()

    def refuse(*arguments, **keywords):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("search.index.phrases.json.dump", refuse)
    with pytest.raises(OSError, match="No space"):
        gather_phrases()

    (left,) = settings.ARCHIVE_CACHE.glob("phrases*")
    assert left.read_bytes() == kept


def test_phrases_are_not_due_again_at_once(published):
    gather_phrases()
    published("انسحاب القوات")

    assert not phrases_are_due()


def test_phrases_are_due_some_minutes_after_a_change(published, settings):
    gather_phrases()
    age_phrases(settings, GATHERED_EVERY * 2)
    published("انسحاب القوات")

    assert phrases_are_due()


def test_phrases_are_not_due_while_nothing_changes(published, settings):
    published("انسحاب القوات")
    gather_phrases()
    moment = IndexState.load().drained_at.timestamp() + 1
    os.utime(settings.ARCHIVE_CACHE / "phrases.json", (moment, moment))

    assert not phrases_are_due()


def phrases(*headlines: str) -> list[str]:
    return [phrase.printed for phrase in gather(headlines)]


def test_a_phrase_begins_and_ends_with_telling_words():
    assert phrases("القوات في العراق", "القوات في العراق") == ["القوات في العراق"]


def test_a_phrase_does_not_run_over_punctuation():
    assert phrases("بغداد: القوات", "بغداد: القوات") == []


def test_a_part_that_is_nowhere_else_gives_way_to_the_whole():
    assert phrases("انسحاب القوات الأمريكية", "انسحاب القوات الأمريكية") == [
        "انسحاب القوات الأمريكية"
    ]


def test_a_part_that_stands_elsewhere_too_is_kept():
    found = phrases("انسحاب القوات يتأخر", "انسحاب القوات يتأخر", "انسحاب القوات")

    assert set(found) == {"انسحاب القوات يتأخر", "انسحاب القوات"}


def test_spellings_of_a_phrase_count_together_under_the_commonest():
    found = gather(["القوات الأمريكية", "القوات الامريكية", "القوات الأمريكية"])

    assert [(one.printed, one.count) for one in found] == [("القوات الأمريكية", 3)]
