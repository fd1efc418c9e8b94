"""The admin's lists, searched as readers type: variants of letters and marks set aside."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib import admin
from django.db.models import Field, Q, QuerySet
from django.forms import CharField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.arabic.letters import arabic_marks, fold
from archive.editing.forms import check_printable

MARKS = f"[{arabic_marks()}]*"


@cache
def _spellings() -> dict[str, str]:
    """For each folded letter, all the letters of the Arabic blocks that fold to it."""
    spellings: dict[str, str] = {}
    for point in range(0x0600, 0x0700):
        letter = chr(point)
        folded = fold(letter)
        if letter.isalnum() and len(folded) == 1:
            spellings[folded] = spellings.get(folded, "") + letter
    return spellings


def loosely(word: str) -> str:
    """A regular expression that finds the word however its letters were written.

    `الامريكيه` finds «الأمريكية» and «الأَمريكيّة». For the lists of the admin; readers are
    served by the index.
    """
    spellings = _spellings()
    pattern = []
    for letter in fold(word):
        known = spellings.get(letter, "")
        choices = "".join(sorted({letter, *known}))
        pattern.append(f"[{choices}]" if known else re.escape(letter))
    return MARKS.join(pattern)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Fields and files for a form: those that were sent, though all be empty, or none."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def shown_moment(moment: datetime) -> SafeString:
    """A moment as every page of the admin prints it, in the archive's time zone."""
    here = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>', here.isoformat(), here.strftime("%Y-%m-%d %H:%M")
    )


class PrintableFields:
    """Fields of words take what is printed alone, as imports do."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, CharField):
            field.validators.append(check_printable)
        return field


class PlainList(PrintableFields, admin.ModelAdmin):
    """Lists under the plain name of what they hold."""

    # Counting every choice of every filter reads the whole archive several times over.
    show_facets = admin.ShowFacets.NEVER

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        listed = super().get_changelist_instance(request)
        listed.title = self.opts.verbose_name_plural
        return listed


class ListAdmin(PlainList):
    """Plain lists that are searched in `loose_fields`."""

    loose_fields: tuple[str, ...] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        # Found apart: in one question the rows that a list counts would multiply.
        everything = self.model._default_manager.order_by()
        for word in search_term.split():
            held = Q()
            for field in self.loose_fields:
                held |= Q(**{f"{field}__iregex": loosely(word)})
            queryset = queryset.filter(pk__in=everything.filter(held).values("pk"))
        return queryset, False
