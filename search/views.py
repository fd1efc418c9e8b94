"""The results, and what helps a reader to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from archive.reading.statistics import summary
from archive.templatetags.archive_text import grouped
from archive.views.merged import filters_lead_on
from search import chips, pages
from search.autocomplete import Completion, completions
from search.choices import ListForm, listed, narrowed
from search.errors import IndexUnavailable
from search.forms import SearchForm
from search.queries import RESULTS_PER_PAGE, Found, Query, Result, find
from search.ways_on import shelves, ways_on

RETRY_AFTER = 30  # seconds; a rebuild of a large archive takes longer, and is asked for again
COMPLETIONS = 8
MOST_UNKNOWN = 5  # filters without which a search is counted anew

View = Callable[..., HttpResponse]


class HtmxRequest(HttpRequest):
    """A request as HtmxMiddleware hands it on."""

    htmx: HtmxDetails


def says_when_unavailable(view: View) -> View:
    """Without an index a page of search is a plain 503; the rest of the archive goes on."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except IndexUnavailable:
            response = render(request, "503.html", status=503)
            response.headers["Retry-After"] = str(RETRY_AFTER)
            response.headers["Cache-Control"] = "no-store"
            return response

    return wrapped


@require_safe
@filters_lead_on
@says_when_unavailable
def results(request: HtmxRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    valid = form.is_valid()
    query = form.to_query()
    found = find(query, offset=_offset(request), viewer=request.user)
    # A paginator asks for a length and slices, no more than `Found` has.
    paginator: Paginator[Result] = Paginator(cast("Any", found), RESULTS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    in_force = [*chips.chosen(query), *chips.written(query, found.parsed, found.expanded)]
    attributions = pages.attributions_in(page.object_list)
    # A script that has the page already puts a new answer into it. To go back it asks for a page.
    in_place = request.htmx and not request.htmx.history_restore_request
    response = render(
        request,
        "search/answer.html" if in_place else "search/results.html",
        {
            "form": form,
            "query": query,
            "found": found,
            "page": page,
            "asked": _asked(request, found),
            "messages_for_reader": [] if valid else form.messages(),
            "date_errors": form.errors,
            "dates": _dates_as_typed(request, query),
            "chips": in_force,
            "unknown_choices": _unknown_choices(in_force, found),
            "clear_address": chips.cleared(query, found.parsed),
            "facets": pages.facets_of(query, found.facets),
            "undated_count": found.facets.undated if found.facets else 0,
            "texts": pages.texts_searched(),
            "sorts": pages.orders_of(query),
            "statements": pages.statements_counted(found),
            "relaying": pages.relaying_instead(found),
            "relayed": attributions.relayed,
            "said": attributions.said,
            "without_also": query.replace(also=False).get_absolute_url(),
            "each_address": query.replace(each=not query.each).get_absolute_url(),
            "with_also": query.replace(also=True).get_absolute_url(),
            **({} if found.total or found.named.alone else _ways_on(found)),
        },
    )
    if in_place and valid and not request.htmx.boosted:
        # A form spells its empty fields too; an address is the same however it is come by.
        response.headers["HX-Push-Url"] = query.get_absolute_url()
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def _asked(request: HttpRequest, found: Found) -> str:
    """What an article is opened with, so that it marks the words by which it was found."""
    if not found.query.words or found.named.alone:
        return ""
    if found.as_words and found.as_words.searched:
        return found.query.replace(words=found.parsed.text).to_querystring()
    return request.GET.urlencode()


def _offset(request: HttpRequest) -> int:
    """Where the asked page starts, so that one question to the engine answers the whole page."""
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return max(page - 1, 0) * RESULTS_PER_PAGE


def _dates_as_typed(request: HttpRequest, query: Query) -> dict[str, str]:
    return {"since": request.GET.get("from", ""), "until": request.GET.get("to", "")}


def _unknown_choices(in_force: Sequence[chips.Chip], found: Found) -> list[tuple[chips.Chip, int]]:
    """Filters by what the archive doesn't know, and what is found without each of the first."""

    def found_without(chip: chips.Chip) -> int:
        return find(chip.rest, limit=0, facets=False, viewer=found.viewer).total

    unknown = [chip for chip in in_force if not chip.is_known]
    first, others = unknown[:MOST_UNKNOWN], unknown[MOST_UNKNOWN:]
    return [*((chip, found_without(chip)) for chip in first), *((chip, 0) for chip in others)]


def _ways_on(found: Found) -> dict[str, object]:
    """What helps further where no article has all the words; more where there is nothing at all."""
    ways: dict[str, object] = {"ways": ways_on(found)}
    if len(found):
        return ways
    return ways | {
        "shelves": shelves(found.viewer),
        "places_sought": chips.where_sought(found.query) if found.query.is_narrowed else "",
        "summary": summary(),
    }


@require_safe
@filters_lead_on
@says_when_unavailable
def choices(request: HttpRequest, name: str) -> HttpResponse:
    """Every choice of one facet, for the search in the address."""
    if name not in pages.GROUPS:
        raise Http404
    form = SearchForm(request.GET)
    form.is_valid()
    query = form.to_query()
    if "apply" in request.GET:
        return redirect(query.get_absolute_url())
    found = find(query, limit=0)
    facet = pages.facets_of(query, found.facets, every=name)[0]
    listing = ListForm(request.GET).to_listing()
    found_so = listed(facet, listing)
    few = "few" in request.GET  # while one types beside the results
    context = {
        "query": query,
        "facet": narrowed(facet, found_so) if few else facet,
        "listing": listing,
        "listed": found_so,
        "kept": pages.kept_fields(query, name),
    }
    return render(request, "search/_narrowed.html" if few else "search/choices.html", context)


@require_safe
def tips(request: HttpRequest) -> HttpResponse:
    return render(request, "search/tips.html")


@require_safe
@says_when_unavailable
def autocomplete(request: HttpRequest) -> HttpResponse:
    """What begins with what is being typed, under the filters that are set, for the script of the
    search box.

    `{"suggestions": [{"label", "kind", "count", "about", "address"}]}`
    """
    form = SearchForm(request.GET)
    form.is_valid()
    query = form.to_query()
    found = completions(query.words, COMPLETIONS, query)
    return JsonResponse(
        {
            "suggestions": [
                {
                    "label": each.label,
                    "kind": each.kind,
                    "count": each.count,
                    "about": _about(each),
                    "address": each.address,
                }
                for each in found
            ]
        }
    )


def _about(completion: Completion) -> str:
    """What kind of thing is offered and how many articles it leads to, in words."""
    kind = {
        "actor": _("Person or body"),
        "place": _("Place"),
        "outlet": _("Outlet"),
        "via": _("Via"),
        "day": _("Date"),
        "word": _("In texts"),
        "phrase": _("In headlines"),
        "title": _("Headline"),
    }[completion.kind]
    if completion.count is None:
        return kind
    count = ngettext("%(shown)s article", "%(shown)s articles", completion.count) % {
        "shown": grouped(completion.count)
    }
    return f"{kind} · {count}"
