"""From a change of the archive to the index that readers search."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction
from django.utils import timezone

from archive.arabic.letters import fold
from archive.dates import parse_partial
from archive.editing import actions
from archive.models import Article, Revision
from archive.signals import changes_committed
from search.engines.connection import reader
from search.engines.plan import Filters, Plan, Term
from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.schema import INDEX_NAME
from search.errors import IndexBusy, IndexUnavailable
from search.index import outbox, rebuild
from search.index import verify as verifying
from search.models import Change, IndexState
from tests.search.engines.whoosh.helpers import index_folder
from tests.search.index.helpers import FULL, found, generations, refuse, write

pytestmark = pytest.mark.django_db


def test_a_published_article_is_found_after_a_drain(article):
    outbox.drain()

    assert found("الكاظمي") == [article.pk]
    assert not Change.objects.exists()


def test_a_draft_is_not_found_until_it_is_published(archive):
    draft = write("مسودة", "القائم بأعمال السفارة يغادر.", publish=False)
    outbox.drain()
    assert found("السفارة") == []

    actions.publish(draft)
    outbox.drain()

    assert found("السفارة") == [draft.pk]


def test_a_correction_replaces_the_words(archive, article):
    actions.correct(
        article, title="صالح في أربيل", body="وصل برهم صالح إلى أربيل.", reason="خطأ في الاسم"
    )
    outbox.drain()

    assert found("الكاظمي") == []
    assert found("برهم") == [article.pk]


def test_a_withdrawn_article_leaves_and_a_restored_one_returns(archive, article):
    actions.withdraw(article, "طلب صاحب الحق")
    outbox.drain()
    assert found("الكاظمي") == []

    actions.restore(article)
    outbox.drain()

    assert found("الكاظمي") == [article.pk]


def test_an_amended_date_reaches_the_filters(archive, article):
    actions.amend(article, published=parse_partial("2021-11"), reason="سبب")
    outbox.drain()

    since = Filters(since=parse_partial("2021-11-30").first)
    assert found("الكاظمي", filters=since) == [article.pk]


def test_a_change_that_is_rolled_back_leaves_no_row_and_no_ghost(archive):
    with pytest.raises(RuntimeError), transaction.atomic():
        write("شبح", "خبر لم يُحفظ قط.")
        assert Change.objects.exists()
        raise RuntimeError("the upload breaks off")

    outbox.drain()

    assert not Change.objects.exists()
    assert found("شبح") == []


def test_a_withdrawn_article_is_hidden_before_the_index_knows(archive, article):
    actions.withdraw(article, "طلب صاحب الحق")

    assert outbox.pending_hidden() == {article.pk}
    assert found("الكاظمي", hidden=outbox.pending_hidden()) == []


def test_a_corrected_article_is_not_hidden_while_it_waits(archive, article):
    actions.amend(article, byline="مراسل الأرشيف", reason="سبب")

    assert outbox.pending_hidden() == frozenset()


def test_matches_say_which_revision_was_indexed(archive, article):
    plan = Plan(clauses=(Term(fold("أربيل")),))
    matches = reader().matches(plan, [article.pk])[article.pk]

    text = Revision.objects.get(pk=matches.revision).text
    assert [text[match.start : match.end] for match in matches.text] == ["أربيل"]


def test_a_small_change_does_not_build_the_index_anew(archive):
    generation = index_folder().current_name()

    write("خبر عاجل", "انطلاق أعمال اللجنة الفنية.")
    drained = outbox.drain()

    assert (drained.articles, drained.rebuilt) == (1, False)
    assert index_folder().current_name() == generation


def test_one_article_that_fails_does_not_hold_up_the_others(archive, monkeypatch):
    bad, good = write("سيئ", "نص أول عن الحشد."), write("جيد", "نص ثان عن الحشد.")
    index_changes = outbox._index

    def break_off(writer, article_ids):
        if bad.pk in article_ids:
            raise ValueError("a page of this article is missing")
        index_changes(writer, article_ids)

    monkeypatch.setattr(outbox, "_index", break_off)

    drained = outbox.drain()

    assert (drained.articles, drained.failed) == (1, 1)
    assert found("الحشد") == [good.pk]
    row = Change.objects.get()
    assert (row.article_id, row.attempts) == (bad.pk, 1)
    assert "a page of this article is missing" in row.error
    assert row.not_before > timezone.now()
    assert "a page of this article is missing" in IndexState.load().last_error


def test_a_failed_row_is_tried_again_when_its_time_has_come(archive):
    article = write("متأخر", "خبر عن التحالف الدولي.")
    later = timezone.now() + timedelta(minutes=1)
    Change.objects.update(not_before=later, attempts=3, error="ValueError: so it was")
    outbox.drain()
    assert found("التحالف") == []

    Change.objects.update(not_before=timezone.now())
    outbox.drain()

    assert found("التحالف") == [article.pk]
    assert not Change.objects.exists()


def test_a_busy_index_is_said_and_nothing_is_lost(archive):
    write("خبر", "زيارة مفاجئة إلى قاعدة عين الأسد.")

    with index_folder().writing(), pytest.raises(IndexBusy):
        outbox.drain(wait=0.1)

    outbox.drain()
    assert len(found("زيارة")) == 1


def test_who_waits_for_the_lock_has_a_turn_however_much_keeps_coming(archive, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 1)
    monkeypatch.setattr(outbox, "LONGEST_HOLD", 0.0)
    turns = []

    def take_turn(seconds):
        with index_folder().writing(wait=0):
            turns.append(Change.objects.count())

    monkeypatch.setattr(outbox.time, "sleep", take_turn)
    for number in range(3):
        write(f"خبر {number}", f"زيارة رقم {number} إلى القاعدة.")

    drained = outbox.drain()

    assert (drained.articles, turns) == (3, [2, 1])
    assert len(found("زيارة")) == 3


def test_a_missing_index_is_said_and_built_by_the_next_drain(archive, article):
    folder = index_folder()
    (folder.path / "CURRENT").unlink()
    with pytest.raises(IndexUnavailable):
        found("الكاظمي")

    outbox.drain()

    assert found("الكاظمي") == [article.pk]


@pytest.mark.parametrize("how", ["truncated", "garbled", "missing"])
def test_an_index_damaged_while_it_serves_is_noticed_and_put_aside(archive, article, how):
    assert found("الكاظمي")
    generation = index_folder().current()
    (path,) = generation.folder.glob("archive_*.arrays")
    if how == "truncated":
        path.write_bytes(path.read_bytes()[:5000])
    elif how == "garbled":
        path.write_bytes(path.read_bytes()[:-2000] + bytes(2000))
    else:
        path.unlink()

    with pytest.raises(IndexUnavailable):
        found("الكاظمي")
    assert not outbox.is_usable()

    outbox.drain()

    assert found("الكاظمي") == [article.pk]
    assert (index_folder().path / f"damaged-{generation.name}").is_dir()


def test_a_full_disk_is_no_articles_fault_and_loses_nothing(archive, monkeypatch):
    article = write("خبر", "زيارة مفاجئة إلى قاعدة عين الأسد.")
    with monkeypatch.context() as full:
        full.setattr("search.engines.whoosh.writer.write_segment", refuse)
        with pytest.raises(OSError, match="No space"):
            outbox.drain()
    assert len(found("بغداد")) == 8
    assert [row.attempts for row in Change.objects.all()] == [0]

    outbox.drain()

    assert found("زيارة") == [article.pk]


@pytest.mark.parametrize(
    "error", [FULL, OperationalError("database is locked"), DamagedFile("it was garbled")]
)
def test_an_import_that_can_not_be_indexed_now_leaves_it_to_the_worker(archive, monkeypatch, error):
    article = write("خبر", "زيارة مفاجئة إلى قاعدة عين الأسد.")

    def refuse(*args):
        raise error

    with monkeypatch.context() as full:
        full.setattr(outbox, "_apply_outbox", refuse)
        changes_committed.send(Article)
    assert str(error) in IndexState.load().last_error

    outbox.drain()

    assert found("زيارة") == [article.pk]


def test_a_clock_that_is_put_back_keeps_no_change_waiting(archive):
    article = write("متأخر", "خبر عن التحالف الدولي.")
    other = write("متعثر", "خبر آخر عن التحالف الدولي.")
    tomorrow = timezone.now() + timedelta(days=1)
    Change.objects.update(not_before=tomorrow, created_at=tomorrow)
    Change.objects.filter(article_id=other.pk).update(attempts=3, error="ValueError: so it was")

    outbox.drain()

    assert found("التحالف") == [article.pk, other.pk]


def test_a_commit_that_looks_like_damage_from_outside_puts_nothing_aside(archive, monkeypatch):
    serving = index_folder().current_name()
    monkeypatch.setattr(outbox, "is_usable", lambda: False)

    assert outbox.apply_changes() == outbox.Drained()
    assert rebuild.put_aside_if_damaged() == ""

    assert generations() == [serving]


def test_more_changes_than_articles_are_left_to_a_rebuild(archive):
    for number in range(len(archive) + 1):
        write(f"جديد {number}", f"خبر جديد رقم {number}.")

    assert outbox.apply_changes() is None
    assert outbox.drain().rebuilt


# verify


def verify(**options) -> int:
    try:
        call_command("verify", **options)
    except CommandError as error:
        return error.returncode
    return 0


def test_verify_finds_nothing_wrong_in_a_sound_archive(archive):
    assert verify() == 0


def test_verify_names_articles_that_were_changed_behind_the_archives_back(archive, capsys):
    Article.objects.filter(pk=archive[1].pk).update(status="withdrawn", withdrawn_reason="سرّاً")
    Article.objects.filter(pk=archive[2].pk).update(url="https://example.org/not-indexed")

    assert verify(json=True) == 1

    printed = capsys.readouterr().out
    assert f'"name": "{archive[1].pk}"' in printed
    assert f'"name": "{archive[2].pk}"' not in printed


def test_verify_repairs_the_index_from_the_database(archive):
    Article.objects.filter(pk=archive[1].pk).update(status="withdrawn", withdrawn_reason="سرّاً")

    assert verify(repair=True) == 0

    assert verify() == 0
    assert archive[1].pk not in found("الخبر")


def test_verify_repairs_a_damaged_index(archive, article):
    (path,) = index_folder().current().folder.glob(f"{INDEX_NAME}_*.arrays")
    path.write_bytes(b"not a list of terms")
    assert verify() == 1

    assert verify(repair=True) == 0

    assert verify() == 0
    assert found("الكاظمي") == [article.pk]


def test_verify_finds_no_difference_in_what_changes_while_it_looks(archive, monkeypatch):
    fingerprints = verifying.fingerprints

    def after_a_change():
        monkeypatch.setattr(verifying, "fingerprints", fingerprints)
        write("أثناء التحقق", "خبر نُشر أثناء التحقق.")
        outbox.drain()
        return fingerprints()

    monkeypatch.setattr(verifying, "fingerprints", after_a_change)

    assert verify() == 0


def test_verify_names_an_article_that_cannot_be_indexed(archive, fails, capsys):
    fails("السفارة")
    article = write("سيئ", "القائم بأعمال السفارة يغادر.")
    outbox.drain()

    assert verify(json=True, repair=True) == 1

    printed = capsys.readouterr().out
    assert f'"name": "{article.pk}"' in printed
    assert "a page of this article is missing" in printed
