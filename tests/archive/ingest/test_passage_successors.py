"""What a stored passage became is kept with the revision that changed it."""

from __future__ import annotations

import pytest

from archive.editing import actions
from archive.models import Article, PassageSuccessor
from tests.factories import make_article

pytestmark = pytest.mark.django_db

FIRST = "أعلنت وزارة الدفاع أن آخر رتل من القوات سيغادر قاعدة عين الأسد نهاية الشهر المقبل."
SECOND = "ورحب رئيس الوزراء بالخطوة وقال إن القوات باتت قادرة على حماية الحدود وحدها."
THIRD = "أما الفصائل المسلحة فشككت في الموعد وطالبت بجدول زمني مكتوب."


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


def corrected(article: Article, *paragraphs: str) -> Article:
    return actions.correct(
        article, title=article.title, body="\n\n".join(paragraphs), reason="تصحيح"
    )


def passages(article: Article) -> list[str]:
    spans = article.current_revision.spans.select_related("passage")
    return [span.passage.public_id for span in spans]


def rows() -> list[tuple[str, str, str, int]]:
    found = PassageSuccessor.objects.select_related("passage", "successor")
    return [(one.passage.public_id, one.successor.public_id, one.kind, one.share) for one in found]


def test_both_halves_of_a_divided_passage_are_kept():
    article = make_article("عنوان", f"{FIRST} {SECOND}\n\n{THIRD}")
    old, last = passages(article)

    first, second, kept = passages(corrected(article, FIRST, SECOND, THIRD))

    assert (kept, old in (first, second)) == (last, False)
    assert [row[:3] for row in rows()] == [(old, first, "split"), (old, second, "split")]
    assert sum(row[3] for row in rows()) == 100


def test_two_passages_put_together_are_one():
    article = make_article("عنوان", f"{FIRST}\n\n{SECOND}\n\n{THIRD}")
    first, second, last = passages(article)

    whole, kept = passages(corrected(article, f"{FIRST} {SECOND}", THIRD))

    assert (whole in (first, second), kept) == (True, last)
    assert rows() == [(first, whole, "merged", 100), (second, whole, "merged", 100)]


def test_a_passage_that_names_another_elsewhere_is_only_perhaps_the_one(make_entity):
    for slug, name in (("taji", "معسكر التاجي"), ("rutba", "قضاء الرطبة")):
        make_entity(slug, name, kind="place")
    report = "سقطت صواريخ على محيط معسكر التاجي مساء أمس دون أن تقع خسائر بشرية في صفوف القوات."
    article = make_article("عنوان", f"{report}\n\n{SECOND}\n\n{THIRD}")
    first, *others = passages(article)

    elsewhere = report.replace("معسكر التاجي", "قضاء الرطبة")
    *kept, new = passages(corrected(article, SECOND, THIRD, elsewhere))

    assert (kept, new == first) == (others, False)
    assert rows() == [(first, new, "perhaps", 88)]


def test_a_text_stored_once_more_leaves_no_trace():
    article = make_article("عنوان", f"{FIRST}\n\n{SECOND}")
    before = passages(article)

    assert passages(corrected(article, FIRST, SECOND, THIRD))[:2] == before
    assert rows() == []
