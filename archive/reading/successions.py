"""What became of a passage that was cited: its words today, or where they stand since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.arabic.particulars import Particulars, particulars
from archive.arabic.tokens import keys
from archive.models import Article, PassageSpan, PassageSuccessor, Revision, Withholding
from archive.reading.statements import statements_of

Kind = PassageSuccessor.Kind


@dataclass(frozen=True, slots=True)
class End:
    """A passage that has words of another one: where it stands last, and their share of them."""

    span: PassageSpan
    share: int


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a passage that left leads: `since` is the first wording without it."""

    kind: str  # of PassageSuccessor.Kind
    ends: Sequence[End]
    since: Revision


@dataclass(frozen=True, slots=True)
class Changed:
    """What was told otherwise in two wordings of one passage; all False where only words differ."""

    speaker: bool = False
    number: bool = False
    day: bool = False
    name: bool = False


def fate_of(span: PassageSpan, article: Article) -> Fate | None:
    """What became of a passage, from the last wording that has it; None where nothing is known."""
    rows = _rows(span, article)
    chosen = [row for row in rows if row.kind != Kind.PERHAPS] or rows
    ends = _ends(chosen, article)
    following = Revision.objects.visible_in(article).filter(number__gt=span.revision.number)
    since = following.order_by("number").first()
    if not ends or since is None:
        return None
    since.article = article
    return Fate(chosen[0].kind, ends, since)


def goes_on_in(span: PassageSpan, article: Article) -> list[End]:
    """The other parts of a passage that was divided, where it stands beside them."""
    rows = [row for row in _rows(span, article, latest=False) if row.kind == Kind.SPLIT]
    ends = _ends(rows, article)
    return [end for end in ends if end.span.revision_id == span.revision_id]


def _rows(span: PassageSpan, article: Article, *, latest: bool = True) -> list[PassageSuccessor]:
    """What the passage became: behind this wording, or up to it."""
    numbers = {"gt": span.revision.number} if latest else {"lte": span.revision.number}
    of_passage = PassageSuccessor.objects.filter(
        passage=span.passage_id,
        **{f"revision__number__{bound}": number for bound, number in numbers.items()},
    )
    others = of_passage.exclude(successor=span.passage_id)
    rows = list(others.select_related("revision").order_by("-revision__number", "pk"))
    return [row for row in rows if row.revision_id == rows[0].revision_id]


def _ends(rows: Iterable[PassageSuccessor], article: Article) -> list[End]:
    """Where the successors stand last among what readers see, in the order of the text."""
    hidden = Withholding.objects.hidden_in(article)
    shares = {row.successor_id: row.share for row in rows}
    seen = PassageSpan.objects.filter(
        passage__in=shares, revision__in=Revision.objects.visible_in(article).order_by()
    )
    last = {span.passage_id: span for span in seen.order_by("revision__number")}
    standing = PassageSpan.objects.filter(pk__in=[span.pk for span in last.values()])
    ordered = standing.select_related("passage", "revision").order_by(
        "-revision__number", "ordinal"
    )
    for span in ordered:
        span.revision.article = article
    return [End(span, shares[span.passage_id]) for span in ordered if hidden.by(span) is None]


def changed_between(old: PassageSpan, new: PassageSpan) -> Changed:
    """What a reader who cites the one must know of the other."""
    before, after = _particulars(old), _particulars(new)
    speakers, others = _speakers(old), _speakers(new)
    known = speakers and others
    return Changed(
        speaker=speakers != others if known else before.other_speakers(after),
        number=before.other_numbers(after),
        day=before.other_days(after),
        name=_told_apart(_names(old), _names(new)) and not known,
    )


def _particulars(span: PassageSpan) -> Particulars:
    return particulars(tuple(keys(span.text)))


def _speakers(span: PassageSpan) -> set[object]:
    """Those who speak in the passage and are known."""
    return {said.person for said in statements_of(span) if said.person is not None}


def _names(span: PassageSpan) -> set[int]:
    shown = span.revision.mentions.shown().filter(passage=span.passage_id)
    return set(shown.values_list("entity", flat=True))


def _told_apart(old: set[int], new: set[int]) -> bool:
    return bool(old - new and new - old)
