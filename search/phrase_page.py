"""The page of a phrase among the ledgers: when it was first printed and when last, and by whom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.arabic.phrases import LONGEST, wording
from archive.arabic.tokens import keys
from archive.reading.statistics import summary
from search.query.lexer import printable
from search.sightings import MOST_OUTLETS, find_sightings
from search.views import says_when_unavailable

LONGEST_TYPED = 300  # characters


@require_safe
@says_when_unavailable
def phrase(request: HttpRequest) -> HttpResponse:
    typed = printable(request.GET.get("q", ""))[:LONGEST_TYPED].strip(' "«»“”')
    sought = wording(typed)
    message = ""
    if typed and sought is None:
        message = _("That holds no word: type the words of the phrase.")
    elif len(keys(typed)) > LONGEST:
        message = _("Only the first %(most)d words were looked for.") % {"most": LONGEST}
    context = {
        "shows": "phrase",
        "typed": typed,
        "quoted": f"«{typed}»",
        "message": message,
        "sightings": find_sightings(sought, request.user) if sought else None,
        "most_outlets": MOST_OUTLETS,
        "summary": summary(),
    }
    return render(request, "search/phrase.html", context)
