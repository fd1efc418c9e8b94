"""The header at the top of a text file: fields with their values, in every usual form.

Between lines of `---` or `+++`, or without them where the first lines are fields that the archive
knows. A header that is not understood is refused with its line: its words are no article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.conf import settings

from archive.arabic.field_names import meant_by
from archive.ingest.readers.fields import mapped
from archive.ingest.refusals import RecordError

_MARKS = "\ufeff\u200b\u200e\u200f\u2060\u00a0 \t"  # before the first line, unseen
_RULE = re.compile(r"-{3,}+(?:yaml)?")
_ENDS = ("---", "...")
_TOML = "+++"
_FIELD = re.compile(r"([^\W\d][\w -]{0,40}+)[ \t]*+:(?!//)[ \t]*+(.*)")
LONGEST_YAML = 1000  # characters of a value that is read as YAML; longer ones are words
MOST_BRACKETS = 20
_LEAST_BARE = 2  # fields at the top without a line of `---` before them


@dataclass(slots=True)
class Header:
    """Fields by the archive's names, the text after them, and what to say of those not used."""

    fields: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    note: str = ""


def read_header(text: str) -> Header:
    """The header of a text, and the text after it. Raises RecordError for one not understood."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip(_MARKS)), len(lines))
    first = lines[start].strip(_MARKS) if start < len(lines) else ""
    if first == _TOML:
        return _toml(lines, start + 1)
    if _RULE.fullmatch(first):
        return _between_rules(text, lines, start + 1)
    return _bare(text, lines, start)


def _between_rules(text: str, lines: Sequence[str], start: int) -> Header:
    end = _end(lines, start)
    within = lines[start : start + settings.LIMITS.front_matter if end is None else end]
    names = [meant_by(found[1]) for line in within if (found := _FIELD.fullmatch(line.strip()))]
    is_header = any(names) if end is not None else _knows_first(within)
    if not is_header:
        return Header(body=text)
    if end is None:
        raise RecordError(
            f"رأس الملف (السطر {start}) لم يُغلق: اكتب --- في سطر بعد حقوله.",
            f"The header opened on line {start} is not closed: write --- on a line after its "
            "fields.",
        )
    given = dict(_entries(within, start + 1))
    known, note = mapped(given)
    return Header(known, "\n".join(lines[end + 1 :]), note)


def _end(lines: Sequence[str], start: int) -> int | None:
    for at in range(start, min(len(lines), start + settings.LIMITS.front_matter)):
        if lines[at].strip(_MARKS) in _ENDS:
            return at
    return None


def _knows_first(lines: Sequence[str]) -> bool:
    """Whether the first line is a field that the archive knows."""
    found = _FIELD.fullmatch(lines[0].strip(_MARKS)) if lines else None
    return found is not None and meant_by(found[1]) is not None


def _entries(lines: Sequence[str], number: int) -> Iterator[tuple[str, Any]]:
    """Names and values; a value may go on over lines that are indented or open with a dash."""
    name, first, block = "", number, []
    for at, line in enumerate(lines, start=number):
        if not line.strip(_MARKS) or line.lstrip().startswith("#"):
            continue
        if line[0] in " \t" or line.startswith("-"):
            if not name:
                raise _not_understood(at, line)
            block.append(line)
            continue
        found = _FIELD.fullmatch(line.strip(_MARKS))
        if found is None:
            raise _not_understood(at, line)
        if name:
            yield name, _value(block, first)
        name, first, block = found[1].strip(), at, [found[2]]
    if name:
        yield name, _value(block, first)


def _value(block: Sequence[str], number: int) -> Any:
    """What YAML reads where it is written as YAML; else the words as they stand."""
    written = block[0].strip()
    if len(block) == 1 and written[:1] not in tuple("\"'[{|>"):
        return written
    brackets = sum(line.count("[") + line.count("{") for line in block)
    if sum(map(len, block)) > LONGEST_YAML or brackets > MOST_BRACKETS:
        return "\n".join([written, *block[1:]])
    try:
        # Every scalar is a string, and no tag makes an object.
        lines = "\n".join(["x: " + written, *block[1:]])
        return _plain(yaml.load(lines, Loader=yaml.BaseLoader)["x"])  # noqa: S506
    except (yaml.YAMLError, RecursionError, TypeError, KeyError):
        raise _not_understood(number, written) from None


def _plain(value: Any) -> Any:
    """Without the brackets in which note-takers link names: `[[كاتب]]`."""
    if isinstance(value, list):
        return [one.strip("[]") if isinstance(one, str) else one for one in value]
    return value.strip() if isinstance(value, str) else value


def _toml(lines: Sequence[str], start: int) -> Header:
    last = min(len(lines), start + settings.LIMITS.front_matter)
    end = next((at for at in range(start, last) if lines[at].strip(_MARKS) == _TOML), None)
    if end is None:
        raise RecordError(
            f"رأس الملف (السطر {start}) لم يُغلق: اكتب +++ في سطر بعد حقوله.",
            f"The header opened on line {start} is not closed: write +++ on a line after its "
            "fields.",
        )
    try:
        given = tomllib.loads("\n".join(lines[start:end]))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"line (\d+)", str(error))
        number = start + int(at[1]) if at else end
        raise _not_understood(number, lines[min(number, end) - 1]) from None
    plain = {name: _as_text(value) for name, value in given.items()}
    known, note = mapped(plain)
    return Header(known, "\n".join(lines[end + 1 :]), note)


def _as_text(value: Any) -> Any:
    return value if isinstance(value, (list, dict)) else str(value)


def _bare(text: str, lines: Sequence[str], start: int) -> Header:
    """Fields at the very top that a blank line or `---` ends, at least two that are known."""
    given: dict[str, str] = {}
    at = start
    for at in range(start, min(len(lines), start + settings.LIMITS.front_matter)):
        line = lines[at].strip(_MARKS)
        found = _FIELD.fullmatch(line)
        if not line or line in _ENDS or found is None:
            break
        given[found[1].strip()] = found[2].strip()
    ended = at < len(lines) and (not lines[at].strip(_MARKS) or lines[at].strip() in _ENDS)
    meant = {found[0] for name in given if (found := meant_by(name)) is not None}
    if not ended or len(meant - {"body"}) < _LEAST_BARE or len(meant) < len(given) - 1:
        return Header(body=text)
    known, note = mapped(given)
    rest = at + 1 if lines[at].strip(_MARKS) in _ENDS else at
    said = "حقول في أول الملف قُرئت رأساً له. Fields at the top were read as its header."
    return Header(known, "\n".join(lines[rest:]), f"{said} {note}".strip())


def _not_understood(number: int, line: str) -> RecordError:
    shown = line.strip()[:60]
    return RecordError(
        f"لم يُفهم السطر {number} من رأس الملف: «{shown}». اكتب الحقول هكذا: name: value.",
        f"Line {number} of the header was not understood: “{shown}”. Write fields as name: value.",
    )
