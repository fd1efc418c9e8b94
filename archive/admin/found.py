"""What was found in an article, laid out beside its text for an editor to decide about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zlib import crc32

from archive.annotation.found import BY_PERSON
from archive.arabic.counting import counted
from archive.arabic.letters import fold
from archive.editing.history import LONGEST_WORDS
from archive.editing.review import SHOWN, Row
from archive.models import (
    Citation,
    DateReference,
    Decision,
    Entity,
    Mention,
    PassageSpan,
    Quotation,
    QuotationSpeaker,
    Revision,
)
from archive.reading.passages import InOrder

Status = Mention.Status
GUESSED, DECIDED, KEPT = STANDINGS = ("معروض تقديراً", "بُتّ فيه", "لا يُعرض")
OF_RELAYS = ("source", "passage")
ON_A_SHEET = 300  # passages and findings: a browser has to lay them out
NAMES_OF_KINDS = {
    "statements": "statement",
    "names": "name",
    "relays": "relay",
    "dates": "date",
}


@dataclass
class Item:
    """One finding, or several alike in one passage that are decided together."""

    kind: str  # of archive.editing.review.KINDS
    rows: list[Row]
    number: int = 0
    is_open: bool = False  # waits, or is looked at: it has its controls
    is_current: bool = False
    decision: Decision | None = None

    @property
    def row(self) -> Row:
        return self.rows[0]

    @property
    def ref(self) -> str:
        return f"{NAMES_OF_KINDS[self.kind]}-{self.row.pk}"

    @property
    def seen(self) -> str:
        """Names what was decided about it: another after any decision, for forms to send back."""
        row = self.row
        values: list[object] = [row.status]
        if isinstance(row, Quotation):
            values += [row.kind, row.said_from, row.said_to]
            for one in row.speakers.all():
                values += [one.entity_id, one.source_id, one.printed, one.is_anonymous, one.reason]
            values += [(one.source_id, one.printed) for one in row.relays.all()]
        else:
            values += [_meant(row)]
        return f"{crc32(repr(values).encode()):x}"

    @property
    def is_statement(self) -> bool:
        return self.kind == "statements"

    @property
    def is_name(self) -> bool:
        return self.kind == "names"

    @property
    def is_date(self) -> bool:
        return self.kind == "dates"

    @property
    def is_decided(self) -> bool:
        return self.row.status != Status.PROPOSED

    @property
    def waits(self) -> bool:
        row = self.row
        is_kept = isinstance(row, Quotation) and row.kind == Quotation.Kind.TERM
        is_kept |= isinstance(row, DateReference) and not row.iso
        return not self.is_decided and not row.sure and not is_kept

    @property
    def can_be_confirmed(self) -> bool:
        row = self.row
        known = not isinstance(row, DateReference) or bool(row.iso)
        return known and row.status != Status.CONFIRMED

    @property
    def is_guess(self) -> bool:
        """Readers see it, as a guess."""
        return not self.is_decided and self.row.sure

    @property
    def tone(self) -> str:
        if self.is_decided:
            return self.row.status
        return "guess" if self.row.sure else "waiting"

    @property
    def standing(self) -> str:
        """One of STANDINGS, for what isn't to be decided now."""
        if self.is_decided:
            return DECIDED
        return GUESSED if self.is_guess else KEPT

    @property
    def title(self) -> str:
        if isinstance(self.row, Quotation):
            return self.row.get_kind_display()
        if isinstance(self.row, Mention):
            return f"اسم: {self.row.entity.name_ar}"
        if isinstance(self.row, DateReference):
            return f"تاريخ: {isolated(self.row.iso) or 'لا يُعرف أي يوم'}"
        return f"نقلاً عن: {self.row.source.name_ar}"

    @property
    def confidence(self) -> str:
        return "الثقة عالية" if self.row.sure else "الثقة منخفضة"

    @property
    def name_to_give(self) -> str:
        """A name that can be given to an entity, old or new: as printed, of whom or of a speaker
        whom the archive doesn't know."""
        if isinstance(self.row, Mention):
            return self.row.surface
        if isinstance(self.row, Quotation):
            strangers = (one for one in self.row.speakers.all() if one.is_stranger)
            return next((one.printed for one in strangers), "")
        return ""

    @property
    def kind_to_give(self) -> str:
        """What kind of entity would most likely be new."""
        return self.row.entity.kind if isinstance(self.row, Mention) else Entity.Kind.PERSON

    @property
    def readings(self) -> list[str]:
        """What a date may mean, where readings disagree; the likeliest first."""
        return self.row.candidates if isinstance(self.row, DateReference) else []

    @property
    def facts(self) -> list[tuple[str, str]]:
        row = self.row
        if isinstance(row, Quotation):
            return list(_facts_of_statement(row))
        facts = list(_facts_of_date(row) if isinstance(row, DateReference) else _facts_of_name(row))
        if len(self.rows) > 1:
            facts.append(("المواضع", counted(len(self.rows), "موضع", "موضعان", "مواضع", "موضعاً")))
        return facts


def _facts_of_name(row: Mention | Citation) -> Iterator[tuple[str, str]]:
    named = row.entity if isinstance(row, Mention) else row.source
    if fold(row.surface) != fold(named.name_ar):
        yield "كما طُبع", f"«{row.surface}»"
    yield "النوع", named.get_kind_display()
    if isinstance(row, Mention) and row.method == "context":
        yield "القاعدة", "اسم مختصر لا يكفي وحده"


def _facts_of_date(row: DateReference) -> Iterator[tuple[str, str]]:
    yield "كما طُبع", f"«{row.surface}»"
    if row.first and row.last and row.first != row.last:
        yield "الأيام", f"{isolated(row.first)} إلى {isolated(row.last)}"
    if row.anchor and row.method != BY_PERSON:
        yield "محسوب من", row.get_anchor_display()
    if row.candidates:
        yield "قراءات", "، أو ".join(map(isolated, row.candidates))


def isolated(written: object) -> str:
    """A date beside Arabic letters, its parts in their order."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{written}\N{POP DIRECTIONAL ISOLATE}" if written else ""


def _facts_of_statement(row: Quotation) -> Iterator[tuple[str, str]]:
    speakers = list(row.speakers.all())
    named = [_speaker(one) for one in speakers]
    yield "القائل", " و".join(named) + (" معاً" if len(named) > 1 else "") if named else "لم يُعرف"
    printed = [one.printed for one in speakers if one.printed and one.printed != str(one)]
    if printed:
        yield "كما طُبع", "؛ ".join(f"«{words}»" for words in printed)
    for one in speakers:
        if one.reason:
            yield "سبب عدم التسمية", f"«{one.reason}»"
    if row.on_behalf_of:
        yield "باسم", row.on_behalf_of
    relays = [str(one) for one in row.relays.all()]
    if relays:
        yield "نقلاً عن", "، عن ".join(relays)
    if row.said_from:
        days = [row.said_from] if row.said_on else [row.said_from, row.said_to]
        yield "يوم القول", " إلى ".join(map(isolated, days))
    words = row.words.split()
    if len(words) > 4:
        first, last = (" ".join(part).strip("«»") for part in (words[:2], words[-2:]))
        yield "الحدود", f"من «{first}» إلى «{last}»"
    if row.cut:
        yield "النهاية", "مقطوع في الأصل"


def _speaker(one: QuotationSpeaker) -> str:
    if one.is_anonymous:
        return f"{one.printed} (مصدر لم يُسمَّ)"
    if one.is_stranger:
        return f"{one.printed} (بلا ربط)"
    return f"حكومة: {one}" if one.as_government else str(one)


@dataclass(frozen=True)
class Segment:
    """Words of a passage, with the tones of the findings that hold them."""

    text: str
    classes: str = ""
    numbers: str = ""  # of the findings that end here
    breaks: bool = False  # a line of the published text ends before it


@dataclass
class Beside:
    """The title or a passage, with what was found in it."""

    span: PassageSpan | None
    segments: list[Segment] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    before: Item | None = None  # the last before those that are listed, where they are too many
    after: Item | None = None

    @property
    def number(self) -> int:
        return self.span.ordinal if self.span else 0

    @property
    def open(self) -> list[Item]:
        return [item for item in self.items if item.is_open]

    @property
    def settled(self) -> list[Item]:
        """What asks for nothing: it stands folded, and can be opened."""
        return [item for item in self.items if not item.is_open]

    @property
    def told(self) -> list[tuple[str, int]]:
        """How much of what is settled readers see as guesses, was decided, or is only kept."""
        settled = Counter(item.standing for item in self.settled)
        return [(label, settled[label]) for label in STANDINGS if settled[label]]


@dataclass(frozen=True)
class Sheet:
    """As many neighbouring passages as one page shows, and where those around them begin."""

    parts: Sequence[Beside]
    before: int | None = None  # the number of a passage; 0 is the title
    after: int | None = None


def sheet_of(parts: Sequence[Beside], passage: int | None = None) -> Sheet:
    """The sheet with the passage of that number, else with the current finding, or the first.

    Of a passage with more findings than a sheet has room for it lists those around the current.
    """
    sheets: list[list[Beside]] = [[]]
    size = 0
    for part in parts:
        weight = min(1 + len(part.items), ON_A_SHEET - 1)  # the title stands with the first
        if sheets[-1] and size + weight > ON_A_SHEET:
            sheets.append([])
            size = 0
        sheets[-1].append(part)
        size += weight
    at = next((at for at, sheet in enumerate(sheets) if _is_asked_for(sheet, passage)), 0)
    for part in sheets[at]:
        _list_around_current(part)
    return Sheet(
        sheets[at],
        sheets[at - 1][0].number if at else None,
        sheets[at + 1][0].number if at + 1 < len(sheets) else None,
    )


def _is_asked_for(sheet: Iterable[Beside], passage: int | None) -> bool:
    if passage is not None:
        return any(part.number == passage for part in sheet)
    return any(item.is_current for part in sheet for item in part.items)


def _list_around_current(part: Beside) -> None:
    items = part.items
    if len(items) <= ON_A_SHEET:
        return
    at = next((at for at, item in enumerate(items) if item.is_current), 0)
    first = max(0, min(at - ON_A_SHEET // 2, len(items) - ON_A_SHEET))
    last = first + ON_A_SHEET
    part.items = items[first:last]
    part.before = items[first - 1] if first else None
    part.after = items[last] if last < len(items) else None


class FoundText:
    """An article's text with its findings: `wanted` is a kind, SHOWN, or all that waits."""

    def __init__(self, revision: Revision, wanted: str = "", at: str = "") -> None:
        self.revision = revision
        self.wanted = wanted
        self.items = self._load()
        self._open(at)
        self.parts = self._lay_out()

    def _load(self) -> list[Item]:
        rows: list[tuple[str, Row]] = [
            *(("statements", row) for row in self.revision.quotations.with_chain()),
            *(("names", row) for row in self.revision.mentions.select_related("entity", "passage")),
            *(("relays", row) for row in self.revision.citations.select_related(*OF_RELAYS)),
            *(("dates", row) for row in self.revision.dates.all()),
        ]
        alike: dict[tuple, Item] = {}
        for kind, row in rows:
            row.revision = self.revision
            key: tuple = (kind, row.pk)
            if not isinstance(row, Quotation):
                key = (kind, row.in_title, row.passage_id, _meant(row), row.surface, row.status)
            if key in alike:
                alike[key].rows.append(row)
            else:
                alike[key] = Item(kind, [row])
        items = sorted(alike.values(), key=lambda one: _place(one.row))
        for number, item in enumerate(items, start=1):
            item.number = number
        return items

    def _open(self, at: str) -> None:
        """Open what waits; the one asked for, else the first that waits, is the current one."""
        decided = _latest_decisions(self.revision)
        for item in self.items:
            item.is_open = self.is_wanted(item)
            item.decision = _decision_about(item.row, decided) if item.is_decided else None
        current = self.find(at) or next((item for item in self.items if item.is_open), None)
        if current is not None:
            current.is_current = current.is_open = True
        self.current = current

    def is_wanted(self, item: Item | None) -> bool:
        """Whether it is one of those that this page is to decide about."""
        if item is None:
            return False
        if self.wanted == SHOWN:
            return item.is_guess
        return item.waits and self.wanted in ("", item.kind)

    def find(self, ref: str) -> Item | None:
        """The item that a form speaks of: `name-12`, also by one of those alike."""
        name, _, key = ref.partition("-")
        for item in self.items:
            if item.ref.startswith(name) and key in {str(row.pk) for row in item.rows}:
                return item
        return None

    def find_decided(self, decision: Decision) -> Item | None:
        """What a decision was about, where it stands as it did before."""
        subject = _subject_of_decision(decision.about)
        for item in self.items:
            if not item.is_decided and subject in _subjects_of(item.row):
                return item
        return None

    def waiting_after(self, ref: str) -> Item | None:
        """The next that waits after one, or the first of them."""
        number = item.number if (item := self.find(ref)) else 0
        waiting = [one for one in self.items if one.ref != ref and self.is_wanted(one)]
        return next((one for one in waiting if one.number > number), None) or next(
            iter(waiting), None
        )

    @property
    def waiting(self) -> int:
        return sum(item.waits for item in self.items)

    @property
    def decided(self) -> int:
        return sum(item.is_decided for item in self.items)

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for item in self.items:
            found[item.kind] += item.waits
            found[SHOWN] += item.is_guess
        return found

    def _lay_out(self) -> list[Beside]:
        spans: Sequence[PassageSpan] = self.revision.spans.order_by("ordinal")
        parts = [Beside(None), *(Beside(span) for span in spans)]
        by_passage = {part.span.passage_id: part for part in parts if part.span}
        listed = [item for item in self.items if self._is_listed(item)]
        for item in listed:
            part = parts[0] if item.row.in_title else by_passage.get(item.row.passage_id)
            if part is not None:
                part.items.append(item)
        marks = _marks(item for item in listed if not item.row.in_title)
        title = self.revision.title
        in_title = _marks(item for item in listed if item.row.in_title)
        parts[0].segments = list(_segments(title, [(0, len(title))], in_title))
        for part in parts[1:]:
            if part.span:
                part.segments = list(_segments(self.revision.text, part.span.pieces, marks))
        return parts

    def _is_listed(self, item: Item) -> bool:
        return self.wanted in ("", SHOWN, item.kind) or item.is_current


def _meant(row: Mention | Citation | DateReference) -> int | str:
    if isinstance(row, DateReference):
        return row.iso
    return row.entity_id if isinstance(row, Mention) else row.source_id


def _place(row: Row) -> tuple[bool, int, int, int]:
    return not row.in_title, row.start, row.end, row.pk


@dataclass(frozen=True, slots=True)
class Marked:
    """A span of the text or the title, and what was found there."""

    start: int
    end: int
    item: Item


def _marks(items: Iterable[Item]) -> InOrder[Marked]:
    return InOrder(
        Marked(start, end, item)
        for item in items
        if item.row.status != Status.REJECTED
        for start, end in _spans_of(item)
    )


def _segments(
    text: str, pieces: Iterable[Sequence[int]], marks: InOrder[Marked]
) -> Iterator[Segment]:
    """Lines of a text, cut where findings begin and end."""
    for line, (first, last) in enumerate(pieces):
        opening: dict[int, list[Item]] = defaultdict(list)
        closing: dict[int, list[Item]] = defaultdict(list)
        for mark in marks.numbered(first, last)[1]:
            if mark.end > first:
                opening[max(first, mark.start)].append(mark.item)
                closing[min(last, mark.end)].append(mark.item)
        inside: dict[int, Item] = {}
        for start, end in pairwise(sorted({first, last, *opening, *closing})):
            for item in closing.get(start, ()):
                inside.pop(item.number, None)
            inside |= {item.number: item for item in opening.get(start, ())}
            ending = {item.number for item in closing.get(end, ())}
            yield Segment(
                text[start:end],
                " ".join(sorted(set(map(_class_of, inside.values())))),
                "، ".join(map(str, sorted(ending))),
                breaks=bool(line) and start == first,
            )


def _spans_of(item: Item) -> Iterator[tuple[int, int]]:
    for row in item.rows:
        if isinstance(row, Quotation):
            yield from ((start, end) for start, end in row.pieces)
        else:
            yield row.start, row.end


def _class_of(item: Item) -> str:
    sort = "statement" if item.is_statement else "date" if item.is_date else "name"
    current = f" found--current-{sort}" if item.is_current else ""
    return f"found--{sort}-{item.tone}{current}"


def _latest_decisions(revision: Revision) -> dict[tuple[str, ...], Decision]:
    """The last decision about each finding, by its words and whom it names."""
    decisions = Decision.objects.filter(article=revision.article_id).order_by("pk")
    return {_subject_of_decision(decision.about): decision for decision in decisions}


def _decision_about(row: Row, decided: dict[tuple[str, ...], Decision]) -> Decision | None:
    return next((decided[one] for one in _subjects_of(row) if one in decided), None)


def _subject_of_decision(about: dict[str, str]) -> tuple[str, ...]:
    for sort in ("statement", "date"):
        if sort in about:
            return sort, about[sort]
    named = about.get("surface", ""), about.get("slug", "")
    return (*named, about["passage"]) if "passage" in about else named


def _subjects_of(row: Row) -> list[tuple[str, ...]]:
    """What a decision about a finding may call it; earlier releases named no passage."""
    if isinstance(row, Quotation):
        return [("statement", row.words[:LONGEST_WORDS])]
    if isinstance(row, DateReference):
        return [("date", row.surface[:LONGEST_WORDS])]
    slug = row.entity.slug if isinstance(row, Mention) else row.source.slug
    passage = row.passage.public_id if row.passage else ""
    return [(row.surface, slug, passage), (row.surface, slug)]
