"""A run of ingest: files in, one line of report a record out, as the command prints it."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.ingest import run
from archive.models import Article, Source
from archive.signals import changes_committed
from tests.archive.ingest.pages import BODY, OTHER, PAGE, record, results

pytestmark = pytest.mark.django_db


def test_each_record_is_answered_in_the_agreed_shape(ingest):
    [line] = ingest(record())

    article = Article.objects.get()
    assert line["record"] == 1
    assert line["id"] == "a1"
    assert line["result"] == "stored"
    assert line["article"] == article.public_id
    assert line["reason"] == ""


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


def test_publish_publishes_what_is_stored_and_a_revision_stays_public(ingest):
    ingest(record(), options=("--publish",))
    [line] = ingest(record(body=OTHER), options=("--publish",))

    article = Article.objects.get()
    assert line["result"] == "revised"
    assert article.is_published
    assert article.current_revision.number == 2


def test_new_text_of_a_published_article_waits_where_the_run_publishes_nothing(ingest):
    ingest(record(), options=("--publish",))
    [line] = ingest(record(body=OTHER))

    article = Article.objects.get()
    assert (line["result"], line["article"]) == ("proposed", article.public_id)
    assert "waits for an editor" in line["reason"]
    assert article.current_revision.number == 1


def test_what_stays_although_something_else_was_asked_for_is_said(ingest):
    ingest(record())

    [draft] = ingest(record(), options=("--publish",))
    [retitled] = ingest(record(title="عنوان آخر"))

    assert (draft["result"], retitled["result"]) == ("unchanged", "unchanged")
    assert "not public" in draft["reason"]
    assert "Only the title differs" in retitled["reason"]
    assert Article.objects.get().title == "عنوان"


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


def test_real_articles_are_stored_and_known_again(run_command, samples):
    code, first = run_command("ingest", samples, "--undated", "--publish")
    again = run_command("ingest", samples, "--undated", "--publish")[1]

    assert code == 0
    assert first
    assert results(first) == ["stored"] * len(first)
    assert results(again) == ["unchanged"] * len(first)


def test_bad_lines_beyond_those_told_one_by_one_share_a_line(run_command, write_file, limit):
    limit(refusals=2)
    bad = write_file("a.jsonl", "\n".join(["{"] * 5))
    other = write_file("b.jsonl", "{\n{")

    code, report = run_command("ingest", bad, other)

    assert code == 1
    assert [(line["record"], line.get("records", 1)) for line in report] == [
        (1, 1),
        (2, 1),
        (3, 3),
        (6, 1),
        (7, 1),
    ]
    assert "a.jsonl: " in report[2]["reason"]
    assert "Their numbers in it: 3-5" in report[2]["reason"]


def test_links_in_a_folder_are_refused_by_name_and_nothing_outside_is_read(run_command, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(PAGE, encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "article.txt").write_text(PAGE, encoding="utf-8")
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "lost.txt").symlink_to(inside / "nowhere.txt")

    code, lines = run_command("ingest", inside, "--undated")

    assert code == 1
    assert sorted(line["result"] for line in lines) == ["refused", "refused", "refused", "stored"]
    assert all("symbolic link" in one["reason"] for one in lines if one["result"] == "refused")


def test_a_link_given_by_name_is_read(run_command, tmp_path, write_file):
    link = tmp_path / "link.txt"
    link.symlink_to(write_file("a.txt", PAGE))

    _, [line] = run_command("ingest", link, "--undated")

    assert line["result"] == "stored"


def test_a_mended_record_is_never_published_nor_put_over_what_is(ingest):
    garbled = "قال الوزير إن السوق الذي في المدينة مفتوح منذ الصباح."
    letters = "".join(f"&#{ord(one)};" if one.isalpha() else one for one in garbled)
    [new] = ingest(record(id="new", body=letters), options=("--publish",))
    [first] = ingest(record(id="known"), options=("--publish",))
    before = Article.objects.get(public_id=first["article"]).current_revision

    [again] = ingest(record(id="known", body=letters), options=("--publish",))

    assert new["result"] == "stored"
    assert not Article.objects.get(public_id=new["article"]).is_published
    assert Article.objects.get(public_id=first["article"]).current_revision == before
    assert again["result"] != "revised"
