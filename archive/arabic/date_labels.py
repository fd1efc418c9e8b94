"""Words that are printed around a date and say nothing of the day."""

import re
from functools import lru_cache

from archive.arabic import tables
from archive.arabic.months import weekdays

_SAME_DAY = re.compile(r"\bالموافق\b")  # stands between a day and the same day by other months


def by_calendar(folded: str) -> list[str]:
    """One day as it is written in each calendar: «8 جمادى الأولى 1443 الموافق 12 ديسمبر 2021»."""
    return _SAME_DAY.split(folded)


@lru_cache(maxsize=1)
def around_dates() -> frozenset[str]:
    """Folded: labels, weekdays, what stands beside the time of day."""
    kinds = tables.words_by_kind("date_labels")
    return kinds["label"] | kinds["clock"] | kinds["update"] | weekdays()


def tells_of_update(words: list[str]) -> bool:
    """Whether folded words speak of a later change: «آخر تحديث»."""
    return not tables.words_by_kind("date_labels")["update"].isdisjoint(words)
