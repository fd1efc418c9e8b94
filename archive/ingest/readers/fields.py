"""The fields of a record under whatever names they came, and what to say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.arabic.field_names import meant_by
from archive.ingest.readers.records import FIELDS
from archive.ingest.refusals import RecordError

NAMES_SHOWN = 12
# Where programs put the words of a field that is an object of its own, the likeliest first.
_WITHIN = ("rendered", "name", "title", "value", "text", "label", "@value", "$date", "$oid", "url")
_JOINED = {"body": "\n\n", "byline": "، "}  # what parts of a list are joined by


def mapped(given: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Fields by the archive's names, and a note on those read under others and those not used."""
    ranked: dict[str, list[tuple[int, str]]] = {}
    unused: list[str] = []
    for name, value in given.items():
        meant = meant_by(name)
        if meant is None:
            unused += [name] if _holds(value) else []
        elif _holds(value):
            ranked.setdefault(meant[0], []).append((meant[1], name))
    known: dict[str, Any] = {}
    others: list[str] = []
    for field, names in ranked.items():
        (rank, taken), *rest = sorted(names)
        known[field] = plain(given[taken], field)
        others += [f"{taken} → {field}"] if rank else []
        unused += [name for _, name in rest]
    return {name: known[name] for name in FIELDS if name in known}, _note(others, unused)


def _holds(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def plain(value: Any, field: str) -> Any:
    """A value as text: the words of an object, the parts of a body or byline together."""
    if isinstance(value, Mapping):
        within = next((value[name] for name in _WITHIN if _holds(value.get(name))), value)
        return within if isinstance(within, Mapping) else plain(within, field)
    if (
        field in _JOINED
        and isinstance(value, list)
        and all(isinstance(one, (str, Mapping)) for one in value)
    ):
        parts = [plain(one, field) if isinstance(one, Mapping) else one for one in value]
        if all(isinstance(one, str) for one in parts):
            return _JOINED[field].join(one.strip() for one in parts if one.strip())
    return value


def _note(others: list[str], unused: list[str]) -> str:
    said = []
    if others:
        names = _listed(others)
        said.append(f"حقول قُرئت بأسماء أخرى: {names}. Fields read under other names: {names}.")
    if unused:
        names = _listed(unused)
        said.append(f"حقول لم تُستعمل: {names}. Fields not used: {names}.")
    return " ".join(said)


def _listed(names: list[str]) -> str:
    shown = "، ".join(name[:60] for name in names[:NAMES_SHOWN])
    return shown + ("، …" if len(names) > NAMES_SHOWN else "")


def check_body(known: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Raises RecordError for a record without a text, which names the fields that it has."""
    if known.get("body"):
        return
    names = _listed([str(name) for name in given]) or "—"
    raise RecordError(
        f"لا نص في السجل: املأ الحقل body. حقوله: {names}.",
        f"This record has no text: fill the field body. Its fields: {names}.",
    )
