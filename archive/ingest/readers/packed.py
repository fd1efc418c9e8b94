"""ZIP files, and BagIt folders in them: each file inside is told by its bytes and read by its own
reader, as if it had come by itself.

Nothing is written to a disk. What has a name that leads out of the file, is a link or a device,
or is locked is refused by its name; so is what grows out of proportion when unpacked, and what is
packed more than twice.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings

from archive.ingest import readers
from archive.ingest.encodings import decode
from archive.ingest.readers import bags, kinds, zips
from archive.ingest.readers.bags import Bag
from archive.ingest.readers.records import Member, Read, Record, Refused
from archive.ingest.refusals import RecordError, UnreadableFileError

_ENCRYPTED = 1  # of the flags of an entry
_SAYS_UTF_8 = 0x800
_FILES = (0, stat.S_IFREG)  # kinds of what is inside, as Unix has them; other systems say none
_OF_SYSTEMS = ("__macosx", "thumbs.db", "desktop.ini")


@dataclass(slots=True)
class _Room:
    """What a whole upload may still unpack, through all that is packed inside each other."""

    left: int


def read_zip(file: IO[bytes], name: str) -> Iterator[Read]:
    """The records of each file inside, in the order in which they were packed; numbered through.

    Raises UnreadableFileError where the list of files can't be read, or is empty.
    """
    numbers = count(1)
    for read in _read(file, name, depth=1, room=_Room(settings.LIMITS.zip_total)):
        yield replace(read, number=next(numbers))


def _read(file: IO[bytes], name: str, *, depth: int, room: _Room) -> Iterator[Read]:
    with zips.opened(file) as zipped:
        entries = [entry for entry in zipped.infolist() if _is_shown(entry)]
        if not entries:
            raise UnreadableFileError(
                "الملف المضغوط فارغ. اختر الذي فيه المقالات.",
                "The ZIP file is empty. Choose the one with the articles.",
            )
        bag = _bag(zipped)
        for entry in entries:
            if bag is None or not bag.is_tag_file(entry.filename):
                yield from _read_entry(zipped, entry, name, depth=depth, room=room, bag=bag)
        if bag is not None:
            yield from _missing(bag, {entry.filename for entry in entries}, name)


def _is_shown(entry: zipfile.ZipInfo) -> bool:
    """Not folders, and not what systems hide or add, as with folders."""
    parts = entry.filename.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    of_systems = any(part.lower() in _OF_SYSTEMS for part in parts)
    return not (entry.is_dir() or hidden or of_systems)


def _read_entry(
    zipped: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    container: str,
    *,
    depth: int,
    room: _Room,
    bag: Bag | None,
) -> Iterator[Read]:
    name = f"{container}/{_printable(_named(entry))}"
    try:
        _check(entry)
        data = _unpacked(zipped, entry, room)
        note = bag.checked(entry.filename, io.BytesIO(data)) if bag is not None else ""
        for read in _read_member(data, name, depth=depth, room=room):
            yield _noted(read, note) if note else read
    except RecordError as error:
        yield Refused(number=1, name=name, reason=str(error))


def _read_member(data: bytes, name: str, *, depth: int, room: _Room) -> Iterator[Read]:
    file = io.BytesIO(data)
    if kinds.kind_of(file, name) is kinds.ZIP:
        if depth >= settings.LIMITS.zip_depth:
            raise _too_deep()
        yield from _read(file, name, depth=depth + 1, room=room)
        return
    for read in readers.read_stream(file, name):
        if isinstance(read, Record) and read.member is None:
            yield replace(read, name=name, member=Member(data=data, number=read.number))
        else:
            yield read


def _noted(read: Read, note: str) -> Read:
    if isinstance(read, Refused):
        return read
    return replace(read, note=f"{read.note} {note}".strip())


def _check(entry: zipfile.ZipInfo) -> None:
    """Raises RecordError for what is no file of its own folder."""
    written = entry.filename.replace("\\", "/")
    path = PurePosixPath(written)
    if path.is_absolute() or ".." in path.parts or written[1:2] == ":":
        raise UnreadableFileError(
            "اسم الملف يقود إلى خارج الملف المضغوط، فلم يُفك. أضفه وحده إن كان فيه مقال.",
            "The file's name leads out of the packed one, and it was not unpacked. Add it by "
            "itself if it is an article.",
        )
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if stat.S_ISLNK(kind):
        raise UnreadableFileError(
            "هذا رابط إلى ملف آخر وليس ملفاً، فلم يُتبع. أضف الملف نفسه.",
            "This is a link to another file, and was not followed. Add the file itself.",
        )
    if kind not in _FILES:
        raise UnreadableFileError(
            "هذا جهاز أو أنبوب وليس ملفاً، فلم يُفتح.",
            "This is a device or a pipe and no file, and was not opened.",
        )
    if entry.flag_bits & _ENCRYPTED:
        raise zips.locked()


def _unpacked(zipped: zipfile.ZipFile, entry: zipfile.ZipInfo, room: _Room) -> bytes:
    """Raises RecordError for what is damaged, or larger than there is room for."""
    largest = settings.LIMITS.upload
    most = min(zips.most_unpacked(entry), largest, room.left)
    try:
        with zipped.open(entry) as opened:
            data = opened.read(most + 1)
    except zips.DAMAGED:
        raise UnreadableFileError(
            "تالف داخل الملف المضغوط، أو مضغوط بطريقة لا تُقرأ. احصل على نسخة سليمة منه.",
            "It is damaged inside the packed file, or packed in a way that isn't read. Get an "
            "undamaged copy.",
        ) from None
    no_room = most == room.left
    room.left -= min(len(data), most)
    if len(data) > most:
        raise _too_large(no_room=no_room, beyond=most == largest)
    return data


def _too_large(*, no_room: bool, beyond: bool) -> UnreadableFileError:
    if no_room:
        megabytes = settings.LIMITS.zip_total >> 20
        return UnreadableFileError(
            f"ما في الملف المضغوط أكبر من {megabytes} ميغابايت معاً، فلم يُفك هذا. قسّمه.",
            f"What the packed file holds is larger than {megabytes} MB in all, and this was not "
            "unpacked. Split it.",
        )
    if beyond:
        largest = settings.LIMITS.upload
        return UnreadableFileError(
            f"أكبر من {largest >> 20} ميغابايت. قسّمه.",
            f"It is larger than {largest >> 20} MB. Split it.",
        )
    return zips.swollen()


def _too_deep() -> UnreadableFileError:
    depth = settings.LIMITS.zip_depth
    return UnreadableFileError(
        f"مضغوط داخل مضغوط أكثر مما يُفك (الحد الأعلى {depth}). فكّه ثم أضف ما فيه.",
        f"It is packed inside packed files more often than is unpacked (at most {depth}). Unpack "
        "it and add what is inside.",
    )


def _bag(zipped: zipfile.ZipFile) -> Bag | None:
    """The BagIt folder that the file is, at its top or in the one folder that it holds."""

    def text(name: str) -> str:
        return zips.part(zipped, name).decode("utf-8", errors="replace")

    return bags.found_in([entry.filename for entry in zipped.infolist()], text)


def _missing(bag: Bag, found: set[str], name: str) -> Iterator[Refused]:
    for path in bag.missing(found):
        reason = (
            "مذكور في قائمة الحزمة (BagIt) وليس فيها: الحزمة ناقصة. "
            "It is on the list of the bag (BagIt) and not in it: the bag is incomplete."
        )
        yield Refused(number=1, name=f"{name}/{_printable(path)}", reason=reason)


def _named(entry: zipfile.ZipInfo) -> str:
    """Its name as it was typed: many programs write names without saying in which encoding."""
    if entry.flag_bits & _SAYS_UTF_8:
        return entry.filename
    try:
        return decode(entry.filename.encode("cp437"))[0]
    except (RecordError, UnicodeEncodeError):
        return entry.filename


def _printable(path: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in path)
