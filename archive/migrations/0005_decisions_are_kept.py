"""Who decided what about an article, kept for ever: a trigger refuses any change to it.

Deleting the account of who decided still clears `made_by`; the name stays.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KEPT = "article_id, kind, about, made_at, made_by_name"
KINDS = [
    ("published", "نُشر"),
    ("withdrawn", "سُحب"),
    ("restored", "أُعيد بعد سحبه"),
    ("corrected", "صُحّح نصه"),
    ("amended", "عُدّلت بياناته"),
    ("added", "أُضيف اسم"),
    ("confirmed", "أُكّد ظن"),
    ("rejected", "رُفض ظن"),
    ("reopened", "أُعيد ظن إلى المراجعة"),
]

CREATE = {
    "sqlite": f"""
        CREATE TRIGGER decision_never_changes BEFORE UPDATE OF {KEPT} ON archive_decision
        BEGIN SELECT RAISE(ABORT, 'a decision never changes'); END
    """,
    "postgresql": f"""
        CREATE FUNCTION archive_refuse_decision_change() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'a decision never changes' USING ERRCODE = 'check_violation'; END
        $$ LANGUAGE plpgsql;
        CREATE TRIGGER decision_never_changes BEFORE UPDATE OF {KEPT} ON archive_decision
        FOR EACH ROW EXECUTE FUNCTION archive_refuse_decision_change();
    """,
}
DROP = {
    "sqlite": "DROP TRIGGER decision_never_changes",
    "postgresql": """
        DROP TRIGGER decision_never_changes ON archive_decision;
        DROP FUNCTION archive_refuse_decision_change();
    """,
}


def create_trigger(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor])


def drop_trigger(apps, schema_editor):
    schema_editor.execute(DROP[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_original_hash_by_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=KINDS, max_length=10, verbose_name="القرار"),
                ),
                ("about", models.TextField(blank=True, verbose_name="التفصيل")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="archive.article",
                        verbose_name="المقال",
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
                        verbose_name="اتخذه",
                    ),
                ),
            ],
            options={
                "verbose_name": "قرار",
                "verbose_name_plural": "القرارات",
                "ordering": ["article", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=[kind for kind, _ in KINDS]),
                        name="decision_kind_known",
                    )
                ],
            },
        ),
        migrations.RunPython(create_trigger, drop_trigger),
    ]
