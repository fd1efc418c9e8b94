"""What a button or a key beside a finding does, and the forms that say something otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import QueryDict

from archive.admin.found import Item
from archive.editing import actions, dates, statements
from archive.editing.review_forms import (
    ChainForm,
    DateForm,
    DayForm,
    KindForm,
    LinkForm,
    SpanForm,
    SpeakersForm,
)
from archive.ingest.refusals import RecordError
from archive.models import Citation, DateReference, Mention, Quotation

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Status = Mention.Status


class NotSentError(Exception):
    """A form that isn't in order, with what was typed."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Something that can be said otherwise about findings of a kind."""

    letter: str  # its key
    label: str
    save: str  # the words of its button
    form: Callable[..., Form]  # of the finding, what was sent, and Django's own arguments
    field: str  # of what the form hands on
    do: Callable[..., object]  # of the finding, the value, and `by`
    done: str  # with the number of the finding and the value


def _of(form: type[Form]) -> Callable[..., Form]:
    """A form that knows its finding by what stands alone."""

    def made(row: Any, data: QueryDict | None, **kwargs: Any) -> Form:
        return form(data, initial=form.initial_of(row), **kwargs)

    return made


def _span_form(row: Quotation, data: QueryDict | None, **kwargs: Any) -> Form:
    return SpanForm(row, data, initial=SpanForm.initial_of(row), **kwargs)


def _link_form(row: Mention | Citation, data: QueryDict | None, **kwargs: Any) -> Form:
    return LinkForm(data, sources=isinstance(row, Citation), **kwargs)


def _change_span(row: Quotation, span: tuple[int, int], by: User) -> None:
    statements.change_span(row, *span, by=by)


# By the name of what is sent, in the order of the page; the first of each answers to one key.
OF_STATEMENTS = {
    "speaker": Correction(
        letter="ق", label="القائل", save="حفظ القائل", form=_of(SpeakersForm), field="said_by",
        do=statements.change_speakers, done="غُيّر قائل {0}",
    ),
    "chain": Correction(
        letter="م", label="نقلاً عن", save="حفظ من نُقل عنه", form=_of(ChainForm), field="relays",
        do=statements.change_chain, done="غُيّر من نُقل عنه {0}",
    ),
    "day": Correction(
        letter="ي", label="يوم القول", save="حفظ اليوم", form=_of(DayForm), field="said",
        do=statements.change_day, done="غُيّر يوم القول في {0}",
    ),
    "kind": Correction(
        letter="ع", label="النوع", save="حفظ النوع", form=_of(KindForm), field="kind",
        do=statements.change_kind, done="غُيّر نوع {0}",
    ),
    "span": Correction(
        letter="ط", label="الحدود", save="حفظ الحدود", form=_span_form, field="span",
        do=_change_span, done="غُيّرت حدود {0}",
    ),
}  # fmt: skip
OF_NAMES = {
    "link": Correction(
        letter="ق", label="المقصود غيره", save="ربط", form=_link_form, field="thing",
        do=actions.relink, done="رُبط {0} بـ«{1}»",
    ),
}  # fmt: skip
OF_DATES = {
    "value": Correction(
        letter="ق", label="تاريخ غيره", save="حفظ التاريخ", form=_of(DateForm), field="value",
        do=dates.change_value, done="غُيّر تاريخ {0}",
    ),
}  # fmt: skip
CORRECTIONS: Mapping[type, Mapping[str, Correction]] = {
    Quotation: OF_STATEMENTS,
    Mention: OF_NAMES,
    Citation: OF_NAMES,
    DateReference: OF_DATES,
}
DECISIONS = {
    "confirm": (Status.CONFIRMED, "أُكّد {0}"),
    "reject": (Status.REJECTED, "رُفض {0}"),
    "reopen": (Status.PROPOSED, "أُعيد {0} إلى المراجعة"),
}


def press(item: Item, act: str, data: QueryDict, by: User) -> str:
    """Do what was pressed beside a finding; what was done, in a sentence.

    Raises RecordError for what can't be done to it, NotSentError for a form that isn't in order.
    """
    was_decided = data.get("seen", item.seen) != item.seen
    if act in DECISIONS:
        if was_decided:
            raise _decided_meanwhile()
        status, done = DECISIONS[act]
        _decide(item, status, by)
        return done.format(item.number)
    correction = CORRECTIONS[type(item.row)].get(act)
    if correction is None:
        raise RecordError(
            "لا يكون هذا لما قرّرت فيه.", "This can't be said of what you decided about."
        )
    form = correction.form(item.row, data)
    if not form.is_valid():
        raise NotSentError(form)
    value = form.cleaned_data[correction.field]
    try:
        if was_decided:
            raise _decided_meanwhile()
        correction.do(item.row, value, by=by)
    except RecordError as error:  # what was typed stays
        form.add_error(None, str(error))
        raise NotSentError(form) from error
    return correction.done.format(item.number, value)


def _decided_meanwhile() -> RecordError:
    return RecordError(
        "قرّر زميل في هذا بعد أن فتحت الصفحة، فلم يُحفظ شيء. انظر كيف صار ثم قرّر.",
        "A colleague decided about this after you opened the page, so nothing was saved. Look at "
        "it as it is now, then decide.",
    )


def _decide(item: Item, status: str, by: User) -> None:
    if isinstance(item.row, Quotation):
        statements.decide(item.row, status, by=by)
    elif isinstance(item.row, DateReference):
        dates.decide(item.row, status, by=by)
    else:
        actions.decide_mention(item.row, status, by=by)


@dataclass(frozen=True)
class Change:
    """A correction as the page offers it, with the form that says it."""

    act: str
    key: str  # what the script calls it: `main` for the first of a finding
    correction: Correction
    form: Form
    is_open: bool = False


def changes_of(item: Item | None, asked_for: str, refused: Form | None) -> list[Change]:
    """What can be changed of a finding; a form that was refused shows what was typed."""
    changes: list[Change] = []
    for act, correction in CORRECTIONS[type(item.row)].items() if item else ():
        key = act if changes else "main"
        is_refused = refused is not None and act == asked_for
        form = refused if is_refused else correction.form(item.row, None, auto_id=f"{act}-%s")
        changes.append(Change(act, key, correction, form, asked_for in (act, key)))
    return changes
