"""Parsing apart: what asks too much is stopped, and only that is refused."""

from __future__ import annotations

import gc
import os
import re
import signal
import threading
import time

import pytest

from archive.annotation.names import Recogniser
from archive.ingest import child, parser
from archive.ingest.parser import Parser, parse_apart
from archive.ingest.readers import Record
from archive.ingest.refusals import RecordError
from tests.archive.ingest.pages import BODY

pytestmark = pytest.mark.django_db
PARSE = parser.parse_record
PATTERN = re.compile(r"(a+)+b")


def named(*names: str) -> list[Record]:
    return [
        Record(number=n, name="a", title="عنوان", body=BODY, id=name)
        for n, name in enumerate(names)
    ]


def never_ends() -> None:
    PATTERN.match("a" * 64)


def sleeps() -> None:
    time.sleep(600)


def fills_memory() -> None:
    bytearray(1 << 36)


def nests() -> None:
    nests()


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def acts(monkeypatch):
    """Makes the record with an id do something before it is parsed."""

    def make(identity: str, act) -> None:
        def parse(record, recogniser):
            if record.id == identity:
                act()
            return PARSE(record, recogniser)

        monkeypatch.setattr(parser, "parse_record", parse)

    return make


@pytest.fixture
def parsing():
    with Parser(Recogniser()) as parsing:
        yield parsing


def results(parsing: Parser, records: list[Record]) -> list[str]:
    answers = parsing.parse(records)
    return [
        answer.english if isinstance(answer, RecordError) else answer.record_id
        for answer in answers
    ]


def test_what_is_made_of_a_record_is_the_same_apart(parsing):
    [record] = named("a")
    here, [apart] = PARSE(record, Recogniser()), parsing.parse([record])

    assert apart.structure == here.structure
    assert apart.findings == here.findings
    assert apart.bands == here.bands
    assert (apart.pairs == here.pairs).all()


def test_a_refusal_is_the_same_apart(parsing):
    record = Record(number=1, name="a", title="عنوان", body="")
    with pytest.raises(RecordError) as here:
        PARSE(record, Recogniser())

    [apart] = parsing.parse([record])

    assert (apart.arabic, apart.english) == (here.value.arabic, here.value.english)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        pytest.param(never_ends, "in 0.2 seconds", id="a-pattern-without-end"),
        pytest.param(sleeps, "broke off twice", id="waits-for-nothing"),
        pytest.param(fills_memory, "MB of memory", id="memory"),
        pytest.param(nests, "nested deeper", id="nesting"),
        pytest.param(dies, "broke off twice", id="dies"),
    ],
)
def test_a_record_that_asks_too_much_is_refused_and_the_others_are_parsed(
    parsing, acts, limit, act, told
):
    limit(record_seconds=0.2)
    acts("bad", act)

    first, refused, last = results(parsing, named("a", "bad", "b"))

    assert (first, last) == ("a", "b")
    assert told in refused


def test_a_child_that_ends_once_costs_no_record(parsing, acts, tmp_path):
    def dies_once() -> None:
        mark = tmp_path / "died"
        if not mark.exists():
            mark.touch()
            dies()

    acts("a", dies_once)

    assert results(parsing, named("a", "b")) == ["a", "b"]


def test_one_child_parses_many_batches(parsing, acts, monkeypatch):
    started = []
    start = parser.Child
    monkeypatch.setattr(
        parser, "Child", lambda *args, **kwargs: started.append(1) or start(*args, **kwargs)
    )

    for _ in range(5):
        assert results(parsing, named("a", "b")) == ["a", "b"]

    assert len(started) == 1


def test_who_stops_a_run_stops_its_child(acts):
    class EnoughError(Exception):
        pass

    def check() -> None:
        raise EnoughError

    acts("a", sleeps)
    parsing = Parser(Recogniser(), check)
    process = parsing._started().process

    with pytest.raises(EnoughError):
        parsing.parse(named("a"))

    assert process.exitcode == -signal.SIGKILL


def test_child_holds_no_file_of_its_parent(parsing, acts, tmp_path):
    lock = (tmp_path / "lock").open("w")
    told = tmp_path / "told"

    def tell() -> None:
        try:
            os.fstat(lock.fileno())
        except OSError:
            told.touch()

    acts("a", tell)
    parsing.parse(named("a"))
    lock.close()

    assert told.exists()


def test_one_record_apart_is_parsed_or_refused(acts, limit):
    limit(record_seconds=0.2)
    acts("bad", never_ends)
    sound, bad = named("a", "bad")

    assert parse_apart(sound).record_id == "a"
    with pytest.raises(RecordError):
        parse_apart(bad)


def test_a_child_that_waits_for_a_lock_is_given_up_and_another_parses(monkeypatch, tmp_path):
    answer, waited = parser._answer, tmp_path / "waited"

    def wait_once(record, recogniser):
        if not waited.exists():
            waited.touch()
            threading.Event().wait()
        return answer(record, recogniser)

    monkeypatch.setattr(parser, "_answer", wait_once)
    monkeypatch.setattr(child, "STUCK", 0.5)
    record = Record(number=1, name="a", body="وصل الوفد إلى بغداد.", title="خبر", id="a")

    assert parse_apart(record).record_id == "a"
    assert waited.exists()


class Inherited:
    """Garbage of the parent, in a circle, that says where it was collected."""

    def __init__(self, told) -> None:
        self.me, self.told = self, told

    def __del__(self) -> None:
        self.told.write_text(str(os.getpid()), encoding="ascii")


def test_a_child_collects_nothing_that_it_inherited(monkeypatch, tmp_path):
    answer, told = parser._answer, tmp_path / "collected"

    def collect_first(record, recogniser):
        gc.collect()
        return answer(record, recogniser)

    monkeypatch.setattr(parser, "_answer", collect_first)
    record = Record(number=1, name="a", body="وصل الوفد إلى بغداد.", title="خبر", id="a")
    gc.disable()
    try:
        Inherited(told)
        parse_apart(record)
        assert not told.exists()
        assert not gc.isenabled()
    finally:
        gc.enable()

    gc.collect()
    assert told.read_text(encoding="ascii") == str(os.getpid())
