"""A passage under its lasting address: as it reads today, and as it was cited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from archive.citing.references import Citable
from archive.models import Article, Passage, PassageSpan, Revision
from archive.reading.changes import compare_words
from archive.reading.passages import read
from archive.reading.statements import (
    Statement,
    chains_of,
    statements_by_key,
)
from archive.reading.successions import Fate, changed_between, fate_of, goes_on_in
from archive.reading.topics import on_subject_of, others_on_subject, said_by, weights
from archive.views import mementos
from archive.views.visible import page, span_in, visible_article

KIN = 2  # other statements beside a passage


@page
def passage(request: HttpRequest, public_id: str) -> HttpResponse:
    """The passage in its latest wording; one that left with its last, or what it became."""
    return _linked(request, _passage(public_id), None)


@page
def passage_revision(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """The passage as it stood in one revision."""
    return _linked(request, _passage(public_id), number)


def _passage(public_id: str) -> Passage:
    return get_object_or_404(Passage.objects.select_related("article"), public_id=public_id)


def _linked(request: HttpRequest, passage: Passage, number: int | None) -> HttpResponse:
    """In the wording under a number, as it was cited; else in its last one, or that of a moment."""
    article = visible_article(request, passage.article.public_id)
    if number is None and (then := mementos.gate(request, article, passage)):
        return mementos.led(then)
    span = span_in(passage, article, number)
    response = _show(request, article, span, number)
    cited = span.revision if number is not None else None
    return mementos.linked(response, mementos.of_passage(passage), cited)


def _show(
    request: HttpRequest, article: Article, span: PassageSpan, number: int | None
) -> HttpResponse:
    passage, revision, as_cited = span.passage, span.revision, number is not None
    today = article.current_revision_id
    fate = None if revision.pk == today or as_cited else fate_of(span, article)
    if fate:
        return _show_fate(request, span, fate)
    since = _changed_since(span, article) if as_cited else {}
    if as_cited:
        article = revision.article = revision.described
    reading = read(revision, near=span)
    index = next(i for i, other in enumerate(reading.spans) if other.pk == span.pk)
    first = max(0, index - 1)
    shown = dict(enumerate(reading.passages(reading.spans[first : index + 2]), first))
    said = shown[index].said
    cited = Citable.from_span(reading.spans[index], chains_of(said))
    card = reverse("archive:card", args=[passage.public_id])
    return render(
        request,
        "archive/passage.html",
        {
            "article": article,
            "revision": revision,
            "reading": reading,
            "passage": shown[index],
            "span": reading.spans[index],
            "before": shown.get(index - 1),
            "after": shown.get(index + 1),
            "as_cited": as_cited,
            "is_current": revision.pk == article.current_revision_id,
            "in_place": f"{_revision_address(article, revision)}#p-{passage.public_id}",
            "card_url": f"{card}?r={number}" if as_cited else card,
            "citations": cited.references(),
            "link": cited.link(_full_address(passage), get_language() or "ar"),
            "with_source": f"{span.text}\n\n{cited.arabic()}",
            "chains": chains_of(said),
            "others": others_on_subject(said, request.user),
            "kin": _kin(request, said),
            "left": not _stands_today(passage, today),
            "goes_on": goes_on_in(span, article),
            **since,
        },
    )


def _show_fate(request: HttpRequest, span: PassageSpan, fate: Fate) -> HttpResponse:
    """The page of a passage that left: what it became, and its last wording."""
    context = {
        "article": span.revision.article,
        "span": span,
        "fate": fate,
        "ends": [(end, _full_address(end.span.passage)) for end in fate.ends],
        "today": span.revision.article.current_revision_id,
    }
    return render(request, "archive/passage_became.html", context)


def _changed_since(span: PassageSpan, article: Article) -> dict[str, Any]:
    """How a passage reads last, where that is not as it was cited."""
    last = span_in(span.passage, article, None)
    if last.text == span.text:
        return {}
    return {
        "last": last,
        "changed": changed_between(span, last),
        "parts": list(compare_words(span.text, last.text)),
    }


def _full_address(passage: Passage) -> str:
    return settings.SITE_URL + reverse("archive:passage", args=[passage.public_id])


def _kin(request: HttpRequest, said: Sequence[Statement]) -> list[Statement]:
    """Up to two other statements of the first known speaker on the same subject, newest first."""
    person = next((statement.person for statement in said if statement.person), None)
    if person is None:
        return []
    origin = [each.quotation for each in said if each.person == person]
    own = {row.pk for row in origin}
    spoken = said_by(person, request.user)
    keys = set(on_subject_of(spoken, origin, weights(request.user))) - own
    newest = spoken.filter(pk__in=keys).by_day().values_list("pk", flat=True)
    return statements_by_key(list(newest[:KIN]), request.user)


def _stands_today(passage: Passage, revision: int | None) -> bool:
    return passage.spans.filter(revision=revision).exists()


def _revision_address(article: Article, revision: Revision) -> str:
    if revision.pk == article.current_revision_id:
        return article.get_absolute_url()
    return revision.get_absolute_url()
