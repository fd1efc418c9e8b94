"""What was stored or sent can't act on a log, a terminal or the text around it."""

from __future__ import annotations

import json
import logging
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.printable import CLOSED_BY, DIRECTIONS, closed, json_line, lines, one_line, quoted
from config.logs import PlainLines

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
ISOLATE = "\N{FIRST STRONG ISOLATE}"
PDF, PDI = "\N{POP DIRECTIONAL FORMATTING}", "\N{POP DIRECTIONAL ISOLATE}"
anything = st.text(
    st.sampled_from([*map(chr, range(0x20)), "\x7f", "\x9b", "\u2028", "ب", *sorted(DIRECTIONS)])
)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        pytest.param("أحمر\x1b[31m", "أحمر␛[31m", id="terminal"),
        pytest.param("سطر\nآخر\r\u2028\u2029", "سطر␊آخر␍␤␤", id="lines"),
        pytest.param("\x00\x7f\x9b", "␀␡<U+009B>", id="beyond"),
        pytest.param(f"أ{OVERRIDE}ب{PDF}", "أ<U+202E>ب<U+202C>", id="directions"),
        pytest.param("كلمة\N{ZERO WIDTH NON-JOINER}ها\N{RIGHT-TO-LEFT MARK}", None, id="harmless"),
    ],
)
def test_what_would_act_is_shown(stored, shown):
    assert one_line(stored) == (stored if shown is None else shown)


@given(anything)
def test_line_stays_one_line_without_controls_and_directions(text):
    line = one_line(text)

    assert len(line.splitlines()) <= 1
    assert not any(unicodedata.category(c) == "Cc" or c in DIRECTIONS for c in line)
    assert lines(text).count("\n") == text.count("\n")


@given(anything)
def test_json_reads_back_as_it_was_and_acts_on_no_terminal(text):
    line = json_line({"title": text})

    assert json.loads(line) == {"title": text}
    assert one_line(line) == line


def test_quotation_is_not_closed_from_within():
    assert quoted('a" b\\') == '"a\\" b\\\\"'
    assert quoted("x" * 1000, most=3) == '"xxx…"'


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        pytest.param(f"أ{OVERRIDE}ب", f"أ{OVERRIDE}ب{PDF}", id="left-open"),
        pytest.param(f"أ{PDF}ب{PDI}", "أب", id="closes-what-it-did-not-open"),
        pytest.param(f"{ISOLATE}أ{OVERRIDE}{PDI}ب", None, id="isolate-ends-what-is-within"),
        pytest.param(f"{ISOLATE}أ{PDF}ب{PDI}", f"{ISOLATE}أب{PDI}", id="not-out-of-an-isolate"),
    ],
)
def test_directions_end_where_the_text_ends(stored, printed):
    assert closed(stored) == (stored if printed is None else printed)


@given(anything)
def test_closing_twice_changes_nothing_more(text):
    once = closed(text)

    assert closed(once) == once
    assert [c for c in once if c in CLOSED_BY] == [c for c in text if c in CLOSED_BY]


def test_log_writes_one_line_for_a_record_whatever_it_names():
    record = logging.LogRecord(
        "search", logging.ERROR, "", 0, "Damaged: %s", ("x\n2026 INFO forged\x1b[2J",), None
    )

    line = PlainLines("{levelname} {name}: {message}", style="{").format(record)

    assert line == "ERROR search: Damaged: x␊2026 INFO forged␛[2J"


def test_log_keeps_the_lines_of_a_traceback_and_shows_what_is_in_them():
    try:
        raise ValueError("\x1b[2J")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 0, "m", (), sys.exc_info())

    printed = PlainLines("{message}", style="{").format(record)

    assert printed.startswith("m\nTraceback")
    assert printed.endswith("ValueError: ␛[2J")


def test_settings_write_logs_so(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "config.logs.PlainLines"
