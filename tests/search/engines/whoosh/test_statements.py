"""Columns of statements: written, merged, and absent from what was written before them."""

from __future__ import annotations

import numpy as np

from search.engines.document import Document, Spoken
from search.engines.plan import Answering, Filters, Plan, Term
from search.engines.whoosh.matches import matches_of
from search.engines.whoosh.searcher import find
from search.engines.whoosh.snapshot import open_snapshot
from search.engines.whoosh.statements import Statements
from search.engines.whoosh.writer import MOST_SEGMENTS
from tests.search.engines.whoosh.helpers import article, built, changed, snapshot_of

TEXT = "قالت مصادر إن القوات باقية"


def saying(pk: int, speaker: str = "rawi", start: int = 14) -> Document:
    spoken = Spoken(kind="reported", speakers=(speaker,), pieces=((start, len(TEXT)),))
    return article(pk, TEXT, statements=(spoken,))


def test_an_index_written_before_statements_serves_and_is_merged(tmp_path, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(Statements, "arrays", lambda self: {})
        generation = built(tmp_path / "one", [saying(pk) for pk in range(1, 6)])
    older = find(open_snapshot(generation, {}), Plan())
    assert (older.total, older.facets.speakers) == (5, {})

    for pk in range(20, 22 + MOST_SEGMENTS):
        snapshot = changed(generation, [saying(pk)])

    assert len(snapshot.segments) <= MOST_SEGMENTS
    answer = find(snapshot, Plan(filters=Filters(speakers=("rawi",))))
    assert answer.total == answer.facets.statements == 2 + MOST_SEGMENTS


def test_a_word_belongs_to_the_piece_in_which_it_begins(tmp_path):
    start = TEXT.index("القوات")
    snapshot = snapshot_of(tmp_path / "one", [saying(1, start=start + 1), saying(2, start=start)])
    answering = Answering(nodes=(Term("القوات"),))

    hits = find(snapshot, Plan(clauses=(Term("القوات"),), answering=answering)).hits

    assert [(hit.article, hit.answers) for hit in hits] == [(2, True), (1, False)]
    spans = matches_of(snapshot, Plan(), [2])[2].statements
    assert [TEXT[s:e] for one in spans for s, e in one.pieces] == ["القوات باقية"]


def test_a_statement_without_a_word_stands_nowhere_and_counts(tmp_path):
    spoken = Spoken(kind="term", speakers=("rawi",), pieces=((0, 0), (4, 5)))
    snapshot = snapshot_of(tmp_path / "one", [article(1, TEXT, statements=(spoken,))])

    assert find(snapshot, Plan()).facets.speakers == {"rawi": 1}
    assert matches_of(snapshot, Plan(), [1])[1].statements == ()
    assert np.array_equal(snapshot.said.statements.piece_starts, [0, 0])


def test_speakers_known_as_printed_are_found_and_no_choice(tmp_path):
    snapshot = snapshot_of(tmp_path / "one", [saying(1, "=نوار صافي"), saying(2)])

    answer = find(snapshot, Plan(filters=Filters(speakers=("=نوار صافي",))))

    assert [hit.article for hit in answer.hits] == [1]
    assert answer.facets.speakers == {"rawi": 1}
