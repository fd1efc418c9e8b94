"""A value is kept as long as it is true of what it was made from."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from threading import Barrier, Thread

import pytest

from archive.caching import Cached


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """The time as the cache sees it, in a list of one."""
    now = [100.0]
    monkeypatch.setattr("archive.caching.monotonic", lambda: now[0])
    return now


@pytest.fixture
def make() -> Callable[[], int]:
    """Makes 1, then 2, and so on."""
    numbers = count(1)
    return lambda: next(numbers)


def test_a_value_is_made_once(make):
    cached: Cached[int] = Cached()

    assert [cached.get(make), cached.get(make)] == [1, 1]


def test_nothing_is_a_value_too(make):
    cached: Cached[None] = Cached()
    calls = []

    for _ in range(2):
        cached.get(lambda: calls.append(1))

    assert calls == [1]


def test_another_version_is_made_anew_and_takes_the_place_of_the_old(make):
    cached: Cached[int] = Cached()

    assert cached.get(make, version="a") == 1
    assert cached.get(make, version="b") == 2
    assert cached.get(make, version="b") == 2
    assert cached.get(make, version="a") == 3


def test_a_value_is_good_for_its_seconds_and_no_longer(make, clock):
    cached: Cached[int] = Cached(seconds=30)
    cached.get(make)

    clock[0] += 30
    assert cached.get(make) == 1
    clock[0] += 1
    assert cached.get(make) == 2
    clock[0] += 30
    assert cached.get(make) == 2


def test_without_a_limit_age_is_nothing(make, clock):
    cached: Cached[int] = Cached()
    cached.get(make)

    clock[0] += 10_000_000

    assert cached.get(make) == 1


def test_what_was_forgotten_is_made_anew(make):
    cached: Cached[int] = Cached()
    cached.get(make)

    cached.forget(sender=object(), instance=object())

    assert cached.get(make) == 2


def test_what_could_not_be_made_is_not_kept(make):
    cached: Cached[int] = Cached()

    def fail() -> int:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        cached.get(fail)

    assert cached.get(make) == 1


def test_threads_are_each_given_the_version_they_asked_for():
    cached: Cached[int] = Cached()
    together = Barrier(4)
    wrong: list[tuple[int, int]] = []

    def ask(number: int) -> None:
        together.wait()
        for turn in range(2_000):
            version = number + turn % 2
            found = cached.get(lambda: version, version=version)  # noqa: B023
            if found != version:
                wrong.append((found, version))

    threads = [Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert cached.get(lambda: -1, version="another") == -1
