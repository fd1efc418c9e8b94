"""Where the index stands, for whoever runs the archive: how far behind, and since when.

Beside it, whether the archive was backed up and verified, and what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from archive.models import Article, Ingest
from archive.preservation import last_runs
from search.engines.connection import index
from search.health import WORKER_SILENT
from search.index.state import request_rebuild
from search.models import Change, IndexState


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The index as the page shows it."""

    is_usable: bool
    outdated: str  # how it differs from an index that would be built today, or nothing
    waiting: int
    oldest: datetime | None  # of the changes that wait
    failing: list[Change]
    published: int
    state: IndexState
    worker_is_alive: bool

    @property
    def is_up_to_date(self) -> bool:
        return self.is_usable and not self.waiting


def standing() -> Standing:
    state = IndexState.load()
    changes = Change.objects.aggregate(oldest=Min("created_at"))
    seen = state.worker_seen_at
    return Standing(
        is_usable=not index().trouble(),
        outdated=index().outdated(),
        waiting=Change.objects.values("article_id").distinct().count(),
        oldest=changes["oldest"],
        failing=list(Change.objects.exclude(error="").order_by("-attempts")[:20]),
        published=Article.objects.published().count(),
        state=state,
        worker_is_alive=bool(seen and abs(timezone.now() - seen) < WORKER_SILENT)
        # In the middle of an import it has no time to show itself.
        or (bool(seen) and Ingest.objects.filter(state=Ingest.State.RUNNING).exists()),
    )


@admin.register(IndexState)
class IndexStateAdmin(admin.ModelAdmin):
    """One page instead of a list; its button asks the worker for a rebuild."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: IndexState | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "rebuild/",
                self.admin_site.admin_view(self.rebuild_view),
                name="search_indexstate_rebuild",
            )
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            "admin/search/indexstate/standing.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "حال الفهرس",
                "standing": standing(),
                "last_runs": last_runs.standings(),
                "may_rebuild": self.has_change_permission(request),
            },
        )

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        return HttpResponseRedirect(reverse("admin:search_indexstate_changelist"))

    def rebuild_view(self, request: HttpRequest) -> HttpResponse:
        """Asked for by a button; whoever comes here otherwise, after a login say, is led back."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            request_rebuild()
            messages.success(
                request,
                "طُلبت إعادة بناء الفهرس. يبنيه العامل إلى جانب الفهرس الحالي، ولا يتوقف البحث.",
            )
        return HttpResponseRedirect(reverse("admin:search_indexstate_changelist"))
