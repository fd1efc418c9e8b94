"""Who may do what in the admin: three groups, each including the one before it."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

CONTRIBUTOR = "مساهم"
EDITOR = "محرر"
ADMIN = "مدير"

CONTRIBUTOR_MAY = (
    "archive.view_article",
    "archive.add_article",
    "archive.change_article",
    "archive.view_source",
    "archive.view_entity",
)
EDITOR_MAY = (
    *CONTRIBUTOR_MAY,
    "archive.publish_article",
    "archive.add_ingest",
    "archive.view_ingest",
    "archive.change_source",
    "archive.view_sourcename",
    "archive.add_sourcename",
    "archive.change_sourcename",
    "archive.view_entityname",
    "archive.view_role",
    "search.view_indexstate",
)
AUTHORITIES = ("source", "sourcename", "entity", "entityname", "role")
ADMIN_MAY = (
    *EDITOR_MAY,
    "archive.withdraw_article",
    *(f"archive.{verb}_{name}" for name in AUTHORITIES for verb in ("add", "change", "delete")),
    *(f"auth.{verb}_user" for verb in ("view", "add", "change", "delete")),
    "auth.view_group",
    "search.change_indexstate",
)
GROUPS = {CONTRIBUTOR: CONTRIBUTOR_MAY, EDITOR: EDITOR_MAY, ADMIN: ADMIN_MAY}


def create_groups(
    sender: AppConfig | None = None, using: str = "default", **kwargs: object
) -> None:
    """Create the groups that are missing; called after `migrate`.

    A group that exists is left alone: whoever runs the archive may have changed it.
    """
    missing = [name for name in GROUPS if not Group.objects.using(using).filter(name=name).exists()]
    if not missing:
        return
    for label in ("archive", "auth", "search"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for name in missing:
        group = Group.objects.using(using).create(name=name)
        group.permissions.set(_permissions(GROUPS[name], using))


def _permissions(names: tuple[str, ...], using: str) -> list[Permission]:
    wanted = Q(pk__in=[])
    for name in dict.fromkeys(names):
        label, codename = name.split(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    found = list(Permission.objects.using(using).filter(wanted))
    if len(found) != len(set(names)):
        raise LookupError(f"Some permissions of {names} do not exist; run migrate first.")
    return found
