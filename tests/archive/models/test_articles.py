"""What must always hold of articles and their texts, whoever writes to the database."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from archive.models import (
    Article,
    Link,
    Original,
    Passage,
    PassageSpan,
    Revision,
)

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: object) -> bool:
    """Whether the database itself refuses a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(
    "column", ["title", "text", "sha256", "text_sha256", "number", "article_id", "captured_at"]
)
def test_the_database_refuses_to_change_a_revision(revision, column):
    statement = f"UPDATE archive_revision SET {column} = '7' WHERE id = %s"  # noqa: S608

    assert refused(statement, revision.pk)

    stored = Revision.objects.get(pk=revision.pk)
    assert (stored.text, stored.sha256) == (revision.text, revision.sha256)


def test_a_revision_is_neither_saved_again_nor_updated(revision):
    revision.text = "نص آخر"

    with pytest.raises(TypeError):
        revision.save()
    with pytest.raises(TypeError):
        Revision.objects.update(text="نص آخر")


def test_no_revision_is_deleted_not_even_an_old_one(article, store_text):
    store_text("نص المقال بعد تعديله كاملاً كما نُشر.", record_id="a1", publish=True)
    old = article.revisions.get(number=1)

    with pytest.raises(TypeError):
        old.delete()
    with pytest.raises(TypeError):
        article.revisions.filter(number=1).delete()

    assert article.revisions.count() == 2


@pytest.mark.parametrize("column", ["kind", "cut"])
def test_a_passage_is_of_a_known_kind(revision, column):
    assert refused(f"UPDATE archive_passagespan SET {column} = 'other'")  # noqa: S608


def test_a_revision_outlives_the_account_that_captured_it(article, django_user_model):
    editor = django_user_model.objects.create_user("editor")
    revision = Revision.objects.create(
        article=article, number=2, title="ع", text="ن", captured_by=editor
    )

    editor.delete()

    revision.refresh_from_db()
    assert revision.captured_by is None


def test_a_revision_has_the_hash_of_its_words(revision):
    other = Revision(article=revision.article, number=2, title=revision.title, text=revision.text)
    other.save()

    assert other.sha256 == revision.sha256
    assert len(revision.sha256) == 64


def test_revisions_of_an_article_are_numbered_once_from_one(article):
    for number in (0, 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.create(article=article, number=number, title="ع", text="ن")


@pytest.mark.parametrize(("title", "text"), [("", "نص"), ("عنوان", "")])
def test_a_revision_has_a_title_and_a_text(article, title, text):
    with pytest.raises(IntegrityError):
        Revision.objects.create(article=article, number=2, title=title, text=text)


def test_the_current_revision_is_the_articles_own(article, store_text):
    other = store_text("نص مقال آخر كما نُشر.").article

    assert refused(
        "UPDATE archive_article SET current_revision_id = %s WHERE id = %s",
        article.current_revision_id,
        other.pk,
    )


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_a_public_article_has_a_current_revision(article, status):
    assert refused(
        "UPDATE archive_article SET current_revision_id = NULL, status = %s, "
        "withdrawn_reason = 'x' WHERE id = %s",
        status,
        article.pk,
    )


def test_a_withdrawn_article_says_why(article):
    assert refused("UPDATE archive_article SET status = 'withdrawn' WHERE id = %s", article.pk)


def test_a_status_is_one_of_three(article):
    assert refused("UPDATE archive_article SET status = 'hidden' WHERE id = %s", article.pk)


def test_a_record_is_one_article_of_its_outlet(make_source):
    outlet, other = make_source("a", "الأول"), make_source("b", "الثاني")
    Article.objects.create(outlet=outlet, record_id="1")
    Article.objects.create(outlet=other, record_id="1")
    Article.objects.create(record_id="1")
    Article.objects.create(outlet=outlet)
    Article.objects.create(outlet=outlet)

    for taken in (outlet, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.create(outlet=taken, record_id="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(record_id="")


@pytest.mark.parametrize(
    "dates",
    [
        pytest.param({"precision": "day"}, id="day-without-date"),
        pytest.param({"published_from": date(2021, 1, 1)}, id="date-of-unknown-precision"),
        pytest.param(
            {
                "precision": "day",
                "basis": "stated",
                "published_from": date(2021, 1, 1),
                "published_to": date(2021, 1, 2),
            },
            id="a-day-of-two-days",
        ),
        pytest.param(
            {
                "precision": "month",
                "basis": "stated",
                "published_from": date(2021, 2, 1),
                "published_to": date(2021, 1, 1),
            },
            id="ends-before-it-begins",
        ),
        pytest.param(
            {
                "precision": "year",
                "published_from": date(2021, 1, 1),
                "published_to": date(2021, 12, 31),
            },
            id="date-without-basis",
        ),
        pytest.param({"basis": "stated"}, id="basis-without-date"),
    ],
)
def test_a_date_is_an_interval_with_a_basis_or_unknown(dates):
    with pytest.raises(IntegrityError):
        Article.objects.create(**dates)


def test_an_article_with_revisions_can_not_be_deleted(article):
    with pytest.raises(ProtectedError):
        article.delete()


def test_a_link_has_an_address_or_is_missing(revision):
    for address, missing in (("", False), ("https://a.example/", True)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Link.objects.create(revision=revision, start=0, end=2, address=address, missing=missing)


def test_a_passage_stands_once_in_a_revision_at_an_ordinal_of_its_own(article, revision):
    [standing] = revision.spans.all()
    new = Passage.objects.create(article=article)

    for passage, ordinal in ((standing.passage, 2), (new, 1), (new, 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PassageSpan.objects.create(
                passage=passage,
                revision=revision,
                ordinal=ordinal,
                kind="paragraph",
                start=0,
                end=1,
                pieces=[[0, 1]],
            )


def test_public_ids_are_random_and_differ():
    ids = {Article.objects.create().public_id for _ in range(50)}

    assert len(ids) == 50
    assert all(len(public_id) == 10 and public_id.isalnum() for public_id in ids)


def test_an_original_is_named_by_a_whole_hash():
    with pytest.raises(IntegrityError):
        Original.objects.create(sha256="abc", name="a.txt", size=1, encoding="utf-8")


def test_a_link_is_a_span(revision):
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(revision=revision, start=2, end=2, missing=True)
