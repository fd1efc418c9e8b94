"""What a process keeps so as not to work it out for every request."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class _Entry(NamedTuple, Generic[Value]):
    value: Value
    version: object
    made_at: float


class Cached(Generic[Value]):
    """One value: good for one version of what it was made from, and for so many seconds.

    Threads may share it. Two that find it stale at the same moment both make it; each is given a
    value of the version that it asked for.
    """

    def __init__(self, *, seconds: float = inf) -> None:
        self.seconds = seconds
        self._entry: _Entry[Value] | None = None

    def get(self, make: Callable[[], Value], version: object = None) -> Value:
        """The value kept, or `make()` where there is none for this version, or it is too old."""
        # Read once and replaced whole: another thread may do so in between.
        entry = self._entry
        now = monotonic()
        if entry is None or entry.version != version or now - entry.made_at > self.seconds:
            entry = self._entry = _Entry(make(), version, now)
        return entry.value

    def forget(self, **kwargs: object) -> None:
        """Make it anew when it is next asked for; takes what a signal sends."""
        self._entry = None
