"""Archives of the web (WARC, packed or not, and WACZ): each page that was captured, an article."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any

from django.conf import settings
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.ingest.readers.html import article_of
from archive.ingest.readers.records import Read, Record, Refused, captured, is_address, with_note
from archive.ingest.refusals import RecordError, UnreadableFileError

_PAGES = ("text/html", "application/xhtml+xml")
_ADDRESS_SHOWN = 200  # letters
_NEXT_RECORD = re.compile(rb"\r?\n\r?\nWARC/[01]\.\d")
_BROKEN = (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError, zlib.error)
_BROKEN_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError)


def read_warc(file: IO[bytes], name: str) -> Iterator[Read]:
    """The pages in the order in which they were captured, each refused by itself.

    What is no page, or was not found when it was asked for, is counted in the note of the last.
    Raises RecordError for a file without a page.
    """
    yield from _with_count(_Pages(name), [file])


def read_wacz(file: IO[bytes], name: str) -> Iterator[Read]:
    """The same of all the archives that are packed in one file. Nothing of it is unpacked to disk.

    Raises RecordError for a damaged file too.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            yield from _with_count(_Pages(name), _members(packed))
    except _BROKEN_ZIP as error:
        raise UnreadableFileError(
            "الملف المضغوط تالف. احصل على نسخة سليمة منه.",
            f"The packed file is damaged ({error}). Get an undamaged copy.",
        ) from None


def _members(packed: zipfile.ZipFile) -> Iterator[IO[bytes]]:
    for info in sorted(packed.infolist(), key=lambda info: info.filename):
        if not info.filename.startswith("archive/") or info.is_dir():
            continue
        if info.file_size > settings.LIMITS.unpacked * (info.compress_size + 1):
            raise _grows()
        with packed.open(info) as member:
            yield member


def _with_count(pages: _Pages, files: Any) -> Iterator[Read]:
    waiting: Read | None = None
    for file in files:
        for read in pages.of(file):
            if waiting is not None:
                yield waiting
            waiting = read
    passed = pages.passed_over()
    if waiting is None:
        raise UnreadableFileError(
            "لا صفحة في أرشيف الويب هذا. التقط الصفحات من جديد، أو احفظ نصوصها (.txt).",
            f"There is no page in this web archive. {passed} Capture the pages again, or save "
            "their texts (.txt).",
        )
    yield with_note(waiting, passed) if passed and isinstance(waiting, Record) else waiting


@dataclass(slots=True)
class _Pages:
    """What was found in the files of one archive so far."""

    name: str
    number: int = 0
    passed: Counter[str] = field(default_factory=Counter)

    def of(self, file: IO[bytes]) -> Iterator[Read]:
        archive = ArchiveIterator(file, check_digests=True)
        archive.reader = _Bounded(file)
        try:
            for record in archive:
                read = self._take(archive, record)
                if read is not None:
                    yield read
        except RecordError as error:
            yield self._refused(error)
        except _BROKEN:
            yield self._refused(
                UnreadableFileError(
                    f"أرشيف الويب تالف بعد الصفحة {self.number}، فلم يُقرأ ما بعدها. احصل على نسخة "
                    "سليمة منه.",
                    f"The web archive is damaged after page {self.number}; what follows was not "
                    "read. Get an undamaged copy.",
                ),
            )

    def passed_over(self) -> str:
        other, errors = self.passed["other"], self.passed["error"]
        if not self.passed:
            return ""
        return (
            f"تُرك ما ليس صفحات ({other:,}) وما لم يصل سليماً من الموقع ({errors:,}). Passed over: "
            f"{other:,} files that are no pages, and {errors:,} answers other than 200."
        )

    def _take(self, archive: ArchiveIterator, record: ArcWarcRecord) -> Read | None:
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        if (reason := _no_page(record, address)) is not None:
            if reason:
                self.passed[reason] += 1
            _finish(archive)
            if _left(record):
                raise EOFError
            return None
        try:
            article = self._article(archive, record, address)
        except RecordError as error:
            return self._refused(error, address)
        self.number += 1
        return article

    def _article(self, archive: ArchiveIterator, record: ArcWarcRecord, address: str) -> Read:
        article = article_of(
            _payload(archive, record),
            number=self.number + 1,
            name=self.name,
            address=address if is_address(address) else "",
            declared=_charset(record),
        )
        moment = _captured_at(record)
        return article if moment is None else captured(article, moment)

    def _refused(self, error: RecordError, address: str = "") -> Refused:
        self.number += 1
        reason = f"{address[:_ADDRESS_SHOWN]}: {error}" if address else str(error)
        return Refused(number=self.number, name=self.name, reason=reason)


class _Bounded(DecompressingBufferedReader):
    """Bytes unpacked from a file, which is given up when it grows out of all proportion."""

    def _process_read(self, data: bytes) -> None:
        super()._process_read(data)
        limits = settings.LIMITS
        if self.num_read > limits.json_line + limits.unpacked * self.stream.tell():
            raise _grows()


def _no_page(record: ArcWarcRecord, address: str) -> str | None:
    """None for a page; `other`, `error`, or nothing for what is no answer of a site."""
    kind = record.rec_type
    if kind not in ("response", "resource") or not address.lower().startswith("http"):
        return ""
    if kind == "response":
        if record.http_headers is None:
            return "other"
        if record.http_headers.get_statuscode() != "200":
            return "error"
    return None if _content_type(record).split(";")[0].strip() in _PAGES else "other"


def _content_type(record: ArcWarcRecord) -> str:
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").lower()


def _charset(record: ArcWarcRecord) -> str:
    _, declares, charset = _content_type(record).partition("charset=")
    return charset.split(";")[0].strip() if declares else ""


def _payload(archive: ArchiveIterator, record: ArcWarcRecord) -> bytes:
    """The page's bytes. Raises UnreadableFileError where they are too many, or not all there."""
    most = settings.LIMITS.upload
    data = record.content_stream().read(most + 1)
    large, wrong = len(data) > most, archive.err_count
    _finish(archive)
    if large:
        raise UnreadableFileError(
            f"الصفحة أكبر من {most >> 20} ميغابايت. احفظ نصها (.txt).",
            f"The page is larger than {most >> 20} MB. Save its text (.txt).",
        )
    damaged = any("block digest failed" in str(told) for told in record.digest_checker.problems)
    if _left(record) or damaged or archive.err_count > wrong or _NEXT_RECORD.search(data):
        raise UnreadableFileError(
            "بايتات الصفحة ليست كما سُجلت: طولها أو بصمتها لا تطابق. احصل على نسخة سليمة منها.",
            "The page's bytes are not those that were recorded: their length or digest differs. "
            "Get an undamaged copy of the archive.",
        )
    return data


def _finish(archive: ArchiveIterator) -> None:
    """Go to the end of a record; the library prints what it finds wrong there."""
    with redirect_stderr(io.StringIO()):
        archive.read_to_end()


def _left(record: ArcWarcRecord) -> int:
    """Bytes that a record should have and the file has not."""
    left: int = getattr(record.raw_stream, "limit", 0)
    return left


def _captured_at(record: ArcWarcRecord) -> datetime | None:
    try:
        moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _grows() -> UnreadableFileError:
    most = settings.LIMITS.unpacked
    return UnreadableFileError(
        f"الملف المضغوط يتضخم أكثر من {most} ضعف. فكّ ضغطه وتحقق مما فيه.",
        f"The packed file grows more than {most} times. Unpack it and look inside.",
    )
