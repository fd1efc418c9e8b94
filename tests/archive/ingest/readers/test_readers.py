"""The door to the readers: which reads a file, and how files are called."""

import pytest

from archive.ingest.readers import Record, read, stem
from tests.archive.ingest.readers.samples import TEXT, records


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"\xff\xd8\xff\xe0 jpeg", "a picture"), (b"7z\xbc\xaf\x27\x1c", "a packed archive")],
)
def test_other_kinds_of_files_are_named_and_refused_by_what_is_read(data, told):
    [refused] = records("article.txt", data)

    assert f"This is {told}" in refused.reason
    assert ".jsonl.gz" in refused.reason


@pytest.mark.parametrize("name", ["article", "article.text", "2021.11.22"])
def test_a_text_is_read_whatever_its_name(name):
    [record] = records(name, TEXT.encode())

    assert isinstance(record, Record)


@pytest.mark.parametrize(
    ("name", "bare"), [("a.b.txt", "a.b"), ("x.jsonl.gz", "x"), ("y.MD", "y"), ("z", "z")]
)
def test_a_file_is_called_by_its_name_without_ending(name, bare):
    assert stem(name) == bare


def test_real_articles_are_read(samples):
    paths = sorted(samples.glob("*.txt"))

    assert paths
    for path in paths:
        [record] = read(path)

        assert isinstance(record, Record)
