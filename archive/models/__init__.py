"""What the archive stores. Each QuerySet stands above its model; a file imports from those before.

visibility  who sees which articles
sources     who publishes
articles    what was published: originals, articles, revisions, links, passages and their spans
entities    who and where it is about, under which names
findings    where texts name them, and which sources they relay
decisions   what was done to articles, by whom
ingests     uploads and their reports
"""

from archive.dates import Precision
from archive.models.articles import (
    Article,
    Link,
    MinHashBand,
    Original,
    Passage,
    PassageSpan,
    Revision,
)
from archive.models.decisions import Decision
from archive.models.entities import Entity, EntityName, Role
from archive.models.findings import Citation, Mention
from archive.models.ingests import Ingest, IngestRecord
from archive.models.sources import Source, SourceName

__all__ = [
    "Article",
    "Citation",
    "Decision",
    "Entity",
    "EntityName",
    "Ingest",
    "IngestRecord",
    "Link",
    "Mention",
    "MinHashBand",
    "Original",
    "Passage",
    "PassageSpan",
    "Precision",
    "Revision",
    "Role",
    "Source",
    "SourceName",
]
