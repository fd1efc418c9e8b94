"""Authorities from CSV: sources, entities, their names and roles.

All four files are read and checked before a row is written, and written in one transaction.
Loading again updates what changed and never doubles; what editors added by hand stays.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from archive.arabic.letters import fold
from archive.dates import DateError, parse_partial
from archive.ingest.refusals import CannotRunError
from archive.models import Entity, EntityName, Merge, Role, Source, SourceName

SOURCES = "sources.csv"
ENTITIES = "entities.csv"
NAMES = "names.csv"
ROLES = "roles.csv"

_COLUMNS = """
sources.csv: slug name_ar name_en aliases country language kind homepage_domain cue
entities.csv: slug kind name_ar name_en name_ku description_ar description_en wikidata
names.csv: entity name language kind standalone
roles.csv: entity role_ar role_en since until
"""
COLUMNS = {
    file: columns.split()
    for file, columns in (line.split(": ") for line in _COLUMNS.strip().splitlines())
}


class BadRowError(CannotRunError):
    """A row that can't be loaded, named by its file and line."""

    def __init__(self, file: str, line: int, arabic: str, english: str) -> None:
        super().__init__(f"{file}، السطر {line}: {arabic} {file}, line {line}: {english}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line (the header is line 1) and its cells by column."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def bad(self, arabic: str, english: str) -> BadRowError:
        return BadRowError(self.file, self.line, arabic, english)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of one kind were made, changed, and left as they were."""

    made: int = 0
    changed: int = 0
    same: int = 0


def load(folder: Path) -> dict[str, Loaded]:
    """Load `sources.csv`, `entities.csv`, `names.csv` and `roles.csv` of a folder.

    Returns what happened by file. Raises CannotRunError for a missing file or column, and
    BadRowError for the first bad row; then nothing was loaded.
    """
    rows = {file: list(_read(folder / file)) for file in COLUMNS}
    _check(rows)
    rows = _as_merged(rows)
    with transaction.atomic():
        return {
            SOURCES: _load_sources(rows[SOURCES]),
            ENTITIES: _load_entities(rows[ENTITIES]),
            NAMES: _load_names(rows[NAMES]),
            ROLES: _load_roles(rows[ROLES]),
        }


def _as_merged(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows without those that an editor merged into others, to which their names go."""
    merged = {
        what: {
            former: Merge.objects.kept_for(what, former) or former
            for former in Merge.objects.standing()
            .filter(what=what)
            .values_list("former_slug", flat=True)
        }
        for what in Merge.What.values
    }
    entities, sources = merged[Merge.What.ENTITY], merged[Merge.What.SOURCE]
    return {
        SOURCES: [row for row in rows[SOURCES] if row["slug"] not in sources],
        ENTITIES: [row for row in rows[ENTITIES] if row["slug"] not in entities],
        **{
            file: [
                replace(row, cells={**row.cells, "entity": entities.get(slug, slug)})
                for row in rows[file]
                for slug in (row["entity"],)
            ]
            for file in (NAMES, ROLES)
        },
    }


def _read(path: Path) -> Iterator[Row]:
    try:
        file = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CannotRunError(
            f"الملف غير موجود أو لا يُقرأ: {path}. حدّد مجلد ملفات الاستناد. "
            f"{path} is missing or can't be read. Name the folder of the authorities."
        ) from error
    with file:
        reader = csv.DictReader(file, strict=True)
        try:
            _check_header(path.name, reader.fieldnames)
            for cells in reader:
                yield _row(path.name, reader.line_num, cells)
        except csv.Error as error:
            raise BadRowError(
                path.name,
                reader.line_num + 1,
                "علامات الاقتباس غير مغلقة.",
                f"broken CSV: {error}.",
            ) from None
        except UnicodeDecodeError:
            raise BadRowError(
                path.name,
                reader.line_num + 1,
                "احفظ الملف بترميز UTF-8.",
                "save the file as UTF-8.",
            ) from None


def _check_header(name: str, found: Any) -> None:
    missing = [column for column in COLUMNS[name] if column not in (found or ())]
    if missing:
        lacking = ", ".join(missing)
        raise BadRowError(name, 1, f"أعمدة ناقصة: {lacking}.", f"columns missing: {lacking}.")


def _row(name: str, line: int, cells: dict[str | None, Any]) -> Row:
    if None in cells or None in cells.values():
        raise BadRowError(
            name,
            line,
            "عدد الخانات لا يطابق العناوين. ضع ما فيه فاصلة بين علامتي اقتباس.",
            "the cells don't match the header. Quote cells that hold a comma.",
        )
    return Row(name, line, {str(column): value.strip() for column, value in cells.items()})


def _check(rows: dict[str, list[Row]]) -> None:
    """Everything that one row or several can get wrong, before anything is written."""
    for file in (SOURCES, ENTITIES):
        _check_each_slug_once(rows[file])
    kinds = {SOURCES: Source.Kind, ENTITIES: Entity.Kind}
    for file, allowed in kinds.items():
        for row in rows[file]:
            _check_choice(row, "kind", allowed.values)
            _check_filled(row, "name_ar")
    for row in rows[SOURCES]:
        _check_choice(row, "cue", ["yes", "no", ""])
    known = {row["slug"] for row in rows[ENTITIES]}
    known |= set(Entity.objects.values_list("slug", flat=True))
    for row in (*rows[NAMES], *rows[ROLES]):
        if row["entity"] not in known:
            raise row.bad(f"لا كيان بالمعرّف {row['entity']}.", f"no entity {row['entity']}.")
    for row in rows[NAMES]:
        _check_filled(row, "name")
        _check_choice(row, "kind", EntityName.Kind.values)
        _check_choice(row, "standalone", EntityName.Standalone.values)
    for row in rows[ROLES]:
        _check_filled(row, "role_ar")
        _check_dates(row)


def _check_each_slug_once(rows: list[Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        slug = row["slug"]
        if not slug or slug == "unknown" or not _is_slug(slug):
            raise row.bad(
                f"المعرّف «{slug}» غير صالح: أحرف لاتينية صغيرة وأرقام وشرطات.",
                f"“{slug}” is no slug: small Latin letters, digits and hyphens.",
            )
        if slug in seen:
            raise row.bad(
                f"المعرّف {slug} مكرر (السطر {seen[slug]}).",
                f"the slug {slug} stands on line {seen[slug]} too.",
            )
        seen[slug] = row.line


def _is_slug(slug: str) -> bool:
    return slug.isascii() and slug.replace("-", "").isalnum() and slug == slug.lower()


def _check_choice(row: Row, column: str, allowed: list[str]) -> None:
    if row[column] not in allowed:
        choices = ", ".join(choice for choice in allowed if choice)
        raise row.bad(
            f"القيمة «{row[column]}» في {column} غير معروفة: {choices}.",
            f"“{row[column]}” in {column} is not one of: {choices}.",
        )


def _check_filled(row: Row, column: str) -> None:
    if not row[column]:
        raise row.bad(f"الخانة {column} فارغة.", f"{column} is empty.")


def _check_dates(row: Row) -> None:
    try:
        since = parse_partial(row["since"]) if row["since"] else None
        until = parse_partial(row["until"]) if row["until"] else None
    except DateError as error:
        raise row.bad(error.arabic, error.english) from None
    if since and until and until.last < since.first:
        raise row.bad(
            f"تنتهي الصفة ({row['until']}) قبل أن تبدأ ({row['since']}).",
            f"the role ends ({row['until']}) before it begins ({row['since']}).",
        )


def _load_sources(rows: list[Row]) -> Loaded:
    standing = {source.slug: source for source in Source.objects.all()}
    tally = _Tally()
    for row in rows:
        source = standing.get(row["slug"]) or Source(slug=row["slug"])
        values = {
            "name_ar": row["name_ar"],
            "name_en": row["name_en"],
            "kind": row["kind"],
            "country": row["country"],
            "languages": row["language"].replace(" ", ""),
            "homepage_domain": row["homepage_domain"],
            "confirmed": True,
        }
        tally.count(row, source, values)
        _load_source_names(row, source)
    return tally.loaded()


def _load_source_names(row: Row, source: Source) -> None:
    """Aliases, and the name itself where it is a common word that needs a cue."""
    cue = row["cue"] == "yes"
    names = {name: False for name in row["aliases"].split("|") if name.strip()}
    if cue:
        same = {fold(row["name_ar"])}
        names = {name: fold(name.strip()) in same for name in names}
        names[row["name_ar"]] = True
    standing = {name.name: name for name in source.names.all()} if source.pk else {}
    for name, needs_cue in names.items():
        known = standing.get(name.strip()) or SourceName(source=source, name=name.strip())
        _save_if_changed(row, known, {"needs_cue": needs_cue})


def _load_entities(rows: list[Row]) -> Loaded:
    standing = {entity.slug: entity for entity in Entity.objects.all()}
    columns = [column for column in COLUMNS[ENTITIES] if column != "slug"]
    tally = _Tally()
    for row in rows:
        entity = standing.get(row["slug"]) or Entity(slug=row["slug"])
        tally.count(row, entity, {column: row[column] for column in columns})
    return tally.loaded()


def _load_names(rows: list[Row]) -> Loaded:
    entities = {entity.slug: entity for entity in Entity.objects.all()}
    standing = {(name.entity_id, name.name): name for name in EntityName.objects.all()}
    tally = _Tally()
    for row in rows:
        entity = entities[row["entity"]]
        name = standing.get((entity.pk, row["name"]))
        name = name or EntityName(entity=entity, name=row["name"])
        values = {column: row[column] for column in ("language", "kind", "standalone")}
        tally.count(row, name, values)
        standing[entity.pk, row["name"]] = name
    return tally.loaded()


def _load_roles(rows: list[Row]) -> Loaded:
    entities = {entity.slug: entity for entity in Entity.objects.all()}
    standing = {(role.entity_id, role.role_ar, role.since): role for role in Role.objects.all()}
    filed = {(entities[row["entity"]].pk, row["role_ar"], row["since"]) for row in rows}
    tally = _Tally()
    for row in rows:
        entity = entities[row["entity"]]
        key = (entity.pk, row["role_ar"], row["since"])
        role = standing.get(key) or _less_exact(key, standing, filed)
        role = role or Role(entity=entity, role_ar=row["role_ar"])
        tally.count(row, role, {column: row[column] for column in ("role_en", "since", "until")})
        standing[key] = role
    return tally.loaded()


RoleKey = tuple[int, str, str]  # the entity's key, the office in Arabic, its beginning


def _less_exact(key: RoleKey, standing: dict[RoleKey, Role], filed: set[RoleKey]) -> Role | None:
    """The same office as it stood before its beginning was known to the month or the day."""
    entity, office, since = key
    shorter = {"", since[: len("2021")], since[: len("2021-05")]} - {since}
    found = [
        standing[known]
        for known in ((entity, office, begun) for begun in sorted(shorter))
        if known in standing and known not in filed
    ]
    return found[0] if len(found) == 1 else None


class _Tally:
    """Counts rows as they are written."""

    def __init__(self) -> None:
        self._counts = {"made": 0, "changed": 0, "same": 0}

    def count(self, row: Row, thing: models.Model, values: dict[str, Any]) -> None:
        self._counts[_save_if_changed(row, thing, values)] += 1

    def loaded(self) -> Loaded:
        return Loaded(**self._counts)


def _save_if_changed(row: Row, thing: models.Model, values: dict[str, Any]) -> str:
    new = thing.pk is None
    if not new and all(getattr(thing, name) == value for name, value in values.items()):
        return "same"
    for name, value in values.items():
        setattr(thing, name, value)
    try:
        thing.clean_fields()
    except ValidationError as error:
        found = "; ".join(f"{name}: {' '.join(why)}" for name, why in error.message_dict.items())
        raise row.bad(f"قيمة غير صالحة: {found}.", "a value is not valid, see above.") from None
    thing.save()
    return "made" if new else "changed"
