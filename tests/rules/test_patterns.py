"""No pattern of the archive takes longer than its text is long."""

import ast
import importlib
import pkgutil
import re

import pytest

import archive
import config
import search
from archive.arabic import latin, sentences, tokens
from tests.rules.patterns import faults

# Patterns asked only of a word, which `LONGEST_WORD` bounds.
OF_WORDS = {
    "archive.arabic.latin.OF_GOD",
    "archive.arabic.latin.SON_OF",
    "archive.arabic.latin.OF_THE_FAITH",
    "archive.arabic.latin.SERVANT_OF_THE",
    "archive.arabic.latin.DOUBLED",
}
# What changed migrations read once: decisions that the archive itself had written.
OF_MIGRATIONS = "archive.migrations."
ANEW = "a search may begin anew within the repeat that it went through"
# Faults by shape that the letters of the pattern rule out.
REASONED = {
    # What could begin anew within an address ends within its one level of brackets: it is a link.
    "archive.ingest.markup._MARK": [ANEW],
    # Every kind of word is judged below by itself.
    "archive.arabic.tokens.WORD": [ANEW],
}
AT_A_PLACE = {"match", "fullmatch"}


def _modules():
    for package in (archive, search, config):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.startswith(("config.settings.", "config.wsgi", "search.management")):
                yield importlib.import_module(info.name)


def _patterns():
    """Name, pattern, and whether it is looked for all over a text."""
    for module in _modules():
        for name, value in vars(module).items():
            if not isinstance(value, re.Pattern) or name.startswith("__"):
                continue
            full = f"{module.__name__}.{name}"
            if full in OF_WORDS or full.startswith(OF_MIGRATIONS):
                continue
            with open(module.__file__, encoding="utf-8") as file:
                asked = set(re.findall(rf"\b{name}\.(\w+)", file.read()))
            searched = not asked or bool(asked - AT_A_PLACE)
            yield pytest.param(value, searched, REASONED.get(full, []), id=full)


FOUND = list(_patterns())


def test_the_patterns_of_the_archive_are_found():
    names = {one.id for one in FOUND}

    assert len(names) > 20
    assert {"archive.arabic.tokens.WORD", "archive.ingest.markup._MARK"} <= names


@pytest.mark.parametrize(("pattern", "searched", "reasoned"), FOUND)
def test_no_pattern_takes_longer_than_its_text_is_long(pattern, searched, reasoned):
    assert faults(pattern, searched=searched) == reasoned


@pytest.mark.parametrize("kind", tokens._KINDS)
def test_no_kind_of_word_takes_longer_than_its_text_is_long(kind):
    """After two thousands a third can't fail to match, but as they did: a digit follows none."""
    reasoned = [ANEW] if kind == tokens._THOUSANDS else []

    assert faults(re.compile(kind), searched=True) == reasoned


def test_patterns_that_are_made_when_they_are_asked_for():
    assert faults(sentences._credit(), searched=False) == []
    assert faults(latin._unit_pattern(), searched=True) == []


# Patterns written where they are used stand here with what they are: a class, or one repeat.
def test_patterns_are_compiled_where_this_test_sees_them():
    written = []
    for module in _modules():
        if module.__name__.startswith(OF_MIGRATIONS) or not module.__file__:
            continue
        with open(module.__file__, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        written += [
            (module.__name__, call)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "re"
            and call.func.attr not in ("compile", "escape")
        ]

    assert written
    unknown = [
        f"{name}:{call.lineno}"
        for name, call in written
        if not isinstance(call.args[0], ast.Constant)
        or faults(re.compile(call.args[0].value), searched=True)
    ]
    assert unknown == []


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(r"(?:a+)+b", id="nested"),
        pytest.param(r"(?:a*b?)*c", id="nested-optional"),
        pytest.param(r"x\s*\s+y", id="adjacent"),
        pytest.param(r"x\d+[A-Z]?\d*y", id="adjacent-over-an-optional"),
        pytest.param(r"x.*,.*y", id="adjacent-over-what-it-takes"),
        pytest.param(r"\(\s*(?:[^()\s])*(?:\s+\"[^\"]*\")?\s*\)", id="link"),
        pytest.param(r"[.!?]+\s+", id="begins-anew"),
        pytest.param(r"“[^”]*”", id="opens-within"),
        pytest.param(r"[.!?]++\s", id="begins-anew-though-possessive"),
    ],
)
def test_patterns_that_take_longer_are_told(written):
    assert faults(re.compile(written), searched=True)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(r"x(?:a++,)*b", id="nothing-given-back"),
        pytest.param(r"x\s++\d+", id="other-letters"),
        pytest.param(r"“[^“”]*”", id="opens-not-within"),
        pytest.param(r"(?<![.!?])[.!?]++\s++", id="looks-back"),
        pytest.param(r"\s+", id="one-repeat"),
        pytest.param(r"x[a-z]{1,3}\d+", id="bounded"),
    ],
)
def test_patterns_that_take_no_longer_pass(written):
    assert faults(re.compile(written), searched=True) == []
