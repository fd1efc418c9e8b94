"""What was printed, as it stands in a text: which line is the headline, and what is no markup."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.arabic.furniture import is_furniture, names_outlet
from archive.arabic.sentences import is_credit
from archive.dates import PublicationDate, parse_stated
from archive.ingest.readers.records import Record, with_note
from archive.ingest.structure import divided, is_dated

MOST_BEFORE = 6  # lines over a headline
SHORTEST_HEADLINE = 3  # words
LONGEST_HEADLINE = 30
LONGEST_LINE = 300  # characters that are looked into
DATELINE_WORDS = 5

_ADDRESS = re.compile(r"(?:https?://|www\.)\S++|(?:[\w-]++\.)++[a-z]{2,12}(?:/\S*+)?", re.I)
_DATELINE = re.compile(
    r"[^-–—/():]{2,30}\s?[-–—/]\s?\(?[^-–—/():]{2,30}\)?|[^()]{2,30}\([^()]{2,30}\)"
)
_RULE = re.compile(r"[\W_]*+")
_SINGLE_HASH = re.compile(r"^( {0,3})#(?=[ \t])", re.M)
_MARKDOWN = re.compile(r"^ {0,3}#{2,6}[ \t]", re.M)


def with_headline(record: Record) -> Record:
    """A record whose first line is its title, or another one where that is no headline; said."""
    lines = divided(record.body).split("\n")
    printed = [at for at, line in enumerate(lines) if line.strip()]
    before: list[int] = []
    for at in printed[:MOST_BEFORE]:
        if not _is_before_headline(lines[at]):
            break
        before.append(at)
    if not before or len(before) == len(printed):
        return record
    at = printed[len(before)]
    skipped = [lines[one].strip() for one in before if not _RULE.fullmatch(lines[one].strip())]
    title, rest = _without_mark(lines[at]), lines[at + 1 :]
    if not SHORTEST_HEADLINE <= len(title.split()) <= LONGEST_HEADLINE:
        return _doubted(record, lines[before[0]].strip())
    body = "\n\n".join([*skipped, "\n".join(rest)])
    record = replace(record, title=title, body=body, inferred_on=_day(skipped))
    if not skipped:
        return record
    shown = "، ".join(line[:60] for line in skipped)
    return with_note(
        record,
        f"العنوان هو السطر {at + 1}، وما قبله («{shown}») ليس عنواناً. "
        f"The title is line {at + 1}: what stands before it (“{shown}”) is no headline.",
    )


def _doubted(record: Record, first: str) -> Record:
    if _RULE.fullmatch(first):
        return record
    return with_note(
        record,
        f"السطر الأول «{first[:60]}» لا يشبه عنواناً. "
        f"The first line, “{first[:60]}”, does not look like a headline.",
    )


def _is_before_headline(line: str) -> bool:
    """A day, an outlet, a path, an address, a credit, a dateline, a rule."""
    bare = line.strip()
    if len(bare) > LONGEST_LINE:
        return False
    if _RULE.fullmatch(bare) or _ADDRESS.fullmatch(bare) or is_furniture(bare):
        return True
    return is_credit(bare) or names_outlet(bare) or is_dated(bare) or _is_dateline(bare)


def _is_dateline(line: str) -> bool:
    """«بغداد – المدى», «بغداد (أ ف ب)», «متابعة/ المدى»."""
    if len(line.split()) > DATELINE_WORDS or _DATELINE.fullmatch(line) is None:
        return False
    return all(len(part.split()) <= 3 for part in re.split(r"[-–—/(]", line))


def _day(lines: list[str]) -> PublicationDate | None:
    return next((parse_stated(line) for line in lines if is_dated(line)), None)


def _without_mark(line: str) -> str:
    return line.strip().lstrip("#").strip() if line.lstrip().startswith("#") else line.strip()


def with_its_letters(body: str) -> str:
    """A text that is no Markdown, in which a single `#` before a word is a letter: «# 5 قتلى»."""
    if "#" not in body or _MARKDOWN.search(body):
        return body
    return _SINGLE_HASH.sub(r"\1\\#", body)
