"""The security review names files and tests that there are, and every requirement once."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
REVIEW = (ROOT / "docs" / "security-review.md").read_text(encoding="utf-8")
CHAPTERS = REVIEW.partition("\n## V1 ")[2]
REQUIREMENTS = 253  # of levels 1 and 2


def test_named_tests_are_there():
    written = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py"))
    named = set(re.findall(r"`(test_\w+)`", REVIEW))

    assert len(named) > 50
    assert [name for name in sorted(named) if f"def {name}(" not in written] == []


def test_named_files_are_there():
    named = set(re.findall(r"`((?:archive|search|config|deploy|docs|static)/[\w./-]+)`", REVIEW))

    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def numbers(cell: str):
    for part in cell.split(", "):
        first, _, last = part.partition("–")
        chapter, _, start = first.rpartition(".")
        end = last.rpartition(".")[2] or start
        for number in range(int(start), int(end) + 1):
            yield f"{chapter}.{number}"


def test_every_requirement_is_answered_once():
    rows = re.findall(r"^\| (\d[\d., –]*) \|", CHAPTERS, re.MULTILINE)
    answered = [number for row in rows for number in numbers(row)]

    assert len(answered) == len(set(answered)) == REQUIREMENTS
