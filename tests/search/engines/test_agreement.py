"""Every engine and the plain reference answer every question alike."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from search.engines.base import Reader
from search.engines.plan import Plan
from tests.search.engines.helpers import ENGINES, Engine
from tests.search.engines.reference import ReferenceSearch
from tests.search.engines.strategies import archives, crowded, plans, positional_questions

unhurried = settings(
    max_examples=60,
    deadline=None,
    # Shrinking an archive takes minutes and tells little more.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,  # it makes an engine of its own for each example
    ],
)
Holding = Callable[..., AbstractContextManager[Engine]]


@pytest.fixture(params=ENGINES)
def holding(request) -> Holding:
    """Makes an engine that holds some articles, for as long as one example takes."""

    @contextmanager
    def made(documents) -> Iterator[Engine]:
        with tempfile.TemporaryDirectory() as folder:
            engine = ENGINES[request.param](Path(folder))
            engine.hold(documents)
            yield engine

    return made


def assert_same_answer(reader: Reader, reference: ReferenceSearch, plan: Plan) -> None:
    answer = reader.find(plan)
    full, most, some = (
        {pk for pk in group if reference.passes(pk, plan.filters)}
        for group in reference.found(plan)
    )
    totals = answer.total, answer.total_most, answer.total_some
    assert totals == (len(full), len(most), len(some))
    assert answer.unknown == reference.unknown(plan)
    assert asdict(answer.facets) == asdict(reference.facets(plan))
    assert_same_page(answer, reference, plan, (full, most, some))


def assert_same_page(
    answer, reference: ReferenceSearch, plan: Plan, groups: tuple[set, set, set]
) -> None:
    full, most, some = groups
    scores = reference.scores(plan)
    grades = {pk: reference.answers(pk, plan) for pk in full | most}
    parts = [{pk for pk in group if grades[pk] == n} for n in (2, 1, 0) for group in (full, most)]
    in_order = reference.order
    if plan.sort == "relevance" and (plan.clauses or plan.required):
        joined = reference.best_of_some(plan, some)
        parts[-1] |= joined
        some = some - joined
        in_order = reference.in_order
    ordered = [pk for part in (*parts, some) for pk in in_order(plan, part, scores)]
    expected = ordered[plan.offset : plan.offset + plan.limit]
    assert [hit.answers for hit in answer.hits] == [grades.get(pk, 0) > 0 for pk in expected]
    assert [hit.all_words for hit in answer.hits] == [pk in full for pk in expected]
    assert [hit.most_words for hit in answer.hits] == [pk in full | most for pk in expected]
    assert [hit.score for hit in answer.hits] == pytest.approx([scores[pk] for pk in expected])
    for hit, pk in zip(answer.hits, expected, strict=True):
        # Scores that differ by a rounding error may stand the other way round.
        assert hit.article == pk or hit.score == pytest.approx(scores[pk], rel=1e-12)


def groups_in(archive) -> dict[int, set[int]]:
    """For each article those of its group, slowly: what hangs together by `text_of`."""
    group = {pk: {pk} for pk in range(1, 41)}
    for one in archive:
        if one.text_of is not None:
            both = group[one.article] | group[one.text_of]
            group |= dict.fromkeys(both, both)
    held = {one.article for one in archive}
    return {pk: group[pk] & held for pk in held}


@unhurried
@given(archive=archives(least=3), questions=st.lists(plans, min_size=3, max_size=6))
def test_one_article_stands_for_all_with_its_text(holding, archive, questions):
    groups = groups_in(archive)
    published = {one.article: (one.first is None, one.first, one.article) for one in archive}
    with holding(archive) as engine:
        for plan in questions:
            every = engine.reader.find(replace(plan, offset=0, limit=50))
            answer = engine.reader.find(replace(plan, grouped=True, offset=0, limit=50))

            assert len(answer.hits) == answer.cards + answer.cards_some
            assert (answer.total, answer.total_most) == (every.total, every.total_most)
            assert answer.facets == every.facets
            found = {hit.article for hit in every.hits}
            seen = [pk for hit in answer.hits for pk in (hit.article, *hit.same)]
            assert len(seen) == len(found)
            assert set(seen) == found
            parts = {
                hit.article: (hit.all_words, hit.most_words, hit.answers) for hit in every.hits
            }
            ordered = [hit.article for hit in every.hits]
            firsts = [min(map(ordered.index, (hit.article, *hit.same))) for hit in answer.hits]
            for hit, first in zip(answer.hits, firsts, strict=True):
                assert {hit.article, *hit.same} == groups[hit.article] & found
                assert list(hit.same) == sorted(hit.same, key=published.__getitem__)
                # It is of the first part that has any, and there the best, or the first published.
                assert parts[hit.article] == parts[ordered[first]]
                rivals = [pk for pk in hit.same if parts[pk] == parts[hit.article]]
                if plan.sort == "relevance" and (plan.clauses or plan.required):
                    best = {one.article: one.score for one in every.hits}
                    assert all(best[pk] <= hit.score for pk in rivals)
                else:
                    assert all(published[hit.article] < published[pk] for pk in rivals)

            pages = [
                engine.reader.find(replace(plan, grouped=True, offset=offset, limit=2)).hits
                for offset in range(0, len(answer.hits) + 2, 2)
            ]
            assert tuple(itertools.chain(*pages)) == answer.hits


@unhurried
@given(archive=archives(), questions=st.lists(plans, min_size=3, max_size=6))
def test_a_fresh_index_answers_like_the_reference(holding, archive, questions):
    reference = ReferenceSearch(archive)
    with holding(archive) as engine:
        for plan in questions:
            assert_same_answer(engine.reader, reference, plan)


@unhurried
@given(
    archive=archives(least=2),
    changes=st.lists(
        st.tuples(archives(most=3), st.lists(st.integers(1, 40), max_size=3)),
        min_size=1,
        max_size=9,
    ),
    questions=st.lists(plans, min_size=3, max_size=5),
)
def test_an_index_changed_many_times_answers_like_the_reference(
    holding, archive, changes, questions
):
    present = {document.article: document for document in archive}
    with holding(archive) as engine:
        for coming, gone in changes:
            for pk in gone:
                present.pop(pk, None)
            present |= {document.article: document for document in coming}
            engine.change(coming, gone)
        reference = ReferenceSearch(present.values(), counted=archive)

        for plan in questions:
            if present:
                assert_same_answer(engine.reader, reference, plan)


@unhurried
@given(
    archive=archives(texts=crowded),
    questions=st.lists(positional_questions(), min_size=5, max_size=10),
)
def test_phrases_and_neighbours_are_found_like_in_the_reference(holding, archive, questions):
    reference = ReferenceSearch(archive)
    with holding(archive) as engine:
        for plan in questions:
            assert_same_answer(engine.reader, reference, plan)


@unhurried
@given(archive=archives(), question=plans)
def test_pages_follow_each_other_without_gap_or_repetition(holding, archive, question):
    with holding(archive) as engine:
        whole = engine.reader.find(replace(question, offset=0, limit=100)).hits

        pages = [
            engine.reader.find(replace(question, offset=offset, limit=2)).hits
            for offset in range(0, len(whole) + 2, 2)
        ]

    assert tuple(itertools.chain(*pages)) == whole


@unhurried
@given(archive=archives(), question=plans)
def test_every_match_is_a_printed_word_of_its_form(holding, archive, question):
    reference = ReferenceSearch(archive)
    by_pk = {document.article: document for document in archive}
    with holding(archive) as engine:
        found = engine.reader.matches(question, list(by_pk))

    for pk, matches in found.items():
        assert matches.statements == reference.statements(pk, question)
        readings = {
            (word.passage == 0, word.start_offset, word.end_offset, word.key)
            for word in reference.readings[pk]
        }
        for in_title, group in ((True, matches.title), (False, matches.text)):
            for match in group:
                assert (in_title, match.start, match.end, match.form) in readings


@unhurried
@given(archive=archives(), question=plans)
def test_an_article_that_is_found_shows_where(holding, archive, question):
    plan = replace(question, offset=0, limit=100)
    with holding(archive) as engine:
        hits = engine.reader.find(plan).hits
        found = engine.reader.matches(plan, [hit.article for hit in hits])

    if plan.clauses:
        for hit in hits:
            if hit.all_words:
                asked = {
                    match.clause for match in (*found[hit.article].title, *found[hit.article].text)
                }
                assert asked >= set(range(len(plan.clauses)))


@unhurried
@given(archive=archives(), questions=st.lists(plans, min_size=1, max_size=5))
def test_totals_asked_together_are_those_asked_one_by_one(holding, archive, questions):
    with holding(archive) as engine:
        totals = engine.reader.totals(questions)

        assert totals == [engine.reader.find(plan).total for plan in questions]
