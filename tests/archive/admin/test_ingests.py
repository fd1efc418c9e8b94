"""Many files at once: queued, taken in by the worker, reported record by record."""

from __future__ import annotations

import errno
import json
from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.admin import ingests
from archive.editing import undoing_imports
from archive.ingest.queue import run_queued
from archive.models import Article, Ingest, IngestRecord
from tests.desk import TEXT, TITLE

ADD = "admin:archive_ingest_add"
AGAIN = "admin:archive_ingest_again"


def records(*dates: str) -> SimpleUploadedFile:
    lines = [
        {"id": str(n), "title": f"{TITLE} {n}", "body": f"{TEXT} {n}", "published_on": date}
        for n, date in enumerate(dates, start=1)
    ]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return SimpleUploadedFile("articles.jsonl", content.encode())


def send(client, *files, **options):
    return client.post(reverse(ADD), {"files": list(files), **options}, follow=True)


def report(client, **asked):
    return client.get(Ingest.objects.latest("created_at").get_absolute_url(), asked)


def test_upload_waits_for_the_worker_and_refreshes_without_scripts(editor):
    response = send(editor, records("2021-11-22"))

    assert not Article.objects.exists()
    assertContains(response, "في الانتظار")
    assertContains(response, "<progress")
    assert response.headers["Refresh"] == str(ingests.SECONDS_TO_REFRESH)


def test_refreshing_can_be_stopped(editor):
    send(editor, records("2021-11-22"))

    response = report(editor, still="")

    assert "Refresh" not in response.headers
    assertContains(response, "حدّث الصفحة")


def test_report_says_what_became_of_each_record(editor):
    send(editor, records("2021-11-22", "", "2021"))
    run_queued()

    response = report(editor)

    assert Article.objects.count() == 2
    assert "Refresh" not in response.headers
    assertContains(response, "انتهى")
    assertContains(response, "حُفظ: <b>2</b>")
    assertContains(response, "مرفوض: <b>1</b>")
    assertContains(response, "This record has no date")
    assertContains(response, "معاينة ونشر", count=1)
    assertContains(response, "جنباً إلى جنب", count=1)  # the two are nearly one


def test_report_can_be_narrowed_to_one_result(editor):
    send(editor, records("2021-11-22", ""))
    run_queued()

    response = report(editor, result="refused")

    assertContains(response, "This record has no date")
    assertNotContains(response, "معاينة ونشر")


def test_options_hold_for_every_record(editor, make_source):
    outlet = make_source("dijla", "شبكة دجلة")

    send(editor, records(""), outlet=outlet.pk, published_on="2021-11", publish="on")
    run_queued()

    article = Article.objects.get()
    assert (article.outlet, article.published_on, article.status) == (
        outlet,
        "2021-11",
        "published",
    )


def test_files_are_imported_together_and_measured_by_file(editor):
    files = [
        SimpleUploadedFile(f"{n}.txt", f"{TITLE} {n}\n\n{TEXT} {n}".encode()) for n in range(3)
    ]

    response = send(editor, *files, undated="on")
    Ingest.objects.update(state="running", read=sum(file.size for file in files[:2]))
    halfway = report(editor)
    run_queued()

    assertContains(response, "<progress")
    assertContains(halfway, f'max="{sum(file.size for file in files)}"')
    assertContains(halfway, "66 في المئة")

    assert Article.objects.filter(status="draft").count() == 3


def test_a_file_of_another_kind_is_named_and_the_others_are_taken_in(editor):
    picture = SimpleUploadedFile("b.txt", b"\xff\xd8\xff\xe0")
    article = SimpleUploadedFile("a.txt", f"{TITLE}\n\n{TEXT}".encode())

    send(editor, picture, article, undated="on")
    run_queued()

    rows = IngestRecord.objects.values_list("name", "result")
    assert dict(rows) == {"b.txt": "refused", "a.txt": "stored"}
    assert "This is a picture" in IngestRecord.objects.get(name="b.txt").reason


@pytest.mark.parametrize(
    ("files", "options", "told"),
    [
        pytest.param([], {}, "Fill in this field", id="no-file"),
        pytest.param([records("2021")], {"published_on": "أمس"}, "is not a date", id="date"),
    ],
)
def test_import_that_can_not_start_says_why(editor, files, options, told):
    response = send(editor, *files, **options)

    assert not Ingest.objects.exists()
    assertContains(response, 'role="alert"')
    assertContains(response, told)


def test_upload_on_a_full_disk_says_what_to_do(editor, monkeypatch):
    def refuse(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("archive.preservation.originals.keep_bytes", refuse)

    response = send(editor, records("2021"), published_on="2021-11")

    assertContains(response, "No space left on device", status_code=503)
    assertContains(response, "لم يُحفظ شيء", status_code=503)
    assertContains(response, 'value="2021-11"', status_code=503)
    assert not Ingest.objects.exists()


def test_import_on_a_locked_database_waits_nowhere(editor, monkeypatch):
    def locked(*arguments):
        raise OperationalError("database is locked")

    monkeypatch.setattr(ingests.IngestAdmin, "log_addition", locked)

    assertContains(send(editor, records("2021")), "database is locked", status_code=503)
    assert not Ingest.objects.exists()


def test_failed_import_says_what_to_do(editor):
    send(editor, records("2021"))
    Ingest.objects.update(state=Ingest.State.FAILED, error="القرص ممتلئ. The disk is full.")

    response = report(editor)

    assertContains(response, "The disk is full")
    assertContains(response, "تابع الاستيراد")


def test_failed_import_goes_on_when_an_editor_asks(editor):
    send(editor, records("2021"))
    Ingest.objects.update(state=Ingest.State.FAILED, error="القرص ممتلئ. The disk is full.")
    ingest = Ingest.objects.get()

    response = editor.post(reverse(AGAIN, args=[ingest.pk]), follow=True)
    run_queued()

    assertContains(response, "يُكمله العامل من حيث توقف")
    ingest.refresh_from_db()
    assert (ingest.state, ingest.error) == (Ingest.State.DONE, "")
    assert Article.objects.count() == 1


def test_finished_import_is_not_run_again(editor):
    send(editor, records("2021"))
    run_queued()
    ingest = Ingest.objects.get()

    response = editor.post(reverse(AGAIN, args=[ingest.pk]), follow=True)

    assertContains(response, "there is nothing to go on with")
    assertNotContains(response, reverse(AGAIN, args=[ingest.pk]))
    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.DONE


@pytest.mark.parametrize("method", ["get", "post"])
def test_contributor_lets_no_import_go_on(contributor, editor, method):
    send(editor, records("2021"))
    Ingest.objects.update(state=Ingest.State.FAILED, error="القرص ممتلئ. The disk is full.")

    response = getattr(contributor, method)(reverse(AGAIN, args=[Ingest.objects.get().pk]))

    assert response.status_code == 403
    assert Ingest.objects.get().state == Ingest.State.FAILED


def test_long_report_is_paged_and_asks_a_bounded_number_of_questions(
    editor, django_assert_max_num_queries
):
    send(editor, records(*["2021"] * 130))
    run_queued()

    with django_assert_max_num_queries(24):
        response = report(editor, page=2)

    assertContains(response, "الصفحة 2 من 2")
    assertContains(response, "جنباً إلى جنب", count=30)  # they are nearly one


def test_who_may_not_publish_brings_no_new_words_for_public_articles_by_import(contributor):
    user = User.objects.get(pk=contributor.session["_auth_user_id"])
    user.user_permissions.add(Permission.objects.get(codename="add_ingest"))

    assert send(contributor, records("2021")).status_code == 403
    assert not Ingest.objects.exists()


def test_list_of_imports_counts_results_in_as_many_questions_for_many_as_for_one(
    editor, django_assert_max_num_queries
):
    address = reverse("admin:archive_ingest_changelist")
    send(editor, records("2021", ""))
    run_queued()
    with django_assert_max_num_queries(20) as asked:
        response = editor.get(address)
    assertContains(response, "حُفظ 1، مرفوض 1")

    Ingest.objects.bulk_create(Ingest(name=f"{number}.txt") for number in range(200))

    with django_assert_max_num_queries(len(asked)):
        editor.get(address)


def test_contributor_can_not_import(contributor):
    assert contributor.get(reverse(ADD)).status_code == 403
    assert send(contributor, records("2021")).status_code == 403


CANCEL = "admin:archive_ingest_cancel"


def test_import_is_cancelled_while_it_waits_or_runs(editor):
    send(editor, records("2021"))
    ingest = Ingest.objects.get()
    assertContains(report(editor), reverse(CANCEL, args=[ingest.pk]))

    response = editor.post(reverse(CANCEL, args=[ingest.pk]), follow=True)
    run_queued()

    assertContains(response, "أُلغي الاستيراد، وما حُفظ منه باقٍ")
    assertContains(response, "تابع الاستيراد")
    assertNotContains(response, reverse(CANCEL, args=[ingest.pk]))
    assert "Refresh" not in response.headers
    assert not Article.objects.exists()


def test_finished_import_is_not_cancelled(editor):
    send(editor, records("2021"))
    run_queued()
    ingest = Ingest.objects.get()

    response = editor.post(reverse(CANCEL, args=[ingest.pk]), follow=True)

    assertContains(response, "had ended before it was cancelled")
    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.DONE


@pytest.mark.parametrize("method", ["get", "post"])
def test_contributor_cancels_no_import(contributor, editor, method):
    send(editor, records("2021"))

    response = getattr(contributor, method)(reverse(CANCEL, args=[Ingest.objects.get().pk]))

    assert response.status_code == 403
    assert Ingest.objects.get().state == Ingest.State.QUEUED


def test_report_counts_the_refusals_that_share_a_line(editor, limit):
    limit(refusals=2)
    send(editor, SimpleUploadedFile("a.jsonl", b"{\n" * 50))
    run_queued()

    response = report(editor)

    assertContains(response, "مرفوض: <b>50</b>")
    assertContains(response, "وعددها 48")


# Many files, some of which are not to be had.


def text_file(name: str, words: str = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"{TITLE}\n\n{words}".encode())


def test_forty_files_are_taken_in_and_the_bad_ones_named(editor, settings):
    settings.LIMITS = replace(settings.LIMITS, upload=2000)
    good = [text_file(f"{n}.txt", f"{TEXT} {n}") for n in range(40)]
    bad = [
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("large.txt", b"x" * 3000),
        SimpleUploadedFile(".DS_Store", b"x"),
        SimpleUploadedFile("بريد\u202e.txt", b"\xff\xd8\xff\xe0"),
    ]

    send(editor, *good, *bad, undated="on")
    run_queued()

    refused = dict(IngestRecord.objects.filter(result="refused").values_list("name", "reason"))
    assert Article.objects.count() == 40
    assert "The file is empty" in refused["empty.txt"]
    assert "larger than" in refused["large.txt"]
    assert "hidden file" in refused[".DS_Store"]
    assert "This is a picture" in refused["بريد.txt"]
    numbers = list(IngestRecord.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 45))


def test_an_import_that_goes_on_names_what_was_set_aside_once(editor):
    send(editor, SimpleUploadedFile("empty.txt", b""), text_file("a.txt"), undated="on")
    ingest = Ingest.objects.get()
    line = {"number": 1, "name": "empty.txt", "result": "refused"}
    IngestRecord.objects.create(ingest=ingest, **line)
    Ingest.objects.update(state="running")

    run_queued()

    assert [one.number for one in ingest.records.all()] == [1, 2]


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "a\x00b.txt", "a/b/../c.txt"])
def test_names_of_files_lead_nowhere(editor, archive_folders, name):
    send(editor, SimpleUploadedFile(name, f"{TITLE}\n\n{TEXT}".encode()), undated="on")
    run_queued()

    assert all("/" not in one.name for one in IngestRecord.objects.all())


def test_reasons_speak_of_the_form_and_not_of_a_command(editor):
    send(editor, text_file("a.txt"))
    run_queued()

    reason = IngestRecord.objects.get().reason
    assert "--" not in reason
    assert "اقبل السجلات التي بلا تاريخ" in reason


def test_what_was_refused_is_tried_again_from_its_original(editor):
    send(editor, records("2021-11-22", ""), text_file("a.txt"))
    run_queued()
    first = Ingest.objects.get()
    retry = reverse("admin:archive_ingest_retry", args=[first.pk])
    assertContains(editor.get(first.get_absolute_url()), retry)
    assertContains(editor.get(retry), "a.txt")

    editor.post(retry, {"undated": "on"})
    run_queued()

    again = Ingest.objects.exclude(pk=first.pk).get()
    results = sorted(again.records.values_list("result", flat=True))
    assert results == ["stored", "stored", "unchanged"]
    assert Article.objects.count() == 3


def test_a_paste_beyond_the_limit_is_told_so_at_once(editor, monkeypatch):
    monkeypatch.setattr("archive.admin.articles.add_draft", None)
    text = "\n\n".join(f"فقرة {n}" for n in range(38_000))

    response = editor.post(reverse("admin:archive_article_add"), {"text": text})

    assertContains(response, "20,000")
    assert not Article.objects.exists()


# What a report is for: to publish, to discard, to take back.


def decide(client, act: str, query: str = "", **chosen):
    address = reverse("admin:archive_article_bulk")
    asked = client.post(address + query, {"act": act, **chosen})
    keys = [article.pk for article in asked.context["articles"]]
    return client.post(address, {"act": act, "chosen": keys, "apply": ""}, follow=True)


def test_all_drafts_of_a_report_are_published_where_they_lack_nothing(editor, store_text):
    store_text("نص مسودة من غير هذا الاستيراد.", title="مسودة أخرى", published_on="2020-01-01")
    lines = [
        {"title": f"{TITLE} {n}", "body": body, "outlet": "dijla", "published_on": date}
        for n, (body, date) in enumerate([(TEXT, "2021"), ("نص آخر لا يشبهه في شيء.", "")])
    ]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    send(editor, SimpleUploadedFile("a.jsonl", content.encode()), undated="on")
    run_queued()
    query = report(editor).context["drafts_of_import"]

    said = decide(editor, "publish", query, all="on")

    assert Article.objects.filter(status="published").count() == 1
    assertContains(said, "نُشر: <b>1</b>")
    assertContains(said, "ينقصه: تاريخ النشر")
    assertContains(report(editor), "لا يُتراجع عنه كله")


def test_chosen_drafts_are_discarded(editor):
    send(editor, text_file("a.txt"), undated="on")
    run_queued()
    draft = Article.objects.get()
    assertContains(report(editor), f'name="chosen" value="{draft.pk}"')

    decide(editor, "discard", chosen=draft.pk)

    assert Article.objects.get().is_discarded
    assertContains(report(editor), "استعادة")


def test_an_import_is_undone_from_its_report(editor):
    send(editor, text_file("a.txt"), undated="on")
    run_queued()
    ingest = Ingest.objects.get()
    undo = reverse("admin:archive_ingest_undo", args=[ingest.pk])
    assertContains(report(editor), undo)
    assertContains(editor.get(undo), "تُهمل المسودات التي دخلت به")

    asked = editor.post(undo, follow=True)
    assertContains(asked, "يُتراجع عنه")
    undoing_imports.run_asked()

    shown = report(editor)
    assertContains(shown, "تُراجع عن هذا الاستيراد")
    assertContains(shown, "أُهملت مسودته")
    assert Article.objects.get().is_discarded


@pytest.mark.parametrize("name", ["retry", "undo"])
def test_who_may_not_import_changes_nothing_of_a_report(editor, contributor, name):
    send(editor, text_file("a.txt"), undated="on")
    run_queued()
    address = reverse(f"admin:archive_ingest_{name}", args=[Ingest.objects.get().pk])

    assert contributor.post(address, {"decision": "publish", "all": "on"}).status_code == 403
