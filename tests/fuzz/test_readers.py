"""The fuzzed target on random bytes: a little, each run, of what Atheris does at night."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz import readers

SYNTAX = "[]()#*«»\"':-.،؟ \n\t\r{},ابa1٢َّ\u200c\ufeff\u0308"


@given(st.binary(max_size=200))
def test_no_bytes_break_a_reader(data):
    readers.try_one(data)


@given(st.sampled_from(range(3)), st.text(alphabet=SYNTAX, max_size=120))
def test_no_marks_break_a_reader(kind, text):
    readers.try_one(bytes([kind]) + text.encode())


def test_a_fault_is_not_swallowed(monkeypatch):
    def broken(*_arguments, **_options):
        raise KeyError("broken")

    monkeypatch.setattr("archive.ingest.structure.parse", broken)

    with pytest.raises(KeyError):
        readers.try_one(b"\0" + "عنوان\nنص".encode())


def test_without_atheris_it_says_so_and_passes():
    """`-S` and an empty path: nothing that was installed is found."""
    script = Path(readers.__file__)
    done = subprocess.run(
        [sys.executable, "-S", script, "--seconds", "1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stdout.partition(":")[0]) == (0, "Atheris is not installed")
