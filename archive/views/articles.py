"""An article as it stands today, as it stood in each revision, and what changed between two."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.citing.references import Citable, Reference
from archive.models import Article, Revision
from archive.reading.passages import read

MOST_COMPARED = 2000  # words of a paragraph: looking for what changed costs their square


class WithdrawnError(Exception):
    """The article was public once and no longer is; its reason is shown with status 410."""

    def __init__(self, article: Article) -> None:
        self.article = article


def visible_article(request: HttpRequest, public_id: str) -> Article:
    """The article where the reader may see it.

    Raises WithdrawnError where it was withdrawn, Http404 where it is a draft or unknown.
    """
    found = Article.objects.with_card_details().filter(public_id=public_id)
    article = found.visible_to(request.user).first()
    if article:
        if article.current_revision is None:
            raise Http404
        return article
    withdrawn = found.filter(status=Article.Status.WITHDRAWN).first()
    if withdrawn:
        raise WithdrawnError(withdrawn)
    raise Http404


def gone(request: HttpRequest, article: Article) -> HttpResponse:
    response = render(request, "410.html", {"article": article}, status=410)
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def article(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        found = visible_article(request, public_id)
    except WithdrawnError as error:
        return gone(request, error.article)
    return _show(request, found, found.current_revision)


@require_safe
def revision(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    try:
        found = visible_article(request, public_id)
    except WithdrawnError as error:
        return gone(request, error.article)
    return _show(request, found, get_object_or_404(found.revisions, number=number))


def _show(request: HttpRequest, article: Article, revision: Revision) -> HttpResponse:
    revision.article = article
    context = {
        "article": article,
        "revision": revision,
        "reading": read(revision),
        "is_current": revision.pk == article.current_revision_id,
        "revision_count": article.revisions.count(),
        "lookalikes": _lookalikes(request, article),
        "citations": citations(Citable.from_revision(revision)),
    }
    return render(request, "archive/article.html", context)


def citations(cited: Citable) -> list[tuple[str, Reference]]:
    """How to cite it: in Arabic and, for English writers, in Chicago style."""
    return [("ar", cited.arabic()), ("en", cited.chicago())]


def _lookalikes(request: HttpRequest, article: Article) -> list[Article]:
    """Articles with almost the same text, older or newer, that the reader may see."""
    similar = Article.objects.visible_to(request.user).with_card_details()
    older = similar.filter(pk=article.resembles_id) if article.resembles_id else []
    return [*older, *similar.filter(resembles=article).newest_first()[:5]]


@require_safe
def diff(request: HttpRequest, public_id: str, first: int, second: int) -> HttpResponse:
    try:
        found = visible_article(request, public_id)
    except WithdrawnError as error:
        return gone(request, error.article)
    old = get_object_or_404(found.revisions, number=first)
    new = get_object_or_404(found.revisions, number=second)
    context = {
        "article": found,
        "old": old,
        "new": new,
        "title": list(compare_words(old.title, new.title)),
        "lines": list(compare_lines(old.text, new.text)),
        "revisions": found.revisions.order_by("number"),
    }
    return render(request, "archive/diff.html", context)


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a comparison: kept, added or removed."""

    text: str
    change: str = "kept"


def compare_words(old: str, new: str) -> Iterator[Part]:
    """What changed between two wordings; a very long one is shown whole, then the other."""
    before, after = old.split(" "), new.split(" ")
    if max(len(before), len(after)) > MOST_COMPARED:
        before, after = [old], [new]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for change, i, j, k, n in matcher.get_opcodes():
        if change == "equal":
            yield Part(" ".join(before[i:j]))
            continue
        if i < j:
            yield Part(" ".join(before[i:j]), "removed")
        if k < n:
            yield Part(" ".join(after[k:n]), "added")


def compare_lines(old: str, new: str) -> Iterator[list[Part]]:
    """Paragraph by paragraph; a changed paragraph is compared word by word."""
    before = [line for line in old.splitlines() if line.strip()]
    after = [line for line in new.splitlines() if line.strip()]
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for change, i, j, k, n in matcher.get_opcodes():
        if change == "equal":
            yield from ([Part(line)] for line in before[i:j])
        elif change == "replace" and j - i == n - k:
            pairs = zip(before[i:j], after[k:n], strict=True)
            yield from (list(compare_words(*pair)) for pair in pairs)
        else:
            yield from ([Part(line, "removed")] for line in before[i:j])
            yield from ([Part(line, "added")] for line in after[k:n])
