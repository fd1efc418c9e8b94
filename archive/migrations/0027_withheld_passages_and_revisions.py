"""A passage or a revision that readers are not shown, with its reason.

SQLite makes a table anew to change a constraint, and loses its trigger: the one that keeps
decisions as they are is set again.
"""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

decisions = import_module("archive.migrations.0024_drafts_put_away_and_pairs_settled")


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0026_texts_that_wait"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Withholding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField(default=0)),
                ("keyed_hash", models.CharField(max_length=64, verbose_name="البصمة")),
                ("reason", models.CharField(max_length=500, verbose_name="سبب الحجب")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="حُجب في"),
                ),
                ("made_by_name", models.CharField(blank=True, max_length=150, verbose_name="حجبه")),
                (
                    "lifted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="رُفع الحجب في"),
                ),
                (
                    "lifted_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="رفعه"),
                ),
            ],
            options={
                "verbose_name": "حجب",
                "verbose_name_plural": "ما حُجب",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(decisions.drop_kept, decisions.create_kept),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_kind_known",
        ),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("published", "نُشر"),
                    ("withdrawn", "سُحب"),
                    ("restored", "أُعيد بعد سحبه"),
                    ("corrected", "صُحّح نصه"),
                    ("amended", "عُدّلت بياناته"),
                    ("added", "أُضيف اسم"),
                    ("confirmed", "أُكّد ظن"),
                    ("rejected", "رُفض ظن"),
                    ("reopened", "أُعيد ظن إلى المراجعة"),
                    ("mended", "أُعيد نصه كما حُفظ"),
                    ("discarded", "أُهملت مسودته"),
                    ("recovered", "استُعيدت مسودته"),
                    ("settled", "بُتّ في تشابهه"),
                    ("taken", "أُخذت صيغة مقترحة"),
                    ("kept", "أُبقي المنشور دون صيغة مقترحة"),
                    ("withheld", "حُجب شيء منه"),
                    ("lifted", "رُفع حجب"),
                ],
                max_length=10,
                verbose_name="القرار",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "published",
                            "withdrawn",
                            "restored",
                            "corrected",
                            "amended",
                            "added",
                            "confirmed",
                            "rejected",
                            "reopened",
                            "mended",
                            "discarded",
                            "recovered",
                            "settled",
                            "taken",
                            "kept",
                            "withheld",
                            "lifted",
                        ],
                    )
                ),
                name="decision_kind_known",
            ),
        ),
        migrations.RunPython(decisions.create_kept, decisions.drop_kept),
        migrations.AddField(
            model_name="withholding",
            name="after",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="archive.passage",
            ),
        ),
        migrations.AddField(
            model_name="withholding",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withholdings",
                to="archive.article",
            ),
        ),
        migrations.AddField(
            model_name="withholding",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="withholding",
            name="passage",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withholdings",
                to="archive.passage",
            ),
        ),
        migrations.AddField(
            model_name="withholding",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withholdings",
                to="archive.revision",
            ),
        ),
        migrations.AddConstraint(
            model_name="withholding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("passage", None), ("revision__isnull", False)),
                    models.Q(("passage__isnull", False), ("revision", None)),
                    _connector="OR",
                ),
                name="passage_or_revision_withheld",
            ),
        ),
        migrations.AddConstraint(
            model_name="withholding",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="withholding_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="withholding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("passage",),
                name="passage_withheld_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="withholding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("revision",),
                name="revision_withheld_once",
            ),
        ),
    ]
