"""What every record is asked, whatever its format: are its letters those that were printed,
and is it an article."""

from __future__ import annotations

from dataclasses import replace

from archive.ingest.garbled import repair, says
from archive.ingest.readers.companions import in_a_language
from archive.ingest.readers.records import Read, Record, Refused, with_note
from archive.ingest.refusals import RecordError


def checked(read: Read) -> Read:
    """The record as it is, mended and held back as a draft, or refused with the reason."""
    if isinstance(read, Refused):
        return read
    try:
        return in_a_language(_with_its_letters(read))
    except RecordError as error:
        return Refused(
            number=read.number,
            name=read.name,
            reason=str(error),
            id="" if read.id_from_name else read.id,
        )


def _with_its_letters(record: Record) -> Record:
    body, faults = repair(record.body)
    title, more = repair(record.title or "")
    if not faults and not more:
        return record
    begins = " ".join((title or body).split())[:80]
    note = (
        f"{says([*faults, *more])} أُصلحت وحُفظ المقال مسودة يبدأ «{begins}»: راجعه قبل نشره. "
        f"That was mended, and the article kept as a draft that begins “{begins}”: look it over "
        "before you publish it."
    )
    return with_note(replace(record, body=body, title=title or None, draft=True), note)
