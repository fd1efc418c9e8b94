"""What an editor sends of findings: each form hands on values and knows no request.

A form of something that can be changed is filled by `initial_of` with what stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.text import slugify

from archive.dates import DateError, parse_period
from archive.editing.applying import NewName
from archive.editing.forms import BilingualForm
from archive.editing.naming import LONGEST_NAME, NameBook, Thing
from archive.editing.statements import Relay, Speaker
from archive.editing.wording import find_words, span_between
from archive.ingest.refusals import RecordError
from archive.models import (
    DateReference,
    Entity,
    EntityName,
    PassageSpan,
    Quotation,
    Revision,
    Source,
)

NAMED = {"list": "things", "autocomplete": "off", "dir": "auto"}
UNKNOWN = (
    "لا كيان ولا ناشر باسم «{0}». اختر اسماً من القائمة، أو أشّر «كما طُبع»، أو أضف كياناً جديداً. "
    "Nobody is called “{0}” here. Choose from the list, tick “as printed”, or add a new entity."
)
SEVERAL = "؛"  # between joint speakers, and between the outlets of a chain
A_DATE = "\u20662021-11-22\u2069 أو \u20662021-11\u2069 أو 2021"
A_PERIOD = f"{A_DATE}، وللمدة كلمة «إلى» بين طرفيها."
DATED = {"dir": "auto", "autocomplete": "off"}


def find_thing(book: NameBook, typed: str) -> Thing | None:
    """Raises ValidationError where several bear the name."""
    try:
        return book.find(typed)
    except RecordError as error:
        raise forms.ValidationError(str(error)) from None


def listed(typed: str) -> list[str]:
    return [name for part in typed.split(SEVERAL) if (name := part.strip())]


def as_printed(name: str) -> str:
    """The words inside «…», by which somebody who isn't linked is typed; empty for a name."""
    return name[1:-1].strip() if name.startswith("«") and name.endswith("»") else ""


def typed_back(chain: Iterable[Any]) -> str:
    """Speakers or relays of a statement, as a form takes them."""
    return f"{SEVERAL} ".join(
        str(one) if one.source or getattr(one, "entity", None) else f"«{one.printed}»"
        for one in chain
    )


def written_period(first: date | None, last: date | None) -> str:
    """Days as `parse_period` takes them: the month or the year where they are one."""
    if first is None or last is None:
        return ""
    for written in (f"{first:%Y}", f"{first:%Y-%m}", first.isoformat()):
        whole, _ = parse_period(written)
        if (whole.first, whole.last) == (first, last):
            return written
    return f"{first}/{last}"


def read_period(typed: str) -> tuple[date, date]:
    """Raises ValidationError for what is no date."""
    try:
        period, _ = parse_period(typed)
    except DateError as error:
        raise forms.ValidationError(str(error)) from None
    return period.first, period.last


class SpeakersForm(BilingualForm):
    """Who speaks: names with «؛» between them."""

    speakers = forms.CharField(
        label="القائل",
        max_length=900,
        help_text="اسم كيان أو ناشر. بين القائلين معاً «؛». من لا يُربط بين «…».",
        widget=forms.TextInput(attrs=NAMED),
    )
    as_printed = forms.BooleanField(label="كما طُبع، بلا ربط", required=False)
    is_anonymous = forms.BooleanField(label="مصدر لم يُسمَّ", required=False)

    @staticmethod
    def initial_of(row: Quotation) -> dict[str, Any]:
        speakers = list(row.speakers.all())
        unnamed = bool(speakers) and all(one.is_anonymous for one in speakers)
        return {"speakers": typed_back(speakers), "is_anonymous": unnamed}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._book = NameBook(sources=True)
        cleaned["said_by"] = [self._speaker(name) for name in listed(cleaned.get("speakers", ""))]
        return cleaned

    def _speaker(self, name: str) -> Speaker:
        anonymous = self.cleaned_data.get("is_anonymous", False)
        printed = as_printed(name)
        if printed or anonymous or self.cleaned_data.get("as_printed"):
            return Speaker(printed=printed or name, is_anonymous=anonymous)
        try:
            thing = find_thing(self._book, name)
        except forms.ValidationError as error:
            self.add_error("speakers", error)
            return Speaker(printed=name)
        if thing is None:
            self.add_error("speakers", UNKNOWN.format(name))
        return Speaker(thing=thing)


class ChainForm(BilingualForm):
    """Through whom a statement came: outlets with «؛» between them, none where it came through
    nobody."""

    relays = forms.CharField(
        label="نقلاً عن",
        max_length=900,
        required=False,
        help_text="الأقرب إلى المقال أولاً، وبينهم «؛». من لا يُعرف كما طُبع بين «…». "
        "فارغ: لم يُنقل عن أحد.",
        widget=forms.TextInput(attrs=NAMED),
    )

    @staticmethod
    def initial_of(row: Quotation) -> dict[str, Any]:
        return {"relays": typed_back(row.relays.all())}

    def clean_relays(self) -> list[Relay]:
        book = NameBook(entities=False, sources=True)
        return [self._relay(book, name) for name in listed(self.cleaned_data["relays"])]

    def _relay(self, book: NameBook, name: str) -> Relay:
        if printed := as_printed(name):
            return Relay(printed=printed)
        source = find_thing(book, name)
        if not isinstance(source, Source):
            raise forms.ValidationError(
                f"لا ناشر باسم «{name}». اختر اسماً من القائمة، أو اكتبه كما طُبع بين «…». "
                f"No outlet is called “{name}”. Choose from the list, or write it as printed "
                "inside «…»."
            )
        return Relay(source=source)


class DayForm(BilingualForm):
    """On which day, or within which days, a statement was made."""

    said = forms.CharField(
        label="يوم القول",
        max_length=60,
        required=False,
        help_text=f"{A_PERIOD} فارغ: لا يُعرف.",
        widget=forms.TextInput(attrs=DATED),
    )

    @staticmethod
    def initial_of(row: Quotation) -> dict[str, Any]:
        return {"said": written_period(row.said_from, row.said_to)}

    def clean_said(self) -> tuple[date, date] | None:
        typed = self.cleaned_data["said"]
        return read_period(typed) if typed else None


class DateForm(BilingualForm):
    """Which day or period a date in the text means."""

    value = forms.CharField(
        label="التاريخ",
        max_length=60,
        help_text=f"{A_PERIOD} ما يُكتب هو الدقة: سنة أو شهر أو يوم.",
        widget=forms.TextInput(attrs=DATED),
    )

    @staticmethod
    def initial_of(row: DateReference) -> dict[str, Any]:
        return {"value": row.iso}

    def clean_value(self) -> str:
        typed: str = self.cleaned_data["value"]
        read_period(typed)
        return typed


class KindForm(BilingualForm):
    kind = forms.ChoiceField(label="النوع", choices=Quotation.Kind.choices)

    @staticmethod
    def initial_of(row: Quotation) -> dict[str, Any]:
        return {"kind": row.kind}


class LinkForm(BilingualForm):
    """Whom a name, or which outlet a relayed name, means."""

    thing = forms.CharField(label="المقصود", max_length=300, widget=forms.TextInput(attrs=NAMED))

    def __init__(self, *args: Any, sources: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources

    def clean_thing(self) -> Thing:
        typed = self.cleaned_data["thing"]
        thing = find_thing(NameBook(entities=not self.sources, sources=self.sources), typed)
        if thing is None:
            what = "ناشر" if self.sources else "كيان"
            raise forms.ValidationError(
                f"لا {what} باسم «{typed}». اختر اسماً من القائمة. "
                f"Nothing is called “{typed}”. Choose a name from the list."
            )
        return thing


class SpanForm(BilingualForm):
    """The first and the last words of a statement, as printed."""

    first = forms.CharField(
        label="من (أول الكلمات)", max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    last = forms.CharField(
        label="إلى (آخر الكلمات)", max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, row: Quotation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row

    @staticmethod
    def initial_of(row: Quotation) -> dict[str, Any]:
        words = row.words.split()
        return {"first": " ".join(words[:2]), "last": " ".join(words[-2:])}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                cleaned["span"] = self._span(cleaned["first"], cleaned["last"])
            except RecordError as error:
                self.add_error("first", str(error))
        return cleaned

    def _span(self, first: str, last: str) -> tuple[int, int]:
        """In the passage of the statement; its last words may stand in a later one."""
        text = self.row.printed
        if self.row.in_title:
            return span_between(text, first, last)
        span = PassageSpan.objects.get(revision=self.row.revision, passage=self.row.passage)
        start, end = find_words(
            text, first, within=(span.start, span.end), occurrence=int(first == last)
        )
        return start, max(end, find_words(text, last, within=(start, len(text)), occurrence=1)[1])


class MissedForm(BilingualForm):
    """Words that the rules missed, and what they are."""

    NAME, RELAY, DATE = "name", "relay", "date"
    WHAT = (
        (NAME, "اسم"),
        *Quotation.Kind.choices,
        (RELAY, "ناشر منقول عنه"),
        (DATE, "تاريخ"),
    )

    passage = forms.ChoiceField(label="المقطع")
    first = forms.CharField(
        label="الكلمات",
        max_length=2000,
        help_text="كما طُبعت: الاسم كله، أو أول كلمات القول.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    last = forms.CharField(
        label="إلى",
        required=False,
        max_length=300,
        help_text="آخر كلمات القول، إن لم تكتبه كله.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    occurrence = forms.IntegerField(
        label="أي مرة في المقطع",
        required=False,
        min_value=1,
        max_value=999,
        help_text="إن تكررت الكلمات: 1 للأولى.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    what = forms.ChoiceField(label="ما هي", choices=WHAT)
    who = forms.CharField(
        label="من هو",
        required=False,
        max_length=900,
        help_text="المقصود بالاسم، أو القائل، أو الناشر. بين القائلين معاً «؛».",
        widget=forms.TextInput(attrs=NAMED),
    )
    value = forms.CharField(
        label="أي يوم هو",
        required=False,
        max_length=60,
        help_text=f"للتاريخ وحده: {A_PERIOD}",
        widget=forms.TextInput(attrs=DATED),
    )
    as_printed = forms.BooleanField(label="القائل كما طُبع، بلا ربط", required=False)
    is_anonymous = forms.BooleanField(label="القائل مصدر لم يُسمَّ", required=False)

    def __init__(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="missed", **kwargs)
        self.revision = revision
        self.spans = {span.ordinal: span for span in revision.spans.all()}
        self.fields["passage"].choices = [("0", "العنوان")] + [
            (str(number), f"المقطع {number}") for number in self.spans
        ]

    @property
    def in_title(self) -> bool:
        return self.cleaned_data["passage"] == "0"

    @property
    def is_statement(self) -> bool:
        return self.cleaned_data["what"] in Quotation.Kind.values

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            cleaned["span"] = self._span(cleaned)
        except RecordError as error:
            self.add_error("first", str(error))
        if cleaned["what"] == self.DATE:
            self._take(DateForm({"value": cleaned["value"]}), "value", "value", cleaned)
        else:
            self._find_who(cleaned)
        return cleaned

    def _span(self, cleaned: dict[str, Any]) -> tuple[int, int]:
        if self.in_title:
            text, within = self.revision.title, (0, len(self.revision.title))
        else:
            span = self.spans[int(cleaned["passage"])]
            text, within = self.revision.text, (span.start, span.end)
        start, end = find_words(
            text, cleaned["first"], within=within, occurrence=cleaned["occurrence"] or 0
        )
        if cleaned["last"].strip():
            end = find_words(text, cleaned["last"], within=(start, within[1]), occurrence=1)[1]
        return start, end

    def _find_who(self, cleaned: dict[str, Any]) -> None:
        if self.is_statement:
            form = SpeakersForm(
                {
                    "speakers": cleaned["who"],
                    "as_printed": cleaned["as_printed"],
                    "is_anonymous": cleaned["is_anonymous"],
                }
            )
            self._take(form, "who", "speakers", cleaned, value="said_by")
        else:
            is_relay = cleaned["what"] == self.RELAY
            self._take(
                LinkForm({"thing": cleaned["who"]}, sources=is_relay), "who", "thing", cleaned
            )

    def _take(
        self, form: forms.Form, own: str, field: str, cleaned: dict[str, Any], value: str = ""
    ) -> None:
        """What the form of one thing makes of a field of this one."""
        if form.is_valid():
            cleaned["found"] = form.cleaned_data[value or field]
        else:
            self.add_error(own, form.errors[field].data)


class NameForm(BilingualForm):
    """A name for an entity that stands, or for a new one."""

    name = forms.CharField(
        label="الاسم", max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    entity = forms.CharField(
        label="يُضاف إلى",
        required=False,
        max_length=300,
        help_text="كيان في الأرشيف. اتركه فارغاً لكيان جديد.",
        widget=forms.TextInput(attrs=NAMED),
    )
    kind = forms.ChoiceField(
        label="نوع الكيان الجديد", required=False, choices=[("", "—"), *Entity.Kind.choices]
    )
    name_en = forms.CharField(
        label="اسمه بالإنكليزية",
        required=False,
        max_length=LONGEST_NAME,
        help_text="منه يُؤخذ معرّفه في العنوان.",
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    standalone = forms.ChoiceField(
        label="هل يكفي وحده", choices=EntityName.Standalone.choices, required=False
    )
    though_shared = forms.BooleanField(
        label="أضفه وإن حمله غيره", required=False, widget=forms.CheckboxInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            first = "name_en" if self.initial.get("kind") else "entity"
            self.fields[first].widget.attrs["autofocus"] = True

    @property
    def shown(self) -> str:
        """What the effect is shown of: it is applied as it was shown, or shown anew."""
        new = self.to_new_name()
        return "|".join((new.name, new.entity.slug, new.entity.kind, new.standalone))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        cleaned["name"] = " ".join(cleaned["name"].split())
        book = NameBook()
        typed = cleaned["entity"].strip()
        entity = self._known(book, typed) if typed else self._new(cleaned)
        if entity is not None:
            cleaned["meant"] = entity
            self._check_namesakes(book, cleaned["name"], entity)
        return cleaned

    def _known(self, book: NameBook, typed: str) -> Entity | None:
        try:
            entity = find_thing(book, typed)
        except forms.ValidationError as error:
            self.add_error("entity", error)
            return None
        if entity is None:
            self.add_error(
                "entity",
                f"لا كيان باسم «{typed}». اختر اسماً من القائمة، أو اترك الخانة فارغة لكيان جديد. "
                f"Nobody is called “{typed}”. Choose from the list, or leave this empty for a new "
                "entity.",
            )
        return entity

    def _new(self, cleaned: dict[str, Any]) -> Entity | None:
        if not cleaned["kind"]:
            self.add_error(
                "kind",
                "اختر نوع الكيان الجديد، أو اكتب إلى من يُضاف الاسم. "
                "Choose the kind of the new entity, or write to whom the name is added.",
            )
        slug = slugify(cleaned["name_en"])[:80]
        try:
            validate_slug(slug)
        except forms.ValidationError:
            self.add_error(
                "name_en",
                "اكتب اسم الكيان الجديد بحروف لاتينية: منه عنوان صفحته. "
                "Write the new entity's name in Latin letters: its address is made of it.",
            )
        if self.errors:
            return None
        return Entity(
            slug=slug, kind=cleaned["kind"], name_ar=cleaned["name"], name_en=cleaned["name_en"]
        )

    def _check_namesakes(self, book: NameBook, name: str, entity: Entity) -> None:
        others = [other for other in book.bearers(name) if other.pk != entity.pk]
        if others and not self.cleaned_data["though_shared"]:
            listed = "، ".join(f"{other.name_ar} ({other.slug})" for other in others)
            self.add_error(
                "though_shared",
                f"يحمل «{name}» كيان آخر: {listed}. إن كانا واحداً فادمجهما أو أضف الاسم إليه، وإن "
                "كانا اثنين فأشّر «أضفه وإن حمله غيره»؛ يميزهما الأرشيف بالصفة وإلا تركه للمراجعة. "
                "Another bears this name. If they are one, merge them or give it the name; if "
                "they are two, tick the box.",
            )

    def to_new_name(self) -> NewName:
        cleaned = self.cleaned_data
        return NewName(
            name=cleaned["name"],
            entity=cleaned["meant"],
            standalone=cleaned["standalone"] or EntityName.Standalone.YES,
        )
