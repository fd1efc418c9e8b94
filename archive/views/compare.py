"""Two outlets side by side, and the headline of an article beside its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from archive.models import Entity, Source
from archive.reading.comparable import offers, published_outlets
from archive.reading.comparison import Compared, around, groups
from archive.reading.comparison import compare as compare_outlets
from archive.reading.names_cache import entities
from archive.reading.statements import statements_in
from archive.reading.statistics import version
from archive.reading.wordings import headline_and_body
from archive.views.fields import LONGEST_WORDS, PartialDateField, WordsField
from archive.views.merged import filters_lead_on
from archive.views.visible import page as reading_page
from archive.views.visible import visible_article

MOST_LISTED = 100  # outlets in each list of the form: its nodes have a budget
LONGEST_SLUG = 100
MOST_SLUGS = 4  # of one name in an address; two are compared


class CompareForm(forms.Form):
    """What is to be compared; what is unknown is said, and counts as not given."""

    q = WordsField()

    def __init__(self, asked: QueryDict, outlets: Mapping[str, Source]) -> None:
        super().__init__(asked)
        self.known = outlets
        self.fields["from"] = PartialDateField()
        self.fields["to"] = PartialDateField(last=True)

    def slugs(self, name: str) -> list[str]:
        values = (
            value.replace("\0", "").strip()[:LONGEST_SLUG] for value in self.data.getlist(name)
        )
        return [value for value in values if value][:MOST_SLUGS]

    @property
    def actor(self) -> Entity | None:
        slugs = self.slugs("actor")[:1]
        return entities.by_slug(slugs).get(slugs[0]) if slugs else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("from"), cleaned.get("to")
        if since and until and since > until:
            self.add_error(None, _("The period ends before it begins: exchange its two dates."))
        self._check_outlets()
        if self.slugs("actor") and self.actor is None:
            self._add(_("The archive knows nobody by the address “%(slug)s”."), "actor")
        return cleaned

    def _check_outlets(self) -> None:
        slugs = self.slugs("outlet")
        for slug in dict.fromkeys(slugs):
            if slug not in self.known:
                unknown = _("The archive has no article of an outlet “%(slug)s”.")
                self.add_error(None, ValidationError(unknown, params={"slug": slug}))
        known = [slug for slug in slugs if slug in self.known]
        if len(known) > 1 and len(set(known)) == 1:
            self.add_error(None, _("The first outlet is the second too: choose another one."))
        if len(set(known)) > 2:
            self.add_error(None, _("Two outlets are compared: here the first two of those chosen."))

    def _add(self, message: Any, name: str) -> None:
        self.add_error(None, ValidationError(message, params={"slug": self.slugs(name)[0]}))

    def to_compared(self) -> Compared:
        """What is asked; fields that hold an error count as left empty."""
        self.is_valid()
        cleaned = self.cleaned_data
        since, until = cleaned.get("from"), cleaned.get("to")
        if since and until and since > until:
            since = until = None
        outlets = dict.fromkeys(
            self.known[slug] for slug in self.slugs("outlet") if slug in self.known
        )
        return Compared(
            outlets=tuple(outlets)[:2],
            actor=self.actor,
            words=cleaned.get("q", "").strip(),
            since=since,
            until=until,
        )

    def messages(self) -> list[str]:
        return [str(message) for errors in self.errors.values() for message in errors]


@reading_page
@filters_lead_on
def compare(request: HttpRequest) -> HttpResponse:
    """Two outlets, or with `article` its headline and its text."""
    if public_id := request.GET.get("article", "").strip():
        return _of_article(request, public_id)
    now = version(request.user)
    outlets = published_outlets(request.user, now)
    form = CompareForm(request.GET, {source.slug: source for source in outlets})
    asked = form.to_compared()
    context: dict[str, Any] = {
        "asked": asked,
        "outlets": _listed(outlets, asked),
        "outlets_left": max(0, len(outlets) - MOST_LISTED),
        "messages_for_reader": form.messages(),
        "date_errors": form.errors,
        "words": request.GET.get("q", "")[: LONGEST_WORDS * 2].replace("\0", ""),
        "dates": {"since": request.GET.get("from", ""), "until": request.GET.get("to", "")},
    }
    if len(asked.outlets) == 2:
        found = compare_outlets(asked, request.user, now)
        page = Paginator(found.pages, 1).get_page(request.GET.get("page"))
        shown = groups([one for listed in page.object_list for one in listed], request.user)
        context |= {"comparison": found, "page": page, "groups": shown}
    else:
        context["offers"] = offers(asked, request.user, now)
    return render(request, "archive/compare.html", context)


def _listed(outlets: list[Source], asked: Compared) -> list[Source]:
    """The outlets of the form's lists; those that are chosen are always among them."""
    return [*outlets[:MOST_LISTED], *(one for one in asked.outlets if one in outlets[MOST_LISTED:])]


def _of_article(request: HttpRequest, public_id: str) -> HttpResponse:
    article = visible_article(request, public_id)
    revision = article.current_revision
    revision.article = article
    said = statements_in(revision)
    pairs = headline_and_body(one for listed in said.values() for one in listed)
    context = {
        "article": article,
        "revision": revision,
        "pairs": pairs,
        "beside": around(article),
    }
    return render(request, "archive/compare_article.html", context)
