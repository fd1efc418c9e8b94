"""Refusals of a backup or a restore, each saying what to do."""


class BackupError(Exception):
    """It could not be done; says what to do. `str()` gives Arabic, then English."""

    def __init__(self, arabic: str, english: str) -> None:
        super().__init__(f"{arabic} {english}")
        self.arabic = arabic
        self.english = english

    @property
    def in_lines(self) -> str:
        """Each language on a line of its own, for pages."""
        return f"{self.arabic}\n{self.english}"


def refused_by_disk(error: OSError) -> BackupError:
    """The disk, or the folder's permissions, did not allow it."""
    return BackupError(
        f"تعذّرت القراءة أو الكتابة ({error}). أفسح مكاناً أو راجع أذونات المجلد ثم أعد الأمر: "
        "ما لم يكتمل لا يُعدّ نسخة، وما سبقه باقٍ.",
        f"Reading or writing failed ({error}). Make room or look at the folder's permissions, "
        "then run the command again: nothing unfinished is taken for whole, and what was there "
        "before is as it was.",
    )
