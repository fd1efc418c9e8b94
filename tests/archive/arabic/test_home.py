"""Arabic has one home: no module outside `archive.arabic` decides by letters or words of its own.

Texts that people read (messages, labels, help) are Arabic everywhere. What is looked for here is
Arabic that code *compares*: letters by name or by constant, literals in comparisons, in sets, in
patterns and in the methods that take words apart.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HOME = ROOT / "archive" / "arabic"
MODULES = [
    path
    for room in ("archive", "search", "config")
    for path in sorted((ROOT / room).rglob("*.py"))
    if HOME not in path.parents and "migrations" not in path.parts
]

ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
# The mark called a letter mark is a control of the drawing of lines.
NAMED = re.compile(
    r"\\N\{ARABIC (?:LETTER (?!MARK\})|TATWEEL|SHADDA|SUKUN|FATHA|DAMMA|KASRA|HAMZA)"
)
PATTERNS = {"compile", "match", "fullmatch", "search", "findall", "finditer", "sub"}
AFFIXES = {"startswith", "endswith", "removeprefix", "removesuffix", "strip", "lstrip", "rstrip"}
COMPARING = PATTERNS | AFFIXES | {"replace", "maketrans", "fold", "frozenset", "set"}
# Words that readers type to name a field are part of the interface, beside their English ones:
# they are translated as labels are, and say nothing about the language of the articles. So are
# the names of months and of precisions that editors write into a form.
INTERFACE = {
    "search/query/syntax.py",
    "search/query/lexer.py",
    "archive/dates/partial.py",
    "archive/dates/printed.py",
}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _is_arabic(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and _has_letter(node)


def _has_letter(node: ast.Constant) -> bool:
    return ARABIC.search(str(node.value)) is not None


def _compared(tree: ast.AST) -> Iterator[ast.AST]:
    """What literals are compared with, sought among, or taken apart by."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=others):
                yield from (left, *others)
            case ast.Set(elts=members):
                yield from members
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments):
                if name in COMPARING:
                    yield from arguments


def _literals(node: ast.AST) -> Iterator[ast.AST]:
    return (one for one in ast.walk(node) if _is_arabic(one))


@pytest.fixture(scope="module", params=MODULES, ids=_name)
def module(request):
    return request.param


def test_no_letter_is_named_outside_its_home(module):
    assert not NAMED.search(module.read_text(encoding="utf-8"))


def test_no_constant_of_a_letter_is_taken_from_home(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    taken = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "archive.arabic.letters"
        for alias in node.names
    ]

    assert [name for name in taken if name.isupper()] == []


def test_no_table_of_words_is_read_outside_its_home(module):
    assert "arabic.tables import rows" not in (text := module.read_text(encoding="utf-8"))
    assert "tables.rows(" not in text


def test_no_arabic_literal_is_compared_outside_its_home(module):
    if _name(module) in INTERFACE:
        pytest.skip("words of the interface")
    tree = ast.parse(module.read_text(encoding="utf-8"))
    found = {f"{one.lineno}: {one.value}" for node in _compared(tree) for one in _literals(node)}

    assert found == set()


@pytest.mark.parametrize(
    "code",
    [
        'word == "قال"',
        'word in ("من", "إلى")',
        'WORDS = {"قال", "أكد"}',
        're.compile("كتب|بقلم")',
        'word.startswith("ال")',
        'fold("في")',
    ],
)
def test_what_would_be_found(code):
    assert [one for node in _compared(ast.parse(code)) for one in _literals(node)]


@pytest.mark.parametrize(
    "code", ['message = "لا نص بعد العنوان"', 'label("العنوان")', 'KINDS = [("yes", "نعم")]']
)
def test_texts_for_people_are_left_alone(code):
    assert not [one for node in _compared(ast.parse(code)) for one in _literals(node)]
