"""What a serving process reads before its first reader comes."""

from __future__ import annotations

import os
import sys

import pytest
from django.db import OperationalError
from django.urls import clear_url_caches

from search import warming
from search.index.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index of its own."""


def test_reading_ahead_reads_the_index_and_the_pages(caplog):
    rebuild()

    warming.warm_up()

    assert caplog.records == []


def test_reading_ahead_loads_the_views_of_every_address(monkeypatch):
    rebuild()
    clear_url_caches()
    monkeypatch.delitem(sys.modules, "config.urls")

    warming.warm_up()

    assert "config.urls" in sys.modules


@pytest.mark.parametrize(
    "error", [OperationalError("locked"), ValueError("ours"), OSError(5, "io")]
)
def test_nothing_that_goes_wrong_keeps_a_process_from_serving(caplog, monkeypatch, error):
    def fail(query):
        raise error

    monkeypatch.setattr(warming, "find", fail)

    warming.warm_up()

    assert "Nothing could be read ahead" in caplog.text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_process_that_was_forked_after_reading_ahead_reads_what_its_parent_read(published):
    published("القوات في بغداد")
    warming.warm_up()

    pid = os.fork()
    if not pid:
        found = -1
        try:
            found = len(warming.find(warming.Query(words="بغداد")))
        finally:
            os._exit(found)
    _, status = os.waitpid(pid, 0)

    assert os.waitstatus_to_exitcode(status) == 1
