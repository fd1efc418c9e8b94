"""Whoosh as its documentation uses it, without Haystack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query import And, Every, NumericRange, Or, Phrase, Prefix, Query, Term
from whoosh.sorting import Count, FieldFacet

from benchmarks.contenders import Analysed, Contender
from benchmarks.questions import PAGE, Question, Reply

FACETS = {"outlet": "outlet", "actors": "actor", "places": "place", "month": "month"}


class PlainWhoosh(Contender):
    name = "Whoosh"
    index = "whoosh"
    holds = "stems, folded words with their positions; outlets, actors, places, months, days"
    is_slow = True

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        schema = Schema(
            number=NUMERIC(stored=True),
            stems=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
            forms=TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
            outlet=ID(sortable=True),
            actors=KEYWORD(commas=True),
            places=KEYWORD(commas=True),
            month=ID(sortable=True),
            day=NUMERIC(sortable=True),
        )
        writer = create_in(folder, schema).writer(limitmb=256)
        for one in articles:
            writer.add_document(
                number=one.number,
                stems=one.stems,
                forms=one.words,
                outlet=one.outlet,
                actors=",".join(one.actors),
                places=",".join(one.places),
                month=one.month,
                day=one.day.toordinal() if one.day else 0,
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        self.searcher = open_dir(folder).searcher()

    def ask(self, question: Question) -> Reply:
        facets = {
            name: FieldFacet(name, allow_overlap=name in ("actors", "places"), maptype=Count)
            for name in FACETS
        }
        found = self.searcher.search(
            _query(question),
            filter=Term("outlet", question.outlet) if question.outlet else None,
            limit=question.offset + PAGE,
            groupedby=facets,
            sortedby="day" if question.is_browsing else None,
            reverse=question.is_browsing,
        )
        if not question.is_browsing:
            for hit in found[question.offset :]:
                hit.highlights("forms")
        # One search can't leave a facet's own choice out: that group means something else.
        groups = {
            group: dict(found.groups(name))
            for name, group in FACETS.items()
            if group != question.own_group
        }
        return Reply(
            len(found),
            {
                group: {slug: count for slug, count in counted.items() if slug}
                for group, counted in groups.items()
            },
        )


def _query(question: Question) -> Query:
    if question.prefix:
        return Or([Prefix("forms", prefix) for prefix in question.prefixes])
    if question.phrase:
        rest = [words[0] for words in question.phrase[1:]]
        return Or([Phrase("forms", [first, *rest]) for first in question.phrase[0]])
    if question.since and question.until:
        return NumericRange("day", question.since.toordinal(), question.until.toordinal())
    return And([Term("stems", stem) for stem in question.stems]) if question.stems else Every()
