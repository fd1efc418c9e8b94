"""Of an older archive the wordings that were public keep their number; others get none."""

from datetime import datetime, timedelta

from django.utils import timezone

BEFORE, AFTER = "0020_tallies_of_what_pages_count", "0021_wordings_that_readers_saw"
START = timezone.make_aware(datetime(2024, 1, 1))


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def make(apps, status: str, captured: list[int], *decided: tuple[str, int]):
    get = apps.get_model
    article = get("archive", "Article").objects.create(public_id=f"{status}{captured}"[:16])
    for number, on in enumerate(captured, start=1):
        revision = get("archive", "Revision").objects.create(
            article=article,
            number=number,
            title="عنوان",
            text=f"نص {number}",
            sha256="0" * 64,
            text_sha256="0" * 64,
            captured_at=day(on),
        )
    for kind, on in decided:
        get("archive", "Decision").objects.create(article=article, kind=kind, made_at=day(on))
    reason = "سبب" if status == "withdrawn" else ""
    get("archive", "Article").objects.filter(pk=article.pk).update(
        status=status, current_revision=revision, withdrawn_reason=reason
    )
    return article.pk


def test_wordings_are_numbered_by_what_was_decided(migrate):
    apps = migrate(BEFORE)
    made = {
        make(apps, "published", [0], ("published", 0)): [1],
        make(apps, "published", [0, 2, 4], ("published", 3)): [None, 2, 3],
        make(apps, "draft", [0, 1]): [None, None],
        make(apps, "published", [0, 3, 4], ("published", 1), ("withdrawn", 2), ("restored", 5)): [
            1,
            None,
            3,
        ],
        make(apps, "withdrawn", [0, 3], ("published", 1), ("withdrawn", 2)): [1, None],
        make(apps, "published", [0, 7]): [1, 2],
    }

    apps = migrate(AFTER)

    rows = apps.get_model("archive", "Revision").objects.order_by("article", "number")
    numbered: dict[int, list] = {}
    for article, number in rows.values_list("article", "public_number"):
        numbered.setdefault(article, []).append(number)
    assert numbered == made
    migrate(BEFORE)
