"""What an earlier release doesn't know of imports and decisions, it is spared."""

import pytest
from django.db import DatabaseError, connection, transaction

BEFORE, AFTER = "0027_withheld_passages_and_revisions", "0028_imports_undone"


def test_imports_are_kept_forward_and_back(migrate):
    old = migrate(BEFORE)
    article = old.get_model("archive", "Article").objects.create()
    old.get_model("archive", "Decision").objects.create(article=article, kind="published")
    ingest = old.get_model("archive", "Ingest").objects.create(name="a.txt", state="done")

    new = migrate(AFTER)

    new.get_model("archive", "Ingest").objects.filter(pk=ingest.pk).update(state="undone")
    new.get_model("archive", "IngestRecord").objects.create(ingest_id=ingest.pk, number=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE archive_decision SET kind = 'reverted'")

    back = migrate(BEFORE)

    assert back.get_model("archive", "Ingest").objects.get().state == "cancelled"
    assert back.get_model("archive", "IngestRecord").objects.count() == 1
