"""Merging two entities, or two sources, in the admin, and undoing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.editing import merging
from archive.editing.naming import NameBook, Namesake, namesakes
from archive.editing.review_forms import LinkForm
from archive.ingest.refusals import RecordError
from archive.models import Article, Entity, Merge, Source

MERGES_SHOWN = 100
EXAMPLES = 5


class Mergeable:
    """For the admin of entities and that of sources: pages to merge two, and to undo it.

    For those who may delete: what is merged away is gone from every list.
    """

    model: type[Entity] | type[Source]

    @property
    def what(self) -> str:
        return Merge.What.SOURCE if self.model is Source else Merge.What.ENTITY

    @property
    def one(self) -> str:
        """What its name is of: verbs agree with this, whatever the gender of the name."""
        return "الناشر" if self.model is Source else "الكيان"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = self.opts.model_name
        own = [
            path("merges/", wrap(self.merges_view), name=f"archive_{name}_merges"),
            path("<int:key>/merge/", wrap(self.merge_view), name=f"archive_{name}_merge"),
        ]
        return own + super().get_urls()

    def may_merge(self, request: HttpRequest) -> bool:
        names = (f"archive.{verb}_{self.opts.model_name}" for verb in ("change", "delete"))
        return all(map(request.user.has_perm, names))

    def merge_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if not self.may_merge(request):
            raise PermissionDenied
        former = self.model._default_manager.filter(pk=key).first()
        if former is None:
            raise Http404
        data = request.POST if request.method == "POST" else None
        form = LinkForm(data, sources=self.model is Source, initial=request.GET.dict())
        form.fields["thing"].label = "يُدمج في"
        kept, trouble = None, ""
        if data is not None and form.is_valid():
            kept = form.cleaned_data["thing"]
            try:
                if data.get("confirmed") == kept.slug:
                    return self._merge(request, former, kept)
                merging.check(former, kept)
            except RecordError as error:
                kept, trouble = None, str(error)
        affected = merging.articles_of(former)
        context = {
            "title": f"دمج {self.one} «{former}» في غيره",
            "one": self.one,
            "former": former,
            "kept": kept,
            "form": form,
            "trouble": trouble,
            "moves": merging.what_moves(former),
            "affected": len(affected),
            "examples": self._seen(request).filter(pk__in=list(affected)[:500])[:EXAMPLES],
            "namesakes": namesakes(former),
            "things": list(
                NameBook(entities=self.model is Entity, sources=self.model is Source).offered()
            ),
        }
        return self._page(request, "merge.html", context)

    def _seen(self, request: HttpRequest) -> Any:
        return Article.objects.visible_to(request.user).with_card_details().order_by("-pk")

    def _merge(self, request: HttpRequest, former: Any, kept: Any) -> HttpResponse:
        name = former.name_ar if former.name_ar != kept.name_ar else f"{former} ({former.slug})"
        merging.merge(former, kept, request.user)
        LogEntry.objects.log_actions(
            request.user.pk, [kept], CHANGE, f"دُمج فيه «{name}»", single_object=True
        )
        messages.success(
            request,
            f"دُمج {self.one} «{name}» في «{kept}»، ورابطه السابق يقود إليه. "
            "يُتراجع عن الدمج من «ما دُمج».",
        )
        return HttpResponseRedirect(
            reverse(f"admin:archive_{self.opts.model_name}_change", args=[kept.pk])
        )

    def merges_view(self, request: HttpRequest) -> HttpResponse:
        if not self.may_merge(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._undo(request)
        merges = list(Merge.objects.filter(what=self.what)[:MERGES_SHOWN])
        standing = self.model._default_manager.filter(slug__in={one.kept_slug for one in merges})
        names = {thing.slug: thing.name_ar for thing in standing}
        for made in merges:
            made.kept_name = names.get(made.kept_slug, "")
        return self._page(
            request, "merges.html", {"title": "ما دُمج", "one": self.one, "merges": merges}
        )

    def _undo(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get("merge", "")
        made = Merge.objects.filter(
            what=self.what, pk=key if key.isascii() and key.isdigit() else None
        ).first()
        if made is None:
            raise Http404
        try:
            back = merging.undo(made, request.user)
        except RecordError as error:
            messages.error(request, str(error))
        else:
            self.log_change(request, back, f"فُصل عن {made.kept_slug} بعد دمجهما")
            messages.success(request, f"عاد {self.one} «{back}» كما كان، ومعه ما كان له.")
        return HttpResponseRedirect(reverse(f"admin:archive_{self.opts.model_name}_merges"))

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/archive/merging/{template}",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
        )

    def save_related(self, request: HttpRequest, form: Any, *args: Any) -> None:
        """Saved, with its names: others that bear one of them are told of."""
        super().save_related(request, form, *args)
        for other in namesakes(form.instance):
            messages.warning(request, self._namesake(request, form.instance, other))

    def _namesake(self, request: HttpRequest, thing: Any, other: Namesake) -> SafeString:
        name = self.opts.model_name
        told = format_html(
            'يحمل الاسم «{}» {} آخر: <a href="{}">{}</a> ({}).',
            other.name,
            self.opts.verbose_name,
            reverse(f"admin:archive_{name}_change", args=[other.thing.pk]),
            other.thing,
            other.thing.slug,
        )
        if not self.may_merge(request):
            return format_html("{} إن كانا واحداً فليدمجهما المدير.", told)
        address = reverse(f"admin:archive_{name}_merge", args=[thing.pk])
        typed = urlencode({"thing": other.thing.slug})
        return format_html(
            '{} إن كانا واحداً <a href="{}?{}">فادمج هذا فيه</a>.', told, address, typed
        )
