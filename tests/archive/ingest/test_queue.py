"""Uploads that wait for the worker."""

import errno
import json
from itertools import count

import pytest
from django.db import OperationalError

from archive.ingest import parser, queue, run
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
    parse = parser.parse_record

    def make(identity: str = "", error: Exception | None = None) -> None:
        def parse_or_break_off(record, recogniser, **known):
            if record.id == identity:
                raise error
            return parse(record, recogniser, **known)

        monkeypatch.setattr(parser, "parse_record", parse_or_break_off)

    return make


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(KeyError("a word"), "KeyError: 'a word'", id="a-mistake-of-ours"),
        pytest.param(OSError(errno.ENOSPC, "No space left"), "No space left", id="full-disk"),
        pytest.param(OperationalError("disk I/O error"), "I/O error", id="database"),
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


def test_an_upload_waits_while_somebody_else_writes(upload, breaks_off):
    ingest = upload("a.jsonl", json.dumps(record(id="a1")), undated=True)
    breaks_off("a1", OperationalError("database is locked"))

    with pytest.raises(OperationalError):
        queue.run_queued()

    ingest.refresh_from_db()
    assert (ingest.state, ingest.interruptions, ingest.error) == (Ingest.State.QUEUED, 0, "")


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


def crash(error: str = "killed"):
    """What the end of a process looks like to the rows: nothing after it is written."""
    raise KeyboardInterrupt(error)


def many(count: int) -> str:
    return "\n".join(json.dumps(record(id=f"a{n}", body=f"{BODY} {n}")) for n in range(count))


def start_until_it_ends(monkeypatch, fatal: str) -> int:
    """Starts the worker again and again, as systemd does; how often its process ended."""
    store, ends = run.store, 0

    def store_or_end(parsed, **options):
        if parsed.record_id == fatal:
            crash()
        return store(parsed, **options)

    monkeypatch.setattr(run, "store", store_or_end)
    for _ in range(20):
        try:
            queue.run_queued()
        except KeyboardInterrupt:
            ends += 1
        else:
            break
    return ends


def test_an_import_that_ends_its_process_again_and_again_is_left_and_says_where(
    upload, monkeypatch, limit
):
    monkeypatch.setattr(run, "BATCH", 4)
    monkeypatch.setattr(queue, "BATCH", 4)
    fatal = upload("a.jsonl", many(9), undated=True)
    sound = upload("b.jsonl", json.dumps(record(id="b", body=OTHER)), undated=True)

    ends = start_until_it_ends(monkeypatch, "a6")

    fatal.refresh_from_db()
    sound.refresh_from_db()
    assert ends == 3
    assert (fatal.state, sound.state) == (Ingest.State.FAILED, Ingest.State.DONE)
    assert "السجل 7" in fatal.error
    assert "at record 7" in fatal.error
    assert [line.number for line in fatal.records.all()] == [1, 2, 3, 4, 5, 6]


def test_an_import_that_was_interrupted_elsewhere_each_time_goes_on(upload, monkeypatch):
    monkeypatch.setattr(queue, "BATCH", 1)
    ingest = upload("a.jsonl", many(6), undated=True)
    for number in range(1, 6):
        Ingest.objects.update(state=Ingest.State.RUNNING)
        queue._begin(Ingest.objects.get())
        IngestRecord.objects.create(ingest=ingest, number=number, name="a.jsonl", result="stored")

    ingest.refresh_from_db()
    assert ingest.interruptions == 1
    assert queue.run_queued() == 1
    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.DONE


def test_an_import_goes_on_when_asked_after_it_ended_its_process_too_often(upload, monkeypatch):
    ingest = upload("a.jsonl", many(2), undated=True)
    store = run.store
    start_until_it_ends(monkeypatch, "a1")
    monkeypatch.setattr(run, "store", store)

    assert queue.enqueue_again(ingest)
    queue.run_queued()

    ingest.refresh_from_db()
    assert (ingest.state, Article.objects.count()) == (Ingest.State.DONE, 2)


def test_a_worker_that_is_told_to_end_leaves_the_import_to_its_next_start(upload, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 2)
    ingest = upload("a.jsonl", many(6), undated=True)

    queue.run_queued(stopping=lambda: IngestRecord.objects.count() >= 2)

    ingest.refresh_from_db()
    assert (ingest.state, ingest.records.count()) == (Ingest.State.QUEUED, 2)
    queue.run_queued()
    ingest.refresh_from_db()
    assert (ingest.state, ingest.interruptions) == (Ingest.State.DONE, 0)
    assert [line.number for line in ingest.records.all()] == [1, 2, 3, 4, 5, 6]


def test_an_import_that_is_cancelled_keeps_what_it_stored(upload, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 2)
    ingest = upload("a.jsonl", many(6), undated=True)
    keep = run.IngestRun._keep_lines

    def keep_and_cancel(self, lines):
        keep(self, lines)
        assert queue.cancel(ingest)

    monkeypatch.setattr(run.IngestRun, "_keep_lines", keep_and_cancel)
    queue.run_queued()

    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.CANCELLED
    assert ingest.finished_at
    assert (ingest.records.count(), Article.objects.count()) == (2, 2)
    assert not queue.cancel(ingest)


def test_an_import_that_is_cancelled_while_it_waits_is_not_begun(upload):
    ingest = upload("a.jsonl", many(2), undated=True)

    assert queue.cancel(ingest)
    queue.run_queued()

    assert not Article.objects.exists()
    assert queue.enqueue_again(ingest)
    queue.run_queued()
    assert Article.objects.count() == 2


def test_one_import_holds_the_database_no_longer_than_its_time(upload, monkeypatch, limit):
    limit(transaction_seconds=1)
    ticks = count()
    turns = []
    monkeypatch.setattr(run.time, "monotonic", lambda: next(ticks) * 0.4)
    monkeypatch.setattr(run.time, "sleep", turns.append)
    held = []
    keep = run.IngestRun._keep_lines

    def note(self, lines):
        held.append(len(lines))
        keep(self, lines)

    monkeypatch.setattr(run.IngestRun, "_keep_lines", note)
    upload("a.jsonl", many(10), undated=True)

    queue.run_queued()

    assert sum(held) == 10
    assert max(held) == 3  # 0.4, 0.8 and 1.2 seconds after it began
    assert turns == [run.TURN] * (len(held) - 1)


def test_a_million_bad_lines_are_one_refusal_with_a_count(upload, limit):
    limit(refusals=3)
    good = json.dumps(record(id="good"))
    ingest = upload("a.jsonl", "\n".join(["{"] * 500 + [good] + ["}"] * 500), undated=True)

    queue.run_queued()

    rows = list(ingest.records.values_list("number", "result", "records"))
    assert rows == [
        (1, "refused", 1),
        (2, "refused", 1),
        (3, "refused", 1),
        (4, "refused", 997),
        (501, "stored", 1),
    ]
    reason = ingest.records.get(number=4).reason
    assert "997 more records" in reason
    assert "4-500, 502-1001" in reason


def test_refusals_that_share_a_line_do_so_after_a_crash_too(upload, limit, monkeypatch):
    limit(refusals=2)
    monkeypatch.setattr(run, "BATCH", 2)
    monkeypatch.setattr(queue, "BATCH", 2)
    first = "\n".join(["{"] * 5)
    with_file = upload("a.jsonl", first, undated=True)
    queue.run_queued()
    told = list(with_file.records.values_list("number", "records"))

    for kept in (1, 2, 3):
        Ingest.objects.update(state=Ingest.State.RUNNING, interruptions=0)
        with_file.records.filter(number__gt=kept).delete()
        queue.run_queued()
        assert list(with_file.records.values_list("number", "records")) == told

    assert told == [(1, 1), (2, 1), (3, 3)]
