"""What readers see of wordings: none that was never public, each with its own details."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from archive.dates import parse_partial
from archive.editing import actions
from archive.ingest.refusals import RecordError
from archive.models import Article, Revision
from archive.reading.revisions import wordings
from tests.archive.views.pages import shown
from tests.factories import TEXT, make_article

pytestmark = pytest.mark.django_db
SECRET = "اسم المصدر السري الذي كُتب خطأ."


@pytest.fixture
def published() -> Article:
    """Published after two wordings of a draft, of which the first held what nobody may read."""
    article = make_article(text=f"{TEXT}\n\n{SECRET}", status="draft")
    actions.correct(article, title=article.title, body=TEXT, reason="حُذف الاسم")
    return actions.publish(Article.objects.get())


def addresses(article: Article) -> list[str]:
    secret = article.passages.exclude(spans__revision=article.current_revision).get()
    return [
        reverse("archive:revision", args=[article.public_id, 2]),
        reverse("archive:diff", args=[article.public_id, 1, 2]),
        reverse("archive:diff", args=[article.public_id, 2, 1]),
        reverse("archive:passage", args=[secret.public_id]),
        reverse("archive:passage_revision", args=[secret.public_id, 1]),
        reverse("archive:card", args=[secret.public_id]),
        reverse("archive:ris", args=[secret.public_id]),
        reverse("archive:bibtex", args=[secret.public_id]) + "?r=1",
        reverse("archive:article_ris", args=[article.public_id]) + "?r=2",
    ]


def test_publishing_makes_revision_one_and_what_came_before_is_nowhere(client, published):
    current = published.current_revision

    assert (current.number, current.public_number) == (2, 1)
    assert [client.get(address).status_code for address in addresses(published)] == [404] * 9
    first = client.get(reverse("archive:revision", args=[published.public_id, 1]))
    assert SECRET not in first.content.decode()
    assert first.status_code == 200
    assert (
        "-r1"
        in client.get(
            reverse("archive:article_bibtex", args=[published.public_id])
        ).content.decode()
    )


def test_later_revisions_count_on_from_the_first_public_one(client, published):
    corrected = actions.correct(published, title="عنوان آخر", body=TEXT, reason="صُحّح العنوان")

    assert corrected.current_revision.public_number == 2
    page = client.get(published.get_absolute_url()).content.decode()
    assert reverse("archive:diff", args=[published.public_id, 1, 2]) in page
    assert client.get(reverse("archive:diff", args=[published.public_id, 1, 2])).status_code == 200


def test_editors_read_what_was_never_public_in_the_admin_alone(admin_client, client, published):
    address = reverse("admin:archive_article_wording", args=[published.pk, 1])

    assert SECRET in admin_client.get(address).content.decode()
    assert (
        address
        in admin_client.get(
            reverse("admin:archive_article_change", args=[published.pk])
        ).content.decode()
    )
    assert client.get(address).status_code == 302


def test_a_wording_stored_while_withdrawn_gets_its_number_when_it_is_restored(published):
    actions.withdraw(published, "سبب")
    actions.correct(published, title="عنوان", body=TEXT, reason="تصحيح")
    assert Article.objects.get().current_revision.public_number is None

    actions.restore(published)

    assert Article.objects.get().current_revision.public_number == 2


def test_the_public_number_never_changes(published):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE archive_revision SET public_number = 7 WHERE public_number = 1")

    Revision.objects.make_public(published.current_revision)
    assert Article.objects.get().current_revision.public_number == 1


# What is known of an article beside its text.


@pytest.fixture
def amended() -> Article:
    article = make_article(outlet="شفق نيوز", byline="سعد علي", published_on="2021-11-22")
    actions.amend(
        article,
        published=parse_partial("2021-12-01"),
        byline="هدى كريم",
        reason="أُخذ التاريخ عن النسخة الورقية",
    )
    return Article.objects.get()


def test_a_published_article_is_amended_for_a_reason_alone():
    article = make_article(byline="سعد علي")

    with pytest.raises(RecordError, match="reason"):
        actions.amend(article, byline="هدى كريم")

    stored = Article.objects.get()
    assert (stored.byline, stored.current_revision.number) == ("سعد علي", 1)


def test_what_changed_is_told_to_readers_with_old_and_new_values(client, amended):
    page = shown(client.get(amended.get_absolute_url()))

    assert "عُدّلت بيانات هذا المقال" in page
    assert "أُخذ التاريخ عن النسخة الورقية" in page
    for value in ("2021-11-22", "2021-12-01", "سعد علي", "هدى كريم"):
        assert value in page


def test_an_as_cited_address_keeps_the_details_it_was_cited_with(client, amended):
    passage = amended.passages.first()
    cited = client.get(reverse("archive:passage_revision", args=[passage.public_id, 1]))
    ris = client.get(reverse("archive:ris", args=[passage.public_id]) + "?r=1").content.decode()
    today = client.get(reverse("archive:ris", args=[passage.public_id])).content.decode()

    assert "سعد علي" in shown(cited)
    assert "هدى كريم" not in shown(cited)
    assert "AU  - سعد علي" in ris
    assert "2021/11/22" in ris
    assert "AU  - هدى كريم" in today
    assert "2021/12/01" in today


def test_an_outlet_that_was_named_otherwise_is_cited_as_it_was(client):
    article = make_article(outlet="شفق")
    first = article.outlet
    actions.amend(article, outlet=None, reason="لا يُعرف ناشره")
    first.delete()

    cited = reverse("archive:article_ris", args=[article.public_id])
    assert "T2  - شفق" in client.get(f"{cited}?r=1").content.decode()
    assert "T2  - شفق" not in client.get(cited).content.decode()


def test_passages_keep_their_identity_and_decisions_when_details_change(amended):
    first, second = amended.revisions.order_by("number")

    assert first.text == second.text
    assert list(first.spans.values_list("passage", "pieces", "kind")) == list(
        second.spans.values_list("passage", "pieces", "kind")
    )


def test_details_of_an_archive_that_kept_none_are_written_before_they_change(client):
    article = make_article(byline="سعد علي")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_revision SET details = NULL")

    actions.amend(article, byline="هدى كريم", reason="خطأ")

    [first, second] = wordings(Article.objects.get())
    assert first.revision.details["byline"] == "سعد علي"
    assert [(each.field, each.before, each.after) for each in second.details] == [
        ("byline", "سعد علي", "هدى كريم")
    ]


def test_a_draft_is_amended_without_a_reason_or_a_revision():
    article = make_article(status="draft")

    actions.amend(article, byline="هدى كريم")

    assert Article.objects.get().current_revision.number == 1
