"""The numbers as one viewer may see them, exact at any moment.

What is not added up yet is counted beside: what those articles counted for is taken away, what
they count for now is added. So a withdrawal shows at once, whatever the worker does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db.models import Subquery

from archive.caching import Cached
from archive.models import Article, Tally, TallyChange, TallyState
from archive.models.tallies import WHOLE
from archive.models.visibility import Viewer, hidden_from
from archive.reading.tallies.counting import VERSION, Number, added_up, counted
from archive.reading.tallies.keeping import counted_before

MOST_BESIDE = 500  # articles; where more wait, counting all of them anew is no slower

Numbers = dict[str, Counter[str]]  # by kind, then by key

_state = TallyState.objects.filter(is_complete=True, version=VERSION)


class Kept:
    """Tallies as one viewer may see them, at one moment. Ask `numbers_for`."""

    def __init__(self, viewer: Viewer) -> None:
        self._statuses = [each for each in Article.Status if each not in hidden_from(viewer)]
        self._applied = -1
        self._beside: Counter[Number] = Counter()

    def load(self) -> bool:
        """Read what is not added up yet; False where there are no tallies to go by."""
        applied = _state.values_list("applied", flat=True).first()
        if applied is None:
            return False
        rows = TallyChange.objects.order_by("pk").values_list("pk", "article_id")
        waiting = list(rows[: MOST_BESIDE + 1])
        if len(waiting) > MOST_BESIDE:
            return False
        self._applied = applied
        # A page asks for several numbers between two changes.
        self._beside = _counted_beside.get(lambda: _beside(waiting), (applied, waiting))
        return True

    def numbers(self, *kinds: str, about: int) -> Numbers | None:
        """Of each kind, numbers above 0 by their keys; None where there are no tallies any more."""
        while (rows := self._read(kinds, about)) is None:
            if not self.load():
                return None
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for kind, key, n in rows:
            found[kind][key] += n
        for number, n in self._beside.items():
            if number.about == about and number.kind in kinds and number.status in self._statuses:
                found[number.kind][number.key] += n
        return {kind: +found[kind] for kind in kinds}

    def _read(self, kinds: tuple[str, ...], about: int) -> list[tuple[str, str, int]] | None:
        """The rows; None where others were added up since this was loaded.

        One statement reads both, and so sees one state of the database.
        """
        rows = (
            Tally.objects.filter(about=about, kind__in=kinds, status__in=self._statuses)
            .annotate(applied=Subquery(_state.values("applied")[:1]))
            .values_list("kind", "key", "n", "applied")
        )
        read = list(rows)
        if not read:
            return [] if _state.filter(applied=self._applied).exists() else None
        if any(applied != self._applied for *_row, applied in read):
            return None
        return [(kind, key, n) for kind, key, n, _applied in read]


_counted_beside: Cached[Counter[Number]] = Cached()


def _beside(waiting: Sequence[tuple[int, int]]) -> Counter[Number]:
    """What the articles of these rows count for now, less what they did when last added up."""
    articles = sorted({article for _pk, article in waiting})
    if not articles:
        return Counter()
    sums = added_up(counted(articles))
    sums.subtract(added_up(counted_before(articles)))
    return sums


def numbers_for(viewer: Viewer, *kinds: str, about: int = WHOLE) -> Numbers | None:
    """Of each kind the numbers above 0 that this viewer may know, by their keys.

    None where there are no tallies to go by: everything has to be counted.
    """
    kept = Kept(viewer)
    return kept.numbers(*kinds, about=about) if kept.load() else None
