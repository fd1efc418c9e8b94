"""Constraints are set anew without losing what the triggers keep."""

import pytest
from django.db import DatabaseError, connection, transaction

BEFORE = "0023_corrections_that_readers_ask_for"
AFTER = "0024_drafts_put_away_and_pairs_settled"


def made(apps, **fields):
    article = apps.get_model("archive", "Article").objects.create(**fields)
    revision = apps.get_model("archive", "Revision").objects.create(
        article=article, number=1, title="ع", text="ن", sha256="0" * 64, text_sha256="0" * 64
    )
    type(article).objects.filter(pk=article.pk).update(current_revision=revision)
    return article, revision


def refused(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_triggers_stand_after_it_and_discarded_drafts_are_drafts_before_it(migrate):
    old = migrate(BEFORE)
    one, revision = made(old)
    other, _ = made(old, public_id="other")
    old.get_model("archive", "Decision").objects.create(article=one, kind="published")

    new = migrate(AFTER)

    own = "UPDATE archive_article SET current_revision_id = %s WHERE id = %s"
    refused(own, revision.pk, other.pk)
    refused("UPDATE archive_decision SET kind = 'settled'")
    refused("UPDATE archive_revision SET text = 'آخر'")
    refused("UPDATE archive_article SET status = 'lost'")
    new.get_model("archive", "Article").objects.filter(pk=one.pk).update(status="discarded")

    back = migrate(BEFORE)

    assert back.get_model("archive", "Article").objects.get(pk=one.pk).status == "draft"
    refused(own, revision.pk, other.pk)
    refused("UPDATE archive_decision SET kind = 'withdrawn'")
