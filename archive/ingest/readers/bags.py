"""BagIt (RFC 8493): which files of a bag are its payload, and whether they are those on its list.

The other files of a bag (tag files) are about the bag, and are no articles.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from archive.ingest.refusals import UnreadableFileError

DECLARATION = "bagit.txt"
PAYLOAD = "data/"
# The stronger one where a bag has several lists.
_HASHES = ("sha512", "sha256", "sha1", "md5")
_LISTED = re.compile(r"([0-9a-fA-F]{32,128})[ \t*]++(\S.*)")


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag in the folder `base` (empty or ending in a stroke): the hashes of its payload by path,
    as the list with this `algorithm` has them; empty where the bag has no list that is known."""

    base: str
    algorithm: str
    listed: dict[str, str]

    def is_tag_file(self, path: str) -> bool:
        return path.startswith(self.base) and not path.startswith(self.base + PAYLOAD)

    def checked(self, path: str, file: IO[bytes]) -> str:
        """A word for the report. Raises UnreadableFileError for bytes that are not the listed.

        Reads the file from its start, and leaves it there.
        """
        if not self.listed or not path.startswith(self.base):
            return ""
        known = self.listed.get(path.removeprefix(self.base))
        if known is None:
            raise UnreadableFileError(
                "ليس في قائمة الحزمة (BagIt). تحقق منه وأضفه وحده.",
                "It is not on the list of the bag (BagIt). Look at it, and add it by itself.",
            )
        file.seek(0)
        digest = hashlib.file_digest(
            file, lambda: hashlib.new(self.algorithm, usedforsecurity=False)
        )
        file.seek(0)
        if digest.hexdigest() != known:
            raise UnreadableFileError(
                f"تغيّر بعد أن وُضع في الحزمة: لا يطابق بصمته في قائمتها ({self.algorithm}). احصل "
                "على نسخة سليمة.",
                f"It changed after the bag was made: its {self.algorithm} is not the one on the "
                "bag's list (BagIt). Get an undamaged copy.",
            )
        return (
            f"يطابق بصمته في قائمة الحزمة ({self.algorithm}). "
            f"It matches the bag's list ({self.algorithm})."
        )

    def missing(self, found: Iterable[str]) -> Iterator[str]:
        """Paths on the list that are not among those found."""
        have = set(found)
        return (path for path in self.listed if self.base + path not in have)


def found_in(names: Iterable[str], text: Callable[[str], str]) -> Bag | None:
    """The bag that these files are, at their top or in their one folder; `text` reads one."""
    known = list(names)
    tops = {name.split("/", 1)[0] for name in known if "/" in name}
    bases = ["", *(f"{top}/" for top in tops if len(tops) == 1)]
    base = next((base for base in bases if base + DECLARATION in known), None)
    if base is None or not any(name.startswith(base + PAYLOAD) for name in known):
        return None
    for algorithm in _HASHES:
        path = f"{base}manifest-{algorithm}.txt"
        if path in known:
            return Bag(base, algorithm, _listed(text(path)))
    return Bag(base, "", {})


def of_folder(folder: Path) -> Bag | None:
    """The bag that a folder is. Its list is read; raises OSError where it can't be."""
    if not (folder / DECLARATION).is_file() or not (folder / PAYLOAD).is_dir():
        return None
    names = [DECLARATION, f"{PAYLOAD}.", *(path.name for path in folder.glob("manifest-*.txt"))]
    return found_in(names, lambda name: (folder / name).read_text("utf-8", errors="replace"))


def _listed(manifest: str) -> dict[str, str]:
    found = (_LISTED.fullmatch(line.strip()) for line in manifest.splitlines())
    return {unquote(line[2]).removeprefix("./"): line[1].lower() for line in found if line}
