"""What the rest of the archive may ask of an engine.

A `Reader` answers plans (`search.engines.plan`); an `Index` takes documents
(`search.engines.document`). Plain types: no engine, no Django. `search.engines.connection` hands
out those of the engine that the settings name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np

    from archive.arabic.stem import Reason
    from search.engines.document import Document
    from search.engines.plan import Answer, Matches, Plan

POLITE = 10  # added to the niceness of whatever builds an index: readers go first


class Vocabulary(Protocol):
    """Folded word forms of an index as it stood at one commit. Only published articles count."""

    @property
    def generation(self) -> str:
        """Names the build and the commit, `build/commit`; what rests on it is kept under it."""

    @property
    def document_count(self) -> int: ...

    @property
    def tells_yeh_apart(self) -> bool:
        """Whether its forms are told apart by a final alef maqsura (`archive.arabic.yeh`)."""

    @property
    def forms(self) -> Sequence[str]:
        """All forms in the order of their code points."""

    @property
    def frequencies(self) -> np.ndarray:
        """For each of `forms`, how many articles hold it."""

    @property
    def speakers(self) -> Sequence[str]:
        """Who speaks in any article, in the order of their code points: slugs, and keys as
        `search.engines.plan.as_printed` makes them."""

    def frequency(self, form: str) -> int:
        """How many articles hold the form."""

    def total(self, form: str) -> int:
        """How often the form stands in all articles; words of a title weigh more."""

    def with_prefix(self, prefix: str, most: int) -> list[str]:
        """Forms that begin so, the most frequent first."""

    def stem(self, key: str) -> str:
        """The class of a word; two words are the same evidence when their classes are equal."""

    def explain(self, asked: str, found: str) -> Reason | None:
        """Why a form answers a folded word of a query; None when it doesn't."""


class Reader(Protocol):
    """The index as pages read it: each answer is of its last commit.

    Every method raises `IndexUnavailable` where there is no index that can answer.
    """

    @property
    def paging_limit(self) -> int | None:
        """How many hits deep a page may lie; None where there is no end to paging."""

    def find(self, plan: Plan) -> Answer:
        """Totals, one page of hits, and facet counts."""

    def totals(self, plans: Sequence[Plan]) -> list[int]:
        """How many articles have all clauses of each plan, asked together."""

    def matches(self, plan: Plan, articles: Sequence[int]) -> dict[int, Matches]:
        """Where these articles answer the plan; those not in the index are left out."""

    def vocabulary(self) -> Vocabulary: ...

    def status(self) -> dict[str, object]:
        """What `/readyz/` shows: which build serves, its commit, its size, and as `outdated` how
        it differs from one that would be built today, in a line (empty if it doesn't)."""


class Damage(NamedTuple):
    """Why the index can't be used, and whether there was one to take out of service."""

    reason: str
    put_aside: bool


class Writer(Protocol):
    """The right to change the serving index, while others wait for it."""

    def put_aside_if_damaged(self, *, read_through: bool) -> Damage | None:
        """Clear what a killed writer left, look the index over (or read all of it through), and
        take it out of service where it is not as it was written."""

    def is_swamped(self, waiting: int) -> bool:
        """Whether so many articles wait that building anew is the quicker way."""

    def apply(self, article_ids: Iterable[int], documents: Sequence[Document]) -> None:
        """Commit a change: these articles leave, those that come with a document come anew."""

    def clear_leftovers(self) -> None:
        """Remove what a change that was broken off left: the disk may be full."""


class Build(Protocol):
    """An index that is made beside the one that serves."""

    def fill(self, documents: Callable[[], Iterator[Document]], count: int) -> None:
        """Write these documents, `count` of them. They may be asked for more than once."""

    def check(self, document: Document) -> None:
        """Raise whatever keeps this one from being indexed."""

    def apply(self, article_ids: Iterable[int], documents: Sequence[Document]) -> None:
        """As a `Writer` does."""

    def fingerprints(self) -> dict[int, bytes]:
        """What it says of each of its articles."""

    def switching(self, wait: float) -> AbstractContextManager[object]:
        """Keep the serving index from changing. Raises `IndexBusy` after `wait` seconds."""

    def serve(self) -> None:
        """Serve in place of the other. Only while switching."""


class Index(Protocol):
    """The index as the outbox keeps it in step with the database."""

    def writing(self, wait: float = 20.0) -> AbstractContextManager[Writer]:
        """Hold the right to change it. Raises `IndexBusy` after `wait` seconds."""

    def building(self, wait: float = 0.0) -> AbstractContextManager[Build]:
        """Hold the right to build another. Raises `IndexBusy` after `wait` seconds.

        Whatever breaks the build off, nothing of it is left and the serving index is as it was.
        """

    def fingerprints(self, *, read_through: bool = False) -> dict[int, bytes]:
        """What the serving index says of each of its articles, read through before if asked.

        Raises `IndexUnavailable` or `IndexDamaged`.
        """

    def trouble(self) -> str:
        """What is wrong with the serving index, or nothing.

        Without the right to write a commit in between may look like damage: ask again under it.
        """

    def outdated(self) -> str:
        """How it differs from one that would be built today; empty if it doesn't."""

    def needs_rebuild(self) -> bool:
        """Whether it stands, but a new one is due: it is outdated, or much changed."""
