"""Sources, people, bodies and places in the admin, with their names and offices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from archive.admin.search import loosely
from archive.models import Entity, EntityName, Role, Source, SourceName
from archive.printed import counted


class LooseSearch:
    """Finds names however their letters were written, among the fields of `loose_fields`."""

    loose_fields: tuple[str, ...] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        for word in search_term.split():
            found = queryset.none()
            for field in self.loose_fields:
                found |= queryset.filter(**{f"{field}__iregex": loosely(word)})
            queryset = found.distinct()
        return queryset, False


class KeptSlug:
    """The part of an address that stays as it was once given out."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name_en",)}


class SourceNameInline(admin.TabularInline):
    model = SourceName
    extra = 1


@admin.register(Source)
class SourceAdmin(KeptSlug, LooseSearch, admin.ModelAdmin):
    list_display = ("name_ar", "name_en", "kind", "confirmed", "articles")
    list_filter = ("confirmed", "kind")
    search_fields = ("name_ar",)
    loose_fields = ("name_ar", "name_en", "slug", "names__name")
    inlines = (SourceNameInline,)
    actions = ("confirm",)
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).annotate(count=Count("articles"))

    @admin.display(description="المقالات", ordering="count")
    def articles(self, source: Source) -> int:
        return source.count

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="تأكيد المصادر المختارة", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        number = queryset.filter(confirmed=False).update(confirmed=True)
        if number:
            self.message_user(
                request, "أُكّد " + counted(number, "مصدر واحد", "مصدران", "مصادر", "مصدراً") + "."
            )
        else:
            self.message_user(request, "المصادر المختارة مؤكدة من قبل.", messages.WARNING)


class EntityNameInline(admin.TabularInline):
    model = EntityName
    extra = 1


class RoleInline(admin.TabularInline):
    model = Role
    extra = 1


@admin.register(Entity)
class EntityAdmin(KeptSlug, LooseSearch, admin.ModelAdmin):
    list_display = ("name_ar", "name_en", "kind", "description_ar")
    list_filter = ("kind",)
    search_fields = ("name_ar",)
    loose_fields = ("name_ar", "name_en", "name_ku", "slug", "names__name")
    inlines = (EntityNameInline, RoleInline)
    list_per_page = 100
    actions = None
