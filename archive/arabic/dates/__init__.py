"""Dates in Arabic text, found and resolved.

    find_dates("الأربعاء 14 من الشهر الحالي", Context(published=Interval(day, day)))

Each result is a span of the text with what it resolves to, how closely, by which rule and from
which anchor: the day of speech where there is one, else the dateline, else publication. Two
readings that disagree are both given and not shown; without an anchor nothing is guessed.

`words` reads the text with its tables (`lexicon`), `numbers` its numbers. Each kind of date has
a module: `days`, `months_and_years`, `figures` and `hijri` those of the calendar, `near_days` days
told from another, `units`, `spans`, `divisions` and `ages` periods, `counts` distances, `events`
what is told from an event. `grammar` says which may stand where; `find` resolves them.
"""

from archive.arabic.dates.find import (
    BOUND,
    Context,
    DatedText,
    DateFound,
    Event,
    Interval,
    Speech,
    find_dateline,
    find_dates,
)
from archive.arabic.dates.periods import Period

__all__ = [
    "BOUND",
    "Context",
    "DateFound",
    "DatedText",
    "Event",
    "Interval",
    "Period",
    "Speech",
    "find_dateline",
    "find_dates",
]
