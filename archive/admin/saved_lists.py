"""Names that a colleague gives to ways of narrowing the list of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from archive.models import SavedList

if TYPE_CHECKING:
    from archive.admin.articles import ArticleAdmin

MOST = 50  # of one colleague


class SavedListsDesk:
    """Keeps and forgets lists; the address of the list that is shown tells what to keep."""

    def __init__(self, admin: ArticleAdmin) -> None:
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.lists_view)
        return [path("lists/", view, name="archive_article_lists")]

    def lists_view(self, request: HttpRequest) -> HttpResponse:
        if not self.admin.has_view_or_change_permission(request):
            raise PermissionDenied
        listed = reverse("admin:archive_article_changelist")
        own = SavedList.objects.filter(user=request.user.pk)
        query = self.admin.known_parameters(request).urlencode()
        if request.method == "POST" and "forget" in request.POST:
            key = request.POST["forget"]
            own.filter(pk=key if key.isascii() and key.isdigit() else None).delete()
            messages.success(request, "حُذفت القائمة.")
        elif request.method == "POST":
            self._keep(request, query)
        return HttpResponseRedirect(f"{listed}?{query}".rstrip("?"))

    def _keep(self, request: HttpRequest, query: str) -> None:
        name = " ".join(request.POST.get("name", "").replace("\0", "").split())
        others = SavedList.objects.filter(user=request.user.pk).exclude(name=name)
        fits = len(name) <= SavedList.LONGEST and len(query) <= 1500
        if not name or not query:
            messages.error(request, "ضيّق القائمة بمرشح، ثم اكتب لها اسماً.")
        elif not fits or others.count() >= MOST:
            messages.error(request, "الاسم أو المرشحات أطول مما يُحفظ، أو بلغت قوائمك حدها.")
        else:
            SavedList.objects.update_or_create(
                user_id=request.user.pk, name=name, defaults={"query": query}
            )
            messages.success(request, "حُفظت القائمة.")
