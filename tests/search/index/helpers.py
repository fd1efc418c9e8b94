"""Articles written and found, and a disk that is full."""

import errno

from archive.annotation.names import Recogniser
from archive.arabic.letters import fold
from archive.dates import parse_partial
from archive.ingest import store as archive_store
from archive.ingest.parsed import parse_text
from archive.models import Article
from search.engines.connection import reader
from search.engines.plan import Plan, Term
from tests.search.engines.whoosh.helpers import index_folder


def write(title: str, text: str, *, publish: bool = True, on: str | None = None) -> Article:
    draft = parse_text(text, Recogniser(), title=title)
    published = parse_partial(on) if on else None
    return archive_store.store(draft, published=published, publish=publish).article


def found(word: str, **plan) -> list[int]:
    plan = Plan(clauses=(Term(fold(word)),), limit=50, **plan)
    return [hit.article for hit in reader().find(plan).hits]


FULL = OSError(errno.ENOSPC, "No space left on device")


def refuse(*args, **kwargs):
    raise FULL


def generations() -> list[str]:
    return sorted(path.name for path in index_folder().path.iterdir() if path.is_dir())
