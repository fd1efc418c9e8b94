"""The bytes of what arrives are kept as they came."""

import gzip
import hashlib
import json
import os
import time

import pytest

from archive.models import Article, Original
from archive.preservation import originals
from tests.archive.ingest.pages import BODY, PAGE, record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_the_original_is_kept_byte_for_byte_with_its_encoding(run_command, write_file, encoding):
    data = PAGE.encode(encoding)
    run_command("ingest", write_file("a.txt", data), "--undated")

    original = Original.objects.get()
    kept = originals.path_of(original.sha256)
    assert original.sha256 == hashlib.sha256(data).hexdigest()
    assert kept.parts[-2:] == (original.sha256[:2], original.sha256)
    assert kept.read_bytes() == data
    assert (original.name, original.size, original.encoding) == ("a.txt", len(data), encoding)
    assert Article.objects.get().current_revision.original == original


def test_a_revision_knows_its_record_in_the_original(run_command, write_file):
    lines = [json.dumps(record(id=f"a{n}", body=f"{BODY} {n}")) for n in range(3)]
    path = write_file("a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    run_command("ingest", path, "--undated")

    numbers = [a.current_revision.original_record for a in Article.objects.order_by("record_id")]
    assert numbers == [1, 2, 3]
    assert Original.objects.get().encoding == "utf-8"


def test_what_killed_uploads_left_half_written_is_removed_and_nothing_else(
    run_command, write_file, archive_folders
):
    run_command("ingest", write_file("a.txt", PAGE), "--undated")
    folder = archive_folders / "originals"
    for name in (".half-old", ".half-new"):
        (folder / name).write_bytes(b"half")
    yesterday = time.time() - originals.HALF_WRITTEN_AFTER - 1
    for path in folder.rglob("*"):
        if path.name != ".half-new":
            os.utime(path, (yesterday, yesterday))

    originals.clear_half_written()

    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert left == {".half-new", Original.objects.get().sha256}


def test_no_half_written_original_is_left_behind(archive_folders, write_file, monkeypatch):
    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr("archive.preservation.originals.os.fsync", fail)
    with write_file("a.txt", PAGE).open("rb") as file, pytest.raises(OSError, match="disk full"):
        originals.keep(file, "a.txt")

    left = [path for path in (archive_folders / "originals").rglob("*") if path.is_file()]
    assert left == []
    assert not Original.objects.exists()
