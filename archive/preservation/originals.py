"""The bytes of every upload, kept under their SHA-256 and never changed.

`originals/ab/abcdef…`: a file is whole or not there, and is on the disk before any row refers
to it. One that changed afterwards, on a failing disk or by hand, is moved aside when its bytes
come again.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import secrets
import time
import zlib
from collections import defaultdict
from pathlib import Path
from typing import IO

from django.conf import settings

from archive.ingest import encodings
from archive.ingest.refusals import UnreadableFileError
from archive.models import Original
from archive.preservation import files

CHUNK = 1 << 20
HALF_WRITTEN_AFTER = 24 * 60 * 60  # seconds
READ_ONLY = 0o400
DAMAGED = "damaged"  # the folder beside them for files whose bytes changed


def path_of(sha256: str) -> Path:
    """Where the bytes with this SHA-256 are kept."""
    return Path(settings.ARCHIVE_ORIGINALS) / sha256[:2] / sha256


def keep(file: IO[bytes], name: str) -> Original:
    """Keep a file's bytes and their row; one that is already kept, and sound, stays as it was.

    Reads the file from its start, whatever its position. Raises OSError when the disk refuses.
    """
    sha256, size = keep_bytes(file)
    original, _ = Original.objects.get_or_create(
        sha256=sha256,
        defaults={"name": name[-255:], "size": size, "encoding": encoding_of(file, name)},
    )
    return original


def keep_data(data: bytes, name: str) -> Original:
    """The same for bytes in memory, such as a pasted text's."""
    return keep(io.BytesIO(data), name)


def encoding_of(file: IO[bytes], name: str) -> str:
    """The encoding that the file's beginning shows, or `unknown`."""
    file.seek(0)
    try:
        if name.lower().endswith(".gz"):
            with gzip.open(file, "rb") as unpacked:
                sample = unpacked.read(encodings.SAMPLE)
        else:
            sample = file.read(encodings.SAMPLE)
        return encodings.detect(sample, whole=len(sample) < encodings.SAMPLE)
    except (UnreadableFileError, OSError, EOFError, zlib.error):
        return "unknown"


def keep_bytes(file: IO[bytes]) -> tuple[str, int]:
    """Write the bytes where they belong; returns their SHA-256 and how many they are."""
    folder = Path(settings.ARCHIVE_ORIGINALS)
    folder.mkdir(parents=True, exist_ok=True)
    half_written = folder / f".half-{secrets.token_hex(8)}"
    try:
        sha256, size = _copy(file, half_written)
        _put_in_place(half_written, path_of(sha256))
    finally:
        half_written.unlink(missing_ok=True)
    return sha256, size


def is_sound(sha256: str) -> bool:
    """Whether the bytes are there and have this SHA-256. Raises OSError when they can't be read."""
    path = path_of(sha256)
    return path.exists() and has_bytes(path, sha256)


def clear_half_written() -> None:
    """Remove what uploads that were killed left half written: a day old, nobody writes it now."""
    for path in Path(settings.ARCHIVE_ORIGINALS).glob(".half-*"):
        if time.time() - path.stat().st_mtime > HALF_WRITTEN_AFTER:
            path.unlink(missing_ok=True)


def files_by_size() -> dict[int, list[Path]]:
    """Every file in the folder of originals that is not being written, whatever its name."""
    found: dict[int, list[Path]] = defaultdict(list)
    for path in Path(settings.ARCHIVE_ORIGINALS).rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            found[path.stat().st_size].append(path)
    return found


def has_bytes(path: Path, sha256: str) -> bool:
    """Whether a file's bytes have this SHA-256. Raises OSError when they can't be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _copy(file: IO[bytes], target: Path) -> tuple[str, int]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as copy:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest(), size


def _put_in_place(half_written: Path, target: Path) -> None:
    if is_sound(target.name):
        return
    _make_folder(target.parent)
    if target.exists():
        _move_aside(target)
    half_written.chmod(READ_ONLY)
    os.replace(half_written, target)
    files.sync(target.parent)


def _move_aside(path: Path) -> None:
    """Bytes that changed are kept too: `originals/damaged/<SHA-256 they had>-<a mark>`."""
    folder = Path(settings.ARCHIVE_ORIGINALS) / DAMAGED
    _make_folder(folder)
    os.replace(path, folder / f"{path.name}-{secrets.token_hex(4)}")
    files.sync(folder)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        files.sync(folder.parent)
