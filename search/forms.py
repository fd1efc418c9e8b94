"""What a reader sent, checked and handed on as a `Query`."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.dates import parse_typed
from archive.views.fields import PartialDateField
from search.engines.plan import Sort
from search.queries import LEFT_OUT, Query
from search.query.expansion import Where
from search.query.lexer import printable

MOST_CHOICES = 50  # values of one facet that an address may carry
LONGEST_SLUG = 100
SORTS: tuple[tuple[Sort, Any], ...] = (
    ("relevance", _("Relevance")),
    ("newest", _("Newest first")),
    ("oldest", _("Oldest first")),
)


class WordsField(forms.Field):
    """Anything a reader can type: the query language makes the best of it."""

    widget = forms.TextInput

    def to_python(self, value: object) -> str:
        return printable(str(value or ""))


class SlugsField(forms.Field):
    """Repeated values of one facet, in the order given, each once.

    What is to be left out, with a minus before its slug, is not chosen too.
    """

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> tuple[str, ...]:
        values = value if isinstance(value, list | tuple) else []
        slugs = dict.fromkeys(str(one).strip() for one in values)
        held = [one for one in slugs if 0 < len(one) <= LONGEST_SLUG and one != LEFT_OUT]
        return tuple(one for one in held if f"{LEFT_OUT}{one}" not in slugs)[:MOST_CHOICES]


class SwitchField(forms.Field):
    """On for `1`, off otherwise; where it is absent, as `default` says."""

    def __init__(self, *, default: bool = False, **kwargs: Any) -> None:
        self.default = default
        # A checkbox widget would take an absent switch for one that is off.
        kwargs.setdefault("widget", forms.HiddenInput)
        super().__init__(**kwargs)

    def to_python(self, value: object) -> bool:
        if value in (None, ""):
            return self.default
        return str(value).lower() in {"1", "true", "on", "yes"}


class OrderField(forms.Field):
    """One of `SORTS`; an order nobody knows is the usual one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Select(choices=SORTS), **kwargs)

    def to_python(self, value: object) -> Sort:
        return next((sort for sort, _label in SORTS if sort == value), "relevance")


class WhereField(forms.Field):
    """In which texts words are looked for; one that nobody knows is all of them."""

    widget = forms.HiddenInput

    def to_python(self, value: object) -> Where:
        return next((known for known in get_args(Where) if known == value), "")


class SearchForm(forms.Form):
    """The search box and all that narrows it; its keys are those of the results' addresses."""

    q = WordsField(required=False, label=_("Words"))
    outlet = SlugsField(required=False, label=_("Outlet"))
    actor = SlugsField(required=False, label=_("Person or body"))
    place = SlugsField(required=False, label=_("Place"))
    speaker = SlugsField(required=False, label=_("Speaker"))
    kind = SlugsField(required=False, label=_("Kind of statement"))
    via = SlugsField(required=False, label=_("Via"))
    undated = SwitchField(required=False, label=_("Without a date"))
    exact = SwitchField(required=False, label=_("Spelt exactly so"))
    sort = OrderField(required=False, label=_("Order"))
    also = SwitchField(required=False, default=True, label=_("Other names too"))
    each = SwitchField(required=False, label=_("Each article by itself"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` and `in` are words of Python, so they can't be declared above.
        self.fields["in"] = WhereField(required=False, label=_("Search in"))
        self.fields["from"] = PartialDateField(label=_("From"))
        self.fields["to"] = PartialDateField(last=True, label=_("To"))

    def to_query(self) -> Query:
        """The query; fields that hold an error count as left empty."""
        cleaned = self.cleaned_data
        since, until = cleaned.get("from"), cleaned.get("to")
        if since and until and since > until:
            since, until = _swapped(self.data.get("from", ""), self.data.get("to", ""))
        return Query(
            words=cleaned.get("q", ""),
            outlets=cleaned.get("outlet", ()),
            actors=cleaned.get("actor", ()),
            places=cleaned.get("place", ()),
            speakers=cleaned.get("speaker", ()),
            kinds=cleaned.get("kind", ()),
            vias=cleaned.get("via", ()),
            since=since,
            until=until,
            undated=cleaned.get("undated", False),
            exact=cleaned.get("exact", False),
            sort=cleaned.get("sort", "relevance"),
            also=cleaned.get("also", True),
            where=cleaned.get("in", ""),
            each=cleaned.get("each", False),
        )

    def messages(self) -> list[str]:
        """What could not be read, in sentences that say what to write instead."""
        return [str(message) for errors in self.errors.values() for message in errors]


def _swapped(first: str, last: str) -> tuple[date, date]:
    """Two dates that were typed the wrong way round."""
    return parse_typed(last).first, parse_typed(first).last
