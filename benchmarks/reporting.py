"""What benchmarks/search.py prints and writes."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from benchmarks.comparing import OURS, Run
from benchmarks.figures import Row, comparisons, figures_of, rows
from benchmarks.measuring import Column, compare
from benchmarks.questions import GROUPS, SELDOM
from benchmarks.served import Served

Kinds = Mapping[str, Sequence[int]]


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def engines(run: Run) -> None:
    say(f"\n{run.size:,} articles: {run.corpus}\n\nBuilt")
    for built in run.built.values():
        say(f"  {built}")
    say("\nEngines: CPU ms (times ours)")
    _table(run.columns[OURS], run.columns, run.kinds)


def pages(run: Run, served: Served) -> None:
    rebuild, kept = served.rebuild, " (filled by an earlier run)" if served.kept else ""
    say(f"\nA whole archive of {run.size:,} articles{kept}")
    say(
        f"  rebuild from the database: {rebuild.cpu:.1f} s CPU "
        f"({run.size / rebuild.cpu:,.0f} articles a CPU second), {rebuild.clock:.1f} s, "
        f"peak memory of all its processes {rebuild.peak:.0f} MB, "
        f"index {served.index_bytes / 1e6:.0f} MB"
    )
    say("\nResults call, with ten cards, marks and facets: CPU ms (times ours)")
    columns = {OURS: served.calls, "page as served": served.pages, **served.stock}
    _table(served.calls, columns, run.kinds)
    for name, cold in (("results call", served.cold_call), ("page", served.cold_page)):
        say(
            f"  first {name} of a new process: {cold.first:.1f} ms CPU, {cold.ratio:.1f} times "
            f"a warm one ({cold.warm:.1f} ms); ready after {cold.start / 1000:.1f} s CPU"
        )


def figures(options: argparse.Namespace, run: Run, served: Served | None) -> None:
    """The table of targets, from this run alone; the same as JSON where that was asked for."""
    table = rows(figures_of(run, served), run.size)
    say(f"\nFigures, {run.size:,} articles")
    say(f"  {'':52}{'reach':>12}{'beyond':>12}{'measured':>12}   reached  beyond")
    for row in table:
        say(
            f"  {row.name:52}{row.reach:>12}{row.beyond:>12}{_measured(row):>12}   "
            f"{_yes(row, row.reached):9}{_yes(row, row.went_beyond):8}{row.note}"
        )
    if options.json:
        options.json.write_text(_as_json(run, served, table), encoding="utf-8")


def _measured(row: Row) -> str:
    return "–" if row.measured is None else f"{row.measured:.3g}{row.unit}"


def _yes(row: Row, met: bool) -> str:
    return "–" if row.measured is None else "yes" if met else "no"


def _as_json(run: Run, served: Served | None, table: Sequence[Row]) -> str:
    found: dict[str, object] = {
        "corpus": run.corpus,
        "articles": run.size,
        "figures": [asdict(row) for row in table],
        "built": {name: asdict(built) for name, built in run.built.items()},
        "engines": _kinds(run.columns[OURS], run.columns, run.kinds),
    }
    if served:
        columns = {OURS: served.calls, **served.stock}
        found["results_call"] = _kinds(served.calls, columns, run.kinds)
        found["rebuild"] = asdict(served.rebuild)
        found["index_bytes"] = served.index_bytes
        found["cold_results_call"] = asdict(served.cold_call)
        found["cold_page"] = asdict(served.cold_page)
        found["during_rebuild"] = asdict(served.during)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _kinds(ours: Column, columns: Mapping[str, Column], kinds: Kinds) -> dict[str, object]:
    return {
        name: {
            kind: {**asdict(one), "ratio": one.ratio}
            for kind, one in comparisons(ours, column, kinds).items()
        }
        for name, column in columns.items()
    }


def _table(ours: Column, columns: Mapping[str, Column], kinds: Kinds) -> None:
    """A row a kind, a column an engine; then what was not compared."""
    say(" " * 20 + "".join(f"{name:>25}" for name in columns))
    for kind, indices in kinds.items():
        cells = (_cell(ours, column, indices) for column in columns.values())
        say(f"  {kind:18}" + "".join(f"{text:>25}" for text in cells))
    say(f"  a ratio only where totals and facets agree: {', '.join(GROUPS)}")
    say(f"  {SELDOM}: ours goes on to those with most of the words; counts for no figure")
    for name, column in columns.items():
        for groups, found in _uncounted(ours, column, kinds).items():
            say(f"  {name}: {groups} not compared ({', '.join(found)})")


def _cell(ours: Column, other: Column, indices: Sequence[int]) -> str:
    one = compare(ours, other, indices)
    if one is None:
        return "–"
    if other is ours:
        return f"{one.spent:.2f}"
    if one.ratio is None:
        return f"{one.spent:.2f} {one.agreeing}/{one.asked} agree"
    return f"{one.spent:.2f} ({one.ratio:.{0 if one.ratio >= 100 else 1}f}x)"


def _uncounted(ours: Column, other: Column, kinds: Kinds) -> dict[str, list[str]]:
    """Groups of facets that were left out, with the kinds in which they were."""
    missing: dict[str, list[str]] = defaultdict(list)
    for kind, one in comparisons(ours, other, kinds).items():
        if left := [group for group in GROUPS if group not in one.groups]:
            missing[", ".join(left)].append(kind)
    return missing
