"""Which words stand near each other, and where that decides."""

import itertools
from dataclasses import replace

import pytest

from archive.arabic.letters import fold
from search.engines.document import Document
from search.engines.plan import Or, Phrase, Plan, Prefix, Synonyms, Term
from search.engines.whoosh import searcher
from search.engines.whoosh.nearness import NEAR, pairs_near
from search.engines.whoosh.searcher import find
from tests.search.engines.whoosh.helpers import article, built, changed, snapshot_of

ONE, OTHER = Term(fold("انسحاب")), Term(fold("القوات"))
BETWEEN = " ثم" * (NEAR - 1)


def of_lines(pk: int, text: str) -> Document:
    """An article with a passage a line."""
    ends = itertools.accumulate(len(line) + 1 for line in text.split("\n"))
    passages = tuple((start, end - 1) for start, end in itertools.pairwise((0, *ends)))
    return article(pk, text, title="خبر", passages=passages)


@pytest.fixture
def counted(tmp_path):
    """How often nodes that follow each other stand near each other in a text."""

    def count(text: str, *nodes) -> list[int]:
        snapshot = snapshot_of(tmp_path / str(hash((text, nodes))), [of_lines(1, text)])
        return pairs_near(snapshot, nodes, snapshot.everything.docs)[0].tolist()

    return count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("انسحاب القوات", 1, id="side-by-side"),
        pytest.param("القوات انسحاب", 1, id="the-other-way-round"),
        pytest.param("انسحاب كامل للقوات", 1, id="another-form"),
        pytest.param(f"انسحاب{BETWEEN} القوات", 1, id="five-words-on"),
        pytest.param(f"انسحاب{BETWEEN} ثم القوات", 0, id="six-words-on"),
        pytest.param("انسحاب\nالقوات", 0, id="in-another-passage"),
        pytest.param("انسحاب القوات انسحاب القوات", 3, id="again-and-again"),
        pytest.param("انسحاب انسحاب", 0, id="one-word-twice"),
    ],
)
def test_words_are_near_within_a_passage(counted, text, count):
    assert counted(text, ONE, OTHER) == [count]


def test_pairs_are_those_of_neighbours_in_the_query(counted):
    found = counted("انسحاب القوات، ثم بغداد", ONE, OTHER, Term(fold("بغداد")))

    assert found == [1, 1]


def test_any_word_of_a_node_is_near_and_a_phrase_is_not(counted):
    either = Or((Term(fold("رحيل")), Synonyms(Prefix(fold("انسح")), (Phrase(("كذا", "كذا")),))))

    assert counted("انسحاب القوات", either, OTHER) == [1]
    assert counted("انسحاب القوات", Phrase((fold("انسحاب"),)), OTHER) == [0]


def test_articles_of_several_segments_are_counted_in_any_order(tmp_path):
    generation = built(tmp_path / "one", [of_lines(1, "انسحاب القوات"), of_lines(2, "القوات")])
    snapshot = changed(generation, [of_lines(3, "القوات انسحاب القوات")])
    docs = snapshot.everything.docs[::-1]

    rows = pairs_near(snapshot, (ONE, OTHER), docs).tolist()

    assert rows == [[2], [0], [1]]


@pytest.mark.parametrize("compared", [1, 2, 5, 20])
def test_pages_follow_each_other_wherever_nearness_ceases_to_count(tmp_path, monkeypatch, compared):
    monkeypatch.setattr(searcher, "COMPARED", compared)
    texts = ["انسحاب القوات", "انسحاب ثم\nالقوات", "القوات", "انسحاب هنا. القوات", "انسحاب"]
    snapshot = snapshot_of(
        tmp_path / "one", [of_lines(pk, texts[pk % 5] + " ثم" * (pk % 4)) for pk in range(1, 24)]
    )
    plan = Plan(clauses=(ONE, OTHER, Term(fold("ثم"))), some=True, limit=50)
    whole = find(snapshot, plan).hits

    pages = [find(snapshot, replace(plan, offset=at, limit=3)).hits for at in range(0, 25, 3)]

    assert len(whole) == 23
    assert tuple(itertools.chain(*pages)) == whole
