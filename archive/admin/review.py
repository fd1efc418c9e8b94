"""What the archive made of a text, passage by passage, for an editor to decide about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField

from archive.arabic.counting import counted
from archive.arabic.letters import fold
from archive.editing.forms import BilingualForm
from archive.models import Citation, Link, Mention, PassageSpan, Revision

Finding = Mention | Citation
Cut = PassageSpan.Cut
Status = Mention.Status

CUT_CHOICES = ((Cut.CONFIRMED, "مقطوع في الأصل"), (Cut.REJECTED, "سليم"))
GUESS_CHOICES = ((Status.CONFIRMED, "نعم"), (Status.REJECTED, "لا"))


@dataclass(frozen=True)
class Flag:
    """A remark on a passage; with a `field`, one that asks for a decision.

    `tone` is `guess` where a person should look, `known` where a rule or a person is sure,
    `rejected` where a person said no, `note` otherwise.
    """

    tone: str
    text: str
    field: BoundField | None = None


@dataclass
class ReviewedPassage:
    """A passage and what was remarked on it.

    A remark that is sure can be changed too, but its control stands apart, among `changes`.
    """

    span: PassageSpan
    flags: list[Flag] = field(default_factory=list)
    mark_cut: BoundField | None = None

    @property
    def changes(self) -> list[Flag]:
        return [flag for flag in self.flags if flag.field and flag.tone != "guess"]


@dataclass(frozen=True)
class Group:
    """Findings of one thing under one spelling: decided together, shown where the first stands."""

    findings: Sequence[Finding]

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def name(self) -> str:
        kind = "name" if isinstance(self.first, Mention) else "outlet"
        return f"{kind}-{self.first.pk}"

    @property
    def status(self) -> str:
        statuses = {finding.status for finding in self.findings}
        return statuses.pop() if len(statuses) == 1 else Status.PROPOSED

    @property
    def is_guess(self) -> bool:
        return self.status == Status.PROPOSED and not all(f.sure for f in self.findings)

    @property
    def is_known(self) -> bool:
        return self.status != Status.REJECTED and not self.is_guess


class ReviewForm(BilingualForm):
    """One field a decision: passages that may be cut, names and relayed outlets.

    An empty answer decides nothing. With `for_readers`, every passage that may be cut must be
    decided: readers are shown no guess about what a source printed.
    """

    def __init__(
        self, revision: Revision, *args: Any, for_readers: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, prefix="review", **kwargs)
        self.for_readers = for_readers
        self.revision = revision
        self.spans = list(revision.spans.select_related("passage"))
        for span in self.spans:
            span.revision = revision
        self.groups = _grouped(revision.mentions.select_related("entity", "passage"))
        self.groups += _grouped(revision.citations.select_related("source", "passage"))
        for span in self.spans:
            self.fields[f"cut-{span.pk}"] = _cut_field(span)
        for group in self.groups:
            self.fields[group.name] = _guess_field(group)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for span in self.spans if self.for_readers else []:
            name = f"cut-{span.pk}"
            if span.cut == Cut.PROPOSED and not cleaned.get(name):
                self.add_error(
                    name,
                    f"المقطع {span.ordinal}: قرّر أمقطوع هو في الأصل أم سليم. "
                    f"Passage {span.ordinal}: decide whether the source cut it off.",
                )
        return cleaned

    def cut_decisions(self) -> Iterator[tuple[PassageSpan, str]]:
        """Spans that were decided anew, and how."""
        for span in self.spans:
            decided = self.cleaned_data[f"cut-{span.pk}"]
            if decided is True:
                decided = Cut.CONFIRMED
            if decided and decided != span.cut:
                yield span, decided

    def guess_decisions(self) -> Iterator[tuple[Sequence[Finding], str]]:
        """Findings of one thing that were decided anew, and how."""
        for group in self.groups:
            decided = self.cleaned_data[group.name]
            anew = [finding for finding in group.findings if finding.status != decided]
            if decided and anew:
                yield anew, decided

    @property
    def title_flags(self) -> list[Flag]:
        return [self._guess_flag(group) for group in self.groups if group.first.in_title]

    @property
    def title_changes(self) -> list[Flag]:
        return [flag for flag in self.title_flags if flag.tone != "guess"]

    def passages(self) -> list[ReviewedPassage]:
        """The text in order, with every remark beside its passage."""
        reviewed = [ReviewedPassage(span) for span in self.spans]
        by_passage = {passage.span.passage_id: passage for passage in reviewed}
        links = list(self.revision.links.filter(in_title=False))
        for passage in reviewed:
            passage.flags += _structure_flags(passage.span, links)
            control = self[f"cut-{passage.span.pk}"]
            if passage.span.cut == Cut.WHOLE:
                passage.mark_cut = None if passage.span.is_subheading else control
            else:
                passage.flags.append(_cut_flag(passage.span, control))
        for group in self.groups:
            if group.first.passage_id in by_passage:
                by_passage[group.first.passage_id].flags.append(self._guess_flag(group))
        return reviewed

    def _guess_flag(self, group: Group) -> Flag:
        if group.status == Status.REJECTED:
            return Flag("rejected", f"{_described(group)} (رُفض)", self[group.name])
        tone = "guess" if group.is_guess else "known"
        return Flag(tone, _described(group), self[group.name])

    def summary(self) -> list[tuple[str, int]]:
        """Labels and counts for the head of the page; what is zero is left out."""
        missing = self.revision.links.filter(missing=True).count()
        names = [group for group in self.groups if isinstance(group.first, Mention)]
        outlets = [group for group in self.groups if isinstance(group.first, Citation)]
        counts = [
            ("المقاطع", len(self.spans)),
            ("عناوين فرعية", sum(span.is_subheading for span in self.spans)),
            ("فقرات جُمعت من أجزاء", sum(len(span.pieces) > 1 for span in self.spans)),
            ("مقاطع قد تكون مقطوعة", sum(span.cut == Cut.PROPOSED for span in self.spans)),
            ("أسماء معروفة", sum(group.is_known for group in names)),
            ("أسماء تنتظر التأكيد", sum(group.is_guess for group in names)),
            ("مصادر منقول عنها", sum(group.status != Status.REJECTED for group in outlets)),
            ("روابط فارغة في الأصل", missing),
        ]
        return [(label, count) for label, count in counts if count]


def _cut_field(span: PassageSpan) -> forms.Field:
    if span.cut == Cut.WHOLE:
        return forms.BooleanField(label="مقطوع في الأصل", required=False)
    return forms.ChoiceField(
        label=f"المقطع {span.ordinal}: أمقطوع هو في الأصل؟",
        choices=CUT_CHOICES,
        required=False,
        initial="" if span.cut == Cut.PROPOSED else span.cut,
        widget=forms.RadioSelect,
    )


def _guess_field(group: Group) -> forms.Field:
    return forms.ChoiceField(
        label=f"{_described(group)}: أصحيح؟",
        choices=GUESS_CHOICES,
        required=False,
        initial="" if group.status == Status.PROPOSED else group.status,
        widget=forms.RadioSelect,
    )


def _grouped(findings: Any) -> list[Group]:
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        thing = finding.entity_id if isinstance(finding, Mention) else finding.source_id
        groups.setdefault((thing, fold(finding.surface)), []).append(finding)
    return [Group(findings) for findings in groups.values()]


def _described(group: Group) -> str:
    first = group.first
    if isinstance(first, Mention):
        name = first.entity.name_ar
        text = f"{first.entity.get_kind_display()}: {name}"
    else:
        name = first.source.name_ar
        text = f"نقلاً عن {name}"
    written = first.surface
    if fold(written) != fold(name):
        text += f" («{written}»)"
    if len(group.findings) > 1:
        text += " · " + counted(len(group.findings), "موضع", "موضعان", "مواضع", "موضعاً")
    return f"{text}؟" if group.is_guess else text


def _structure_flags(span: PassageSpan, links: Sequence[Link]) -> Iterator[Flag]:
    if span.is_subheading:
        yield Flag("note", "عنوان فرعي")
    if len(span.pieces) > 1:
        pieces = counted(len(span.pieces), "جزء", "جزأين", "أجزاء", "جزءاً")
        yield Flag("note", f"فقرة كسرها سطر فارغ، جُمعت من {pieces}")
    inside = [link for link in links if span.start <= link.start and link.end <= span.end]
    for link in inside:
        anchor = span.revision.text[link.start : link.end]
        if link.missing:
            yield Flag("guess", f"رابط مفقود: «{anchor}»")
        else:
            yield Flag("note", f"رابط: «{anchor}» ← {link.address}")


def _cut_flag(span: PassageSpan, control: BoundField) -> Flag:
    if span.cut == Cut.PROPOSED:
        return Flag("guess", "تنتهي الفقرة في وسط الجملة: نص مقطوع؟", control)
    tone = "known" if span.cut == Cut.CONFIRMED else "rejected"
    return Flag(tone, span.get_cut_display(), control)
