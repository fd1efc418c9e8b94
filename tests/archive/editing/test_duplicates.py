"""What two texts nearly alike are to each other is said once, and the queue is empty then."""

from __future__ import annotations

import pytest

from archive.editing import actions, duplicates
from archive.ingest.refusals import RecordError
from archive.models import Article, Decision, SettledPair
from search.index.documents import documents, fingerprints
from search.index.same_texts import same_texts
from tests.desk import PARAGRAPHS, TITLE

LONG = "\n\n".join(PARAGRAPHS)
Verdict = SettledPair.Verdict


@pytest.fixture
def pair(store_text) -> tuple[Article, Article]:
    """An article, and a later one of three quarters of its words."""
    earlier = store_text(LONG, title=TITLE, publish=True).article
    more = (
        "وأكد أن ما تبقى من المعدات يصل تباعاً إلى ميناء أم قصر قبل نهاية الشهر الجاري بحسب الخطة."
    )
    later = store_text(f"{LONG}\n\n{more}\n\n{more[::-1]}", title=TITLE, publish=True).article
    assert later.near_duplicate_of == earlier
    return earlier, later


def waiting() -> list[Article]:
    return list(duplicates.unsettled(Article.objects.all()))


def test_what_is_no_duplicate_resembles_nothing_any_more(pair):
    _, later = pair
    assert waiting() == [later]

    duplicates.settle(later, Verdict.DIFFERENT)

    later.refresh_from_db()
    assert later.near_duplicate_of is None
    assert waiting() == []
    for one in pair:
        assert one.decisions.filter(kind=Decision.Kind.SETTLED).count() == 1


def test_what_is_no_duplicate_of_one_may_be_that_of_another(pair, store_text):
    earlier, later = pair
    text = later.current_revision.text
    third = store_text(text.replace("الأحد", "الاثنين"), title=TITLE).article
    first = third.near_duplicate_of

    duplicates.settle(third, Verdict.DIFFERENT)

    third.refresh_from_db()
    assert {first, third.near_duplicate_of} == {earlier, later}


def test_what_was_settled_is_not_asked_again_after_a_correction(pair):
    _, later = pair
    duplicates.settle(later, Verdict.DIFFERENT)
    mended = later.current_revision.text.replace("الأحد", "الاثنين").replace("\n", "\n\n")

    actions.correct(later, title=TITLE, body=mended, reason="اليوم")

    later.refresh_from_db()
    assert later.near_duplicate_of is None


def test_one_text_of_two_outlets_is_one_text_in_search(pair, announced):
    earlier, later = pair
    before = fingerprints([later.pk])
    assert same_texts([later.pk]) == {}

    duplicates.settle(later, Verdict.SAME)

    assert waiting() == []
    assert same_texts([later.pk]) == {later.pk: earlier.pk}
    assert fingerprints([later.pk]) != before
    assert next(documents([later.pk])).fingerprint == fingerprints([later.pk])[later.pk]
    assert ([later.pk, earlier.pk], True) in announced


def test_decision_is_taken_back(pair):
    earlier, later = pair
    duplicates.settle(later, Verdict.DIFFERENT)

    duplicates.reopen(SettledPair.objects.get())

    later.refresh_from_db()
    assert later.near_duplicate_of == earlier
    assert waiting() == [later]


def test_there_is_nothing_to_settle_about_one_that_is_alone(store_text):
    alone = store_text(LONG, title=TITLE).article

    with pytest.raises(RecordError, match="nothing to settle"):
        duplicates.settle(alone, Verdict.SAME)
