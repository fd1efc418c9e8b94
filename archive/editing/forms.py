"""What editors fill in. Each form hands on values and knows no request."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from archive.dates import DateError, PublicationDate, parse_partial
from archive.ingest import readers
from archive.ingest.encodings import unprintable
from archive.ingest.outlets import OutletBook
from archive.ingest.refusals import beyond
from archive.models import Article, Precision, Source
from archive.printable import one_line

MESSAGES = {
    "required": "املأ هذه الخانة. Fill in this field.",
    "max_length": "الحد الأعلى %(limit_value)d من الحروف، وفيه الآن %(show_value)d: اختصره. "
    "At most %(limit_value)d characters fit; it has %(show_value)d. Shorten it.",
    "null_characters_not_allowed": "فيه رمز لا يُطبع (U+0000). احذفه وأعد المحاولة. "
    "It holds a character that isn't printed (U+0000). Remove it and try again.",
    "invalid_choice": "اختر من القائمة. Choose from the list.",
}
HIDDEN_FILE = (
    "ملف مخفي من ملفات النظام، فلم يُقرأ. This is a hidden file of the system: it was not read."
)
EMPTY_FILE = (
    "الملف فارغ. اختر الملف الذي فيه المقال. The file is empty. Choose the one with the text."
)
# The marks keep year, month and day in their order beside Arabic letters.
DATES_AS_WRITTEN = " أو ".join(
    f"\N{LEFT-TO-RIGHT MARK}{date}" for date in ("2021-11-22", "2021-11", "2021")
)
PASTED_NAME = "pasted.txt"
ACCEPTED = ",".join(readers.ENDINGS)


def check_printable(value: str) -> None:
    """Raises ValidationError for a control character, as imports refuse it."""
    if isinstance(value, str) and (letter := unprintable(value)):
        raise forms.ValidationError(
            f"فيه رمز تحكم لا يُطبع (U+{ord(letter):04X}). احذفه وأعد المحاولة. "
            f"It holds a control character (U+{ord(letter):04X}). Remove it and try again."
        )


class BilingualForm(forms.Form):
    """A form whose fields say in Arabic and English what is missing or wrong."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= MESSAGES
            if isinstance(field, forms.CharField):
                field.validators.append(check_printable)
            if isinstance(field, forms.FileField):
                field.error_messages["empty"] = EMPTY_FILE


class AddForm(BilingualForm):
    """One article, as a file or as pasted text."""

    file = forms.FileField(
        label="ملف",
        required=False,
        help_text="ملف نصي أو Markdown فيه مقال واحد، بأي ترميز عربي شائع.",
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.markdown"}),
    )
    text = forms.CharField(
        label="أو الصق النص",
        required=False,
        strip=False,
        help_text="السطر الأول هو العنوان، وبين كل فقرة وأخرى سطر فارغ.",
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
    )

    def clean_file(self) -> UploadedFile | None:
        upload = self.cleaned_data["file"]
        if upload:
            check_size(upload)
        return upload

    def clean_text(self) -> str:
        """A text beyond every limit is told so at once, before anything of it is read."""
        text, most = self.cleaned_data["text"], settings.LIMITS
        lines = text.count("\n") + 1
        if lines > most.lines:
            raise forms.ValidationError(str(beyond("أسطر النص", "Lines", lines, most.lines)))
        if len(text) > most.text:
            raise forms.ValidationError(
                str(beyond("حروف النص", "Characters", len(text), most.text))
            )
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        has_text = bool(cleaned.get("text", "").strip())
        if bool(cleaned.get("file")) == has_text:
            raise forms.ValidationError(
                "اختر ملفاً أو الصق نصاً، أحدهما لا كليهما. "
                "Choose a file or paste a text: one of the two."
            )
        return cleaned

    @property
    def upload(self) -> tuple[str, bytes]:
        """The name and the bytes of what was sent."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.read()
        return PASTED_NAME, self.cleaned_data["text"].encode()


def check_size(upload: UploadedFile) -> None:
    """Raises ValidationError for a file above the archive's limit."""
    limit = settings.LIMITS.upload
    if upload.size > limit:
        raise forms.ValidationError(
            f"«{one_line(upload.name)}» أكبر من {limit >> 20} ميغابايت. قسّمه ثم أعد المحاولة. "
            f"“{one_line(upload.name)}” is larger than {limit >> 20} MB. Split it and try again."
        )


@dataclass(frozen=True, kw_only=True)
class Details:
    """What an editor says of an article beside its text.

    `outlet` is a source, the name of a new one, or None where it is unknown.
    """

    title: str
    outlet: Source | str | None
    published: PublicationDate | None
    basis: str
    byline: str
    url: str
    reason: str = ""


class DetailsForm(BilingualForm):
    """Outlet, date and the rest; with `for_readers`, what is unknown must be said to be."""

    PRECISIONS = (
        ("", "بحسب ما كُتب"),
        (Precision.DAY, "يوم"),
        (Precision.MONTH, "شهر"),
        (Precision.YEAR, "سنة"),
        (Precision.UNKNOWN, "بلا تاريخ"),
    )

    title = forms.CharField(label="العنوان", widget=forms.TextInput(attrs={"dir": "auto"}))
    outlet = forms.CharField(
        label="الناشر",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "outlets", "autocomplete": "off", "dir": "auto"}),
    )
    new_outlet = forms.BooleanField(label="أضِف هذا الاسم ناشراً جديداً", required=False)
    outlet_unknown = forms.BooleanField(label="الناشر غير معلوم", required=False)
    published_on = forms.CharField(
        label="تاريخ النشر",
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"placeholder": "2021-11-22", "dir": "ltr", "inputmode": "numeric"}
        ),
    )
    precision = forms.ChoiceField(label="دقة التاريخ", choices=PRECISIONS, required=False)
    approximate = forms.BooleanField(label="التاريخ تقريبي", required=False)
    byline = forms.CharField(
        label="الكاتب",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    url = forms.CharField(
        label="الرابط لدى الناشر",
        required=False,
        max_length=2000,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    reason = forms.CharField(
        label="سبب التعديل",
        required=False,
        max_length=500,
        help_text="يراه القراء مع ما عُدّل: «صُحّح تاريخ النشر عن النسخة الورقية»، مثلاً.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(
        self,
        *args: Any,
        current: Source | None = None,
        for_readers: bool = False,
        **kwargs: Any,
    ) -> None:
        self.current = current  # the outlet so far: a name it shares with another means itself
        self.for_readers = for_readers
        super().__init__(*args, **kwargs)

    @classmethod
    def initial_for(cls, article: Article) -> dict[str, Any]:
        return {
            "title": article.title,
            "outlet": article.outlet.name_ar if article.outlet else "",
            "published_on": article.published_on,
            "precision": article.precision if article.published_on else "",
            "approximate": article.basis == Article.Basis.INFERRED,
            "byline": article.byline,
            "url": article.url,
        }

    def say_what_is_stored(self, reason: str) -> None:
        """Refuse what was sent for a reason, and beside each text that differs say what is kept."""
        self.full_clean()
        self.add_error(None, reason)
        for name in self.changed_data:
            field = self.fields[name]
            if isinstance(field, forms.CharField):
                stored = self.get_initial_for_field(field, name) or "—"
                self.add_error(
                    name, f"في الأرشيف الآن: «{stored}». The archive now has “{stored}”."
                )

    def clean_url(self) -> str:
        address = self.cleaned_data["url"]
        if address and not readers.is_address(address):
            raise forms.ValidationError(
                "ليس هذا رابطاً: ابدأه بـ https:// بلا فراغات. "
                "This is no web address: begin it with https:// and leave no spaces."
            )
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "outlet" in cleaned:
            self._clean_outlet(cleaned)
        if "published_on" in cleaned and "precision" in cleaned:
            self._clean_date(cleaned)
        return cleaned

    def _clean_outlet(self, cleaned: dict[str, Any]) -> None:
        name = " ".join(cleaned["outlet"].split())
        if self.current and name == self.current.name_ar:
            known = self.current
        else:
            known = OutletBook().find(name) if name else None
        cleaned["source"] = known or name or None
        if name and cleaned.get("outlet_unknown"):
            self.add_error(
                "outlet",
                "امسح اسم الناشر أو ألغِ «الناشر غير معلوم». "
                "Clear the outlet, or untick “outlet unknown”.",
            )
        elif name and not known and not cleaned.get("new_outlet"):
            self.add_error("outlet", self.say_unknown(name))
        elif self.for_readers and not name and not cleaned.get("outlet_unknown"):
            self.add_error(
                "outlet",
                "اكتب الناشر أو أشّر «الناشر غير معلوم». Name the outlet, or tick “outlet unknown”.",
            )

    def say_unknown(self, name: str) -> str:
        """Why a name that no outlet has is not taken."""
        return (
            f"لا ناشر باسم «{name}». اختر اسماً من القائمة، أو أشّر «أضِف هذا الاسم ناشراً جديداً». "
            f"There is no outlet called “{name}”. Choose one from the list, or tick “add this name "
            "as a new outlet”."
        )

    def _clean_date(self, cleaned: dict[str, Any]) -> None:
        written, precision = cleaned["published_on"].strip(), cleaned["precision"]
        cleaned["published"] = None
        undated = precision == Precision.UNKNOWN
        if written and undated:
            self.add_error(
                "published_on",
                "امسح التاريخ أو اختر دقة غير «بلا تاريخ». "
                "Clear the date, or choose a precision other than “undated”.",
            )
        elif written:
            try:
                cleaned["published"] = at_precision(parse_partial(written), precision)
            except DateError as error:
                self.add_error("published_on", str(error))
            except forms.ValidationError as error:
                self.add_error("published_on", error)
        elif self.for_readers and not undated:
            self.add_error(
                "published_on",
                "أدخل تاريخ النشر، وأشّر «التاريخ تقريبي» إن لم يكن مؤكداً، أو اختر «بلا تاريخ». "
                "Enter the date of publication, tick “approximate” if it is not certain, or "
                "choose “undated”.",
            )

    def to_details(self) -> Details:
        cleaned = self.cleaned_data
        published = cleaned["published"]
        basis = ""
        if published:
            basis = Article.Basis.INFERRED if cleaned["approximate"] else Article.Basis.STATED
        return Details(
            title=cleaned["title"],
            outlet=cleaned["source"],
            published=published,
            basis=basis,
            byline=cleaned["byline"],
            url=cleaned["url"],
            reason=cleaned["reason"],
        )


LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}


def at_precision(date: PublicationDate, precision: str) -> PublicationDate:
    """The date no more closely than asked; an empty precision leaves it as written.

    Raises ValidationError where the date is known less closely than that.
    """
    if not precision:
        return date
    length = LENGTHS[Precision(precision)]
    written = str(date)
    if len(written) < length:
        raise forms.ValidationError(
            f"كُتب «\N{LEFT-TO-RIGHT MARK}{written}» واختيرت دقة «{Precision(precision).label}». "
            f"أكمل التاريخ أو اختر دقة أقل. “{written}” is less than the precision chosen. "
            "Complete the date, or choose a lower precision."
        )
    return parse_partial(written[:length])


class CorrectionForm(BilingualForm):
    """A new wording of an article and why; the difference is shown before it is saved."""

    title = forms.CharField(label="العنوان", widget=forms.TextInput(attrs={"dir": "auto"}))
    body = forms.CharField(
        label="النص",
        strip=False,
        help_text="بين كل فقرة وأخرى سطر فارغ. تُكتب الروابط هكذا: [النص](العنوان)، والمفقود منها "
        "هكذا: [النص](#).",
        widget=forms.Textarea(attrs={"rows": 24, "dir": "auto"}),
    )
    reason = forms.CharField(
        label="سبب التصحيح",
        max_length=500,
        help_text="يظهر للقراء مع النسخة الجديدة: «تصحيح خطأ في نقل النص»، مثلاً.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    corrected = forms.IntegerField(widget=forms.HiddenInput)  # the number of the old revision
    compared = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")

    @property
    def wording(self) -> str:
        """Names what was compared, so that what is saved is what was seen."""
        return sha256(
            repr((self.cleaned_data["title"], self.cleaned_data["body"])).encode()
        ).hexdigest()

    @property
    def was_compared(self) -> bool:
        return self.cleaned_data["compared"] == self.wording


class WithdrawalForm(BilingualForm):
    reason = forms.CharField(
        label="سبب السحب",
        max_length=1000,
        help_text="يظهر للقراء في مكان المقال.",
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if files else []


@dataclass(frozen=True, slots=True)
class SentFiles:
    """Uploads to take in, and the names of the others, each with why it is left out."""

    taken: list[UploadedFile]
    set_aside: list[tuple[str, str]]


class ManyFilesField(forms.FileField):
    """Several files in one field: one that is empty or too large turns no other away."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> SentFiles:
        """Raises ValidationError, which names each file, where none can be taken in."""
        if not data:
            super().clean(None, initial)
        sent = SentFiles([], [])
        for file in data:
            try:
                sent.taken.append(self._clean_one(file, initial))
            except forms.ValidationError as error:
                sent.set_aside.append((file.name, " ".join(error.messages)))
        if not sent.taken:
            raise forms.ValidationError(
                [f"«{one_line(name)}»: {reason}" for name, reason in sent.set_aside]
            )
        return sent

    def _clean_one(self, file: UploadedFile, initial: Any) -> UploadedFile:
        if file.name.startswith("."):
            raise forms.ValidationError(HIDDEN_FILE)
        upload = super().clean(file, initial)
        check_size(upload)
        return upload


class ImportOptionsForm(BilingualForm):
    """What holds for every record of an import."""

    outlet = forms.ModelChoiceField(
        label="المصدر",
        queryset=Source.objects.all(),
        required=False,
        empty_label="بحسب كل سجل",
        help_text="للسجلات التي لا تذكر مصدرها.",
    )
    published_on = forms.CharField(
        label="تاريخ النشر",
        required=False,
        max_length=40,
        help_text=f"للسجلات التي لا تذكر تاريخها: {DATES_AS_WRITTEN}.",
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "2021-11"}),
    )
    undated = forms.BooleanField(
        label="اقبل السجلات التي بلا تاريخ",
        required=False,
        help_text="من دون هذا يُرفض كل سجل لا تاريخ له.",
    )
    publish = forms.BooleanField(
        label="انشر ما يُحفظ",
        required=False,
        help_text="من دون هذا تُحفظ المقالات مسودات.",
    )

    def clean_published_on(self) -> str:
        written = self.cleaned_data["published_on"].strip()
        if not written:
            return ""
        try:
            return str(parse_partial(written))
        except DateError as error:
            raise forms.ValidationError(str(error)) from None

    @property
    def options(self) -> dict[str, Any]:
        """As `archive.ingest.queue` takes them."""
        outlet = self.cleaned_data["outlet"]
        return {
            "outlet": outlet.slug if outlet else "",
            "published_on": self.cleaned_data["published_on"],
            "undated": self.cleaned_data["undated"],
            "publish": self.cleaned_data["publish"],
        }


class ImportForm(ImportOptionsForm):
    """Many articles at once."""

    files = ManyFilesField(
        label="الملفات",
        allow_empty_file=True,  # refused by its name, and the others are taken in
        help_text="اختر ما شئت من الملفات معاً، من أي نوع يقرؤه الأرشيف، حتى "
        f"{settings.LIMITS.files} ملف و{settings.LIMITS.sent >> 20} ميغابايت في المرة، وأكبر ملف "
        f"{settings.LIMITS.upload >> 20} ميغابايت. ما لا يُقرأ منها يُذكر سببه ولا يرد غيره.",
        widget=ManyFilesInput(attrs={"accept": ACCEPTED, "multiple": True}),
    )

    field_order = ("files",)
