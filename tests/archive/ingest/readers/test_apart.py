"""Readers in a process of their own: what asks too much is one refusal."""

import io
import os
import re
import signal
import time

import pytest

from archive.ingest.readers import apart as apart_module
from archive.ingest.readers.apart import apart
from archive.ingest.readers.records import Record
from archive.ingest.refusals import RecordError, UnreadableFileError


def read_well(file, name):
    for number, line in enumerate(file, start=1):
        yield Record(number=number, name=name, body=line.decode())


def read_for_ever(file, name):
    yield Record(number=1, name=name, body="أول")
    re.match("(a+)+b", "a" * 64)


def read_into_memory(file, name):
    bytearray(1 << 36)
    yield


def read_and_fail(file, name):
    raise ValueError("no such table")
    yield


def read_and_die(file, name):
    os.kill(os.getpid(), signal.SIGKILL)
    yield


def read_and_refuse(file, name):
    raise UnreadableFileError("ناقص", "half of it")
    yield


@pytest.fixture
def reading(monkeypatch):
    def make(reader):
        class Module:
            pass

        setattr(Module, reader.__name__, staticmethod(reader))
        monkeypatch.setattr(apart_module, "import_module", lambda name: Module)
        return apart("any", reader.__name__)

    return make


def test_records_arrive_as_they_are_read(reading):
    read = reading(read_well)

    records = list(read(io.BytesIO(b"a\nb\n"), "x"))

    assert [(record.number, record.body) for record in records] == [(1, "a\n"), (2, "b\n")]


def test_an_open_file_is_read_from_its_start_and_stays_where_its_parent_left_it(reading, tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"a\nb\n")
    read = reading(read_well)

    with path.open("rb") as file:
        file.seek(1)
        found = []
        for record in read(file, "x"):
            found.append(record.body)
            file.seek(0)
            assert file.read() == b"a\nb\n"

    assert found == ["a\n", "b\n"]


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (read_into_memory, "MB of memory"),
        (read_and_fail, "ValueError: no such table"),
        (read_and_die, "broke off"),
        (read_and_refuse, "half of it"),
    ],
)
def test_what_goes_wrong_is_a_refusal_in_words(reading, reader, told):
    with pytest.raises(RecordError, match=told):
        list(reading(reader)(io.BytesIO(b""), "x"))


def test_what_never_ends_is_stopped_and_what_was_read_before_is_kept(reading, limit):
    limit(reading_seconds=0.2)
    began, found = time.monotonic(), []

    with pytest.raises(RecordError, match=r"in 0\.2 seconds"):
        found.extend(record.body for record in reading(read_for_ever)(io.BytesIO(b""), "x"))

    assert found == ["أول"]
    assert time.monotonic() - began < 60
