"""Plain files written whole, by their SHA-256, without following any link below a folder.

A folder is the operator's choice and may itself lie behind a link. What lies in it is data: a
link, a device or a pipe in the place of a file is refused, and never read or written through.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHUNK = 1 << 20
HALF_WRITTEN = ".half-"  # how the names of files begin that are being written
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Measured:
    """A file's bytes, told apart from all others."""

    size: int
    sha256: str


class DamagedSourceError(OSError):
    """The bytes to be copied can't be read, or are not those that their SHA-256 names."""


def open_plain(folder: Path, name: str) -> IO[bytes]:
    """Open a plain file for reading; `name` may have folders in it. Raises OSError."""
    with _folder_of(folder, name) as (inner, last):
        handle = os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=inner)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a plain file", name)
    return os.fdopen(handle, "rb")


def size_of(folder: Path, name: str) -> int | None:
    """How many bytes a plain file has; None where there is none."""
    try:
        with _folder_of(folder, name) as (inner, last):
            found = os.stat(last, dir_fd=inner, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def measure(folder: Path, name: str) -> Measured:
    """Read a plain file through. Raises OSError."""
    with open_plain(folder, name) as file:
        size, digest = 0, hashlib.sha256()
        while chunk := file.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
    return Measured(size, digest.hexdigest())


def read_back(folder: Path, name: str) -> Measured:
    """The same from the disk where the system allows it, not from what it still remembers."""
    if hasattr(os, "posix_fadvise"):
        with open_plain(folder, name) as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return measure(folder, name)


def write(
    source: IO[bytes], folder: Path, name: str, *, sha256: str = "", mode: int = PRIVATE
) -> Measured:
    """Write a file whole or not at all, synced to disk, and read it back.

    Replaces what bears the name. Raises `DamagedSourceError` when the source can't be read or
    has not the `sha256` asked for, and OSError when the disk refuses. Syncing the folder is left
    to the caller, who may have many files for it.
    """
    digest, size = hashlib.sha256(), 0
    half_written = f"{HALF_WRITTEN}{secrets.token_hex(8)}"
    with _folder_of(folder, name, make=True) as (inner, last):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            with os.fdopen(os.open(half_written, flags, mode, dir_fd=inner), "wb") as copy:
                for chunk in _chunks(source):
                    digest.update(chunk)
                    size += len(chunk)
                    copy.write(chunk)
                copy.flush()
                os.fchmod(copy.fileno(), mode)
                os.fsync(copy.fileno())
            written = Measured(size, digest.hexdigest())
            if sha256 and written.sha256 != sha256:
                raise DamagedSourceError(f"SHA-256 {written.sha256}")
            os.replace(half_written, last, src_dir_fd=inner, dst_dir_fd=inner)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(half_written, dir_fd=inner)
    if read_back(folder, name) != written:
        raise OSError(errno.EIO, "read back otherwise than written", name)
    return written


def write_bytes(content: bytes, folder: Path, name: str, *, mode: int = PRIVATE) -> Measured:
    """The same for bytes in memory, and the folder is synced too."""
    written = write(io.BytesIO(content), folder, name, mode=mode)
    sync((folder / name).parent)
    return written


def sync(path: Path) -> None:
    """See a file's bytes, or a folder's names, onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_half_written(folder: Path) -> None:
    """Remove what killed processes left half written; only while nobody else writes there."""
    for path in folder.rglob(f"{HALF_WRITTEN}*"):
        path.unlink()


@contextmanager
def locked(folder: Path, *, shared: bool = False) -> Iterator[bool]:
    """Whether nobody else holds the folder; the lock dies with its process.

    The folder itself is locked: it may lie on a disk that nothing can be written to.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    try:
        while chunk := source.read(CHUNK):
            yield chunk
    except OSError as error:
        raise DamagedSourceError(error.errno, error.strerror) from error


@contextmanager
def _folder_of(folder: Path, name: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
    """The open folder that holds a file, and the file's last name."""
    *inner, last = name.split("/")
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in inner:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(part, 0o700, dir_fd=handle)
                    os.fsync(handle)
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
            deeper = os.open(part, flags, dir_fd=handle)
            os.close(handle)
            handle = deeper
        yield handle, last
    finally:
        os.close(handle)
