"""Readers, the parser of articles and the language of queries, fuzzed by coverage (Atheris).

    python tests/fuzz/readers.py [--seconds N] [FOLDER …]

Runs until something raises what it must not, or N seconds have passed (600). FOLDER keeps what was
tried and led somewhere new; libFuzzer's own options follow `--`. Atheris is none of the packages
that tests need, since it is built against clang's: `pip install atheris`. Where it is missing this
says so and ends with 0.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

LONGEST = 8192  # bytes of one input
NAMES = ("a.txt", "a.md", "a.jsonl", "a.jsonl.gz")


def try_one(data: bytes) -> None:
    """Everything that reads what a person may send; what they refuse by name is no fault."""
    from archive.ingest.readers import Record, read_stream
    from archive.ingest.refusals import RecordError
    from archive.ingest.structure import parse
    from search.query.parser import parse as parse_query

    name = NAMES[data[0] % len(NAMES)] if data else NAMES[0]
    for record in read_stream(io.BytesIO(data[1:]), name):
        if not isinstance(record, Record):
            continue
        try:
            found = parse(record.body, title=record.title)
        except RecordError:
            continue
        for passage in found.passages:
            assert found.words_of(passage).strip()
        for link in found.links:
            assert found.text[link.start : link.end].strip()
    query = parse_query(data.decode("utf-8", errors="replace"))
    assert parse_query(query.text).text == query.text


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("folders", nargs="*")
    chosen = options.parse_args(arguments)
    try:
        import atheris
    except ImportError:
        sys.stdout.write("Atheris is not installed: nothing was fuzzed. pip install atheris\n")
        return 0
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    with atheris.instrument_imports(include=["archive", "search"]):
        import django

        django.setup()
        try_one(b"\0---\ntitle: x\n---\n[a](b)")
    limits = [f"-max_total_time={chosen.seconds}", f"-max_len={LONGEST}", "-timeout=20"]
    atheris.Setup([sys.argv[0], *limits, *chosen.folders], try_one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
