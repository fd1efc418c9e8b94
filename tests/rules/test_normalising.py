"""Who normalises text: what does costs the square of a run of marks, unless it sees to them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEING_TO_MARKS = {
    "archive/arabic/composition.py",
    "archive/arabic/letters.py",  # folding drops marks first
    "archive/arabic/shapes.py",  # one letter at a time
    "archive/arabic/romanising.py",  # normalises what was folded
    "archive/arabic/conjugation.py",  # normalises words of the tables
}


def test_text_is_normalised_where_marks_are_seen_to():
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("archive", "search", "config")
        for path in (ROOT / package).rglob("*.py")
        if "unicodedata.normalize(" in path.read_text(encoding="utf-8")
    }

    assert found == SEEING_TO_MARKS
