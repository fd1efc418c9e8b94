"""All choices of one facet: found by their names while one types, by count or by alphabet, and in
pages that a phone can hold.

What was chosen or left out stands first on every page, whatever is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django import forms
from django.core.paginator import Page, Paginator

from archive.arabic.alphabet import in_alphabet
from search.pages import Choice, Facet
from search.query.authorities import Words, authorities, bare_words
from search.query.syntax import Filtered

CHOICES_A_PAGE = 60  # each has seven elements; a page has room for 900
CHOICES_NARROWED = 12  # beside the results, of those that have the letters typed
LONGEST_TYPED = 100
NAMES: dict[str, Filtered] = {
    "outlet": "outlet",
    "actor": "actor",
    "place": "place",
    "speaker": "said",
    "via": "via",
}


class ListForm(forms.Form):
    """How a reader wants the choices listed; any input gives a list."""

    find = forms.CharField(required=False)
    order = forms.CharField(required=False)
    page = forms.CharField(required=False)

    def to_listing(self) -> Listing:
        self.is_valid()
        cleaned = self.cleaned_data
        return Listing(
            typed=cleaned.get("find", "")[:LONGEST_TYPED],
            by_name=cleaned.get("order") == "name",
            page=cleaned.get("page", ""),
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """How the choices are listed."""

    typed: str = ""
    by_name: bool = False
    page: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """One page of the choices; `decided` are those that were chosen or left out."""

    decided: Sequence[Choice]
    page: Page[Choice]

    @property
    def found(self) -> int:
        """How many have the letters typed, beside those decided."""
        return self.page.paginator.count


def listed(facet: Facet, listing: Listing) -> Choices:
    """The choices of a facet, all of which it holds, as they are to be listed."""
    decided = [one for one in facet.choices if one.chosen or one.left_out]
    others = [one for one in facet.choices if not (one.chosen or one.left_out)]
    others = _named_so(facet.name, others, listing.typed)
    if listing.by_name:
        others = sorted(others, key=lambda one: in_alphabet(one.label))
    return Choices(decided, Paginator(others, CHOICES_A_PAGE).get_page(listing.page))


def narrowed(facet: Facet, found: Choices) -> Facet:
    """The facet beside the results while one types: what is decided, and a few that match."""
    return replace(facet, choices=[*found.decided, *found.page.object_list[:CHOICES_NARROWED]])


def _named_so(name: str, choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Those of whose names, in any spelling and language, a word begins as typed."""
    words = bare_words(typed)
    if not words:
        return list(choices)
    known = authorities().slugs[NAMES[name]] if name in NAMES else {}
    found = {slug for one, slugs in known.items() if _begins(one, words) for slug in slugs}
    return [one for one in choices if one.slug in found or _begins(bare_words(one.label), words)]


def _begins(name: Words, typed: Words) -> bool:
    """Whether words of a name, one after the other, are those typed, of which the last may be
    unfinished."""
    *whole, last = typed
    return any(
        list(name[at : at + len(whole)]) == whole and name[at + len(whole)].startswith(last)
        for at in range(len(name) - len(whole))
    )
