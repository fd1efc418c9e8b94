"""A text that two sides changed, as a form: a choice a row, and what comes of the choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django import forms
from django.forms import BoundField

from archive.editing.forms import BilingualForm
from archive.reading.changes import Part, compare_words
from archive.reading.three_way import Line, Lines, Row, lines_of, rows, text_of

LIVE, OTHER, MERGED = "live", "other", "merged"
DETAILS = {"byline": "الكاتب", "url": "رابط المصدر", "published_on": "تاريخ النشر"}


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A title and a body as an editor types them, with what is known beside them."""

    title: str
    body: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AskedRow:
    """A row about which an editor is asked, or is told what becomes of it."""

    row: Row
    label: str
    name: str
    about: str  # `title`, `body` or one of the details
    number: int

    @property
    def is_clash(self) -> bool:
        return self.row.kind == "clash"

    @property
    def base(self) -> str:
        return _shown(self.row.base)

    @property
    def live(self) -> list[Part]:
        return _compared(self.row.base, self.row.live)

    @property
    def other(self) -> list[Part]:
        return _compared(self.row.base, self.row.other)

    @property
    def merged(self) -> str:
        """Both changes in one; where they meet, what there is of both, to be worked on."""
        merged = self.row.merged
        if merged is None:
            merged = (*self.row.live, *self.row.other) if not self.row.base else self.row.live
        return text_of(merged or self.row.other)


@dataclass(frozen=True)
class Question:
    """A row with its fields."""

    asked: AskedRow
    choice: BoundField
    text: BoundField | None


class RowsForm(BilingualForm):
    """A choice a row. A row that one side alone changed is asked about where `ask_all` says so.

    Fields are named for what their row says, so that an answer never slips to another row.
    """

    def __init__(
        self,
        base: Wording,
        live: Wording,
        other: Wording,
        *args: object,
        labels: Sequence[str],
        ask_all: bool = True,
        **kwargs: object,
    ) -> None:
        self.labels = dict(zip((LIVE, OTHER, MERGED), labels, strict=True))
        self.ask_all = ask_all
        super().__init__(*args, **kwargs)
        self.rows = list(_rows(base, live, other))
        for asked in self.rows:
            if self.is_asked(asked):
                self._add_fields(asked)

    def is_asked(self, asked: AskedRow) -> bool:
        kind = asked.row.kind
        return kind == "clash" or (kind == "other" and self.ask_all)

    def _add_fields(self, asked: AskedRow) -> None:
        order = (LIVE, OTHER, MERGED) if asked.is_clash else (OTHER, LIVE)
        if asked.is_clash and asked.about in DETAILS:
            order = (LIVE, OTHER)
        self.fields[asked.name] = forms.ChoiceField(
            label=asked.label,
            choices=[(value, self.labels[value]) for value in order],
            initial=None if asked.is_clash else OTHER,
            widget=forms.RadioSelect,
            error_messages={
                "required": f"{asked.label}: اختر ما يبقى. {asked.label}: choose what stays."
            },
        )
        if MERGED in order:
            self.fields[f"{asked.name}-text"] = forms.CharField(
                label=f"نتيجة الدمج، {asked.label}",
                required=False,
                strip=False,
                initial=asked.merged,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )

    @property
    def questions(self) -> list[Question]:
        return [
            Question(
                asked,
                self[asked.name],
                self[f"{asked.name}-text"] if f"{asked.name}-text" in self.fields else None,
            )
            for asked in self.rows
            if self.is_asked(asked)
        ]

    @property
    def left_over(self) -> list[str]:
        """What was typed for rows that are no more, because a side changed meanwhile."""
        typed = ((name, value) for name, value in self.data.items() if name.startswith("row-"))
        return [
            value
            for name, value in typed
            if name.endswith("-text") and name not in self.fields and str(value).strip()
        ]

    @property
    def unchanged(self) -> int:
        """Paragraphs, and the title, that the other side leaves as they are."""
        return sum(asked.row.kind in ("same", "live") for asked in self._of_text())

    @property
    def mergeable(self) -> int:
        return sum(asked.row.kind == "other" for asked in self._of_text())

    @property
    def details_changed(self) -> int:
        changed = ("other", "clash")
        return sum(a.row.kind in changed for a in self.rows if a.about in DETAILS)

    def _of_text(self) -> Iterator[AskedRow]:
        return (asked for asked in self.rows if asked.about not in DETAILS)

    @property
    def clashes(self) -> int:
        return sum(asked.is_clash for asked in self.rows)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        for asked in self.rows:
            text = cleaned.get(f"{asked.name}-text", "")
            if cleaned.get(asked.name) == MERGED and not str(text).strip():
                self.add_error(
                    f"{asked.name}-text",
                    f"{asked.label}: اكتب نتيجة الدمج أو اختر أحد النصين. "
                    f"{asked.label}: write the merged words, or choose one of the two.",
                )
        return cleaned

    @property
    def wording(self) -> Wording:
        """What comes of the choices; the form must be valid."""
        body = (line for one in self._about("body") for line in self._chosen(one))
        details = {name: self._line(name) for name in DETAILS if list(self._about(name))}
        return Wording(title=self._line("title"), body=text_of(body), details=details)

    def _about(self, about: str) -> Iterator[AskedRow]:
        return (asked for asked in self.rows if asked.about == about)

    def _line(self, about: str) -> str:
        lines = (line for one in self._about(about) for line in self._chosen(one))
        return " ".join(line.text for line in lines)

    def _chosen(self, asked: AskedRow) -> Lines:
        choice = self.cleaned_data.get(asked.name)
        if choice == MERGED:
            return _typed(self.cleaned_data[f"{asked.name}-text"], asked.row)
        if choice is None:
            choice = OTHER if asked.row.kind == "other" else LIVE
        return asked.row.other if choice == OTHER else asked.row.live


def _typed(text: str, row: Row) -> Lines:
    """Lines that were typed; the first is parted from what stands before it as its row was."""
    lines = lines_of(text)
    before = next((side[0].before for side in (row.live, row.other) if side), "")
    return (Line(lines[0].text, before), *lines[1:]) if lines else ()


def _rows(base: Wording, live: Wording, other: Wording) -> Iterator[AskedRow]:
    met: dict[str, int] = {}

    def asked(row: Row, label: str, about: str, number: int = 0) -> AskedRow:
        words = "\n".join(
            (about, *(f"{_shown(side)}\0" for side in (row.base, row.live, row.other)))
        )
        name = f"row-{sha256(words.encode()).hexdigest()[:10]}"
        met[name] = met.get(name, 0) + 1
        return AskedRow(row, label, f"{name}-{met[name]}", about, number)

    yield asked(_single(base.title, live.title, other.title), "العنوان", "title")
    number = 0
    for row in rows(base.body, live.body, other.body):
        number += bool(row.live) or bool(row.other)
        yield asked(row, f"المقطع {max(1, number)}", "body", number)
    for name, label in DETAILS.items():
        if name in other.details:
            sides = (side.details.get(name, "") for side in (base, live, other))
            yield asked(_single(*sides), label, name)


def _single(*sides: str) -> Row:
    return Row(*((Line(side, ""),) if side else () for side in sides))


def _shown(lines: Lines) -> str:
    return "\n".join(line.text for line in lines)


def _compared(old: Lines, new: Lines) -> list[Part]:
    if not new:
        return []
    if not old:
        return [Part(_shown(new), "added")]
    return list(compare_words(_shown(old), _shown(new)))
