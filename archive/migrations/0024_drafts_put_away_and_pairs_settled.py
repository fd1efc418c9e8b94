"""Drafts can be discarded, and what two texts nearly alike are to each other is settled.

SQLite makes a table anew to change a constraint, and loses its triggers: those that keep decisions
as they are, and a current revision to its own article, are set again.
"""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

revisions = import_module("archive.migrations.0002_revision_never_changes")
decisions = import_module("archive.migrations.0005_decisions_are_kept")
before = import_module("archive.migrations.0010_mending_is_a_decision")

OWN_REVISION = [(name, made) for name, made in revisions.SQLITE if name.startswith("current_")]
KINDS = [
    *before.KINDS,
    ("discarded", "أُهملت مسودته"),
    ("recovered", "استُعيدت مسودته"),
    ("settled", "بُتّ في تشابهه"),
]
STATUSES = [
    ("draft", "مسودة"),
    ("published", "منشور"),
    ("withdrawn", "مسحوب"),
    ("discarded", "مهمل"),
]


def drop_own_revision(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, _ in OWN_REVISION:
            schema_editor.execute(f"DROP TRIGGER {name}")


def create_own_revision(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for _, made in OWN_REVISION:
            schema_editor.execute(made)


def drop_kept(apps, schema_editor):
    """PostgreSQL keeps its triggers, and other tables use the function of this one."""
    if schema_editor.connection.vendor == "sqlite":
        decisions.drop_trigger(apps, schema_editor)


def create_kept(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        decisions.create_trigger(apps, schema_editor)


def put_back(apps, schema_editor):
    """An earlier release knows no discarded drafts: they are drafts again."""
    apps.get_model("archive", "Article").objects.filter(status="discarded").update(status="draft")


def known(kinds, name):
    return models.CheckConstraint(
        condition=models.Q(**{f"{name}__in": [kind for kind, _ in kinds]}),
        name={"status": "article_status_known", "kind": "decision_kind_known"}[name],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0023_corrections_that_readers_ask_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop_own_revision, create_own_revision),
        migrations.RemoveConstraint(model_name="article", name="article_status_known"),
        migrations.AlterField(
            model_name="article",
            name="status",
            field=models.CharField(
                choices=STATUSES,
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="الحالة",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, put_back),
        migrations.AddConstraint(model_name="article", constraint=known(STATUSES, "status")),
        migrations.RunPython(create_own_revision, drop_own_revision),
        migrations.RunPython(drop_kept, create_kept),
        migrations.RemoveConstraint(model_name="decision", name="decision_kind_known"),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10, verbose_name="القرار"),
        ),
        migrations.AddConstraint(model_name="decision", constraint=known(KINDS, "kind")),
        migrations.RunPython(create_kept, drop_kept),
        migrations.CreateModel(
            name="SettledPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("different", "ليس مكرراً"), ("same", "النص نفسه لدى ناشرين")],
                        max_length=10,
                        verbose_name="القرار",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="اتُّخذ في"),
                ),
                (
                    "made_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="اسم من اتخذه"),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settled_pairs",
                        to="archive.article",
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settled_later",
                        to="archive.article",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "متشابهان بُتّ فيهما",
                "verbose_name_plural": "المتشابهات التي بُتّ فيها",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "earlier"), name="pair_settled_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("article__gt", models.F("earlier"))),
                        name="settled_pair_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["different", "same"])),
                        name="verdict_known",
                    ),
                ],
            },
        ),
    ]
