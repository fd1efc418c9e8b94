"""Files made to stop whoever reads them.

`python -m tests.archive.ingest.hostile FOLDER` writes them in full size, to be tried on a running
archive by upload and by `manage.py ingest FOLDER`.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

SENTENCE = "قال الوزير إن القوات ستغادر القاعدة نهاية الشهر المقبل."
FATHA, SHADDA = "\N{ARABIC FATHA}", "\N{ARABIC SHADDA}"
# What each is made of: an opening that repeats, and what may follow it. All are pasted as text.
REPEATED = {
    "brackets": "[",
    "nested-links": "[ا](",
    "images": "![",
    "bold": "**ا",
    "addresses": "[ا](ب(ج)",
    "headings": "# ",
    "bullets": "- ",
    "rules": "---\n",
    "spaces": " \t",
    "marks": FATHA + SHADDA,
    "quotes": "«",
    "dots": "…",
    "tatweel": "ـ",
    "isolates": "\N{RIGHT-TO-LEFT ISOLATE}",
    "digits": "٣",
    "slashes": "ا/",
    "short-lines": "نعم\n",
    "titles-of-people": "ابن عبد ",
}


def files(scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """Names and bytes; `scale` shrinks those whose weight is their size."""
    size = int(300_000 * scale)
    for name, repeated in REPEATED.items():
        run = (repeated * (size // len(repeated)))[:size]
        yield f"one-line-{name}.txt", f"عنوان\n\n{SENTENCE}\n\nا{run}ب\n".encode()
        spread = "\n".join(f"ا{repeated * 50}ب" for _ in range(size // (50 * len(repeated))))
        yield f"lines-{name}.md", f"عنوان {name}\n\n{SENTENCE}\n\n{spread}\n".encode()
    yield "line-of-5-MB.txt", ("عنوان\n\n" + "ه" * int(2_500_000 * scale)).encode()
    yield "title-of-1-MB.txt", ("ع" * int(500_000 * scale) + f"\n\n{SENTENCE}").encode()
    yield "many-paragraphs.txt", ("عنوان\n\n" + f"{SENTENCE}\n\n" * int(38_000 * scale)).encode()
    yield "nul.txt", f"عنوان\n\n{SENTENCE}\0\n".encode()
    yield "controls.txt", f"عنوان\n\n{SENTENCE}\x1b[2J\x07\n".encode()
    yield "lone-surrogate.jsonl", b'{"id": "s", "title": "\\ud800", "body": "\\udfff"}\n'
    yield "deep.jsonl", b"[" * int(5_000_000 * scale)
    yield "deep-fields.jsonl", b'{"body": ' * int(1_000_000 * scale)
    yield "bad-lines.jsonl", b"{\n" * int(1_000_000 * scale)
    yield "huge-number.jsonl", b'{"id": ' + b"9" * int(1_000_000 * scale) + b"}"
    yield "bomb.jsonl.gz", _packed(b"\n", int(1_000_000_000 * scale))
    yield "bomb-of-one-line.jsonl.gz", _packed(b"x", int(1_000_000_000 * scale))
    yield "cut.jsonl.gz", gzip.compress(json.dumps({"title": "ع"}).encode() * 1000)[:-20]
    yield "binary.txt", bytes(range(256)) * int(4000 * scale)
    yield "sound.txt", f"عنوان المقال السليم\n\n{SENTENCE}\n".encode()


def _packed(byte: bytes, times: int) -> bytes:
    packing = zlib.compressobj(9, wbits=31)
    chunk = byte * (1 << 20)
    parts = [packing.compress(chunk) for _ in range(times >> 20)]
    return b"".join([*parts, packing.flush()])


def write(folder: Path, scale: float = 1.0) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files(scale):
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in write(Path(sys.argv[1])):
        sys.stdout.write(f"{written}\n")
