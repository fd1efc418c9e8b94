"""Files made to stop the archive are stored within its limits or refused, and it goes on."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as configured

from archive.ingest import queue
from archive.models import Article, Ingest, IngestRecord, PassageSpan, Revision
from tests.archive.ingest import hostile

pytestmark = pytest.mark.django_db
SCALE = 0.01  # what each file is, not how much of it there is, is tried in every run


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("hostile")
    hostile.write(path, SCALE)
    return path


def check_limits() -> None:
    limits = configured.LIMITS
    for revision in Revision.objects.all():
        assert len(revision.title) <= limits.title
        assert len(revision.text) <= limits.text
        spans = PassageSpan.objects.filter(revision=revision)
        assert 0 < spans.count() <= limits.passages
        assert all(span.end - span.start <= limits.passage for span in spans)


def test_hostile_files_are_refused_or_stored_by_the_command(run_command, folder, limit):
    limit(record_seconds=10, refusals=100, json_line=200_000)

    code, report = run_command("ingest", folder, "--undated")

    assert code == 1
    told = {line["reason"].partition(": ")[0] for line in report if line["result"] == "refused"}
    for name in ("nul.txt", "binary.txt", "bad-lines.jsonl", "deep.jsonl", "bomb.jsonl.gz"):
        assert name in told
    assert len(report) < len(list(folder.iterdir())) + 400
    assert Article.objects.filter(current_revision__title="عنوان المقال السليم").exists()
    check_limits()


def test_hostile_files_are_refused_or_stored_by_the_worker(archive_folders, folder, limit):
    limit(record_seconds=10, refusals=100, json_line=200_000)
    paths = sorted(folder.iterdir())
    sound = paths.pop([path.name for path in paths].index("sound.txt"))
    queue.enqueue([(path.name, BytesIO(path.read_bytes())) for path in paths], undated=True)
    queue.enqueue([(sound.name, BytesIO(sound.read_bytes()))], undated=True)

    assert queue.run_queued() == 2

    assert set(Ingest.objects.values_list("state", flat=True)) == {Ingest.State.DONE}
    assert Article.objects.filter(current_revision__title="عنوان المقال السليم").exists()
    rows = IngestRecord.objects.filter(name="bad-lines.jsonl")
    assert rows.count() == 101
    check_limits()
