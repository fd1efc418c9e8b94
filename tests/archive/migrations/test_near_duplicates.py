"""Near-duplicates keep their rows under either name."""

import pytest
from django.db import DatabaseError, connection, transaction


def test_every_row_is_kept_forward_and_back(migrate):
    old = migrate("0010_mending_is_a_decision")
    first = old.get_model("archive", "Article").objects.create()
    second = old.get_model("archive", "Article").objects.create(resembles=first)
    for band in (7, 2**62):
        old.get_model("archive", "Sketch").objects.create(article=second, band=band)

    new = migrate("0011_near_duplicates")

    article, bands = new.get_model("archive", "Article"), new.get_model("archive", "MinHashBand")
    assert article.objects.get(pk=second.pk).near_duplicate_of_id == first.pk
    assert [near.pk for near in article.objects.get(pk=first.pk).near_duplicates.all()] == [
        second.pk
    ]
    assert list(bands.objects.order_by("pk").values_list("article", "band")) == [
        (second.pk, 7),
        (second.pk, 2**62),
    ]

    old = migrate("0010_mending_is_a_decision")

    assert old.get_model("archive", "Article").objects.get(pk=second.pk).resembles_id == first.pk
    assert old.get_model("archive", "Sketch").objects.filter(article=second.pk).count() == 2


def test_a_current_revision_is_still_the_articles_own(migrate):
    migrate("0010_mending_is_a_decision")

    apps = migrate("0011_near_duplicates")

    articles = apps.get_model("archive", "Article").objects
    one, other = articles.create(), articles.create()
    revision = apps.get_model("archive", "Revision").objects.create(
        article=one, number=1, title="ع", text="ن", sha256="0" * 64, text_sha256="0" * 64
    )
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE archive_article SET current_revision_id = %s WHERE id = %s",
            [revision.pk, other.pk],
        )
