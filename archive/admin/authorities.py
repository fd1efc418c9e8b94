"""Sources, people, bodies and places in the admin, with their names and offices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest

from archive.admin.lists import ListAdmin, PrintableFields
from archive.admin.merging import Mergeable
from archive.arabic.counting import counted
from archive.dates import DateError, parse_partial
from archive.models import Article, Entity, EntityName, Merge, Role, Source, SourceName


class KeptSlug:
    """The part of an address that stays as it was once given out."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name_en",)}


class LabelledFormSet(BaseInlineFormSet):
    """In a table of fields, the box that removes a row says so to a screen reader."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "حذف السطر"


class LabelledInline(PrintableFields, admin.TabularInline):
    """Its fields carry the names of their columns."""

    formset = LabelledFormSet
    extra = 1

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(db_field.verbose_name)
        return field


class SourceForm(ModelForm):
    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug == "unknown":
            raise ValidationError(
                "هذا المعرّف محجوز للمقالات التي لا يُعرف مصدرها. اختر غيره. "
                "This slug stands for articles without an outlet. Choose another."
            )
        check_not_merged(Merge.What.SOURCE, slug)
        return slug


class EntityForm(ModelForm):
    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        check_not_merged(Merge.What.ENTITY, slug)
        return slug


def check_not_merged(what: str, slug: str) -> None:
    """Raises ValidationError for the slug of one that was merged: its address leads elsewhere."""
    if kept := Merge.objects.kept_for(what, slug):
        raise ValidationError(
            f"هذا المعرّف لكيان دُمج في {kept}، وعنوانه يقود إليه. اختر غيره، أو تراجع عن الدمج. "
            f"This slug was merged into {kept}, and its address leads there. Choose another, or "
            "undo the merge."
        )


class RoleForm(ModelForm):
    """An office; its pages print both dates, so each must be one."""

    def clean_since(self) -> str:
        return self._date("since")

    def clean_until(self) -> str:
        return self._date("until")

    def _date(self, name: str) -> str:
        written = self.cleaned_data[name]
        try:
            return str(parse_partial(written)) if written else ""
        except DateError as error:
            raise ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = (
            parse_partial(cleaned[name]) if cleaned.get(name) else None
            for name in ("since", "until")
        )
        if since and until and until.last < since.first:
            self.add_error(
                "until",
                "تنتهي الصفة قبل أن تبدأ. صحّح التاريخين. "
                "The office ends before it begins. Correct the dates.",
            )
        return cleaned


class SourceNameInline(LabelledInline):
    model = SourceName


@admin.register(Source)
class SourceAdmin(Mergeable, KeptSlug, ListAdmin):
    form = SourceForm
    list_display = ("name_ar", "name_en", "kind", "confirmed", "article_count")
    list_filter = ("confirmed", "kind")
    search_fields = ("name_ar",)
    loose_fields = ("name_ar", "name_en", "slug", "names__name")
    inlines = (SourceNameInline,)
    actions = ("confirm",)
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        visible = Article.objects.visible_to(request.user)
        return super().get_queryset(request).with_counts_of(visible)

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """What articles come from or relay stays; looking all of them up would take minutes."""
        needed = obj and (obj.articles.exists() or obj.citations.exists())
        return not needed and super().has_delete_permission(request, obj)

    @admin.display(description="المقالات", ordering="article_count")
    def article_count(self, source: Source) -> int:
        return source.article_count

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="تأكيد المصادر المختارة", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        with transaction.atomic():
            confirmed = list(queryset.filter(confirmed=False))
            Source.objects.filter(pk__in=[source.pk for source in confirmed]).update(confirmed=True)
            LogEntry.objects.log_actions(request.user.pk, confirmed, CHANGE, "أُكّد")
        if number := len(confirmed):
            self.message_user(
                request, "أُكّد " + counted(number, "مصدر واحد", "مصدران", "مصادر", "مصدراً") + "."
            )
        else:
            self.message_user(request, "المصادر المختارة مؤكدة من قبل.", messages.WARNING)


class EntityNameInline(LabelledInline):
    model = EntityName


class RoleInline(LabelledInline):
    model = Role
    form = RoleForm


@admin.register(Entity)
class EntityAdmin(Mergeable, KeptSlug, ListAdmin):
    form = EntityForm
    list_display = ("name_ar", "name_en", "kind", "description_ar")
    list_filter = ("kind",)
    search_fields = ("name_ar",)
    loose_fields = ("name_ar", "name_en", "name_ku", "slug", "names__name")
    inlines = (EntityNameInline, RoleInline)
    list_per_page = 100
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Entity | None = None) -> bool:
        """Whom a text names stays."""
        needed = obj and obj.mentions.exists()
        return not needed and super().has_delete_permission(request, obj)
