"""Review: the queue of articles in which something waits, and one screen for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse

from archive.admin.deciding import NotSentError, changes_of, press
from archive.admin.found import FoundText, sheet_of
from archive.editing import actions, applying, dates, reannotating, review, statements, undoing
from archive.editing.naming import NameBook
from archive.editing.review_forms import MissedForm, NameForm
from archive.ingest.refusals import RecordError
from archive.models import Article, Mention

if TYPE_CHECKING:
    from archive.admin.articles import ArticleAdmin

ON_A_PAGE = 50
LABELS = {
    "": "كل ما ينتظر",
    "statements": "الأقوال",
    "names": "الأسماء",
    "relays": "المنقول عنهم",
    "dates": "التواريخ",
    review.SHOWN: "المعروض بلا مراجعة",
}
TAKEN_BACK = "تُراجع عن آخر قرار"
CHANGED_MEANWHILE = (
    "تغيّر هذا المقال بعد أن فتحت الصفحة، فلم يُحفظ قرارك. انظر ما صار إليه ثم قرّر. "
    "This article was changed after you opened the page, so your decision was not saved. Look at "
    "it as it is now, then decide."
)


class FindingsDesk:
    """The pages of review, beside the admin of articles."""

    def __init__(self, admin: ArticleAdmin) -> None:
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        wrap = self.admin.admin_site.admin_view
        return [
            path("review/", wrap(self.queue_view), name="archive_article_queue"),
            path("<int:key>/review/", wrap(self.findings_view), name="archive_article_findings"),
            path("<int:key>/review/name/", wrap(self.name_view), name="archive_article_name"),
        ]

    def may_decide(self, request: HttpRequest, article: Article) -> bool:
        return self.admin.may_publish(request) and not article.is_withdrawn

    # The queue.

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        if not self.admin.has_view_or_change_permission(request):
            raise PermissionDenied
        kind = _kind_of(request.GET)
        visible = self.admin.get_queryset(request)
        waiting = review.queue(visible, kind).with_card_details()
        page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
        articles = list(page.object_list)
        found = review.counts_in(articles, shown=kind == review.SHOWN)
        context = {
            "title": "المراجعة",
            "page": page,
            "rows": [(article, _told(found[article.pk])) for article in articles],
            "filters": self._filters(visible, kind),
            "kind": kind,
            "work": reannotating.unfinished(),
        }
        return self.admin.page(request, "queue.html", context)

    def _filters(self, visible: Any, kind: str) -> list[dict[str, Any]]:
        numbers = review.counts(visible)
        numbers[""] = review.queue(visible).count()
        return [
            {
                "label": label,
                "count": numbers.get(name),
                "address": f"?{urlencode({'kind': name})}" if name else "?",
                "is_current": name == kind,
            }
            for name, label in LABELS.items()
        ]

    # One article.

    def _article(self, request: HttpRequest, key: int) -> Article:
        visible = self.admin.get_queryset(request).select_related("current_revision", "outlet")
        article = visible.filter(pk=key).first()
        if article is None or article.current_revision is None:
            raise Http404
        if not self.admin.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def findings_view(self, request: HttpRequest, key: int) -> HttpResponse:
        article = self._article(request, key)
        if request.method != "POST":
            return self._page(request, article)
        try:
            with transaction.atomic():  # what is sent is judged by what stands while it is stored
                article = self._article(request, key)
                if not self.may_decide(request, article):
                    raise PermissionDenied
                if request.POST.get("revision") != str(article.current_revision.number):
                    messages.error(request, CHANGED_MEANWHILE)
                    return self._back(article, request.GET)
                return self._decide(request, article)
        except NotSentError as refused:
            return self._page(request, article, refused=refused.form)
        except RecordError as error:
            return self._page(request, article, trouble=str(error))

    def _page(
        self,
        request: HttpRequest,
        article: Article,
        *,
        refused: Form | None = None,
        trouble: str = "",
    ) -> HttpResponse:
        kind = _kind_of(request.GET)
        at = request.POST.get("finding") or request.GET.get("at", "")
        found = FoundText(article.current_revision, kind, at)
        asked_for = request.POST.get("act") or request.GET.get("do", "")
        missed = refused if isinstance(refused, MissedForm) else None
        changes = changes_of(found.current, asked_for, None if missed else refused)
        context = {
            "title": f"مراجعة: {article.title}",
            "article": article,
            "found": found,
            "sheet": sheet_of(
                _ordered(found, request.GET), None if at else _passage_in(request.GET)
            ),
            "filters": self._filters_in(found, request.GET),
            "orders": _orders(request.GET),
            "kind": kind,
            "changes": changes,
            "here": _address(request.GET, at=""),
            "refused": refused,
            "trouble": trouble,
            "missed": missed or MissedForm(article.current_revision),
            "may_decide": self.may_decide(request, article),
            "things": list(NameBook(sources=True).offered()),
            "undo": self._undo(request, article),
            "next": self._next(request, article, found, at),
            "asked": request.GET.urlencode(),
        }
        return self.admin.page(request, "findings.html", context)

    def _undo(self, request: HttpRequest, article: Article) -> dict[str, Any] | None:
        """What is taken back by a key: the last decision here, or that which led here from
        another article; else the last anywhere."""
        came_on = request.GET.get("on") == "1"
        last = None if came_on else undoing.last_decision(article, request.user)
        where = article if last else undoing.last_article(request.user)
        if where is None or where.current_revision is None:
            return None
        if not self.admin.get_queryset(request).filter(pk=where.pk).exists():
            return None
        address = reverse("admin:archive_article_findings", args=[where.pk])
        return {
            "address": address + _address(request.GET, at=""),
            "revision": where.current_revision.number,
            "elsewhere": "" if where == article else where.current_revision.title,
        }

    def _filters_in(self, found: FoundText, asked: QueryDict) -> list[dict[str, Any]]:
        numbers, kind = found.counts(), _kind_of(asked)
        numbers[""] = found.waiting
        return [
            {
                "label": label,
                "count": numbers[name],
                "address": _address(asked, kind=name),
                "is_current": name == kind,
            }
            for name, label in LABELS.items()
        ]

    def _next(self, request: HttpRequest, article: Article, found: FoundText, at: str) -> str:
        """Where the next thing that waits is: on this page, else in another article."""
        ref = at or (found.current.ref if found.current else "")
        if item := found.waiting_after(ref):
            return _address(request.GET, at=item.ref) + f"#{item.ref}"
        return self._onward(request, article)

    def _onward(self, request: HttpRequest, article: Article, **asked: str) -> str:
        """The next article of the queue; the queue itself where nothing else waits."""
        kind = _kind_of(request.GET)
        following = review.after(self.admin.get_queryset(request), article, kind)
        if following is None:
            return reverse("admin:archive_article_queue") + _address(QueryDict(), kind=kind)
        address = reverse("admin:archive_article_findings", args=[following.pk])
        return address + _address(request.GET, **asked)

    def _back(self, article: Article, asked: QueryDict, at: str = "") -> HttpResponse:
        address = reverse("admin:archive_article_findings", args=[article.pk])
        address += _address(asked, at=at)
        return HttpResponseRedirect(f"{address}#{at}" if at else address)

    # What was pressed.

    def _decide(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Raises RecordError and NotSentError, with nothing stored, for what can't be done."""
        act, ref = request.POST.get("act", ""), request.POST.get("finding", "")
        found = FoundText(article.current_revision, _kind_of(request.GET), ref)
        was_wanted = found.is_wanted(found.find(ref))
        if act == "undo":
            decision = undoing.take_back(article, request.user)
            self.admin.log_change(request, article, TAKEN_BACK)
            messages.success(request, f"{TAKEN_BACK}.")
            again = FoundText(article.current_revision).find_decided(decision)
            return self._back(article, request.GET, again.ref if again else "")
        if act == "missed":
            done = self._mark_missed(request, article)
        else:
            item = found.find(ref)
            if item is None:
                raise RecordError(
                    "لم يعد ما قرّرت فيه في هذا المقال: تُعرّف عليه من جديد بعد أن فتحت الصفحة.",
                    "What you decided about is gone: the article was recognised anew after you "
                    "opened the page.",
                )
            done = press(item, act, request.POST, request.user)
        self.admin.log_change(request, article, done)
        messages.success(request, f"{done}.")
        if following := found.waiting_after(ref):
            return self._back(article, request.GET, following.ref)
        if was_wanted:  # it was the last that waited here
            return HttpResponseRedirect(self._onward(request, article, on="1"))
        return self._back(article, request.GET, ref)

    def _mark_missed(self, request: HttpRequest, article: Article) -> str:
        form = MissedForm(article.current_revision, request.POST)
        if not form.is_valid():
            raise NotSentError(form)
        cleaned = form.cleaned_data
        start, end = cleaned["span"]
        place = {"start": start, "end": end, "in_title": form.in_title, "by": request.user}
        revision, thing = article.current_revision, cleaned["found"]
        if form.is_statement:
            statements.add(revision, kind=cleaned["what"], speakers=thing, **place)
        elif cleaned["what"] == form.DATE:
            dates.add(revision, thing, **place)
        elif cleaned["what"] == form.RELAY:
            actions.add_citation(revision, thing, **place)
        else:
            actions.add_mention(revision, thing, **place)
        return "أُضيف ما فات"

    # A name for the archive: what it would change, then the change.

    def name_view(self, request: HttpRequest, key: int) -> HttpResponse:
        article = self._article(request, key)
        if not self.may_decide(request, article):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else request.GET
        form = NameForm(
            data if "name" in data and "first" not in data else None, initial=data.dict()
        )
        effect, trouble = None, ""
        if form.is_bound and form.is_valid():
            try:
                # Enter in a field presses the first button, whatever was typed since.
                if request.method == "POST" and data.get("apply") == form.shown:
                    return self._apply(request, article, form)
                effect = applying.effect_of(form.to_new_name())
            except RecordError as error:
                trouble = str(error)
        context = {
            "title": "اسم للأرشيف",
            "article": article,
            "form": form,
            "effect": effect,
            "trouble": trouble,
            "finding": data.get("finding", ""),
            "titles": _titles(effect),
            "things": list(NameBook().offered()),
            "asked": request.GET.urlencode(),
        }
        return self.admin.page(request, "name.html", context)

    def _apply(self, request: HttpRequest, article: Article, form: NameForm) -> HttpResponse:
        new = form.to_new_name()
        work = applying.apply(new, by=request.user, article=article)
        self.admin.log_change(request, article, f"أُضيف الاسم «{new.name}» إلى «{new.entity}»")
        name, _, pk = request.POST.get("finding", "").partition("-")
        if name == "name" and pk.isascii() and pk.isdigit():
            mention = Mention.objects.filter(pk=pk, revision=article.current_revision).first()
            if mention is not None and mention.entity_id != new.entity.pk:
                actions.relink(mention, new.entity, by=request.user)
        if work is None:
            messages.success(request, f"صار «{new.name}» من أسماء «{new.entity}» في كل المقالات.")
        else:
            messages.success(
                request,
                f"صار «{new.name}» من أسماء «{new.entity}». يمر العامل الآن بالمقالات، وتقدّمه في "
                "صفحة المراجعة.",
            )
        return self._back(article, QueryDict())


def _kind_of(asked: QueryDict) -> str:
    kind = asked.get("kind", "")
    return kind if kind in LABELS else ""


def _address(asked: QueryDict, **changes: str) -> str:
    """The page's own address with something else asked for; empty values are left out."""
    wanted = {name: asked.get(name, "") for name in ("kind", "order")} | changes
    return "?" + urlencode({name: value for name, value in wanted.items() if value})


def _orders(asked: QueryDict) -> list[dict[str, Any]]:
    chosen = asked.get("order", "")
    return [
        {"label": label, "address": _address(asked, order=name), "is_current": name == chosen}
        for name, label in (("", "كما في النص"), ("unsure", "ما ينتظر أولاً"))
    ]


def _ordered(found: FoundText, asked: QueryDict) -> list[Any]:
    if asked.get("order") != "unsure":
        return found.parts
    return sorted(found.parts, key=lambda part: not any(item.is_open for item in part.items))


def _passage_in(asked: QueryDict) -> int | None:
    written = asked.get("passage", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def _told(found: dict[str, int]) -> list[tuple[str, int]]:
    return [(LABELS[kind], number) for kind in review.KINDS if (number := found[kind])]


def _titles(effect: applying.Effect | None) -> dict[str, str]:
    """The headlines of the articles that are named as examples, by public id."""
    if effect is None:
        return {}
    ids = {one.article for one in effect.tally.examples}
    rows = Article.objects.filter(public_id__in=ids)
    return dict(rows.values_list("public_id", "current_revision__title"))
