"""Uploads that wait for the worker."""

import errno
import json

import pytest
from django.db import OperationalError

from archive.ingest import queue, run
from archive.ingest.refusals import CannotRunError
from archive.models import Article, Ingest, IngestRecord
from archive.preservation import originals
from tests.archive.ingest.pages import BODY, OTHER, PAGE, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(archive_folders, write_file, admin_user):
    def send(name: str, content: str | bytes, **options: object) -> Ingest:
        with write_file(name, content).open("rb") as file:
            return queue.enqueue([(name, file)], by=admin_user, **options)

    return send


def test_an_upload_is_taken_in_by_the_worker_with_a_report(upload, admin_user):
    lines = [json.dumps(record(id="a1")), "broken", json.dumps(record(id="a2", body=OTHER))]
    ingest = upload("a.jsonl", "\n".join(lines), undated=True, publish=True)

    assert queue.run_queued() == 1

    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.DONE
    assert ingest.finished_at
    assert [line.result for line in ingest.records.all()] == ["stored", "refused", "stored"]
    assert {article.status for article in Article.objects.all()} == {"published"}
    assert Article.objects.first().current_revision.captured_by == admin_user


def test_an_upload_that_a_crash_broke_off_goes_on_after_its_last_record(upload):
    lines = [json.dumps(record(id=f"a{n}", body=f"{BODY} {n}")) for n in range(3)]
    ingest = upload("a.jsonl", "\n".join(lines), undated=True)
    ingest.state = Ingest.State.RUNNING
    ingest.save()
    IngestRecord.objects.create(ingest=ingest, number=1, name="a.jsonl", result="stored")

    queue.run_queued()

    assert [line.number for line in ingest.records.all()] == [1, 2, 3]
    assert Article.objects.count() == 2


@pytest.fixture
def breaks_off(monkeypatch):
    """Makes one record of an upload, by its id, break off the run; called again, none."""
    parse = run.parse_record

    def make(identity: str = "", error: Exception | None = None) -> None:
        def parse_or_break_off(record, recogniser):
            if record.id == identity:
                raise error
            return parse(record, recogniser)

        monkeypatch.setattr(run, "parse_record", parse_or_break_off)

    return make


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(KeyError("a word"), "KeyError: 'a word'", id="a-mistake-of-ours"),
        pytest.param(OSError(errno.ENOSPC, "No space left"), "No space left", id="full-disk"),
        pytest.param(OperationalError("database is locked"), "is locked", id="database"),
    ],
)
def test_an_upload_that_breaks_off_says_why_and_lets_the_next_one_in(
    upload, breaks_off, caplog, error, told
):
    broken = upload("a.jsonl", json.dumps(record(id="a1")), undated=True)
    sound = upload("b.jsonl", json.dumps(record(id="b1", body=OTHER)), undated=True)
    breaks_off("a1", error)

    assert queue.run_queued() == 2

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, sound.state) == (Ingest.State.FAILED, Ingest.State.DONE)
    assert told in broken.error
    assert broken.finished_at
    assert [entry.exc_info[1] for entry in caplog.records if entry.exc_info] == [error]


def test_an_upload_that_broke_off_goes_on_where_it_stopped(upload, breaks_off, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 2)
    bodies = [f"{BODY} 0", f"{BODY} 1", f"{BODY} 2", f"{BODY} 0"]
    lines = [json.dumps(record(id=f"a{n}", body=body)) for n, body in enumerate(bodies)]
    ingest = upload("a.jsonl", "\n".join(lines), undated=True)
    breaks_off("a2", ValueError("not today"))
    queue.run_queued()
    assert [line.number for line in ingest.records.all()] == [1, 2]

    breaks_off()
    assert queue.enqueue_again(ingest)
    queue.run_queued()

    ingest.refresh_from_db()
    assert (ingest.state, ingest.error) == (Ingest.State.DONE, "")
    results = [(line.number, line.result) for line in ingest.records.all()]
    assert results == [(1, "stored"), (2, "stored"), (3, "stored"), (4, "duplicate")]
    assert not queue.enqueue_again(ingest)


def test_an_upload_that_can_not_run_says_why(upload, make_source):
    source = make_source("a", "الأول")
    ingest = upload("a.txt", PAGE, undated=True, outlet="a")
    source.delete()

    queue.run_queued()

    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.FAILED
    assert "no source a" in ingest.error


def test_an_upload_whose_bytes_have_changed_goes_on_once_they_are_sent_again(upload):
    ingest = upload("a.txt", PAGE, undated=True)
    path = originals.path_of(ingest.options["files"][0]["sha256"])
    path.chmod(0o640)
    path.write_text("غيره")
    queue.run_queued()
    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.FAILED
    assert "has changed since it arrived" in ingest.error

    upload("a.txt", PAGE, undated=True)
    queue.enqueue_again(ingest)
    queue.run_queued()

    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.DONE
    assert Article.objects.count() == 1


def test_an_upload_for_an_unknown_outlet_is_refused_at_once(upload):
    with pytest.raises(CannotRunError):
        upload("a.txt", PAGE, outlet="missing")

    assert not Ingest.objects.exists()
