"""What changed, and how it is added up: by the worker, a few articles at a time.

Whoever adds up holds the row of the state until it is committed, so that no change counts twice.
Tallies that were never made, or by other rules, are made over all articles, in pieces that each
stand for themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.db.models import F
from django.dispatch import receiver

from archive.models import Article, TalliedArticle, Tally, TallyChange, TallyState
from archive.reading.tallies.counting import VERSION, Counted, Number, added_up, counted
from archive.signals import articles_changed, changes_committed

AT_ONCE = 200  # articles


@receiver(articles_changed, sender=Article)
def note_changes(article_ids: list[int], **kwargs: object) -> None:
    """Write one row an article, in the transaction of the change itself."""
    TallyChange.objects.bulk_create([TallyChange(article_id=pk) for pk in article_ids])


@receiver(changes_committed)
def bring_up_to_date(**kwargs: object) -> None:
    """A command has changed the archive; tallies that were never made wait for the worker."""
    while is_complete() and TallyChange.objects.exists():
        keep_up()


def is_complete() -> bool:
    return TallyState.objects.filter(is_complete=True, version=VERSION).exists()


def keep_up() -> bool:
    """Add up some of what is not; whether there is more."""
    if is_complete() and not TallyChange.objects.exists():
        return False
    with transaction.atomic():
        state = _held_state()
        if state.version != VERSION:
            _begin_anew(state)
        if state.is_complete:
            return _add_changes()
        return _go_on(state)


def forget() -> None:
    """Have all tallies made anew."""
    TallyState.objects.update(version=0, is_complete=False)


def _held_state() -> TallyState:
    """The state with its next number. Others who would write wait from here on."""
    TallyState.objects.get_or_create(pk=1)
    TallyState.objects.update(applied=F("applied") + 1)
    return TallyState.objects.get(pk=1)


def _begin_anew(state: TallyState) -> None:
    Tally.objects.all().delete()
    TalliedArticle.objects.all().delete()
    state.version, state.reached, state.is_complete = VERSION, 0, False
    state.save()


def _go_on(state: TallyState) -> bool:
    """Count the next articles by key. What changes meanwhile is noted, and added up afterwards."""
    following = Article.objects.filter(pk__gt=state.reached).order_by("pk")
    keys = list(following.values_list("pk", flat=True)[:AT_ONCE])
    if keys:
        _count_anew(keys)
        state.reached = keys[-1]
    else:
        state.is_complete = True
    state.save()
    return True


def _add_changes() -> bool:
    rows = list(TallyChange.objects.order_by("pk").values_list("pk", "article_id")[:AT_ONCE])
    _count_anew(sorted({article for _pk, article in rows}))
    TallyChange.objects.filter(pk__in=[pk for pk, _article in rows]).delete()
    return len(rows) == AT_ONCE


def _count_anew(articles: Sequence[int]) -> None:
    """Take away what these articles counted for, and add what they count for now."""
    before, now = counted_before(articles), counted(articles)
    sums = added_up(now)
    sums.subtract(added_up(before))
    _add({number: n for number, n in sums.items() if n})
    TalliedArticle.objects.filter(pk__in=before.keys() - now.keys()).delete()
    TalliedArticle.objects.bulk_create(
        [TalliedArticle(article_id=pk, counted=one.stored()) for pk, one in now.items()],
        update_conflicts=True,
        unique_fields=["article_id"],
        update_fields=["counted"],
    )


def counted_before(articles: Sequence[int]) -> dict[int, Counted]:
    """What these articles count for in the tallies."""
    rows = TalliedArticle.objects.filter(pk__in=articles).values_list("pk", "counted")
    return {pk: Counted(**stored) for pk, stored in rows}


def _add(sums: Mapping[Number, int]) -> None:
    with connection.cursor() as cursor:
        # SQLite and PostgreSQL both say it so. In one order, so that two who write never wait for
        # each other.
        cursor.executemany(
            """
            INSERT INTO archive_tally (about, kind, status, key, n) VALUES (%s, %s, %s, %s, %s)
            ON CONFLICT (about, kind, status, key) DO UPDATE SET n = archive_tally.n + excluded.n
            """,
            [(*number, n) for number, n in sorted(sums.items())],
        )


def differences() -> int:
    """How many numbers aren't what counting all articles anew gives; 0 where none are kept.

    With what changed and is not added up yet taken into account.
    """
    if not is_complete():
        return 0
    pending = list(TallyChange.objects.values_list("article_id", flat=True).distinct())
    sums: Counter[Number] = Counter()
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        sums.update(added_up(counted(keys[start : start + AT_ONCE])))
    for start in range(0, len(pending), AT_ONCE):
        some = pending[start : start + AT_ONCE]
        sums.update(added_up(counted_before(some)))
        sums.subtract(added_up(counted(some)))
    for about, kind, status, key, n in Tally.objects.values_list(
        "about", "kind", "status", "key", "n"
    ).iterator():
        sums[Number(about, kind, status, key)] -= n
    return sum(1 for n in sums.values() if n)
