"""What can go wrong with the index, said so that a person knows what to do."""


class SearchError(Exception):
    """Something about the index; the text is Arabic first, then English."""


class IndexUnavailable(SearchError):  # noqa: N818
    """There is no index that can answer: none was built yet, or it is damaged.

    `reason` is one line in English for the log and the admin.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            "الفهرس غير متاح الآن، وسيعيد العامل (manage.py worker) بناءه تلقائياً. "
            f"The index can't answer ({reason}); the worker (manage.py worker) rebuilds it by "
            "itself, or run manage.py rebuild_index."
        )


class IndexDamaged(Exception):  # noqa: N818
    """Files of the index are not what was written: no article's fault, and not for readers."""


class IndexBusy(SearchError):  # noqa: N818
    """Another process is writing the index and did not finish in the time allowed."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"عملية أخرى تكتب الفهرس منذ أكثر من {seconds:g} ثانية؛ "
            "لا يضيع شيء، أعد المحاولة بعد قليل. "
            f"Another process has been writing the index for over {seconds:g} seconds; nothing is "
            "lost, try again shortly."
        )


def refused_by_disk(error: OSError) -> str:
    """What a command says when the disk takes no more, or may not be written to."""
    return (
        f"تعذّرت الكتابة على القرص ({error}). الفهرس الحالي باقٍ كما هو؛ أفسح مكاناً أو راجع "
        "أذونات مجلد البيانات ثم أعد الأمر. "
        f"The disk could not be written to ({error}). The index that serves is as it was: make "
        "room or look at the permissions of the data folder, then run the command again."
    )
