"""The front page, the results, and what helps a reader to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from archive.models import Article, Citation, Entity, PassageSpan
from archive.reading.excerpts import coverage_of
from archive.reading.statistics import (
    Counted,
    by_month,
    entities_counted,
    public_presence,
    remembered,
    summary,
    version,
)
from archive.templatetags.archive_text import grouped
from search import chips, pages
from search.autocomplete import Completion, completions
from search.errors import IndexUnavailable
from search.forms import SearchForm
from search.queries import RESULTS_PER_PAGE, Query, Result, find

RETRY_AFTER = 30  # seconds; a rebuild of a large archive takes longer, and is asked for again
COMPLETIONS = 8
NEWEST = 5
PRESENT = 8
ACTING = (Entity.Kind.PERSON, Entity.Kind.ORGANISATION, Entity.Kind.ARMED_GROUP)
SHORT_PASSAGE = (80, 320)  # letters
ROUND = 366  # passages that take turns on the front page

View = Callable[..., HttpResponse]


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
@says_when_unavailable
def results(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    valid = form.is_valid()
    query = form.to_query()
    found = find(query, offset=_offset(request))
    # A paginator asks for a length and slices, no more than `Found` has.
    paginator: Paginator[Result] = Paginator(cast("Any", found), RESULTS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    in_force = [*chips.chosen(query), *chips.written(query, found.parsed, found.expanded)]
    return render(
        request,
        "search/results.html",
        {
            "form": form,
            "query": query,
            "found": found,
            "page": page,
            "asked": request.GET.urlencode() if query.words else "",
            "messages_for_reader": [] if valid else form.messages(),
            "date_errors": form.errors,
            "dates": _dates_as_typed(request, query),
            "chips": in_force,
            "unknown_choices": [chip for chip in in_force if not chip.is_known],
            "clear_address": chips.cleared(query, found.parsed),
            "facets": pages.facets_of(query, found.facets),
            "undated_count": found.facets.undated if found.facets else 0,
            "sorts": pages.orders_of(query),
            "relayed": pages.relayed_in(page.object_list),
            "without_also": query.replace(also=False).get_absolute_url(),
            "with_also": query.replace(also=True).get_absolute_url(),
            **({} if len(found) else _ways_on(query)),
        },
    )


def _offset(request: HttpRequest) -> int:
    """Where the asked page starts, so that one question to the engine answers the whole page."""
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return max(page - 1, 0) * RESULTS_PER_PAGE


def _dates_as_typed(request: HttpRequest, query: Query) -> dict[str, str]:
    return {"since": request.GET.get("from", ""), "until": request.GET.get("to", "")}


def _ways_on(query: Query) -> dict[str, object]:
    return {
        "wider": pages.wider_than(query),
        "places_sought": chips.where_sought(query) if query.is_narrowed else "",
        "summary": summary(),
    }


@require_safe
@says_when_unavailable
def choices(request: HttpRequest, name: str) -> HttpResponse:
    """Every choice of one facet, for the search in the address."""
    if name not in pages.GROUPS:
        raise Http404
    form = SearchForm(request.GET)
    form.is_valid()
    query = form.to_query()
    found = find(query, limit=0)
    facet = pages.facets_of(query, found.facets, every=name)[0]
    context = {"query": query, "facet": facet, "kept": pages.kept_fields(query, name)}
    return render(request, "search/choices.html", context)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Served from the database, so that it stands when the index does not."""
    now = version()
    published = Article.objects.published()
    return render(
        request,
        "search/front.html",
        {
            "summary": summary(now),
            "coverage": coverage_of(remembered("by_month", lambda: by_month(published), now), {}),
            "newest": remembered("newest", _newest, now),
            "quoted": _passage_of_the_day(now),
            "present": remembered("present", lambda: _present(now), now),
            "samples": remembered("samples", lambda: _samples(now), now),
        },
    )


def _present(now: str) -> list[Counted]:
    found = public_presence(now)
    acting = [counted for kind in ACTING for counted in found.get(kind, [])]
    return entities_counted(sorted(acting, key=lambda counted: -counted[1])[:PRESENT])


def _newest() -> list[Opened]:
    newest = _added_last(NEWEST)
    articles = Article.objects.published().with_card_details().in_bulk(newest)
    return _with_openings(articles[pk] for pk in newest if pk in articles)


def _added_last(most: int) -> list[int]:
    """Articles of the last days on which any were added.

    One upload adds many at once: within a day the order is that of publication.
    """
    found: list[int] = []
    earlier = Article.objects.published()
    while len(found) < most:
        last = earlier.order_by("-added_at").values_list("added_at", flat=True).first()
        if last is None:
            break
        start = _start_of_day(last)
        day = earlier.filter(added_at__gte=start, added_at__lt=start + timedelta(days=1))
        found += day.newest_first().values_list("pk", flat=True)[: most - len(found)]
        earlier = earlier.filter(added_at__lt=start)
    return found


def _start_of_day(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Opened:
    """An article and the first paragraph of its text."""

    article: Article
    span: PassageSpan | None


def _with_openings(articles: Iterable[Article]) -> list[Opened]:
    listed = list(articles)
    spans = PassageSpan.objects.filter(
        revision__in=[article.current_revision_id for article in listed],
        kind=PassageSpan.Kind.PARAGRAPH,
        ordinal__lte=4,
    )
    first: dict[int, PassageSpan] = {}
    for span in spans.select_related("passage", "revision").order_by("-ordinal"):
        first[span.revision_id] = span
    return [Opened(article, first.get(article.current_revision_id or 0)) for article in listed]


def _passage_of_the_day(now: str) -> Opened | None:
    """A short passage that relays a source: another one every day, in a fixed round."""
    found = remembered("relaying", _relaying_passages, now)
    if not found:
        return None
    chosen = found[date.today().toordinal() % len(found)]
    span = PassageSpan.objects.select_related("passage", "revision__article__outlet").get(pk=chosen)
    return Opened(span.revision.article, span)


def _relaying_passages() -> list[int]:
    published = Article.objects.published().values("current_revision")
    relaying = Citation.objects.shown().filter(
        revision=OuterRef("revision"), passage=OuterRef("passage")
    )
    short = PassageSpan.objects.filter(
        Exists(relaying),
        revision__in=published,
        kind=PassageSpan.Kind.PARAGRAPH,
        cut__in=[PassageSpan.Cut.WHOLE, PassageSpan.Cut.REJECTED],
        end__gt=F("start") + SHORT_PASSAGE[0],
        end__lt=F("start") + SHORT_PASSAGE[1],
    )
    return list(short.order_by("-pk").values_list("pk", flat=True)[:ROUND])


@dataclass(frozen=True, slots=True)
class Sample:
    label: str
    address: str


def _samples(now: str) -> list[Sample]:
    """Searches that find much: the names that most articles hold, one of each kind."""
    found = public_presence(now)
    most = entities_counted(found[kind][0] for kind in ACTING if kind in found)
    names = [counted.thing.name_ar for counted in most]
    return [Sample(name, f"?{urlencode({'q': name})}") for name in names]


@require_safe
def tips(request: HttpRequest) -> HttpResponse:
    return render(request, "search/tips.html")


@require_safe
@says_when_unavailable
def autocomplete(request: HttpRequest) -> HttpResponse:
    """Names and phrases that begin what is being typed, for the script of the search box.

    `{"suggestions": [{"label", "kind", "count", "about", "address"}]}`
    """
    found = completions(request.GET.get("q", ""), COMPLETIONS)
    return JsonResponse(
        {
            "suggestions": [
                {
                    "label": each.label,
                    "kind": each.kind,
                    "count": each.count,
                    "about": _about(each),
                    "address": f"{reverse('search:results')}?{each.url_query}",
                }
                for each in found
            ]
        }
    )


def _about(completion: Completion) -> str:
    """What kind of thing is offered and how many articles it leads to, in words."""
    kinds = {
        "actor": _("Person or body"),
        "place": _("Place"),
        "outlet": _("Outlet"),
        "phrase": "",
    }
    count = ngettext("%(shown)s article", "%(shown)s articles", completion.count) % {
        "shown": grouped(completion.count)
    }
    kind = kinds[completion.kind]
    return f"{kind} · {count}" if kind else count
