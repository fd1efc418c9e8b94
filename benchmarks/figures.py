"""The figures that the archive is to reach, beside those of one run."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.comparing import OURS, Run
from benchmarks.contenders.stock import STOCK, StockHaystack
from benchmarks.measuring import Column, Comparison, compare
from benchmarks.questions import SELDOM
from benchmarks.served import Served

LARGE = 50_000  # archives as large as this one have targets of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`reach` and `beyond` are for an archive of 10,000 articles, then for one of 50,000."""

    key: str
    name: str
    unit: str
    least: bool  # whether more is better
    reach: tuple[float, float]
    beyond: tuple[float, float]


def _at_least(key: str, name: str, reach: tuple, beyond: tuple, unit: str = "x") -> Target:
    return Target(key=key, name=name, unit=unit, least=True, reach=reach, beyond=beyond)


def _at_most(key: str, name: str, reach: tuple, beyond: tuple, unit: str = "x") -> Target:
    return Target(key=key, name=name, unit=unit, least=False, reach=reach, beyond=beyond)


TARGETS = (
    _at_least("answer", "answer with marks, against stock Haystack", (150, 400), (250, 800)),
    _at_least("stock", "the same with ten cards, against the same", (150, 400), (250, 800)),
    _at_least("fts5", "against SQLite FTS5 with the same facets", (1.5, 3), (2.5, 5)),
    _at_most("tantivy", "of Tantivy's time", (2.5, 2), (1.5, 1)),
    _at_least("browse", "browse without words, against stock", (1e3, 1e3), (1e4, 1e4)),
    _at_most("cold", "cold first page, times a warm one", (8, 8), (3, 3)),
    _at_most("page", "whole page as served, times the results call", (8, 8), (5, 5)),
    _at_least("build", "building, against stock's articles per CPU second", (4, 4), (20, 20)),
    _at_most("publish", "one article published: CPU until findable", (0.5, 0.5), (0.1, 0.1), " s"),
    _at_most("memory", "memory of a serving process", (250, 600), (150, 300), " MB"),
    _at_most("during", "pages during a full rebuild, p95 over idle", (3, 3), (1.5, 1.5)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a run measured for a target; None where it measured nothing that counts."""

    measured: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    reach: str
    beyond: str
    measured: float | None
    unit: str
    reached: bool
    went_beyond: bool
    note: str


def rows(figures: Mapping[str, Figure], size: int) -> list[Row]:
    """Every target with what was measured for it."""
    return [_row(target, figures.get(target.key, Figure()), size) for target in TARGETS]


def _row(target: Target, figure: Figure, size: int) -> Row:
    column = int(size >= LARGE)
    reach, beyond = target.reach[column], target.beyond[column]
    sign = "≥" if target.least else "≤"
    return Row(
        name=target.name,
        reach=f"{sign} {reach:g}{target.unit}",
        beyond=f"{sign} {beyond:g}{target.unit}",
        measured=figure.measured,
        unit=target.unit,
        reached=_meets(target, figure.measured, reach),
        went_beyond=_meets(target, figure.measured, beyond),
        note=figure.note,
    )


def _meets(target: Target, measured: float | None, limit: float) -> bool:
    if measured is None:
        return False
    return measured >= limit if target.least else measured <= limit


def figures_of(run: Run, served: Served | None) -> dict[str, Figure]:
    """What a run says of each target; those of a whole archive only if that was measured."""
    # What ours adds where few articles have all the words, the others don't do.
    kinds = {kind: indices for kind, indices in run.kinds.items() if kind != SELDOM}
    columns = run.columns
    ours = columns[OURS]
    browsing = {kind: indices for kind, indices in kinds.items() if kind == "browse"}
    found = {
        "answer": worst(ours, columns.get(STOCK, {}), kinds),
        "fts5": worst(ours, columns.get("SQLite FTS5", {}), kinds),
        "tantivy": worst(ours, columns.get("Tantivy", {}), kinds, inverse=True),
        "browse": worst(ours, columns.get(STOCK, {}), browsing),
    }
    if stock := run.built.get(StockHaystack.index):
        ratio = run.built[OURS].rate / stock.rate
        earlier = ", built by an earlier run" if stock.kept else ""
        note = f"stock: {stock.rate:,.0f} a CPU second{earlier}"
        found["build"] = Figure(measured=ratio, note=note)
    return found if served is None else found | _figures_of_pages(kinds, served)


def _figures_of_pages(kinds: Mapping[str, Iterable[int]], served: Served) -> dict[str, Figure]:
    during, cold = served.during, served.cold_page
    hits = "hits fell meanwhile" if during.fell else "hits never fell"
    return {
        "stock": worst(served.calls, served.stock.get(STOCK, {}), kinds),
        "page": worst(served.pages, served.calls, kinds, inverse=True),
        "cold": Figure(
            measured=cold.ratio, note=f"{cold.first:.1f} ms, {cold.warm:.1f} ms once warm"
        ),
        "publish": Figure(measured=served.published / 1000),
        "memory": Figure(measured=cold.memory, note="proportional set size, all questions asked"),
        "during": Figure(
            # Fewer hits meanwhile: whatever the pages took, they were not the whole answer.
            measured=None if during.fell else during.busy / during.idle,
            note=f"{during.idle:.1f} → {during.busy:.1f} ms by the clock, {during.pages} pages, "
            + hits,
        ),
    }


def worst(
    ours: Column,
    other: Column,
    kinds: Mapping[str, Iterable[int]],
    *,
    inverse: bool = False,
) -> Figure:
    """The ratio of the kind that does worst.

    It is the other's time in ours (the more the better), or with `inverse` ours in the other's.
    A kind whose answers differ doesn't count, and is named.
    """
    compared = comparisons(ours, other, kinds)
    ratios = {kind: one.ratio for kind, one in compared.items() if one.ratio is not None}
    differing = [kind for kind in compared if kind not in ratios]
    notes = [f"answers differ: {', '.join(differing)}"] if differing else []
    if not ratios:
        return Figure(note="; ".join(notes))
    shown = {kind: 1 / ratio if inverse else ratio for kind, ratio in ratios.items()}
    lowest = min(ratios, key=lambda kind: ratios[kind])
    if len(shown) > 1:
        notes.insert(0, f"{lowest}; median of kinds {statistics.median(shown.values()):.3g}")
    return Figure(measured=shown[lowest], note="; ".join(notes))


def comparisons(
    ours: Column, other: Column, kinds: Mapping[str, Iterable[int]]
) -> dict[str, Comparison]:
    """Both over each kind that both were asked."""
    made = {kind: compare(ours, other, indices) for kind, indices in kinds.items()}
    return {kind: one for kind, one in made.items() if one is not None}
