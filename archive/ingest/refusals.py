"""What can be wrong with a record, said so that an editor can act on it.

Raised where it is noticed, in the order in which a file is taken in: `editing.forms` (size and
ending of an upload), `encodings`, `readers`, `structure` and `markup` (a text without a title),
`run` (no date). Whoever catches one reports the record as refused, and the run goes on.
"""

import errno

from django.db import OperationalError


class RecordError(Exception):
    """One record can't be stored; the run goes on with the next.

    `arabic` and `english` each say what is wrong and what to do; `str()` gives both.
    """

    def __init__(self, arabic: str, english: str) -> None:
        super().__init__(f"{arabic} {english}")
        self.arabic = arabic
        self.english = english


class UnreadableFileError(RecordError):
    """A whole file can't be read: empty, binary, too large, or in an unknown encoding."""


def beyond(arabic: str, english: str, length: int, most: int) -> RecordError:
    """What passed which limit: `beyond("أسطر النص", "The lines of the text", 38_000, 20_000)`."""
    return RecordError(
        f"{arabic} {length:,} والحد الأعلى {most:,}. قسّم المقال ثم أعد المحاولة.",
        f"{english}: {length:,}, and at most {most:,} are taken. Split the article and try again.",
    )


class CannotRunError(Exception):
    """The work can't start: a path, a setting or an authority file is wrong."""


DISK_REFUSES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


def will_pass(error: BaseException | None) -> bool:
    """Whether database or disk refuse for now: locked, full. The same may be sent again later."""
    if isinstance(error, OSError):
        return error.errno in DISK_REFUSES
    return isinstance(error, OperationalError)


def is_locked(error: OperationalError) -> bool:
    """Whether somebody else writes to the database, and is only to be waited for."""
    return "locked" in str(error)


def says_unsaved(error: Exception) -> str:
    """The same to whoever sent something that was not stored."""
    return f"لم يُحفظ شيء، وما أرسلته باقٍ هنا. Nothing was saved. {says_broken_off(error)}"


def says_broken_off(error: Exception) -> str:
    """What an editor is told of an error that broke off an import, in Arabic and English."""
    if isinstance(error, CannotRunError):
        return str(error)
    if isinstance(error, OSError):
        return (
            "تعذّرت القراءة أو الكتابة على القرص: راجع مساحته وأذونات مجلد البيانات. "
            "The disk could not be read or written: look at its space and at the permissions of "
            f"the data folder ({error})."
        )
    if isinstance(error, OperationalError):
        return (
            "قاعدة البيانات مشغولة أو لا تقبل الكتابة الآن: أعد المحاولة بعد دقيقة. "
            f"The database is busy or can't be written now: try again in a minute ({error})."
        )
    return (
        "خطأ غير متوقع، وتفصيله في سجل العامل. "
        f"An unexpected error, told in full in the worker's log ({type(error).__name__}: {error})."
    )
