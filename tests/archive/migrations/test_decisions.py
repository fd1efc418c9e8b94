"""What decisions were about is kept, as strings and as values."""

import pytest
from django.db import DatabaseError, connection, transaction

BEFORE, AFTER = "0011_near_duplicates", "0012_decisions_about_values"

# Kind, the string that told it, and the same as values.
TOLD = [
    ("published", "", {}),
    ("corrected", "خطأ في الرقم: 7 → 8", {"reason": "خطأ في الرقم: 7 → 8"}),
    (
        "amended",
        "outlet:  → ina\nbasis: stated → inferred\nbyline: سعد → سعد → علي",
        {
            "changes": [
                {"field": "outlet", "before": "", "after": "ina"},
                {"field": "basis", "before": "stated", "after": "inferred"},
                {"field": "byline", "before": "سعد", "after": "سعد → علي"},
            ]
        },
    ),
    (
        "amended",
        "byline: سعد → علي → بغداد → هدى",
        {"changes": [{"field": "byline", "before": "سعد → علي", "after": "بغداد → هدى"}]},
    ),
    ("amended", "byline: سطر\nوآخر → هدى", {"note": "byline: سطر\nوآخر → هدى"}),
    ("amended", "", {}),
    ("confirmed", "cut: 9f3k", {"cut": "9f3k"}),
    ("rejected", "هود = x = joey-hood", {"surface": "هود = x", "slug": "joey-hood"}),
    ("withdrawn", "cut: 9f3k", {"reason": "cut: 9f3k"}),
    ("mended", "النسخة 2: نصها.", {"note": "النسخة 2: نصها."}),
]


def rows(apps) -> list[tuple]:
    decisions = apps.get_model("archive", "Decision").objects.order_by("pk")
    return list(decisions.values_list("pk", "kind", "about", "made_by_name"))


@pytest.fixture
def strings(migrate) -> list[tuple]:
    """Decisions as an archive before this change has them."""
    apps = migrate(BEFORE)
    article = apps.get_model("archive", "Article").objects.create(byline="بغداد → هدى")
    for kind, text, _ in TOLD:
        apps.get_model("archive", "Decision").objects.create(
            article=article, kind=kind, about=text, made_by_name="huda"
        )
    return rows(apps)


def test_every_row_is_kept_forward_and_back(migrate, strings):
    apps = migrate(AFTER)

    assert [about for _, _, about, _ in rows(apps)] == [values for _, _, values in TOLD]
    assert [(pk, kind, by) for pk, kind, _, by in rows(apps)] == [
        (pk, kind, by) for pk, kind, _, by in strings
    ]

    assert rows(migrate(BEFORE)) == strings


@pytest.mark.parametrize("name", [BEFORE, AFTER])
def test_a_decision_is_refused_any_change_on_either_side(migrate, strings, name):
    migrate(AFTER)
    apps = migrate(name)

    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE archive_decision SET about = '7'")
    assert len(rows(apps)) == len(TOLD)
