"""Accounts in the admin. Who is no superuser can't make one."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from archive.admin.lists import PlainList


class PasswordSummary(ReadOnlyPasswordHashWidget):
    """Whether there is a password, and the way to a new one."""

    def get_context(self, name: str, value: str | None, attrs: dict[str, Any]) -> dict[str, Any]:
        said = "لهذا الحساب كلمة سر." if is_usable(value) else "ليس لهذا الحساب كلمة سر."
        return {
            **super().get_context(name, value, attrs),
            "summary": [{"label": said}],
            "button_label": "كلمة سر جديدة",
        }


def is_usable(password: str | None) -> bool:
    return bool(password) and is_password_usable(password)


class ColleagueForm(UserChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password" in self.fields:
            self.fields["password"].widget = PasswordSummary()
            self.fields["password"].help_text = "لا تُحفظ كلمة السر نفسها، فلا يمكن عرضها."


class PasswordChoice:
    """Whether an account logs in with a password, asked in Arabic."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields.get("usable_password")
        if choice is not None:
            choice.label = "يدخل بكلمة سر"
            choice.choices = [("true", "نعم"), ("false", "لا")]
            choice.help_text = "من دون كلمة سر لا يدخل صاحب الحساب حتى تُعطى له واحدة."


class NewColleagueForm(PasswordChoice, AdminUserCreationForm):
    pass


class NewPasswordForm(PasswordChoice, AdminPasswordChangeForm):
    pass


RESERVED = ("is_superuser", "user_permissions")

admin.site.unregister([User, Group])


@admin.register(User)
class ColleagueAdmin(PlainList, UserAdmin):
    form = ColleagueForm
    add_form = NewColleagueForm
    change_password_form = NewPasswordForm
    list_display = ("username", "first_name", "last_name", "group_names", "is_active")
    list_filter = ("groups", "is_active")
    actions = None
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        colleagues = super().get_queryset(request).prefetch_related("groups")
        return colleagues if request.user.is_superuser else colleagues.filter(is_superuser=False)

    @admin.display(description="المجموعات")
    def group_names(self, user: User) -> str:
        return "، ".join(group.name for group in user.groups.all())

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (name, {**options, "fields": tuple(f for f in options["fields"] if f not in RESERVED)})
            for name, options in fieldsets
        ]


class LoginList(PlainList):
    """Read, and deleted where someone is to be let in at once."""

    search_fields = ("username", "ip_address")
    search_help_text = "الاسم أو العنوان الشبكي."
    list_per_page = 100
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(AccessAttempt)
class FailedLoginAdmin(LoginList):
    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    fields = (*list_display, "user_agent")


@admin.register(AccessLog)
class LoginAdmin(LoginList):
    list_display = ("attempt_time", "username", "ip_address", "logout_time")
    fields = (*list_display, "user_agent")


@admin.register(Group)
class ColleaguesGroupAdmin(PlainList, GroupAdmin):
    # A plain list: Django's two-sided one is not labelled for screen readers.
    filter_horizontal = ()
    actions = None
