"""Articles as lists of results show them: the columns that a card prints, and no models.

Making an article, its revision and its source out of every row takes Django longer than the
database takes to find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from archive.addresses import address_of
from archive.dates import iso_date
from archive.models import Article, Source
from archive.models.visibility import Viewer, hidden_from
from archive.reading.names_cache import sources
from archive.reading.prepared import STAND_INS, PreparedQuery


@dataclass(frozen=True, slots=True)
class Wording:
    """A revision: its primary key and what it prints."""

    pk: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """One article as a card shows it; to templates it is what an `Article` is to them."""

    pk: int
    public_id: str
    language: str
    published_from: date | None
    precision: str
    basis: str
    byline: str
    outlet: Source | None
    current_revision: Wording

    @property
    def title(self) -> str:
        return self.current_revision.title

    @property
    def published_on(self) -> str:
        return iso_date(self.published_from, self.precision)

    @property
    def is_demonstration(self) -> bool:
        return self.outlet is not None and self.outlet.is_demonstration

    def get_absolute_url(self) -> str:
        return address_of("archive:article", self.public_id)


COLUMNS = (
    "pk",
    "public_id",
    "language",
    "published_from",
    "precision",
    "basis",
    "byline",
    "outlet_id",
)
WORDING = ("current_revision_id", "current_revision__title", "current_revision__text")


def cards_of(viewer: Viewer, keys: Sequence[int]) -> dict[int, ArticleCard]:
    """Those of the articles that the viewer may see, by primary key; in one query for ten.

    One more finds outlets that this process has not met of late.
    """
    return _made(row for row in _cards(viewer, WORDING).rows(keys) if row[-1])


def headings_of(viewer: Viewer, keys: Sequence[int]) -> dict[int, ArticleCard]:
    """The same without their texts, for lists of headlines."""
    rows = _cards(viewer, WORDING[:-1]).rows(keys) if keys else ()
    return _made((*row, "") for row in rows if row[-1])


_prepared: dict[tuple[frozenset[Article.Status], Sequence[str]], PreparedQuery] = {}


def _cards(viewer: Viewer, wording: tuple[str, ...]) -> PreparedQuery:
    """The query as `visible_to` has it for everyone from whom the same is hidden."""
    asked = frozenset(hidden_from(viewer)), wording
    if asked not in _prepared:
        seen = Article.objects.visible_to(viewer).filter(pk__in=STAND_INS)
        _prepared[asked] = PreparedQuery(seen.values_list(*COLUMNS, *wording))
    return _prepared[asked]


def _made(rows: Iterable[Sequence]) -> dict[int, ArticleCard]:
    found = list(rows)
    outlets = sources.by_key(outlet for *_, outlet, _pk, _title, _text in found if outlet)
    return {row[0]: _article(row, outlets) for row in found}


def _article(row: Sequence, outlets: dict[int, Source]) -> ArticleCard:
    *columns, outlet, revision, title, text = row
    return ArticleCard(*columns, outlets.get(outlet), Wording(revision, title, text))
