"""A whole run of ingest: files in, one line of report a record out.

Used by the command, and by the queue for uploads that wait there. A line is reported only after
the transaction that stored its record was committed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from archive.annotation.names import Recogniser
from archive.dates import DateError, PublicationDate, parse_partial
from archive.ingest.matching import BatchLookup
from archive.ingest.outlets import OutletBook
from archive.ingest.parsed import Origin, ParsedRecord, parse_record
from archive.ingest.readers import Read, Record, Refused, read_stream, shown_name
from archive.ingest.refusals import CannotRunError, RecordError, UnreadableFileError
from archive.ingest.store import Stored, announce_changes, store
from archive.models import Article, Ingest, IngestRecord, Original, Source
from archive.preservation import originals
from archive.signals import changes_committed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Records in one transaction: enough to share a sync of the disk, few enough that editors who
# save meanwhile wait less than a second.
BATCH = 100

Result = IngestRecord.Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What holds for every record of a run.

    `outlet` and `published_on` stand in where a record has none of its own.
    """

    outlet: Source | None = None
    published_on: PublicationDate | None = None
    undated: bool = False
    publish: bool = False
    by: User | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of one record. `record` counts from 1 through the run; `id` is its own id."""

    record: int
    file: str
    id: str
    result: str
    article: Article | None = None
    reason: str = ""

    @property
    def changed(self) -> bool:
        return self.result in (Result.STORED, Result.REVISED)

    def as_json(self) -> dict[str, Any]:
        """The reason of a refusal opens with the file's name: a refused record may have no id."""
        refused = self.result == Result.REFUSED
        return {
            "record": self.record,
            "id": self.id or None,
            "result": self.result,
            "article": self.article.public_id if self.article else None,
            "reason": f"{self.file}: {self.reason}" if refused else self.reason,
        }


Report = Callable[[Line], None]
# Bytes read, bytes in all, records read.
Progress = Callable[[int, int, int], None]


def options_of(
    *,
    outlet: str = "",
    published_on: str = "",
    undated: bool = False,
    publish: bool = False,
    by: User | None = None,
) -> Options:
    """Options as people write them. Raises CannotRunError for an unknown outlet or a bad date."""
    source = OutletBook().find(outlet) if outlet else None
    if outlet and source is None:
        raise CannotRunError(
            f"لا مصدر بهذا الاسم: {outlet}. أضفه إلى المصادر أولاً، أو اكتب معرّفه كما في القائمة. "
            f"There is no source {outlet}. Add it to the sources first, or write its slug."
        )
    try:
        published = parse_partial(published_on) if published_on else None
    except DateError as error:
        raise CannotRunError(str(error)) from None
    return Options(outlet=source, published_on=published, undated=undated, publish=publish, by=by)


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files of a run: files as given, folders with all theirs in the order of their names.

    Hidden files are left out. Raises CannotRunError for a path that isn't there, or an empty
    folder.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(_visible_files(path))
            if not found:
                raise CannotRunError(f"لا ملفات في المجلد {path}. The folder {path} is empty.")
            files += found
        elif path.exists():
            files.append(path)
        else:
            raise CannotRunError(
                f"لا ملف ولا مجلد هنا: {path}. تحقق من الاسم. "
                f"There is no file or folder {path}. Check the name."
            )
    return files


def _visible_files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _refuse_folder(error: OSError) -> None:
    raise CannotRunError(
        f"لا يمكن قراءة المجلد {error.filename}. تحقق من أذوناته. "
        f"The folder {error.filename} can't be read. Check its permissions."
    ) from error


def run(
    paths: Sequence[Path],
    options: Options,
    report: Report,
    progress: Progress | None = None,
) -> Counter[str]:
    """Ingest files and folders; returns how many records had which result.

    Raises CannotRunError before anything is stored, OSError when a disk fails on the way.
    """
    files = files_in(paths)
    total = sum(path.stat().st_size for path in files if path.is_file())
    work = IngestRun(options, report)
    done = 0
    try:
        for path in files:
            try:
                file = _open(path)
            except UnreadableFileError as error:
                work.refuse_file(shown_name(path), error)
                continue
            with file:
                for read in work.take_file(file, shown_name(path)):
                    if progress is not None:
                        progress(done + file.tell(), total, read)
            done += path.stat().st_size
        work.commit()
    finally:
        changes_committed.send(Article)
    return work.counts


def _open(path: Path) -> IO[bytes]:
    """Raises UnreadableFileError for what is no file (a pipe, a lost link) or may not be read."""
    if path.is_file():
        try:
            return path.open("rb")
        except PermissionError:
            pass
    raise UnreadableFileError(
        "لا يمكن فتح الملف. تحقق من وجوده ومن أذوناته.",
        "The file can't be opened. Check that it is there and may be read.",
    )


@dataclass
class IngestRun:
    """The state of one run: records parsed and waiting for their transaction."""

    options: Options
    report: Report
    ingest: Ingest | None = None
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._recogniser = Recogniser()
        self._outlets = OutletBook()
        self._waiting: list[tuple[Line, Record | None, ParsedRecord | None, Origin | None]] = []
        self._number = 0
        self._lookup: BatchLookup | None = None
        before = self.ingest.records.values_list("number", "article_id") if self.ingest else ()
        self._reported = {number for number, _ in before}
        self._seen = {article for _, article in before if article is not None}

    def take_file(
        self, file: IO[bytes], name: str, original: Original | None = None
    ) -> Iterator[int]:
        """Take in the records of one file; yields after each how many the run has read."""
        for read in read_stream(file, name):
            self._number += 1
            if original is None and isinstance(read, Record):
                original = _kept(file, name)
            if self._number not in self._reported:
                self._take(read, original)
            if len(self._waiting) >= BATCH:
                self.commit()
            yield self._number

    def refuse_file(self, name: str, error: RecordError) -> None:
        """Report a file of which nothing can be read."""
        self._number += 1
        self._take(Refused(number=1, name=name, reason=str(error)), None)

    def commit(self) -> None:
        """Store what waits, in one transaction, then report it."""
        if not self._waiting:
            return
        with transaction.atomic():
            batch = [(parsed, origin) for _, _, parsed, origin in self._waiting if parsed]
            self._lookup = BatchLookup(batch)
            lines = [self._store(*waiting) for waiting in self._waiting]
            announce_changes([line.article for line in lines if line.changed])
            self._keep_lines(lines)
        self._waiting = []
        for line in lines:
            self.counts[line.result] += 1
            self.report(line)

    def _take(self, read: Read, original: Original | None) -> None:
        line = Line(record=self._number, file=read.name, id=read.id, result=Result.REFUSED)
        if not isinstance(read, Record):
            self._waiting.append((_refused(line, read.reason), None, None, None))
            return
        try:
            self._check_date(read)
            parsed = parse_record(read, self._recogniser)
        except RecordError as error:
            self._waiting.append((_refused(line, str(error)), None, None, None))
            return
        origin = Origin(original, read.number) if original is not None else None
        self._waiting.append((line, read, parsed, origin))

    def _check_date(self, record: Record) -> None:
        if record.published_on or self.options.published_on or self.options.undated:
            return
        raise RecordError(
            "لا تاريخ نشر لهذا السجل. أضف published_on (يوم أو شهر أو سنة)، "
            "أو حدّد تاريخاً للجميع بـ --published-on، أو اقبل ما لا تاريخ له بـ --undated.",
            "This record has no date. Add published_on (day, month or year), give one for all "
            "with --published-on, or allow undated records with --undated.",
        )

    def _store(
        self, line: Line, record: Record | None, parsed: ParsedRecord | None, origin: Origin | None
    ) -> Line:
        if record is None or parsed is None:
            return line
        try:
            stored = self._store_record(record, parsed, origin)
        except IntegrityError:
            # Someone else stored the same record a moment ago: look again.
            self._outlets, self._lookup = OutletBook(), None
            stored = self._store_record(record, parsed, origin)
        self._seen.add(stored.article.pk)
        reasons = [reason for reason in (stored.reason, record.note) if reason]
        return Line(
            record=line.record,
            file=line.file,
            id=line.id,
            result=stored.result,
            article=stored.article,
            reason=" ".join(reasons),
        )

    def _store_record(self, record: Record, parsed: ParsedRecord, origin: Origin | None) -> Stored:
        options = self.options
        outlet = self._outlets.find_or_make(record.outlet) if record.outlet else options.outlet
        stated = record.published_on is not None
        return store(
            parsed,
            outlet=outlet,
            published=record.published_on or options.published_on,
            basis=Article.Basis.STATED if stated else Article.Basis.INFERRED,
            publish=options.publish,
            by=options.by,
            origin=origin,
            outlet_chosen=options.outlet is not None and not record.outlet,
            seen=self._seen,
            lookup=self._lookup,
            announce=False,
        )

    def _keep_lines(self, lines: list[Line]) -> None:
        if self.ingest is None:
            return
        IngestRecord.objects.bulk_create(
            IngestRecord(
                ingest=self.ingest,
                number=line.record,
                name=line.file[-255:],
                record_id=line.id,
                result=line.result,
                article=line.article,
                reason=line.reason,
            )
            for line in lines
        )


def _refused(line: Line, reason: str) -> Line:
    return Line(record=line.record, file=line.file, id=line.id, result=line.result, reason=reason)


def _kept(file: IO[bytes], name: str) -> Original:
    """Keep the bytes of a file that is being read, and go on where the reader is."""
    position = file.tell()
    original = originals.keep(file, name)
    file.seek(position)
    return original
