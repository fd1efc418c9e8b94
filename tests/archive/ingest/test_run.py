"""The command that takes articles in, as other programs call it."""

import errno
import gzip
import hashlib
import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from archive.ingest import run
from archive.models import Article, Ingest, IngestRecord, Original, Source
from archive.preservation import originals
from archive.signals import changes_committed

pytestmark = pytest.mark.django_db

BODY = "أعلنت وزارة الدفاع أن آخر رتل من القوات القتالية سيغادر القاعدة نهاية الشهر المقبل."
OTHER = "ورحب رئيس الوزراء بالخطوة وقال إن القوات العراقية باتت قادرة على حماية الحدود وحدها."
PAGE = f"عنوان المقال\n\n{BODY}\n\n{OTHER}\n"


def record(**fields: object) -> dict[str, object]:
    return {"id": "a1", "title": "عنوان", "body": BODY} | fields


def results(report: list[dict]) -> list[str]:
    return [line["result"] for line in report]


def test_each_record_is_answered_in_the_agreed_shape(ingest):
    [line] = ingest(record())

    article = Article.objects.get()
    assert line["record"] == 1
    assert line["id"] == "a1"
    assert line["result"] == "stored"
    assert line["article"] == article.public_id
    assert line["reason"] == ""


def test_running_it_again_changes_nothing(ingest):
    records = [record(), record(id="a2", body=OTHER), record(id=None, body=OTHER + " كما قال.")]
    first = ingest(*records)

    again = ingest(*records)

    assert results(first) == ["stored"] * 3
    assert results(again) == ["unchanged"] * 3
    assert [line["article"] for line in again] == [line["article"] for line in first]


def test_the_results_are_those_of_the_contract(ingest):
    report = ingest(
        record(),
        record(body=OTHER),
        record(),
        record(id="a2"),
        record(id="a3", body=""),
        record(id="a4", title="", body=f"عنوان\n{OTHER} كما قال."),
    )

    assert results(report) == ["stored", "revised", "unchanged", "duplicate", "refused", "stored"]


def test_the_same_body_twice_without_ids_is_a_duplicate_every_time(ingest):
    records = [record(id=None), record(id=None)]

    assert results(ingest(*records)) == ["stored", "duplicate"]
    assert results(ingest(*records)) == ["unchanged", "duplicate"]


def test_a_record_without_a_date_is_refused_unless_allowed(run_command, write_file):
    path = write_file("a.txt", PAGE)

    code, [refused] = run_command("ingest", path)
    assert (code, refused["result"]) == (1, "refused")
    assert "--undated" in refused["reason"]

    code, [stored] = run_command("ingest", path, "--undated")
    assert (code, stored["result"]) == (0, "stored")
    assert Article.objects.get().precision == "unknown"


def test_options_stand_in_only_where_a_record_says_nothing(ingest, make_source):
    make_source("shafaq-news", "شفق نيوز")
    ingest(
        record(),
        record(id="a2", body=OTHER, outlet="رويترز", published_on="2020"),
        options=("--outlet", "shafaq-news", "--published-on", "2021-11"),
    )

    first, second = Article.objects.order_by("pk")
    assert (first.outlet.slug, first.published_on, first.basis) == (
        "shafaq-news",
        "2021-11",
        "inferred",
    )
    assert (second.outlet.name_ar, second.published_on, second.basis) == (
        "رويترز",
        "2020",
        "stated",
    )


@pytest.mark.parametrize("written", ["shafaq-news", "شفق نيوز", "شَفَق  نيوز", "Shafaq News", "شفق"])
def test_an_outlet_is_known_by_slug_name_and_alias_however_spelt(ingest, make_source, written):
    source = make_source("shafaq-news", "شفق نيوز", aliases=("Shafaq News", "شفق"))

    ingest(record(outlet=written))

    assert Article.objects.get().outlet == source
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("written", "slug"),
    [("Jawhara FM", "jawhara-fm"), ("صوت دجلة", "swt-djla"), ("unknown", "unknown-2")],
)
def test_an_unknown_outlet_is_a_source_to_be_confirmed(ingest, written, slug):
    ingest(record(outlet=written), record(id="a2", body=OTHER, outlet=written))

    source = Source.objects.get()
    assert (source.slug, source.name_ar, source.confirmed) == (slug, written, False)
    assert source.articles.count() == 2


def test_an_article_without_an_outlet_has_none(ingest):
    ingest(record())

    assert Article.objects.get().outlet is None


def test_publish_publishes_what_is_stored_and_a_revision_stays_public(ingest):
    ingest(record(), options=("--publish",))
    ingest(record(body=OTHER))

    article = Article.objects.get()
    assert article.is_published
    assert article.current_revision.number == 2


def test_what_stays_although_something_else_was_asked_for_is_said(ingest):
    ingest(record())

    [draft] = ingest(record(), options=("--publish",))
    [retitled] = ingest(record(title="عنوان آخر"))

    assert (draft["result"], retitled["result"]) == ("unchanged", "unchanged")
    assert "not public" in draft["reason"]
    assert "Only the title differs" in retitled["reason"]
    assert Article.objects.get().title == "عنوان"


def test_a_file_is_known_by_its_name_when_it_comes_again_edited(run_command, write_file):
    run_command("ingest", write_file("a.txt", PAGE), "--undated")

    _, [line] = run_command("ingest", write_file("a.txt", PAGE + "\nزيادة في آخره."), "--undated")

    assert (line["id"], line["result"]) == ("a", "revised")


def test_another_file_of_the_same_name_is_another_article(run_command, write_file):
    run_command("ingest", write_file("one/a.txt", PAGE), "--undated")
    page = "خبر آخر\n\nافتتحت الجامعة معرضها السنوي للكتاب بمشاركة دور نشر عربية كثيرة.\n"

    _, [line] = run_command("ingest", write_file("two/a.txt", page), "--undated")
    _, [again] = run_command("ingest", write_file("two/a.txt", page), "--undated")

    assert line["result"] == "stored"
    assert again["result"] == "unchanged"
    assert again["article"] == line["article"]
    assert Article.objects.count() == 2


def test_a_copy_of_a_file_under_another_name_is_a_duplicate(run_command, write_file):
    run_command("ingest", write_file("a.txt", PAGE), "--undated")

    _, [line] = run_command("ingest", write_file("b.txt", PAGE), "--undated")

    assert line["result"] == "duplicate"


def test_a_record_stays_known_after_an_editor_gave_it_an_outlet(
    run_command, write_file, make_source
):
    from archive.editing import actions

    path = write_file("a.txt", PAGE)
    run_command("ingest", path, "--undated")
    actions.amend(Article.objects.get(), outlet=make_source("shafaq-news", "شفق نيوز"))

    assert results(run_command("ingest", path, "--undated")[1]) == ["unchanged"]
    edited = write_file("a.txt", PAGE + "\nزيادة في آخره.")
    assert results(run_command("ingest", edited, "--undated")[1]) == ["revised"]


def test_the_same_file_for_another_outlet_is_another_article(run_command, write_file, make_source):
    make_source("a", "الأول")
    make_source("b", "الثاني")
    path = write_file("a.txt", PAGE)

    reports = [run_command("ingest", path, "--undated", "--outlet", slug)[1] for slug in "abab"]

    assert [line["result"] for [line] in reports] == ["stored", "stored", "unchanged", "unchanged"]


def test_a_folder_is_taken_in_by_the_order_of_names_hidden_files_left_out(run_command, write_file):
    for name in ("b.txt", "a/c.md", "a/b.txt", ".hidden.txt", "a/.DS_Store"):
        write_file(name, f"عنوان {name}\n\n{BODY} {name}\n")
    photo = write_file("photo.jpg", b"\xff\xd8\xff")

    code, report = run_command("ingest", photo.parent, "--undated")

    assert code == 1
    assert [line["id"] for line in report] == ["b", "c", "b", None]
    assert report[-1]["reason"].startswith("photo.jpg: ")
    assert [line["record"] for line in report] == [1, 2, 3, 4]
    assert results(report) == ["stored", "stored", "stored", "refused"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["missing.txt"], id="no-such-path"),
        pytest.param([".", "--outlet", "no-such-outlet"], id="no-such-outlet"),
        pytest.param([".", "--published-on", "أمس"], id="no-date"),
    ],
)
def test_what_can_not_run_exits_with_2_and_stores_nothing(run_command, arguments, write_file):
    folder = write_file("a.txt", PAGE).parent
    arguments = [folder / arguments[0], *arguments[1:]]

    assert run_command("ingest", *arguments, "--undated") == (2, [])
    assert not Article.objects.exists()
    assert not Source.objects.exists()


def test_one_bad_file_does_not_stop_the_others(run_command, write_file):
    write_file("a.txt", b"")
    write_file("b.txt", b"\0\1\2" * 100)
    folder = write_file("c.txt", PAGE).parent

    code, report = run_command("ingest", folder, "--undated")

    assert (code, results(report)) == (1, ["refused", "refused", "stored"])
    assert all(line["reason"] for line in report[:2])


def test_a_line_of_the_report_holds_what_was_agreed_and_no_more(ingest):
    stored, refused = ingest(record(), {"id": "x", "title": "عنوان بلا نص"})

    assert list(stored) == list(refused) == ["record", "id", "result", "article", "reason"]


def test_an_article_known_by_its_address_takes_no_id_that_another_has(ingest, make_source):
    make_source("ina", "واع")
    address = "https://a.example/1"
    ingest(record(id="x"), record(id=None, url=address, body=OTHER))

    [line] = ingest(record(id="x", outlet="ina", url=address, body=f"{OTHER} زيادة."))

    assert line["result"] == "revised"
    assert Article.objects.get(url=address).record_id is None


def test_a_file_whose_name_no_encoding_explains_is_stored(run_command, write_file):
    path = write_file("a.txt", PAGE)
    strange = path.rename(path.with_name(os.fsdecode(b"a\xff.txt")))

    code, [line] = run_command("ingest", strange, "--undated")

    assert (code, line["result"], line["id"]) == (0, "stored", "a\N{REPLACEMENT CHARACTER}")


def test_a_file_that_can_not_be_opened_is_refused_and_the_others_are_read(run_command, write_file):
    folder = write_file("b.txt", PAGE).parent
    (folder / "a.txt").symlink_to("nowhere.txt")
    os.mkfifo(folder / "c.txt")

    code, report = run_command("ingest", folder, "--undated")

    assert (code, results(report)) == (1, ["refused", "stored", "refused"])
    assert report[0]["reason"].startswith("a.txt: ")


def test_a_file_that_may_not_be_read_is_refused(run_command, write_file, monkeypatch):
    path = write_file("a.txt", PAGE)
    open_path = Path.open

    def refuse(self, *arguments, **options):
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return open_path(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)

    code, [line] = run_command("ingest", path, "--undated")

    assert (code, line["result"]) == (1, "refused")


def test_a_folder_that_may_not_be_read_stops_the_run_before_anything_is_stored(
    run_command, write_file, monkeypatch
):
    folder = write_file("a.txt", PAGE).parent
    write_file("locked/b.txt", PAGE)
    scan = os.scandir

    def refuse(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert run_command("ingest", folder, "--undated") == (2, [])
    assert not Article.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_the_original_is_kept_byte_for_byte_with_its_encoding(run_command, write_file, encoding):
    data = PAGE.encode(encoding)
    run_command("ingest", write_file("a.txt", data), "--undated")

    original = Original.objects.get()
    kept = originals.path_of(original.sha256)
    assert original.sha256 == hashlib.sha256(data).hexdigest()
    assert kept.parts[-2:] == (original.sha256[:2], original.sha256)
    assert kept.read_bytes() == data
    assert (original.name, original.size, original.encoding) == ("a.txt", len(data), encoding)
    assert Article.objects.get().current_revision.original == original


def test_a_revision_knows_its_record_in_the_original(run_command, write_file):
    lines = [json.dumps(record(id=f"a{n}", body=f"{BODY} {n}")) for n in range(3)]
    path = write_file("a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    run_command("ingest", path, "--undated")

    numbers = [a.current_revision.original_record for a in Article.objects.order_by("record_id")]
    assert numbers == [1, 2, 3]
    assert Original.objects.get().encoding == "utf-8"


def test_what_killed_uploads_left_half_written_is_removed_and_nothing_else(
    run_command, write_file, archive_folders
):
    run_command("ingest", write_file("a.txt", PAGE), "--undated")
    folder = archive_folders / "originals"
    for name in (".half-old", ".half-new"):
        (folder / name).write_bytes(b"half")
    yesterday = time.time() - originals.HALF_WRITTEN_AFTER - 1
    for path in folder.rglob("*"):
        if path.name != ".half-new":
            os.utime(path, (yesterday, yesterday))

    originals.clear_half_written()

    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert left == {".half-new", Original.objects.get().sha256}


def test_no_half_written_original_is_left_behind(archive_folders, write_file, monkeypatch):
    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr("archive.preservation.originals.os.fsync", fail)
    with write_file("a.txt", PAGE).open("rb") as file, pytest.raises(OSError, match="disk full"):
        originals.keep(file, "a.txt")

    left = [path for path in (archive_folders / "originals").rglob("*") if path.is_file()]
    assert left == []
    assert not Original.objects.exists()


def test_a_full_disk_is_said_and_exits_with_2(run_command, write_file, monkeypatch):
    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr("archive.preservation.originals.os.fsync", fail)

    assert run_command("ingest", write_file("a.txt", PAGE), "--undated") == (2, [])


@pytest.mark.django_db(transaction=True)
def test_a_line_is_reported_only_after_its_record_was_committed(
    archive_folders, write_file, monkeypatch
):
    monkeypatch.setattr(run, "BATCH", 2)
    lines = [json.dumps(record(id=f"a{n}", body=f"{BODY} {n}")) for n in range(5)]
    path = write_file("a.jsonl", "\n".join(lines))
    committed: list[bool] = []

    def look(line: run.Line) -> None:
        from django.db import connection

        committed.append(not connection.in_atomic_block)
        assert Article.objects.filter(public_id=line.article.public_id).exists()

    counts = run.run([path], run.Options(undated=True), look)

    assert committed == [True] * 5
    assert counts == Counter(stored=5)


def test_search_is_told_once_everything_is_committed(run_command, write_file):
    heard = []

    def listen(**kwargs):
        heard.append(Article.objects.count())

    changes_committed.connect(listen)
    try:
        run_command("ingest", write_file("a.txt", PAGE), "--undated")
    finally:
        changes_committed.disconnect(listen)

    assert heard == [1]


def test_without_json_the_report_is_for_people(archive_folders, write_file, capsys):
    call_command("ingest", str(write_file("a.txt", PAGE)), "--undated")

    assert "حُفظ" in capsys.readouterr().out


def test_refusals_are_counted_on_standard_error(archive_folders, write_file):
    with pytest.raises(CommandError, match="1 records were refused") as error:
        call_command("ingest", str(write_file("a.txt", PAGE)), verbosity=0)

    assert error.value.returncode == 1


# Uploads that wait for the worker.


@pytest.fixture
def upload(archive_folders, write_file, admin_user):
    def queue(name: str, content: str | bytes, **options: object) -> Ingest:
        with write_file(name, content).open("rb") as file:
            return run.queue([(name, file)], by=admin_user, **options)

    return queue


def test_an_upload_is_taken_in_by_the_worker_with_a_report(upload, admin_user):
    lines = [json.dumps(record(id="a1")), "broken", json.dumps(record(id="a2", body=OTHER))]
    ingest = upload("a.jsonl", "\n".join(lines), undated=True, publish=True)

    assert run.run_queued() == 1

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

    run.run_queued()

    assert [line.number for line in ingest.records.all()] == [1, 2, 3]
    assert Article.objects.count() == 2


@pytest.fixture
def breaks_off(monkeypatch):
    """Makes one record of an upload, by its id, break off the run; called again, none."""
    draft = run.draft

    def make(identity: str = "", error: Exception | None = None) -> None:
        def draft_or_break_off(record, recogniser):
            if record.id == identity:
                raise error
            return draft(record, recogniser)

        monkeypatch.setattr(run, "draft", draft_or_break_off)

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

    assert run.run_queued() == 2

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
    run.run_queued()
    assert [line.number for line in ingest.records.all()] == [1, 2]

    breaks_off()
    assert run.queue_again(ingest)
    run.run_queued()

    ingest.refresh_from_db()
    assert (ingest.state, ingest.error) == (Ingest.State.DONE, "")
    results = [(line.number, line.result) for line in ingest.records.all()]
    assert results == [(1, "stored"), (2, "stored"), (3, "stored"), (4, "duplicate")]
    assert not run.queue_again(ingest)


def test_an_upload_that_can_not_run_says_why(upload, make_source):
    source = make_source("a", "الأول")
    ingest = upload("a.txt", PAGE, undated=True, outlet="a")
    source.delete()

    run.run_queued()

    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.FAILED
    assert "no source a" in ingest.error


def test_an_upload_whose_bytes_have_changed_goes_on_once_they_are_sent_again(upload):
    ingest = upload("a.txt", PAGE, undated=True)
    path = originals.path_of(ingest.options["files"][0]["sha256"])
    path.chmod(0o640)
    path.write_text("غيره")
    run.run_queued()
    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.FAILED
    assert "has changed since it arrived" in ingest.error

    upload("a.txt", PAGE, undated=True)
    run.queue_again(ingest)
    run.run_queued()

    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.DONE
    assert Article.objects.count() == 1


def test_an_upload_for_an_unknown_outlet_is_refused_at_once(upload):
    with pytest.raises(run.CannotRunError):
        upload("a.txt", PAGE, outlet="missing")

    assert not Ingest.objects.exists()


def test_real_articles_are_stored_and_known_again(run_command, samples):
    code, first = run_command("ingest", samples, "--undated", "--publish")
    again = run_command("ingest", samples, "--undated", "--publish")[1]

    assert code == 0
    assert results(first) == ["stored"] * len(first)
    assert results(again) == ["unchanged"] * len(first)
