"""What waits for an editor's word: over the archive, and in one article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Exists, F, OuterRef, QuerySet

from archive.models import Article, Citation, DateReference, Mention, Quotation
from archive.models.articles import ArticleQuerySet

Row = Mention | Citation | Quotation | DateReference

# One kind of findings each, in the order of a page.
KINDS: dict[str, type[Row]] = {
    "statements": Quotation,
    "names": Mention,
    "relays": Citation,
    "dates": DateReference,
}
SHOWN = "shown"  # what readers see as a guess: it can be confirmed and waits for nobody


def undecided(kind: str, *, shown: bool = False) -> QuerySet[Row]:
    """Findings of a kind in current texts that nobody decided about.

    Those that wait are seen by no reader; with `shown`, those that readers see as guesses.
    """
    return _proposed(kind, shown=shown).in_current_text()


def _proposed(kind: str, *, shown: bool) -> QuerySet[Row]:
    model = KINDS[kind]
    rows = model.objects.filter(status=model.Status.PROPOSED, sure=shown)
    # A word in marks is kept, and never counted as speech; «بعد عام» of nobody knows which year
    # is kept too. They wait for nobody.
    if model is Quotation:
        return rows.exclude(kind=Quotation.Kind.TERM)
    return rows.exclude(iso="") if model is DateReference else rows


def queue(articles: ArticleQuerySet, kind: str = "") -> ArticleQuerySet:
    """Those of the articles in which something waits, the newest first.

    `kind` is one of KINDS, or SHOWN for those with guesses that readers see.
    """
    wanted = articles.exclude(status=Article.Status.WITHDRAWN)
    kinds = [kind] if kind in KINDS else list(KINDS)
    held = Exists(_in_article(kinds[0], shown=kind == SHOWN))
    for other in kinds[1:]:
        held |= Exists(_in_article(other, shown=kind == SHOWN))
    newest = F("published_from").desc(nulls_last=True)
    return wanted.filter(held).order_by(newest, "-pk")


def _in_article(kind: str, *, shown: bool) -> QuerySet[Row]:
    return _proposed(kind, shown=shown).filter(revision=OuterRef("current_revision"))


def counts(articles: ArticleQuerySet) -> dict[str, int]:
    """How many articles wait for each kind."""
    return {kind: queue(articles, kind).count() for kind in KINDS}


def counts_in(articles: Sequence[Article], *, shown: bool = False) -> dict[int, Counter[str]]:
    """For each article, how many findings of each kind wait."""
    found: dict[int, Counter[str]] = {article.pk: Counter() for article in articles}
    for kind in KINDS:
        rows = undecided(kind, shown=shown).filter(revision__article__in=found)
        for key in rows.values_list("revision__article", flat=True):
            found[key][kind] += 1
    return found


def after(articles: ArticleQuerySet, article: Article, kind: str = "") -> Article | None:
    """The next article of the queue, or its first once the end is reached."""
    keys: Iterable[int] = queue(articles, kind).values_list("pk", flat=True)[:2000]
    listed = list(keys)
    at = listed.index(article.pk) + 1 if article.pk in listed else 0
    others = [key for key in (*listed[at:], *listed[:at]) if key != article.pk]
    return Article.objects.with_card_details().get(pk=others[0]) if others else None
