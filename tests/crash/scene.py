"""A small archive of its own in which processes are killed in the middle of their work.

Run as `python -m tests.crash.scene`: reads one JSON object a line (`{"victim", "seed", "delay"}`),
and answers each with what was left after the kill and after the next start. Processes are forked
from this one, in which everything is loaded already; to the kernel, the disk and the database
they are like any other.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

RECOVERY = 10.0  # seconds in which a started archive mends itself, on an idle machine
LIVING = 60  # articles that the scene opens with
RECORDS = 30  # records of one import
PARAGRAPHS = (
    "أعلنت قيادة العمليات المشتركة انسحاب القوات القتالية من قاعدة عين الأسد في الأنبار.",
    "قال رئيس الوزراء مصطفى الكاظمي إن الجدول الزمني المتفق عليه لن يتغيّر.",
    "نقلت نيوزويك عن مصدر في الحشد الشعبي أن الفصائل تراقب المهلة.",
    "عقدت اللجنة الفنية العسكرية اجتماعها في بغداد بحضور ممثلي التحالف الدولي.",
)


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    import search.index.worker  # noqa: F401  (what is forked later has it loaded already)

    call_command("migrate", interactive=False, verbosity=0)
    scene = Scene()
    scene.open()
    connections.close_all()
    _say({"ready": True})
    for line in sys.stdin:
        _say(scene.play(**json.loads(line)))


def slowness() -> float:
    """How many times longer work takes where others want the processors too."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _say(answer: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Scene:
    def __init__(self) -> None:
        from django.conf import settings

        self.folder = Path(settings.ARCHIVE_DATA)
        self.acknowledged = self.folder / "acknowledged.jsonl"
        self.backups = self.folder.with_name("backups")
        self.elsewhere = self.folder.with_name("elsewhere")

    def open(self) -> None:
        from search.index.outbox import drain

        self._ingest(self._records(0, "opening", LIVING))
        drain()

    def play(self, *, victim: str, seed: int, delay: float) -> dict[str, object]:
        """Kill a victim after `delay` seconds of its work (as long as they take on a busy machine);
        then start the archive again."""
        self.acknowledged.write_text("", encoding="utf-8")
        chance = random.Random(seed)
        acts: list[Callable[[random.Random], None]] = [getattr(self, f"_{victim}")]
        if victim == "rebuild":
            acts.append(self._edit)
        if victim in ("upload", "undo"):
            acts.append(lambda chance: _work())
        if victim == "backup":
            acts.append(self._edit)
        if victim == "restore":
            self._back_up()
        pids = [_forked(lambda act=act: act(chance)) for act in acts]
        time.sleep(delay * slowness())
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        return self._after_the_kill(victim)

    # Victims: each works on and on, and writes down what it was told is done

    def _import(self, chance: random.Random) -> None:
        while True:
            self._ingest(self._records(chance.getrandbits(40), "import", RECORDS))

    def _edit(self, chance: random.Random) -> None:
        """Corrects and publishes articles, and drains after each change."""
        from archive.editing import actions
        from archive.models import Article
        from search.index.outbox import drain

        while True:
            article = chance.choice(list(Article.objects.published().order_by("pk")))
            body = "\n\n".join(chance.choices(PARAGRAPHS, k=2)) + f"\n\n{chance.getrandbits(40)}"
            actions.correct(article, title=article.title, body=body, reason="تصحيح")
            self._note(article=article.public_id, text=article.current_revision.text_sha256)
            drain()

    def _withdraw(self, chance: random.Random) -> None:
        from archive.editing import actions
        from archive.models import Article
        from search.index.outbox import drain

        while True:
            article = chance.choice(list(Article.objects.order_by("pk")))
            if article.is_withdrawn:
                actions.restore(article)
            else:
                actions.withdraw(article, "طلب صاحب الحق")
            self._note(article=article.public_id, status=article.status)
            if chance.random() < 0.5:
                drain()

    def _rebuild(self, chance: random.Random) -> None:
        from search.index.rebuild import rebuild

        while True:
            rebuild()

    def _upload(self, chance: random.Random) -> None:
        """Queues files as the admin does, one after the other; a worker takes them in."""
        from archive.ingest.queue import enqueue
        from archive.models import Ingest

        while True:
            path = self._records(chance.getrandbits(40), "upload", RECORDS)
            with path.open("rb") as file:
                ingest = enqueue([(path.name, file)], publish=True)
            self._note(upload=ingest.public_id)
            while not Ingest.objects.filter(pk=ingest.pk, state=Ingest.State.DONE).exists():
                time.sleep(0.02)

    def _undo(self, chance: random.Random) -> None:
        """Has drafts taken in, then undone, one import after the other."""
        from archive.editing import undoing_imports
        from archive.ingest.queue import enqueue
        from archive.models import Ingest

        while True:
            path = self._records(chance.getrandbits(40), "undo", RECORDS)
            with path.open("rb") as file:
                ingest = enqueue([(path.name, file)])
            row = Ingest.objects.filter(pk=ingest.pk)
            while not row.filter(state=Ingest.State.DONE).exists():
                time.sleep(0.02)
            undoing_imports.ask(row.get())
            self._note(undo=ingest.public_id)
            while not row.filter(state=Ingest.State.UNDONE).exists():
                time.sleep(0.02)

    def _backup(self, chance: random.Random) -> None:
        while True:
            self._note(backup=self._back_up())

    def _back_up(self) -> str:
        from archive.preservation.backup import back_up

        made = back_up(self.backups, keep=2, progress=_unseen, refuse=_refused)
        return made.manifest.name

    def _restore(self, chance: random.Random) -> None:
        """Restores into an empty folder, again and again."""
        _live_in(self.elsewhere)
        while True:
            if self.elsewhere.exists():
                # A folder that is emptied bit by bit would at last be one that holds half of it.
                doomed = self.elsewhere.rename(f"{self.elsewhere}-{chance.getrandbits(40)}")
                shutil.rmtree(doomed)
            self._note(restored=_bring_back(self.backups))

    def _note(self, **fact: object) -> None:
        with self.acknowledged.open("a", encoding="utf-8") as file:
            file.write(json.dumps(fact, ensure_ascii=False) + "\n")

    # Importing

    def _records(self, seed: int, name: str, count: int) -> Path:
        chance = random.Random(seed)
        path = self.folder / f"{name}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                body = "\n\n".join(chance.choices(PARAGRAPHS, k=3)) + f"\n\n{seed} {number}"
                record = {
                    "id": f"{name}-{seed}-{number}",
                    "title": f"خبر {seed} {number}",
                    "body": body,
                    "published_on": f"2021-{chance.randint(1, 12):02}",
                }
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        return path

    def _ingest(self, path: Path) -> None:
        from django.core.management import call_command

        with (
            self.acknowledged.open("a", encoding="utf-8", buffering=1) as report,
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        ):
            call_command(
                "ingest", str(path), publish=True, json=True, stdout=report, stderr=nowhere
            )

    # What is left

    def _after_the_kill(self, victim: str) -> dict[str, object]:
        from django.db import connections

        left = {"integrity": self._integrity(), "lost": self._lost(), "shown": self._shown()}
        left["broken"] = {"backup": self._broken_backups, "restore": self._broken_restore}.get(
            victim, list
        )()
        connections.close_all()
        worker = _forked(_work)
        started = time.monotonic()
        until = started + RECOVERY * slowness()
        differing, unfinished = self._differing(), self._unfinished()
        while (differing or unfinished) and time.monotonic() < until:
            time.sleep(0.05)
            differing, unfinished = self._differing(), self._unfinished()
        left |= {
            "differing": differing,
            "unfinished": unfinished,
            "seconds": round(time.monotonic() - started, 2),
            "acknowledged": len(self._facts()),
        }
        os.kill(worker, signal.SIGTERM)
        _, status = os.waitpid(worker, 0)
        left["worker"] = os.waitstatus_to_exitcode(status)
        connections.close_all()
        return left

    def _integrity(self) -> str:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            return str(cursor.fetchone()[0])

    def _facts(self) -> list[dict[str, str]]:
        """What was acknowledged; a last line that was cut off was not."""
        content = self.acknowledged.read_text(encoding="utf-8")
        return [json.loads(line) for line in content.splitlines(keepends=True) if line[-1] == "\n"]

    def _lost(self) -> list[dict[str, str]]:
        """Acknowledged facts that the database contradicts.

        The victim may have been killed between a later change and its acknowledgement: the one
        change that followed the last acknowledged one is not a loss.
        """
        lost = []
        facts = self._facts()
        for number, fact in enumerate(facts):
            later = any(
                other.get("article") == fact.get("article") for other in facts[number + 1 :]
            )
            if "article" in fact and not later and not self._holds(fact):
                lost.append(fact)
        return lost if len(lost) > 1 or not _is_last_change(lost) else []

    def _holds(self, fact: dict[str, str]) -> bool:
        from archive.models import Article, Revision

        article = Article.objects.filter(public_id=fact["article"]).first()
        if article is None:
            return False
        if "text" in fact:
            return Revision.objects.filter(article=article, text_sha256=fact["text"]).exists()
        if "status" in fact:
            return article.status == fact["status"]
        return article.is_published

    def _unfinished(self) -> list[str]:
        """Uploads that were acknowledged and are not whole, or not wholly undone."""
        from archive.models import Ingest

        done = Ingest.objects.filter(state=Ingest.State.DONE)
        uploads = [fact["upload"] for fact in self._facts() if "upload" in fact]
        whole = {
            ingest.public_id
            for ingest in done.filter(public_id__in=uploads)
            if ingest.records.filter(result="stored", article__isnull=False).count() == RECORDS
        }
        return [upload for upload in uploads if upload not in whole] + self._not_undone()

    def _not_undone(self) -> list[str]:
        from archive.models import Article, Ingest

        asked = [fact["undo"] for fact in self._facts() if "undo" in fact]
        undone = Ingest.objects.filter(public_id__in=asked, state=Ingest.State.UNDONE)
        whole = {
            ingest.public_id
            for ingest in undone
            if Article.objects.discarded().filter(ingest_records__ingest=ingest).count() == RECORDS
        }
        return [one for one in asked if one not in whole]

    def _shown(self) -> list[int]:
        """Articles that a search would show now although they are not published."""
        from archive.models import Article
        from search.engines.connection import reader
        from search.engines.plan import Plan
        from search.errors import IndexUnavailable
        from search.index.outbox import pending_hidden

        plan = Plan(limit=100_000, hidden=pending_hidden(), facets=False)
        try:
            hits = reader().find(plan).hits
        except IndexUnavailable:
            return []
        published = set(Article.objects.published().values_list("pk", flat=True))
        return sorted({hit.article for hit in hits} - published)

    def _broken_backups(self) -> list[str]:
        """What is wrong with the backups that are there, and with one made now."""
        from django.db import connections

        from archive.preservation import backups

        if not self.backups.is_dir():
            return []
        acknowledged = [fact["backup"] for fact in self._facts() if "backup" in fact]
        names = backups.whole(self.backups)
        broken = [name for name in acknowledged[-1:] if name not in names]
        broken += [problem for name in names for problem in self._unsound(name)]
        connections.close_all()
        made = _asked(self._back_up)
        if made not in backups.whole(self.backups):
            return [*broken, str(made)]
        left = {path.name for path in self.backups.iterdir()}
        unknown = left - {"originals", *backups.whole(self.backups)}
        return [*broken, *self._unsound(str(made)), *sorted(unknown)]

    def _unsound(self, name: str) -> list[str]:
        from archive.preservation import backups
        from archive.preservation.refusals import BackupError

        manifest = backups.read_manifest(self.backups, name)
        try:
            backups.check(self.backups, manifest)
        except BackupError as error:
            return [str(error)]
        lost = backups.check_originals(self.backups, manifest, _unseen)
        return [f"{name}: {one}" for one in lost]

    def _broken_restore(self) -> list[str]:
        """How the restored archive differs from its backup, once a second run has gone on."""
        from django.db import connections

        connections.close_all()
        return _asked(lambda: _differences_after_restore(self.backups, self.elsewhere))

    def _differing(self) -> list[int]:
        """Articles of which the index does not say what the database says."""
        from search.engines.connection import index
        from search.errors import IndexDamaged, IndexUnavailable
        from search.index.documents import differences, fingerprints

        try:
            held = index().fingerprints()
        except (IndexUnavailable, IndexDamaged):
            return [-1]
        return differences(held, fingerprints())


def _is_last_change(lost: list[dict[str, str]]) -> bool:
    return bool(lost) and "status" in lost[0]


def _live_in(folder: Path) -> None:
    """In a process of its own: have the data folder there from now on."""
    from django.conf import settings
    from django.db import connection

    settings.ARCHIVE_DATA = folder
    settings.ARCHIVE_ORIGINALS = folder / "originals"
    settings.ARCHIVE_INDEX = folder / "index"
    connection.close()
    connection.settings_dict["NAME"] = folder / "archive.sqlite3"


def _bring_back(backups: Path) -> str:
    """What the command does."""
    from django.core.management import call_command
    from django.db import connection

    from archive.preservation import restore

    connection.close()  # of an archive that lay there before
    restored = restore.restore(backups, progress=_unseen, refuse=_refused)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("rebuild_index", verbosity=0)
    restore.finish()
    return restored.manifest.name


def _differences_after_restore(backups: Path, folder: Path) -> list[str]:
    from archive.preservation import restore
    from archive.preservation.backups import whole
    from search.index.verify import verify

    _live_in(folder)
    if (folder / restore.NOTE).exists() or not (folder / "archive.sqlite3").exists():
        _bring_back(backups)
    found = [f"{one.kind} {one.name}: {one.problem}" for one in verify()]
    for question in (
        "SELECT public_id FROM archive_article",
        "SELECT public_id FROM archive_passage",
        "SELECT sha256 FROM archive_revision",
        "SELECT sha256 FROM archive_original",
    ):
        there, here = (
            sorted(sqlite3.connect(path).execute(question).fetchall())
            for path in (
                backups / whole(backups)[-1] / "archive.sqlite3",
                folder / "archive.sqlite3",
            )
        )
        if not there or there != here:
            found.append(question)
    return found


def _unseen(done: int, total: int, label: str) -> None:
    """Progress that nobody looks at."""


def _refused(one: object) -> None:
    raise AssertionError(f"every original is there: {one}")


def _asked(ask: Callable[[], object]) -> Any:
    """What a process of its own answers; the error itself where it breaks off."""
    reading, writing = os.pipe()

    def answer() -> None:
        try:
            found = ask()
        except BaseException:
            found = [traceback.format_exc()]
        os.write(writing, json.dumps(found).encode()[:60_000])

    pid = _forked(answer)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        found = told.read()
    os.waitpid(pid, 0)
    return json.loads(found)


def _work() -> None:
    from search.index.worker import Worker

    Worker().run()


def _forked(act: Callable[[], None]) -> int:
    """Run something in a process of its own; its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        with _quiet():
            act()
        code = 0
    finally:
        os._exit(code)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Standard input and output belong to the conversation with the test."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    yield


if __name__ == "__main__":
    main()
