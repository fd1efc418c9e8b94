"""A whole archive for benchmarks: rows written straight into the database.

The ingest has its own figures. What it would have recognised in the texts is drawn at random, so
that actors and places are as varied at any size.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from shutil import copyfile

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from archive.editing.reannotating import fingerprint, note_recognised_with
from archive.models import (
    Article,
    DateReference,
    Entity,
    Mention,
    Passage,
    PassageSpan,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Revision,
    Source,
)
from archive.models.articles import digest
from benchmarks.corpus import (
    ACTORS,
    DAYS,
    FIRST_DAY,
    OUTLETS,
    PLACES,
    SEED,
    MadeArticle,
    make_articles,
    slug,
)

CHUNK = 1000
LETTERS_OF_STATEMENT = 120
VERSION = 2  # of what is written here: an archive kept from an older one is filled anew


def filled(corpus: Path, size: int, keep: Path | None, *, told: bool = False) -> bool:
    """Give the archive of the settings `size` articles; whether they are an earlier run's.

    With `keep` a copy of the database is laid there, or taken from there; with `told` the
    articles hold statements and days.
    """
    settings.ARCHIVE_DATA.mkdir(parents=True, exist_ok=True)
    kind = "told" if told else "archive"
    kept = keep and keep / f"{kind}-{_hash(corpus)}-{size}-{VERSION}.sqlite3"
    if kept and kept.exists():
        copyfile(kept, connection.settings_dict["NAME"])
        _prepare()
        return True
    _prepare()
    fill(corpus, size, told=told)
    # Else the worker would recognise all of them anew beside what is measured.
    note_recognised_with(fingerprint())
    if kept:
        keep_copy(kept)
    return False


def _prepare() -> None:
    """What `manage.py prepare` does for readers, without the index: that is measured later."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("fonts", verbosity=0, stdout=StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_authorities", verbosity=0, stdout=StringIO())


def keep_copy(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM INTO %s", [str(partial)])
    partial.replace(path)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Entities that articles name, by the numbers of a made article."""

    actors: Sequence[Entity]
    places: Sequence[Entity]

    def by(self, one: MadeArticle) -> list[Entity]:
        return [*(self.actors[n] for n in one.actors), *(self.places[n] for n in one.places)]


@transaction.atomic
def fill(corpus: Path, size: int, *, told: bool = False) -> None:
    """Rows for `size` published articles, numbered from 1 where the archive was empty."""
    chance = random.Random(SEED)
    outlets = Source.objects.bulk_create(
        Source(slug=slug("outlet", number), name_ar=f"صحيفة {number}") for number in range(OUTLETS)
    )
    named = Named(
        actors=_entities("actor", ACTORS, "جهة", "organisation"),
        places=_entities("place", PLACES, "مكان", "place"),
    )
    for chunk in _chunks(make_articles(corpus, size)):
        articles = Article.objects.bulk_create(_article(one, outlets) for one in chunk)
        revisions = Revision.objects.bulk_create(map(_revision, articles, chunk))
        passages = Passage.objects.bulk_create(
            Passage(article=article)
            for article, one in zip(articles, chunk, strict=True)
            for _ in one.paragraphs
        )
        left = iter(passages)
        rows = list(zip(revisions, chunk, strict=True))
        spans = PassageSpan.objects.bulk_create(
            span for revision, one in rows for span in _spans(revision, one, left)
        )
        Mention.objects.bulk_create(
            mention for revision, one in rows for mention in _mentions(revision, one, named)
        )
        if told:
            _tell(spans, named, outlets, chance)
    _publish()


def _entities(kind_of_slug: str, count: int, name: str, kind: str) -> list[Entity]:
    return Entity.objects.bulk_create(
        Entity(slug=slug(kind_of_slug, number), name_ar=f"{name} {number}", kind=kind)
        for number in range(count)
    )


def _chunks(articles: Iterator[MadeArticle]) -> Iterator[list[MadeArticle]]:
    while chunk := list(islice(articles, CHUNK)):
        yield chunk


def _article(one: MadeArticle, outlets: Sequence[Source]) -> Article:
    return Article(
        outlet=outlets[one.outlet],
        published_from=one.day,
        published_to=one.day,
        precision="day" if one.day else "unknown",
        basis="stated" if one.day else "",
    )


def _revision(article: Article, one: MadeArticle) -> Revision:
    return Revision(
        article=article,
        number=1,
        title=one.title,
        text=one.text,
        sha256=digest(one.title, one.text),
        text_sha256=hashlib.sha256(one.text.encode()).hexdigest(),
    )


def _spans(
    revision: Revision, one: MadeArticle, passages: Iterator[Passage]
) -> Iterable[PassageSpan]:
    for ordinal, (start, end) in enumerate(one.spans, 1):
        yield PassageSpan(
            passage=next(passages),
            revision=revision,
            ordinal=ordinal,
            kind="paragraph",
            start=start,
            end=end,
            pieces=[[start, end]],
        )


def _mentions(revision: Revision, one: MadeArticle, named: Named) -> Iterable[Mention]:
    for start, entity in enumerate(named.by(one)):
        yield Mention(
            revision=revision, entity=entity, start=start, end=start + 1, method="made", sure=True
        )


def _tell(
    spans: Sequence[PassageSpan], named: Named, outlets: Sequence[Source], chance: random.Random
) -> None:
    """A statement in each passage, a day in every second; half of the passages name one person,
    who makes a tenth of all statements."""
    much_named = named.actors[0]
    statements = Quotation.objects.bulk_create(map(_statement, spans))
    QuotationSpeaker.objects.bulk_create(
        QuotationSpeaker(
            quotation=statement,
            entity=much_named if chance.random() < 0.1 else chance.choice(named.actors),
            printed="القائل",
        )
        for statement in statements
    )
    QuotationRelay.objects.bulk_create(
        QuotationRelay(quotation=statement, source=chance.choice(outlets), printed="الناقل")
        for statement in statements[::4]
    )
    Mention.objects.bulk_create(
        Mention(
            revision=span.revision,
            passage=span.passage,
            entity=much_named,
            start=span.start,
            end=span.start + 2,
            method="made",
            sure=True,
        )
        for span in spans[::2]
    )
    DateReference.objects.bulk_create(
        _day(span, FIRST_DAY + timedelta(days=chance.randrange(DAYS))) for span in spans[::2]
    )


def _statement(span: PassageSpan) -> Quotation:
    """The first words of a passage, as many as statements mostly have."""
    end = min(span.end, span.start + LETTERS_OF_STATEMENT)
    statement = Quotation(
        revision=span.revision,
        passage=span.passage,
        start=span.start,
        end=end,
        pieces=[[span.start, end]],
        kind="refusal" if span.pk % 30 == 0 else "reported",
        method="made",
        sure=True,
    )
    statement.note_words()
    return statement


def _day(span: PassageSpan, day: date) -> DateReference:
    return DateReference(
        revision=span.revision,
        passage=span.passage,
        start=span.start,
        end=span.end,
        iso=day.isoformat(),
        first=day,
        last=day,
        precision="day",
        anchor="publication",
        words_key=f" {day.year} ",
        method="made",
        sure=True,
    )


def _publish() -> None:
    """Every draft becomes public with its revision, in one statement."""
    own = Revision.objects.filter(article=OuterRef("pk")).values("pk")[:1]
    Article.objects.filter(status="draft").update(
        current_revision=Subquery(own), status="published"
    )
