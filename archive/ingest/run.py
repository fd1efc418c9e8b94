"""A whole run of ingest: files in, one line of report a record out.

Used by the command, and by the queue for uploads that wait there. A line is reported only after
the transaction that stored its record was committed.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from archive.annotation.names import Recogniser
from archive.annotation.write import Together
from archive.dates import DateError, PublicationDate, parse_partial
from archive.ingest.matching import BatchLookup
from archive.ingest.outlets import OutletBook
from archive.ingest.parsed import Origin, ParsedRecord
from archive.ingest.parser import Parser
from archive.ingest.readers import Read, Record, Refused, bags, read_stream, shown_name
from archive.ingest.refusals import CannotRunError, RecordError, UnreadableFileError
from archive.ingest.store import Stored, announce_changes, store
from archive.models import Article, Ingest, IngestRecord, Original, Revision, Source
from archive.preservation import originals
from archive.signals import changes_committed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Records at once, at most: enough to share a sync of the disk. A transaction takes as many of them
# as it has time for, so that editors who save meanwhile wait less than a second.
BATCH = 100
BATCH_LETTERS = 1 << 20
TURN = 0.1  # seconds for whoever waits to write, after a transaction that used up its time
RANGES_SHOWN = 20  # of the lines whose refusals share one line of the report

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
    """What became of one record. `record` counts from 1 through the run; `id` is its own id.

    `records` is more than 1 where further refusals of one file share the line.
    """

    record: int
    file: str
    id: str
    result: str
    article: Article | None = None
    reason: str = ""
    records: int = 1
    revision: Revision | None = None  # that it brought

    @property
    def changed(self) -> bool:
        return self.result in (Result.STORED, Result.REVISED)

    def as_json(self) -> dict[str, Any]:
        """The reason of a refusal opens with the file's name: a refused record may have no id."""
        refused = self.result == Result.REFUSED
        line = {
            "record": self.record,
            "id": self.id or None,
            "result": self.result,
            "article": self.article.public_id if self.article else None,
            "reason": f"{self.file}: {self.reason}" if refused else self.reason,
        }
        return line if self.records == 1 else line | {"records": self.records}


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

    Hidden files are left out. Links in a folder are among them, those to folders too, to be
    refused by name. Raises CannotRunError for a path that isn't there, or an empty
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
        yield from (Path(parent, name) for name in folders if Path(parent, name).is_symlink())
        if bags.of_folder(Path(parent)) is not None:
            folders[:], names = [bags.PAYLOAD.rstrip("/")], []  # the rest is about the bag
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
    given = frozenset(paths)
    total = sum(path.stat().st_size for path in files if path.is_file())
    done = 0
    try:
        with IngestRun(options, report) as work:
            for path in files:
                try:
                    file = _open(path, follow=path in given)
                except UnreadableFileError as error:
                    work.refuse_file(shown_name(path), error)
                    continue
                with file:
                    try:
                        note = _as_bagged(path, file)
                    except UnreadableFileError as error:
                        work.refuse_file(shown_name(path), error)
                        continue
                    for read in work.take_file(file, shown_name(path), note=note):
                        if progress is not None:
                            progress(done + file.tell(), total, read)
                done += path.stat().st_size
            work.commit()
    finally:
        changes_committed.send(Article)
    return work.counts


def _as_bagged(path: Path, file: IO[bytes]) -> str:
    """What the list of the bag that a file is part of says of it, if it is part of one.

    Raises UnreadableFileError for a file that is not as the list has it.
    """
    for folder in path.parents:
        if folder.name == bags.PAYLOAD.rstrip("/"):
            bag = bags.of_folder(folder.parent)
            if bag is not None:
                return bag.checked(path.relative_to(folder.parent).as_posix(), file)
    return ""


def _open_itself(path: str, flags: int) -> int:
    """Opens no link that took a file's place a moment ago."""
    return os.open(path, flags | os.O_NOFOLLOW)


def _open(path: Path, *, follow: bool = True) -> IO[bytes]:
    """Raises UnreadableFileError for what is no file (a pipe, a lost link) or may not be read.

    A link in a folder leads out of it, to a file that nobody chose: without `follow` it is none.
    """
    if not follow and path.is_symlink():
        raise UnreadableFileError(
            "هذا رابط رمزي يقود إلى خارج المجلد، ولا يُقرأ. ضع الملف نفسه في المجلد.",
            "This is a symbolic link, which may lead out of the folder, and is not read. Put the "
            "file itself into the folder.",
        )
    if path.is_file():
        try:
            return path.open("rb") if follow else open(path, "rb", opener=_open_itself)
        except PermissionError:
            pass
    elif path.exists() and not path.is_dir():
        raise UnreadableFileError(
            "هذا جهاز أو أنبوب وليس ملفاً، ولا يُقرأ.",
            "This is a device or a pipe, not a file, and is not read.",
        )
    raise UnreadableFileError(
        "لا يمكن فتح الملف. تحقق من وجوده ومن أذوناته.",
        "The file can't be opened. Check that it is there and may be read.",
    )


@dataclass(slots=True)
class Refusals:
    """Those of one file: the first are reported each, the rest in one line for them all."""

    file: str
    reported: int = 0
    summed: int = 0
    first: Line | None = None
    ranges: list[list[int]] = field(default_factory=list)  # of numbers in the file
    known: bool = False  # an earlier start of this run has reported the rest

    def has_room(self) -> bool:
        return self.reported < settings.LIMITS.refusals

    def add(self, line: Line, number: int) -> None:
        self.summed += 1
        self.first = self.first or line
        if self.ranges and self.ranges[-1][1] == number - 1:
            self.ranges[-1][1] = number
        else:
            self.ranges.append([number, number])
            del self.ranges[RANGES_SHOWN + 1 :]

    def rest(self) -> Line | None:
        """One line for all that were not reported, if there are any and nothing told of them."""
        if self.first is None or self.known:
            return None
        shown = [
            str(first) if first == last else f"{first}-{last}"
            for first, last in self.ranges[:RANGES_SHOWN]
        ]
        more = "…" if len(self.ranges) > RANGES_SHOWN else ""
        numbers = ", ".join(shown) + more
        return replace(
            self.first,
            id="",
            records=self.summed,
            reason=f"رُفضت أيضاً سجلات أخرى من هذا الملف عددها {self.summed:,} (الحد الأعلى لما يُذكر "
            f"سببه {settings.LIMITS.refusals:,})، وأرقامها فيه: \N{LEFT-TO-RIGHT ISOLATE}{numbers}"
            "\N{POP DIRECTIONAL ISOLATE}. أصلح ما ذُكر سببه ثم أعد الاستيراد. "
            f"{self.summed:,} more records of this file were refused (at most "
            f"{settings.LIMITS.refusals:,} are told one by one). Their numbers in it: {numbers}. "
            "Mend those that are told, then import it again. The first of them: "
            f"{self.first.reason}",
        )


@dataclass(slots=True, kw_only=True)
class Waiting:
    """A record that was read: its line so far, and what is to be stored where it isn't refused."""

    line: Line
    refusals: Refusals
    number: int  # in its file
    record: Record | None = None
    origin: Origin | None = None
    parsed: ParsedRecord | None = None


@dataclass
class IngestRun:
    """The state of one run: records that were read and wait for their transaction.

    `check` is called between transactions and while records are parsed; what it raises ends the
    run there. `one_by_one` says how many records are stored alone, each reported before the next
    is looked at.
    """

    options: Options
    report: Report
    ingest: Ingest | None = None
    check: Callable[[], None] = lambda: None
    one_by_one: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        recogniser = Recogniser(published=self.options.published_on)
        self._parser = Parser(recogniser, self.check)
        self._outlets = OutletBook()
        self._found = Together()
        self._waiting: list[Waiting] = []
        self._letters = 0
        self._number = 0
        self._lookup: BatchLookup | None = None
        # The file inside a packed one whose records come now.
        self._member: tuple[bytes, Original | None] = b"", None
        rows = ("number", "article_id", "result", "records")
        before = list(self.ingest.records.values_list(*rows)) if self.ingest else []
        self._reported = {number: (result, records) for number, _, result, records in before}
        self._seen = {article for _, article, _, _ in before if article is not None}

    def __enter__(self) -> IngestRun:
        return self

    def __exit__(self, *exception: object) -> None:
        self._parser.close()

    def take_file(
        self, file: IO[bytes], name: str, original: Original | None = None, *, note: str = ""
    ) -> Iterator[int]:
        """Take in the records of one file; yields after each how many the run has read.

        `note` is told of each of them.
        """
        refusals = Refusals(name)
        for read in read_stream(file, name):
            self._number += 1
            if note and isinstance(read, Record):
                read = replace(read, note=f"{read.note} {note}".strip())
            if original is None and isinstance(read, Record):
                original = _kept(file, name)
            if self._number in self._reported:
                self._pass_over(refusals)
            else:
                self._take(read, original, refusals)
            if self._is_full():
                self.commit()
            yield self._number
        self._report_rest(refusals)

    def refuse_file(self, name: str, error: RecordError | str) -> None:
        """Report a file of which nothing can be read."""
        self._number += 1
        if self._number not in self._reported:
            self._take(Refused(number=1, name=name, reason=str(error)), None, Refusals(name))

    def commit(self) -> None:
        """Store what waits, in as many transactions as it takes, and report it."""
        waiting, self._waiting, self._letters = self._waiting, [], 0
        self._parse([one for one in waiting if one.record is not None])
        waiting = [one for one in waiting if self._is_told(one)]
        while waiting:
            self.check()
            waiting = waiting[self._store_some(waiting) :]

    def _is_full(self) -> bool:
        most = BATCH if self.one_by_one <= 0 else 1
        return len(self._waiting) >= most or self._letters >= BATCH_LETTERS

    def _pass_over(self, refusals: Refusals) -> None:
        """A record that an earlier start of this run has reported."""
        result, records = self._reported[self._number]
        refusals.reported += result == Result.REFUSED
        refusals.known = refusals.known or records > 1

    def _take(self, read: Read, original: Original | None, refusals: Refusals) -> None:
        line = Line(record=self._number, file=read.name, id=read.id, result=Result.REFUSED)
        one = Waiting(line=line, refusals=refusals, number=read.number)
        self.one_by_one -= 1
        self._waiting.append(one)
        if not isinstance(read, Record):
            one.line = replace(line, reason=read.reason)
            return
        try:
            self._check_date(read)
        except RecordError as error:
            one.line = replace(line, reason=f"{error} {read.note}".strip())
            return
        one.record = replace(read, member=None)
        one.origin = self._origin(read, original)
        self._letters += len(read.body)

    def _origin(self, read: Record, original: Original | None) -> Origin | None:
        """The kept bytes that a record stands in: those of its own file inside a packed one."""
        if read.member is None:
            return Origin(original, read.number) if original is not None else None
        data, kept = self._member
        if kept is None or data is not read.member.data:
            data, kept = read.member.data, originals.keep_data(read.member.data, read.name)
            self._member = data, kept
        return Origin(kept, read.member.number)

    def _parse(self, waiting: Sequence[Waiting]) -> None:
        answers = self._parser.parse([one.record for one in waiting if one.record is not None])
        for one, answer in zip(waiting, answers, strict=True):
            if isinstance(answer, RecordError):
                one.record, one.line = None, replace(one.line, reason=str(answer))
            else:
                one.parsed = answer

    def _is_told(self, one: Waiting) -> bool:
        """Whether a record has a line of its own in the report."""
        if one.parsed is not None:
            return True
        if one.refusals.has_room():
            one.refusals.reported += 1
            return True
        one.refusals.add(one.line, one.number)
        return False

    def _report_rest(self, refusals: Refusals) -> None:
        if refusals.reported + len(self._waiting) >= settings.LIMITS.refusals:
            self.commit()
        if (line := refusals.rest()) is not None:
            self._report_lines([line])

    def _store_some(self, waiting: Sequence[Waiting]) -> int:
        """Store what one transaction has time for, then report it; returns how many those are."""
        until = time.monotonic() + settings.LIMITS.transaction_seconds
        lines: list[Line] = []
        self._found = Together()
        with transaction.atomic():
            batch = [(one.parsed, one.origin) for one in waiting if one.parsed]
            self._lookup = BatchLookup(batch)
            for one in waiting:
                lines.append(self._store(one))
                if time.monotonic() >= until:
                    break
            self._found.create()
            announce_changes([line.article for line in lines if line.changed])
            self._keep_lines(lines)
        self._tell(lines)
        if len(lines) < len(waiting):
            time.sleep(TURN)
        return len(lines)

    def _report_lines(self, lines: list[Line]) -> None:
        with transaction.atomic():
            self._keep_lines(lines)
        self._tell(lines)

    def _tell(self, lines: list[Line]) -> None:
        for line in lines:
            self.counts[line.result] += line.records
            self.report(line)

    def _check_date(self, record: Record) -> None:
        known = record.published_on or self.options.published_on or record.inferred_on
        if known or self.options.undated:
            return
        if self.ingest is not None:
            raise RecordError(
                "لا تاريخ نشر لهذا السجل. أعد المحاولة واكتب تاريخاً في خانة «تاريخ النشر»، أو ضع "
                "علامة عند «اقبل السجلات التي بلا تاريخ»، أو أضف التاريخ إلى الملف.",
                "This record has no date. Try again with a date in the form, or with undated "
                "records accepted, or add the date to the file.",
            )
        raise RecordError(
            "لا تاريخ نشر لهذا السجل. أضف published_on (يوم أو شهر أو سنة)، "
            "أو حدّد تاريخاً للجميع بـ --published-on، أو اقبل ما لا تاريخ له بـ --undated.",
            "This record has no date. Add published_on (day, month or year), give one for all "
            "with --published-on, or allow undated records with --undated.",
        )

    def _store(self, one: Waiting) -> Line:
        if one.record is None or one.parsed is None:
            return one.line
        waiting = self._found.sizes()
        try:
            stored = self._store_record(one.record, one.parsed, one.origin)
        except IntegrityError:
            self._found.drop_after(waiting)
            # Someone else stored the same record a moment ago: look again.
            self._outlets, self._lookup = OutletBook(), None
            stored = self._store_record(one.record, one.parsed, one.origin)
        self._seen.add(stored.article.pk)
        reasons = [reason for reason in (stored.reason, one.record.note) if reason]
        return replace(
            one.line,
            result=stored.result,
            article=stored.article,
            revision=stored.article.current_revision if stored.changed else None,
            reason=" ".join(reasons),
        )

    def _store_record(self, record: Record, parsed: ParsedRecord, origin: Origin | None) -> Stored:
        options = self.options
        outlet = self._outlet_of(record)
        stated = record.published_on is not None
        return store(
            parsed,
            outlet=outlet,
            published=record.published_on or options.published_on or record.inferred_on,
            basis=Article.Basis.STATED if stated else Article.Basis.INFERRED,
            publish=options.publish and not record.draft,
            by=options.by,
            origin=origin,
            outlet_chosen=options.outlet is not None and not record.outlet,
            seen=self._seen,
            lookup=self._lookup,
            announce=False,
            later=self._found,
        )

    def _outlet_of(self, record: Record) -> Source | None:
        """The outlet that the record names, the one of the run, or the one whose site it is on."""
        if record.outlet:
            return self._outlets.find_or_make(record.outlet)
        return self.options.outlet or self._outlets.of_address(record.url)

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
                revision=line.revision,
                reason=line.reason,
                records=line.records,
            )
            for line in lines
        )


def _kept(file: IO[bytes], name: str) -> Original:
    """Keep the bytes of a file that is being read, and go on where the reader is."""
    position = file.tell()
    original = originals.keep(file, name)
    file.seek(position)
    return original
