"""How the folder of generations is changed, and replaced by another build."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path

from search.engines.base import Damage
from search.engines.document import Document
from search.engines.whoosh.forward_index import Batch, analyse
from search.engines.whoosh.generations import Generation, IndexFolder
from search.engines.whoosh.parallel import analyse_all
from search.engines.whoosh.snapshot import open_snapshot
from search.engines.whoosh.writer import (
    build,
    change,
    held_fingerprints,
    is_outgrown,
    is_swamped,
)
from search.errors import IndexDamaged, IndexUnavailable

logger = logging.getLogger(__name__)


class WhooshIndex:
    """The index in a folder; nothing is kept between two calls."""

    def __init__(self, path: Path) -> None:
        self._folder = IndexFolder(path)

    @contextmanager
    def writing(self, wait: float = 20.0) -> Iterator[WhooshWriter]:
        with self._folder.writing(wait):
            yield WhooshWriter(self._folder)

    @contextmanager
    def building(self, wait: float = 0.0) -> Iterator[WhooshBuild]:
        with self._folder.building(wait):
            self._folder.clear_unfinished()
            try:
                yield WhooshBuild(self._folder)
            except BaseException:
                self._folder.clear_unfinished()  # the disk may be full
                raise

    def fingerprints(self, *, read_through: bool = False) -> dict[int, bytes]:
        generation = self._folder.current()
        if read_through:
            generation.check()
        return held_fingerprints(open_snapshot(generation, {}))

    def trouble(self) -> str:
        try:
            _look_over(self._folder.current())
        except (IndexUnavailable, IndexDamaged) as error:
            return _reason(error)
        return ""

    def outdated(self) -> str:
        try:
            return self._folder.current().outdated
        except IndexUnavailable:
            return ""

    def needs_rebuild(self) -> bool:
        try:
            generation = self._folder.current()
            return bool(generation.outdated) or is_outgrown(generation)
        except (IndexUnavailable, IndexDamaged):
            return False


class WhooshWriter:
    """The serving generation; only under the lock of writing."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder

    @cached_property
    def _generation(self) -> Generation:
        return self._folder.current()

    def put_aside_if_damaged(self, *, read_through: bool) -> Damage | None:
        """Nobody commits meanwhile, so what looks damaged is."""
        name = self._folder.pointed_at()
        try:
            generation = self._folder.current()
            generation.clear_leftovers()
            if read_through:
                generation.check()
            else:
                _look_over(generation)
        except (IndexUnavailable, IndexDamaged) as error:
            reason = _reason(error)
            return Damage(reason, put_aside=self._folder.put_aside(name, reason))
        return None

    def is_swamped(self, waiting: int) -> bool:
        return is_swamped(self._generation, waiting)

    def apply(self, article_ids: Iterable[int], documents: Sequence[Document]) -> None:
        change(self._generation, article_ids, documents)

    def clear_leftovers(self) -> None:
        self._generation.clear_leftovers()


class WhooshBuild:
    """A generation beside the serving one; only under the lock of building."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._built: Generation | None = None

    @property
    def _generation(self) -> Generation:
        assert self._built is not None  # `fill` comes first
        return self._built

    def fill(self, documents: Callable[[], Iterator[Document]], count: int) -> None:
        self._built = build(self._folder.new_folder(), _analysed(documents, count))

    def check(self, document: Document) -> None:
        analyse([document])

    def apply(self, article_ids: Iterable[int], documents: Sequence[Document]) -> None:
        change(self._generation, article_ids, documents)

    def fingerprints(self) -> dict[int, bytes]:
        return held_fingerprints(open_snapshot(self._generation, {}))

    def switching(self, wait: float) -> AbstractContextManager[object]:
        return self._folder.writing(wait)

    def serve(self) -> None:
        self._folder.make_current(self._generation)


def _analysed(documents: Callable[[], Iterator[Document]], count: int) -> Batch:
    try:
        return analyse_all(documents(), count)
    except ChildProcessError as error:
        logger.warning("%s; the articles are analysed in this one", error)
        return analyse_all(documents(), count, cores=1)


def _look_over(generation: Generation) -> None:
    generation.look_over(generation.read_toc(generation.latest()).segments)


def _reason(error: Exception) -> str:
    return getattr(error, "reason", str(error))
