"""The worker keeps the index in step with the archive."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from archive.editing import reannotating
from archive.models import Article, Mention
from search.engines.connection import index
from search.engines.whoosh.schema import INDEX_NAME
from search.index import outbox, state
from search.index import worker as working
from search.models import Change, IndexState
from tests.search.engines.whoosh.helpers import index_folder
from tests.search.index.helpers import found, refuse, write

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120  # seconds that a slow machine may take


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Every test has an index of its own."""


@pytest.fixture
def worker(monkeypatch) -> working.Worker:
    """A worker whose errands are done at once instead of in a thread beside the test."""
    monkeypatch.setattr(working.Errand, "start", lambda errand: errand._work())
    return working.Worker()


def test_a_first_step_builds_the_index(worker):
    article = write("أول مقال", "وصول بعثة الناتو إلى بغداد.")

    worker.step()

    assert found("الناتو") == [article.pk]


def test_every_step_brings_in_what_changed(worker):
    worker.step()
    article = write("لاحق", "مغادرة آخر رتل عبر الحدود الكويتية.")

    worker.step()

    assert found("رتل") == [article.pk]


def test_an_import_is_found_in_few_commits_of_the_index(worker, monkeypatch):
    """Each commit costs every serving process as much as a dozen pages."""
    applied, clock, importing = [], [5000.0], [True]
    monkeypatch.setattr(working.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(working.Errand, "is_running", property(lambda errand: importing[0]))
    monkeypatch.setattr(
        outbox, "apply_changes", lambda *given, **more: applied.append(clock[0]) or outbox.Drained()
    )

    for clock[0] in (5000.0, 5000.3, 5009.9, 5010.0, 5017.0):
        worker.step()
    importing[0] = False
    for clock[0] in (5017.3, 5017.6):
        worker.step()

    assert applied == [5000.0, 5010.0, 5017.3, 5017.6]


def test_the_worker_forgets_old_logins_once_an_hour(worker, monkeypatch):
    done, clock = [], [5000.0]
    monkeypatch.setattr(worker._logins, "_work", lambda: done.append(clock[0]))
    monkeypatch.setattr(working.time, "monotonic", lambda: clock[0])

    for clock[0] in (5000.0, 5001.0, 8599.0, 8600.0):
        worker._forget_logins()

    assert done == [5000.0, 8600.0]


def test_the_worker_shows_that_it_lives(worker):
    before = timezone.now()

    worker.step()

    assert IndexState.load().worker_seen_at >= before


def test_a_requested_rebuild_is_done_once(worker):
    write("مقال", "نص المقال عن أربيل.")
    worker.step()
    generation = index_folder().current_name()
    state.request_rebuild("an editor asked for it")

    worker.step()
    rebuilt = index_folder().current_name()
    worker.step()

    assert rebuilt != generation
    assert index_folder().current_name() == rebuilt
    assert IndexState.load().rebuild_requested_at is None


def test_a_damaged_index_is_replaced_without_anyones_help(worker):
    article = write("مقال", "نص المقال عن أربيل.")
    worker.step()
    (path,) = index_folder().current().folder.glob(f"{INDEX_NAME}_*.arrays")
    path.write_bytes(b"")

    worker.step()

    assert found("أربيل") == [article.pk]
    assert outbox.is_usable()
    assert list(index_folder().path.glob("damaged-*"))


@pytest.mark.parametrize("how", ["file", "unreadable"])
def test_what_is_no_folder_of_an_index_is_put_aside_and_replaced(
    worker, client, settings, monkeypatch, how
):
    article = write("الخبر", "مغادرة آخر رتل عبر الحدود الكويتية.")
    folder = Path(settings.ARCHIVE_INDEX)
    aside = folder.with_name(f"damaged-{folder.name}")
    aside.write_text("put aside before")
    if how == "file":
        folder.write_bytes(b"no folder")
    else:
        folder.mkdir()
        (folder / "CURRENT").mkdir()  # reading it fails, for whoever may read everything too
        monkeypatch.setattr(os, "access", lambda path, mode: not (Path(path) / "CURRENT").is_dir())

    assert client.get(reverse("search:results"), {"q": "رتل"}).status_code == 503
    worker.step()

    assert found("رتل") == [article.pk]
    assert client.get(reverse("search:results"), {"q": "رتل"}).status_code == 200
    assert (aside / "CURRENT").is_dir() if how == "unreadable" else aside.is_file()


def test_other_rules_lead_to_another_index(worker, monkeypatch):
    article = write("مقال", "نص المقال عن أربيل.")
    worker.step()
    generation = index_folder().current_name()
    monkeypatch.setattr("search.engines.whoosh.generations.rules_version", lambda: "newer")

    worker.step()

    assert index_folder().current_name() != generation
    assert found("أربيل") == [article.pk]


def test_an_index_of_an_older_schema_serves_until_another_is_built(worker, monkeypatch):
    article = write("مقال", "نص المقال عن أربيل.")
    worker.step()
    generation = index_folder().current_name()
    monkeypatch.setattr("search.engines.whoosh.generations.SCHEMA_VERSION", 99)
    assert found("أربيل") == [article.pk]

    worker.step()

    assert index_folder().current_name() != generation
    assert index().outdated() == ""
    assert found("أربيل") == [article.pk]


def test_an_index_of_a_schema_nobody_reads_any_more_is_replaced(worker, client, monkeypatch):
    article = write("مقال", "نص المقال عن أربيل.")
    worker.step()
    for name in ("SCHEMA_VERSION", "OLDEST_READABLE"):
        monkeypatch.setattr(f"search.engines.whoosh.generations.{name}", 99)
    page = client.get(reverse("search:results"), {"q": "أربيل"})
    assert (page.status_code, "Retry-After" in page.headers) == (503, True)

    worker.step()

    assert found("أربيل") == [article.pk]
    assert "schema" in IndexState.load().last_error


def test_a_change_that_keeps_failing_does_not_hold_up_a_rebuild(worker, monkeypatch):
    write("مقال", "نص المقال عن أربيل.")
    worker.step()
    generation = index_folder().current_name()
    later = timezone.now() + timedelta(minutes=1)
    Change.objects.create(article_id=99, attempts=4, error="ValueError: bad", not_before=later)
    monkeypatch.setattr("search.engines.whoosh.generations.rules_version", lambda: "newer")

    worker.step()

    assert index_folder().current_name() != generation


def test_a_clock_that_is_put_back_does_not_silence_the_worker(worker):
    worker.step()
    tomorrow = timezone.now() + timedelta(days=1)
    IndexState.objects.update(worker_seen_at=tomorrow)
    worker._beat_after = time.monotonic()

    worker.step()

    assert IndexState.load().worker_seen_at < tomorrow


def test_the_worker_goes_on_after_an_error_and_lets_the_admin_show_it(worker, monkeypatch):
    article = write("مقال", "نص المقال عن أربيل.")
    with monkeypatch.context() as full:
        full.setattr(outbox, "apply_changes", refuse)
        pauses = [worker._work() for _ in range(3)]
    assert pauses == sorted(set(pauses))
    assert "No space left" in IndexState.load().last_error

    assert worker._work() == working.PAUSE

    assert found("أربيل") == [article.pk]


def test_an_errand_that_fails_waits_before_it_is_tried_again(archive_folders, monkeypatch):
    monkeypatch.setattr(working, "note_error", lambda error: None)
    tried = []

    def fail():
        tried.append(1)
        raise ValueError("it can't be done")

    errand = working.Errand("test", fail)
    for _ in range(3):
        errand.start()
        errand.wait(10)

    assert len(tried) == 1


def test_what_changed_without_a_word_is_found_at_the_start(worker):
    articles = [write(f"مقال {number}", f"نص رقم {number} عن أربيل.") for number in range(8)]
    worker.step()
    Article.objects.filter(pk=articles[0].pk).update(status="withdrawn", withdrawn_reason="سرّاً")

    for _ in range(2):
        worker._look_through()
        assert Change.objects.count() == 1
    worker.step()

    assert sorted(found("أربيل")) == sorted(one.pk for one in articles[1:])


def test_an_outdated_index_is_built_anew_and_not_mended_before(worker, monkeypatch):
    articles = [write(f"مقال {number}", f"نص رقم {number} عن أربيل.") for number in range(8)]
    worker.step()
    generation = index_folder().current_name()
    Article.objects.filter(pk=articles[0].pk).update(status="withdrawn", withdrawn_reason="سرّاً")
    monkeypatch.setattr("search.engines.whoosh.generations.SCHEMA_VERSION", 99)

    worker._look_through()
    assert Change.objects.count() == 0
    worker.step()

    assert index_folder().current_name() != generation
    assert sorted(found("أربيل")) == sorted(one.pk for one in articles[1:])


def test_a_worker_that_is_asked_to_stop_ends_well(tmp_path):
    environment = {
        "ARCHIVE_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "PYTHONWARNINGS": "ignore",
        "PATH": "",
    }
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    with subprocess.Popen([*manage, "worker"], cwd=ROOT, env=environment) as process:
        try:
            until = time.monotonic() + PATIENCE
            while not (tmp_path / "index" / "CURRENT").exists():
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.1)

            process.send_signal(signal.SIGTERM)

            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    """What systemd would hear of the worker."""
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(address))
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))

        def heard() -> list[str]:
            said = []
            with contextlib.suppress(BlockingIOError):
                while True:
                    said.append(listening.recv(100).decode())
            return said

        yield heard


def test_the_worker_tells_systemd_that_it_lives_and_when_it_ends(worker, systemd, monkeypatch):
    def step() -> None:
        worker._beat()
        worker._stopping.set()

    monkeypatch.setattr(worker, "step", step)
    monkeypatch.setattr(working.signal, "signal", lambda number, handler: None)

    worker.run()

    assert systemd() == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]


def test_a_long_pause_after_errors_is_no_sign_of_death(worker, systemd, monkeypatch):
    monkeypatch.setattr(working, "HEARTBEAT", 0.01)

    worker._rest(0.05)

    assert len(systemd()) > 2


def test_a_worker_without_systemd_says_nothing(worker, monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/at/all")
    worker._beat()
    monkeypatch.delenv("NOTIFY_SOCKET")
    worker._beat()


def test_the_worker_waits_for_all_errands_together_and_tells_imports_to_end(worker, monkeypatch):
    clock, waits = iter([0.0, 0.0, 4.0, 4.5]), []
    monkeypatch.setattr(working.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(working.Errand, "wait", lambda errand, seconds: waits.append(seconds))

    worker._part()
    worker._stop(signal.SIGTERM, None)

    left = working.LONGEST_FAREWELL
    assert waits == [left, left - 4.0, left - 4.5]
    assert worker._uploads._work.args[0]()


def test_worker_recognises_articles_anew_after_the_authorities_changed(worker, make_entity):
    article = write("زيارة", "وصول بعثة الناتو إلى بغداد.")
    worker.step()
    reannotating.note_recognised_with(reannotating.fingerprint())
    make_entity("baghdad", "بغداد", kind="place")
    worker._look_after = 0.0

    worker.step()

    assert Mention.objects.get().revision.article == article
    assert not reannotating.is_due()


def test_worker_recognises_nothing_anew_while_an_import_runs(worker, make_entity, monkeypatch):
    write("زيارة", "وصول بعثة الناتو إلى بغداد.")
    make_entity("baghdad", "بغداد", kind="place")
    reannotating.note_if_due()
    monkeypatch.setattr(
        working.Errand, "is_running", property(lambda errand: errand._name == "uploads")
    )

    worker.step()

    assert not Mention.objects.exists()
    assert reannotating.unfinished() is not None


def test_worker_that_is_stopped_leaves_the_rest_for_the_next(worker, make_entity):
    write("زيارة", "وصول بعثة الناتو إلى بغداد.")
    make_entity("baghdad", "بغداد", kind="place")
    reannotating.note_if_due()
    worker._stopping.set()

    worker.step()

    assert not Mention.objects.exists()
    assert reannotating.unfinished() is not None
