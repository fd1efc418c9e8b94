"""Commits, compaction, damage, and what plain Whoosh makes of the files."""

import os

import pytest

from search.engines.whoosh.arrays import DamagedFile
from search.engines.whoosh.generations import Generation, IndexFolder
from search.engines.whoosh.schema import INDEX_NAME
from search.engines.whoosh.snapshot import open_snapshot
from search.engines.whoosh.versions import SCHEMA_VERSION
from search.engines.whoosh.writer import MOST_SEGMENTS
from search.errors import IndexBusy, IndexUnavailable
from tests.search.engines.whoosh.helpers import article, built, changed, total


def every_file(generation: Generation) -> list[str]:
    return sorted(path.name for path in generation.folder.iterdir() if path.is_file())


def damage(path, how: str) -> None:
    content = path.read_bytes()
    match how:
        case "missing":
            path.unlink()
        case "truncated":
            path.write_bytes(content[: len(content) // 2])
        case "garbled":
            path.write_bytes(os.urandom(len(content)))
        case "foreign":
            path.write_bytes(b"%PDF-1.7\n" + content[9:])


@pytest.mark.parametrize("how", ["missing", "truncated", "garbled", "foreign"])
def test_damage_to_any_file_is_noticed_on_opening(tmp_path, how):
    names = every_file(built(tmp_path / "pattern", [article(1), article(2)]))
    noticed = set()
    for number, kind in enumerate({name.partition(".")[2] + name[0] for name in names}):
        generation = built(tmp_path / str(number), [article(1), article(2)])
        (path,) = [
            path
            for path in generation.folder.iterdir()
            if path.is_file() and path.name.partition(".")[2] + path.name[0] == kind
        ]
        damage(path, how)
        with pytest.raises(DamagedFile):
            open_snapshot(Generation(generation.folder), {})
        noticed.add(path.suffix)

    assert noticed == {".arrays", ".toc"}


def test_a_copied_index_is_read_through_and_serves(tmp_path):
    generation = built(tmp_path / "one", [article(1)])
    for path in generation.folder.iterdir():
        os.utime(path, (0, 0))

    assert total(open_snapshot(Generation(generation.folder), {}), "قوات") == 1


def test_a_copied_index_is_read_through_once(tmp_path, monkeypatch):
    generation = built(tmp_path / "one", [article(1)])
    for path in generation.folder.iterdir():
        os.utime(path, (0, 0))
    read = []
    read_through = Generation._read_through
    monkeypatch.setattr(
        Generation, "_read_through", lambda *given: (read.append(given), read_through(*given))
    )

    for _ in range(3):
        open_snapshot(Generation(generation.folder), {})

    assert len(read) == 1


VERSIONS = "search.engines.whoosh.generations"


def test_an_index_of_an_older_schema_serves_and_takes_changes(tmp_path, monkeypatch):
    generation = built(tmp_path / "one", [article(pk) for pk in range(1, 12)])
    monkeypatch.setattr(f"{VERSIONS}.SCHEMA_VERSION", 99)

    older = Generation(generation.folder)
    assert f"schema {SCHEMA_VERSION}" in older.outdated
    assert total(open_snapshot(older, {}), "قوات") == 11
    for pk in range(20, 30):
        snapshot = changed(older, [article(pk)], gone=[pk - 19])
    assert total(snapshot, "قوات") == 11
    assert len(snapshot.segments) <= MOST_SEGMENTS


@pytest.mark.parametrize(
    ("schema", "oldest"),
    [pytest.param(99, 99, id="older-than-can-be-read"), pytest.param(0, 0, id="newer")],
)
def test_an_index_whose_schema_cannot_be_read_is_not_read(tmp_path, monkeypatch, schema, oldest):
    generation = built(tmp_path / "one", [article(1)])
    monkeypatch.setattr(f"{VERSIONS}.SCHEMA_VERSION", schema)
    monkeypatch.setattr(f"{VERSIONS}.OLDEST_READABLE", oldest)

    with pytest.raises(DamagedFile, match="schema"):
        Generation(generation.folder)


def test_other_rules_are_noticed_while_the_index_serves(tmp_path, monkeypatch):
    generation = built(tmp_path / "one", [article(1)])
    assert generation.has_current_rules
    monkeypatch.setattr("search.engines.whoosh.generations.rules_version", lambda: "newer")

    assert not generation.has_current_rules
    assert "older rules" in generation.outdated
    assert total(open_snapshot(generation, {}), "قوات") == 1


@pytest.fixture
def folder(tmp_path):
    return IndexFolder(tmp_path / "index")


def test_the_generation_before_the_last_is_kept_for_its_readers(folder):
    names = []
    for _ in range(3):
        generation = built(folder.new_folder(), [article(1)])
        folder.make_current(generation)
        names.append(generation.name)

    assert folder.current().name == names[-1]
    assert {path.name for path in folder.path.iterdir() if path.is_dir()} == set(names[1:])


def test_no_index_is_said(folder):
    with pytest.raises(IndexUnavailable, match="no index was built"):
        folder.current()


@pytest.mark.parametrize("content", [b"", b"../elsewhere", b"\xff\xfe", b"20010101-000000-abcdef"])
def test_a_garbled_pointer_is_said(folder, content):
    folder.make_current(built(folder.new_folder(), [article(1)]))
    (folder.path / "CURRENT").write_bytes(content)

    with pytest.raises(IndexUnavailable):
        folder.current()


def test_a_damaged_generation_is_put_aside(folder):
    generation = built(folder.new_folder(), [article(1)])
    folder.make_current(generation)

    assert not folder.put_aside("another-generation", "it was garbled")
    assert folder.put_aside(generation.name, "it was garbled")

    assert (folder.path / f"damaged-{generation.name}").is_dir()
    with pytest.raises(IndexUnavailable):
        folder.current()


def test_a_pointer_that_is_a_folder_is_put_aside(folder):
    (folder.path / "CURRENT").mkdir(parents=True)

    assert folder.put_aside(folder.pointed_at(), "it is a folder")

    folder.make_current(built(folder.new_folder(), [article(1)]))
    assert total(open_snapshot(folder.current(), {}), "قوات") == 1


def test_what_builds_broken_off_have_left_is_removed(folder):
    generation = built(folder.new_folder(), [article(1)])
    folder.make_current(generation)
    built(folder.new_folder(), [article(2)])

    folder.clear_unfinished()

    assert [path.name for path in folder.path.iterdir() if path.is_dir()] == [generation.name]
    assert total(open_snapshot(folder.current(), {}), "قوات") == 1


def test_a_second_writer_waits_so_long_and_then_says_so(folder):
    with folder.writing(), pytest.raises(IndexBusy), folder.writing(wait=0.1):
        pass

    with folder.writing(wait=0.1):
        pass


def test_what_a_killed_writer_left_is_removed(tmp_path):
    generation = built(tmp_path / "one", [article(1)])
    whole = every_file(generation)
    (generation.folder / f"{INDEX_NAME}_abc123.arrays").write_bytes(b"half")
    (generation.folder / f"_{INDEX_NAME}_2.toc.17").write_bytes(b"half")

    generation.clear_leftovers()

    assert every_file(generation) == whole
