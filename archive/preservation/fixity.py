"""Fixity checks: what is no longer as it was captured, found by its SHA-256, and its repair.

The hashes decide. A revision gets back the title and the text whose SHA-256 stands in its row, an
original the bytes whose SHA-256 is its name. Only where a revision's words are those of its
original, read again, is it the hash that is repaired. All else is named, and stays as it is.
"""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from archive.arabic.letters import fold
from archive.ingest.markup import body_with_markup, title_with_markup
from archive.ingest.readers import Reader, Record, readers_for
from archive.ingest.refusals import RecordError
from archive.ingest.store import announce_changes
from archive.ingest.structure import parse
from archive.models import Article, Decision, Original, Revision
from archive.models.articles import digest
from archive.preservation import originals
from archive.preservation.consistency import Difference, revision_keys

TRIGGER = "revision_never_changes"
Words = tuple[str, str]  # title and text


# Revisions.


@dataclass(frozen=True, slots=True)
class Kept:
    """A revision's hashes and words as they stand; None for words that can't be read."""

    pk: int
    sha256: str
    text_sha256: str
    words: Words | None

    @property
    def is_sound(self) -> bool:
        return self.words is not None and _hashes(self.words) == (self.sha256, self.text_sha256)


def check_revisions(*, repair: bool) -> Iterator[Difference]:
    """Every revision whose words and SHA-256 differ, repaired where that is asked for."""
    damaged = [kept.pk for keys in revision_keys() for kept in _rows(keys) if not kept.is_sound]
    for chunk in (damaged[at : at + 500] for at in range(0, len(damaged), 500)):
        rows = Revision.objects.filter(pk__in=chunk).order_by("original", "original_record", "pk")
        whole = rows.defer("title", "text").select_related("article", "original")
        for original, group in groupby(whole, key=lambda revision: revision.original):
            revisions = list(group)
            again = _read_again(original, {one.original_record for one in revisions})
            for revision in revisions:
                yield _examined(revision, again[revision.original_record], repair=repair)


def _rows(keys: Sequence[int]) -> list[Kept]:
    rows = Revision.objects.filter(pk__in=keys).order_by("pk")
    try:
        return [
            Kept(*hashes, words if all(isinstance(part, str) for part in words) else None)
            for *hashes, title, text in rows.values_list(
                "pk", "sha256", "text_sha256", "title", "text"
            )
            for words in [(title, text)]
        ]
    except DatabaseError:  # some of the bytes are no text any more
        if len(keys) > 1:
            return [kept for key in keys for kept in _rows([key])]
    return [Kept(*row, None) for row in rows.values_list("pk", "sha256", "text_sha256")]


def _hashes(words: Words) -> tuple[str, str]:
    title, text = words
    return digest(title, text), hashlib.sha256(text.encode()).hexdigest()


def _examined(revision: Revision, again: list[Words], *, repair: bool) -> Difference:
    (kept,) = _rows([revision.pk])
    words = _proven(kept, again, _words_of_others(revision, kept))
    if words is not None and repair:
        _repair(revision, words, _what_differs(kept, words))
    return Difference(
        kind="revision",
        name=f"{revision.article.public_id}/r/{revision.number}",
        problem=_says(kept, words, repair=repair),
        mended=words is not None and repair,
    )


def _proven(kept: Kept, again: list[Words], others: list[Words]) -> Words | None:
    """The words that the row's SHA-256 proves, or that the row and its original both have."""
    known = [*([kept.words] if kept.words else []), *again, *others]
    titles = dict.fromkeys(title for title, _ in known)
    texts = dict.fromkeys(text for _, text in known)
    for title, text in product(titles, texts):
        if digest(title, text) == kept.sha256:
            return title, text
    return kept.words if kept.words in again else None


def _words_of_others(revision: Revision, kept: Kept) -> list[Words]:
    """Other revisions that may have the same title or the same text."""
    alike = Revision.objects.filter(
        Q(article=revision.article_id) | Q(text_sha256=kept.text_sha256)
    ).exclude(pk=revision.pk)
    rows = _rows(list(alike.values_list("pk", flat=True)))
    return [other.words for other in rows if other.words is not None]


def _read_again(original: Original | None, numbers: set[int]) -> dict[int, list[Words]]:
    """Title and text of some records of an original, as the archive parses them today.

    Whatever its name says: the same bytes may first have arrived under another. Nothing where
    the bytes themselves have changed.
    """
    found: dict[int, list[Words]] = defaultdict(list)
    if original is None or not _is_sound(original.sha256):
        return found
    with originals.path_of(original.sha256).open("rb") as file:
        for reader in readers_for(file, original.name):
            file.seek(0)
            for record in _records(reader, file, original.name, max(numbers)):
                if record.number in numbers:
                    found[record.number] += _parsed(record)
    return found


def _is_sound(sha256: str) -> bool:
    try:
        return originals.is_sound(sha256)
    except OSError:  # it is named among the originals
        return False


def _records(reader: Reader, file: IO[bytes], name: str, last: int) -> Iterator[Record]:
    try:
        for read in reader(file, name):
            if isinstance(read, Record):
                yield read
            if read.number >= last:
                return
    except RecordError:
        return


def _parsed(record: Record) -> list[Words]:
    try:
        structure = parse(record.body, title=record.title)
    except RecordError:
        return []
    return [(structure.title, structure.text)]


def _what_differs(kept: Kept, words: Words) -> tuple[str, str]:
    """What of a revision is not as proven, in Arabic and English."""
    if kept.words == words:
        return "بصمتها", "its SHA-256"
    if kept.words is not None and kept.words[1] == words[1]:
        return "عنوانها", "its title"
    return "نصها", "its text"


def _says(kept: Kept, words: Words | None, *, repair: bool) -> str:
    wrong = (
        "لا يُقرأ نصها من قاعدة البيانات. Its text can't be read from the database."
        if kept.words is None
        else "لا يطابق نصها بصمتها. Its text does not match its SHA-256."
    )
    if words is None:
        return (
            f"{wrong} لا أصل هنا يثبت ما كان: استعد قاعدة البيانات من نسخة احتياطية. "
            "Nothing here proves what it was: restore the database from a backup."
        )
    arabic, english = _what_differs(kept, words)
    if repair:
        return f"{wrong} أُعيد {arabic} كما كان. Put back as it was: {english}."
    return f"{wrong} يعيد --repair {arabic}. --repair can put back {english}."


@transaction.atomic
def _repair(revision: Revision, words: Words, what: tuple[str, str]) -> None:
    """Write proven words and their hashes, and into the article's history that it was done."""
    title, text = words
    sha256, text_sha256 = _hashes(words)
    article = revision.article
    with _trigger_lifted():
        # The manager of the model itself refuses, as it should.
        Revision._base_manager.filter(pk=revision.pk).update(
            title=title, text=text, sha256=sha256, text_sha256=text_sha256
        )
    if article.current_revision_id == revision.pk:
        Article.objects.filter(pk=article.pk).update(title_key=fold(title))
    arabic, english = what
    about = f"النسخة {revision.number}: {arabic}. Revision {revision.number}: {english}."
    Decision.objects.record(article, Decision.Kind.MENDED, None, {"note": about})
    announce_changes([article])


@contextmanager
def _trigger_lifted() -> Iterator[None]:
    """Without the trigger that refuses changes of a revision; only inside a transaction.

    Nobody else ever sees the table without it, and where the work breaks off it was never gone.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE archive_revision DISABLE TRIGGER {TRIGGER}")
            yield
            cursor.execute(f"ALTER TABLE archive_revision ENABLE TRIGGER {TRIGGER}")
            return
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [TRIGGER]
        )
        made_by = [statement for (statement,) in cursor.fetchall()]
        cursor.execute(f"DROP TRIGGER IF EXISTS {TRIGGER}")
        yield
        for statement in made_by:
            cursor.execute(statement)


# Originals.


def check_originals(*, repair: bool) -> Iterator[Difference]:
    """Every original that is not there with its bytes, repaired where that is asked for."""
    files: dict[int, list[Path]] | None = None
    for original in Original.objects.order_by("pk"):
        try:
            if originals.is_sound(original.sha256):
                continue
            files = originals.files_by_size() if files is None else files
            found = _bytes_again(original, files.get(original.size, []))
            if found is not None:
                with found:
                    if repair:
                        originals.keep_bytes(found)
        except OSError as error:
            yield _unreadable(original, error)
            continue
        yield Difference(
            kind="original",
            name=original.sha256,
            problem=_says_of(original, can_be_repaired=found is not None, repair=repair),
            mended=found is not None and repair,
        )


def _bytes_again(original: Original, files: Sequence[Path]) -> IO[bytes] | None:
    """The same bytes from a file that lies elsewhere, or from the words of the database."""
    for path in files:
        if originals.has_bytes(path, original.sha256):
            return path.open("rb")
    for data in _spellings(original):
        if hashlib.sha256(data).hexdigest() == original.sha256:
            return io.BytesIO(data)
    return None


def _spellings(original: Original) -> Iterator[bytes]:
    """What a plain text may have been, from the one revision that was made of it."""
    made = list(original.revisions.all()[:2])
    if len(made) != 1:
        return
    (revision,) = made
    written = [
        (revision.title, revision.text),
        (title_with_markup(revision), body_with_markup(revision)),
    ]
    for (title, body), gap, end, line in product(
        dict.fromkeys(written), ("\n\n", "\n"), ("\n", ""), ("\n", "\r\n")
    ):
        try:
            yield f"{title}{gap}{body}{end}".replace("\n", line).encode(original.encoding)
        except (UnicodeEncodeError, LookupError):
            return


def _says_of(original: Original, *, can_be_repaired: bool, repair: bool) -> str:
    path = originals.path_of(original.sha256)
    where = path.relative_to(Path(settings.ARCHIVE_ORIGINALS).parent)
    wrong = (
        f"{original.name}: تغيّرت بايتات الملف. The file's bytes changed."
        if path.exists()
        else f"{original.name}: الملف مفقود. The file is missing."
    )
    if not can_be_repaired:
        return (
            f"{wrong} استعده من نسخة احتياطية إلى {where} أو ارفع الملف نفسه من جديد. "
            f"Bring it back from a backup to {where}, or upload the same file again."
        )
    if repair:
        return f"{original.name}: أُعيدت بايتاته. Its bytes were put back to {where}."
    return f"{wrong} يعيدها --repair. --repair can put them back."


def _unreadable(original: Original, error: OSError) -> Difference:
    return Difference(
        kind="original",
        name=original.sha256,
        problem=f"{original.name}: لا يُقرأ الملف أو لا يُكتب، راجع أذوناته. "
        f"The file can't be read or written, look at its permissions: {error}",
    )
