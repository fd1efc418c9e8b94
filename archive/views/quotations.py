"""Who said what: every statement that readers see, by day, and what narrows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.dates.printed import period_text
from archive.models import Quotation
from archive.reading.sayings import (
    GROUPS,
    Asked,
    Choice,
    Group,
    asked_for,
    group_of,
    groups_of,
    newest_keys,
    said_in,
)
from archive.reading.statements import by_day, statements_by_key
from archive.reading.statistics import remembered, summary, version
from archive.reading.topics import others_on_subject
from archive.views.entities import CountedPaginator
from archive.views.fields import PartialDateField, WordsField
from archive.views.merged import filters_lead_on

ON_A_PAGE = 30
MANY = 1000  # statements: all of them in their order take long to find
MOST_LISTED = 200  # values on the page of a group: its nodes have a budget
MOST_VALUES = 20  # of one group
KINDS = Quotation.Kind.values


class QuotationsForm(forms.Form):
    """What narrows the list; unknown values are said, and count as not given."""

    q = WordsField()

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        # `from` is a word of Python, so it can't be declared above.
        self.fields["from"] = PartialDateField()
        self.fields["to"] = PartialDateField(last=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("from"), cleaned.get("to")
        if since and until and since > until:
            raise ValidationError(_("The period ends before it begins: exchange its two dates."))
        unknown = [kind for kind in self._values("kind") if kind not in KINDS]
        if unknown:
            raise ValidationError(
                _("There is no kind of statement “%(kind)s”."), params={"kind": unknown[0][:40]}
            )
        return cleaned

    def to_asked(self) -> Asked:
        """What is asked; fields that hold an error count as left empty."""
        self.is_valid()
        cleaned = self.cleaned_data
        since, until = cleaned.get("from"), cleaned.get("to")
        if since and until and since > until:
            since = until = None
        return Asked(
            words=cleaned.get("q", ""),
            speakers=self._values("speaker"),
            kinds=tuple(kind for kind in self._values("kind") if kind in KINDS),
            vias=self._values("via"),
            outlets=self._values("outlet"),
            since=since,
            until=until,
            only_confirmed=self.data.get("confirmed") == "1",
            oldest_first=self.data.get("sort") == "oldest",
        )

    def messages(self) -> list[str]:
        return [str(message) for errors in self.errors.values() for message in errors]

    def _values(self, name: str) -> tuple[str, ...]:
        values = (value.replace("\0", "").strip()[:100] for value in self.data.getlist(name))
        return tuple(dict.fromkeys(value for value in values if value))[:MOST_VALUES]


@require_safe
@filters_lead_on
def quotations(request: HttpRequest) -> HttpResponse:
    """All statements by day; the address says which, by whom, where and when."""
    form = QuotationsForm(request.GET)
    asked = form.to_asked()
    now = version(request.user)
    page, groups = _page(request, asked, now)
    listed = statements_by_key(list(page.object_list), request.user)
    context = {
        "asked": asked,
        "page": page,
        "days": by_day(listed),
        "others": others_on_subject(listed, request.user, now),
        "total": page.paginator.count,
        "groups": groups,
        "messages_for_reader": form.messages(),
        "date_errors": form.errors,
        "chips": _chips(asked, groups),
        "period": period_text(asked.since, asked.until) if asked.since or asked.until else "",
        "dates": {"since": request.GET.get("from", ""), "until": request.GET.get("to", "")},
        "summary": summary(),
    }
    return render(request, "archive/quotations.html", context)


def _page(request: HttpRequest, asked: Asked, now: str) -> tuple[Page, list[Group]]:
    """The keys of one page, and what narrows the list.

    The whole list is asked for most, and costs most: its counts are remembered, and so is its
    first page. A narrower one is asked anew.
    """
    viewer, number = request.user, request.GET.get("page")
    ordered = asked_for(asked, viewer).by_day(oldest_first=asked.oldest_first)
    keys = ordered.values_list("pk", flat=True)
    if asked.is_narrowed:
        answers = list(keys)
        page = Paginator(answers, ON_A_PAGE).get_page(number)
        return page, groups_of(asked, viewer, answers)
    groups = remembered("quotations:groups", lambda: groups_of(asked, viewer), now)
    paginator = CountedPaginator(keys, ON_A_PAGE)
    paginator.count = said_in(groups)
    page = paginator.get_page(number)
    if page.number == 1:
        first = page.object_list

        def found() -> list[int]:
            if paginator.count > MANY and not asked.oldest_first:
                seen = asked_for(asked, viewer)
                if newest := newest_keys(seen, viewer, ON_A_PAGE):
                    return newest
            return list(first)

        page.object_list = remembered(f"quotations:{asked.oldest_first}", found, now)
    return page, groups


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice in force, and the address of the list without it."""

    group: str
    choice: Choice
    address: str


def _chips(asked: Asked, groups: list[Group]) -> list[Chip]:
    return [
        Chip(group.name, choice, asked.but(group.name, choice.value).get_absolute_url())
        for group in groups
        for choice in group.choices
        if choice.chosen
    ]


@require_safe
@filters_lead_on
def choices(request: HttpRequest, group: str) -> HttpResponse:
    """Every value of one group, for what the address asks."""
    if group not in GROUPS:
        raise Http404
    form = QuotationsForm(request.GET)
    asked = form.to_asked()
    context = {
        "asked": asked,
        "messages_for_reader": form.messages(),
        "group": group_of(group, asked, request.user, most=MOST_LISTED),
        "kept": asked.without(group).pairs(),
    }
    return render(request, "archive/quotation_choices.html", context)
