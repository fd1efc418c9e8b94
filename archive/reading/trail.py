"""The way back out of a period: all years, its year, its month, itself."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from archive.dates.printed import period_text, printed_month

Address = Callable[[date | None, date | None], str]


@dataclass(frozen=True, slots=True)
class Step:
    """A period to go to; without an address it is the one that is shown."""

    label: str
    address: str = ""


def trail(since: date | None, until: date | None, address: Address) -> list[Step]:
    """From all years to the days asked for, inclusive; nothing where none were."""
    if not (since or until):
        return []
    steps = [Step(_("All years"), address(None, None))]
    if since and until:
        last = monthrange(since.year, since.month)[1]
        for label, first, end in (
            (f"{since.year}", date(since.year, 1, 1), date(since.year, 12, 31)),
            (printed_month(since.month), since.replace(day=1), since.replace(day=last)),
        ):
            if (first, end) == (since, until):
                return [*steps, Step(label)]
            if until <= end:
                steps.append(Step(label, address(first, end)))
    return [*steps, Step(period_text(since, until))]
