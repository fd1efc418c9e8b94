"""From a change of the archive to the index that readers search."""

import errno
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from haystack.query import SearchQuerySet

from archive.annotation.names import Recogniser
from archive.arabic.letters import fold
from archive.dates import parse_partial
from archive.editing import actions
from archive.ingest import store as archive_store
from archive.ingest.parsed import parse_text
from archive.models import Article, Revision
from archive.signals import changes_committed
from search.engines.connection import index, reader
from search.engines.plan import Filters, Plan, Term
from search.engines.whoosh import forward_index
from search.engines.whoosh import index as whoosh_index
from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.schema import INDEX_NAME
from search.errors import IndexBusy, IndexUnavailable
from search.index import outbox, rebuild, state
from search.index import verify as verifying
from search.models import Change, IndexState
from tests.search.engines.whoosh.helpers import index_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index of its own."""


def write(title: str, text: str, *, publish: bool = True, on: str | None = None) -> Article:
    draft = parse_text(text, Recogniser(), title=title)
    published = parse_partial(on) if on else None
    return archive_store.store(draft, published=published, publish=publish).article


@pytest.fixture
def article():
    return write("الكاظمي في أربيل", "وصل رئيس الوزراء مصطفى الكاظمي إلى أربيل صباح اليوم.")


@pytest.fixture
def archive(article):
    """Enough articles that one more is a small change."""
    others = [write(f"خبر رقم {number}", f"نص الخبر رقم {number} عن بغداد.") for number in range(8)]
    outbox.drain()
    return [article, *others]


def found(word: str, **plan) -> list[int]:
    plan = Plan(clauses=(Term(fold(word)),), limit=50, **plan)
    return [hit.article for hit in reader().find(plan).hits]


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
    actions.amend(article, published=parse_partial("2021-11"))
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
    actions.amend(article, byline="مراسل الأرشيف")

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


def test_a_rebuild_takes_in_what_changes_meanwhile(archive, article, monkeypatch):
    build = rebuild._fill

    def build_while_editors_work(*args):
        generation = build(*args)
        actions.withdraw(article, "طلب صاحب الحق")
        write("أثناء البناء", "خبر نُشر أثناء بناء الفهرس.")
        return generation

    monkeypatch.setattr(rebuild, "_fill", build_while_editors_work)

    rebuild.rebuild()

    assert found("الكاظمي") == []
    assert len(found("نُشر")) == 1
    assert not Change.objects.exists()


def test_readers_find_as_much_during_a_rebuild_as_before(archive, monkeypatch):
    before = len(found("بغداد"))
    build = rebuild._fill
    during = []

    def watch(*args):
        during.append(len(found("بغداد")))
        generation = build(*args)
        during.append(len(found("بغداد")))
        return generation

    monkeypatch.setattr(rebuild, "_fill", watch)

    rebuild.rebuild()

    assert [before, *during, len(found("بغداد"))] == [8] * 4


def test_a_rebuild_does_without_processes_that_die(archive, article, monkeypatch):
    analyse_all = whoosh_index.analyse_all

    def die_in_company(rows, count, cores=None):
        if cores != 1:
            raise ChildProcessError("a process that analyses articles has ended")
        return analyse_all(rows, count, cores)

    monkeypatch.setattr(whoosh_index, "analyse_all", die_in_company)

    assert rebuild.rebuild() == len(archive)


def test_an_outgrown_index_is_built_anew(archive):
    assert not index().needs_rebuild()
    for number in range(5):
        write(f"جديد {number}", f"خبر جديد رقم {number}.")
        outbox.drain()

    assert index().needs_rebuild()
    rebuild.rebuild_if_outgrown()
    assert not index().needs_rebuild()


# When something goes wrong on the way


FULL = OSError(errno.ENOSPC, "No space left on device")


def refuse(*args, **kwargs):
    raise FULL


def generations() -> list[str]:
    return sorted(path.name for path in index_folder().path.iterdir() if path.is_dir())


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


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("search.engines.whoosh.index.build", id="build"),
        pytest.param("search.index.rebuild._catch_up", id="catch-up"),
        pytest.param("search.engines.whoosh.index.IndexFolder.make_current", id="switch"),
    ],
)
def test_a_rebuild_on_a_full_disk_leaves_the_index_as_it_was(archive, monkeypatch, step):
    serving = index_folder().current_name()
    with monkeypatch.context() as full:
        full.setattr(step, refuse)
        with pytest.raises(CommandError, match="No space") as stopped:
            call_command("rebuild_index")

    assert stopped.value.returncode == 2
    assert generations() == [serving]
    assert len(found("بغداد")) == 8


@pytest.fixture
def fails(monkeypatch):
    """Makes articles whose text holds a word impossible to analyse."""
    analyse = forward_index.analyse

    def make(word: str) -> None:
        def analyse_or_fail(documents):
            if any(word in document.text for document in documents):
                raise ValueError("a page of this article is missing")
            return analyse(documents)

        for module in ("index", "parallel", "writer"):
            monkeypatch.setattr(f"search.engines.whoosh.{module}.analyse", analyse_or_fail)

    return make


def test_an_article_that_fails_does_not_keep_the_index_from_being_built(archive, article, fails):
    fails("الكاظمي")

    assert rebuild.rebuild() == len(archive)

    assert len(found("بغداد")) == 8
    assert found("أربيل") == []
    row = Change.objects.get()
    assert (row.article_id, row.attempts) == (article.pk, 1)
    assert "a page of this article is missing" in IndexState.load().last_error

    fails("كلمة لا ترد في أي مقال")
    Change.objects.update(not_before=timezone.now())
    outbox.drain()
    assert found("أربيل") == [article.pk]


def test_an_index_is_not_replaced_by_one_that_lacks_many(archive, fails):
    fails("الخبر")

    with pytest.raises(ValueError, match="missing"):
        rebuild.rebuild()

    assert len(found("بغداد")) == 8


def test_a_rebuild_ends_however_much_goes_on_changing(archive, monkeypatch):
    fingerprints = rebuild.fingerprints
    written = []

    def while_editors_write():
        state = fingerprints()
        written.append(write(f"عاجل {len(written)}", "خبر عن عين الأسد."))
        return state

    monkeypatch.setattr(rebuild, "fingerprints", while_editors_write)
    rebuild.rebuild()
    monkeypatch.undo()

    assert Change.objects.exists()
    outbox.drain()
    assert found("الأسد") == [one.pk for one in written]


def test_a_rebuild_takes_in_what_changed_without_a_word(archive, article, monkeypatch):
    build = rebuild._fill

    def build_while_someone_meddles(*args):
        generation = build(*args)
        Article.objects.filter(pk=article.pk).update(status="withdrawn", withdrawn_reason="سرّاً")
        return generation

    monkeypatch.setattr(rebuild, "_fill", build_while_someone_meddles)

    assert rebuild.rebuild() == len(archive) - 1
    assert found("الكاظمي") == []


def test_a_clock_that_is_put_back_keeps_no_change_waiting(archive):
    article = write("متأخر", "خبر عن التحالف الدولي.")
    other = write("متعثر", "خبر آخر عن التحالف الدولي.")
    tomorrow = timezone.now() + timedelta(days=1)
    Change.objects.update(not_before=tomorrow, created_at=tomorrow)
    Change.objects.filter(article_id=other.pk).update(attempts=3, error="ValueError: so it was")

    outbox.drain()

    assert found("التحالف") == [article.pk, other.pk]


def test_a_request_made_before_the_clock_was_put_back_is_met_once(archive):
    IndexState.load()
    IndexState.objects.update(rebuild_requested_at=timezone.now() + timedelta(days=1))

    rebuild.rebuild()

    assert IndexState.load().rebuild_requested_at is None


def test_a_request_made_during_a_rebuild_stays(archive, monkeypatch):
    build = rebuild._fill

    def build_while_someone_asks(*args):
        state.request_rebuild()
        return build(*args)

    monkeypatch.setattr(rebuild, "_fill", build_while_someone_asks)

    rebuild.rebuild()

    assert IndexState.load().rebuild_requested_at is not None


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
    Article.objects.filter(pk=archive[2].pk).update(byline="لا أثر له في الفهرس")

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


# The world outside


def test_readyz_tells_what_is_wrong(client, archive):
    answer = client.get(reverse("readyz"))
    assert (answer.status_code, answer.json()["failing"]) == (200, [])
    assert "worker" in answer.json()["lagging"]

    (index_folder().path / "CURRENT").unlink()

    answer = client.get(reverse("readyz"))
    assert (answer.status_code, answer.json()["failing"]) == (503, ["index"])


def test_readyz_says_that_an_older_index_serves_until_another_is_built(
    client, archive, monkeypatch
):
    IndexState.objects.update_or_create(pk=1, defaults={"worker_seen_at": timezone.now()})
    monkeypatch.setattr("search.engines.whoosh.generations.SCHEMA_VERSION", 99)

    answer = client.get(reverse("readyz"))

    assert (answer.status_code, answer.json()["lagging"]) == (200, ["index"])
    assert "schema" in answer.json()["index"]["outdated"]


def test_readyz_says_that_a_table_is_missing(client, archive):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {Change._meta.db_table} RENAME TO elsewhere")

    answer = client.get(reverse("readyz"))

    assert (answer.status_code, answer.json()["failing"]) == (503, ["database"])


def test_readyz_says_that_the_outbox_grows_old(client, archive):
    IndexState.objects.update_or_create(pk=1, defaults={"worker_seen_at": timezone.now()})
    assert client.get(reverse("readyz")).json()["status"] == "ready"

    Change.objects.create(article_id=1, created_at=timezone.now() - timedelta(minutes=5))

    answer = client.get(reverse("readyz")).json()
    assert answer["lagging"] == ["outbox"]
    assert answer["outbox"]["oldest_seconds"] >= 300


def test_healthz_answers_without_index_or_worker(client):
    assert client.get(reverse("healthz")).json() == {"status": "alive"}


def test_haystacks_own_api_answers_plain_words_and_refuses_the_rest(archive, article):
    assert SearchQuerySet().filter(content="الكاظمي").count() == 1
    assert [int(hit.pk) for hit in SearchQuerySet().auto_query("كاظمي أربيل")] == [article.pk]
    with pytest.raises(NotImplementedError, match=r"search[.]queries"):
        len(SearchQuerySet().filter(outlet="reuters"))


@pytest.mark.parametrize("command", ["rebuild_index", "update_index"])
def test_haystacks_commands_keep_the_index_whole(archive, article, command):
    call_command(command)

    assert found("الكاظمي") == [article.pk]


def test_the_index_is_never_emptied(archive, article):
    with pytest.raises(CommandError, match="rebuild_index"):
        call_command("clear_index", interactive=False)

    assert found("الكاظمي") == [article.pk]
