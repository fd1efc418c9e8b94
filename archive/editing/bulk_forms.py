"""What an editor sends to do one act to many articles. Each form gives the act that it asks for.

`about_public` says that some of the articles are published: what readers see of them changes with
a reason.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms

from archive.editing import bulk
from archive.editing.forms import BilingualForm, DetailsForm
from archive.editing.tagging import tag, tags_in
from archive.models import Article, Tag

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_TAGS = 10  # at once


class BulkForm(BilingualForm):
    """`name` stands in addresses and buttons; `verb` and `done` say the act to the editor."""

    name = ""
    verb = ""
    done = ""
    hint = ""
    publishes = False  # asks for who may publish
    template_button = "button-primary"

    def __init__(self, *args: Any, about_public: bool = False, **kwargs: Any) -> None:
        self.about_public = about_public
        super().__init__(*args, **kwargs)

    def to_act(self, by: User) -> bulk.Act:
        raise NotImplementedError


class PublishForm(BulkForm):
    name, verb, done = "publish", "نشر", "نُشر"
    publishes = True
    hint = (
        "ما ينقصه ناشر أو تاريخ، وما يكاد يطابق غيره ولم يُبتّ فيه، لا يُنشر من هنا، ويُذكر سببه في "
        "التقرير."
    )

    def to_act(self, by: User) -> bulk.Act:
        return partial(bulk.publish, by=by)


class _AmendForm(DetailsForm, BulkForm):
    """One of the details of `DetailsForm`, which must be given or said to be unknown."""

    title = byline = url = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, for_readers=True, **kwargs)
        if not self.about_public:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if not reason.strip():
            raise forms.ValidationError(
                "في ما اخترت مقالات منشورة: اكتب السبب، يراه القراء. "
                "Some of the articles are published: write the reason, readers see it."
            )
        return reason

    @property
    def reason(self) -> str:
        return self.cleaned_data.get("reason", "")


class OutletForm(_AmendForm):
    name, verb, done = "outlet", "تعيين الناشر", "عُيّن ناشره"
    published_on = precision = approximate = new_outlet = None

    outlet = forms.CharField(
        label="الناشر",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "outlets", "autocomplete": "off", "dir": "auto"}),
    )
    outlet_unknown = forms.BooleanField(label="الناشر غير معلوم", required=False)

    field_order = ["outlet", "outlet_unknown", "reason"]

    def say_unknown(self, name: str) -> str:
        return (
            f"لا ناشر باسم «{name}». اختر اسماً من القائمة، أو أضفه إلى الناشرين أولاً. There "
            f"is no outlet called “{name}”. Choose one from the list, or add it first."
        )

    def to_act(self, by: User) -> bulk.Act:
        return partial(
            bulk.set_outlet, outlet=self.cleaned_data["source"], reason=self.reason, by=by
        )


class DateForm(_AmendForm):
    name, verb, done = "date", "تعيين التاريخ", "عُيّن تاريخه"
    outlet = new_outlet = outlet_unknown = None

    field_order = ["published_on", "precision", "approximate", "reason"]

    def to_act(self, by: User) -> bulk.Act:
        published = self.cleaned_data["published"]
        guessed = self.cleaned_data["approximate"]
        basis = Article.Basis.INFERRED if guessed else Article.Basis.STATED
        return partial(
            bulk.set_date,
            published=published,
            basis=basis if published else "",
            reason=self.reason,
            by=by,
        )


class TagForm(BulkForm):
    name, verb, done = "tag", "وسم", "تغيّرت وسومه"
    hint = "الوسوم للمحررين وحدهم، ولا يراها القراء."

    add = forms.CharField(
        label="وسوم تُضاف",
        required=False,
        max_length=500,
        help_text="بين كل وسم وآخر فاصلة.",
        widget=forms.TextInput(attrs={"list": "tags", "dir": "auto"}),
    )
    remove = forms.CharField(
        label="وسوم تُرفع",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"list": "tags", "dir": "auto"}),
    )

    def clean_add(self) -> list[str]:
        return self._clean_tags("add")

    def clean_remove(self) -> list[str]:
        return self._clean_tags("remove")

    def _clean_tags(self, field: str) -> list[str]:
        names = tags_in(self.cleaned_data[field])
        if len(names) > MOST_TAGS:
            raise forms.ValidationError(
                f"الحد الأعلى {MOST_TAGS} وسوم في المرة. At most {MOST_TAGS} tags fit at once."
            )
        if any(len(name) > Tag.LONGEST for name in names):
            raise forms.ValidationError(
                f"الحد الأعلى للوسم {Tag.LONGEST} حرفاً. A tag has at most {Tag.LONGEST} characters."
            )
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("add") and not cleaned.get("remove"):
            raise forms.ValidationError(
                "اكتب وسماً يُضاف أو وسماً يُرفع. Write a tag to give or to take away."
            )
        return cleaned

    def to_act(self, by: User) -> bulk.Act:
        return partial(tag, add=self.cleaned_data["add"], remove=self.cleaned_data["remove"], by=by)


class DiscardForm(BulkForm):
    name, verb, done = "discard", "إهمال", "أُهملت مسودته"
    publishes = True
    template_button = "button-danger"
    hint = (
        "تخرج المسودات من القوائم والأعداد، وتبقى محفوظة بأصولها بين «المسودات المهملة»، وتُستعاد "
        "منها. ما رآه القراء لا يُهمل."
    )

    reason = forms.CharField(
        label="السبب",
        required=False,
        max_length=500,
        help_text="يراه المحررون وحدهم.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def to_act(self, by: User) -> bulk.Act:
        return partial(bulk.discard, reason=self.cleaned_data["reason"], by=by)


FORMS: tuple[type[BulkForm], ...] = (PublishForm, OutletForm, DateForm, TagForm, DiscardForm)
