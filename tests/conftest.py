"""Fixtures for every test."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as property_tests

from archive.annotation.names import Recogniser
from archive.dates import parse_partial
from archive.ingest import store as store_module
from archive.ingest.parsed import parse_text
from archive.ingest.store import Stored
from archive.models import Article, Entity, EntityName, Source, SourceName
from archive.reading import names_cache
from archive.views.merged import merged_slugs
from search.index import outbox
from search.query import authorities
from tests.factories import make_article

# How long an example takes says more about the machine than about the archive.
property_tests.register_profile(
    "archive", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# `--hypothesis-profile nightly`: many more examples, and those that failed are kept.
property_tests.register_profile(
    "nightly",
    parent=property_tests.get_profile("archive"),
    max_examples=5_000,
    derandomize=False,
)
property_tests.load_profile("archive")


@pytest.fixture(autouse=True)
def arabic_first():
    """Each test begins in Arabic, whatever language the last page of the one before had."""
    translation.activate("ar")


@pytest.fixture(autouse=True)
def nothing_remembered():
    """The sources and entities of one test are not those of the next."""
    names_cache.sources.forget()
    names_cache.entities.forget()
    merged_slugs.forget()


@pytest.fixture(scope="session")
def samples(request: pytest.FixtureRequest) -> Path:
    """The folder given with --samples."""
    folder = request.config.getoption("--samples")
    if not folder:
        pytest.skip("no folder of real articles was given (--samples DIR)")
    path = Path(folder)
    if not path.is_dir():
        pytest.fail(f"--samples {folder} is not a folder")
    return path


@pytest.fixture
def archive_folders(tmp_path: Path, settings):
    """Originals, cache and index of one test, in a folder of its own."""
    settings.ARCHIVE_DATA = tmp_path
    settings.ARCHIVE_ORIGINALS = tmp_path / "originals"
    settings.ARCHIVE_CACHE = tmp_path / "cache"
    settings.ARCHIVE_INDEX = tmp_path / "index"
    settings.MEDIA_ROOT = settings.ARCHIVE_ORIGINALS
    return tmp_path


@pytest.fixture
def limit(settings) -> Callable[..., None]:
    """Sets limits of the archive for one test: `limit(title=20)`."""

    def set_limits(**limits: int) -> None:
        settings.LIMITS = replace(settings.LIMITS, **limits)

    return set_limits


@pytest.fixture
def run_command(db, archive_folders) -> Callable[..., tuple[int, list[dict[str, Any]]]]:
    """Runs a command with --json: its exit code and the objects it printed."""

    def run(*arguments: object) -> tuple[int, list[dict[str, Any]]]:
        printed, code = StringIO(), 0
        try:
            call_command(*map(str, arguments), "--json", stdout=printed, stderr=StringIO())
        except CommandError as error:
            code = error.returncode
        return code, [json.loads(line) for line in printed.getvalue().splitlines()]

    return run


@pytest.fixture
def ingest(run_command, tmp_path) -> Callable[..., list[dict[str, Any]]]:
    """Ingests records (dicts, as JSON Lines) and returns the report."""

    def ingest_records(*records: dict[str, Any], options: tuple[str, ...] = ()) -> list[dict]:
        path = tmp_path / "articles.jsonl"
        lines = (json.dumps(record, ensure_ascii=False) for record in records)
        path.write_text("\n".join(lines), encoding="utf-8")
        return run_command("ingest", path, "--undated", *options)[1]

    return ingest_records


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file (text or bytes) into a folder of its own."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "incoming" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def store_text(db) -> Callable[..., Stored]:
    """Stores a text the way ingest does; keywords go to the record or to `store`."""

    def store(
        text: str,
        *,
        title: str = "عنوان المقال",
        record_id: str = "",
        published_on: str = "",
        **options: Any,
    ) -> Stored:
        published = parse_partial(published_on) if published_on else None
        parsed = parse_text(
            text, Recogniser(), title=title, record_id=record_id, published=published
        )
        return store_module.store(parsed, published=published, **options)

    return store


@pytest.fixture
def make_entity(db) -> Callable[..., Entity]:
    """An entity with short names: `make_entity("joey-hood", "جوي هود", short=["هود"])`."""

    def make(
        slug: str,
        name: str,
        *,
        kind: str = "person",
        short: tuple[str, ...] | list[str] = (),
        standalone: str = "yes",
    ) -> Entity:
        entity = Entity.objects.create(slug=slug, name_ar=name, kind=kind)
        for other in short:
            EntityName.objects.create(
                entity=entity, name=other, kind="short", standalone=standalone
            )
        return entity

    return make


@pytest.fixture
def make_source(db) -> Callable[..., Source]:
    """A source; `cue` says that its bare name is a common word."""

    def make(slug: str, name: str, *, cue: bool = False, aliases: tuple[str, ...] = ()) -> Source:
        source = Source.objects.create(slug=slug, name_ar=name)
        if cue:
            SourceName.objects.create(source=source, name=name, needs_cue=True)
        for alias in aliases:
            SourceName.objects.create(source=source, name=alias)
        return source

    return make


@pytest.fixture
def names_are_fresh() -> Iterator[None]:
    """The names that queries remember are those of this test's database."""
    authorities.forget()
    yield
    authorities.forget()


@pytest.fixture
def indexed(db, archive_folders, names_are_fresh) -> Callable[..., list[Article]]:
    """Publishes articles, one a text, and indexes them.

    A text is a title, or a pair of title and text.
    """

    def publish(*texts: str | tuple[str, str], **fields: object) -> list[Article]:
        articles = []
        for given in texts:
            title, text = given if isinstance(given, tuple) else (given, f"{given}.")
            articles.append(make_article(title, text, **fields))
        outbox.drain()
        return articles

    return publish
