"""The judge of what a question is shown first."""

from types import SimpleNamespace

import pytest

from benchmarks import passages_shown
from benchmarks.passages_shown import Asked, judged

ASKED = Asked("أين؟", "where", "insider", (("demo-one", "على متن"),))
ARTICLE, PASSAGE = 7, 70


@pytest.fixture(autouse=True)
def answers(monkeypatch):
    monkeypatch.setattr(passages_shown, "located", lambda places: iter([(ARTICLE, PASSAGE)]))


def card(article, *passages):
    return SimpleNamespace(
        article=SimpleNamespace(pk=article, title="عنوان"),
        snippets=[SimpleNamespace(passage_pk=pk, runs=()) for pk in passages],
    )


OTHER = card(1, 11, 12)


@pytest.mark.parametrize(
    ("results", "first", "in_card", "three", "own", "rank"),
    [
        pytest.param([card(ARTICLE, PASSAGE, 71)], True, True, True, True, 1, id="first-of-all"),
        pytest.param([card(ARTICLE, 71, PASSAGE)], False, True, True, False, 1, id="later-in-card"),
        pytest.param([card(ARTICLE, 71)], False, False, True, False, 1, id="not-in-its-card"),
        pytest.param([OTHER, card(ARTICLE, PASSAGE)], False, False, True, True, 2, id="second"),
        pytest.param(
            [OTHER] * 3 + [card(ARTICLE, PASSAGE)], False, False, False, True, 4, id="4th"
        ),
        pytest.param([OTHER], False, False, False, False, None, id="not-on-the-page"),
        pytest.param([], False, False, False, False, None, id="nothing-found"),
    ],
)
def test_where_an_answer_is_seen(results, first, in_card, three, own, rank):
    verdict = judged(ASKED, results)

    assert (verdict.first, verdict.card) == (first, in_card)
    assert (verdict.article, verdict.three) == (rank == 1, three)
    assert (verdict.own, verdict.rank) == (own, rank)
