"""What people do to articles is done whole or refused, whoever else is at them."""

import pytest

from archive.dates import parse_partial
from archive.editing import actions
from archive.ingest.refusals import RecordError
from archive.models import Article, Revision, Role

pytestmark = pytest.mark.django_db

FIRST = "أعلنت وزارة الدفاع أن آخر رتل من القوات القتالية سيغادر القاعدة نهاية الشهر المقبل."
SECOND = "ورحب رئيس الوزراء بالخطوة وقال إن القوات العراقية باتت قادرة على حماية الحدود وحدها."


def test_a_correction_is_a_new_revision_with_its_reason(store_text, admin_user):
    article = store_text(FIRST, publish=True).article

    actions.correct(article, title="عنوان مصحح", body=SECOND, reason="خطأ في الاسم", by=admin_user)

    article.refresh_from_db()
    revision = article.current_revision
    assert (revision.number, revision.title, revision.reason) == (2, "عنوان مصحح", "خطأ في الاسم")
    assert revision.captured_by == admin_user
    assert article.is_published


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        pytest.param("عنوان المقال", FIRST, "بلا تغيير", id="nothing-changed"),
        pytest.param("عنوان آخر", FIRST, "  ", id="no-reason"),
        pytest.param("", FIRST, "سبب", id="no-title"),
        pytest.param("عنوان آخر", " ", "سبب", id="no-text"),
    ],
)
def test_a_correction_needs_words_and_a_reason(store_text, title, body, reason):
    article = store_text(FIRST).article

    with pytest.raises(RecordError):
        actions.correct(article, title=title, body=body, reason=reason)
    assert Revision.objects.count() == 1


def test_what_is_known_of_an_article_can_be_amended(store_text, make_source, announced):
    article = store_text(FIRST, published_on="2021-11-22").article
    outlet = make_source("a", "الأول")

    actions.amend(article, outlet=outlet, published=None, byline="قسم الأخبار", reason="سبب")

    article.refresh_from_db()
    assert (article.outlet, article.published_on, article.byline) == (outlet, "", "قسم الأخبار")
    assert len(announced) == 2


def test_another_date_names_another_holder_of_an_office(store_text, make_entity):
    for slug, since, until in (("first", "2020-05-07", "2022-10-27"), ("second", "2022-10-27", "")):
        entity = make_entity(slug, f"فلان {slug}")
        Role.objects.create(entity=entity, role_ar="رئيس الوزراء العراقي", since=since, until=until)
    article = store_text("قال رئيس الوزراء العراقي إن الموعد ثابت.").article
    assert not article.current_revision.mentions.exists()

    for on, slug in (("2021-07-26", "first"), ("2023-07-26", "second")):
        actions.amend(article, published=parse_partial(on), reason="سبب")

        assert [row.entity.slug for row in article.current_revision.mentions.all()] == [slug]


def test_an_outlet_that_has_the_record_already_is_refused(store_text, make_source):
    outlet = make_source("a", "الأول")
    store_text(FIRST, record_id="a1", outlet=outlet)
    other = store_text(SECOND, record_id="a1").article

    with pytest.raises(RecordError):
        actions.amend(other, outlet=outlet, reason="سبب")


def test_publishing_withdrawing_and_restoring(store_text, announced):
    article = store_text(FIRST).article

    actions.publish(article)
    assert article.is_published
    actions.withdraw(article, "طلب صاحب الحق")
    assert article.withdrawn_reason == "طلب صاحب الحق"
    with pytest.raises(RecordError):
        actions.publish(article)
    actions.restore(article)

    article.refresh_from_db()
    assert article.is_published
    assert article.withdrawn_reason == ""
    assert len(announced) == 4


def test_withdrawing_needs_a_reason_and_restoring_a_withdrawal(store_text):
    article = store_text(FIRST, publish=True).article

    with pytest.raises(RecordError):
        actions.withdraw(article, " ")
    with pytest.raises(RecordError):
        actions.restore(article)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (0, 0), (5, 10_000), (80, 90)])
def test_a_mark_outside_one_passage_is_refused(store_text, make_entity, start, end):
    entity = make_entity("iraq", "العراق", kind="place")
    revision = store_text(f"{FIRST}\n\n{SECOND}").article.current_revision

    with pytest.raises(RecordError):
        actions.add_mention(revision, entity, start=start, end=end)


# Two people, or a person and an ingest, at one article at once: each loaded it for themselves.


def test_what_an_editor_amends_does_not_undo_what_came_in_meanwhile(store_text):
    store_text(FIRST, record_id="a1", publish=True)
    loaded = Article.objects.get()
    revised = store_text(f"{FIRST}\n\n{SECOND}", record_id="a1", publish=True).article

    actions.amend(loaded, byline="سعد", reason="سبب")

    stored = Article.objects.get()
    assert (stored.byline, stored.current_revision.number) == ("سعد", 3)
    assert stored.current_revision.text == revised.current_revision.text


def test_a_correction_of_a_text_that_changed_meanwhile_is_refused(store_text):
    store_text(FIRST, record_id="a1")
    loaded = Article.objects.select_related("current_revision").get()
    store_text(f"{FIRST}\n\n{SECOND}", record_id="a1")

    with pytest.raises(RecordError):
        actions.correct(loaded, title="عنوان", body=f"{FIRST} تصحيح", reason="خطأ")

    assert Article.objects.get().current_revision.number == 2


def test_a_correction_does_not_bring_back_what_was_withdrawn_meanwhile(store_text):
    store_text(FIRST, publish=True)
    loaded = Article.objects.get()
    actions.withdraw(Article.objects.get(), "طلب صاحب الحق")

    actions.correct(loaded, title="عنوان", body=f"{FIRST} تصحيح", reason="خطأ")

    assert Article.objects.get().status == "withdrawn"


def test_a_draft_that_was_withdrawn_meanwhile_is_not_published(store_text):
    store_text(FIRST)
    loaded = Article.objects.get()
    actions.withdraw(Article.objects.get(), "طلب صاحب الحق")

    with pytest.raises(RecordError):
        actions.publish(loaded)

    assert Article.objects.get().status == "withdrawn"
