"""An import is taken back as a whole while no reader has seen anything of it."""

from __future__ import annotations

import io
import json

import pytest

from archive.editing import actions, undoing_imports
from archive.ingest import queue
from archive.ingest.refusals import RecordError
from archive.models import Article, Decision, Ingest

FIRST = "قال المتحدث إن موعد الانسحاب ثابت ولم يطرأ عليه تغيير."
SECOND = "أعلنت الوزارة جدولاً جديداً لتسليم القواعد الباقية في الشمال."


@pytest.fixture(autouse=True)
def own_folders(archive_folders):
    """Uploads of a test stay in its own folder."""


@pytest.fixture
def upload(admin_user):
    """Takes in records (id, body) as the worker does."""

    def send(*records: tuple[str, str], **options: object) -> Ingest:
        lines = [{"id": one, "title": f"عنوان {one}", "body": body} for one, body in records]
        data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
        options.setdefault("undated", True)
        ingest = queue.enqueue([("a.jsonl", io.BytesIO(data))], by=admin_user, **options)
        queue.run_queued()
        ingest.refresh_from_db()
        return ingest

    return send


def undo(ingest: Ingest, by=None) -> list[str]:
    """What became of each record."""
    undoing_imports.ask(ingest, by=by)
    undoing_imports.run_asked()
    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.UNDONE
    return list(ingest.records.order_by("number").values_list("undone", flat=True))


def test_drafts_are_discarded_and_may_come_again(upload, admin_user):
    ingest = upload(("1", FIRST), ("2", SECOND), ("3", ""))

    assert undo(ingest, admin_user) == ["discarded", "discarded", ""]
    assert ingest.undone_at
    assert {one.status for one in Article.objects.all()} == {"discarded"}
    told = Decision.objects.filter(kind="discarded")
    assert {(one.made_by, one.article_id) for one in told} == {
        (admin_user, one.pk) for one in Article.objects.all()
    }

    again = upload(("1", FIRST), ("2", SECOND))

    assert [one.result for one in again.records.all()] == ["stored", "stored"]


def test_draft_has_its_earlier_text_again(upload):
    upload(("1", FIRST))
    passage = Article.objects.get().passages.get()
    revised = upload(("1", f"{FIRST}\n\n{SECOND}"))
    assert [one.result for one in revised.records.all()] == ["revised"]

    assert undo(revised) == ["reverted"]

    article = Article.objects.get()
    assert (article.status, article.current_revision.text) == ("draft", FIRST)
    assert article.current_revision.spans.get().passage == passage
    assert article.revisions.count() == 3
    assert [one.kind for one in article.decisions.all()] == ["reverted"]


def test_two_texts_of_one_import_are_taken_back_together(upload):
    upload(("1", FIRST))
    twice = upload(("1", f"{FIRST}\n\n{SECOND}"), ("1", SECOND))

    assert undo(twice) == ["reverted", "reverted"]
    assert Article.objects.get().current_revision.text == FIRST


def test_what_a_person_did_since_is_kept_and_said(upload, admin_user):
    ingest = upload(("1", FIRST), ("2", SECOND))
    corrected = Article.objects.get(record_id="2")
    actions.correct(corrected, title="عنوان", body=FIRST[:30], reason="سهو", by=admin_user)

    assert undo(ingest) == ["discarded", "worked-on"]
    corrected.refresh_from_db()
    assert corrected.status == "draft"


def test_what_a_later_import_brought_is_kept_and_said(upload):
    first = upload(("1", FIRST))
    upload(("1", f"{FIRST}\n\n{SECOND}"))

    assert undo(first) == ["later"]
    assert Article.objects.get().status == "draft"


def test_an_import_that_readers_saw_is_not_undone(upload):
    ingest = upload(("1", FIRST), ("2", SECOND))
    actions.publish(Article.objects.get(record_id="1"))

    assert not undoing_imports.may_be_undone(ingest)
    with pytest.raises(RecordError, match="Readers have seen"):
        undoing_imports.ask(ingest)
    assert Article.objects.filter(status="draft").count() == 1


def test_what_was_published_between_asking_and_doing_stays(upload):
    ingest = upload(("1", FIRST), ("2", SECOND))
    undoing_imports.ask(ingest)
    actions.publish(Article.objects.get(record_id="1"))

    undoing_imports.run_asked()

    assert list(ingest.records.order_by("number").values_list("undone", flat=True)) == [
        "published",
        "discarded",
    ]


def test_undoing_that_broke_off_goes_on_with_the_rest(upload, monkeypatch):
    ingest = upload(*((str(n), f"{FIRST} {n}") for n in range(5)))
    monkeypatch.setattr(undoing_imports, "BATCH", 2)
    undoing_imports.ask(ingest)

    assert undoing_imports.run_asked(iter([False, True, True]).__next__) == 0
    assert Article.objects.discarded().count() == 2
    undoing_imports.run_asked()

    ingest.refresh_from_db()
    assert ingest.state == Ingest.State.UNDONE
    assert Article.objects.discarded().count() == 5


def test_it_is_undone_once(upload):
    ingest = upload(("1", FIRST))
    undo(ingest)

    assert not undoing_imports.may_be_undone(ingest)
    with pytest.raises(RecordError, match="nothing to undo"):
        undoing_imports.ask(ingest)
    assert not queue.enqueue_again(ingest)
