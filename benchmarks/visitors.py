"""Visitors of a site of this machine: so many requests a second, whether or not it keeps up.

    python benchmarks/visitors.py HOST:PORT ADDRESSES.json RATE SECONDS

ADDRESSES.json holds pairs of a kind and an address. Each request has its moment; what it took
counts from that moment, so that one slow answer is not hidden by asking less meanwhile. Prints
one JSON object: answers as [kind, seconds after the start, milliseconds, status], and the CPU
seconds of this process, which shares the machine with the site. Imports nothing of the archive.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path

GIVEN_UP_AFTER = 60.0  # seconds; status 0
SEED = 20211122
REQUEST = (
    "GET {address} HTTP/1.1\r\nHost: archive.example\r\nX-Forwarded-Proto: https\r\n"
    "X-Forwarded-For: 203.0.113.7\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
)


async def visit(host: str, port: int, address: str) -> int:
    """The status of an answer that was read to its end; 0 for none."""
    try:
        async with asyncio.timeout(GIVEN_UP_AFTER):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(REQUEST.format(address=address).encode("ascii"))
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return 0
    return int(answer[9:12] or 0)


async def visits(
    host: str, port: int, addresses: list[tuple[str, str]], rate: float, seconds: float
) -> list[list[object]]:
    chance = random.Random(SEED)
    began = time.monotonic()
    answers: list[list[object]] = []

    async def one(kind: str, address: str, due: float) -> None:
        status = await visit(host, port, address)
        took = time.monotonic() - began - due
        answers.append([kind, round(due, 3), round(took * 1000, 2), status])

    async with asyncio.TaskGroup() as asked:
        for number in range(int(rate * seconds)):
            due = number / rate
            await asyncio.sleep(max(0.0, began + due - time.monotonic()))
            asked.create_task(one(*chance.choice(addresses), due))
    return answers


def main() -> None:
    site, addresses, rate, seconds = sys.argv[1:]
    host, _, port = site.rpartition(":")
    asked = json.loads(Path(addresses).read_text(encoding="utf-8"))
    answers = asyncio.run(visits(host, int(port), asked, float(rate), float(seconds)))
    print(json.dumps({"answers": answers, "cpu": time.process_time()}))


if __name__ == "__main__":
    main()
