"""Engines at one size: built or opened, then asked in turns."""

from __future__ import annotations

import argparse
import gc
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from benchmarks.contenders import Contender, digest
from benchmarks.contenders.ours import Ours, document
from benchmarks.corpus import describe, make_articles
from benchmarks.kept import Built, prepare
from benchmarks.measuring import Column, by_kind, median
from benchmarks.processes import own_cpu, tell
from benchmarks.questions import Question, questions

OURS, FRESH = "ours", "fresh"


@dataclass(slots=True, kw_only=True)
class Run:
    """Who was built how, and what each engine took for each question."""

    corpus: str  # how it was made
    size: int
    questions: list[Question]
    columns: dict[str, Column] = field(default_factory=lambda: defaultdict(dict))
    built: dict[str, Built] = field(default_factory=dict)  # by the name of the index

    @property
    def kinds(self) -> dict[str, list[int]]:
        return by_kind(self.questions)


class Comparing:
    """Builds under `options.keep` what may be kept, the rest in a folder; closes it all."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self._opened: list[Contender] = []

    def __enter__(self) -> Comparing:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for one in self._opened:
            one.close(keep=bool(self.options.keep))

    def run(self, size: int, others: Sequence[Contender]) -> Run:
        """All engines with the same articles and questions."""
        self._opened += others
        made = make_articles(self.options.corpus, size)
        documents = [document(number, one) for number, one in enumerate(made, 1)]
        tell(f"{size:,} articles: {OURS}")
        started = own_cpu()
        ours = Ours(self.folder / f"ours-{size}", documents)
        seconds = own_cpu() - started
        result = Run(
            corpus=describe(self.options.corpus, size),
            size=size,
            questions=questions(ours.snapshot, self.options.questions),
        )
        result.built[OURS] = Built(
            name=OURS, holds=ours.holds, articles=size, seconds=seconds, bytes=ours.size()
        )
        analysed = ours.analysed(documents)
        given = digest(analysed)
        for one in others:
            tell(one.index)
            built = prepare(one, self.options.keep or self.folder, given, analysed)
            result.built.setdefault(one.index, built)
        del documents, analysed
        # What was needed to build is not searched for garbage while others are timed.
        gc.collect()
        gc.freeze()
        self._ask(result, ours, others)
        return result

    def _ask(self, result: Run, ours: Ours, others: Sequence[Contender]) -> None:
        few = first_of_each(result.questions, self.options.slow_questions)
        tell(f"{len(result.questions)} questions")
        for index, question in enumerate(result.questions):
            result.columns[OURS][index] = median(lambda q=question: ours.ask(q))
            result.columns[FRESH][index] = median(lambda q=question: ours.ask_afresh(q))
            for one in others:
                if one.can(question) and (index in few or not one.is_slow):
                    result.columns[one.name][index] = median(
                        lambda one=one, q=question: one.ask(q), one.cpu
                    )


def first_of_each(asked: Sequence[Question], most: int) -> set[int]:
    """The indices of the first questions of each kind."""
    return {index for indices in by_kind(asked).values() for index in indices[:most]}
