"""Tantivy, Rust's Lucene (`pip install tantivy`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from archive.arabic.grams import grams
from benchmarks.contenders import Analysed, Contender
from benchmarks.questions import GROUPS, PAGE, Question, Reply

WEIGHTS = {"stem": 1.0, "exact": 0.3, "gram": 0.3}


class Tantivy(Contender):
    """Three fields with our weights; facets by its aggregations."""

    name = "Tantivy"
    index = "tantivy"
    holds = "stems, folded words with their positions, grams; outlets, actors, places, dates"

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        builder = tantivy.SchemaBuilder()
        for name in ("stem", "gram"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("exact", stored=True, tokenizer_name="whitespace")
        for name in GROUPS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw")
        builder.add_integer_field("day", indexed=True, fast=True)
        index = tantivy.Index(builder.build(), path=str(folder))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for one in articles:
            writer.add_document(_document(one))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        if not tantivy.Index.exists(str(folder)):
            raise FileNotFoundError(folder)
        index = tantivy.Index.open(str(folder))
        self.schema = index.schema
        self.searcher = index.searcher()

    def ask(self, question: Question) -> Reply:
        words = self._words(question)
        query = self._narrowed(words, question)
        if question.is_browsing:
            found = self.searcher.search(query, PAGE, count=True, order_by_field="day")
        else:
            found = self.searcher.search(query, PAGE, count=True, offset=question.offset)
            self._snippets(query, found)
        own = question.own_group
        counted = self._counts(query, [name for name in GROUPS if name != own])
        if own:
            counted |= self._counts(words, [own])
        return Reply(found.count, counted)

    def _snippets(self, query: Query, found: Any) -> None:
        generator = tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "exact")
        for _, address in found.hits:
            generator.snippet_from_doc(self.searcher.doc(address))

    def _counts(self, query: Query, groups: Sequence[str]) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": 1000}} for name in groups}
        answer = self.searcher.aggregate(query, wanted)
        answer = json.loads(answer) if isinstance(answer, str) else answer
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in one["buckets"]}
            for name, one in answer.items()
        }

    def _narrowed(self, query: Query, question: Question) -> Query:
        if question.outlet:
            only = Query.const_score_query(
                Query.term_query(self.schema, "outlet", question.outlet), 0.0
            )
            return Query.boolean_query([(Occur.Must, query), (Occur.Must, only)])
        if question.since and question.until:
            first, last = question.since.toordinal(), question.until.toordinal()
            return Query.range_query(self.schema, "day", tantivy.FieldType.Integer, first, last)
        return query

    def _words(self, question: Question) -> Query:
        if question.is_browsing:
            return Query.all_query()
        if question.prefix:
            return Query.regex_query(self.schema, "exact", f"({'|'.join(question.prefixes)}).*")
        if question.phrase:
            rest = [words[0] for words in question.phrase[1:]]
            return Query.boolean_query(
                [
                    (Occur.Should, Query.phrase_query(self.schema, "exact", [first, *rest]))
                    for first in question.phrase[0]
                ]
            )
        return self._evidence(question)

    def _evidence(self, question: Question) -> Query:
        wanted = []
        for word, stem in zip(question.words, question.stems, strict=True):
            wanted.append((Occur.Must, Query.term_query(self.schema, "stem", stem)))
            for name, key in [("exact", word), *(("gram", gram) for gram in grams(word))]:
                term = Query.term_query(self.schema, name, key)
                wanted.append((Occur.Should, Query.boost_query(term, WEIGHTS[name])))
        return Query.boolean_query(wanted)


class SimpleTantivy(Tantivy):
    """One field of stems asked, and no more evidence than that; for reference."""

    name = "Tantivy, stems"
    holds = "the same; only its stems are asked for words"

    def _evidence(self, question: Question) -> Query:
        return Query.boolean_query(
            [(Occur.Must, Query.term_query(self.schema, "stem", stem)) for stem in question.stems]
        )


def _document(one: Analysed) -> tantivy.Document:
    return tantivy.Document(
        stem=[one.stems],
        exact=[one.words],
        gram=[one.grams],
        outlet=[one.outlet],
        actor=list(one.actors),
        place=list(one.places),
        month=[one.month] if one.month else [],
        day=[one.day.toordinal() if one.day else 0],
    )
