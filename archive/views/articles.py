"""An article as it stands today, as it stood in each revision, and what changed between two."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.citing.references import Citable
from archive.models import Article, Revision, SettledPair
from archive.reading.changes import compare_lines, compare_words
from archive.reading.comparison import around
from archive.reading.passages import Reading, read, shown_text
from archive.reading.revisions import changed_details, wordings
from archive.signals import article_opened
from archive.views import mementos, visible
from archive.views.visible import page, visible_article


@page
def article(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible_article(request, public_id)
    if then := mementos.gate(request, found):
        return mementos.led(then)
    return _show(request, found, found.current_revision)


@page
def revision(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    found = visible_article(request, public_id)
    return _show(request, found, visible.numbered(found, number), as_cited=True)


def _show(
    request: HttpRequest, article: Article, revision: Revision, *, as_cited: bool = False
) -> HttpResponse:
    revision.article = article
    if as_cited:
        revision.article = revision.described
    shown, similar = wordings(article), _near_duplicates(request, article)
    context = {
        "article": revision.article,
        "revision": revision,
        "reading": _reading(request, article, revision),
        "is_current": revision.pk == article.current_revision_id,
        "revisions": shown,
        "amended": next((each for each in reversed(shown) if each.details), None),
        "same_texts": [one for one in similar if one.is_told_the_same],
        "near_duplicates": [one for one in similar if not one.is_told_the_same],
        "citations": Citable.from_revision(revision).references(),
        "beside": around(article),
    }
    response = render(request, "archive/article.html", context)
    return mementos.linked(response, mementos.of_article(article), revision if as_cited else None)


def _reading(request: HttpRequest, article: Article, revision: Revision) -> Reading:
    """The revision with the words marked that the reader came for, in the text of today."""
    reading = read(revision)
    if revision.pk != article.current_revision_id:
        return reading
    for _, found in article_opened.send(Article, request=request, article=article):
        if found is not None:
            reading = reading.marked(found.title, found.text)
    return reading


def _near_duplicates(request: HttpRequest, article: Article) -> list[Article]:
    """Articles with almost the same text, older or newer, that the reader may see.

    Of each `is_told_the_same`: an editor said that it is one text of two outlets.
    """
    similar = Article.objects.visible_to(request.user).with_card_details()
    older = similar.filter(pk=article.near_duplicate_of_id) if article.near_duplicate_of_id else []
    found = [*older, *similar.filter(near_duplicate_of=article).newest_first()[:5]]
    told = SettledPair.objects.told_the_same([article.pk, *(one.pk for one in found)])
    for one in found:
        one.is_told_the_same = max(one.pk, article.pk) in told
    return found


@page
def diff(request: HttpRequest, public_id: str, first: int, second: int) -> HttpResponse:
    found = visible_article(request, public_id)
    old, new = visible.numbered(found, first), visible.numbered(found, second)
    context = {
        "article": found,
        "old": old,
        "new": new,
        "title": list(compare_words(old.title, new.title)),
        "lines": list(compare_lines(shown_text(old), shown_text(new))),
        "revisions": wordings(found),
        "details": list(changed_details(old, new)),
    }
    return render(request, "archive/diff.html", context)
