"""Haystack's own Whoosh backend, as Haystack's documentation sets it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from haystack import connections, indexes
from haystack.backends.whoosh_backend import WhooshSearchBackend
from haystack.query import SQ, SearchQuerySet
from haystack.utils.loading import UnifiedIndex

from archive.models import Article
from benchmarks.contenders import Analysed, Contender
from benchmarks.corpus import DAYS, FIRST_DAY
from benchmarks.questions import PAGE, Question, Reply

STOCK = "stock Haystack"
FACETS = {"outlet_exact": "outlet", "actors_exact": "actor", "places_exact": "place"}
MONTHS = {
    "start_date": FIRST_DAY.replace(day=1),
    "end_date": date.fromordinal(FIRST_DAY.toordinal() + DAYS),
    "gap_by": "month",
}


class StockIndex(indexes.SearchIndex, indexes.Indexable):
    """One text, three facets, a date."""

    text = indexes.CharField(document=True)
    outlet = indexes.CharField(faceted=True)
    actors = indexes.MultiValueField(faceted=True)
    places = indexes.MultiValueField(faceted=True)
    day = indexes.DateField(null=True)

    def get_model(self) -> type[Article]:
        return Article

    def full_prepare(self, row: tuple[Analysed, str]) -> dict[str, object]:
        one, text = row
        prepared = {
            "id": f"archive.article.{one.number}",
            "django_ct": "archive.article",
            "django_id": str(one.number),
            "text": text,
            "outlet": one.outlet,
            "outlet_exact": one.outlet,
            "actors": one.actors,
            "actors_exact": one.actors,
            "places": one.places,
            "places_exact": one.places,
        }
        return {**prepared, "day": one.day} if one.day else prepared


class StockHaystack(Contender):
    """Its document is the article's stems, so that a word finds its class.

    `months` asks for the histogram too: a date facet of every month, each a query of its own.
    """

    index = "stock-stems"
    holds = (
        "one text (stems; stored, with positions), three facets, a date; "
        "in one batch, so without the merges of rebuild_index"
    )
    is_slow = True

    def __init__(self, *, months: bool) -> None:
        self.months = months
        self.name = STOCK if months else "stock, no months"
        self.alias = f"{self.index}-{self.name}"

    def can(self, question: Question) -> bool:
        return not (question.phrase or question.prefix)

    def text(self, one: Analysed) -> str:
        return one.stems

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        self._connect(folder)
        self.backend.update(self.search_index, [(one, self.text(one)) for one in articles])

    def open(self, folder: Path) -> None:
        if not any(folder.glob("*.toc")):
            raise FileNotFoundError(folder)
        self._connect(folder)

    def _connect(self, folder: Path) -> None:
        """A connection of its own beside the archive's."""
        alias = self.alias
        settings.HAYSTACK_CONNECTIONS[alias] = {
            "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
            "PATH": str(folder),
            "SILENTLY_FAIL": False,
        }
        unified = UnifiedIndex()
        unified.build(indexes=[StockIndex()])
        connections[alias]._index = unified
        self.search_index = unified.get_index(Article)
        self.backend: WhooshSearchBackend = connections[alias].get_backend()
        self.backend.setup()

    def close(self, *, keep: bool) -> None:
        settings.HAYSTACK_CONNECTIONS.pop(self.alias, None)

    def ask(self, question: Question) -> Reply:
        """The backend's own search, not limited to a model: there is but one."""
        answer = self.backend.search(
            self._query(question),
            sort_by=["-day"] if question.is_browsing else None,
            start_offset=question.offset,
            end_offset=question.offset + PAGE,
            highlight=not question.is_browsing,
            facets={name: {} for name in FACETS},
            date_facets={"day": MONTHS} if self.months else None,
            narrow_queries={f"outlet_exact:{question.outlet}"} if question.outlet else None,
            limit_to_registered_models=False,
        )
        return _reply(question, answer["hits"], answer.get("facets", {}))

    def results(self, question: Question) -> Reply:
        """A page of results as the documentation makes it: rows loaded, words marked, facets."""
        found = self._filtered(SearchQuerySet(using=self.alias).load_all(), question)
        for name in FACETS:
            found = found.facet(name.removesuffix("_exact"))
        if self.months:
            found = found.date_facet("day", **MONTHS)
        shown = found[question.offset : question.offset + PAGE]
        for result in shown:
            assert result.object is not None, result.pk
        return _reply(question, len(found), found.facet_counts())

    def _filtered(self, found: SearchQuerySet, question: Question) -> SearchQuerySet:
        if question.outlet:
            found = found.narrow(f"outlet_exact:{question.outlet}")
        if question.since:
            found = found.filter(day__gte=question.since, day__lte=question.until)
        if question.is_browsing:
            return found.order_by("-day")
        return found.filter(self._asked(question)).highlight()

    def _asked(self, question: Question) -> SQ:
        asked = SQ()
        for stem in question.stems:
            asked &= SQ(content=stem)
        return asked

    def _query(self, question: Question) -> str:
        if question.since and question.until:
            return f"day:[{question.since:%Y%m%d} TO {question.until:%Y%m%d}]"
        return " AND ".join(question.stems) or "*"


class StockHaystackOfForms(StockHaystack):
    """Its document is the words as printed, for what stems can't do."""

    index = "stock-forms"
    holds = "the same with the folded words as its text, for phrases and prefixes"

    def can(self, question: Question) -> bool:
        return bool(question.phrase or question.prefix)

    def text(self, one: Analysed) -> str:
        return one.words

    def _asked(self, question: Question) -> SQ:
        asked = SQ()
        for prefix in question.prefixes if question.prefix else ():
            asked |= SQ(content__startswith=prefix)
        for phrase in _phrases(question) if question.phrase else ():
            asked |= SQ(content__exact=phrase)
        return asked

    def _query(self, question: Question) -> str:
        if question.prefix:
            return " OR ".join(f"{prefix}*" for prefix in question.prefixes)
        return " OR ".join(f'"{phrase}"' for phrase in _phrases(question))


def _phrases(question: Question) -> list[str]:
    rest = " ".join(words[0] for words in question.phrase[1:])
    return [f"{first} {rest}" for first in question.phrase[0]]


def _reply(question: Question, total: int, facets: dict) -> Reply:
    """One search can't leave a facet's own choice out: that group means something else."""
    counts = _counts(facets)
    counts.pop(question.own_group, None)
    return Reply(total, counts)


def _counts(facets: dict) -> dict[str, dict[str, int]]:
    """Haystack's facets in the words of a reply; what is in no group is left out.

    There are none on a page beyond the last.
    """
    if not facets:
        return {}
    found = {}
    for name, group in FACETS.items():
        counted = facets["fields"].get(name, facets["fields"].get(name.removesuffix("_exact")))
        if counted is not None:
            found[group] = {slug: count for slug, count in counted if slug and count}
    if "day" in facets["dates"]:
        months: Counter[str] = Counter()
        for span, count in facets["dates"]["day"]:
            if span:
                months[f"{span[0]:%Y-%m}"] += count
        found["month"] = dict(months)
    return found
