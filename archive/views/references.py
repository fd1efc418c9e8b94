"""Files by which programs of reference cite an article or a passage: RIS and BibTeX."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from archive.citing.references import Citable
from archive.views import visible


@visible.file
def ris(request: HttpRequest, public_id: str) -> HttpResponse:
    return _as_ris(_cited_passage(request, public_id))


@visible.file
def bibtex(request: HttpRequest, public_id: str) -> HttpResponse:
    return _as_bibtex(_cited_passage(request, public_id))


@visible.file
def article_ris(request: HttpRequest, public_id: str) -> HttpResponse:
    return _as_ris(_cited_article(request, public_id))


@visible.file
def article_bibtex(request: HttpRequest, public_id: str) -> HttpResponse:
    return _as_bibtex(_cited_article(request, public_id))


def _cited_passage(request: HttpRequest, public_id: str) -> Citable:
    return Citable.from_span(visible.asked_span(request, public_id))


def _cited_article(request: HttpRequest, public_id: str) -> Citable:
    """The article in revision `?r=`, by default in its present one."""
    article = visible.visible_article(request, public_id)
    number = visible.asked_revision(request)
    revision = article.current_revision if number is None else visible.numbered(article, number)
    revision.article = article
    if number is not None:
        revision.article = revision.described
    return Citable.from_revision(revision)


def _as_ris(cited: Citable) -> HttpResponse:
    return _file(cited, cited.ris(), "application/x-research-info-systems", ending="ris")


def _as_bibtex(cited: Citable) -> HttpResponse:
    return _file(cited, cited.bibtex(), "application/x-bibtex", ending="bib")


def _file(cited: Citable, text: str, kind: str, *, ending: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{cited.identifier}.{ending}"'
    return visible.kept_by_caches(response, cited.article)
