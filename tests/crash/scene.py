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
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

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
        if victim == "upload":
            acts.append(lambda chance: _work())
        pids = [_forked(lambda act=act: act(chance)) for act in acts]
        time.sleep(delay * slowness())
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        return self._after_the_kill()

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

    def _after_the_kill(self) -> dict[str, object]:
        from django.db import connections

        left = {"integrity": self._integrity(), "lost": self._lost(), "shown": self._shown()}
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
        """Uploads that were acknowledged and are not whole."""
        from archive.models import Ingest

        done = Ingest.objects.filter(state=Ingest.State.DONE)
        uploads = [fact["upload"] for fact in self._facts() if "upload" in fact]
        whole = {
            ingest.public_id
            for ingest in done.filter(public_id__in=uploads)
            if ingest.records.filter(result="stored", article__isnull=False).count() == RECORDS
        }
        return [upload for upload in uploads if upload not in whole]

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
