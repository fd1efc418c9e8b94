"""Normalising costs the square of a run of marks: no run longer than a letter's may reach it."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic import composition, letters, reporting, romanising
from archive.arabic.composition import MOST_MARKS
from archive.ingest.markup import plain_line
from archive.ingest.structure import parse

MARKS = "".join(
    chr(point)
    for block in (range(0x300, 0x370), range(0x610, 0x670), range(0x1D165, 0x1D173))
    for point in block
    if unicodedata.combining(chr(point))
)
A_RUN = re.compile(f"[{MARKS}]+")

READERS = {
    "fold": letters.fold,
    "without_marks": letters.without_marks,
    "composed": composition.composed,
    "composed_offsets": lambda text: composition.composed_offsets(text, range(0, len(text), 7)),
    "reporting_verb": reporting.reporting_verb,
    "romanised": romanising.romanised,
    "plain_line": plain_line,
    "link": lambda text: plain_line(f"[ا{text}](ب){text}[{text}](ج)"),
    "structure": lambda text: parse(f"{text}\nنص", title=f"ع{text[:900]}"),
}


@pytest.fixture
def longest_run(monkeypatch):
    """The longest run of marks that was normalised where marks stood out of order."""
    seen = [0]

    def normalize(form: str, text: str) -> str:
        seen[0] = max([seen[0], *(len(run) for run in A_RUN.findall(text))])
        return unicodedata.normalize(form, text)

    class Watched:
        combining = staticmethod(unicodedata.combining)
        category = staticmethod(unicodedata.category)
        decimal = staticmethod(unicodedata.decimal)
        is_normalized = staticmethod(unicodedata.is_normalized)

    Watched.normalize = staticmethod(normalize)
    for module in (composition, letters, romanising):
        monkeypatch.setattr(module, "unicodedata", Watched)
    return seen


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "marks",
    [
        pytest.param("\N{ARABIC SHADDA}\N{ARABIC FATHA}", id="Arabic"),
        pytest.param("\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}", id="Latin"),
        pytest.param("\N{MUSICAL SYMBOL COMBINING STEM}\U0001d16d", id="spacing"),
    ],
)
def test_no_run_of_marks_reaches_the_normaliser(name, marks, longest_run):
    READERS[name]("ا" + marks * 500 + " a" + marks * 500)

    assert longest_run[0] <= MOST_MARKS


@given(st.text(alphabet=MARKS + "اa ", max_size=300))
def test_fold_leaves_no_mark(text):
    assert not A_RUN.search(letters.fold(text))
