"""Articles with nearly one text, side by side, and drafts that are put away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from archive.arabic.tokens import keys
from archive.editing import actions, discarding, duplicates
from archive.ingest.near_duplicates import similarity, word_pairs
from archive.ingest.refusals import RecordError
from archive.models import Article, Decision, SettledPair
from archive.reading.changes import row_of, side_by_side

if TYPE_CHECKING:
    from archive.admin.articles import ArticleAdmin

ON_A_PAGE = 50
Verdict = SettledPair.Verdict
CHANGED_MEANWHILE = (
    "تغيّر ما يشبهه هذا المقال بعد أن فتحت الصفحة، فلم يُحفظ قرارك. انظر إلى المقالين ثم قرّر. What "
    "this article resembles was changed after you opened the page, so your decision was not "
    "saved. Look at the two, then decide."
)


class SettlingDesk:
    """The pages beside the admin of articles on which queues are emptied."""

    def __init__(self, admin: ArticleAdmin) -> None:
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        wrap = self.admin.admin_site.admin_view
        return [
            path("discarded/", wrap(self.discarded_view), name="archive_article_discarded"),
            path("<int:key>/near/", wrap(self.near_view), name="archive_article_near"),
            path("<int:key>/discard/", wrap(self.discard_view), name="archive_article_discard"),
            path("<int:key>/recover/", wrap(self.recover_view), name="archive_article_recover"),
        ]

    def _check(self, request: HttpRequest) -> None:
        """Whoever publishes may also put away."""
        if not self.admin.may_publish(request):
            raise PermissionDenied

    def _article(self, request: HttpRequest, key: int) -> Article:
        visible = self.admin.get_queryset(request).select_related("current_revision", "outlet")
        article = visible.filter(pk=key, current_revision__isnull=False).first()
        if article is None:
            raise Http404
        return article

    # Two articles with nearly one text.

    def near_view(self, request: HttpRequest, key: int) -> HttpResponse:
        self._check(request)
        if request.method == "POST":
            return self._settle(request, key)
        article = self._article(request, key)
        earlier = self._earlier(request, article)
        if earlier is None:
            messages.info(request, "لا مقال يشبه هذا المقال اليوم.")
            return HttpResponseRedirect(self.admin.address(article))
        rows = _rows(article, earlier)
        pair = article.settled_pairs.filter(earlier=earlier).first()
        waiting = duplicates.unsettled(self.admin.get_queryset(request))
        context = {
            "title": "هل هو مكرر؟",
            "article": article,
            "earlier": earlier,
            "rows": rows,
            "share": _share(article, earlier),
            "pair": pair,
            "waiting": waiting.count(),
            "publishes": _publishes(article, earlier),
            "is_draft": article.status == Article.Status.DRAFT,
        }
        return self.admin.page(request, "near_duplicate.html", context)

    def _earlier(self, request: HttpRequest, article: Article) -> Article | None:
        seen = self.admin.get_queryset(request).with_card_details()
        return seen.filter(pk=article.near_duplicate_of_id, current_revision__isnull=False).first()

    def _settle(self, request: HttpRequest, key: int) -> HttpResponse:
        try:
            with transaction.atomic():
                article = Article.objects.select_for_update().get(pk=self._article(request, key).pk)
                if request.POST.get("earlier") != str(article.near_duplicate_of_id):
                    messages.error(request, CHANGED_MEANWHILE)
                    return HttpResponseRedirect(request.path)
                done = self._decide(request, article)
                self.admin.log_change(request, article, done)
        except RecordError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        messages.success(request, f"{done}.")
        return self._next(request, article)

    def _decide(self, request: HttpRequest, article: Article) -> str:
        """Raises RecordError where the archive refuses, Http404 for a button that isn't there."""
        earlier = article.near_duplicate_of
        match request.POST.get("decision", ""):
            case Verdict.DIFFERENT:
                duplicates.settle(article, Verdict.DIFFERENT, by=request.user)
                return "ليس مكرراً"
            case Verdict.SAME:
                duplicates.settle(article, Verdict.SAME, by=request.user)
                published = _publishes(article, earlier)
                for one in published:
                    actions.publish(one, by=request.user)
                return "النص نفسه لدى ناشرين" + ("، ونُشرا معاً" if published else "")
            case "discard":
                discarding.discard(article, reason="مكرر", by=request.user)
                return "أُهملت المسودة المكررة"
            case "reopen":
                pair = article.settled_pairs.filter(earlier=earlier).first()
                if pair is not None:
                    duplicates.reopen(pair, by=request.user)
                return "أُلغي القرار"
        raise Http404

    def _next(self, request: HttpRequest, settled: Article) -> HttpResponse:
        """The next two that wait for a decision, or the list where none do."""
        waiting = duplicates.unsettled(self.admin.get_queryset(request)).order_by("pk")
        following = waiting.filter(pk__gte=settled.pk).first() or waiting.first()
        if following is None:
            return HttpResponseRedirect(reverse("admin:archive_article_changelist"))
        return HttpResponseRedirect(self.admin.address(following, "near"))

    # Drafts that are put away, and brought back.

    def discard_view(self, request: HttpRequest, key: int) -> HttpResponse:
        self._check(request)
        article = self._article(request, key)
        if request.method != "POST":
            context = {"title": "إهمال المسودة", "article": article}
            return self.admin.page(request, "discard.html", context)
        try:
            with transaction.atomic():
                reason = request.POST.get("reason", "")[:500]
                discarding.discard(article, reason=reason, by=request.user)
                self.admin.log_change(request, article, "أُهملت المسودة")
        except RecordError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self.admin.address(article))
        messages.success(request, "أُهملت المسودة. تبقى بين المهملة ويمكن استعادتها.")
        return HttpResponseRedirect(reverse("admin:archive_article_discarded"))

    def discarded_view(self, request: HttpRequest) -> HttpResponse:
        self._check(request)
        last = Decision.objects.filter(
            article=OuterRef("pk"), kind=Decision.Kind.DISCARDED
        ).order_by("-pk")
        found = (
            Article.objects.discarded()
            .with_card_details()
            .annotate(by=Subquery(last.values("made_by_name")[:1]))
            .annotate(why=Subquery(last.values("about__reason")[:1]))
            .order_by("-changed_at", "-pk")
        )
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
        context = {"title": "المسودات المهملة", "page": page}
        return self.admin.page(request, "discarded.html", context)

    def recover_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """The words of a discarded draft, with the button that brings it back."""
        self._check(request)
        article = Article.objects.discarded().with_card_details().filter(pk=key).first()
        if article is None:
            raise Http404
        if request.method == "POST":
            try:
                with transaction.atomic():
                    discarding.recover(article, by=request.user)
                    self.admin.log_change(request, article, "استُعيدت المسودة")
            except RecordError as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(request.path)
            messages.success(request, "عادت مسودة كما كانت.")
            return HttpResponseRedirect(self.admin.address(article))
        context = {"title": "مسودة مهملة", "article": article, "revision": article.current_revision}
        return self.admin.page(request, "recover.html", context)


def _publishes(article: Article, earlier: Article | None) -> list[Article]:
    """The drafts among two of one text that lack nothing to be published."""
    drafts = [one for one in (article, earlier) if one and one.status == Article.Status.DRAFT]
    return [one for one in drafts if one.outlet_id and one.published_from]


def _rows(article: Article, earlier: Article) -> dict[str, Any]:
    here, there = article.current_revision, earlier.current_revision
    assert here is not None
    assert there is not None
    body = list(side_by_side(_paragraphs(here.text), _paragraphs(there.text)))
    return {
        "title": row_of(here.title, there.title),
        "body": [(number, row) for number, row in enumerate(body, start=1) if not row.is_same],
        "same": [(number, row) for number, row in enumerate(body, start=1) if row.is_same],
    }


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _share(article: Article, earlier: Article) -> int:
    """How much of their words they share, in the hundred."""
    pairs = [word_pairs(keys(one.current_revision.text)) for one in (article, earlier)]
    return round(100 * similarity(*pairs))
