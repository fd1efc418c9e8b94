"""A process as the server starts it: what its first page takes, what the next ones, its memory.

    echo '{"first": "/search/?q=…", "then": ["/search/?q=…"]}' | python -m benchmarks.fresh_process

Prints one JSON object: CPU milliseconds until it is ready (`start`), of the first page (`first`),
of the same page once more (`warm`, a median), and its proportional set size in MB after all pages
of `then` (`memory`). With `"call": true` it makes the results call in place of pages.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from benchmarks.processes import memory

TIMES = 9


def main() -> None:
    asked = json.load(sys.stdin)
    from config.wsgi import application  # what a worker does before its first request

    start = 1000 * time.process_time()
    act = _call() if asked.get("call") else partial(page, application)
    first = _spent(act, asked["first"])
    warm = statistics.median(_spent(act, asked["first"]) for _ in range(TIMES))
    for address in asked.get("then", ()):
        act(address)
    figures = {"start": start, "first": first, "warm": warm, "memory": memory(os.getpid())}
    json.dump(figures, sys.stdout)


def _call() -> Callable[[str], object]:
    from benchmarks.serving import call

    return call


def page(application: WSGIApplication, address: str) -> bytes:
    """The page as the server sends it, through every middleware. Raises RuntimeError."""
    parts = urlsplit(address)
    environ: dict[str, Any] = {"PATH_INFO": parts.path, "QUERY_STRING": parts.query}
    setup_testing_defaults(environ)
    seen: list[str] = []
    answer = application(environ, lambda status, headers, error=None: seen.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    if not seen[0].startswith("200"):
        raise RuntimeError(f"{address} was answered with {seen[0]}.")
    return body


def _spent(act: Callable[[str], object], address: str) -> float:
    started = time.process_time()
    act(address)
    return 1000 * (time.process_time() - started)


if __name__ == "__main__":
    main()
