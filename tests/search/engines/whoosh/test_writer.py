"""Changes, one after another, and what is merged of them."""

from search.engines.plan import Plan
from search.engines.whoosh.searcher import find
from search.engines.whoosh.snapshot import open_snapshot
from search.engines.whoosh.writer import MOST_SEGMENTS, held_fingerprints
from tests.search.engines.whoosh.helpers import article, built, changed, total


def test_a_change_is_seen_by_who_opens_the_index_next_and_not_by_who_reads_it(tmp_path):
    generation = built(tmp_path / "one", [article(1), article(2)])
    before = open_snapshot(generation, {})

    after = changed(generation, [article(1, "الكاظمي في بغداد")], gone=[2])

    assert (total(before, "انسحاب"), total(after, "انسحاب")) == (2, 0)
    assert (total(before, "الكاظمي"), total(after, "الكاظمي")) == (0, 1)


def test_many_small_changes_are_merged(tmp_path):
    generation = built(tmp_path / "one", [article(pk) for pk in range(1, 30)])

    for pk in range(30, 60):
        snapshot = changed(generation, [article(pk)], gone=[pk - 29])
        assert len(snapshot.segments) <= MOST_SEGMENTS

    assert set(held_fingerprints(snapshot)) == set(range(31, 60))
    assert total(snapshot, "القوات") == 29


def test_an_empty_index_answers_and_grows(tmp_path):
    generation = built(tmp_path / "one", [])
    assert find(open_snapshot(generation, {}), Plan()).total == 0

    assert total(changed(generation, [article(7)]), "قوات") == 1
    assert find(changed(generation, [], gone=[7]), Plan()).total == 0
