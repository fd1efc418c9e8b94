"""The archive's own engine: the ten best with where to mark them, totals, all facets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.arabic.grams import grams
from benchmarks.contenders import BREAK, Analysed
from benchmarks.corpus import MadeArticle, slug
from benchmarks.questions import Question, Reply
from search.engines.document import Document, fingerprint
from search.engines.plan import Facets
from search.engines.whoosh.matches import matches_of
from search.engines.whoosh.parallel import analyse_all
from search.engines.whoosh.searcher import find
from search.engines.whoosh.snapshot import open_snapshot
from search.engines.whoosh.writer import build


def document(number: int, article: MadeArticle) -> Document:
    return Document(
        article=number,
        revision=number,
        fingerprint=fingerprint(number),
        title=article.title,
        text=article.text,
        passages=article.spans,
        outlet=slug("outlet", article.outlet),
        actors=tuple(sorted(slug("actor", one) for one in article.actors)),
        places=tuple(sorted(slug("place", one) for one in article.places)),
        first=article.day,
        last=article.day,
        precision="day" if article.day else "unknown",
    )


def counts(facets: Facets | None) -> dict[str, dict[str, int]]:
    assert facets is not None
    return {
        "outlet": facets.outlets,
        "actor": facets.actors,
        "place": facets.places,
        "month": facets.months,
    }


class Ours:
    holds = "words with their positions, stems and grams; outlets, actors, places, dates"

    def __init__(self, folder: Path, documents: Sequence[Document]) -> None:
        self.folder = folder
        self.generation = build(folder, analyse_all(documents, len(documents)))
        self.snapshot = open_snapshot(self.generation, {})

    def size(self) -> int:
        """Bytes of the index."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def ask(self, question: Question) -> Reply:
        answer = find(self.snapshot, question.plan)
        matches_of(self.snapshot, question.plan, [hit.article for hit in answer.hits])
        return Reply(answer.total, counts(answer.facets))

    def ask_afresh(self, question: Question) -> Reply:
        """With no postings decoded before."""
        self.snapshot.cache.clear()
        return self.ask(question)

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
