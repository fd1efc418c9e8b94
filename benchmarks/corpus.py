"""Archives of any size for benchmarks, recombined from the paragraphs of a real collection.

The collection is JSON Lines (gzipped or not) with `title` and `body`. Below its own size its
articles are taken as they are. Beyond it, new ones are made of its headlines and two to six of
its paragraphs, drawn at random (always the same for the same seed). Outlets, dates, actors and
places are drawn too, with frequencies that fall off as they do in a real archive.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SEED = 20211122
OUTLETS = 40
ACTORS = 200
PLACES = 100
FIRST_DAY = date(2003, 3, 20)
DAYS = 365 * 18
UNDATED_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class MadeArticle:
    title: str
    paragraphs: tuple[str, ...]
    outlet: int
    actors: tuple[int, ...]
    places: tuple[int, ...]
    day: date | None

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each paragraph stands in the text."""
        spans, start = [], 0
        for paragraph in self.paragraphs:
            spans.append((start, start + len(paragraph)))
            start += len(paragraph) + 1
        return tuple(spans)


def slug(kind: str, number: int) -> str:
    return f"{kind}{number}"


def make_articles(collection: Path, size: int) -> Iterator[MadeArticle]:
    chance = random.Random(SEED)
    records = list(_records(collection))
    paragraphs = [paragraph for _, body in records for paragraph in body]
    for number in range(size):
        if number < len(records):
            title, body = records[number]
        else:
            title = chance.choice(records)[0]
            body = tuple(chance.choices(paragraphs, k=chance.randint(2, 6)))
        yield MadeArticle(
            title=title,
            paragraphs=body,
            outlet=_falling_off(chance, OUTLETS),
            actors=_some(chance, ACTORS, 6),
            places=_some(chance, PLACES, 4),
            day=None
            if chance.random() < UNDATED_SHARE
            else FIRST_DAY + timedelta(days=chance.randrange(DAYS)),
        )


def describe(collection: Path, size: int) -> str:
    """How an archive of this size is made, in a sentence."""
    own = sum(1 for _ in _records(collection))
    made = f"; {size - own:,} more recombined from their headlines and paragraphs" * (size > own)
    return (
        f"{min(size, own):,} articles of {collection.name} as they are{made}; "
        f"outlets ({OUTLETS}), actors ({ACTORS}), places ({PLACES}) and days drawn at random, "
        f"seed {SEED}"
    )


def _records(collection: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    opened = gzip.open if collection.suffix == ".gz" else open
    with opened(collection, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            body = tuple(part.strip() for part in record["body"].split("\n") if part.strip())
            if record["title"].strip() and body:
                yield record["title"].strip(), body


def _falling_off(chance: random.Random, count: int) -> int:
    """A number below `count`; small ones are much more frequent."""
    return min(int(chance.paretovariate(0.7)) - 1, count - 1)


def _some(chance: random.Random, count: int, most: int) -> tuple[int, ...]:
    return tuple(sorted({chance.randrange(count) for _ in range(chance.randrange(most))}))
