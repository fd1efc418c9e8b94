"""What grows faster than the text it is given.

    python benchmarks/linear.py [--only ENTRY] [--letters NAME] [--all]

Each entry point that reads text is given texts of one repeated pattern, twice as long each time,
until it takes long enough to be told from the noise. Printed is what grew faster than its text:
by how much the last doubling multiplied the CPU time (2 is linear, 4 the square), and the time
that it took at that length. With `--all` everything is printed. Nothing here is a test, since the
machine is in every figure; `tests/linear/` counts steps instead.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.patterns import PATTERNS
from config.settings.limits import Limits

FIRST = 1_000  # letters
LAST = 256_000
ENOUGH = 0.12  # CPU seconds
WORTH_TELLING = 0.02
SUPERLINEAR = 2.9  # times, from one doubling

Reads = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Growth:
    entry: str
    letters: str
    length: int
    seconds: float
    factor: float


def growth(entry: str, reads: Reads, letters: str, pattern: str) -> Growth:
    """How the time grew with the last doubling of the text; the better of two tries."""
    length, before, spent = FIRST, 0.0, 0.0
    while True:
        text = pattern * (length // len(pattern) + 1)
        before, spent = spent, min(_spent(reads, text) for _ in range(2))
        if spent >= ENOUGH or length >= LAST:
            return Growth(entry, letters, length, spent, spent / before if before else 0.0)
        length *= 2


def _spent(reads: Reads, text: str) -> float:
    start = time.process_time()
    reads(text)
    return time.process_time() - start


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", metavar="ENTRY")
    options.add_argument("--letters", default="", metavar="NAME")
    options.add_argument("--all", action="store_true")
    chosen = options.parse_args(arguments)
    _prepare()
    found = 0
    for entry, reads in entries():
        if chosen.only not in entry:
            continue
        for letters, pattern in PATTERNS.items():
            if chosen.letters not in letters:
                continue
            one = growth(entry, reads, letters, pattern)
            grew = one.factor >= SUPERLINEAR and one.seconds >= WORTH_TELLING
            found += grew
            if grew or chosen.all:
                print(
                    f"{one.entry:28} {one.letters:24} {one.length:8,} letters "
                    f"{one.seconds:8.3f} s  x{one.factor:.1f}",
                    flush=True,
                )
    print(f"{found} grew faster than their text")
    return 0


def _prepare() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django
    from django.conf import settings

    django.setup()
    settings.LIMITS = unlimited(settings.LIMITS)
    from django.core.management import call_command
    from django.db import connections

    connections["default"].creation.create_test_db(verbosity=0, serialize=False)
    call_command("load_authorities", verbosity=0, stdout=io.StringIO())


def unlimited(limits: Limits) -> Limits:
    """Costs are to be linear without the limits; pictures alone are cut by them."""
    lifted = {one.name: 10**9 for one in fields(limits) if not one.name.startswith("card")}
    return replace(limits, **lifted)


def entries() -> Iterator[tuple[str, Reads]]:
    """What reads text, by name; Django is set up, and the database holds the authorities."""
    yield from _letters()
    yield from _ingest()
    yield from _reading()
    yield from _search()


def _letters() -> Iterable[tuple[str, Reads]]:
    from archive.arabic.latin import skeletons
    from archive.arabic.letters import fold, without_marks
    from archive.arabic.punctuation import quote_balance
    from archive.arabic.reporting import reporting_verb
    from archive.arabic.romanising import romanised
    from archive.arabic.sentences import is_credit
    from archive.arabic.stem import Stemmer
    from archive.arabic.tokens import spans, word_key
    from archive.arabic.wording import Wordings
    from archive.dates import DateError, parse_partial

    def wording(text: str) -> None:
        wordings = Wordings((text, text[1:]))
        wordings.read(text).likeness(wordings.read(text[1:]))
        wordings.only_in_one(text, text[1:])

    def date(text: str) -> None:
        with suppress(DateError):
            parse_partial(text)

    stemmer = Stemmer({"كتاب": 3, "انسحاب": 9})
    return [
        ("fold", fold),
        ("word_key", word_key),
        ("spans", spans),
        ("without_marks", without_marks),
        ("quote_balance", quote_balance),
        ("is_credit", is_credit),
        ("reporting_verb", reporting_verb),
        ("romanised", romanised),
        ("skeletons", skeletons),
        ("stem", lambda text: [stemmer.stem(key) for key in spans(text)[0]]),
        ("wording", wording),
        ("parse_partial", date),
    ]


def _ingest() -> Iterable[tuple[str, Reads]]:
    from archive.annotation.names import Recogniser
    from archive.arabic.tokens import keys
    from archive.ingest import near_duplicates, structure
    from archive.ingest.encodings import decode
    from archive.ingest.garbled import fault_in
    from archive.ingest.markup import plain_line
    from archive.ingest.outlets import OutletBook, slug_of
    from archive.ingest.passage_identity import Known, align
    from archive.ingest.readers import is_address, read_stream
    from archive.ingest.readers.headers import read_header
    from archive.ingest.readers.printed import with_headline
    from archive.ingest.readers.records import Record
    from archive.ingest.refusals import RecordError

    def refusable(reads: Reads) -> Reads:
        def read(text: str) -> object:
            try:
                return reads(text)
            except RecordError:
                return None

        return read

    def file(name: str, before: str = "", after: str = "") -> Reads:
        def read(text: str) -> object:
            return list(read_stream(io.BytesIO((before + text + after).encode()), name))

        return read

    def json_line(text: str) -> object:
        line = json.dumps({"title": "عنوان", "body": text}, ensure_ascii=False)
        return list(read_stream(io.BytesIO(line.encode()), "a.jsonl"))

    def identity(text: str) -> object:
        lines = [line for line in text.splitlines() if line.strip()][:4000]
        old = [Known(number, "paragraph", line) for number, line in enumerate(lines)]
        return align(old, [("paragraph", line) for line in [*lines[1::2], *lines[::2], "جديد"]])

    recogniser = Recogniser()

    def anchored(text: str) -> object:
        read = structure.parse(text, title="عنوان")
        anchors = [(link.start, link.end) for link in read.links]
        return recogniser.recognise(read.title, read.text, anchors)

    return [
        ("decode", refusable(lambda text: decode(text.encode()))),
        ("text file", file("a.md")),
        ("text file, open header", file("a.md", before="---\n")),
        ("text file, in header", file("a.md", before="---\ntitle: ", after="\n---\nنص")),
        ("text file, header name", file("a.md", before="---\n", after=": x\n---\nنص")),
        ("json file", file("a.jsonl")),
        ("json file, body", json_line),
        ("is_address", lambda text: is_address("http://" + text)),
        ("header", refusable(read_header)),
        ("garbled", fault_in),
        ("garbled, read again", lambda text: fault_in("Ù‚Ø§Ù„ Ø§Ù„ÙˆØ²ÙŠØ± " * 3 + text)),
        ("headline", lambda text: with_headline(Record(number=1, name="a", body=text))),
        ("plain_line", refusable(plain_line)),
        ("structure", refusable(lambda text: structure.parse(text, title="عنوان"))),
        ("structure, title", refusable(lambda text: structure.parse(text + "\nنص"))),
        ("structure, tail", refusable(lambda text: structure.parse("ا[ب" + text, title="ع"))),
        ("recognise", lambda text: recogniser.recognise("عنوان", text)),
        ("recognise, linked", refusable(anchored)),
        ("word_pairs", lambda text: near_duplicates.bands(near_duplicates.word_pairs(keys(text)))),
        ("align", identity),
        ("slug_of", slug_of),
        ("OutletBook.find", OutletBook().find),
    ]


def _reading() -> Iterable[tuple[str, Reads]]:
    from archive.citing.card_image import Card, draw_card
    from archive.citing.references import one_line
    from archive.citing.share_cards import for_a_picture
    from archive.models import Entity, Link, Mention, Passage, PassageSpan, Revision
    from archive.reading.changes import compare_lines, compare_words
    from archive.reading.passages import Reading
    from archive.templatetags.admin_text import in_both_languages
    from archive.templatetags.archive_text import printed_passage, shortened

    def card(text: str) -> object:
        shown = for_a_picture(one_line(text))
        return draw_card(Card(site="س", passage=shown, outlet=text[:200], address="ا"))

    def reading(text: str) -> object:
        pieces = [[at, min(at + 40, len(text))] for at in range(0, len(text), 40)]
        revision = Revision(title="ع", text=text)
        links = [Link(start=a, end=a + 2, address="http://a") for a, b in pieces if b - a > 2]
        spans = [
            PassageSpan(
                revision=revision,
                ordinal=n,
                start=a,
                end=b,
                pieces=[[a, b]],
                passage=Passage(pk=n, public_id=f"p{n}"),
            )
            for n, (a, b) in enumerate(pieces)
        ]
        entity = Entity(pk=1, slug="a")
        mentions = [Mention(start=a + 3, end=a + 9, entity=entity) for a, _ in pieces]
        marks = [_Mark(a, b) for a, b in pieces]
        read = Reading(
            revision=revision,
            spans=spans,
            links=links,
            mentions=mentions,
            citations=[],
            marks=marks,
        )
        return [printed_passage(passage) for passage in read.passages()]

    return [
        ("compare_words", lambda text: list(compare_words(text, text[1:] + "ا"))),
        ("compare_words, moved", lambda t: list(compare_words(t, t[len(t) // 2 :] + " ب"))),
        ("compare_lines", lambda text: list(compare_lines(text, "ا\n" + text[: len(text) // 2]))),
        ("compare_lines, edited", lambda t: list(compare_lines(t, t.replace("\n", "ا\n")))),
        ("card", card),
        ("reading", reading),
        ("one_line", one_line),
        ("shortened", lambda text: shortened(text, 200)),
        ("in_both_languages", in_both_languages),
    ]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int


def _search() -> Iterable[tuple[str, Reads]]:
    from archive.arabic.tokens import spans
    from search.engines.plan import Match
    from search.engines.whoosh.tokenizing import tokenize_all
    from search.highlight import runs
    from search.index.phrases import gather
    from search.query.lexer import Lexer, printable
    from search.query.parser import parse
    from search.snippets import PassageRow, snippets

    def snippet(text: str) -> object:
        words, starts, ends = spans(text)
        matches = [
            Match(clause=0, start=s, end=e, asked=w, form=w)
            for w, s, e in zip(words, starts, ends, strict=True)
        ]
        rows = [PassageRow(1, "a", 1, "paragraph", 0, len(text))]
        return snippets(text, rows, matches, [1.0]), runs(text, matches)

    def marks(text: str) -> object:
        matches = [
            Match(clause=at % 9, start=at, end=at + 1, asked="", form="")
            for at in range(0, len(text) - 1, 2)
        ]
        rows = [PassageRow(1, "a", 1, "paragraph", 0, len(text))]
        return snippets(text, rows, matches, [1.0])

    return [
        ("printable", printable),
        ("lexer", lambda text: list(Lexer(text).tokens())),
        ("query", lambda text: parse(text).text),
        ("query, fields", lambda text: parse("العنوان:" + text).text),
        ("snippets", snippet),
        ("snippets, many marks", marks),
        ("tokenize_all", lambda text: tokenize_all([(text[:200], text, [(0, len(text))])])),
        ("phrases", lambda text: gather([text])),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
