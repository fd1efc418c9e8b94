"""The index built anew while archive and readers go on."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.editing import actions
from archive.models import Article
from search.engines.connection import index
from search.engines.whoosh import index as whoosh_index
from search.index import outbox, rebuild, state
from search.models import Change, IndexState
from tests.search.engines.whoosh.helpers import index_folder
from tests.search.index.helpers import found, generations, refuse, write

pytestmark = pytest.mark.django_db


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
