"""One act on many articles: chosen in a list or a report, asked about once, told one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from archive.editing import bulk
from archive.editing.bulk_forms import FORMS, BulkForm
from archive.ingest.refusals import RecordError
from archive.models import Article, Source, Tag
from archive.printable import one_line

if TYPE_CHECKING:
    from archive.admin.articles import ArticleAdmin

SUGGESTED_TAGS = 200
LONGEST_KEY = 18  # digits


class BulkDesk:
    """The page beside the admin of articles to which lists and reports send what was chosen.

    It takes `act`, the name of a form, and `chosen`, keys of articles; `all` with the parameters of
    the list in the address stands for everything that the list holds. With `apply` it is done.
    """

    def __init__(self, admin: ArticleAdmin) -> None:
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view(self.bulk_view)
        return [path("bulk/", view, name="archive_article_bulk")]

    def offered(self, request: HttpRequest) -> list[type[BulkForm]]:
        """The acts that this user may do at all."""
        if not self.admin.has_change_permission(request):
            return []
        may_publish = self.admin.may_publish(request)
        return [form for form in FORMS if may_publish or not form.publishes]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        back = _back(request)
        if request.method != "POST":
            return HttpResponseRedirect(back)
        kind = self._kind(request)
        articles = self._chosen(request)
        most = settings.LIMITS.together
        if not articles:
            messages.warning(request, "لم تختر مقالاً. أشّر خانته ثم أعد المحاولة.")
            return HttpResponseRedirect(back)
        if len(articles) > most:
            messages.error(
                request,
                f"اخترت أكثر من {most}، وهو أكثر ما يُعالج معاً. ضيّق القائمة ثم أعد المحاولة. "
                f"You chose more than {most}, which is the most that is done at once. Narrow the "
                "list, then try again.",
            )
            return HttpResponseRedirect(back)
        data = request.POST if "apply" in request.POST else None
        form = kind(data, about_public=any(one.is_published for one in articles))
        context = {"kind": kind, "form": form, "articles": articles, "back": back}
        if form.is_valid():
            return self._do(request, form, context)
        context |= {
            "title": f"{kind.verb}: المقالات المختارة",
            "outlets": Source.objects.values_list("name_ar", flat=True),
            "tags": _known_tags() if kind.name == "tag" else [],
        }
        return self.admin.page(request, "bulk.html", context)

    def _kind(self, request: HttpRequest) -> type[BulkForm]:
        for kind in FORMS:
            if kind.name == request.POST.get("act"):
                if kind not in self.offered(request):
                    raise PermissionDenied
                return kind
        raise Http404

    def _chosen(self, request: HttpRequest) -> list[Article]:
        """The articles that were chosen and may be seen, in their order; one more than may be."""
        seen = self.admin.get_queryset(request).filter(current_revision__isnull=False)
        most = settings.LIMITS.together + 1
        if "all" in request.POST and "apply" not in request.POST:
            return list(self._listed(request)[:most])
        keys = [key for key in request.POST.getlist("chosen") if _is_key(key)][:most]
        found = seen.with_card_details().in_bulk([int(key) for key in keys])
        return [found[key] for key in dict.fromkeys(map(int, keys)) if key in found]

    def _listed(self, request: HttpRequest) -> Any:
        """What the list holds whose parameters stand in the address."""
        if dict(self.admin.known_parameters(request).lists()) != dict(request.GET.lists()):
            raise Http404
        try:
            listed = self.admin.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            raise Http404 from None
        return listed.filter(current_revision__isnull=False).with_card_details()

    def _do(self, request: HttpRequest, form: BulkForm, context: dict[str, Any]) -> HttpResponse:
        act = form.to_act(request.user)

        def checked(article: Article) -> bool:
            if not self.admin.has_change_permission(request, article):
                raise RecordError(
                    "هذا المقال منشور، وتغييره لمن ينشر.",
                    "This article is published: those who publish change it.",
                )
            if changed := act(article):
                self.admin.log_change(request, article, form.done)
            return changed

        outcomes = bulk.on_each(context["articles"], checked)
        context |= {"title": f"{form.verb}: ما جرى", **_sorted(outcomes)}
        return self.admin.page(request, "bulk_done.html", context)


def box(article: Article) -> SafeString:
    """The box by which an article is chosen, named for it."""
    return format_html(
        '<input type="checkbox" name="chosen" value="{}" aria-label="اختيار: {}">',
        article.pk,
        one_line(article.title) or article.public_id,
    )


def _sorted(outcomes: Sequence[bulk.Outcome]) -> dict[str, list[bulk.Outcome]]:
    return {
        "refused": [one for one in outcomes if one.refused],
        "changed": [one for one in outcomes if one.changed],
        "unchanged": [one for one in outcomes if not one.refused and not one.changed],
    }


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= LONGEST_KEY


def _known_tags() -> list[str]:
    names = Tag.objects.order_by("name").values_list("name", flat=True).distinct()
    return list(names[:SUGGESTED_TAGS])


def _back(request: HttpRequest) -> str:
    """Where the editor came from: a page of this site, or the list."""
    asked = request.POST.get("back", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("admin:archive_article_changelist")
