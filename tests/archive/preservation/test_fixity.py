"""What was captured is put back as it was, where a SHA-256 proves what that is."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import BinaryField, TextField, Value
from django.db.models.functions import Cast

from archive.editing import actions
from archive.models import Article, Link, Original, Passage, PassageSpan, Revision
from archive.models.articles import digest
from archive.preservation import fixity, originals
from archive.preservation.consistency import inconsistent_rows
from archive.signals import articles_changed

pytestmark = pytest.mark.django_db

TITLE = "القوات تستعد للمغادرة"
BODY = "أعلنت وزارة الدفاع أن آخر رتل سيغادر القاعدة نهاية الشهر.\n\nوختم بأن البيان نُشر."
MARKED = "أعلنت الوزارة أن [الرتل](https://example.org/a) سيغادر.\n\nوختم بأن [البيان](#) نُشر."


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Originals of a test stay in its own folder."""


def tamper(revision: Revision, **columns: object) -> None:
    """Change a revision as somebody would who went around the archive."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'revision_never_changes'")
        (trigger,) = cursor.fetchone()
        cursor.execute("DROP TRIGGER revision_never_changes")
        Revision._base_manager.filter(pk=revision.pk).update(**columns)
        cursor.execute(trigger)


def words(revision: Revision) -> tuple[str, str, str, str]:
    return Revision.objects.values_list("title", "text", "sha256", "text_sha256").get(
        pk=revision.pk
    )


def jsonl(*bodies: str) -> bytes:
    lines = (
        {"id": f"a{number}", "title": f"{TITLE} {number}", "body": body}
        for number, body in enumerate(bodies)
    )
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


FILES = {
    "a.txt": f"{TITLE}\r\n\r\n{BODY}".encode(),
    "a.md": f"---\nid: 7\n---\n{TITLE}\n\n## عنوان فرعي\n\n{MARKED}\n".encode("utf-8-sig"),
    "a.jsonl": jsonl(BODY, MARKED),
    "a.jsonl.gz": gzip.compress(jsonl(MARKED, BODY)),
}


@pytest.fixture
def taken_in(run_command, write_file):
    """Takes in one file; returns the last article it holds."""

    def take_in(name: str, data: bytes | None = None) -> Article:
        path = write_file(name, FILES[name] if data is None else data)
        assert run_command("ingest", path, "--undated", "--publish")[0] == 0
        return Article.objects.order_by("pk").last()

    return take_in


def repaired(**options: bool) -> list[bool]:
    return [one.mended for one in fixity.check_revisions(**{"repair": True, **options})]


# Revisions


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "column", ["title", "text", "sha256", "text_sha256"], ids=lambda column: f"{column}-changed"
)
def test_a_revision_is_put_back_from_its_original(taken_in, name, column):
    revision = taken_in(name).current_revision
    before = words(revision)
    tamper(revision, **{column: "غيره"})

    assert repaired() == [True]

    assert words(revision) == before
    assert repaired() == []


BYTES = Value(b"\xff\x00\xff", output_field=BinaryField())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("غيره", id="other-words"),
        pytest.param(Cast(BYTES, TextField()), id="bytes-that-are-no-text"),
        pytest.param(BYTES, id="bytes"),
    ],
)
def test_whatever_became_of_title_and_text_they_are_put_back(taken_in, text):
    revision = taken_in("a.jsonl").current_revision
    before = words(revision)
    tamper(revision, title="غيره", text=text)

    assert repaired() == [True]

    assert words(revision) == before


def test_without_repair_it_is_named_and_nothing_is_written(taken_in):
    revision = taken_in("a.txt").current_revision
    tamper(revision, text="غيره")

    (found,) = fixity.check_revisions(repair=False)

    assert (found.kind, found.mended) == ("revision", False)
    assert found.name == f"{revision.article.public_id}/r/1"
    assert "--repair can put back its text" in found.problem
    assert words(revision)[1] == "غيره"


def test_what_was_repaired_is_told_in_the_history_and_to_whoever_follows(taken_in):
    article = taken_in("a.txt")
    tamper(article.current_revision, title="غيره")
    told = []
    articles_changed.connect(heard := lambda article_ids, **kwargs: told.extend(article_ids))

    repaired()

    articles_changed.disconnect(heard)
    assert told == [article.pk]
    decision = article.decisions.last()
    assert decision.kind == "mended"
    assert "its title" in decision.about["note"]


def test_a_revision_still_never_changes_after_one_was_repaired(taken_in):
    revision = taken_in("a.txt").current_revision
    tamper(revision, text="غيره")
    repaired()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Revision._base_manager.filter(pk=revision.pk).update(text="شيء آخر")


def test_the_trigger_is_back_where_a_repair_breaks_off(taken_in, monkeypatch):
    revision = taken_in("a.txt").current_revision
    tamper(revision, text="غيره")

    def break_off(articles):
        raise OSError("the disk is full")

    monkeypatch.setattr(fixity, "announce_changes", break_off)
    with pytest.raises(OSError, match="full"), transaction.atomic():
        repaired()

    assert words(revision)[1] == "غيره"
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Revision._base_manager.filter(pk=revision.pk).update(text="شيء آخر")


def test_words_that_no_hash_proves_are_never_written(taken_in):
    revision = taken_in("a.txt").current_revision
    tamper(revision, text="غيره", sha256="0" * 64)

    (found,) = fixity.check_revisions(repair=True)

    assert not found.mended
    assert "restore the database from a backup" in found.problem
    assert words(revision)[1:3] == ("غيره", "0" * 64)


def test_an_original_that_changed_proves_nothing(taken_in):
    revision = taken_in("a.txt").current_revision
    path = originals.path_of(revision.original_id)
    path.chmod(0o640)
    path.write_bytes(f"{TITLE}\n\nغيره".encode())
    tamper(revision, text="غيره", sha256=digest(TITLE, "سواه"))

    assert repaired() == [False]


def test_a_correction_has_no_original_and_is_put_back_from_its_twin(taken_in, store_text):
    article = taken_in("a.txt")
    actions.correct(article, title=f"{TITLE} غداً", body=MARKED, reason="خطأ في العنوان")
    actions.correct(article, title=TITLE, body=MARKED, reason="عودة إلى العنوان الأول")
    before = words(article.current_revision)
    tamper(article.current_revision, title="غيره", text="غيره")

    assert repaired() == [True]

    assert words(article.current_revision) == before


def test_a_correction_without_a_twin_is_named(taken_in):
    article = taken_in("a.txt")
    actions.correct(article, title=TITLE, body=MARKED, reason="خطأ في النص")
    tamper(article.current_revision, text="غيره")

    assert repaired() == [False]


def test_many_damaged_records_of_one_file_read_it_once(taken_in, monkeypatch):
    taken_in("a.jsonl", jsonl(*(f"{BODY} {number}" for number in range(20))))
    before = [words(revision) for revision in Revision.objects.order_by("pk")]
    for revision in Revision.objects.all():
        tamper(revision, text="غيره")
    asked = []
    is_sound = originals.is_sound
    monkeypatch.setattr(originals, "is_sound", lambda sha: asked.append(sha) or is_sound(sha))

    assert repaired() == [True] * 20

    assert [words(revision) for revision in Revision.objects.order_by("pk")] == before
    assert len(asked) == 1


# Originals


def damage(original: Original, how: str) -> Path:
    path = originals.path_of(original.sha256)
    path.chmod(0o640)
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(b"other bytes")
    return path


def repaired_originals(**options: bool) -> list[bool]:
    return [one.mended for one in fixity.check_originals(**{"repair": True, **options})]


@pytest.mark.parametrize("how", ["missing", "changed"])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f"{TITLE}\n\n{BODY}".replace("\n", "\r\n").encode(), id="pasted"),
        pytest.param(f"{TITLE}\n{MARKED}\n".encode(), id="with-links"),
        pytest.param(f"{TITLE}\n\n{BODY}\n".encode("windows-1256"), id="windows-1256"),
        pytest.param(f"{TITLE}\n\n{BODY}".encode("utf-16"), id="utf-16"),
    ],
)
def test_a_plain_original_is_put_back_from_the_words_of_the_database(taken_in, data, how):
    path = damage(taken_in("a.txt", data).current_revision.original, how)

    assert repaired_originals() == [True]

    assert path.read_bytes() == data
    assert repaired_originals() == []


def test_bytes_that_changed_are_moved_aside_and_kept(taken_in, archive_folders):
    original = taken_in("a.txt", f"{TITLE}\n\n{BODY}\n".encode()).current_revision.original
    damage(original, "changed")

    repaired_originals()

    (aside,) = (archive_folders / "originals" / "damaged").iterdir()
    assert aside.name.startswith(original.sha256)
    assert aside.read_bytes() == b"other bytes"


def test_an_original_is_found_where_it_was_moved_to(taken_in, archive_folders):
    original = taken_in("a.jsonl.gz").current_revision.original
    path = originals.path_of(original.sha256)
    path.rename(archive_folders / "originals" / "moved by hand")

    assert repaired_originals() == [True]

    assert path.read_bytes() == FILES["a.jsonl.gz"]


@pytest.mark.parametrize("how", ["missing", "changed"])
def test_an_original_that_nothing_proves_is_named_with_what_to_do(taken_in, how):
    original = taken_in("a.jsonl").current_revision.original
    path = damage(original, how)
    left = path.read_bytes() if how == "changed" else None

    (found,) = fixity.check_originals(repair=True)

    assert (found.kind, found.name, found.mended) == ("original", original.sha256, False)
    assert f"backup to originals/{original.sha256[:2]}/{original.sha256}" in found.problem
    assert (path.read_bytes() if path.exists() else None) == left


def test_the_same_upload_again_puts_a_damaged_original_back(taken_in):
    original = taken_in("a.jsonl").current_revision.original
    path = damage(original, "changed")

    taken_in("a.jsonl")

    assert hashlib.sha256(path.read_bytes()).hexdigest() == original.sha256
    assert repaired_originals() == []


def test_an_original_that_can_not_be_read_is_named_and_stays(taken_in, monkeypatch):
    original = taken_in("a.jsonl").current_revision.original

    def refuse(path, sha256):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(originals, "has_bytes", refuse)

    (found,) = fixity.check_originals(repair=True)

    assert (found.name, found.mended) == (original.sha256, False)
    assert "Permission denied" in found.problem


# Rows that speak of each other


def test_rows_of_a_sound_archive_agree(taken_in):
    article = taken_in("a.md")
    actions.correct(article, title=TITLE, body=MARKED, reason="خطأ في النص")

    assert list(inconsistent_rows()) == []


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([], id="none"),
        pytest.param([[0, 9000]], id="beyond-the-text"),
        pytest.param([[5, 9], [0, 4]], id="out-of-order"),
        pytest.param([[0, "9"]], id="no-numbers"),
        pytest.param("0-9", id="no-list"),
    ],
)
def test_passages_whose_pieces_are_not_in_the_text_are_named(taken_in, pieces):
    article = taken_in("a.txt")
    span = PassageSpan.objects.first()
    PassageSpan.objects.filter(pk=span.pk).update(pieces=pieces)

    assert [(one.kind, one.name) for one in inconsistent_rows()] == [
        ("revision", f"{article.public_id}/r/1")
    ]


def test_links_beyond_the_text_are_named(taken_in):
    taken_in("a.md")
    Link.objects.update(end=9000)

    (found,) = inconsistent_rows()

    assert "A link lies outside its text" in found.problem


def test_a_passage_that_stands_nowhere_is_named(taken_in):
    passage = Passage.objects.create(article=taken_in("a.txt"))

    assert [(one.kind, one.name) for one in inconsistent_rows()] == [("passage", passage.public_id)]


def test_a_current_revision_of_another_article_is_named(taken_in):
    article = taken_in("a.jsonl")
    other = Article.objects.exclude(pk=article.pk).get()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER current_revision_is_its_own_update")
    text = other.current_revision
    Article.objects.filter(pk=other.pk).update(current_revision=None, status="draft")
    Article.objects.filter(pk=article.pk).update(current_revision=text)

    assert [(one.kind, one.name) for one in inconsistent_rows()] == [("article", article.public_id)]
