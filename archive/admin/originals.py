"""What was received, for those who work on the article: its bytes, and its words beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from archive.ingest import encodings
from archive.ingest.refusals import UnreadableFileError
from archive.models import Article, Original, Revision
from archive.preservation import originals

if TYPE_CHECKING:
    from archive.admin.articles import ArticleAdmin

SHOWN = 200_000  # bytes of an original beside the text; the whole is downloaded


class OriginalsDesk:
    """The pages beside the admin of articles that give out what was received."""

    def __init__(self, admin: ArticleAdmin) -> None:
        self.admin = admin

    def urls(self) -> list[URLPattern]:
        wrap = self.admin.admin_site.admin_view
        there = "<int:key>/text/<int:number>/original/"
        return [
            path(there, wrap(self.beside_view), name="archive_article_original"),
            path(f"{there}file/", wrap(self.file_view), name="archive_article_original_file"),
        ]

    def _received(
        self, request: HttpRequest, key: int, number: int
    ) -> tuple[Article, Revision, Original]:
        """Raises Http404 for what the user may not see, and where no original was kept."""
        if not self.admin.has_view_or_change_permission(request):
            raise PermissionDenied
        article = self.admin.get_queryset(request).filter(pk=key).first()
        if article is None:
            raise Http404
        revision = article.revisions.filter(number=number).select_related("original").first()
        if revision is None or revision.original is None:
            raise Http404
        return article, revision, revision.original

    def beside_view(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        article, revision, original = self._received(request, key, number)
        context = {
            "title": "الأصل بجانب النص",
            "article": article,
            "revision": revision,
            "original": original,
            "received": _words_of(original),
            "is_cut": original.size > SHOWN,
        }
        return self.admin.page(request, "original.html", context)

    def file_view(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        """The bytes as they came, to be kept and never opened by the browser as a page."""
        *_, original = self._received(request, key, number)
        try:
            file = originals.path_of(original.sha256).open("rb")
        except FileNotFoundError:
            raise Http404 from None
        return FileResponse(
            file,
            as_attachment=True,
            filename=original.name,
            content_type="application/octet-stream",
            headers={"X-Content-Type-Options": "nosniff", "X-SHA256": original.sha256},
        )


def _words_of(original: Original) -> str:
    """What the beginning of an original says, where it is a text; empty for other files."""
    try:
        with originals.path_of(original.sha256).open("rb") as file:
            data = file.read(SHOWN)
    except OSError:
        return ""
    try:
        encodings.detect(data, whole=original.size <= SHOWN)
        return data.decode(original.encoding, errors="replace")
    except (UnreadableFileError, LookupError):
        return ""
