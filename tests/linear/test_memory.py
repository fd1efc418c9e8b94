"""A text is in memory once, however many rows speak of it."""

import tracemalloc

import pytest

from archive.admin.review import ReviewForm
from archive.annotation.found import Findings
from archive.editing import actions
from archive.ingest.revising import _trace
from archive.ingest.structure import parse
from archive.management.commands.show import as_json
from archive.models import PassageSpan, Revision

PASSAGE = "قال المتحدث إن موعد الانسحاب ثابت ولم يطرأ عليه أي تغيير، رقم "


def _text(passages: int) -> str:
    return "\n\n".join(f"{PASSAGE * 20}{number}." for number in range(passages))


def _peak(work) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture
def long_article(store_text):
    def store(passages: int):
        article = store_text(_text(passages), record_id=f"long-{passages}").article
        PassageSpan.objects.update(cut=PassageSpan.Cut.CONFIRMED)
        return article

    return store


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(
            lambda article: _trace(article, parse("نص", title="عنوان"), Findings()), id="identities"
        ),
        pytest.param(lambda article: as_json(article.current_revision), id="show"),
        pytest.param(lambda article: ReviewForm(article.current_revision).passages(), id="review"),
    ],
)
def test_four_times_the_passages_take_four_times_the_memory(read, long_article):
    few, many = long_article(40), long_article(160)
    read(few)

    assert _peak(lambda: read(many)) < 6 * _peak(lambda: read(few))


def test_a_text_is_fetched_once_for_all_its_passages(long_article, django_assert_max_num_queries):
    """What an editor corrects is aligned with the last wording of each passage."""
    article = long_article(60)
    letters = len(article.current_revision.text)

    with django_assert_max_num_queries(60) as queries:
        actions.correct(article, title="عنوان المقال", body=_text(59), reason="حذف مقطع")

    fetching = [one["sql"] for one in queries.captured_queries if one["sql"].startswith("SELECT")]
    texts = [sql for sql in fetching if '"archive_revision"."text"' in sql]
    assert letters > 60_000
    assert texts
    assert not [sql for sql in texts if 'FROM "archive_passagespan"' in sql]
    assert Revision.objects.count() == 2
