"""The folder of the index: generations, which one is current, and who may write.

index/CURRENT            the name of the serving generation
index/<name>/            one generation: a Whoosh index, its arrays, and `vocabulary.arrays`
index/damaged-<name>/    one that was put aside
index/writing.lock       held while the serving generation changes
index/building.lock      held while another is built beside it
"""

from __future__ import annotations

import fcntl
import functools
import logging
import os
import pickle
import secrets
import shutil
import struct
import time
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import whoosh.index
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from archive.arabic.stem import Stemmer
from search.engines.whoosh.arrays import ArrayFile, DamagedFile, write_arrays
from search.engines.whoosh.lexicon import Counts, Lexicon, pack_words
from search.engines.whoosh.schema import INDEX_NAME, schema
from search.engines.whoosh.segments import ARRAYS, VOCABULARY
from search.engines.whoosh.versions import (
    OLDEST_READABLE,
    SCHEMA_VERSION,
    TELLS_YEH_APART,
    rules_version,
)
from search.errors import IndexBusy, IndexUnavailable

logger = logging.getLogger(__name__)

# Segments with other times than noted that this process has found sound, the last ones.
_read_before: deque[tuple[object, ...]] = deque(maxlen=100)

CURRENT = "CURRENT"
MAY_BE_READ = os.R_OK | os.X_OK
FOOTER = struct.Struct("<4sI")
FOOTER_MAGIC = b"TOCK"
# What reading a garbled pickle may raise, after the documentation of `pickle`.
UNREADABLE = (
    OSError, EOFError, ValueError, TypeError, AttributeError, ImportError, IndexError, KeyError,
    AssertionError, MemoryError, OverflowError, struct.error, pickle.UnpicklingError,
    whoosh.index.IndexError,
)  # fmt: skip


def sync_folder(folder: Path) -> None:
    """See the entries of a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class SyncedStorage(FileStorage):
    """Whoosh's storage, except that a table of contents gets a checksum and reaches the disk."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        path = Path(self.folder) / oldname
        with path.open("rb+") as file:
            file.write(FOOTER.pack(FOOTER_MAGIC, zlib.crc32(file.read())))
            file.flush()
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


class Generation:
    """One folder with a whole index, and the vocabulary that its stems rest on."""

    def __init__(self, folder: Path) -> None:
        """Raises `DamagedFile`."""
        self.folder = folder
        self.name = folder.name
        self.storage = SyncedStorage(str(folder))
        vocabulary = ArrayFile(folder / VOCABULARY)
        self.about = vocabulary.about
        schema = self.about.get("schema")
        if not isinstance(schema, int) or not OLDEST_READABLE <= schema <= SCHEMA_VERSION:
            raise DamagedFile(f"{folder.name} was written for schema {schema}")
        words = Lexicon(vocabulary["form_bytes"], vocabulary["form_ends"])
        self.counts = Counts(words, vocabulary["counts"])
        self._vocabulary = vocabulary

    @classmethod
    def create(cls, folder: Path, counts: Mapping[str, int], document_count: int) -> Generation:
        """An empty generation whose stems rest on these counts of word forms."""
        folder.mkdir(parents=True)
        words = sorted(counts)
        blob, starts = pack_words(words)
        arrays = {
            "form_bytes": blob,
            "form_ends": starts,
            "counts": np.array([counts[word] for word in words], dtype=np.uint32),
        }
        about = {
            "schema": SCHEMA_VERSION,
            "rules": rules_version(),
            "counted": document_count,
            "made_at": time.time(),
        }
        write_arrays(folder / VOCABULARY, arrays, about)
        TOC.create(SyncedStorage(str(folder)), schema(), INDEX_NAME)
        sync_folder(folder.parent)
        return cls(folder)

    @functools.cached_property
    def stemmer(self) -> Stemmer:
        return Stemmer(self.counts)

    @property
    def has_current_rules(self) -> bool:
        return self.about["rules"] == rules_version()

    @property
    def tells_yeh_apart(self) -> bool:
        """Whether words that only a final alef maqsura tells from others have their own keys."""
        return int(self.about["schema"]) >= TELLS_YEH_APART

    @property
    def outdated(self) -> str:
        """How it differs from one that would be written today, in a line; empty if it doesn't.

        One that differs serves and takes changes, until another is built.
        """
        if self.about["schema"] != SCHEMA_VERSION:
            return f"it has schema {self.about['schema']}, and today's is {SCHEMA_VERSION}"
        return "" if self.has_current_rules else "it was made by older rules of the language"

    def latest(self) -> int:
        """The number of the last commit; -1 when there is none. Raises `DamagedFile`."""
        try:
            return TOC._latest_generation(self.storage, INDEX_NAME)
        except OSError as error:
            raise DamagedFile(f"{self.name}: {error}") from error

    def toc_path(self, number: int) -> Path:
        return self.folder / TOC._filename(INDEX_NAME, number)

    def read_toc(self, number: int) -> TOC:
        """One commit's segments and deletions. Raises `DamagedFile`."""
        path = self.toc_path(number)
        try:
            content = path.read_bytes()
            magic, crc = FOOTER.unpack(content[-FOOTER.size :])
            if magic != FOOTER_MAGIC or zlib.crc32(content[: -FOOTER.size]) != crc:
                raise DamagedFile(f"{path.name} is garbled")
            return TOC.read(self.storage, INDEX_NAME, gen=number)
        except UNREADABLE as error:
            raise DamagedFile(f"{path.name}: {error!r}") from error

    def commit(self, segments: Sequence[W3Segment]) -> None:
        """Make these segments (with their deletions) what readers see, and drop all others."""
        sync_folder(self.folder)
        number = self.latest() + 1
        TOC(schema(), list(segments), number).write(self.storage, INDEX_NAME)
        clean_files(self.storage, INDEX_NAME, number, segments)

    def clear_leftovers(self) -> None:
        """Remove what a writer that was killed left behind. Only under the lock."""
        number = self.latest()
        clean_files(self.storage, INDEX_NAME, number, self.read_toc(number).segments)
        for path in self.folder.glob(f"_{INDEX_NAME}_*.toc.*"):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.folder / f"{INDEX_NAME}.tmp", ignore_errors=True)

    def look_over(self, parts: Sequence[W3Segment]) -> None:
        """Compare every file with what was noted when it was written; raises `DamagedFile`.

        A file of another size, or none, is damaged. One that was touched since is read through,
        once by each process: it may have been restored from a copy.
        """
        for part in parts:
            times = {name: self._changed_at(name, size) for name, (size, _) in part.marks.items()}
            touched = any(times[name] != noted for name, (_, noted) in part.marks.items())
            seen = (str(self.folder), *times.items())
            if touched and seen not in _read_before:
                self._read_through(part)
                _read_before.append(seen)

    def _changed_at(self, name: str, size: int) -> int:
        try:
            status = (self.folder / name).stat()
        except OSError as error:
            raise DamagedFile(f"{name}: {error}") from error
        if status.st_size != size:
            raise DamagedFile(f"{name} has {status.st_size} bytes, not {size}")
        return status.st_mtime_ns

    def _read_through(self, part: W3Segment) -> None:
        self._vocabulary.check()
        ArrayFile(self.folder / (part.segment_id() + ARRAYS)).check()

    def check(self) -> None:
        """Read every file through; raises `DamagedFile` at the first difference."""
        self._vocabulary.check()
        parts = self.read_toc(self.latest()).segments
        self.look_over(parts)
        for part in parts:
            self._read_through(part)


class IndexFolder:
    """The folder that holds all generations."""

    def __init__(self, path: Path) -> None:
        self.path = path

    # Locks

    @contextmanager
    def writing(self, wait: float = 20.0) -> Iterator[None]:
        """Hold the right to change the serving generation. Raises `IndexBusy` after `wait` s."""
        with self._locked("writing.lock", wait):
            yield

    @contextmanager
    def building(self, wait: float = 0.0) -> Iterator[None]:
        """Hold the right to build another generation. Raises `IndexBusy` after `wait` s."""
        with self._locked("building.lock", wait):
            yield

    @contextmanager
    def _locked(self, name: str, wait: float) -> Iterator[None]:
        self._make()
        with (self.path / name).open("a") as file:
            _wait_for(file.fileno(), wait)
            try:
                yield
            finally:
                fcntl.flock(file.fileno(), fcntl.LOCK_UN)

    def _make(self) -> None:
        """The folder, where there is none, or something else stands in its place."""
        if self.path.exists() and not (self.path.is_dir() and os.access(self.path, MAY_BE_READ)):
            aside = self.path.with_name(f"damaged-{self.path.name}")
            if aside.is_dir():
                shutil.rmtree(aside, ignore_errors=True)
            else:
                aside.unlink(missing_ok=True)
            os.replace(self.path, aside)
            logger.error("The index was put aside: %s can't be read as a folder", self.path)
        self.path.mkdir(parents=True, exist_ok=True)

    # Generations

    def current(self) -> Generation:
        """The serving generation. Raises `IndexUnavailable`."""
        try:
            return Generation(self.path / self.current_name())
        except DamagedFile as error:
            raise IndexUnavailable(str(error)) from error

    def current_name(self) -> str:
        """Raises `IndexUnavailable` where no generation was made current."""
        try:
            name = (self.path / CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise IndexUnavailable("no index was built yet") from error
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnavailable(f"the pointer to the index is unreadable: {error}") from error
        if not is_name(name):
            raise IndexUnavailable("the pointer to the index is garbled")
        return name

    def new_folder(self) -> Path:
        """A name for a generation to be built."""
        return self.path / f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"

    def make_current(self, generation: Generation) -> None:
        """Point readers at a finished generation; the one before stays for those still reading."""
        before = self._name_or_none()
        pointer = self.path / f"{CURRENT}.new"
        with pointer.open("w", encoding="ascii") as file:
            file.write(generation.name + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(pointer, self.path / CURRENT)
        sync_folder(self.path)
        self._remove_all_but({generation.name, before})

    def clear_unfinished(self) -> None:
        """Remove all generations but the one that serves: what a build broken off left behind
        takes the room that the next one needs. Only under the lock of building."""
        self._remove_all_but({self._name_or_none()})

    def _name_or_none(self) -> str | None:
        try:
            return self.current_name()
        except IndexUnavailable:
            return None

    def _remove_all_but(self, kept: set[str | None]) -> None:
        for folder in self.path.iterdir():
            if folder.is_dir() and folder.name not in kept and not _is_aside(folder):
                shutil.rmtree(folder, ignore_errors=True)

    def pointed_at(self) -> str:
        """What the pointer says, readable or not; empty where there is none."""
        try:
            return (self.path / CURRENT).read_bytes().decode("ascii", "replace").strip()
        except OSError:
            return ""

    def put_aside(self, name: str, reason: str) -> bool:
        """Take a damaged generation out of service, if it is still the one that serves.

        Only the last one so put aside is kept.
        """
        pointer = self.path / CURRENT
        if not pointer.exists() or self.pointed_at() != name:
            return False
        for old in self.path.glob("damaged-*"):
            shutil.rmtree(old, ignore_errors=True)
        if pointer.is_dir():
            os.replace(pointer, self.path / f"damaged-{CURRENT}")
        else:
            pointer.unlink()
        if is_name(name) and (self.path / name).is_dir():
            os.replace(self.path / name, self.path / f"damaged-{name}")
        sync_folder(self.path)
        logger.error("The index was put aside: %s", reason)
        return True


def is_name(name: str) -> bool:
    """Whether a pointer's content may be the name of a generation's folder."""
    return bool(name) and "/" not in name and "\0" not in name and not name.startswith(".")


def _is_aside(folder: Path) -> bool:
    return folder.name.startswith("damaged-")


def _wait_for(handle: int, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise IndexBusy(wait) from None
            time.sleep(0.05)
