"""Text exports of press databases, in which many articles follow each other: Nexis in its older
and newer shape, Factiva with its two-letter codes and without, ProQuest.

Each is split at the marks that its system sets, and read by the labels that it prints. An article
that lacks what its system always prints is refused by its number, and the others are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO

from django.conf import settings

from archive.arabic.bylines import credits_in
from archive.arabic.letters import fold
from archive.arabic.press_databases import labels_of
from archive.dates import DateError, iso_date, parse_typed
from archive.ingest.encodings import decode
from archive.ingest.readers.documents import typed_paragraphs
from archive.ingest.readers.records import Read, Refused, record_of
from archive.ingest.refusals import RecordError, UnreadableFileError

Lines = Sequence[str]

_NUMBERED = re.compile(r"(?:Document )?(\d{1,6}) of \d{1,6}(?: DOCUMENTS?)?", re.IGNORECASE)
_END_OF_DOCUMENT = "End of Document"
_RULE = re.compile(r"[_=*-]{10,}+")
_LABEL = re.compile(r"([A-Z][A-Za-z]*+(?:[ -][A-Za-z]++){0,3}+):(?:\s++(.*))?")
_CODE = re.compile(r"([A-Z]{2,3})(?:\t|[ ]{1,10}|$)(.*)")
_WORDS = re.compile(r"\d[\d,.]{0,8}+ words?", re.IGNORECASE)
_FACTIVA_END = re.compile(r"(?:AN[\t ]+)?Document [A-Z]{2,10}\w{8,40}")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright)\b.*", re.IGNORECASE)
_DAY = re.compile(
    r"(?:[A-Z][a-z]{2,8} \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|[A-Z][a-z]{2,8} \d{4})\b"
)
_HOUR = re.compile(r"\d{1,2}:\d{2}.{0,10}")
_BY = re.compile(r"by[: ]\s*+(.*)", re.IGNORECASE)

_LONGEST_WRAPPED = 100  # letters of a line that a printer broke
_SHORTEST_WRAPPED = 50
_HEAD_LINES = 40  # behind which no title is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One article as an export prints it; empty is what it does not say."""

    title: str
    paragraphs: Sequence[str]
    outlet: str = ""
    date: str = ""
    byline: str = ""
    unused: Sequence[str] = ()  # labels that say something of the article, and are not kept


def read_press_database(file: IO[bytes], name: str) -> Iterator[Read]:
    """The articles in order. Raises UnreadableFileError where no system's marks are found."""
    largest = settings.LIMITS.upload
    data = file.read(largest + 1)
    if len(data) > largest:
        raise UnreadableFileError(
            f"الملف أكبر من {largest >> 20} ميغابايت. صدّر مقالات أقل في كل ملف.",
            f"The file is larger than {largest >> 20} MB. Export fewer articles a file.",
        )
    text, encoding = decode(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    system, documents, read = _system_of([line.rstrip() for line in lines])
    for number, document in enumerate(documents, start=1):
        try:
            yield _record(read(document), system, number, name, encoding)
        except RecordError as error:
            reason = (
                f"المقال {number} من ملف {system}: {error.arabic} "
                f"Article {number} of the {system} export: {error.english}"
            )
            yield Refused(number=number, name=name, reason=reason)


def _system_of(lines: Lines) -> tuple[str, list[Lines], Callable[[Lines], Printed]]:
    """Which system printed it, its articles, and how one of them is read."""
    codes = {found[1] for line in lines if (found := _CODE.fullmatch(line))}
    if {"HD"} < codes and codes & {"LP", "TD"}:
        return "Factiva", _split_codes(lines), _coded
    stripped = [line.strip() for line in lines]
    labels = {found[1].lower() for line in stripped if (found := _LABEL.fullmatch(line))}
    if "full text" in labels and labels & labels_of("proquest"):
        return "ProQuest", _split(lines, _opens_proquest), _proquest
    if any(_NUMBERED.fullmatch(line) and line.upper().endswith(("T", "TS")) for line in stripped):
        return "Nexis", _split(lines, _opens_nexis), _older_nexis
    if _END_OF_DOCUMENT in stripped:
        return "Nexis", _split_ends(lines, lambda line: line == _END_OF_DOCUMENT), _newer_nexis
    if any(_FACTIVA_END.fullmatch(line) for line in stripped):
        ends = _split_ends(lines, lambda line: _FACTIVA_END.fullmatch(line) is not None)
        return "Factiva", ends, _printed_factiva
    raise UnreadableFileError(
        "هذا ملف من قاعدة صحافة فيه أكثر من مقال، ولم يُعرف كيف تُفصل. قسّمه: مقال في كل ملف نصي.",
        "This is a press database's export of several articles, and how they part is not known. "
        "Split it: one article a text file.",
    )


def _record(printed: Printed, system: str, number: int, name: str, encoding: str) -> Read:
    fields = {
        "title": typed_paragraphs([printed.title]),
        "outlet": printed.outlet,
        "byline": printed.byline,
        "published_on": printed.date,
    }
    body = "\n\n".join(typed_paragraphs([one]) for one in printed.paragraphs)
    record = record_of(fields, number=number, name=name, body=body, encoding=encoding)
    note = (
        f"من تصدير {system}: الناشر والتاريخ والكاتب كما طبعها. "
        f"From a {system} export: outlet, date and author as it prints them."
    )
    if printed.unused:
        unused = ", ".join(label.upper() for label in printed.unused)
        note += f" حقول لم تُستعمل: {unused}. Fields not used: {unused}."
    return replace(record, note=note)


# Splitting.


def _split(lines: Lines, opens: Callable[[str], bool]) -> list[Lines]:
    """Articles that each begin behind a line of its own."""
    starts = [at for at, line in enumerate(lines) if opens(line.strip())]
    ends = [*starts[1:], len(lines)]
    return [lines[start + 1 : end] for start, end in zip(starts, ends, strict=True)]


def _split_ends(lines: Lines, ends: Callable[[str], bool]) -> list[Lines]:
    """Articles that each end with a line of its own; one that broke off is one too."""
    found: list[Lines] = []
    start = 0
    for at, line in enumerate(lines):
        if ends(line.strip()):
            found.append(lines[start:at])
            start = at + 1
    return [*found, lines[start:]] if any(line.strip() for line in lines[start:]) else found


def _split_codes(lines: Lines) -> list[Lines]:
    """Articles of coded fields: one ends with its number, or where a field comes again that no
    article has twice."""
    found: list[Lines] = []
    seen: set[str] = set()
    start = 0
    for at, line in enumerate(lines):
        code = _code_of(line)
        if code in ("HD", "SE") and seen & {"LP", "TD", "AN"}:
            found.append(lines[start:at])
            start, seen = at, set()
        seen.add(code)
    return [*found, lines[start:]]


def _opens_nexis(line: str) -> bool:
    return line.upper().endswith(("DOCUMENT", "DOCUMENTS")) and bool(_NUMBERED.fullmatch(line))


def _opens_proquest(line: str) -> bool:
    return line.startswith("Document ") and _NUMBERED.fullmatch(line) is not None


# Reading one article.


def _coded(lines: Lines) -> Printed:
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        code = _code_of(line)
        if code:
            current = fields.setdefault(code, [])
            line = line[len(code) :]
        current.append(line.strip())
    said = {code: " ".join(part for part in parts if part) for code, parts in fields.items()}
    text = [*fields.get("LP", []), "", *fields.get("TD", [])]
    return _checked(
        title=said.get("HD", ""),
        paragraphs=_paragraphs(text),
        outlet=said.get("SN", ""),
        date=_day(said.get("PD", "")),
        byline=_without_by(said.get("BY", "") or said.get("AU", "")),
    )


def _code_of(line: str) -> str:
    found = _CODE.fullmatch(line)
    return found[1] if found and found[1].lower() in labels_of("factiva") else ""


def _older_nexis(lines: Lines) -> Printed:
    """Outlet, date and title stand in blocks above the labels, the text below them."""
    blocks = _blocks(lines)
    labels, head, body = _labelled(blocks, labels_of("nexis"))
    above: list[str] = []
    titles: list[list[str]] = []
    day = ""
    for block in head:
        lines_of_block = [line for line in block if not _COPYRIGHT.match(line)]
        dated = next((at for at, line in enumerate(lines_of_block) if _day(line)), None)
        if day:
            titles.append(lines_of_block)
        elif dated is None:
            above += lines_of_block
        else:
            day = _day(lines_of_block[dated])
            above += lines_of_block[:dated]
            titles.append(lines_of_block[dated + 1 :])
    if not day:
        raise _lacks("تاريخ النشر", "the date of publication")
    # Behind the date may stand the edition («Final Edition»); the title is what comes last.
    return _checked(
        title=next((" ".join(title) for title in reversed(titles) if title), ""),
        paragraphs=body,
        outlet=above[-1] if above else "",
        date=day,
        byline=labels.get("byline", ""),
        unused=[label for label in labels if label not in ("byline", "body", "length")],
    )


def _newer_nexis(lines: Lines) -> Printed:
    """Title, outlet and date are the first lines, and the line «Body» opens the text."""
    stripped = [line.strip() for line in lines]
    if "Body" not in stripped[:_HEAD_LINES]:
        raise _lacks("بداية النص (Body)", "the line that opens its text (Body)")
    opened = stripped.index("Body")
    head = [line for line in stripped[:opened] if line]
    labels = {
        found[1].lower(): (found[2] or "").strip()
        for line in head
        if (found := _LABEL.fullmatch(line))
    }
    dated = next((at for at, line in enumerate(head) if at and _day(line)), None)
    if dated is None:
        raise _lacks("تاريخ النشر", "the date of publication")
    _, _, body = _labelled([[""], *_blocks(lines[opened + 1 :])], labels_of("nexis"), opened=True)
    return _checked(
        title=" ".join(head[: max(1, dated - 1)]),
        paragraphs=[one for one in body if one],
        outlet=head[dated - 1] if dated > 1 else "",
        date=_day(head[dated]),
        byline=labels.get("byline", ""),
    )


def _printed_factiva(lines: Lines) -> Printed:
    """The number of words stands between title and author above it and the date below it."""
    stripped = [line.strip() for line in lines]
    counted = next(
        (at for at, line in enumerate(stripped[:_HEAD_LINES]) if _WORDS.fullmatch(line)), None
    )
    if counted is None:
        raise _lacks("عدد الكلمات (words)", "the number of its words")
    above = [line for line in stripped[:counted] if line and not _RULE.fullmatch(line)]
    bylines = [line for line in above[1:] if _BY.fullmatch(line) or any(credits_in(line))]
    below = stripped[counted + 1 :]
    head = next((at for at, line in enumerate(below) if at and not line), len(below))
    facts = [line for line in below[:head] if line]
    dated = next((at for at, line in enumerate(facts) if _day(line)), None)
    if dated is None:
        raise _lacks("تاريخ النشر", "the date of publication")
    named = [line for line in facts[dated + 1 :] if not _HOUR.fullmatch(line)]
    return _checked(
        title=next(iter(above), ""),
        paragraphs=_paragraphs(below[head:]),
        outlet=next(iter(named), ""),
        date=_day(facts[dated]),
        byline=_without_by(next(iter(bylines), "")),
    )


def _proquest(lines: Lines) -> Printed:
    labels: dict[str, str] = {}
    text: list[str] = []
    in_text = False
    for line in lines:
        found = _LABEL.fullmatch(line.strip())
        label = found[1].lower() if found else ""
        if found and label == "full text":
            in_text = True
            text.append(found[2] or "")
        elif found and (label in labels_of("proquest") or (not in_text and label)):
            in_text = False
            labels.setdefault(label, (found[2] or "").strip())
        elif in_text and not _RULE.fullmatch(line.strip()):
            text.append(line.strip())
    opening = next((line.strip() for line in lines if line.strip()), "")
    info = labels.get("publication info", "")
    stated = _DAY.search(info)
    return _checked(
        title=labels.get("title", "") or ("" if _LABEL.fullmatch(opening) else opening),
        paragraphs=_paragraphs(text),
        outlet=labels.get("publication title", "") or re.split("[;,]", info)[0].strip(),
        date=_day(labels.get("publication date", "") or (stated[0] if stated else "")),
        byline=labels.get("author", ""),
    )


# Parts of articles.


def _blocks(lines: Lines) -> list[list[str]]:
    """Lines that stand together, without the blank ones between."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return found if found[-1] else found[:-1]


def _labelled(
    blocks: Sequence[list[str]], behind: frozenset[str], *, opened: bool = False
) -> tuple[dict[str, str], list[list[str]], list[str]]:
    """The labels, the blocks above the first of them, and the paragraphs below those at the top.

    `opened` says that the text has begun and only what stands behind it is looked for.
    """
    labels: dict[str, str] = {}
    head: list[list[str]] = []
    body: list[str] = []
    for block in blocks:
        found = _LABEL.fullmatch(block[0])
        label = found[1].lower() if found else ""
        if found and label in behind and (labels or opened):
            break
        if found and not body and not opened and label in labels_of("nexis-above"):
            value = " ".join([found[2] or "", *block[1:]]).strip()
            if label == "body":
                body += [value] if value else []
            labels[label] = value
        elif labels or opened:
            body += _unwrapped(block)
        else:
            head.append(block)
    while body and _COPYRIGHT.fullmatch(body[-1]):
        body.pop()
    return labels, head, body


def _paragraphs(lines: Lines) -> list[str]:
    return [one for block in _blocks(lines) for one in _unwrapped(block)]


def _unwrapped(block: Sequence[str]) -> list[str]:
    """The lines of a block, or one paragraph where all but the last are as long as a printer
    breaks them."""
    broken = all(_SHORTEST_WRAPPED <= len(line) <= _LONGEST_WRAPPED for line in block[:-1])
    return [" ".join(block)] if len(block) > 1 and broken else list(block)


def _without_by(byline: str) -> str:
    found = _BY.fullmatch(byline)
    return found[1].strip() if found else byline


def _day(written: str) -> str:
    """The date that a line is, or opens with, as the archive writes it; empty where it is none."""
    found = _DAY.match(_with_digits(written))
    for candidate in (written, found[0] if found else ""):
        try:
            read = parse_typed(candidate) if candidate else None
        except DateError:
            continue
        if read is not None:
            return iso_date(read.first, read.precision)
    return ""


def _with_digits(written: str) -> str:
    return "".join(fold(letter) if letter.isdecimal() else letter for letter in written)


def _checked(
    *,
    title: str,
    paragraphs: Sequence[str],
    outlet: str,
    date: str,
    byline: str,
    unused: Sequence[str] = (),
) -> Printed:
    if not title:
        raise _lacks("العنوان", "the title")
    if not paragraphs:
        raise _lacks("النص", "the text")
    return Printed(
        title=title,
        paragraphs=paragraphs,
        outlet=outlet,
        date=date,
        byline=byline,
        unused=unused,
    )


def _lacks(arabic: str, english: str) -> RecordError:
    return RecordError(
        f"لم يُعرف فيه {arabic}. أضف هذا المقال وحده نصاً (txt).",
        f"{english[:1].upper()}{english[1:]} was not found. Add this article by itself as text.",
    )
