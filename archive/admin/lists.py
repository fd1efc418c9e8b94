"""The admin's lists, searched as readers type: variants of letters and marks set aside."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.db.models import Field, Q, QuerySet
from django.forms import CharField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.arabic.loosely import loosely
from archive.editing.forms import check_printable

# What the address of a list may hold beside its filters.
ORDER = re.compile(r"-?[0-9]{1,2}(\.-?[0-9]{1,2}){0,5}")
PATTERNS = {PAGE_VAR: re.compile(r"[0-9]{1,6}"), ERROR_FLAG: re.compile("1")}
OFFERED_LOOKUPS = ("exact", "isnull", "id__exact")
LONGEST_VALUE = 200  # characters
MOST_WORDS = 10  # of a search; each asks the whole table again
NOT_OF_THIS_LIST = (
    "في العنوان ما لا تعرفه هذه القائمة أو ما يزيد على طاقتها، فأُهمل: ضيّقها بمرشحاتها وبخانة "
    "البحث. The address held something that this list does not know, or too much of it, and that "
    "was left out: use the filters and the search box."
)


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
    """Lists under the plain name of what they hold, narrowed as their page offers and no further.

    Django's own lists take any lookup of any field from the address bar.
    """

    # Counting every choice of every filter reads the whole archive several times over.
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        known = self.known_parameters(request)
        if dict(known.lists()) == dict(request.GET.lists()):
            return super().changelist_view(request, extra_context)
        messages.warning(request, NOT_OF_THIS_LIST)
        return HttpResponseRedirect(f"{request.path}?{known.urlencode()}".rstrip("?"))

    def known_parameters(self, request: HttpRequest) -> QueryDict:
        """Those parameters that the page itself could have sent, each with one short value."""
        known = QueryDict(mutable=True)
        for name, value in request.GET.items():
            if kept := self._known_value(request, name, value):
                known[name] = kept
        return known

    def _known_value(self, request: HttpRequest, name: str, value: str) -> str:
        """The value, shortened where it is a long search; empty for what this list doesn't know."""
        if name == SEARCH_VAR:
            return " ".join(value[:LONGEST_VALUE].split(" ")[:MOST_WORDS])
        if name == ORDER_VAR:
            return value if self._is_order(request, value) else ""
        if name in PATTERNS:
            return value if PATTERNS[name].fullmatch(value) else ""
        return value if name in self._filters(request) and len(value) <= LONGEST_VALUE else ""

    def _is_order(self, request: HttpRequest, value: str) -> bool:
        columns = list(self.get_list_display(request))
        if self.get_actions(request):
            columns.insert(0, "")  # the boxes
        sortable = self.get_sortable_by(request)
        return bool(ORDER.fullmatch(value)) and all(
            int(number) < len(columns) and columns[int(number)] in sortable
            for number in value.replace("-", "").split(".")
        )

    def _filters(self, request: HttpRequest) -> set[str]:
        return {
            parameter
            for listed in self.get_list_filter(request)
            for parameter in (
                [f"{listed}__{lookup}" for lookup in OFFERED_LOOKUPS]
                if isinstance(listed, str)
                else [listed.parameter_name]
            )
        }

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Rows are named by their primary keys alone."""
        return to_field in ("pk", self.opts.pk.name)

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
