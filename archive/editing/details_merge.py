"""What two colleagues wrote about one article, put together field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

# Fields that say one thing together, and what it is called.
GROUPS = {
    "title": (("title",), "العنوان"),
    "outlet": (("outlet", "outlet_unknown", "new_outlet"), "المصدر"),
    "date": (("published_on", "precision", "approximate"), "التاريخ"),
    "byline": (("byline",), "الكاتب"),
    "url": (("url",), "رابط المصدر"),
}
MINE, STORED = "mine", "stored"

Values = dict[str, str]


@dataclass(frozen=True)
class Change:
    """One group of fields that was changed meanwhile."""

    name: str
    label: str
    base: str
    stored: str
    mine: str
    is_clash: bool
    choice: str = ""


@dataclass(frozen=True)
class MergedDetails:
    """`values` of the fields as far as they are decided, and what colleagues changed."""

    values: Values
    changes: list[Change]

    @property
    def clashes(self) -> list[Change]:
        """What both changed and nobody has chosen yet."""
        return [one for one in self.changes if one.is_clash and not one.choice]

    @property
    def taken(self) -> list[Change]:
        return [one for one in self.changes if not one.is_clash]

    @property
    def was_chosen(self) -> bool:
        """Whether all that waited for a choice has one, and nothing is new to who chose."""
        return not self.clashes and any(one.choice for one in self.changes)


def as_opened(initial: Mapping[str, object]) -> str:
    """The values of a form when its page was opened, to be sent with it."""
    return json.dumps({name: _written(initial.get(name)) for name in _names()}, ensure_ascii=False)


def read_opened(sent: str) -> Values | None:
    """None for what isn't such values: then nothing can be told apart."""
    try:
        values = json.loads(sent)
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    return {name: _written(values.get(name)) for name in _names()}


def merge(
    opened: Values, stored: Mapping[str, object], sent: Mapping[str, str], *, chosen: bool
) -> MergedDetails:
    """Take each group from who changed it; where both did, from the one that was chosen.

    `chosen` says that the choices in `sent` were made between these values.
    """
    values: Values = {}
    changes: list[Change] = []
    for group, (names, label) in GROUPS.items():
        base = {name: opened[name] for name in names}
        kept = {name: _written(stored.get(name)) for name in names}
        mine = {name: _written(sent.get(name)) for name in names}
        choice = sent.get(f"choice-{group}", "") if chosen else ""
        is_clash = kept != base and mine not in (base, kept)
        values |= kept if mine == base or (is_clash and choice == STORED) else mine
        if kept not in (base, mine) or is_clash:
            shown = (_shown(side) for side in (base, kept, mine))
            choice = choice if choice in (MINE, STORED) else ""
            changes.append(Change(group, label, *shown, is_clash=is_clash, choice=choice))
    return MergedDetails(values, changes)


def _names() -> list[str]:
    return [name for names, _ in GROUPS.values() for name in names]


def _written(value: object) -> str:
    """A field's value as a form sends it."""
    if isinstance(value, bool):
        return "on" if value else ""
    return " ".join(str(value or "").split())


TICKS = {
    "approximate": "تقريبي",
    "outlet_unknown": "غير معلوم",
    "new_outlet": "مصدر جديد",
}


def _shown(values: Values) -> str:
    """A group in words: «2021-11، تقريبي»."""
    parts = [
        TICKS.get(name, value) for name, value in values.items() if value and name != "precision"
    ]
    return "، ".join(parts)
