"""Scores, and the best of many."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.arabic.letters import fold
from search.engines.document import Document, fingerprint
from search.engines.plan import Prefix, Term
from search.engines.whoosh import ranking
from search.engines.whoosh.postings import parts_of
from search.engines.whoosh.ranking import best, scores
from tests.search.engines.whoosh.helpers import built, changed

WORDS = ("القوات", "قوات", "العراق", "عراقي", "بغداد", "انسحاب", "بالانسحاب", "وزير")
NODES = (Term(fold("القوات")), Term(fold("عراقي"), also=(fold("بغداد"),)), Prefix(fold("انس")))
COUNT = 50


def document(pk: int) -> Document:
    text = " ".join(WORDS[(pk * step) % len(WORDS)] for step in range(1, 3 + pk % 9))
    day = date(2021, 1, 1) + timedelta(days=pk % 7)
    return Document(
        article=pk,
        revision=pk,
        fingerprint=fingerprint(pk),
        title=WORDS[pk % len(WORDS)],
        text=text,
        passages=((0, len(text)),),
        outlet="reuters",
        actors=(),
        places=(),
        first=day,
        last=day,
        precision="day",
    )


@pytest.fixture(scope="module", params=["fresh", "changed"])
def snapshot(request, tmp_path_factory):
    documents = [document(pk) for pk in range(1, COUNT + 1)]
    generation = built(tmp_path_factory.mktemp("index") / "one", documents)
    coming, gone = ([], []) if request.param == "fresh" else (documents[:5], [7, 8])
    return changed(generation, coming, gone)


@pytest.mark.parametrize("looked_up", [0, 10**9], ids=["looked-up", "read-through"])
@pytest.mark.parametrize("at_once", [1, 1 << 13], ids=["one-by-one", "together"])
@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_article_has_one_score_whichever_others_are_scored(
    snapshot, data, looked_up, at_once, monkeypatch
):
    parts = [part for node in NODES for part in parts_of(snapshot, node)]
    live = snapshot.everything.docs
    expected = dict(zip(live.tolist(), scores(snapshot, parts, live).tolist(), strict=True))
    some = data.draw(st.lists(st.sampled_from(live.tolist()), unique=True))
    monkeypatch.setattr(ranking, "LOOKED_UP", looked_up)
    monkeypatch.setattr(ranking, "AT_ONCE", at_once)

    found = scores(snapshot, parts, np.array(some, dtype=np.int64))

    assert found.tolist() == [expected[doc] for doc in some]


@given(
    keys=st.lists(st.integers(0, 3), min_size=1, max_size=60),
    most=st.integers(1, 70),
    data=st.data(),
)
def test_the_best_are_the_first_of_all_in_order(keys, most, data):
    ties = data.draw(st.permutations(range(len(keys))))
    docs = np.arange(len(keys))
    order = sorted(docs.tolist(), key=lambda doc: (-keys[doc], -ties[doc]))

    found = best(np.array(keys, dtype=float), np.array(ties), docs, most)

    assert found.tolist() == order[:most]
