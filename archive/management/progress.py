"""How far a long command has got, on standard error."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

ShowsProgress = Callable[[int, int, object], None]  # done, of how many, what of

BAR = 30  # characters
SECONDS_BETWEEN_LINES = 10


class Progress:
    """A bar on a terminal; elsewhere a line from time to time."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._started = self._shown = time.monotonic()

    def __call__(self, done: int, total: int, label: object) -> None:
        now = time.monotonic()
        if now - self._shown < (0.1 if self._live else SECONDS_BETWEEN_LINES):
            return
        self._shown = now
        share = min(1.0, done / total) if total else 1.0
        if self._live:
            filled = round(share * BAR)
            self._stream.write(
                f"\r\x1b[K[{'#' * filled}{'.' * (BAR - filled)}] {share:4.0%} {label}"
            )
        else:
            self._stream.write(f"{share:.0%} {label}\n")
        self._stream.flush()

    def close(self) -> None:
        if self._live:
            self._stream.write("\r\x1b[K")


@contextmanager
def progress_on(stream: TextIO | None) -> Iterator[ShowsProgress]:
    """Progress that leaves nothing behind on a terminal; without a stream it is not shown."""
    if stream is None:
        yield lambda done, total, label: None
        return
    progress = Progress(stream)
    try:
        yield progress
    finally:
        progress.close()
