"""The engines under test, each with an index of its own made from articles without a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.engines.base import Index, Reader
from search.engines.document import Document
from search.engines.whoosh.index import WhooshIndex
from search.engines.whoosh.reader import WhooshReader


@dataclass(frozen=True)
class Engine:
    """What every engine is tested through."""

    reader: Reader
    index: Index

    def hold(self, documents: Sequence[Document]) -> None:
        """Build the index of these articles alone, and serve it."""
        with self.index.building() as build:
            build.fill(lambda: iter(documents), len(documents))
            with build.switching(wait=0):
                build.serve()

    def change(self, coming: Sequence[Document], gone: Sequence[int] = ()) -> None:
        with self.index.writing() as writer:
            writer.apply(gone, coming)


def whoosh(folder: Path) -> Engine:
    return Engine(WhooshReader(folder), WhooshIndex(folder))


# A second engine is one more line here.
ENGINES: dict[str, Callable[[Path], Engine]] = {"whoosh": whoosh}
