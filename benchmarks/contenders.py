"""The engines that benchmarks/search.py compares, all given the same analysed articles."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from archive.arabic.grams import grams
from benchmarks.corpus import MadeArticle
from search.engines.whoosh.analysis import analyse
from search.engines.whoosh.building import build, change
from search.engines.whoosh.documents import Document, fingerprint
from search.engines.whoosh.evaluation import find
from search.engines.whoosh.marks import matches_of
from search.engines.whoosh.places import with_particle
from search.engines.whoosh.snapshot import Snapshot, open_snapshot
from search.plans import Filters, Phrase, Plan, Prefix, Term

PAGE = 10
BREAK = "¶"  # stands between passages, so that no engine finds a phrase across them
WORD_WEIGHTS = {"stem": 1.0, "exact": 0.3, "gram": 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One search. `stems` are classes of words; a phrase lists the forms of its first word."""

    kind: str
    plan: Plan
    words: tuple[str, ...] = ()  # as typed, folded
    stems: tuple[str, ...] = ()
    phrase: tuple[tuple[str, ...], ...] = ()
    prefix: str = ""
    outlet: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_browsing(self) -> bool:
        return not (self.stems or self.phrase or self.prefix)


@dataclass(slots=True)
class Reply:
    """What an engine said; a group of facets is None where the engine wasn't asked for it."""

    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)

    def agrees_with(self, other: Reply) -> bool:
        """The same total, and facets where both have some and anything was found.

        (Ours counts what has most of the words where nothing has all.)
        """
        if not self.total:
            return not other.total
        shared = self.facets.keys() & other.facets.keys()
        return self.total == other.total and all(
            self.facets[group] == other.facets[group] for group in shared
        )


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article as the other engines get it."""

    number: int
    stems: str
    words: str
    grams: str
    outlet: str
    actors: tuple[str, ...]
    places: tuple[str, ...]
    day: date | None

    @property
    def month(self) -> str:
        return self.day.isoformat()[:7] if self.day else ""


def document(number: int, article: MadeArticle) -> Document:
    passages, start = [], 0
    for paragraph in article.paragraphs:
        passages.append((start, start + len(paragraph)))
        start += len(paragraph) + 1
    return Document(
        article=number,
        revision=number,
        fingerprint=fingerprint(number),
        title=article.title,
        text=article.text,
        passages=tuple(passages),
        outlet=outlet_slug(article.outlet),
        actors=tuple(sorted(f"actor{one}" for one in article.actors)),
        places=tuple(sorted(f"place{one}" for one in article.places)),
        first=article.day,
        last=article.day,
        precision="day" if article.day else "unknown",
    )


def outlet_slug(number: int) -> str:
    return f"outlet{number}"


class Engine(ABC):
    name: str
    note = ""

    @abstractmethod
    def build(self, folder: Path, articles: Sequence[Analysed]) -> None: ...

    @abstractmethod
    def ask(self, question: Question) -> Reply: ...

    def can(self, question: Question) -> bool:
        return True


class Ours:
    """The archive's own engine: the ten best with where to mark them, totals, all facets."""

    name = "ours"

    def __init__(self, folder: Path, documents: Iterable[Document]) -> None:
        self.batch = analyse(documents)
        self.generation = build(folder, self.batch)
        self.snapshot = open_snapshot(self.generation, {})

    def ask(self, question: Question) -> Reply:
        answer = find(self.snapshot, question.plan)
        matches_of(self.snapshot, question.plan, [hit.article for hit in answer.hits])
        facets = answer.facets
        assert facets is not None
        return Reply(
            answer.total,
            {
                "outlet": facets.outlets,
                "actor": facets.actors,
                "place": facets.places,
                "month": facets.months,
            },
        )

    def ask_afresh(self, question: Question) -> Reply:
        self.snapshot.cache.clear()
        return self.ask(question)

    def publish_one(self, one: Document) -> Snapshot:
        change(self.generation, [], [one])
        return open_snapshot(
            self.generation, {segment.name: segment for segment in self.snapshot.segments}
        )

    def analysed(self, documents: Sequence[Document]) -> list[Analysed]:
        """What this engine makes of the articles, for the others."""
        (segment,) = self.snapshot.segments
        forms = list(segment.forms)
        stems = list(segment.stems)
        form_stems = [stems[number] for number in segment.arrays["stem_of"]]
        form_grams = [" ".join(grams(form)) for form in forms]
        edges = segment.arrays["token_starts"]
        tokens = segment.arrays["tokens"]
        found = []
        for row, one in enumerate(documents):
            numbers = tokens[int(edges[row]) : int(edges[row + 1])].tolist()
            found.append(
                Analysed(
                    number=one.article,
                    stems=" ".join(form_stems[n] if n >= 0 else BREAK for n in numbers),
                    words=" ".join(forms[n] if n >= 0 else BREAK for n in numbers),
                    grams=" ".join(form_grams[n] for n in numbers if n >= 0),
                    outlet=one.outlet,
                    actors=one.actors,
                    places=one.places,
                    day=one.first,
                )
            )
        return found


# Questions


def questions(snapshot: Snapshot, count: int) -> list[Question]:
    """`count` questions of each kind, in words of the archive itself."""
    picker = Picker(snapshot)
    size = snapshot.document_count
    frequent = picker.words(0.1 * size, 0.5 * size, count)
    middling = picker.words(0.01 * size, 0.1 * size, 3 * count)
    rare = picker.words(3, 20, count)
    whole = Filters(since=date(2019, 1, 1), until=date(2020, 12, 31))
    asked = [picker.of_words("frequent word", (word,)) for word in frequent]
    asked += [picker.of_words("rare word", (word,)) for word in rare]
    asked += [
        picker.of_words("two words", (first, second))
        for first, second in zip(frequent, middling, strict=False)
    ]
    asked += [
        picker.of_words("three words", (first, middling[place], middling[-1 - place]))
        for place, first in enumerate(frequent)
    ]
    asked += [picker.of_phrase(pair) for pair in picker.pairs(count)]
    asked += [picker.of_prefix(word[:3]) for word in middling[:count]]
    asked += [
        Question(
            kind="browse by date",
            plan=Plan(filters=whole, sort="newest"),
            since=whole.since,
            until=whole.until,
        )
    ]
    asked += [picker.of_words("word and outlet", (word,), outlet="outlet1") for word in frequent]
    asked += [picker.of_words("page 50", (word,), offset=49 * PAGE) for word in frequent]
    return asked


class Picker:
    """Finds words for questions: printed ones whose class is held by so many articles."""

    def __init__(self, snapshot: Snapshot) -> None:
        (self._segment,) = snapshot.segments
        arrays = self._segment.arrays
        self._held = np.diff(arrays["stem_starts"].astype(np.int64))
        self._forms = self._segment.forms
        self._stems = self._segment.stems
        self._stem_of = arrays["stem_of"]
        # Words that are also written as two are found so by none of the other engines.
        joined = arrays["joined"][:, 2]
        self._joined = set(joined.tolist())
        self._joined_stems = set(self._stem_of[joined].tolist())

    def words(self, least: float, most: float, count: int) -> list[str]:
        """Forms whose class has so many articles, spread over the whole list, never shortened."""
        fitting = [
            form
            for form, stem in enumerate(self._stem_of.tolist())
            if least <= self._held[stem] <= most
            and stem not in self._joined_stems
            and self._is_plain(form)
        ]
        step = max(1, len(fitting) // count)
        seen: dict[int, str] = {}
        for form in fitting[:: max(1, step // 4)]:
            seen.setdefault(int(self._stem_of[form]), self._forms[form])
        return list(seen.values())[:count]

    def _is_plain(self, form: int) -> bool:
        word = self._forms[form]
        return len(word) > 3 and word.isalpha() and not word.isascii() and form not in self._joined

    def pairs(self, count: int) -> list[tuple[str, str]]:
        """Neighbours that stand together often."""
        tokens = self._segment.arrays["tokens"].astype(np.int64)
        both = (tokens[:-1] >= 0) & (tokens[1:] >= 0)
        keys, seen = np.unique((tokens[:-1] << 32 | tokens[1:])[both], return_counts=True)
        chosen = []
        for place in np.argsort(-seen)[50:2000:37]:
            first, second = int(keys[place] >> 32), int(keys[place] & 0xFFFFFFFF)
            if self._is_plain(first) and self._is_plain(second):
                chosen.append((self._forms[first], self._forms[second]))
        return chosen[:count]

    def of_words(
        self, kind: str, words: tuple[str, ...], outlet: str = "", offset: int = 0
    ) -> Question:
        filters = Filters(outlets=(outlet,)) if outlet else Filters()
        stems = tuple(self._stems[int(self._stem_of[self._forms.place(word)])] for word in words)
        return Question(
            kind=kind,
            plan=Plan(clauses=tuple(map(Term, words)), filters=filters, offset=offset),
            words=words,
            stems=stems,
            outlet=outlet,
        )

    def of_phrase(self, words: tuple[str, ...]) -> Question:
        first = tuple(form for form in with_particle(words[0]) if self._forms.place(form) >= 0)
        return Question(
            kind="phrase",
            plan=Plan(clauses=(Phrase(words),)),
            words=words,
            phrase=(first, *((word,) for word in words[1:])),
        )

    def of_prefix(self, prefix: str) -> Question:
        return Question(
            kind="prefix", plan=Plan(clauses=(Prefix(prefix),)), words=(prefix,), prefix=prefix
        )


# The others


class SqliteFts5(Engine):
    """Two FTS5 columns; what was found goes into a temporary table that facets are counted from."""

    name = "SQLite FTS5"

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        self.db = sqlite3.connect(folder / "fts5.sqlite3")
        self.db.executescript(
            """
            CREATE VIRTUAL TABLE words USING fts5(stems, forms,
                tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
            CREATE TABLE about (id INTEGER PRIMARY KEY, outlet TEXT, day TEXT, month TEXT);
            CREATE TABLE actors (id INTEGER, actor TEXT);
            CREATE TABLE places (id INTEGER, place TEXT);
            """
        )
        with self.db:
            self.db.executemany(
                "INSERT INTO words (rowid, stems, forms) VALUES (?, ?, ?)",
                ((one.number, one.stems, one.words) for one in articles),
            )
            self.db.executemany(
                "INSERT INTO about VALUES (?, ?, ?, ?)",
                (
                    (o.number, o.outlet, o.day.isoformat() if o.day else None, o.month)
                    for o in articles
                ),
            )
            for group in ("actors", "places"):
                self.db.executemany(
                    f"INSERT INTO {group} VALUES (?, ?)",
                    ((one.number, slug) for one in articles for slug in getattr(one, group)),
                )
            self.db.executescript(
                "CREATE INDEX a ON actors (id); CREATE INDEX p ON places (id);"
                "CREATE INDEX d ON about (day); INSERT INTO words (words) VALUES ('optimize');"
                "ANALYZE; "
                "CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, score REAL, kept INTEGER);"
            )

    def ask(self, question: Question) -> Reply:
        db, match = self.db, self._match(question)
        db.execute("DELETE FROM found")
        kept, bound = "1", []
        if question.outlet:
            kept, bound = "outlet = ?", [question.outlet]
        if question.since and question.until:
            kept, bound = "day BETWEEN ? AND ?", [str(question.since), str(question.until)]
        if match:
            db.execute(
                f"INSERT INTO found SELECT words.rowid, bm25(words), {kept} "
                "FROM words JOIN about ON about.id = words.rowid WHERE words MATCH ?",
                [*bound, match],
            )
        else:
            db.execute(f"INSERT INTO found SELECT id, 0, {kept} IS TRUE FROM about", bound)
        order = "score" if match else "(SELECT day FROM about WHERE about.id = found.id) DESC"
        page = db.execute(
            f"SELECT id FROM found WHERE kept ORDER BY {order} LIMIT ? OFFSET ?",
            [PAGE, question.plan.offset],
        ).fetchall()
        if match and page:
            ids = ",".join(str(pk) for (pk,) in page)
            db.execute(
                "SELECT snippet(words, 1, '[', ']', '…', 30) FROM words "
                f"WHERE words MATCH ? AND rowid IN ({ids})",
                [match],
            ).fetchall()
        (total,) = db.execute("SELECT count(*) FROM found WHERE kept").fetchone()
        own = "" if question.outlet else "WHERE kept"
        date_own = "" if question.since else "WHERE kept"
        return Reply(
            total,
            {
                "outlet": self._counts(f"outlet FROM found JOIN about USING (id) {own}"),
                "actor": self._counts("actor FROM found JOIN actors USING (id) WHERE kept"),
                "place": self._counts("place FROM found JOIN places USING (id) WHERE kept"),
                "month": self._counts(f"month FROM found JOIN about USING (id) {date_own}"),
            },
        )

    def _counts(self, rest: str) -> dict[str, int]:
        name = rest.split()[0]
        rows = self.db.execute(
            f"SELECT {name}, count(*) FROM {rest.partition('FROM ')[2]} GROUP BY 1"
        )
        return {value: count for value, count in rows if value}

    def _match(self, question: Question) -> str:
        if question.prefix:
            return f"forms : {question.prefix}*"
        if question.phrase:
            rest = " ".join(words[0] for words in question.phrase[1:])
            either = " OR ".join(f'"{first} {rest}"' for first in question.phrase[0])
            return f"forms : ({either})"
        return " AND ".join(f'stems : "{stem}"' for stem in question.stems)


class Tantivy(Engine):
    """Rust's Lucene, with the same three fields and weights, facets by its aggregations."""

    name = "Tantivy"

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for name in ("stem", "gram"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("exact", stored=True, tokenizer_name="whitespace")
        for name in ("outlet", "actor", "place", "month"):
            builder.add_text_field(name, fast=True, tokenizer_name="raw")
        builder.add_integer_field("day", indexed=True, fast=True)
        self.schema = builder.build()
        path = folder / "tantivy"
        path.mkdir()
        index = tantivy.Index(self.schema, path=str(path))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for one in articles:
            writer.add_document(self._document(one))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.index = index
        self.searcher = index.searcher()

    def _document(self, one: Analysed) -> Any:
        return self.tantivy.Document(
            stem=[one.stems],
            exact=[one.words],
            gram=[one.grams],
            outlet=[one.outlet],
            actor=list(one.actors),
            place=list(one.places),
            month=[one.month] if one.month else [],
            day=[one.day.toordinal() if one.day else 0],
        )

    def ask(self, question: Question) -> Reply:
        words = self._words(question)
        query = self._narrowed(words, question)
        found = self.searcher.search(query, PAGE, count=True, offset=question.plan.offset)
        if question.is_browsing:
            found = self.searcher.search(query, PAGE, count=True, order_by_field="day")
        else:
            self._snippets(query, found)
        terms = {
            name: {"terms": {"field": name, "size": 1000}}
            for name in ("outlet", "actor", "place", "month")
        }
        if question.outlet or question.since:
            own = "outlet" if question.outlet else "month"
            counted = self._aggregated(query, {n: one for n, one in terms.items() if n != own})
            counted |= self._aggregated(words, {own: terms[own]})
        else:
            counted = self._aggregated(query, terms)
        return Reply(found.count, counted)

    def _snippets(self, query: Any, found: Any) -> None:
        generator = self.tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "exact")
        for _, address in found.hits:
            generator.snippet_from_doc(self.searcher.doc(address))

    def _aggregated(self, query: Any, wanted: dict) -> dict[str, dict[str, int]]:
        answer = self.searcher.aggregate(query, wanted)
        answer = json.loads(answer) if isinstance(answer, str) else answer
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in one["buckets"]}
            for name, one in answer.items()
        }

    def _narrowed(self, query: Any, question: Question) -> Any:
        Query, Must = self.tantivy.Query, self.tantivy.Occur.Must
        if question.outlet:
            only = Query.const_score_query(
                Query.term_query(self.schema, "outlet", question.outlet), 0.0
            )
            return Query.boolean_query([(Must, query), (Must, only)])
        if question.since and question.until:
            return Query.range_query(
                self.schema,
                "day",
                self.tantivy.FieldType.Integer,
                question.since.toordinal(),
                question.until.toordinal(),
            )
        return query

    def _words(self, question: Question) -> Any:
        Query, Occur = self.tantivy.Query, self.tantivy.Occur
        if question.is_browsing:
            return Query.all_query()
        if question.prefix:
            return Query.regex_query(self.schema, "exact", question.prefix + ".*")
        if question.phrase:
            rest = [words[0] for words in question.phrase[1:]]
            return Query.boolean_query(
                [
                    (Occur.Should, Query.phrase_query(self.schema, "exact", [first, *rest]))
                    for first in question.phrase[0]
                ]
            )
        wanted = []
        for word, stem in zip(question.words, question.stems, strict=True):
            wanted.append((Occur.Must, Query.term_query(self.schema, "stem", stem)))
            for name, key in [("exact", word), *(("gram", gram) for gram in grams(word))]:
                term = Query.term_query(self.schema, name, key)
                wanted.append((Occur.Should, Query.boost_query(term, WORD_WEIGHTS[name])))
        return Query.boolean_query(wanted)


class SimpleTantivy(Tantivy):
    """Tantivy with one field of stems and no more evidence than that."""

    name = "Tantivy, one field"

    def _words(self, question: Question) -> Any:
        if not question.stems:
            return super()._words(question)
        Query, Must = self.tantivy.Query, self.tantivy.Occur.Must
        return Query.boolean_query(
            [(Must, Query.term_query(self.schema, "stem", stem)) for stem in question.stems]
        )


class PlainWhoosh(Engine):
    """Whoosh as its documentation uses it."""

    name = "Whoosh"

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        from whoosh.analysis import SpaceSeparatedTokenizer
        from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
        from whoosh.index import create_in

        path = folder / "whoosh"
        path.mkdir()
        schema = Schema(
            number=NUMERIC(stored=True),
            stems=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
            forms=TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
            outlet=ID(sortable=True),
            actors=KEYWORD(commas=True, sortable=True),
            places=KEYWORD(commas=True, sortable=True),
            month=ID(sortable=True),
            day=NUMERIC(sortable=True),
        )
        self.index = create_in(path, schema)
        writer = self.index.writer(limitmb=256)
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
        self.searcher = self.index.searcher()

    def can(self, question: Question) -> bool:
        return not question.outlet  # it can't leave a facet's own choice out in one search

    def ask(self, question: Question) -> Reply:
        from whoosh.query import And, Every, NumericRange, Or, Term
        from whoosh.query import Phrase as WhooshPhrase
        from whoosh.query import Prefix as WhooshPrefix
        from whoosh.sorting import FieldFacet

        if question.prefix:
            query = WhooshPrefix("forms", question.prefix)
        elif question.phrase:
            rest = [words[0] for words in question.phrase[1:]]
            query = Or([WhooshPhrase("forms", [first, *rest]) for first in question.phrase[0]])
        elif question.stems:
            query = And([Term("stems", stem) for stem in question.stems])
        else:
            query = Every()
        if question.since and question.until:
            days = question.since.toordinal(), question.until.toordinal()
            query = NumericRange("day", *days)
        found = self.searcher.search(
            query,
            limit=question.plan.offset + PAGE,
            groupedby={"outlet": FieldFacet("outlet"), "month": FieldFacet("month")},
            sortedby="day" if question.is_browsing else None,
        )
        for hit in found[question.plan.offset :]:
            hit.highlights("forms")
        groups = {"outlet": {k: len(v) for k, v in found.groups("outlet").items()}}
        if not question.since:
            groups["month"] = {k: len(v) for k, v in found.groups("month").items() if k}
        return Reply(len(found), groups)


class StockHaystack(Engine):
    """Haystack's own Whoosh backend, with the analysed words as its document."""

    name = "stock Haystack"

    def build(self, folder: Path, articles: Sequence[Analysed]) -> None:
        from haystack import connections, indexes
        from haystack.backends.whoosh_backend import WhooshSearchBackend
        from haystack.utils.loading import UnifiedIndex

        from archive.models import Article

        class StockIndex(indexes.SearchIndex, indexes.Indexable):
            text = indexes.CharField(document=True)
            forms = indexes.CharField()
            outlet = indexes.CharField(faceted=True)
            actors = indexes.MultiValueField(faceted=True)
            places = indexes.MultiValueField(faceted=True)
            day = indexes.DateField(null=True)

            def get_model(self) -> type:
                return Article

            def full_prepare(self, one: Analysed) -> dict[str, object]:
                return {
                    "id": f"archive.article.{one.number}",
                    "django_ct": "archive.article",
                    "django_id": str(one.number),
                    "text": one.stems,
                    "forms": one.words,
                    "outlet": one.outlet,
                    "outlet_exact": one.outlet,
                    "actors": one.actors,
                    "actors_exact": one.actors,
                    "places": one.places,
                    "places_exact": one.places,
                    **({"day": one.day} if one.day else {}),
                }

        unified = UnifiedIndex()
        unified.build(indexes=[index := StockIndex()])
        self.backend = WhooshSearchBackend(
            "default", PATH=str(folder / "stock"), SILENTLY_FAIL=False
        )
        kept = connections["default"]._index
        connections["default"]._index = unified
        try:
            self.backend.setup()
            self.backend.update(index, list(articles))
        finally:
            connections["default"]._index = kept
        self.connection, self.unified = connections["default"], unified

    def can(self, question: Question) -> bool:
        return not question.outlet

    def ask(self, question: Question) -> Reply:
        self.connection._index = self.unified
        offset = question.plan.offset
        answer = self.backend.search(
            self._query(question),
            start_offset=offset,
            end_offset=offset + PAGE,
            highlight=not question.is_browsing,
            facets={"outlet": {}, "actors": {}, "places": {}},
            models=[],
            limit_to_registered_models=False,
        )
        fields = answer.get("facets", {}).get("fields", {})
        return Reply(
            answer["hits"],
            {"outlet": {slug: count for slug, count in fields.get("outlet", []) if count}},
        )

    def _query(self, question: Question) -> str:
        if question.prefix:
            return f"forms:{question.prefix}*"
        if question.phrase:
            rest = " ".join(words[0] for words in question.phrase[1:])
            return " OR ".join(f'forms:"{first} {rest}"' for first in question.phrase[0])
        if question.since and question.until:
            return f"day:[{question.since:%Y%m%d} TO {question.until:%Y%m%d}]"
        return " AND ".join(f"text:{stem}" for stem in question.stems)


def others(*, slow: bool) -> list[Engine]:
    """The engines that this machine has; the slow ones are asked at a size of their own."""
    if slow:
        return [StockHaystack(), PlainWhoosh()]
    found: list[Engine] = [SqliteFts5()]
    if importlib.util.find_spec("tantivy"):
        found += [Tantivy(), SimpleTantivy()]
    return found


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
