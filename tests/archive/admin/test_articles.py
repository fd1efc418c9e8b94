"""Correcting, withdrawing and restoring what readers see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from archive.editing import actions
from archive.ingest.markup import body_with_markup
from archive.ingest.structure import parse
from archive.models import Article, PassageSpan
from tests.desk import FIRST, TEXT, TITLE, messages

MENDED = TEXT.replace("ثابت", "قائم")


@pytest.fixture
def correct(page):
    """Fills the correction page and presses a button, `compare` or `save`."""

    def press(client, article, button, *, compared="", **changes):
        address = page(article, "correct")
        form = client.get(address).context["form"]
        data = {name: form[name].value() or "" for name in form.fields}
        return client.post(
            address, {**data, "compared": compared, **changes, button: ""}, follow=True
        )

    return press


def test_difference_is_shown_before_anything_is_saved(editor, published, correct):
    response = correct(editor, published, "compare", body=MENDED, reason="خطأ في النقل")

    assertContains(response, "<del>ثابت</del>")
    assertContains(response, "<ins>قائم</ins>")
    assert published.revisions.count() == 1


def test_comparing_keeps_nobody_from_writing(editor, published, page):
    sent = {"title": TITLE, "body": MENDED, "reason": "سبب", "corrected": "1"}

    with CaptureQueriesContext(connection) as asked:
        editor.post(page(published, "correct"), {**sent, "compare": ""})
    with CaptureQueriesContext(connection) as stored:
        editor.post(page(published, "correct"), {**sent, "save": ""})

    assert not [query for query in asked if "SAVEPOINT" in query["sql"]]
    assert [query for query in stored if "SAVEPOINT" in query["sql"]]


def test_saving_unseen_words_shows_the_difference_first(editor, published, correct):
    response = correct(editor, published, "save", body=MENDED, reason="خطأ في النقل")

    assertContains(response, "<ins>قائم</ins>")
    assert published.revisions.count() == 1


def test_correction_makes_a_revision_with_its_reason(editor, client, published, correct):
    passage = PassageSpan.objects.get(ordinal=1).passage
    shown = correct(editor, published, "compare", body=MENDED, reason="خطأ في النقل")

    correct(
        editor,
        published,
        "save",
        body=MENDED,
        reason="خطأ في النقل",
        compared=shown.context["form"].wording,
    )

    published.refresh_from_db()
    assert published.current_revision.number == 2
    assert published.current_revision.reason == "خطأ في النقل"
    assertContains(client.get(passage.get_absolute_url()), "قائم")
    assertContains(client.get(f"{passage.get_absolute_url()}r1/"), "ثابت")
    assert published.current_revision.links.count() == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"body": MENDED, "reason": " "}, "Fill in this field"),
        ({"body": "", "reason": "سبب"}, "Fill in this field"),
        ({"body": " \n ", "reason": "سبب"}, 'role="alert"'),
        ({"body": f"{MENDED}\x1b[2J", "reason": "سبب"}, "control character (U+001B)"),
        ({"title": "عنوان\x08", "reason": "سبب"}, "control character (U+0008)"),
        ({"body": MENDED, "reason": "سبب\x7f"}, "control character (U+007F)"),
        ({"reason": "سبب"}, "nothing was corrected"),
        ({"body": MENDED, "reason": "سبب", "corrected": "7"}, "corrected after you opened"),
    ],
)
def test_correction_that_can_not_be_made_says_why(editor, published, correct, changes, told):
    response = correct(editor, published, "compare", **changes)

    assertContains(response, told)
    assert published.revisions.count() == 1


@pytest.mark.parametrize(
    ("done", "asked"),
    [
        pytest.param(("withdraw",), "withdraw", id="withdrawn-already"),
        pytest.param((), "restore", id="restored-already"),
    ],
)
def test_second_of_two_is_told_that_nothing_changed(chief, published, page, done, asked):
    for name in done:
        getattr(actions, name)(published, "سبب أول")
    before = Article.objects.values("status", "withdrawn_reason").get()

    response = chief.post(page(published, asked), {"reason": "سبب ثانٍ"}, follow=True)

    assert Article.objects.values("status", "withdrawn_reason").get() == before
    assert "nothing was changed" in messages(response)


def test_withdrawn_article_is_gone_everywhere_at_once_and_comes_back(
    chief, client, published, page
):
    passage = PassageSpan.objects.get(ordinal=1).passage
    addresses = [published.get_absolute_url(), passage.get_absolute_url()]

    chief.post(page(published, "withdraw"), {"reason": "بطلب من المصدر"})
    withdrawn = [client.get(address) for address in addresses]
    chief.post(page(published, "restore"))
    restored = [client.get(address) for address in addresses]

    assert [response.status_code for response in withdrawn] == [410, 410]
    for response in withdrawn:
        assertContains(response, "بطلب من المصدر", status_code=410)
        assertNotContains(response, FIRST, status_code=410)
    assert [response.status_code for response in restored] == [200, 200]


def test_withdrawal_needs_a_reason(chief, published, page):
    response = chief.post(page(published, "withdraw"), {"reason": "  "})

    published.refresh_from_db()
    assert published.status == "published"
    assertContains(response, "Fill in this field")


def test_withdrawn_article_shows_the_reason_and_offers_no_saving(chief, published, page):
    actions.withdraw(published, "بطلب من المصدر")

    response = chief.get(page(published))

    assertContains(response, "بطلب من المصدر")
    assertNotContains(response, 'name="save"')
    assertContains(response, page(published, "restore"))
    assert "The article is withdrawn now" in messages(
        chief.get(page(published, "correct"), follow=True)
    )


def test_message_of_a_correction_leads_back_to_the_review(editor, published, correct):
    shown = correct(editor, published, "compare", body=MENDED, reason="خطأ")

    saved = correct(
        editor, published, "save", body=MENDED, reason="خطأ", compared=shown.context["form"].wording
    )

    assert "نسخة جديدة" in messages(saved)
    assert saved.redirect_chain[-1][0] == reverse(
        "admin:archive_article_change", args=[published.pk]
    )


LINES = st.lists(
    st.sampled_from(
        [
            FIRST,
            "عنوان فرعي بين الفقرات",
            "## عنوان بعلامته",
            "نقلت [الشبكة](#) عن [الموقع](https://example.org/a_(b)) قوله إن الموعد ثابت.",
            "[رابط](https://example.org/)",
            "بدأ العد التنازلي وبات المستشارون أكثر خبرة وعدد من",
            "اجتمع رئيس الوزراء العراقي مع الرئيس",
            "الأمريكي جو بايدن في البيت الأبيض.",
        ]
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=LINES)
def test_text_written_out_for_editing_reads_back_the_same(store_text, lines):
    before = store_text("\n\n".join([*lines, f"خاتمة {len(lines)}."]), title=TITLE)
    revision = before.article.revisions.get(number=1)

    again = parse(body_with_markup(revision), title=revision.title)

    assert again.text == revision.text
    assert [(link.start, link.end, link.address) for link in again.links] == list(
        revision.links.values_list("start", "end", "address")
    )
    assert [(b.kind, b.start, b.end) for b in again.passages] == list(
        revision.spans.values_list("kind", "start", "end")
    )
