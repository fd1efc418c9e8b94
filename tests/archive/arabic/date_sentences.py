"""The sentences of `date_sentences.tsv`."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_suffix(".tsv")


class Sentence(NamedTuple):
    kind: str
    published: str | None
    text: str
    dates: list[tuple[str, str | None]]  # the words, and what they resolve to


def sentences(*sets: str) -> Iterator[Sentence]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, kind, published, text, *dates = line.split("\t")
        if name in sets:
            yield Sentence(kind, None if published == "-" else published, text, _dates(dates))


def _dates(cells: list[str]) -> list[tuple[str, str | None]]:
    pairs = [pair.split("=") for cell in cells for pair in cell.split(";")]
    return [(words.strip(), _value(value.strip())) for words, value in pairs]


def _value(written: str) -> str | None:
    return None if written == "?" else written
