"""Rules of the archive's own about its code, each a question of the parsed source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

SAFE_NAMES = {"mark_safe", "SafeText", "safestring"}
TEMPLATE_SAFE = re.compile(r"\|\s*(?:safe|safeseq)\b|autoescape\s+off")

SQL_CALLS = {"execute", "executemany", "executescript", "raw", "extra", "RawSQL", "RunSQL"}

READ_MODELS = {"Article", "Revision", "Passage", "PassageSpan", "Link", "Mention", "Citation"}
# What asks who is looking, or gives only what everyone may see.
ASKING = {"visible_to", "published", "visible_article", "visible"}


def made_safe(source: str) -> Iterator[int]:
    """Lines that declare a text to be markup without escaping it."""
    lines = {node.lineno for node in ast.walk(ast.parse(source)) if _makes_safe(node)}
    yield from sorted(lines)


def _makes_safe(node: ast.AST) -> bool:
    match node:
        case ast.ImportFrom(names=names):
            return any(alias.name in SAFE_NAMES for alias in names)
        case ast.Attribute(attr=name):
            return name in SAFE_NAMES
        case ast.Call(func=function, args=arguments):
            # `SafeString()` alone is empty; `format_html` escapes what its first argument names.
            if _name(function) == "SafeString":
                return bool(arguments)
            formatted = _name(function) == "format_html"
            return formatted and (not arguments or isinstance(arguments[0], ast.JoinedStr))
    return False


def sql_of_input(source: str) -> Iterator[str]:
    """Functions that ask the database with SQL which is not written out where it is asked."""
    for where, node in _with_function(ast.parse(source)):
        if not isinstance(node, ast.Call) or _name(node.func) not in SQL_CALLS:
            continue
        if not node.args or not _is_constant(node.args[0]):
            yield where


def reads_unasked(source: str) -> Iterator[str]:
    """Functions that read articles, or what belongs to them, and don't ask who may see them."""
    tree = ast.parse(source)
    asking: set[str] = set()
    reading: list[str] = []
    for where, node in _with_function(tree):
        if isinstance(node, ast.Attribute | ast.Name) and _name(node) in ASKING:
            asking.add(where)
        if _reads(node):
            reading.append(where)
    yield from (where for where in dict.fromkeys(reading) if where not in asking)


def _reads(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr="objects" | "_default_manager", value=model):
            return _name(model) in READ_MODELS
        case ast.Call(func=function, args=[model, *_]):
            shortcuts = ("get_object_or_404", "get_list_or_404")
            return _name(function) in shortcuts and _name(model) in READ_MODELS
    return False


def _with_function(tree: ast.AST, where: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Every node with the function or method around it, as `Class.method`."""
    for node in ast.iter_child_nodes(tree):
        inside = where
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{where}.{node.name}" if where else node.name
        yield inside, node
        yield from _with_function(node, inside)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_constant(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
