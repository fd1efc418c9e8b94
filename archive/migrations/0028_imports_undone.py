"""An import can be undone: which wording each record brought, and what became of it then.

SQLite makes a table anew to change a constraint, and loses its triggers: the one that keeps
decisions as they are is set again.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

before = import_module("archive.migrations.0024_drafts_put_away_and_pairs_settled")

KINDS = [
    *before.KINDS,
    ("taken", "أُخذت صيغة مقترحة"),
    ("kept", "أُبقي المنشور دون صيغة مقترحة"),
    ("withheld", "حُجب شيء منه"),
    ("lifted", "رُفع حجب"),
    ("reverted", "أُعيد نصه السابق"),
]
STATES = [
    ("queued", "في الانتظار"),
    ("running", "جارٍ"),
    ("done", "انتهى"),
    ("failed", "تعذّر"),
    ("cancelled", "أُلغي"),
    ("undoing", "يُتراجع عنه"),
    ("undone", "تُراجع عنه"),
]
UNDONE = [
    ("discarded", "أُهملت مسودته"),
    ("reverted", "عاد النص السابق"),
    ("published", "بقي: رآه القراء"),
    ("worked-on", "بقي: عمل عليه محرر بعد الاستيراد"),
    ("later", "بقي: جاء بعده نص آخر"),
    ("untold", "بقي: لم يُحفظ مع الاستيراد أي صيغة جاءت منه"),
]


def end_undone(apps, schema_editor):
    """An earlier release knows nothing of undoing: such an import was cancelled."""
    ingests = apps.get_model("archive", "Ingest").objects
    ingests.filter(state__in=["undoing", "undone"]).update(state="cancelled")


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0027_withheld_passages_and_revisions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(before.drop_kept, before.create_kept),
        migrations.RemoveConstraint(model_name="decision", name="decision_kind_known"),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10, verbose_name="القرار"),
        ),
        migrations.AddConstraint(model_name="decision", constraint=before.known(KINDS, "kind")),
        migrations.RunPython(before.create_kept, before.drop_kept),
        migrations.RemoveConstraint(model_name="ingest", name="ingest_state_known"),
        migrations.AlterField(
            model_name="ingest",
            name="state",
            field=models.CharField(
                choices=STATES, default="queued", max_length=10, verbose_name="الحالة"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, end_undone),
        migrations.AddConstraint(
            model_name="ingest",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=[state for state, _ in STATES]),
                name="ingest_state_known",
            ),
        ),
        migrations.AddField(
            model_name="ingest",
            name="read",
            field=models.PositiveBigIntegerField(
                default=0, editable=False, verbose_name="المقروء بالبايت"
            ),
        ),
        migrations.AddField(
            model_name="ingest",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="تُراجع عنه في"),
        ),
        migrations.AddField(
            model_name="ingest",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="تراجع عنه",
            ),
        ),
        migrations.AddField(
            model_name="ingestrecord",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="archive.revision",
            ),
        ),
        migrations.AddField(
            model_name="ingestrecord",
            name="undone",
            field=models.CharField(
                blank=True,
                choices=UNDONE,
                default="",
                editable=False,
                max_length=10,
                verbose_name="التراجع",
            ),
            preserve_default=False,
        ),
    ]
