"""Indexes that take minutes to build, kept from one run of a benchmark to the next."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.contenders import Analysed, Contender

NOTE = "built.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What building took: CPU seconds, bytes on disk; `kept` if an earlier run did it."""

    name: str
    holds: str
    articles: int
    seconds: float
    bytes: int
    kept: bool = False

    @property
    def rate(self) -> float:
        """Articles a CPU second."""
        return self.articles / self.seconds

    def __str__(self) -> str:
        earlier = " (built by an earlier run)" if self.kept else ""
        return (
            f"{self.name}: {self.seconds:.1f} s CPU, {self.rate:,.0f} articles a CPU second, "
            f"{self.bytes / 1e6:.0f} MB{earlier}; {self.holds}"
        )


def prepare(contender: Contender, root: Path, digest: str, articles: Sequence[Analysed]) -> Built:
    """Open the index of these articles under `root`, built first where there is none.

    `digest` tells what the articles hold. An index counts as built once its note is written.
    """
    folder = root / f"{contender.index}-{digest}-{contender.version}"
    try:
        built = Built(**json.loads((folder / NOTE).read_text(encoding="utf-8")))
        contender.open(folder / "index")
    except FileNotFoundError:
        built = _build(contender, folder, articles)
        contender.open(folder / "index")
    return built


def _build(contender: Contender, folder: Path, articles: Sequence[Analysed]) -> Built:
    shutil.rmtree(folder, ignore_errors=True)
    index = folder / "index"
    index.mkdir(parents=True)
    started = contender.cpu()
    contender.build(index, articles)
    seconds = contender.cpu() - started
    built = Built(
        name=contender.name,
        holds=contender.holds,
        articles=len(articles),
        seconds=seconds,
        bytes=contender.size(index),
    )
    note = json.dumps({**asdict(built), "kept": True})
    (folder / NOTE).write_text(note, encoding="utf-8")
    return built
